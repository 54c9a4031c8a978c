//! Each process starts as the manifests tell it to, is healthy as they ask, and hears all that it should.

use acceptance::installation::{finished, program};
use acceptance::{Engine, Installation, Server};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use crate::assert_none;
use crate::binary::Binary;
use crate::manifests::{Manifests, Process};

/// What belongs to the cluster's place and not to the test's.
const OF_THE_PLACE: [&str; 3] = ["--listen", "--keys", "--data"];

/// Said of a service that is to be heard and is nowhere.
const NOT_HEARD: &str = "say where it is with --peer";

/// The options, but for those of the place.
fn options(process: &Process) -> Vec<String> {
    let kept = process.options.iter().filter(|(flag, _)| !OF_THE_PLACE.contains(&flag.as_str()));
    kept.map(|(flag, value)| format!("{flag}={value}")).collect()
}

async fn start(process: &Process) -> Server {
    let options = options(process);
    let options: Vec<_> = options.iter().map(String::as_str).collect();
    let installation = Installation::new(Engine::Sqlite).await;
    if process.values("--keys").next().is_none() {
        return installation.serve(&options).await;
    }
    // What is told where its keys are makes none: they are made before, as the README says.
    let mut keys = program();
    keys.arg("keys").arg("--data").arg(installation.data());
    assert!(finished(keys).await.status.success());
    installation.serve_beside("pod", &options).await
}

async fn breaches(process: &Process) -> Vec<String> {
    let server = start(process).await;
    let mut told = Vec::new();
    for (_, service) in &process.probes {
        let request = HealthCheckRequest { service: service.clone() };
        let answer = HealthClient::new(server.channel()).check(request).await;
        if !answer.is_ok_and(|answer| answer.get_ref().status() == ServingStatus::Serving) {
            told.push(format!("{}: {service:?} is not served", process.name));
        }
    }
    let ended = server.stop().await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let deaf = ended.output.lines().filter(|line| line.contains(NOT_HEARD));
    told.extend(deaf.map(|line| format!("{}: {line}", process.name)));
    told
}

#[tokio::test]
async fn each_process_starts_is_healthy_and_hears_the_others() {
    for process in [Manifests::base().processes(), Manifests::trial().processes()].concat() {
        assert_none(&breaches(&process).await);
    }
}

#[tokio::test]
async fn the_trial_serves_everything() {
    let trial = Manifests::trial().processes();
    assert_eq!(trial.len(), 1);
    let ready = start(&trial[0]).await.ready().to_owned();
    for service in Binary::ask().await.services {
        assert!(ready.split(' ').any(|word| word == service), "{service}: {ready}");
    }
}

#[tokio::test]
async fn a_planted_probe_and_a_missing_peer_are_found() {
    let mut process = Manifests::base().processes().swap_remove(0);
    process.probes[0].1 = "trajet.assessment.v1.Assessment".to_owned();
    process.options.retain(|(flag, _)| flag != "--peer");
    let told = breaches(&process).await.join("\n");
    assert!(told.contains("\"trajet.assessment.v1.Assessment\" is not served"), "{told}");
    assert!(told.contains(NOT_HEARD), "{told}");
}

#[tokio::test]
async fn a_planted_flag_and_an_unknown_peer_are_refused() {
    for planted in ["--colour=red", "--peer=nobody=http://trajet-nobody:7300", "--log-format=yaml"] {
        let end = Installation::new(Engine::Sqlite).await.refused(&[planted]).await;
        assert!(end.output.contains(planted.split('=').next().unwrap()), "{planted}: {end:?}");
    }
}
