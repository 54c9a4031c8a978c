//! A protected service under real calls.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use tonic::service::Routes;
use tonic::transport::Channel;
use tonic::{Code, Request, Response, Status};
use tonic_types::StatusExt;
use trajet_access::{
    AccessTable, Authorise, Caller, DevelopmentTokens, Handling, Look, Purpose, RecordReads, Recording, Role, Row,
    Shown,
};
use trajet_contracts::FILE_DESCRIPTOR_SET;
use trajet_contracts::simulation::v1::clock_service_client::ClockServiceClient;
use trajet_contracts::simulation::v1::clock_service_server::{ClockService, ClockServiceServer};
use trajet_contracts::simulation::v1::{
    AdvanceClockRequest, AdvanceClockResponse, GetClockRequest, GetClockResponse, GetStandingRequest,
    GetStandingResponse,
};
use trajet_runtime::{Drain, Entropy, Failure, Host, KeyRing, machine_now};
use uuid::Uuid;

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

const CASE: Uuid = Uuid::from_u128(7);

/// A record of reads in memory, which may be full.
#[derive(Default)]
struct Memory {
    reads: Mutex<Vec<String>>,
    full: bool,
}

impl RecordReads for Memory {
    fn record<'a>(&'a self, Look { caller, row, cases }: Look<'a>) -> Recording<'a> {
        Box::pin(async move {
            if self.full {
                return Err(Failure::StoreUnavailable);
            }
            let purpose = Purpose::of(row, caller.role).code();
            self.reads.lock().unwrap().push(format!("{} {purpose} {} {cases:?}", caller.role, row.method));
            Ok(())
        })
    }
}

/// Shows a case, or no case, or forgets to say which, or refuses.
struct Showing {
    memory: Arc<Memory>,
}

#[tonic::async_trait]
impl ClockService for Showing {
    async fn get_clock(&self, _: Request<GetClockRequest>) -> Result<Response<GetClockResponse>, Status> {
        Ok(Shown::new(vec![CASE, CASE], self.memory.clone()).with(GetClockResponse::default()))
    }

    async fn advance_clock(
        &self,
        request: Request<AdvanceClockRequest>,
    ) -> Result<Response<AdvanceClockResponse>, Status> {
        if request.metadata().contains_key("refuse") {
            return Err(Failure::CaseNotFound.into());
        }
        Ok(Response::new(AdvanceClockResponse::default()))
    }

    async fn get_standing(&self, _: Request<GetStandingRequest>) -> Result<Response<GetStandingResponse>, Status> {
        Ok(Shown::new(Vec::new(), self.memory.clone()).with(GetStandingResponse::default()))
    }
}

async fn showing(full: bool) -> (ClockServiceClient<Channel>, String, Arc<Memory>) {
    static ROWS: [Row; 3] = [
        shows("trajet.simulation.v1.ClockService/GetClock"),
        shows("trajet.simulation.v1.ClockService/AdvanceClock"),
        shows("trajet.simulation.v1.ClockService/GetStanding"),
    ];
    const fn shows(method: &'static str) -> Row {
        let (handling, purpose) = (Handling::Read, Purpose::Coordination);
        Row { method, handling, purpose, roles: &[Role::Coordinator, Role::Auditor], why: "A test." }
    }
    let tokens = DevelopmentTokens::new(Arc::new(KeyRing::seeded(&Entropy::seeded(1))));
    let memory = Arc::new(Memory { full, ..Memory::default() });
    let routes = Routes::new(ClockServiceServer::new(Showing { memory: memory.clone() }));
    let routes = Authorise::new(tokens.clone(), AccessTable::of(&ROWS)).protect(routes);
    let bound = Host::new(routes, [""; 0], FILE_DESCRIPTOR_SET).bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = format!("http://{}", bound.address());
    tokio::spawn(bound.serve(Drain::default()));
    (ClockServiceClient::connect(address).await.unwrap(), token(&tokens, Role::Coordinator), memory)
}

#[tokio::test]
async fn r3_what_an_answer_shows_is_recorded_once_and_for_its_purpose() {
    let (mut client, token, memory) = showing(false).await;
    client.get_clock(with(token.clone())).await.unwrap();
    client.get_standing(with(token)).await.unwrap();
    let expected = format!("coordinator coordination trajet.simulation.v1.ClockService/GetClock [{CASE}]");
    assert_eq!(*memory.reads.lock().unwrap(), [expected], "an answer without a case shows nobody");
}

#[tokio::test]
async fn r3_without_a_record_there_is_no_answer() {
    let (mut client, token, _) = showing(true).await;
    let refused = client.get_clock(with(token.clone())).await.unwrap_err();
    assert_eq!((refused.code(), &*reason(&refused).1), (Code::Unavailable, "STORE_UNAVAILABLE"));
    client.get_standing(with(token)).await.unwrap();
}

#[tokio::test]
async fn r3_an_answer_that_does_not_say_what_it_shows_does_not_leave() {
    let (mut client, token, memory) = showing(false).await;
    let refused = client.advance_clock(with(token.clone())).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable);
    let mut request = with(token);
    request.metadata_mut().insert("refuse", "it".parse().unwrap());
    let refused = client.advance_clock(request).await.unwrap_err();
    assert_eq!(reason(&refused).1, "CASE_NOT_FOUND", "a refusal shows nothing, and passes");
    assert!(memory.reads.lock().unwrap().is_empty());
}
