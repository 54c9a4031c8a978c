//! What a service runs on: clock, randomness, keys, telemetry, the gRPC edge and its errors.

pub mod clock;
pub mod entropy;
pub mod grpc;
pub mod keys;
pub mod server;
pub mod telemetry;

pub use clock::{Clock, ClockError, machine_now};
pub use entropy::Entropy;
pub use grpc::{Failure, LegalRefusal, Violation, Violations};
pub use keys::{DataKey, KeyRing, SealError, Signer};
pub use server::{Bound, Drain, Host, Limits};
pub use telemetry::{Telemetry, TelemetryConfig, current_traceparent, set_parent};
