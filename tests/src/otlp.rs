//! A collector of traces and metrics that keeps them in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{ExportMetricsServiceRequest, ExportMetricsServiceResponse};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{TraceService, TraceServiceServer};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::common::v1::any_value;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::{NumberDataPoint, number_data_point};
use opentelemetry_proto::tonic::trace::v1::Span;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};

/// What was exported.
#[derive(Debug, Clone, Default)]
pub struct Collector(Arc<Mutex<Exported>>);

#[derive(Debug, Default)]
struct Exported {
    traces: Vec<ExportTraceServiceRequest>,
    metrics: Vec<ExportMetricsServiceRequest>,
}

impl Collector {
    /// A collector that listens, and its address.
    #[must_use]
    pub fn start() -> (Self, String) {
        let collector = Self::default();
        let incoming = TcpIncoming::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let address = format!("http://{}", incoming.local_addr().unwrap());
        let server = Server::builder()
            .add_service(TraceServiceServer::new(collector.clone()))
            .add_service(MetricsServiceServer::new(collector.clone()));
        tokio::spawn(server.serve_with_incoming(incoming));
        (collector, address)
    }

    /// All spans so far.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        let exported = self.0.lock().unwrap();
        let resources = exported.traces.iter().flat_map(|request| &request.resource_spans);
        let scopes = resources.flat_map(|resource| &resource.scope_spans);
        scopes.flat_map(|scope| &scope.spans).cloned().collect()
    }

    /// The names of all metrics so far.
    #[must_use]
    pub fn metrics(&self) -> Vec<String> {
        let exported = self.0.lock().unwrap();
        let resources = exported.metrics.iter().flat_map(|request| &request.resource_metrics);
        let scopes = resources.flat_map(|resource| &resource.scope_metrics);
        scopes.flat_map(|scope| &scope.metrics).map(|metric| metric.name.clone()).collect()
    }

    /// What was last recorded of a gauge of whole numbers, by its attributes.
    #[must_use]
    pub fn gauge(&self, name: &str) -> BTreeMap<BTreeMap<String, String>, i64> {
        let exported = self.0.lock().unwrap();
        let resources = exported.metrics.iter().flat_map(|request| &request.resource_metrics);
        let metrics = resources.flat_map(|resource| &resource.scope_metrics).flat_map(|scope| &scope.metrics);
        let points = metrics.filter(|metric| metric.name == name).flat_map(|metric| match &metric.data {
            Some(Data::Gauge(gauge)) => &gauge.data_points[..],
            _ => &[],
        });
        let read = |point: &NumberDataPoint| {
            let attributes =
                point.attributes.iter().map(|one| match one.value.as_ref().and_then(|it| it.value.as_ref()) {
                    Some(any_value::Value::StringValue(text)) => (one.key.clone(), text.clone()),
                    other => panic!("{}: {other:?}", one.key),
                });
            let Some(number_data_point::Value::AsInt(value)) = point.value else { panic!("{point:?}") };
            (attributes.collect(), value)
        };
        points.map(read).collect()
    }

    /// Everything that was exported, as text.
    #[must_use]
    pub fn text(&self) -> String {
        let exported = self.0.lock().unwrap();
        format!("{:#?}\n{:#?}", exported.traces, exported.metrics)
    }
}

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.0.lock().unwrap().traces.push(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl MetricsService for Collector {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        self.0.lock().unwrap().metrics.push(request.into_inner());
        Ok(Response::new(ExportMetricsServiceResponse::default()))
    }
}
