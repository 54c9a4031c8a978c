//! The two services in a process each, of which one at a time is killed and started again.

use std::sync::Mutex;

use acceptance::client::caller;
use acceptance::database::{Database, address};
use acceptance::day::wire;
use acceptance::installation::{finished, program};
use acceptance::relay::Relay;
use acceptance::wait::until;
use acceptance::{Client, Engine, Installation, Role, Server, days, within};
use chrono::NaiveDate;
use tokio::sync::watch;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use trajet_contracts::simulation::v1::{AdvanceClockRequest, GetStandingRequest, GetStandingResponse};
use trajet_runtime::machine_now;

use crate::days::Days;
use crate::model::FIRST;

/// A service and its process.
pub(crate) struct Part {
    name: &'static str,
    directory: &'static str,
    listens_to: &'static str,
    relay: Relay,
    running: tokio::sync::Mutex<Option<Server>>,
    line: watch::Sender<Option<Channel>>,
    days: Mutex<Days>,
}

impl Part {
    async fn new(name: &'static str, directory: &'static str, listens_to: &'static str) -> Self {
        Self {
            name,
            directory,
            listens_to,
            relay: Relay::new().await,
            running: tokio::sync::Mutex::default(),
            line: watch::Sender::new(None),
            days: Mutex::new(Days::from(FIRST)),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Its ledger.
    fn ledger(&self) -> String {
        format!("{}/300", self.name)
    }

    /// A way to call it, as soon as it runs.
    async fn line(&self) -> Channel {
        let mut line = self.line.subscribe();
        let line = within("a process to run", line.wait_for(Option::is_some)).await;
        line.unwrap().clone().unwrap()
    }
}

/// Both processes, and where their data are.
pub(crate) struct Platform {
    installation: Installation,
    operator: String,
    parts: [Part; 2],
}

impl Platform {
    pub(crate) async fn start(engine: Engine) -> Self {
        let installation = Installation::new(engine).await;
        let assessment = Part::new("assessment", "data", "questionnaire").await;
        let questionnaire = Part::new("questionnaire", "questionnaire", "assessment").await;
        let mut platform = Self { installation, operator: String::new(), parts: [assessment, questionnaire] };
        for part in &platform.parts {
            platform.run(part, FIRST).await;
        }
        platform.operator = platform.bearer(Role::Operator, "clock");
        platform
    }

    async fn run(&self, part: &Part, on: NaiveDate) {
        let producer = self.parts.iter().find(|other| other.name == part.listens_to).unwrap();
        let peer = format!("{}={}", producer.name, producer.relay.url());
        let on = on.to_string();
        let options = ["--only", part.name, "--peer", &peer, "--simulated-clock", "--start", &on];
        let server = match part.directory {
            "data" => self.installation.serve(&options).await,
            other => self.installation.serve_beside(other, &options).await,
        };
        part.relay.lead_to(server.address());
        part.line.send_replace(Some(server.channel()));
        *part.running.lock().await = Some(server);
    }

    /// Assessment and questionnaire.
    pub(crate) fn parts(&self) -> &[Part; 2] {
        &self.parts
    }

    /// What a service has stored.
    pub(crate) async fn database(&self, service: usize) -> Database {
        let part = &self.parts[service];
        Database::of(&self.installation, part.directory, part.name).await
    }

    /// The credential of a caller.
    pub(crate) fn bearer(&self, role: Role, subject: &str) -> String {
        let expires = machine_now() + days(1);
        format!("Bearer {}", self.installation.tokens().issue(&caller(role, subject, "300"), expires))
    }

    /// Calls a service until it answers, also if it is killed meanwhile, and says how often that took.
    pub(crate) async fn answer<R>(
        &self,
        part: &Part,
        bearer: &str,
        call: impl AsyncFn(Client) -> Result<R, Status>,
    ) -> (R, usize) {
        for times in 1.. {
            let client = Client::anonymous(part.line().await).with("authorization", bearer);
            match call(client).await {
                Ok(answer) => return (answer, times),
                Err(status) if may_come_back(&status) => tokio::task::yield_now().await,
                Err(status) => panic!("{} refuses: {status:?}", part.name),
            }
        }
        unreachable!("it is called without end")
    }

    /// Kills a process, and starts it again so many days later.
    pub(crate) async fn kill(&self, part: &Part, days_away: usize) {
        part.line.send_replace(None);
        let server = part.running.lock().await.take().unwrap();
        let ended = server.kill().await;
        assert_eq!(ended.code, None, "it ended by itself: {}", ended.output);
        let again = part.days.lock().unwrap().cut(days_away);
        self.run(part, again).await;
    }

    /// Moves a clock to a day, unless its process was started on a later one, and waits for the end of the day's work.
    pub(crate) async fn go_on_to(&self, part: &Part, day: NaiveDate) {
        let advance = async |client: Client| {
            let to_date = wire(part.days.lock().unwrap().go_on_to(day));
            client.clock().advance_clock(AdvanceClockRequest { to_date }).await
        };
        within("the end of a day", self.answer(part, &self.operator, advance)).await;
    }

    async fn standing(&self, part: &Part) -> GetStandingResponse {
        let ask = async |client: Client| client.clock().get_standing(GetStandingRequest {}).await;
        self.answer(part, &self.operator, ask).await.0.into_inner()
    }

    /// Waits until everyone has heard all that was written before.
    pub(crate) async fn hear(&self) {
        for producer in &self.parts {
            let head = head(&self.standing(producer).await, producer);
            let listener = self.parts.iter().find(|other| other.listens_to == producer.name).unwrap();
            until("facts to be heard", async || {
                (cursor(&self.standing(listener).await, producer) >= head).then_some(())
            })
            .await;
        }
    }

    /// Waits until no timer is due and everyone has heard everything: twice, with nothing written in between.
    pub(crate) async fn settle(&self) {
        within("the end of all work", async {
            let mut before = None;
            loop {
                let now = self.idle_at().await;
                if now.is_some() && now == before {
                    return;
                }
                before = now;
            }
        })
        .await;
    }

    /// Where the ledgers stand, if nothing is left to do.
    async fn idle_at(&self) -> Option<[u64; 2]> {
        let [one, other] = &self.parts;
        let standings = [self.standing(one).await, self.standing(other).await];
        let heads = [head(&standings[0], one), head(&standings[1], other)];
        let heard = [cursor(&standings[1], one), cursor(&standings[0], other)];
        (heads == heard && standings.iter().all(|standing| standing.timers_idle)).then_some(heads)
    }

    /// Ends both processes and says on which days each could act.
    pub(crate) async fn stop(&self) -> [Days; 2] {
        for part in &self.parts {
            let ended = part.running.lock().await.take().unwrap().stop().await;
            assert_eq!(ended.code, Some(0), "{}", ended.output);
        }
        self.parts.each_ref().map(|part| part.days.lock().unwrap().clone())
    }

    /// What `trajet verify` finds in the ledgers.
    pub(crate) async fn verify(&self) -> Result<(), String> {
        let data = self.installation.data();
        let database = address(&self.installation);
        // One database holds the ledgers of both services; of two directories each holds one.
        let parts = if database.is_some() { &self.parts[..1] } else { &self.parts[..] };
        for part in parts {
            let mut command = program();
            command.arg("verify").arg("--data").arg(data.with_file_name(part.directory));
            command.arg("--keys").arg(data.join("keys"));
            if let Some(address) = &database {
                command.args(["--database-url", address]);
            }
            let output = finished(command).await;
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            print!("{told}");
            if !output.status.success() {
                return Err(format!("{told}{}", String::from_utf8_lossy(&output.stderr)));
            }
        }
        Ok(())
    }
}

/// A failure that the platform did not word is a connection that broke.
fn may_come_back(status: &Status) -> bool {
    let for_a_while = matches!(status.code(), Code::Unavailable | Code::ResourceExhausted | Code::DeadlineExceeded);
    for_a_while || status.get_details_error_info().is_none()
}

fn head(standing: &GetStandingResponse, part: &Part) -> u64 {
    standing.heads.iter().find(|head| head.ledger == part.ledger()).unwrap().position
}

fn cursor(standing: &GetStandingResponse, of: &Part) -> u64 {
    standing.cursors.iter().find(|cursor| cursor.source_ledger == of.ledger()).unwrap().position
}
