//! Which role may call which method.

use std::collections::HashMap;

use trajet_runtime::Failure;

use crate::caller::Caller;
use crate::caller::Role::{
    self, Auditor, Coordinator, Delegate, Inami, InsuredPerson, InternalSystem, Manager, Operator, PartnerAgent,
    Physician, Representative, Service, TeamMember,
};

/// One method, the roles that may call it, and why these.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The full name: `package.Service/Method`.
    pub method: &'static str,
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
        Self(ROWS.iter().map(|row| (row.method, row)).collect())
    }

    /// Every row, in the order of the services.
    #[must_use]
    pub fn rows() -> &'static [Row] {
        ROWS
    }

    /// Whether the caller's role may call the method, named `package.Service/Method`.
    ///
    /// # Errors
    /// [`Failure::RoleNotPermitted`] if not, or if no row names the method.
    pub fn permit(&self, caller: &Caller, method: &str) -> Result<(), Failure> {
        if self.0.get(method).is_some_and(|row| row.roles.contains(&caller.role)) {
            return Ok(());
        }
        let method = method.chars().take(LONGEST_NAME).collect();
        Err(Failure::RoleNotPermitted { role: caller.role.code(), method })
    }
}

const fn row(method: &'static str, roles: &'static [Role], why: &'static str) -> Row {
    Row { method, roles, why }
}

/// The portal or the scan of a letter acts for the person; the coordinator and the delegate help (Q6).
const ANSWERS: &[Role] = &[InsuredPerson, Representative, Coordinator, Delegate, InternalSystem];

const ROWS: &[Row] = &[
    // Assessment.
    row(
        "trajet.assessment.v1.AssessmentService/DeclareIncapacity",
        &[InternalSystem, Physician],
        "The certificate reaches the mutuality's own systems, or the advising physician.",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/TakeOverCases",
        &[InternalSystem],
        "The mutuality's own systems hold the cases that run when it goes live.",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/RecogniseIncapacity",
        &[Physician],
        "The advising physician decides on the incapacity.",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/RefuseRecognition",
        &[Physician],
        "The advising physician decides on the incapacity.",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/StartConcurrentTrack",
        &[Physician, InternalSystem],
        "The physician authorises work; the mutuality's systems hear of a CODEX trajectory.",
    ),
    row("trajet.assessment.v1.AssessmentService/EndConcurrentTrack", &[Physician, InternalSystem], "As for the start."),
    row(
        "trajet.assessment.v1.AssessmentService/RecordFirstEstimate",
        &[Physician],
        "Only the advising physician estimates the remaining capacities (M1).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/InviteToExamination",
        &[Physician, TeamMember],
        "The physician invites, and the team prepares (M17).",
    ),
    row("trajet.assessment.v1.AssessmentService/DispenseExamination", &[Physician], "The ground is medical (M5)."),
    row(
        "trajet.assessment.v1.AssessmentService/RecordEvaluation",
        &[Physician],
        "Only the advising physician evaluates (M9, M17).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/RefuseTrajectory",
        &[Physician],
        "The refusal is the advising physician's (M12).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/DecideTrajectory",
        &[Physician],
        "The authorisation is the advising physician's (M13).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/ApplyForWork",
        &[InternalSystem, Physician, Coordinator],
        "The person applies by the mutuality's systems; the physician or the coordinator for them (M14, D18).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/RecordWorkResumption",
        &[InternalSystem, Physician, Coordinator],
        "Whoever the person tells of the first day (M14).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/DecideWork",
        &[Physician],
        "The advising physician alone authorises work (M14).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/AmendWork",
        &[Physician],
        "The advising physician alone authorises work (M14).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/WithdrawWorkApplication",
        &[InternalSystem, Physician, Coordinator],
        "The person withdraws as they applied (M21).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/EndIncapacity",
        &[Physician, InternalSystem],
        "The physician ends the recognition; the mutuality's systems hear of work resumed and of a death.",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/AddCertificate",
        &[Physician, InternalSystem],
        "Certificates come to the mutuality's systems and to the physician (M22).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/RecordRepresentation",
        &[InternalSystem, Physician],
        "Judgments and mandates come to the mutuality's systems, or to the physician (D1).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/EndRepresentation",
        &[InternalSystem, Physician],
        "As for recording one.",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/CorrectStart",
        &[Physician],
        "The physician states what the first day of incapacity is (T9).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/AnnulAct",
        &[Physician],
        "The physician answers for the medical record: what is wrong in it is annulled by who may decide on it (GDPR, article 16).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/ProposeRehabilitation",
        &[Physician],
        "The advising physician proposes, at whoever's wish (M16, M19).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/SubmitRehabilitation",
        &[Physician],
        "The proposal is the advising physician's (M16).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/WithdrawRehabilitation",
        &[Physician],
        "The person tells the physician (M19).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/RecordRehabilitationFact",
        &[Physician],
        "What the CSCMI or a regional service told the physician otherwise than through the exchange (M16).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/RecordReintegrationEvaluation",
        &[Physician],
        "Only the advising physician evaluates (M16, M17).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/RecordTeamContact",
        &[Physician, TeamMember],
        "The whole team has contacts; which ones, the domain says (M17).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/GetCase",
        &[Physician],
        "The medical file: the coordinator learns of the referral, not of this (D2, D30).",
    ),
    row("trajet.assessment.v1.AssessmentService/FindCases", &[Physician], "As for one case."),
    row("trajet.assessment.v1.AssessmentService/FindPersons", &[Physician], "As for one case."),
    row(
        "trajet.assessment.v1.AssessmentService/ListWork",
        &[Physician, TeamMember, Manager],
        "The physician's deadlines; of them the team those it prepares (M17), and a manager those that were escalated, \
         examinations without their names (D2).",
    ),
    row(
        "trajet.assessment.v1.AssessmentService/ListCaseHistory",
        &[Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    row("trajet.assessment.v1.AssessmentService/ExplainCase", &[Physician], "As for the case itself."),
    row("trajet.assessment.v1.AssessmentService/GetLegalCalendar", Role::ALL, "The law is public and names nobody."),
    // Questionnaire.
    row(
        "trajet.questionnaire.v1.QuestionnaireService/AnnulAct",
        &[Physician],
        "The questionnaire is the physician's, who reads what was recorded of it (GDPR, article 16).",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/GetDefinition",
        Role::ALL,
        "The form is public and names nobody.",
    ),
    row("trajet.questionnaire.v1.QuestionnaireService/WaiveQuestionnaire", &[Physician], "The reason is medical (Q2)."),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/SaveDraft",
        ANSWERS,
        "The person answers, alone or with help (Q6, Q9).",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/SubmitAnswers",
        ANSWERS,
        "The person answers, alone or with help (Q6, Q9).",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/CorrectAnswers",
        &[InsuredPerson, Representative, Coordinator, InternalSystem],
        "The person corrects, alone or with help (Q9); a delegate's task is done once it is back (D2, Q6).",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/DelegateHelp",
        &[Coordinator],
        "Help is the coordinator's to delegate (Q6).",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/RecordHelp",
        &[Coordinator, Delegate],
        "Whoever helps records it (Q6).",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/RecordImpossibility",
        &[Coordinator, Delegate],
        "Whoever helped finds it out (Q7).",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/GetQuestionnaireCase",
        &[Physician, Coordinator, Delegate, InsuredPerson, Representative],
        "The physician reads the answers; whoever helps sees what is missing (Q6); who fills it in reads their draft (Q9). A \
         delegate and a representative are told what the questionnaire that is out needs (D1, D2).",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/ListWork",
        &[Physician, Coordinator, Delegate, Manager],
        "Each sees the deadlines that are theirs, a manager those that were escalated.",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/FindPersons",
        &[Physician, Coordinator, Delegate],
        "Whose questionnaire they read or help with; a delegate finds whose help is theirs.",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/ListCaseHistory",
        &[Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    row(
        "trajet.questionnaire.v1.QuestionnaireService/ExplainCase",
        &[Physician, Coordinator],
        "Who reads the whole case: a delegate has a task in it (D2, Q6).",
    ),
    // Dossier.
    row(
        "trajet.dossier.v1.DossierService/AnnulAct",
        &[Coordinator],
        "The dossier is the coordinator's, who records contacts and consents (GDPR, article 16).",
    ),
    row(
        "trajet.dossier.v1.DossierService/OpenRouteB",
        &[Coordinator, InternalSystem],
        "The person asks the coordinator, or by the mutuality's portal (D6).",
    ),
    row("trajet.dossier.v1.DossierService/MakeAppointment", &[Coordinator], "Contacts are the coordinator's."),
    row("trajet.dossier.v1.DossierService/RescheduleAppointment", &[Coordinator], "Contacts are the coordinator's."),
    row("trajet.dossier.v1.DossierService/RecordNoShow", &[Coordinator], "Contacts are the coordinator's."),
    row("trajet.dossier.v1.DossierService/RecordAttempt", &[Coordinator], "Contacts are the coordinator's."),
    row("trajet.dossier.v1.DossierService/RecordContactRefusal", &[Coordinator], "Contacts are the coordinator's."),
    row("trajet.dossier.v1.DossierService/RecordContact", &[Coordinator], "The contact is the coordinator's (D9)."),
    row("trajet.dossier.v1.DossierService/RecordConsents", &[Coordinator], "Consent is given to the coordinator (D3)."),
    row(
        "trajet.dossier.v1.DossierService/RequestAuthorisation",
        &[Coordinator],
        "The coordinator asks the physician (D7).",
    ),
    row(
        "trajet.dossier.v1.DossierService/EndTrajectory",
        &[Coordinator],
        "The coordinator ends it with the person (D8, D11).",
    ),
    row(
        "trajet.dossier.v1.DossierService/RecordCommitment",
        &[Coordinator],
        "The coordinator starts the trajectory in concertation with physician and person (D13).",
    ),
    row(
        "trajet.dossier.v1.DossierService/SignCommitment",
        &[Physician, Coordinator],
        "The physician signs, or the coordinator records the paper that the physician signed (D13).",
    ),
    row(
        "trajet.dossier.v1.DossierService/EstablishPlan",
        &[Coordinator],
        "The coordinator registers objectives, actions and agreements (D16).",
    ),
    row(
        "trajet.dossier.v1.DossierService/AdaptPlan",
        &[Coordinator],
        "The coordinator registers what is adjusted in the plan (D16, D19).",
    ),
    row(
        "trajet.dossier.v1.DossierService/RecordPlanFollowUp",
        &[Coordinator],
        "The coordinator follows the plan up (D19).",
    ),
    row(
        "trajet.dossier.v1.DossierService/SuspendAmiTrajectory",
        &[Coordinator],
        "The coordinator suspends it after the employer's request (D14).",
    ),
    row(
        "trajet.dossier.v1.DossierService/ResumeAmiTrajectory",
        &[Coordinator],
        "The coordinator starts it again (D14).",
    ),
    row(
        "trajet.dossier.v1.DossierService/EvaluateAmiTrajectory",
        &[Coordinator],
        "The coordinator evaluates the results (D24).",
    ),
    row(
        "trajet.dossier.v1.DossierService/RecordReturnObservation",
        &[Coordinator],
        "The coordinator looks at whether a return lasts (D24).",
    ),
    row(
        "trajet.dossier.v1.DossierService/RecordOtherTrack",
        &[Coordinator],
        "The coordinator registers what is done outside a formal trajectory (D25).",
    ),
    row("trajet.dossier.v1.DossierService/EndOtherTrack", &[Coordinator], "The coordinator registers its end (D25)."),
    row(
        "trajet.dossier.v1.DossierService/RecordLook",
        &[Coordinator],
        "The dossier is the coordinator's to look after (D19).",
    ),
    row(
        "trajet.dossier.v1.DossierService/RecordInformed",
        &[Coordinator, Physician],
        "The coordinator tells the occupational physician (D14), the physician the treating physician (D19).",
    ),
    row(
        "trajet.dossier.v1.DossierService/EndAmiTrajectory",
        &[Coordinator],
        "The coordinator sets the last day (D20, D24).",
    ),
    row("trajet.dossier.v1.DossierService/GetPlan", &[Coordinator, Physician], "As for the dossier (D2)."),
    row(
        "trajet.dossier.v1.DossierService/GetDossier",
        &[Coordinator, Physician],
        "Only these two have access to the dossier (D2).",
    ),
    row(
        "trajet.dossier.v1.DossierService/GetPresumption",
        &[Coordinator, Physician],
        "As for the dossier: the physician decides by it (M15), the coordinator tells the person.",
    ),
    row("trajet.dossier.v1.DossierService/FindPersons", &[Coordinator, Physician], "As for one dossier."),
    row(
        "trajet.dossier.v1.DossierService/ListWork",
        &[Coordinator, Physician, Manager],
        "The coordinator's deadlines; a manager sees those that were escalated.",
    ),
    row(
        "trajet.dossier.v1.DossierService/ListCaseHistory",
        &[Coordinator, Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    row("trajet.dossier.v1.DossierService/ExplainCase", &[Coordinator, Physician], "As for the dossier itself (D2)."),
    // Concertation.
    row(
        "trajet.dossier.v1.ConcertationService/OpenThread",
        &[Physician, Coordinator],
        "The two who have access to the dossier concert on it (D2, D26).",
    ),
    row("trajet.dossier.v1.ConcertationService/PostMessage", &[Physician, Coordinator], "As for opening a thread."),
    row("trajet.dossier.v1.ConcertationService/MarkRead", &[Physician, Coordinator], "As for opening a thread."),
    row(
        "trajet.dossier.v1.ConcertationService/InviteToThread",
        &[Physician, Coordinator],
        "The coordinator contacts others in concertation with the physician, who has the same power (D27).",
    ),
    row("trajet.dossier.v1.ConcertationService/CloseThread", &[Physician, Coordinator], "As for opening a thread."),
    row(
        "trajet.dossier.v1.ConcertationService/ListThreads",
        &[Physician, Coordinator],
        "As for one dossier: nobody else reads it (D2).",
    ),
    row(
        "trajet.dossier.v1.ConcertationService/GetThread",
        &[Physician, Coordinator],
        "As for one dossier: nobody else reads it (D2).",
    ),
    // Coordinators.
    row(
        "trajet.dossier.v1.CoordinatorService/RegisterCoordinator",
        &[Manager],
        "Who leads the coordinators keeps their registry; it names no insured person (K1).",
    ),
    row(
        "trajet.dossier.v1.CoordinatorService/RecordIntervisionMoment",
        &[Manager],
        "Who leads the coordinators keeps the calendar (K2).",
    ),
    row(
        "trajet.dossier.v1.CoordinatorService/RecordAttendance",
        &[Manager],
        "Nobody vouches for their own attendance (K2).",
    ),
    row(
        "trajet.dossier.v1.CoordinatorService/AssignDossier",
        &[Manager, Coordinator],
        "Who leads the coordinators shares out the dossiers, by their numbers alone; coordinators hand over theirs (K3).",
    ),
    row(
        "trajet.dossier.v1.CoordinatorService/GetCoordinator",
        &[Manager, Coordinator],
        "Who leads the coordinators, and each of them about themselves.",
    ),
    row(
        "trajet.dossier.v1.CoordinatorService/ListCoordinators",
        &[Manager],
        "Who leads the coordinators; it names no insured person.",
    ),
    row(
        "trajet.dossier.v1.CoordinatorService/ListIntervisionMoments",
        &[Manager, Coordinator],
        "Coordinators must know which moments count for them (K2).",
    ),
    row(
        "trajet.dossier.v1.CoordinatorService/ListDossiersToReassign",
        &[Manager],
        "Who leads the coordinators shares out the dossiers; it names no insured person (K3).",
    ),
    // Exchange.
    row(
        "trajet.exchange.v1.ExchangeService/RegisterPartner",
        &[Operator],
        "Who is a partner is the mutuality's to say, and names no insured person (X1).",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/ReportCodexFact",
        &[PartnerAgent],
        "The occupational physician tells (X5).",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/ReportRehabilitationFact",
        &[PartnerAgent],
        "The CSCMI and the regional services tell (X9, X10).",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/AnnulAct",
        &[Physician],
        "What a partner told by mistake is in the medical file and in the dossier.",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/ListReports",
        &[PartnerAgent],
        "A partner sees what it sent, of its own organisation (X7).",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/ListUnmatchedReports",
        &[Physician, InternalSystem],
        "Whoever can find out whom it is about.",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/ListPartners",
        &[Coordinator, Physician, Operator, InternalSystem],
        "The registry names organisations only.",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/FindCompetentPartners",
        &[Coordinator, Physician, Operator, InternalSystem],
        "The registry names organisations only.",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/GetExchangeCase",
        &[Coordinator, Physician],
        "What a partner told belongs to the dossier and the medical file (D2).",
    ),
    row(
        "trajet.exchange.v1.ExchangeService/ListCaseHistory",
        &[Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    // Reports.
    row(
        "trajet.report.v1.ReportService/ListActions",
        &[InternalSystem, Auditor],
        "The insurer's own systems send the message to INAMI, which is sent it and fetches nothing (R1); who checks it, \
         computes it again.",
    ),
    row(
        "trajet.report.v1.ReportService/ListIndicators",
        &[Manager, Inami, Auditor],
        "Figures name nobody, and are rounded; who checks them reads the cases anyway (R6).",
    ),
    row("trajet.report.v1.ReportService/ListBarometer", &[Manager, Inami, Auditor], "As for the indicators."),
    // Feed.
    row("trajet.feed.v1.FeedService/Watch", &[Service], "Facts of all cases, between services of the platform only."),
    row("trajet.feed.v1.FeedService/List", &[Service], "As for Watch."),
    row("trajet.feed.v1.FeedService/GetLedger", &[Service], "As for Watch."),
    // Simulation.
    row("trajet.simulation.v1.ClockService/GetClock", &[Operator], "For tests and demonstrations; it names nobody."),
    row("trajet.simulation.v1.ClockService/AdvanceClock", &[Operator], "As for reading the clock."),
    row("trajet.simulation.v1.ClockService/GetStanding", &[Operator], "As for reading the clock."),
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
        for Row { method, roles, why } in AccessTable::rows() {
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
