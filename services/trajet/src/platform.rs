//! The services of this process, on one port.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tonic::transport::Uri;
use trajet_access::{DevelopmentTokens, Insurer, Subject};
use trajet_ledger::{Location, Setup};
use trajet_runtime::{Bound, Clock, Drain, Entropy, Host, KeyRing};
use trajet_service::listen::Peers;

use crate::apps::{Apps, LastDay};
use crate::error::Error;
use crate::peers;
use crate::reconciler::{self, Schedule};

/// How long the databases may take to close.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// A service of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Service {
    /// Medical assessment.
    Assessment,
    /// The questionnaire.
    Questionnaire,
    /// The Return To Work dossier.
    Dossier,
    /// The exchange with partners.
    Exchange,
}

impl Service {
    /// Every service.
    pub(crate) const ALL: [Self; 4] = [Self::Assessment, Self::Questionnaire, Self::Dossier, Self::Exchange];

    /// The name, which is the first part of its ledgers' names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Assessment => trajet_assessment::NAME,
            Self::Questionnaire => trajet_questionnaire::NAME,
            Self::Dossier => trajet_dossier::NAME,
            Self::Exchange => trajet_exchange::NAME,
        }
    }

    /// The services to whose feeds it listens.
    pub(crate) fn producers(self) -> &'static [Self] {
        match self {
            Self::Assessment => &[Self::Questionnaire, Self::Dossier, Self::Exchange],
            Self::Questionnaire | Self::Exchange => &[Self::Assessment, Self::Dossier],
            Self::Dossier => &[Self::Assessment, Self::Questionnaire, Self::Exchange],
        }
    }

    /// Whether a case of it tells another one of it what became of it.
    pub(crate) fn hears_itself(self) -> bool {
        self == Self::Assessment
    }

    /// As whom it calls others.
    pub(crate) fn subject(self) -> Subject {
        self.name().parse().expect("the name of a service is an identifier")
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Service {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|service| service.name() == text)
            .ok_or_else(|| format!("the services are: {}", names()))
    }
}

/// Where the services of an installation keep their data.
#[derive(Debug, Clone)]
pub(crate) enum Store {
    /// A file for each service in a directory.
    Files(PathBuf),
    /// A schema for each service in a PostgreSQL database; its name begins with a prefix that may be empty.
    Postgres { url: String, prefix: String },
}

impl Store {
    /// Where one service keeps its data.
    pub(crate) fn location(&self, service: Service) -> Location {
        match self {
            Self::Files(dir) => Location::Sqlite(dir.join(format!("{service}.db"))),
            Self::Postgres { url, prefix } => {
                Location::Postgres { url: url.clone(), schema: format!("{prefix}{service}") }
            }
        }
    }
}

/// Which services each service of this process hears.
pub(crate) type Hearing = BTreeMap<Service, Vec<Service>>;

/// What a process is to serve.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) services: Vec<Service>,
    pub(crate) insurers: Vec<Insurer>,
    pub(crate) store: Store,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) clock: Clock,
    /// Whether a simulated clock begins on the day it shows; else it goes on from the last day of the data.
    pub(crate) begins_there: bool,
    pub(crate) listen: SocketAddr,
    pub(crate) peers: BTreeMap<Service, Uri>,
    /// When the deadlines are reconciled.
    pub(crate) schedule: Schedule,
}

/// The services of this process, listening, not yet serving.
pub(crate) struct Platform {
    apps: Apps,
    bound: Bound,
    /// What each service can hear.
    connections: Vec<(Service, Peers)>,
    stop: CancellationToken,
    url: Uri,
    clock: Clock,
    schedule: Schedule,
}

impl Platform {
    /// Opens the ledgers and the port.
    ///
    /// # Errors
    /// If the port is taken, or a database cannot be used or would not be durable.
    pub(crate) async fn open(settings: Settings) -> Result<Self, Error> {
        let Settings { services, insurers, store, keys, clock, begins_there, listen, peers, schedule } = settings;
        let reached = |producer: &Service| services.contains(producer) || peers.contains_key(producer);
        for producer in Service::ALL.iter().filter(|producer| !reached(producer)) {
            let deaf = services.iter().filter(|listener| listener.producers().contains(producer));
            let deaf = deaf.map(|listener| listener.name()).collect::<Vec<_>>().join(", ");
            if !deaf.is_empty() {
                tracing::warn!(
                    "{producer} is not heard by {deaf}: say where it is with --peer {producer}=http://host:port"
                );
            }
        }
        let hears = |listener: &Service| listener.producers().iter().copied().filter(reached).collect::<Vec<_>>();
        let hearing: Hearing = services.iter().map(|listener| (*listener, hears(listener))).collect();
        let stop = CancellationToken::new();
        let insurers: Vec<String> = insurers.iter().map(ToString::to_string).collect();
        let tokens = DevelopmentTokens::new(Arc::clone(&keys));
        let setup = Setup { keys, clock: clock.clone(), entropy: Entropy::system(), stop: stop.clone() };
        let apps = Apps::open(&services, &store, &insurers, &setup).await?;
        if clock.is_manual() {
            let mut last = LastDay::default();
            let Ok(()) = apps.visit(&mut last).await;
            match last.0 {
                Some(last) if begins_there && last > clock.today() => {
                    return Err(Error::ClockBehind { start: clock.today(), last });
                }
                _ if begins_there => {}
                last => clock.set(last.unwrap_or_else(|| Clock::system().today()))?,
            }
        }
        let (routes, names) = apps.routes(tokens.clone(), &clock, &stop, &hearing);
        let bound = Host::new(routes, names, trajet_contracts::FILE_DESCRIPTOR_SET).bind(listen)?;
        let url = url(bound.address());
        let connect = |listener: Service, producer: Service| {
            let at = peers.get(&producer).unwrap_or(&url);
            (producer.name(), peers::connect_for(listener, at, &tokens))
        };
        let connections = hearing
            .into_iter()
            .map(|(listener, heard)| {
                (listener, heard.into_iter().map(|producer| connect(listener, producer)).collect())
            })
            .collect();
        Ok(Self { apps, bound, connections, stop, url, clock, schedule })
    }

    /// The services that run in it.
    pub(crate) fn apps(&self) -> Apps {
        self.apps.clone()
    }

    /// Where this process is served, with the real port.
    pub(crate) fn url(&self) -> &Uri {
        &self.url
    }

    /// The same, as people write it.
    pub(crate) fn address(&self) -> String {
        self.url.to_string().trim_end_matches('/').to_owned()
    }

    /// Serves, fires timers and listens until `end`; then lets the calls under way end and closes the databases.
    ///
    /// # Errors
    /// If the server fails.
    pub(crate) async fn serve(self, end: impl Future<Output = ()> + Send) -> Result<(), Error> {
        let Self { apps, bound, connections, stop, clock, schedule, .. } = self;
        for (service, peers) in connections {
            apps.start(service, &peers, &stop);
        }
        reconciler::start(apps.clone(), clock, schedule, stop.clone());
        let drain = Drain::default();
        let announce = async {
            end.await;
            drain.begin();
            stop.cancel();
            std::future::pending::<()>().await;
        };
        let served = tokio::select! {
            served = bound.serve(drain.clone()) => served,
            () = announce => Ok(()),
        };
        stop.cancel();
        // A call that was cut off may still hold a connection: the process ends all the same.
        let _ = tokio::time::timeout(CLOSE_WITHIN, apps.close()).await;
        Ok(served?)
    }
}

/// Where this process reaches itself: an address that stands for all is reached on loopback.
fn url(address: SocketAddr) -> Uri {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let url = format!("http://{}", SocketAddr::new(ip, address.port()));
    url.parse().expect("an address and a port make a URL")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_reaches_itself_on_loopback() {
        for (listen, reached) in [
            ("127.0.0.1:7300", "http://127.0.0.1:7300/"),
            ("0.0.0.0:80", "http://127.0.0.1:80/"),
            ("[::]:7300", "http://[::1]:7300/"),
            ("10.1.2.3:7300", "http://10.1.2.3:7300/"),
        ] {
            assert_eq!(listen.parse().map(url).map(|url| url.to_string()), Ok(reached.to_owned()));
        }
    }
}
