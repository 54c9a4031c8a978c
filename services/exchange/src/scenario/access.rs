//! What a partner learns: of its own reports what it sent, and of the insurer's cases nothing (X7).

use trajet_contracts::exchange::v1::Report;

use super::*;

#[tokio::test]
async fn x7_a_report_on_an_unknown_person_answers_exactly_alike() {
    let world = World::on("2022-12-15").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let mut answers = Vec::new();
    for niss in [KNOWN, UNKNOWN, KNOWN, UNKNOWN] {
        answers.push(world.reported(niss, "2022-11-02").await);
        world.matched().await;
    }
    for answer in &answers {
        let id: Uuid = answer.report_id.parse().unwrap();
        assert_eq!((id.get_version_num(), answer.etag.as_str()), (7, "1"));
        // The cursor stands for the report alone and is sealed: nothing in it grows with the ledger.
        assert_eq!(answer.cursor.len(), answers[0].cursor.len());
        assert_eq!(answer.cursor, crate::grpc::receipt::cursor(world.ledger(), id));
    }
    // What the list shows does not tell either which of them found a case.
    let reports = world.own_reports(SERVICE).await.unwrap().reports;
    let strip = |report: &Report| Report { report_id: String::new(), ..report.clone() };
    assert_eq!(reports.len(), 4);
    assert!(reports.iter().all(|report| strip(report) == strip(&reports[0])));
    let newest_first: Vec<_> = answers.iter().rev().map(|answer| answer.report_id.clone()).collect();
    assert_eq!(reports.into_iter().map(|report| report.report_id).collect::<Vec<_>>(), newest_first);
}

#[tokio::test]
async fn x7_a_partner_reads_after_its_report_and_gives_no_cursor_of_the_ledger() {
    let world = World::on("2022-12-15").await.with_partners().await;
    let report = world.reported(KNOWN, "2022-11-02").await;
    let read = async |min_cursor: String| {
        let request = ListReportsRequest { min_cursor, ..ListReportsRequest::default() };
        world.service.list_reports(from(SERVICE, request)).await
    };
    assert_eq!(read(report.cursor.clone()).await.unwrap().into_inner().reports.len(), 1);
    let of_the_ledger = world.ledger().head_cursor().to_string();
    let forged = format!("{}00", report.cursor);
    for cursor in [of_the_ledger, forged, report.report_id.clone()] {
        assert_eq!(fields(&read(cursor).await.unwrap_err()), ["min_cursor"]);
    }
    // Staff may give either.
    for min_cursor in [report.cursor, world.ledger().head_cursor().to_string()] {
        let request = ListUnmatchedReportsRequest { min_cursor, ..ListUnmatchedReportsRequest::default() };
        assert_eq!(world.unmatched(request).await.reports.len(), 1);
    }
    let request = ListUnmatchedReportsRequest { min_cursor: "x".into(), ..ListUnmatchedReportsRequest::default() };
    let status = world.service.list_unmatched_reports(by(Role::Physician, SERVICE, request)).await.unwrap_err();
    assert_eq!(fields(&status), ["min_cursor"]);
}

#[tokio::test]
async fn x7_another_organisation_sees_nothing_on_sqlite() {
    x7_another_organisation_sees_nothing(World::on("2022-12-15").await.with_partners().await).await;
}

#[tokio::test]
async fn x7_another_organisation_sees_nothing_on_postgres() {
    x7_another_organisation_sees_nothing(World::on_postgres("2022-12-15").await.with_partners().await).await;
}

async fn x7_another_organisation_sees_nothing(world: World) {
    for on in ["2022-11-02", "2022-11-03"] {
        world.reported(KNOWN, on).await;
    }
    assert_eq!(world.own_reports(SERVICE).await.unwrap().reports.len(), 2);
    assert_eq!(world.own_reports(OTHER_SERVICE).await.unwrap(), ListReportsResponse::default());
    // Nor by a page that another organisation was given.
    let request = ListReportsRequest { page_size: 1, ..ListReportsRequest::default() };
    let page = world.service.list_reports(from(SERVICE, request.clone())).await.unwrap().into_inner();
    let request = ListReportsRequest { page_token: page.next_page_token, ..request };
    let status = world.service.list_reports(from(OTHER_SERVICE, request.clone())).await.unwrap_err();
    assert_eq!(reason(&status), "PAGE_TOKEN_INVALID");
    assert_eq!(world.service.list_reports(from(SERVICE, request)).await.unwrap().into_inner().reports.len(), 1);
}

#[tokio::test]
async fn x5_only_an_occupational_health_service_of_today_reports() {
    let world = World::on("2022-12-15").await;
    world.register(partner(EMPLOYMENT, PartnerKind::Vdab)).await.unwrap();
    let last_day = Some(to_proto(day("2022-12-15")));
    let ending = Partner { valid_to: last_day, ..partner(SERVICE, PartnerKind::OccupationalHealthService) };
    world.register(ending).await.unwrap();
    let beginning = Partner {
        valid_from: Some(to_proto(day("2022-12-16"))),
        ..partner(OTHER_SERVICE, PartnerKind::OccupationalHealthService)
    };
    world.register(beginning).await.unwrap();
    let may = async |organisation: &str| {
        let report = world.report(KNOWN, "2022-11-02");
        let reported = world.service.report_codex_fact(from(organisation, report)).await;
        let listed = world.own_reports(organisation).await;
        let refused = [reported.err(), listed.err()].map(|error| error.map(|status| reason(&status)));
        assert!(refused.iter().flatten().all(|reason| reason == "PARTNER_NOT_REGISTERED"));
        refused.map(|refused| refused.is_none())
    };
    // A partner of another kind lists what it sent itself, and tells nothing of this.
    let (yes, no, lists) = ([true; 2], [false; 2], [false, true]);
    assert_eq!([may(SERVICE).await, may(OTHER_SERVICE).await, may(EMPLOYMENT).await], [yes, no, lists]);
    world.bench.clock.set(day("2022-12-16")).unwrap();
    assert_eq!([may(SERVICE).await, may(OTHER_SERVICE).await, may(EMPLOYMENT).await], [no, yes, lists]);

    // One that is none learns nothing by the fields of its request.
    let empty = ReportCodexFactRequest::default();
    let unregistered = world.service.report_codex_fact(from("0411724220", empty)).await.unwrap_err();
    let other_kind = world.service.report_codex_fact(from(EMPLOYMENT, world.report(KNOWN, "2022-11-02")));
    assert_eq!(all_of(&unregistered), all_of(&other_kind.await.unwrap_err()));
    assert_eq!(reason(&unregistered), "PARTNER_NOT_REGISTERED");
}

#[tokio::test]
async fn x7_partners_and_reports_are_no_cases() {
    let world = World::on("2022-12-15").await.with_partners().await;
    let report: Uuid = world.reported(KNOWN, "2022-11-02").await.report_id.parse().unwrap();
    let partner = crate::registry::stream_of("exchange/300", SERVICE.parse().unwrap());
    assert!(world.ledger().state(partner).await.unwrap().is_some());
    let absent = all_of(&world.case(Uuid::from_u128(1)).await.unwrap_err());
    for stream in [report, partner, Uuid::from_u128(1)] {
        assert_eq!(all_of(&world.case(stream).await.unwrap_err()), absent);
        let request = ListCaseHistoryRequest { case_id: stream.to_string(), ..ListCaseHistoryRequest::default() };
        let status = world.service.list_case_history(by(Role::Auditor, SERVICE, request)).await.unwrap_err();
        assert_eq!(all_of(&status), absent);
    }
}

#[tokio::test]
async fn x5_the_history_of_a_case_tells_who_told_and_nothing_of_health() {
    let world = World::on("2022-12-15").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let ended =
        CodexEnd { ended_on: Some(to_proto(day("2022-12-01"))), article: "I.4-76".into(), definitively_unfit: true };
    let fact = Some(CodexFact { fact: Some(codex_fact::Fact::Ended(ended)), ..CodexFact::default() });
    let request = ReportCodexFactRequest { fact, ..world.report(KNOWN, "2022-11-02") };
    world.service.report_codex_fact(from(SERVICE, request)).await.unwrap();
    world.matched().await;
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(by(Role::Physician, SERVICE, request)).await.unwrap().into_inner();
    let told = &history.entries[1];
    assert_eq!(
        (history.entries.len(), told.kind.as_str(), told.actor.as_str()),
        (2, "codex_fact_told", "system:exchange/300")
    );
    assert_eq!(
        (told.effective_on, told.basis.as_ref().unwrap().rule.as_str()),
        (Some(to_proto(day("2022-12-01"))), "X5")
    );
    assert!(!format!("{history:?}").contains("unfit"));
}

#[tokio::test]
async fn d3_a_coordinator_reads_what_happened_and_when_and_no_more() {
    let world = World::on("2022-12-15").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let on = Some(to_proto(day("2022-12-01")));
    let ended = CodexEnd { ended_on: on, article: "I.4-76".into(), definitively_unfit: true };
    let visit = |outcome: PreReturnVisitOutcome| {
        codex_fact::Fact::PreReturnVisit(PreReturnVisit { held_on: on, outcome: outcome.into() })
    };
    let decided = visit(PreReturnVisitOutcome::CodexNotAsked);
    let whole = [requested("2022-11-02").fact.unwrap(), codex_fact::Fact::Ended(ended), decided];
    for fact in whole.clone() {
        let fact = Some(CodexFact { fact: Some(fact), employer_number: "0403.019.261".into() });
        let request = ReportCodexFactRequest { fact, ..world.report(KNOWN, "2022-11-02") };
        world.service.report_codex_fact(from(SERVICE, request)).await.unwrap();
        world.matched().await;
    }
    let told = async |role| {
        let codex = world.case_as(role, CASE).await.unwrap().codex;
        let facts = codex.into_iter().map(|told| told.fact.unwrap());
        // Of whom it is, is read by whoever reads that it was told.
        facts
            .map(|fact| (fact.employer_number == "0403019261").then(|| fact.fact.unwrap()).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(told(Role::Physician).await, whole);
    let requested_on = Some(to_proto(day("2022-11-02")));
    let outline = [
        codex_fact::Fact::Requested(CodexRequest { requested_on, ..CodexRequest::default() }),
        codex_fact::Fact::Ended(CodexEnd { ended_on: on, ..CodexEnd::default() }),
        visit(PreReturnVisitOutcome::Unspecified),
    ];
    assert_eq!(told(Role::Coordinator).await, outline);
}

#[tokio::test]
async fn x5_a_report_that_was_answered_is_answered_again_when_the_partner_is_none_any_more() {
    let world = World::on("2022-12-15").await;
    let last_day = Some(to_proto(day("2022-12-15")));
    let ending = Partner { valid_to: last_day, ..partner(SERVICE, PartnerKind::OccupationalHealthService) };
    world.register(ending).await.unwrap();
    let request = world.report(KNOWN, "2022-11-02");
    let report = async |request| world.service.report_codex_fact(from(SERVICE, request)).await;
    let first = report(request.clone()).await.unwrap().into_inner();
    world.bench.clock.set(day("2022-12-16")).unwrap();
    assert_eq!(report(request.clone()).await.unwrap().into_inner(), first);
    let another = report(world.report(KNOWN, "2022-11-02")).await.unwrap_err();
    assert_eq!(reason(&another), "PARTNER_NOT_REGISTERED");
    // Neither does anybody else get that answer.
    let other = world.service.report_codex_fact(from(OTHER_SERVICE, request)).await.unwrap_err();
    assert_eq!(all_of(&other), all_of(&another));
}
