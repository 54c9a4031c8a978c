//! Logs, traces and metrics.
//!
//! Nothing personal is ever an attribute: only methods, codes, ledgers and kinds.

use std::collections::HashMap;
use std::io::IsTerminal;

use opentelemetry::metrics::Meter;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry::{Context, global};
use opentelemetry_otlp::{ExporterBuildError, MetricExporter, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// The libraries below us are quiet: at finer levels they would log headers, and so credentials.
const DEFAULT_FILTER: &str = "info,h2=warn,hyper=warn,hyper_util=warn,tonic=warn,tower=warn,opentelemetry=warn";

const TRACEPARENT: &str = "traceparent";

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// What is observed, and where it goes.
#[derive(Debug, Clone)]
pub struct TelemetryConfig {
    /// The `service.name` of all that is exported.
    pub service_name: String,
    /// The look of the log lines on standard error.
    pub format: LogFormat,
    /// What is logged, in the syntax of `RUST_LOG`, which is used where this is absent.
    pub filter: Option<String>,
    /// Where traces and metrics go, by OTLP over gRPC. `OTEL_EXPORTER_OTLP_ENDPOINT` is used where this is absent;
    /// without both, nothing is exported.
    pub endpoint: Option<String>,
}

/// Telemetry could not be started.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter cannot be read.
    #[error("the log filter cannot be read: {0}")]
    Filter(#[from] ParseError),
    /// The exporter cannot be made.
    #[error("the OTLP exporter cannot be made: {0}")]
    Exporter(#[from] ExporterBuildError),
    /// It was started before in this process.
    #[error("telemetry was started before: {0}")]
    StartedBefore(#[from] TryInitError),
}

/// Telemetry while it runs. Without [`shutdown`](Self::shutdown), what is not yet exported is lost.
#[derive(Debug)]
#[must_use = "what is not yet exported is lost without a shutdown"]
pub struct Telemetry(Option<Exporters>);

#[derive(Debug, Clone)]
struct Exporters {
    traces: SdkTracerProvider,
    metrics: SdkMeterProvider,
}

impl Telemetry {
    /// Starts logging and, where there is an endpoint, exporting. To be called once, within the runtime, before the
    /// first [`Host`](crate::server::Host) is made.
    ///
    /// # Errors
    /// If the filter or the endpoint is malformed, or telemetry runs already.
    pub fn start(config: &TelemetryConfig) -> Result<Self, TelemetryError> {
        let filter = match &config.filter {
            Some(filter) => EnvFilter::try_new(filter)?,
            None => EnvFilter::try_from_default_env().or_else(|_| EnvFilter::try_new(DEFAULT_FILTER))?,
        };
        let endpoint = config.endpoint.clone().or_else(|| std::env::var("OTEL_EXPORTER_OTLP_ENDPOINT").ok());
        let endpoint = endpoint.filter(|endpoint| !endpoint.is_empty());
        let exporters = endpoint.map(|endpoint| Exporters::new(config, &endpoint)).transpose()?;

        let traces = exporters.as_ref().map(|exporters| {
            let tracer = exporters.traces.tracer("trajet");
            tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false)
        });
        tracing_subscriber::registry().with(filter).with(lines(config.format)).with(traces).try_init()?;
        if let Some(exporters) = &exporters {
            global::set_meter_provider(exporters.metrics.clone());
        }
        Ok(Self(exporters))
    }

    /// Exports what is not yet exported, and stops.
    pub async fn shutdown(self) {
        let Some(Exporters { traces, metrics }) = self.0 else {
            return;
        };
        // Both block until the collector has answered.
        let flushed = tokio::task::spawn_blocking(move || (traces.shutdown(), metrics.shutdown())).await;
        if !matches!(flushed, Ok((Ok(()), Ok(())))) {
            tracing::warn!("the last traces or metrics could not be exported");
        }
    }
}

impl Exporters {
    fn new(config: &TelemetryConfig, endpoint: &str) -> Result<Self, ExporterBuildError> {
        let resource = Resource::builder().with_service_name(config.service_name.clone()).build();
        let spans = SpanExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
        let measures = MetricExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
        Ok(Self {
            traces: SdkTracerProvider::builder().with_batch_exporter(spans).with_resource(resource.clone()).build(),
            metrics: SdkMeterProvider::builder().with_periodic_exporter(measures).with_resource(resource).build(),
        })
    }
}

fn lines<S>(format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let lines = fmt::layer().with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().boxed(),
    }
}

/// What metrics are made with. Instruments made before [`Telemetry::start`] measure nothing.
#[must_use]
pub fn meter() -> Meter {
    global::meter("trajet")
}

/// The W3C `traceparent` of the present span, to be stored or sent along; empty where nothing is traced.
#[must_use]
pub fn current_traceparent() -> String {
    let mut carrier = HashMap::new();
    TraceContextPropagator::new().inject_context(&Span::current().context(), &mut carrier);
    carrier.remove(TRACEPARENT).unwrap_or_default()
}

/// The trace of the present span, 32 hexadecimal digits.
pub(crate) fn current_trace_id() -> Option<String> {
    let context = Span::current().context();
    let span = context.span();
    let trace = span.span_context().is_valid().then(|| span.span_context().trace_id());
    trace.map(|trace| trace.to_string())
}

/// Makes a span that was not entered yet a child of a `traceparent`, which may be empty or of another process.
pub fn set_parent(span: &Span, traceparent: &str) {
    if traceparent.is_empty() {
        return;
    }
    let carrier = HashMap::from([(TRACEPARENT.to_owned(), traceparent.to_owned())]);
    let parent = TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier);
    // Fails where nothing is traced: then there is nothing to be a child of.
    let _ = span.set_parent(parent);
}
