//! Which role may call which method.

use std::collections::HashMap;

use trajet_runtime::Failure;

use crate::caller::Caller;
use crate::caller::Role::{
    self, Auditor, Coordinator, Delegate, Inami, InsuredPerson, InternalSystem, Manager, Operator, PartnerAgent,
    Physician, Representative, Service, TeamMember,
};
use crate::purpose::Purpose::{
    self, Assessment, Coordination, Exchange, Operation, OwnAccess, Questionnaire, Reporting,
};

/// What a method does with personal data (rule R3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// It writes: the ledger records who, in what role, and when.
    Act,
    /// It shows cases: the record of reads has it before the answer leaves.
    Read,
    /// It names no insured person.
    Nobody,
}

/// One method, the roles that may call it, and why these.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The full name: `package.Service/Method`.
    pub method: &'static str,
    /// What it does with personal data.
    pub handling: Handling,
    /// What it is for; see [`Purpose::of`] for what a role makes of it.
    pub purpose: Purpose,
    /// The roles.
    pub roles: &'static [Role],
    /// Why these and no others.
    pub why: &'static str,
}

/// The table of the platform. What has no row is refused.
#[derive(Debug, Clone)]
pub struct AccessTable(HashMap<&'static str, &'static Row>);

/// Names of methods longer than this are made up, and are not repeated.
const LONGEST_NAME: usize = 128;

impl AccessTable {
    /// The table.
    #[must_use]
    pub fn platform() -> Self {
        Self::of(ROWS)
    }

    /// A table of some rows.
    #[must_use]
    pub fn of(rows: &'static [Row]) -> Self {
        Self(rows.iter().map(|row| (row.method, row)).collect())
    }

    /// Every row, in the order of the services.
    #[must_use]
    pub fn rows() -> &'static [Row] {
        ROWS
    }

    /// The row of a method of a package: no two services of a package have a method of the same name.
    #[must_use]
    pub fn row(package: &str, method: &str) -> Option<&'static Row> {
        let named = |row: &&Row| {
            let within = row.method.strip_prefix(package).and_then(|rest| rest.strip_prefix('.'));
            within.and_then(|rest| rest.split_once('/')).is_some_and(|(_, name)| name == method)
        };
        ROWS.iter().find(named)
    }

    /// The row of the method, named `package.Service/Method`, if the caller's role may call it.
    ///
    /// # Errors
    /// [`Failure::RoleNotPermitted`] if not, or if no row names the method.
    pub fn permit(&self, caller: &Caller, method: &str) -> Result<&'static Row, Failure> {
        if let Some(row) = self.0.get(method).filter(|row| row.roles.contains(&caller.role)) {
            return Ok(row);
        }
        let method = method.chars().take(LONGEST_NAME).collect();
        Err(Failure::RoleNotPermitted { role: caller.role.code(), method })
    }
}

const fn act(method: &'static str, purpose: Purpose, roles: &'static [Role], why: &'static str) -> Row {
    Row { method, handling: Handling::Act, purpose, roles, why }
}

const fn read(method: &'static str, purpose: Purpose, roles: &'static [Role], why: &'static str) -> Row {
    Row { method, handling: Handling::Read, purpose, roles, why }
}

const fn open(method: &'static str, purpose: Purpose, roles: &'static [Role], why: &'static str) -> Row {
    Row { method, handling: Handling::Nobody, purpose, roles, why }
}

/// The portal or the scan of a letter acts for the person; the coordinator and the delegate help (Q6).
const ANSWERS: &[Role] = &[InsuredPerson, Representative, Coordinator, Delegate, InternalSystem];

const ROWS: &[Row] = &[
    // Assessment.
    act(
        "trajet.assessment.v1.AssessmentService/DeclareIncapacity",
        Assessment,
        &[InternalSystem, Physician],
        "The certificate reaches the mutuality's own systems, or the advising physician.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/TakeOverCases",
        Assessment,
        &[InternalSystem],
        "The mutuality's own systems hold the cases that run when it goes live.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RecogniseIncapacity",
        Assessment,
        &[Physician],
        "The advising physician decides on the incapacity.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RefuseRecognition",
        Assessment,
        &[Physician],
        "The advising physician decides on the incapacity.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/StartConcurrentTrack",
        Assessment,
        &[Physician, InternalSystem],
        "The physician authorises work; the mutuality's systems hear of a CODEX trajectory.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/EndConcurrentTrack",
        Assessment,
        &[Physician, InternalSystem],
        "As for the start.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RecordFirstEstimate",
        Assessment,
        &[Physician],
        "Only the advising physician estimates the remaining capacities (M1).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/InviteToExamination",
        Assessment,
        &[Physician, TeamMember],
        "The physician invites, and the team prepares (M17).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/DispenseExamination",
        Assessment,
        &[Physician],
        "The ground is medical (M5).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RecordEvaluation",
        Assessment,
        &[Physician],
        "Only the advising physician evaluates (M9, M17).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RefuseTrajectory",
        Assessment,
        &[Physician],
        "The refusal is the advising physician's (M12).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/DecideTrajectory",
        Assessment,
        &[Physician],
        "The authorisation is the advising physician's (M13).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/ApplyForWork",
        Assessment,
        &[InternalSystem, Physician, Coordinator],
        "The person applies by the mutuality's systems; the physician or the coordinator for them (M14, D18).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RecordWorkResumption",
        Assessment,
        &[InternalSystem, Physician, Coordinator],
        "Whoever the person tells of the first day (M14).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/DecideWork",
        Assessment,
        &[Physician],
        "The advising physician alone authorises work (M14).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/AmendWork",
        Assessment,
        &[Physician],
        "The advising physician alone authorises work (M14).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/WithdrawWorkApplication",
        Assessment,
        &[InternalSystem, Physician, Coordinator],
        "The person withdraws as they applied (M21).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/EndIncapacity",
        Assessment,
        &[Physician, InternalSystem],
        "The physician ends the recognition; the mutuality's systems hear of work resumed and of a death.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/AddCertificate",
        Assessment,
        &[Physician, InternalSystem],
        "Certificates come to the mutuality's systems and to the physician (M22).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RecordRepresentation",
        Assessment,
        &[InternalSystem, Physician],
        "Judgments and mandates come to the mutuality's systems, or to the physician (D1).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/EndRepresentation",
        Assessment,
        &[InternalSystem, Physician],
        "As for recording one.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/CorrectStart",
        Assessment,
        &[Physician],
        "The physician states what the first day of incapacity is (T9).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/AnnulAct",
        Assessment,
        &[Physician],
        "The physician answers for the medical record: what is wrong in it is annulled by who may decide on it (GDPR, article 16).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RestrictFile",
        Assessment,
        &[Manager, Physician, InternalSystem],
        "Who leads the staff, the physician of the file, or the mutuality's systems, which know its staff (D2).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/ChangeFileAccess",
        Assessment,
        &[Manager, Physician, InternalSystem],
        "As for the restriction; a file that is closed to them is not there for them.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/LiftRestriction",
        Assessment,
        &[Manager, Physician, InternalSystem],
        "As for the list.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/OpenInEmergency",
        Assessment,
        &[Physician, Coordinator],
        "They alone have access to a dossier (D2), and must be able to act when nobody on the list is there.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/ReviewEmergencyAccess",
        Assessment,
        &[Manager],
        "Who leads the staff answers for what they look at.",
    ),
    read(
        "trajet.assessment.v1.AssessmentService/ListEmergencyAccesses",
        Assessment,
        &[Manager, Auditor],
        "Who reviews, and who checks that it is reviewed.",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/ProposeRehabilitation",
        Assessment,
        &[Physician],
        "The advising physician proposes, at whoever's wish (M16, M19).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/SubmitRehabilitation",
        Assessment,
        &[Physician],
        "The proposal is the advising physician's (M16).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/WithdrawRehabilitation",
        Assessment,
        &[Physician],
        "The person tells the physician (M19).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RecordRehabilitationFact",
        Assessment,
        &[Physician],
        "What the CSCMI or a regional service told the physician otherwise than through the exchange (M16).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RecordReintegrationEvaluation",
        Assessment,
        &[Physician],
        "Only the advising physician evaluates (M16, M17).",
    ),
    act(
        "trajet.assessment.v1.AssessmentService/RecordTeamContact",
        Assessment,
        &[Physician, TeamMember],
        "The whole team has contacts; which ones, the domain says (M17).",
    ),
    read(
        "trajet.assessment.v1.AssessmentService/GetCase",
        Assessment,
        &[Physician],
        "The medical file: the coordinator learns of the referral, not of this (D2, D30).",
    ),
    read("trajet.assessment.v1.AssessmentService/FindCases", Assessment, &[Physician], "As for one case."),
    read("trajet.assessment.v1.AssessmentService/FindPersons", Assessment, &[Physician], "As for one case."),
    read(
        "trajet.assessment.v1.AssessmentService/ListWork",
        Assessment,
        &[Physician, TeamMember, Manager],
        "The physician's deadlines; of them the team those it prepares (M17), and a manager those that were escalated, \
         examinations without their names (D2).",
    ),
    read(
        "trajet.assessment.v1.AssessmentService/ListCaseHistory",
        Assessment,
        &[Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    read("trajet.assessment.v1.AssessmentService/ExplainCase", Assessment, &[Physician], "As for the case itself."),
    open(
        "trajet.assessment.v1.AssessmentService/GetLegalCalendar",
        Assessment,
        Role::ALL,
        "The law is public and names nobody.",
    ),
    // Questionnaire.
    act(
        "trajet.questionnaire.v1.QuestionnaireService/AnnulAct",
        Questionnaire,
        &[Physician],
        "The questionnaire is the physician's, who reads what was recorded of it (GDPR, article 16).",
    ),
    open(
        "trajet.questionnaire.v1.QuestionnaireService/GetDefinition",
        Questionnaire,
        Role::ALL,
        "The form is public and names nobody.",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/WaiveQuestionnaire",
        Questionnaire,
        &[Physician],
        "The reason is medical (Q2).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/SaveDraft",
        Questionnaire,
        ANSWERS,
        "The person answers, alone or with help (Q6, Q9).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/SubmitAnswers",
        Questionnaire,
        ANSWERS,
        "The person answers, alone or with help (Q6, Q9).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/CorrectAnswers",
        Questionnaire,
        &[InsuredPerson, Representative, Coordinator, InternalSystem],
        "The person corrects, alone or with help (Q9); a delegate's task is done once it is back (D2, Q6).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/DelegateHelp",
        Questionnaire,
        &[Coordinator],
        "Help is the coordinator's to delegate (Q6).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/RecordHelp",
        Questionnaire,
        &[Coordinator, Delegate],
        "Whoever helps records it (Q6).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/RecordImpossibility",
        Questionnaire,
        &[Coordinator, Delegate],
        "Whoever helped finds it out (Q7).",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/GetQuestionnaireCase",
        Questionnaire,
        &[Physician, Coordinator, Delegate, InsuredPerson, Representative],
        "The physician reads the answers; whoever helps sees what is missing (Q6); who fills it in reads their draft (Q9). A \
         delegate and a representative are told what the questionnaire that is out needs (D1, D2).",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/ListWork",
        Questionnaire,
        &[Physician, Coordinator, Delegate, Manager],
        "Each sees the deadlines that are theirs, a manager those that were escalated.",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/FindPersons",
        Questionnaire,
        &[Physician, Coordinator, Delegate],
        "Whose questionnaire they read or help with; a delegate finds whose help is theirs.",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/ListCaseHistory",
        Questionnaire,
        &[Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/ExplainCase",
        Questionnaire,
        &[Physician, Coordinator],
        "Who reads the whole case: a delegate has a task in it (D2, Q6).",
    ),
    // Dossier.
    act(
        "trajet.dossier.v1.DossierService/AnnulAct",
        Coordination,
        &[Coordinator, Physician],
        "The dossier is the coordinator's, who records contacts and consents; what a physician wrote in a thread they annul themselves (GDPR, article 16).",
    ),
    act(
        "trajet.dossier.v1.DossierService/OpenRouteB",
        Coordination,
        &[Coordinator, InternalSystem],
        "The person asks the coordinator, or by the mutuality's portal (D6).",
    ),
    act(
        "trajet.dossier.v1.DossierService/MakeAppointment",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RescheduleAppointment",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordNoShow",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordAttempt",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordContactRefusal",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordContact",
        Coordination,
        &[Coordinator],
        "The contact is the coordinator's (D9).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordConsents",
        Coordination,
        &[Coordinator],
        "Consent is given to the coordinator (D3).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RequestAuthorisation",
        Coordination,
        &[Coordinator],
        "The coordinator asks the physician (D7).",
    ),
    act(
        "trajet.dossier.v1.DossierService/EndTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator ends it with the person (D8, D11).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordCommitment",
        Coordination,
        &[Coordinator],
        "The coordinator starts the trajectory in concertation with physician and person (D13).",
    ),
    act(
        "trajet.dossier.v1.DossierService/SignCommitment",
        Coordination,
        &[Physician, Coordinator],
        "The physician signs, or the coordinator records the paper that the physician signed (D13).",
    ),
    act(
        "trajet.dossier.v1.DossierService/EstablishPlan",
        Coordination,
        &[Coordinator],
        "The coordinator registers objectives, actions and agreements (D16).",
    ),
    act(
        "trajet.dossier.v1.DossierService/AdaptPlan",
        Coordination,
        &[Coordinator],
        "The coordinator registers what is adjusted in the plan (D16, D19).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordPlanFollowUp",
        Coordination,
        &[Coordinator],
        "The coordinator follows the plan up (D19).",
    ),
    act(
        "trajet.dossier.v1.DossierService/SuspendAmiTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator suspends it after the employer's request (D14).",
    ),
    act(
        "trajet.dossier.v1.DossierService/ResumeAmiTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator starts it again (D14).",
    ),
    act(
        "trajet.dossier.v1.DossierService/EvaluateAmiTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator evaluates the results (D24).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordReturnObservation",
        Coordination,
        &[Coordinator],
        "The coordinator looks at whether a return lasts (D24).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordOtherTrack",
        Coordination,
        &[Coordinator],
        "The coordinator registers what is done outside a formal trajectory (D25).",
    ),
    act(
        "trajet.dossier.v1.DossierService/ReferToPartner",
        Coordination,
        &[Coordinator],
        "The coordinator refers, after concertation with the physician (D27, X2).",
    ),
    act("trajet.dossier.v1.DossierService/WithdrawReferral", Coordination, &[Coordinator], "As for referring."),
    act(
        "trajet.dossier.v1.DossierService/EndOtherTrack",
        Coordination,
        &[Coordinator],
        "The coordinator registers its end (D25).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordLook",
        Coordination,
        &[Coordinator],
        "The dossier is the coordinator's to look after (D19).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordInformed",
        Coordination,
        &[Coordinator, Physician],
        "The coordinator tells the occupational physician (D14), the physician the treating physician (D19).",
    ),
    act(
        "trajet.dossier.v1.DossierService/EndAmiTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator sets the last day (D20, D24).",
    ),
    read(
        "trajet.dossier.v1.DossierService/GetPlan",
        Coordination,
        &[Coordinator, Physician],
        "As for the dossier (D2).",
    ),
    read(
        "trajet.dossier.v1.DossierService/GetDossier",
        Coordination,
        &[Coordinator, Physician],
        "Only these two have access to the dossier (D2).",
    ),
    read(
        "trajet.dossier.v1.DossierService/GetPresumption",
        Coordination,
        &[Coordinator, Physician],
        "As for the dossier: the physician decides by it (M15), the coordinator tells the person.",
    ),
    read(
        "trajet.dossier.v1.DossierService/FindPersons",
        Coordination,
        &[Coordinator, Physician],
        "As for one dossier.",
    ),
    read(
        "trajet.dossier.v1.DossierService/ListWork",
        Coordination,
        &[Coordinator, Physician, Manager],
        "The coordinator's deadlines; a manager sees those that were escalated.",
    ),
    read(
        "trajet.dossier.v1.DossierService/ListCaseHistory",
        Coordination,
        &[Coordinator, Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    read(
        "trajet.dossier.v1.DossierService/ExplainCase",
        Coordination,
        &[Coordinator, Physician],
        "As for the dossier itself (D2).",
    ),
    // Concertation.
    act(
        "trajet.dossier.v1.ConcertationService/OpenThread",
        Coordination,
        &[Physician, Coordinator],
        "The two who have access to the dossier concert on it (D2, D26).",
    ),
    act(
        "trajet.dossier.v1.ConcertationService/PostMessage",
        Coordination,
        &[Physician, Coordinator],
        "As for opening a thread.",
    ),
    act(
        "trajet.dossier.v1.ConcertationService/MarkRead",
        Coordination,
        &[Physician, Coordinator],
        "As for opening a thread.",
    ),
    act(
        "trajet.dossier.v1.ConcertationService/InviteToThread",
        Coordination,
        &[Physician, Coordinator],
        "The coordinator contacts others in concertation with the physician, who has the same power (D27).",
    ),
    act(
        "trajet.dossier.v1.ConcertationService/CloseThread",
        Coordination,
        &[Physician, Coordinator],
        "As for opening a thread.",
    ),
    read(
        "trajet.dossier.v1.ConcertationService/ListThreads",
        Coordination,
        &[Physician, Coordinator],
        "As for one dossier: nobody else reads it (D2).",
    ),
    read(
        "trajet.dossier.v1.ConcertationService/GetThread",
        Coordination,
        &[Physician, Coordinator],
        "As for one dossier: nobody else reads it (D2).",
    ),
    // Coordinators.
    open(
        "trajet.dossier.v1.CoordinatorService/RegisterCoordinator",
        Coordination,
        &[Manager],
        "Who leads the coordinators keeps their registry; it names no insured person (K1).",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/RecordIntervisionMoment",
        Coordination,
        &[Manager],
        "Who leads the coordinators keeps the calendar (K2).",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/RecordAttendance",
        Coordination,
        &[Manager],
        "Nobody vouches for their own attendance (K2).",
    ),
    act(
        "trajet.dossier.v1.CoordinatorService/AssignDossier",
        Coordination,
        &[Manager, Coordinator],
        "Who leads the coordinators shares out the dossiers, by their numbers alone; coordinators hand over theirs (K3).",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/GetCoordinator",
        Coordination,
        &[Manager, Coordinator],
        "Who leads the coordinators, and each of them about themselves.",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/ListCoordinators",
        Coordination,
        &[Manager],
        "Who leads the coordinators; it names no insured person.",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/ListIntervisionMoments",
        Coordination,
        &[Manager, Coordinator],
        "Coordinators must know which moments count for them (K2).",
    ),
    read(
        "trajet.dossier.v1.CoordinatorService/ListDossiersToReassign",
        Coordination,
        &[Manager],
        "Who leads the coordinators shares out the dossiers; it names no insured person (K3).",
    ),
    // Exchange.
    open(
        "trajet.exchange.v1.ExchangeService/RegisterPartner",
        Exchange,
        &[Operator],
        "Who is a partner is the mutuality's to say, and names no insured person (X1).",
    ),
    act(
        "trajet.exchange.v1.ExchangeService/ReportCodexFact",
        Exchange,
        &[PartnerAgent],
        "The occupational physician tells (X5).",
    ),
    act(
        "trajet.exchange.v1.ExchangeService/ReportRehabilitationFact",
        Exchange,
        &[PartnerAgent],
        "The CSCMI and the regional services tell (X8, X9, X10).",
    ),
    act(
        "trajet.exchange.v1.ExchangeService/AnnulAct",
        Exchange,
        &[Physician],
        "What a partner told by mistake is in the medical file and in the dossier.",
    ),
    read(
        "trajet.exchange.v1.ExchangeService/ListReports",
        Exchange,
        &[PartnerAgent],
        "A partner sees what it sent, of its own organisation (X7).",
    ),
    read(
        "trajet.exchange.v1.ExchangeService/ListReferrals",
        Exchange,
        &[PartnerAgent],
        "A partner reads its own inbox: what it may have of what is addressed to it (X3, X6, X7).",
    ),
    act(
        "trajet.exchange.v1.ExchangeService/AcknowledgeReferral",
        Exchange,
        &[PartnerAgent],
        "Whom a referral is addressed to acknowledges it (X4, X7).",
    ),
    act("trajet.exchange.v1.ExchangeService/AnswerReferral", Exchange, &[PartnerAgent], "As for acknowledging it."),
    act("trajet.exchange.v1.ExchangeService/CommitTo", Exchange, &[PartnerAgent], "As for acknowledging it."),
    act("trajet.exchange.v1.ExchangeService/ReportCommitment", Exchange, &[PartnerAgent], "As for acknowledging it."),
    read(
        "trajet.exchange.v1.ExchangeService/ListUnmatchedReports",
        Exchange,
        &[Physician, InternalSystem],
        "Whoever can find out whom it is about.",
    ),
    open(
        "trajet.exchange.v1.ExchangeService/ListPartners",
        Exchange,
        &[Coordinator, Physician, Operator, InternalSystem],
        "The registry names organisations only.",
    ),
    open(
        "trajet.exchange.v1.ExchangeService/FindCompetentPartners",
        Exchange,
        &[Coordinator, Physician, Operator, InternalSystem],
        "The registry names organisations only.",
    ),
    read(
        "trajet.exchange.v1.ExchangeService/GetExchangeCase",
        Exchange,
        &[Coordinator, Physician],
        "What a partner told belongs to the dossier and the medical file (D2).",
    ),
    read(
        "trajet.exchange.v1.ExchangeService/ListCaseHistory",
        Exchange,
        &[Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    // Reports.
    open(
        "trajet.report.v1.ReportService/ListActions",
        Reporting,
        &[InternalSystem, Auditor],
        "The insurer's own systems send the message to INAMI, which is sent it and fetches nothing (R1); who checks it, \
         computes it again.",
    ),
    open(
        "trajet.report.v1.ReportService/ListIndicators",
        Reporting,
        &[Manager, Inami, Auditor],
        "Figures name nobody, and are rounded; who checks them reads the cases anyway (R6).",
    ),
    open(
        "trajet.report.v1.ReportService/ListBarometer",
        Reporting,
        &[Manager, Inami, Auditor],
        "As for the indicators.",
    ),
    // What is held, and who looked.
    read(
        "trajet.access.v1.AccessService/ListAccesses",
        OwnAccess,
        &[InsuredPerson, Representative, Auditor],
        "Whom it is about sees who looked (R4), and who checks it.",
    ),
    read(
        "trajet.access.v1.AccessService/ExportMyData",
        OwnAccess,
        &[InsuredPerson, Representative],
        "Whom it is about, alone or represented, and nobody else (GDPR, article 15).",
    ),
    // Feed.
    open(
        "trajet.feed.v1.FeedService/Watch",
        Operation,
        &[Service],
        "Facts of all cases, between services of the platform only.",
    ),
    open("trajet.feed.v1.FeedService/List", Operation, &[Service], "As for Watch."),
    open("trajet.feed.v1.FeedService/GetLedger", Operation, &[Service], "As for Watch."),
    // Simulation.
    open(
        "trajet.simulation.v1.ClockService/GetClock",
        Operation,
        &[Operator],
        "For tests and demonstrations; it names nobody.",
    ),
    open("trajet.simulation.v1.ClockService/AdvanceClock", Operation, &[Operator], "As for reading the clock."),
    open("trajet.simulation.v1.ClockService/GetStanding", Operation, &[Operator], "As for reading the clock."),
];

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::collections::BTreeSet;

    use prost::Message;
    use prost_types::FileDescriptorSet;
    use trajet_contracts::FILE_DESCRIPTOR_SET;

    use super::*;

    fn caller(role: Role) -> Caller {
        Caller {
            subject: "someone".parse().unwrap(),
            role,
            insurer: "300".parse().unwrap(),
            organisation: "0206653946".parse().unwrap(),
        }
    }

    #[test]
    fn every_method_has_one_row_and_every_row_names_a_method() {
        let mut methods = BTreeSet::new();
        for file in FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap().file {
            for service in &file.service {
                for method in &service.method {
                    methods.insert(format!("{}.{}/{}", file.package(), service.name(), method.name()));
                }
            }
        }
        methods.retain(|method| method.starts_with("trajet."));
        let named: BTreeSet<_> = AccessTable::rows().iter().map(|row| row.method.to_owned()).collect();
        assert_eq!(named, methods);
        assert_eq!(named.len(), AccessTable::rows().len(), "a method has two rows");
        assert!(!methods.is_empty());
    }

    #[test]
    fn every_row_says_whom_and_why() {
        for Row { method, roles, why, .. } in AccessTable::rows() {
            assert!(!roles.is_empty() && why.ends_with('.'), "{method}");
            assert_eq!(roles.iter().collect::<BTreeSet<_>>().len(), roles.len(), "{method}");
        }
    }

    #[test]
    fn exactly_the_roles_of_the_row_are_permitted() {
        let table = AccessTable::platform();
        for row in AccessTable::rows() {
            for role in Role::ALL {
                assert_eq!(table.permit(&caller(*role), row.method).is_ok(), row.roles.contains(role), "{row:?}");
            }
        }
    }

    #[test]
    fn a_method_without_a_row_is_refused_to_everyone() {
        let table = AccessTable::platform();
        let made_up = format!("trajet.assessment.v1.AssessmentService/{}", "x".repeat(1_000));
        for role in Role::ALL {
            for method in ["", "trajet.assessment.v1.AssessmentService/Erase", &made_up] {
                let refused = table.permit(&caller(*role), method).unwrap_err();
                assert!(matches!(refused, Failure::RoleNotPermitted { method, .. } if method.len() <= LONGEST_NAME));
            }
        }
    }

    #[test]
    fn d2_no_coordinator_reads_the_work_list_of_the_assessment() {
        let listed = |row: &&Row| row.method == "trajet.assessment.v1.AssessmentService/ListWork";
        assert_eq!(AccessTable::rows().iter().find(listed).unwrap().roles, [Physician, TeamMember, Manager]);
    }

    #[test]
    fn d2_nobody_but_coordinator_and_physician_reads_the_dossier() {
        let read = |row: &&Row| row.method == "trajet.dossier.v1.DossierService/GetDossier";
        assert_eq!(AccessTable::rows().iter().find(read).unwrap().roles, [Coordinator, Physician]);
    }

    #[test]
    fn d2_d26_nobody_but_physician_and_coordinator_concerts() {
        let concertation = AccessTable::rows().iter().filter(|row| row.method.contains("ConcertationService/"));
        let roles: Vec<_> = concertation.map(|row| row.roles).collect();
        assert_eq!(roles, [[Physician, Coordinator]; 7]);
    }

    #[test]
    fn d2_nobody_but_the_physician_reads_the_medical_file() {
        for row in AccessTable::rows().iter().filter(|row| row.method.ends_with("Service/GetCase")) {
            assert_eq!(row.roles, [Physician]);
        }
    }

    #[test]
    fn nobody_but_a_service_reads_a_feed() {
        for row in AccessTable::rows().iter().filter(|row| row.method.starts_with("trajet.feed.")) {
            assert_eq!(row.roles, [Service]);
        }
    }
}
