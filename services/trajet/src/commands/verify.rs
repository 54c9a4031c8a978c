//! `trajet verify`: proof that nothing was changed behind the services' back. It needs no service to run.

pub(crate) mod deadlines;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr as _;
use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tokio_util::sync::CancellationToken;
use trajet_access::Insurer;
use trajet_ledger::{Domain, Ledger, Location, Setup, StoreError, verify};
use trajet_runtime::{Clock, Entropy, KeyRing};
use trajet_service::Ledgers;

use crate::apps::{Apps, Visit};
use crate::data::{self, KeysAt};
use crate::error::Error;
use crate::platform::{Service, Store};

/// Check every ledger, and every record of reads: the chain of its events, its checkpoints, the views by replaying it, and that
/// no key of a case was destroyed but by an erasure.
///
/// Stop the services first: with PostgreSQL, what they write meanwhile would look like a finding.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    stored: Stored,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Deadlines(deadlines::Args),
}

/// Where what is checked is stored.
#[derive(Debug, clap::Args)]
struct Stored {
    /// The PostgreSQL database that holds the data, rather than SQLite files under --data.
    #[arg(long, value_name = "URL", env = "TRAJET_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Check the ledgers of these insurers alone.
    #[arg(long = "insurer", value_name = "CODE")]
    insurers: Vec<Insurer>,
    #[command(flatten)]
    keys: KeysAt,
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    if let Some(What::Deadlines(args)) = args.what {
        return deadlines::run(args, out).await;
    }
    let keys = args.stored.keys.load()?;
    let mut check = Check { out, keys: Arc::clone(&keys), whole: true };
    args.stored.examine(keys, &mut check).await?;
    Ok(if check.whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is done with every ledger that is stored.
trait Examine: Visit<Error = Error> {
    /// The ledgers of a service cannot even be opened: that is a finding, and the other services are examined nevertheless.
    fn unopened(&mut self, service: Service, damage: &StoreError) -> Result<(), Error>;
}

impl Stored {
    /// Examines the ledgers that exist.
    async fn examine(self, keys: Arc<KeyRing>, examiner: &mut impl Examine) -> Result<(), Error> {
        let (store, _claim) = if let Some(url) = self.database_url {
            let prefix = String::new();
            (Store::Postgres { url, prefix }, None)
        } else {
            let data = self.keys.data.clone();
            if !data.is_dir() {
                return Err(Error::NoData(data));
            }
            let claim = data::claim(&data)?;
            (Store::Files(data), Some(claim))
        };
        // Cancelled from the start: nothing happens in the background while the ledgers are looked at.
        let stop = CancellationToken::new();
        stop.cancel();
        let setup = Setup { keys, clock: Clock::system(), entropy: Entropy::system(), stop };
        let mut nothing = true;
        for service in Service::ALL {
            // Only ledgers that exist are opened: opening another would make it.
            let mut insurers = insurers_of(&store.location(service)).await?;
            insurers.retain(|insurer| {
                self.insurers.is_empty() || self.insurers.iter().any(|wanted| wanted.as_str() == insurer)
            });
            if insurers.is_empty() {
                continue;
            }
            nothing = false;
            let apps = match Apps::open(&[service], &store, &insurers, &setup).await {
                Ok(apps) => apps,
                Err(Error::Store { source, .. })
                    if matches!(*source, StoreError::Damaged(_) | StoreError::OtherKeys(_)) =>
                {
                    examiner.unopened(service, &source)?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let visited = apps.visit(examiner).await;
            apps.close().await;
            visited?;
        }
        if nothing { Err(Error::NoData(PathBuf::from("a ledger of these insurers"))) } else { Ok(()) }
    }
}

/// The insurers that have a ledger in a service's database.
async fn insurers_of(location: &Location) -> Result<Vec<String>, Error> {
    const LEDGERS: &str = "SELECT ledger FROM ledger_head ORDER BY ledger";
    let ledgers: Vec<(String,)> = match location {
        Location::Sqlite(path) if !path.exists() => Vec::new(),
        Location::Sqlite(path) => {
            let mut connection = SqliteConnectOptions::new().filename(path).connect().await?;
            let ledgers = sqlx::query_as(LEDGERS).fetch_all(&mut connection).await?;
            connection.close().await?;
            ledgers
        }
        Location::Postgres { url, schema } => {
            let options = PgConnectOptions::from_str(url)?.options([("search_path", schema)]);
            let mut connection = options.connect().await?;
            let (exists,): (bool,) =
                sqlx::query_as("SELECT to_regclass('ledger_head') IS NOT NULL").fetch_one(&mut connection).await?;
            let ledgers = if exists { sqlx::query_as(LEDGERS).fetch_all(&mut connection).await? } else { Vec::new() };
            connection.close().await?;
            ledgers
        }
    };
    let insurer = |(ledger,): &(String,)| ledger.rsplit('/').next().unwrap_or(ledger).to_owned();
    // A ledger and the record of its reads are of one insurer.
    Ok(ledgers.iter().map(insurer).collect::<BTreeSet<_>>().into_iter().collect())
}

struct Check<'o, W> {
    out: &'o mut W,
    keys: Arc<KeyRing>,
    whole: bool,
}

impl<W: Write> Examine for Check<'_, W> {
    fn unopened(&mut self, service: Service, damage: &StoreError) -> Result<(), Error> {
        writeln!(self.out, "{service}: cannot be opened, 1 finding\n  {damage}")?;
        self.whole = false;
        Ok(())
    }
}

impl<W: Write> Check<'_, W> {
    /// Checks one ledger and tells what was found.
    async fn check<D: Domain>(&mut self, service: Service, ledger: &Ledger<D>) -> Result<(), Error> {
        let failed = |source| Error::Store { service: service.name(), source: Box::new(source) };
        let public_key = self.keys.signer().public_key();
        let mut report = verify::chain(ledger.db(), ledger.name(), &public_key).await.map_err(failed)?;
        match verify::views(ledger).await {
            Ok(views) => report.findings.extend(views.findings),
            // Events that cannot be read cannot be replayed: that is what was found.
            Err(StoreError::Damaged(what)) => report.findings.push(verify::Finding { position: None, what }),
            Err(error) => return Err(failed(error)),
        }
        report.findings.extend(verify::keys(ledger).await.map_err(failed)?.findings);
        let verify::Report { events, checkpoints, findings } = report;
        let found = findings.len();
        writeln!(self.out, "{}: {events} events, {checkpoints} checkpoints, {found} findings", ledger.name())?;
        for finding in findings {
            let at = finding.position.map(|position| format!("position {position}: ")).unwrap_or_default();
            writeln!(self.out, "  {at}{}", finding.what)?;
        }
        self.whole &= found == 0;
        Ok(())
    }
}

impl<W: Write> Visit for Check<'_, W> {
    type Error = Error;

    async fn service<D: Domain>(&mut self, service: Service, ledgers: &Ledgers<D>) -> Result<(), Error> {
        for (_, ledger) in ledgers.all() {
            self.check(service, ledger).await?;
        }
        for (_, reads) in ledgers.reads() {
            self.check(service, reads.ledger()).await?;
        }
        Ok(())
    }
}
