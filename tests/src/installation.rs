//! A directory and a database in which processes are started.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Arc;

use tempfile::TempDir;
use tokio::process::Command;
use trajet_access::DevelopmentTokens;
use trajet_runtime::KeyRing;

use crate::engine::Engine;
use crate::server::{Ended, Server};

/// A place of its own for the data of one test.
#[derive(Debug)]
pub struct Installation {
    home: Arc<TempDir>,
    database: Option<String>,
}

impl Installation {
    /// An empty one.
    pub async fn new(engine: Engine) -> Self {
        Self { home: Arc::new(tempfile::tempdir().unwrap()), database: engine.new_database().await }
    }

    /// The name of the PostgreSQL database.
    #[must_use]
    pub fn database(&self) -> Option<&str> {
        self.database.as_ref()?.rsplit('/').next()
    }

    /// The directory of the first process.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.directory("data")
    }

    fn directory(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The means to make tokens, from the keys that the first process made.
    #[must_use]
    pub fn tokens(&self) -> DevelopmentTokens {
        DevelopmentTokens::new(Arc::new(KeyRing::load(&self.data().join("keys")).unwrap()))
    }

    /// Starts `trajet serve` with these options, on any free port.
    pub async fn serve(&self, options: &[&str]) -> Server {
        let command = self.command("data", options);
        Server::start(command, Arc::clone(&self.home), || self.tokens()).await
    }

    /// Starts `trajet serve` with these options, and logs by a filter in the syntax of `RUST_LOG`.
    pub async fn serve_logging(&self, filter: &str, options: &[&str]) -> Server {
        let mut command = self.command("data", options);
        command.env("RUST_LOG", filter);
        Server::start(command, Arc::clone(&self.home), || self.tokens()).await
    }

    /// Starts another process of the same installation: with a directory of its own, and the keys of the first.
    pub async fn serve_beside(&self, name: &str, options: &[&str]) -> Server {
        let mut command = self.command(name, options);
        command.arg("--keys").arg(self.data().join("keys"));
        Server::start(command, Arc::clone(&self.home), || self.tokens()).await
    }

    /// The end of a `trajet serve` that is refused, on any free port.
    pub async fn refused(&self, options: &[&str]) -> Ended {
        let end = Server::refused(self.command("data", options)).await;
        assert_ne!(end.code, Some(0), "it was not refused: {end:?}");
        end
    }

    fn command(&self, directory: &str, options: &[&str]) -> Command {
        let mut command = program();
        command.arg("serve").arg("--data").arg(self.directory(directory));
        if !options.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        if let Some(url) = &self.database {
            command.args(["--database-url", url]);
        }
        command.args(options);
        command
    }

    /// Runs a command that works on this installation's directory and database, to its end.
    pub async fn verify(&self) -> Output {
        let mut command = program();
        command.arg("verify").arg("--data").arg(self.data());
        if let Some(url) = &self.database {
            command.args(["--database-url", url]);
        }
        finished(command).await
    }

    /// Runs `trajet verify deadlines` with these options on this installation's directory and database, to its end.
    pub async fn verify_deadlines(&self, options: &[&str]) -> Output {
        let mut command = program();
        command.args(["verify", "deadlines"]).arg("--data").arg(self.data());
        if let Some(url) = &self.database {
            command.args(["--database-url", url]);
        }
        command.args(options);
        finished(command).await
    }

    /// Moves the clocks of several servers together, day by day.
    pub async fn advance_all(&self, servers: &[&Server], to: chrono::NaiveDate) {
        let mut command = program();
        command.args(["clock", "advance", "--to", &to.to_string()]).arg("--data").arg(self.data());
        for server in servers {
            command.args(["--server", &server.url()]);
        }
        let output = finished(command).await;
        assert!(output.status.success(), "{output:?}");
    }
}

/// The program that the tests are about, as cargo has just built it.
#[must_use]
pub fn program() -> Command {
    let test = std::env::current_exe().unwrap();
    let built = test.ancestors().nth(2).map(|profile| profile.join("trajet"));
    let Some(program) = built.filter(|program| program.exists()) else {
        panic!("the program trajet is not built: run `cargo build -p trajet`, or all tests with `bash tests/run`");
    };
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).kill_on_drop(true);
    for inherited in ["TRAJET_DATABASE_URL", "OTEL_EXPORTER_OTLP_ENDPOINT", "RUST_LOG"] {
        command.env_remove(inherited);
    }
    command
}

/// The end of a command. How long it may take is for the test runner to say: the demo plays every worked case.
pub async fn finished(mut command: Command) -> Output {
    command.output().await.unwrap()
}

/// A file or folder of the workspace.
#[must_use]
pub fn in_workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(path)
}
