//! What becomes known after an incapacity ended: a death, and a relapse that is recognised.

use trajet_contracts::assessment::v1::annul_act_request::Instead;
use trajet_contracts::assessment::v1::assessment_event::Fact;
use trajet_contracts::assessment::v1::{CorrectStartRequest, IncapacityEnded, StartReason};
use trajet_contracts::r#type::v1::AnnulmentReason;
use trajet_ledger::feed::own;

use super::*;

impl World {
    /// The ends that the feed tells, in their order.
    async fn ends_told(&self) -> Vec<IncapacityEnded> {
        self.facts_told()
            .await
            .into_iter()
            .filter_map(|fact| if let Fact::IncapacityEnded(ended) = fact { Some(ended) } else { None })
            .collect()
    }

    /// What cases have to tell each other is told.
    async fn tell(&self) {
        own::catch_up(self.ledger(), reactions::former::tell).await.unwrap();
    }

    /// What the case of a relapse told another: the first day of the relapse, and the day of the death.
    async fn knows(&self, former: &str) -> (Option<Date>, Option<Date>) {
        self.tell().await;
        let end = self.case(former).await.end;
        let died = end.as_ref().filter(|end| end.cause() == EndCause::Deceased).and_then(|end| end.last_day);
        (end.as_ref().and_then(|end| end.relapsed_on), end.as_ref().and_then(|end| end.died_on).or(died))
    }

    /// The same, with the relapse recognised on its first day.
    async fn recognised_relapse() -> (Self, String, String) {
        let (world, former, relapse) = Self::relapsed().await;
        world.service.recognise_incapacity(physician(world.recognition(&relapse, "2023-01-09"))).await.unwrap();
        (world, former, relapse)
    }

    /// Annuls the last act of a kind in a case.
    async fn annul_last(&self, case: &str, kind: &str, instead: Option<Instead>) {
        let position = self.entry(case, kind).await;
        self.annul(case, position, AnnulmentReason::WrongContent, instead).await.unwrap();
    }

    /// A case that ended with a return on 1 December 2022, and a relapse of it from 9 January 2023 on, declared.
    async fn relapsed() -> (Self, String, String) {
        let (world, former) = Self::recognised().await;
        world.until("2023-01-09").await;
        let end = world.end(&former, "2022-11-30", EndCause::WorkResumed);
        world.service.end_incapacity(physician(end)).await.unwrap();
        let relapse = world.relapse_of(&former, "2023-01-09").await;
        (world, former, relapse)
    }

    async fn relapse_of(&self, former: &str, start: &str) -> String {
        let mut relapse = DeclareIncapacityRequest { relapse_of: former.to_owned(), ..self.declaration_from(start) };
        relapse.certificate.as_mut().unwrap().expected_end = on("2023-03-31");
        self.declare(relapse).await.unwrap().case_id
    }
}

fn on(text: &str) -> Option<trajet_contracts::google::r#type::Date> {
    text.parse().ok().map(to_proto)
}

#[tokio::test]
async fn t6_b_a_death_after_the_end_is_told_once_and_by_the_feed() {
    let (world, id) = World::recognised().await;
    world.until("2023-03-01").await;
    world.service.end_incapacity(physician(world.end(&id, "2022-11-30", EndCause::WorkResumed))).await.unwrap();
    let early = world.end(&id, "2022-11-29", EndCause::Deceased);
    let status = world.service.end_incapacity(physician(early)).await.unwrap_err();
    assert_eq!(fields(&status), ["last_day"]);
    let died = world.end(&id, "2023-02-01", EndCause::Deceased);
    world.service.end_incapacity(physician(died.clone())).await.unwrap();
    world.service.end_incapacity(physician(died)).await.unwrap();
    let again = world.end(&id, "2023-02-02", EndCause::Deceased);
    let status = world.service.end_incapacity(physician(again)).await.unwrap_err();
    let refused = ["refusal", "rule", "latest"].map(|key| told(&status, key));
    assert_eq!(refused, ["INCAPACITY_ENDED", "T6.b", "2023-02-01"]);
    let end = world.case(&id).await.end.unwrap();
    assert_eq!((end.last_day, end.cause(), end.died_on), (on("2022-11-30"), EndCause::WorkResumed, on("2023-02-01")));
    let ended = IncapacityEnded { last_day: on("2022-11-30"), ..IncapacityEnded::default() };
    assert_eq!(world.ends_told().await, [ended, IncapacityEnded { died_on: on("2023-02-01"), ..ended }]);
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn t9_d24_a_relapse_is_told_to_the_former_case_when_it_is_recognised() {
    let (world, former, relapse) = World::relapsed().await;
    assert_eq!(world.ends_told().await.len(), 1, "it is not recognised yet");
    let recognition = world.recognition(&relapse, "2023-01-09");
    for _ in 0..2 {
        world.service.recognise_incapacity(physician(recognition.clone())).await.unwrap();
        world.tell().await;
    }
    assert_eq!(world.case(&former).await.end.unwrap().relapsed_on, on("2023-01-09"));
    let told = world.ends_told().await;
    assert_eq!((told.len(), told[1].last_day, told[1].relapsed_on), (2, on("2022-11-30"), on("2023-01-09")));
    // Who dies of the relapse is dead in the former case too.
    world.until("2023-02-10").await;
    world.service.end_incapacity(physician(world.end(&relapse, "2023-02-08", EndCause::Deceased))).await.unwrap();
    world.tell().await;
    let end = world.case(&former).await.end.unwrap();
    assert_eq!((end.last_day, end.died_on, end.relapsed_on), (on("2022-11-30"), on("2023-02-08"), on("2023-01-09")));
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn t9_d24_a_relapse_that_is_not_recognised_is_none() {
    let (world, former, relapse) = World::relapsed().await;
    world.service.refuse_recognition(physician(world.refusal(&relapse, "2023-01-09"))).await.unwrap();
    assert_eq!(world.knows(&former).await, (None, None));
}

#[tokio::test]
async fn t9_d24_a_process_that_stopped_before_it_told_tells_when_it_is_back_and_two_tell_once() {
    let (world, former, _) = World::recognised_relapse().await;
    assert_eq!(world.case(&former).await.end.unwrap().relapsed_on, None, "nothing was told yet");
    // When it comes back, twice
    let setup = world.app.setup.clone();
    let insurers = ["300".to_owned(), "500".to_owned()];
    let again = App::open(&world.bench.location, &insurers, &setup).await.unwrap();
    let there = again.ledgers().all().next().unwrap().1;
    let (here, there) = tokio::join!(
        own::catch_up(world.ledger(), reactions::former::tell),
        own::catch_up(there, reactions::former::tell)
    );
    here.and(there).unwrap();
    // Then it is told, once
    assert_eq!(world.knows(&former).await, (on("2023-01-09"), None));
    assert_eq!(world.ends_told().await.len(), 2);
    let told = world.entries(&former).await.into_iter().filter(|entry| entry.kind == "fact_noted").count();
    assert_eq!(told, 1);
    // And not again, whatever is looked at again
    let head = world.ledger().head_cursor();
    world.tell().await;
    assert_eq!(world.ledger().head_cursor(), head);
}

#[tokio::test]
async fn t9_d24_a_recognition_of_a_relapse_that_is_annulled_is_taken_back_and_another_of_that_day_is_told() {
    let (world, former, relapse) = World::recognised_relapse().await;
    assert_eq!(world.knows(&former).await, (on("2023-01-09"), None));
    for _ in 0..2 {
        world.annul_last(&relapse, "incapacity_recognised", None).await;
        assert_eq!(world.knows(&former).await, (None, None));
        assert_eq!(world.fed().await.last().unwrap(), "FactsAnnulled");
        world.service.recognise_incapacity(physician(world.recognition(&relapse, "2023-01-09"))).await.unwrap();
        assert_eq!(world.knows(&former).await, (on("2023-01-09"), None));
    }
    // What was told is taken back where it was told, and not in the former case.
    let position = world.entry(&former, "fact_noted").await;
    let refused = world.annul(&former, position, AnnulmentReason::WrongContent, None).await.unwrap_err();
    assert_eq!(told(&refused, "refusal"), "NOT_AN_ACT");
    // With the whole case of the relapse, all that it told is.
    world.annul_last(&relapse, "incapacity_declared", None).await;
    assert_eq!(world.knows(&former).await, (None, None));
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn t9_d24_a_corrected_first_day_of_a_relapse_is_told_and_its_annulment_too() {
    let (world, former, relapse) = World::recognised_relapse().await;
    assert_eq!(world.knows(&former).await, (on("2023-01-09"), None));
    world.until("2023-01-16").await;
    let corrected = CorrectStartRequest {
        request_id: world.id(),
        case_id: relapse.clone(),
        incapacity_start: on("2023-01-05"),
        activity_ceased_on: on("2023-01-05"),
        reason: StartReason::CertificateCorrected.into(),
        decided_on: on("2023-01-16"),
        ..Default::default()
    };
    world.service.correct_start(physician(corrected)).await.unwrap();
    assert_eq!(world.knows(&former).await, (on("2023-01-05"), None));
    world.annul_last(&relapse, "start_corrected", None).await;
    assert_eq!(world.knows(&former).await, (on("2023-01-09"), None));
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn t6_b_a_death_told_in_place_of_another_end_reaches_the_former_case_and_one_that_is_annulled_is_taken_back() {
    let (world, former, relapse) = World::recognised_relapse().await;
    world.until("2023-02-10").await;
    let end = |cause| world.end(&relapse, "2023-02-08", cause);
    world.service.end_incapacity(physician(end(EndCause::NoLongerUnfit))).await.unwrap();
    assert_eq!(world.knows(&former).await, (on("2023-01-09"), None));
    let died = EndIncapacityRequest { request_id: String::new(), case_id: String::new(), ..end(EndCause::Deceased) };
    world.annul_last(&relapse, "incapacity_ended", Some(Instead::End(died))).await;
    assert_eq!(world.knows(&former).await, (on("2023-01-09"), on("2023-02-08")));
    // Annulled and told again, on the same day and on another
    for day in ["2023-02-08", "2023-02-07"] {
        world.annul_last(&relapse, "incapacity_ended", None).await;
        assert_eq!(world.knows(&former).await, (on("2023-01-09"), None));
        let died = EndIncapacityRequest { last_day: on(day), ..end(EndCause::Deceased) };
        world.service.end_incapacity(physician(died)).await.unwrap();
        assert_eq!(world.knows(&former).await, (on("2023-01-09"), on(day)));
    }
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn t6_b_a_death_goes_from_former_case_to_former_case_and_back() {
    let (world, first, second) = World::recognised_relapse().await;
    world.until("2023-02-13").await;
    world.service.end_incapacity(physician(world.end(&second, "2023-02-05", EndCause::WorkResumed))).await.unwrap();
    let third = world.relapse_of(&second, "2023-02-13").await;
    world.service.recognise_incapacity(physician(world.recognition(&third, "2023-02-13"))).await.unwrap();
    world.until("2023-02-20").await;
    world.service.end_incapacity(physician(world.end(&third, "2023-02-18", EndCause::Deceased))).await.unwrap();
    assert_eq!(world.knows(&second).await, (on("2023-02-13"), on("2023-02-18")));
    assert_eq!(world.knows(&first).await, (on("2023-01-09"), on("2023-02-18")));
    world.annul_last(&third, "incapacity_ended", None).await;
    assert_eq!(world.knows(&second).await, (on("2023-02-13"), None));
    assert_eq!(world.knows(&first).await, (on("2023-01-09"), None));
    test_support::views_follow_from_the_events(world.ledger()).await;
}
