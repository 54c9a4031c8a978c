//! What the services recorded of a case, in one sequence.

use std::collections::VecDeque;

use chrono::{DateTime, NaiveDate, Utc};
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::dossier::v1 as dossier;
use trajet_contracts::exchange::v1 as exchange;
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
    /// Its place in the ledger of the service.
    pub(crate) position: u64,
    /// The place of the entry that annulled it; 0 while it stands.
    pub(crate) annulled_by: u64,
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
            summary: match entry.annulled_by {
                0 => entry.summary,
                by => format!("[annulled by {by}] {}", entry.summary),
            },
            position: entry.position,
            annulled_by: entry.annulled_by,
            version: entry.version,
        }
    }

    /// The day on which it was recorded, in Brussels.
    pub(crate) fn recorded_on(&self) -> NaiveDate {
        brussels::date_of(self.recorded_at)
    }

    fn is_from_another_service(&self) -> bool {
        self.service.producers().iter().any(|producer| self.by == producer.name())
    }
}

/// The role of an actor as the ledger stores it: `physician:dr-1@0411724220`, `system:timer`, `system:assessment/300`.
fn who(actor: &str) -> String {
    let (role, rest) = actor.split_once(':').unwrap_or((actor, ""));
    let name = if role == "system" { rest.split('/').next().unwrap_or(rest) } else { role };
    name.to_owned()
}

/// All that one service of one server recorded of a case; nothing if the server does not run it or does not know the case.
macro_rules! all_pages {
    ($client:expr, $contract:ident, $service:expr, $case_id:expr) => {{
        let mut records = Vec::new();
        let mut request =
            $contract::ListCaseHistoryRequest { case_id: $case_id.to_owned(), page_size: 200, ..Default::default() };
        while let Some(page) = known($client.list_case_history(request.clone()).await)? {
            records.extend(page.entries.into_iter().map(|entry| Record::of($service, entry)));
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        records
    }};
}

/// What each service recorded of a case, by the time of recording.
///
/// # Errors
/// If a server fails, or none knows the case.
pub(crate) async fn of(servers: &mut [Clients], case_id: &str) -> Result<Vec<Record>, Error> {
    let mut records: [Vec<Record>; 4] = Default::default();
    for clients in servers {
        let [assessment, questionnaire, dossier, exchange] = &mut records;
        assessment.append(&mut all_pages!(clients.assessment, assessment, Service::Assessment, case_id));
        questionnaire.append(&mut all_pages!(clients.questionnaire, questionnaire, Service::Questionnaire, case_id));
        dossier.append(&mut all_pages!(clients.dossier, dossier, Service::Dossier, case_id));
        exchange.append(&mut all_pages!(clients.exchange, exchange, Service::Exchange, case_id));
    }
    if records.iter().all(Vec::is_empty) {
        return Err(tonic::Status::not_found("there is no such case").into());
    }
    Ok(merge(records))
}

/// What one service recorded of a case.
///
/// # Errors
/// If the server fails.
pub(crate) async fn of_service(clients: &mut Clients, service: Service, case_id: &str) -> Result<Vec<Record>, Error> {
    Ok(match service {
        Service::Assessment => all_pages!(clients.assessment, assessment, service, case_id),
        Service::Questionnaire => all_pages!(clients.questionnaire, questionnaire, service, case_id),
        Service::Dossier => all_pages!(clients.dossier, dossier, service, case_id),
        Service::Exchange => all_pages!(clients.exchange, exchange, service, case_id),
    })
}

/// Each service's own order stays. Between services the earlier instant comes first. At the same instant, as all of a
/// simulated day is, a fact stands after what caused it: it comes when the service that told it has told something of that
/// instant already, and best when that one has nothing more to tell. What one service did at once by one hand stays together.
fn merge(records: [Vec<Record>; 4]) -> Vec<Record> {
    let mut queues = records.map(VecDeque::from);
    let mut merged: Vec<Record> = Vec::with_capacity(queues.iter().map(VecDeque::len).sum());
    loop {
        let told_by = |teller: &Record, record: &Record| {
            record.is_from_another_service()
                && teller.service.name() == record.by
                && teller.recorded_at == record.recorded_at
        };
        let rank = |record: &Record| {
            let cause_ahead = record.is_from_another_service() && !merged.iter().any(|cause| told_by(cause, record));
            let goes_on = merged.last().is_some_and(|last| {
                (last.service, &last.by, last.recorded_at) == (record.service, &record.by, record.recorded_at)
            });
            let more_ahead = queues.iter().filter_map(VecDeque::front).any(|next| told_by(next, record));
            (record.recorded_at, cause_ahead, !goes_on, more_ahead, record.is_from_another_service(), record.version)
        };
        let fronts = queues.iter().map(VecDeque::front).enumerate();
        let next = fronts.filter_map(|(queue, front)| Some((rank(front?), queue))).min();
        let Some((_, queue)) = next else { return merged };
        merged.extend(queues[queue].pop_front());
    }
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
            position: version,
            annulled_by: 0,
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

    fn told(records: [Vec<Record>; 4]) -> Vec<String> {
        merge(records).into_iter().map(|record| record.what).collect()
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
        let expected =
            ["assessment 1", "assessment 2", "questionnaire 1", "questionnaire 2", "assessment 3", "questionnaire 3"];
        assert_eq!(told([assessment, questionnaire, Vec::new(), Vec::new()]), expected);
    }

    #[test]
    fn a_fact_that_is_passed_on_stands_after_the_service_that_passed_it_on() {
        use Service::{Assessment, Dossier, Exchange, Questionnaire};
        let assessment = vec![record(Assessment, 1, "physician", 1), record(Assessment, 2, "exchange", 2)];
        let questionnaire = vec![record(Questionnaire, 2, "assessment", 1)];
        let dossier = vec![record(Dossier, 2, "exchange", 1), record(Dossier, 2, "assessment", 2)];
        let exchange = vec![record(Exchange, 2, "partner-agent", 1)];
        let expected = ["assessment 1", "exchange 1", "dossier 1", "assessment 2", "questionnaire 1", "dossier 2"];
        assert_eq!(told([assessment, questionnaire, dossier, exchange]), expected);
    }

    #[test]
    fn an_answer_stands_after_what_it_answers_however_much_was_recorded_before() {
        use Service::{Assessment, Dossier};
        let assessment = vec![record(Assessment, 2, "physician", 1), record(Assessment, 2, "dossier", 2)];
        let dossier = vec![record(Dossier, 2, "assessment", 7), record(Dossier, 2, "assessment", 8)];
        let expected = ["assessment 1", "dossier 7", "dossier 8", "assessment 2"];
        assert_eq!(told([assessment, Vec::new(), dossier, Vec::new()]), expected);
    }
}
