//! How long a certificate of incapacity can cover (M22).
//!
//! The circular and INAMI's presentation of 2016 ask for an expected end and know no longest period. Later law does, and is
//! not modelled: the limit is a dated parameter.

use chrono::NaiveDate;

use crate::law::Judged;
use crate::months::cover_of_months;
use crate::parameter::{CERTIFICATE_LONGEST_MONTHS, Dated};

/// The last day that a certificate which begins on `from` can cover, by the law in force on the day on which it is issued;
/// `None` where that law knows no limit.
#[must_use]
pub fn covers_until(from: NaiveDate, issued: impl Into<Judged>) -> Option<Dated<NaiveDate>> {
    let months = issued.into().figure(&CERTIFICATE_LONGEST_MONTHS);
    (months.value > 0).then(|| Dated { value: cover_of_months(from, months.value).last, version: months.version })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CERTIFICATES_OF_THREE_MONTHS, day};

    #[test]
    fn m22_the_law_of_2022_knows_no_longest_certificate() {
        assert_eq!(covers_until(day("2022-09-01"), day("2022-09-02")), None);
    }

    #[test]
    fn m22_where_the_law_limits_certificates_one_covers_the_months_and_no_day_more() {
        let until = |issued| covers_until(day("2026-01-15"), CERTIFICATES_OF_THREE_MONTHS.judging(day(issued), None));
        assert_eq!(until("2025-12-31"), None);
        assert_eq!(until("2026-01-01").map(|until| until.value), Some(day("2026-04-14")));
    }
}
