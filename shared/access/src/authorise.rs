//! The layer that lets a call through, or not.

use std::fmt;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::Either;
use http::{Request, Response};
use tonic::Status;
use tonic::service::Routes;
use tower::{Layer, Service};
use trajet_runtime::Failure;

use crate::authenticate::Authenticate;
use crate::caller::Caller;
use crate::table::AccessTable;

/// Authenticates each call and checks the table, before the body is read. The caller goes along with the request:
/// see [`Caller::of`].
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

    fn judge<B>(&self, request: &Request<B>) -> Result<Caller, Failure> {
        let caller = self.authenticate.authenticate(request.headers())?;
        self.table.permit(&caller, request.uri().path().trim_start_matches('/'))?;
        Ok(caller)
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
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Either<Ready<Result<Response<R>, S::Error>>, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        match self.authorise.judge(&request) {
            Ok(caller) => {
                request.extensions_mut().insert(caller);
                Either::Right(self.inner.call(request))
            }
            Err(failure) => Either::Left(ready(Ok(Status::from(failure).into_http()))),
        }
    }
}
