//! Who is concerned, and who acts.

use std::fmt;

use chrono::NaiveDate;
use trajet_belgium::{Language, MunicipalityCode, Niss, Sex};

/// The insured person (*titulaire*, *gerechtigde*). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The national number (*NISS*, *INSZ*).
    pub niss: Niss,
    /// The surname.
    pub surname: String,
    /// The first names; empty for a person who has none.
    pub first_names: String,
    /// The day of birth, where the register knows it in full.
    pub birth_date: Option<NaiveDate>,
    /// The sex, where it is known.
    pub sex: Option<Sex>,
    /// The language in which the person is written to.
    pub language: Language,
    /// The municipality of the main residence.
    pub municipality: MunicipalityCode,
    /// The telephone number.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(..)")
    }
}

/// How the person reaches the coordinator (D29). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(..)")
    }
}

/// Someone who acts in the mutuality, by the opaque subject of their credentials.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectId(pub String);

#[cfg(test)]
mod tests {
    use crate::samples;

    #[test]
    fn nobody_shows_in_debug_output() {
        assert_eq!(format!("{:?} {:?}", samples::person(), samples::contact()), "Person(..) Contact(..)");
    }
}
