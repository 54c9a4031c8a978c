//! The four services in a process each, any of which may be killed at any moment and started again the same day.

use std::time::Duration;

use acceptance::day::wire;
use acceptance::installation::{finished, program};
use acceptance::relay::Relay;
use acceptance::{Engine, Installation, Server, within};
use chrono::{NaiveDate, TimeDelta};
use futures_util::future::join_all;
use tokio::sync::{Mutex, watch};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;
use trajet_access::{Caller, Role};
use trajet_contracts::simulation::v1::clock_service_client::ClockServiceClient;
use trajet_contracts::simulation::v1::{AdvanceClockRequest, GetStandingRequest, GetStandingResponse};
use trajet_runtime::machine_now;

/// Longer than the work of a day takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// The services, each by its place.
pub(crate) const SERVICES: [&str; 4] = ["assessment", "questionnaire", "dossier", "exchange"];
pub(crate) const ASSESSMENT: usize = 0;
pub(crate) const QUESTIONNAIRE: usize = 1;
pub(crate) const DOSSIER: usize = 2;
pub(crate) const EXCHANGE: usize = 3;

/// The mutuality, and the service for prevention and protection that tells of CODEX trajectories.
const MUTUALITY: &str = "0411724220";
pub(crate) const OCCUPATIONAL: &str = "0206653946";

/// Puts a credential on each call.
#[derive(Debug, Clone)]
pub(crate) struct Bearer(pub(crate) MetadataValue<Ascii>);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

struct Part {
    name: &'static str,
    relay: Relay,
    running: Mutex<Option<Server>>,
    line: watch::Sender<Option<Channel>>,
}

/// The processes, and where their data are.
pub(crate) struct Platform {
    installation: Installation,
    parts: Vec<Part>,
    operator: Option<Bearer>,
}

impl Platform {
    pub(crate) async fn start(engine: Engine, today: NaiveDate) -> Self {
        let installation = Installation::new(engine).await;
        let mut parts = Vec::new();
        for name in SERVICES {
            let (relay, line) = (Relay::new().await, watch::Sender::new(None));
            parts.push(Part { name, relay, running: Mutex::default(), line });
        }
        let mut platform = Self { installation, parts, operator: None };
        for part in &platform.parts {
            platform.run(part, today).await;
        }
        platform.operator = Some(platform.bearer(Role::Operator, "clock"));
        platform
    }

    async fn run(&self, part: &Part, today: NaiveDate) {
        let today = today.to_string();
        let peers = self.parts.iter().filter(|other| other.name != part.name);
        let peers: Vec<_> = peers.map(|peer| format!("{}={}", peer.name, peer.relay.url())).collect();
        let mut options = vec!["--only", part.name, "--simulated-clock", "--start", &today];
        options.extend(peers.iter().flat_map(|peer| ["--peer", peer]));
        let server = if part.name == SERVICES[ASSESSMENT] {
            self.installation.serve(&options).await
        } else {
            self.installation.serve_beside(part.name, &options).await
        };
        part.relay.lead_to(server.address());
        part.line.send_replace(Some(server.channel()));
        *part.running.lock().await = Some(server);
    }

    /// The credential of a caller.
    pub(crate) fn bearer(&self, role: Role, subject: &str) -> Bearer {
        let organisation = if role == Role::PartnerAgent { OCCUPATIONAL } else { MUTUALITY };
        let caller = Caller {
            subject: subject.parse().unwrap(),
            role,
            insurer: "300".parse().unwrap(),
            organisation: organisation.parse().unwrap(),
        };
        let token = self.installation.tokens().issue(&caller, machine_now() + TimeDelta::days(1));
        Bearer(format!("Bearer {token}").parse().unwrap())
    }

    /// Calls a service until it answers, also if it is killed meanwhile.
    pub(crate) async fn answer<R>(
        &self,
        service: usize,
        call: impl AsyncFn(Channel) -> Result<R, Status>,
    ) -> Result<R, Status> {
        within("an answer", async {
            loop {
                let mut line = self.parts[service].line.subscribe();
                let channel = line.wait_for(Option::is_some).await.unwrap().clone().unwrap();
                match call(channel).await {
                    Err(status) if may_come_back(&status) => tokio::task::yield_now().await,
                    answer => return answer,
                }
            }
        })
        .await
    }

    /// Kills a process, and starts it again.
    pub(crate) async fn kill(&self, service: usize, today: NaiveDate) {
        let part = &self.parts[service];
        part.line.send_replace(None);
        let server = part.running.lock().await.take().unwrap();
        let ended = server.kill().await;
        assert_eq!(ended.code, None, "it ended by itself: {}", ended.output);
        self.run(part, today).await;
    }

    /// Moves the clocks of all services to a day.
    pub(crate) async fn advance(&self, day: NaiveDate) {
        let advance = async |channel: Channel| {
            let mut clock = ClockServiceClient::with_interceptor(channel, self.operator.clone().unwrap());
            clock.advance_clock(AdvanceClockRequest { to_date: wire(day) }).await
        };
        for answer in join_all((0..SERVICES.len()).map(|service| self.answer(service, advance))).await {
            answer.unwrap();
        }
    }

    async fn standings(&self) -> Vec<GetStandingResponse> {
        let ask = async |channel: Channel| {
            let mut clock = ClockServiceClient::with_interceptor(channel, self.operator.clone().unwrap());
            clock.get_standing(GetStandingRequest {}).await
        };
        let answers = join_all((0..SERVICES.len()).map(|service| self.answer(service, ask))).await;
        answers.into_iter().map(|answer| answer.unwrap().into_inner()).collect()
    }

    /// Waits until no timer is due and everyone has heard everything: twice, with nothing written in between.
    pub(crate) async fn settle(&self) {
        let mut last = Vec::new();
        let idle = async {
            let mut before = None;
            loop {
                last = self.standings().await;
                let now = idle_at(&last);
                if now.is_some() && now == before {
                    return;
                }
                before = now;
            }
        };
        let settled = tokio::time::timeout(PATIENCE, idle).await;
        if settled.is_err() {
            for part in &self.parts {
                let written = part.running.lock().await.as_ref().map(Server::written).unwrap_or_default();
                let lines: Vec<_> = written.lines().rev().take(20).collect();
                println!("{}: {lines:#?}", part.name);
            }
            panic!("there is no end of work: {last:#?}");
        }
    }

    /// Ends all processes on a day, and says what `trajet verify` finds in their ledgers, and in their deadlines.
    pub(crate) async fn end(self, today: NaiveDate) -> Result<(), String> {
        for part in &self.parts {
            let ended = part.running.lock().await.take().unwrap().stop().await;
            assert_eq!(ended.code, Some(0), "{}", ended.output);
        }
        let data = self.installation.data();
        let database = acceptance::database::address(&self.installation);
        let today = today.to_string();
        let mut wrong = String::new();
        for part in &self.parts {
            let first = part.name == SERVICES[ASSESSMENT];
            if database.is_some() && !first {
                break;
            }
            for checks in [&["verify"][..], &["verify", "deadlines", "--on", &today]] {
                let mut command = program();
                command.args(checks).arg("--data").arg(if first {
                    data.clone()
                } else {
                    data.with_file_name(part.name)
                });
                command.arg("--keys").arg(data.join("keys"));
                if let Some(address) = &database {
                    command.args(["--database-url", address]);
                }
                let output = finished(command).await;
                let told = String::from_utf8_lossy(&output.stdout).into_owned();
                print!("{told}");
                if !output.status.success() {
                    wrong.extend([&*told, &*String::from_utf8_lossy(&output.stderr)]);
                }
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// Where the ledgers stand, if nothing is left to do.
fn idle_at(standings: &[GetStandingResponse]) -> Option<Vec<u64>> {
    let heads: Vec<_> = standings.iter().flat_map(|standing| &standing.heads).collect();
    let head_of = |ledger: &str| heads.iter().find(|head| head.ledger == ledger).map_or(0, |head| head.position);
    let mut cursors = standings.iter().flat_map(|standing| &standing.cursors);
    let idle = standings.iter().all(|standing| standing.timers_idle)
        && cursors.all(|cursor| cursor.position >= head_of(&cursor.source_ledger));
    idle.then(|| heads.iter().map(|head| head.position).collect())
}

/// A failure that the platform did not word is a connection that broke.
fn may_come_back(status: &Status) -> bool {
    let for_a_while = matches!(status.code(), Code::Unavailable | Code::ResourceExhausted | Code::DeadlineExceeded);
    for_a_while || status.get_details_error_info().is_none()
}
