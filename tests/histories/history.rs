//! One history: its person, its chance, and what was done so far.

use chrono::{Datelike as _, NaiveDate};

use crate::act::{Act, Verdict};
use crate::chance::Chance;
use crate::choose::{self, Lean};
use crate::model::calendar::{after, before, months};
use crate::model::{Case, Slip};
use crate::send::Who;

/// Days among which the first days of incapacity lie, so that histories share a calendar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) first: NaiveDate,
    pub(crate) days: u64,
}

/// How the act is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    Once,
    /// The same request twice: done once.
    Twice,
    /// Another request under the same id, when it was done.
    OtherUnderTheSameId,
    /// First on a version that the case does not have.
    StaleFirst,
}

/// What is asked in a history on a day.
pub(crate) struct Step {
    pub(crate) act: Act,
    pub(crate) manner: Manner,
    pub(crate) id: String,
    pub(crate) other_id: String,
    pub(crate) verdict: Verdict,
}

#[derive(Clone)]
pub(crate) struct History {
    pub(crate) number: usize,
    chance: Chance,
    lean: Lean,
    pub(crate) case: Case,
    pub(crate) slip: Option<Slip>,
    pub(crate) who: Who,
    next_on: NaiveDate,
    left: usize,
    pub(crate) last_day: NaiveDate,
    looks: Vec<NaiveDate>,
    /// What was done, with the answers.
    pub(crate) log: Vec<String>,
    pub(crate) over: bool,
}

impl History {
    pub(crate) fn new(seed: u64, number: usize, slip: Option<Slip>, window: Window) -> Self {
        let mut chance = Chance::part(seed, u64::try_from(number).unwrap());
        let start = start(&mut chance, window);
        let contract = chance.percent(70);
        let wait = chance.weighted(vec![(60, (0, 10)), (25, (10, 60)), (10, (60, 130)), (5, (130, 400))]);
        let next_on = after(start, u64::try_from(chance.days(wait.0, wait.1)).unwrap());
        let left = usize::try_from(chance.days(10, 30)).unwrap();
        let lean = Lean::of(&mut chance);
        let last_day = months(start, 14).max(after(next_on, 30));
        let looks = (0..4).map(|_| after(start, chance.next() % 420)).collect();
        Self {
            number,
            chance,
            lean,
            case: Case::new(start, contract, slip),
            slip,
            who: Who::number(number, contract),
            next_on,
            left,
            last_day,
            looks,
            log: Vec::new(),
            over: false,
        }
    }

    /// The day of the first act.
    pub(crate) fn first_day(&self) -> NaiveDate {
        self.case.start
    }

    pub(crate) fn acts_on(&self, today: NaiveDate) -> bool {
        !self.over && self.next_on == today && today <= self.last_day
    }

    /// Chooses what is done now, and lets the model do it.
    pub(crate) fn step(&mut self) -> Step {
        let act = choose::act(&self.case, self.lean, &mut self.chance);
        let chances =
            vec![(86, Manner::Once), (6, Manner::Twice), (4, Manner::OtherUnderTheSameId), (4, Manner::StaleFirst)];
        let mut manner = self.chance.weighted(chances);
        if matches!(act, Act::Declare { .. } | Act::Tell { .. }) && manner != Manner::Twice {
            manner = Manner::Once;
        }
        let (id, other_id) = (self.chance.id(), self.chance.id());
        let verdict = self.case.act(&act);
        self.left = self.left.saturating_sub(1);
        self.next();
        Step { act, manner, id, other_id, verdict }
    }

    /// Plays the model to the end, without the services.
    pub(crate) fn play_alone(&mut self, mut each: impl FnMut(&Step)) {
        for today in self.case.start.iter_days() {
            self.case.pass(today);
            while self.acts_on(today) {
                each(&self.step());
                // What is compared is drawn from the same chance.
                self.looks_now();
            }
            if self.last_day <= today {
                return;
            }
        }
    }

    /// Whether the mistake that was made on purpose comes to bear.
    pub(crate) fn slips(mut self) -> bool {
        self.play_alone(|_| ());
        self.case.slipped
    }

    /// The day of the next act: soon, or around a day on which something changes.
    fn next(&mut self) {
        let today = self.case.today;
        if self.left == 0 {
            self.last_day = after(today, self.chance.next() % 40).min(self.last_day);
        }
        if !self.case.declared && self.chance.percent(80) || self.chance.percent(8) {
            return;
        }
        let mut ahead: Vec<_> = self.case.days().into_iter().filter(|day| *day >= today).collect();
        ahead.sort_unstable();
        ahead.truncate(3);
        let waits = self.case.decision.is_some() && self.chance.percent(if self.lean.pace < 5 { 15 } else { 50 });
        self.next_on = if ahead.is_empty() || !waits {
            after(today, 1 + self.chance.next() % self.lean.pace)
        } else {
            let day = self.chance.one(&ahead);
            let near = self.chance.one(&[before(day), day, day, after(day, 1), after(day, 2)]);
            if near > today { near } else { after(today, 1) }
        };
    }

    /// Whether it is compared today.
    pub(crate) fn is_looked_at(&self, today: NaiveDate) -> bool {
        self.case.declared
            && !self.over
            && !self.case.is_open_to_both()
            && (self.looks.contains(&today) || self.last_day == today)
    }

    /// One act in seven is followed by a comparison.
    pub(crate) fn looks_now(&mut self) -> bool {
        let chosen = self.chance.percent(15);
        chosen && self.case.declared && !self.over && !self.case.is_open_to_both()
    }
}

/// A first day of incapacity: any day of the window, and more often one near the end of a month.
fn start(chance: &mut Chance, Window { first, days }: Window) -> NaiveDate {
    let start = after(first, chance.next() % days);
    if !chance.percent(35) {
        return start;
    }
    let last = before(months(start.with_day(1).unwrap(), 1));
    match chance.below(5) {
        0 | 1 => last,
        2 => before(last),
        3 => after(last, 1),
        _ => start.with_day(29).unwrap_or(last),
    }
}
