//! What the tests share: one event of every kind, a person, a case.

mod more;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_assessment_domain::{
    Applicant, Application, Category, Certificate, Channel, Concertation, Contact, CoveredCost, CscmiAnswer, DecidedBy,
    Declaration, Employment, EndCause, Estimate, Evaluation, Event, Fact, FactorCounts, IncapacityEnd, Initiative,
    Invitation, InvitationProof, Mode, Notice, NoticeText, ParkedBecause, Person, Presumed, Producer, ProfileSummary,
    Prognosis, ProgrammeEnd, Prolongation, Proposal, Questionnaire, Recognition, Referral, Refusal, RefusalReason,
    RehabilitationGround, ReintegrationEvaluation, Source, StartCorrection, StartReason, SubjectId, TeamContact,
    TeamContactKind, TeamContactMaker, Told, Track, TrackKind, TrajectoryRefusal, Work, WorkFindings,
    WorkRefusalReason, WorkTerms, Workplace,
};
use trajet_belgium::{EnterpriseNumber, Language, Sex};
use trajet_law::deadline::{Facts, Plan, Step};
use trajet_law::estimate::first_estimate_plan;
use trajet_law::file_access::{Emergency, EmergencyReason, FileChange, FileChanged, RestrictionReason};
use trajet_law::months::Period;
use trajet_law::parameter::{Begun, ParameterVersion};
use trajet_law::presumption::Kind;
use trajet_law::rehabilitation::{
    CscmiDecision, HoursFollowed, ProgrammeOutcome, RehabilitationFact, reintegration_phase,
};
use trajet_law::representation::{Representation, RepresentationKind, RepresentationScope};
use trajet_law::rule::{Ground, Rule};
use trajet_law::scheme::Scheme;
use uuid::Uuid;

pub(crate) use more::more;

/// A case.
pub(crate) const CASE: Uuid = Uuid::from_u128(0x0183_0a5f_4c00_7cc1_9d53_0a1b_2c3d_4e5f);

/// The identification number of [`person`].
pub(crate) const NISS: &str = "85073003328";

/// What no error, no summary and no message without a person may hold.
pub(crate) const PERSONAL: [&str; 11] = [
    NISS,
    "Peeters",
    "Anna",
    "21004",
    "+3225550199",
    "anna.peeters@post.example",
    "11478761004",
    "0403019261",
    "Lambert",
    "assembly",
    "lifting",
];

/// A day, in ISO 8601.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a test uses dates that exist")
}

pub(crate) fn person() -> Person {
    Person {
        niss: NISS.parse().expect("the number is right"),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        birth_date: Some(day("1985-07-30")),
        sex: Some(Sex::Female),
        language: Language::Dutch,
        municipality: "21004".parse().expect("the code is right"),
        phone: Some("+3225550199".into()),
        email: Some("anna.peeters@post.example".into()),
    }
}

/// A declaration that fills every field.
pub(crate) fn declaration() -> Declaration {
    Declaration {
        person: person(),
        scheme: Scheme::Employees,
        certificate: Certificate {
            issued_on: day("2022-09-02"),
            incapacity_start: day("2022-09-01"),
            expected_end: day("2022-12-31"),
            prognosis: Prognosis::ReturnWithSupport,
            physician: Some("11478761004".parse().expect("the number is right")),
        },
        employment: Employment::Contract { employer: Some("0403019261".parse().expect("the number is right")) },
        activity_ceased_on: Some(day("2022-09-01")),
        relapse_of: None,
    }
}

fn recognition() -> Recognition {
    Recognition {
        person: person(),
        incapacity_start: day("2022-09-01"),
        decided_on: day("2022-09-05"),
        decided_by: DecidedBy::AdvisingPhysician,
        activity_ceased_on: day("2022-09-01"),
        invalid_from: day("2023-09-01"),
        has_contract: false,
        taken_over: None,
    }
}

pub(crate) fn prolongation() -> Prolongation {
    Prolongation {
        issued_on: day("2022-12-20"),
        from: day("2023-01-01"),
        until: day("2023-03-31"),
        prognosis: Prognosis::ReturnWithSupport,
        physician: Some("11478761004".parse().expect("the number is right")),
    }
}

fn correction(reason: StartReason) -> StartCorrection {
    let (from, to) = (day("2022-09-01"), day("2022-08-15"));
    let invalid_from = Some(day("2023-08-15"));
    StartCorrection { from, to, on: day("2022-10-07"), reason, invalid_from, activity_ceased_on: None }
}

fn plan() -> Plan {
    first_estimate_plan(day("2022-09-01"), day("2022-09-05"))
}

fn track(until: Option<NaiveDate>) -> Track {
    Track { kind: TrackKind::AuthorisedWork, from: day("2022-10-01"), until, told: false, asked_by: None }
}

/// The occupational health service that tells of CODEX trajectories.
pub(crate) fn service() -> EnterpriseNumber {
    "0403019261".parse().expect("the number is right")
}

/// The regional service that tells of rehabilitation programmes.
pub(crate) fn regional_service() -> EnterpriseNumber {
    "0206653946".parse().expect("the number is right")
}

fn hours() -> HoursFollowed {
    let period = Period { first: day("2023-01-09"), last: day("2023-01-31") };
    HoursFollowed { period, minutes: 5_430 }
}

fn proposal(mode: Mode) -> Proposal {
    Proposal {
        on: day("2022-10-05"),
        initiative: Initiative::Person,
        agreed_on: day("2022-10-04"),
        ground: RehabilitationGround::DefinitivelyUnfit,
        mode,
        assessed_on: Some(day("2022-10-01")),
        costs: CoveredCost::ALL.to_vec(),
    }
}

fn team_contact(kind: TeamContactKind, maker: TeamContactMaker, channel: Channel) -> TeamContact {
    TeamContact { on: day("2022-12-01"), kind, channel, maker, made_by: SubjectId("nurse-1".into()) }
}

fn profile() -> ProfileSummary {
    ProfileSummary {
        personal: FactorCounts { helping: 3, hindering: 1, neutral: 2 },
        environmental: FactorCounts { helping: 4, hindering: 5, neutral: 6 },
    }
}

/// The ledger that tells a fact.
pub(crate) fn ledger_of(told: &Told) -> &'static str {
    match told.producer() {
        Producer::Questionnaire => "questionnaire/300",
        Producer::Dossier => "dossier/300",
        Producer::Exchange => "exchange/300",
        Producer::Assessment => "assessment/300",
    }
}

pub(crate) fn fact(told: Told) -> Fact {
    let ledger = ledger_of(&told).to_owned();
    Fact { told, source: Source { ledger, position: 7 } }
}

fn sent() -> Told {
    Told::Sent { on: day("2022-11-10"), due_back: day("2022-11-24"), because: Rule::Q1.into() }
}

fn waived() -> Told {
    Told::Waived { on: day("2022-10-03"), because: Ground::point(Rule::Q4, 'b') }
}

fn completed() -> Told {
    Told::Completed { on: day("2022-11-20"), profile: profile() }
}

fn authorisation_asked() -> Told {
    Told::AuthorisationAsked {
        number: 2,
        on: day("2022-11-16"),
        contact_on: day("2022-11-14"),
        actions: vec!["pre_return_visit".into(), "further_contact".into()],
    }
}

pub(crate) fn contact() -> Contact {
    Contact { name: "Marie Lambert".into(), phone: "+3225550123".into(), email: "marie.lambert@fund.example".into() }
}

pub(crate) fn representation() -> Representation {
    Representation {
        number: 1,
        kind: RepresentationKind::AdministratorOfPerson,
        scopes: RepresentationScope::ALL.iter().copied().collect(),
        surname: "Maes".into(),
        first_names: "Jan".into(),
        language: Language::French,
        subject: Some("representative-1".into()),
        from: day("2022-01-01"),
        until: Some(day("2023-12-31")),
    }
}

fn notice(text: NoticeText) -> Notice {
    Notice { on: day("2022-12-06"), text, language: Language::Dutch, contact: contact(), addressee: None }
}

fn invitation(proof: InvitationProof) -> Invitation {
    Invitation {
        invited_on: day("2022-12-06"),
        proof,
        reference: "RR-2022/7".into(),
        examination_on: day("2022-12-20"),
    }
}

fn work() -> Work {
    Work { nature: "light assembly, seated".into(), minutes_per_week: 1140, place: Workplace::OtherEmployer }
}

fn terms(until: Option<NaiveDate>) -> WorkTerms {
    WorkTerms {
        decided_on: day("2022-10-20"),
        findings: WorkFindings { activity_ceased: Some(true), reduction_percent: Some(60), compatible: Some(true) },
        work: work(),
        conditions: "no lifting".into(),
        from: day("2022-10-03"),
        until,
    }
}

pub(crate) use trajet_service::sample_each;

sample_each! {
    /// One event of every kind. The golden files hold the same: what is written here does not change.
    one_of_each: Event {
        Event::BeforeGoLive(_) => Event::BeforeGoLive(Box::new(Event::EvaluationMade(Evaluation {
            on: day("2023-02-01"),
            category: Category::Three,
            examined: true,
            concertation: None,
        }))),
        Event::IncapacityDeclared { .. } => Event::IncapacityDeclared {
            declaration: Box::new(declaration()),
            on: day("2022-09-03"),
        },
        Event::PersonRepresented(_) => Event::PersonRepresented(representation()),
        Event::CertificateAdded(_) => Event::CertificateAdded(prolongation()),
        Event::StartCorrected(_) => Event::StartCorrected(correction(StartReason::CertificateCorrected)),
        Event::DeadlineReplanned { .. } => Event::DeadlineReplanned {
            before: plan(),
            after: first_estimate_plan(day("2022-08-15"), day("2022-09-05")),
            on: day("2022-10-07"),
            because: Rule::T9.into(),
            // As it was stored before it named its facts.
            rests_on: Facts::stored(Vec::new()),
        },
        Event::IncapacityRecognised(_) => Event::IncapacityRecognised(recognition()),
        Event::RecognitionRefused(_) => Event::RecognitionRefused(Refusal {
            decided_on: day("2023-09-05"),
            decided_by: DecidedBy::OtherBody { name: "a body with a name".into() },
            reason: RefusalReason::FileIncomplete,
        }),
        Event::TrackStarted(_) => Event::TrackStarted(track(None)),
        Event::TrackEnded(_) => Event::TrackEnded(track(Some(day("2022-10-31")))),
        Event::DeadlinePlanned { .. } => Event::DeadlinePlanned { plan: plan(), on: day("2022-09-05") },
        Event::DeadlineMet { .. } => Event::DeadlineMet { step: Step::FirstEstimate, on: day("2022-12-05") },
        Event::DeadlineMissed { .. } => Event::DeadlineMissed { step: Step::FirstEstimate, on: day("2023-01-01") },
        Event::DeadlineWaived { .. } => Event::DeadlineWaived {
            step: Step::FirstEstimate,
            on: day("2022-10-01"),
            because: TrackKind::AuthorisedWork.ground(),
            // As it was stored before it named its facts.
            rests_on: Facts::stored(Vec::new()),
        },
        Event::DeadlineReopened { .. } => Event::DeadlineReopened { plan: plan(), on: day("2022-11-01") },
        Event::QuestionnaireNoted(_) => Event::QuestionnaireNoted(fact(completed())),
        Event::FirstEstimateMade(_) => Event::FirstEstimateMade(Estimate {
            on: day("2022-12-05"),
            category: Category::Four,
            examined: true,
            concertation: Some(Concertation {
                coordinator: SubjectId("coordinator-1".into()),
                held_on: day("2022-12-02"),
            }),
            questionnaire: Questionnaire::Completed { on: day("2022-11-20"), profile: profile() },
        }),
        Event::PersonReferred(_) => Event::PersonReferred(Referral { on: day("2022-12-05"), initial: true }),
        Event::FactParked { .. } => Event::FactParked { fact: fact(sent()), because: ParkedBecause::NotDeclared },
        Event::FactReleased { .. } => Event::FactReleased { fact: fact(waived()) },
        Event::FactNoted(_) => Event::FactNoted(fact(authorisation_asked())),
        Event::EvaluationMade(_) => Event::EvaluationMade(Evaluation {
            on: day("2023-01-10"),
            category: Category::Three,
            examined: true,
            concertation: Some(Concertation {
                coordinator: SubjectId("coordinator-1".into()),
                held_on: day("2023-01-09"),
            }),
        }),
        Event::ExaminationInvited { .. } => Event::ExaminationInvited {
            invitation: invitation(InvitationProof::RegisteredLetter),
            because: Rule::M8.into(),
        },
        Event::TrajectoryRefused(_) => Event::TrajectoryRefused(TrajectoryRefusal {
            asked_on: day("2022-12-05"),
            on: day("2022-12-06"),
            notice: Some(notice(NoticeText::TrajectoryRefused1)),
        }),
        Event::TrajectoryAuthorised { .. } => Event::TrajectoryAuthorised { request: 1, on: day("2022-11-18") },
        Event::TrajectoryNotAuthorised { .. } => Event::TrajectoryNotAuthorised {
            request: 2,
            on: day("2022-12-06"),
            notice: Some(notice(NoticeText::TrajectoryNotAuthorised1)),
        },
        Event::WorkAppliedFor { .. } => Event::WorkAppliedFor {
            number: 1,
            application: Application {
                applied_on: day("2022-09-20"),
                by: Applicant::Person,
                work: work(),
                planned_from: day("2022-10-03"),
            },
        },
        Event::WorkResumed { .. } => Event::WorkResumed { number: 1, on: day("2022-10-03") },
        Event::WorkAuthorised { .. } => Event::WorkAuthorised { number: 1, terms: terms(None) },
        Event::WorkAmended { .. } => Event::WorkAmended { number: 1, terms: terms(Some(day("2022-12-31"))) },
        Event::WorkNotAuthorised { .. } => Event::WorkNotAuthorised {
            number: 1,
            on: day("2022-12-06"),
            reason: WorkRefusalReason::NotCompatible,
            notice: Some(notice(NoticeText::WorkNotAuthorised1)),
        },
        Event::WorkApplicationWithdrawn { .. } => {
            Event::WorkApplicationWithdrawn { number: 1, on: day("2022-09-25") }
        },
        Event::RehabilitationProposed { .. } => Event::RehabilitationProposed {
            number: 1,
            proposal: Box::new(proposal(Mode::Convention {
                partner: regional_service(),
                orientation_on: day("2022-10-03"),
            })),
        },
        Event::RehabilitationSubmitted { .. } => {
            Event::RehabilitationSubmitted { number: 1, on: day("2022-10-06") }
        },
        Event::RehabilitationClosed { .. } => Event::RehabilitationClosed {
            number: 1,
            on: day("2022-11-03"),
            because: Rule::M19.into(),
        },
        Event::RehabilitationAnswered { .. } => Event::RehabilitationAnswered {
            number: 1,
            answer: CscmiAnswer { on: day("2022-11-02"), decision: CscmiDecision::Approved },
        },
        Event::RehabilitationIntakeHeld { .. } => {
            Event::RehabilitationIntakeHeld { number: 1, on: day("2022-10-20") }
        },
        Event::ProgrammeStarted { .. } => Event::ProgrammeStarted { number: 1, on: day("2023-01-09") },
        Event::ProgrammeHoursFollowed { .. } => Event::ProgrammeHoursFollowed { number: 1, hours: hours() },
        Event::ProgrammeEnded { .. } => Event::ProgrammeEnded {
            number: 1,
            from: day("2023-01-09"),
            end: ProgrammeEnd {
                last_day: day("2023-06-30"),
                outcome: Some(ProgrammeOutcome::Succeeded),
                because: Rule::M16.into(),
                phase: Some(reintegration_phase(day("2023-06-30"))),
            },
        },
        Event::ReintegrationEvaluated { .. } => Event::ReintegrationEvaluated {
            number: 1,
            evaluation: ReintegrationEvaluation { on: day("2024-01-08"), examined: true, still_unfit: true },
        },
        Event::TeamContactRecorded(_) => Event::TeamContactRecorded(team_contact(
            TeamContactKind::Preparatory,
            TeamContactMaker::TeamMember,
            Channel::Telephone,
        )),
        Event::IncapacityEnded(_) => Event::IncapacityEnded(IncapacityEnd {
            last_day: day("2023-01-31"),
            cause: EndCause::WorkResumed,
            decision: None,
            recorded_on: day("2023-02-02"),
            died_on: None,
            relapsed_on: None,
        }),
        Event::ActAnnulled(_) => Event::ActAnnulled(trajet_service::test_support::annulled()),
        Event::FileChanged(_) => file_changed(FileChange::Restricted { admitted: staff(&["co-1", "dr-1"]), reason: RestrictionReason::OwnStaff }),
    }
}

sample_each! {
    /// One of each thing that other services tell.
    told: Told {
        Told::Sent { .. } => sent(),
        Told::Waived { .. } => waived(),
        Told::NotReturned { .. } => Told::NotReturned {
            due_back: day("2022-11-24"),
            help_asked_on: day("2022-11-25"),
        },
        Told::Incomplete { .. } => Told::Incomplete { on: day("2022-11-20") },
        Told::Completed { .. } => completed(),
        Told::Impossible { .. } => Told::Impossible { on: day("2022-12-02") },
        Told::TrajectoryRequested { .. } => Told::TrajectoryRequested { on: day("2022-10-10") },
        Told::AuthorisationAsked { .. } => authorisation_asked(),
        Told::ConsentsDecided { .. } => Told::ConsentsDecided {
            since: day("2022-11-14"),
            trajectory: Some(true),
            physician_follow_up: Some(false),
        },
        Told::Presumed(_) => Told::Presumed(presumed(Kind::Codex)),
        Told::TrajectoryEnded { .. } => Told::TrajectoryEnded { on: day("2023-01-20"), because: Ground::point(Rule::D11, 'c') },
        Told::CodexRequested { .. } => Told::CodexRequested { on: day("2022-10-12"), partner: service(), employer: None },
        Told::CodexEnded { .. } => Told::CodexEnded { on: day("2022-11-12"), partner: service(), employer: None },
        Told::Rehabilitation { .. } => Told::Rehabilitation {
            fact: RehabilitationFact::HoursFollowed(hours()),
            partner: regional_service(),
        },
        Told::Relapsed { .. } => Told::Relapsed { on: day("2023-02-13") },
        Told::Died { .. } => Told::Died { on: day("2023-03-06") },
    }
}

/// A presumption of incapacity, as it was told before its figure was.
fn presumed(kind: Kind) -> Presumed {
    Presumed { number: 1, kind, first: day("2022-11-14"), last: day("2023-05-13"), parameter: None }
}

/// Opaque subjects of the staff.
pub(crate) fn staff(subjects: &[&str]) -> BTreeSet<String> {
    subjects.iter().map(|subject| (*subject).to_owned()).collect()
}

/// An access in an emergency.
pub(crate) fn emergency(reason: EmergencyReason) -> Emergency {
    let figure = |id: &str| ParameterVersion { id: id.to_owned(), valid_from: day("2022-01-01"), begun: Begun::AnyDay };
    Emergency {
        number: 1,
        subject: "co-2".to_owned(),
        role: "coordinator".to_owned(),
        reason,
        words: "The plan is due today".to_owned(),
        opened_at: day("2022-09-09").and_time(chrono::NaiveTime::MIN).and_utc(),
        last_day: day("2022-09-10"),
        review_by: day("2022-09-16"),
        access_figure: figure("emergency_access.days"),
        review_figure: figure("emergency_access.review_target_days"),
    }
}

/// A change of who may see a file.
pub(crate) fn file_changed(change: FileChange) -> Event {
    let trajet_law::file_access::FileAccessTold { access, on, .. } = trajet_service::test_support::file_access_told();
    Event::FileChanged(Box::new(FileChanged { change, access, on }))
}
