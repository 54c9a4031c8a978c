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
                // A version that knew one route alone told none; for the estimate every other is as good.
                SendingRoute::A | SendingRoute::Unspecified => Rule::Q1.into(),
            },
            on: day(sent.sent_on, "day of sending")?,
            due_back: day(sent.due_back, "last day")?,
        },
        Sent::SendingWaived(waived) => {
            Told::Waived { because: ground(waived.ground)?, on: day(waived.waived_on, "day of the waiver")? }
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
        Sent::HelpGiven(_) | Sent::FactsAnnulled(_) => return Ok(None),
    }))
}

/// Why none is sent; under the rule of the sending itself if only a later version knows why: none is awaited all the same.
fn ground(ground: i32) -> Result<Ground, Unreadable> {
    match WaiverGround::try_from(ground) {
        Ok(WaiverGround::Unspecified) => Err(Unreadable("ground of the waiver")),
        Ok(WaiverGround::Medical) => Ok(Rule::Q2.into()),
        Ok(WaiverGround::CodexRequested) => Ok(point(TrackKind::CodexRequested)),
        Ok(WaiverGround::AuthorisedWork) => Ok(point(TrackKind::AuthorisedWork)),
        Ok(WaiverGround::RouteBAuthorised) => Ok(point(TrackKind::RouteBAuthorised)),
        Err(_) => Ok(Rule::Q1.into()),
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
