//! The registry of coordinators, and to whom dossiers are given.

use super::*;

/// A moment of intervision of two hours that INAMI announced.
fn moment(name: &str, held_on: &str) -> IntervisionMoment {
    IntervisionMoment {
        moment: name.into(),
        held_on: on(held_on),
        minutes: 120,
        announced_on: on("2022-12-01"),
        cancelled: false,
    }
}

impl World {
    async fn intervision(&self, moment: IntervisionMoment) -> Result<String, Status> {
        let request =
            RecordIntervisionMomentRequest { request_id: self.id(), moment: Some(moment), etag: String::new() };
        Ok(self.service.record_intervision_moment(manager(request)).await?.into_inner().etag)
    }

    async fn attendance(&self, moment: &str, attended: bool) -> Result<String, Status> {
        let request = RecordAttendanceRequest {
            request_id: self.id(),
            coordinator: "coordinator-1".into(),
            etag: String::new(),
            moment: moment.into(),
            attended,
        };
        Ok(self.service.record_attendance(manager(request)).await?.into_inner().etag)
    }

    fn assignment(&self, to: &str, assigned_on: Option<&str>) -> AssignDossierRequest {
        AssignDossierRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            coordinator: to.into(),
            assigned_on: assigned_on.and_then(on),
        }
    }

    /// Where coordinator-1 stands: the state, what is lacking, and what is warned of.
    async fn stands(&self, day: &str) -> (QualificationState, CoordinatorLack, CoordinatorWarning) {
        let request =
            GetCoordinatorRequest { coordinator: "coordinator-1".into(), on: on(day), min_cursor: String::new() };
        let found = self.service.get_coordinator(coordinator(request)).await.unwrap().into_inner().coordinator;
        let standing = found.unwrap().standing.unwrap();
        (standing.state(), standing.lack(), standing.warning())
    }

    async fn to_reassign(&self, request: ListDossiersToReassignRequest) -> (Vec<DossierToReassign>, String) {
        let answer = self.service.list_dossiers_to_reassign(manager(request)).await.unwrap().into_inner();
        (answer.dossiers, answer.next_page_token)
    }
}

const NOTHING: (CoordinatorLack, CoordinatorWarning) = (CoordinatorLack::Unspecified, CoordinatorWarning::Unspecified);

#[tokio::test]
async fn k3_d29_who_no_longer_qualifies_is_given_no_dossier_on_sqlite() {
    k3_d29_who_no_longer_qualifies_is_given_no_dossier(World::on("2022-12-12").await).await;
}

#[tokio::test]
async fn k3_d29_who_no_longer_qualifies_is_given_no_dossier_on_postgres() {
    k3_d29_who_no_longer_qualifies_is_given_no_dossier(World::on_postgres("2022-12-12").await).await;
}

async fn k3_d29_who_no_longer_qualifies_is_given_no_dossier(world: World) {
    world.recognised(CASE).await;
    let referred = PersonReferred { referred_on: on("2022-12-12"), initial: true, category: 4 };
    world.assessed(CASE, Assessed::PersonReferred(referred)).await;
    let nobody =
        MakeAppointmentRequest { coordinator: "coordinator-9".into(), ..world.appointment("2023-01-20", "2022-12-12") };
    let status = world.service.make_appointment(coordinator(nobody)).await.unwrap_err();
    assert_eq!(refused(&status), ("COORDINATOR_NOT_REGISTERED".into(), "K3".into()));
    assert!(status.message().contains("registers them first"));

    world.service.make_appointment(coordinator(world.appointment("2023-01-20", "2022-12-12"))).await.unwrap();
    let given = world.read().await.assignments;
    assert_eq!((given.len(), given[0].coordinator.as_str(), given[0].by_hand), (1, "coordinator-1", false));
    assert_eq!(world.to_reassign(ListDossiersToReassignRequest::default()).await.0, []);

    // The function ends: the dossier is listed, and no other is given.
    let gone = CoordinatorRegistration { ended_on: on("2022-12-31"), ..registration("coordinator-1") };
    world.register(gone).await.unwrap();
    world.until("2023-01-02").await;
    let (listed, _) = world.to_reassign(ListDossiersToReassignRequest::default()).await;
    let [dossier] = listed.as_slice() else { panic!("one dossier") };
    assert_eq!((dossier.case_id.as_str(), dossier.lack()), (&*CASE.to_string(), CoordinatorLack::FunctionEnded));
    assert_eq!(dossier.assigned_on, on("2022-12-12"));
    // A restricted file is on this list, too, of whom it admits alone.
    for (admitted, count) in [(Some(&["manager-6"][..]), 0), (Some(&["manager-5"]), 1), (None, 1)] {
        let told = test_support::file_access_changed(admitted, &[]);
        world.assessed(CASE, Assessed::FileAccessChanged(told)).await;
        assert_eq!(world.to_reassign(ListDossiersToReassignRequest::default()).await.0.len(), count);
    }
    world.recognised(OTHER_CASE).await;
    let referred = PersonReferred { referred_on: on("2022-12-12"), initial: true, category: 4 };
    world.assessed(OTHER_CASE, Assessed::PersonReferred(referred)).await;
    let other = |invited_on| MakeAppointmentRequest {
        case_id: OTHER_CASE.to_string(),
        ..world.appointment("2023-01-20", invited_on)
    };
    let status = world.service.make_appointment(coordinator(other("2023-01-02"))).await.unwrap_err();
    assert_eq!(refused(&status), ("COORDINATOR_NOT_QUALIFIED".into(), "K3".into()));
    // What was given while they qualified can still be entered.
    world.service.make_appointment(coordinator(other("2022-12-30"))).await.unwrap();

    // A page at a time, and then given to another.
    let page = |token: &str| ListDossiersToReassignRequest {
        page_size: 1,
        page_token: token.into(),
        ..ListDossiersToReassignRequest::default()
    };
    let (first, next) = world.to_reassign(page("")).await;
    let (second, end) = world.to_reassign(page(&next)).await;
    assert_eq!((first.len(), second.len(), end.as_str()), (1, 1, ""));
    assert_ne!(first[0].case_id, second[0].case_id);
    let back = world.assignment("coordinator-1", None);
    assert_eq!(refused(&world.service.assign_dossier(manager(back)).await.unwrap_err()).0, "ALREADY_ASSIGNED");
    let request = world.assignment("coordinator-2", None);
    let done = world.service.assign_dossier(manager(request.clone())).await.unwrap().into_inner();
    assert_eq!(world.service.assign_dossier(manager(request)).await.unwrap().into_inner(), done);
    let given = world.read().await.assignments;
    assert_eq!(
        (given[1].coordinator.as_str(), given[1].assigned_on, given[1].by_hand),
        ("coordinator-2", on("2023-01-02"), true)
    );
    let (listed, _) = world.to_reassign(ListDossiersToReassignRequest::default()).await;
    assert_eq!(listed.iter().map(|dossier| dossier.case_id.clone()).collect::<Vec<_>>(), [OTHER_CASE.to_string()]);
    // Whose incapacity ended need not be given to anybody.
    let end = IncapacityEnded { last_day: on("2023-01-02"), deceased: false, ..IncapacityEnded::default() };
    world.assessed(OTHER_CASE, Assessed::IncapacityEnded(end)).await;
    assert_eq!(world.to_reassign(ListDossiersToReassignRequest::default()).await.0, []);
    let back = world.assignment("coordinator-1", Some("2023-01-02"));
    assert_eq!(
        refused(&world.service.assign_dossier(coordinator(back)).await.unwrap_err()).0,
        "COORDINATOR_NOT_QUALIFIED"
    );
    assert!(world.fed().await.is_empty(), "who has a dossier is nobody else's business");
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn k1_k3_a_contact_without_an_appointment_asks_who_holds_it_to_qualify_on_its_day_and_gives_them_the_dossier() {
    let world = World::referred().await;
    world.until("2023-01-20").await;
    let gone = CoordinatorRegistration { ended_on: on("2023-01-18"), ..registration("coordinator-1") };
    world.register(gone).await.unwrap();
    let after = world.service.record_contact(coordinator(world.contact("2023-01-19"))).await.unwrap_err();
    assert_eq!(refused(&after), ("COORDINATOR_NOT_QUALIFIED".into(), "K3".into()));
    world.service.record_contact(coordinator(world.contact("2023-01-18"))).await.unwrap();
    let given = world.read().await.assignments;
    assert_eq!(
        (given.len(), given[0].coordinator.as_str(), given[0].assigned_on, given[0].by_hand),
        (1, "coordinator-1", on("2023-01-18"), false)
    );
    let (listed, _) = world.to_reassign(ListDossiersToReassignRequest::default()).await;
    assert_eq!((listed.len(), listed[0].lack()), (1, CoordinatorLack::FunctionEnded));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn k1_two_years_without_the_certificate_and_a_warning_before_their_end() {
    use QualificationState::{Certified, NotQualified, Provisional};
    let world = World::on("2023-10-02").await;
    assert_eq!(world.stands("2023-10-02").await, (Provisional, NOTHING.0, NOTHING.1));
    assert_eq!(world.stands("2023-10-03").await, (Provisional, NOTHING.0, CoordinatorWarning::Certification));
    assert_eq!(world.stands("2024-01-01").await.0, Provisional);
    assert_eq!(world.stands("2024-01-02").await, (NotQualified, CoordinatorLack::Certificate, NOTHING.1));
    let without = CoordinatorRegistration { level_b_degree: false, ..registration("coordinator-1") };
    world.register(without).await.unwrap();
    assert_eq!(world.stands("2023-10-02").await, (NotQualified, CoordinatorLack::Degree, NOTHING.1));
    let certified = CoordinatorRegistration { certified_on: on("2022-06-15"), ..registration("coordinator-1") };
    world.register(certified.clone()).await.unwrap();
    assert_eq!(world.stands("2024-01-02").await, (Certified, NOTHING.0, NOTHING.1));
    let future = CoordinatorRegistration { certified_on: on("2023-10-03"), ..certified };
    assert_eq!(fields(&world.register(future).await.unwrap_err()), ["registration.certified_on"]);
}

#[tokio::test]
async fn k2_the_duty_of_intervision_is_followed_through_the_year() {
    use QualificationState::{Certified, NotQualified};
    let world = World::on("2023-01-02").await;
    let certified = CoordinatorRegistration { certified_on: on("2022-06-15"), ..registration("coordinator-1") };
    world.register(certified).await.unwrap();
    for (name, held_on) in [("2023-1", "2023-02-10"), ("2023-2", "2023-05-12"), ("2023-3", "2023-09-08")] {
        world.intervision(moment(name, held_on)).await.unwrap();
    }
    assert_eq!(refused(&world.attendance("2023-1", true).await.unwrap_err()).0, "MOMENT_TO_COME");
    assert_eq!(refused(&world.attendance("2023-9", true).await.unwrap_err()), ("MOMENT_UNKNOWN".into(), "K2".into()));
    world.until("2023-02-11").await;
    world.attendance("2023-1", false).await.unwrap();
    assert_eq!(world.stands("2023-02-11").await, (Certified, NOTHING.0, CoordinatorWarning::Intervision));
    world.until("2023-05-13").await;
    world.attendance("2023-2", false).await.unwrap();
    assert_eq!(world.stands("2023-05-12").await.0, Certified);
    assert_eq!(world.stands("2023-05-13").await, (NotQualified, CoordinatorLack::Intervision, NOTHING.1));
    // One was cancelled: of two moments one is enough.
    world.intervision(IntervisionMoment { cancelled: true, ..moment("2023-2", "2023-05-12") }).await.unwrap();
    assert_eq!(world.stands("2023-05-13").await.0, Certified);
    assert_eq!(refused(&world.attendance("2023-2", true).await.unwrap_err()).0, "MOMENT_UNKNOWN");

    let request = ListIntervisionMomentsRequest::default();
    let listed = world.service.list_intervision_moments(coordinator(request)).await.unwrap().into_inner();
    assert_eq!((listed.moments.len(), listed.moments[1].cancelled, listed.etag.as_str()), (3, true, "4"));
    let other_year = ListIntervisionMomentsRequest { year: 2022, min_cursor: String::new() };
    assert_eq!(world.service.list_intervision_moments(manager(other_year)).await.unwrap().into_inner().moments, []);
    let wrong = ListIntervisionMomentsRequest { year: 1989, min_cursor: String::new() };
    assert_eq!(fields(&world.service.list_intervision_moments(manager(wrong)).await.unwrap_err()), ["year"]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn k1_the_registry_is_listed_page_by_page_and_changes_on_the_version_that_was_read() {
    let world = World::on("2022-12-12").await;
    let page = |token: &str| ListCoordinatorsRequest {
        page_size: 1,
        page_token: token.into(),
        ..ListCoordinatorsRequest::default()
    };
    let list = async |request| world.service.list_coordinators(manager(request)).await.unwrap().into_inner();
    let first = list(page("")).await;
    let second = list(page(&first.next_page_token)).await;
    let name = |found: &trajet_contracts::dossier::v1::RegisteredCoordinator| {
        (found.registration.clone().unwrap().coordinator, found.etag.clone())
    };
    assert_eq!(name(&first.coordinators[0]), ("coordinator-1".into(), "1".into()));
    assert_eq!(name(&second.coordinators[0]), ("coordinator-2".into(), "1".into()));
    assert_eq!(second.next_page_token, "");
    let known = &first.coordinators[0];
    assert_eq!(known.recorded_at.unwrap().seconds, world.bench.clock.now().timestamp());
    assert_eq!(known.registration.clone().unwrap().contact, Some(reached()));
    let stale = RegisterCoordinatorRequest {
        request_id: world.id(),
        registration: Some(registration("coordinator-1")),
        etag: "7".into(),
    };
    assert_eq!(reason(&world.service.register_coordinator(manager(stale)).await.unwrap_err()), "ETAG_MISMATCH");
    assert_eq!(world.register(registration("coordinator-1")).await.unwrap().etag, "1", "what stands already");
}

#[tokio::test]
async fn k3_a_coordinator_sees_themselves_and_the_registry_is_no_case() {
    let world = World::on("2022-12-12").await;
    let get = |subject: &str| GetCoordinatorRequest { coordinator: subject.into(), ..GetCoordinatorRequest::default() };
    let other = world.service.get_coordinator(coordinator(get("coordinator-2"))).await.unwrap_err();
    let unknown = world.service.get_coordinator(manager(get("coordinator-9"))).await.unwrap_err();
    assert_eq!([other, unknown].map(|status| reason(&status)), ["COORDINATOR_NOT_FOUND"; 2]);
    world.service.get_coordinator(manager(get("coordinator-2"))).await.unwrap();
    let subject = trajet_dossier_domain::SubjectId("coordinator-1".into());
    let stream = crate::registry::stream_of(world.ledger(), &subject);
    assert!(world.ledger().state(stream).await.unwrap().is_some());
    let read = world.dossier(stream, coordinator).await.unwrap_err();
    let request = ListCaseHistoryRequest { case_id: stream.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(coordinator(request)).await.unwrap_err();
    let act = OpenRouteBRequest { case_id: stream.to_string(), ..world.route_b("2022-12-12") };
    let act = world.service.open_route_b(coordinator(act)).await.unwrap_err();
    assert_eq!([read, history, act].map(|status| reason(&status)), ["CASE_NOT_FOUND"; 3]);
}

#[tokio::test]
async fn k1_k2_all_that_is_wrong_with_an_entry_is_told_at_once() {
    let world = World::on("2022-12-12").await;
    let wrong = CoordinatorRegistration { coordinator: "Marie Lambert".into(), ..CoordinatorRegistration::default() };
    let status = world.register(wrong).await.unwrap_err();
    assert_eq!(fields(&status), ["registration.coordinator", "registration.contact", "registration.took_up_on"]);
    assert!(!format!("{status:?}").contains("Lambert"));
    let wrong = IntervisionMoment { minutes: 1441, held_on: None, ..moment("", "2023-02-10") };
    let status = world.intervision(wrong).await.unwrap_err();
    assert_eq!(fields(&status), ["moment.moment", "moment.held_on", "moment.minutes"]);
    let late = IntervisionMoment { announced_on: on("2022-12-13"), ..moment("2023-1", "2023-02-10") };
    assert_eq!(fields(&world.intervision(late).await.unwrap_err()), ["moment.announced_on"]);
    let status = world.service.assign_dossier(manager(AssignDossierRequest::default())).await.unwrap_err();
    assert_eq!(fields(&status), ["request_id", "case_id", "coordinator"]);
}
