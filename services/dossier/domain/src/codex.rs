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

    /// Whether it names nobody: the physician recorded what was asked for.
    pub(crate) fn is_unnamed(&self) -> bool {
        *self == Self::default()
    }

    /// Whether both can be one, of which its service named the employer once and once did not.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        let unnamed = self.employer.is_none() || other.employer.is_none();
        self.partner == other.partner && (unnamed || self.employer == other.employer)
    }
}

impl CodexNote {
    fn word(&self) -> Option<Word> {
        let word = |requests| Word { requests, on: self.on, employer: self.employer };
        match self.kind {
            CodexKind::Requested => Some(word(true)),
            CodexKind::Ended => Some(word(false)),
            CodexKind::PreReturnVisit | CodexKind::PlanSigned | CodexKind::WorkResumed => None,
        }
    }

    /// Whether it is the end of what a service was asked for of an employer on a day, by what is known. What the physician recorded,
    /// of which no service is named, is ended by the service that tells of no request by then (own reading).
    pub(crate) fn ends(&self, asked_on: NaiveDate, of: &CodexParty, state: &State) -> bool {
        if of.is_unnamed() && self.partner.is_some() {
            let asked = |note: &Self| note.kind == CodexKind::Requested && note.partner == self.partner;
            return self.kind == CodexKind::Ended
                && asked_on <= self.on
                && !state.codex.iter().any(|note| asked(note) && note.on <= self.on);
        }
        let of_the_service = state.codex.iter().filter(|note| note.partner == of.partner).filter_map(Self::word);
        let request = Word { requests: true, on: asked_on, employer: of.employer };
        let end = self.word().filter(|word| !word.requests && self.partner == of.partner);
        end.is_some_and(|end| ends(end, request, of_the_service))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x5_a_word_that_names_no_employer_may_be_of_any_of_its_service() {
        let of = |partner: &str, employer: Option<&str>| CodexParty {
            partner: Some(partner.to_owned()),
            employer: employer.map(|number| Employer::parse(number).expect("a number")),
        };
        let (one, other) = (Some("0411724220"), Some("0428759497"));
        let named = of("0206653946", one);
        assert!(named.may_be(&named) && named.may_be(&of("0206653946", None)));
        assert!(of("0206653946", None).may_be(&named) && of("0206653946", None).may_be(&of("0206653946", None)));
        assert!(!named.may_be(&of("0206653946", other)));
        assert!(!named.may_be(&of("0403019261", one)) && !named.may_be(&of("0403019261", None)));
    }
}
