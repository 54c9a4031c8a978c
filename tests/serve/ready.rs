//! What a process shows when it is ready.

use std::collections::BTreeSet;

use acceptance::{Engine, Installation, Server, on_both_engines};
use tokio_stream::StreamExt as _;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::{v1, v1alpha};

pub(crate) const ASSESSMENT: &str = "trajet.assessment.v1.AssessmentService";
pub(crate) const QUESTIONNAIRE: &str = "trajet.questionnaire.v1.QuestionnaireService";
const DOSSIER: &str = "trajet.dossier.v1.DossierService";
const EXCHANGE: &str = "trajet.exchange.v1.ExchangeService";
/// What belongs to the dossier and is asked for by other people than the dossier itself.
const BESIDE_THE_DOSSIER: [&str; 2] = ["trajet.dossier.v1.ConcertationService", "trajet.dossier.v1.CoordinatorService"];
const REPORT: &str = "trajet.report.v1.ReportService";
const ACCESS: &str = "trajet.access.v1.AccessService";
const FEED: &str = "trajet.feed.v1.FeedService";
const CLOCK: &str = "trajet.simulation.v1.ClockService";
const HEALTH: &str = "grpc.health.v1.Health";

on_both_engines!(the_ready_line_tells_the_address_and_the_services, health_and_reflection_tell_each_service);

async fn the_ready_line_tells_the_address_and_the_services(engine: Engine) {
    let server = Installation::new(engine).await.serve(&[]).await;
    let words: Vec<_> = server.ready().split(' ').collect();
    assert_eq!(words, ["ready", &server.url(), "assessment", "questionnaire", "dossier", "exchange"]);
    assert!(server.address().ip().is_loopback());
    assert_ne!(server.address().port(), 0);
}

async fn health_and_reflection_tell_each_service(engine: Engine) {
    let installation = Installation::new(engine).await;
    let whole = installation.serve(&["--simulated-clock"]).await;
    for service in ["", ASSESSMENT, QUESTIONNAIRE, DOSSIER, EXCHANGE, FEED, REPORT, ACCESS, CLOCK]
        .into_iter()
        .chain(BESIDE_THE_DOSSIER)
    {
        assert_eq!(health(&whole, service).await, Some(ServingStatus::Serving), "{service}");
    }
    assert_eq!(health(&whole, "trajet.assessment.v1.Other").await, None);
    let all = [HEALTH, ASSESSMENT, FEED, REPORT, ACCESS, QUESTIONNAIRE, DOSSIER, EXCHANGE, CLOCK]
        .into_iter()
        .chain(BESIDE_THE_DOSSIER);
    let all = all.map(str::to_owned).collect();
    assert_eq!(listed(&whole).await, all);
    assert_eq!(listed_to_older_tools(&whole).await, all);

    // Nobody is told of a clock that cannot be set.
    whole.stop().await;
    let real = installation.serve(&[]).await;
    assert_eq!(health(&real, CLOCK).await, None);
    assert!(!listed(&real).await.contains(CLOCK));
}

pub(crate) async fn health(server: &Server, service: &str) -> Option<ServingStatus> {
    let request = HealthCheckRequest { service: service.to_owned() };
    let answer = HealthClient::new(server.channel()).check(request).await.ok()?;
    Some(answer.into_inner().status())
}

async fn listed(server: &Server) -> BTreeSet<String> {
    use v1::server_reflection_request::MessageRequest;
    use v1::server_reflection_response::MessageResponse;
    let message_request = Some(MessageRequest::ListServices(String::new()));
    let request = v1::ServerReflectionRequest { host: String::new(), message_request };
    let mut client = v1::server_reflection_client::ServerReflectionClient::new(server.channel());
    let mut answers = client.server_reflection_info(tokio_stream::once(request)).await.unwrap().into_inner();
    match answers.next().await.unwrap().unwrap().message_response {
        Some(MessageResponse::ListServicesResponse(list)) => {
            list.service.into_iter().map(|service| service.name).filter(is_ours).collect()
        }
        other => panic!("{other:?}"),
    }
}

async fn listed_to_older_tools(server: &Server) -> BTreeSet<String> {
    use v1alpha::server_reflection_request::MessageRequest;
    use v1alpha::server_reflection_response::MessageResponse;
    let message_request = Some(MessageRequest::ListServices(String::new()));
    let request = v1alpha::ServerReflectionRequest { host: String::new(), message_request };
    let mut client = v1alpha::server_reflection_client::ServerReflectionClient::new(server.channel());
    let mut answers = client.server_reflection_info(tokio_stream::once(request)).await.unwrap().into_inner();
    match answers.next().await.unwrap().unwrap().message_response {
        Some(MessageResponse::ListServicesResponse(list)) => {
            list.service.into_iter().map(|service| service.name).filter(is_ours).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// Reflection may list itself.
#[expect(clippy::ptr_arg, reason = "a filter gives references to what it filters")]
fn is_ours(service: &String) -> bool {
    !service.starts_with("grpc.reflection.")
}
