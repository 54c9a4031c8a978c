//! Playing cases over gRPC, each act in its role and on its day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;
use tonic::transport::Uri;
use trajet_access::{DevelopmentTokens, Insurer, Role};
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1 as questionnaire;
use trajet_contracts::questionnaire::v1::item::Kind;
use trajet_contracts::r#type::v1 as contract;
use trajet_runtime::Entropy;

use super::cases::{Act, Case, Person, Step, When};
use super::timeline::{self, Standing};
use crate::client::Clients;
use crate::days::Days;
use crate::error::Error;
use crate::history::{self, Record};
use crate::peers;

/// The questionnaire that is answered.
const DEFINITION: &str = "work-and-health";

/// What came of a case.
#[derive(Debug)]
pub(crate) struct Played {
    /// What the services recorded.
    pub(crate) history: Vec<Record>,
    /// Where it stands on the last day that it is watched.
    pub(crate) standing: Standing,
    /// The letter to the person, if one was issued.
    pub(crate) letter: Option<String>,
}

/// The day on which the clock must stand before the cases are played.
pub(crate) fn first_day(cases: &[Case]) -> NaiveDate {
    cases.iter().map(Case::eve).min().unwrap_or_default()
}

/// Plays all cases, side by side on the same days, and reads each when its last day has ended.
///
/// # Errors
/// If an act is refused, or a day does not end.
pub(crate) async fn all(
    cases: &[Case],
    server: &Uri,
    tokens: &DevelopmentTokens,
    insurer: Insurer,
) -> Result<Vec<Played>, Error> {
    let mut script: Vec<(NaiveDate, usize, Option<&Step>)> = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let steps = case.steps.iter().map(|step| (step.on.date(case.start), index, Some(step)));
        script.extend(steps.chain([(case.until.date(case.start), index, None)]));
    }
    // Stable: acts of one day stay in the order in which the case tells them.
    script.sort_by_key(|(day, ..)| *day);

    let mut days = Days::of(std::slice::from_ref(server), tokens, insurer);
    let player = Player { server, tokens, insurer, entropy: Entropy::system() };
    let mut case_ids = vec![String::new(); cases.len()];
    let mut outcomes: Vec<Option<Played>> = cases.iter().map(|_| None).collect();
    for (day, index, step) in script {
        days.advance(day).await?;
        match step {
            Some(step) => {
                let acted = player.act(&cases[index], &mut case_ids[index], step).await;
                acted.map_err(|why| Error::Case { name: cases[index].name.clone(), why: format!("{day}: {why}") })?;
                days.settle(day).await?;
            }
            None => outcomes[index] = Some(player.read(&case_ids[index]).await?),
        }
    }
    Ok(outcomes.into_iter().flatten().collect())
}

struct Player<'a> {
    server: &'a Uri,
    tokens: &'a DevelopmentTokens,
    insurer: Insurer,
    entropy: Entropy,
}

impl Player<'_> {
    /// The services, called in a role. An insured person's credential is for their case alone.
    fn call(&self, role: Role, case_id: &str) -> Clients {
        let subject = if role == Role::InsuredPerson { case_id } else { role.code() };
        let subject = subject.parse().expect("a case and the code of a role are identifiers");
        Clients::new(self.server, self.tokens, peers::caller(role, subject, self.insurer))
    }

    async fn read(&self, case_id: &str) -> Result<Played, Error> {
        let mut servers = [self.call(Role::Physician, case_id)];
        let (standing, letter) = timeline::standing(&mut servers, case_id).await?;
        Ok(Played { history: history::of(&mut servers, case_id).await?, standing, letter })
    }

    async fn act(&self, case: &Case, case_id: &mut String, step: &Step) -> Result<(), Error> {
        let mut clients = self.call(step.by, case_id);
        let request_id = self.entropy.random_id().to_string();
        let on = |when: When| Some(to_proto(when.date(case.start)));
        match &step.act {
            Act::Declare { issued_on, expected_end, prognosis, has_contract, activity_ceased_on } => {
                let request = assessment::DeclareIncapacityRequest {
                    request_id,
                    person: Some(person(&case.person)),
                    scheme: assessment::Scheme::Employees.into(),
                    certificate: Some(assessment::Certificate {
                        issued_on: on(*issued_on),
                        incapacity_start: Some(to_proto(case.start)),
                        expected_end: on(*expected_end),
                        prognosis: (*prognosis).into(),
                        physician_nihii: String::new(),
                    }),
                    employment: Some(assessment::Employment {
                        has_contract: *has_contract,
                        employer_number: String::new(),
                    }),
                    activity_ceased_on: on(*activity_ceased_on),
                };
                *case_id = clients.assessment.declare_incapacity(request).await?.into_inner().case_id;
            }
            Act::Recognise { decided_on } => {
                let request = assessment::RecogniseIncapacityRequest {
                    request_id,
                    case_id: case_id.clone(),
                    decided_on: on(*decided_on),
                    decided_by: assessment::DecidingBody::AdvisingPhysician.into(),
                    ..Default::default()
                };
                clients.assessment.recognise_incapacity(request).await?;
            }
            Act::Answer { helped, answers } => {
                let request = questionnaire::SubmitAnswersRequest {
                    request_id,
                    case_id: case_id.clone(),
                    answers: Some(written(&mut clients, answers).await?),
                    helped: *helped,
                    ..Default::default()
                };
                clients.questionnaire.submit_answers(request).await?;
            }
            Act::Help { held_on, channel, result } => {
                let request = questionnaire::RecordHelpRequest {
                    request_id,
                    case_id: case_id.clone(),
                    channel: (*channel).into(),
                    held_on: on(*held_on),
                    result: (*result).into(),
                    ..Default::default()
                };
                clients.questionnaire.record_help(request).await?;
            }
            Act::Waive { reason, coordinator } => {
                let request = questionnaire::WaiveQuestionnaireRequest {
                    request_id,
                    case_id: case_id.clone(),
                    reason: (*reason).into(),
                    coordinator: Some(questionnaire::CoordinatorContact {
                        name: coordinator.name.clone(),
                        phone: coordinator.phone.clone(),
                        email: coordinator.email.clone(),
                    }),
                    ..Default::default()
                };
                clients.questionnaire.waive_questionnaire(request).await?;
            }
            Act::Estimate { category, examined } => {
                let request = assessment::RecordFirstEstimateRequest {
                    request_id,
                    case_id: case_id.clone(),
                    category: i32::from(*category),
                    examined: *examined,
                    ..Default::default()
                };
                clients.assessment.record_first_estimate(request).await?;
            }
        }
        Ok(())
    }
}

fn person(person: &Person) -> contract::InsuredPerson {
    contract::InsuredPerson {
        niss: person.niss.as_str().to_owned(),
        name: Some(contract::PersonName { surname: person.surname.clone(), first_names: person.first_names.clone() }),
        birth_date: Some(to_proto(person.birth_date)),
        sex: person.sex.into(),
        language: person.language.into(),
        municipality_code: person.municipality.clone(),
        ..Default::default()
    }
}

/// Answers as the questionnaire in force asks for them.
async fn written(clients: &mut Clients, answers: &BTreeMap<String, Value>) -> Result<questionnaire::Answers, Error> {
    let request = questionnaire::GetDefinitionRequest { code: DEFINITION.to_owned(), version: 0 };
    let definition = clients.questionnaire.get_definition(request).await?.into_inner().definition.unwrap_or_default();
    let items: BTreeMap<_, _> =
        definition.sections.iter().flat_map(|section| &section.items).map(|item| (item.code.as_str(), item)).collect();
    let mut written = Vec::new();
    for (code, value) in answers {
        let kind = items.get(code.as_str()).and_then(|item| item.kind.as_ref());
        let value = kind.and_then(|kind| answer(kind, value));
        if value.is_none() {
            return Err(Error::Case { name: code.clone(), why: "the questionnaire has no such answer".to_owned() });
        }
        written.push(questionnaire::Answer { item_code: code.clone(), value });
    }
    Ok(questionnaire::Answers { definition: definition.r#ref, answers: written })
}

/// The answer that a case tells as a number, a text, a list, a date or yes or no.
fn answer(kind: &Kind, value: &Value) -> Option<questionnaire::answer::Value> {
    use questionnaire::answer::Value as Answer;
    let number = || value.as_i64().and_then(|number| i32::try_from(number).ok());
    let text = || value.as_str().map(str::to_owned);
    Some(match kind {
        Kind::Scale(_) => Answer::Scale(number()?),
        Kind::Number(_) => Answer::Number(number()?),
        Kind::SingleChoice(_) => Answer::SingleChoice(text()?),
        Kind::MultiChoice(_) => {
            let codes = value.as_array()?.iter().map(|code| code.as_str().map(str::to_owned));
            Answer::MultiChoice(questionnaire::OptionCodes { codes: codes.collect::<Option<_>>()? })
        }
        Kind::TextKind(_) => Answer::Text(text()?),
        Kind::Date(_) => Answer::Date(date(value)?),
        Kind::YesNo(_) => Answer::YesNo(value.as_bool()?),
    })
}

fn date(value: &Value) -> Option<Date> {
    value.as_str()?.parse::<NaiveDate>().ok().map(to_proto)
}
