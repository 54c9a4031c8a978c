//! What is wrong with a request, what is asked twice, and pages.

use trajet_contracts::google::r#type::Date;

use super::*;

#[tokio::test]
async fn all_fields_of_a_registration_that_are_wrong_are_told_at_once() {
    let world = World::on("2022-12-15").await;
    let register = async |partner| {
        let request = RegisterPartnerRequest { request_id: "1".into(), partner, etag: "x".into() };
        let status = world.service.register_partner(by(Role::Operator, SERVICE, request)).await.unwrap_err();
        assert_eq!(reason(&status), "VALIDATION_FAILED");
        fields(&status)
    };
    assert_eq!(register(None).await, ["etag", "request_id", "partner"]);
    let wrong = Partner {
        partner_number: "0206653947".into(),
        kind: 99,
        name: "é".repeat(201),
        valid_from: Some(Date { year: 1989, month: 12, day: 31 }),
        valid_to: Some(Date { year: 2022, month: 2, day: 30 }),
    };
    let of_the_partner = ["partner_number", "kind", "name", "valid_from", "valid_to"];
    let expected = of_the_partner.map(|field| format!("partner.{field}"));
    assert_eq!(register(Some(wrong)).await[2..], expected);
    assert_eq!(register(Some(Partner::default())).await[2..], expected[..4]);
    let backwards = Partner { valid_to: Some(to_proto(day("2021-12-31"))), ..partner(SERVICE, PartnerKind::Gtb) };
    assert_eq!(register(Some(backwards)).await[2..], ["partner.valid_to"]);
}

#[tokio::test]
async fn x5_all_fields_of_a_report_that_are_wrong_are_told_at_once() {
    let world = World::on("2022-12-15").await.with_partners().await;
    let report = async |fact: Option<codex_fact::Fact>| {
        let request = ReportCodexFactRequest {
            request_id: String::new(),
            niss: "85073003329".into(),
            fact: Some(CodexFact { fact, ..CodexFact::default() }),
        };
        let status = world.service.report_codex_fact(from(SERVICE, request)).await.unwrap_err();
        assert!(!format!("{status:?}").contains("850730033"));
        fields(&status)[2..].to_vec()
    };
    let tomorrow = Some(to_proto(day("2022-12-16")));
    assert_eq!(report(None).await, ["fact"]);
    // With the employer's number, which no message repeats.
    let wrong = ReportCodexFactRequest {
        fact: Some(CodexFact { employer_number: "0403019262".into(), ..requested("2022-12-16") }),
        ..world.report("85073003329", "2022-12-16")
    };
    let status = world.service.report_codex_fact(from(SERVICE, wrong)).await.unwrap_err();
    assert_eq!(fields(&status), ["niss", "fact.employer_number", "fact.requested.requested_on"]);
    assert!(!format!("{status:?}").contains("403019262"));
    let request = CodexRequest { requested_on: tomorrow, requested_by: 7 };
    let expected = ["fact.requested.requested_on", "fact.requested.requested_by"];
    assert_eq!(report(Some(codex_fact::Fact::Requested(request))).await, expected);
    let visit = PreReturnVisit { held_on: Some(Date { year: 1, month: 1, day: 1 }), outcome: 9 };
    assert_eq!(
        report(Some(codex_fact::Fact::PreReturnVisit(visit))).await,
        ["fact.pre_return_visit.held_on", "fact.pre_return_visit.outcome"]
    );
    let signed = codex_fact::Fact::PlanSigned(trajet_contracts::exchange::v1::CodexPlanSigned { signed_on: tomorrow });
    assert_eq!(report(Some(signed)).await, ["fact.plan_signed.signed_on"]);
    let resumed = trajet_contracts::exchange::v1::WorkResumedUnderPlan { resumed_on: None };
    assert_eq!(report(Some(codex_fact::Fact::WorkResumed(resumed))).await, ["fact.work_resumed.resumed_on"]);
    let ended = CodexEnd { ended_on: tomorrow, article: "<I.4-76>".into(), definitively_unfit: false };
    assert_eq!(report(Some(codex_fact::Fact::Ended(ended))).await, ["fact.ended.ended_on", "fact.ended.article"]);
    assert!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.is_empty());
}

#[tokio::test]
async fn x5_what_one_service_tells_of_two_employers_are_two_facts() {
    let world = World::on("2022-12-15").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    for employer in ["0411724220", "0428759497", "0411.724.220"] {
        let fact = Some(CodexFact { employer_number: employer.into(), ..requested("2022-11-02") });
        let request = ReportCodexFactRequest { fact, ..world.report(KNOWN, "2022-11-02") };
        world.service.report_codex_fact(from(SERVICE, request)).await.unwrap();
        world.matched().await;
    }
    let employers = |fact: Option<CodexFact>| fact.unwrap().employer_number;
    let known = world.case_as(Role::Physician, CASE).await.unwrap().codex;
    let known: Vec<_> = known.into_iter().map(|told| employers(told.fact)).collect();
    assert_eq!(known, ["0411724220", "0428759497"]);
    // The partner reads what it sent.
    let own = world.own_reports(SERVICE).await.unwrap().reports;
    assert_eq!(own.into_iter().map(|report| employers(report.fact)).filter(|number| number == "0411724220").count(), 2);
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(by(Role::Physician, SERVICE, request)).await.unwrap().into_inner();
    assert!(!format!("{history:?}").contains("0411724220"));
}

#[tokio::test]
async fn x5_a_report_sent_twice_is_one_report() {
    let world = World::on("2022-12-15").await.with_partners().await;
    let request = ReportCodexFactRequest { niss: "85.07.30-033.28".into(), ..world.report(KNOWN, "2022-11-02") };
    let send =
        async |request| world.service.report_codex_fact(from(SERVICE, request)).await.map(tonic::Response::into_inner);
    let first = send(request.clone()).await.unwrap();
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.matched().await;
    assert_eq!(send(request.clone()).await.unwrap(), first);
    world.matched().await;
    assert_eq!(world.codex(CASE).await, [first.report_id]);
    let other = ReportCodexFactRequest { niss: UNKNOWN.into(), ..request };
    assert_eq!(reason(&send(other).await.unwrap_err()), "REQUEST_ID_REUSED");
    assert_eq!(world.own_reports(SERVICE).await.unwrap().reports.len(), 1);
}

#[tokio::test]
async fn x7_lists_of_reports_go_on_where_they_stopped_on_sqlite() {
    x7_lists_of_reports_go_on_where_they_stopped(World::on("2022-12-15").await.with_partners().await).await;
}

#[tokio::test]
async fn x7_lists_of_reports_go_on_where_they_stopped_on_postgres() {
    x7_lists_of_reports_go_on_where_they_stopped(World::on_postgres("2022-12-15").await.with_partners().await).await;
}

async fn x7_lists_of_reports_go_on_where_they_stopped(world: World) {
    let mut sent = Vec::new();
    for today in ["2022-12-15", "2022-12-16"] {
        world.bench.clock.set(day(today)).unwrap();
        for niss in [KNOWN, UNKNOWN, KNOWN] {
            sent.push(world.reported(niss, "2022-11-02").await.report_id);
        }
    }
    let mut unmatched = Vec::new();
    let mut request = ListUnmatchedReportsRequest { page_size: 4, ..ListUnmatchedReportsRequest::default() };
    loop {
        let page = world.unmatched(request.clone()).await;
        unmatched.extend(page.reports.into_iter().map(|report| report.report_id));
        if page.next_page_token.is_empty() {
            break;
        }
        // A report that is matched meanwhile does not move the page.
        world.recognised(CASE, KNOWN, "2022-09-01").await;
        world.matched().await;
        request.page_token = page.next_page_token;
    }
    let oldest_first: Vec<_> = [0, 1, 2, 3, 4].map(|index: usize| sent[index].clone()).into();
    assert_eq!(unmatched, oldest_first);

    let mut own = Vec::new();
    let mut request = ListReportsRequest { page_size: 4, ..ListReportsRequest::default() };
    loop {
        let page = world.service.list_reports(from(SERVICE, request.clone())).await.unwrap().into_inner();
        own.extend(page.reports.into_iter().map(|report| report.report_id));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    sent.reverse();
    assert_eq!(own, sent);
    let negative = ListReportsRequest { page_size: -1, ..ListReportsRequest::default() };
    let status = world.service.list_reports(from(SERVICE, negative)).await.unwrap_err();
    assert_eq!(fields(&status), ["page_size"]);
    world.views_follow_from_the_events().await;
}
