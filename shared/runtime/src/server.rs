//! The gRPC server of one process.
//!
//! A call passes, from the outside in: the connection (HTTP/2 keep-alive, bounded streams), the
//! record of the call (span and metrics), admission (load shedding, time limit, language), then
//! the routes, which hold authentication and the services. Health and reflection lie outside all but the first, so that
//! a busy process is not taken for a dead one.

mod admit;
mod drain;
mod observe;

use std::collections::HashSet;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use prost::Message;
use prost_types::FileDescriptorSet;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_health::ServingStatus;
use tonic_health::server::{HealthReporter, health_reporter};
use tower::ServiceBuilder;

pub use drain::Drain;

/// The largest request that a service decodes: every service sets it (`max_decoding_message_size`). Every field of a
/// request is bounded, and this bounds what is read before the fields are.
pub const MAX_REQUEST_BYTES: usize = 256 * 1024;

/// The largest answer that a service encodes (`max_encoding_message_size`), which is what clients decode by default.
pub const MAX_RESPONSE_BYTES: usize = 4 * 1024 * 1024;

const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(30);
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_STREAMS_PER_CONNECTION: u32 = 1_024;

/// What a process takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long a call may take to answer; a caller may ask for less. Streams may go on for longer.
    pub answer_within: Duration,
    /// How many calls may wait for their answer. One more is refused at once.
    pub calls_at_once: usize,
    /// How long calls may go on once the end is announced.
    pub drain_within: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { answer_within: Duration::from_secs(15), calls_at_once: 4_096, drain_within: Duration::from_secs(20) }
    }
}

/// The server could not run.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The descriptor set cannot be read.
    #[error("the descriptor set cannot be read: {0}")]
    Descriptors(String),
    /// The server failed.
    #[error("the server failed: {0}")]
    Serve(#[from] tonic::transport::Error),
}

/// The services of a process, before they are served.
#[derive(Debug)]
pub struct Host {
    routes: Routes,
    services: Vec<String>,
    descriptors: &'static [u8],
    limits: Limits,
}

/// A server that listens. Calls wait until it serves.
#[derive(Debug)]
pub struct Bound {
    incoming: TcpIncoming,
    address: SocketAddr,
    routes: Routes,
    health: HealthReporter,
    services: Vec<String>,
    limits: Limits,
}

impl Host {
    /// A host of `routes`, which hold the services of these full names, described by an encoded descriptor set.
    #[must_use]
    pub fn new(
        routes: Routes,
        services: impl IntoIterator<Item = impl Into<String>>,
        descriptors: &'static [u8],
    ) -> Self {
        let services = services.into_iter().map(Into::into).collect();
        Self { routes, services, descriptors, limits: Limits::default() }
    }

    /// Sets other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Listens. Port 0 gives any free port: see [`Bound::address`].
    ///
    /// # Errors
    /// If the address is taken or not ours, or the descriptor set is malformed.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn bind(self, address: SocketAddr) -> Result<Bound, HostError> {
        let Self { routes, services, descriptors, limits } = self;
        let known = methods(descriptors).map_err(|error| HostError::Descriptors(error.to_string()))?;
        let layers = ServiceBuilder::new().layer(observe::Observe::new(known)).layer(admit::Admit::new(limits));
        let (health, health_service) = health_reporter();
        let routes = Routes::from(routes.into_axum_router().layer(layers)).add_service(health_service);
        let routes = add_reflection(routes, &services, descriptors)?;

        let listen = |source| HostError::Listen { address, source };
        let incoming = TcpIncoming::bind(address).map_err(listen)?.with_nodelay(Some(true));
        let address = incoming.local_addr().map_err(listen)?;
        Ok(Bound { incoming, address, routes, health, services, limits })
    }
}

impl Bound {
    /// The address, with its real port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the end is announced and the calls under way are answered, or until their time is up. Health says
    /// `NOT_SERVING` first. What is still running then ends with the runtime.
    ///
    /// # Errors
    /// If the server fails.
    pub async fn serve(self, drain: Drain) -> Result<(), HostError> {
        let Self { incoming, address: _, routes, mut health, services, limits } = self;
        let names: Vec<_> = services.into_iter().chain([String::new()]).collect();
        for name in &names {
            health.set_service_status(name, ServingStatus::Serving).await;
        }
        let stop = {
            let drain = drain.clone();
            async move {
                drain.begun().await;
                for name in &names {
                    health.set_service_status(name, ServingStatus::NotServing).await;
                }
                for name in &names {
                    // Watchers read the last status and then end; else the server would wait for them.
                    health.clear_service_status(name).await;
                }
            }
        };
        let serving = Server::builder()
            .http2_keepalive_interval(Some(KEEP_ALIVE_INTERVAL))
            .http2_keepalive_timeout(Some(KEEP_ALIVE_TIMEOUT))
            .max_concurrent_streams(MAX_STREAMS_PER_CONNECTION)
            .add_routes(routes)
            .serve_with_incoming_shutdown(incoming, stop);
        let too_long = async {
            drain.begun().await;
            tokio::time::sleep(limits.drain_within).await;
        };
        tokio::select! {
            served = serving => Ok(served?),
            () = too_long => {
                tracing::warn!("calls were cut off: they did not end in time");
                Ok(())
            }
        }
    }
}

/// Both versions: older tools ask only for the second.
fn add_reflection(routes: Routes, services: &[String], descriptors: &'static [u8]) -> Result<Routes, HostError> {
    let builder = || {
        services.iter().fold(
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(descriptors)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
                .with_service_name("grpc.health.v1.Health"),
            tonic_reflection::server::Builder::with_service_name,
        )
    };
    let malformed = |error: tonic_reflection::server::Error| HostError::Descriptors(error.to_string());
    Ok(routes
        .add_service(builder().build_v1().map_err(malformed)?)
        .add_service(builder().build_v1alpha().map_err(malformed)?))
}

/// The paths of all methods of a descriptor set, as `/package.Service/Method`.
fn methods(descriptors: &[u8]) -> Result<Arc<HashSet<String>>, prost::DecodeError> {
    let set = FileDescriptorSet::decode(descriptors)?;
    let mut paths = HashSet::new();
    for file in &set.file {
        for service in &file.service {
            for method in &service.method {
                paths.insert(format!("/{}.{}/{}", file.package(), service.name(), method.name()));
            }
        }
    }
    Ok(Arc::new(paths))
}
