//! What the CSCMI and regional services tell of rehabilitation programmes.

use trajet_contracts::exchange::v1::ReportRehabilitationFactRequest;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact;
use trajet_contracts::r#type::v1::{
    CscmiAnswer, CscmiDecision, ProgrammeOutcome, RegionalForm, RegionalPresentation, RehabilitationEnd,
    RehabilitationFact, RehabilitationHours, RehabilitationStart,
};
use trajet_service::test_support::on;

use super::*;

const CSCMI: &str = "0456789133";

fn answered(day: &str) -> Fact {
    Fact::Answered(CscmiAnswer { answered_on: on(day), decision: CscmiDecision::Approved.into() })
}

fn started(day: &str) -> Fact {
    Fact::Started(RehabilitationStart { started_on: on(day) })
}

impl World {
    /// With the CSCMI and an employment service among the partners.
    async fn with_rehabilitation_partners(self) -> Self {
        self.register(partner(CSCMI, PartnerKind::Cscmi)).await.unwrap();
        self.register(partner(EMPLOYMENT, PartnerKind::Vdab)).await.unwrap();
        self.with_partners().await
    }

    fn of_programme(&self, niss: &str, fact: Fact) -> ReportRehabilitationFactRequest {
        let fact = Some(RehabilitationFact { fact: Some(fact) });
        ReportRehabilitationFactRequest { request_id: self.id(), niss: niss.into(), fact }
    }

    async fn tells(&self, organisation: &str, request: ReportRehabilitationFactRequest) -> Result<String, String> {
        let reported = self.service.report_rehabilitation_fact(from(organisation, request)).await;
        reported.map(|answer| answer.into_inner().report_id).map_err(|status| reason(&status))
    }

    /// What the case holds of programmes: by whom, and what.
    async fn programme(&self, role: Role) -> Vec<(String, Fact)> {
        let told = self.case_as(role, CASE).await.unwrap().rehabilitation;
        told.into_iter().map(|told| (told.partner_number, told.fact.unwrap().fact.unwrap())).collect()
    }
}

#[tokio::test]
async fn x9_x10_each_partner_tells_what_is_its_own_and_the_case_takes_it_over() {
    let world = World::on("2022-12-15").await.with_rehabilitation_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let (answer, start) = (answered("2022-11-02"), started("2022-12-01"));
    let told =
        async |organisation: &str, fact: &Fact| world.tells(organisation, world.of_programme(KNOWN, *fact)).await;
    let refused = Err("PARTNER_NOT_REGISTERED".to_owned());
    for (organisation, fact) in [(EMPLOYMENT, &answer), (CSCMI, &start), (SERVICE, &start), ("0411724220", &start)] {
        assert_eq!(told(organisation, fact).await, refused, "{organisation}");
    }
    told(CSCMI, &answer).await.unwrap();
    told(EMPLOYMENT, &start).await.unwrap();
    // Told again it adds nothing.
    told(EMPLOYMENT, &start).await.unwrap();
    world.matched().await;
    let expected = [(CSCMI.to_owned(), answer), (EMPLOYMENT.to_owned(), start)];
    assert_eq!(world.programme(Role::Physician).await, expected);
    let page = world.app.feed_sources()[0].page(None, 100).await.unwrap();
    let kinds: Vec<_> = page.events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["trajet.exchange.v1.RehabilitationFactTold"; 2]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn x7_a_partner_reads_what_it_told_of_a_programme_and_nobody_elses() {
    let world = World::on("2022-12-15").await.with_rehabilitation_partners().await;
    let answer = world.tells(CSCMI, world.of_programme(UNKNOWN, answered("2022-11-02"))).await.unwrap();
    world.tells(EMPLOYMENT, world.of_programme(UNKNOWN, started("2022-12-01"))).await.unwrap();
    let own = world.own_reports(CSCMI).await.unwrap().reports;
    let [report] = &own[..] else { panic!("one report") };
    assert_eq!((&report.report_id, &report.fact), (&answer, &None));
    assert_eq!(report.rehabilitation, Some(RehabilitationFact { fact: Some(answered("2022-11-02")) }));
    assert!(world.own_reports(SERVICE).await.unwrap().reports.is_empty());

    // On somebody unknown they wait, in the order in which they came.
    world.matched().await;
    let waiting = world.unmatched(ListUnmatchedReportsRequest::default()).await.reports;
    let waiting: Vec<_> = waiting.into_iter().map(|report| (report.partner_number, report.fact.is_none())).collect();
    assert_eq!(waiting, [(CSCMI.to_owned(), true), (EMPLOYMENT.to_owned(), true)]);
}

#[tokio::test]
async fn x9_a_repeated_call_gets_the_first_report_and_its_answer_does_not_tell_who_is_known() {
    let world = World::on("2022-12-15").await.with_rehabilitation_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let request = world.of_programme(KNOWN, answered("2022-11-02"));
    let first = world.tells(CSCMI, request.clone()).await.unwrap();
    assert_eq!(world.tells(CSCMI, request.clone()).await.unwrap(), first);
    let other = ReportRehabilitationFactRequest { niss: UNKNOWN.into(), ..request };
    assert_eq!(world.tells(CSCMI, other).await.unwrap_err(), "REQUEST_ID_REUSED");
    assert!(world.tells(CSCMI, world.of_programme(UNKNOWN, answered("2022-11-02"))).await.is_ok());
}

#[tokio::test]
async fn d3_a_coordinator_reads_what_happened_and_when_and_no_more() {
    let world = World::on("2022-12-15").await.with_rehabilitation_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let hours = RehabilitationHours { first_day: on("2022-12-01"), last_day: on("2022-12-09"), minutes: 600 };
    let end = RehabilitationEnd { ended_on: on("2022-12-14"), outcome: ProgrammeOutcome::Failed.into() };
    world.tells(CSCMI, world.of_programme(KNOWN, answered("2022-11-02"))).await.unwrap();
    for fact in [Fact::HoursFollowed(hours), Fact::Ended(end), started("2022-12-01")] {
        world.tells(EMPLOYMENT, world.of_programme(KNOWN, fact)).await.unwrap();
    }
    world.matched().await;
    let outline = world.programme(Role::Coordinator).await.into_iter().map(|(_, fact)| fact).collect::<Vec<_>>();
    let expected = [
        Fact::Answered(CscmiAnswer { answered_on: on("2022-11-02"), ..CscmiAnswer::default() }),
        Fact::HoursFollowed(RehabilitationHours { minutes: 0, ..hours }),
        Fact::Ended(RehabilitationEnd { ended_on: on("2022-12-14"), ..RehabilitationEnd::default() }),
        started("2022-12-01"),
    ];
    assert_eq!(outline, expected);
}

#[tokio::test]
async fn x10_all_that_is_wrong_with_a_report_is_told_at_once() {
    let world = World::on("2022-12-15").await.with_rehabilitation_partners().await;
    let hours = RehabilitationHours { first_day: on("2022-12-09"), last_day: on("2022-12-01"), minutes: 0 };
    let request = ReportRehabilitationFactRequest {
        request_id: "1".into(),
        ..world.of_programme("85073003329", Fact::HoursFollowed(hours))
    };
    let status = world.service.report_rehabilitation_fact(from(EMPLOYMENT, request.clone())).await.unwrap_err();
    assert_eq!(fields(&status), ["request_id", "niss", "fact.hours_followed.last_day"]);
    // Who is no partner that tells this learns nothing of it.
    assert_eq!(world.tells(SERVICE, request).await.unwrap_err(), "PARTNER_NOT_REGISTERED");
}

fn presented(day: &str, form: RegionalForm) -> Fact {
    Fact::Presented(RegionalPresentation { presented_on: on(day), form: form.into() })
}

#[tokio::test]
async fn x8_who_presents_themselves_is_told_by_the_service_whose_form_it_is_and_the_answer_tells_nothing() {
    let world = World::on("2022-12-15").await.with_rehabilitation_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let told = async |organisation: &str, niss: &str, fact: Fact| {
        world.tells(organisation, world.of_programme(niss, fact)).await
    };
    let amf = presented("2022-12-01", RegionalForm::Amf);
    let refused = Err("PARTNER_NOT_REGISTERED".to_owned());
    for (organisation, fact) in [(EMPLOYMENT, presented("2022-12-01", RegionalForm::Fif)), (CSCMI, amf), (SERVICE, amf)]
    {
        assert_eq!(told(organisation, KNOWN, fact).await, refused, "{organisation}");
    }
    for wrong in [presented("2022-12-16", RegionalForm::Amf), presented("2022-12-01", RegionalForm::Unspecified)] {
        assert_eq!(told(EMPLOYMENT, KNOWN, wrong).await, Err("VALIDATION_FAILED".to_owned()));
    }
    // Known or not: both are kept, and neither answer differs.
    told(EMPLOYMENT, KNOWN, amf).await.unwrap();
    told(EMPLOYMENT, UNKNOWN, amf).await.unwrap();
    world.matched().await;
    for role in [Role::Physician, Role::Coordinator] {
        assert_eq!(world.programme(role).await, [(EMPLOYMENT.to_owned(), amf)]);
    }
    let own = world.own_reports(EMPLOYMENT).await.unwrap().reports;
    let told: Vec<_> = own.iter().map(|report| report.rehabilitation).collect();
    assert_eq!(told, [Some(RehabilitationFact { fact: Some(amf) }); 2]);
    let page = world.app.feed_sources()[0].page(None, 100).await.unwrap();
    let kinds: Vec<_> = page.events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["trajet.exchange.v1.RehabilitationFactTold"]);
    world.views_follow_from_the_events().await;
}
