//! What happened in a trajectory of the sickness insurance.

use chrono::NaiveDate;
use trajet_law::rule::{Ground, Rule};

use super::commitment::{Commitment, Signature, StartSituation};
use super::duty::{InformDuty, InformDutyKind};
use super::outcome::{Evaluation, Observation};
use super::plan::{FollowUp, Plan, PlanContent, PlanVersion};
use super::suspension::{EmployerRequest, Suspension};
use super::text::FreeText;
use super::trajectory::{AmiEndReason, AmiTrajectory};

/// An event of one trajectory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmiEvent {
    /// The number of the trajectory in the case, from 1.
    pub trajectory: u32,
    /// What happened.
    pub happened: AmiHappened,
}

/// What happened in a trajectory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmiHappened {
    /// Coordinator and person committed themselves, and the physician if they had signed (D13).
    Committed(Commitment),
    /// The physician signed the commitment (D13).
    Signed(Signature),
    /// The statement of commitment is complete: the trajectory started (D13).
    Started {
        /// The day of the last signature.
        on: NaiveDate,
        /// In which situation (D12).
        situation: StartSituation,
    },
    /// A duty to inform arose (D14, D19).
    DutyArose {
        /// Its number in the trajectory, from 1.
        number: u32,
        /// Which.
        kind: InformDutyKind,
        /// The day.
        on: NaiveDate,
    },
    /// A duty to inform is barred, since its purpose is not consented to (D31).
    DutyBarred {
        /// Its number.
        number: u32,
        /// Which.
        kind: InformDutyKind,
        /// The day.
        on: NaiveDate,
    },
    /// All duties of a kind that arose by a day were carried out (D14, D19).
    Informed {
        /// Which.
        kind: InformDutyKind,
        /// The day.
        on: NaiveDate,
        /// The reference of what was sent.
        reference: Option<String>,
    },
    /// The plan was established (D16).
    PlanEstablished {
        /// What it says.
        content: PlanContent,
        /// The coordinator's signature.
        coordinator: Signature,
        /// The insured person's signature.
        person: Signature,
        /// Whether other services are told what it is for (D3, D18).
        aim_told: bool,
    },
    /// The plan was adapted: a version follows the one before it (D16, D19).
    PlanAdapted {
        /// The number of the version, from 2; it names the one before it.
        version: u32,
        /// What it says.
        content: PlanContent,
        /// The day from which it holds.
        on: NaiveDate,
        /// Why.
        reason: FreeText,
        /// Whether other services are told what it is for (D3, D18).
        aim_told: bool,
    },
    /// The plan was followed up without an interview (D19).
    FollowedUp(FollowUp),
    /// The trajectory was suspended after an employer's request (D14).
    Suspended {
        /// The first day.
        on: NaiveDate,
        /// The request.
        request: EmployerRequest,
    },
    /// The trajectory was resumed after the CODEX trajectory (D14).
    Resumed {
        /// The day.
        on: NaiveDate,
        /// Whether since the person is definitively unfit for the agreed work; coordinator and person agreed to it otherwise.
        unfit: bool,
    },
    /// The trajectory ended (D24).
    Ended {
        /// The last day.
        last_day: NaiveDate,
        /// Why.
        reason: AmiEndReason,
    },
    /// Its results were evaluated (D24).
    Evaluated(Evaluation),
    /// It was looked at whether the return lasts (D24).
    Observed(Observation),
}

impl AmiEvent {
    /// The legal date of the event.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match &self.happened {
            AmiHappened::Committed(commitment) => commitment.signed_on(),
            AmiHappened::Signed(signature) => signature.on,
            AmiHappened::Started { on, .. }
            | AmiHappened::DutyArose { on, .. }
            | AmiHappened::DutyBarred { on, .. }
            | AmiHappened::Informed { on, .. }
            | AmiHappened::PlanAdapted { on, .. }
            | AmiHappened::Suspended { on, .. }
            | AmiHappened::Resumed { on, .. } => *on,
            AmiHappened::FollowedUp(follow_up) => follow_up.on,
            AmiHappened::PlanEstablished { coordinator, person, .. } => coordinator.on.max(person.on),
            AmiHappened::Ended { last_day, .. } => *last_day,
            AmiHappened::Evaluated(evaluation) => evaluation.on,
            AmiHappened::Observed(observation) => observation.on,
        }
    }

    /// The rule on which the event rests, or a point of it.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match &self.happened {
            AmiHappened::Committed(_) | AmiHappened::Signed(_) | AmiHappened::Started { .. } => Rule::D13.into(),
            AmiHappened::DutyArose { kind, .. } | AmiHappened::Informed { kind, .. } => kind.rule().into(),
            AmiHappened::DutyBarred { .. } => Rule::D31.into(),
            AmiHappened::PlanEstablished { .. } => Rule::D16.into(),
            AmiHappened::PlanAdapted { .. } | AmiHappened::FollowedUp(_) => Rule::D19.into(),
            AmiHappened::Suspended { .. } | AmiHappened::Resumed { .. } => Rule::D14.into(),
            AmiHappened::Ended { reason, .. } => reason.ground(),
            AmiHappened::Evaluated(_) | AmiHappened::Observed(_) => Rule::D24.into(),
        }
    }
}

/// Applies an event. It decides nothing; one of a trajectory that is not there changes nothing.
pub(crate) fn apply(trajectories: &mut Vec<AmiTrajectory>, event: &AmiEvent) {
    if let AmiHappened::Committed(commitment) = &event.happened {
        trajectories.push(AmiTrajectory::of(event.trajectory, commitment.clone()));
        return;
    }
    let Some(trajectory) = trajectories.iter_mut().find(|trajectory| trajectory.number == event.trajectory) else {
        return;
    };
    match &event.happened {
        AmiHappened::Committed(_) => {}
        AmiHappened::Signed(signature) => trajectory.commitment.physician = Some(signature.clone()),
        AmiHappened::Started { on, .. } => trajectory.started_on = Some(*on),
        AmiHappened::DutyArose { number, kind, on } => {
            let duty = InformDuty { number: *number, kind: *kind, arose_on: *on, barred_on: None, informed: None };
            trajectory.duties.push(duty);
        }
        AmiHappened::DutyBarred { number, on, .. } => {
            if let Some(duty) = trajectory.duties.iter_mut().find(|duty| duty.number == *number) {
                duty.barred_on = Some(*on);
            }
        }
        AmiHappened::Informed { kind, on, reference } => {
            let open = |duty: &&mut InformDuty| duty.kind == *kind && duty.informed.is_none() && duty.arose_on <= *on;
            for duty in trajectory.duties.iter_mut().filter(open) {
                duty.informed = Some((*on, reference.clone()));
            }
        }
        AmiHappened::PlanEstablished { content, coordinator, person, .. } => {
            let since = coordinator.on.max(person.on);
            trajectory.plan = Some(Plan {
                coordinator: coordinator.clone(),
                person: person.clone(),
                versions: vec![PlanVersion { since, content: content.clone(), reason: None }],
            });
        }
        AmiHappened::PlanAdapted { content, on, reason, .. } => {
            if let Some(plan) = &mut trajectory.plan {
                let (content, reason) = (content.clone(), Some(reason.clone()));
                plan.versions.push(PlanVersion { since: *on, content, reason });
            }
        }
        AmiHappened::FollowedUp(follow_up) => trajectory.follow_ups.push(follow_up.clone()),
        AmiHappened::Suspended { on, request } => {
            trajectory.suspensions.push(Suspension { since: *on, request: request.clone(), resumed_on: None });
        }
        AmiHappened::Resumed { on, .. } => {
            if let Some(last) = trajectory.suspensions.last_mut() {
                last.resumed_on = Some(*on);
            }
        }
        AmiHappened::Ended { last_day, reason } => trajectory.ended = Some((*last_day, *reason)),
        AmiHappened::Evaluated(evaluation) => trajectory.evaluation = Some(evaluation.clone()),
        AmiHappened::Observed(observation) => trajectory.observations.push(*observation),
    }
}
