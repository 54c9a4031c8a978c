//! What the questionnaire service tells becomes facts of the case.

use prost::Message as _;
use trajet_assessment_domain::{Command, Fact, FactorCounts, ProfileSummary, Source, Told, TrackKind};
use trajet_contracts::feed::v1::FeedEvent;
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact as Sent;
use trajet_contracts::questionnaire::v1::{FactorEffect, FactorGroup, Profile, QuestionnaireEvent, WaiverGround};
use trajet_law::rule::{Ground, Rule};
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_service::plan::{Unreadable, day};
use uuid::Uuid;

use crate::ledger::Assessment;

/// Turns a fact into the command that takes note of it; `None` for what does not concern an assessment.
pub(crate) fn react(event: &FeedEvent, ledger: &str) -> Result<Option<FactCommand<Assessment>>, UnreadableFact> {
    let unreadable = |why: String| UnreadableFact { position: event.position, why };
    let Some(payload) = &event.payload else { return Ok(None) };
    let stream = Uuid::try_parse(&event.case_id).map_err(|_| unreadable("its case has no identifier".to_owned()))?;
    let message = QuestionnaireEvent::decode(payload.value.as_slice()).map_err(|error| unreadable(error.to_string()))?;
    // A kind of fact that a later version of the producer tells, and that this one need not know.
    let Some(fact) = message.fact else { return Ok(None) };
    let told = told(fact).map_err(|error| unreadable(error.to_string()))?;
    Ok(told.map(|told| {
        let source = Source { ledger: ledger.to_owned(), position: event.position };
        FactCommand { stream, command: Command::Note(Fact { told, source }) }
    }))
}

fn told(fact: Sent) -> Result<Option<Told>, Unreadable> {
    Ok(Some(match fact {
        Sent::QuestionnaireSent(sent) => {
            Told::Sent { on: day(sent.sent_on, "day of sending")?, due_back: day(sent.due_back, "last day")? }
        }
        Sent::SendingWaived(waived) => {
            Told::Waived { because: ground(waived.ground())?, on: day(waived.waived_on, "day of the waiver")? }
        }
        Sent::NotReturned(missed) => Told::NotReturned {
            due_back: day(missed.due_back, "last day")?,
            help_asked_on: day(missed.help_asked_on, "day on which help was asked")?,
        },
        Sent::AnswersIncomplete(incomplete) => Told::Incomplete { on: day(incomplete.returned_on, "day of return")? },
        Sent::AnswersCompleted(completed) => Told::Completed {
            on: day(completed.completed_on, "day of return")?,
            profile: summary(&completed.profile.unwrap_or_default()),
        },
        // The help itself is the coordinator's business.
        Sent::HelpGiven(_) => return Ok(None),
    }))
}

fn ground(ground: WaiverGround) -> Result<Ground, Unreadable> {
    match ground {
        WaiverGround::Unspecified => Err(Unreadable("ground of the waiver")),
        WaiverGround::Medical => Ok(Rule::Q2.into()),
        WaiverGround::CodexRequested => Ok(point(TrackKind::CodexRequested)),
        WaiverGround::AuthorisedWork => Ok(point(TrackKind::AuthorisedWork)),
        WaiverGround::RouteBAuthorised => Ok(point(TrackKind::RouteBAuthorised)),
    }
}

/// M4 and Q4 list the same tracks under the same letters.
fn point(kind: TrackKind) -> Ground {
    Ground { rule: Rule::Q4, ..kind.ground() }
}

fn summary(profile: &Profile) -> ProfileSummary {
    let mut summary = ProfileSummary::default();
    for factor in &profile.factors {
        let counts: &mut FactorCounts = match factor.group() {
            FactorGroup::Personal => &mut summary.personal,
            FactorGroup::Environmental => &mut summary.environmental,
            FactorGroup::Unspecified => continue,
        };
        match factor.effect() {
            FactorEffect::Helping => counts.helping += 1,
            FactorEffect::Hindering => counts.hindering += 1,
            FactorEffect::Neutral => counts.neutral += 1,
            FactorEffect::Unspecified => {}
        }
    }
    summary
}
