//! What `trajet verify deadlines` finds: nothing where nothing is wrong, and each kind of fault that is planted behind the
//! services' back.

use acceptance::otlp::Collector;
use acceptance::wait::until;
use acceptance::{Engine, Installation, Role, day, engine, on_both_engines};
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use trajet_contracts::date::to_proto;
use trajet_contracts::simulation::v1::AdvanceClockRequest;

on_both_engines!(
    t6_each_kind_of_fault_is_found,
    t6_what_has_not_fired_is_found,
    t6_the_process_that_serves_finds_each_kind_on_the_next_day
);

/// On this day the questionnaires of incapacities from 1 September 2022 are out and help was asked; the first estimate is
/// due from 1 to 31 December.
const TODAY: &str = "2022-11-26";

#[derive(Clone, Copy)]
struct Plant {
    case: usize,
    service: &'static str,
    /// `CASE` stands for the case's identifier.
    statement: &'static str,
    step: &'static str,
    kind: &'static str,
}

const PLANTS: [Plant; 9] = [
    Plant {
        case: 0,
        service: "assessment",
        statement: "DELETE FROM deadline WHERE stream = CASE AND step = 'first_estimate'",
        step: "first_estimate",
        kind: "lost",
    },
    Plant {
        case: 1,
        service: "assessment",
        statement: "DELETE FROM timer WHERE stream = CASE",
        step: "estimate_missed",
        kind: "lost",
    },
    Plant {
        case: 2,
        service: "assessment",
        statement: "INSERT INTO deadline (ledger, stream, step, niss_index, sort_on, rule, parameter, actor, begins_on, \
                    target, outcome) SELECT ledger, stream, 'category_1_examination', niss_index, sort_on, rule, \
                    parameter, actor, begins_on, '2023-03-31', outcome FROM deadline WHERE stream = CASE",
        step: "category_1_examination",
        kind: "double",
    },
    Plant {
        case: 3,
        service: "assessment",
        statement: "UPDATE deadline SET missed_on = '2022-11-20' WHERE stream = CASE",
        step: "first_estimate",
        kind: "early",
    },
    Plant {
        case: 4,
        service: "assessment",
        statement: "UPDATE deadline SET due = '2023-01-31' WHERE stream = CASE",
        step: "first_estimate",
        kind: "wrongly_dated",
    },
    Plant {
        case: 5,
        service: "assessment",
        statement: "UPDATE timer SET fire_on = '2023-02-01' WHERE stream = CASE",
        step: "estimate_missed",
        kind: "late",
    },
    Plant {
        case: 6,
        service: "questionnaire",
        statement: "UPDATE deadline SET missed_on = NULL WHERE stream = CASE AND step = 'questionnaire_return'",
        step: "questionnaire_return",
        kind: "late",
    },
    Plant {
        case: 7,
        service: "dossier",
        statement: "UPDATE deadline SET outcome = 'met', closed_on = '2022-11-26' WHERE stream = CASE",
        step: "questionnaire_help",
        kind: "lost",
    },
    Plant {
        case: 8,
        service: "exchange",
        statement: "INSERT INTO timer (ledger, stream, kind, fire_on) SELECT ledger, stream, 'somersault', '2022-11-27' \
                    FROM event WHERE stream = CASE AND version = 1",
        step: "somersault",
        kind: "not_covered",
    },
];

async fn installed(engine: Engine, cases: usize) -> (Installation, Vec<String>) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    let physician = server.client(Role::Physician);
    let mut ids = Vec::new();
    for number in 1..=cases {
        let number = u32::try_from(number).unwrap();
        ids.push(physician.declare_and_recognise(number, day("2022-09-01")).await.case_id);
    }
    server.advance(day(TODAY)).await;
    server.stop().await;
    (installation, ids)
}

async fn execute(installation: &Installation, service: &str, statement: &str, case: &str) {
    if let Some(database) = installation.database() {
        let statement = statement.replace("CASE", &format!("'{case}'"));
        engine::execute(database, &format!("SET search_path TO {service}; {statement}")).await;
        return;
    }
    let statement = statement.replace("CASE", &format!("x'{}'", case.replace('-', "")));
    let file = installation.data().join(format!("{service}.db"));
    let mut raw = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

/// The service, case, step and kind of each finding, and the exit code.
async fn found(installation: &Installation, on: &str) -> (Vec<[String; 4]>, Option<i32>) {
    let output = installation.verify_deadlines(&["--json", "--on", on]).await;
    assert!(output.stderr.is_empty(), "{output:?}");
    let told = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ledgers = lines.iter().filter(|line| line["cases"].is_u64());
    assert_eq!(ledgers.count(), 4, "{told}");
    let findings = lines.iter().filter(|line| line["case"].is_string());
    let text = |line: &Value, name: &str| line[name].as_str().unwrap().to_owned();
    let findings = findings.map(|line| ["service", "case", "step", "kind"].map(|name| text(line, name)));
    (findings.collect(), output.status.code())
}

async fn t6_each_kind_of_fault_is_found(engine: Engine) {
    let (installation, cases) = installed(engine, PLANTS.len()).await;
    assert_eq!(found(&installation, TODAY).await, (Vec::new(), Some(0)));

    for Plant { case, service, statement, .. } in &PLANTS {
        execute(&installation, service, statement, &cases[*case]).await;
    }
    let mut expected =
        PLANTS.map(|plant| [plant.service, &cases[plant.case], plant.step, plant.kind].map(str::to_owned));
    let (mut findings, code) = found(&installation, TODAY).await;
    expected.sort();
    findings.sort();
    assert_eq!((&findings[..], code), (&expected[..], Some(1)));
}

/// A service that is away fires nothing: the day after the last one, the miss of every estimate is late, and so is its timer.
async fn t6_what_has_not_fired_is_found(engine: Engine) {
    let (installation, cases) = installed(engine, 1).await;
    assert_eq!(found(&installation, "2022-12-31").await, (Vec::new(), Some(0)));
    let (findings, code) = found(&installation, "2023-01-01").await;
    let late = |step: &str| ["assessment", &cases[0], step, "late"].map(str::to_owned);
    assert_eq!((findings, code), (vec![late("first_estimate"), late("estimate_missed")], Some(1)));
}

/// Each kind, beside a timer that no service knows and that stays due from that day on.
async fn t6_the_process_that_serves_finds_each_kind_on_the_next_day(engine: Engine) {
    let (installation, cases) = installed(engine, PLANTS.len()).await;
    for Plant { case, service, statement, .. } in &PLANTS {
        execute(&installation, service, statement, &cases[*case]).await;
    }
    let (collector, address) = Collector::start();
    let options = ["--simulated-clock", "--reconcile-every", "daily", "--otlp", &address, "--log-format", "json"];
    let server = installation.serve(&options).await;
    let mut clock = server.client(Role::Operator).clock();
    // It never answers, for the timer stays due: the day has moved.
    let next = AdvanceClockRequest { to_date: Some(to_proto(day("2022-11-27"))) };
    let advancing = tokio::spawn(async move { clock.advance_clock(next).await });
    let seen = || async {
        server.standing().await;
        server.written().contains("these timers do not fire").then_some(())
    };
    until("the timer that does not fire to be told", seen).await;
    // The clock went on from the last day of the data: what was judged on the days before is of no interest.
    let judged = || async {
        server.standing().await;
        let written = server.written();
        let (_, since) = written.split_once("these timers do not fire")?;
        (since.matches("the deadlines were reconciled").count() == 4).then(|| since.to_owned())
    };
    let written = until("the deadlines to be reconciled", judged).await;
    advancing.abort();
    let lines: Vec<Value> = written.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let says = |line: &&Value, what: &str| line.to_string().contains(what);
    let found = lines.iter().filter(|line| says(line, "a deadline is not as the law asks"));
    let text =
        |line: &Value, name: &str| line["fields"][name].as_str().unwrap_or_else(|| panic!("{name}: {line}")).to_owned();
    let mut found: Vec<_> = found.map(|line| ["ledger", "case", "step", "kind"].map(|name| text(line, name))).collect();
    let expected = PLANTS.map(|plant| {
        let service = format!("{}/300", plant.service);
        [&*service, &cases[plant.case], plant.step, plant.kind].map(str::to_owned)
    });
    let mut expected = expected.to_vec();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    server.stop().await;
    let gauge = collector.gauge("trajet.deadlines.findings");
    for (attributes, value) in &gauge {
        let of = expected
            .iter()
            .filter(|[ledger, _, _, kind]| [ledger, kind] == [&attributes["ledger"], &attributes["kind"]]);
        assert_eq!(*value, i64::try_from(of.count()).unwrap(), "{attributes:?}");
    }
    assert_eq!(gauge.values().sum::<i64>(), i64::try_from(PLANTS.len()).unwrap());
    for metric in ["trajet.deadlines.cases", "trajet.deadlines.reconciled_at"] {
        let ledgers: Vec<_> =
            collector.gauge(metric).into_keys().map(|mut attributes| attributes.remove("ledger")).collect();
        assert_eq!(ledgers.len(), 4, "{metric}: {ledgers:?}");
    }
}
