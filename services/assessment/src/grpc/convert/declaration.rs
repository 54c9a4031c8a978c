//! A declaration and its parts, as requests and stored events hold them.
//!
//! What is stored is heard as it was accepted then, for ever; what a request says is checked for more, in
//! [`check_declaration`].

use chrono::NaiveDate;
use trajet_assessment_domain::{Certificate, Declaration, DeclaredDates, Employment, Person};
use trajet_belgium::{EnterpriseNumber, MunicipalityCode, Nihii, Niss, Sex};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::internal::assessment::v1::IncapacityDeclared;
use trajet_contracts::r#type::v1 as common;
use trajet_runtime::Violations;
use trajet_service::work::{hear_language, tell_language};

use super::{hear_prognosis, hear_scheme, tell_prognosis};

#[cfg(test)]
mod tests;

const LONGEST_NAME: usize = 100;
const LONGEST_CONTACT: usize = 254;

/// The parts of a declaration, as the request and the stored event both hold them.
pub(crate) struct DeclarationParts {
    person: Option<common::InsuredPerson>,
    scheme: i32,
    certificate: Option<contract::Certificate>,
    employment: Option<contract::Employment>,
    activity_ceased_on: Option<Date>,
}

impl DeclarationParts {
    /// The dates that are dates; the first day only within the years that the platform knows.
    fn dates(&self) -> DeclaredDates {
        let certificate = self.certificate.as_ref();
        let start = certificate.and_then(|it| known(it.incapacity_start));
        DeclaredDates {
            incapacity_start: start.filter(|start| trajet_law::months::accepted(*start).is_ok()),
            issued_on: certificate.and_then(|it| known(it.issued_on)),
            expected_end: certificate.and_then(|it| known(it.expected_end)),
            activity_ceased_on: known(self.activity_ceased_on),
        }
    }
}

impl From<contract::DeclareIncapacityRequest> for DeclarationParts {
    fn from(request: contract::DeclareIncapacityRequest) -> Self {
        let contract::DeclareIncapacityRequest { person, scheme, certificate, employment, activity_ceased_on, .. } =
            request;
        Self { person, scheme, certificate, employment, activity_ceased_on }
    }
}

impl From<IncapacityDeclared> for DeclarationParts {
    fn from(stored: IncapacityDeclared) -> Self {
        let IncapacityDeclared { person, scheme, certificate, employment, activity_ceased_on, .. } = stored;
        Self { person, scheme, certificate, employment, activity_ceased_on }
    }
}

/// The declaration of a request: what a stored one must be, and besides a person who can be reached, who was born
/// before the incapacity, and dates that are possible today.
pub(crate) fn check_declaration(
    violations: &mut Violations,
    request: contract::DeclareIncapacityRequest,
    today: NaiveDate,
) -> Option<Declaration> {
    let mut parts = DeclarationParts::from(request);
    let dates = parts.dates();
    if let Some(person) = parts.person.as_mut() {
        violations.within("person", |inner| check_person(inner, person, dates.incapacity_start));
    }
    let declaration = hear_declaration(violations, parts);
    for date in dates.impossible(today) {
        violations.add(date.field.path(), date);
    }
    declaration
}

/// Notes what is wrong with a person beside what [`hear_person`] notes, and leaves out the contact that is wrong: it is
/// told once.
fn check_person(violations: &mut Violations, person: &mut common::InsuredPerson, first_day: Option<NaiveDate>) {
    if !person.phone.is_empty() {
        person.phone = violations.telephone("phone", &person.phone).unwrap_or_default();
    }
    if !person.email.is_empty() {
        person.email = violations.email("email", &person.email).unwrap_or_default();
    }
    let in_number = Niss::parse(&person.niss).ok().and_then(|niss| niss.birth_date());
    for (field, born) in [("niss", in_number), ("birth_date", known(person.birth_date))] {
        let born_before = born.zip(first_day).is_none_or(|(born, first_day)| born <= first_day);
        violations.require(field, born_before, "gives a birth after the first day of incapacity");
    }
}

/// A date, if it is one.
fn known(date: Option<Date>) -> Option<NaiveDate> {
    date.and_then(|date| date.try_into().ok())
}

pub(crate) fn hear_declaration(violations: &mut Violations, parts: impl Into<DeclarationParts>) -> Option<Declaration> {
    let parts = parts.into();
    let person = violations.message("person", parts.person);
    let person = person.and_then(|person| violations.within("person", |inner| hear_person(inner, person)));
    let scheme = violations.enumeration("scheme", parts.scheme).and_then(hear_scheme);
    let certificate = violations.message("certificate", parts.certificate);
    let certificate = certificate.and_then(|it| violations.within("certificate", |inner| hear_certificate(inner, &it)));
    let employment = violations.message("employment", parts.employment);
    let employment = employment.and_then(|it| violations.within("employment", |inner| hear_employment(inner, &it)));
    let activity_ceased_on = violations.optional_date("activity_ceased_on", parts.activity_ceased_on);
    Some(Declaration {
        person: person?,
        scheme: scheme?,
        certificate: certificate?,
        employment: employment?,
        activity_ceased_on: activity_ceased_on?,
        relapse_of: None,
    })
}

pub(crate) fn hear_person(violations: &mut Violations, person: common::InsuredPerson) -> Option<Person> {
    let niss = violations.check("niss", Niss::parse(&person.niss));
    let sex = violations.enumeration::<common::Sex>("sex", person.sex);
    let language = violations.enumeration("language", person.language).and_then(hear_language);
    let birth_date = violations.optional_date("birth_date", person.birth_date);
    let municipality = violations.check("municipality_code", MunicipalityCode::parse(&person.municipality_code));
    let name = violations.message("name", person.name);
    let surname = name.as_ref().and_then(|name| violations.text("name.surname", &name.surname, LONGEST_NAME));
    let first_names =
        name.and_then(|name| violations.optional_text("name.first_names", &name.first_names, LONGEST_NAME));
    let phone = violations.optional_text("phone", &person.phone, LONGEST_CONTACT);
    let email = violations.optional_text("email", &person.email, LONGEST_CONTACT);
    Some(Person {
        niss: niss?,
        surname: surname?,
        first_names: first_names?,
        birth_date: birth_date?,
        sex: hear_sex(sex?),
        language: language?,
        municipality: municipality?,
        phone: phone.map(present)?,
        email: email.map(present)?,
    })
}

fn present(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn hear_certificate(violations: &mut Violations, certificate: &contract::Certificate) -> Option<Certificate> {
    let issued_on = violations.date("issued_on", certificate.issued_on);
    let start = violations.date("incapacity_start", certificate.incapacity_start);
    let start = start.and_then(|start| violations.check("incapacity_start", trajet_law::months::accepted(start)));
    let expected_end = violations.date("expected_end", certificate.expected_end);
    let prognosis = violations.enumeration("prognosis", certificate.prognosis).and_then(hear_prognosis);
    let physician = match certificate.physician_nihii.as_str() {
        "" => Some(None),
        nihii => violations.check("physician_nihii", Nihii::parse(nihii)).map(Some),
    };
    Some(Certificate {
        issued_on: issued_on?,
        incapacity_start: start?,
        expected_end: expected_end?,
        prognosis: prognosis?,
        physician: physician?,
    })
}

fn hear_employment(violations: &mut Violations, employment: &contract::Employment) -> Option<Employment> {
    let employer = match employment.employer_number.as_str() {
        "" => Some(None),
        number => violations.check("employer_number", EnterpriseNumber::parse(number)).map(Some),
    };
    if !employment.has_contract {
        violations.require("employer_number", employment.employer_number.is_empty(), "is given without a contract");
        return Some(Employment::NoContract);
    }
    employer.map(|employer| Employment::Contract { employer })
}

fn hear_sex(sex: common::Sex) -> Option<Sex> {
    match sex {
        common::Sex::Female => Some(Sex::Female),
        common::Sex::Male => Some(Sex::Male),
        common::Sex::Unknown | common::Sex::Unspecified => None,
    }
}

pub(crate) fn tell_person(person: &Person) -> common::InsuredPerson {
    let sex = match person.sex {
        Some(Sex::Female) => common::Sex::Female,
        Some(Sex::Male) => common::Sex::Male,
        None => common::Sex::Unknown,
    };
    common::InsuredPerson {
        niss: person.niss.as_str().to_owned(),
        name: Some(common::PersonName { surname: person.surname.clone(), first_names: person.first_names.clone() }),
        birth_date: person.birth_date.map(to_proto),
        sex: sex.into(),
        language: tell_language(person.language).into(),
        municipality_code: person.municipality.to_string(),
        phone: person.phone.clone().unwrap_or_default(),
        email: person.email.clone().unwrap_or_default(),
    }
}

pub(crate) fn tell_certificate(certificate: &Certificate) -> contract::Certificate {
    contract::Certificate {
        issued_on: Some(to_proto(certificate.issued_on)),
        incapacity_start: Some(to_proto(certificate.incapacity_start)),
        expected_end: Some(to_proto(certificate.expected_end)),
        prognosis: tell_prognosis(certificate.prognosis).into(),
        physician_nihii: certificate.physician.as_ref().map(|nihii| nihii.as_str().to_owned()).unwrap_or_default(),
    }
}

pub(crate) fn tell_employment(employment: Employment) -> contract::Employment {
    match employment {
        Employment::NoContract => contract::Employment::default(),
        Employment::Contract { employer } => contract::Employment {
            has_contract: true,
            employer_number: employer.map(|number| number.as_str().to_owned()).unwrap_or_default(),
        },
    }
}
