//! Who is concerned, and who acts.

use std::fmt;

use chrono::NaiveDate;
use trajet_belgium::Language;

use crate::codes::codes;

codes! {
    /// The sex of a person, as the national register knows it.
    #[derive(Debug)]
    pub enum Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Not known.
        Unknown = "unknown",
    }
}

/// The insured person (*titulaire*, *gerechtigde*), as the assessment service told it: the identity of the dossier and
/// what is needed to reach the person (D1). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The national number (*NISS*, *INSZ*): eleven digits.
    pub niss: String,
    /// The surname.
    pub surname: String,
    /// The first names; empty for a person who has none.
    pub first_names: String,
    /// The day of birth, where the register knows it in full.
    pub birth_date: Option<NaiveDate>,
    /// The sex.
    pub sex: Sex,
    /// The language in which the person is written to.
    pub language: Language,
    /// The municipality of the main residence, by its REFNIS code: five digits.
    pub municipality: String,
    /// The telephone number, where it is known.
    pub phone: Option<String>,
    /// The e-mail address, where it is known.
    pub email: Option<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(..)")
    }
}

/// How a person reaches a coordinator; it stands on every letter (D29). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct CoordinatorContact {
    /// The name.
    pub name: String,
    /// The telephone number in international form.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
}

impl fmt::Debug for CoordinatorContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CoordinatorContact(..)")
    }
}

/// Someone who acts in the mutuality, by the opaque subject of their credentials.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectId(pub String);

#[cfg(test)]
mod tests {
    use crate::samples;

    #[test]
    fn a_person_does_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", samples::person()), "Person(..)");
        assert_eq!(format!("{:?}", samples::contact_details()), "CoordinatorContact(..)");
    }
}
