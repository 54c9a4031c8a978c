//! A `trajet serve` process.

use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tonic::Code;
use tonic::transport::{Channel, Endpoint};
use trajet_access::{DevelopmentTokens, Role};
use trajet_contracts::simulation::v1::{AdvanceClockRequest, GetStandingRequest, GetStandingResponse};

use crate::client::Client;
use crate::day::wire;
use crate::wait::within;

/// A process that has said that it is ready. Dropped, it is killed.
#[derive(Debug)]
pub struct Server {
    running: Running,
    ready: String,
    address: SocketAddr,
    channel: Channel,
    tokens: DevelopmentTokens,
    /// The directory of its data must not end before it does.
    home: Arc<TempDir>,
}

/// How a process ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; none after a signal.
    pub code: Option<i32>,
    /// All that it wrote to standard output and standard error.
    pub output: String,
}

#[derive(Debug)]
struct Running {
    child: Child,
    written: Arc<Mutex<String>>,
    readers: [JoinHandle<()>; 2],
}

impl Running {
    /// Starts a process. Every line of its standard output is also sent.
    fn start(mut command: Command) -> (Self, mpsc::UnboundedReceiver<String>) {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let written = Arc::new(Mutex::new(String::new()));
        let (send, lines) = mpsc::unbounded_channel();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let readers = [collect(out, &written, Some(send)), collect(err, &written, None)];
        (Self { child, written, readers }, lines)
    }

    async fn ended(mut self) -> Ended {
        let status = within("the process to end", self.child.wait()).await.unwrap();
        for reader in self.readers {
            reader.await.unwrap();
        }
        let output = self.written.lock().unwrap().clone();
        Ended { code: status.code(), output }
    }
}

fn collect(
    from: impl AsyncRead + Send + Unpin + 'static,
    into: &Arc<Mutex<String>>,
    send: Option<mpsc::UnboundedSender<String>>,
) -> JoinHandle<()> {
    let into = Arc::clone(into);
    tokio::spawn(async move {
        let mut lines = BufReader::new(from).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            {
                let mut written = into.lock().unwrap();
                written.push_str(&line);
                written.push('\n');
            }
            if let Some(send) = &send {
                // Nobody listens any more once the process is ready.
                let _ = send.send(line);
            }
        }
    })
}

impl Server {
    pub(crate) async fn start(
        command: Command,
        home: Arc<TempDir>,
        tokens: impl FnOnce() -> DevelopmentTokens,
    ) -> Self {
        let (running, mut lines) = Running::start(command);
        let Some(ready) = within("the ready line", lines.recv()).await else {
            panic!("the process was not ready: {:?}", running.ended().await);
        };
        let address = ready.strip_prefix("ready http://").and_then(|rest| rest.split(' ').next());
        let address: SocketAddr = address.and_then(|address| address.parse().ok()).unwrap();
        let channel = Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy();
        Self { running, ready, address, channel, tokens: tokens(), home }
    }

    pub(crate) async fn refused(command: Command) -> Ended {
        let (running, mut lines) = Running::start(command);
        if let Some(line) = within("the process to end", lines.recv()).await {
            panic!("the process was not refused: {line}");
        }
        running.ended().await
    }

    /// The line that it said when it was ready.
    #[must_use]
    pub fn ready(&self) -> &str {
        &self.ready
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it is called.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A channel to it.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// A client in a role at insurer 300, whose subject is the role.
    #[must_use]
    pub fn client(&self, role: Role) -> Client {
        self.client_as(role, role.code(), "300")
    }

    /// A client in a role, by its subject and insurer.
    #[must_use]
    pub fn client_as(&self, role: Role, subject: &str, insurer: &str) -> Client {
        Client::new(self.channel(), &self.tokens, role, subject, insurer)
    }

    /// All that it has written so far.
    #[must_use]
    pub fn written(&self) -> String {
        self.running.written.lock().unwrap().clone()
    }

    /// Ends it at once, as a power cut does (SIGKILL).
    pub async fn kill(mut self) -> Ended {
        self.running.child.start_kill().unwrap();
        self.ended().await
    }

    /// Asks it to end (SIGTERM).
    pub async fn terminate(&self) {
        let process = self.running.child.id().unwrap().to_string();
        let asked = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &process]).status().await.unwrap();
        assert!(asked.success());
    }

    /// Waits for its end.
    pub async fn ended(self) -> Ended {
        let Self { running, home, .. } = self;
        let ended = running.ended().await;
        drop(home);
        ended
    }

    /// Asks it to end, and waits.
    pub async fn stop(self) -> Ended {
        self.terminate().await;
        self.ended().await
    }

    /// Moves its simulated clock and waits until the work of each day is done. A call may end before a long way is done;
    /// repeated, it goes on.
    pub async fn advance(&self, to: NaiveDate) {
        let mut clock = self.client(Role::Operator).clock();
        within("the clock to advance", async {
            loop {
                match clock.advance_clock(AdvanceClockRequest { to_date: wire(to) }).await {
                    Ok(_) => return,
                    Err(status) => assert_eq!(status.code(), Code::DeadlineExceeded, "{status:?}"),
                }
            }
        })
        .await;
    }

    /// How far the day's work is.
    pub async fn standing(&self) -> GetStandingResponse {
        self.client(Role::Operator).clock().get_standing(GetStandingRequest {}).await.unwrap().into_inner()
    }

    /// Waits until everything told so far was taken over, without moving the clock.
    pub async fn settle(&self) {
        let today = crate::day::read(self.standing().await.today).unwrap();
        self.advance(today).await;
    }
}
