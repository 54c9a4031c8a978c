//! Events as they are written.

use prost::Message as _;
use trajet_assessment_domain::{Event, Track};
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_service::annul;
use trajet_service::{plan, replanned, representation};

use super::facts::{self, Shape};
use super::{before_go_live, case, estimates, file, rehabilitation, trajectories, work};
use crate::grpc::convert;

/// The kind and the bytes of an event.
pub(crate) fn write(event: &Event) -> (&'static str, Vec<u8>) {
    match event {
        Event::BeforeGoLive(fact) => before_go_live::as_of_before(write(fact)),
        Event::ActAnnulled(annulled) => ("act_annulled", annul::store(annulled)),
        Event::FileChanged(changed) => file::write(changed),
        Event::IncapacityDeclared { declaration, on } => {
            ("incapacity_declared", case::write_declared(declaration, *on).encode_to_vec())
        }
        Event::PersonRepresented(represented) => {
            let representation = Some(representation::tell(represented));
            ("person_represented", stored::PersonRepresented { representation }.encode_to_vec())
        }
        Event::CertificateAdded(added) => {
            let certificate = Some(convert::tell_prolongation(added));
            ("certificate_added", stored::CertificateAdded { certificate }.encode_to_vec())
        }
        Event::StartCorrected(corrected) => ("start_corrected", case::write_correction(corrected).encode_to_vec()),
        Event::DeadlineReplanned { before, after, on, because, rests_on } => {
            ("deadline_replanned", replanned::store(before, after, (*on, *because), rests_on))
        }
        Event::IncapacityRecognised(recognition) => {
            ("incapacity_recognised", case::write_recognised(recognition).encode_to_vec())
        }
        Event::RecognitionRefused(refusal) => ("recognition_refused", case::write_refused(refusal).encode_to_vec()),
        Event::TrackStarted(track) => {
            let message = stored::TrackStarted { track: Some(convert::tell_track(track)), told: track.told };
            ("track_started", message.encode_to_vec())
        }
        Event::TrackEnded(track) => ("track_ended", track_ended(track).encode_to_vec()),
        Event::IncapacityEnded(end) => ("incapacity_ended", case::write_end(end).encode_to_vec()),
        Event::DeadlinePlanned { plan, on } => {
            let message = shared::DeadlinePlanned { plan: Some(plan::store(plan)), planned_on: Some(to_proto(*on)) };
            ("deadline_planned", message.encode_to_vec())
        }
        Event::DeadlineMet { step, on } => {
            let (step, met_on) = (step.code().to_owned(), Some(to_proto(*on)));
            ("deadline_met", shared::DeadlineMet { step, met_on }.encode_to_vec())
        }
        Event::DeadlineMissed { step, on } => {
            let (step, missed_on) = (step.code().to_owned(), Some(to_proto(*on)));
            ("deadline_missed", shared::DeadlineMissed { step, missed_on }.encode_to_vec())
        }
        Event::DeadlineWaived { step, on, because, rests_on } => {
            ("deadline_waived", plan::store_waiver(*step, *on, *because, rests_on).encode_to_vec())
        }
        Event::DeadlineReopened { plan, on } => {
            let message = shared::DeadlineReopened { plan: Some(plan::store(plan)), reopened_on: Some(to_proto(*on)) };
            ("deadline_reopened", message.encode_to_vec())
        }
        Event::QuestionnaireNoted(fact) | Event::FactNoted(fact) => match facts::shape(fact) {
            Shape::Questionnaire(message) => ("questionnaire_noted", message.encode_to_vec()),
            Shape::Other(message) => ("fact_noted", message.encode_to_vec()),
        },
        Event::FactParked { fact, because } => ("fact_parked", facts::write_parked(fact, *because).encode_to_vec()),
        Event::FactReleased { fact } => ("fact_released", facts::write_released(fact).encode_to_vec()),
        Event::FirstEstimateMade(estimate) => ("first_estimate_made", estimates::write_first(estimate).encode_to_vec()),
        Event::EvaluationMade(evaluation) => {
            ("evaluation_made", estimates::write_evaluation(evaluation).encode_to_vec())
        }
        Event::PersonReferred(referral) => ("person_referred", estimates::write_referral(*referral).encode_to_vec()),
        Event::ExaminationInvited { invitation, because } => {
            ("examination_invited", estimates::write_invitation(invitation, *because).encode_to_vec())
        }
        Event::TrajectoryRefused(refusal) => {
            ("trajectory_refused", trajectories::write_refusal(refusal).encode_to_vec())
        }
        Event::TrajectoryAuthorised { request, on } => {
            ("trajectory_authorised", trajectories::write_authorised(*request, *on).encode_to_vec())
        }
        Event::TrajectoryNotAuthorised { request: of, on, notice } => {
            ("trajectory_not_authorised", trajectories::write_not_authorised(*of, *on, notice.as_ref()).encode_to_vec())
        }
        Event::WorkAppliedFor { number, application } => {
            ("work_applied_for", work::write_applied(*number, application).encode_to_vec())
        }
        Event::WorkResumed { number, on } => ("work_resumed", work::write_resumed(*number, *on).encode_to_vec()),
        Event::WorkAuthorised { number, terms } => {
            ("work_authorised", work::write_authorised(*number, terms).encode_to_vec())
        }
        Event::WorkAmended { number, terms } => ("work_amended", work::write_amended(*number, terms).encode_to_vec()),
        Event::WorkNotAuthorised { number, on, reason, notice } => {
            let message = work::write_not_authorised(*number, *on, *reason, notice.as_ref());
            ("work_not_authorised", message.encode_to_vec())
        }
        Event::WorkApplicationWithdrawn { number, on } => {
            ("work_application_withdrawn", work::write_withdrawn(*number, *on).encode_to_vec())
        }
        Event::RehabilitationProposed { number, proposal } => rehabilitation::write_proposed(*number, proposal),
        Event::RehabilitationSubmitted { number, on } => rehabilitation::write_submitted(*number, *on),
        Event::RehabilitationClosed { number, on, because } => rehabilitation::write_closed(*number, *on, *because),
        Event::RehabilitationAnswered { number, answer } => rehabilitation::write_answered(*number, *answer),
        Event::RehabilitationIntakeHeld { number, on } => rehabilitation::write_intake(*number, *on),
        Event::ProgrammeStarted { number, on } => rehabilitation::write_started(*number, *on),
        Event::ProgrammeHoursFollowed { number, hours } => rehabilitation::write_hours(*number, hours),
        Event::ProgrammeEnded { number, from, end } => rehabilitation::write_ended(*number, *from, end),
        Event::ReintegrationEvaluated { number, evaluation } => rehabilitation::write_evaluated(*number, *evaluation),
        Event::TeamContactRecorded(contact) => rehabilitation::write_team_contact(contact),
    }
}

fn track_ended(track: &Track) -> stored::TrackEnded {
    stored::TrackEnded { track: Some(convert::tell_track(track)), told: track.told }
}
