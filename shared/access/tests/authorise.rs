//! A protected service under real calls.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::net::Ipv4Addr;
use std::sync::Arc;

use chrono::TimeDelta;
use tonic::service::Routes;
use tonic::transport::Channel;
use tonic::{Code, Request, Response, Status};
use tonic_types::StatusExt;
use trajet_access::{AccessTable, Authorise, Caller, DevelopmentTokens, Role};
use trajet_contracts::FILE_DESCRIPTOR_SET;
use trajet_contracts::simulation::v1::clock_service_client::ClockServiceClient;
use trajet_contracts::simulation::v1::clock_service_server::{ClockService, ClockServiceServer};
use trajet_contracts::simulation::v1::{
    AdvanceClockRequest, AdvanceClockResponse, GetClockRequest, GetClockResponse, GetStandingRequest,
    GetStandingResponse,
};
use trajet_runtime::{Drain, Entropy, Failure, Host, KeyRing, machine_now};

/// Answers only those whom it is told of.
struct Guarded;

#[tonic::async_trait]
impl ClockService for Guarded {
    async fn get_clock(&self, request: Request<GetClockRequest>) -> Result<Response<GetClockResponse>, Status> {
        let caller = Caller::of(&request)?;
        assert_eq!((caller.subject.as_str(), caller.insurer.as_str()), ("someone", "300"));
        Ok(Response::new(GetClockResponse::default()))
    }

    async fn advance_clock(&self, _: Request<AdvanceClockRequest>) -> Result<Response<AdvanceClockResponse>, Status> {
        Err(Failure::ClockNotSimulated.into())
    }

    async fn get_standing(&self, _: Request<GetStandingRequest>) -> Result<Response<GetStandingResponse>, Status> {
        Err(Failure::ClockNotSimulated.into())
    }
}

async fn serve(protected: bool) -> (ClockServiceClient<Channel>, DevelopmentTokens) {
    let tokens = DevelopmentTokens::new(Arc::new(KeyRing::seeded(&Entropy::seeded(1))));
    let mut routes = Routes::new(ClockServiceServer::new(Guarded));
    if protected {
        routes = Authorise::new(tokens.clone(), AccessTable::platform()).protect(routes);
    }
    let host = Host::new(routes, ["trajet.simulation.v1.ClockService"], FILE_DESCRIPTOR_SET);
    let bound = host.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = format!("http://{}", bound.address());
    tokio::spawn(bound.serve(Drain::default()));
    (ClockServiceClient::connect(address).await.unwrap(), tokens)
}

fn with<T: Default>(token: impl Into<Option<String>>) -> Request<T> {
    let mut request = Request::new(T::default());
    if let Some(token) = token.into() {
        request.metadata_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    }
    request.metadata_mut().insert("accept-language", "nl".parse().unwrap());
    request
}

fn token(tokens: &DevelopmentTokens, role: Role) -> String {
    let caller = Caller {
        subject: "someone".parse().unwrap(),
        role,
        insurer: "300".parse().unwrap(),
        organisation: "0206653946".parse().unwrap(),
    };
    tokens.issue(&caller, machine_now() + TimeDelta::minutes(5))
}

fn reason(status: &Status) -> (Code, String, String) {
    let details = status.get_error_details();
    let message = details.localized_message().unwrap().message.clone();
    (status.code(), details.error_info().unwrap().reason.clone(), message)
}

#[tokio::test]
async fn the_service_is_told_who_calls() {
    let (mut client, tokens) = serve(true).await;
    client.get_clock(with(token(&tokens, Role::Operator))).await.unwrap();
}

#[tokio::test]
async fn without_a_valid_credential_nothing_is_answered() {
    let (mut client, _) = serve(true).await;
    let missing = client.get_clock(with(None)).await.unwrap_err();
    let expected = (Code::Unauthenticated, "CREDENTIALS_MISSING".to_owned(), "Gelieve u aan te melden.".to_owned());
    assert_eq!(reason(&missing), expected);
    let invalid = client.get_clock(with("trajet-dev.e30.e30".to_owned())).await.unwrap_err();
    assert_eq!((reason(&invalid).0, &*reason(&invalid).1), (Code::Unauthenticated, "CREDENTIALS_INVALID"));
}

#[tokio::test]
async fn another_role_is_refused_before_the_service_is_asked() {
    let (mut client, tokens) = serve(true).await;
    let refused = client.advance_clock(with(token(&tokens, Role::Physician))).await.unwrap_err();
    assert_eq!((reason(&refused).0, &*reason(&refused).1), (Code::PermissionDenied, "ROLE_NOT_PERMITTED"));
    let metadata = refused.get_details_error_info().unwrap().metadata;
    assert_eq!(metadata["method"], "trajet.simulation.v1.ClockService/AdvanceClock");
    assert_eq!(metadata["role"], "physician");
    let asked = client.advance_clock(with(token(&tokens, Role::Operator))).await.unwrap_err();
    assert_eq!(reason(&asked).1, "CLOCK_NOT_SIMULATED");
}

#[tokio::test]
async fn a_service_that_is_not_protected_answers_nobody() {
    let (mut client, tokens) = serve(false).await;
    let refused = client.get_clock(with(token(&tokens, Role::Operator))).await.unwrap_err();
    assert_eq!(reason(&refused).1, "CREDENTIALS_MISSING");
}

#[tokio::test]
async fn what_does_not_exist_is_refused_like_what_is_not_permitted() {
    use trajet_contracts::feed::v1::feed_service_client::FeedServiceClient;
    let tokens = DevelopmentTokens::new(Arc::new(KeyRing::seeded(&Entropy::seeded(1))));
    let routes = Authorise::new(tokens.clone(), AccessTable::platform()).protect(Routes::default());
    let bound = Host::new(routes, [""; 0], FILE_DESCRIPTOR_SET).bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = format!("http://{}", bound.address());
    tokio::spawn(bound.serve(Drain::default()));
    let mut client = FeedServiceClient::connect(address).await.unwrap();
    let refused = client.list(with(token(&tokens, Role::Auditor))).await.unwrap_err();
    assert_eq!(reason(&refused).1, "ROLE_NOT_PERMITTED");
    let absent = client.list(with(token(&tokens, Role::Service))).await.unwrap_err();
    assert_eq!(absent.code(), Code::Unimplemented);
}
