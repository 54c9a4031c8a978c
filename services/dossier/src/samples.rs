//! What the tests share: one event of every kind, a case, every refusal.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_dossier_domain::ReferralRejection;
use trajet_dossier_domain::ami::AmiRejection;
use trajet_dossier_domain::notice::NoticeText;
use trajet_dossier_domain::{
    AgreedAction, Appointment, Attempt, AttemptKind, AuthorisationAsked, BeforeGoLive, CasePresumption, Channel,
    CodexEnd, CodexKind, CodexNote, CodexParty, ConsentForm, ConsentPurpose, Contact, ContactRefusal,
    CoordinatorContact, DateField, EndReason, Event, Fact, Guidance, ImpossibleDate, IncapacityEnd, Invitation,
    InvitationProof, Look, NextWay, Notice, OtherTrackEvent, OtherTrackKind, ParkedBecause, Person, PresumptionOf,
    Purpose, QuestionnaireTold, Recognition, Rejection, RescheduledBy, Sex, SignatureKind, Source, SubjectId, Told,
    Track, TrackKind, VisitOutcome,
};
use trajet_law::codex::{CodexRequester, Employer};
use trajet_law::coordinator::Lack;
use trajet_law::deadline::{Facts, Step};
use trajet_law::first_contact::after_later_category_4;
use trajet_law::presumption::{Kind, Presumption};
use trajet_law::representation::{Representation, RepresentationKind, RepresentationScope};
use trajet_law::rule::{Ground, Rule};
use trajet_service::sample_each;
use uuid::Uuid;

mod ami;
mod concertation;
mod more;
mod referral;
mod registry;

pub(crate) use more::more;

/// A case.
pub(crate) const CASE: Uuid = Uuid::from_u128(0x0183_0a5f_4c00_7cc1_9d53_0a1b_2c3d_4e5f);

/// What no sentence, log or error may hold.
pub(crate) const PERSONAL: [&str; 14] = [
    "a course of administration",
    "four fifths in an office",
    "Peeters",
    "Anna",
    "85073003328",
    "21004",
    "@",
    "+3225550199",
    "rehabilitation",
    "orientation",
    "ami_trajectory",
    "RR-2023/7",
    "deceased",
    "categor",
];

/// A day, in ISO 8601.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a test uses dates that exist")
}

pub(crate) fn person() -> Person {
    Person {
        niss: "85073003328".into(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        birth_date: Some(day("1985-07-30")),
        sex: Sex::Female,
        language: Language::Dutch,
        municipality: "21004".into(),
        phone: Some("+3225550199".into()),
        email: Some("anna@post.example".into()),
    }
}

pub(crate) fn recognition() -> Recognition {
    Recognition {
        person: person(),
        incapacity_start: day("2022-09-01"),
        recognised_on: day("2022-09-05"),
        has_contract: true,
        taken_over: None,
    }
}

pub(crate) fn fact(told: Told) -> Fact {
    Fact { told, source: Source { ledger: "assessment/300".into(), position: 7 } }
}

fn noted(told: Told) -> Event {
    Event::Noted(fact(told))
}

fn track(until: Option<&str>) -> Track {
    Track { kind: TrackKind::AuthorisedWork, from: day("2022-12-20"), until: until.map(day), asked_by: None }
}

fn appointment(replaces: Option<(u32, RescheduledBy)>) -> Appointment {
    Appointment {
        number: 2,
        purpose: Purpose::FirstContact,
        on: day("2023-01-20"),
        channel: Channel::Video,
        coordinator: SubjectId("coordinator-1".into()),
        contact: coordinator(),
        invitation: Invitation {
            on: day("2023-01-05"),
            proof: InvitationProof::RegisteredLetter,
            reference: Some("RR-2023/7".into()),
        },
        replaces,
    }
}

fn coordinator() -> CoordinatorContact {
    CoordinatorContact {
        name: "Marie Lambert".into(),
        phone: "+3225550142".into(),
        email: "marie.lambert@mutuality.example".into(),
    }
}

fn contact() -> Contact {
    Contact {
        number: 1,
        purpose: Purpose::FirstContact,
        on: day("2023-01-20"),
        channel: Channel::Physical,
        coordinator: SubjectId("coordinator-2".into()),
        deputy_for: Some(SubjectId("coordinator-1".into())),
        appointment: Some(2),
        request: Some(1),
        authorisation: None,
        actions: [AgreedAction::ExploreOrientation, AgreedAction::FurtherContact].into(),
        next_way: Some(NextWay::AmiTrajectory),
        results: None,
    }
}

fn form() -> ConsentForm {
    ConsentForm {
        decisions: BTreeMap::from([(ConsentPurpose::Trajectory, true), (ConsentPurpose::Exchange, false)]),
        signature: Some(SignatureKind::Electronic),
        signed_on: day("2023-01-20"),
        reference: Some("C-2023/1".into()),
        representative: None,
    }
}

fn attempt() -> Attempt {
    Attempt {
        kind: AttemptKind::NoShow,
        purpose: Purpose::FirstContact,
        on: day("2023-01-20"),
        channel: Channel::Video,
        by: SubjectId("coordinator-1".into()),
        appointment: Some(2),
    }
}

fn asked() -> AuthorisationAsked {
    AuthorisationAsked {
        number: 1,
        on: day("2023-01-23"),
        contact_on: day("2023-01-20"),
        actions_told: true,
        actions: [AgreedAction::ExploreRehabilitation].into(),
    }
}

pub(crate) fn representation() -> Representation {
    Representation {
        number: 1,
        kind: RepresentationKind::Mandatary,
        scopes: RepresentationScope::ALL.iter().copied().collect(),
        surname: "Maes".into(),
        first_names: "Jan".into(),
        language: Language::German,
        subject: None,
        from: day("2022-10-01"),
        until: None,
    }
}

fn notice() -> Notice {
    Notice {
        text: NoticeText::AppointmentCancelled1,
        language: Language::German,
        appointment_on: day("2023-02-01"),
        coordinator: coordinator(),
        on: day("2023-01-20"),
        addressee: None,
    }
}

/// A corrected first day.
fn start_corrected() -> Told {
    Told::StartCorrected { from: day("2022-09-01"), to: day("2022-08-15"), on: day("2022-12-20") }
}

/// One event of every kind. The golden files hold the same: what is written here does not change.
pub(crate) fn one_of_each() -> Vec<Event> {
    let ended = Told::TrackEnded { kind: TrackKind::AuthorisedWork, from: None, until: day("2023-01-31") };
    let mut events = vec![
        noted(Told::Recognised(recognition())),
        noted(Told::TrackStarted(track(Some("2023-03-15")))),
        noted(ended.clone()),
        noted(Told::Represented(representation())),
        noted(Told::Referred { on: day("2022-12-12"), initial: true }),
        noted(Told::AuthorisationDecided { number: 1, on: day("2023-02-01"), authorised: true }),
        noted(Told::IncapacityEnded(IncapacityEnd {
            last_day: day("2023-03-31"),
            deceased: true,
            by_decision: false,
            died_on: None,
            relapsed_on: None,
        })),
        noted(start_corrected()),
        noted(Told::Questionnaire(QuestionnaireTold::NotReturned {
            due_back: day("2022-11-24"),
            help_asked_on: day("2022-11-25"),
        })),
        noted(Told::Codex(CodexNote { on: day("2023-03-01"), ..codex(CodexKind::PlanSigned) })),
        Event::DeadlinePlanned { plan: after_later_category_4(day("2022-12-12")), on: day("2022-12-12") },
        Event::DeadlineReplanned {
            before: after_later_category_4(day("2022-12-12")),
            after: after_later_category_4(day("2022-12-02")),
            on: day("2022-12-20"),
            because: Rule::T9.into(),
            // As it was stored before it named its facts.
            rests_on: Facts::stored(Vec::new()),
        },
        Event::DeadlineMet { step: Step::FirstContactCategory4, on: day("2023-01-20") },
        Event::DeadlineMissed { step: Step::FirstContactRouteB, on: day("2023-02-11") },
        // As it was stored before it named its facts.
        Event::DeadlineWaived {
            step: Step::FirstContactCategory4,
            on: day("2022-12-20"),
            because: Rule::D5.into(),
            rests_on: Facts::stored(Vec::new()),
        },
        Event::TrajectoryRequested {
            received_on: day("2023-01-10"),
            questionnaire_needed: true,
            contact: Some(1),
            number: None,
        },
        Event::QuestionnaireBack { on: day("2023-01-18") },
        Event::AppointmentMade(appointment(Some((1, RescheduledBy::Coordinator)))),
        Event::AppointmentCancelled { number: 2, on: day("2023-01-18"), because: Ground::point(Rule::T6, 'a') },
        Event::AttemptMade(attempt()),
        Event::ContactRefused(ContactRefusal { purpose: Purpose::NegativeDecision, on: day("2023-02-06") }),
        Event::ContactHeld(contact()),
        Event::ContactHeld(Contact {
            purpose: Purpose::NegativeDecision,
            number: 2,
            authorisation: Some(1),
            ..contact()
        }),
        Event::ConsentsRecorded(form()),
        Event::AuthorisationAsked(asked()),
        Event::TrajectoryEnded { on: day("2023-02-13"), reason: EndReason::NegativeDecision, route_b_only: true },
        Event::PresumptionBegan(presumption(Ground::point(Rule::D21, 'b'))),
        Event::PresumptionEnded(presumption(Ground::point(Rule::D21, 'a'))),
        Event::NoticeIssued(notice()),
        Event::FactParked { fact: fact(ended.clone()), because: ParkedBecause::NotStarted },
        Event::FactReleased { fact: fact(ended) },
        registry::assigned(false),
        registry::registered(None, None),
        registry::attended(true),
        registry::moment(Some("2023-01-02"), false),
    ];
    events.extend(ami::one_of_each());
    events.push(Event::Looked(Look { on: day("2023-06-08"), by: SubjectId("coordinator-1".into()) }));
    events.extend(concertation::one_of_each());
    events.push(Event::ActAnnulled(trajet_service::test_support::annulled()));
    events.push(Event::FileAccessTold(trajet_service::test_support::file_access_told()));
    events.push(other_track(OtherTrackKind::Training));
    events.push(Event::OtherTrack(OtherTrackEvent::Ended { number: 1, last_day: day("2023-01-27") }));
    events.push(ami::guidance_result(Guidance::Coordinator));
    events.extend(referral::one_of_each());
    events.extend(BeforeGoLive::ALL.iter().map(|what| Event::BeforeGoLive { what: *what, on: day("2022-11-21") }));
    events
}

pub(crate) fn other_track(kind: OtherTrackKind) -> Event {
    Event::OtherTrack(OtherTrackEvent::Recorded { number: 1, kind, since: day("2023-01-23") })
}

fn impossible(field: DateField) -> ImpossibleDate {
    ImpossibleDate { field, earliest: day("2022-09-01"), latest: day("2023-01-10") }
}

fn end(deceased: bool) -> IncapacityEnd {
    IncapacityEnd { last_day: day("2023-03-31"), deceased, by_decision: false, died_on: None, relapsed_on: None }
}

sample_each! {
    one_rejection_of_each: Rejection {
        Rejection::NotRecognised => Rejection::NotRecognised,
        Rejection::IncapacityEnded(_) => Rejection::IncapacityEnded(end(false)),
        Rejection::ImpossibleDates(_) => Rejection::ImpossibleDates(
            [DateField::InvitedOn, DateField::AppointmentOn].map(impossible).into(),
        ),
        Rejection::NextWayMissing => Rejection::NextWayMissing,
        Rejection::RequestGoesOn => Rejection::RequestGoesOn,
        Rejection::NothingToKeep => Rejection::NothingToKeep,
        Rejection::ChannelNotPermitted => Rejection::ChannelNotPermitted,
        Rejection::NoContactDue(_) => Rejection::NoContactDue(Purpose::FirstContact),
        Rejection::FirstContactBarred => Rejection::FirstContactBarred,
        Rejection::AppointmentOpen => Rejection::AppointmentOpen,
        Rejection::AppointmentNotOpen => Rejection::AppointmentNotOpen,
        Rejection::AppointmentToCome { .. } => Rejection::AppointmentToCome { on: day("2023-01-20") },
        Rejection::FirstContactIncomplete => Rejection::FirstContactIncomplete,
        Rejection::ConsentNotAsked => Rejection::ConsentNotAsked,
        Rejection::PurposeNeedsContract => Rejection::PurposeNeedsContract,
        Rejection::NotRepresented => Rejection::NotRepresented,
        Rejection::WayNeedsContract => Rejection::WayNeedsContract,
        Rejection::ConsentRefused => Rejection::ConsentRefused,
        Rejection::NotContacted { .. } => Rejection::NotContacted { rule: Rule::D3 },
        Rejection::NoRequest => Rejection::NoRequest,
        Rejection::DecisionAwaited => Rejection::DecisionAwaited,
        Rejection::AlreadyAuthorised => Rejection::AlreadyAuthorised,
        Rejection::NotRefused => Rejection::NotRefused,
        Rejection::NotMissed => Rejection::NotMissed,
        Rejection::BarNotEnded => Rejection::BarNotEnded,
        Rejection::NotLapsed => Rejection::NotLapsed,
        Rejection::NoLookDue => Rejection::NoLookDue,
        Rejection::NotAnnulled(_) => Rejection::NotAnnulled(trajet_law::annul::NotAnnulled::LaterActsDepend(vec![7, 9])),
        Rejection::FormalTrajectoryGoesOn => Rejection::FormalTrajectoryGoesOn,
        Rejection::OtherTrackGoesOn => Rejection::OtherTrackGoesOn,
        Rejection::NoOtherTrack => Rejection::NoOtherTrack,
        Rejection::NotGuided => Rejection::NotGuided,
        Rejection::ResultRegistered => Rejection::ResultRegistered,
        Rejection::CoordinatorNotRegistered => Rejection::CoordinatorNotRegistered,
        Rejection::CoordinatorNotQualified(_) => Rejection::CoordinatorNotQualified(Lack::NotInFunction {
            from: day("2023-02-01"),
        }),
        Rejection::AlreadyAssigned => Rejection::AlreadyAssigned,
        Rejection::ThreadNotFound => Rejection::ThreadNotFound,
        Rejection::ThreadClosed => Rejection::ThreadClosed,
        Rejection::ThreadFull => Rejection::ThreadFull,
        Rejection::TooManyThreads => Rejection::TooManyThreads,
        Rejection::ConcertationNotConsented => Rejection::ConcertationNotConsented,
        Rejection::ExchangeNotConsented => Rejection::ExchangeNotConsented,
        Rejection::NotConcerted => Rejection::NotConcerted,
        Rejection::MomentUnknown => Rejection::MomentUnknown,
        Rejection::MomentToCome { .. } => Rejection::MomentToCome { on: day("2023-02-10") },
        Rejection::Ami(_) => Rejection::Ami(AmiRejection::SituationNotMet),
        Rejection::Referral(_) => Rejection::Referral(ReferralRejection::Over),
    }
}

/// Every refusal.
pub(crate) fn every_rejection() -> Vec<Rejection> {
    let mut rejections = one_rejection_of_each();
    rejections.extend([
        Rejection::IncapacityEnded(end(true)),
        Rejection::NoContactDue(Purpose::NegativeDecision),
        Rejection::NoContactDue(Purpose::FollowUp),
        Rejection::NotContacted { rule: Rule::D8 },
        Rejection::CoordinatorNotQualified(Lack::FunctionEnded { last_day: day("2022-12-31") }),
        Rejection::CoordinatorNotQualified(Lack::Degree),
        Rejection::CoordinatorNotQualified(Lack::Certificate {
            took_up_on: day("2020-12-31"),
            until: day("2022-12-31"),
        }),
        Rejection::CoordinatorNotQualified(Lack::Intervision { year: 2022, since: day("2022-12-02") }),
    ]);
    rejections.extend(ami::every_rejection().into_iter().map(Rejection::Ami));
    rejections.extend(referral::every_rejection().into_iter().map(Rejection::Referral));
    rejections
}

/// The presumption that a CODEX plan begins.
fn presumption(ends_by: Ground) -> CasePresumption {
    let presumed = Presumption {
        kind: Kind::Codex,
        first: day("2023-03-15"),
        last: Some(day("2023-09-14")),
        ends_by: Some(ends_by),
        parameter: "presumption.months@2022-01-01".parse().ok(),
    };
    CasePresumption { number: 1, of: PresumptionOf::Codex(party("0206653946")), presumed }
}

/// A note of before more than the kind and the day was kept.
fn codex(kind: CodexKind) -> CodexNote {
    let on = day("2023-02-01");
    CodexNote { kind, on, requested_by: None, visit_outcome: None, end: None, partner: None, employer: None }
}

/// A service that names no employer.
fn party(partner: &str) -> CodexParty {
    CodexParty { partner: Some(partner.into()), employer: None }
}

fn employer() -> Employer {
    Employer::parse("0403019261").expect("a valid number")
}
