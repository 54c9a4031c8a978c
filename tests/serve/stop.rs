//! The end of a process that is asked to end.

use acceptance::{Engine, Installation, Role, day, on_both_engines, within};
use tokio_stream::StreamExt as _;
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use trajet_contracts::feed::v1::WatchRequest;

use crate::ready::ASSESSMENT;

on_both_engines!(sigterm_tells_health_first_and_ends_open_streams);

async fn sigterm_tells_health_first_and_ends_open_streams(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    server.client(Role::Physician).declare_and_recognise(1, day("2022-09-01")).await;

    let request = HealthCheckRequest { service: ASSESSMENT.to_owned() };
    let mut health = HealthClient::new(server.channel()).watch(request).await.unwrap().into_inner();
    let first = within("the health", health.next()).await.unwrap().unwrap();
    assert_eq!(first.status(), ServingStatus::Serving);
    let request = WatchRequest { ledger: "assessment/300".to_owned(), ..Default::default() };
    let mut feed = server.client(Role::Service).feed().watch(request).await.unwrap().into_inner();
    within("the first facts", feed.next()).await.unwrap().unwrap();

    server.terminate().await;
    let told = within("the change of health", health.next()).await.unwrap().unwrap();
    assert_eq!(told.status(), ServingStatus::NotServing);
    let end = within("the end of the feed", async {
        loop {
            if let Err(status) = feed.next().await.expect("a stream ends with a status of its own") {
                return status;
            }
        }
    })
    .await;
    acceptance::failed::expect(&end, Code::Unavailable, "DRAINING");
    let ended = server.ended().await;
    assert_eq!(ended.code, Some(0), "{}", ended.output);
}
