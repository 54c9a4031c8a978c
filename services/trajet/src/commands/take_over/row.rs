//! A line of the file: a case that was running, with what is known of its past.
//!
//! What a line says wrongly is told by the service, field by field, as for any other caller: a day that is none, or a word that names
//! nothing, is sent as such and not turned down here.

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;
use trajet_contracts::assessment::v1::{
    CaseToTakeOver, Category, Certificate, DecidingBody, Employment, PastEstimate, Prognosis, Scheme,
};
use trajet_contracts::google::r#type::Date;
use trajet_contracts::r#type::v1::{InsuredPerson, Language, PersonName, Sex};

/// A line as it is written, one JSON object. Days are written YYYY-MM-DD; words are the contract's, without their prefix and in
/// lower case.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Row {
    request_id: Option<String>,
    niss: String,
    surname: String,
    first_names: String,
    birth_date: Option<String>,
    sex: Option<String>,
    language: String,
    municipality_code: String,
    phone: String,
    email: String,
    scheme: Option<String>,
    has_contract: bool,
    employer_number: String,
    incapacity_start: Option<String>,
    certificate_issued_on: Option<String>,
    expected_end: Option<String>,
    prognosis: Option<String>,
    activity_ceased_on: Option<String>,
    recognised_on: Option<String>,
    decided_by: Option<String>,
    other_body_name: String,
    taken_over_on: Option<String>,
    authorised_work_since: Option<String>,
    codex_requested_on: Option<String>,
    route_b_authorised_on: Option<String>,
    questionnaire_sent_on: Option<String>,
    questionnaire_returned_on: Option<String>,
    first_estimate: Option<Estimate>,
    last_evaluation: Option<Estimate>,
    referred_on: Option<String>,
    trajectory_requested_on: Option<String>,
    first_contact_on: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Estimate {
    made_on: String,
    category: u8,
    #[serde(default)]
    examined: bool,
}

impl Row {
    /// The row as the contract has it. `named` gives the request its identifier where the line has none; `live` is the day of
    /// go-live of a line that tells none.
    pub(super) fn told(self, named: impl FnOnce() -> String, live: Option<NaiveDate>) -> CaseToTakeOver {
        let start = self.incapacity_start.as_deref();
        let or_start = |text: Option<&str>| day(text.or(start));
        CaseToTakeOver {
            request_id: self.request_id.unwrap_or_else(named),
            person: Some(InsuredPerson {
                niss: self.niss,
                name: Some(PersonName { surname: self.surname, first_names: self.first_names }),
                birth_date: day(self.birth_date.as_deref()),
                sex: self.sex.map_or(Sex::Unknown.into(), |sex| number(&sex, SEX, Sex::from_str_name)),
                language: number(&self.language, LANGUAGE, Language::from_str_name),
                municipality_code: self.municipality_code,
                phone: self.phone,
                email: self.email,
            }),
            scheme: self
                .scheme
                .map_or(Scheme::Employees.into(), |scheme| number(&scheme, SCHEME, Scheme::from_str_name)),
            certificate: Some(Certificate {
                issued_on: or_start(self.certificate_issued_on.as_deref()),
                incapacity_start: day(start),
                expected_end: day(self.expected_end.as_deref()),
                prognosis: self.prognosis.map_or(Prognosis::Uncertain.into(), |prognosis| {
                    number(&prognosis, PROGNOSIS, Prognosis::from_str_name)
                }),
                physician_nihii: String::new(),
            }),
            employment: Some(Employment { has_contract: self.has_contract, employer_number: self.employer_number }),
            activity_ceased_on: or_start(self.activity_ceased_on.as_deref()),
            recognised_on: day(self.recognised_on.as_deref()),
            decided_by: self.decided_by.map_or(DecidingBody::AdvisingPhysician.into(), |body| {
                number(&body, BODY, DecidingBody::from_str_name)
            }),
            other_body_name: self.other_body_name,
            taken_over_on: day(self.taken_over_on.as_deref()).or_else(|| live.map(trajet_contracts::date::to_proto)),
            authorised_work_since: day(self.authorised_work_since.as_deref()),
            codex_requested_on: day(self.codex_requested_on.as_deref()),
            route_b_authorised_on: day(self.route_b_authorised_on.as_deref()),
            questionnaire_sent_on: day(self.questionnaire_sent_on.as_deref()),
            questionnaire_returned_on: day(self.questionnaire_returned_on.as_deref()),
            first_estimate: self.first_estimate.map(Estimate::told),
            last_evaluation: self.last_evaluation.map(Estimate::told),
            referred_on: day(self.referred_on.as_deref()),
            trajectory_requested_on: day(self.trajectory_requested_on.as_deref()),
            first_contact_on: day(self.first_contact_on.as_deref()),
        }
    }
}

impl Estimate {
    fn told(self) -> PastEstimate {
        let category = match self.category {
            1 => Category::OneSpontaneousReturn.into(),
            2 => Category::TwoNoReturn.into(),
            3 => Category::ThreeTreatmentFirst.into(),
            4 => Category::FourReturnWithActions.into(),
            _ => NO_VALUE,
        };
        PastEstimate { made_on: day(Some(&self.made_on)), category, examined: self.examined }
    }
}

/// A number that no enumeration has: a word that names nothing is wrong, and not missing.
const NO_VALUE: i32 = -1;

/// What the contract's names begin with.
const SEX: &str = "SEX_";
const LANGUAGE: &str = "LANGUAGE_";
const SCHEME: &str = "SCHEME_";
const PROGNOSIS: &str = "PROGNOSIS_";
const BODY: &str = "DECIDING_BODY_";

/// The number of a word; 0 where none is written.
fn number<E: Into<i32>>(word: &str, prefix: &str, named: fn(&str) -> Option<E>) -> i32 {
    if word.is_empty() {
        return 0;
    }
    named(&format!("{prefix}{}", word.to_ascii_uppercase())).map_or(NO_VALUE, Into::into)
}

/// What can be written in a field, as the service names it, where there is a choice.
pub(super) fn choice(field: &str) -> Option<String> {
    Some(match field {
        "person.sex" => words(SEX, Sex::as_str_name),
        "person.language" => words(LANGUAGE, Language::as_str_name),
        "scheme" => words(SCHEME, Scheme::as_str_name),
        "certificate.prognosis" => words(PROGNOSIS, Prognosis::as_str_name),
        "decided_by" => words(BODY, DecidingBody::as_str_name),
        "first_estimate.category" | "last_evaluation.category" => "1, 2, 3, 4".to_owned(),
        _ => return None,
    })
}

/// The words of an enumeration, but the one that is never accepted.
fn words<E: TryFrom<i32>>(prefix: &str, name: fn(&E) -> &'static str) -> String {
    let values = (1..).map_while(|number| E::try_from(number).ok());
    let words = values.filter_map(|value| name(&value).strip_prefix(prefix).map(str::to_ascii_lowercase));
    words.collect::<Vec<_>>().join(", ")
}

/// A day as it is written; a text that is no day becomes one that no calendar has, which the service tells with its field.
fn day(text: Option<&str>) -> Option<Date> {
    let date = |text: &str| match text.parse::<NaiveDate>() {
        Ok(date) => Date {
            year: date.year(),
            month: date.month().try_into().unwrap_or_default(),
            day: date.day().try_into().unwrap_or_default(),
        },
        Err(_) => Date { year: 0, month: 13, day: 32 },
    };
    text.map(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> CaseToTakeOver {
        serde_json::from_str::<Row>(line).expect("a line").told(String::new, None)
    }

    #[test]
    fn a_word_that_names_nothing_is_wrong_and_one_that_is_not_written_is_missing() {
        let wrong = told(
            r#"{"sex": "femal", "language": "latin", "scheme": "none", "prognosis": "good", "decided_by": "nobody",
                "first_estimate": {"made_on": "2022-11-28", "category": 5},
                "last_evaluation": {"made_on": "2022-11-29", "category": 0}}"#,
        );
        let person = wrong.person.expect("a person");
        let certificate = wrong.certificate.expect("a certificate");
        let estimates = [wrong.first_estimate, wrong.last_evaluation].map(|it| it.expect("one").category);
        let numbers = [person.sex, person.language, wrong.scheme, certificate.prognosis, wrong.decided_by];
        assert_eq!((numbers, estimates), ([NO_VALUE; 5], [NO_VALUE; 2]));
        assert_eq!(told("{}").person.expect("a person").language, 0);
    }

    #[test]
    fn the_words_that_can_be_written_are_those_that_are_read() {
        let read = |field: &str, line: fn(&str) -> String, number: fn(CaseToTakeOver) -> i32| {
            let words = choice(field).expect("a choice");
            let read: Vec<_> = words.split(", ").map(|word| number(told(&line(word)))).collect();
            assert!(read.len() > 1 && read.iter().all(|number| *number > 0), "{field}: {words}");
        };
        read("person.sex", |word| format!(r#"{{"sex": "{word}"}}"#), |row| row.person.expect("a person").sex);
        read("person.language", |word| format!(r#"{{"language": "{word}"}}"#), |row| row.person.expect("one").language);
        read("scheme", |word| format!(r#"{{"scheme": "{word}"}}"#), |row| row.scheme);
        read("decided_by", |word| format!(r#"{{"decided_by": "{word}"}}"#), |row| row.decided_by);
        let prognosis = |row: CaseToTakeOver| row.certificate.expect("a certificate").prognosis;
        read("certificate.prognosis", |word| format!(r#"{{"prognosis": "{word}"}}"#), prognosis);
        for field in ["first_estimate", "last_evaluation"] {
            let line = move |word: &str| format!(r#"{{"{field}": {{"made_on": "2022-11-28", "category": {word}}}}}"#);
            for word in choice(&format!("{field}.category")).expect("a choice").split(", ") {
                let row = told(&line(word));
                assert!(row.first_estimate.or(row.last_evaluation).expect("one").category > 0, "{field} {word}");
            }
        }
        assert_eq!(choice("person.niss"), None);
    }
}
