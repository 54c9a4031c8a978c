//! The only source of time.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tokio::sync::watch;
use trajet_law::brussels;

/// Where "now" comes from: the machine's clock, or a date set by hand.
///
/// The manual clock drives legal time only: leases, tokens and backoff use the machine's clock. It stands at
/// eight in the morning, Brussels time, of its date and never goes back.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<watch::Sender<NaiveDate>>),
}

/// The clock could not be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// Only a manual clock can be set.
    #[error("the system clock cannot be set: start with a simulated clock")]
    NotManual,
    /// The clock never goes back.
    #[error("the clock stands at {current} and cannot go back to {asked}")]
    Backwards {
        /// The date it shows.
        current: NaiveDate,
        /// The date that was asked for.
        asked: NaiveDate,
    },
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `date` until it is set.
    #[must_use]
    pub fn manual(date: NaiveDate) -> Self {
        Self(Source::Manual(Arc::new(watch::Sender::new(date))))
    }

    /// Whether this clock is set by hand.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        matches!(self.0, Source::Manual(_))
    }

    /// The present instant.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one source of time")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => Utc::now(),
            Source::Manual(date) => brussels::morning_of(*date.borrow()),
        }
    }

    /// The present civil date in Brussels (T1).
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        brussels::date_of(self.now())
    }

    /// Sets a manual clock to a later date.
    ///
    /// # Errors
    /// If the clock is the machine's, or the date lies before the one it shows.
    pub fn set(&self, date: NaiveDate) -> Result<(), ClockError> {
        let Source::Manual(current) = &self.0 else {
            return Err(ClockError::NotManual);
        };
        let mut outcome = Ok(());
        current.send_if_modified(|shown| {
            if date < *shown {
                outcome = Err(ClockError::Backwards { current: *shown, asked: date });
                return false;
            }
            std::mem::replace(shown, date) != date
        });
        outcome
    }

    /// Returns when the civil date in Brussels is no longer `date`.
    pub async fn date_changed_from(&self, date: NaiveDate) {
        match &self.0 {
            Source::Manual(current) => {
                // The sender lives in `self`, so waiting cannot fail.
                let _ = current.subscribe().wait_for(|shown| *shown != date).await;
            }
            Source::System => {
                while self.today() == date {
                    // Never more than a minute, so that a corrected machine clock is noticed.
                    let left = brussels::midnight_after(date) - self.now();
                    let pause = left.clamp(TimeDelta::milliseconds(10), TimeDelta::minutes(1));
                    tokio::time::sleep(pause.to_std().unwrap_or_default()).await;
                }
            }
        }
    }
}

/// The machine's clock, for what must not follow a simulated date: tokens, backoff, telemetry.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one source of time")]
pub fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_manual_clock_shows_its_date_and_never_goes_back() {
        let clock = Clock::manual(day("2022-03-27"));
        assert_eq!(clock.today(), day("2022-03-27"));
        clock.set(day("2022-10-30")).expect("forward");
        assert_eq!(clock.today(), day("2022-10-30"));
        assert_eq!(
            clock.set(day("2022-10-29")),
            Err(ClockError::Backwards { current: day("2022-10-30"), asked: day("2022-10-29") })
        );
        assert_eq!(Clock::system().set(day("2022-10-29")), Err(ClockError::NotManual));
    }

    #[tokio::test]
    async fn waiting_ends_when_the_date_is_set() {
        let clock = Clock::manual(day("2022-09-01"));
        let waiting = tokio::spawn({
            let clock = clock.clone();
            async move { clock.date_changed_from(day("2022-09-01")).await }
        });
        clock.set(day("2022-09-02")).expect("forward");
        waiting.await.expect("it ends");
    }
}
