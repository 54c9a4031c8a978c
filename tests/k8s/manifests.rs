//! The manifests, rendered as `kubectl apply` would send them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Command, Stdio};

use acceptance::installation::in_workspace;
use serde_json::Value;

pub(crate) type Labels = BTreeMap<String, String>;

/// All objects of a folder.
pub(crate) struct Manifests(Vec<Value>);

impl Manifests {
    /// Each service in pods of its own.
    pub(crate) fn base() -> Self {
        Self::render("k8s/base")
    }

    /// All services in one process.
    pub(crate) fn trial() -> Self {
        Self::render("k8s/overlays/trial")
    }

    fn render(folder: &str) -> Self {
        let yaml = kubectl([OsStr::new("kustomize"), in_workspace(folder).as_os_str()], &[]);
        // It renders YAML alone; any command that changes objects without a server writes JSON.
        let json = kubectl(["label", "--local", "--filename=-", "--output=json", "rendered=yes"], &yaml);
        let objects: Result<Vec<Value>, _> = serde_json::Deserializer::from_slice(&json).into_iter().collect();
        Self(objects.unwrap())
    }

    /// The objects of a kind.
    pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(move |object| object["kind"] == kind)
    }

    /// The processes that the deployments run.
    pub(crate) fn processes(&self) -> Vec<Process> {
        self.of_kind("Deployment").map(Process::read).collect()
    }

    /// The names under which pods are reached.
    pub(crate) fn addresses(&self) -> Vec<Address> {
        self.of_kind("Service").map(Address::read).collect()
    }
}

/// A container of a deployment.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    /// The name of the deployment.
    pub(crate) name: String,
    /// The labels of its pods.
    pub(crate) labels: Labels,
    /// The program and its command.
    pub(crate) command: [String; 2],
    /// The options that follow: a flag with its dashes, and a value.
    pub(crate) options: Vec<(String, String)>,
    /// The names of its variables.
    pub(crate) variables: Vec<String>,
    /// The image.
    pub(crate) image: String,
    /// Where files are mounted.
    pub(crate) mounts: Vec<String>,
    /// The port named `grpc`.
    pub(crate) port: u64,
    /// The port and the service that each of the three probes asks for.
    pub(crate) probes: Vec<(u64, String)>,
    /// How long it is left in peace, and how long it has in all, when it must end. In seconds.
    pub(crate) end: (u64, u64),
}

impl Process {
    fn read(deployment: &Value) -> Self {
        let template = &deployment["spec"]["template"];
        let [container] = &template["spec"]["containers"].as_array().unwrap()[..] else {
            panic!("not one container: {deployment}");
        };
        let mut words = texts(&container["command"]).into_iter().chain(texts(&container["args"]));
        let command = [words.next().unwrap(), words.next().unwrap()];
        let option = |word: String| {
            let (flag, value) = word.split_once('=').unwrap_or((&word, ""));
            (flag.to_owned(), value.to_owned())
        };
        let port = |port: &Value| (port["name"] == "grpc").then(|| number(&port["containerPort"]));
        let probe = |name: &str| {
            let probe = &container[name]["grpc"];
            (number(&probe["port"]), probe["service"].as_str().unwrap_or_default().to_owned())
        };
        Self {
            name: text(&deployment["metadata"]["name"]),
            labels: labels(&template["metadata"]["labels"]),
            command,
            options: words.map(option).collect(),
            variables: each(&container["env"], "name"),
            image: text(&container["image"]),
            mounts: each(&container["volumeMounts"], "mountPath"),
            port: container["ports"].as_array().unwrap().iter().find_map(port).unwrap(),
            probes: ["startupProbe", "readinessProbe", "livenessProbe"].map(probe).into(),
            end: (
                number(&container["lifecycle"]["preStop"]["sleep"]["seconds"]),
                number(&template["spec"]["terminationGracePeriodSeconds"]),
            ),
        }
    }

    /// The values of a flag.
    pub(crate) fn values(&self, flag: &str) -> impl Iterator<Item = &str> {
        self.options.iter().filter(move |option| option.0 == flag).map(|option| option.1.as_str())
    }
}

/// A name in the cluster and the pods behind it.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    /// The name.
    pub(crate) host: String,
    /// The port.
    pub(crate) port: u64,
    selector: Labels,
}

impl Address {
    fn read(service: &Value) -> Self {
        let [port] = &service["spec"]["ports"].as_array().unwrap()[..] else {
            panic!("not one port: {service}");
        };
        assert_eq!(port["targetPort"], "grpc", "{service}");
        Self {
            host: text(&service["metadata"]["name"]),
            port: number(&port["port"]),
            selector: labels(&service["spec"]["selector"]),
        }
    }

    /// Whether it leads to the pods of a process.
    pub(crate) fn leads_to(&self, process: &Process) -> bool {
        self.selector.iter().all(|(name, value)| process.labels.get(name) == Some(value))
    }
}

/// What `kubectl` writes when it is given this input. It needs no server here.
pub(crate) fn kubectl(arguments: impl IntoIterator<Item: AsRef<OsStr>>, input: &[u8]) -> Vec<u8> {
    let mut command = Command::new("kubectl");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        panic!("kubectl is not here: run the tests with `bash tests/run rust`");
    };
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{command:?} failed");
    output.stdout
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(text).collect()
}

fn each(list: &Value, field: &str) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|one| text(&one[field])).collect()
}

/// Labels, as a map.
pub(crate) fn labels(map: &Value) -> Labels {
    serde_json::from_value(map.clone()).unwrap()
}
