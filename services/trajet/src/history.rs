//! What the services recorded of a case, in one sequence.

use std::collections::VecDeque;

use chrono::{DateTime, NaiveDate, Utc};
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::questionnaire::v1 as questionnaire;
use trajet_contracts::r#type::v1::HistoryEntry;
use trajet_law::brussels;

use crate::client::{Clients, known};
use crate::error::Error;
use crate::platform::Service;

/// One thing that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// The service that recorded it.
    pub(crate) service: Service,
    /// When.
    pub(crate) recorded_at: DateTime<Utc>,
    /// The day that counts for the law.
    pub(crate) effective_on: Option<NaiveDate>,
    /// The kind of event.
    pub(crate) what: String,
    /// Who: a role, `timer`, or the service whose fact was taken over.
    pub(crate) by: String,
    /// The rule, or a point of it.
    pub(crate) basis: String,
    /// The text of the law.
    pub(crate) citation: String,
    /// One sentence.
    pub(crate) summary: String,
    version: u64,
}

impl Record {
    fn of(service: Service, entry: HistoryEntry) -> Self {
        let recorded_at = entry.recorded_at.unwrap_or_default();
        let nanos = recorded_at.nanos.try_into().unwrap_or_default();
        let basis = entry.basis.unwrap_or_default();
        Self {
            service,
            recorded_at: DateTime::from_timestamp(recorded_at.seconds, nanos).unwrap_or_default(),
            effective_on: entry.effective_on.and_then(|day| day.try_into().ok()),
            what: entry.kind,
            by: who(&entry.actor),
            basis: basis.rule,
            citation: basis.citation,
            summary: entry.summary,
            version: entry.version,
        }
    }

    /// The day on which it was recorded, in Brussels.
    pub(crate) fn recorded_on(&self) -> NaiveDate {
        brussels::date_of(self.recorded_at)
    }

    fn is_from_another_service(&self) -> bool {
        self.by == self.service.producer().name()
    }
}

/// The role of an actor as the ledger stores it: `physician:dr-1@0411724220`, `system:timer`, `system:assessment/300`.
fn who(actor: &str) -> String {
    let (role, rest) = actor.split_once(':').unwrap_or((actor, ""));
    let name = if role == "system" { rest.split('/').next().unwrap_or(rest) } else { role };
    name.to_owned()
}

/// What each service recorded of a case, by the time of recording.
///
/// # Errors
/// If a server fails, or none knows the case.
pub(crate) async fn of(servers: &mut [Clients], case_id: &str) -> Result<Vec<Record>, Error> {
    let (mut assessment, mut questionnaire) = (Vec::new(), Vec::new());
    for clients in servers {
        assessment.append(&mut of_assessment(clients, case_id).await?);
        questionnaire.append(&mut of_questionnaire(clients, case_id).await?);
    }
    if assessment.is_empty() && questionnaire.is_empty() {
        return Err(tonic::Status::not_found("there is no such case").into());
    }
    Ok(merge(assessment, questionnaire))
}

async fn of_assessment(clients: &mut Clients, case_id: &str) -> Result<Vec<Record>, Error> {
    let mut records = Vec::new();
    let mut request =
        assessment::ListCaseHistoryRequest { case_id: case_id.to_owned(), page_size: 200, ..Default::default() };
    while let Some(page) = known(clients.assessment.list_case_history(request.clone()).await)? {
        records.extend(page.entries.into_iter().map(|entry| Record::of(Service::Assessment, entry)));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    Ok(records)
}

async fn of_questionnaire(clients: &mut Clients, case_id: &str) -> Result<Vec<Record>, Error> {
    let mut records = Vec::new();
    let mut request =
        questionnaire::ListCaseHistoryRequest { case_id: case_id.to_owned(), page_size: 200, ..Default::default() };
    while let Some(page) = known(clients.questionnaire.list_case_history(request.clone()).await)? {
        records.extend(page.entries.into_iter().map(|entry| Record::of(Service::Questionnaire, entry)));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    Ok(records)
}

/// Each service's own order stays. Between services the earlier instant comes first; at the same instant, as all of a
/// simulated day is, what was taken over from the other service comes after what was done here, and else the service
/// that has recorded less of the case comes first: it is the one that the other has not yet heard.
fn merge(assessment: Vec<Record>, questionnaire: Vec<Record>) -> Vec<Record> {
    let rank = |record: &Record| (record.recorded_at, record.is_from_another_service(), record.version);
    let (mut one, mut other) = (VecDeque::from(assessment), VecDeque::from(questionnaire));
    let mut merged = Vec::with_capacity(one.len() + other.len());
    while let (Some(first), Some(second)) = (one.front(), other.front()) {
        let next = if rank(first) <= rank(second) { &mut one } else { &mut other };
        merged.extend(next.pop_front());
    }
    merged.extend(one);
    merged.extend(other);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(service: Service, second: i64, by: &str, version: u64) -> Record {
        Record {
            service,
            recorded_at: DateTime::from_timestamp(second, 0).unwrap_or_default(),
            effective_on: None,
            what: format!("{service} {version}"),
            by: by.to_owned(),
            basis: String::new(),
            citation: String::new(),
            summary: String::new(),
            version,
        }
    }

    #[test]
    fn an_actor_is_known_by_role_timer_or_service() {
        for (actor, name) in [
            ("physician:dr-1@0411724220", "physician"),
            ("system:timer", "timer"),
            ("system:assessment/300", "assessment"),
            ("timer", "timer"),
        ] {
            assert_eq!(who(actor), name);
        }
    }

    #[test]
    fn a_fact_stands_after_what_caused_it() {
        use Service::{Assessment, Questionnaire};
        let assessment = vec![
            record(Assessment, 1, "physician", 1),
            record(Assessment, 2, "physician", 2),
            record(Assessment, 2, "questionnaire", 3),
        ];
        let questionnaire = vec![
            record(Questionnaire, 2, "assessment", 1),
            record(Questionnaire, 2, "timer", 2),
            record(Questionnaire, 3, "timer", 3),
        ];
        let merged: Vec<_> = merge(assessment, questionnaire).into_iter().map(|record| record.what).collect();
        let expected =
            ["assessment 1", "assessment 2", "questionnaire 1", "questionnaire 2", "assessment 3", "questionnaire 3"];
        assert_eq!(merged, expected);
    }
}
