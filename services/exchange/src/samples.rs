//! What the tests share: one event of every kind, a case, a partner, a report.

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::{EnterpriseNumber, Language, Niss};
use trajet_exchange_domain::{
    Article, AskedReferral, CaseId, CodexFact, CodexTold, EndedReferral, Ending, Entry, Event, Fact, InboxEntry,
    ParkedBecause, PartnerFact, PartnerKind, Person, Recognition, ReferralId, Registration, Report, ReportId, Source,
    StartCorrection, Told, VisitOutcome,
};
use trajet_law::codex::{CodexRequester, Employer};
use trajet_law::months::Period;
use trajet_law::referral::{
    Class, CommitmentKind, Content, DeclineReason, InformationAsked, Progress, Recipient, Referral, ReferralEnd,
    ReferralKey, ReferralKind, Said,
};
use trajet_law::rehabilitation::{CscmiDecision, HoursFollowed, ProgrammeOutcome, RehabilitationFact};
use trajet_law::route_c::{Presentation, RegionalForm};
use trajet_service::arms;
use uuid::Uuid;

pub(crate) const CASE: Uuid = Uuid::from_u128(0x0183_0a5f_4c00_7cc1_9d53_0a1b_2c3d_4e5f);

const REPORT: ReportId = ReportId([0x42; 16]);

/// A day, in ISO 8601.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a test uses dates that exist")
}

fn instant() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_663_653_600_123_456).expect("a test uses instants that exist")
}

fn organisation() -> EnterpriseNumber {
    EnterpriseNumber::parse("0206653946").expect("a valid number")
}

fn niss() -> Niss {
    Niss::parse("85073003328").expect("a valid number")
}

pub(crate) fn person() -> Person {
    Person {
        niss: niss(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        language: Language::Dutch,
        municipality: Some("21004".into()),
    }
}

pub(crate) fn source(position: u64) -> Source {
    Source { ledger: "assessment/300".into(), position }
}

pub(crate) fn recognition() -> Recognition {
    Recognition {
        person: person(),
        incapacity_start: day("2022-09-01"),
        recognised_on: day("2022-09-05"),
        taken_over_on: None,
        source: source(7),
    }
}

pub(crate) fn ending(deceased: bool) -> Ending {
    Ending { last_day: day("2022-11-30"), deceased, died_on: None, source: source(9) }
}

/// What an occupational physician can tell: every arm, and every value within.
pub(crate) fn every_fact() -> Vec<CodexTold> {
    let on = day("2022-09-20");
    let article = || Article::parse("I.4-76").expect("a valid article");
    let mut facts = arms!(CodexFact {
        CodexFact::Requested { .. } => CodexFact::Requested { on, by: CodexRequester::Worker },
        CodexFact::PreReturnVisit { .. } => CodexFact::PreReturnVisit { on, outcome: None },
        CodexFact::PlanSigned { .. } => CodexFact::PlanSigned { on },
        CodexFact::WorkResumed { .. } => CodexFact::WorkResumed { on },
        CodexFact::Ended { .. } => CodexFact::Ended { on, article: article(), definitively_unfit: false },
    });
    facts.extend(CodexRequester::ALL[1..].iter().map(|by| CodexFact::Requested { on, by: *by }));
    let visited = |outcome: &VisitOutcome| CodexFact::PreReturnVisit { on, outcome: Some(*outcome) };
    facts.extend(VisitOutcome::ALL.iter().map(visited));
    facts.push(CodexFact::Ended { on, article: article(), definitively_unfit: true });
    let mut told: Vec<CodexTold> = facts.into_iter().map(CodexTold::from).collect();
    let employer = Some(Employer::parse("0403019261").expect("a valid number"));
    told.push(CodexTold { fact: CodexFact::PlanSigned { on }, employer });
    told
}

/// What the CSCMI and regional services can tell: every arm, and every value within.
pub(crate) fn every_rehabilitation_fact() -> Vec<RehabilitationFact> {
    let on = day("2022-09-20");
    let hours = HoursFollowed { period: Period { first: day("2022-09-12"), last: on }, minutes: 630 };
    let mut facts = arms!(RehabilitationFact {
        RehabilitationFact::Answered { .. } => RehabilitationFact::Answered { on, decision: CscmiDecision::Approved },
        RehabilitationFact::IntakeHeld { .. } => RehabilitationFact::IntakeHeld { on },
        RehabilitationFact::Started { .. } => RehabilitationFact::Started { on },
        RehabilitationFact::HoursFollowed(_) => RehabilitationFact::HoursFollowed(hours),
        RehabilitationFact::Ended { .. } => RehabilitationFact::Ended { on, outcome: ProgrammeOutcome::Succeeded },
    });
    facts.push(RehabilitationFact::Answered { on, decision: CscmiDecision::Refused });
    facts.push(RehabilitationFact::Ended { on, outcome: ProgrammeOutcome::Failed });
    facts
}

fn told(fact: PartnerFact) -> Event {
    Event::FactTold(Told { report: REPORT, partner: organisation(), fact })
}

fn received(fact: PartnerFact) -> Event {
    Event::ReportReceived(Report { niss: niss(), partner: organisation(), fact, received_at: instant(), case: None })
}

fn registered(kind: PartnerKind, valid_to: Option<&str>) -> Event {
    Event::PartnerRegistered(Entry {
        registered: Registration {
            number: organisation(),
            kind,
            name: "Health at Work".into(),
            valid_from: day("2022-01-01"),
            valid_to: valid_to.map(day),
        },
        recorded_at: instant(),
    })
}

fn start_corrected() -> StartCorrection {
    let source = Source { ledger: "assessment/300".into(), position: 11 };
    StartCorrection { from: day("2022-09-01"), to: day("2022-08-15"), on: day("2022-10-07"), source }
}

/// A referral, with what its recipient may have.
pub(crate) fn asked(recipient: Recipient) -> AskedReferral {
    let told = |class: &Class| (*class, class.code().into());
    AskedReferral {
        number: 1,
        key: None,
        made_on: day("2022-10-10"),
        referral: Referral {
            kind: ReferralKind::Other,
            recipient,
            organisation: Some(organisation().as_str().to_owned()),
            employer: None,
            overridden: None,
            agreed_on: day("2022-10-10"),
            content: Class::ALL.iter().map(told).collect::<Content>().for_recipient(recipient),
        },
        source: Source { ledger: "dossier/300".into(), position: 41 },
    }
}

fn progressed(progress: Progress) -> Event {
    Event::ReferralProgressed { number: 1, key: None, said: Said { on: day("2022-10-11"), progress } }
}

fn referral_ended(because: ReferralEnd) -> EndedReferral {
    let source = Source { ledger: "dossier/300".into(), position: 45 };
    EndedReferral { number: 1, key: None, on: day("2022-10-20"), because, source }
}

fn inbox_filled(over: bool) -> Event {
    let (case, referral) = (CaseId(CASE.into_bytes()), ReferralId([0x43; 16]));
    let entry = InboxEntry { number: 3, case, referral, over, on: day("2022-10-11") };
    Event::InboxFilled { partner: organisation(), entry }
}

/// One event of every kind. The golden files hold the same: what is written here does not change.
pub(crate) fn one_of_each() -> Vec<Event> {
    let on = day("2022-09-20");
    let requested = PartnerFact::Codex(CodexFact::Requested { on, by: CodexRequester::TreatingPhysician }.into());
    let mut events = arms!(Event {
        Event::CaseOpened(_) => Event::CaseOpened(recognition()),
        Event::FactTold(_) => told(requested.clone()),
        Event::StartCorrected(_) => Event::StartCorrected(start_corrected()),
        Event::IncapacityEnded(_) => Event::IncapacityEnded(ending(false)),
        Event::FactParked { .. } => {
            Event::FactParked { fact: Fact::Ended(ending(true)), because: ParkedBecause::NotRecognised }
        },
        Event::FactReleased { .. } => Event::FactReleased { fact: Fact::Ended(ending(true)) },
        Event::PartnerRegistered(_) => registered(PartnerKind::OccupationalHealthService, Some("2023-12-31")),
        Event::PartnerChanged { .. } => Event::PartnerChanged {
            name: "Work and Health".into(),
            valid_to: Some(day("2022-12-31")),
            on: day("2022-09-21"),
            recorded_at: instant(),
        },
        Event::ReportReceived(_) => received(requested),
        Event::ReportMatched { .. } => {
            Event::ReportMatched { case: CaseId(CASE.into_bytes()), on: day("2022-09-21") }
        },
        Event::ReportUnmatched { .. } => {
            Event::ReportUnmatched { case: CaseId(CASE.into_bytes()), on: day("2022-09-22") }
        },
        Event::ReferralReceived(_) => Event::ReferralReceived(asked(Recipient::Vdab)),
        Event::ReferralProgressed { .. } => progressed(Progress::Sent),
        Event::ReferralEnded(_) => Event::ReferralEnded(referral_ended(ReferralEnd::Withdrawn)),
        Event::InboxFilled { .. } => inbox_filled(false),
        Event::ReportErased { .. } => Event::ReportErased { on: day("2023-09-20") },
        Event::ActAnnulled(_) => Event::ActAnnulled(trajet_service::test_support::annulled()),
        Event::FileAccessTold(_) => Event::FileAccessTold(trajet_service::test_support::file_access_told()),
    });
    // What is told of programmes is a kind of its own.
    events.push(told(PartnerFact::Rehabilitation(RehabilitationFact::Started { on })));
    events
}

/// What the golden files of the kinds do not show: every arm and value of what is in the events. The golden lines hold the
/// same.
pub(crate) fn more() -> Vec<Event> {
    let mut events = Vec::new();
    let codex = every_fact().into_iter().map(PartnerFact::Codex);
    for fact in codex.chain(every_rehabilitation_fact().into_iter().map(PartnerFact::Rehabilitation)) {
        events.extend([told(fact.clone()), received(fact)]);
    }
    events.extend(PartnerKind::ALL.iter().map(|kind| registered(*kind, None)));
    for language in Language::ALL {
        let person = Person { language, municipality: None, first_names: String::new(), ..person() };
        events.push(Event::CaseOpened(Recognition { person, ..recognition() }));
    }
    events.push(Event::CaseOpened(Recognition { taken_over_on: Some(day("2022-12-05")), ..recognition() }));
    let facts = arms!(Fact {
        Fact::Recognised(_) => Fact::Recognised(recognition()),
        Fact::Corrected(_) => Fact::Corrected(start_corrected()),
        Fact::Ended(_) => Fact::Ended(ending(false)),
        Fact::Referred(_) => Fact::Referred(asked(Recipient::OccupationalPhysician)),
        Fact::ReferralEnded(_) => Fact::ReferralEnded(referral_ended(ReferralEnd::ConsentWithdrawn)),
    });
    for fact in facts {
        events.push(Event::FactReleased { fact: fact.clone() });
        let parked = |because: &ParkedBecause| Event::FactParked { fact: fact.clone(), because: *because };
        events.extend(ParkedBecause::ALL.iter().map(parked));
    }
    events.push(Event::IncapacityEnded(Ending { died_on: Some(day("2023-01-06")), ..ending(false) }));
    let mut of_an_employer = asked(Recipient::OccupationalPhysician);
    of_an_employer.referral.employer = Employer::parse("0403019261").ok();
    events.push(Event::ReferralReceived(of_an_employer));
    let recipients = Recipient::ALL.iter().filter(|one| one.is_partner());
    events.extend(recipients.map(|one| Event::ReferralReceived(asked(*one))));
    events.extend(ReferralEnd::ALL.iter().map(|because| Event::ReferralEnded(referral_ended(*because))));
    let number = 1;
    events.extend(
        [
            Progress::Returned,
            Progress::Acknowledged,
            Progress::InformationAsked(InformationAsked::Career),
            Progress::Accepted,
            Progress::Declined(DeclineReason::NoCapacity),
            Progress::Committed { number, kind: CommitmentKind::Advice, by: day("2022-12-31") },
            Progress::Renegotiated { number, by: day("2023-01-31") },
            Progress::Kept { number, kept_on: day("2022-11-30") },
            Progress::NotKept { number },
            Progress::Completed,
        ]
        .map(progressed),
    );
    // With what names it in every service.
    let key = Some(ReferralKey([0x44; 16]));
    events.push(Event::ReferralReceived(AskedReferral { key, ..asked(Recipient::Vdab) }));
    events.push(Event::ReferralEnded(EndedReferral { key, ..referral_ended(ReferralEnd::Withdrawn) }));
    let said = Said { on: day("2022-10-11"), progress: Progress::Sent };
    events.push(Event::ReferralProgressed { number: 1, key, said });
    events.push(inbox_filled(true));
    for form in RegionalForm::ALL {
        let presented = PartnerFact::Presented(Presentation { on: day("2022-09-20"), form: *form });
        events.extend([told(presented.clone()), received(presented)]);
    }
    events.push(Event::IncapacityEnded(ending(true)));
    events.push(Event::PartnerChanged {
        name: "Work and Health".into(),
        valid_to: None,
        on: day("2022-09-21"),
        recorded_at: instant(),
    });
    events
}
