//! The suspension of a trajectory by a CODEX trajectory that the employer asked for. Circular 2022/383, part IV, 4.1 (D14).

use chrono::NaiveDate;
use trajet_law::deadline::FactKind;

use super::trajectory::AmiTrajectory;
use crate::codex::CodexParty;
use crate::fact::{CodexKind, CodexNote, CodexRequester, Track, TrackKind};
use crate::state::State;

/// An employer's request for a CODEX trajectory, as an occupational health service told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployerRequest {
    /// The day.
    pub on: NaiveDate,
    /// The service that told, and the employer, as it named them.
    pub of: CodexParty,
}

/// A suspension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    /// The first day.
    pub since: NaiveDate,
    /// The request that it follows.
    pub request: EmployerRequest,
    /// The day on which the trajectory was resumed.
    pub resumed_on: Option<NaiveDate>,
}

/// The end of the CODEX trajectory that an employer asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodexOver {
    /// The last day.
    pub on: NaiveDate,
    /// Whether the worker is definitively unfit for the agreed work: then the trajectory is resumed.
    pub unfit: bool,
    /// By what it is known: the service's word, or else the last day of the track.
    pub by: FactKind,
}

impl EmployerRequest {
    fn told(note: &CodexNote) -> Option<Self> {
        let by_employer = note.kind == CodexKind::Requested && note.requested_by == Some(CodexRequester::Employer);
        by_employer.then(|| Self { on: note.on, of: CodexParty::named(note) })
    }

    /// How the trajectory that was asked for ended: as the service told it, or else as the insurer knows its last day (own reading).
    #[must_use]
    pub fn over(&self, state: &State) -> Option<CodexOver> {
        let asked = state.codex.iter().position(|note| Self::told(note).as_ref() == Some(self));
        // What ended on the day of the request and was told before it is the trajectory of before.
        let since =
            |place: usize, on: NaiveDate| self.on < on || (self.on == on && asked.is_none_or(|asked| asked <= place));
        let notes = state.codex.iter().enumerate();
        let ended = notes.filter(|(_, note)| note.ends(self.on, &self.of, state));
        let told = ended.filter(|(place, note)| since(*place, note.on)).map(|(_, note)| note);
        let told = told.map(|note| CodexOver { on: note.on, unfit: note.ended_unfit(), by: FactKind::CodexEnd });
        // Of two words on one day, the one by which the person is unfit.
        let told = told.min_by_key(|over| (over.on, !over.unfit));
        told.or_else(|| Some(CodexOver { on: self.known_until(state)?, unfit: false, by: FactKind::TrackEnd }))
    }

    /// The last of the days in a row beside CODEX trajectories, as the insurer knows them, of which the day of the request is one.
    /// What several services were asked for is one stretch, in pieces where one ended before another was told of; `None` while it
    /// goes on. What ended on the day of the request is of before.
    fn known_until(&self, state: &State) -> Option<NaiveDate> {
        let of_it = |track: &&Track| {
            let lasts = track.from == self.on || track.until.is_none_or(|last| self.on < last);
            track.kind == TrackKind::CodexRequested && lasts
        };
        let mut pieces: Vec<&Track> = state.tracks.iter().filter(of_it).collect();
        pieces.sort_by_key(|piece| piece.from);
        let mut until = None;
        for piece in pieces {
            let before = until.unwrap_or(self.on);
            if piece.from <= before.succ_opt().unwrap_or(before) {
                until = Some(piece.until?.max(before));
            }
        }
        until
    }
}

impl Suspension {
    /// How the CODEX trajectory ended that the employer asked for, as far as it was asked for by a day; of several that were asked
    /// for, the last to end (own reading). `None` while one of them goes on.
    #[must_use]
    pub fn over(&self, state: &State, day: NaiveDate) -> Option<CodexOver> {
        let others = state.codex.iter().filter_map(EmployerRequest::told);
        let others = others.filter(|request| *request != self.request && request.on <= day);
        let ends: Option<Vec<_>> = others.chain([self.request.clone()]).map(|request| request.over(state)).collect();
        ends?.into_iter().max_by_key(|over| (over.on, over.unfit))
    }
}

impl AmiTrajectory {
    /// The suspension that lasts on a day.
    #[must_use]
    pub fn suspended_on(&self, day: NaiveDate) -> Option<&Suspension> {
        let lasts = |one: &&Suspension| one.since <= day && one.resumed_on.is_none_or(|resumed_on| day < resumed_on);
        self.suspensions.iter().rfind(lasts)
    }

    /// The suspension that was not followed by a resumption.
    #[must_use]
    pub fn suspension(&self) -> Option<&Suspension> {
        self.suspensions.last().filter(|one| one.resumed_on.is_none())
    }

    /// The last end of what the employer asked for and this one was not suspended by.
    pub(crate) fn unheeded_over(&self, state: &State) -> Option<CodexOver> {
        let requests = state.codex.iter().filter_map(EmployerRequest::told).filter(|request| !self.heeds(request));
        requests.filter_map(|request| request.over(state)).max_by_key(|over| over.on)
    }

    fn heeds(&self, request: &EmployerRequest) -> bool {
        self.suspensions.iter().any(|one| one.request == *request)
    }

    /// The earliest request of the employer that suspends it and was not heeded: of situations B and C alone, and while that CODEX
    /// trajectory goes on, on a day.
    pub(crate) fn employer_request(&self, state: &State, day: NaiveDate) -> Option<EmployerRequest> {
        let goes_on = |request: &EmployerRequest| request.over(state).is_none_or(|over| day <= over.on);
        let requests = state.codex.iter().filter_map(EmployerRequest::told);
        let requests =
            requests.filter(|request| self.commitment.situation.beside_an_employer() && !self.heeds(request));
        requests.filter(|request| request.on <= day && goes_on(request)).min_by_key(|request| request.on)
    }
}
