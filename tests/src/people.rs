//! Persons and declarations. Nobody here exists: the numbers are made, with check digits that fit.

use chrono::NaiveDate;
use trajet_contracts::assessment::v1::{Certificate, DeclareIncapacityRequest, Employment, Prognosis, Scheme};
use trajet_contracts::r#type::v1::{InsuredPerson, Language, PersonName, Sex};
use trajet_runtime::Entropy;

use crate::day::{day, days, wire};

/// A name for an act, never used before.
#[must_use]
pub fn request_id() -> String {
    Entropy::system().random_id().to_string()
}

/// The identification number of the person of this number, up to 497.
#[must_use]
pub fn niss(number: u32) -> String {
    let digits = 850_115_000 + u64::from(number * 2 + 1);
    format!("{digits}{:02}", 97 - digits % 97)
}

/// A woman of Brussels who reads Dutch.
#[must_use]
pub fn person(number: u32) -> InsuredPerson {
    InsuredPerson {
        niss: niss(number),
        name: Some(PersonName { surname: format!("Testeling {number}"), first_names: "An Lea".to_owned() }),
        birth_date: wire(day("1985-01-15")),
        sex: Sex::Female.into(),
        language: Language::Dutch.into(),
        municipality_code: "21004".to_owned(),
        phone: "+3225550199".to_owned(),
        email: "an.testeling@example.be".to_owned(),
    }
}

/// A declaration, made on the first day, of an incapacity that is expected to last a year.
#[must_use]
pub fn declaration(person: InsuredPerson, start: NaiveDate) -> DeclareIncapacityRequest {
    DeclareIncapacityRequest {
        request_id: request_id(),
        person: Some(person),
        scheme: Scheme::Employees.into(),
        certificate: Some(Certificate {
            issued_on: wire(start),
            incapacity_start: wire(start),
            expected_end: wire(start + days(365)),
            prognosis: Prognosis::ReturnWithSupport.into(),
            physician_nihii: String::new(),
        }),
        employment: Some(Employment { has_contract: true, employer_number: "0206653946".to_owned() }),
        activity_ceased_on: wire(start),
        relapse_of: String::new(),
    }
}
