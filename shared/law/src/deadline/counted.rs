//! What a deadline was counted from (T6): the facts that the law was asked about, and by which law.
//!
//! The function that plans a deadline says so itself, with the days that it gives: what an explanation tells is what was used.

use chrono::NaiveDate;

use super::Facts;
use crate::code::coded_enum;
use crate::parameter::ParameterVersion;

coded_enum! {
    /// A kind of dated fact that decides something.
    pub enum FactKind: "kind of fact" {
        /// The first day of incapacity, as it was declared, told or corrected (M1, T9).
        FirstDay = "first_day",
        /// The first day of incapacity was corrected (T9).
        FirstDayCorrected = "first_day_corrected",
        /// The last day of incapacity (T6).
        IncapacityEnd = "incapacity_end",
        /// A CODEX trajectory was asked for, and runs beside (Q4).
        CodexBegun = "codex_begun",
        /// The physician authorised a trajectory by route B, and it runs beside (Q4).
        RouteBBegun = "route_b_begun",
        /// The last day of a concurrent track (Q4).
        TrackEnd = "track_end",
        /// Authorised work began (Q4, D5).
        WorkBegun = "work_begun",
        /// The last day of authorised work (D5).
        WorkEnd = "work_end",
        /// The questionnaire was sent (Q1, Q8).
        QuestionnaireSent = "questionnaire_sent",
        /// It was decided that no questionnaire is sent (Q2).
        QuestionnaireWaived = "questionnaire_waived",
        /// The coordinators were asked to help with the questionnaire (Q6).
        HelpAsked = "help_asked",
        /// The questionnaire was found impossible to complete (Q7).
        CompletionImpossible = "completion_impossible",
        /// The questionnaire that a request waited for is back, or will not come (Q8).
        QuestionnaireBack = "questionnaire_back",
        /// The remaining capacities were estimated or evaluated (M3, M9).
        Estimate = "estimate",
        /// The first day of the first estimate, as it is planned (M3, M4).
        EstimateOpens = "estimate_opens",
        /// The last day of the first estimate, or the day that it is aimed at (M3, M4).
        EstimateEnd = "estimate_end",
        /// The physician dispensed with an examination (M5).
        ExaminationDispensed = "examination_dispensed",
        /// The physician referred the person to the coordinator (M10).
        Referral = "referral",
        /// The person asked for a trajectory, in route B (D6).
        TrajectoryRequested = "trajectory_requested",
        /// An appointment came to nothing (D6).
        AppointmentFallen = "appointment_fallen",
        /// Coordinator and person had a contact (D9).
        Contact = "contact",
        /// The person decided on consent (D3).
        Consent = "consent",
        /// The physician was asked to authorise a trajectory (D7).
        AuthorisationAsked = "authorisation_asked",
        /// The physician answered a request for a trajectory (M13).
        TrajectoryDecided = "trajectory_decided",
        /// The trajectory ended, or what the person had asked for (D8, D11).
        TrajectoryEnd = "trajectory_end",
        /// Authorised work was applied for (M14).
        WorkAppliedFor = "work_applied_for",
        /// The work that was applied for was resumed (M14).
        WorkResumed = "work_resumed",
        /// The application for authorised work was withdrawn (M21).
        WorkWithdrawn = "work_withdrawn",
        /// A message waits to be read (D26).
        MessagePosted = "message_posted",
        /// Coordinator and person signed the commitment (D13).
        CommitmentSigned = "commitment_signed",
        /// A duty to inform arose (D14, D19).
        InformDuty = "inform_duty",
        /// Whom to inform was informed (D14, D19).
        Informed = "informed",
        /// A plan was established in the trajectory of the sickness insurance (D16).
        PlanEstablished = "plan_established",
        /// The plan was adapted (D19).
        PlanAdapted = "plan_adapted",
        /// The plan was followed up without an interview (D19).
        PlanFollowedUp = "plan_followed_up",
        /// The trajectory of the sickness insurance was suspended (D14).
        AmiSuspended = "ami_suspended",
        /// The trajectory of the sickness insurance was resumed (D14).
        AmiResumed = "ami_resumed",
        /// The coordinator looked at a dossier of which no plan is followed up (D19).
        Looked = "looked",
        /// The last day of a trajectory of the sickness insurance (D24).
        AmiEnd = "ami_end",
        /// The results of a trajectory of the sickness insurance were evaluated (D24).
        AmiEvaluated = "ami_evaluated",
        /// The first day of the work to which a trajectory led (D24).
        WorkReturnedTo = "work_returned_to",
        /// The work to which a trajectory led was last seen to go on (D24).
        ReturnSeen = "return_seen",
        /// An occupational physician told that a CODEX trajectory was asked for (D14).
        CodexRequested = "codex_requested",
        /// The plan of a CODEX trajectory was signed (D21).
        CodexPlanSigned = "codex_plan_signed",
        /// Work was resumed under a CODEX plan (D21).
        CodexWorkResumed = "codex_work_resumed",
        /// The last day of a CODEX trajectory (D14).
        CodexEnd = "codex_end",
        /// The proposal of a rehabilitation programme was submitted to the CSCMI (M16).
        ProgrammeSubmitted = "programme_submitted",
        /// A rehabilitation programme started (M18).
        ProgrammeStarted = "programme_started",
        /// The last day of a rehabilitation programme (M18).
        ProgrammeEnd = "programme_end",
        /// The last day of the phase of reintegration after a programme (M16).
        ReintegrationPhaseEnd = "reintegration_phase_end",
        /// Coordinator and physician concerted on a contact with a third party (D27).
        Concerted = "concerted",
        /// A referral to a partner ended (X4).
        ReferralEnd = "referral_end",
        /// A referral went into a partner's inbox (X4).
        ReferralSent = "referral_sent",
        /// A partner's word on a referral, after which another one is to come (X4).
        PartnerWord = "partner_word",
        /// A referral waits for the coordinator: it is not sent yet, came back or was declined, or its partner asked something (X4).
        ReferralWaits = "referral_waits",
        /// The day by which a partner undertook something (X4).
        CommitmentDue = "commitment_due",
        /// The person presented themselves to a regional service (X8).
        Presentation = "presentation",
        /// The mutuality went live with a case that was running (T6, own reading).
        GoLive = "go_live",
        /// An act that was recorded wrongly was annulled, or what another service told was taken back (T9).
        ActAnnulled = "act_annulled",
    }
}

/// A fact with its day in Brussels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatedFact {
    /// What.
    pub kind: FactKind,
    /// The day.
    pub on: NaiveDate,
}

impl FactKind {
    /// The fact of a day.
    #[must_use]
    pub const fn on(self, on: NaiveDate) -> DatedFact {
        DatedFact { kind: self, on }
    }
}

/// What a deadline was counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The facts, in the order in which the law names them.
    pub from: Facts,
    /// The day whose law gave the figures (T8).
    pub law_of: Option<NaiveDate>,
    /// The first day of the incapacity for which they were in force, where it was known (T8).
    pub begun: Option<NaiveDate>,
    /// The parameters that were weighed beside the deadline's own.
    pub beside: Vec<ParameterVersion>,
    /// The figure that the dossier justifies in the place of the parameter's (D19).
    pub instead: Option<u32>,
}

impl Counted {
    /// The same, with a parameter that was weighed too.
    #[must_use]
    pub fn beside(mut self, parameter: ParameterVersion) -> Self {
        self.beside.push(parameter);
        self
    }

    /// Nothing, of a deadline that was planned before this was recorded: only who reads stored bytes says so.
    #[must_use]
    pub const fn not_recorded() -> Self {
        Self { from: Facts::stored(Vec::new()), law_of: None, begun: None, beside: Vec::new(), instead: None }
    }
}
