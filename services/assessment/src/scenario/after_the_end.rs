//! What becomes known after an incapacity ended: a death, and a relapse that is recognised.

use trajet_contracts::assessment::v1::assessment_event::Fact;
use trajet_contracts::assessment::v1::{AssessmentEvent, IncapacityEnded};
use trajet_ledger::feed::Translated;

use super::*;

impl World {
    /// The ends that the feed tells, in their order.
    async fn ends_told(&self) -> Vec<IncapacityEnded> {
        let recorded = self.ledger().events_after(0, 1000).await.unwrap();
        let told = recorded.iter().filter_map(crate::grpc::translate);
        let facts = told.filter_map(|Translated { payload, .. }| {
            let message: AssessmentEvent = payload?.to_msg().unwrap();
            message.fact
        });
        facts.filter_map(|fact| if let Fact::IncapacityEnded(ended) = fact { Some(ended) } else { None }).collect()
    }

    /// A case that ended with a return on 1 December 2022, and a relapse of it from 9 January 2023 on, declared.
    async fn relapsed() -> (Self, String, String) {
        let (world, former) = Self::recognised().await;
        world.until("2023-01-09").await;
        let end = world.end(&former, "2022-11-30", EndCause::WorkResumed);
        world.service.end_incapacity(physician(end)).await.unwrap();
        let mut relapse =
            DeclareIncapacityRequest { relapse_of: former.clone(), ..world.declaration_from("2023-01-09") };
        relapse.certificate.as_mut().unwrap().expected_end = on("2023-03-31");
        let relapse = world.declare(relapse).await.unwrap().case_id;
        (world, former, relapse)
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
    }
    assert_eq!(world.case(&former).await.end.unwrap().relapsed_on, on("2023-01-09"));
    let told = world.ends_told().await;
    assert_eq!((told.len(), told[1].last_day, told[1].relapsed_on), (2, on("2022-11-30"), on("2023-01-09")));
    // Who dies of the relapse is dead in the former case too.
    world.until("2023-02-10").await;
    world.service.end_incapacity(physician(world.end(&relapse, "2023-02-08", EndCause::Deceased))).await.unwrap();
    let end = world.case(&former).await.end.unwrap();
    assert_eq!((end.last_day, end.died_on, end.relapsed_on), (on("2022-11-30"), on("2023-02-08"), on("2023-01-09")));
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn t9_d24_a_relapse_that_is_not_recognised_is_none() {
    let (world, former, relapse) = World::relapsed().await;
    world.service.refuse_recognition(physician(world.refusal(&relapse, "2023-01-09"))).await.unwrap();
    assert_eq!(world.case(&former).await.end.unwrap().relapsed_on, None);
}
