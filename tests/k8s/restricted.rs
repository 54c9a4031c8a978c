//! A pod may do nothing that it does not need: the Pod Security Standard `restricted`, and more.

use serde_json::{Value, json};

use crate::assert_none;
use crate::manifests::Manifests;

fn breaches(deployment: &Value) -> Vec<String> {
    let pod = &deployment["spec"]["template"]["spec"];
    let container = &pod["containers"][0];
    let user = json!({"runAsNonRoot": true, "runAsUser": 65532, "runAsGroup": 65532, "fsGroup": 65532,
        "seccompProfile": {"type": "RuntimeDefault"}});
    let rights = json!({"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
        "capabilities": {"drop": ["ALL"]}});
    let mut held = pod["securityContext"].clone();
    held.as_object_mut().unwrap().remove("fsGroupChangePolicy");
    let kinds = |volume: &Value| volume["secret"].is_object() || volume["persistentVolumeClaim"].is_object();
    let rules = [
        (held == user, "runs as another user"),
        (container["securityContext"] == rights, "has other rights"),
        (pod["automountServiceAccountToken"] == false, "has a token for the cluster"),
        (pod["volumes"].as_array().unwrap().iter().all(kinds), "has a volume of another kind"),
        (
            ["hostNetwork", "hostPID", "hostIPC"].iter().all(|host| pod[host].is_null()),
            "shares something with its node",
        ),
        (pod["initContainers"].is_null(), "has other containers"),
        (container["resources"]["limits"]["memory"].is_string(), "has no bound on its memory"),
    ];
    let broken = rules.iter().filter(|(kept, _)| !kept);
    broken.map(|(_, breach)| format!("{} {breach}", deployment["metadata"]["name"])).collect()
}

#[test]
fn pods_may_do_nothing_that_they_do_not_need() {
    for manifests in [Manifests::base(), Manifests::trial()] {
        let told: Vec<_> = manifests.of_kind("Deployment").flat_map(breaches).collect();
        assert_none(&told);
    }
}

#[test]
fn a_planted_right_is_found() {
    let base = Manifests::base();
    let good = base.of_kind("Deployment").next().unwrap();
    for (at, value) in [
        ("/securityContext/runAsUser", json!(0)),
        ("/containers/0/securityContext/readOnlyRootFilesystem", json!(false)),
        ("/containers/0/securityContext/capabilities/drop", json!([])),
        ("/automountServiceAccountToken", json!(true)),
        ("/volumes/0", json!({"name": "keys", "hostPath": {"path": "/"}})),
        ("/containers/0/resources/limits", json!({})),
    ] {
        let mut planted = good.clone();
        *planted["spec"]["template"]["spec"].pointer_mut(at).unwrap() = value;
        assert_eq!(breaches(&planted).len(), 1, "{at}");
    }
}
