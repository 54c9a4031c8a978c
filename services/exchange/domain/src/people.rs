//! Who is concerned.

use std::fmt;

use trajet_belgium::{Language, Niss};

/// The insured person (*titulaire*, *gerechtigde*), as the assessment service told it. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The identification number (*NISS*, *INSZ*), by which reports find the person.
    pub niss: Niss,
    /// The surname.
    pub surname: String,
    /// The first names.
    pub first_names: String,
    /// The language in which the person is written to.
    pub language: Language,
    /// The municipality of the main residence, by its REFNIS code: five digits. It decides which regional services are
    /// competent (X1).
    pub municipality: Option<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(..)")
    }
}

#[cfg(test)]
mod tests {
    use crate::samples;

    #[test]
    fn a_person_does_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", samples::person()), "Person(..)");
    }
}
