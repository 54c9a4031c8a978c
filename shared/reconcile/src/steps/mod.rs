//! What each step asks for, one file each: the law in its own words, from the facts by their days.

mod ami_commitment_signature;
mod ami_evaluation;
mod ami_first_interview;
mod ami_follow_up;
mod ami_plan;
mod ami_results_notice;
mod ami_resumption;
mod ami_start_notice;
mod ami_suspension;
mod authorisation_request;
mod authorised_work_decision;
mod category_1_examination;
mod category_3_examination;
mod concertation;
mod dossier_look;
mod estimate_examination;
pub(crate) mod first_contact_route_a;
mod first_contact_route_a_dates;
pub(crate) mod first_contact_route_b;
mod first_estimate;
mod negative_decision_contact;
mod programme_submission;
mod questionnaire_help;
mod questionnaire_return;
mod questionnaire_send;
mod referral_follow_up;
mod reintegration_evaluation;
mod report_erasure;
mod return_observation;
pub(crate) mod route_b_appointment;
mod route_b_decision;
mod route_b_offer;

pub(crate) use questionnaire_send::of_route_b as send_of_route_b;
pub(crate) use report_erasure::erased_on;

use crate::compare::{Asked, At};
use crate::fact::Office;
use crate::finding::Findings;
use crate::known::Known;
use crate::step::Step;

/// What the facts ask of a step on a day.
type Asks = fn(&Known, At) -> Asked;

const ASSESSMENT: &[Office] = &[Office::Assessment];
const QUESTIONNAIRE: &[Office] = &[Office::Questionnaire];
const DOSSIER: &[Office] = &[Office::Dossier];
/// Help stays with the questionnaire, and stands on the coordinator's list.
const HELPING: &[Office] = &[Office::Questionnaire, Office::Dossier];

/// Every step that is reconciled, and who keeps it.
pub(crate) const ALL: [(Step, &[Office], Asks); 31] = [
    (Step::QuestionnaireSend, QUESTIONNAIRE, questionnaire_send::asked),
    (Step::QuestionnaireReturn, QUESTIONNAIRE, questionnaire_return::asked),
    (Step::QuestionnaireHelp, HELPING, questionnaire_help::asked),
    (Step::FirstEstimate, ASSESSMENT, first_estimate::asked),
    (Step::EstimateExamination, ASSESSMENT, estimate_examination::asked),
    (Step::Category1Examination, ASSESSMENT, category_1_examination::asked),
    (Step::Category3Examination, ASSESSMENT, category_3_examination::asked),
    (Step::RouteBDecision, ASSESSMENT, route_b_decision::asked),
    (Step::AuthorisedWorkDecision, ASSESSMENT, authorised_work_decision::asked),
    (Step::ReintegrationEvaluation, ASSESSMENT, reintegration_evaluation::asked),
    (Step::FirstContactCategory4, DOSSIER, first_contact_route_a::asked),
    (Step::RouteBAppointment, DOSSIER, route_b_appointment::asked),
    (Step::FirstContactRouteB, DOSSIER, first_contact_route_b::asked),
    (Step::AuthorisationRequest, DOSSIER, authorisation_request::asked),
    (Step::NegativeDecisionContact, DOSSIER, negative_decision_contact::asked),
    (Step::AmiCommitmentSignature, DOSSIER, ami_commitment_signature::asked),
    (Step::AmiStartNotice, DOSSIER, ami_start_notice::asked),
    (Step::AmiFirstInterview, DOSSIER, ami_first_interview::asked),
    (Step::AmiPlan, DOSSIER, ami_plan::asked),
    (Step::AmiFollowUp, DOSSIER, ami_follow_up::asked),
    (Step::AmiResultsNotice, DOSSIER, ami_results_notice::asked),
    (Step::ProgrammeSubmission, DOSSIER, programme_submission::asked),
    (Step::AmiSuspension, DOSSIER, ami_suspension::asked),
    (Step::AmiResumption, DOSSIER, ami_resumption::asked),
    (Step::ReturnObservation, DOSSIER, return_observation::asked),
    (Step::DossierLook, DOSSIER, dossier_look::asked),
    (Step::AmiEvaluation, DOSSIER, ami_evaluation::asked),
    (Step::ConcertationPhysician, DOSSIER, concertation::physician),
    (Step::ConcertationCoordinator, DOSSIER, concertation::coordinator),
    (Step::ReferralFollowUp, DOSSIER, referral_follow_up::asked),
    (Step::RouteBOffer, DOSSIER, route_b_offer::asked),
];

/// What happens by itself happened, and not before its day.
pub(crate) fn fired(known: &Known, at: At, findings: &mut Findings) {
    match at.office {
        Office::Assessment => first_estimate::made(known, findings),
        Office::Questionnaire => {
            questionnaire_send::fired(known, at, findings);
            questionnaire_return::fired(known, at, findings);
        }
        Office::Dossier => ami_plan::made(known, findings),
        Office::Exchange => {}
    }
}

/// Whether a timer of this kind is known here.
pub(crate) fn is_timer(kind: &str) -> bool {
    let missed = || kind.strip_prefix("missed_").is_some_and(|code| !matches!(Step::of(code), Step::Other(_)));
    let known =
        ["send", "send_route_b", "return_missed", "estimate_missed", "bar_ended", "appointment_lapsed", "erase_report"];
    known.contains(&kind) || missed()
}
