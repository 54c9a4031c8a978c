//! A case that was running when the mutuality went live, as the recognition tells it.

use trajet_contracts::dossier::v1::ExplainCaseRequest;
use trajet_contracts::report::v1::report_service_server::ReportService as _;
use trajet_contracts::report::v1::{ListActionsRequest, ListIndicatorsRequest};
use trajet_contracts::r#type::v1::TakenOver;
use trajet_service::report::{ReportServer, sources};

use super::*;

const LIVE: &str = "2023-03-10";

impl World {
    /// A case that was referred on 5 December, met on the 9th and asked for on 20 January, and that is taken over on 10 March.
    async fn taken_over(self) -> Self {
        let recognised = IncapacityRecognised {
            person: Some(tell_person(&person())),
            incapacity_start: on("2022-09-01"),
            recognised_on: on("2022-09-05"),
            has_contract: true,
            taken_over: Some(TakenOver {
                taken_over_on: on(LIVE),
                questionnaire_sent_on: on("2022-11-10"),
                questionnaire_returned_on: on("2022-11-20"),
                trajectory_requested_on: on("2023-01-20"),
                first_contact_on: on("2022-12-09"),
            }),
        };
        self.assessed(CASE, Assessed::IncapacityRecognised(recognised)).await;
        let referred = PersonReferred { referred_on: on("2022-12-05"), initial: true, category: 4 };
        self.assessed(CASE, Assessed::PersonReferred(referred)).await;
        self
    }

    async fn consents_of_paper(&self) {
        let consent = Some(consent("2022-12-09"));
        let request =
            RecordConsentsRequest { request_id: self.id(), case_id: CASE.to_string(), consent, ..Default::default() };
        self.service.record_consents(coordinator(request)).await.unwrap();
    }

    async fn listed(&self) -> Vec<String> {
        let within = ListWorkRequest { soon_within_days: Some(90), ..ListWorkRequest::default() };
        let work = self.work(coordinator(within)).await;
        let mut steps: Vec<_> = work.rows.iter().flat_map(|row| &row.items).map(|item| step(item).to_owned()).collect();
        steps.sort();
        steps
    }
}

fn requests(dossier: &Dossier) -> usize {
    dossier.preparation.as_ref().map_or(0, |preparation| preparation.requests.len())
}

/// What was over is on no list; what goes on is, and counts from the real day or from go-live.
async fn nothing_old_comes_on_a_list(world: World) {
    let world = world.taken_over().await;
    // The contact of the request was due by 20 February; an appointment is still owed.
    assert_eq!(world.listed().await, ["route_b_appointment"]);
    assert_eq!(world.until(LIVE).await, 0, "nothing fires on the day of go-live");
    world.consents_of_paper().await;
    world.until("2023-03-12").await;
    assert_eq!(world.listed().await, ["dossier_look", "route_b_appointment"]);
    let dossier = world.read().await;
    let target = |step: &str| deadline(&dossier, step).plan.as_ref().unwrap().target;
    assert_eq!(target("route_b_appointment"), on("2023-03-24"));
    // Whose dossier it was, nothing tells: it is to be given to somebody (K3).
    let whole = ListDossiersToReassignRequest { page_size: 1, ..Default::default() };
    let listed = world.service.list_dossiers_to_reassign(manager(whole)).await.unwrap().into_inner();
    let [nobodys] = listed.dossiers.as_slice() else { panic!("one dossier") };
    assert_eq!((nobodys.coordinator.as_str(), nobodys.assigned_on, nobodys.lack), ("", on("2022-12-09"), 0));
    assert_eq!(listed.next_page_token, "");
    // Three months after the contact of 9 December lay before go-live.
    assert_eq!(target("dossier_look"), on("2023-06-10"));
    assert!(dossier.deadlines.iter().all(|deadline| deadline.missed_on.is_none()), "{:?}", dossier.deadlines);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn t6_nothing_of_before_go_live_comes_on_the_coordinators_list_and_what_goes_on_does() {
    nothing_old_comes_on_a_list(World::on(LIVE).await).await;
}

#[tokio::test]
async fn t6_nothing_of_before_go_live_comes_on_the_coordinators_list_and_what_goes_on_does_on_postgres() {
    nothing_old_comes_on_a_list(World::on_postgres(LIVE).await).await;
}

#[tokio::test]
async fn t6_the_history_tells_each_fact_of_before_on_its_own_day_and_so_does_the_dossier_as_of_one() {
    let world = World::on(LIVE).await.taken_over().await;
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..Default::default() };
    let history = world.service.list_case_history(coordinator(request)).await.unwrap().into_inner().entries;
    let told: Vec<_> = history.iter().map(|entry| (entry.kind.as_str(), entry.summary.as_str())).collect();
    assert_eq!(
        told[..5],
        [
            ("case_opened", "Before go-live on 2023-03-10: An incapacity that began on 2022-09-01 was recognised."),
            ("questionnaire_sent_before_go_live", "Before go-live: A questionnaire was sent."),
            ("questionnaire_back_before_go_live", "Before go-live: A questionnaire came back, completed."),
            (
                "trajectory_requested_before_go_live",
                "Before go-live: The person asked for a trajectory, which goes on."
            ),
            (
                "first_contact_held_before_go_live",
                "Before go-live: The last first contact with the coordinator took place."
            ),
        ]
    );
    let as_of = async |day: &str| {
        let request = GetDossierRequest { case_id: CASE.to_string(), as_of: on(day), ..Default::default() };
        world.service.get_dossier(coordinator(request)).await.unwrap().into_inner().dossier.unwrap()
    };
    let stands = |dossier: &Dossier| (dossier.stage(), requests(dossier), dossier.deadlines.len());
    assert_eq!(stands(&as_of("2022-12-08").await), (DossierStage::Known, 0, 0));
    assert_eq!(stands(&as_of("2022-12-09").await), (DossierStage::Contacted, 0, 0));
    assert_eq!(requests(&as_of("2023-01-20").await), 1);
    assert_eq!(as_of("2023-03-09").await.deadlines.len(), 0, "before go-live nothing was planned here");
}

#[tokio::test]
async fn t6_an_explanation_says_which_facts_lie_before_go_live_and_what_counts_from_it() {
    let world = World::on(LIVE).await.taken_over().await;
    world.consents_of_paper().await;
    let request = ExplainCaseRequest { case_id: CASE.to_string(), ..Default::default() };
    let told = world.service.explain_case(coordinator(request)).await.unwrap().into_inner().explanations;
    let sentences: Vec<_> = told.iter().map(|one| one.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "route_b_appointment opens 2023-03-10, aimed at 2023-03-24: counted from go live of 2023-03-10, with \
             route_b.appointment_target_days 14 (D6).",
            "dossier_look aimed at 2023-06-10: counted from go live of 2023-03-10, with dossier.look_target_months 3 (D19).",
            // Met by the consents, after which the next one counts.
            "dossier_look aimed at 2023-06-10: counted from go live of 2023-03-10, with dossier.look_target_months 3 (D19).",
        ]
    );
    assert!(told.iter().all(|one| one.counted_again == Some(true)));
    assert!(told.iter().flat_map(|one| &one.facts).all(|fact| !fact.before_go_live));

    let early = World::on("2022-12-12").await;
    let recognised = IncapacityRecognised {
        person: Some(tell_person(&person())),
        incapacity_start: on("2022-09-01"),
        recognised_on: on("2022-09-05"),
        has_contract: true,
        taken_over: Some(TakenOver { taken_over_on: on("2022-12-12"), ..TakenOver::default() }),
    };
    early.assessed(CASE, Assessed::IncapacityRecognised(recognised)).await;
    let referred = PersonReferred { referred_on: on("2022-12-05"), initial: true, category: 4 };
    early.assessed(CASE, Assessed::PersonReferred(referred)).await;
    let request = ExplainCaseRequest { case_id: CASE.to_string(), ..Default::default() };
    let told = early.service.explain_case(coordinator(request)).await.unwrap().into_inner().explanations;
    let [contact] = &told[..] else { panic!("{told:?}") };
    assert!(contact.facts.iter().all(|fact| fact.before_go_live));
    assert!(
        contact.sentence.contains(
            "counted from first day of 2022-09-01, before go-live and referral of 2022-12-05, before go-live"
        ),
        "{}",
        contact.sentence
    );
}

#[tokio::test]
async fn r1_r6_what_was_done_before_go_live_is_not_reported_again() {
    let world = World::on(LIVE).await.taken_over().await;
    world.consents_of_paper().await;
    let look = world.appointment("2023-03-20", "2023-03-13");
    world.until("2023-03-13").await;
    world.service.make_appointment(coordinator(look)).await.unwrap();
    world.until("2024-01-02").await;
    let reports = || ReportServer::new(sources(world.app.ledgers()), tokio_util::sync::CancellationToken::new());
    let actions = async |year| {
        let request = ListActionsRequest { year, up_to: Vec::new() };
        let mut asked = reports().list_actions(by(Role::Auditor, "auditor-1", request)).await.unwrap().into_inner();
        let mut kinds = Vec::new();
        while let Some(answer) = tokio_stream::StreamExt::next(&mut asked).await {
            kinds.extend(answer.unwrap().actions.iter().map(|action| action.kind().as_str_name()));
        }
        kinds
    };
    assert_eq!((actions(2022).await, actions(2023).await), (vec![], vec!["ACTION_KIND_INVITED"]));
    let request = ListIndicatorsRequest { year: 2022, up_to: Vec::new() };
    let asked = reports().list_indicators(by(Role::Auditor, "auditor-1", request)).await.unwrap().into_inner();
    let answers: Vec<_> = tokio_stream::StreamExt::collect(asked).await;
    let answer: &Result<_, Status> = &answers[0];
    let answer = answer.as_ref().unwrap();
    assert!(answer.figures.is_empty(), "{:?}", answer.figures);
    assert_eq!(answer.part.as_ref().map(|part| part.cases), Some(1), "the case itself is one of those reported on");
}
