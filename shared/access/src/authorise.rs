//! The layer that lets a call through, or not.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tonic::Status;
use tonic::service::Routes;
use tower::{Layer, Service};
use trajet_runtime::Failure;

use crate::authenticate::Authenticate;
use crate::caller::Caller;
use crate::shown::Shown;
use crate::table::{AccessTable, Handling, Row};

/// Authenticates each call and checks the table, before the body is read. The caller goes along with the request:
/// see [`Caller::of`]. An answer of a method that shows cases leaves once it is recorded which (rule R3); one that does not
/// say which, does not leave.
#[derive(Clone)]
pub struct Authorise {
    authenticate: Arc<dyn Authenticate>,
    table: Arc<AccessTable>,
}

impl Authorise {
    /// With these credentials and this table.
    pub fn new(authenticate: impl Authenticate + 'static, table: AccessTable) -> Self {
        Self { authenticate: Arc::new(authenticate), table: Arc::new(table) }
    }

    /// The same services, protected. What is added to the routes later, such as health and reflection, is not.
    #[must_use]
    pub fn protect(self, routes: Routes) -> Routes {
        routes.into_axum_router().layer(self).into()
    }

    fn judge<B>(&self, request: &Request<B>) -> Result<(Caller, &'static Row), Failure> {
        let caller = self.authenticate.authenticate(request.headers())?;
        let row = self.table.permit(&caller, request.uri().path().trim_start_matches('/'))?;
        Ok((caller, row))
    }
}

impl fmt::Debug for Authorise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorise(..)")
    }
}

impl<S> Layer<S> for Authorise {
    type Service = Authorised<S>;

    fn layer(&self, inner: S) -> Authorised<S> {
        Authorised { authorise: self.clone(), inner }
    }
}

/// A service behind [`Authorise`].
#[derive(Debug, Clone)]
pub struct Authorised<S> {
    authorise: Authorise,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Authorised<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Future: Send + 'static,
    R: Default + Send + 'static,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let (caller, row) = match self.authorise.judge(&request) {
            Ok(permitted) => permitted,
            Err(failure) => return Box::pin(async { Ok(Status::from(failure).into_http()) }),
        };
        request.extensions_mut().insert(caller.clone());
        let answer = self.inner.call(request);
        if row.handling != Handling::Read {
            return Box::pin(answer);
        }
        Box::pin(async move {
            let mut answer = answer.await?;
            if is_refusal(&answer) {
                return Ok(answer);
            }
            let recorded = if let Some(shown) = answer.extensions_mut().remove::<Shown>() {
                shown.record(&caller, row).await
            } else {
                tracing::error!(method = row.method, "an answer does not say which cases it shows");
                Err(Failure::StoreUnavailable)
            };
            Ok(recorded.map_or_else(|failure| Status::from(failure).into_http(), |()| answer))
        })
    }
}

/// Whether it refuses before any message: it then shows nothing.
fn is_refusal<R>(answer: &Response<R>) -> bool {
    answer.headers().contains_key(Status::GRPC_STATUS)
}
