//! A declaration and its parts, as requests and stored events hold them.

use trajet_assessment_domain::{Certificate, Declaration, Employment, Person};
use trajet_belgium::{EnterpriseNumber, MunicipalityCode, Nihii, Niss, Sex};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::internal::assessment::v1::IncapacityDeclared;
use trajet_contracts::r#type::v1 as common;
use trajet_runtime::Violations;
use trajet_service::work::{hear_language, tell_language};

use super::{hear_prognosis, hear_scheme, tell_prognosis};

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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_runtime::Failure;

    use super::*;
    use crate::samples::{PERSONAL, declaration};

    fn request(declaration: &Declaration) -> contract::DeclareIncapacityRequest {
        contract::DeclareIncapacityRequest {
            request_id: String::new(),
            person: Some(tell_person(&declaration.person)),
            scheme: super::super::tell_scheme(declaration.scheme).into(),
            certificate: Some(tell_certificate(&declaration.certificate)),
            employment: Some(tell_employment(declaration.employment)),
            activity_ceased_on: declaration.activity_ceased_on.map(to_proto),
        }
    }

    /// The fields that are wrong, without what is wrong with them; no problem repeats what was sent.
    fn wrong(request: contract::DeclareIncapacityRequest) -> Vec<String> {
        let sent = request.clone();
        let mut violations = Violations::default();
        let heard = hear_declaration(&mut violations, request);
        let Failure::Invalid(found) = violations.finish_with(heard).unwrap_err() else { panic!("fields are wrong") };
        let person = sent.person.unwrap_or_default();
        let name = person.name.unwrap_or_default();
        let sent = [person.niss, name.surname, name.first_names, person.municipality_code, person.phone, person.email];
        let values = sent.iter().map(String::as_str).filter(|value| !value.is_empty()).chain(PERSONAL);
        for value in values {
            assert!(!found.iter().any(|violation| violation.problem.contains(value)), "{value} in {found:?}");
        }
        found.into_iter().map(|violation| violation.field).collect()
    }

    #[test]
    fn a_declaration_is_heard_as_it_was_told() {
        let mut violations = Violations::default();
        assert_eq!(hear_declaration(&mut violations, request(&declaration())), Some(declaration()));
        assert!(violations.finish().is_ok());
    }

    #[test]
    fn all_that_is_missing_is_told_at_once() {
        let expected = ["person", "scheme", "certificate", "employment"];
        assert_eq!(wrong(contract::DeclareIncapacityRequest::default()), expected);
        let hollow = contract::DeclareIncapacityRequest {
            person: Some(common::InsuredPerson::default()),
            certificate: Some(contract::Certificate::default()),
            employment: Some(contract::Employment::default()),
            ..request(&declaration())
        };
        let expected = [
            "person.niss",
            "person.sex",
            "person.language",
            "person.municipality_code",
            "person.name",
            "certificate.issued_on",
            "certificate.incapacity_start",
            "certificate.expected_end",
            "certificate.prognosis",
        ];
        assert_eq!(wrong(hollow), expected);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once_and_nothing_repeated() {
        let no_day = Some(Date { year: 2022, month: 13, day: 1 });
        let request = contract::DeclareIncapacityRequest {
            request_id: String::new(),
            person: Some(common::InsuredPerson {
                niss: "85073003329".into(),
                name: Some(common::PersonName { surname: "P".repeat(101), first_names: "An\u{0}na".into() }),
                birth_date: no_day,
                sex: 99,
                language: 99,
                municipality_code: "99999".into(),
                phone: "0".repeat(255),
                email: "anna\n@post.example".into(),
            }),
            scheme: 99,
            certificate: Some(contract::Certificate {
                issued_on: no_day,
                incapacity_start: Some(Date { year: 1900, month: 1, day: 1 }),
                expected_end: no_day,
                prognosis: 99,
                physician_nihii: "1234567".into(),
            }),
            employment: Some(contract::Employment { has_contract: true, employer_number: "0403019262".into() }),
            activity_ceased_on: no_day,
        };
        let expected = [
            "person.niss",
            "person.sex",
            "person.language",
            "person.birth_date",
            "person.municipality_code",
            "person.name.surname",
            "person.name.first_names",
            "person.phone",
            "person.email",
            "scheme",
            "certificate.issued_on",
            "certificate.incapacity_start",
            "certificate.expected_end",
            "certificate.prognosis",
            "certificate.physician_nihii",
            "employment.employer_number",
            "activity_ceased_on",
        ];
        assert_eq!(wrong(request), expected);
    }

    #[test]
    fn m1_an_employer_is_named_with_a_contract_alone() {
        let employment = contract::Employment { has_contract: false, employer_number: "0403019261".into() };
        let request = contract::DeclareIncapacityRequest { employment: Some(employment), ..request(&declaration()) };
        assert_eq!(wrong(request), ["employment.employer_number"]);
    }
}
