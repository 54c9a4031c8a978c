//! What the binary says of itself.

use std::collections::BTreeSet;

use acceptance::installation::{finished, program};

/// What `trajet serve` knows.
#[derive(Debug)]
pub(crate) struct Binary {
    /// Its flags, with their dashes.
    pub(crate) flags: BTreeSet<String>,
    /// The variables that it reads.
    pub(crate) variables: BTreeSet<String>,
    /// The services that it can serve.
    pub(crate) services: BTreeSet<String>,
    /// Its version.
    pub(crate) version: String,
}

impl Binary {
    /// Asks it.
    pub(crate) async fn ask() -> Self {
        let help = said(&["serve", "--help"]).await;
        let words = || help.split(|c: char| c.is_whitespace() || ",[]".contains(c)).filter(|word| !word.is_empty());
        let flags = words().filter(|word| word.starts_with("--")).map(str::to_owned).collect();
        let variables = help.split("[env: ").skip(1).filter_map(|rest| rest.split([']', '=']).next());
        let variables = variables.map(str::to_owned).collect();
        let refusal = said(&["serve", "--only", "no-such-service"]).await;
        let services = refusal.split_once("the services are: ").unwrap().1.lines().next().unwrap();
        let services = services.split(", ").map(str::to_owned).collect();
        let version = said(&["--version"]).await.split_whitespace().nth(1).unwrap().to_owned();
        Self { flags, variables, services, version }
    }
}

/// All that it writes when it is started so.
async fn said(arguments: &[&str]) -> String {
    let mut command = program();
    command.args(arguments);
    let output = finished(command).await;
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[tokio::test]
async fn the_binary_is_understood() {
    let binary = Binary::ask().await;
    assert!(binary.flags.contains("--listen") && !binary.flags.contains("--made-up"), "{binary:?}");
    assert!(binary.variables.contains("TRAJET_DATABASE_URL"), "{binary:?}");
    assert!(binary.services.contains("assessment") && binary.services.contains("questionnaire"), "{binary:?}");
    assert_eq!(binary.version, env!("CARGO_PKG_VERSION"));
}
