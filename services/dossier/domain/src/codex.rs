//! Whose CODEX trajectory an occupational physician tells of: a person can have several at once, each of another employer, with a
//! service of its own or with the same one (X5; D14, D21).

use trajet_law::codex::{Employer, Word, unnamed};

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

    /// Whom it means by what is known: where it names no employer, whom its service named first (own reading).
    pub(crate) fn meant(&self, state: &State) -> Self {
        let words = || {
            let same = state.codex.iter().filter(|note| note.partner == self.partner);
            same.map(|note| Word { requests: note.kind == CodexKind::Requested, on: note.on, employer: note.employer })
        };
        Self { partner: self.partner.clone(), employer: self.employer.or_else(|| unnamed(words())) }
    }

    /// Whether both can be one, of which its service named the employer once and once did not.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        let unnamed = self.employer.is_none() || other.employer.is_none();
        self.partner == other.partner && (unnamed || self.employer == other.employer)
    }
}

impl CodexNote {
    /// Whose trajectory it is of, by what is known.
    pub(crate) fn party(&self, state: &State) -> CodexParty {
        CodexParty::named(self).meant(state)
    }
}
