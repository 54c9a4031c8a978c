//! The end of an incapacity (T6). The sources say nothing of it: what follows from one is the law's table of endings.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::ending::Ending;
use trajet_law::retention::erased_on;
use trajet_law::rule::{Ground, Rule};

use crate::codes::codes;
use crate::decision::DecidedBy;

codes! {
    /// Why an incapacity ended. The list is our own. Its `Debug` does not show which one it is.
    pub enum EndCause {
        /// The person went back to work.
        WorkResumed = "work_resumed",
        /// The incapacity is no longer recognised.
        NoLongerUnfit = "no_longer_unfit",
        /// The person died.
        Deceased = "deceased",
        /// Another cause, such as a pension or a move to another insurer.
        Other = "other",
    }
}

impl fmt::Debug for EndCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EndCause(..)")
    }
}

/// The decision by which the recognition ends (M1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndDecision {
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Who decided.
    pub decided_by: DecidedBy,
}

/// The end of the incapacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncapacityEnd {
    /// Its last day.
    pub last_day: NaiveDate,
    /// Why.
    pub cause: EndCause,
    /// The decision, where it is one ([`EndCause::by_decision`]). None as well where it was recorded by a release that did not ask.
    pub decision: Option<EndDecision>,
    /// The day on which it was recorded.
    pub recorded_on: NaiveDate,
    /// The day of the death, where it came after an incapacity that had ended otherwise.
    pub died_on: Option<NaiveDate>,
    /// The first day of the incapacity that was recognised as a relapse of this one first.
    pub relapsed_on: Option<NaiveDate>,
}

impl EndCause {
    /// Whether the insurer decided it. A decision cannot end the recognition of who is presumed unfit (M15); a return to work, a
    /// death, a pension and a move to another insurer are facts, which no presumption undoes (own reading).
    #[must_use]
    pub const fn by_decision(self) -> bool {
        matches!(self, Self::NoLongerUnfit)
    }
}

impl IncapacityEnd {
    /// The day on which the data of the case are to be erased (R2).
    #[must_use]
    pub fn erased_on(&self) -> NaiveDate {
        erased_on(self.recorded_on)
    }

    /// The day of what is told: of what became known after the end, or of the end.
    #[must_use]
    pub fn told_on(&self) -> NaiveDate {
        self.died_on.or(self.relapsed_on).unwrap_or(self.last_day)
    }

    /// The day on which the person died, if they did, by the end or after it.
    #[must_use]
    pub fn death(&self) -> Option<NaiveDate> {
        self.ending().death(self.last_day, self.died_on)
    }

    /// Whether the person died, by the end or after it.
    #[must_use]
    pub fn is_death(&self) -> bool {
        self.death().is_some()
    }

    /// The rule under which it is told: of a death after it, of a relapse, or of the end.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match (self.died_on, self.relapsed_on) {
            (Some(_), _) => Ending::Deceased.ground(),
            (None, Some(_)) => Rule::D24.into(),
            (None, None) => self.ending().ground(),
        }
    }

    /// Which of the two endings it is, of which the law's table tells what they close.
    #[must_use]
    pub fn ending(&self) -> Ending {
        match self.cause {
            EndCause::Deceased => Ending::Deceased,
            EndCause::WorkResumed | EndCause::NoLongerUnfit | EndCause::Other => Ending::IncapacityEnded,
        }
    }
}
