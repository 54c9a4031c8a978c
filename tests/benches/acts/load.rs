//! Callers that act one after another, as fast as they are answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use acceptance::acts::recognition;
use acceptance::people::{declaration, person};
use acceptance::{Client, day, days};
use chrono::{Datelike as _, NaiveDate};
use futures_util::future::join_all;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1::InsuredPerson;

/// How long each act took, and when it ended.
pub(crate) type Acts = Vec<(Instant, Duration)>;

/// Numbers the persons of a run, so that each incapacity is another person's.
#[derive(Debug, Default)]
pub(crate) struct Persons(AtomicU32);

impl Persons {
    /// The next one: another day of birth or another number within it.
    pub(crate) fn next(&self) -> InsuredPerson {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let (birth, counter) = (day("1950-01-01") + days(i64::from(number / 498)), number % 498 * 2 + 2);
        let digits = birth.year() % 100 * 10_000_000;
        let digits =
            u64::try_from(digits).unwrap() + u64::from(birth.month() * 100_000 + birth.day() * 1_000 + counter);
        let niss = format!("{digits:09}{:02}", 97 - digits % 97);
        InsuredPerson { niss, birth_date: Some(to_proto(birth)), ..person(number) }
    }
}

/// Callers at work until they are told to stop.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    callers: Vec<tokio::task::JoinHandle<Acts>>,
}

impl Load {
    /// Starts so many callers, spread over the clients' channels.
    pub(crate) fn start(callers: usize, clients: &[Client], persons: &Arc<Persons>, start: NaiveDate) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let callers = clients.iter().cycle().take(callers);
        let callers =
            callers.map(|client| tokio::spawn(act(client.clone(), Arc::clone(persons), start, Arc::clone(&stop))));
        Self { callers: callers.collect(), stop }
    }

    /// Stops them and gives what all of them did.
    pub(crate) async fn stop(self) -> Acts {
        self.stop.store(true, Ordering::Relaxed);
        join_all(self.callers).await.into_iter().flat_map(Result::unwrap).collect()
    }
}

async fn act(client: Client, persons: Arc<Persons>, start: NaiveDate, stop: Arc<AtomicBool>) -> Acts {
    let mut acts = Vec::new();
    let mut assessment = client.assessment();
    while !stop.load(Ordering::Relaxed) {
        let request = declaration(persons.next(), start);
        let began = Instant::now();
        let declared = assessment.declare_incapacity(request).await.unwrap().into_inner();
        let then = Instant::now();
        acts.push((then, then - began));
        let request = recognition(&declared.case_id, start);
        let began = Instant::now();
        assessment.recognise_incapacity(request).await.unwrap();
        let then = Instant::now();
        acts.push((then, then - began));
    }
    acts
}

/// The time within which this share of the acts was done.
pub(crate) fn percentile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a list"
    )]
    let place = (times.len() as f64 * share) as usize;
    times.get(place.min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}
