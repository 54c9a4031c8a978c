//! What the tests of this crate share.

use chrono::NaiveDate;

use crate::law::Law;
use crate::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};

/// A date from its ISO text.
#[expect(clippy::unwrap_used, reason = "a test that misspells a date must fail")]
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const SOURCE: &str = "a version of these tests";

static SEND_AFTER_DAYS: Parameter<u32> = Parameter::new(
    "questionnaire.send_after_days",
    Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 70, source: SOURCE },
    &[Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::Before(LAW_IN_FORCE_FROM), value: 56, source: SOURCE }],
);

/// A law that sends the questionnaire after eight weeks where the incapacity began before 2022.
pub(crate) static EIGHT_WEEKS: Law = Law::amended(&[&SEND_AFTER_DAYS]);

static LONGEST_MONTHS: Parameter<u32> = Parameter::new(
    "certificate.longest_months",
    Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 0, source: SOURCE },
    &[Version {
        valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date"),
        begun: Begun::AnyDay,
        value: 3,
        source: SOURCE,
    }],
);

/// A law under which a certificate that is issued from 2026 on covers three months at most.
pub(crate) static CERTIFICATES_OF_THREE_MONTHS: Law = Law::amended(&[&LONGEST_MONTHS]);
