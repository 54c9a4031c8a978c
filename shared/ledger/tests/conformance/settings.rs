//! The ledger does not open where an acknowledged act could be lost. (SQLite's settings are the ledger's own: a unit
//! test of its `db` module opens files with wrong ones.)

use std::path::{Path, PathBuf};
use std::process::Command;

use trajet_ledger::{Db, Location, StoreError};

use crate::bench::{Bench, Engine, Raw, cluster};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_that_commits_before_it_is_durable_is_refused() {
    let bench = Bench::postgres("settings").await;
    let Engine::Postgres(url) = &bench.engine else { unreachable!() };
    let database = url.rsplit_once('/').unwrap().1;
    let mut cluster = Raw::postgres(&cluster(), "public").await;
    bench.db::<false>().await;
    cluster.run(&format!("ALTER DATABASE {database} SET synchronous_commit = off")).await.unwrap();
    assert_eq!(refused(&bench.location("toy")).await, ("synchronous_commit", "off".to_owned()));
    cluster.run(&format!("ALTER DATABASE {database} SET synchronous_commit = local")).await.unwrap();
    bench.db::<false>().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_without_fsync_is_refused() {
    let cluster = Cluster::start();
    for (setting, expected) in [("full_page_writes", "full_page_writes"), ("fsync", "fsync")] {
        cluster.run("pg_ctl", &["-w", "-o", &format!("{} -c {setting}=off", cluster.options()), "restart"]);
        assert_eq!(refused(&cluster.location()).await, (expected, "off".to_owned()));
    }
}

async fn refused(location: &Location) -> (&'static str, String) {
    match Db::open(location, &[]).await {
        Err(StoreError::NotDurable { setting, value, .. }) => (setting, value),
        other => panic!("{other:?}"),
    }
}

/// A cluster of its own, because these settings are a whole cluster's.
struct Cluster {
    dir: tempfile::TempDir,
    port: u16,
}

impl Cluster {
    fn start() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let dir = tempfile::Builder::new().prefix("cluster").tempdir_in(std::env::temp_dir()).unwrap();
        let cluster = Self { dir, port };
        if is_root() {
            // PostgreSQL does not run as root.
            assert!(Command::new("chown").arg("postgres").arg(cluster.dir.path()).status().unwrap().success());
        }
        cluster.run("initdb", &["--auth=trust", "--username=postgres", "--no-sync", "--locale=C", "--encoding=UTF8"]);
        cluster.run("pg_ctl", &["-w", "-o", &cluster.options(), "start"]);
        cluster
    }

    fn options(&self) -> String {
        format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={}",
            self.port,
            self.dir.path().display()
        )
    }

    fn location(&self) -> Location {
        Location::Postgres {
            url: format!("postgres://postgres@127.0.0.1:{}/postgres", self.port),
            schema: "toy".to_owned(),
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let program = binaries().join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        let log = self.dir.path().join("log");
        command.arg("-D").arg(self.data()).args(arguments).current_dir("/");
        let log = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log);
        assert!(
            command.status().unwrap().success(),
            "{}",
            std::fs::read_to_string(self.dir.path().join("log")).unwrap()
        );
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.run("pg_ctl", &["-w", "-m", "immediate", "stop"]);
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

fn binaries() -> PathBuf {
    let output = Command::new("pg_config").arg("--bindir").output().expect("PostgreSQL is installed");
    Path::new(String::from_utf8(output.stdout).unwrap().trim()).to_owned()
}
