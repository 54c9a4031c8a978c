//! What is exported of a call, seen by a collector.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{ExportMetricsServiceRequest, ExportMetricsServiceResponse};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{TraceService, TraceServiceServer};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};
use tonic_types::StatusExt;
use trajet_contracts::FILE_DESCRIPTOR_SET;
use trajet_contracts::simulation::v1::clock_service_client::ClockServiceClient;
use trajet_contracts::simulation::v1::clock_service_server::{ClockService, ClockServiceServer};
use trajet_contracts::simulation::v1::{
    AdvanceClockRequest, AdvanceClockResponse, GetClockRequest, GetClockResponse, GetStandingRequest,
    GetStandingResponse,
};
use trajet_runtime::telemetry::LogFormat;
use trajet_runtime::{Drain, Entropy, Failure, Host, Telemetry, TelemetryConfig, current_traceparent};

const TRACE: u128 = 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736;
const PARENT: u64 = 0x00f0_67aa_0ba9_02b7;

#[derive(Clone, Default)]
struct Collector {
    spans: Arc<Mutex<Vec<ExportTraceServiceRequest>>>,
    metrics: Arc<Mutex<Vec<ExportMetricsServiceRequest>>>,
}

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.spans.lock().unwrap().push(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl MetricsService for Collector {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        self.metrics.lock().unwrap().push(request.into_inner());
        Ok(Response::new(ExportMetricsServiceResponse::default()))
    }
}

/// Keeps the `traceparent` that it would store; fails otherwise.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<String>>);

#[tonic::async_trait]
impl ClockService for Traced {
    async fn get_clock(&self, _: Request<GetClockRequest>) -> Result<Response<GetClockResponse>, Status> {
        *self.0.lock().unwrap() = current_traceparent();
        Ok(Response::new(GetClockResponse::default()))
    }

    async fn advance_clock(&self, _: Request<AdvanceClockRequest>) -> Result<Response<AdvanceClockResponse>, Status> {
        let cause = std::io::Error::other("connection reset");
        Err(Failure::internal(&Entropy::system(), &cause).into())
    }

    async fn get_standing(&self, _: Request<GetStandingRequest>) -> Result<Response<GetStandingResponse>, Status> {
        Err(Failure::ClockNotSimulated.into())
    }
}

fn traced<T: Default>() -> Request<T> {
    let mut request = Request::new(T::default());
    request.metadata_mut().insert("traceparent", format!("00-{TRACE:032x}-{PARENT:016x}-01").parse().unwrap());
    request
}

fn attribute(attributes: &[KeyValue], key: &str) -> Option<Value> {
    attributes.iter().find(|pair| pair.key == key)?.value.clone()?.value
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_exported_with_its_method_and_code_under_the_callers_trace() {
    let collector = Collector::default();
    let incoming = TcpIncoming::bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let endpoint = format!("http://{}", incoming.local_addr().unwrap());
    let sink = Server::builder()
        .add_service(TraceServiceServer::new(collector.clone()))
        .add_service(MetricsServiceServer::new(collector.clone()));
    tokio::spawn(sink.serve_with_incoming(incoming));
    let config = TelemetryConfig {
        service_name: "trajet-test".into(),
        format: LogFormat::Json,
        filter: Some("info".into()),
        endpoint: Some(endpoint),
    };
    let telemetry = Telemetry::start(&config).unwrap();
    Telemetry::start(&config).unwrap_err();

    let service = Traced::default();
    let drain = Drain::default();
    let routes = Routes::new(ClockServiceServer::new(service.clone()));
    let host = Host::new(routes, ["trajet.simulation.v1.ClockService"], FILE_DESCRIPTOR_SET);
    let bound = host.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = format!("http://{}", bound.address());
    let serving = tokio::spawn(bound.serve(drain.clone()));
    let mut client = ClockServiceClient::connect(address).await.unwrap();
    client.get_clock(traced()).await.unwrap();
    let fault = client.advance_clock(traced()).await.unwrap_err();
    client.get_standing(traced()).await.unwrap_err();
    drop(client);
    drain.begin();
    serving.await.unwrap().unwrap();
    telemetry.shutdown().await;

    let stored = service.0.lock().unwrap().clone();
    assert!(stored.starts_with(&format!("00-{TRACE:032x}-")), "{stored}");
    assert!(!stored.contains(&format!("{PARENT:016x}")), "{stored}");
    assert_eq!(fault.get_details_error_info().unwrap().metadata["trace_id"], format!("{TRACE:032x}"));

    let exported = collector.spans.lock().unwrap();
    let resources: Vec<_> = exported.iter().flat_map(|request| &request.resource_spans).collect();
    let name = attribute(&resources[0].resource.as_ref().unwrap().attributes, "service.name");
    assert_eq!(name, Some(Value::StringValue("trajet-test".into())));
    let spans: Vec<_> =
        resources.iter().flat_map(|resource| &resource.scope_spans).flat_map(|scope| &scope.spans).collect();
    let mut seen = Vec::new();
    for span in &spans {
        assert_eq!(u128::from_be_bytes(span.trace_id.as_slice().try_into().unwrap()), TRACE);
        assert_eq!(u64::from_be_bytes(span.parent_span_id.as_slice().try_into().unwrap()), PARENT);
        let code = attribute(&span.attributes, "rpc.grpc.status_code");
        let Some(Value::IntValue(code)) = code else { panic!("{code:?}") };
        seen.push((span.name.rsplit('/').next().unwrap(), code, span.status.as_ref().map_or(0, |status| status.code)));
    }
    seen.sort_unstable();
    // The last number is the status of the span: 2 is an error, and a refusal is none.
    assert_eq!(seen, [("AdvanceClock", 13, 2), ("GetClock", 0, 0), ("GetStanding", 9, 0)]);

    let exported = collector.metrics.lock().unwrap();
    let metrics: Vec<_> = exported
        .iter()
        .flat_map(|request| &request.resource_metrics)
        .flat_map(|resource| &resource.scope_metrics)
        .flat_map(|scope| &scope.metrics)
        .collect();
    let calls = metrics.iter().find(|metric| metric.name == "rpc.server.calls").unwrap();
    let Some(Data::Sum(calls)) = &calls.data else { panic!("{calls:?}") };
    let mut seen: Vec<_> = calls
        .data_points
        .iter()
        .map(|point| (attribute(&point.attributes, "rpc.method"), attribute(&point.attributes, "rpc.grpc.status_code")))
        .map(|pair| format!("{pair:?}"))
        .collect();
    seen.sort();
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert!(seen[0].contains("trajet.simulation.v1.ClockService/AdvanceClock") && seen[0].contains("13"), "{seen:?}");
    assert!(metrics.iter().any(|metric| metric.name == "rpc.server.call.duration"));
}
