//! The one person and the two organisations of every scenario, whose names mean nothing.

use trajet_belgium::{EnterpriseNumber, Niss};

/// The person's identification number.
pub(crate) fn niss() -> Niss {
    Niss::parse("85073003328").unwrap()
}

/// An organisation by a name of the scenario: a few stand for whoever is meant.
pub(crate) fn organisation(name: Option<&str>) -> EnterpriseNumber {
    let number = match name {
        Some("another") => "0403019261",
        _ => "0206653946",
    };
    EnterpriseNumber::parse(number).unwrap()
}
