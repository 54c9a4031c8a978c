//! What happens to a dossier from the referral or the request on.

use super::*;

#[tokio::test]
async fn d4_d9_referred_invited_and_met_in_month_six() {
    let world = World::referred().await;
    let made = world.service.make_appointment(coordinator(world.appointment("2023-01-20", "2022-12-12"))).await;
    assert_eq!(made.unwrap().into_inner().etag, "5");
    world.until("2023-01-20").await;
    let contact = RecordContactRequest { appointment: 1, ..world.contact("2023-01-20") };
    let outcome = world.service.record_contact(coordinator(contact.clone())).await.unwrap().into_inner();
    let repeated = world.service.record_contact(coordinator(contact)).await.unwrap().into_inner();
    assert_eq!(outcome, repeated);

    let dossier = world.read().await;
    assert_eq!((dossier.stage(), dossier.etag.as_str()), (DossierStage::Contacted, outcome.etag.as_str()));
    let met = deadline(&dossier, "first_contact_category_4");
    assert_eq!((met.outcome(), met.closed_on), (DeadlineOutcome::Met, on("2023-01-20")));
    let preparation = dossier.preparation.unwrap();
    assert_eq!((preparation.referrals.len(), preparation.appointments[0].state()), (1, AppointmentState::Held));
    let trajectory = dossier.trajectory.unwrap();
    assert_eq!((trajectory.contacts.len(), trajectory.consents.len()), (1, 4));
    assert_eq!(trajectory.contacts[0].next_way(), NextWay::AmiTrajectory);
    assert_eq!(world.fed().await, ["FirstContactHeld", "ConsentsRecorded"]);
    assert_eq!(world.until("2023-06-01").await, 0);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d4_t6_a_contact_that_did_not_take_place_is_late_until_it_does() {
    let world = World::referred().await;
    assert_eq!(world.until("2023-02-28").await, 0);
    assert_eq!(world.until("2023-03-01").await, 1);
    let work = world.work(coordinator(ListWorkRequest::default())).await;
    let [row] = work.rows.as_slice() else { panic!("one person has work") };
    assert!(row.late && !row.due);
    assert_eq!((step(&row.items[0]), row.items[0].standing()), ("first_contact_category_4", Standing::Late));
    let late = deadline(&world.read().await, "first_contact_category_4").missed_on;
    assert_eq!(late, on("2023-03-01"));
    world.until("2023-03-06").await;
    world.service.record_contact(coordinator(world.contact("2023-03-03"))).await.unwrap();
    assert!(world.work(coordinator(ListWorkRequest::default())).await.rows.is_empty());
    assert_eq!(deadline(&world.read().await, "first_contact_category_4").missed_on, on("2023-03-01"));
}

#[tokio::test]
async fn d5_authorised_work_bars_the_contact_and_its_end_calls_for_it_again() {
    let world = World::referred().await;
    world.service.make_appointment(coordinator(world.appointment("2023-01-20", "2022-12-12"))).await.unwrap();
    world.until("2023-01-09").await;
    world.works("2023-01-09", None).await;
    let dossier = world.read().await;
    assert_eq!(dossier.stage(), DossierStage::Barred);
    assert_eq!(dossier.preparation.unwrap().appointments[0].state(), AppointmentState::Cancelled);
    world.until("2023-01-20").await;
    let barred = world.service.record_contact(coordinator(world.contact("2023-01-20"))).await.unwrap_err();
    assert_eq!(refused(&barred), ("FIRST_CONTACT_BARRED".into(), "D5".into()));
    assert!(world.work(coordinator(ListWorkRequest::default())).await.rows.is_empty());

    // The end was told ahead of time: a timer plans the contact again on the day after.
    world.works("2023-01-09", Some("2023-03-15")).await;
    assert_eq!(world.until("2023-03-15").await, 0);
    assert_eq!(world.until("2023-03-16").await, 1);
    let dossier = world.read().await;
    assert_eq!(due(&dossier, "first_contact_category_4"), on("2023-04-15"));
    assert_eq!((dossier.stage(), dossier.deadlines.len()), (DossierStage::FirstContactDue, 2));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d6_d7_d8_asked_for_by_the_person_and_not_authorised_at_first() {
    let world = World::on("2023-01-10").await;
    world.recognised(CASE).await;
    world.service.open_route_b(coordinator(world.route_b("2023-01-10"))).await.unwrap();
    world.until("2023-01-18").await;
    world.completed("2023-01-18").await;
    world.service.make_appointment(coordinator(world.appointment("2023-02-01", "2023-01-18"))).await.unwrap();
    let dossier = world.read().await;
    assert_eq!(due(&dossier, "first_contact_route_b"), on("2023-02-18"));
    assert_eq!(deadline(&dossier, "route_b_appointment").outcome(), DeadlineOutcome::Met);

    world.until("2023-02-01").await;
    let contact = RecordContactRequest { appointment: 1, ..world.contact("2023-02-01") };
    world.service.record_contact(coordinator(contact)).await.unwrap();
    world.service.request_authorisation(coordinator(world.authorisation())).await.unwrap();
    assert_eq!(world.read().await.stage(), DossierStage::DecisionAwaited);

    world.until("2023-02-10").await;
    let answer = TrajectoryNotAuthorised { request: 1, decided_on: on("2023-02-10") };
    world.assessed(CASE, Assessed::TrajectoryNotAuthorised(answer)).await;
    let dossier = world.read().await;
    assert_eq!(dossier.stage(), DossierStage::NotAuthorised);
    assert_eq!(due(&dossier, "negative_decision_contact"), on("2023-03-01"));
    let early = world.service.request_authorisation(coordinator(world.authorisation())).await.unwrap_err();
    assert_eq!(refused(&early), ("NOT_CONTACTED".into(), "D8".into()));

    world.until("2023-02-20").await;
    let discussion = RecordContactRequest {
        purpose: ContactPurpose::NegativeDecision.into(),
        consent: None,
        next_way: 0,
        ..world.contact("2023-02-20")
    };
    world.service.record_contact(coordinator(discussion)).await.unwrap();
    // It was asked on paper, and is entered two days later.
    world.until("2023-02-23").await;
    let before = RequestAuthorisationRequest { asked_on: on("2023-02-19"), ..world.authorisation() };
    let status = world.service.request_authorisation(coordinator(before)).await.unwrap_err();
    assert_eq!(fields(&status), ["asked_on"]);
    let paper = RequestAuthorisationRequest { asked_on: on("2023-02-21"), ..world.authorisation() };
    world.service.request_authorisation(coordinator(paper)).await.unwrap();
    let requests = world.read().await.preparation.unwrap().requests;
    assert_eq!(requests[0].authorisations[1].asked_on, on("2023-02-21"));
    assert_eq!(requests[0].authorisations.len(), 2);
    assert_eq!(requests[0].authorisations[1].contact_on, on("2023-02-20"));
    let fed = world.fed().await;
    let expected =
        ["TrajectoryRequested", "FirstContactHeld", "ConsentsRecorded", "AuthorisationAsked", "AuthorisationAsked"];
    assert_eq!(fed, expected);
}

#[tokio::test]
async fn d8_the_negative_decision_ends_it_after_the_contact_on_it() {
    let world = World::on("2023-01-10").await;
    world.recognised(CASE).await;
    world.completed("2022-11-20").await;
    let kept = OpenRouteBRequest { keep_questionnaire: true, ..world.route_b("2023-01-10") };
    world.service.open_route_b(coordinator(kept)).await.unwrap();
    world.service.record_contact(coordinator(world.contact("2023-01-10"))).await.unwrap();
    world.service.request_authorisation(coordinator(world.authorisation())).await.unwrap();
    let answer = TrajectoryNotAuthorised { request: 1, decided_on: on("2023-01-10") };
    world.assessed(CASE, Assessed::TrajectoryNotAuthorised(answer)).await;
    let end = |ended_on| EndTrajectoryRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        ended_on: on(ended_on),
        reason: TrajectoryEndReason::NegativeDecision.into(),
    };
    let early = world.service.end_trajectory(coordinator(end("2023-01-10"))).await.unwrap_err();
    assert_eq!(refused(&early), ("NOT_REFUSED".into(), "D8".into()));
    let purpose = ContactPurpose::NegativeDecision.into();
    let discussion = RecordContactRequest { purpose, consent: None, next_way: 0, ..world.contact("2023-01-10") };
    world.service.record_contact(coordinator(discussion)).await.unwrap();
    world.service.end_trajectory(coordinator(end("2023-01-10"))).await.unwrap();
    let dossier = world.read().await;
    assert_eq!(dossier.stage(), DossierStage::Ended);
    let request = &dossier.preparation.as_ref().unwrap().requests[0];
    assert_eq!((request.ended_on, request.end_reason()), (on("2023-01-10"), TrajectoryEndReason::NegativeDecision));
    assert!(world.work(coordinator(ListWorkRequest::default())).await.rows.is_empty());
}

#[tokio::test]
async fn q6_help_that_is_asked_stands_in_the_coordinators_list() {
    let world = World::on("2022-11-25").await;
    world.recognised(CASE).await;
    let asked = NotReturned { due_back: on("2022-11-24"), help_asked_on: on("2022-11-25") };
    world.asked(CASE, Asked::NotReturned(asked)).await;
    let work = world.work(coordinator(ListWorkRequest::default())).await;
    assert_eq!(work.rows[0].items.iter().map(step).collect::<Vec<_>>(), ["questionnaire_help"]);
    assert_eq!(world.read().await.preparation.unwrap().help.unwrap().ended_on, None);
    world.completed("2022-11-28").await;
    assert!(world.work(coordinator(ListWorkRequest::default())).await.rows.is_empty());
    assert_eq!(world.read().await.preparation.unwrap().help.unwrap().ended_on, on("2022-11-28"));
}

#[tokio::test]
async fn t6_the_end_of_the_incapacity_closes_what_is_open_and_tells_the_person() {
    let world = World::referred().await;
    world.service.open_route_b(coordinator(world.route_b("2022-12-12"))).await.unwrap();
    world.service.make_appointment(coordinator(world.appointment("2023-01-20", "2022-12-12"))).await.unwrap();
    world.until("2023-01-10").await;
    world.ended("2023-01-08", false).await;
    let dossier = world.read().await;
    assert_eq!((dossier.stage(), dossier.end.unwrap().last_day), (DossierStage::Ended, on("2023-01-08")));
    let [notice] = dossier.notices.as_slice() else { panic!("one letter") };
    assert!(notice.subject.starts_with("Terug naar werk") && notice.paragraphs[1].contains("20/01/2023"));
    assert_eq!(deadline(&dossier, "first_contact_category_4").waived_because.as_ref().unwrap().rule, "T6.a");
    let request = &dossier.preparation.as_ref().unwrap().requests[0];
    assert_eq!(request.end_reason(), TrajectoryEndReason::IncapacityEnded);
    assert!(world.work(coordinator(ListWorkRequest::default())).await.rows.is_empty());

    let late = world.service.record_contact(coordinator(world.contact("2023-01-09"))).await.unwrap_err();
    assert_eq!(refused(&late), ("INCAPACITY_ENDED".into(), "T6.a".into()));
    world.service.record_contact(coordinator(world.contact("2023-01-05"))).await.unwrap();
    assert_eq!(world.read().await.deadlines.len(), dossier.deadlines.len());
    assert_eq!(world.until("2023-12-01").await, 0);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d11_who_refuses_the_contact_goes_no_further() {
    let world = World::referred().await;
    world.until("2023-01-10").await;
    let refusal = RecordContactRefusalRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        purpose: ContactPurpose::FirstContact.into(),
        refused_on: on("2023-01-10"),
    };
    world.service.record_contact_refusal(coordinator(refusal)).await.unwrap();
    let dossier = world.read().await;
    let waived = deadline(&dossier, "first_contact_category_4").waived_because.clone().unwrap();
    assert_eq!((dossier.stage(), waived.rule.as_str()), (DossierStage::Ended, "D11.c"));
    assert_eq!(world.fed().await, ["TrajectoryEnded"]);
}

#[tokio::test]
async fn d4_a_no_show_an_attempt_and_another_day_leave_the_deadline_alone() {
    let world = World::referred().await;
    world.service.make_appointment(coordinator(world.appointment("2023-01-20", "2022-12-12"))).await.unwrap();
    let (request_id, case_id) = (world.id(), CASE.to_string());
    let other_day = RescheduleAppointmentRequest {
        request_id,
        case_id: case_id.clone(),
        appointment: 1,
        appointment_on: on("2023-01-25"),
        channel: ContactChannel::Video.into(),
        rescheduled_by: RescheduledBy::InsuredPerson.into(),
        notice: invitation("2022-12-12"),
        ..RescheduleAppointmentRequest::default()
    };
    world.service.reschedule_appointment(coordinator(other_day)).await.unwrap();
    let no_show = || RecordNoShowRequest {
        request_id: world.id(),
        case_id: case_id.clone(),
        etag: String::new(),
        appointment: 2,
    };
    let early = world.service.record_no_show(coordinator(no_show())).await.unwrap_err();
    assert_eq!(refused(&early).0, "APPOINTMENT_TO_COME");
    world.until("2023-01-25").await;
    world.service.record_no_show(coordinator(no_show())).await.unwrap();
    let attempt = RecordAttemptRequest {
        request_id: world.id(),
        case_id: case_id.clone(),
        etag: String::new(),
        purpose: ContactPurpose::FirstContact.into(),
        tried_on: on("2023-01-25"),
        channel: ContactChannel::Video.into(),
    };
    world.service.record_attempt(coordinator(attempt)).await.unwrap();
    let dossier = world.read().await;
    let open = deadline(&dossier, "first_contact_category_4");
    assert_eq!((open.outcome(), open.plan.as_ref().unwrap().due), (DeadlineOutcome::Open, on("2023-02-28")));
    let preparation = dossier.preparation.unwrap();
    let states: Vec<_> = preparation.appointments.iter().map(Appointment::state).collect();
    assert_eq!(states, [AppointmentState::Rescheduled, AppointmentState::NoShow]);
    assert_eq!((preparation.appointments[1].replaces, preparation.attempts.len()), (1, 2));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn a_fact_that_cannot_act_yet_is_kept_and_shown_and_acts_later() {
    let world = World::on("2022-12-12").await;
    let referred = PersonReferred { referred_on: on("2022-12-12"), initial: true, category: 4 };
    world.assessed(CASE, Assessed::PersonReferred(referred)).await;
    let dossier = world.read().await;
    assert_eq!((dossier.parked[0].because.as_str(), dossier.person), ("not_recognised", None));
    assert_eq!(dossier.parked[0].kind, "trajet.assessment.v1.PersonReferred");
    let early = world.service.open_route_b(coordinator(world.route_b("2022-12-12"))).await.unwrap_err();
    assert_eq!(refused(&early).0, "NOT_RECOGNISED");
    world.views_follow_from_the_events().await;
    world.recognised(CASE).await;
    let dossier = world.read().await;
    assert_eq!((dossier.parked.len(), due(&dossier, "first_contact_category_4")), (0, on("2023-02-28")));
    world.views_follow_from_the_events().await;
}
