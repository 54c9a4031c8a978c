//! Events as they are read back, however old.

use prost::Message as _;
use trajet_assessment_domain::{Event, ParkedBecause};
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_law::deadline::Step;
use trajet_runtime::Violations;
use trajet_service::annul;
use trajet_service::plan::{self, Unreadable, day};
use trajet_service::replanned;
use trajet_service::representation;

use crate::grpc::convert;

use super::{ReadError, before_go_live, case, estimates, facts, file, rehabilitation, trajectories, work};

/// The event of a kind, from its bytes.
pub(crate) fn read(kind: &str, bytes: &[u8]) -> Result<Event, ReadError> {
    Ok(match kind {
        "act_annulled" => Event::ActAnnulled(annul::read(shared::ActAnnulled::decode(bytes)?)?),
        kind if file::KINDS.contains(&kind) => file::read(bytes)?,
        "incapacity_declared" => case::read_declared(stored::IncapacityDeclared::decode(bytes)?)?,
        "person_represented" => {
            let message = stored::PersonRepresented::decode(bytes)?;
            Event::PersonRepresented(representation::hear(message.representation)?)
        }
        "certificate_added" => {
            let added = stored::CertificateAdded::decode(bytes)?.certificate.ok_or(Unreadable("certificate"))?;
            let mut violations = Violations::default();
            let added = convert::hear_prolongation(&mut violations, &added).ok_or(Unreadable("certificate"))?;
            Event::CertificateAdded(added)
        }
        "start_corrected" => case::read_correction(&stored::StartCorrected::decode(bytes)?)?,
        "deadline_replanned" => {
            let (before, after, (on, because), rests_on) = replanned::read(shared::DeadlineReplanned::decode(bytes)?)?;
            Event::DeadlineReplanned { before, after, on, because, rests_on }
        }
        "incapacity_recognised" => case::read_recognised(stored::IncapacityRecognised::decode(bytes)?)?,
        "recognition_refused" => case::read_refused(stored::RecognitionRefused::decode(bytes)?)?,
        "track_started" => {
            let stored::TrackStarted { track, told } = stored::TrackStarted::decode(bytes)?;
            Event::TrackStarted(case::read_track(track, told)?)
        }
        "track_ended" => {
            let stored::TrackEnded { track, told } = stored::TrackEnded::decode(bytes)?;
            Event::TrackEnded(case::read_track(track, told)?)
        }
        "incapacity_ended" => case::read_end(&stored::IncapacityEnded::decode(bytes)?)?,
        "deadline_planned" => {
            let message = shared::DeadlinePlanned::decode(bytes)?;
            Event::DeadlinePlanned { plan: plan::read(message.plan)?, on: day(message.planned_on, "day of planning")? }
        }
        "deadline_met" => {
            let message = shared::DeadlineMet::decode(bytes)?;
            Event::DeadlineMet { step: read_step(&message.step)?, on: day(message.met_on, "day of the act")? }
        }
        "deadline_missed" => {
            let message = shared::DeadlineMissed::decode(bytes)?;
            Event::DeadlineMissed { step: read_step(&message.step)?, on: day(message.missed_on, "day of the miss")? }
        }
        "deadline_waived" => {
            let message = shared::DeadlineWaived::decode(bytes)?;
            Event::DeadlineWaived {
                step: read_step(&message.step)?,
                on: day(message.waived_on, "day of the waiver")?,
                because: message.because.parse().map_err(|_| Unreadable("ground"))?,
                rests_on: plan::read_facts(message.rests_on)?,
            }
        }
        "deadline_reopened" => {
            let message = shared::DeadlineReopened::decode(bytes)?;
            let on = day(message.reopened_on, "day of the reopening")?;
            Event::DeadlineReopened { plan: plan::read(message.plan)?, on }
        }
        "questionnaire_noted" => {
            Event::QuestionnaireNoted(facts::read_questionnaire(stored::QuestionnaireNoted::decode(bytes)?)?)
        }
        "fact_noted" => Event::FactNoted(facts::read_other(stored::FactNoted::decode(bytes)?)?),
        "fact_parked" => {
            let message = stored::FactParked::decode(bytes)?;
            let because = ParkedBecause::from_code(&message.because).ok_or(Unreadable("reason"))?;
            Event::FactParked { fact: facts::read_either(message.fact, message.other)?, because }
        }
        "fact_released" => {
            let message = stored::FactReleased::decode(bytes)?;
            Event::FactReleased { fact: facts::read_either(message.fact, message.other)? }
        }
        "first_estimate_made" => estimates::read_first(stored::FirstEstimateMade::decode(bytes)?)?,
        "evaluation_made" => estimates::read_evaluation(stored::EvaluationMade::decode(bytes)?)?,
        "person_referred" => estimates::read_referral(stored::PersonReferred::decode(bytes)?)?,
        "examination_invited" => estimates::read_invitation(stored::ExaminationInvited::decode(bytes)?)?,
        "trajectory_refused" => trajectories::read_refusal(stored::TrajectoryRefused::decode(bytes)?)?,
        "trajectory_authorised" => trajectories::read_authorised(stored::TrajectoryAuthorised::decode(bytes)?)?,
        "trajectory_not_authorised" => {
            trajectories::read_not_authorised(stored::TrajectoryNotAuthorised::decode(bytes)?)?
        }
        "work_applied_for" => work::read_applied(stored::WorkAppliedFor::decode(bytes)?)?,
        "work_resumed" => work::read_resumed(stored::WorkResumed::decode(bytes)?)?,
        "work_authorised" => work::read_authorised(stored::WorkAuthorised::decode(bytes)?)?,
        "work_amended" => work::read_amended(stored::WorkAmended::decode(bytes)?)?,
        "work_not_authorised" => work::read_not_authorised(stored::WorkNotAuthorised::decode(bytes)?)?,
        "work_application_withdrawn" => work::read_withdrawn(stored::WorkApplicationWithdrawn::decode(bytes)?)?,
        "rehabilitation_proposed" => rehabilitation::read_proposed(stored::RehabilitationProposed::decode(bytes)?)?,
        "rehabilitation_submitted" => rehabilitation::read_submitted(&stored::RehabilitationSubmitted::decode(bytes)?)?,
        "rehabilitation_closed" => rehabilitation::read_closed(&stored::RehabilitationClosed::decode(bytes)?)?,
        "rehabilitation_answered" => rehabilitation::read_answered(stored::RehabilitationAnswered::decode(bytes)?)?,
        "rehabilitation_intake_held" => rehabilitation::read_intake(&stored::RehabilitationIntakeHeld::decode(bytes)?)?,
        "programme_started" => rehabilitation::read_started(&stored::ProgrammeStarted::decode(bytes)?)?,
        "programme_hours_followed" => rehabilitation::read_hours(stored::ProgrammeHoursFollowed::decode(bytes)?)?,
        "programme_ended" => rehabilitation::read_ended(&stored::ProgrammeEnded::decode(bytes)?)?,
        "reintegration_evaluated" => rehabilitation::read_evaluated(stored::ReintegrationEvaluated::decode(bytes)?)?,
        "team_contact_recorded" => rehabilitation::read_team_contact(stored::TeamContactRecorded::decode(bytes)?)?,
        kind => {
            let of = before_go_live::of(kind).ok_or(ReadError::Kind)?;
            Event::BeforeGoLive(Box::new(read(of, bytes)?))
        }
    })
}

fn read_step(code: &str) -> Result<Step, Unreadable> {
    code.parse().map_err(|_| Unreadable("step"))
}
