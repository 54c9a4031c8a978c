//! What the dossier service tells of a trajectory by route B (D6, D7, M13).

use trajet_assessment_domain::{Presumed, Told};
use trajet_contracts::dossier::v1::dossier_event::Fact as Sent;
use trajet_contracts::dossier::v1::{
    AgreedAction, ConsentPurpose, ConsentsRecorded, DossierEvent, Presumption, PresumptionBegan, PresumptionEnded,
    PresumptionKind, TrajectoryEndReason,
};
use trajet_contracts::feed::v1::FeedEvent;
use trajet_law::presumption::Kind;
use trajet_law::rule::{Ground, Rule};
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_service::plan::{Unreadable, day};

use super::NOT_KNOWN;
use crate::ledger::Assessment;

/// The command that takes note of a fact.
pub(crate) fn react(event: &FeedEvent, ledger: &str) -> Result<Option<FactCommand<Assessment>>, UnreadableFact> {
    super::react(event, ledger, told)
}

fn told(event: DossierEvent) -> Result<Option<Told>, Unreadable> {
    Ok(Some(match event.fact.ok_or(NOT_KNOWN)? {
        Sent::TrajectoryRequested(requested) => {
            Told::TrajectoryRequested { on: day(requested.received_on, "day of the request")? }
        }
        Sent::AuthorisationAsked(asked) => Told::AuthorisationAsked {
            actions: asked.actions.into_iter().map(code).collect(),
            number: asked.number,
            on: day(asked.asked_on, "day of the request")?,
            contact_on: day(asked.contact_on, "day of the contact")?,
        },
        Sent::TrajectoryEnded(ended) => {
            Told::TrajectoryEnded { because: ground(ended.reason)?, on: day(ended.ended_on, "last day")? }
        }
        Sent::PresumptionBegan(PresumptionBegan { presumption })
        | Sent::PresumptionEnded(PresumptionEnded { presumption }) => return presumed(presumption),
        Sent::ConsentsRecorded(recorded) => return consents(&recorded),
        // The contact and the trajectory that follows it are the coordinator's business. What is taken back is heard before it
        // comes here.
        Sent::FactsAnnulled(_)
        | Sent::FirstContactHeld(_)
        | Sent::ReferralMade(_)
        | Sent::ReferralEnded(_)
        | Sent::AmiStarted(_)
        | Sent::PlanEstablished(_)
        | Sent::PlanAdapted(_)
        | Sent::AmiSuspended(_)
        | Sent::AmiResumed(_)
        | Sent::AmiEnded(_) => return Ok(None),
    }))
}

/// A presumption that a plan began. One of a programme is held here: by the programme itself.
fn presumed(told: Option<Presumption>) -> Result<Option<Told>, Unreadable> {
    let told = told.ok_or(Unreadable("presumption"))?;
    let kind = match told.kind() {
        PresumptionKind::Ami => Kind::Ami,
        PresumptionKind::Codex => Kind::Codex,
        PresumptionKind::Programme => return Ok(None),
        PresumptionKind::Unspecified => return Err(Unreadable("kind of presumption")),
    };
    let first = day(told.first_day, "first day of the presumption")?;
    let last = day(told.last_day, "last day of the presumption")?;
    // A name that only a later version knows is of a presumption all the same.
    let parameter = told.begun_by.and_then(|source| source.parameter.parse().ok());
    Ok(Some(Told::Presumed(Presumed { number: told.number, kind, first, last, parameter })))
}

/// Why a trajectory ended; under the rule of route B alone if only a later version knows the reason: it ended all the same.
fn ground(reason: i32) -> Result<Ground, Unreadable> {
    match TrajectoryEndReason::try_from(reason) {
        Ok(TrajectoryEndReason::Unspecified) => Err(Unreadable("reason of the end")),
        Ok(TrajectoryEndReason::NotWished) => Ok(Ground::point(Rule::D11, 'c')),
        Ok(TrajectoryEndReason::NegativeDecision) => Ok(Rule::D8.into()),
        Ok(TrajectoryEndReason::ConsentRefused) => Ok(Rule::D3.into()),
        Ok(TrajectoryEndReason::IncapacityEnded) => Ok(Rule::T6.into()),
        Err(_) => Ok(Rule::D6.into()),
    }
}

/// The decisions on the purposes that decide what the physician is shown; nothing if they are on others alone (D3).
fn consents(recorded: &ConsentsRecorded) -> Result<Option<Told>, Unreadable> {
    let decided = |purpose: ConsentPurpose| {
        let of_purpose = recorded.decisions.iter().rfind(|decision| decision.purpose() == purpose);
        of_purpose.map(|decision| decision.granted)
    };
    let trajectory = decided(ConsentPurpose::Trajectory);
    let physician_follow_up = decided(ConsentPurpose::PhysicianFollowUp);
    if trajectory.or(physician_follow_up).is_none() {
        return Ok(None);
    }
    let since = day(recorded.since, "day of the decision")?;
    Ok(Some(Told::ConsentsDecided { since, trajectory, physician_follow_up }))
}

/// An action as a code: its name in the contracts, in lower case and without what they all begin with. One that only a
/// later version knows is another, by its number: the physician decides all the same.
fn code(action: i32) -> String {
    let known = AgreedAction::try_from(action).ok().filter(|action| *action != AgreedAction::Unspecified);
    let name = known.and_then(|action| action.as_str_name().strip_prefix("AGREED_ACTION_"));
    name.map_or_else(|| format!("other_{action}"), str::to_lowercase)
}
