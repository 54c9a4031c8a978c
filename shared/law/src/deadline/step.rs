//! The steps that have their time, and who must take them.

use crate::code::coded_enum;

coded_enum! {
    /// A step of the procedure that has its time.
    pub enum Step: "step" {
        /// The questionnaire is sent (Q1).
        QuestionnaireSend = "questionnaire_send",
        /// The completed questionnaire is back (Q5).
        QuestionnaireReturn = "questionnaire_return",
        /// The coordinator helps with a questionnaire that did not come back (Q6).
        QuestionnaireHelp = "questionnaire_help",
        /// The remaining capacities are first estimated (M3).
        FirstEstimate = "first_estimate",
        /// Who cannot complete the questionnaire is examined for the estimate (M5).
        EstimateExamination = "estimate_examination",
        /// Who was in category 1 and did not return is examined (M7).
        Category1Examination = "category_1_examination",
        /// Who is in category 3 is examined (M8).
        Category3Examination = "category_3_examination",
        /// Who is in category 4 meets the coordinator for the first time, in route A (D4).
        FirstContactCategory4 = "first_contact_category_4",
        /// Who asks for a trajectory gets an appointment, in route B (D6).
        RouteBAppointment = "route_b_appointment",
        /// Who asks for a trajectory meets the coordinator for the first time, in route B (D6).
        FirstContactRouteB = "first_contact_route_b",
        /// The coordinator asks the physician to authorise the trajectory, in route B (D7).
        AuthorisationRequest = "authorisation_request",
        /// The physician decides on the trajectory that was asked for, in route B (M13).
        RouteBDecision = "route_b_decision",
        /// The coordinator meets the person again after a decision against the trajectory (D8).
        NegativeDecisionContact = "negative_decision_contact",
        /// The physician reads what the coordinator wrote (D26).
        ConcertationPhysician = "concertation_physician",
        /// The coordinator reads what the physician wrote (D26).
        ConcertationCoordinator = "concertation_coordinator",
        /// The physician decides on authorised work that was applied for (M14).
        AuthorisedWorkDecision = "authorised_work_decision",
        /// The physician signs the commitment that coordinator and person signed (D13).
        AmiCommitmentSignature = "ami_commitment_signature",
        /// The occupational physician is told that an AMI trajectory started (D14).
        AmiStartNotice = "ami_start_notice",
        /// Coordinator and person hold the first follow-up interview after the commitment (D15).
        AmiFirstInterview = "ami_first_interview",
        /// The reintegration plan is drawn up after the follow-up interview (D16).
        AmiPlan = "ami_plan",
        /// The reintegration plan is followed up (D19).
        AmiFollowUp = "ami_follow_up",
        /// The treating physician is told the results of follow-up interviews and the plan (D19).
        AmiResultsNotice = "ami_results_notice",
        /// The physician submits to the CSCMI the rehabilitation programme that the plan is for (D18).
        ProgrammeSubmission = "programme_submission",
        /// The coordinator suspends an AMI trajectory after an employer's request (D14).
        AmiSuspension = "ami_suspension",
        /// The AMI trajectory is resumed, or closed, after the CODEX trajectory that suspended it (D14).
        AmiResumption = "ami_resumption",
        /// The results of the AMI trajectory are evaluated (D24).
        AmiEvaluation = "ami_evaluation",
        /// Whether who came back to work is still at work is looked at, three, six and twelve months after the return (D24).
        ReturnObservation = "return_observation",
        /// The coordinator looks at a dossier of which no plan is followed up (D19).
        DossierLook = "dossier_look",
        /// The coordinator looks at a referral of which the partner's word is awaited (X4).
        ReferralFollowUp = "referral_follow_up",
        /// The coordinator offers route B to who presented themselves to a regional service in primary incapacity (X8).
        RouteBOffer = "route_b_offer",
        /// Who succeeded in a rehabilitation programme is evaluated with the new skills (M16).
        ReintegrationEvaluation = "reintegration_evaluation",
        /// Primary incapacity is over (T4).
        InvalidityStart = "invalidity_start",
    }
}

impl Step {
    /// Whether there is something to do from the day on which it is planned on, though its last day is far: somebody waits
    /// to be invited to a contact.
    #[must_use]
    pub const fn begins_when_planned(&self) -> bool {
        matches!(
            self,
            Self::FirstContactCategory4
                | Self::FirstContactRouteB
                | Self::NegativeDecisionContact
                | Self::AmiFirstInterview
        )
    }
}

coded_enum! {
    /// Who must act for a step to be taken.
    pub enum Actor: "actor" {
        /// The advising physician (médecin-conseil / adviserend arts).
        Physician = "physician",
        /// The return-to-work coordinator (Coordinateur Retour Au Travail / Terug Naar
        /// Werk-coördinator).
        Coordinator = "coordinator",
        /// The insured person (titulaire / gerechtigde).
        InsuredPerson = "insured_person",
        /// Nobody: it comes about by itself, and the platform takes note.
        System = "system",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UnknownCode;

    #[test]
    fn codes_are_read_back() {
        for step in Step::ALL {
            assert_eq!(step.code().parse(), Ok(*step));
        }
        for actor in Actor::ALL {
            assert_eq!(actor.code().parse(), Ok(*actor));
        }
        assert_eq!("lunch".parse::<Step>(), Err(UnknownCode { kind: "step" }));
    }
}
