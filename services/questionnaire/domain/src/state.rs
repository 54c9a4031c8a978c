//! A case as its events leave it.

use chrono::NaiveDate;
use trajet_law::annul::CorrectingNotice;
use trajet_law::deadline::{Deadline, Deadlines, Plan};
use trajet_law::ending::Ending;
use trajet_law::file_access::FileAccess;
use trajet_law::law::{Judged, Law};
use trajet_law::representation::Representations;
use trajet_law::taken_over::{TakenOver, not_judged};

use crate::codes::codes;
use crate::event::Event;
use crate::fact::{Fact, ParkedBecause, Recognition, StartCorrection, TrackKind};
use crate::people::SubjectId;
use crate::round::{CompleteAnswer, Round};
use crate::waiver::{Notice, WaiverReason};

/// A case: dated facts, never "is now" flags. Only [`apply`] changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The day on which the whole case was annulled: nothing of it stands.
    pub annulled_on: Option<NaiveDate>,
    /// Who may see the file (D2).
    pub file: FileAccess,
    /// The law by which it is judged: nothing that happened, and the same for every case of a ledger.
    pub law: &'static Law,
    /// The day of the decision under way, by whose law it plans: nothing that happened, and none between decisions.
    pub today: Option<NaiveDate>,
    /// The recognition, without which there are only facts told ahead of it.
    pub recognition: Option<Recognition>,
    /// The corrections of its first day, in their order (T9).
    pub corrections: Vec<StartCorrection>,
    /// Who represents the person by law (D1).
    pub representations: Representations,
    /// The concurrent tracks, in the order in which they were told.
    pub tracks: Vec<Track>,
    /// The deadlines, in the order in which they were planned. None is ever removed.
    pub deadlines: Deadlines,
    /// The sendings and what came of them, in their order. Only the last can be out.
    pub rounds: Vec<Round>,
    /// The requests for a trajectory, in the order in which they were told.
    pub requests: Vec<Request>,
    /// The day from which a questionnaire is to be sent for route B, until one is sent.
    pub send_on: Option<NaiveDate>,
    /// Why and when the sending of route A was waived, if it was.
    pub waived: Option<(WaiverReason, NaiveDate)>,
    /// The letter that said why no questionnaire is sent.
    pub notice: Option<Notice>,
    /// The end of the incapacity, once it was told.
    pub end: Option<End>,
    /// What told the person that something which had gone out is void, oldest first (GDPR, articles 16 and 19).
    pub correcting_notices: Vec<CorrectingNotice>,
    /// The facts that cannot act yet.
    pub parked: Vec<(Fact, ParkedBecause)>,
}

/// A concurrent track (Q4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// Which kind.
    pub kind: TrackKind,
    /// The first day on which it was in force.
    pub from: NaiveDate,
    /// The last day, if one is known.
    pub until: Option<NaiveDate>,
}

impl Track {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}

/// A request for a trajectory (Q8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// The day on which the coordinator received it.
    pub received_on: NaiveDate,
    /// Whether the person is invited to fill in a questionnaire.
    pub needed: bool,
    /// The day on which it ended, once that was told.
    pub ended_on: Option<NaiveDate>,
}

impl Request {
    /// Whether it ends on a day: it goes on, and was received by then.
    #[must_use]
    pub fn ends_on(&self, day: NaiveDate) -> bool {
        self.ended_on.is_none() && self.received_on <= day
    }
}

/// The end of the incapacity (T6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The last day of incapacity.
    pub last_day: NaiveDate,
    /// How it ended.
    pub ending: Ending,
    /// The day of the death, where it came after an end that came otherwise.
    pub died_on: Option<NaiveDate>,
}

impl End {
    /// The day on which the person died, if they did, by the end or after it.
    #[must_use]
    pub fn death(self) -> Option<NaiveDate> {
        self.ending.death(self.last_day, self.died_on)
    }
}

codes! {
    /// Where a case stands, for lists.
    #[derive(Debug)]
    pub enum Stage {
        /// Nothing is to be sent: there is no recognition yet, or the day of sending lay before the law or before go-live.
        NothingPlanned = "nothing_planned",
        /// The questionnaire is to be sent.
        Planned = "planned",
        /// No questionnaire is sent.
        Waived = "waived",
        /// It was sent and may still come back in time.
        Sent = "sent",
        /// It is not back in time; help was asked for.
        Overdue = "overdue",
        /// It is back, duly completed.
        Returned = "returned",
        /// It cannot be completed, in spite of help.
        Impossible = "impossible",
        /// The incapacity ended before it was settled: nothing more is asked.
        Closed = "closed",
    }
}

impl State {
    /// A day of the case, with the law by which what happens on it is judged (T8).
    #[must_use]
    pub fn judged(&self, on: NaiveDate) -> Judged {
        self.law.judging(on, self.recognition.as_ref().map(|known| known.incapacity_start))
    }

    /// A day of the case from which a deadline is counted, with the law by which it is planned (T8): [`Law::planning`].
    #[must_use]
    pub(crate) fn planning(&self, from: NaiveDate) -> Judged {
        self.law.planning(from, self.recognition.as_ref().map(|known| known.incapacity_start), self.today)
    }

    /// That the case was taken over when the mutuality went live, and what was known of it then.
    #[must_use]
    pub fn taken_over(&self) -> Option<&TakenOver> {
        self.recognition.as_ref()?.taken_over.as_ref()
    }

    /// Whether the platform judges a plan: its time was not over before the law (T8), nor before go-live.
    #[must_use]
    pub fn judges(&self, plan: &Plan) -> bool {
        not_judged(plan, self.taken_over()).is_none()
    }

    /// The concurrent track in force on a day that was told first.
    #[must_use]
    pub fn track_on(&self, day: NaiveDate) -> Option<&Track> {
        self.tracks.iter().find(|track| track.in_force_on(day))
    }

    /// The last sending and what came of it.
    #[must_use]
    pub fn round(&self) -> Option<&Round> {
        self.rounds.last()
    }

    /// The staff member to whom the help is delegated, while there is something to help with: the last sending is not
    /// settled, and the incapacity goes on.
    #[must_use]
    pub fn delegate(&self) -> Option<&SubjectId> {
        let round = self.round().filter(|round| self.end.is_none() && round.settled_on().is_none());
        round?.help.as_ref()?.delegation().map(|delegation| &delegation.to)
    }

    /// Whether a questionnaire is out, or is to be sent as soon as possible.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.send_on.is_some() || self.round().is_some_and(|round| round.settled_on().is_none())
    }

    /// The complete answers to all sendings, in their order.
    pub fn answers(&self) -> impl Iterator<Item = &CompleteAnswer> {
        self.rounds.iter().flat_map(|round| &round.answers)
    }

    /// The number of the complete answer that comes next.
    #[must_use]
    pub fn next_answer(&self) -> u32 {
        self.answers().map(|answer| answer.number).max().unwrap_or_default().saturating_add(1)
    }

    /// Where the case stands: that of the last sending, if there was one.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let round = self.round();
        if round.is_some_and(|round| !round.answers.is_empty() || round.back_before_go_live.is_some()) {
            Stage::Returned
        } else if round.is_some_and(|round| round.impossible.is_some()) {
            Stage::Impossible
        } else if round.is_none() && self.waived.is_some() {
            Stage::Waived
        } else if self.end.is_some() {
            Stage::Closed
        } else if round.is_some_and(|round| round.help.is_some()) {
            Stage::Overdue
        } else if round.is_some() {
            Stage::Sent
        } else if self.deadlines.is_empty() && self.send_on.is_none() {
            Stage::NothingPlanned
        } else {
            Stage::Planned
        }
    }
}

/// The deadlines on which someone must still act.
#[must_use]
pub fn work(state: &State) -> Vec<&Deadline> {
    state.deadlines.all_open().collect()
}

/// Applies an event. It decides nothing and accepts every event.
pub fn apply(state: &mut State, event: &Event) {
    match event {
        // What it strikes is not applied any more: the history is folded without it.
        Event::ActAnnulled(annulled) => {
            state.annulled_on = state.annulled_on.or(annulled.whole_case.then_some(annulled.on));
            state.correcting_notices.extend(annulled.notices.iter().cloned());
        }
        Event::FileAccessTold(told) => state.file.clone_from(&told.access),
        Event::CaseOpened(recognition) => state.recognition = Some(recognition.clone()),
        Event::PersonRepresented { representation, .. } => state.representations.record(representation),
        Event::TrackStarted { kind, from, until, .. } => {
            state.tracks.push(Track { kind: *kind, from: *from, until: *until });
        }
        Event::TrackEnded { kind, from, until, .. } => {
            if let Some(index) = ended_track(&state.tracks, *kind, *from, *until) {
                state.tracks[index].until = Some(*until);
            }
            state.tracks.retain(|track| track.until.is_none_or(|last| track.from <= last));
        }
        Event::StartCorrected(corrected) => {
            if let Some(recognition) = &mut state.recognition {
                recognition.incapacity_start = corrected.to;
            }
            state.corrections.push(corrected.clone());
        }
        Event::DeadlineReplanned { after, on, because, .. } => state.deadlines.replan(after.clone(), *on, *because),
        Event::DeadlinePlanned { plan, .. } => state.deadlines.plan(plan.clone()),
        Event::DeadlineMet { step, on } => state.deadlines.meet(*step, *on),
        Event::DeadlineWaived { step, on, because, .. } => state.deadlines.waive(*step, *on, *because),
        Event::DeadlineMissed { step, on } => state.deadlines.miss(*step, *on),
        Event::TrajectoryRequested { received_on, needed, send_on, .. } => {
            state.requests.push(Request { received_on: *received_on, needed: *needed, ended_on: None });
            state.send_on = state.send_on.or(*send_on);
        }
        Event::TrajectoryEnded { ended_on, send_on, .. } => {
            for request in state.requests.iter_mut().filter(|request| request.ends_on(*ended_on)) {
                request.ended_on = Some(*ended_on);
            }
            state.send_on = *send_on;
        }
        Event::IncapacityEnded { last_day, ending, died_on, .. } => {
            state.end = Some(End { last_day: *last_day, ending: *ending, died_on: *died_on });
            state.send_on = None;
        }
        Event::QuestionnaireSent(sent) | Event::SentBeforeGoLive(sent) => {
            state.rounds.push(Round::new(sent.clone()));
            state.send_on = None;
        }
        Event::SendingWaived { reason, on } => state.waived = Some((reason.clone(), *on)),
        Event::NoticeIssued(notice) => state.notice = Some(notice.clone()),
        Event::FactParked { fact, because } => state.parked.push((fact.clone(), *because)),
        Event::FactReleased { fact } => state.parked.retain(|(parked, _)| parked != fact),
        Event::DraftSaved(_)
        | Event::IncompleteReturned { .. }
        | Event::AnswerReturned(_)
        | Event::AnswerCorrected(_)
        | Event::HelpAsked { .. }
        | Event::HelpDelegated(_)
        | Event::HelpGiven(_)
        | Event::BackBeforeGoLive { .. }
        | Event::CompletionImpossible(_) => {
            if let Some(round) = state.rounds.last_mut() {
                follow(round, event);
            }
        }
    }
}

/// What comes of a sending.
fn follow(round: &mut Round, event: &Event) {
    match event {
        Event::DraftSaved(draft) => round.draft = Some(draft.clone()),
        Event::IncompleteReturned { on, .. } => round.incomplete_on.push(*on),
        Event::AnswerReturned(answer) | Event::AnswerCorrected(answer) => {
            round.draft = None;
            round.answers.push(answer.clone());
        }
        Event::HelpAsked { on, .. } => {
            round.help.get_or_insert_default().asked_on = Some(*on);
        }
        Event::HelpDelegated(delegation) => {
            if let Some(help) = &mut round.help {
                help.delegations.push(delegation.clone());
            }
        }
        Event::HelpGiven(contact) => round.help.get_or_insert_default().contacts.push(contact.clone()),
        Event::CompletionImpossible(found) => round.impossible = Some(found.clone()),
        Event::BackBeforeGoLive { on } => round.back_before_go_live = Some(*on),
        _ => {}
    }
}

/// The place of the track of a kind that ends on a day: the one with this first day; or, where that is not known, the one
/// that began last, on that day or before.
pub(crate) fn ended_track(
    tracks: &[Track],
    kind: TrackKind,
    from: Option<NaiveDate>,
    until: NaiveDate,
) -> Option<usize> {
    let begun = |track: &Track| from.map_or(track.from <= until, |from| track.from == from);
    let of_kind = tracks.iter().enumerate().filter(|(_, track)| track.kind == kind && begun(track));
    of_kind.max_by_key(|(_, track)| track.from).map(|(index, _)| index)
}
