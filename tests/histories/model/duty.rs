//! Deadlines, and what became of them (rule T6).

use std::fmt;

use chrono::NaiveDate;

use super::calendar::after;

/// A day of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Never,
    On(NaiveDate),
    /// The texts and the contracts do not say: whatever the platform sets is right.
    Silent,
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("-"),
            Self::On(day) => day.fmt(f),
            Self::Silent => f.write_str("?"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Open,
    Met(NaiveDate),
    Waived(When, &'static str),
}

/// Who keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Assessment,
    Questionnaire,
    Dossier,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duty {
    pub(crate) of: Service,
    pub(crate) step: &'static str,
    pub(crate) opens: When,
    pub(crate) due: When,
    pub(crate) target: When,
    pub(crate) missed: Option<NaiveDate>,
    pub(crate) fate: Fate,
    /// Since when it is taken away, where no text gives the day.
    until: Option<NaiveDate>,
}

impl Duty {
    pub(crate) fn open(&self) -> bool {
        self.fate == Fate::Open
    }

    fn open_on(&self, day: NaiveDate) -> bool {
        let opened = !matches!(self.opens, When::On(opens) if day < opens);
        let later = match self.fate {
            Fate::Open => true,
            Fate::Waived(When::On(on), _) => day < on,
            Fate::Waived(..) => self.until.is_some_and(|until| day < until),
            Fate::Met(_) => false,
        };
        opened && later
    }

    fn is(&self, step: &str, due: Option<NaiveDate>) -> bool {
        self.step == step && self.due == due.map_or(When::Never, When::On)
    }

    /// What is closed after its last day was missed first.
    fn close(&mut self, fate: Fate) {
        let on = match fate {
            Fate::Met(on) | Fate::Waived(When::On(on), _) => Some(on),
            _ => None,
        };
        if let (When::On(due), Some(on)) = (self.due, on)
            && on > due
        {
            self.missed = Some(after(due, 1));
        }
        self.fate = fate;
    }
}

/// All deadlines of a case, in the order in which they were planned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Duties(pub(crate) Vec<Duty>);

impl Duties {
    pub(crate) fn plan(&mut self, of: Service, step: &'static str, opens: When, due: When, target: When) {
        self.0.push(Duty { of, step, opens, due, target, missed: None, fate: Fate::Open, until: None });
    }

    pub(crate) fn open(&self, step: &str) -> bool {
        self.0.iter().any(|duty| duty.step == step && duty.open())
    }

    /// Takes away, from a day on, the duty that has this last day, or none.
    pub(crate) fn take_away(
        &mut self,
        step: &str,
        due: Option<NaiveDate>,
        from: NaiveDate,
        on: When,
        rule: &'static str,
    ) -> bool {
        let open = self.0.iter_mut().find(|duty| duty.is(step, due) && duty.open());
        open.map(|duty| {
            duty.close(Fate::Waived(When::On(from), rule));
            duty.fate = Fate::Waived(on, rule);
        })
        .is_some()
    }

    pub(crate) fn open_until(&self, step: &str, due: Option<NaiveDate>) -> bool {
        self.0.iter().any(|duty| duty.is(step, due) && duty.open())
    }

    /// When a step opens that has no last day.
    pub(crate) fn aimed(&self, step: &str) -> Option<NaiveDate> {
        let aimed = self.0.iter().find(|duty| duty.is(step, None) && duty.open())?;
        if let When::On(opens) = aimed.opens { Some(opens) } else { None }
    }

    /// A target that a track took away and that opens on this day is there again.
    pub(crate) fn aim_again(&mut self, step: &str, opens: NaiveDate) -> bool {
        let mut same = self.0.iter_mut().filter(|duty| duty.is(step, None) && duty.opens == When::On(opens));
        same.next().map(|duty| duty.fate = Fate::Open).is_some()
    }

    pub(crate) fn waived_for(&self, step: &str, rule: &str) -> bool {
        self.0.iter().any(|duty| duty.step == step && matches!(duty.fate, Fate::Waived(_, why) if why == rule))
    }

    pub(crate) fn waived(&self, step: &str) -> bool {
        self.0.iter().any(|duty| duty.step == step && matches!(duty.fate, Fate::Waived(..)))
    }

    /// The last day of a step as it was planned last.
    pub(crate) fn last_due(&self, step: &str) -> Option<NaiveDate> {
        let last = self.0.iter().rev().find(|duty| duty.step == step)?;
        if let When::On(due) = last.due { Some(due) } else { None }
    }

    pub(crate) fn meet(&mut self, step: &str, on: NaiveDate) {
        self.close(step, Fate::Met(on));
    }

    /// What was open on a day and is done on it, as is told later.
    pub(crate) fn meet_late(&mut self, step: &str, on: NaiveDate) {
        self.close_late(step, on, Fate::Met(on));
    }

    /// What was open on a day and is done on it; where another has taken its place since, it is planned again to be met.
    pub(crate) fn meet_again(&mut self, step: &str, on: NaiveDate) {
        let place = self.0.iter().position(|duty| duty.step == step && duty.open_on(on));
        let Some(place) = place else { return };
        if self.0[place].open() || !self.0[place + 1..].iter().any(|duty| duty.step == step) {
            self.0[place].close(Fate::Met(on));
        } else {
            let mut again = self.0[place].clone();
            again.close(Fate::Met(on));
            self.0.push(again);
        }
    }

    /// What was open on a day and is not to be done from then on, as is told later.
    pub(crate) fn waive_late(&mut self, step: &str, on: NaiveDate, rule: &'static str) {
        self.close_late(step, on, Fate::Waived(When::On(on), rule));
    }

    fn close_late(&mut self, step: &str, on: NaiveDate, fate: Fate) {
        for duty in self.0.iter_mut().filter(|duty| duty.step == step && duty.open_on(on)) {
            duty.close(fate);
        }
    }

    /// Taken away from about a day on.
    pub(crate) fn waive_about(&mut self, step: &str, from: NaiveDate, rule: &'static str) {
        for duty in self.0.iter_mut().filter(|duty| duty.step == step && duty.open()) {
            duty.close(Fate::Waived(When::Silent, rule));
            duty.until = Some(from);
        }
    }

    pub(crate) fn open_on(&self, step: &str, on: NaiveDate) -> bool {
        self.0.iter().any(|duty| duty.step == step && duty.open_on(on))
    }

    pub(crate) fn waive(&mut self, step: &str, on: When, rule: &'static str) {
        self.close(step, Fate::Waived(on, rule));
    }

    fn close(&mut self, step: &str, fate: Fate) {
        for duty in self.0.iter_mut().filter(|duty| duty.step == step && duty.open()) {
            duty.close(fate);
        }
    }

    /// Duties that a track took away are there again, as they were.
    pub(crate) fn open_again(&mut self) {
        let by_track = |duty: &Duty| matches!(duty.fate, Fate::Waived(_, rule) if rule.starts_with("M4"));
        for duty in self.0.iter_mut().filter(|duty| by_track(duty) && duty.due != When::Never) {
            duty.fate = Fate::Open;
        }
    }

    pub(crate) fn waive_all(&mut self, on: When, rule: &'static str) {
        for duty in self.0.iter_mut().filter(|duty| duty.open()) {
            duty.close(Fate::Waived(on, rule));
        }
    }

    /// A last day that is past is missed, and that stays.
    pub(crate) fn pass(&mut self, today: NaiveDate) {
        self.pass_but(today, "");
    }

    pub(crate) fn pass_but(&mut self, today: NaiveDate, step: &str) {
        for duty in self.0.iter_mut().filter(|duty| duty.open() && duty.step != step) {
            if let When::On(due) = duty.due
                && due < today
            {
                duty.missed = Some(after(due, 1));
            }
        }
    }

    /// The days around which something changes.
    pub(crate) fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let days = |duty: &Duty| [duty.opens, duty.due, duty.target];
        let on = |when| if let When::On(day) = when { Some(day) } else { None };
        self.0.iter().filter(|duty| duty.open()).flat_map(days).filter_map(on)
    }
}
