//! A case as its events leave it.

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, Deadline, Step};

use crate::codes::codes;
use crate::event::{CompleteAnswer, Draft, Event, Notice, Sent, WaiverReason};
use crate::fact::{Fact, ParkedBecause, Recognition, TrackKind};
use crate::people::{Channel, HelpResult, Helper, SubjectId};

/// A case: dated facts, never "is now" flags. Only [`apply`] changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The recognition, without which there are only facts told ahead of it.
    pub recognition: Option<Recognition>,
    /// The concurrent tracks, in the order in which they were told.
    pub tracks: Vec<Track>,
    /// The deadlines, in the order in which they were planned. None is ever removed.
    pub deadlines: Vec<Deadline>,
    /// The sending, if there was one.
    pub sent: Option<Sent>,
    /// Why and when sending was waived, if it was.
    pub waived: Option<(WaiverReason, NaiveDate)>,
    /// The letter that said why no questionnaire is sent.
    pub notice: Option<Notice>,
    /// The last draft, until a complete answer takes its place.
    pub draft: Option<Draft>,
    /// The days on which it came back incomplete.
    pub incomplete_on: Vec<NaiveDate>,
    /// The complete answers, each later one a correction of the one before.
    pub answers: Vec<CompleteAnswer>,
    /// The help that was asked for.
    pub help: Option<Help>,
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

/// The coordinators' help with a questionnaire that is not back (Q6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The day on which it was asked.
    pub asked_on: NaiveDate,
    /// The staff member to whom it was delegated last.
    pub delegate: Option<SubjectId>,
    /// The contacts with the person.
    pub contacts: Vec<HelpContact>,
}

/// One contact with the person about the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpContact {
    /// Who contacted the person.
    pub by: Helper,
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub result: HelpResult,
}

codes! {
    /// Where a case stands, for lists.
    #[derive(Debug)]
    pub enum Stage {
        /// Nothing is to be sent: there is no recognition yet, or the day of sending lay before the law.
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
    }
}

impl State {
    /// The deadline for a step, if one was planned.
    #[must_use]
    pub fn deadline(&self, step: Step) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.plan.step == step)
    }

    /// The deadline for a step, while it is open.
    #[must_use]
    pub fn open(&self, step: Step) -> Option<&Deadline> {
        self.deadline(step).filter(|deadline| deadline.is_open())
    }

    /// The concurrent track in force on a day that was told first.
    #[must_use]
    pub fn track_on(&self, day: NaiveDate) -> Option<&Track> {
        self.tracks.iter().find(|track| track.in_force_on(day))
    }

    /// The last complete answer, which is the one to examine.
    #[must_use]
    pub fn answer(&self) -> Option<&CompleteAnswer> {
        self.answers.last()
    }

    /// Where the case stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if !self.answers.is_empty() {
            Stage::Returned
        } else if self.help.is_some() {
            Stage::Overdue
        } else if self.sent.is_some() {
            Stage::Sent
        } else if self.waived.is_some() {
            Stage::Waived
        } else if self.deadlines.is_empty() {
            Stage::NothingPlanned
        } else {
            Stage::Planned
        }
    }
}

/// The deadlines on which someone must still act.
#[must_use]
pub fn work(state: &State) -> Vec<&Deadline> {
    state.deadlines.iter().filter(|deadline| deadline.is_open()).collect()
}

/// Applies an event. It decides nothing and accepts every event.
pub fn apply(state: &mut State, event: &Event) {
    match event {
        Event::CaseOpened(recognition) => state.recognition = Some(recognition.clone()),
        Event::TrackStarted { kind, from, until, .. } => {
            state.tracks.push(Track { kind: *kind, from: *from, until: *until });
        }
        Event::TrackEnded { kind, until, .. } => {
            if let Some(index) = last_started(&state.tracks, *kind, *until) {
                state.tracks[index].until = Some(*until);
            }
        }
        Event::DeadlinePlanned { plan, .. } => state.deadlines.push(plan.clone().into()),
        Event::DeadlineMet { step, on } => close(state, *step, Closure::Met { on: *on }),
        Event::DeadlineWaived { step, on, because } => {
            close(state, *step, Closure::Waived { on: *on, because: *because });
        }
        Event::DeadlineMissed { step, on } => {
            if let Some(deadline) = deadline_mut(state, *step) {
                deadline.missed_on = Some(*on);
            }
        }
        Event::QuestionnaireSent(sent) => state.sent = Some(sent.clone()),
        Event::SendingWaived { reason, on } => state.waived = Some((reason.clone(), *on)),
        Event::NoticeIssued(notice) => state.notice = Some(notice.clone()),
        Event::DraftSaved(draft) => state.draft = Some(draft.clone()),
        Event::IncompleteReturned { on, .. } => state.incomplete_on.push(*on),
        Event::AnswerReturned(answer) | Event::AnswerCorrected(answer) => {
            state.draft = None;
            state.answers.push(answer.clone());
        }
        Event::HelpAsked { on, .. } => {
            state.help = Some(Help { asked_on: *on, delegate: None, contacts: Vec::new() });
        }
        Event::HelpDelegated { to, .. } => {
            if let Some(help) = &mut state.help {
                help.delegate = Some(to.clone());
            }
        }
        Event::HelpGiven { by, on, channel, result } => {
            if let Some(help) = &mut state.help {
                help.contacts.push(HelpContact { by: by.clone(), on: *on, channel: *channel, result: *result });
            }
        }
        Event::FactParked { fact, because } => state.parked.push((fact.clone(), *because)),
        Event::FactReleased { fact } => state.parked.retain(|(parked, _)| parked != fact),
    }
}

/// The place of the track of a kind that began last, on a day or before.
pub(crate) fn last_started(tracks: &[Track], kind: TrackKind, day: NaiveDate) -> Option<usize> {
    let started = tracks.iter().enumerate().filter(|(_, track)| track.kind == kind && track.from <= day);
    started.max_by_key(|(_, track)| track.from).map(|(index, _)| index)
}

fn deadline_mut(state: &mut State, step: Step) -> Option<&mut Deadline> {
    state.deadlines.iter_mut().find(|deadline| deadline.plan.step == step)
}

fn close(state: &mut State, step: Step, closure: Closure) {
    if let Some(deadline) = deadline_mut(state, step) {
        deadline.closed = Some(closure);
    }
}
