//! What the dossier service tells of a trajectory by route B (D6, D7, M13).

use trajet_assessment_domain::Told;
use trajet_contracts::dossier::v1::dossier_event::Fact as Sent;
use trajet_contracts::dossier::v1::{AgreedAction, DossierEvent, TrajectoryEndReason};
use trajet_contracts::feed::v1::FeedEvent;
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
            actions: asked.actions.into_iter().map(code).collect::<Result<_, _>>()?,
            number: asked.number,
            on: day(asked.asked_on, "day of the request")?,
            contact_on: day(asked.contact_on, "day of the contact")?,
        },
        Sent::TrajectoryEnded(ended) => {
            Told::TrajectoryEnded { because: ground(ended.reason())?, on: day(ended.ended_on, "last day")? }
        }
        // Contact and consent are the coordinator's business.
        Sent::FirstContactHeld(_) | Sent::ConsentsRecorded(_) => return Ok(None),
    }))
}

fn ground(reason: TrajectoryEndReason) -> Result<Ground, Unreadable> {
    match reason {
        TrajectoryEndReason::Unspecified => Err(Unreadable("reason of the end")),
        TrajectoryEndReason::NotWished => Ok(Ground::point(Rule::D11, 'c')),
        TrajectoryEndReason::NegativeDecision => Ok(Rule::D8.into()),
        TrajectoryEndReason::ConsentRefused => Ok(Rule::D3.into()),
        TrajectoryEndReason::IncapacityEnded => Ok(Rule::T6.into()),
    }
}

/// An action as a code: its name in the contracts, in lower case and without what they all begin with.
fn code(action: i32) -> Result<String, Unreadable> {
    let known = AgreedAction::try_from(action).ok().filter(|action| *action != AgreedAction::Unspecified);
    let name = known.and_then(|action| action.as_str_name().strip_prefix("AGREED_ACTION_"));
    name.map(str::to_lowercase).ok_or(Unreadable("agreed action"))
}
