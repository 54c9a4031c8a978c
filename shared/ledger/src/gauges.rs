//! What an operator watches of a ledger: how far it is, how far it has heard others, what is due and not yet done, what waits.

use opentelemetry::KeyValue;
use opentelemetry::metrics::Gauge;

use crate::db::StoreError;
use crate::domain::Domain;
use crate::ledger::Ledger;
use crate::on;

const DUE: &str = "SELECT COUNT(*) FROM timer WHERE ledger = $1 AND fire_on <= $2";
const PARKED: &str = "SELECT COUNT(*) FROM parked_fact WHERE ledger = $1";
const STUCK: &str = "SELECT COUNT(*) FROM stuck_fact WHERE ledger = $1";
const HEARD: &str = "SELECT source, position FROM feed_cursor WHERE ledger = $1 ORDER BY source";

pub(crate) struct Gauges {
    position: Gauge<i64>,
    heard: Gauge<i64>,
    due: Gauge<i64>,
    parked: Gauge<i64>,
    stuck: Gauge<i64>,
}

impl Gauges {
    pub(crate) fn new() -> Self {
        let meter = opentelemetry::global::meter("trajet.ledger");
        let gauge = |name: &'static str, what: &'static str| meter.i64_gauge(name).with_description(what).build();
        Self {
            position: gauge("trajet.ledger.position", "The position of the ledger's head"),
            heard: gauge("trajet.ledger.heard", "The position up to which another ledger's feed was taken over"),
            due: gauge("trajet.ledger.timers.due", "Timers whose day has come and that have not fired"),
            parked: gauge("trajet.ledger.facts.parked", "Facts of other services that cannot act yet"),
            stuck: gauge("trajet.ledger.facts.stuck", "Facts of other services that could not be taken over"),
        }
    }

    /// Reads and records all of them.
    pub(crate) async fn measure<D: Domain>(&self, ledger: &Ledger<D>) -> Result<(), StoreError> {
        let here = [KeyValue::new("ledger", ledger.name().to_owned())];
        self.position.record(ledger.head_cursor().position, &here);
        let today = ledger.clock().today().to_string();
        let (due,): (i64,) =
            on!(ledger.db(), |pool| sqlx::query_as(DUE).bind(ledger.name()).bind(today).fetch_one(pool).await?);
        self.due.record(due, &here);
        let (parked,): (i64,) =
            on!(ledger.db(), |pool| sqlx::query_as(PARKED).bind(ledger.name()).fetch_one(pool).await?);
        self.parked.record(parked, &here);
        let (stuck,): (i64,) =
            on!(ledger.db(), |pool| sqlx::query_as(STUCK).bind(ledger.name()).fetch_one(pool).await?);
        self.stuck.record(stuck, &here);
        let heard: Vec<(String, i64)> =
            on!(ledger.db(), |pool| sqlx::query_as(HEARD).bind(ledger.name()).fetch_all(pool).await?);
        for (source, position) in heard {
            self.heard.record(position, &[here[0].clone(), KeyValue::new("source", source)]);
        }
        Ok(())
    }
}
