//! What the law asks of each case, in plain date arithmetic: nothing here is shared with the planner.

use std::collections::BTreeMap;

use acceptance::acts::Fate;
use acceptance::{day, days};
use chrono::{Months, NaiveDate};
use trajet_contracts::r#type::v1::DeadlineOutcome::{Met, Open, Waived};

/// A day, counted from the first day of the platform.
pub(crate) type Day = i64;

pub(crate) const FIRST: Day = 0;
/// The process ends when the work of this day is done.
pub(crate) const KILLED: Day = 99;
/// It is back on this day, which is the day of sending of the last case.
pub(crate) const RESTARTED: Day = KILLED + 40;
/// Two weeks and a day later, so that what was sent on the restart can be overdue.
pub(crate) const LAST: Day = RESTARTED + 15;
pub(crate) const CASES: usize = 24;

/// The date of a day.
pub(crate) fn after(count: Day) -> NaiveDate {
    day("2022-07-01") + days(count)
}

/// On which day that for `planned` really happens: on its own, or on the restart when nobody was there.
fn really(planned: NaiveDate) -> NaiveDate {
    if planned > after(KILLED) && planned < after(RESTARTED) { after(RESTARTED) } else { planned }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Nobody answers, nobody estimates.
    Silent,
    WaivedForAMedicalReason,
    AuthorisedWork,
    /// Work that is authorised until a day within the outage, after the day of sending.
    AuthorisedWorkThatEnds,
    /// The questionnaire is back two days after it came, if the process still runs then.
    Answering,
}

/// A case begins every third day, in four courses that take turns; one is at work until a known day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case(u32);

impl Case {
    pub(crate) fn starting_on(today: Day) -> Option<Self> {
        let number = u32::try_from(today / 3).unwrap();
        (today % 3 == 0 && number < u32::try_from(CASES).unwrap()).then_some(Self(number))
    }

    pub(crate) fn number(self) -> u32 {
        self.0 + 1
    }

    pub(crate) fn start(self) -> NaiveDate {
        after(i64::from(self.0) * 3)
    }

    pub(crate) fn course(self) -> Course {
        match (self.0, self.0 % 4) {
            (14, _) => Course::AuthorisedWorkThatEnds,
            (_, 0) => Course::Silent,
            (_, 1) => Course::WaivedForAMedicalReason,
            (_, 2) => Course::AuthorisedWork,
            _ => Course::Answering,
        }
    }

    /// Q1: ten weeks after the first day.
    fn to_be_sent(self) -> NaiveDate {
        self.start() + days(70)
    }

    /// The real day of sending; it may be still to come.
    fn sent(self) -> Option<NaiveDate> {
        matches!(self.course(), Course::Silent | Course::Answering).then(|| really(self.to_be_sent()))
    }

    /// The last day of the authorised work, where one is known from the start.
    pub(crate) fn work_ends(self) -> Option<NaiveDate> {
        (self.course() == Course::AuthorisedWorkThatEnds).then(|| self.to_be_sent() + days(5))
    }

    fn answered(self) -> Option<NaiveDate> {
        let back = self.sent().filter(|_| self.course() == Course::Answering)? + days(2);
        (back <= after(KILLED)).then_some(back)
    }

    pub(crate) fn answers_on(self, today: Day) -> bool {
        self.answered() == Some(after(today))
    }

    /// Q5, Q6: the day after two weeks after the real sending, or later when nobody was there.
    pub(crate) fn help_asked_by(self, today: Day) -> Option<NaiveDate> {
        let asked = really(self.sent().filter(|_| self.answered().is_none())? + days(15));
        (asked <= after(today)).then_some(asked)
    }

    /// M3: the day after the last of month 4 of incapacity, when no estimate was made.
    fn estimate_missed(self) -> NaiveDate {
        self.start().checked_add_months(Months::new(4)).unwrap()
    }

    /// What has become of each step on a day on which the process ran.
    pub(crate) fn fates_on(self, today: Day) -> BTreeMap<String, Fate> {
        let today = after(today);
        let mut fates = BTreeMap::new();
        let last = |missed: NaiveDate| missed - days(1);
        let missed = |missed: NaiveDate| (really(missed) <= today).then_some(missed);

        let (due, done) = (self.to_be_sent(), really(self.to_be_sent()));
        let late = (due < done).then_some(due + days(1));
        let sending = match self.course() {
            Course::WaivedForAMedicalReason => (Some(due), None, Waived, Some(self.start())),
            _ if done > today => (Some(due), None, Open, None),
            // Q4: nothing was to be sent on the day of sending, whenever that is noted and whatever runs by then.
            Course::AuthorisedWork | Course::AuthorisedWorkThatEnds => (Some(due), None, Waived, Some(due)),
            Course::Silent | Course::Answering => (Some(due), late, Met, Some(done)),
        };
        fates.insert("questionnaire_send".to_owned(), sending);

        if let Some(sent) = self.sent().filter(|sent| *sent <= today) {
            let due = Some(sent + days(14));
            let fate = match self.answered().filter(|back| *back <= today) {
                Some(back) => (due, None, Met, Some(back)),
                None => (due, missed(sent + days(15)).filter(|_| self.answered().is_none()), Open, None),
            };
            fates.insert("questionnaire_return".to_owned(), fate);
            if really(sent + days(15)) <= today && self.answered().is_none() {
                // The platform's own target has no last day.
                fates.insert("questionnaire_help".to_owned(), (None, None, Open, None));
            }
        }

        let due = Some(last(self.estimate_missed()));
        let estimate = match self.course() {
            Course::AuthorisedWork => (due, None, Waived, Some(self.start())),
            _ => (due, missed(self.estimate_missed()), Open, None),
        };
        fates.insert("first_estimate".to_owned(), estimate);
        fates
    }

    /// How often each kind of event was recorded by a day, in both services.
    pub(crate) fn recorded_by(self, today: Day) -> [(&'static str, usize); 6] {
        let fates = self.fates_on(today);
        let with = |predicate: fn(&Fate) -> bool| fates.values().filter(|fate| predicate(fate)).count();
        let sent = usize::from(fates.contains_key("questionnaire_return"));
        let medical = self.course() == Course::WaivedForAMedicalReason;
        let sending_waived = fates["questionnaire_send"].2 == Waived;
        [
            ("questionnaire_sent", sent),
            ("help_asked", usize::from(fates.contains_key("questionnaire_help"))),
            ("sending_waived", usize::from(sending_waived)),
            ("notice_issued", usize::from(medical)),
            ("deadline_missed", with(|fate| fate.1.is_some())),
            ("deadline_planned", fates.len()),
        ]
    }
}

#[test]
fn the_outage_meets_every_kind_of_step() {
    let cases: Vec<_> = (0..24).map(Case).collect();
    let (killed, restarted) = (after(KILLED), after(RESTARTED));
    let while_away = |day: NaiveDate| killed < day && day < restarted;
    let sendings = cases.iter().filter(|case| case.sent().is_some() && while_away(case.to_be_sent())).count();
    let at_work = |case: &&Case| matches!(case.course(), Course::AuthorisedWork | Course::AuthorisedWorkThatEnds);
    let waivers = cases.iter().filter(at_work).filter(|case| while_away(case.to_be_sent()));
    let returns = cases.iter().filter(|case| {
        let due = case.sent().filter(|_| case.answered().is_none()).map(|sent| sent + days(15));
        due.is_some_and(while_away)
    });
    let estimates =
        cases.iter().filter(|case| case.course() != Course::AuthorisedWork && while_away(case.estimate_missed()));
    assert_eq!((sendings, waivers.count(), returns.count(), estimates.count()), (6, 4, 1, 5));
    let ended: Vec<_> = cases.iter().filter_map(|case| Some((case.to_be_sent(), case.work_ends()?))).collect();
    assert!(matches!(ended[..], [(to_be_sent, ends)] if while_away(to_be_sent) && while_away(ends)));
    assert!(cases.iter().any(|case| case.sent() == Some(restarted) && case.to_be_sent() == restarted));
    assert_eq!(cases.iter().filter(|case| case.answered().is_some()).count(), 2);
}
