//! A platform with its people.

use std::path::PathBuf;

use acceptance::{Client, Engine, Installation, Role, Server, day};
use chrono::NaiveDate;
use trajet_contracts::r#type::v1::HistoryEntry;

/// The first day of incapacity of all that happens here.
pub(crate) fn start() -> NaiveDate {
    day("2022-09-01")
}

pub(crate) struct Platform {
    installation: Installation,
    pub(crate) server: Server,
    pub(crate) physician: Client,
    pub(crate) coordinator: Client,
}

impl Platform {
    pub(crate) async fn new(engine: Engine) -> Self {
        let options = ["--simulated-clock", "--start", "2022-09-01"];
        let installation = Installation::new(engine).await;
        let server = installation.serve(&options).await;
        let (physician, coordinator) = (server.client(Role::Physician), server.client(Role::Coordinator));
        Self { installation, server, physician, coordinator }
    }

    /// Where its keys are.
    pub(crate) fn data(&self) -> PathBuf {
        self.installation.data()
    }

    /// The work of both lists on a day, by step.
    pub(crate) async fn work_on(&self, today: NaiveDate) -> Vec<(String, String)> {
        self.server.advance(today).await;
        let named = |(step, standing): (String, trajet_contracts::r#type::v1::Standing)| {
            (step, standing.as_str_name().trim_start_matches("STANDING_").to_lowercase())
        };
        acceptance::acts::standings(&self.physician.work().await).into_iter().map(named).collect()
    }
}

/// What was recorded: kind, day in law, rule, and who did it.
pub(crate) type Record = (String, String, String, String);

/// The records of a history. Each names the text of the law, or says that the reading is the platform's own.
pub(crate) fn records(history: &[HistoryEntry]) -> Vec<Record> {
    let record = |(index, entry): (usize, &HistoryEntry)| {
        let basis = entry.basis.as_ref().unwrap();
        assert!(!basis.citation.is_empty() && !entry.summary.is_empty(), "{entry:?}");
        assert_eq!(entry.version, index as u64 + 1, "{entry:?}");
        let on = acceptance::day::read(entry.effective_on).unwrap().to_string();
        let actor = entry.actor.split('@').next().unwrap().to_owned();
        (entry.kind.clone(), on, basis.rule.clone(), actor)
    };
    history.iter().enumerate().map(record).collect()
}

/// Records as a test writes them.
pub(crate) fn expected(rows: &[(&str, &str, &str, &str)]) -> Vec<Record> {
    let owned = |(kind, on, rule, actor): &(&str, &str, &str, &str)| {
        ((*kind).to_owned(), (*on).to_owned(), (*rule).to_owned(), (*actor).to_owned())
    };
    rows.iter().map(owned).collect()
}
