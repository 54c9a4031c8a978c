//! Reports on the dossier's ledger, through the gRPC service of reports.

use std::sync::Arc;

use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use trajet_contracts::report::v1::report_service_server::ReportService as _;
use trajet_contracts::report::v1::{
    Figure, ListActionsRequest, ListActionsResponse, ListBarometerRequest, ListBarometerResponse, ListIndicatorsRequest,
};
use trajet_service::report::{ReportServer, ReportSource, sources};

use super::*;

impl World {
    fn sources(&self) -> Vec<Arc<dyn ReportSource>> {
        sources(self.app.ledgers())
    }

    /// What is told of returns among the indicators of a year, and the place up to which it is told.
    pub(super) async fn returns(&self, year: i32, up_to: Vec<String>) -> (Vec<String>, String) {
        self.indicators("return", year, up_to).await
    }

    /// What is told of some measures among the indicators of a year, and the place up to which it is told.
    async fn indicators(&self, of: &str, year: i32, up_to: Vec<String>) -> (Vec<String>, String) {
        let request = ListIndicatorsRequest { year, up_to };
        let asked = self.reports().list_indicators(by(Role::Auditor, "auditor-1", request)).await.unwrap();
        let answer = asked.into_inner().next().await.unwrap().unwrap();
        let told = answer.figures.iter().filter(|figure| figure.measure.starts_with(of));
        let line = |it: &Figure| format!("{} {} {} {}", it.measure, it.of, it.band, it.count);
        (told.map(line).collect(), answer.part.unwrap().up_to)
    }

    fn reports(&self) -> ReportServer {
        ReportServer::new(self.sources(), CancellationToken::new())
    }

    /// The answers for a year, as an auditor is told them.
    async fn actions(&self, year: i32, up_to: Vec<String>) -> Result<Vec<ListActionsResponse>, Status> {
        let asked =
            self.reports().list_actions(by(Role::Auditor, "auditor-1", ListActionsRequest { year, up_to })).await?;
        Ok(asked.into_inner().map(Result::unwrap).collect().await)
    }

    /// The months as a role is told them.
    async fn month(&self, role: Role, year: i32, month: i32) -> Result<ListBarometerResponse, Status> {
        self.month_up_to(role, (year, month), Vec::new()).await
    }

    async fn month_up_to(
        &self,
        role: Role,
        (year, month): (i32, i32),
        up_to: Vec<String>,
    ) -> Result<ListBarometerResponse, Status> {
        let request = ListBarometerRequest { year, month, up_to };
        let mut asked = self.reports().list_barometer(by(role, "reader-1", request)).await?.into_inner();
        let answer = asked.next().await.unwrap().unwrap();
        assert!(asked.next().await.is_none(), "one ledger has one answer");
        Ok(answer)
    }
}

fn referral(referred_on: &str) -> PersonReferred {
    PersonReferred { referred_on: on(referred_on), initial: true, category: 4 }
}

fn told(answers: &[ListActionsResponse]) -> Vec<String> {
    let line = |action: &trajet_contracts::report::v1::Action| {
        let on: chrono::NaiveDate = action.on.unwrap().try_into().unwrap();
        format!("{on} {}", action.kind().as_str_name())
    };
    answers.iter().flat_map(|answer| &answer.actions).map(line).collect()
}

/// A page is all that is held of a ledger, and every case is on one page.
async fn many_cases_are_read_a_page_at_a_time(world: World) {
    const CASES: u128 = 150;
    for number in 0..CASES {
        let case = Uuid::from_u128(CASE.as_u128() + number);
        world.recognised(case).await;
        world.assessed(case, Assessed::PersonReferred(referral("2022-12-05"))).await;
    }
    world.until("2023-01-02").await;
    let source = &world.sources()[0];
    let place = source.place(None).await.unwrap();
    let (mut after, mut pages, mut cases) = (None, Vec::new(), 0);
    loop {
        let page = source.page(after, &place).await.unwrap();
        pages.push(page.streams.len());
        cases += page.cases;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    // Two coordinators have streams of their own, which are no cases.
    assert_eq!((cases, pages), (150, vec![64, 64, 24]));

    let request = ListIndicatorsRequest { year: 2022, up_to: Vec::new() };
    let mut asked = world.reports().list_indicators(manager(request)).await.unwrap().into_inner();
    let answer = asked.next().await.unwrap().unwrap();
    let begun = answer.figures.iter().find(|figure| figure.measure == "begun_after").unwrap();
    assert_eq!((begun.of.as_str(), begun.band.as_str(), begun.count), ("contract", "91_to_180_days", 150));
    let part = answer.part.unwrap();
    assert_eq!((part.ledger.as_str(), part.cases, part.erased), ("dossier/300", 150, 0));
}

#[tokio::test]
async fn r6_a_ledger_is_held_a_page_at_a_time() {
    many_cases_are_read_a_page_at_a_time(World::on("2022-12-10").await).await;
}

#[tokio::test]
async fn r6_a_ledger_is_held_a_page_at_a_time_on_postgres() {
    many_cases_are_read_a_page_at_a_time(World::on_postgres("2022-12-10").await).await;
}

#[tokio::test]
async fn r1_d31_the_yearly_message_does_not_rest_on_consent() {
    let world = World::referred().await;
    world.service.make_appointment(coordinator(world.appointment("2022-12-20", "2022-12-12"))).await.unwrap();
    world.until("2022-12-20").await;
    let mut contact = RecordContactRequest { appointment: 1, ..world.contact("2022-12-20") };
    contact.next_way = 0;
    contact.actions.clear();
    contact.consent.as_mut().unwrap().decisions.iter_mut().for_each(|decision| decision.granted = false);
    world.service.record_contact(coordinator(contact)).await.unwrap();
    world.until("2023-01-02").await;
    let answers = world.actions(2022, Vec::new()).await.unwrap();
    let expected =
        ["2022-12-12 ACTION_KIND_INVITED", "2022-12-20 ACTION_KIND_FIRST_CONTACT", "2022-12-20 ACTION_KIND_ENDED"];
    assert_eq!(told(&answers), expected);
}

/// Asked for, refused, discussed and ended: nothing goes on, and the incapacity ends long after.
async fn a_negative_decision_ends_what_was_asked_for(world: World) {
    world.recognised(CASE).await;
    world.completed("2022-10-03").await;
    let kept = OpenRouteBRequest { keep_questionnaire: true, ..world.route_b("2022-10-03") };
    world.service.open_route_b(coordinator(kept)).await.unwrap();
    world.service.record_contact(coordinator(world.contact("2022-10-03"))).await.unwrap();
    world.service.request_authorisation(coordinator(world.authorisation())).await.unwrap();
    world.until("2022-10-20").await;
    let answer = TrajectoryNotAuthorised { request: 1, decided_on: on("2022-10-10") };
    world.assessed(CASE, Assessed::TrajectoryNotAuthorised(answer)).await;
    let purpose = ContactPurpose::NegativeDecision.into();
    let discussion = RecordContactRequest { purpose, consent: None, next_way: 0, ..world.contact("2022-10-20") };
    world.service.record_contact(coordinator(discussion)).await.unwrap();
    let end = EndTrajectoryRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        ended_on: on("2022-10-20"),
        reason: TrajectoryEndReason::NegativeDecision.into(),
    };
    world.service.end_trajectory(coordinator(end)).await.unwrap();
    // The person asks again, and that goes on until the incapacity ends.
    world.until("2023-02-01").await;
    let again = OpenRouteBRequest { keep_questionnaire: true, ..world.route_b("2023-02-01") };
    world.service.open_route_b(coordinator(again)).await.unwrap();
    world.until("2023-03-25").await;
    world.ended("2023-03-25", false).await;
    world.until("2024-01-02").await;
    let lengths = async |year| world.indicators("trajectory_length", year, Vec::new()).await.0;
    assert_eq!(lengths(2022).await, ["trajectory_length negative_decision 15_to_30_days 1"]);
    assert_eq!(lengths(2023).await, ["trajectory_length incapacity_ended 31_to_60_days 1"]);
    let ends = async |year| {
        let rows = told(&world.actions(year, Vec::new()).await.unwrap());
        rows.into_iter().filter(|row| row.ends_with("ENDED")).collect::<Vec<_>>()
    };
    assert_eq!(ends(2022).await, ["2022-10-20 ACTION_KIND_ENDED"]);
    assert_eq!(ends(2023).await, [""; 0], "the end of the incapacity is no action of the trajectory");
}

#[tokio::test]
async fn r1_r6_d8_a_negative_decision_is_the_end_of_who_came_by_request_alone() {
    a_negative_decision_ends_what_was_asked_for(World::on("2022-10-03").await).await;
}

#[tokio::test]
async fn r1_r6_d8_a_negative_decision_is_the_end_of_who_came_by_request_alone_on_postgres() {
    a_negative_decision_ends_what_was_asked_for(World::on_postgres("2022-10-03").await).await;
}

#[tokio::test]
async fn r1_r6_d20_a_last_day_that_is_entered_after_the_end_of_the_incapacity_is_the_only_one() {
    let world = World::planned().await;
    world.until("2023-06-30").await;
    world.ended("2023-06-30", false).await;
    let place = world.indicators("ami_outcome", 2022, Vec::new()).await.1;
    world.until("2023-07-03").await;
    world.service.end_ami_trajectory(world.end("2023-06-15")).await.unwrap();
    world.until("2024-01-02").await;
    let now = async |measure: &str, up_to| world.indicators(measure, 2023, up_to).await.0;
    assert_eq!(now("ami_outcome", Vec::new()).await, ["ami_outcome result_reached  1"]);
    assert_eq!(now("trajectory_length", Vec::new()).await, ["trajectory_length result_reached 181_to_365_days 1"]);
    assert_eq!(now("ami_outcome", vec![place]).await, ["ami_outcome incapacity_ended  1"], "as it was known then");
    let rows = told(&world.actions(2023, Vec::new()).await.unwrap());
    let ends: Vec<_> = rows.iter().filter(|row| row.ends_with("ENDED")).collect();
    assert_eq!(ends, ["2023-06-15 ACTION_KIND_AMI_ENDED"]);
}

#[tokio::test]
async fn r6_d5_a_contact_that_work_barred_for_a_while_is_one_deadline() {
    let world = World::referred().await;
    world.until("2023-01-09").await;
    world.works("2023-01-09", Some("2023-01-13")).await;
    world.until("2023-02-10").await;
    world.service.record_contact(coordinator(world.contact("2023-02-10"))).await.unwrap();
    world.until("2024-01-02").await;
    let told = world.indicators("deadline", 2023, Vec::new()).await.0;
    let contacts: Vec<_> = told.iter().filter(|line| line.starts_with("deadline first_contact")).collect();
    assert_eq!(contacts, ["deadline first_contact_category_4 in_time 1"]);
}

#[tokio::test]
async fn r1_computed_again_up_to_the_same_place_it_is_the_same() {
    let world = World::referred().await;
    world.service.open_route_b(coordinator(world.route_b("2022-12-12"))).await.unwrap();
    world.until("2023-01-02").await;
    let first = world.actions(2022, Vec::new()).await.unwrap();
    assert_eq!(world.actions(2022, Vec::new()).await.unwrap(), first);
    let place = first.last().unwrap().part.clone().unwrap().up_to;
    // What is told later, of December, is not known at the place; of another case neither.
    world.recognised(OTHER_CASE).await;
    world.assessed(OTHER_CASE, Assessed::PersonReferred(referral("2022-12-30"))).await;
    let now = world.actions(2022, Vec::new()).await.unwrap();
    assert_eq!(now.last().unwrap().part.as_ref().unwrap().cases, 2);
    assert_eq!(world.actions(2022, vec![place]).await.unwrap(), first);
}

#[tokio::test]
async fn r1_what_cannot_be_computed_is_refused() {
    let world = World::on("2023-01-02").await;
    let failed = async |year, up_to: &[&str]| {
        let up_to = up_to.iter().map(|text| (*text).to_owned()).collect();
        world.actions(year, up_to).await.unwrap_err()
    };
    for (year, up_to, field) in [
        (2021, &[][..], "year"),
        (2023, &[], "year"),
        (2022, &["nonsense"], "up_to"),
        (2022, &["assessment/300~00000000000000000000000000000000~0~0000000000000000"], "up_to"),
        (2022, &[""; 17], "up_to"),
    ] {
        let status = failed(year, up_to).await;
        assert!(fields(&status).iter().any(|wrong| wrong == field), "{year} {up_to:?}: {status:?}");
    }
    let here = "dossier/300~00000000000000000000000000000000~0~0000000000000000";
    let elsewhere = "assessment/500~00000000000000000000000000000000~0~0000000000000000";
    assert_eq!(reason(&failed(2022, &[here]).await), "CURSOR_DIVERGED");
    assert_eq!(reason(&failed(2022, &[here, elsewhere]).await), "CURSOR_FOREIGN");
    assert_eq!(fields(&world.month(Role::Manager, 2022, 13).await.unwrap_err()), ["month"]);
    assert_eq!(fields(&world.month(Role::Manager, 2023, 1).await.unwrap_err()), ["year"]);
}

#[tokio::test]
async fn r6_whoever_may_read_no_case_is_told_rounded_figures() {
    let world = World::on("2022-12-05").await;
    for number in 0..7 {
        let case = Uuid::from_u128(CASE.as_u128() + number);
        world.recognised(case).await;
        world.assessed(case, Assessed::PersonReferred(referral("2022-12-05"))).await;
    }
    world.service.open_route_b(coordinator(world.route_b("2022-12-05"))).await.unwrap();
    world.until("2023-01-02").await;
    let month = async |role| {
        let answer = world.month(role, 2022, 12).await.unwrap();
        let figures: Vec<_> = answer.figures.iter().map(|it| (it.measure.clone(), it.count)).collect();
        (answer.rounded_to, answer.part.unwrap().cases, figures)
    };
    let figure = |measure: &str, count| (measure.to_owned(), count);
    let coordinators = figure("in_function", 2);
    let exact = vec![coordinators.clone(), figure("request", 1)];
    assert_eq!(month(Role::Auditor).await, (0, 7, exact));
    for role in [Role::Manager, Role::Inami] {
        assert_eq!(month(role).await, (5, 5, vec![coordinators.clone()]));
    }
}

/// One place after the other, a rounded figure would tell of the event at which it changes.
#[tokio::test]
async fn r6_who_is_told_rounded_figures_cannot_choose_the_place_up_to_which_they_are_counted() {
    let world = World::referred().await;
    world.until("2023-01-02").await;
    let place = world.month(Role::Manager, 2022, 12).await.unwrap().part.unwrap().up_to;
    for role in [Role::Manager, Role::Inami] {
        let refused = world.month_up_to(role, (2022, 12), vec![place.clone()]).await.unwrap_err();
        assert_eq!((reason(&refused), fields(&refused)), ("VALIDATION_FAILED".to_owned(), vec!["up_to".to_owned()]));
        let request = ListIndicatorsRequest { year: 2022, up_to: vec![place.clone()] };
        let refused = world.reports().list_indicators(by(role, "reader-1", request)).await.map(drop).unwrap_err();
        assert_eq!(fields(&refused), ["up_to"]);
    }
    world.month_up_to(Role::Auditor, (2022, 12), vec![place]).await.unwrap();
}

#[tokio::test]
async fn r1_r6_what_was_annulled_counts_for_nothing_and_the_report_of_before_stays_the_same() {
    let world = World::referred().await;
    world.until("2022-12-20").await;
    let without = world.month(Role::Auditor, 2022, 11).await.unwrap();
    world.service.record_contact(coordinator(world.contact("2022-12-20"))).await.unwrap();
    world.until("2023-01-02").await;
    let wrong = world.actions(2022, Vec::new()).await.unwrap();
    assert!(told(&wrong).contains(&"2022-12-20 ACTION_KIND_FIRST_CONTACT".to_owned()));
    let figures = async || {
        let december = world.month(Role::Auditor, 2022, 12).await.unwrap().figures;
        let request = ListIndicatorsRequest { year: 2022, up_to: Vec::new() };
        let mut asked = world.reports().list_indicators(by(Role::Auditor, "auditor-1", request)).await.unwrap();
        (december, asked.get_mut().next().await.unwrap().unwrap().figures)
    };
    let counted = figures().await;
    world.annul("first_contact_held", None).await.unwrap();
    let right = world.actions(2022, Vec::new()).await.unwrap();
    let invited = told(&wrong).into_iter().filter(|line| !line.ends_with("FIRST_CONTACT")).collect::<Vec<_>>();
    assert_eq!(told(&right), invited);
    assert_ne!(figures().await, counted);
    assert_eq!(world.month(Role::Auditor, 2022, 11).await.unwrap().figures, without.figures);
    // Up to the place of before the annulment it is the same message.
    let place = wrong.last().unwrap().part.clone().unwrap().up_to;
    assert_eq!(world.actions(2022, vec![place]).await.unwrap(), wrong);
    assert_eq!(world.actions(2022, Vec::new()).await.unwrap(), right);
    // With the whole case nothing is left to be counted.
    world.taken_back(Vec::new(), true).await;
    let nothing = world.actions(2022, Vec::new()).await.unwrap();
    assert_eq!((told(&nothing), nothing.last().unwrap().part.as_ref().unwrap().cases), (Vec::new(), 0));
    let (mut december, mut year) = figures().await;
    december.extend(year.drain(..).filter(|figure| figure.count > 0));
    december.retain(|figure| figure.measure != "in_function");
    assert!(december.is_empty(), "the coordinators are left: {december:?}");
}
