//! What is wrong with a request.

use super::*;

#[tokio::test]
async fn all_fields_of_an_appointment_that_are_wrong_are_told_at_once() {
    let world = World::referred().await;
    let wrong = MakeAppointmentRequest {
        request_id: "1".into(),
        etag: "x".into(),
        coordinator: "Marie Lambert".into(),
        invitation: Some(Invitation { proof: InvitationProof::Ebox.into(), ..Invitation::default() }),
        contact: Some(CoordinatorContact { name: " ".into(), phone: "02 555".into(), email: "lambert".into() }),
        ..MakeAppointmentRequest::default()
    };
    let status = world.service.make_appointment(coordinator(wrong)).await.unwrap_err();
    let expected = [
        "etag",
        "request_id",
        "case_id",
        "purpose",
        "appointment_on",
        "channel",
        "coordinator",
        "invitation.invited_on",
        "invitation.reference",
        "contact.name",
        "contact.phone",
        "contact.email",
    ];
    assert_eq!(fields(&status), expected);
    assert!(!format!("{status:?}").contains("Lambert"));

    let wrong = RescheduleAppointmentRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        ..RescheduleAppointmentRequest::default()
    };
    let status = world.service.reschedule_appointment(coordinator(wrong)).await.unwrap_err();
    assert_eq!(fields(&status), ["appointment", "rescheduled_by", "appointment_on", "channel", "notice"]);
}

#[tokio::test]
async fn d3_all_that_is_wrong_with_the_consent_is_told_by_its_path() {
    let world = World::referred().await;
    let decision = |purpose, granted| ConsentDecision { purpose, granted };
    let form = ConsentForm {
        decisions: vec![decision(1, true), decision(1, false), decision(0, true), decision(9, true)],
        signature: 7,
        signed_on: None,
        reference: "two words".into(),
        representative: 0,
    };
    let wrong = RecordContactRequest {
        consent: Some(form),
        actions: vec![3, 3, 0, 42],
        next_way: 9,
        ..world.contact("2022-12-12")
    };
    let status = world.service.record_contact(coordinator(wrong)).await.unwrap_err();
    let expected = [
        "consent.decisions[1].purpose",
        "consent.decisions[2].purpose",
        "consent.decisions[3].purpose",
        "consent.signature",
        "consent.signed_on",
        "consent.reference",
        "actions[1]",
        "actions[2]",
        "actions[3]",
        "next_way",
    ];
    assert_eq!(fields(&status), expected);
    assert!(!format!("{status:?}").contains("two words"));

    let consents = |consent| RecordConsentsRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        consent,
    };
    let status = world.service.record_consents(coordinator(consents(None))).await.unwrap_err();
    assert_eq!(fields(&status), ["consent"]);
    let unsigned = ConsentForm { signature: 0, reference: String::new(), ..consent("2022-12-12") };
    let status = world.service.record_consents(coordinator(consents(Some(unsigned)))).await.unwrap_err();
    assert_eq!(fields(&status), ["consent.signature", "consent.reference"]);
    let empty = ConsentForm { decisions: Vec::new(), ..consent("2022-12-12") };
    let status = world.service.record_consents(coordinator(consents(Some(empty)))).await.unwrap_err();
    assert_eq!(fields(&status), ["consent.decisions"]);
}

#[tokio::test]
async fn d3_d11_consent_and_a_way_belong_to_a_first_contact() {
    let world = World::referred().await;
    let without = RecordContactRequest { consent: None, ..world.contact("2022-12-12") };
    assert_eq!(fields(&world.service.record_contact(coordinator(without)).await.unwrap_err()), ["consent"]);
    let other = RecordContactRequest { purpose: ContactPurpose::Other.into(), ..world.contact("2022-12-12") };
    assert_eq!(fields(&world.service.record_contact(coordinator(other)).await.unwrap_err()), ["consent"]);
    let no_way = RecordContactRequest { next_way: 0, ..world.contact("2022-12-12") };
    assert_eq!(fields(&world.service.record_contact(coordinator(no_way)).await.unwrap_err()), ["next_way"]);
    let mut refused_form = consent("2022-12-12");
    refused_form.decisions.iter_mut().for_each(|decision| decision.granted = false);
    let chosen = RecordContactRequest { consent: Some(refused_form.clone()), ..world.contact("2022-12-12") };
    let status = world.service.record_contact(coordinator(chosen)).await.unwrap_err();
    assert_eq!(refused(&status), ("CONSENT_REFUSED".into(), "D3".into()));
    let unsigned = ConsentForm { signature: 0, reference: String::new(), ..refused_form };
    let (actions, next_way) = (Vec::new(), 0);
    let refusal = RecordContactRequest { consent: Some(unsigned), actions, next_way, ..world.contact("2022-12-12") };
    world.service.record_contact(coordinator(refusal)).await.unwrap();
    assert_eq!(world.read().await.stage(), DossierStage::Ended);
}

#[tokio::test]
async fn a_day_that_cannot_be_right_is_told_by_its_field_and_the_possible_days() {
    let world = World::referred().await;
    let told = |status: &Status| {
        let found = status.get_details_bad_request().unwrap().field_violations;
        found.into_iter().map(|found| (found.field, found.description)).collect::<Vec<_>>()
    };
    let future = world.service.record_contact(coordinator(world.contact("2022-12-13"))).await.unwrap_err();
    let held = ("held_on".into(), "must lie from 2022-09-05 to 2022-12-12".into());
    let signed = ("consent.signed_on".into(), "must lie from 2022-09-01 to 2022-12-12".into());
    assert_eq!(told(&future), [held, signed]);
    let early = world.service.make_appointment(coordinator(world.appointment("2022-12-01", "2022-12-05"))).await;
    assert_eq!(fields(&early.unwrap_err()), ["appointment_on"]);
    let asked = world.service.open_route_b(coordinator(world.route_b("2022-08-31"))).await.unwrap_err();
    assert_eq!(fields(&asked), ["received_on"]);
}

#[tokio::test]
async fn d8_d11_only_two_reasons_are_chosen_and_only_two_contacts_refused() {
    let world = World::referred().await;
    for (reason, expected) in [(0, "reason"), (3, "reason"), (4, "reason")] {
        let end = EndTrajectoryRequest {
            request_id: world.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            ended_on: on("2022-12-12"),
            reason,
        };
        assert_eq!(fields(&world.service.end_trajectory(coordinator(end)).await.unwrap_err()), [expected]);
    }
    let refusal = RecordContactRefusalRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        purpose: ContactPurpose::Other.into(),
        refused_on: None,
    };
    let status = world.service.record_contact_refusal(coordinator(refusal)).await.unwrap_err();
    assert_eq!(fields(&status), ["purpose", "refused_on"]);
}

#[tokio::test]
async fn an_act_on_a_version_that_has_passed_is_refused() {
    let world = World::referred().await;
    let stale = OpenRouteBRequest { etag: "1".into(), ..world.route_b("2022-12-12") };
    assert_eq!(reason(&world.service.open_route_b(coordinator(stale)).await.unwrap_err()), "ETAG_MISMATCH");
}
