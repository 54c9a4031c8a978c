//! Events that the golden files of the kinds do not show: the golden lines hold the same.

use trajet_law::concertation::{coordinator_reads, physician_reads};
use trajet_law::deadline::{FactKind, Facts, Step};
use trajet_law::ending::Ending;
use trajet_law::first_contact::{after_later_category_4, category_4_at_first_estimate};
use trajet_law::questionnaire::help_plan;
use trajet_law::route_b::{
    appointment_plan, authorisation_request_plan, contact_after_questionnaire, contact_after_refusal,
    contact_after_request,
};
use trajet_law::route_c::{Presentation, RegionalForm, offer_plan};
use trajet_law::taken_over::TakenOver;
use trajet_service::arms;
use trajet_service::test_support::annulled_with_notices;

use super::*;

/// What the golden files do not show: every arm of every enumeration in an event, and what may be absent.
pub(crate) fn more() -> Vec<Event> {
    let all = [
        facts(),
        deadlines(),
        trajectories(),
        appointments(),
        contacts(),
        consents(),
        presumptions(),
        notices(),
        registry::more(),
        ami::more(),
        OtherTrackKind::ALL.iter().copied().map(other_track).collect(),
        Guidance::ALL.iter().copied().map(ami::guidance_result).collect(),
        concertation::more(),
        referral::more(),
        annulled_with_notices(&representation()).into_iter().map(Event::ActAnnulled).collect(),
    ];
    let mut once: Vec<Event> = Vec::new();
    for event in all.into_iter().flatten() {
        if !once.contains(&event) {
            once.push(event);
        }
    }
    once
}

fn on() -> NaiveDate {
    day("2023-02-01")
}

fn questionnaires() -> Vec<QuestionnaireTold> {
    let on = on();
    let mut all = arms!(QuestionnaireTold {
        QuestionnaireTold::Sent { .. } => QuestionnaireTold::Sent { on, route_b: true },
        QuestionnaireTold::NotReturned { .. } => QuestionnaireTold::NotReturned { due_back: on, help_asked_on: on },
        QuestionnaireTold::HelpGiven { .. } => QuestionnaireTold::HelpGiven { on, reached: true },
        QuestionnaireTold::Completed { .. } => QuestionnaireTold::Completed { on, correction: true },
        QuestionnaireTold::Impossible { .. } => QuestionnaireTold::Impossible { on },
    });
    all.extend([
        QuestionnaireTold::Sent { on, route_b: false },
        QuestionnaireTold::HelpGiven { on, reached: false },
        QuestionnaireTold::Completed { on, correction: false },
    ]);
    all
}

/// What occupational physicians told, whole.
fn codex_notes() -> Vec<CodexNote> {
    let whole = |kind| CodexNote { partner: Some("0206653946".into()), ..codex(kind) };
    let mut all: Vec<_> = CodexKind::ALL.iter().map(|kind| whole(*kind)).collect();
    all.extend(
        CodexRequester::ALL.iter().map(|by| CodexNote { requested_by: Some(*by), ..whole(CodexKind::Requested) }),
    );
    let visited =
        |outcome: &VisitOutcome| CodexNote { visit_outcome: Some(*outcome), ..whole(CodexKind::PreReturnVisit) };
    all.extend(VisitOutcome::ALL.iter().map(visited));
    let ended = |definitively_unfit| CodexEnd { article: "I.4-76".into(), definitively_unfit };
    all.extend([true, false].map(|unfit| CodexNote { end: Some(ended(unfit)), ..whole(CodexKind::Ended) }));
    all.push(CodexNote { employer: Some(employer()), ..whole(CodexKind::PlanSigned) });
    all
}

fn told() -> Vec<Told> {
    let on = on();
    let mut all = arms!(Told {
        Told::Recognised(_) => Told::Recognised(Recognition { has_contract: false, ..recognition() }),
        Told::TrackStarted(_) => Told::TrackStarted(track(None)),
        Told::TrackEnded { .. } => Told::TrackEnded { kind: TrackKind::AuthorisedWork, from: None, until: on },
        Told::Represented(_) => Told::Represented(representation()),
        Told::Referred { .. } => Told::Referred { on, initial: false },
        Told::AuthorisationDecided { .. } => Told::AuthorisationDecided { number: 2, on, authorised: false },
        Told::StartCorrected { .. } => Told::StartCorrected { from: on, to: on, on },
        Told::WorkBegan { .. } => Told::WorkBegan { application: 2, on },
        Told::ProgrammeSubmitted { .. } => Told::ProgrammeSubmitted { number: 2, on },
        Told::ProgrammeClosed { .. } => Told::ProgrammeClosed { number: 2, on },
        Told::ProgrammeStarted { .. } => Told::ProgrammeStarted { number: 2, on },
        Told::ProgrammeEnded { .. } => Told::ProgrammeEnded { number: 2, from: on, until: on },
        Told::IncapacityEnded(_) => Told::IncapacityEnded(IncapacityEnd { last_day: on, deceased: false, by_decision: false, died_on: None, relapsed_on: None }),
        Told::Questionnaire(_) => Told::Questionnaire(QuestionnaireTold::Impossible { on }),
        Told::Codex(_) => Told::Codex(codex(CodexKind::Ended)),
        Told::Referral { .. } => referral::every_step().remove(0),
        Told::Presented(_) => Told::Presented(Presentation { on, form: RegionalForm::Amf }),
    });
    all.extend(RegionalForm::ALL[1..].iter().map(|form| Told::Presented(Presentation { on, form: *form })));
    all.extend(referral::every_step());
    all.push(Told::IncapacityEnded(IncapacityEnd {
        last_day: on,
        deceased: false,
        by_decision: true,
        died_on: None,
        relapsed_on: None,
    }));
    let (died_on, relapsed_on, last_day) = (Some(on), Some(on), on);
    let end = IncapacityEnd { last_day, deceased: false, by_decision: false, died_on, relapsed_on };
    all.push(Told::IncapacityEnded(end));
    all.extend(questionnaires().into_iter().map(Told::Questionnaire));
    all.extend(CodexKind::ALL.iter().map(|kind| Told::Codex(codex(*kind))));
    all.extend(codex_notes().into_iter().map(Told::Codex));
    for kind in TrackKind::ALL {
        all.push(Told::TrackStarted(Track { kind: *kind, ..track(None) }));
        all.extend([None, Some(on)].map(|from| Told::TrackEnded { kind: *kind, from, until: on }));
    }
    for by in CodexRequester::ALL {
        let kind = TrackKind::CodexRequested;
        all.push(Told::TrackStarted(Track { kind, asked_by: Some(*by), ..track(None) }));
    }
    for sex in Sex::ALL {
        let person = Person { sex: *sex, birth_date: None, phone: None, email: None, ..person() };
        all.push(Told::Recognised(Recognition { person, ..recognition() }));
    }
    let known = TakenOver {
        questionnaire_sent_on: Some(on),
        questionnaire_returned_on: Some(on),
        trajectory_requested_on: Some(on),
        first_contact_on: Some(on),
        ..TakenOver::on(on)
    };
    for known in [known, TakenOver::on(on)] {
        all.push(Told::Recognised(Recognition { taken_over: Some(known), ..recognition() }));
    }
    for language in Language::ALL {
        all.push(Told::Recognised(Recognition { person: Person { language, ..person() }, ..recognition() }));
    }
    all
}

fn facts() -> Vec<Event> {
    let each = |told: Told| {
        let parked = |because| Event::FactParked { fact: fact(told.clone()), because };
        let parked = ParkedBecause::ALL.iter().copied().map(parked).collect::<Vec<_>>();
        parked.into_iter().chain([noted(told.clone()), Event::FactReleased { fact: fact(told) }])
    };
    told().into_iter().flat_map(each).collect()
}

/// The grounds on which a deadline is waived, or an appointment cancelled.
fn grounds() -> Vec<Ground> {
    let ends = Ending::ALL.iter().map(|ending| ending.ground());
    let reasons = EndReason::ALL.iter().map(|reason| reason.ground());
    ends.chain(reasons).chain(ami::grounds()).chain([Rule::D5.into()]).collect()
}

fn deadlines() -> Vec<Event> {
    let on = on();
    let plans = [
        category_4_at_first_estimate(day("2022-09-01"), day("2022-12-12")),
        after_later_category_4(on),
        appointment_plan(on),
        contact_after_questionnaire(on),
        contact_after_request(on),
        authorisation_request_plan(on),
        contact_after_refusal(on),
        help_plan(on),
        physician_reads(on),
        coordinator_reads(on),
        offer_plan(on),
    ];
    let plans = plans.into_iter().chain(ami::plans(on));
    let mut events = Vec::new();
    for plan in plans {
        let step = plan.step;
        events.extend([Event::DeadlinePlanned { plan, on }, Event::DeadlineMet { step, on }]);
        events.push(Event::DeadlineMissed { step, on });
        // As they were stored before they named their facts.
        let waived = |because| Event::DeadlineWaived { step, on, because, rests_on: Facts::stored(Vec::new()) };
        events.extend(grounds().into_iter().map(waived));
    }
    let rests_on = Facts::from([FactKind::ReferralEnd.on(on), FactKind::ActAnnulled.on(on)]);
    events.push(Event::DeadlineWaived { step: Step::ReferralFollowUp, on, because: Rule::T9.into(), rests_on });
    events.push(Event::DeadlineReplanned {
        before: after_later_category_4(on),
        after: after_later_category_4(on),
        on,
        because: Rule::T9.into(),
        rests_on: FactKind::FirstDayCorrected.on(on).into(),
    });
    events
}

fn trajectories() -> Vec<Event> {
    let on = on();
    let requested =
        |number| Event::TrajectoryRequested { received_on: on, questionnaire_needed: false, contact: None, number };
    let mut events = vec![requested(None), requested(Some(2))];
    for reason in EndReason::ALL {
        for route_b_only in [false, true] {
            events.push(Event::TrajectoryEnded { on, reason: *reason, route_b_only });
        }
    }
    events.push(Event::AuthorisationAsked(AuthorisationAsked { actions_told: false, actions: [].into(), ..asked() }));
    for action in AgreedAction::ALL {
        events.push(Event::AuthorisationAsked(AuthorisationAsked { actions: [*action].into(), ..asked() }));
    }
    events
}

fn appointments() -> Vec<Event> {
    let on = on();
    let mut events = vec![Event::AppointmentMade(appointment(None))];
    for by in RescheduledBy::ALL {
        events.push(Event::AppointmentMade(appointment(Some((1, *by)))));
    }
    for proof in InvitationProof::ALL {
        let invitation = Invitation { on, proof: *proof, reference: None };
        events.push(Event::AppointmentMade(Appointment { invitation, ..appointment(None) }));
    }
    for (purpose, channel) in every_contact() {
        events.push(Event::AppointmentMade(Appointment { purpose, channel, ..appointment(None) }));
        for kind in AttemptKind::ALL {
            events.push(Event::AttemptMade(Attempt { kind: *kind, purpose, channel, appointment: None, ..attempt() }));
        }
    }
    events.extend(Purpose::ALL.iter().map(|purpose| Event::ContactRefused(ContactRefusal { purpose: *purpose, on })));
    events.extend(grounds().into_iter().map(|because| Event::AppointmentCancelled { number: 2, on, because }));
    events
}

/// The contacts whose purpose and channel the contracts know.
fn every_contact() -> impl Iterator<Item = (Purpose, Channel)> {
    Purpose::ALL.iter().flat_map(|purpose| Channel::ALL.iter().map(|channel| (*purpose, *channel)))
}

fn contacts() -> Vec<Event> {
    let mut events = Vec::new();
    for (purpose, channel) in every_contact() {
        let nothing = Contact { purpose, channel, appointment: None, request: None, ..contact() };
        let nothing = Contact { deputy_for: None, actions: [].into(), next_way: None, ..nothing };
        events.push(Event::ContactHeld(nothing));
    }
    events.push(Event::ContactHeld(Contact { results: Some(ami::text()), purpose: Purpose::FollowUp, ..contact() }));
    for next_way in NextWay::ALL {
        events.push(Event::ContactHeld(Contact { next_way: Some(*next_way), ..contact() }));
    }
    for action in AgreedAction::ALL {
        events.push(Event::ContactHeld(Contact { actions: [*action].into(), ..contact() }));
    }
    events
}

fn consents() -> Vec<Event> {
    let mut events = Vec::new();
    for purpose in ConsentPurpose::ALL {
        let refused = ConsentForm { signature: None, reference: None, ..form() };
        events.push(Event::ConsentsRecorded(ConsentForm { decisions: [(*purpose, false)].into(), ..refused }));
        events.push(Event::ConsentsRecorded(ConsentForm { decisions: [(*purpose, true)].into(), ..form() }));
    }
    for kind in SignatureKind::ALL {
        events.push(Event::ConsentsRecorded(ConsentForm { signature: Some(*kind), ..form() }));
        events.push(Event::ConsentsRecorded(ConsentForm { representative: Some(1), ..form() }));
    }
    events
}

fn presumptions() -> Vec<Event> {
    let whole = presumption(Rule::M18.into()).presumed;
    let mut all: Vec<_> = Kind::ALL.iter().map(|kind| Presumption { kind: *kind, ..whole.clone() }).collect();
    let points = [(Rule::D20, "abcd"), (Rule::D21, "ab"), (Rule::T6, "ab")];
    let points =
        points.into_iter().flat_map(|(rule, letters)| letters.chars().map(move |letter| Ground::point(rule, letter)));
    let ends = points.chain([Rule::M14.into()]).map(|ends_by| (Some(on()), Some(ends_by)));
    all.extend(ends.chain([(None, None)]).map(|(last, ends_by)| Presumption { last, ends_by, ..whole.clone() }));
    all.push(Presumption { parameter: None, ..whole });
    let ami = CasePresumption { number: 3, of: PresumptionOf::Ami(2), presumed: all[0].clone() };
    let named = PresumptionOf::Codex(CodexParty { employer: Some(employer()), ..party("0206653946") });
    let named = CasePresumption { number: 4, of: named, presumed: all[0].clone() };
    let each = |presumed| CasePresumption { number: 2, of: PresumptionOf::Codex(CodexParty::default()), presumed };
    all.into_iter()
        .map(each)
        .chain([ami, named])
        .flat_map(|one| [Event::PresumptionBegan(one.clone()), Event::PresumptionEnded(one)])
        .collect()
}

fn notices() -> Vec<Event> {
    let texts = arms!(NoticeText { NoticeText::AppointmentCancelled1 => NoticeText::AppointmentCancelled1, });
    let in_languages =
        |text: NoticeText| Language::ALL.map(|language| Event::NoticeIssued(Notice { text, language, ..notice() }));
    let represented = Event::NoticeIssued(Notice { addressee: Some(representation()), ..notice() });
    texts.into_iter().flat_map(in_languages).chain([represented]).collect()
}
