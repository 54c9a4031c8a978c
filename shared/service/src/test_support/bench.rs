//! What a service under test runs on.

use std::sync::Arc;

use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use trajet_ledger::feed::{FactCommand, FeedSource, UnreadableFact};
use trajet_ledger::{Actor, Domain, DueTimer, Ledger, Location, Request, Setup, Source, Submission};
use trajet_runtime::{Clock, Entropy, KeyRing};
use uuid::Uuid;

/// A clock set by hand, randomness from a seed, and a database of its own.
pub struct Bench {
    /// The clock.
    pub clock: Clock,
    /// Where the database is.
    pub location: Location,
    entropy: Entropy,
    _files: Option<TempDir>,
}

impl Bench {
    /// On SQLite, by a clock.
    #[must_use]
    pub fn sqlite(service: &str, clock: Clock) -> Self {
        let files = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(files.path().join(format!("{service}.db")));
        Self { clock, location, entropy: Entropy::seeded(1), _files: Some(files) }
    }

    /// On PostgreSQL, by a clock.
    #[must_use]
    pub fn postgres(service: &str, clock: Clock) -> Self {
        let url = std::env::var("TRAJET_TEST_POSTGRES")
            .expect("TRAJET_TEST_POSTGRES is not set: run the tests with `bash tests/run`");
        let schema = format!("{service}_{}", Entropy::system().random_id().simple());
        let location = Location::Postgres { url: format!("{url}postgres"), schema };
        Self { clock, location, entropy: Entropy::seeded(1), _files: None }
    }

    /// What ledgers are opened with.
    #[must_use]
    pub fn setup(&self) -> Setup {
        Setup {
            keys: Arc::new(KeyRing::seeded(&self.entropy)),
            clock: self.clock.clone(),
            entropy: self.entropy.clone(),
            stop: CancellationToken::new(),
        }
    }

    /// An identifier that none had before.
    #[must_use]
    pub fn id(&self) -> String {
        self.entropy.random_id().to_string()
    }

    /// Executes a command that no caller gives.
    pub async fn execute<D: Domain>(&self, ledger: &Ledger<D>, stream: Uuid, command: D::Command) {
        self.submit(ledger, stream, command, Actor::timer(), None).await;
    }

    async fn submit<D: Domain>(
        &self,
        ledger: &Ledger<D>,
        stream: Uuid,
        command: D::Command,
        actor: Actor,
        source: Option<Source>,
    ) {
        let request = Request { method: "test".to_owned(), id: self.entropy.random_id(), content: Vec::new() };
        let submission = Submission { stream, command, request, if_version: None, actor, trace: String::new(), source };
        ledger.execute(submission).await.unwrap();
    }

    /// Takes over a fact of another service, which must be one that is taken over.
    pub async fn take<D: Domain>(&self, ledger: &Ledger<D>, reacted: Result<Option<FactCommand<D>>, UnreadableFact>) {
        let FactCommand { stream, command, .. } = reacted.unwrap().unwrap();
        let source = Source { ledger: "elsewhere/300".to_owned(), position: 1 };
        self.submit(ledger, stream, command, Actor::fact(&source.ledger), Some(source)).await;
    }

    /// Moves to a day and fires whatever is due; says how many timers fired.
    pub async fn until<D: Domain>(
        &self,
        ledger: &Ledger<D>,
        today: &str,
        command: fn(&DueTimer) -> Option<D::Command>,
    ) -> usize {
        let today = today.parse().unwrap();
        self.clock.set(today).unwrap();
        let mut fired = 0;
        loop {
            let due = ledger.due_timers(today, 10).await.unwrap();
            if due.is_empty() {
                return fired;
            }
            for timer in due {
                self.execute(ledger, timer.stream, command(&timer).unwrap()).await;
                fired += 1;
            }
        }
    }
}

/// The tables show what the events say, no more and no less.
pub async fn views_follow_from_the_events<D: Domain>(ledger: &Ledger<D>) {
    let report = trajet_ledger::verify::views(ledger).await.unwrap();
    assert_eq!(report.findings, []);
}

/// What a feed tells, each by the name of its message.
pub async fn fed(source: &dyn FeedSource) -> Vec<String> {
    let page = source.page(None, 100).await.unwrap();
    page.events.into_iter().map(|event| event.kind.rsplit('.').next().unwrap().to_owned()).collect()
}
