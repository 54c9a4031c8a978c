//! The end of a process, announced.

use std::sync::Arc;

use tokio::sync::watch;

/// Tells all parts of a process that it is to stop. Streams end themselves when it begins: a server waits for them.
#[derive(Debug, Clone)]
pub struct Drain(Arc<watch::Sender<bool>>);

impl Default for Drain {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Drain {
    /// Announces the end. Once is enough.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether the end was announced.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the end is announced. The future holds nothing of `self`, so that a stream can own it.
    pub fn begun(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut begun = self.0.subscribe();
        let sender = Arc::clone(&self.0);
        async move {
            // The sender lives as long as this future, so waiting cannot fail.
            let _ = begun.wait_for(|begun| *begun).await;
            drop(sender);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_who_wait_are_told_and_latecomers_too() {
        let drain = Drain::default();
        let waiting = tokio::spawn(drain.clone().begun());
        assert!(!drain.has_begun());
        drain.begin();
        waiting.await.expect("it ends");
        drain.begun().await;
        assert!(drain.has_begun());
    }
}
