//! The acts of a case: what somebody does through the contracts, and how it is asked for.

mod ami;
mod annul;
mod assessment;
mod concertation;
mod coordinators;
mod dossier;
mod exchange;
mod outcome;
mod questionnaire;
mod referral;
mod rehabilitation;

use chrono::NaiveDate;
use serde::Deserialize;
use trajet_belgium::Niss;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1::Definition;
use trajet_contracts::r#type::v1::{CoordinatorContact, Invitation, InvitationProof};

use super::named::Named;
use super::when::When;
use crate::client::Clients;
use crate::error::Error;

pub(crate) use assessment::{Declaration, End};
pub(crate) use coordinators::Registration;

/// What an act of a case needs beside what the case tells of it.
pub(crate) struct Doing<'a> {
    /// The case.
    pub(crate) case_id: &'a str,
    /// Whose case it is.
    pub(crate) niss: &'a Niss,
    /// The first day of incapacity.
    pub(crate) start: NaiveDate,
    /// The day of the act.
    pub(crate) today: NaiveDate,
    /// A name for the act that was never used.
    pub(crate) request_id: String,
    /// The questionnaire that is answered.
    pub(crate) definition: &'a Definition,
}

impl Doing<'_> {
    /// A day that the case tells; that of the act if it tells none.
    fn day(&self, told: Option<When>) -> Date {
        to_proto(told.map_or(self.today, |when| when.date(self.start)))
    }

    /// A day that the case may leave open.
    fn known(&self, told: Option<When>) -> Option<Date> {
        told.map(|when| to_proto(when.date(self.start)))
    }

    /// An invitation on the day of the act.
    fn invitation(&self, proof: Option<Named<InvitationProof>>) -> Invitation {
        let proof = proof.map_or(InvitationProof::Letter, |named| named.0);
        let referenced = matches!(proof, InvitationProof::RegisteredLetter | InvitationProof::Ebox);
        let reference = if referenced { format!("proof-{}", self.today) } else { String::new() };
        Invitation { invited_on: Some(self.day(None)), proof: proof.into(), reference }
    }
}

/// How a coordinator is reached.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    name: String,
    phone: String,
    email: String,
}

impl Contact {
    fn wire(&self) -> CoordinatorContact {
        CoordinatorContact { name: self.name.clone(), phone: self.phone.clone(), email: self.email.clone() }
    }
}

/// How the person reaches the coordinator of an appointment (D29): no case tells of another one.
fn coordinator() -> CoordinatorContact {
    CoordinatorContact {
        name: "Marie Lambert".to_owned(),
        phone: "+3225550142".to_owned(),
        email: "marie.lambert@mutuality.example".to_owned(),
    }
}

/// The acts: each a struct of what a case tells of it, and the method that it is a request of.
macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident = $service:ident::$told:ident, $method:ident;)*) => {
        /// A legal act.
        #[derive(Debug, Clone, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum Act {
            $($(#[$doc])* $act($service::$told),)*
            /// An act that was recorded wrongly is annulled.
            Annul(annul::Mistake),
            /// A partner says something of a referral that it has in its inbox (X4).
            Partner(referral::Word),
        }

        impl Act {
            /// Does it.
            ///
            /// # Errors
            /// If it is refused.
            pub(crate) async fn perform(&self, clients: &mut Clients, doing: &Doing<'_>) -> Result<(), Error> {
                match self {
                    $(Self::$act(told) => {
                        clients.$service.$method(told.request(doing)).await?;
                    })*
                    Self::Annul(mistake) => mistake.perform(clients, doing).await?,
                    Self::Partner(word) => word.perform(clients, doing).await?,
                }
                Ok(())
            }
        }
    };
}

acts! {
    /// The advising physician recognises the incapacity (M1).
    Recognise = assessment::Recognition, recognise_incapacity;
    /// A concurrent track is in force from a day on (Q4, M4).
    StartTrack = assessment::TrackStart, start_concurrent_track;
    /// A concurrent track has its last day.
    EndTrack = assessment::TrackEnd, end_concurrent_track;
    /// The first estimate (M3, M6).
    Estimate = assessment::Estimate, record_first_estimate;
    /// The person is invited to an examination (M5, M7, M8).
    InviteToExamination = assessment::ExaminationInvitation, invite_to_examination;
    /// The examination after an impossible questionnaire is not appropriate now (M5).
    DispenseExamination = assessment::Dispensation, dispense_examination;
    /// A later evaluation (M9).
    Evaluate = assessment::Evaluation, record_evaluation;
    /// A trajectory that the category rules out is refused in writing (M12).
    RefuseTrajectory = assessment::TrajectoryRefusal, refuse_trajectory;
    /// The physician answers a request by route B (M13).
    DecideTrajectory = assessment::Answer, decide_trajectory;
    /// Authorised work is applied for (M14).
    ApplyForWork = assessment::WorkApplication, apply_for_work;
    /// The work that was applied for begins (M14).
    ResumeWork = assessment::WorkResumption, record_work_resumption;
    /// The work is authorised, or not (M14).
    DecideWork = assessment::WorkDecision, decide_work;
    /// The authorisation is amended (M14).
    AmendWork = assessment::WorkAmendment, amend_work;
    /// The application is withdrawn (M21).
    WithdrawWork = assessment::WorkWithdrawal, withdraw_work_application;
    /// A certificate prolongs the incapacity (M22).
    AddCertificate = assessment::Prolongation, add_certificate;
    /// The physician states another first day of incapacity (T9).
    CorrectStart = assessment::StatedStart, correct_start;
    /// The physician opens a proposal for a rehabilitation programme (M16, M19).
    ProposeRehabilitation = assessment::Proposal, propose_rehabilitation;
    /// The proposal is submitted to the CSCMI (M16).
    SubmitRehabilitation = assessment::Submission, submit_rehabilitation;
    /// The person does not wish the programme any more (M19).
    WithdrawRehabilitation = assessment::Withdrawal, withdraw_rehabilitation;
    /// The physician records what was told of the programme (M16).
    RecordRehabilitation = assessment::Record, record_rehabilitation_fact;
    /// The incapacity is evaluated with the new skills (M16).
    EvaluateReintegration = assessment::ReintegrationEvaluation, record_reintegration_evaluation;
    /// A contact of the multidisciplinary team (M17).
    TeamContact = assessment::TeamContact, record_team_contact;
    /// The incapacity ends, or the person died.
    EndIncapacity = assessment::End, end_incapacity;
    /// The physician keeps the questionnaire back (Q2); the letter names a coordinator (Q3).
    Waive = questionnaire::Waiver, waive_questionnaire;
    /// The questionnaire comes back (Q5), filled in with help or without.
    Answer = questionnaire::Answer, submit_answers;
    /// The coordinator delegates the help (Q6).
    Delegate = questionnaire::Delegation, delegate_help;
    /// The person was contacted about the questionnaire (Q6).
    Help = questionnaire::Help, record_help;
    /// The questionnaire cannot be completed, in spite of help (Q7).
    Impossible = questionnaire::Impossibility, record_impossibility;
    /// The person asks for a trajectory (D6).
    OpenRouteB = dossier::Request, open_route_b;
    /// An appointment is made.
    Appointment = dossier::Appointment, make_appointment;
    /// Another appointment takes the place of one.
    Reschedule = dossier::OtherDay, reschedule_appointment;
    /// The person does not come.
    NoShow = dossier::NoShow, record_no_show;
    /// The person cannot be reached.
    Attempt = dossier::Attempt, record_attempt;
    /// The person refuses a contact.
    RefuseContact = dossier::ContactRefusal, record_contact_refusal;
    /// A contact takes place (D9).
    Contact = dossier::Contact, record_contact;
    /// The person grants or withdraws consent (D3).
    Consents = dossier::Consents, record_consents;
    /// The coordinator asks the physician for the authorisation (D7).
    RequestAuthorisation = dossier::AuthorisationRequest, request_authorisation;
    /// The trajectory ends (D8, D11).
    EndTrajectory = dossier::End, end_trajectory;
    /// Coordinator and person, and the physician if they are there, sign the commitment (D13).
    Commit = dossier::Commitment, record_commitment;
    /// The physician signs the commitment (D13).
    SignCommitment = dossier::PhysicianSignature, sign_commitment;
    /// The plan is established (D16).
    EstablishPlan = dossier::Plan, establish_plan;
    /// Somebody was told of the start or the results (D14, D19).
    Inform = dossier::Word, record_informed;
    /// The trajectory of the sickness insurance ends (D24).
    EndAmi = dossier::AmiEnd, end_ami_trajectory;
    /// The results of it are evaluated (D24).
    EvaluateAmi = dossier::Evaluation, evaluate_ami_trajectory;
    /// It is looked at whether the return lasts (D24).
    ObserveReturn = dossier::Observation, record_return_observation;
    /// The result of guidance that is no formal trajectory is registered (D24).
    RegisterResult = dossier::GuidanceResult, register_result;
    /// Something is begun towards work outside a formal trajectory (D25).
    BeginOtherTrack = dossier::OtherTrackBegun, record_other_track;
    /// It ends (D25).
    EndOtherTrack = dossier::OtherTrackEnded, end_other_track;
    /// The person is referred to a partner (X2).
    Refer = dossier::Referral, refer_to_partner;
    /// A referral is taken back (D3).
    WithdrawReferral = dossier::TakenBack, withdraw_referral;
    /// A thread of concertation is opened with a first message (D26).
    OpenThread = concertation::Opening, open_thread;
    /// A message is written in a thread (D26).
    PostMessage = concertation::Post, post_message;
    /// A thread was read (D26).
    MarkRead = concertation::Reading, mark_read;
    /// Somebody else is brought into a thread (D17, D27).
    InviteToThread = concertation::Invitation, invite_to_thread;
    /// A thread is closed (D26).
    CloseThread = concertation::Closing, close_thread;
    /// A manager registers a coordinator, or changes what is registered (K1).
    RegisterCoordinator = coordinators::Registration, register_coordinator;
    /// The dossier is given to a coordinator, or to another one (K3).
    AssignDossier = coordinators::Assignment, assign_dossier;
    /// An organisation becomes a partner (X1).
    RegisterPartner = exchange::Partner, register_partner;
    /// An occupational physician tells something of the person (X5).
    ReportCodex = exchange::CodexReport, report_codex_fact;
    /// The CSCMI or a regional service tells of the person's rehabilitation programme (X9, X10).
    ReportRehabilitation = exchange::RehabilitationReport, report_rehabilitation_fact;
}

impl Act {
    /// The enterprise number of the organisation that acts, where it is not the mutuality's own.
    pub(crate) fn organisation(&self) -> Option<&str> {
        match self {
            Self::ReportCodex(report) => Some(&report.partner),
            Self::ReportRehabilitation(report) => Some(&report.partner),
            Self::Partner(word) => Some(&word.partner),
            _ => None,
        }
    }
}
