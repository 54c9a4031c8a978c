//! The network policy holds for every pod, and lets through what the services need of each other.

use serde_json::Value;

use crate::assert_none;
use crate::manifests::{Manifests, Process, labels};

fn breaches(policy: &Value, processes: &[Process]) -> Vec<String> {
    let spec = &policy["spec"];
    let selects = |selector: &Value, process: &Process| {
        let wanted = selector["matchLabels"].is_object().then(|| labels(&selector["matchLabels"]));
        wanted.is_some_and(|wanted| wanted.iter().all(|(name, value)| process.labels.get(name) == Some(value)))
    };
    // Whether a direction has a rule for pods of ours on that port.
    let open = |direction: &str, ends: &str, process: &Process| {
        spec[direction].as_array().into_iter().flatten().any(|rule| {
            let there = rule[ends].as_array().into_iter().flatten().any(|end| selects(&end["podSelector"], process));
            there && rule["ports"].as_array().into_iter().flatten().any(|port| port["port"] == process.port)
        })
    };
    let mut told = Vec::new();
    for process in processes {
        let name = &process.name;
        if !selects(&spec["podSelector"], process) {
            told.push(format!("{name} is not guarded"));
        }
        if !open("ingress", "from", process) || !open("egress", "to", process) {
            told.push(format!("{name} is not reached by the others"));
        }
    }
    told
}

#[test]
fn the_policy_guards_every_pod_and_lets_the_services_hear_each_other() {
    let base = Manifests::base();
    let policies: Vec<_> = base.of_kind("NetworkPolicy").collect();
    assert_eq!(policies.len(), 1);
    assert_none(&breaches(policies[0], &base.processes()));

    for (at, value) in [
        ("/spec/ingress/0/ports/0/port", 7301.into()),
        ("/spec/egress/0/ports/0/port", 7301.into()),
        ("/spec/podSelector/matchLabels", serde_json::json!({"app.kubernetes.io/part-of": "elsewhere"})),
    ] {
        let mut planted = policies[0].clone();
        *planted.pointer_mut(at).unwrap() = value;
        assert_eq!(breaches(&planted, &base.processes()).len(), base.processes().len(), "{at}");
    }
}
