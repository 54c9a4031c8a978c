//! One sending of the questionnaire, and what came of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_belgium::Language;

use crate::answers::Answers;
use crate::codes::codes;
use crate::definition::DefinitionRef;
use crate::impossibility::Impossibility;
use crate::people::{Channel, FilledBy, HelpAct, HelpResult, Helper, SubjectId};
use crate::profile::Profile;

codes! {
    /// For which route a questionnaire is sent.
    #[derive(Debug)]
    pub enum Route {
        /// Route A: ten weeks after the first day of incapacity, by the physician (Q1).
        A = "route_a",
        /// Route B: before the first contact that the person asked for (Q8).
        B = "route_b",
    }
}

/// A sending and what came of it. One is out at a time: another is sent only when the one before is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The sending.
    pub sent: Sent,
    /// The last draft, until a complete answer takes its place.
    pub draft: Option<Draft>,
    /// The days on which it came back incomplete.
    pub incomplete_on: Vec<NaiveDate>,
    /// The complete answers, each later one a correction of the one before.
    pub answers: Vec<CompleteAnswer>,
    /// The help that was asked for.
    pub help: Option<Help>,
    /// That it cannot be completed, if that was found.
    pub impossible: Option<Impossibility>,
    /// The day on which it came back before the case was taken over. Its answers are not held here, unless they were entered
    /// since.
    pub back_before_go_live: Option<NaiveDate>,
}

impl Round {
    /// A sending of which nothing came yet.
    #[must_use]
    pub const fn new(sent: Sent) -> Self {
        Self {
            sent,
            draft: None,
            incomplete_on: Vec::new(),
            answers: Vec::new(),
            help: None,
            impossible: None,
            back_before_go_live: None,
        }
    }

    /// The last complete answer, which is the one to examine.
    #[must_use]
    pub fn answer(&self) -> Option<&CompleteAnswer> {
        self.answers.last()
    }

    /// The day on which it was settled: it came back, duly completed, or it was found that it cannot be completed.
    #[must_use]
    pub fn settled_on(&self) -> Option<NaiveDate> {
        let returned = self.answers.first().map(|answer| answer.on);
        let impossible = self.impossible.as_ref().map(|found| found.on);
        returned.into_iter().chain(impossible).chain(self.back_before_go_live).min()
    }

    /// Whether it was sent by the end of a day and not settled then.
    #[must_use]
    pub fn out_on(&self, day: NaiveDate) -> bool {
        self.sent.on <= day && self.settled_on().is_none_or(|settled| day < settled)
    }

    /// The first day on which a contact about it reached the person.
    #[must_use]
    pub fn reached_on(&self) -> Option<NaiveDate> {
        let contacts = self.help.iter().flat_map(|help| &help.contacts);
        contacts.filter(|contact| contact.result != HelpResult::NotReached).map(|contact| contact.on).min()
    }
}

/// The sending of the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its number in the case, counted from 1.
    pub number: u32,
    /// For which route.
    pub route: Route,
    /// The day.
    pub on: NaiveDate,
    /// The version that was sent, which an answer must answer.
    pub definition: DefinitionRef,
    /// The language it was sent in.
    pub language: Language,
    /// The last day for its return.
    pub due_back: Option<NaiveDate>,
}

/// Answers under way, which may be incomplete. They belong to one sending and are never a return of it, or of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The version they answer.
    pub definition: DefinitionRef,
    /// The answers.
    pub answers: Answers,
    /// Who filled them in.
    pub by: FilledBy,
    /// The day.
    pub on: NaiveDate,
    /// The language of the texts. None where none was stored: that of the sending.
    pub language: Option<Language>,
}

/// A completed questionnaire. It never changes; a correction is a new one (Q9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompleteAnswer {
    /// Its number in the case, counted from 1.
    pub number: u32,
    /// The number of the sending that it answers.
    pub sending: u32,
    /// The answer that it corrects.
    pub corrects: Option<u32>,
    /// The version it answers.
    pub definition: DefinitionRef,
    /// The answers.
    pub answers: Answers,
    /// The factors read from them.
    pub profile: Profile,
    /// The day it came back.
    pub on: NaiveDate,
    /// Who filled it in.
    pub by: FilledBy,
    /// The language of the texts. None where none was stored: that of the sending.
    pub language: Option<Language>,
}

/// The coordinators' help with a questionnaire that is not back (Q6).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Help {
    /// The day on which it was asked. None when contacts are all there is: the matter was settled, or the incapacity had
    /// ended, before the platform could ask.
    pub asked_on: Option<NaiveDate>,
    /// To whom it was delegated, the last one last, who is the only one to have it.
    pub delegations: Vec<Delegation>,
    /// The contacts with the person.
    pub contacts: Vec<HelpContact>,
}

impl Help {
    /// The last delegation.
    #[must_use]
    pub fn delegation(&self) -> Option<&Delegation> {
        self.delegations.last()
    }
}

/// The help entrusted to a staff member of the mutuality (Q6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// The staff member.
    pub to: SubjectId,
    /// The coordinator, under whose authority the help stays.
    pub by: SubjectId,
    /// The day.
    pub on: NaiveDate,
}

/// One contact with the person about the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpContact {
    /// Who contacted the person.
    pub by: Helper,
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub result: HelpResult,
    /// What the helper did, each once in the order of the list.
    pub acts: BTreeSet<HelpAct>,
    /// For a delegate, the coordinator under whose authority it was: who had delegated the help by then.
    pub under: Option<SubjectId>,
}

#[cfg(test)]
mod tests {
    use crate::samples::{Case, complete, day, submit};

    #[test]
    fn q5_a_questionnaire_is_out_from_the_day_on_which_it_is_sent_to_the_day_before_it_is_settled() {
        let mut case = Case::sent();
        let out_on = |case: &Case, on: u32| case.state.rounds[0].out_on(day(2022, 11, on));
        assert_eq!([9, 10, 30].map(|on| out_on(&case, on)), [false, true, true]);
        case.on(day(2022, 11, 20), &submit(complete(), day(2022, 11, 20)));
        assert_eq!([9, 10, 19, 20, 21].map(|on| out_on(&case, on)), [false, true, true, false, false]);
    }
}
