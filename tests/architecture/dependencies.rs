//! Services depend on what is shared, never on each other; what is shared never on a service; and a service's domain on
//! nothing that could do more than decide.

use crate::assert_none;
use crate::members::{Dependency, Member, members};

/// All that a domain may use, beside the standard library.
const DOMAIN_MAY_USE: [&str; 3] = ["chrono", "trajet-belgium", "trajet-law"];

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
        ["tests"] => Layer::Tests,
        _ => panic!("{} is in no known place: {}", member.name, member.home),
    }
}

fn may_depend(member: &Member, on: &Member) -> bool {
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
