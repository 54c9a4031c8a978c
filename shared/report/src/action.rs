//! The actions of a trajectory, as the yearly message tells them (R1).

use crate::code::coded;

coded! {
    /// An action of a trajectory. Law of 12 December 2021, art. 2, § 1/3, asks for "the various actions"; which they are is our
    /// own reading: what physician, coordinator, person and partners do in a trajectory. That somebody decided, answered or tried
    /// is an action; what was decided, answered, found or said is not told.
    pub enum Action {
        /// The physician referred the person to the coordinator (M10).
        Referred = "referred",
        /// The person asked for a trajectory, by route B (D6).
        Requested = "requested",
        /// The person was invited to a contact (D30).
        Invited = "invited",
        /// A contact was attempted and did not take place (D30).
        ContactAttempted = "contact_attempted",
        /// The first contact took place (D9).
        FirstContact = "first_contact",
        /// The contact on a negative decision took place (D8).
        NegativeDecisionContact = "negative_decision_contact",
        /// A follow-up interview took place (D15, D19).
        FollowUpInterview = "follow_up_interview",
        /// Another contact took place (D10).
        OtherContact = "other_contact",
        /// The physician was asked to authorise the trajectory (D7).
        AuthorisationAsked = "authorisation_asked",
        /// The physician decided whether it may go on, or on a trajectory that was asked for at an examination (M12, M13).
        TrajectoryDecided = "trajectory_decided",
        /// Coordinator and person signed the statement of commitment (D13).
        Committed = "committed",
        /// The trajectory of the sickness insurance started: the statement is signed by all three (D13).
        Started = "started",
        /// Its plan was established (D16).
        PlanEstablished = "plan_established",
        /// Its plan was adapted (D19).
        PlanAdapted = "plan_adapted",
        /// Its plan was followed up without an interview (D19).
        PlanFollowedUp = "plan_followed_up",
        /// It was suspended after an employer's request (D14).
        AmiSuspended = "ami_suspended",
        /// It was resumed after the CODEX trajectory (D14).
        AmiResumed = "ami_resumed",
        /// The coordinator looked at a dossier of which no plan is followed up (D19).
        Looked = "looked",
        /// The occupational physician was told of the start (D14).
        OccupationalPhysicianInformed = "occupational_physician_informed",
        /// The treating physician was told of the results (D19).
        TreatingPhysicianInformed = "treating_physician_informed",
        /// Physician and coordinator began to concert on the case (D26).
        Concerted = "concerted",
        /// Somebody else was brought into the concertation (D17).
        OthersBroughtIn = "others_brought_in",
        /// The trajectory of the sickness insurance ended (D24).
        AmiEnded = "ami_ended",
        /// Its results were evaluated (D24).
        AmiEvaluated = "ami_evaluated",
        /// It was looked at whether the return lasts (D24).
        ReturnObserved = "return_observed",
        /// The result of guidance that is no formal trajectory was registered (D24).
        ResultRegistered = "result_registered",
        /// Something was begun towards work outside a formal trajectory (D25).
        OtherTrackBegan = "other_track_began",
        /// It ended (D25).
        OtherTrackEnded = "other_track_ended",
        /// The person was referred to a partner, or to another who helps with the return (X2, X11).
        ReferredOn = "referred_on",
        /// Such a referral was taken back before the partner was done (X4).
        ReferralTakenBack = "referral_taken_back",
        /// What the person asked for ended, and the trajectory goes on, by a referral or as one of the sickness insurance (D8).
        RequestEnded = "request_ended",
        /// The trajectory ended otherwise than as one of the sickness insurance: by the person's wish, by a refusal to consent, or by
        /// a negative decision where nothing but the person's request was on (D3, D8, D11).
        Ended = "ended",
        /// A CODEX trajectory was asked for (X5).
        CodexRequested = "codex_requested",
        /// A visit before the return took place (X5).
        PreReturnVisit = "pre_return_visit",
        /// The plan of a CODEX trajectory was signed (X5).
        CodexPlanSigned = "codex_plan_signed",
        /// Work was resumed under it (X5).
        CodexWorkResumed = "codex_work_resumed",
        /// A CODEX trajectory ended (X5).
        CodexEnded = "codex_ended",
        /// Authorised work was applied for (M14).
        WorkAppliedFor = "work_applied_for",
        /// The physician decided on it (M14).
        WorkDecided = "work_decided",
        /// The work was resumed (M14).
        WorkResumed = "work_resumed",
        /// A rehabilitation programme was proposed (M16).
        RehabilitationProposed = "rehabilitation_proposed",
        /// It was submitted to the CSCMI (M16).
        RehabilitationSubmitted = "rehabilitation_submitted",
        /// The CSCMI answered (X9).
        RehabilitationAnswered = "rehabilitation_answered",
        /// A regional service held the intake (X10).
        IntakeHeld = "intake_held",
        /// The programme started (X10).
        ProgrammeStarted = "programme_started",
        /// The programme ended (X10).
        ProgrammeEnded = "programme_ended",
        /// The incapacity was evaluated with the new skills (M16).
        ReintegrationEvaluated = "reintegration_evaluated",
    }
}

impl Action {
    /// Whether it also happens without a trajectory, so that it is an action of one only from the beginning of one on (own
    /// reading).
    #[must_use]
    pub const fn also_by_itself(self) -> bool {
        match self {
            Self::TrajectoryDecided
            | Self::Concerted
            | Self::OthersBroughtIn
            | Self::ReferredOn
            | Self::ReferralTakenBack
            | Self::CodexRequested
            | Self::PreReturnVisit
            | Self::CodexPlanSigned
            | Self::CodexWorkResumed
            | Self::CodexEnded
            | Self::WorkAppliedFor
            | Self::WorkDecided
            | Self::WorkResumed
            | Self::RehabilitationProposed
            | Self::RehabilitationSubmitted
            | Self::RehabilitationAnswered
            | Self::IntakeHeld
            | Self::ProgrammeStarted
            | Self::ProgrammeEnded
            | Self::ReintegrationEvaluated => true,
            Self::Referred
            | Self::Requested
            | Self::Invited
            | Self::ContactAttempted
            | Self::FirstContact
            | Self::PlanAdapted
            | Self::PlanFollowedUp
            | Self::AmiSuspended
            | Self::AmiResumed
            | Self::Looked
            | Self::NegativeDecisionContact
            | Self::FollowUpInterview
            | Self::OtherContact
            | Self::AuthorisationAsked
            | Self::Committed
            | Self::Started
            | Self::PlanEstablished
            | Self::OccupationalPhysicianInformed
            | Self::TreatingPhysicianInformed
            | Self::AmiEnded
            | Self::AmiEvaluated
            | Self::ReturnObserved
            | Self::ResultRegistered
            | Self::OtherTrackBegan
            | Self::OtherTrackEnded
            | Self::RequestEnded
            | Self::Ended => false,
        }
    }
}
