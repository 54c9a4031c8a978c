//! That a person presented themselves to a regional service (X8), as requests, stored events and contracts say it.

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::months::EARLIEST;
use trajet_law::route_c::{Presentation, RegionalForm};
use trajet_runtime::Violations;

use crate::plan::{Unreadable, day};

/// The presentation of a request: of today or earlier.
pub fn check(
    violations: &mut Violations,
    told: &contract::RegionalPresentation,
    today: NaiveDate,
) -> Option<Presentation> {
    let on = violations.date("presented_on", told.presented_on).and_then(|on| {
        let happened = (EARLIEST..=today).contains(&on);
        violations.check(
            "presented_on",
            if happened { Ok(on) } else { Err(format!("is not a day from {EARLIEST} to {today}")) },
        )
    });
    let form = violations.enumeration("form", told.form).and_then(hear_form);
    Some(Presentation { on: on?, form: form? })
}

/// A presentation as the contracts tell it and as events store it.
#[must_use]
pub fn tell(presentation: Presentation) -> contract::RegionalPresentation {
    contract::RegionalPresentation {
        presented_on: Some(to_proto(presentation.on)),
        form: tell_form(presentation.form).into(),
    }
}

/// Reads a stored presentation.
///
/// # Errors
/// If it has no day, or a form that this program does not know.
pub fn hear(told: &contract::RegionalPresentation) -> Result<Presentation, Unreadable> {
    Ok(Presentation {
        on: day(told.presented_on, "day of the presentation")?,
        form: hear_form(told.form()).ok_or(Unreadable("form"))?,
    })
}

/// The form that a contract names.
#[must_use]
pub const fn hear_form(form: contract::RegionalForm) -> Option<RegionalForm> {
    match form {
        contract::RegionalForm::Unspecified => None,
        contract::RegionalForm::Amf => Some(RegionalForm::Amf),
        contract::RegionalForm::Fif => Some(RegionalForm::Fif),
        contract::RegionalForm::Fia => Some(RegionalForm::Fia),
    }
}

/// The form as the contracts tell it.
#[must_use]
pub const fn tell_form(form: RegionalForm) -> contract::RegionalForm {
    match form {
        RegionalForm::Amf => contract::RegionalForm::Amf,
        RegionalForm::Fif => contract::RegionalForm::Fif,
        RegionalForm::Fia => contract::RegionalForm::Fia,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn x8_every_presentation_is_checked_stored_and_read_alike() {
        for form in RegionalForm::ALL {
            let presentation = Presentation { on: date("2023-03-01"), form: *form };
            let told = tell(presentation);
            assert_eq!(hear(&told).unwrap(), presentation);
            let mut violations = Violations::default();
            assert_eq!(check(&mut violations, &told, date("2023-03-01")), Some(presentation));
        }
        assert!(hear(&contract::RegionalPresentation::default()).is_err());
    }

    #[test]
    fn x8_all_that_is_wrong_with_a_presentation_is_told_at_once() {
        for (presented_on, form) in [(Some(to_proto(date("2023-03-02"))), 0), (None, 9)] {
            let mut violations = Violations::default();
            let told = contract::RegionalPresentation { presented_on, form };
            assert_eq!(check(&mut violations, &told, date("2023-03-01")), None);
            let trajet_runtime::Failure::Invalid(found) = violations.finish().unwrap_err() else {
                panic!("it is invalid")
            };
            assert_eq!(found.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["presented_on", "form"]);
        }
    }
}
