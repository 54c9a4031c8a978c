//! What must have become of each case: the law once more, small enough to be seen to be right.

use std::collections::{BTreeMap, BTreeSet};

use acceptance::days;
use chrono::{Months, NaiveDate};

use crate::days::Days;

/// The first day of the simulated clocks.
pub(crate) const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2024, 3, 1).unwrap();
/// The days on which cases are taken up.
pub(crate) const DAYS: usize = 60;
pub(crate) const CASES_A_DAY: usize = 8;
/// The last day: some timers have fired, others wait.
pub(crate) const LAST: NaiveDate = NaiveDate::from_ymd_opt(2024, 5, 20).unwrap();

/// A case by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Case(usize);

/// An act on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Declare,
    Recognise,
    /// Authorised work, for so many days after the first or without end.
    StartTrack {
        last: Option<i64>,
    },
}

use Step::{Declare, Recognise, StartTrack};

const OPEN: Step = StartTrack { last: None };
const SHORT: Step = StartTrack { last: Some(5) };

/// How many acts there are in all.
pub(crate) fn acts() -> usize {
    (0..).map_while(Case::of).map(|case| case.steps().len()).sum()
}

impl Case {
    pub(crate) fn of(number: usize) -> Option<Self> {
        (number < DAYS * CASES_A_DAY).then_some(Self(number))
    }

    /// A person of its own.
    pub(crate) fn person(self) -> u32 {
        u32::try_from(self.0).unwrap()
    }

    pub(crate) fn day_number(self) -> usize {
        self.0 / CASES_A_DAY
    }

    /// The day of its acts.
    pub(crate) fn day(self) -> NaiveDate {
        FIRST + days(i64::try_from(self.day_number()).unwrap())
    }

    /// The first day of incapacity: the questionnaire is due ten days after the acts.
    pub(crate) fn start(self) -> NaiveDate {
        self.day() - days(60)
    }

    pub(crate) fn steps(self) -> &'static [Step] {
        match self.0 % CASES_A_DAY {
            0 => &[Declare],
            1 | 2 => &[Declare, Recognise, OPEN],
            3 => &[Declare, OPEN, Recognise],
            4 | 5 => &[Declare, Recognise, SHORT],
            _ => &[Declare, Recognise],
        }
    }

    fn has(self, step: Step) -> bool {
        self.steps().contains(&step)
    }

    /// The kinds of the events of one of its acts, in order. An open track takes the first estimate away (M4).
    pub(crate) fn events(self, step: Step) -> &'static [&'static str] {
        let track_first = self.0 % CASES_A_DAY == 3;
        match step {
            Declare => &["incapacity_declared"],
            Recognise if track_first => &["incapacity_recognised", "deadline_planned", "deadline_waived"],
            Recognise => &["incapacity_recognised", "deadline_planned"],
            OPEN if !track_first => &["track_started", "deadline_waived"],
            StartTrack { .. } => &["track_started"],
        }
    }
}

/// One row of a work list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Work {
    pub(crate) step: String,
    /// The last day, or the target.
    pub(crate) until: NaiveDate,
    pub(crate) missed_on: Option<NaiveDate>,
}

/// What a service shows of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// How many events of each kind.
    pub(crate) events: BTreeMap<String, usize>,
    pub(crate) timers: BTreeSet<(String, NaiveDate)>,
    pub(crate) work: BTreeSet<Work>,
}

impl Shown {
    fn tell(&mut self, kinds: &[&str]) {
        for kind in kinds {
            *self.events.entry((*kind).to_owned()).or_default() += 1;
        }
    }

    fn set_timer(&mut self, kind: &str, on: NaiveDate) {
        self.timers.insert((kind.to_owned(), on));
    }

    fn list(&mut self, step: &str, until: NaiveDate, missed_on: Option<NaiveDate>) {
        self.work.insert(Work { step: step.to_owned(), until, missed_on });
    }
}

/// When the questionnaire service acted by itself, where a kill leaves that open.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Acted {
    /// Sent the questionnaire, or settled that none is sent.
    pub(crate) settled_on: Option<NaiveDate>,
    /// Asked the coordinators to help.
    pub(crate) helped_on: Option<NaiveDate>,
}

/// What assessment and questionnaire must show of a case on the last day.
///
/// # Errors
/// If the questionnaire service acted on a day on which it could not.
pub(crate) fn expected(case: Case, acted: Acted, [_, lived]: &[Days; 2]) -> Result<[Shown; 2], String> {
    let [mut assessment, mut questionnaire] = <[Shown; 2]>::default();
    for step in case.steps() {
        assessment.tell(case.events(*step));
    }
    if !case.has(Recognise) {
        return Ok([assessment, questionnaire]);
    }

    // M3: the first estimate is made in month 4, and the miss is recorded on the day after.
    let month_five = case.start().checked_add_months(Months::new(4)).unwrap();
    let missed_on = (month_five <= LAST).then_some(month_five);
    if !case.has(OPEN) {
        assessment.list("first_estimate", month_five - days(1), missed_on);
        match missed_on {
            Some(_) => assessment.tell(&["deadline_missed"]),
            None => assessment.set_timer("estimate_missed", month_five),
        }
    }

    // Q1: the questionnaire is sent 70 days after the first day; Q4: not beside a track.
    questionnaire.tell(&["case_opened", "deadline_planned"]);
    if case.has(OPEN) || case.has(SHORT) {
        questionnaire.tell(&["track_started"]);
    }
    let send_on = case.start() + days(70);
    assessment.tell(&["questionnaire_noted"]);
    if case.has(OPEN) {
        // Nothing was to be sent on that day, and no delay changes it.
        if acted.settled_on != Some(send_on) {
            return Err(format!("to be waived on {send_on}, settled on {:?}", acted.settled_on));
        }
        questionnaire.tell(&["sending_waived", "deadline_waived"]);
        return Ok([assessment, questionnaire]);
    }
    let settled_on = on_a_day(acted.settled_on, send_on, lived)?;
    questionnaire.tell(&["questionnaire_sent", "deadline_met", "deadline_planned"]);
    if settled_on > send_on {
        questionnaire.tell(&["deadline_missed"]);
    }

    // Q5: back within 14 days; Q6: else the coordinators are asked to help, within two more weeks if they can.
    let back_by = settled_on + days(14);
    let help_on = back_by + days(1);
    if help_on > LAST {
        questionnaire.set_timer("return_missed", help_on);
        questionnaire.list("questionnaire_return", back_by, None);
    } else {
        let helped_on = on_a_day(acted.helped_on, help_on, lived)?;
        questionnaire.tell(&["deadline_missed", "help_asked", "deadline_planned"]);
        questionnaire.list("questionnaire_return", back_by, Some(help_on));
        questionnaire.list("questionnaire_help", helped_on + days(14), None);
        assessment.tell(&["questionnaire_noted"]);
    }
    Ok([assessment, questionnaire])
}

fn on_a_day(acted_on: Option<NaiveDate>, due: NaiveDate, lived: &Days) -> Result<NaiveDate, String> {
    let possible = lived.of_what_is_due(due);
    let acted_on = acted_on.ok_or_else(|| format!("nothing was done of what was due on {due}"))?;
    if possible.contains(&acted_on) {
        Ok(acted_on)
    } else {
        Err(format!("due on {due}, done on {acted_on}, possible on {possible:?}"))
    }
}
