//! Referrals to partners, and what is awaited of them (rule X4).

use crate::day::Day;
use crate::figures::{ACKNOWLEDGED_WITHIN_DAYS, COMMITMENT_LOOKED_AT_AFTER_DAYS};

/// What is told of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referral {
    /// The coordinator made it.
    Made {
        /// The day.
        on: Day,
    },
    /// Its partner has it.
    Sent {
        /// The day.
        on: Day,
    },
    /// Its partner acknowledged or answered it.
    Answered {
        /// The day.
        on: Day,
    },
    /// Its partner undertook something, or undertook it for another day.
    Promised {
        /// The number of what it undertook.
        number: u32,
        /// By when.
        by: Day,
        /// The day on which it did.
        on: Day,
    },
    /// What its partner undertook is done, or will not be.
    Settled {
        /// The number of what it undertook.
        number: u32,
        /// The day on which that was told.
        on: Day,
    },
    /// Nothing more comes of it.
    Over {
        /// The day.
        on: Day,
    },
}

impl Referral {
    const fn on(self) -> Day {
        match self {
            Self::Made { on }
            | Self::Sent { on }
            | Self::Answered { on }
            | Self::Promised { on, .. }
            | Self::Settled { on, .. }
            | Self::Over { on } => on,
        }
    }
}

#[derive(Debug, Clone)]
struct One {
    number: u32,
    /// The day of the sending, until the partner answers.
    unanswered: Option<Day>,
    promised: Vec<(u32, Day)>,
    over: bool,
}

/// The referrals of a case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Referrals {
    all: Vec<One>,
    /// The days on which something was told of one.
    told: Vec<Day>,
}

impl Referrals {
    pub(crate) fn learn(&mut self, number: u32, told: Referral) {
        self.told.push(told.on());
        if let Referral::Made { .. } = told {
            self.all.push(One { number, unanswered: None, promised: Vec::new(), over: false });
        }
        let Some(one) = self.all.iter_mut().rfind(|one| one.number == number) else { return };
        match told {
            Referral::Made { .. } => {}
            Referral::Sent { on } => one.unanswered = Some(on),
            Referral::Answered { .. } => one.unanswered = None,
            Referral::Promised { number, by, .. } => {
                one.promised.retain(|(known, _)| *known != number);
                one.promised.push((number, by));
            }
            Referral::Settled { number, .. } => one.promised.retain(|(known, _)| *known != number),
            Referral::Over { .. } => one.over = true,
        }
    }

    /// The first day on which the coordinator looks at what is awaited.
    pub(crate) fn look_on(&self) -> Option<Day> {
        let open = self.all.iter().filter(|one| !one.over);
        let days = open.flat_map(|one| {
            let sent = one.unanswered.map(|on| on.plus_days(ACKNOWLEDGED_WITHIN_DAYS));
            let promised = one.promised.iter().map(|(_, by)| by.plus_days(COMMITMENT_LOOKED_AT_AFTER_DAYS));
            sent.into_iter().chain(promised)
        });
        days.min()
    }

    /// The days on which something was told.
    pub(crate) fn days_of_words(&self) -> Vec<Day> {
        self.told.clone()
    }
}
