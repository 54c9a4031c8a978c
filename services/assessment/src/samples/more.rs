//! Events that the golden files of the kinds do not show: the golden lines hold the same.

use trajet_assessment_domain::EndDecision;
use trajet_assessment_domain::Event::{
    DeadlineMet, DeadlineMissed, DeadlinePlanned, DeadlineReopened, DeadlineReplanned, DeadlineWaived, FactParked,
    FactReleased,
};
use trajet_law::authorised_work;
use trajet_law::codex::CodexRequester;
use trajet_law::deadline::{FactKind, Facts};
use trajet_law::ending::Ending;
use trajet_law::estimate::{
    category_1_examination_plan, category_3_examination_plan, estimate_after_track_plan, examination_plan,
};
use trajet_law::file_access::{Review, ReviewOutcome};
use trajet_law::rehabilitation::reintegration_evaluation_plan;
use trajet_law::route_b::decision_plan;
use trajet_law::taken_over::TakenOver;
use trajet_service::arms;
use trajet_service::test_support::annulled_with_notices;

use super::*;
use trajet_assessment_domain::Former;

/// What the golden files do not show: every arm of every enumeration in an event, and what may be absent.
pub(crate) fn more() -> Vec<Event> {
    let mut events = facts();
    for more in [
        decisions(),
        before_go_live(),
        declarations(),
        tracks(),
        deadlines(),
        estimates(),
        examinations(),
        letters(),
        representations(),
        works(),
        ends(),
        starts(),
        programmes(),
        team_contacts(),
        files(),
        annulments(),
    ] {
        events.extend(more);
    }
    let mut once: Vec<Event> = Vec::new();
    for event in events {
        if !once.contains(&event) {
            once.push(event);
        }
    }
    once
}

fn noted(told: Told) -> Event {
    match told.producer() {
        Producer::Questionnaire => Event::QuestionnaireNoted(fact(told)),
        Producer::Dossier | Producer::Exchange | Producer::Assessment => Event::FactNoted(fact(told)),
    }
}

/// The grounds on which a fact, or a waiver, can rest.
fn grounds() -> Vec<Ground> {
    let whole =
        [Rule::Q1, Rule::Q2, Rule::Q7, Rule::Q8, Rule::M3, Rule::M5, Rule::M9, Rule::M16, Rule::D3, Rule::D6, Rule::D8];
    let whole = whole.into_iter().chain([Rule::T6, Rule::T9, Rule::M21]).map(Ground::from);
    let tracks = TrackKind::ALL.iter().flat_map(|kind| [kind.ground(), Ground { rule: Rule::Q4, ..kind.ground() }]);
    let ends = Ending::ALL.iter().map(|ending| ending.ground()).chain([TakenOver::ground()]);
    whole.chain(tracks).chain(ends).chain([Ground::point(Rule::D11, 'c')]).collect()
}

fn facts() -> Vec<Event> {
    let on = day("2022-10-03");
    let mut each = told();
    for because in grounds() {
        each.push(Told::Sent { on, due_back: day("2022-10-17"), because });
        each.push(Told::Waived { on, because });
        each.push(Told::TrajectoryEnded { on, because });
    }
    each.extend(Kind::ALL.iter().map(|kind| Told::Presumed(presumed(*kind))));
    let parameter = Some("presumption.months@2022-01-01".parse().expect("a parameter"));
    each.push(Told::Presumed(Presumed { parameter, ..presumed(Kind::Ami) }));
    for granted in [None, Some(false), Some(true)] {
        each.push(Told::ConsentsDecided { since: on, trajectory: granted, physician_follow_up: None });
        each.push(Told::ConsentsDecided { since: on, trajectory: None, physician_follow_up: granted });
    }
    each.into_iter()
        .flat_map(|told| {
            let fact = fact(told.clone());
            let parked = ParkedBecause::ALL.iter().map(|because| FactParked { fact: fact.clone(), because: *because });
            let parked: Vec<_> = parked.collect();
            parked.into_iter().chain([noted(told), FactReleased { fact }])
        })
        .collect()
}

fn decided_by() -> Vec<DecidedBy> {
    arms!(DecidedBy {
        DecidedBy::AdvisingPhysician => DecidedBy::AdvisingPhysician,
        DecidedBy::OtherBody { .. } => DecidedBy::OtherBody { name: "a body with a name".into() },
    })
}

/// A case that was taken over, of which everything was known, and one of which nothing was.
fn before_go_live() -> Vec<Event> {
    let all = TakenOver {
        questionnaire_sent_on: Some(day("2022-11-10")),
        questionnaire_returned_on: Some(day("2022-11-20")),
        trajectory_requested_on: Some(day("2022-11-25")),
        first_contact_on: Some(day("2022-12-01")),
        ..TakenOver::on(day("2022-12-05"))
    };
    let recognised =
        |taken_over| Event::IncapacityRecognised(Recognition { taken_over: Some(taken_over), ..recognition() });
    let (kind, from) = (TrackKind::AuthorisedWork, day("2022-10-01"));
    let first = Estimate {
        on: day("2022-12-02"),
        category: Category::Four,
        examined: false,
        concertation: None,
        questionnaire: Questionnaire::BackBeforeGoLive { on: day("2022-11-20") },
    };
    let facts = [
        Event::IncapacityDeclared { declaration: Box::new(declaration()), on: day("2022-09-03") },
        recognised(all),
        recognised(TakenOver::on(day("2022-12-05"))),
        Event::TrackStarted(Track { kind, from, until: None, told: false, asked_by: None }),
        Event::FirstEstimateMade(first),
        Event::PersonReferred(Referral { on: day("2022-12-02"), initial: true }),
    ];
    facts.map(Box::new).map(Event::BeforeGoLive).into()
}

fn decisions() -> Vec<Event> {
    let mut events = Vec::new();
    for decided_by in decided_by() {
        for has_contract in [false, true] {
            let decided_by = decided_by.clone();
            events.push(Event::IncapacityRecognised(Recognition { decided_by, has_contract, ..recognition() }));
        }
        events.extend(RefusalReason::ALL.iter().map(|reason| {
            let decided_by = decided_by.clone();
            Event::RecognitionRefused(Refusal { decided_on: day("2022-09-05"), decided_by, reason: *reason })
        }));
    }
    events
}

fn declarations() -> Vec<Event> {
    let bare = Person { first_names: String::new(), birth_date: None, sex: None, phone: None, email: None, ..person() };
    let certificate = || declaration().certificate;
    let mut each = vec![
        Declaration { person: bare, activity_ceased_on: None, ..declaration() },
        Declaration { certificate: Certificate { physician: None, ..certificate() }, ..declaration() },
        Declaration { employment: Employment::Contract { employer: None }, ..declaration() },
    ];
    let languages = arms!(Language {
        Language::French => Language::French,
        Language::Dutch => Language::Dutch,
        Language::German => Language::German,
        Language::English => Language::English,
    });
    let with = |person| Declaration { person, ..declaration() };
    each.extend(languages.into_iter().map(|language| with(Person { language, ..person() })));
    let sexes = arms!(Sex { Sex::Female => Sex::Female, Sex::Male => Sex::Male, });
    each.extend(sexes.into_iter().map(|sex| with(Person { sex: Some(sex), ..person() })));
    each.extend(Scheme::ALL.iter().map(|scheme| Declaration { scheme: *scheme, ..declaration() }));
    each.extend(Prognosis::ALL.iter().map(|prognosis| {
        let certificate = Certificate { prognosis: *prognosis, ..certificate() };
        Declaration { certificate, ..declaration() }
    }));
    let employments = arms!(Employment {
        Employment::Contract { .. } => declaration().employment,
        Employment::NoContract => Employment::NoContract,
    });
    each.extend(employments.into_iter().map(|employment| Declaration { employment, ..declaration() }));
    let declared = |it| Event::IncapacityDeclared { declaration: Box::new(it), on: day("2022-09-03") };
    each.into_iter().map(declared).collect()
}

fn tracks() -> Vec<Event> {
    let each = TrackKind::ALL
        .iter()
        .flat_map(|kind| [false, true].map(|told| Track { kind: *kind, told, ..track(Some(day("2022-10-31"))) }));
    let codex = Track { kind: TrackKind::CodexRequested, ..track(Some(day("2022-10-31"))) };
    let never_was = Track { told: true, ..Track { until: Some(day("2022-09-30")), ..codex.clone() } };
    let by_hand = CodexRequester::ALL.iter().map(|by| Track { asked_by: Some(*by), ..codex.clone() });
    each.chain(by_hand)
        .flat_map(|track| {
            let open = Track { until: None, ..track.clone() };
            [Event::TrackStarted(open), Event::TrackStarted(track.clone()), Event::TrackEnded(track)]
        })
        .chain([Event::TrackEnded(never_was)])
        .collect()
}

/// The steps of this service.
fn steps() -> impl Iterator<Item = Step> {
    let of_this_service = |step: &Step| match step {
        Step::FirstEstimate
        | Step::EstimateExamination
        | Step::Category1Examination
        | Step::Category3Examination
        | Step::RouteBDecision
        | Step::AuthorisedWorkDecision
        | Step::ReintegrationEvaluation => true,
        Step::QuestionnaireSend
        | Step::QuestionnaireReturn
        | Step::QuestionnaireHelp
        | Step::FirstContactCategory4
        | Step::RouteBAppointment
        | Step::FirstContactRouteB
        | Step::AuthorisationRequest
        | Step::NegativeDecisionContact
        | Step::ConcertationPhysician
        | Step::ConcertationCoordinator
        | Step::AmiCommitmentSignature
        | Step::AmiStartNotice
        | Step::AmiFirstInterview
        | Step::AmiPlan
        | Step::AmiFollowUp
        | Step::AmiResultsNotice
        | Step::ProgrammeSubmission
        | Step::DossierLook
        | Step::ReferralFollowUp
        | Step::RouteBOffer
        | Step::AmiSuspension
        | Step::AmiResumption
        | Step::AmiEvaluation
        | Step::ReturnObservation
        | Step::InvalidityStart => false,
    };
    Step::ALL.iter().copied().filter(of_this_service)
}

fn deadlines() -> Vec<Event> {
    let (start, on) = (day("2022-09-01"), day("2022-12-05"));
    let plans = [
        plan(),
        estimate_after_track_plan(on),
        examination_plan(on, day("2022-12-31")),
        category_1_examination_plan(start, on),
        category_3_examination_plan(start, on),
        decision_plan(on),
        authorised_work::decision_before_resumption_plan(on),
        authorised_work::decision_plan(on),
        reintegration_evaluation_plan(on),
    ];
    assert!(steps().all(|step| plans.iter().any(|plan| plan.step == step)), "a step has its plan");
    let mut events = Vec::new();
    for plan in plans {
        events.extend([DeadlinePlanned { plan: plan.clone(), on }, DeadlineReopened { plan, on }]);
    }
    for step in steps() {
        events.extend([DeadlineMet { step, on }, DeadlineMissed { step, on }]);
        // As they were stored before they named their facts.
        let waived = |because| DeadlineWaived { step, on, because, rests_on: Facts::stored(Vec::new()) };
        events.extend(grounds().into_iter().map(waived));
    }
    let rests_on = Facts::from([FactKind::WorkBegun.on(on), FactKind::GoLive.on(on)]);
    events.push(DeadlineWaived {
        step: Step::FirstEstimate,
        on,
        because: TrackKind::AuthorisedWork.ground(),
        rests_on,
    });
    events
}

fn estimates() -> Vec<Event> {
    let known = arms!(Questionnaire {
        Questionnaire::NotSent => Questionnaire::NotSent,
        Questionnaire::Sent { .. } => {
            Questionnaire::Sent { on: day("2022-11-10"), due_back: day("2022-11-24") }
        },
        Questionnaire::Waived { .. } => {
            Questionnaire::Waived { on: day("2022-10-03"), because: Rule::Q2.into() }
        },
        Questionnaire::NotReturned { .. } => Questionnaire::NotReturned { on: day("2022-11-25") },
        Questionnaire::Completed { .. } => Questionnaire::Completed { on: day("2022-11-20"), profile: profile() },
        Questionnaire::BackBeforeGoLive { .. } => Questionnaire::BackBeforeGoLive { on: day("2022-11-20") },
        Questionnaire::Impossible { .. } => Questionnaire::Impossible { on: day("2022-12-02") },
    });
    let mut events = Vec::new();
    for category in Category::ALL {
        let category = *category;
        for questionnaire in &known {
            let (on, questionnaire) = (day("2022-12-05"), questionnaire.clone());
            let estimate = Estimate { on, category, examined: false, concertation: None, questionnaire };
            events.push(Event::FirstEstimateMade(estimate));
        }
        for examined in [false, true] {
            let on = day("2023-01-10");
            events.push(Event::EvaluationMade(Evaluation { on, category, examined, concertation: None }));
        }
    }
    for initial in [false, true] {
        events.push(Event::PersonReferred(Referral { on: day("2022-12-05"), initial }));
    }
    events
}

fn examinations() -> Vec<Event> {
    let invited = |proof, because: Rule| {
        let invitation = Invitation { reference: String::new(), ..invitation(proof) };
        Event::ExaminationInvited { invitation, because: because.into() }
    };
    let rules = [Rule::M5, Rule::M7, Rule::M8, Rule::M9];
    InvitationProof::ALL.iter().zip(rules.iter().cycle()).map(|(proof, rule)| invited(*proof, *rule)).collect()
}

fn representations() -> Vec<Event> {
    let kinds = RepresentationKind::ALL.iter().map(|kind| Representation { kind: *kind, ..representation() });
    let scopes =
        RepresentationScope::ALL.iter().map(|scope| Representation { scopes: [*scope].into(), ..representation() });
    let languages = Language::ALL.into_iter().map(|language| Representation { language, ..representation() });
    let bare = Representation { first_names: String::new(), subject: None, until: None, ..representation() };
    kinds.chain(scopes).chain(languages).chain([bare]).map(Event::PersonRepresented).collect()
}

/// Every change of who may see a file.
fn files() -> Vec<Event> {
    let restricted = RestrictionReason::ALL
        .iter()
        .map(|reason| FileChange::Restricted { admitted: staff(&["dr-1"]), reason: *reason });
    let opened = EmergencyReason::ALL.iter().map(|reason| FileChange::Opened(emergency(*reason)));
    let reviewed = ReviewOutcome::ALL.iter().map(|outcome| FileChange::Reviewed {
        number: 1,
        review: Review { outcome: *outcome, by: "ma-1".to_owned(), on: day("2022-09-09") },
    });
    let others =
        [FileChange::ListChanged { admitted: staff(&["co-1"]), removed: staff(&["dr-1"]) }, FileChange::Lifted];
    restricted.chain(opened).chain(reviewed).chain(others).map(file_changed).collect()
}

fn letters() -> Vec<Event> {
    let (asked_on, on) = (day("2022-12-05"), day("2022-12-06"));
    let mut notices = vec![None];
    for text in NoticeText::ALL {
        notices.extend(Language::ALL.map(|language| Some(Notice { language, ..notice(*text) })));
        notices.push(Some(Notice { addressee: Some(representation()), ..notice(*text) }));
    }
    let each = notices.into_iter().flat_map(|notice| {
        let refused = TrajectoryRefusal { asked_on, on, notice: notice.clone() };
        [Event::TrajectoryRefused(refused), Event::TrajectoryNotAuthorised { request: 2, on, notice }]
    });
    each.collect()
}

fn works() -> Vec<Event> {
    let mut events = Vec::new();
    for by in Applicant::ALL {
        for place in Workplace::ALL {
            let (applied_on, planned_from) = (day("2022-09-20"), day("2022-10-03"));
            let application = Application { applied_on, by: *by, work: Work { place: *place, ..work() }, planned_from };
            events.push(Event::WorkAppliedFor { number: 2, application });
        }
    }
    for until in [None, Some(day("2022-12-31"))] {
        events.push(Event::WorkAuthorised { number: 2, terms: terms(until) });
        events.push(Event::WorkAmended { number: 2, terms: terms(until) });
    }
    for reason in WorkRefusalReason::ALL {
        let on = day("2022-12-06");
        events.push(Event::WorkNotAuthorised { number: 2, on, reason: *reason, notice: None });
    }
    events
}

fn starts() -> Vec<Event> {
    let stated = |reason: &StartReason| Event::StartCorrected(correction(*reason));
    let ceased_too =
        StartCorrection { activity_ceased_on: Some(day("2022-08-14")), ..correction(StartReason::EnteredWrongly) };
    let before_the_recognition = StartCorrection { invalid_from: None, ..correction(StartReason::EnteredWrongly) };
    let on = day("2022-10-01");
    let moved = |because: Rule, rests_on: Facts| DeadlineReplanned {
        before: plan(),
        after: decision_plan(on),
        on,
        because: because.into(),
        rests_on,
    };
    let named = moved(Rule::T9, FactKind::FirstDayCorrected.on(on).into());
    let moved = moved(Rule::T8, Facts::stored(Vec::new()));
    let with = |prognosis: &Prognosis| {
        Event::CertificateAdded(Prolongation { prognosis: *prognosis, physician: None, ..prolongation() })
    };
    let former =
        Former { case: CASE.into_bytes(), incapacity_start: day("2022-01-03"), last_day: Some(day("2022-03-31")) };
    let relapse = Declaration { relapse_of: Some(former), ..declaration() };
    let declared = Event::IncapacityDeclared { declaration: Box::new(relapse), on: day("2022-09-03") };
    let each = StartReason::ALL.iter().map(stated).chain(Prognosis::ALL.iter().map(with));
    each.chain([
        Event::StartCorrected(before_the_recognition),
        moved,
        declared,
        named,
        Event::StartCorrected(ceased_too),
    ])
    .collect()
}

fn programmes() -> Vec<Event> {
    let (number, from, last_day) = (2, day("2023-01-09"), day("2023-06-30"));
    let convention = Mode::Convention { partner: regional_service(), orientation_on: day("2022-10-03") };
    let modes = arms!(Mode {
        Mode::Classic => Mode::Classic,
        Mode::Convention { .. } => convention,
        Mode::Ips => Mode::Ips,
    });
    let mut each: Vec<Proposal> = modes.into_iter().map(proposal).collect();
    each.extend(Initiative::ALL.iter().map(|by| Proposal { initiative: *by, ..proposal(Mode::Classic) }));
    each.extend(RehabilitationGround::ALL.iter().map(|it| Proposal { ground: *it, ..proposal(Mode::Classic) }));
    each.extend(CoveredCost::ALL.iter().map(|it| Proposal { costs: vec![*it], ..proposal(Mode::Classic) }));
    each.push(Proposal { assessed_on: None, ..proposal(Mode::Classic) });
    let proposed = |it| Event::RehabilitationProposed { number, proposal: Box::new(it) };
    let mut events: Vec<_> = each.into_iter().map(proposed).collect();
    let closed = |because| Event::RehabilitationClosed { number, on: last_day, because };
    let ended_with: Vec<_> = Ending::ALL.iter().map(|ending| ending.ground()).collect();
    events.extend(ended_with.iter().copied().chain([Rule::M19.into()]).map(closed));
    let ended = |outcome, because| ProgrammeEnd { last_day, outcome, because, phase: None };
    let mut ends: Vec<_> = ended_with.into_iter().map(|because| ended(None, because)).collect();
    for outcome in ProgrammeOutcome::ALL {
        ends.push(ended(Some(*outcome), Rule::M16.into()));
    }
    events.extend(ends.into_iter().map(|end| Event::ProgrammeEnded { number, from, end }));
    for decision in CscmiDecision::ALL {
        let answer = CscmiAnswer { on: day("2022-11-02"), decision: *decision };
        events.push(Event::RehabilitationAnswered { number, answer });
    }
    for flag in [false, true] {
        let evaluation = ReintegrationEvaluation { on: day("2024-01-08"), examined: flag, still_unfit: !flag };
        events.push(Event::ReintegrationEvaluated { number, evaluation });
    }
    events.extend(
        rehabilitation_facts()
            .into_iter()
            .map(|fact| noted(Told::Rehabilitation { fact, partner: regional_service() })),
    );
    events
}

/// What is told of programmes: every arm, and every value within.
fn rehabilitation_facts() -> Vec<RehabilitationFact> {
    let on = day("2023-01-09");
    let mut facts = arms!(RehabilitationFact {
        RehabilitationFact::Answered { .. } => {
            RehabilitationFact::Answered { on, decision: CscmiDecision::Approved }
        },
        RehabilitationFact::IntakeHeld { .. } => RehabilitationFact::IntakeHeld { on },
        RehabilitationFact::Started { .. } => RehabilitationFact::Started { on },
        RehabilitationFact::HoursFollowed(_) => RehabilitationFact::HoursFollowed(hours()),
        RehabilitationFact::Ended { .. } => RehabilitationFact::Ended { on, outcome: ProgrammeOutcome::Failed },
    });
    facts.push(RehabilitationFact::Answered { on, decision: CscmiDecision::Refused });
    facts.push(RehabilitationFact::Ended { on, outcome: ProgrammeOutcome::Succeeded });
    facts
}

fn team_contacts() -> Vec<Event> {
    let mut each = Vec::new();
    for maker in TeamContactMaker::ALL {
        each.extend(TeamContactKind::ALL.iter().map(|kind| team_contact(*kind, *maker, Channel::Physical)));
    }
    let kind = TeamContactKind::Reintegration;
    each.extend(Channel::ALL.iter().map(|channel| team_contact(kind, TeamContactMaker::Physician, *channel)));
    each.into_iter().map(Event::TeamContactRecorded).collect()
}

fn ends() -> Vec<Event> {
    let ended = |cause: &EndCause| {
        let (last_day, recorded_on) = (day("2022-12-05"), day("2022-12-06"));
        let (died_on, relapsed_on, decision) = (None, None, None);
        Event::IncapacityEnded(IncapacityEnd { last_day, cause: *cause, decision, recorded_on, died_on, relapsed_on })
    };
    let decided = |decided_by| {
        let (last_day, decided_on) = (day("2022-12-05"), day("2022-12-06"));
        Event::IncapacityEnded(IncapacityEnd {
            last_day,
            cause: EndCause::NoLongerUnfit,
            decision: Some(EndDecision { decided_on, decided_by }),
            recorded_on: decided_on,
            died_on: None,
            relapsed_on: None,
        })
    };
    let decided =
        [DecidedBy::AdvisingPhysician, DecidedBy::OtherBody { name: "a body with a name".into() }].map(decided);
    let after = |died_on, relapsed_on| {
        let (last_day, recorded_on, cause) = (day("2022-12-05"), day("2022-12-06"), EndCause::WorkResumed);
        let decision = None;
        Event::IncapacityEnded(IncapacityEnd { last_day, cause, decision, recorded_on, died_on, relapsed_on })
    };
    let (relapsed, died) = (Some(day("2023-02-01")), Some(day("2023-03-01")));
    EndCause::ALL
        .iter()
        .map(ended)
        .chain([after(None, relapsed), after(died, None), after(died, relapsed)])
        .chain(decided)
        .collect()
}

fn annulments() -> Vec<Event> {
    annulled_with_notices(&representation()).into_iter().map(Event::ActAnnulled).collect()
}
