//! What the questionnaire service tells: the basis of the estimate (M3, M5, M20).

use trajet_assessment_domain::{FactorCounts, ProfileSummary, Told, TrackKind};
use trajet_contracts::feed::v1::FeedEvent;
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact as Sent;
use trajet_contracts::questionnaire::v1::{
    FactorEffect, FactorGroup, Profile, QuestionnaireEvent, SendingRoute, WaiverGround,
};
use trajet_law::rule::{Ground, Rule};
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_service::plan::{Unreadable, day};

use super::NOT_KNOWN;
use crate::ledger::Assessment;

/// The command that takes note of a fact.
pub(crate) fn react(event: &FeedEvent, ledger: &str) -> Result<Option<FactCommand<Assessment>>, UnreadableFact> {
    super::react(event, ledger, told)
}

fn told(event: QuestionnaireEvent) -> Result<Option<Told>, Unreadable> {
    Ok(Some(match event.fact.ok_or(NOT_KNOWN)? {
        Sent::QuestionnaireSent(sent) => Told::Sent {
            because: match sent.route() {
                SendingRoute::B => Rule::Q8.into(),
                // A version that knew one route alone told none.
                SendingRoute::A | SendingRoute::Unspecified => Rule::Q1.into(),
            },
            on: day(sent.sent_on, "day of sending")?,
            due_back: day(sent.due_back, "last day")?,
        },
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
            profile: summary(&completed.profile.ok_or(Unreadable("profile"))?),
        },
        Sent::CompletionImpossible(impossible) => {
            Told::Impossible { on: day(impossible.found_on, "day of the finding")? }
        }
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

#[cfg(test)]
mod tests;
