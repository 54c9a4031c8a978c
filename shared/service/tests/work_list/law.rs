//! What is listed, against the law's own definitions.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use trajet_law::deadline::{Actor, Closure, Deadline, Standing, Step};
use trajet_law::file_access::FileAccess;
use trajet_ledger::Location;
use trajet_service::Pseudonyms;
use trajet_service::work::{self, Visible, Who, WorkQuery};

use crate::toy::{Shown, case_id, day, deadline, given_to, niss, open, show};

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

pub(crate) async fn t6_the_list_stands_as_the_law_says(location: Location) {
    let ledger = open(&location).await;
    let deadlines = all_kinds();
    for (person, deadline) in (0..).zip(&deadlines) {
        show(&ledger, person.into(), None, Shown::of(person, std::slice::from_ref(deadline))).await;
    }
    for soon_days in [0, 1, 7, 9, 30] {
        for wanted in [Standing::Soon, Standing::Due, Standing::Late] {
            let query = WorkQuery { standings: vec![wanted], soon_days, page_size: 500, ..WorkQuery::default() };
            let rows = work::page(&ledger, &query, "").await.unwrap().rows;
            let shown: BTreeMap<String, bool> = rows
                .into_iter()
                .map(|row| {
                    let flag = match wanted {
                        Standing::Late => row.late,
                        Standing::Due => row.due,
                        _ => row.soon,
                    };
                    (row.niss, flag)
                })
                .collect();
            let expected: BTreeMap<String, bool> = (0..)
                .zip(&deadlines)
                .filter(|(_, deadline)| deadline.standing(day(0), soon_days) == wanted)
                .map(|(person, _)| (niss(person), true))
                .collect();
            assert_eq!(shown, expected, "{wanted:?} with {soon_days} days of notice");
        }
    }
}

const STEPS: [Step; 4] =
    [Step::FirstEstimate, Step::QuestionnaireReturn, Step::Category1Examination, Step::FirstContactRouteB];
const ACTORS: [Actor; 3] = [Actor::Physician, Actor::Coordinator, Actor::InsuredPerson];

fn any_deadline(step: Step) -> impl Strategy<Value = Deadline> {
    let near = || prop::option::weighted(0.7, -20..60_i64);
    let missed = prop::option::weighted(0.2, -10..=0_i64);
    let closed = prop::option::weighted(0.2, Just(Closure::Met { on: day(-1) }));
    (prop::sample::select(&ACTORS[..]), near(), near(), near(), near(), missed, closed).prop_map(
        move |(actor, opens, due, warn_on, target, missed_on, closed)| Deadline {
            closed,
            ..deadline(step, actor, [opens, due, warn_on, target, missed_on])
        },
    )
}

/// A case of one of 60 persons.
fn any_case() -> impl Strategy<Value = Shown> {
    let some = prop::sample::subsequence(&STEPS[..], 0..=STEPS.len());
    let deadlines = some.prop_flat_map(|steps| steps.into_iter().map(any_deadline).collect::<Vec<_>>());
    let given_to = prop::sample::select(&[None, Some("tine"), Some("omar")][..]);
    (0..60_u64, deadlines, given_to, prop::option::of(-2..3_i64), any_file()).prop_map(
        |(person, deadlines, given_to, invalid, file)| Shown {
            given_to,
            invalid_from: invalid.map(day),
            file,
            ..Shown::of(person, &deadlines)
        },
    )
}

/// A file that is not restricted half of the time; else to a list, with who opened it up to a day.
fn any_file() -> impl Strategy<Value = FileAccess> {
    let list = prop::sample::subsequence(&["tine", "omar"][..], 0..=2);
    let opened = prop::option::of((prop::sample::select(&["tine", "omar"][..]), -1..=1_i64));
    prop::option::of((list, opened)).prop_map(|restricted| {
        let Some((list, opened)) = restricted else { return FileAccess::default() };
        FileAccess {
            admitted: Some(list.into_iter().map(ToOwned::to_owned).collect()),
            opened: opened.into_iter().map(|(subject, until)| (subject.to_owned(), day(until))).collect(),
        }
    })
}

fn any_visible() -> impl Strategy<Value = Visible> {
    any::<[bool; 6]>().prop_map(|[a, b, c, d, e, f]| Visible {
        actors: if a && b { &ACTORS[..2] } else { &[] },
        steps: if b && c { &STEPS[1..] } else { &[] },
        before_invalidity: c && d,
        escalated: d && e,
        closed_to: f.then(|| "tine".parse().unwrap()),
        ..if e && a { given_to("tine") } else { Visible::default() }
    })
}

/// Everybody three times out of four; or a person by number, by a word of the name, or by both.
fn any_who(pseudonyms: Pseudonyms) -> impl Strategy<Value = (Option<u64>, Who)> {
    (prop::option::weighted(0.25, 0..60_u64), 1..4_u8).prop_map(move |(person, by)| {
        let Some(number) = person else { return (None, Who::default()) };
        let words = ["peeters", &number.to_string()].map(|word| pseudonyms.word(word));
        let who = Who {
            niss: (by & 1 != 0).then(|| pseudonyms.niss(&niss(number))),
            words: if by & 2 == 0 { Vec::new() } else { words.to_vec() },
        };
        (person, who)
    })
}

fn any_query() -> impl Strategy<Value = WorkQuery> {
    let standings = prop::sample::subsequence(&[Standing::Soon, Standing::Due, Standing::Late][..], 0..=3);
    (
        prop::sample::subsequence(&ACTORS[..], 0..=2),
        prop::sample::subsequence(&STEPS[..], 0..=3),
        standings,
        0..=30_u32,
        prop::option::of(0..=60_u32),
        any::<bool>(),
        1..=20_u32,
        any_visible(),
    )
        .prop_map(|(actors, steps, standings, soon_days, late_within_days, escalated_only, page_size, visible)| {
            WorkQuery {
                actors,
                steps,
                standings,
                soon_days,
                late_within_days,
                escalated_only,
                page_size,
                visible,
                ..WorkQuery::default()
            }
        })
}

/// Whether the caller may see a deadline of a case at all, in the words of the contracts.
fn is_visible(visible: &Visible, case: &Shown, deadline: &Deadline) -> bool {
    (visible.actors.is_empty() || visible.actors.contains(&deadline.plan.actor))
        && (visible.steps.is_empty() || visible.steps.contains(&deadline.plan.step))
        && (!visible.before_invalidity || case.invalid_from.is_some_and(|from| day(0) < from))
        && (!visible.escalated || deadline.is_escalated(day(0)))
        && visible.given_to.as_ref().is_none_or(|given| case.given_to == Some(given.subject.as_str()))
        && visible.closed_to.as_ref().is_none_or(|subject| case.file.admits(subject.as_str(), day(0)))
}

/// Whether a deadline is asked for, in the words of the contracts.
fn is_wanted(query: &WorkQuery, deadline: &Deadline) -> bool {
    let standing = deadline.standing(day(0), query.soon_days);
    let near = match (&query.standings[..], query.late_within_days, query.escalated_only) {
        ([], None, false) => [Standing::Soon, Standing::Due, Standing::Late].contains(&standing),
        ([], ..) => true,
        (standings, ..) => standings.contains(&standing),
    };
    near && (query.actors.is_empty() || query.actors.contains(&deadline.plan.actor))
        && (query.steps.is_empty() || query.steps.contains(&deadline.plan.step))
        && query.late_within_days.is_none_or(|days| deadline.ends_within(day(0), days))
        && (!query.escalated_only || deadline.is_escalated(day(0)))
}

/// What the list says of a person: whether anything is due, late and soon; and the items, each as case and step.
type Told = ([bool; 3], BTreeSet<(String, &'static str)>);

fn expected(cases: &[Shown], query: &WorkQuery, only: Option<u64>) -> BTreeMap<String, Told> {
    let mut persons: BTreeMap<String, Told> = BTreeMap::new();
    let asked = (0..).zip(cases).filter(|(_, case)| only.is_none_or(|person| case.person == person));
    for (number, case) in asked {
        let (flags, items) = persons.entry(niss(case.person)).or_default();
        let open = case.deadlines.iter().filter(|deadline| deadline.is_open());
        for deadline in open.filter(|deadline| is_visible(&query.visible, case, deadline)) {
            let standing = deadline.standing(day(0), query.soon_days);
            for (flag, meant) in flags.iter_mut().zip([Standing::Due, Standing::Late, Standing::Soon]) {
                *flag |= standing == meant;
            }
            if is_wanted(query, deadline) {
                items.insert((case_id(number), deadline.plan.step.code()));
            }
        }
    }
    persons.retain(|_, (_, items)| !items.is_empty());
    persons
}

pub(crate) async fn t6_every_filter_is_what_the_law_says(location: Location) {
    let ledger = open(&location).await;
    let mut runner = TestRunner::deterministic();
    let cases = prop::collection::vec(any_case(), 90).new_tree(&mut runner).unwrap().current();
    for (number, case) in (0..).zip(&cases) {
        show(&ledger, number, None, case.clone()).await;
    }
    let whom = any_who(ledger.domain().pseudonyms.clone());
    let mut listed = 0;
    for _ in 0..300 {
        let (only, who) = whom.new_tree(&mut runner).unwrap().current();
        let query = WorkQuery { who, ..any_query().new_tree(&mut runner).unwrap().current() };
        let (mut rows, mut token) = (Vec::new(), String::new());
        loop {
            let page = work::page(&ledger, &query, &token).await.unwrap();
            assert!(page.rows.len() <= query.page_size as usize);
            rows.extend(page.rows);
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        let days = rows.iter().map(|row| row.earliest_due.map_or((9_999, 0, 0), |day| (day.year, day.month, day.day)));
        assert!(days.is_sorted(), "{query:?}");
        let count = rows.len();
        let told: BTreeMap<String, Told> = rows
            .into_iter()
            .map(|row| {
                let items = row.items.iter().map(|item| {
                    let plan = item.deadline.as_ref().unwrap().plan.as_ref().unwrap();
                    let step: Step = plan.step.parse().unwrap();
                    (item.case_id.clone(), step.code())
                });
                let items = items.collect();
                (row.niss, ([row.due, row.late, row.soon], items))
            })
            .collect();
        assert_eq!(told.len(), count, "a person stands there twice: {query:?}");
        assert_eq!(told, expected(&cases, &query, only), "{query:?}");
        listed += count;
    }
    assert!(listed > 1_000, "the queries ask for next to nothing: {listed}");
}
