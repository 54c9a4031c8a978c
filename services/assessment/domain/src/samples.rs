//! What the tests share: a person, a certificate, a case on its way.

use chrono::{Days, NaiveDate, NaiveTime};
use trajet_belgium::{EnterpriseNumber, Language, Sex};
use trajet_law::codex::Employer;
use trajet_law::deadline::{Closure, Step};
pub(crate) use trajet_law::histories::drawn::one_more_from;
use trajet_law::months::{LATEST, Period};
use trajet_law::rehabilitation::{CscmiDecision, HoursFollowed, ProgrammeOutcome, RehabilitationFact};
use trajet_law::representation::{Representation, RepresentationKind, RepresentationScope};
use trajet_law::scheme::Scheme;
use trajet_law::taken_over::TakenOver;

use crate::authorised_work::{Applicant, Application, Work, WorkFindings, WorkRefusalReason, Workplace};
use crate::certificate::Prolongation;
use crate::command::{Authorisation, Command, Context, TrajectoryDecision, WorkDecision};
use crate::correction::StartReason;
use crate::decide::decide;
use crate::decision::{DecidedBy, RefusalReason};
use crate::declaration::{Certificate, Declaration, Employment, Prognosis};
use crate::end::{EndCause, EndDecision};
use crate::estimate::Category;
use crate::event::Event;
use crate::examination::Evaluation;
use crate::fact::{Fact, Producer, ProfileSummary, Source, Told};
use crate::past::Past;
use crate::people::{Contact, Person, SubjectId};
use crate::rehabilitation::{CoveredCost, Initiative, Mode, Proposal, RehabilitationGround, ReintegrationEvaluation};
use crate::rejection::Rejection;
use crate::state::{State, apply};
use crate::track::{Track, TrackKind};

/// A date.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a test uses dates that exist")
}

/// The first day of the incapacity of [`Case`]; month 4 is December 2022.
pub(crate) fn start() -> NaiveDate {
    day(2022, 9, 1)
}

/// An insured person.
pub(crate) fn person() -> Person {
    Person {
        niss: "85073003328".parse().expect("the number is right"),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        birth_date: Some(day(1985, 7, 30)),
        sex: Some(Sex::Female),
        language: Language::Dutch,
        municipality: "21004".parse().expect("the code is right"),
        phone: Some("+3225550199".into()),
        email: None,
    }
}

/// How the person reaches the coordinator.
pub(crate) fn contact() -> Contact {
    Contact { name: "Marie Lambert".into(), phone: "+3225550123".into(), email: "marie@post.example".into() }
}

/// A certificate from [`start`] to the end of the year, issued on the second day.
pub(crate) fn certificate() -> Certificate {
    Certificate { issued_on: day(2022, 9, 2), ..certificate_from(start()) }
}

/// A certificate of four months from a day on, issued on it.
fn certificate_from(start: NaiveDate) -> Certificate {
    Certificate {
        issued_on: start,
        incapacity_start: start,
        expected_end: (start + Days::new(121)).min(LATEST),
        prognosis: Prognosis::Uncertain,
        physician: None,
    }
}

/// A declaration with which nothing is wrong.
pub(crate) fn declaration() -> Declaration {
    Declaration {
        person: person(),
        scheme: Scheme::Employees,
        certificate: certificate(),
        employment: Employment::Contract { employer: None },
        activity_ceased_on: Some(start()),
        relapse_of: None,
    }
}

/// The declaration of an incapacity from [`start`].
pub(crate) fn declare() -> Command {
    Command::DeclareIncapacity(Box::new(declaration()))
}

/// A case from [`start`], recognised on 5 September 2022, that is taken over on a day and of which nothing more is known.
pub(crate) fn past(on: NaiveDate) -> Past {
    past_from(start(), day(2022, 9, 5), on)
}

/// The same from another day, recognised on another.
pub(crate) fn past_from(start: NaiveDate, recognised_on: NaiveDate, on: NaiveDate) -> Past {
    let certificate = certificate_from(start);
    Past {
        declaration: Declaration { certificate, activity_ceased_on: Some(start), ..declaration() },
        recognised_on,
        decided_by: DecidedBy::AdvisingPhysician,
        taken_over: TakenOver::on(on),
        work_since: None,
        codex_since: None,
        route_b_since: None,
        first_estimate: None,
        last_evaluation: None,
        referred_on: None,
    }
}

/// The taking over of a case.
pub(crate) fn take_over(past: Past) -> Command {
    Command::TakeOver(Box::new(past))
}

/// A certificate that prolongs the incapacity.
pub(crate) fn prolong(from: NaiveDate, until: NaiveDate) -> Command {
    let issued_on = day(2022, 9, 2);
    Command::AddCertificate(Prolongation { issued_on, from, until, prognosis: Prognosis::Uncertain, physician: None })
}

/// A corrected first day, stated on a day; activity ceased on it.
pub(crate) fn correct(start: NaiveDate, decided_on: NaiveDate) -> Command {
    correct_because(start, decided_on, StartReason::CertificateCorrected)
}

/// The same for a reason.
pub(crate) fn correct_because(start: NaiveDate, decided_on: NaiveDate, reason: StartReason) -> Command {
    Command::CorrectStart { niss: person().niss, start, decided_on, reason, activity_ceased_on: Some(start) }
}

/// The declaration of an incapacity from another day.
pub(crate) fn declare_from(start: NaiveDate) -> Command {
    let certificate = certificate_from(start);
    let declaration = Declaration { certificate, activity_ceased_on: Some(start), ..declaration() };
    Command::DeclareIncapacity(Box::new(declaration))
}

/// A recognition by the advising physician.
pub(crate) fn recognise(decided_on: NaiveDate) -> Command {
    recognise_by(decided_on, DecidedBy::AdvisingPhysician)
}

/// A recognition.
pub(crate) fn recognise_by(decided_on: NaiveDate, decided_by: DecidedBy) -> Command {
    Command::Recognise { decided_on, decided_by, activity_ceased_on: None }
}

/// A body that decides after the first twelve months.
pub(crate) fn other_body() -> DecidedBy {
    DecidedBy::OtherBody { name: "a body with a name".into() }
}

/// A refusal by the advising physician.
pub(crate) fn refuse(decided_on: NaiveDate) -> Command {
    Command::RefuseRecognition { decided_on, decided_by: DecidedBy::AdvisingPhysician, reason: RefusalReason::NotUnfit }
}

/// A track that began.
pub(crate) fn track(kind: TrackKind, from: NaiveDate, until: Option<NaiveDate>) -> Command {
    Command::StartConcurrentTrack(Track { kind, from, until, told: false, asked_by: None })
}

/// A track that ended.
pub(crate) fn end_track(kind: TrackKind, on: NaiveDate) -> Command {
    Command::EndConcurrentTrack { kind, on }
}

/// An estimate on the file.
pub(crate) fn estimate(category: Category) -> Command {
    Command::RecordFirstEstimate { on: None, category, examined: false, concertation: None }
}

/// An estimate of a day, at an examination or on the file.
pub(crate) fn estimate_of(on: NaiveDate, category: Category, examined: bool) -> Command {
    Command::RecordFirstEstimate { on: Some(on), category, examined, concertation: None }
}

/// A fact of another service.
pub(crate) fn told(position: u64, told: Told) -> Command {
    let ledger = match told.producer() {
        Producer::Questionnaire => "questionnaire/300",
        Producer::Dossier => "dossier/300",
        Producer::Exchange => "exchange/300",
        Producer::Assessment => "assessment/300",
    };
    Command::Note(Fact { told, source: Source { ledger: ledger.into(), position } })
}

/// An occupational health service.
pub(crate) fn service() -> EnterpriseNumber {
    EnterpriseNumber::parse("0206653946").expect("the number is right")
}

/// Another one.
pub(crate) fn other_service() -> EnterpriseNumber {
    EnterpriseNumber::parse("0403019261").expect("the number is right")
}

/// An employer of the person.
pub(crate) fn employer() -> Employer {
    Employer::parse("0411724220").expect("a valid number")
}

/// Another employer of the person.
pub(crate) fn other_employer() -> Employer {
    Employer::parse("0428759497").expect("a valid number")
}

/// The questionnaire was found impossible to complete.
pub(crate) fn told_impossible(on: NaiveDate) -> Command {
    told(8, Told::Impossible { on })
}

/// The coordinator asks for an authorisation, on the day after the contact.
pub(crate) fn told_asked(number: u32, on: NaiveDate) -> Command {
    let contact_on = on.pred_opt().expect("a test uses dates that exist");
    told(
        20 + u64::from(number),
        Told::AuthorisationAsked { number, on, contact_on, actions: vec!["further_contact".into()] },
    )
}

/// An evaluation, at an examination or on the file.
pub(crate) fn evaluate(on: NaiveDate, category: Category, examined: bool) -> Command {
    Command::RecordEvaluation(Evaluation { on, category, examined, concertation: None })
}

/// The end of the incapacity; a decision is the advising physician's of that day.
pub(crate) fn end(last_day: NaiveDate, cause: EndCause) -> Command {
    let decision = EndDecision { decided_on: last_day, decided_by: DecidedBy::AdvisingPhysician };
    Command::EndIncapacity { last_day, cause, decision: cause.by_decision().then_some(decision) }
}

/// The answer to a request for authorisation: yes, or no.
pub(crate) fn answer(decided_on: NaiveDate, authorised: bool) -> Command {
    let refused = TrajectoryDecision::NotCompatible { coordinator: contact() };
    let decision = if authorised { TrajectoryDecision::Authorised } else { refused };
    Command::DecideTrajectory { decided_on, decision }
}

/// Work of half a week, with another employer.
pub(crate) fn work() -> Work {
    Work { nature: "light assembly, seated".into(), minutes_per_week: 1140, place: Workplace::OtherEmployer }
}

/// An application by the person.
pub(crate) fn apply_for_work(applied_on: NaiveDate, planned_from: NaiveDate) -> Command {
    Command::ApplyForWork(Application { applied_on, by: Applicant::Person, work: work(), planned_from })
}

/// The real first day of the work that was applied for.
pub(crate) fn resume_work(resumed_on: NaiveDate) -> Command {
    Command::RecordWorkResumption { resumed_on }
}

/// Findings with which work can be authorised.
pub(crate) fn work_findings() -> WorkFindings {
    WorkFindings { activity_ceased: Some(true), reduction_percent: Some(50), compatible: Some(true) }
}

/// Work that can be authorised.
pub(crate) fn authorisation(from: NaiveDate, until: Option<NaiveDate>) -> Authorisation {
    Authorisation { findings: work_findings(), work: work(), conditions: "no lifting".into(), from, until }
}

/// The work is authorised.
pub(crate) fn authorise_work(decided_on: NaiveDate, from: NaiveDate, until: Option<NaiveDate>) -> Command {
    Command::DecideWork { decided_on, decision: WorkDecision::Authorised(authorisation(from, until)) }
}

/// The work is not authorised.
pub(crate) fn refuse_work(decided_on: NaiveDate) -> Command {
    let (reason, coordinator) = (WorkRefusalReason::NotCompatible, contact());
    Command::DecideWork { decided_on, decision: WorkDecision::NotAuthorised { reason, coordinator } }
}

/// The authorisation is amended.
pub(crate) fn amend_work(decided_on: NaiveDate, from: NaiveDate, until: Option<NaiveDate>) -> Command {
    Command::AmendWork { decided_on, authorisation: authorisation(from, until) }
}

/// The questionnaire came back duly completed.
pub(crate) fn told_completed(on: NaiveDate) -> Command {
    told(9, Told::Completed { on, profile: ProfileSummary::default() })
}

/// A proposal of a day, which the person asked for on that day.
pub(crate) fn proposal(on: NaiveDate) -> Proposal {
    Proposal {
        on,
        initiative: Initiative::Person,
        agreed_on: on,
        ground: RehabilitationGround::DefinitivelyUnfit,
        mode: Mode::Classic,
        assessed_on: None,
        costs: vec![CoveredCost::Registration, CoveredCost::Travel],
    }
}

/// A proposal for a rehabilitation programme.
pub(crate) fn propose(on: NaiveDate) -> Command {
    Command::ProposeRehabilitation(Box::new(proposal(on)))
}

/// Its submission to the CSCMI.
pub(crate) fn submit(on: NaiveDate) -> Command {
    Command::SubmitRehabilitation { on }
}

/// Its withdrawal.
pub(crate) fn withdraw(on: NaiveDate) -> Command {
    Command::WithdrawRehabilitation { on }
}

/// The CSCMI approves.
pub(crate) fn approved(on: NaiveDate) -> RehabilitationFact {
    RehabilitationFact::Answered { on, decision: CscmiDecision::Approved }
}

/// The CSCMI refuses.
pub(crate) fn refused_by_cscmi(on: NaiveDate) -> RehabilitationFact {
    RehabilitationFact::Answered { on, decision: CscmiDecision::Refused }
}

/// A regional service holds the intake.
pub(crate) fn intake(on: NaiveDate) -> RehabilitationFact {
    RehabilitationFact::IntakeHeld { on }
}

/// A programme starts.
pub(crate) fn started(on: NaiveDate) -> RehabilitationFact {
    RehabilitationFact::Started { on }
}

/// Hours are followed.
pub(crate) fn followed(first: NaiveDate, last: NaiveDate, minutes: u32) -> RehabilitationFact {
    RehabilitationFact::HoursFollowed(HoursFollowed { period: Period { first, last }, minutes })
}

/// A programme ends.
pub(crate) fn ended(on: NaiveDate, outcome: ProgrammeOutcome) -> RehabilitationFact {
    RehabilitationFact::Ended { on, outcome }
}

/// A partner tells of a programme.
pub(crate) fn told_of(position: u64, fact: RehabilitationFact) -> Command {
    told(position, Told::Rehabilitation { fact, partner: service() })
}

/// The evaluation with the new skills: fit for work again, at an examination.
pub(crate) fn evaluate_reintegration(on: NaiveDate) -> Command {
    Command::EvaluateReintegration(ReintegrationEvaluation { on, examined: true, still_unfit: false })
}

/// Someone who acts in the mutuality.
pub(crate) fn subject(name: &str) -> SubjectId {
    SubjectId(name.into())
}

/// A case that commands are given to, one day after the other.
#[derive(Default)]
pub(crate) struct Case {
    /// The state.
    pub(crate) state: State,
    /// Every event so far.
    pub(crate) events: Vec<Event>,
}

impl Case {
    /// A case declared on 3 September 2022.
    pub(crate) fn declared() -> Self {
        let mut case = Self::default();
        case.on(day(2022, 9, 3), &declare());
        case
    }

    /// A case recognised on 5 September 2022.
    pub(crate) fn recognised() -> Self {
        let mut case = Self::declared();
        case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
        case
    }

    /// Gives a command on a day and keeps what it did.
    pub(crate) fn attempt(&mut self, today: NaiveDate, command: &Command) -> Result<Vec<Event>, Rejection> {
        let events = decide(&self.state, command, &context(today))?;
        for event in &events {
            apply(&mut self.state, event);
        }
        self.events.extend_from_slice(&events);
        Ok(events)
    }

    /// Gives a command that is permitted.
    pub(crate) fn on(&mut self, today: NaiveDate, command: &Command) -> Vec<Event> {
        self.attempt(today, command).expect("the command is permitted")
    }

    /// The refusal of a command.
    pub(crate) fn refused(&mut self, today: NaiveDate, command: &Command) -> Rejection {
        self.attempt(today, command).expect_err("the command is refused")
    }

    /// The day on which the first estimate was missed, and how its deadline was closed.
    pub(crate) fn first_estimate(&self) -> (Option<NaiveDate>, Option<Closure>) {
        self.standing(Step::FirstEstimate)
    }

    /// The day on which a step was missed, and how its deadline was closed.
    pub(crate) fn standing(&self, step: Step) -> (Option<NaiveDate>, Option<Closure>) {
        let deadline = self.state.deadline(step).expect("the deadline was planned");
        (deadline.missed_on, deadline.closed)
    }

    /// A case estimated on 5 December 2022.
    pub(crate) fn estimated(category: Category) -> Self {
        let mut case = Self::recognised();
        case.on(day(2022, 12, 5), &estimate(category));
        case
    }
}

/// A day as a context.
pub(crate) fn context(today: NaiveDate) -> Context {
    Context { now: today.and_time(NaiveTime::MIN).and_utc(), today, claimed_by: None }
}

/// Somebody who represents the person for everything, from the first day of 2022 on.
pub(crate) fn representation() -> Representation {
    Representation {
        number: 1,
        kind: RepresentationKind::AdministratorOfPerson,
        scopes: RepresentationScope::ALL.iter().copied().collect(),
        surname: "Maes".into(),
        first_names: "Jan".into(),
        language: Language::French,
        subject: Some("representative-1".into()),
        from: day(2022, 1, 1),
        until: None,
    }
}
