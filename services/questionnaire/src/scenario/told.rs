//! What other services tell.

use trajet_contracts::assessment::v1::IncapacityCorrected;
use trajet_contracts::dossier::v1::{
    DossierEvent, TrajectoryEndReason, TrajectoryEnded, TrajectoryRequested, dossier_event,
};

use super::*;

impl World {
    /// Medical assessment tells a fact.
    pub(super) async fn told(&self, case: Uuid, fact: Told) {
        let event = event(&case, 1, &AssessmentEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::assessment::react(&event, "assessment/300")).await;
    }

    /// Medical assessment tells that the incapacity ended.
    pub(super) async fn ended(&self, case: Uuid, last_day: &str, deceased: bool) {
        let last_day = Some(to_proto(day(last_day)));
        self.told(case, Told::IncapacityEnded(IncapacityEnded { last_day, deceased, ..IncapacityEnded::default() }))
            .await;
    }

    /// The dossier service tells that the person asked for a trajectory.
    pub(super) async fn requested(&self, case: Uuid, received_on: &str, questionnaire_needed: bool) {
        let requested = TrajectoryRequested { received_on: Some(to_proto(day(received_on))), questionnaire_needed };
        self.told_by_dossier(case, 1, dossier_event::Fact::TrajectoryRequested(requested)).await;
    }

    /// The dossier service tells that the trajectory ended.
    pub(super) async fn trajectory_ended(&self, case: Uuid, ended_on: &str) {
        let ended_on = Some(to_proto(day(ended_on)));
        let ended = TrajectoryEnded { ended_on, reason: TrajectoryEndReason::NotWished.into() };
        self.told_by_dossier(case, 2, dossier_event::Fact::TrajectoryEnded(ended)).await;
    }

    async fn told_by_dossier(&self, case: Uuid, position: u64, fact: dossier_event::Fact) {
        let event = event(&case, position, &DossierEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::dossier::react(&event, "dossier/300")).await;
    }

    /// Medical assessment tells that authorised work began.
    pub(super) async fn track(&self, case: Uuid, from: &str) {
        let kind = ConcurrentTrackKind::AuthorisedWork.into();
        let track =
            ConcurrentTrack { kind, starts_on: Some(to_proto(day(from))), ends_on: None, ..ConcurrentTrack::default() };
        self.told(case, Told::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(track) })).await;
    }

    /// Medical assessment tells that the first day was corrected.
    pub(super) async fn corrected(&self, case: Uuid, to: &str, corrected_on: &str) {
        let corrected = IncapacityCorrected {
            previous_start: Some(to_proto(day("2022-09-01"))),
            incapacity_start: Some(to_proto(day(to))),
            corrected_on: Some(to_proto(day(corrected_on))),
        };
        self.told(case, Told::IncapacityCorrected(corrected)).await;
    }

    /// Medical assessment tells that the incapacity was recognised, four days after it began.
    pub(super) async fn recognised(&self, case: Uuid) {
        self.recognised_from(case, "2022-09-01").await;
    }

    /// The same of an incapacity from another day on.
    pub(super) async fn recognised_from(&self, case: Uuid, incapacity_start: &str) {
        let incapacity_start = day(incapacity_start);
        let recognised = IncapacityRecognised {
            person: Some(tell_person(&person())),
            incapacity_start: Some(to_proto(incapacity_start)),
            recognised_on: Some(to_proto(incapacity_start + chrono::Days::new(4))),
            has_contract: true,
            taken_over: None,
        };
        self.told(case, Told::IncapacityRecognised(recognised)).await;
    }
}
