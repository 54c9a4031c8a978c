//! The keys that the binary makes become the Secret that the pods mount.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use acceptance::installation::{finished, program};
use serde_json::{Value, json};
use trajet_runtime::KeyRing;

use crate::manifests::{Manifests, kubectl};

#[tokio::test]
async fn the_keys_that_are_made_are_the_secret_that_is_mounted() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("trajet-keys");
    let mut command = program();
    command.arg("keys").arg("--keys").arg(&dir);
    assert!(finished(command).await.status.success());

    let from = format!("--from-file={}", dir.display());
    let made = ["create", "secret", "generic", "trajet-keys", &from, "--dry-run=client", "--output=json"];
    let secret: Value = serde_json::from_slice(&kubectl(made.map(OsStr::new), &[])).unwrap();
    let names: BTreeSet<_> = secret["data"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, KeyRing::FILES.into());

    for deployment in Manifests::base().of_kind("Deployment") {
        let pod = &deployment["spec"]["template"]["spec"];
        let mounted = json!({"name": "keys", "secret": {"secretName": "trajet-keys", "defaultMode": 0o400}});
        assert_eq!(pod["volumes"], json!([mounted]), "{}", deployment["metadata"]["name"]);
    }
}
