//! `trajet serve`: the services of the platform in this process.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::ValueEnum;
use tokio::signal::unix::{SignalKind, signal};
use tonic::transport::Uri;
use trajet_access::Insurer;
use trajet_runtime::telemetry::LogFormat;
use trajet_runtime::{Clock, KeyRing, Telemetry, TelemetryConfig};

use crate::error::Error;
use crate::platform::{Platform, Service, Settings, Store};
use crate::reconciler::Schedule;
use crate::{cli, data};

/// Serve the platform: all services, or some, on one port.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The directory of the installation, made if it is missing: its databases and, unless --keys says otherwise, its
    /// keys.
    #[arg(long, value_name = "DIR", default_value = "./data")]
    data: PathBuf,
    /// The address to listen on; port 0 takes any free port.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7300")]
    listen: SocketAddr,
    /// Serve only these services.
    #[arg(long, value_name = "NAME", num_args = 1.., default_values = Service::ALL.map(Service::name))]
    only: Vec<Service>,
    /// Keep the data in this PostgreSQL database, a schema for each service, rather than in SQLite files.
    #[arg(long, value_name = "URL", env = "TRAJET_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// The insurers whose ledgers are served.
    #[arg(long = "insurer", value_name = "CODE", num_args = 1.., default_value = "300")]
    insurers: Vec<Insurer>,
    /// The directory of keys made elsewhere; all must be there.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// Let `trajet clock` set the date: for tests and demonstrations.
    #[arg(long)]
    simulated_clock: bool,
    /// The first day of the simulated clock, not before the last day of the data. Without it the clock goes on from that
    /// day, or begins today where there are no data.
    #[arg(long, value_name = "DATE", value_parser = cli::date, requires = "simulated_clock")]
    start: Option<NaiveDate>,
    /// Where a service is served that is listened to and does not run here.
    #[arg(long = "peer", value_name = "NAME=URL", value_parser = cli::peer)]
    peers: Vec<(Service, Uri)>,
    /// Reconcile the deadlines of all cases every so many hours, and never with 0. Without it that is done once a day, when
    /// the timers of the day have fired; with a simulated clock only if `daily` is asked for.
    #[arg(long, value_name = "HOURS", value_parser = cli::schedule)]
    reconcile_every: Option<Schedule>,
    /// Where traces and metrics go, by OTLP over gRPC.
    #[arg(long, value_name = "URL")]
    otlp: Option<String>,
    /// How log lines on standard error look.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    log_format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For machines: one object a line.
    Json,
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let telemetry = Telemetry::start(&TelemetryConfig {
        service_name: "trajet".to_owned(),
        format: match args.log_format {
            Format::Text => LogFormat::Text,
            Format::Json => LogFormat::Json,
        },
        filter: None,
        endpoint: args.otlp.clone(),
    })?;
    let served = serve(args, out).await;
    telemetry.shutdown().await;
    served?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(args: Args, out: &mut impl Write) -> Result<(), Error> {
    let (store, _claim) = match args.database_url {
        Some(url) => (Store::Postgres { url, prefix: String::new() }, None),
        None => (Store::Files(args.data.clone()), Some(data::claim(&args.data)?)),
    };
    let keys = if let Some(dir) = args.keys {
        KeyRing::load(&dir)?
    } else {
        let dir = data::keys_in(&args.data);
        data::make_keys(&args.data, &dir)?;
        KeyRing::load(&dir)?
    };
    let clock = if args.simulated_clock {
        Clock::manual(args.start.unwrap_or(trajet_law::months::EARLIEST))
    } else {
        Clock::system()
    };
    let (mut services, mut insurers) = (args.only, args.insurers);
    services.sort_unstable();
    services.dedup();
    insurers.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
    insurers.dedup();
    let names = services.iter().map(|service| service.name()).collect::<Vec<_>>().join(" ");

    // Before anybody is told that it is ready: a signal from then on is a wish to stop.
    let asked_to_stop = asked_to_stop()?;
    let platform = Platform::open(Settings {
        services,
        insurers,
        store,
        keys: Arc::new(keys),
        clock,
        begins_there: args.start.is_some(),
        listen: args.listen,
        peers: args.peers.into_iter().collect::<BTreeMap<_, _>>(),
        schedule: args.reconcile_every.unwrap_or(if args.simulated_clock { Schedule::Never } else { Schedule::Daily }),
    })
    .await?;
    writeln!(out, "ready {} {names}", platform.address())?;
    out.flush()?;
    platform.serve(asked_to_stop).await
}

/// Ends when the process is told to end, or interrupted.
fn asked_to_stop() -> Result<impl Future<Output = ()> + Send, Error> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
