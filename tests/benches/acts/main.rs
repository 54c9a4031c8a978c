//! Real acts through the service, against pgbench that inserts the same rows: `cargo bench -p acceptance --bench acts`.
//!
//! Half of the acts declare an incapacity, half recognise one. The service and pgbench take turns on the same PostgreSQL
//! cluster; rates of different runs cannot be compared, so the cost of an fdatasync, the load of the machine and the CPU
//! time of an act stand beside each. The program is that of `TRAJET_BIN`, or the one that was built in the same profile.
//!
//! ```text
//! cargo build --profile dist --bin trajet
//! bash tests/run postgres cargo bench --profile dist -p acceptance --bench acts -- --seconds 8
//! ```

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed measure")]

mod cost;
mod inside;
mod load;
mod options;
mod pgbench;
mod report;
mod served;

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use acceptance::Engine;
use acceptance::installation::in_workspace;

use options::Options;
use pgbench::Pgbench;
use report::Report;
use served::Served;

fn main() {
    if std::env::var_os("TRAJET_TEST_POSTGRES").is_none() {
        let mut with_cluster = Command::new("bash");
        with_cluster.arg(in_workspace("tests/run")).arg("postgres").arg(std::env::current_exe().unwrap());
        panic!("no cluster: {}", with_cluster.args(std::env::args().skip(1)).exec());
    }
    let options = Options::read(std::env::args().skip(1));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    println!("{}", runtime.block_on(measure(&options)));
}

async fn measure(options: &Options) -> Report {
    let mut report = Report::default();
    let files = Served::start(Engine::Sqlite, options).await;
    let cluster = Served::start(Engine::Postgres, options).await;
    for callers in &options.callers {
        report.service("SQLite", files.acts(*callers, options).await);
        report.service("PostgreSQL", cluster.acts(*callers, options).await);
        let pgbench = Pgbench::prepare(&cluster).await;
        report.pgbench(pgbench.run(*callers, options).await, pgbench.rows());
    }
    for served in [files, cluster] {
        served.stop().await;
    }
    for engine in [Engine::Sqlite, Engine::Postgres] {
        report.inside(inside::acts(engine, options).await);
    }
    report.steps(inside::steps().await);
    report
}
