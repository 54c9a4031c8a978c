//! What the dossier tells: referrals to partners, and that they ended. All else of it is not the exchange's (D2).

use trajet_contracts::dossier::v1::DossierEvent;
use trajet_contracts::dossier::v1::dossier_event::Fact as Told;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_exchange_domain::{AskedReferral, EndedReferral, Fact, Source};
use trajet_service::plan::{Unreadable, day};
use trajet_service::referral::{hear, hear_end, hear_key};

use super::{NOT_KNOWN, Reacted};

/// Turns a fact of the dossier into the command that takes note of it.
pub(crate) fn react(event: &FeedEvent, source: &str) -> Reacted {
    super::react(event, source, fact)
}

fn fact(message: DossierEvent, source: Source) -> Result<Option<Fact>, Unreadable> {
    Ok(Some(match message.fact.ok_or(NOT_KNOWN)? {
        Told::ReferralMade(made) => Fact::Referred(AskedReferral {
            number: made.number,
            key: hear_key(&made.key)?,
            made_on: day(made.made_on, "day of the referral")?,
            referral: hear(made.referral)?,
            source,
        }),
        Told::ReferralEnded(ended) => Fact::ReferralEnded(EndedReferral {
            number: ended.number,
            key: hear_key(&ended.key)?,
            on: day(ended.ended_on, "day of the end")?,
            because: hear_end(ended.reason()).ok_or(Unreadable("end of a referral"))?,
            source,
        }),
        Told::FactsAnnulled(_)
        | Told::TrajectoryRequested(_)
        | Told::FirstContactHeld(_)
        | Told::ConsentsRecorded(_)
        | Told::AuthorisationAsked(_)
        | Told::TrajectoryEnded(_)
        | Told::AmiStarted(_)
        | Told::PlanEstablished(_)
        | Told::PlanAdapted(_)
        | Told::AmiSuspended(_)
        | Told::AmiResumed(_)
        | Told::AmiEnded(_)
        | Told::PresumptionBegan(_)
        | Told::PresumptionEnded(_) => return Ok(None),
    }))
}
