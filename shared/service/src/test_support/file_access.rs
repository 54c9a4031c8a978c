//! Who may see a file, as it was told.

use chrono::NaiveDate;
use trajet_contracts::assessment::v1::FileAccessChanged;
use trajet_contracts::date::to_proto;
use trajet_law::file_access::{FileAccess, FileAccessTold};

/// What tells all that can be told of it.
#[must_use]
pub fn file_access_told() -> FileAccessTold {
    let day = |day| NaiveDate::from_ymd_opt(2022, 9, day).unwrap();
    let access = FileAccess {
        admitted: Some(["co-1", "dr-1"].map(ToOwned::to_owned).into()),
        opened: [("co-2".to_owned(), day(10))].into(),
    };
    FileAccessTold { access, on: day(9), ledger: "assessment/300".to_owned(), position: 12 }
}

/// The fact that a file is restricted to these, or to nobody any more, and open to those up to a day.
#[must_use]
pub fn file_access_changed(admitted: Option<&[&str]>, opened: &[(&str, &str)]) -> FileAccessChanged {
    let access = FileAccess {
        admitted: admitted.map(|admitted| admitted.iter().map(|subject| (*subject).to_owned()).collect()),
        opened: opened.iter().map(|(subject, day)| ((*subject).to_owned(), day.parse().unwrap())).collect(),
    };
    let changed_on = NaiveDate::from_ymd_opt(2022, 9, 5).map(to_proto);
    FileAccessChanged { access: Some(crate::file_access::tell(&access)), changed_on }
}
