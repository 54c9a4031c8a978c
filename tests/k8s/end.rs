//! A pod that must end has the time that its process takes.

use trajet_runtime::server::Limits;

use crate::manifests::Manifests;

/// How long the databases may take to close, and the last traces and metrics to be sent. In seconds.
const AFTER_THE_CALLS: u64 = 5 + 10;

#[test]
fn a_pod_has_the_time_to_end() {
    for process in [Manifests::base().processes(), Manifests::trial().processes()].concat() {
        let (in_peace, in_all) = process.end;
        assert!(in_peace > 0, "{process:?}");
        let needed = in_peace + Limits::default().drain_within.as_secs() + AFTER_THE_CALLS;
        assert!(in_all >= needed, "{} has {in_all} s to end and needs {needed} s", process.name);
    }
}
