//! The same acts within this process: the ledger without gRPC, and the steps of an act without the ledger.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use acceptance::database::{Database, address};
use acceptance::{Engine, Installation, days};
use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;
use trajet_assessment::{App, Assessment};
use trajet_assessment_domain as domain;
use trajet_assessment_domain::{Command, DecidedBy, State};
use trajet_belgium::{Language, Niss, Sex};
use trajet_law::scheme::Scheme;
use trajet_ledger::{Actor, Context, Domain as _, Ledger, Location, Request, Setup, Submission};
use trajet_runtime::{Clock, DataKey, Entropy, KeyRing};
use uuid::Uuid;

use crate::cost::{self, Cpu};
use crate::load::Persons;
use crate::options::Options;

const CALLERS: usize = 64;
const TIMES: u32 = 10_000;

/// What the ledger did without gRPC.
#[derive(Debug, Clone)]
pub(crate) struct Measure {
    pub(crate) engine: Engine,
    pub(crate) seconds: Duration,
    pub(crate) acts: u32,
    pub(crate) cpu: Cpu,
}

/// Declares and recognises through the ledger itself, 64 at a time.
pub(crate) async fn acts(engine: Engine, options: &Options) -> Measure {
    let installation = Installation::new(engine).await;
    std::fs::create_dir_all(installation.data()).unwrap();
    let file = installation.data().join("assessment.db");
    let cluster = |url| Location::Postgres { url, schema: "assessment".to_owned() };
    let location = address(&installation).map_or(Location::Sqlite(file), cluster);
    let setup = setup();
    let app = App::open(&location, &["300".to_owned()], &setup).await.unwrap();
    let ledger = app.ledgers().all().next().unwrap().1.clone();
    let postmaster = cost::postmaster(&Database::of(&installation, "data", "assessment").await).await;

    let (stop, done, persons) =
        (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)), Arc::new(Persons::default()));
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (ledger, stop, done) = (ledger.clone(), Arc::clone(&stop), Arc::clone(&done));
            let (persons, setup) = (Arc::clone(&persons), setup.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let case = setup.entropy.time_ordered_id(setup.clock.now());
                    for (method, command) in [("Declare", declare(&persons, &setup)), ("Recognise", recognise(&setup))]
                    {
                        ledger.execute(submission(case, method, command, &setup)).await.unwrap();
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    tokio::time::sleep(options.warm_up).await;
    let now = || (Instant::now(), done.load(Ordering::Relaxed), Cpu::taken(None, postmaster));
    let before = now();
    tokio::time::sleep(options.seconds).await;
    let after = now();
    stop.store(true, Ordering::Relaxed);
    join_all(callers).await;
    setup.stop.cancel();
    Measure { engine, seconds: after.0 - before.0, acts: after.1 - before.1, cpu: after.2.since(before.2) }
}

/// What each step of an average act takes: half a declaration and half a recognition.
pub(crate) async fn steps() -> Vec<(&'static str, Duration)> {
    let home = tempfile::tempdir().unwrap();
    let (setup, persons) = (setup(), Persons::default());
    let location = Location::Sqlite(home.path().join("assessment.db"));
    let app = App::open(&location, &["300".to_owned()], &setup).await.unwrap();
    let ledger: &Ledger<Assessment> = app.ledgers().all().next().unwrap().1;
    let service = ledger.domain();

    let commands = [declare(&persons, &setup), recognise(&setup)];
    let context = Context { now: setup.clock.now(), today: setup.clock.today(), claimed_by: None };
    let mut states = vec![State::default()];
    let mut events = Vec::new();
    for command in &commands {
        let mut state = states.last().unwrap().clone();
        let decided = service.decide(&state, command, &context).unwrap();
        for event in &decided {
            service.apply(&mut state, event);
        }
        events.extend(decided);
        states.push(state);
    }
    let case = setup.entropy.random_id();
    let key = DataKey::generate(&setup.entropy);
    let bodies: Vec<_> = events.iter().map(|event| service.encode(event).bytes).collect();
    for (method, command) in ["Declare", "Recognise"].into_iter().zip(&commands) {
        ledger.execute(submission(case, method, command.clone(), &setup)).await.unwrap();
    }
    let stored: Vec<_> =
        ledger.history(case, 0, 10).await.unwrap().into_iter().map(|recorded| recorded.stored).collect();

    let steps = vec![
        (
            "two keyed codes (request, claim)",
            time(|| {
                std::hint::black_box(setup.keys.mac("request", &[b"DeclareIncapacity", &[7; 300]]));
                std::hint::black_box(setup.keys.mac("claim", &[b"85011500357", b"2024-01-01"]));
            }),
        ),
        (
            "decide",
            time(|| {
                for (state, command) in states.iter().zip(&commands) {
                    std::hint::black_box(service.decide(state, command, &context)).unwrap();
                }
            }) / 2,
        ),
        (
            "encode the events",
            time(|| {
                for event in &events {
                    std::hint::black_box(service.encode(event));
                }
            }) / 2,
        ),
        (
            "seal the events",
            time(|| {
                for body in &bodies {
                    std::hint::black_box(key.seal(b"associated", body, &setup.entropy));
                }
            }) / 2,
        ),
        (
            "make and wrap half a key",
            time(|| {
                let key = DataKey::generate(&setup.entropy);
                std::hint::black_box(setup.keys.wrap(&key, b"associated", &setup.entropy));
            }) / 2,
        ),
        (
            "hash the leaves",
            time(|| {
                for event in &stored {
                    std::hint::black_box(event.computed_leaf("assessment/300"));
                }
            }) / 2,
        ),
        (
            "project the views",
            time(|| {
                for state in &states[1..] {
                    std::hint::black_box(service.project(case, state));
                }
            }) / 2,
        ),
        (
            "copy the state",
            time(|| {
                std::hint::black_box(states[1..].to_vec());
            }) / 2,
        ),
    ];
    setup.stop.cancel();
    steps
}

fn time(mut step: impl FnMut()) -> Duration {
    let started = Instant::now();
    for _ in 0..TIMES {
        step();
    }
    started.elapsed() / TIMES
}

fn setup() -> Setup {
    let entropy = Entropy::system();
    let keys = Arc::new(KeyRing::seeded(&entropy));
    Setup { keys, clock: Clock::system(), entropy, stop: CancellationToken::new() }
}

fn declare(persons: &Persons, setup: &Setup) -> Command {
    let person = persons.next();
    let name = person.name.unwrap();
    let start = setup.clock.today() - days(5);
    Command::DeclareIncapacity(Box::new(domain::Declaration {
        person: domain::Person {
            niss: Niss::parse(&person.niss).unwrap(),
            surname: name.surname,
            first_names: name.first_names,
            birth_date: person.birth_date.map(|date| date.try_into().unwrap()),
            sex: Some(Sex::Female),
            language: Language::Dutch,
            municipality: person.municipality_code.parse().unwrap(),
            phone: Some(person.phone),
            email: Some(person.email),
        },
        scheme: Scheme::Employees,
        certificate: domain::Certificate {
            issued_on: start,
            incapacity_start: start,
            expected_end: start + days(365),
            prognosis: domain::Prognosis::ReturnWithSupport,
            physician: None,
        },
        employment: domain::Employment::Contract { employer: Some("0206653946".parse().unwrap()) },
        activity_ceased_on: Some(start),
        relapse_of: None,
    }))
}

fn recognise(setup: &Setup) -> Command {
    Command::Recognise {
        decided_on: setup.clock.today() - days(5),
        decided_by: DecidedBy::AdvisingPhysician,
        activity_ceased_on: None,
    }
}

fn submission(case: Uuid, method: &str, command: Command, setup: &Setup) -> Submission<Assessment> {
    Submission {
        stream: case,
        command,
        request: Request { method: method.to_owned(), id: setup.entropy.random_id(), content: vec![7; 300] },
        if_version: None,
        actor: Actor::caller("physician", "physician", "0411724220"),
        trace: String::new(),
        source: None,
    }
}
