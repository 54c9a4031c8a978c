//! Services depend on what is shared, never on each other; what is shared never on a service; and a service's domain on
//! nothing that could do more than decide.

use crate::assert_none;
use crate::members::{Dependency, Member, members};

/// All that a domain may use, beside the standard library.
const DOMAIN_MAY_USE: [&str; 3] = ["chrono", "trajet-belgium", "trajet-law"];

/// What works out every deadline a second time: it may use the standard library alone, so that it shares nothing with what it
/// judges, the law's planners least of all.
const RECONCILER: &str = "trajet-reconcile";

/// What gives it the facts may read what was recorded, and ask nobody what follows from it.
const READERS: [&str; 5] = [
    "shared/service/src/reconcile.rs",
    "services/assessment/src/reconcile.rs",
    "services/questionnaire/src/reconcile.rs",
    "services/dossier/src/reconcile.rs",
    "services/exchange/src/reconcile.rs",
];

/// What a member is, by where it lives.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Layer<'a> {
    Shared,
    /// The pure part of the service of this name.
    Domain(&'a str),
    Service(&'a str),
    /// `services/trajet`, which puts all services into one binary.
    Binary,
    Tests,
}

fn layer(member: &Member) -> Layer<'_> {
    let parts: Vec<_> = member.home.split('/').collect();
    match parts[..] {
        ["shared", _] => Layer::Shared,
        ["services", "trajet"] => Layer::Binary,
        ["services", service] => Layer::Service(service),
        ["services", service, "domain"] => Layer::Domain(service),
        ["tests", ..] => Layer::Tests,
        _ => panic!("{} is in no known place: {}", member.name, member.home),
    }
}

fn may_depend(member: &Member, on: &Member) -> bool {
    if member.name == RECONCILER {
        return false;
    }
    match (layer(member), layer(on)) {
        (Layer::Domain(_), _) => DOMAIN_MAY_USE.contains(&on.name.as_str()),
        (Layer::Shared | Layer::Service(_), Layer::Shared) => true,
        (Layer::Service(service), Layer::Domain(domain)) => service == domain,
        (Layer::Binary | Layer::Tests, on) => on != Layer::Tests,
        _ => false,
    }
}

fn breaches(members: &[Member]) -> Vec<String> {
    let mut breaches = Vec::new();
    for member in members {
        let pure = matches!(layer(member), Layer::Domain(_));
        for dependency in &member.dependencies {
            let allowed = match members.iter().find(|other| other.name == dependency.name) {
                Some(other) => may_depend(member, other),
                None if member.name == RECONCILER => false,
                None => !pure || dependency.dev || DOMAIN_MAY_USE.contains(&dependency.name.as_str()),
            };
            if !allowed {
                breaches.push(format!("{} must not depend on {}", member.name, dependency.name));
            }
        }
    }
    breaches
}

#[test]
fn services_share_only_what_is_shared() {
    assert_none(&breaches(&members()));
}

#[test]
fn a_planted_dependency_is_found() {
    let planted = [
        ("trajet-assessment", "trajet-questionnaire"),
        ("trajet-assessment", "trajet-questionnaire-domain"),
        ("trajet-questionnaire", "trajet"),
        ("trajet-ledger", "trajet-assessment"),
        ("trajet-law", "trajet-assessment-domain"),
        ("trajet-assessment-domain", "trajet-runtime"),
        ("trajet-assessment-domain", "trajet-questionnaire-domain"),
        ("trajet-assessment-domain", "uuid"),
        ("trajet-reconcile", "trajet-law"),
        ("trajet-reconcile", "trajet-assessment-domain"),
        ("trajet-reconcile", "chrono"),
        ("trajet", "acceptance"),
    ];
    let members = members();
    for (name, dependency) in planted {
        let mut members = members.clone();
        depend(&mut members, name, dependency, false);
        let told = format!("{name} must not depend on {dependency}");
        assert_eq!(breaches(&members), [told]);
    }
}

#[test]
fn tests_may_use_more_but_not_another_service() {
    let mut members = members();
    depend(&mut members, "trajet-assessment-domain", "tempfile", true);
    assert_none(&breaches(&members));

    depend(&mut members, "trajet-assessment", "trajet-questionnaire", true);
    assert_eq!(breaches(&members).len(), 1);
}

fn depend(members: &mut [Member], name: &str, dependency: &str, dev: bool) {
    let member = members.iter_mut().find(|member| member.name == name);
    member.unwrap().dependencies.push(Dependency { name: dependency.to_owned(), dev });
}

/// The lines of a reader that ask what follows from a fact: planners, decisions, states and views.
fn asks(source: &str) -> Vec<&str> {
    const ANSWERS: [&str; 8] =
        ["decide(", "apply(", "project(", "_plan(", "replan", "ending::", "trajet_law::months", "trajet_law::estimate"];
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.filter(|line| ANSWERS.iter().any(|answer| line.contains(answer))).collect()
}

#[test]
fn what_gives_the_reconciler_its_facts_asks_nobody_what_follows_from_them() {
    for reader in READERS {
        let source = std::fs::read_to_string(crate::members::root().join(reader)).unwrap();
        assert_eq!(asks(&source), [""; 0], "{reader}");
    }
    assert_eq!(asks("let plan = first_estimate_plan(start, on);\nlet events = domain::decide(state);").len(), 2);
}
