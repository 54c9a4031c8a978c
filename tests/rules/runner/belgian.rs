//! The one person and the two organisations of every scenario, whose names mean nothing.

use trajet_belgium::{EnterpriseNumber, Niss};
use trajet_law::codex::Employer;

use crate::said::Said;

/// The person's identification number.
pub(crate) fn niss() -> Niss {
    Niss::parse("85073003328").unwrap()
}

/// The employer that is said: one, or another.
pub(crate) fn employer(said: &mut Said) -> Option<Employer> {
    let number = match said.text("of the employer")?.as_str() {
        "one" => "0411724220",
        "another" => "0428759497",
        _ => {
            said.wrong("\"of the employer\" is \"one\" or \"another\"".to_owned());
            return None;
        }
    };
    Employer::parse(number).ok()
}

/// An organisation by a name of the scenario: a few stand for whoever is meant.
pub(crate) fn organisation(name: Option<&str>) -> EnterpriseNumber {
    let number = match name {
        Some("another") => "0403019261",
        _ => "0206653946",
    };
    EnterpriseNumber::parse(number).unwrap()
}
