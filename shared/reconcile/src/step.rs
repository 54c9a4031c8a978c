//! The steps that have their time, with their stable texts and rules.

use std::fmt;

/// A step that has its time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The questionnaire is sent (rule Q1).
    QuestionnaireSend,
    /// The questionnaire is back (rule Q5).
    QuestionnaireReturn,
    /// The coordinator helps with it (rule Q6).
    QuestionnaireHelp,
    /// The first estimate (rules M3, M4).
    FirstEstimate,
    /// The examination after a questionnaire that could not be completed (rule M5).
    EstimateExamination,
    /// The examination of category 1 (rule M7).
    Category1Examination,
    /// The examination of category 3 (rule M8).
    Category3Examination,
    /// The answer to a request for authorisation (rule M13).
    RouteBDecision,
    /// The decision on authorised work (rule M14).
    AuthorisedWorkDecision,
    /// The evaluation after the phase of reintegration (rule M16).
    ReintegrationEvaluation,
    /// The first contact of route A (rules D4, D5).
    FirstContactCategory4,
    /// The appointment of route B (rule D6).
    RouteBAppointment,
    /// The first contact of route B (rule D6).
    FirstContactRouteB,
    /// The request for authorisation (rule D7).
    AuthorisationRequest,
    /// The contact on a negative decision (rule D8).
    NegativeDecisionContact,
    /// The physician's signature under a commitment (rule D13).
    AmiCommitmentSignature,
    /// The word to the occupational physician that a trajectory of the sickness insurance started (rule D14).
    AmiStartNotice,
    /// The first follow-up interview (rule D15).
    AmiFirstInterview,
    /// The plan (rule D16).
    AmiPlan,
    /// The follow-up of the plan (rule D19).
    AmiFollowUp,
    /// The word to the treating physician on interviews and plan (rule D19).
    AmiResultsNotice,
    /// The submission to the CSCMI of the programme that a plan is for (rule D18).
    ProgrammeSubmission,
    /// The suspension after an employer's request (rule D14).
    AmiSuspension,
    /// The resumption after the CODEX trajectory, or the decision to close (rule D14).
    AmiResumption,
    /// The look at whether a return to work lasts (rule D24).
    ReturnObservation,
    /// The look at a dossier of which no plan is followed up (rule D19).
    DossierLook,
    /// The coordinator looks at a referral of which the partner's word is awaited (rule X4).
    ReferralFollowUp,
    /// The coordinator offers route B to who presented themselves to a regional service (rule X8).
    RouteBOffer,
    /// The evaluation of the results (rule D24).
    AmiEvaluation,
    /// The physician reads what the coordinator wrote (rule D26).
    ConcertationPhysician,
    /// The coordinator reads what the physician wrote (rule D26).
    ConcertationCoordinator,
    /// One that this program cannot reconcile: it is reported, never passed over.
    Other(String),
}

impl Step {
    /// The steps that are reconciled, with their stable texts and rules.
    pub(crate) const COVERED: [(Self, &'static str, &'static str); 31] = [
        (Self::QuestionnaireSend, "questionnaire_send", "Q1"),
        (Self::QuestionnaireReturn, "questionnaire_return", "Q5"),
        (Self::QuestionnaireHelp, "questionnaire_help", "Q6"),
        (Self::FirstEstimate, "first_estimate", "M3"),
        (Self::EstimateExamination, "estimate_examination", "M5"),
        (Self::Category1Examination, "category_1_examination", "M7"),
        (Self::Category3Examination, "category_3_examination", "M8"),
        (Self::RouteBDecision, "route_b_decision", "M13"),
        (Self::AuthorisedWorkDecision, "authorised_work_decision", "M14"),
        (Self::ReintegrationEvaluation, "reintegration_evaluation", "M16"),
        (Self::FirstContactCategory4, "first_contact_category_4", "D4"),
        (Self::RouteBAppointment, "route_b_appointment", "D6"),
        (Self::FirstContactRouteB, "first_contact_route_b", "D6"),
        (Self::AuthorisationRequest, "authorisation_request", "D7"),
        (Self::NegativeDecisionContact, "negative_decision_contact", "D8"),
        (Self::AmiCommitmentSignature, "ami_commitment_signature", "D13"),
        (Self::AmiStartNotice, "ami_start_notice", "D14"),
        (Self::AmiFirstInterview, "ami_first_interview", "D15"),
        (Self::AmiPlan, "ami_plan", "D16"),
        (Self::AmiFollowUp, "ami_follow_up", "D19"),
        (Self::AmiResultsNotice, "ami_results_notice", "D19"),
        (Self::ProgrammeSubmission, "programme_submission", "D18"),
        (Self::AmiSuspension, "ami_suspension", "D14"),
        (Self::AmiResumption, "ami_resumption", "D14"),
        (Self::ReturnObservation, "return_observation", "D24"),
        (Self::DossierLook, "dossier_look", "D19"),
        (Self::AmiEvaluation, "ami_evaluation", "D24"),
        (Self::ConcertationPhysician, "concertation_physician", "D26"),
        (Self::ConcertationCoordinator, "concertation_coordinator", "D26"),
        (Self::ReferralFollowUp, "referral_follow_up", "X4"),
        (Self::RouteBOffer, "route_b_offer", "X8"),
    ];

    /// The step of a stable text.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let known = Self::COVERED.into_iter().find(|(_, known, _)| *known == code);
        known.map_or_else(|| Self::Other(code.to_owned()), |(step, ..)| step)
    }

    /// Whether it cannot be done before its first day. What a trajectory of the sickness insurance asks for, and what is to be read,
    /// only counts from that day.
    pub(crate) const fn waits_for_its_first_day(&self) -> bool {
        !matches!(
            self,
            Self::AmiCommitmentSignature
                | Self::AmiStartNotice
                | Self::AmiPlan
                | Self::AmiResultsNotice
                | Self::ProgrammeSubmission
                | Self::AmiSuspension
                | Self::AmiResumption
                | Self::AmiEvaluation
                | Self::ConcertationPhysician
                | Self::ConcertationCoordinator
                | Self::ReferralFollowUp
        )
    }

    /// The rule that sets it.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        Self::COVERED.iter().find(|(step, ..)| step == self).map_or("T6", |(_, _, rule)| rule)
    }
}

/// Writes the stable text.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let covered = Self::COVERED.iter().find(|(step, ..)| step == self);
        match (self, covered) {
            (Self::Other(code), _) => f.write_str(code),
            (_, Some((_, code, _))) => f.write_str(code),
            (_, None) => f.write_str("?"),
        }
    }
}
