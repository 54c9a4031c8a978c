//! The suspension of a trajectory by a CODEX trajectory that the employer asked for. Circular 2022/383, part IV, 4.1 (D14).

use chrono::NaiveDate;
use trajet_law::codex::CodexRequester;
use trajet_law::deadline::FactKind;

use super::trajectory::AmiTrajectory;
use crate::codex::CodexParty;
use crate::fact::{CodexKind, CodexNote, Track, TrackKind};
use crate::state::State;

/// An employer's request for a CODEX trajectory, as an occupational health service told it, or the physician recorded it whom the
/// service told by letter: then no service is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployerRequest {
    /// The day.
    pub on: NaiveDate,
    /// The service that told, and the employer, as it named them; nobody for what the physician recorded.
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

    fn recorded(track: &Track) -> Option<Self> {
        track.asked_by_employer().then(|| Self { on: track.from, of: CodexParty::default() })
    }

    /// All that are known. What the physician recorded of the day of which a service tells one is that one.
    fn all(state: &State) -> impl Iterator<Item = Self> {
        let told: Vec<Self> = state.codex.iter().filter_map(Self::told).collect();
        let recorded = state.tracks.iter().filter_map(Self::recorded);
        let recorded: Vec<Self> = recorded.filter(|request| !told.iter().any(|other| other.is_same(request))).collect();
        told.into_iter().chain(recorded)
    }

    /// Whether both are one request: of one service and employer, or of a day on which one names no service (own reading).
    fn is_same(&self, other: &Self) -> bool {
        self == other || (self.on == other.on && (self.of.is_unnamed() || other.of.is_unnamed()))
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
        let others = EmployerRequest::all(state).filter(|request| *request != self.request && request.on <= day);
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
        let requests = EmployerRequest::all(state).filter(|request| !self.heeds(request));
        requests.filter_map(|request| request.over(state)).max_by_key(|over| over.on)
    }

    fn heeds(&self, request: &EmployerRequest) -> bool {
        self.suspensions.iter().any(|one| one.request.is_same(request))
    }

    /// The earliest request of the employer that suspends it and was not heeded: of situations B and C alone, and while that CODEX
    /// trajectory goes on, on a day.
    pub(crate) fn employer_request(&self, state: &State, day: NaiveDate) -> Option<EmployerRequest> {
        let goes_on = |request: &EmployerRequest| request.over(state).is_none_or(|over| day <= over.on);
        let suspends =
            |request: &EmployerRequest| self.commitment.situation.beside_an_employer() && !self.heeds(request);
        let requests = EmployerRequest::all(state).filter(suspends);
        requests.filter(|request| request.on <= day && goes_on(request)).min_by_key(|request| request.on)
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Step;

    use super::*;
    use crate::Command;
    use crate::ami::AmiCommand;
    use crate::fact::{CodexEnd, Told};
    use crate::samples::{Case, codex_note, day, told};

    const KIND: TrackKind = TrackKind::CodexRequested;

    fn recorded(by: Option<CodexRequester>) -> Command {
        told(Told::TrackStarted(Track { kind: KIND, from: day(2023, 4, 3), until: None, asked_by: by }))
    }

    fn track_ends(until: NaiveDate) -> Command {
        told(Told::TrackEnded { kind: KIND, from: Some(day(2023, 4, 3)), until })
    }

    fn asked(by: CodexRequester, on: NaiveDate) -> Command {
        told(Told::Codex(CodexNote { requested_by: Some(by), ..codex_note(CodexKind::Requested, on) }))
    }

    fn over_unfit(on: NaiveDate) -> Command {
        let end = Some(CodexEnd { article: "I.4-76".into(), definitively_unfit: true });
        told(Told::Codex(CodexNote { end, ..codex_note(CodexKind::Ended, on) }))
    }

    fn suspend() -> Command {
        Command::Ami(AmiCommand::Suspend { on: day(2023, 4, 5) })
    }

    fn resume(on: NaiveDate, agreed: bool) -> Command {
        Command::Ami(AmiCommand::Resume { on, agreed })
    }

    /// Suspended on 5 April, by what the physician recorded that the employer asked for on 3 April.
    fn suspended() -> Case {
        let mut case = Case::planned();
        case.on(day(2023, 4, 4), &recorded(Some(CodexRequester::Employer)));
        assert_eq!(case.due(Step::AmiSuspension), Some(day(2023, 4, 10)));
        case.on(day(2023, 4, 5), &suspend());
        case
    }

    #[test]
    fn d14_what_the_physician_recorded_of_the_employer_suspends_as_what_its_service_tells() {
        let mut case = suspended();
        assert_eq!(case.refusal(day(2023, 6, 1), &resume(day(2023, 6, 1), true)), "CODEX_NOT_ENDED");
        case.on(day(2023, 6, 1), &track_ends(day(2023, 5, 31)));
        assert_eq!(case.due(Step::AmiResumption), Some(day(2023, 6, 14)));
        assert_eq!(case.refusal(day(2023, 6, 2), &resume(day(2023, 6, 2), false)), "RESUMPTION_NOT_AGREED");
        case.on(day(2023, 6, 2), &resume(day(2023, 6, 2), true));
        assert_eq!(case.due(Step::AmiSuspension), None);
    }

    #[test]
    fn d14_what_the_physician_recorded_of_anybody_else_suspends_nothing() {
        for by in [None, Some(CodexRequester::Worker), Some(CodexRequester::TreatingPhysician)] {
            let mut case = Case::planned();
            case.on(day(2023, 4, 4), &recorded(by));
            assert_eq!(case.due(Step::AmiSuspension), None);
            assert_eq!(case.refusal(day(2023, 4, 5), &suspend()), "NO_EMPLOYER_REQUEST");
        }
    }

    #[test]
    fn d14_the_request_that_its_service_tells_too_is_the_one_that_the_physician_recorded() {
        let mut case = suspended();
        case.on(day(2023, 4, 6), &asked(CodexRequester::Employer, day(2023, 4, 3)));
        for told in [over_unfit(day(2023, 5, 31)), track_ends(day(2023, 5, 31))] {
            case.on(day(2023, 6, 1), &told);
        }
        case.on(day(2023, 6, 2), &resume(day(2023, 6, 2), false));
        assert_eq!(case.due(Step::AmiSuspension), None, "it was heeded");

        // Of another day it is another one.
        let mut other = suspended();
        other.on(day(2023, 6, 1), &track_ends(day(2023, 5, 31)));
        other.on(day(2023, 6, 1), &asked(CodexRequester::Employer, day(2023, 6, 1)));
        assert_eq!(other.refusal(day(2023, 6, 2), &resume(day(2023, 6, 2), true)), "CODEX_NOT_ENDED");
    }

    #[test]
    fn d14_what_its_service_tells_after_the_resumption_of_the_request_that_was_heeded_is_heeded() {
        // Ended by a service that told of no request, and resumed
        let mut case = suspended();
        case.on(day(2023, 6, 1), &over_unfit(day(2023, 5, 31)));
        case.on(day(2023, 6, 2), &resume(day(2023, 6, 2), false));
        let Command::Note(mut fact) = asked(CodexRequester::Employer, day(2023, 4, 3)) else { panic!("a word") };
        let Told::Codex(note) = &mut fact.told else { panic!("a word") };
        note.partner = Some("0403019261".into());
        case.on(day(2023, 6, 5), &Command::Note(fact));
        assert_eq!(
            case.refusal(day(2023, 6, 6), &Command::Ami(AmiCommand::Suspend { on: day(2023, 6, 6) })),
            "NO_EMPLOYER_REQUEST"
        );
        // Asked for on another day, it is another one.
        case.on(day(2023, 6, 5), &asked(CodexRequester::Employer, day(2023, 6, 5)));
        case.on(day(2023, 6, 6), &Command::Ami(AmiCommand::Suspend { on: day(2023, 6, 6) }));
    }

    #[test]
    fn d14_before_it_was_heeded_what_both_tell_is_one_request_too() {
        let mut case = Case::planned();
        case.on(day(2023, 4, 4), &recorded(Some(CodexRequester::Employer)));
        case.on(day(2023, 4, 4), &asked(CodexRequester::Employer, day(2023, 4, 3)));
        assert_eq!(EmployerRequest::all(&case.state).count(), 1);
        case.on(day(2023, 4, 5), &suspend());
        let suspension = case.state.current_ami().and_then(AmiTrajectory::suspension);
        let partner = codex_note(CodexKind::Requested, day(2023, 4, 3)).partner;
        assert_eq!(suspension.map(|one| one.request.of.partner.clone()), Some(partner));
    }

    #[test]
    fn d14_a_service_that_tells_of_no_request_ends_what_the_physician_recorded() {
        let mut case = suspended();
        case.on(day(2023, 6, 1), &over_unfit(day(2023, 5, 31)));
        case.on(day(2023, 6, 2), &resume(day(2023, 6, 2), false));

        // What the worker asked it for ends by it, and nothing else.
        let mut other = suspended();
        other.on(day(2023, 4, 20), &asked(CodexRequester::Worker, day(2023, 4, 20)));
        other.on(day(2023, 6, 1), &over_unfit(day(2023, 5, 31)));
        assert_eq!(other.refusal(day(2023, 6, 2), &resume(day(2023, 6, 2), false)), "CODEX_NOT_ENDED");
        // What was asked for after that is not what it ends.
        let mut later = suspended();
        later.on(day(2023, 6, 1), &over_unfit(day(2023, 5, 31)));
        later.on(day(2023, 6, 10), &asked(CodexRequester::Worker, day(2023, 6, 1)));
        later.on(day(2023, 6, 10), &resume(day(2023, 6, 5), false));
    }
}
