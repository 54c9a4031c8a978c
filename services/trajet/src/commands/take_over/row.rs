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
                sex: self.sex.map_or(Sex::Unknown.into(), |sex| {
                    Sex::from_str_name(&word("SEX", &sex)).unwrap_or_default().into()
                }),
                language: Language::from_str_name(&word("LANGUAGE", &self.language)).unwrap_or_default().into(),
                municipality_code: self.municipality_code,
                phone: self.phone,
                email: self.email,
            }),
            scheme: self.scheme.map_or(Scheme::Employees.into(), |scheme| {
                Scheme::from_str_name(&word("SCHEME", &scheme)).unwrap_or_default().into()
            }),
            certificate: Some(Certificate {
                issued_on: or_start(self.certificate_issued_on.as_deref()),
                incapacity_start: day(start),
                expected_end: day(self.expected_end.as_deref()),
                prognosis: self.prognosis.map_or(Prognosis::Uncertain.into(), |prognosis| {
                    Prognosis::from_str_name(&word("PROGNOSIS", &prognosis)).unwrap_or_default().into()
                }),
                physician_nihii: String::new(),
            }),
            employment: Some(Employment { has_contract: self.has_contract, employer_number: self.employer_number }),
            activity_ceased_on: or_start(self.activity_ceased_on.as_deref()),
            recognised_on: day(self.recognised_on.as_deref()),
            decided_by: self.decided_by.map_or(DecidingBody::AdvisingPhysician.into(), |body| {
                DecidingBody::from_str_name(&word("DECIDING_BODY", &body)).unwrap_or_default().into()
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
            1 => Category::OneSpontaneousReturn,
            2 => Category::TwoNoReturn,
            3 => Category::ThreeTreatmentFirst,
            4 => Category::FourReturnWithActions,
            _ => Category::Unspecified,
        };
        PastEstimate { made_on: day(Some(&self.made_on)), category: category.into(), examined: self.examined }
    }
}

/// The contract's name of a word.
fn word(prefix: &str, text: &str) -> String {
    format!("{prefix}_{}", text.to_ascii_uppercase())
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
