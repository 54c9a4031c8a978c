//! An annulment.

use chrono::NaiveDate;
use trajet_law::annul::{AnnulReason, Annulled, AskedBy};

/// An annulment that says all that one can say.
#[must_use]
pub fn annulled() -> Annulled {
    Annulled {
        act: 4,
        struck: vec![4, 5, 7],
        places: vec![7],
        unsupported: vec![9],
        sent: vec![5],
        whole_case: false,
        reason: AnnulReason::WrongContent,
        asked_by: AskedBy::Person,
        on: NaiveDate::from_ymd_opt(2022, 12, 20).unwrap(),
        source: Some(("questionnaire/300".to_owned(), 6)),
    }
}
