//! `trajet demo`: a platform of its own that plays the worked cases and shows what the law did.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::sync::oneshot;
use trajet_access::{DevelopmentTokens, Insurer};
use trajet_runtime::{Clock, Entropy, KeyRing, Telemetry, TelemetryConfig, telemetry};

use crate::commands::verify::deadlines::Judge;
use crate::data;
use crate::demo::cases::{self, Case};
use crate::demo::play::{self, Played};
use crate::demo::timeline;
use crate::error::Error;
use crate::platform::{Platform, Service, Settings, Store};
use crate::reconciler::Schedule;
use crate::table;

/// Play the worked cases on a platform of its own, print what happened to each, and check it against what the law asks.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Play only these cases.
    #[arg(long = "case", value_name = "NAME")]
    cases: Vec<String>,
    /// Print the names of the cases and what they are about, and play none.
    #[arg(long)]
    list: bool,
    /// Play the cases in this directory, files `*.json`, instead of those built in.
    #[arg(long = "cases", value_name = "DIR")]
    from: Option<PathBuf>,
    /// Keep the data in this PostgreSQL database, in schemas of their own, rather than in a temporary directory.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let cases = cases::load(args.from.as_deref(), &args.cases)?;
    if args.list {
        table::write(out, &cases.iter().map(|case| [case.name.clone(), case.title.clone()]).collect::<Vec<_>>())?;
        return Ok(ExitCode::SUCCESS);
    }
    // The demo speaks for itself: only what goes wrong is logged.
    let telemetry = Telemetry::start(&TelemetryConfig {
        service_name: "trajet demo".to_owned(),
        format: telemetry::LogFormat::Text,
        filter: std::env::var_os("RUST_LOG").is_none().then(|| "error".to_owned()),
        endpoint: None,
    })?;
    let home = tempfile::tempdir()?;
    let store = match args.database_url {
        Some(url) => {
            let prefix = format!("demo_{}_", Entropy::system().random_id().simple());
            writeln!(out, "The data stays in the schemas {prefix}*.\n")?;
            Store::Postgres { url, prefix }
        }
        None => Store::Files(home.path().to_owned()),
    };
    let played = play(&cases, store, KeyRing::load_or_create(&data::keys_in(home.path()), &Entropy::system())?).await;
    telemetry.shutdown().await;
    let (played, reconciled) = played?;

    let mut wrong = 0;
    for (case, played) in cases.iter().zip(&played) {
        writeln!(out, "{}: {}", case.name, case.title)?;
        timeline::write(out, &played.history)?;
        for line in &played.standing.lines {
            writeln!(out, "  {line}")?;
        }
        let differences = timeline::differences(&case.expected, played);
        for difference in &differences {
            writeln!(out, "  NOT AS EXPECTED: {difference}")?;
        }
        writeln!(out, "  {}\n", if differences.is_empty() { "As the law asks." } else { "Not as the law asks." })?;
        if let Some(first) = differences.first() {
            wrong += 1;
            eprintln!("trajet: case {}: {first}", case.name);
        }
    }
    out.write_all(&reconciled.told)?;
    writeln!(out, "{} deadlines are not as the law asks, worked out a second time.", reconciled.findings)?;
    if reconciled.findings > 0 {
        eprintln!("trajet: {} deadlines are not as the law asks", reconciled.findings);
    }
    writeln!(out, "{} of {} cases went as the law asks.", cases.len() - wrong, cases.len())?;
    Ok(if wrong == 0 && reconciled.findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the reconciler said of all of them.
struct Reconciled {
    told: Vec<u8>,
    findings: u64,
}

/// Plays the cases, all of them on the same days, on a platform that lives as long, and has their deadlines worked out a second
/// time when the last day is over.
async fn play(cases: &[Case], store: Store, keys: KeyRing) -> Result<(Vec<Played>, Reconciled), Error> {
    let keys = Arc::new(keys);
    let insurer: Insurer = "300".parse().expect("three digits");
    let clock = Clock::manual(play::first_day(cases));
    let platform = Platform::open(Settings {
        services: Service::ALL.to_vec(),
        insurers: vec![insurer],
        store,
        keys: Arc::clone(&keys),
        clock: clock.clone(),
        begins_there: true,
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        peers: BTreeMap::new(),
        schedule: Schedule::Never,
    })
    .await?;
    let url = platform.url().clone();
    let apps = platform.apps();
    let (end, ended) = oneshot::channel::<()>();
    let serving = tokio::spawn(platform.serve(async {
        let _ = ended.await;
    }));
    let played = play::all(cases, &url, &DevelopmentTokens::new(keys), insurer).await;
    let mut told = Vec::new();
    let mut judge = Judge { out: &mut told, today: clock.today(), json: false, findings: 0 };
    let judged = apps.visit(&mut judge).await;
    let findings = judge.findings;
    drop(end);
    serving.await.map_err(std::io::Error::other)??;
    judged?;
    Ok((played?, Reconciled { told, findings }))
}
