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
    use crate::samples::{PERSONAL, day, declaration};

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
        let heard = check_declaration(&mut violations, request, day("2022-09-05"));
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
        let heard = check_declaration(&mut violations, request(&declaration()), day("2022-09-05"));
        assert_eq!(heard, Some(declaration()));
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
            "person.phone",
            "person.email",
            "person.niss",
            "person.sex",
            "person.language",
            "person.birth_date",
            "person.municipality_code",
            "person.name.surname",
            "person.name.first_names",
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
    fn eleven_faults_of_every_sort_are_told_at_once() {
        let mut request = request(&declaration());
        let tomorrow = Some(to_proto(day("2022-09-06")));
        if let Some(person) = request.person.as_mut() {
            person.phone = "02 555 01 99".into();
            person.email = "anna@post".into();
            person.birth_date = Some(to_proto(day("2022-09-02")));
            person.sex = 0;
            person.municipality_code = "99999".into();
            person.name = None;
        }
        if let Some(certificate) = request.certificate.as_mut() {
            certificate.prognosis = 0;
            certificate.issued_on = tomorrow;
            certificate.expected_end = Some(to_proto(day("2022-08-31")));
        }
        request.scheme = 0;
        request.activity_ceased_on = tomorrow;
        let expected = [
            "person.phone",
            "person.email",
            "person.birth_date",
            "person.sex",
            "person.municipality_code",
            "person.name",
            "scheme",
            "certificate.prognosis",
            "certificate.issued_on",
            "certificate.expected_end",
            "activity_ceased_on",
        ];
        assert_eq!(wrong(request), expected);
    }

    #[test]
    fn nobody_is_incapacitated_before_birth() {
        let mut request = request(&declaration());
        if let Some(certificate) = request.certificate.as_mut() {
            certificate.incapacity_start = Some(to_proto(day("1985-07-29")));
        }
        // The platform does not know that year: the certificate alone is told.
        assert_eq!(wrong(request.clone()), ["certificate.incapacity_start"]);
        let born = |niss: &str, birth_date: &str| {
            let mut request = self::request(&declaration());
            let person = request.person.as_mut().unwrap();
            niss.clone_into(&mut person.niss);
            person.birth_date = Some(to_proto(day(birth_date)));
            request
        };
        assert_eq!(wrong(born("85073003328", "2022-09-02")), ["person.birth_date"]);
        assert_eq!(wrong(born("22090200108", "1985-07-30")), ["person.niss"]);
        // Registers differ: two births before the incapacity need not be the same.
        let mut violations = Violations::default();
        let differing = born("85073003328", "1985-07-31");
        assert!(check_declaration(&mut violations, differing, day("2022-09-05")).is_some());
        assert!(violations.finish().is_ok());
    }

    #[test]
    fn a_telephone_number_is_kept_without_its_separators() {
        let mut request = request(&declaration());
        request.person.as_mut().unwrap().phone = "+32 2/555.01-99".into();
        let mut violations = Violations::default();
        let heard = check_declaration(&mut violations, request, day("2022-09-05")).unwrap();
        assert_eq!(heard.person.phone.as_deref(), Some("+3225550199"));
    }

    #[test]
    fn what_was_stored_before_a_check_is_still_read() {
        let mut request = request(&declaration());
        let person = request.person.as_mut().unwrap();
        person.phone = "02 555 01 99".into();
        person.email = "anna".into();
        person.birth_date = Some(to_proto(day("2030-01-01")));
        let heard = hear_declaration(&mut Violations::default(), request).unwrap();
        assert_eq!(heard.person.phone.as_deref(), Some("02 555 01 99"));
    }

    #[test]
    fn m1_an_employer_is_named_with_a_contract_alone() {
        let employment = contract::Employment { has_contract: false, employer_number: "0403019261".into() };
        let request = contract::DeclareIncapacityRequest { employment: Some(employment), ..request(&declaration()) };
        assert_eq!(wrong(request), ["employment.employer_number"]);
    }
}
