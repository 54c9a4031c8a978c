//! What came of a case: its history and where it stands, in print and in comparison.

use std::fmt;
use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Deserialize;
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1 as questionnaire;
use trajet_contracts::r#type::v1 as contract;

use super::cases::{Entry, Expected};
use super::play::Played;
use crate::client::{Clients, known};
use crate::error::Error;
use crate::history::Record;
use crate::table;

/// Where a case stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Standing {
    /// How far the case is: `declared`, `recognised` or `refused`.
    pub(crate) status: Option<String>,
    /// The category of the first estimate.
    pub(crate) category: Option<u8>,
    /// The day of the first estimate.
    pub(crate) estimated_on: Option<NaiveDate>,
    /// What was known of the questionnaire on that day (M20).
    pub(crate) estimated_with_questionnaire: Option<String>,
    /// The day of the referral to the coordinator (M10).
    pub(crate) referred_on: Option<NaiveDate>,
    /// Where the questionnaire is.
    pub(crate) questionnaire: Option<String>,
    /// The letter that says why none is sent (Q3).
    pub(crate) letter: Option<Letter>,
    /// Every deadline, those of medical assessment first.
    pub(crate) deadlines: Vec<Deadline>,
}

/// A letter that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Letter {
    pub(crate) issued_on: NaiveDate,
    pub(crate) language: String,
    pub(crate) coordinator: String,
}

/// A deadline and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deadline {
    pub(crate) step: String,
    pub(crate) due: Option<NaiveDate>,
    pub(crate) target: Option<NaiveDate>,
    pub(crate) missed_on: Option<NaiveDate>,
    pub(crate) outcome: String,
    pub(crate) closed_on: Option<NaiveDate>,
    pub(crate) because: Option<String>,
}

impl Standing {
    fn add_assessment(&mut self, case: &assessment::Case) {
        self.status = Some(code(case.status().as_str_name(), "CASE_STATUS"));
        if let Some(estimate) = &case.first_estimate {
            self.category = u8::try_from(estimate.category).ok();
            self.estimated_on = day(estimate.estimated_on);
            let with = estimate.questionnaire().as_str_name();
            self.estimated_with_questionnaire = Some(code(with, "QUESTIONNAIRE_STATUS"));
        }
        self.referred_on = case.referral.as_ref().and_then(|referral| day(referral.referred_on));
        self.deadlines.splice(0..0, case.deadlines.iter().map(Deadline::of));
    }

    fn add_questionnaire(&mut self, case: &questionnaire::QuestionnaireCase) {
        self.questionnaire = Some(code(case.stage().as_str_name(), "STAGE"));
        self.letter = case.notice.as_ref().and_then(|notice| {
            Some(Letter {
                issued_on: day(notice.issued_on)?,
                language: code(notice.language().as_str_name(), "LANGUAGE"),
                coordinator: notice.coordinator.clone()?.name,
            })
        });
        self.deadlines.extend(case.deadlines.iter().map(Deadline::of));
    }
}

impl Deadline {
    fn of(deadline: &contract::Deadline) -> Self {
        let plan = deadline.plan.clone().unwrap_or_default();
        Self {
            step: plan.step,
            due: day(plan.due),
            target: day(plan.target),
            missed_on: day(deadline.missed_on),
            outcome: code(deadline.outcome().as_str_name(), "DEADLINE_OUTCOME"),
            closed_on: day(deadline.closed_on),
            because: deadline.waived_because.clone().map(|source| source.rule),
        }
    }
}

/// A line for each thing that is known.
impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = &self.status {
            writeln!(f, "incapacity {status}")?;
        }
        if let (Some(category), Some(on)) = (self.category, self.estimated_on) {
            let with = self.estimated_with_questionnaire.as_deref().unwrap_or("unknown");
            writeln!(f, "category {category} on {on}, the questionnaire {with}")?;
        }
        if let Some(on) = self.referred_on {
            writeln!(f, "referred to the coordinator on {on}")?;
        }
        if let Some(stage) = &self.questionnaire {
            writeln!(f, "questionnaire {stage}")?;
        }
        if let Some(Letter { issued_on, language, coordinator }) = &self.letter {
            writeln!(f, "letter of {issued_on} in {language}, naming the coordinator {coordinator}")?;
        }
        for deadline in &self.deadlines {
            writeln!(f, "{deadline}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.step)?;
        let dates = [("due", self.due), ("target", self.target), ("missed on", self.missed_on)];
        for (word, date) in dates.into_iter().filter_map(|(word, date)| Some((word, date?))) {
            write!(f, ", {word} {date}")?;
        }
        write!(f, ", {}", self.outcome)?;
        if let Some(on) = self.closed_on {
            write!(f, " on {on}")?;
        }
        if let Some(because) = &self.because {
            write!(f, " because of {because}")?;
        }
        Ok(())
    }
}

/// Where a case stands in all services, and the text of the letter if there is one.
///
/// # Errors
/// If a server fails, or none knows the case.
pub(crate) async fn standing(servers: &mut [Clients], case_id: &str) -> Result<(Standing, Option<String>), Error> {
    let mut standing = None::<Standing>;
    let mut letter = None;
    for clients in servers {
        let request = assessment::GetCaseRequest { case_id: case_id.to_owned(), ..Default::default() };
        let answer = known(clients.assessment.get_case(request).await)?;
        if let Some(case) = answer.and_then(|answer| answer.incapacity_case) {
            standing.get_or_insert_default().add_assessment(&case);
        }
        let request = questionnaire::GetQuestionnaireCaseRequest { case_id: case_id.to_owned(), ..Default::default() };
        let answer = known(clients.questionnaire.get_questionnaire_case(request).await)?;
        if let Some(case) = answer.and_then(|answer| answer.questionnaire_case) {
            standing.get_or_insert_default().add_questionnaire(&case);
            letter = case.notice.map(|notice| format!("{}\n{}", notice.subject, notice.paragraphs.join("\n")));
        }
    }
    let standing = standing.ok_or_else(|| Error::from(tonic::Status::not_found("there is no such case")))?;
    Ok((standing, letter))
}

/// Prints a history: date, who, what, and on which basis.
pub(crate) fn write(out: &mut impl Write, history: &[Record]) -> io::Result<()> {
    let rows: Vec<_> = history
        .iter()
        .map(|record| {
            let basis = format!("{} ({})", record.basis, record.citation);
            [
                record.recorded_on().to_string(),
                record.service.to_string(),
                record.by.clone(),
                record.summary.clone(),
                basis,
            ]
        })
        .collect();
    table::write(out, &rows)
}

/// What is not as it must be, a line each.
pub(crate) fn differences(expected: &Expected, played: &Played) -> Vec<String> {
    let expected_lines: Vec<_> = expected.timeline.iter().map(ToString::to_string).collect();
    let mut differences = different("", &expected_lines, &played.history.iter().map(line).collect::<Vec<_>>());
    let ends = [&expected.end, &played.standing];
    let [end, found] = ends.map(|standing| standing.to_string().lines().map(str::to_owned).collect::<Vec<_>>());
    differences.append(&mut different("in the end: ", &end, &found));
    if differences.is_empty() && expected.end != played.standing {
        // What is not printed for want of its other half, such as a category without its day.
        differences.push(format!("in the end: expected {:?}; found {:?}", expected.end, played.standing));
    }
    match &played.letter {
        Some(letter) => {
            let letter = letter.to_lowercase();
            let told = expected.letter_withholds.iter().filter(|word| letter.contains(&word.to_lowercase()));
            differences.extend(told.map(|word| format!("the letter tells {word:?}")));
        }
        None if !expected.letter_withholds.is_empty() => differences.push("no letter was issued".to_owned()),
        None => {}
    }
    differences
}

/// The first place where two lists of lines part.
fn different(place: &str, expected: &[String], found: &[String]) -> Vec<String> {
    let none = "nothing".to_owned();
    let at = |lines: &[String], index: usize| lines.get(index).unwrap_or(&none).clone();
    (0..expected.len().max(found.len()))
        .map(|index| (at(expected, index), at(found, index)))
        .filter(|(expected, found)| expected != found)
        .map(|(expected, found)| format!("{place}expected {expected}; found {found}"))
        .take(1)
        .collect()
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let effective = self.effective_on.unwrap_or(self.on);
        f.write_str(&written(self.on, effective, &self.service, &self.what, &self.by, &self.basis))
    }
}

fn line(record: &Record) -> String {
    let on = record.recorded_on();
    let effective = record.effective_on.unwrap_or(on);
    written(on, effective, record.service.name(), &record.what, &record.by, &record.basis)
}

fn written(on: NaiveDate, effective: NaiveDate, service: &str, what: &str, by: &str, basis: &str) -> String {
    let counts = if effective == on { String::new() } else { format!(" (counts from {effective})") };
    format!("{on} {service} {what}{counts} by {by}, {basis}")
}

fn code(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix).unwrap_or(name).trim_start_matches('_').to_lowercase()
}

fn day(date: Option<Date>) -> Option<NaiveDate> {
    date.and_then(|date| date.try_into().ok())
}
