//! Whose CODEX trajectory an occupational physician tells of: a person can have several at once, each of another employer, with a
//! service of its own or with the same one (X5; D14, D21).

use chrono::NaiveDate;
use trajet_law::codex::{Employer, Word, ends};

use crate::fact::{CodexKind, CodexNote};
use crate::state::State;

/// A service and an employer whose trajectories it tells of: what it tells of one says nothing of another.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodexParty {
    /// The enterprise number of the service; none where it was not noted.
    pub partner: Option<String>,
    /// The employer; none where the service named nobody.
    pub employer: Option<Employer>,
}

impl CodexParty {
    /// As a note names it.
    pub(crate) fn named(note: &CodexNote) -> Self {
        Self { partner: note.partner.clone(), employer: note.employer }
    }

    /// Whether both can be one, of which its service named the employer once and once did not.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        let unnamed = self.employer.is_none() || other.employer.is_none();
        self.partner == other.partner && (unnamed || self.employer == other.employer)
    }
}

impl CodexNote {
    fn word(&self) -> Word {
        Word { requests: self.kind == CodexKind::Requested, on: self.on, employer: self.employer }
    }

    /// Whether it is the end of what a service was asked for of an employer on a day, by what is known.
    pub(crate) fn ends(&self, asked_on: NaiveDate, of: &CodexParty, state: &State) -> bool {
        let of_the_service = state.codex.iter().filter(|note| note.partner == of.partner).map(Self::word);
        let request = Word { requests: true, on: asked_on, employer: of.employer };
        self.kind == CodexKind::Ended && self.partner == of.partner && ends(self.word(), request, of_the_service)
    }
}
