//! Waiting for a condition, never for a time.

use std::time::Duration;

/// Longer than anything takes on a busy machine, and shorter than the patience of the test runner.
const PATIENCE: Duration = Duration::from_mins(2);

/// Waits for what must happen; `what` is told when it does not.
pub async fn within<F: Future>(what: &str, happens: F) -> F::Output {
    let outcome = tokio::time::timeout(PATIENCE, happens).await;
    outcome.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}

/// Looks again and again until there is something to see. Each look is a call, so that nothing spins.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    within(what, async {
        loop {
            if let Some(seen) = look().await {
                return seen;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}
