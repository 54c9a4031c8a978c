//! Who may listen to a feed, and listening to the feeds of other services.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tonic::Extensions;
use trajet_access::Caller;
use trajet_ledger::Domain;
use trajet_ledger::feed::{Connect, Consumer, FeedSource, Published, Reaction, Translate};
use trajet_runtime::Failure;

use crate::ledgers::Ledgers;

/// A service may listen to the ledgers of the insurer in its credential, and to no other's.
///
/// # Errors
/// If there is no caller, or the ledger is another insurer's.
pub fn permit(extensions: &Extensions, ledger: &str) -> Result<(), Failure> {
    let caller = extensions.get::<Caller>().ok_or(Failure::CredentialsMissing)?;
    let insurer = ledger.rsplit('/').next().unwrap_or_default();
    if caller.insurer.as_str() == insurer {
        Ok(())
    } else {
        Err(Failure::InsurerNotServed { insurer: insurer.to_owned() })
    }
}

/// The feeds of a service's ledgers.
#[must_use]
pub fn sources<D: Domain>(ledgers: &Ledgers<D>, translate: Translate<D>) -> Vec<Arc<dyn FeedSource>> {
    ledgers
        .all()
        .map(|(_, ledger)| Arc::new(Published::new(ledger.clone(), translate)) as Arc<dyn FeedSource>)
        .collect()
}

/// Gives the connection to a producer on behalf of an insurer.
pub type ConnectFor = Arc<dyn Fn(&str) -> Arc<dyn Connect> + Send + Sync>;

/// The other services that this one can reach, by name. Those that are not there are not listened to: what they have to
/// tell waits with them.
pub type Peers = BTreeMap<&'static str, ConnectFor>;

/// Takes over, for every insurer, what another service says on its feed, until the process stops; nothing if that service
/// cannot be reached.
pub fn start<D: Domain>(
    ledgers: &Ledgers<D>,
    producer: &'static str,
    peers: &Peers,
    reaction: Reaction<D>,
    stop: &CancellationToken,
) {
    let Some(connect) = peers.get(producer) else { return };
    for (insurer, ledger) in ledgers.all() {
        let source = format!("{producer}/{insurer}");
        let consumer = Consumer::new(ledger.clone(), source, connect(insurer), reaction);
        tokio::spawn(consumer.run(stop.clone()));
    }
}
