//! Referrals to partners, and what is awaited of them (rule X4).

use crate::day::Day;
use crate::figures::{LOOKED_AT_AFTER_DAYS, NEXT_WORD_WITHIN_DAYS};

/// What is told of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referral {
    /// The coordinator made it.
    Made {
        /// The day.
        on: Day,
        /// Whether it is the exchange's to send.
        to_partner: bool,
    },
    /// Its partner has it.
    Sent {
        /// The day.
        on: Day,
    },
    /// Its partner acknowledged or accepted it, and more is to come of it.
    Answered {
        /// The day.
        on: Day,
    },
    /// Its partner asked something.
    Asked {
        /// The day.
        on: Day,
    },
    /// Its partner declined it, or there was no such partner.
    CameBack {
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
            Self::Made { on, .. }
            | Self::Sent { on }
            | Self::Answered { on }
            | Self::Asked { on }
            | Self::CameBack { on }
            | Self::Promised { on, .. }
            | Self::Settled { on, .. }
            | Self::Over { on } => on,
        }
    }
}

#[derive(Debug, Clone)]
struct One {
    number: u32,
    made_on: Day,
    next: Next,
    promised: Vec<(u32, Day)>,
}

/// What is to come of a referral, and since when.
#[derive(Debug, Clone, Copy)]
enum Next {
    /// A word of its partner.
    Word(Day),
    /// Something of the coordinator, while it is open.
    Coordinator(Day),
    /// That the coordinator knows that it came back.
    Back(Day),
    Nothing,
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
        if let Referral::Made { on, to_partner } = told {
            let next = if to_partner { Next::Coordinator(on) } else { Next::Nothing };
            self.all.push(One { number, made_on: on, next, promised: Vec::new() });
        }
        let Some(one) = self.all.iter_mut().rfind(|one| one.number == number) else { return };
        // What comes late opens nothing.
        if let Next::Nothing = one.next {
            return;
        }
        match told {
            Referral::Made { .. } => {}
            Referral::Sent { on } | Referral::Answered { on } => one.next = Next::Word(on),
            Referral::Asked { on } => one.next = Next::Coordinator(on),
            Referral::CameBack { on } => one.next = Next::Back(on),
            Referral::Promised { number, by, on } => {
                one.promised.retain(|(known, _)| *known != number);
                one.promised.push((number, by));
                one.next = Next::Word(on);
            }
            Referral::Settled { number, on } => {
                one.promised.retain(|(known, _)| *known != number);
                one.next = Next::Word(on);
            }
            Referral::Over { .. } => one.next = Next::Nothing,
        }
    }

    /// The first day on which the coordinator looks at what is awaited; `seen` are the days on which the coordinator had a
    /// contact or looked at the dossier, and `held` whether there is a trajectory to do it for.
    pub(crate) fn look_on(&self, seen: &[Day], held: bool) -> Option<Day> {
        let made_after = |day: Day| self.all.iter().any(|one| one.made_on > day);
        let looks = self.all.iter().filter_map(|one| match one.next {
            Next::Coordinator(on) => Some(on.plus_days(LOOKED_AT_AFTER_DAYS)),
            Next::Back(on) => {
                let unseen = held && !made_after(on) && seen.iter().all(|day| *day <= on);
                unseen.then(|| on.plus_days(LOOKED_AT_AFTER_DAYS))
            }
            Next::Word(on) => {
                let promised = one.promised.iter().map(|(_, by)| by.plus_days(LOOKED_AT_AFTER_DAYS)).min();
                Some(promised.unwrap_or_else(|| on.plus_days(NEXT_WORD_WITHIN_DAYS)))
            }
            Next::Nothing => None,
        });
        looks.min()
    }

    /// The days on which something was told.
    pub(crate) fn days_of_words(&self) -> Vec<Day> {
        self.told.clone()
    }
}
