//! Every service is deployed once, and each address leads to the service that is meant.

use std::collections::BTreeSet;

use crate::assert_none;
use crate::binary::Binary;
use crate::manifests::{Address, Manifests, Process};

/// What is wrong with which services there are.
fn deployed(processes: &[Process], services: &BTreeSet<String>) -> Vec<String> {
    let mut told = Vec::new();
    for service in services {
        let count = processes.iter().filter(|process| process.values("--only").eq([service])).count();
        if count != 1 {
            told.push(format!("{service} has {count} deployments of its own"));
        }
    }
    for process in processes {
        for unknown in process.values("--only").filter(|only| !services.contains(*only)) {
            told.push(format!("{}: the binary has no service {unknown}", process.name));
        }
    }
    told
}

/// What is wrong with the addresses.
fn addressed(processes: &[Process], addresses: &[Address]) -> Vec<String> {
    let mut told = Vec::new();
    for process in processes {
        let name = &process.name;
        let listens = format!("0.0.0.0:{}", process.port);
        if !process.values("--listen").eq([listens.as_str()]) {
            told.push(format!("{name} does not listen on {listens}"));
        }
        for (port, _) in process.probes.iter().filter(|(port, _)| *port != process.port) {
            told.push(format!("{name} is probed on port {port}"));
        }
        if addresses.iter().filter(|address| address.leads_to(process)).count() != 1 {
            told.push(format!("{name} has not one address"));
        }
        for peer in process.values("--peer") {
            let there = peer.split_once('=').is_some_and(|(service, url)| {
                let at = addresses.iter().find(|address| url == format!("http://{}:{}", address.host, address.port));
                let mut there = processes.iter().filter(|other| at.is_some_and(|at| at.leads_to(other)));
                there.next().is_some_and(|other| other.values("--only").eq([service])) && there.next().is_none()
            });
            if !there {
                told.push(format!("{name}: {peer} is not there"));
            }
        }
    }
    told
}

#[tokio::test]
async fn every_service_is_deployed_once() {
    assert_none(&deployed(&Manifests::base().processes(), &Binary::ask().await.services));
}

#[test]
fn addresses_lead_to_what_is_meant() {
    for manifests in [Manifests::base(), Manifests::trial()] {
        assert_none(&addressed(&manifests.processes(), &manifests.addresses()));
    }
}

#[test]
fn a_service_without_a_deployment_is_found_and_one_that_is_unknown() {
    let processes = Manifests::base().processes();
    let mut services: BTreeSet<_> = processes.iter().flat_map(|one| one.values("--only").map(str::to_owned)).collect();
    assert_none(&deployed(&processes, &services));

    services.remove("assessment");
    services.insert("elsewhere".to_owned());
    let told = deployed(&processes, &services);
    let missing = "elsewhere has 0 deployments of its own";
    assert_eq!(told, [missing, "trajet-assessment: the binary has no service assessment"]);
}

#[test]
fn a_planted_address_is_found() {
    let manifests = Manifests::base();
    let plant = |change: &dyn Fn(&mut Process)| {
        let mut processes = manifests.processes();
        change(&mut processes[0]);
        addressed(&processes, &manifests.addresses()).join("\n")
    };
    let peer =
        |peer: &'static str| move |process: &mut Process| process.options.push(("--peer".to_owned(), peer.to_owned()));
    for (told, expected) in [
        (plant(&|process| process.port = 7301), "does not listen on 0.0.0.0:7301"),
        (plant(&|process| process.probes[1].0 = 7301), "is probed on port 7301"),
        (plant(&|process| process.labels.clear()), "has not one address"),
        (plant(&peer("assessment")), "assessment is not there"),
        (plant(&peer("assessment=http://assessment:7300")), "http://assessment:7300 is not there"),
        (plant(&peer("assessment=http://trajet-assessment:7301")), "http://trajet-assessment:7301 is not there"),
        (plant(&peer("assessment=http://trajet-questionnaire:7300")), "http://trajet-questionnaire:7300 is not there"),
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}
