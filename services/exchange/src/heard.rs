//! Whether all was heard that the dossier told by now (X3).
//!
//! A listener is always a little behind, and does not know how much. But the dossier says where its ledger ends, and once what was
//! taken over from it reaches there, whatever it told before it was asked is known here.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use trajet_contracts::feed::v1::GetLedgerRequest;
use trajet_ledger::feed::Connect;
use trajet_ledger::{Cursor, Ledger, StoreError};

use crate::ledger::Exchange;

/// How long the dossier may take to answer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);
/// How often it is looked whether the listener has come so far, and the pause between two looks: it is usually there at once. On a
/// clock that is set by hand, where the courier comes again at once, it is looked once.
const LOOKS: u32 = 50;
const PAUSE: Duration = Duration::from_millis(50);

/// Asks the dossier of an insurer where its ledger ends.
pub(crate) type Head = Arc<dyn Fn() -> BoxFuture<'static, Result<Cursor, NotHeard>> + Send + Sync>;

/// Why it is not known that all was heard.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotHeard {
    /// The dossier cannot be reached, or does not answer.
    #[error("the dossier cannot be asked what it told")]
    Away,
    /// It told more than was heard.
    #[error("not all was heard that the dossier told")]
    Behind,
    /// Our own database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks through a connection to the dossier.
pub(crate) fn head_of(connect: Arc<dyn Connect>, ledger: String) -> Head {
    Arc::new(move || {
        let (mut client, ledger) = (connect.client(), ledger.clone());
        Box::pin(async move {
            let asked = client.get_ledger(GetLedgerRequest { ledger });
            let answered = tokio::time::timeout(ANSWERED_WITHIN, asked).await.map_err(|_| NotHeard::Away)?;
            let head = answered.map_err(|_| NotHeard::Away)?.into_inner();
            head.cursor.parse().map_err(|_| NotHeard::Away)
        })
    })
}

/// Waits a little until all was heard that the dossier had told when it was asked.
pub(crate) async fn up_to_the_head(ledger: &Ledger<Exchange>, head: &Head) -> Result<(), NotHeard> {
    let head = head().await?;
    let looks = if ledger.clock().is_manual() { 1 } else { LOOKS };
    for look in 1..=looks {
        if reaches(ledger.cursor_of(&head.ledger).await?.as_ref(), &head) {
            return Ok(());
        }
        if look < looks {
            tokio::time::sleep(PAUSE).await;
        }
    }
    Err(NotHeard::Behind)
}

/// Whether what was taken over reaches the head, in the same history: a ledger that was restored has another one.
fn reaches(taken: Option<&Cursor>, head: &Cursor) -> bool {
    head.position == 0 || taken.is_some_and(|taken| taken.epoch == head.epoch && taken.position >= head.position)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn x3_what_was_taken_over_reaches_the_head_in_the_same_history_alone() {
        let at = |epoch, position| Cursor::new("dossier/300", Uuid::from_u128(epoch), position, &[7; 32]);
        assert!(reaches(None, &at(1, 0)), "nothing was told");
        assert!(!reaches(None, &at(1, 1)));
        for (taken, heard) in [(at(1, 40), false), (at(1, 41), true), (at(1, 42), true), (at(2, 42), false)] {
            assert_eq!(reaches(Some(&taken), &at(1, 41)), heard, "{taken}");
        }
    }
}
