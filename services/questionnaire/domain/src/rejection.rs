//! Why a command is refused.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::annul::NotAnnulled;
use trajet_law::ending::Ending;
use trajet_law::parameter::ParameterVersion;
use trajet_law::rule::{Ground, Rule};

use crate::answers::AnswerProblem;
use crate::definition::DefinitionRef;

/// A refusal. Its text names neither the person nor what they answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// No recognition of the incapacity is known.
    NotRecognised,
    /// The day of sending lay before the law.
    PredatesTheLaw {
        /// The parameter that gave the day.
        parameter: ParameterVersion,
    },
    /// The questionnaire of route A was sent.
    AlreadySent,
    /// It was decided that no questionnaire is sent.
    AlreadyWaived {
        /// Why none is.
        because: Ground,
    },
    /// The day on which the timer fires has not come.
    NotDue,
    /// The letter would lack a contact detail of the coordinator.
    ContactIncomplete,
    /// No questionnaire was sent, so none can come back.
    NotSent,
    /// The answers are for another version than the one sent.
    OtherVersion {
        /// The version that was sent.
        sent: DefinitionRef,
    },
    /// The answers do not fit the questionnaire.
    InvalidAnswers(Vec<AnswerProblem>),
    /// The questionnaire is back, duly completed; only a correction is possible.
    AlreadyReturned,
    /// There is no complete answer to correct.
    NotReturned,
    /// Not the last complete answer would be corrected.
    NotTheLastAnswer {
        /// The number of the last one.
        last: u32,
    },
    /// The act cannot have happened on that day.
    ImpossibleDate {
        /// The rule of the act.
        rule: Rule,
        /// The first possible day.
        earliest: NaiveDate,
        /// The last possible day.
        latest: NaiveDate,
    },
    /// The return was not missed, or its miss is recorded already.
    ReturnNotMissed,
    /// The coordinators were not asked to help.
    HelpNotAsked,
    /// The help was not delegated to this staff member.
    NotTheDelegate,
    /// It was found already that the questionnaire cannot be completed.
    AlreadyImpossible,
    /// No contact reached the person, so that nothing was found in spite of help.
    HelpNotGiven,
    /// Who filled it in did not represent the person for it on that day.
    NotRepresented,
    /// No questionnaire is to be sent for route B.
    NotAsked,
    /// The act took place after the last day of incapacity.
    IncapacityEnded {
        /// The last day.
        last_day: NaiveDate,
        /// How the incapacity ended.
        ending: Ending,
    },
    /// An act cannot be annulled, or the whole case was.
    NotAnnulled(NotAnnulled),
}

impl From<NotAnnulled> for Rejection {
    fn from(why: NotAnnulled) -> Self {
        Self::NotAnnulled(why)
    }
}

impl Rejection {
    /// The rule, or its point, on which the refusal rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        let rule = match self {
            Self::NotAnnulled(_) => Rule::T9,
            Self::AlreadyWaived { because } => return *because,
            Self::IncapacityEnded { ending, .. } => return ending.ground(),
            Self::NotRecognised | Self::NotDue => Rule::Q1,
            Self::PredatesTheLaw { .. } => Rule::T8,
            Self::AlreadySent => Rule::Q2,
            Self::ContactIncomplete => Rule::Q3,
            Self::NotSent => Rule::Q5,
            Self::OtherVersion { .. }
            | Self::InvalidAnswers(_)
            | Self::AlreadyReturned
            | Self::NotReturned
            | Self::NotTheLastAnswer { .. } => Rule::Q9,
            Self::ImpossibleDate { rule, .. } => *rule,
            Self::ReturnNotMissed | Self::HelpNotAsked | Self::NotTheDelegate => Rule::Q6,
            Self::AlreadyImpossible | Self::HelpNotGiven => Rule::Q7,
            Self::NotAsked => Rule::Q8,
            Self::NotRepresented => Rule::D1,
        };
        rule.into()
    }

    /// The figure that decided, where one did.
    #[must_use]
    pub const fn parameter(&self) -> Option<&ParameterVersion> {
        match self {
            Self::PredatesTheLaw { parameter } => Some(parameter),
            _ => None,
        }
    }

    /// The last day on which the act was possible, where a day decided.
    #[must_use]
    pub const fn latest(&self) -> Option<NaiveDate> {
        match self {
            Self::IncapacityEnded { last_day, .. } => Some(*last_day),
            _ => None,
        }
    }

    /// The stable name of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnnulled(why) => why.code(),
            Self::NotRecognised => "NOT_RECOGNISED",
            Self::PredatesTheLaw { .. } => "PREDATES_THE_LAW",
            Self::AlreadySent => "ALREADY_SENT",
            Self::AlreadyWaived { .. } => "ALREADY_WAIVED",
            Self::NotDue => "NOT_DUE",
            Self::ContactIncomplete => "CONTACT_INCOMPLETE",
            Self::NotSent => "NOT_SENT",
            Self::OtherVersion { .. } => "OTHER_VERSION",
            Self::InvalidAnswers(_) => "INVALID_ANSWERS",
            Self::AlreadyReturned => "ALREADY_RETURNED",
            Self::NotReturned => "NOT_RETURNED",
            Self::NotTheLastAnswer { .. } => "NOT_THE_LAST_ANSWER",
            Self::ImpossibleDate { .. } => "IMPOSSIBLE_DATE",
            Self::ReturnNotMissed => "RETURN_NOT_MISSED",
            Self::HelpNotAsked => "HELP_NOT_ASKED",
            Self::NotTheDelegate => "NOT_THE_DELEGATE",
            Self::AlreadyImpossible => "ALREADY_IMPOSSIBLE",
            Self::HelpNotGiven => "HELP_NOT_GIVEN",
            Self::NotAsked => "NOT_ASKED",
            Self::NotRepresented => "NOT_REPRESENTED",
            Self::IncapacityEnded { .. } => "INCAPACITY_ENDED",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnnulled(why) => why.fmt(f),
            Self::NotRecognised => f.write_str("the incapacity is not known to be recognised"),
            Self::PredatesTheLaw { .. } => f.write_str("the day of sending lay before the law came into force"),
            Self::AlreadySent => f.write_str("the questionnaire was sent"),
            Self::AlreadyWaived { .. } => f.write_str("it was decided that no questionnaire is sent"),
            Self::NotDue => f.write_str("the day has not come"),
            Self::ContactIncomplete => f.write_str("the letter needs the coordinator's name, telephone and e-mail"),
            Self::NotSent => f.write_str("no questionnaire was sent"),
            Self::OtherVersion { sent } => write!(f, "the version that was sent is {sent}"),
            Self::InvalidAnswers(problems) => {
                write!(f, "{} answers do not fit the questionnaire", problems.len())
            }
            Self::AlreadyReturned => f.write_str("the questionnaire is back; it can only be corrected by a new answer"),
            Self::NotReturned => f.write_str("there is no complete answer to correct"),
            Self::NotTheLastAnswer { last } => {
                write!(f, "only the last answer, number {last}, can be corrected")
            }
            Self::ImpossibleDate { earliest, latest, .. } => {
                write!(f, "the date must lie from {earliest} to {latest}")
            }
            Self::ReturnNotMissed => f.write_str("the return is not newly missed"),
            Self::HelpNotAsked => f.write_str("the coordinators were not asked to help"),
            Self::NotTheDelegate => f.write_str("the help was not delegated to this staff member"),
            Self::AlreadyImpossible => f.write_str("it was found before that the questionnaire cannot be completed"),
            Self::HelpNotGiven => f.write_str("no contact about the questionnaire reached the person"),
            Self::NotRepresented => f.write_str("the person was not represented so on that day"),
            Self::NotAsked => f.write_str("no questionnaire is to be sent for route B"),
            Self::IncapacityEnded { last_day, .. } => write!(f, "the incapacity ended on {last_day}"),
        }
    }
}

impl std::error::Error for Rejection {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn q5_an_act_of_after_the_end_says_until_when_it_was_possible() {
        let last_day = day(2022, 12, 15);
        let ended = Rejection::IncapacityEnded { last_day, ending: Ending::IncapacityEnded };
        assert_eq!(
            (ended.latest(), ended.to_string()),
            (Some(last_day), "the incapacity ended on 2022-12-15".to_owned())
        );
        assert_eq!(
            (Rejection::NotSent.latest(), Rejection::NotSent.to_string().as_str()),
            (None, "no questionnaire was sent")
        );
    }
}
