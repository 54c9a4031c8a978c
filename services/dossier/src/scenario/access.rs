//! Who sees how much of a dossier.

use super::*;

#[tokio::test]
async fn d2_d31_the_physician_is_shown_what_was_agreed_with_consent_alone() {
    let world = World::referred().await;
    let mut contact = world.contact("2022-12-12");
    contact.consent.as_mut().unwrap().decisions[1].granted = false;
    world.service.record_contact(coordinator(contact)).await.unwrap();
    let shown = async |by: fn(GetDossierRequest) -> Request<GetDossierRequest>| {
        let mut trajectory = world.dossier(CASE, by).await.unwrap().trajectory.unwrap();
        trajectory.contacts.remove(0)
    };
    assert_eq!(shown(coordinator).await.actions, [i32::from(AgreedAction::ExploreOrientation)]);
    let to_physician = shown(physician).await;
    assert_eq!((to_physician.actions.len(), to_physician.next_way()), (0, NextWay::Unspecified));
    assert_eq!(to_physician.held_on, on("2022-12-12"));
}

#[tokio::test]
async fn d3_a_withdrawal_hides_what_rests_on_consent_and_keeps_the_preparation() {
    let world = World::referred().await;
    world.service.record_contact(coordinator(world.contact("2022-12-12"))).await.unwrap();
    let withdrawal = RecordConsentsRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        consent: Some(ConsentForm {
            decisions: vec![ConsentDecision { purpose: ConsentPurpose::Trajectory.into(), granted: false }],
            signed_on: on("2022-12-12"),
            ..ConsentForm::default()
        }),
    };
    world.service.record_consents(coordinator(withdrawal)).await.unwrap();
    let dossier = world.read().await;
    let trajectory = dossier.trajectory.unwrap();
    assert!(trajectory.contacts[0].actions.is_empty() && !trajectory.consents[0].granted);
    assert_eq!(dossier.preparation.unwrap().referrals.len(), 1);
}

#[tokio::test]
async fn d2_a_manager_sees_what_was_escalated_and_nothing_before() {
    let world = World::referred().await;
    world.until("2023-02-22").await;
    let all = || ListWorkRequest { soon_within_days: Some(90), ..ListWorkRequest::default() };
    assert!(world.work(manager(all())).await.rows.is_empty());
    assert_eq!(world.work(coordinator(all())).await.rows.len(), 1);
    assert_eq!(world.work(physician(all())).await.rows.len(), 1);
    world.until("2023-02-23").await;
    assert_eq!(world.work(manager(all())).await.rows[0].items.len(), 1);
}

#[tokio::test]
async fn a_person_is_found_by_number_or_name_and_the_list_bounded_by_them() {
    let world = World::referred().await;
    let find = async |niss: &str, name: &str| {
        let request = FindPersonsRequest { niss: niss.into(), name: name.into(), ..FindPersonsRequest::default() };
        world.service.find_persons(coordinator(request)).await.unwrap().into_inner().persons
    };
    assert_eq!(find("85.07.30-033.28", "").await[0].case_ids, [CASE.to_string()]);
    assert_eq!(find("", "anna PEETERS").await.len(), 1);
    assert!(find("", "Peet").await.is_empty());
    let bounded = ListWorkRequest {
        name: "janssens".into(),
        soon_within_days: Some(90),
        steps: vec!["first_contact_category_4".into()],
        ..ListWorkRequest::default()
    };
    assert!(world.work(coordinator(bounded.clone())).await.rows.is_empty());
    assert_eq!(world.work(coordinator(ListWorkRequest { name: "anna".into(), ..bounded })).await.rows.len(), 1);
}

#[tokio::test]
async fn an_act_on_an_unknown_case_finds_none() {
    let world = World::on("2022-12-12").await;
    let asked = world.service.open_route_b(coordinator(world.route_b("2022-12-12"))).await.unwrap_err();
    let read = world.dossier(OTHER_CASE, coordinator).await.unwrap_err();
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(coordinator(request)).await.unwrap_err();
    assert_eq!([asked, read, history].map(|status| reason(&status)), ["CASE_NOT_FOUND"; 3]);
}

#[tokio::test]
async fn the_history_tells_each_event_with_its_rule_and_no_personal_data() {
    let world = World::referred().await;
    world.service.record_contact(coordinator(world.contact("2022-12-12"))).await.unwrap();
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let entries = world.service.list_case_history(physician(request)).await.unwrap().into_inner().entries;
    let told: Vec<_> =
        entries.iter().map(|entry| (entry.kind.as_str(), entry.basis.as_ref().unwrap().rule.as_str())).collect();
    let expected = [
        ("case_opened", "M1"),
        ("person_referred", "M10"),
        ("deadline_planned", "D4"),
        ("first_contact_held", "D9"),
        ("coordinator_assigned", "K3"),
        ("consents_recorded", "D3"),
        ("deadline_met", "D4"),
        ("deadline_planned", "D19"),
    ];
    assert_eq!(told, expected);
    assert_eq!(entries[2].basis.as_ref().unwrap().parameter, "first_contact.by_month@2022-01-01");
    assert!(entries[3].actor.starts_with("coordinator:coordinator-1@"));
    assert!(!format!("{entries:?}").contains("Peeters"));
}
