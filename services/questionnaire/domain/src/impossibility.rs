//! That a questionnaire cannot be completed, in spite of help (Q7).

use std::fmt;

use chrono::NaiveDate;

use crate::codes::codes;
use crate::people::Helper;

codes! {
    /// Why a questionnaire cannot be completed. Circular 2022/383, part III, 3.1, step 4, asks for the reason and lists
    /// none: the list is our own.
    ///
    /// As one of them speaks of the person's health, its `Debug` does not show which one it is.
    pub enum ImpossibilityReason {
        /// The person's state does not allow it.
        StateOfHealth = "state_of_health",
        /// The person does not understand the questions, in any of its languages and with help.
        NotUnderstood = "not_understood",
        /// The person does not want to, and said so to who helped.
        NotWanted = "not_wanted",
        /// Another reason.
        Other = "other",
    }
}

impl fmt::Debug for ImpossibilityReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ImpossibilityReason(..)")
    }
}

/// The finding that the person cannot complete the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impossibility {
    /// The day on which it was found.
    pub on: NaiveDate,
    /// Why.
    pub reason: ImpossibilityReason,
    /// Who found it.
    pub by: Helper,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q7_a_reason_does_not_show_in_debug_output() {
        for reason in ImpossibilityReason::ALL {
            assert_eq!(format!("{reason:?}"), "ImpossibilityReason(..)");
            assert_eq!(ImpossibilityReason::from_code(reason.code()), Some(*reason));
        }
    }
}
