//! A case as its events leave it.

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, Deadline, Step};

use crate::codes::codes;
use crate::decision::{Decision, Recognition};
use crate::declaration::Declaration;
use crate::estimate::{Estimate, Referral};
use crate::event::Event;
use crate::fact::{Fact, ParkedBecause, Questionnaire};
use crate::track::Track;

/// A case: dated facts, never "is now" flags. Only [`apply`] changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The declaration, without which there are only facts told ahead of it.
    pub declaration: Option<Declaration>,
    /// The decision on it.
    pub decision: Option<Decision>,
    /// The concurrent tracks, in the order in which they were recorded.
    pub tracks: Vec<Track>,
    /// The deadlines, in the order in which they were planned. None is ever removed.
    pub deadlines: Vec<Deadline>,
    /// What the questionnaire service told, in its order.
    pub noted: Vec<Fact>,
    /// The first estimate.
    pub first_estimate: Option<Estimate>,
    /// The referral to the coordinator.
    pub referral: Option<Referral>,
    /// The facts that cannot act yet.
    pub parked: Vec<(Fact, ParkedBecause)>,
}

codes! {
    /// How far a case is, for lists.
    #[derive(Debug)]
    pub enum CaseStatus {
        /// Declared; no decision yet.
        Declared = "declared",
        /// The incapacity is recognised.
        Recognised = "recognised",
        /// The recognition is refused.
        Refused = "refused",
    }
}

impl State {
    /// How far the case is, once there is one.
    #[must_use]
    pub fn status(&self) -> Option<CaseStatus> {
        self.declaration.as_ref().map(|_| match self.decision {
            None => CaseStatus::Declared,
            Some(Decision::Recognised(_)) => CaseStatus::Recognised,
            Some(Decision::Refused(_)) => CaseStatus::Refused,
        })
    }

    /// The first day of incapacity (D).
    #[must_use]
    pub fn incapacity_start(&self) -> Option<NaiveDate> {
        Some(self.declaration.as_ref()?.certificate.incapacity_start)
    }

    /// The recognition, if that is the decision.
    #[must_use]
    pub fn recognition(&self) -> Option<&Recognition> {
        match &self.decision {
            Some(Decision::Recognised(recognition)) => Some(recognition),
            _ => None,
        }
    }

    /// The day on which all activity had ceased, as the recognition or else the declaration gives it.
    #[must_use]
    pub fn activity_ceased_on(&self) -> Option<NaiveDate> {
        let recognised = self.recognition().map(|recognition| recognition.activity_ceased_on);
        recognised.or(self.declaration.as_ref()?.activity_ceased_on)
    }

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

    /// The concurrent track in force on a day that was recorded first.
    #[must_use]
    pub fn track_on(&self, day: NaiveDate) -> Option<&Track> {
        self.tracks.iter().find(|track| track.in_force_on(day))
    }

    /// What is known of the questionnaire.
    #[must_use]
    pub fn questionnaire(&self) -> Questionnaire {
        Questionnaire::after(&self.noted)
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
        Event::IncapacityDeclared { declaration, .. } => state.declaration = Some((**declaration).clone()),
        Event::IncapacityRecognised(recognition) => state.decision = Some(Decision::Recognised(recognition.clone())),
        Event::RecognitionRefused(refusal) => state.decision = Some(Decision::Refused(refusal.clone())),
        Event::TrackStarted(track) => state.tracks.push(track.clone()),
        Event::TrackEnded(ended) => {
            let same = |track: &&mut Track| track.kind == ended.kind && track.from == ended.from;
            if let Some(track) = state.tracks.iter_mut().find(same) {
                track.until = ended.until;
            }
        }
        Event::DeadlinePlanned { plan, .. } => state.deadlines.push(plan.clone().into()),
        Event::DeadlineMet { step, on } => set_closed(state, *step, Some(Closure::Met { on: *on })),
        Event::DeadlineWaived { step, on, because } => {
            set_closed(state, *step, Some(Closure::Waived { on: *on, because: *because }));
        }
        Event::DeadlineReopened { plan, .. } => set_closed(state, plan.step, None),
        Event::DeadlineMissed { step, on } => {
            if let Some(deadline) = deadline_mut(state, *step) {
                deadline.missed_on = Some(*on);
            }
        }
        Event::QuestionnaireNoted(fact) => state.noted.push(fact.clone()),
        Event::FirstEstimateMade(estimate) => state.first_estimate = Some(estimate.clone()),
        Event::PersonReferred(referral) => state.referral = Some(*referral),
        Event::FactParked { fact, because } => state.parked.push((fact.clone(), *because)),
        Event::FactReleased { fact } => state.parked.retain(|(parked, _)| parked != fact),
    }
}

fn deadline_mut(state: &mut State, step: Step) -> Option<&mut Deadline> {
    state.deadlines.iter_mut().find(|deadline| deadline.plan.step == step)
}

fn set_closed(state: &mut State, step: Step, closed: Option<Closure>) {
    if let Some(deadline) = deadline_mut(state, step) {
        deadline.closed = closed;
    }
}
