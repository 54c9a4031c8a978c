//! What holds for every history: random facts and acts on random days, in any order.

mod ami;
mod annul;
mod explained;
mod past;
mod played;
mod referral;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Duration, Months, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::Config;
use trajet_law::codex::Employer;
use trajet_law::coordinator::Lack;
use trajet_law::deadline::{Actor, Closure, Step};
use trajet_law::months::within_months;
use trajet_law::route_c::{Presentation, RegionalForm};
use trajet_law::taken_over::TakenOver;

use crate::ami::StartSituation;
use crate::assignment::Qualification;
use crate::bar::{barred, planned_after};
use crate::command::{Command, ContactKind, NewAppointment, NewContact};
use crate::concertation::{Author, ConcertationCommand, NewOutsider, OutsiderKind, Party};
use crate::consent::{ConsentForm, ConsentPurpose};
use crate::contact::{AgreedAction, Channel, NextWay, Purpose, RescheduledBy};
use crate::decide::decide;
use crate::duty::{contact_plan, duty, referral_to_meet, request_to_meet};
use crate::event::Event;
use crate::fact::{
    CodexEnd, CodexKind, CodexNote, CodexRequester, IncapacityEnd, QuestionnaireTold, Recognition, Told, Track,
    TrackKind, VisitOutcome,
};
use crate::follow::appointment_of_request;
use crate::other_track::{OtherTrackCommand, OtherTrackKind};
use crate::people::SubjectId;
use crate::presumption::PresumptionOf;
use crate::route_a::works;
use crate::samples::{
    Case, all_granted, codex_note, commit, commitment, contact_details, context, coordinator, day, decided, establish,
    first, first_contact, form, interview, new_appointment, new_contact, one_more_from, plan_content, recognition,
    referred, told, work, work_ends,
};
use crate::state::{Reader, State, apply};
use crate::timer::{TimerKind, timers};
use crate::trajectory::ChosenEnd;

/// A day around an incapacity that began on 1 September 2022.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..260_u64).prop_map(|offset| day(2022, 8, 20) + Days::new(offset))
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn any_questionnaire() -> impl Strategy<Value = QuestionnaireTold> {
    (any_day(), any::<bool>(), 0..5).prop_map(|(on, flag, which)| match which {
        0 => QuestionnaireTold::Sent { on, route_b: flag },
        1 => QuestionnaireTold::NotReturned { due_back: on, help_asked_on: on + Days::new(1) },
        2 => QuestionnaireTold::HelpGiven { on, reached: flag },
        3 => QuestionnaireTold::Completed { on, correction: flag },
        _ => QuestionnaireTold::Impossible { on },
    })
}

fn any_codex() -> impl Strategy<Value = CodexNote> {
    let kind = (any_of(CodexKind::ALL), any_day(), any_of(&["0206653946", "0403019261"]));
    let detail = (any_of(CodexRequester::ALL), prop::option::of(any_of(VisitOutcome::ALL)), any::<bool>());
    let employer = prop::option::of(any_of(&["0411724220", "0428759497"]));
    (kind, detail, employer).prop_map(|((kind, on, partner), (by, outcome, definitively_unfit), employer)| CodexNote {
        requested_by: (kind == CodexKind::Requested).then_some(by),
        visit_outcome: outcome.filter(|_| kind == CodexKind::PreReturnVisit),
        end: (kind == CodexKind::Ended).then(|| CodexEnd { article: "I.4-76".into(), definitively_unfit }),
        partner: Some(partner.into()),
        employer: employer.and_then(|number| Employer::parse(number).ok()),
        ..codex_note(kind, on)
    })
}

/// In primary incapacity, on its last days, or after it.
fn any_presentation_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![2 => any_day(), 1 => (0..60_u64).prop_map(|offset| day(2023, 8, 1) + Days::new(offset))]
}

/// An end: 1 of who died, 2 by a decision.
fn end(last_day: NaiveDate, how: u8) -> IncapacityEnd {
    IncapacityEnd { last_day, deceased: how == 1, by_decision: how == 2, died_on: None, relapsed_on: None }
}

fn any_fact() -> impl Strategy<Value = Command> {
    let track = (any_of(TrackKind::ALL), any_day(), prop::option::of(0..60_u64));
    prop_oneof![
        1 => any::<bool>().prop_map(|has_contract| {
            told(Told::Recognised(Recognition { has_contract, ..recognition() }))
        }),
        3 => track.prop_map(|(kind, from, length)| {
            told(Told::TrackStarted(Track { kind, from, until: length.map(|length| from + Days::new(length)) }))
        }),
        3 => (any_of(TrackKind::ALL), prop::option::of(any_day()), any_day())
            .prop_map(|(kind, from, until)| told(Told::TrackEnded { kind, from, until })),
        4 => (any_day(), any::<bool>()).prop_map(|(on, initial)| referred(on, initial)),
        4 => (1..4_u32, any_day(), any::<bool>()).prop_map(|(number, on, authorised)| decided(number, on, authorised)),
        4 => any_questionnaire().prop_map(|fact| told(Told::Questionnaire(fact))),
        2 => any_codex().prop_map(|note| told(Told::Codex(note))),
        2 => referral::any_told(),
        2 => (any_of(RegionalForm::ALL), any_presentation_day())
            .prop_map(|(form, on)| told(Told::Presented(Presentation { on, form }))),
        1 => (1..3_u32, any_day()).prop_map(|(application, on)| told(Told::WorkBegan { application, on })),
        1 => (1..3_u32, any_day()).prop_map(|(number, on)| told(Told::ProgrammeSubmitted { number, on })),
        1 => (1..3_u32, any_day()).prop_map(|(number, on)| told(Told::ProgrammeClosed { number, on })),
        1 => (1..3_u32, any_day()).prop_map(|(number, on)| told(Told::ProgrammeStarted { number, on })),
        1 => (1..3_u32, any_day(), 0..60_u64).prop_map(|(number, from, length)| {
            told(Told::ProgrammeEnded { number, from, until: from - Days::new(1) + Days::new(length) })
        }),
        1 => (any_day(), 0..3_u8).prop_map(|(last_day, how)| told(Told::IncapacityEnded(end(last_day, how)))),
        // Of few ends, so that what came after one is told with the same one again.
        2 => (any_of(&[(100_u64, 0_u8), (140, 0), (140, 2)]), prop::option::of(0..200_u64), prop::option::of(1..200_u64))
            .prop_map(|((last, how), died, relapsed)| {
                let last_day = day(2022, 8, 20) + Days::new(last);
                let after = |days: Option<u64>| days.map(|days| last_day + Days::new(days));
                let end = IncapacityEnd { died_on: after(died), relapsed_on: after(relapsed), ..end(last_day, how) };
                told(Told::IncapacityEnded(end))
            }),
    ]
}

fn any_form() -> impl Strategy<Value = ConsentForm> {
    let some = (prop::collection::btree_map(any_of(ConsentPurpose::ALL), any::<bool>(), 0..5), any_day());
    prop_oneof![
        3 => any_day().prop_map(all_granted),
        1 => some.prop_map(|(decisions, on): (BTreeMap<_, _>, _)| form(&decisions.into_iter().collect::<Vec<_>>(), on)),
    ]
}

fn any_kind() -> impl Strategy<Value = ContactKind> {
    prop_oneof![
        4 => any_form().prop_map(first),
        2 => Just(ContactKind::NegativeDecision),
        1 => Just(ContactKind::Other),
    ]
}

fn any_contact() -> impl Strategy<Value = NewContact> {
    let actions = prop::collection::btree_set(any_of(AgreedAction::ALL), 0..3);
    let appointment = prop::option::weighted(0.2, 1..4_u32);
    let way = prop::option::weighted(0.9, any_of(NextWay::ALL));
    (any_day(), any_of(&[Channel::Physical, Channel::Video, Channel::Telephone]), appointment, actions, way).prop_map(
        |(on, channel, appointment, actions, next_way): (_, _, _, BTreeSet<_>, _)| NewContact {
            channel,
            appointment,
            actions,
            next_way,
            ..new_contact(on)
        },
    )
}

fn any_appointment() -> impl Strategy<Value = NewAppointment> {
    (any_day(), 0..20_u64, prop::option::of(any_coordinator()), any_qualification()).prop_map(
        |(invited_on, days, coordinator, qualification)| NewAppointment {
            coordinator,
            qualification,
            ..new_appointment(invited_on + Days::new(days), invited_on)
        },
    )
}

fn any_author() -> impl Strategy<Value = Author> {
    any_of(Party::ALL).prop_map(|party| Author { party, subject: SubjectId(format!("{}-1", party.code())) })
}

fn any_concertation() -> impl Strategy<Value = ConcertationCommand> {
    let outsider = (any_of(OutsiderKind::ALL), any_day(), prop::option::of(any_day()));
    let outsider = outsider.prop_map(|(kind, agreed_on, concerted_on)| NewOutsider {
        kind,
        name: "Dr Claes".into(),
        agreed_on,
        concerted_on,
    });
    prop_oneof![
        4 => any_author().prop_map(|by| ConcertationCommand::Open { by, text: "?".into() }),
        4 => (1..4_u32, any_author()).prop_map(|(thread, by)| ConcertationCommand::Post { thread, by, text: "!".into() }),
        4 => (1..4_u32, any_author(), prop::option::of(0..4_u32))
            .prop_map(|(thread, by, up_to)| ConcertationCommand::MarkRead { thread, by, up_to }),
        4 => (1..4_u32, any_author(), outsider)
            .prop_map(|(thread, by, outsider)| ConcertationCommand::Invite { thread, by, outsider }),
        1 => (1..4_u32, any_author()).prop_map(|(thread, by)| ConcertationCommand::Close { thread, by }),
    ]
}

/// That what waits to be read stands on a list while the case goes on, and that nobody else has a part in the concertation
/// without consent (D3, D26).
fn concertation_is_in_sight(state: &State) {
    for (party, step) in
        [(Party::Physician, Step::ConcertationPhysician), (Party::Coordinator, Step::ConcertationCoordinator)]
    {
        let waits = state.threads.iter().any(|thread| thread.unread(party).next().is_some());
        let open = state.deadlines.open(step).is_some();
        assert!(open == (waits && state.end.is_none()), "{step}");
    }
    let present = state.threads.iter().any(|thread| thread.present().next().is_some());
    let permitted = state.consents.granted(ConsentPurpose::Exchange) || !state.concertation_rests_on_consent();
    assert!(!present || permitted, "somebody without consent");
    assert!(state.threads.iter().zip(1..).all(|(thread, number)| thread.number == number));
    assert!(state.threads.iter().all(|thread| thread.messages.iter().zip(1..).all(|(it, number)| it.number == number)));
}

fn any_coordinator() -> impl Strategy<Value = SubjectId> {
    (1..4_u8).prop_map(|number| SubjectId(format!("coordinator-{number}")))
}

fn any_qualification() -> impl Strategy<Value = Qualification> {
    let lacking = Qualification::Lacking(Lack::Degree);
    prop_oneof![6 => Just(Qualification::Qualified), 1 => Just(Qualification::NotRegistered), 1 => Just(lacking)]
}

fn any_act() -> impl Strategy<Value = Command> {
    let by = coordinator;
    prop_oneof![
        4 => (any_day(), any::<bool>()).prop_map(|(received_on, keep_questionnaire)| {
            Command::OpenRouteB { received_on, keep_questionnaire }
        }),
        4 => (any_of(Purpose::ALL), any_appointment()).prop_map(|(purpose, appointment)| {
            Command::MakeAppointment { purpose, appointment, contact: contact_details() }
        }),
        2 => (1..4_u32, any_appointment()).prop_map(|(number, appointment)| {
            Command::Reschedule { number, by: RescheduledBy::InsuredPerson, appointment, contact: None }
        }),
        1 => (1..4_u32).prop_map(move |number| Command::RecordNoShow { number, by: by() }),
        1 => (any_of(Purpose::ALL), any_day(), any_of(Channel::ALL)).prop_map(move |(purpose, on, channel)| {
            Command::RecordAttempt { purpose, on, channel, by: by() }
        }),
        1 => (any_of(Purpose::ALL), any_day()).prop_map(|(purpose, on)| Command::RecordRefusal { purpose, on }),
        8 => (any_contact(), any_kind()).prop_map(|(contact, kind)| Command::RecordContact { contact, kind }),
        2 => any_form().prop_map(Command::RecordConsents),
        4 => Just(Command::RequestAuthorisation { asked_on: None }),
        1 => (any_day(), any_of(ChosenEnd::ALL)).prop_map(|(on, reason)| Command::EndTrajectory { on, reason }),
        1 => any_of(Step::ALL).prop_map(Command::FireMissed),
        2 => (any_coordinator(), prop::option::of(any_day()), any_qualification()).prop_map(
            |(coordinator, on, qualification)| Command::Assign { coordinator, on, qualification }
        ),
        10 => ami::any_ami(),
        2 => any_day().prop_map(move |on| Command::RecordLook { on, by: by() }),
        2 => (any_of(OtherTrackKind::ALL), any_day(), prop::option::of(0..30_u64)).prop_map(|(kind, since, length)| {
            let last_day = length.map(|length| since + Days::new(length));
            Command::OtherTrack(OtherTrackCommand::Record { kind, since, last_day })
        }),
        1 => (1..4_u32, any_day())
            .prop_map(|(number, last_day)| Command::OtherTrack(OtherTrackCommand::End { number, last_day })),
        2 => ami::any_result(),
        3 => ami::any_interview(),
        6 => any_concertation().prop_map(Command::Concertation),
        4 => referral::any_act(),
        1 => Just(Command::FireBarEnded),
        1 => Just(Command::FireLapsed),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![any_fact(), any_act()]
}

/// What is known of a case that is taken over on some day after its recognition: facts of before that day.
fn any_taken_over() -> impl Strategy<Value = TakenOver> {
    let known = || prop::option::of(1..100_u64);
    (5..240_u64, known(), known(), known(), known()).prop_map(|(live, sent, back, requested, contact)| {
        let on = day(2022, 9, 5) + Days::new(live);
        let before = |days: Option<u64>| days.map(|days| (on - Days::new(days)).max(day(2022, 9, 5)));
        let questionnaire_sent_on = before(sent);
        TakenOver {
            on,
            questionnaire_sent_on,
            questionnaire_returned_on: before(back)
                .filter(|back| questionnaire_sent_on.is_some_and(|sent| sent <= *back)),
            trajectory_requested_on: before(requested),
            first_contact_on: before(contact),
        }
    })
}

/// What was told of the time around go-live: a referral of before it, and authorised work that lasted then or ended near it.
fn any_of_before(live: NaiveDate) -> impl Strategy<Value = Vec<Command>> {
    let near = move |days: std::ops::Range<i64>| days.prop_map(move |days| live + Duration::days(days));
    let referral = (near(-110..0), any::<bool>()).prop_map(|(on, initial)| referred(on, initial));
    let begun = (near(-60..3), prop::option::of(0..70_i64))
        .prop_map(|(from, length)| work(from, length.map(|length| from + Duration::days(length))));
    let end = prop::option::of(near(-6..12).prop_map(work_ends));
    let again = prop::option::weighted(0.3, near(1..60).prop_map(|from| work(from, Some(from + Duration::days(20)))));
    (referral, prop::option::weighted(0.8, begun), end, again)
        .prop_map(|(referral, begun, end, again)| begun.into_iter().chain([referral]).chain(end).chain(again).collect())
}

/// Commands on days that follow each other; most histories begin with a recognition and a referral or a request, some of them of
/// a case that is taken over.
fn any_history() -> impl Strategy<Value = Vec<(NaiveDate, Command)>> {
    let taken_over = any_taken_over().prop_flat_map(|known| {
        let of_before = prop_oneof![1 => Just(Vec::new()), 1 => any_of_before(known.on)];
        of_before.prop_map(move |of_before| (Some(known), of_before))
    });
    let taken_over = prop_oneof![7 => Just((None, Vec::new())), 3 => taken_over];
    (0..6, taken_over, prop::collection::vec((0..12_u64, any_command()), 0..40)).prop_map(
        |(begun, (taken_over, of_before), steps)| {
            let mut today = taken_over.map_or(day(2022, 12, 12), |known| known.on.max(day(2022, 12, 12)));
            if !of_before.is_empty() {
                today = taken_over.map_or(today, |known| known.on);
            }
            let mut history = Vec::new();
            if begun > 0 {
                history.push((today, told(Told::Recognised(Recognition { taken_over, ..recognition() }))));
            }
            for (days, command) in (0..).zip(of_before) {
                history.push((today + Days::new(days), command));
            }
            match begun {
                1 => history.push((today, referred(today, true))),
                3 | 4 => {
                    history.push((today, referred(today, true)));
                    history.push((today, first_contact(today)));
                    history.push((today, commit(commitment(StartSituation::B, today))));
                    if begun == 4 {
                        history.push((today, interview(today)));
                        history.push((today, establish(plan_content(today), today)));
                    }
                }
                2 => history.push((today, Command::OpenRouteB { received_on: today, keep_questionnaire: false })),
                _ => {}
            }
            for (pause, command) in steps {
                today = today + Days::new(pause);
                history.push((today, command));
            }
            history
        },
    )
}

/// What the timer worker does: every timer due up to the day, until none is.
fn fire(case: &mut Case, today: NaiveDate) {
    for _ in 0..50 {
        let due: Vec<_> = timers(&case.state).into_iter().filter(|timer| timer.fire_on <= today).collect();
        if due.is_empty() {
            return;
        }
        for timer in due {
            // One that fired may have done what the next one was for.
            if timers(&case.state).contains(&timer) {
                let command = match timer.kind {
                    TimerKind::Missed(step) => Command::FireMissed(step),
                    TimerKind::BarEnded => Command::FireBarEnded,
                    TimerKind::Lapsed => Command::FireLapsed,
                };
                case.attempt(today, &command).expect("a timer that is due can act");
                assert!(!timers(&case.state).contains(&timer), "a fired timer disappears");
            }
        }
    }
    panic!("timers fire without end");
}

/// That nothing of a deadline is undone from one state to the next, and that what changed was told by an event.
fn deadlines_only_gain(before: &State, events: &[Event], after: &State) {
    let was: Vec<_> = before.deadlines.iter().collect();
    let is: Vec<_> = after.deadlines.iter().collect();
    assert!(was.len() <= is.len());
    for (old, new) in was.iter().zip(&is) {
        assert_eq!(old.plan, new.plan, "a deadline is not moved");
        assert!(old.missed_on.is_none() || old.missed_on == new.missed_on, "a miss stays");
        let met_before = |closed| match (closed, new.closed) {
            (Closure::Waived { on: waived_on, .. }, Some(Closure::Met { on })) => on < waived_on,
            (old, new) => Some(old) == new,
        };
        assert!(old.closed.is_none_or(met_before), "only an earlier act reopens what is closed, by meeting it");
    }
    for step in Step::ALL {
        let open = is.iter().filter(|deadline| deadline.plan.step == *step && deadline.is_open()).count();
        assert!(open <= 1, "a step has one open deadline");
    }
    let told = events.iter().any(|event| {
        matches!(
            event,
            Event::DeadlinePlanned { .. }
                | Event::DeadlineMet { .. }
                | Event::DeadlineMissed { .. }
                | Event::DeadlineWaived { .. }
                | Event::DeadlineReplanned { .. }
        )
    });
    assert_eq!(before.deadlines != after.deadlines, told);
}

/// That who is to be met is not lost from sight: the coordinator has a deadline for it, or an appointment (D4, D6).
fn contacts_are_in_sight(state: &State) {
    if state.end.is_some() {
        return;
    }
    let open = |step| state.deadlines.open(step).is_some_and(|deadline| deadline.plan.actor == Actor::Coordinator);
    if referral_to_meet(state).is_some() {
        // Where work keeps it back, there is a timer unless the work goes on without an end.
        let comes_back = planned_after(state).is_some() || barred(state).is_some() && works_without_end(state);
        let planned = open(Step::FirstContactCategory4) || comes_back;
        assert!(planned || nothing_of_it_is_to_come(state), "a referral without a deadline");
    } else {
        assert!(!open(Step::FirstContactCategory4), "a deadline without a referral");
    }
    if let Some(request) = request_to_meet(state) {
        let appointed = appointment_of_request(state, request.received_on).is_some();
        let planned = open(Step::RouteBAppointment) || open(Step::FirstContactRouteB);
        assert!(appointed || planned, "a request without a deadline");
    }
    if duty(state, Purpose::NegativeDecision, NaiveDate::MAX).is_ok() {
        assert!(open(Step::NegativeDecisionContact), "a negative decision without a deadline");
    }
}

/// Whether authorised work goes on without a known end.
fn works_without_end(state: &State) -> bool {
    works(state).any(|work| work.until.is_none())
}

/// Whether the first contact that is to be held had its last day before go-live, and no work after which it is to be held ended
/// within a month of that day or later: it was another system's to plan.
fn nothing_of_it_is_to_come(state: &State) -> bool {
    let Some(live) = state.taken_over().map(|known| known.on) else { return false };
    let referral = referral_to_meet(state).expect("one is to be met");
    let mut due = contact_plan(state, referral).and_then(|plan| plan.due).expect("it has a last day");
    // Each work that began by the last day as it then stands moves it.
    for _ in 0..50 {
        let barring =
            works(state).filter(|work| work.from <= due && work.until.is_none_or(|until| referral.on <= until));
        let Some(last_day) = barring.map(|work| work.until).max_by_key(|until| until.unwrap_or(NaiveDate::MAX)) else {
            break;
        };
        let Some(last_day) = last_day else { return due < live };
        due = due.max(within_months(last_day, 1).last_day);
    }
    due < live
}

/// That a dossier can be shown whatever happened, and what holds of it then.
fn shown(state: &State) {
    let _ = (state.stage(), state.help());
    contacts_are_in_sight(state);
    ami::in_sight(state);
    concertation_is_in_sight(state);
    for reader in [Reader::Coordinator, Reader::Physician] {
        let contacts = state.trajectory(state.shows_trajectory(reader));
        assert_eq!(contacts.len(), state.contacts.len());
        if !state.consents.granted(ConsentPurpose::Trajectory) {
            assert!(contacts.iter().all(|contact| contact.actions.is_empty() && contact.next_way.is_none()));
        }
    }
    let numbers = state.appointments.iter().map(|(appointment, _)| appointment.number);
    assert!(numbers.eq(1..=u32::try_from(state.appointments.len()).expect("a few appointments")));
    for purpose in Purpose::ALL {
        let open = state.open_appointments().filter(|appointment| appointment.purpose == *purpose).count();
        assert!(open <= 1, "a purpose has one open appointment");
    }
    assert!(state.requests.iter().rev().skip(1).all(|request| request.ended.is_some()), "one request goes on");
    if let Some(end) = state.end {
        let follow_a_return = [Step::AmiEvaluation, Step::ReturnObservation];
        let dead = end.death().is_some();
        assert!(state.deadlines.all_open().all(|open| !dead && follow_a_return.contains(&open.plan.step)));
        let looked_at = state.deadlines.open(Step::ReturnObservation).is_some();
        assert!(!looked_at || end.relapsed_on.is_none(), "who is incapacitated again has not returned");
        assert!(timers(state).len() <= state.deadlines.all_open().count() && state.request().is_none());
        assert!(state.open_appointments().all(|appointment| appointment.on <= end.last_day));
    }
    for one in &state.presumptions {
        let most = one.presumed.first + Months::new(6);
        let of_a_plan = !matches!(one.of, PresumptionOf::Programme(_));
        let short = one.presumed.last.is_some_and(|last| last < most);
        assert!(short || !of_a_plan, "the presumption of a plan lasts six months at most");
    }
    for trajectory in &state.ami {
        let of_plan = state.presumptions.iter().filter(|one| one.of == PresumptionOf::Ami(trajectory.number));
        let begun = of_plan.map(|one| one.presumed.first);
        assert!(begun.eq(trajectory.plan_established_on()), "a plan has one presumption, from its day on");
    }
    let kinds: BTreeSet<_> = timers(state).iter().map(|timer| timer.kind).collect();
    assert_eq!(kinds.len(), timers(state).len(), "a case has one timer of a kind");
}

/// That authorised work bars a first contact unless the person's own request calls for it (D5).
fn no_barred_contact(before: &State, events: &[Event]) {
    for event in events {
        let on = match event {
            Event::ContactHeld(contact) if contact.purpose == Purpose::FirstContact => contact.on,
            Event::AppointmentMade(appointment) if appointment.purpose == Purpose::FirstContact => appointment.on,
            _ => continue,
        };
        let route_b = before.requests.iter().any(|request| request.goes_on(on) && request.first_contact.is_none());
        assert!(route_b || !before.working_on(on), "a first contact of route A beside authorised work");
    }
}

/// That a dossier is given only to who qualifies, and given by each appointment to somebody (K3).
fn given_to_who_qualifies(command: &Command, events: &[Event], after: &State) {
    let qualification = match command {
        Command::MakeAppointment { appointment, .. } | Command::Reschedule { appointment, .. } => {
            Some(appointment.qualification)
        }
        Command::Assign { qualification, .. } => Some(*qualification),
        Command::RecordContact { contact, .. } => Some(contact.qualification),
        _ => None,
    };
    if events.iter().any(|event| matches!(event, Event::CoordinatorAssigned(_))) {
        assert_eq!(qualification, Some(Qualification::Qualified));
    }
    let met = !(after.appointments.is_empty() && after.contacts.is_empty());
    assert!(!met || after.assigned().is_some(), "an appointment or a contact of nobody's dossier");
}

/// So many times as many histories as a property is usually tried on.
fn times(more: u32) -> Config {
    let usual = Config::default();
    Config { cases: usual.cases * more, ..usual }
}

proptest! {
    #![proptest_config(times(2))]

    #[test]
    fn t6_d5_in_every_history_deadlines_stay_timers_fire_and_no_contact_is_barred(history in any_history()) {
        let mut case = Case::default();
        for (today, command) in history {
            let before = case.state.clone();
            let outcome = case.attempt(today, &command);
            if let Command::Note(_) = command {
                prop_assert!(outcome.is_ok(), "a fact is never rejected");
            }
            let events = outcome.unwrap_or_default();
            deadlines_only_gain(&before, &events, &case.state);
            no_barred_contact(&before, &events);
            given_to_who_qualifies(&command, &events, &case.state);
            ami::presumptions_stay(&command, &events);
            shown(&case.state);
            fire(&mut case, today);
            shown(&case.state);
            prop_assert!(timers(&case.state).iter().all(|timer| timer.fire_on > today));
        }
    }

    #[test]
    fn t8_what_is_decided_after_the_law_changed_stands_by_the_law_of_today(history in any_history()) {
        let law = one_more_from(day(2023, 1, 15));
        let mut case = Case { state: State { law, ..State::default() }, events: Vec::new() };
        for (today, command) in history {
            let _ = case.attempt(today, &Command::FollowLaw);
            fire(&mut case, today);
            let _ = case.attempt(today, &command);
            fire(&mut case, today);
            prop_assert_eq!(case.attempt(today, &Command::FollowLaw), Ok(Vec::new()), "after {:?}", command);
        }
    }

    #[test]
    fn t6_nothing_with_a_last_day_before_go_live_is_ever_planned_missed_or_left_open(
        history in any_history(), corrected_to in any_day(),
    ) {
        let mut case = Case::default();
        for (place, (today, command)) in history.into_iter().enumerate() {
            let _ = case.attempt(today, &command);
            if place == 4 {
                let correction = Told::StartCorrected { from: corrected_to, to: corrected_to, on: today };
                case.on(today, &told(correction));
                case.on(today, &Command::FollowLaw);
            }
            fire(&mut case, today);
            let Some(live) = case.state.taken_over().map(|known| known.on) else { continue };
            for deadline in &case.state.deadlines {
                prop_assert!(deadline.plan.end().is_none_or(|end| live <= end), "{:?}", deadline);
                prop_assert!(deadline.missed_on.is_none_or(|on| live < on));
            }
            for event in &case.events {
                let Event::DeadlinePlanned { on, .. } = event else { continue };
                prop_assert!(live <= *on, "{:?} of before go-live", event);
            }
        }
    }

    #[test]
    fn t6_replaying_the_events_gives_the_same_state(history in any_history()) {
        let mut case = Case::default();
        for (today, command) in history {
            let _ = case.attempt(today, &command);
        }
        let mut replayed = State::default();
        for event in &case.events { apply(&mut replayed, event); }
        prop_assert_eq!(&replayed, &case.state);
    }

    #[test]
    fn t6_a_fact_told_again_does_nothing(history in any_history(), fact in any_fact(), today in any_day()) {
        let mut case = Case::default();
        for (today, command) in history {
            let _ = case.attempt(today, &command);
        }
        // A fact that lets another one act finds another case when it is told again.
        let alone = case.state.parked.is_empty();
        prop_assert!(case.attempt(today, &fact).is_ok());
        let again = case.attempt(today, &fact);
        prop_assert!(again.is_ok() && (!alone || again == Ok(Vec::new())));
    }

    #[test]
    fn t6_deciding_again_decides_the_same(history in any_history(), (today, command) in (any_day(), any_command())) {
        let mut case = Case::default();
        for (today, command) in history {
            let _ = case.attempt(today, &command);
        }
        let once = decide(&case.state, &command, &context(today));
        prop_assert_eq!(once, decide(&case.state, &command, &context(today)));
    }

    #[test]
    fn t6_apply_accepts_every_event_in_every_order(history in any_history(), rotation in 0..50_usize) {
        let mut case = Case::default();
        for (today, command) in history {
            let _ = case.attempt(today, &command);
        }
        let rotation = rotation.min(case.events.len());
        case.events.rotate_left(rotation);
        let mut state = State::default();
        for event in &case.events {
            apply(&mut state, event);
            let _ = (timers(&state), state.stage(), event.ground(), event.effective_on());
        }
    }

    #[test]
    fn t6_facts_of_different_services_act_alike_in_either_order(
        one in any_fact(), questionnaire in any_questionnaire(), asked in any::<bool>(),
    ) {
        // What two services tell about one case arrives in any order; what is owed afterwards is the same.
        let questionnaire = told(Told::Questionnaire(questionnaire));
        let today = day(2023, 5, 1);
        let owed = |facts: [&Command; 2]| {
            let mut case = if asked { Case::asked() } else { Case::referred() };
            for fact in facts { let _ = case.attempt(today, fact); }
            let mut open: Vec<_> = case.state.deadlines.all_open().map(|deadline| deadline.plan.clone()).collect();
            open.sort_by_key(|plan| plan.step);
            open
        };
        if !matches!(&one, Command::Note(fact) if matches!(fact.told, Told::Questionnaire(_))) {
            prop_assert_eq!(owed([&one, &questionnaire]), owed([&questionnaire, &one]));
        }
    }
}
