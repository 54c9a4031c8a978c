//! What becomes of a referral: it is sent, acknowledged, answered, and what the partner undertakes is followed (X4).
//!
//! Practice slides. The order of the steps, and that what was said is not unsaid, is our own reading. The same told again does
//! nothing, so that a partner may repeat whatever it did not see answered.

use chrono::NaiveDate;

use super::commitment::Commitment;
use super::said::{CommitmentKind, NotSaid, Progress, Said, Saying};
use crate::code::coded_enum;
use crate::deadline::{DatedFact, FactKind};

/// The most commitments of a referral.
pub const MOST_COMMITMENTS: usize = 50;
/// The most questions and new days of a referral together: without a bound a partner could say them for ever.
pub const MOST_WORDS: usize = 200;

coded_enum! {
    /// Where a referral stands.
    pub enum Stage: "stage of a referral" {
        /// It waits to be sent.
        Queued = "queued",
        /// The partner has it in its inbox.
        Sent = "sent",
        /// The partner acknowledged it.
        Acknowledged = "acknowledged",
        /// The partner needs to know more before it answers.
        InformationAsked = "information_asked",
        /// The partner accepted it.
        Accepted = "accepted",
        /// The partner declined it.
        Declined = "declined",
        /// The partner did what was asked.
        Completed = "completed",
        /// It could not be sent: the organisation was no such partner on that day.
        Returned = "returned",
        /// It was withdrawn, or ended with the incapacity.
        Ended = "ended",
    }
}

/// All that became of a referral, in the order in which it was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course(Vec<Said>);

impl Course {
    /// Adds a step. It decides nothing.
    pub fn add(&mut self, said: Said) {
        self.0.push(said);
    }

    /// Every step.
    #[must_use]
    pub fn steps(&self) -> &[Said] {
        &self.0
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let staged = |said: &Said| {
            Some(match said.progress {
                Progress::Sent => Stage::Sent,
                Progress::Returned => Stage::Returned,
                Progress::Acknowledged => Stage::Acknowledged,
                Progress::InformationAsked(_) => Stage::InformationAsked,
                Progress::Accepted => Stage::Accepted,
                Progress::Declined(_) => Stage::Declined,
                Progress::Completed => Stage::Completed,
                Progress::Ended(_) => Stage::Ended,
                Progress::Committed { .. }
                | Progress::Renegotiated { .. }
                | Progress::Kept { .. }
                | Progress::NotKept { .. } => return None,
            })
        };
        // What a partner said before it heard that it is over opens nothing.
        if self.0.iter().any(|said| matches!(said.progress, Progress::Ended(_))) {
            return Stage::Ended;
        }
        self.0.iter().rev().find_map(staged).unwrap_or(Stage::Queued)
    }

    /// Whether something can still become of it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.stage(), Stage::Declined | Stage::Completed | Stage::Returned | Stage::Ended)
    }

    /// The day on which it was sent.
    #[must_use]
    pub fn sent_on(&self) -> Option<NaiveDate> {
        self.0.iter().find(|said| said.progress == Progress::Sent).map(|said| said.on)
    }

    /// What the partner undertook, by number.
    #[must_use]
    pub fn commitments(&self) -> Vec<Commitment> {
        let mut all: Vec<Commitment> = Vec::new();
        for Said { on, progress } in &self.0 {
            let find = |all: &mut Vec<Commitment>, wanted: u32, change: &dyn Fn(&mut Commitment)| {
                all.iter_mut().filter(|one| one.number == wanted).for_each(change);
            };
            match *progress {
                Progress::Committed { number, kind, by } => {
                    let (made_on, first_by) = (*on, by);
                    all.push(Commitment { number, kind, made_on, first_by, by, kept_on: None, broken_on: None });
                }
                Progress::Renegotiated { number, by } => find(&mut all, number, &|one| one.by = by),
                Progress::Kept { number, kept_on } => find(&mut all, number, &|one| one.kept_on = Some(kept_on)),
                Progress::NotKept { number } => find(&mut all, number, &|one| one.broken_on = Some(*on)),
                _ => {}
            }
        }
        all
    }

    /// What is awaited of what was sent: the partner's next word, what it undertook, and the coordinator where it waits for them.
    #[must_use]
    pub fn awaited(&self) -> Vec<DatedFact> {
        let promised: Vec<_> = self.commitments().into_iter().filter(Commitment::is_open).collect();
        let last = |kind: FactKind| self.0.last().map(|said| kind.on(said.on));
        let next = match self.stage() {
            Stage::Sent => self.sent_on().map(|on| FactKind::ReferralSent.on(on)),
            Stage::Acknowledged => last(FactKind::PartnerWord),
            Stage::Accepted if promised.is_empty() => last(FactKind::PartnerWord),
            Stage::InformationAsked | Stage::Returned | Stage::Declined => {
                self.waits_since().map(|on| FactKind::ReferralWaits.on(on))
            }
            Stage::Queued | Stage::Accepted | Stage::Completed | Stage::Ended => None,
        };
        let promised = promised.into_iter().filter(|_| self.is_open());
        next.into_iter().chain(promised.map(|one| FactKind::CommitmentDue.on(one.by))).collect()
    }

    /// Since when a word of the partner, or that there is no such partner, waits for the coordinator.
    fn waits_since(&self) -> Option<NaiveDate> {
        let waits = |said: &&Said| {
            matches!(said.progress, Progress::InformationAsked(_) | Progress::Returned | Progress::Declined(_))
        };
        self.0.iter().rev().find(waits).map(|said| said.on)
    }

    /// The step that a partner's word is today; none where it was said before.
    ///
    /// # Errors
    /// If it cannot be said, as the referral stands.
    pub fn say(&self, saying: Saying, today: NaiveDate) -> Result<Option<Progress>, NotSaid> {
        let progress = match saying {
            Saying::Acknowledge => Progress::Acknowledged,
            Saying::AskInformation(what) => Progress::InformationAsked(what),
            Saying::Accept => Progress::Accepted,
            Saying::Decline(reason) => Progress::Declined(reason),
            Saying::Complete => Progress::Completed,
            Saying::Commit { kind, by } => return self.commit(kind, by, today),
            Saying::Renegotiate { number, by } => Progress::Renegotiated { number, by },
            Saying::Keep { number, kept_on } => Progress::Kept { number, kept_on },
            Saying::Break { number } => Progress::NotKept { number },
        };
        if self.said_already(progress) {
            return Ok(None);
        }
        self.open_to_the_partner()?;
        if again_and_again(progress)
            && self.0.iter().filter(|said| again_and_again(said.progress)).count() >= MOST_WORDS
        {
            return Err(NotSaid::TooManyWords);
        }
        let stage = self.stage();
        match progress {
            Progress::InformationAsked(_) | Progress::Accepted | Progress::Declined(_) => match stage {
                Stage::Sent => return Err(NotSaid::NotAcknowledged),
                Stage::Accepted => return Err(NotSaid::Answered),
                _ => {}
            },
            Progress::Completed => {
                self.accepted()?;
                if self.commitments().iter().any(Commitment::is_open) {
                    return Err(NotSaid::CommitmentsOpen);
                }
            }
            Progress::Renegotiated { number, by } => {
                self.open_commitment(number)?;
                possible(today <= by)?;
            }
            Progress::Kept { number, kept_on } => {
                let made_on = self.open_commitment(number)?.made_on;
                possible((made_on..=today).contains(&kept_on))?;
            }
            Progress::NotKept { number } => {
                self.open_commitment(number)?;
            }
            Progress::Acknowledged
            | Progress::Sent
            | Progress::Returned
            | Progress::Committed { .. }
            | Progress::Ended(_) => {}
        }
        Ok(Some(progress))
    }

    fn commit(&self, kind: CommitmentKind, by: NaiveDate, today: NaiveDate) -> Result<Option<Progress>, NotSaid> {
        let commitments = self.commitments();
        // What is settled can be undertaken once more; what was moved since is the same as it was undertaken.
        if commitments.iter().any(|one| one.is_open() && one.kind == kind && one.first_by == by) {
            return Ok(None);
        }
        self.open_to_the_partner()?;
        self.accepted()?;
        possible(today <= by)?;
        if commitments.len() >= MOST_COMMITMENTS {
            return Err(NotSaid::TooMany);
        }
        let number = u32::try_from(commitments.len()).unwrap_or(u32::MAX).saturating_add(1);
        Ok(Some(Progress::Committed { number, kind, by }))
    }

    /// Whether the word changes nothing: it was said, and nothing was said of the same since.
    fn said_already(&self, progress: Progress) -> bool {
        let of_commitment = |progress: Progress| match progress {
            Progress::Renegotiated { number, .. } | Progress::Kept { number, .. } | Progress::NotKept { number } => {
                Some(number)
            }
            _ => None,
        };
        if progress == Progress::Acknowledged {
            return self.0.iter().any(|said| said.progress == progress);
        }
        let about = of_commitment(progress);
        let same = |said: &&Said| match about {
            Some(number) => of_commitment(said.progress) == Some(number),
            None => of_commitment(said.progress).is_none() && !matches!(said.progress, Progress::Committed { .. }),
        };
        self.0.iter().rev().find(same).is_some_and(|said| said.progress == progress)
    }

    fn open_to_the_partner(&self) -> Result<(), NotSaid> {
        if self.is_open() && self.sent_on().is_some() { Ok(()) } else { Err(NotSaid::Closed) }
    }

    fn accepted(&self) -> Result<(), NotSaid> {
        if self.stage() == Stage::Accepted { Ok(()) } else { Err(NotSaid::NotAccepted) }
    }

    fn open_commitment(&self, number: u32) -> Result<Commitment, NotSaid> {
        let found = self.commitments().into_iter().find(|one| one.number == number);
        found.filter(Commitment::is_open).ok_or(NotSaid::NoCommitment)
    }
}

/// Whether nothing but a bound ends how often it is said.
const fn again_and_again(progress: Progress) -> bool {
    matches!(progress, Progress::InformationAsked(_) | Progress::Renegotiated { .. })
}

fn possible(possible: bool) -> Result<(), NotSaid> {
    if possible { Ok(()) } else { Err(NotSaid::ImpossibleDay) }
}

#[cfg(test)]
mod tests;
