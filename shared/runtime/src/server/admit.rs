//! Which calls are taken on, for how long, and in which language they are answered.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use http::{Request, Response};
use tokio::sync::Semaphore;
use tower::{Layer, Service, ServiceExt};

use super::Limits;
use crate::grpc::{Failure, language};

/// Refuses a call at once when too many wait already, because a queue would only make all of them late; and ends a call
/// that takes too long.
#[derive(Debug, Clone)]
pub(super) struct Admit {
    places: Arc<Semaphore>,
    answer_within: Duration,
}

impl Admit {
    pub(super) fn new(limits: Limits) -> Self {
        Self { places: Arc::new(Semaphore::new(limits.calls_at_once)), answer_within: limits.answer_within }
    }
}

impl<S> Layer<S> for Admit {
    type Service = Admitted<S>;

    fn layer(&self, inner: S) -> Admitted<S> {
        Admitted { admit: self.clone(), inner }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Admitted<S> {
    admit: Admit,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Admitted<S>
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    R: Default,
{
    type Response = Response<R>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<R>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Self { admit, inner } = self.clone();
        let wanted = language::of_headers(request.headers());
        Box::pin(async move {
            let Ok(_place) = admit.places.try_acquire() else {
                return Ok(Failure::Busy { ledger: None }.to_status(wanted).into_http());
            };
            let answer = language::scope(wanted, inner.oneshot(request));
            match tokio::time::timeout(admit.answer_within, answer).await {
                Ok(answered) => answered,
                Err(_) => Ok(Failure::DeadlineExceeded.to_status(wanted).into_http()),
            }
        })
    }
}
