//! The employer of whom something is, where a person has several: in a request, as the contracts tell it, and as events store it.

use trajet_law::codex::Employer;
use trajet_runtime::Violations;

use crate::plan::{Unreadable, optional_code};

/// The employer of a request, who need not be named: none where the number is wrong.
pub fn check(violations: &mut Violations, field: &str, number: &str) -> Option<Option<Employer>> {
    if number.is_empty() { Some(None) } else { violations.check(field, Employer::parse(number)).map(Some) }
}

/// Reads an employer who was checked when they came.
///
/// # Errors
/// If the number is none.
pub fn read(number: &str) -> Result<Option<Employer>, Unreadable> {
    optional_code(number, |number| Employer::parse(number).ok(), "enterprise number of the employer")
}

/// The number; empty where nobody is named.
#[must_use]
pub fn tell(employer: Option<Employer>) -> String {
    employer.map(|employer| employer.as_str().to_owned()).unwrap_or_default()
}
