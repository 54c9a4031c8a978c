//! Channels to servers, and the credentials with which they are called.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tonic::Status;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Channel, Endpoint, Uri};
use trajet_access::{Caller, DevelopmentTokens, Insurer, Role, Subject};
use trajet_belgium::EnterpriseNumber;
use trajet_contracts::feed::v1::feed_service_client::FeedServiceClient;
use trajet_ledger::feed::{Client, Connect, Credential};
use trajet_runtime::machine_now;
use trajet_service::listen::ConnectFor;

use crate::platform::Service;

/// The enterprise number that development credentials carry where none is given: the national union of insurer 300.
pub(crate) const ORGANISATION: &str = "0411724220";

const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// Without it a connection whose other end vanished is never noticed.
const KEEP_ALIVE_EVERY: Duration = Duration::from_secs(10);
const KEEP_ALIVE_WITHIN: Duration = Duration::from_secs(5);
/// A credential is made anew for each call, so that none expires in use.
const CREDENTIAL_LASTS: TimeDelta = TimeDelta::minutes(5);

/// A channel to a server. It connects when it is first used, and again whenever it must.
pub(crate) fn channel(server: &Uri) -> Channel {
    Endpoint::from(server.clone())
        .connect_timeout(CONNECT_WITHIN)
        .tcp_nodelay(true)
        .http2_keep_alive_interval(KEEP_ALIVE_EVERY)
        .keep_alive_timeout(KEEP_ALIVE_WITHIN)
        .keep_alive_while_idle(true)
        .connect_lazy()
}

/// A caller of the national union's organisation.
pub(crate) fn caller(role: Role, subject: Subject, insurer: Insurer) -> Caller {
    let organisation = EnterpriseNumber::parse(ORGANISATION).expect("a number with fitting check digits");
    Caller { subject, role, insurer, organisation }
}

/// The credential of a caller, for an installation's development tokens.
pub(crate) fn credential(tokens: &DevelopmentTokens, caller: Caller) -> Credential {
    let tokens = tokens.clone();
    Credential(Arc::new(move || {
        let token = tokens.issue(&caller, machine_now() + CREDENTIAL_LASTS);
        let header = format!("Bearer {token}").parse::<MetadataValue<Ascii>>();
        let mut header = header.map_err(|_| Status::internal("the token is no header"))?;
        header.set_sensitive(true);
        Ok(header)
    }))
}

/// How a service reaches the feed of another one, for each insurer.
pub(crate) fn connect_for(listener: Service, producer: &Uri, tokens: &DevelopmentTokens) -> ConnectFor {
    let (channel, tokens) = (channel(producer), tokens.clone());
    Arc::new(move |insurer| {
        let insurer = insurer.parse().expect("a ledger is opened for insurers alone");
        let credential = credential(&tokens, caller(Role::Service, listener.subject(), insurer));
        let client = FeedServiceClient::with_interceptor(channel.clone(), credential);
        let connect: Arc<dyn Connect> = Arc::new(move || -> Client { client.clone() });
        connect
    })
}
