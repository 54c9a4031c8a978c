//! The record of each call: one span and two measures, with its method and code and nothing of its contents.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram};
use tonic::codegen::{Body as HttpBody, Bytes};
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service, ServiceExt};
use tower_http::trace::Trace;
use tracing::Span;
use tracing::field::Empty;

use crate::telemetry;

/// In seconds. The usual boundaries are made for milliseconds.
const BOUNDARIES: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Records each call.
#[derive(Debug, Clone)]
pub(super) struct Observe {
    /// Only these become names of spans and attributes of metrics: a caller can make up any number of others.
    known: Arc<HashSet<String>>,
    durations: Histogram<f64>,
    calls: Counter<u64>,
}

impl Observe {
    pub(super) fn new(known: Arc<HashSet<String>>) -> Self {
        let meter = telemetry::meter();
        let durations = meter
            .f64_histogram("rpc.server.call.duration")
            .with_unit("s")
            .with_description("How long calls took, to the end of their answer.")
            .with_boundaries(BOUNDARIES.to_vec())
            .build();
        let calls = meter.u64_counter("rpc.server.calls").with_description("How many calls ended.").build();
        Self { known, durations, calls }
    }

    fn begin<B>(&self, request: &Request<B>) -> Call {
        let path = request.uri().path();
        let path = if self.known.contains(path) { path } else { "/unknown/unknown" };
        let method = path.trim_start_matches('/').to_owned();
        let (service, name) = method.split_once('/').unwrap_or((&method, ""));
        let span = tracing::info_span!(
            "call",
            otel.name = method,
            otel.kind = "server",
            otel.status_code = Empty,
            rpc.system = "grpc",
            rpc.service = service,
            rpc.method = name,
            rpc.grpc.status_code = Empty,
        );
        let traceparent = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
        telemetry::set_parent(&span, traceparent.unwrap_or_default());
        let code = AtomicI32::new(NOT_ENDED);
        Call { observe: self.clone(), method, span, began: Instant::now(), code }
    }
}

const NOT_ENDED: i32 = -1;

/// A call under way. It ends when the last of its answer is sent, or when the caller is gone.
struct Call {
    observe: Observe,
    method: String,
    span: Span,
    began: Instant,
    code: AtomicI32,
}

impl Call {
    /// Notes the code if `headers` have it. A call that fails at once has it in its headers, any other in its trailers.
    fn note(&self, headers: &HeaderMap) {
        if let Some(status) = Status::from_header_map(headers) {
            self.code.store(status.code() as i32, Ordering::Relaxed);
        }
    }

    /// The code by now: without an end, the caller is gone.
    fn code(&self) -> Code {
        match self.code.load(Ordering::Relaxed) {
            NOT_ENDED => Code::Cancelled,
            code => Code::from_i32(code),
        }
    }

    /// The answer has ended, with or without trailers.
    fn end(&self, trailers: Option<&HeaderMap>) {
        trailers.inspect(|trailers| self.note(trailers));
        let _ = self.code.compare_exchange(NOT_ENDED, Code::Unknown as i32, Ordering::Relaxed, Ordering::Relaxed);
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let code = self.code();
        self.span.record("rpc.grpc.status_code", code as i32);
        if is_our_fault(code) {
            self.span.record("otel.status_code", "ERROR");
        }
        let took = self.began.elapsed();
        self.span.in_scope(|| tracing::debug!(?code, took_ms = took.as_millis(), "call ended"));
        let method = std::mem::take(&mut self.method);
        let attributes =
            [KeyValue::new("rpc.method", method), KeyValue::new("rpc.grpc.status_code", i64::from(code as i32))];
        self.observe.durations.record(took.as_secs_f64(), &attributes);
        self.observe.calls.add(1, &attributes);
    }
}

/// The codes that the conventions of OpenTelemetry count as errors of a server.
fn is_our_fault(code: Code) -> bool {
    matches!(
        code,
        Code::Unknown
            | Code::DeadlineExceeded
            | Code::Unimplemented
            | Code::Internal
            | Code::Unavailable
            | Code::DataLoss
    )
}

impl<S> Layer<S> for Observe {
    type Service = Observed<S>;

    fn layer(&self, inner: S) -> Observed<S> {
        Observed { observe: self.clone(), inner }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Observed<S> {
    observe: Observe,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Observed<S>
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: HttpBody + Send + 'static,
    R: HttpBody<Data = Bytes> + Send + 'static,
    R::Error: std::error::Error + Send + Sync,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let call = Arc::new(self.observe.begin(&request));
        let span = call.span.clone();
        let answered = Arc::clone(&call);
        let traced = Trace::new_for_grpc(self.inner.clone())
            .make_span_with(span)
            .on_request(())
            .on_body_chunk(())
            .on_failure(())
            .on_response(move |response: &Response<R>, _: Duration, _: &Span| answered.note(response.headers()))
            .on_eos(move |trailers: Option<&HeaderMap>, _: Duration, _: &Span| call.end(trailers));
        Box::pin(async move { Ok(traced.oneshot(request).await?.map(Body::new)) })
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn call(path: &str) -> Call {
        let known = HashSet::from(["/a.B/C".to_owned()]);
        let request = Request::builder().uri(path).body(()).expect("a request");
        Observe::new(Arc::new(known)).begin(&request)
    }

    fn status(code: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(http::HeaderName::from_static("grpc-status"), HeaderValue::from_static(code))])
    }

    #[test]
    fn only_known_methods_become_names() {
        assert_eq!(call("/a.B/C").method, "a.B/C");
        for made_up in ["/", "/a.B/D", "/a.B/C/", "/x"] {
            assert_eq!(call(made_up).method, "unknown/unknown");
        }
    }

    #[test]
    fn the_code_is_that_of_the_headers_else_of_the_trailers() {
        let failed_at_once = call("/a.B/C");
        failed_at_once.note(&status("5"));
        failed_at_once.end(None);
        assert_eq!(failed_at_once.code(), Code::NotFound);

        let answered = call("/a.B/C");
        answered.note(&HeaderMap::new());
        answered.end(Some(&status("0")));
        assert_eq!(answered.code(), Code::Ok);

        let cut = call("/a.B/C");
        cut.end(None);
        assert_eq!(cut.code(), Code::Unknown);
    }

    #[test]
    fn a_call_whose_caller_is_gone_was_cancelled() {
        assert_eq!(call("/a.B/C").code(), Code::Cancelled);
    }
}
