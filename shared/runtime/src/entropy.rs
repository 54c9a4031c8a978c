//! The only source of randomness.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;

/// Random bytes: the operating system's, or a seeded sequence for tests that must repeat.
#[derive(Clone)]
pub struct Entropy(Source);

#[derive(Clone)]
enum Source {
    System(SystemRandom),
    Seeded(Arc<Mutex<(u64, u64)>>),
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::System(_) => "Entropy(system)",
            Source::Seeded(_) => "Entropy(seeded)",
        })
    }
}

impl Entropy {
    /// The operating system's generator.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System(SystemRandom::new()))
    }

    /// A sequence that the seed decides. For tests: it protects nothing.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new((seed, 0)))))
    }

    /// Fills `target` with random bytes.
    ///
    /// # Panics
    /// If the operating system has no randomness to give: nothing can be sealed or signed then.
    pub fn fill(&self, target: &mut [u8]) {
        match &self.0 {
            Source::System(random) => random.fill(target).expect("the operating system gives random bytes"),
            Source::Seeded(state) => {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                for chunk in target.chunks_mut(32) {
                    let input = [state.0.to_be_bytes(), state.1.to_be_bytes()].concat();
                    state.1 += 1;
                    chunk.copy_from_slice(&digest::digest(&digest::SHA256, &input).as_ref()[..chunk.len()]);
                }
            }
        }
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A new time-ordered identifier (UUID version 7).
    #[must_use]
    pub fn time_ordered_id(&self, now: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// A new random identifier (UUID version 4).
    #[must_use]
    pub fn random_id(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_never_the_same_twice() {
        let (first, second) = (Entropy::seeded(7), Entropy::seeded(7));
        let drawn: [u8; 40] = first.bytes();
        assert_eq!(drawn, second.bytes::<40>());
        assert_ne!(drawn, first.bytes::<40>());
        assert_ne!(Entropy::seeded(8).bytes::<40>(), drawn);
    }

    #[test]
    fn identifiers_carry_their_time() {
        let now = DateTime::from_timestamp_millis(1_662_019_200_123).expect("an instant");
        let id = Entropy::system().time_ordered_id(now);
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.as_u128() >> 80, 1_662_019_200_123);
        assert_eq!(Entropy::system().random_id().get_version_num(), 4);
    }
}
