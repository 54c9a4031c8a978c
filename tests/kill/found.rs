//! What both services show in the end, by their answers and by their tables.

use std::collections::{BTreeMap, BTreeSet};

use acceptance::acts::step;
use acceptance::database::Database;
use acceptance::day::{day, read};
use acceptance::{Client, Role};
use tonic::Status;
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::questionnaire::v1 as questionnaire;
use trajet_contracts::r#type::v1::{HistoryEntry, WorkRow};
use uuid::Uuid;

use crate::model::{Acted, Shown, Work};
use crate::platform::Platform;

/// Assessment and questionnaire, in this order, in every pair.
pub(crate) struct Found {
    pub(crate) shown: BTreeMap<String, [Shown; 2]>,
    pub(crate) acted: BTreeMap<String, Acted>,
    /// What assessment recorded of each case.
    pub(crate) history: BTreeMap<String, Vec<HistoryEntry>>,
    /// The requests of people that have an answer.
    pub(crate) answered: Vec<String>,
    /// The requests of people, once for each event that they led to.
    pub(crate) led_to_events: Vec<String>,
    /// Facts that could not act.
    pub(crate) parked: usize,
    /// Persons on each work list.
    pub(crate) persons: [usize; 2],
}

impl Found {
    pub(crate) async fn read(platform: &Platform) -> Self {
        let mut found = Self {
            shown: BTreeMap::new(),
            acted: BTreeMap::new(),
            history: BTreeMap::new(),
            answered: Vec::new(),
            led_to_events: Vec::new(),
            parked: 0,
            persons: [0; 2],
        };
        for service in 0..2 {
            found.read_tables(service, &platform.database(service).await).await;
            found.read_work(service, platform).await;
        }
        found.read_histories(platform).await;
        found
    }

    async fn read_tables(&mut self, service: usize, database: &Database) {
        let streams: Vec<(Uuid,)> =
            database.all("SELECT DISTINCT stream FROM event WHERE ledger NOT LIKE '%.reads/%'").await;
        for (stream,) in streams {
            self.shown.entry(stream.to_string()).or_default();
        }
        let timers: Vec<(Uuid, String, String)> = database.all("SELECT stream, kind, fire_on FROM timer").await;
        for (stream, kind, fire_on) in timers {
            self.shown_of(&stream.to_string(), service).timers.insert((kind, day(&fire_on)));
        }
        self.parked += usize::try_from(database.count("SELECT COUNT(*) FROM parked_fact").await).unwrap();
        let text = |rows: Vec<(Uuid,)>| rows.into_iter().map(|(id,)| id.to_string());
        let answered = database.all("SELECT request_id FROM request WHERE caller LIKE 'physician:%'").await;
        self.answered.extend(text(answered));
        let events = database
            .all("SELECT request_id FROM event WHERE actor LIKE 'physician:%' AND ledger NOT LIKE '%.reads/%'")
            .await;
        self.led_to_events.extend(text(events));
    }

    fn shown_of(&mut self, case_id: &str, service: usize) -> &mut Shown {
        &mut self.shown.entry(case_id.to_owned()).or_default()[service]
    }

    async fn read_work(&mut self, service: usize, platform: &Platform) {
        let bearer = platform.bearer(Role::Physician, "reader");
        let mut page_token = String::new();
        let mut persons = BTreeSet::new();
        loop {
            let list = async |client: Client| work_page(service, &client, page_token.clone()).await;
            let ((rows, next), _) = platform.answer(&platform.parts()[service], &bearer, list).await;
            for row in rows {
                assert!(persons.insert(row.niss.clone()), "a person has one row");
                for item in row.items {
                    let deadline = item.deadline.unwrap();
                    let plan = deadline.plan.as_ref().unwrap();
                    let until = read(plan.due).or(read(plan.target)).unwrap();
                    let work = Work { step: step(&deadline), until, missed_on: read(deadline.missed_on) };
                    assert!(self.shown_of(&item.case_id, service).work.insert(work), "a deadline is listed once");
                }
            }
            if next.is_empty() {
                self.persons[service] = persons.len();
                return;
            }
            page_token = next;
        }
    }

    async fn read_histories(&mut self, platform: &Platform) {
        let bearer = platform.bearer(Role::Auditor, "reader");
        for (case_id, shown) in &mut self.shown {
            for (service, shown) in shown.iter_mut().enumerate() {
                let list = async |client: Client| history(service, &client, case_id).await;
                let (entries, _) = platform.answer(&platform.parts()[service], &bearer, list).await;
                for entry in &entries {
                    *shown.events.entry(entry.kind.clone()).or_default() += 1;
                }
                let on = |kinds: [&str; 2]| {
                    let entry = entries.iter().find(|entry| kinds.contains(&entry.kind.as_str()));
                    entry.and_then(|entry| read(entry.effective_on))
                };
                if service == 0 {
                    self.history.insert(case_id.clone(), entries);
                } else {
                    let settled_on = on(["questionnaire_sent", "sending_waived"]);
                    let helped_on = on(["help_asked", ""]);
                    self.acted.insert(case_id.clone(), Acted { settled_on, helped_on });
                }
            }
        }
    }
}

/// A page of a work list, with everything that is open within ninety days, and the token of the next.
async fn work_page(service: usize, client: &Client, page_token: String) -> Result<(Vec<WorkRow>, String), Status> {
    let soon_within_days = Some(90);
    Ok(if service == 0 {
        let request = assessment::ListWorkRequest { soon_within_days, page_size: 50, page_token, ..Default::default() };
        let answer = client.assessment().list_work(request).await?.into_inner();
        (answer.rows, answer.next_page_token)
    } else {
        let request =
            questionnaire::ListWorkRequest { soon_within_days, page_size: 50, page_token, ..Default::default() };
        let answer = client.questionnaire().list_work(request).await?.into_inner();
        (answer.rows, answer.next_page_token)
    })
}

/// All that was recorded of a case; nothing where it is not known.
async fn history(service: usize, client: &Client, case_id: &str) -> Result<Vec<HistoryEntry>, Status> {
    let case_id = case_id.to_owned();
    let answer = if service == 0 {
        let request = assessment::ListCaseHistoryRequest { case_id, page_size: 200, ..Default::default() };
        client.assessment().list_case_history(request).await.map(|answer| answer.into_inner().entries)
    } else {
        let request = questionnaire::ListCaseHistoryRequest { case_id, page_size: 200, ..Default::default() };
        client.questionnaire().list_case_history(request).await.map(|answer| answer.into_inner().entries)
    };
    match answer {
        Err(status) if status.code() == tonic::Code::NotFound => Ok(Vec::new()),
        answer => answer,
    }
}
