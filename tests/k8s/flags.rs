//! Every flag and variable is one that the binary knows, and every directory that a flag names is mounted.

use crate::assert_none;
use crate::binary::Binary;
use crate::manifests::{Manifests, Process};

fn breaches(process: &Process, binary: &Binary) -> Vec<String> {
    let name = &process.name;
    let mut told = Vec::new();
    if process.command != ["/trajet", "serve"] {
        told.push(format!("{name} does not run `/trajet serve`"));
    }
    for (flag, _) in process.options.iter().filter(|(flag, _)| !binary.flags.contains(flag)) {
        told.push(format!("{name}: `trajet serve` has no {flag}"));
    }
    for variable in process.variables.iter().filter(|variable| !binary.variables.contains(*variable)) {
        told.push(format!("{name}: `trajet serve` does not read {variable}"));
    }
    let directories = || process.values("--keys").chain(process.values("--data"));
    for directory in directories().filter(|one| !process.mounts.iter().any(|mount| mount == one)) {
        told.push(format!("{name}: nothing is mounted at {directory}"));
    }
    if process.variables.is_empty() && process.values("--data").count() != 1 {
        told.push(format!("{name} has neither a database nor a directory for its data"));
    }
    if !process.image.ends_with(&format!(":{}", binary.version)) {
        told.push(format!("{name} runs {}, and the binary is {}", process.image, binary.version));
    }
    if process.labels.get("app.kubernetes.io/version") != Some(&binary.version) {
        told.push(format!("{name} is not labelled with version {}", binary.version));
    }
    told
}

#[tokio::test]
async fn the_manifests_say_only_what_the_binary_knows() {
    let binary = Binary::ask().await;
    let processes = [Manifests::base().processes(), Manifests::trial().processes()].concat();
    let told: Vec<_> = processes.iter().flat_map(|process| breaches(process, &binary)).collect();
    assert_none(&told);
}

#[tokio::test]
async fn a_planted_word_is_found() {
    let binary = Binary::ask().await;
    let good = Manifests::base().processes().swap_remove(0);
    let plant = |change: fn(&mut Process)| {
        let mut process = good.clone();
        change(&mut process);
        breaches(&process, &binary).join("\n")
    };
    for (told, expected) in [
        (plant(|process| process.options.push(("--colour".into(), "red".into()))), "has no --colour"),
        (plant(|process| process.variables.push("TRAJET_DATABASE".into())), "does not read TRAJET_DATABASE"),
        (plant(|process| process.mounts.clear()), "nothing is mounted at /keys"),
        (plant(|process| process.variables.clear()), "neither a database nor a directory"),
        (plant(|process| process.command[1] = "server".into()), "does not run `/trajet serve`"),
        (plant(|process| process.image = "trajet:0.0.9".into()), "runs trajet:0.0.9"),
        (plant(|process| process.labels.clear()), "is not labelled"),
    ] {
        assert!(told.contains(expected) && told.lines().count() == 1, "{expected}: {told}");
    }
}
