#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

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
        relapse_of: String::new(),
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
        relapse_of: String::new(),
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
