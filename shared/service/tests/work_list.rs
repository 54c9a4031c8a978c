//! The work list against the law's own definition of late, due and soon, on both engines.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use tokio_util::sync::CancellationToken;
use trajet_belgium::Language;
use trajet_law::deadline::{Actor, Closure, Deadline, Plan, Standing, Step};
use trajet_law::rule::Rule;
use trajet_ledger as ledger;
use trajet_ledger::{
    Body, Context, Db, Domain, Ledger, Location, Row, SchemaStep, Setup, Submission, Table, UnknownShape,
};
use trajet_runtime::{Clock, Entropy, KeyRing};
use trajet_service::work::{self, Person, Visible, WorkQuery};
use uuid::Uuid;

const TODAY: &str = "2022-12-15";

/// A service whose cases are whatever a test says.
struct Toy;

#[derive(Clone)]
struct Shown {
    person: u8,
    deadlines: Vec<Deadline>,
}

impl Domain for Toy {
    type State = Option<Shown>;
    type Command = Shown;
    type Event = Shown;
    type Rejection = std::fmt::Error;

    const SERVICE: &'static str = "toy";
    const WRITER_SCHEMA: i64 = 1;

    fn schema(&self) -> &'static [SchemaStep] {
        &[work::SCHEMA]
    }

    fn tables(&self) -> &'static [&'static Table] {
        &work::TABLES
    }

    fn decide(&self, _: &Option<Shown>, command: &Shown, _: &Context) -> Result<Vec<Shown>, std::fmt::Error> {
        Ok(vec![command.clone()])
    }

    fn apply(&self, state: &mut Option<Shown>, event: &Shown) {
        *state = Some(event.clone());
    }

    fn encode(&self, _: &Shown) -> Body {
        Body { kind: "shown", schema: 1, since: 1, effective_on: day(0), basis: "T6".into(), bytes: Vec::new() }
    }

    fn decode(&self, kind: &str, schema: i64, _: &[u8]) -> Result<Shown, UnknownShape> {
        Err(UnknownShape { kind: kind.into(), schema })
    }

    fn project(&self, stream: Uuid, state: &Option<Shown>) -> Vec<Row> {
        let Some(shown) = state else { return Vec::new() };
        let surname = format!("Peeters {}", shown.person);
        let person = Person {
            niss_index: [shown.person; 16],
            niss: "85073003328",
            surname: &surname,
            first_names: "Anna",
            language: Language::Dutch,
        };
        let deadlines = shown.deadlines.iter().map(|deadline| work::deadline_row(stream, deadline));
        std::iter::once(person.row(stream)).chain(deadlines).collect()
    }

    fn claim(&self, _: &Shown) -> Option<Vec<u8>> {
        None
    }
}

fn day(after_today: i64) -> NaiveDate {
    let today: NaiveDate = TODAY.parse().unwrap();
    today + chrono::TimeDelta::days(after_today)
}

fn deadline(step: Step, actor: Actor, [opens, due, warn_on, target, missed_on]: [Option<i64>; 5]) -> Deadline {
    let plan = Plan {
        step,
        rule: Rule::T6,
        parameter: "estimate.month@2022-01-01".parse().unwrap(),
        opens: opens.map(day),
        due: due.map(day),
        warn_on: warn_on.map(day),
        target: target.map(day),
        actor,
    };
    Deadline { missed_on: missed_on.map(day), ..plan.into() }
}

async fn open(location: &Location) -> Ledger<Toy> {
    let entropy = Entropy::seeded(1);
    let setup = Setup {
        keys: Arc::new(KeyRing::seeded(&entropy)),
        clock: Clock::manual(day(0)),
        entropy,
        stop: CancellationToken::new(),
    };
    let db = Db::open(location, Toy.schema()).await.unwrap();
    Ledger::open(db, "300", Toy, setup).await.unwrap()
}

async fn show(ledger: &Ledger<Toy>, number: u128, shown: Shown) {
    let submission = Submission {
        stream: Uuid::from_u128(number + 1),
        command: shown,
        request: ledger::Request { method: "Show".into(), id: Uuid::from_u128(number + 1), content: Vec::new() },
        if_version: None,
        actor: ledger::Actor::timer(),
        trace: String::new(),
        source: None,
    };
    ledger.execute(submission).await.unwrap();
}

fn query(standings: &[Standing], soon_days: u32, page_size: u32) -> WorkQuery {
    WorkQuery { actors: Vec::new(), standings: standings.to_vec(), soon_days, page_size, visible: Visible::default() }
}

/// Every combination of dates around today, each as a person of its own.
fn all_kinds() -> Vec<Deadline> {
    let choices = [None, Some(-3), Some(0), Some(1), Some(9)];
    let mut deadlines = Vec::new();
    for opens in choices {
        for due in choices {
            for warn_on in [None, due.map(|due| due - 1)] {
                for target in [None, Some(4)] {
                    for missed_on in [None, due.filter(|due| *due < 0).map(|due| due + 1)] {
                        let dates = [opens, due, warn_on, target, missed_on];
                        deadlines.push(deadline(Step::FirstEstimate, Actor::Physician, dates));
                    }
                }
            }
        }
    }
    deadlines
}

async fn t6_the_list_stands_as_the_law_says(location: Location) {
    let ledger = open(&location).await;
    let deadlines = all_kinds();
    for (number, deadline) in deadlines.iter().enumerate() {
        let person = u8::try_from(number).unwrap();
        show(&ledger, number as u128, Shown { person, deadlines: vec![deadline.clone()] }).await;
    }
    for soon_days in [0, 1, 7, 9, 30] {
        for wanted in [Standing::Soon, Standing::Due, Standing::Late] {
            let (rows, _) = work::list(&ledger, "ListWork", &query(&[wanted], soon_days, 500), "").await.unwrap();
            let shown: BTreeMap<String, bool> = rows
                .iter()
                .map(|row| {
                    let flag = match wanted {
                        Standing::Late => row.late,
                        Standing::Due => row.due,
                        _ => row.soon,
                    };
                    (row.name.as_ref().unwrap().surname.clone(), flag)
                })
                .collect();
            let expected: BTreeMap<String, bool> = deadlines
                .iter()
                .enumerate()
                .filter(|(_, deadline)| deadline.standing(day(0), soon_days) == wanted)
                .map(|(number, _)| (format!("Peeters {number}"), true))
                .collect();
            assert_eq!(shown, expected, "{wanted:?} with {soon_days} days of notice");
        }
    }
}

async fn one_row_a_person_from_independent_flags(location: Location) {
    let ledger = open(&location).await;
    let late = deadline(Step::FirstEstimate, Actor::Physician, [Some(-40), Some(-9), None, None, Some(-8)]);
    let soon = deadline(Step::QuestionnaireReturn, Actor::InsuredPerson, [None, Some(5), Some(4), None, None]);
    let done = Deadline { closed: Some(Closure::Met { on: day(-1) }), ..late.clone() };
    show(&ledger, 0, Shown { person: 7, deadlines: vec![late.clone()] }).await;
    show(&ledger, 1, Shown { person: 7, deadlines: vec![soon] }).await;
    let (rows, next) = work::list(&ledger, "ListWork", &query(&[], 7, 50), "").await.unwrap();
    assert_eq!((rows.len(), next.as_str()), (1, ""));
    assert_eq!((rows[0].late, rows[0].due, rows[0].soon, rows[0].items.len()), (true, false, true, 2));
    assert_eq!(rows[0].earliest_due, late.plan.due.map(trajet_contracts::date::to_proto));

    let physician = WorkQuery { actors: vec![Actor::Physician], ..query(&[], 7, 50) };
    let (rows, _) = work::list(&ledger, "ListWork", &physician, "").await.unwrap();
    assert_eq!((rows[0].late, rows[0].soon, rows[0].items.len()), (true, true, 1));

    // Done late: the row goes, and not before.
    let submission = Shown { person: 7, deadlines: vec![done] };
    let again = Submission {
        stream: Uuid::from_u128(1),
        command: submission,
        request: ledger::Request { method: "Show".into(), id: Uuid::from_u128(99), content: Vec::new() },
        if_version: Some(1),
        actor: ledger::Actor::timer(),
        trace: String::new(),
        source: None,
    };
    ledger.execute(again).await.unwrap();
    let (rows, _) = work::list(&ledger, "ListWork", &physician, "").await.unwrap();
    assert!(rows.is_empty());
}

async fn pages_show_each_person_once_and_tokens_fit_only_their_query(location: Location) {
    let ledger = open(&location).await;
    for person in 0..23_u8 {
        let due = Some(i64::from(person) / 4 - 3);
        let deadline = deadline(Step::FirstEstimate, Actor::Physician, [Some(-9), due, None, None, None]);
        show(&ledger, person.into(), Shown { person, deadlines: vec![deadline] }).await;
    }
    let (whole, _) = work::list(&ledger, "ListWork", &query(&[], 7, 200), "").await.unwrap();
    assert_eq!(whole.len(), 23);
    let five = query(&[], 7, 5);
    let (mut paged, mut token) = (Vec::new(), String::new());
    loop {
        let (rows, next) = work::list(&ledger, "ListWork", &five, &token).await.unwrap();
        paged.extend(rows);
        if next.is_empty() {
            break;
        }
        token = next;
    }
    assert_eq!(paged, whole);
    for (method, other) in [("ListWork", query(&[], 8, 5)), ("Other", five.clone())] {
        work::list(&ledger, method, &other, &token).await.unwrap_err();
    }
    work::list(&ledger, "ListWork", &five, &format!("{token}0")).await.unwrap_err();
}

macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                let dir = tempfile::tempdir().unwrap();
                super::$test(super::Location::Sqlite(dir.path().join("toy.db"))).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                let url = std::env::var("TRAJET_TEST_POSTGRES")
                    .expect("TRAJET_TEST_POSTGRES is not set: run the tests with `bash tests/run`");
                let schema = format!("work_{}", trajet_runtime::Entropy::system().random_id().simple());
                super::$test(super::Location::Postgres { url: format!("{url}postgres"), schema }).await;
            })+
        }
    };
}

on_both_engines!(
    t6_the_list_stands_as_the_law_says,
    one_row_a_person_from_independent_flags,
    pages_show_each_person_once_and_tokens_fit_only_their_query,
);
