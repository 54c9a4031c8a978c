//! A host under real calls: what it answers, refuses, tells of its health, and how it ends.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tonic::codegen::BoxStream;
use tonic::service::Routes;
use tonic::transport::Channel;
use tonic::{Code, Request, Response, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt;
use trajet_contracts::FILE_DESCRIPTOR_SET;
use trajet_contracts::feed::v1::feed_service_client::FeedServiceClient;
use trajet_contracts::feed::v1::feed_service_server::{FeedService, FeedServiceServer};
use trajet_contracts::feed::v1::{
    GetLedgerRequest, GetLedgerResponse, ListRequest, ListResponse, WatchRequest, WatchResponse,
};
use trajet_runtime::server::HostError;
use trajet_runtime::{Drain, Failure, Host, Limits};

const SERVICE: &str = "trajet.feed.v1.FeedService";

/// A service whose calls wait until they are let go.
#[derive(Clone)]
struct Patient {
    entered: Arc<Semaphore>,
    let_go: Arc<Semaphore>,
    drain: Drain,
}

#[tonic::async_trait]
impl FeedService for Patient {
    type WatchStream = BoxStream<WatchResponse>;

    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let first = stream::iter([Ok(WatchResponse::default())]);
        let rest = stream::pending().take_until(self.drain.begun());
        let end = stream::iter([Err(Failure::Draining.into())]);
        Ok(Response::new(first.chain(rest).chain(end).boxed()))
    }

    async fn list(&self, _: Request<ListRequest>) -> Result<Response<ListResponse>, Status> {
        self.entered.add_permits(1);
        self.let_go.acquire().await.unwrap().forget();
        Ok(Response::new(ListResponse::default()))
    }

    async fn get_ledger(&self, _: Request<GetLedgerRequest>) -> Result<Response<GetLedgerResponse>, Status> {
        Err(Failure::CursorForeign { ledger: "assessment/300".into() }.into())
    }
}

struct Running {
    address: SocketAddr,
    service: Patient,
    drain: Drain,
    serving: JoinHandle<Result<(), HostError>>,
}

impl Running {
    fn start(limits: Limits) -> Self {
        let drain = Drain::default();
        let nothing = || Arc::new(Semaphore::new(0));
        let service = Patient { entered: nothing(), let_go: nothing(), drain: drain.clone() };
        let routes = Routes::new(FeedServiceServer::new(service.clone()));
        let host = Host::new(routes, [SERVICE], FILE_DESCRIPTOR_SET).limits(limits);
        let bound = host.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        let address = bound.address();
        let serving = tokio::spawn(bound.serve(drain.clone()));
        Self { address, service, drain, serving }
    }

    async fn channel(&self) -> Channel {
        Channel::from_shared(format!("http://{}", self.address)).unwrap().connect().await.unwrap()
    }

    async fn client(&self) -> FeedServiceClient<Channel> {
        FeedServiceClient::new(self.channel().await)
    }

    /// A call that the service has taken up and not answered.
    async fn call_under_way(&self) -> JoinHandle<Result<Response<ListResponse>, Status>> {
        let mut client = self.client().await;
        let call = tokio::spawn(async move { client.list(ListRequest::default()).await });
        self.service.entered.acquire().await.unwrap().forget();
        call
    }

    async fn health(&self, service: &str) -> Result<i32, Code> {
        let request = HealthCheckRequest { service: service.into() };
        let answer = HealthClient::new(self.channel().await).check(request).await;
        answer.map(|answer| answer.into_inner().status).map_err(|status| status.code())
    }
}

#[tokio::test]
async fn many_hosts_run_on_free_ports_and_tell_failures_in_the_callers_language() {
    let (first, second) = (Running::start(Limits::default()), Running::start(Limits::default()));
    assert_ne!(first.address.port(), 0);
    assert_ne!(first.address, second.address);
    for (language, message) in [
        ("fr-BE,fr;q=0.9", "La position de lecture appartient à un autre registre."),
        ("pl", "The reading position belongs to another register."),
    ] {
        let mut request = Request::new(GetLedgerRequest::default());
        request.metadata_mut().insert("accept-language", language.parse().unwrap());
        let status = second.client().await.get_ledger(request).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!((&*info.reason, &*info.metadata["ledger"]), ("CURSOR_FOREIGN", "assessment/300"));
        assert_eq!(details.localized_message().unwrap().message, message);
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_refused() {
    let running = Running::start(Limits::default());
    let refused = Host::new(Routes::default(), [SERVICE], FILE_DESCRIPTOR_SET).bind(running.address).unwrap_err();
    assert!(matches!(refused, HostError::Listen { address, .. } if address == running.address));
    let refused = Host::new(Routes::default(), [SERVICE], b"no descriptors").bind(running.address).unwrap_err();
    assert!(matches!(refused, HostError::Descriptors(_)));
}

#[tokio::test]
async fn health_is_told_of_the_process_and_of_each_service() {
    let running = Running::start(Limits::default());
    for service in ["", SERVICE] {
        assert_eq!(running.health(service).await, Ok(ServingStatus::Serving as i32));
    }
    assert_eq!(running.health("trajet.other.v1.OtherService").await, Err(Code::NotFound));
}

#[tokio::test]
async fn a_call_too_many_is_refused_at_once_and_health_still_answers() {
    let running = Running::start(Limits { calls_at_once: 1, ..Limits::default() });
    let under_way = running.call_under_way().await;
    let status = running.client().await.list(ListRequest::default()).await.unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted);
    assert!(status.get_details_retry_info().unwrap().retry_delay.is_some());
    assert_eq!(running.health("").await, Ok(ServingStatus::Serving as i32));

    running.service.let_go.add_permits(2);
    under_way.await.unwrap().unwrap();
    running.client().await.list(ListRequest::default()).await.unwrap();
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_ended_and_gives_its_place_back() {
    let limits = Limits { calls_at_once: 1, answer_within: Duration::from_millis(20), ..Limits::default() };
    let running = Running::start(limits);
    for _ in 0..2 {
        let status = running.client().await.list(ListRequest::default()).await.unwrap_err();
        assert_eq!(status.code(), Code::DeadlineExceeded);
        assert_eq!(status.get_details_error_info().unwrap().reason, "DEADLINE_EXCEEDED");
    }
}

#[tokio::test]
async fn draining_tells_health_first_ends_streams_and_answers_what_is_under_way() {
    let running = Running::start(Limits::default());
    let mut health = HealthClient::new(running.channel().await)
        .watch(HealthCheckRequest { service: SERVICE.into() })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(health.message().await.unwrap().unwrap().status, ServingStatus::Serving as i32);
    let mut feed = running.client().await.watch(WatchRequest::default()).await.unwrap().into_inner();
    feed.message().await.unwrap().unwrap();
    let under_way = running.call_under_way().await;

    running.drain.begin();

    assert_eq!(health.message().await.unwrap().unwrap().status, ServingStatus::NotServing as i32);
    assert_eq!(health.message().await.unwrap(), None);
    let ended = feed.message().await.unwrap_err();
    assert_eq!((ended.code(), ended.get_details_error_info().unwrap().reason), (Code::Unavailable, "DRAINING".into()));
    Channel::from_shared(format!("http://{}", running.address)).unwrap().connect().await.unwrap_err();
    running.service.let_go.add_permits(1);
    under_way.await.unwrap().unwrap();
    running.serving.await.unwrap().unwrap();
}

#[tokio::test]
async fn draining_takes_no_longer_than_it_may() {
    let running = Running::start(Limits { drain_within: Duration::from_millis(20), ..Limits::default() });
    let _under_way = running.call_under_way().await;
    running.drain.begin();
    running.serving.await.unwrap().unwrap();
}

#[tokio::test]
async fn reflection_lists_the_services_in_both_versions() {
    let running = Running::start(Limits::default());
    macro_rules! listed {
        ($version:ident) => {{
            use tonic_reflection::pb::$version::ServerReflectionRequest;
            use tonic_reflection::pb::$version::server_reflection_client::ServerReflectionClient;
            use tonic_reflection::pb::$version::server_reflection_request::MessageRequest;
            use tonic_reflection::pb::$version::server_reflection_response::MessageResponse;
            let message_request = Some(MessageRequest::ListServices(String::new()));
            let requests = stream::iter([ServerReflectionRequest { host: String::new(), message_request }]);
            let mut client = ServerReflectionClient::new(running.channel().await);
            let mut answers = client.server_reflection_info(requests).await.unwrap().into_inner();
            let answer = answers.message().await.unwrap().unwrap().message_response;
            let Some(MessageResponse::ListServicesResponse(list)) = answer else { panic!("{answer:?}") };
            list.service.into_iter().map(|service| service.name).collect::<Vec<_>>()
        }};
    }
    for mut names in [listed!(v1), listed!(v1alpha)] {
        names.retain(|name| !name.starts_with("grpc.reflection."));
        names.sort();
        assert_eq!(names, ["grpc.health.v1.Health", SERVICE]);
    }
}
