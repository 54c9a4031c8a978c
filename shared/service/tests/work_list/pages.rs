//! Pages of the work list.

use trajet_contracts::r#type::v1::WorkRow;
use trajet_law::deadline::{Actor, Closure, Deadline, Step};
use trajet_ledger::{Ledger, Location};
use trajet_service::work::{self, WorkQuery};

use crate::toy::{Shown, Toy, day, deadline, listed, niss, open, show};

fn query(soon_days: u32, page_size: u32) -> WorkQuery {
    WorkQuery { soon_days, page_size, ..WorkQuery::default() }
}

async fn page(ledger: &Ledger<Toy>, query: &WorkQuery, token: &str) -> (Vec<WorkRow>, String) {
    let page = work::page(ledger, query, token).await.unwrap();
    (page.rows, page.next_page_token)
}

pub(crate) async fn pages_show_each_person_once_and_tokens_fit_only_their_query(location: Location) {
    let ledger = open(&location).await;
    for person in 0..23_u64 {
        let due = Some(i64::from(u32::try_from(person).unwrap()) / 4 - 3);
        // Each person has a second deadline later: it must not bring them back on a later page.
        let first = deadline(Step::FirstEstimate, Actor::Physician, [Some(-9), due, None, None, None]);
        let second = deadline(Step::QuestionnaireReturn, Actor::InsuredPerson, [Some(-9), Some(4), None, None, None]);
        show(&ledger, person.into(), None, Shown::of(person, &[first, second])).await;
    }
    let (whole, _) = page(&ledger, &query(7, 200), "").await;
    assert_eq!(whole.len(), 23);
    let five = query(7, 5);
    let (mut paged, mut token) = (Vec::new(), String::new());
    loop {
        let (rows, next) = page(&ledger, &five, &token).await;
        assert_eq!(page(&ledger, &five, &token).await, (rows.clone(), next.clone()), "a page can be asked for again");
        paged.extend(rows);
        if next.is_empty() {
            break;
        }
        token = next;
    }
    assert_eq!(paged, whole);
    let others = [
        query(8, 5),
        WorkQuery { actors: vec![Actor::Physician], ..five.clone() },
        WorkQuery { steps: vec![Step::FirstEstimate], ..five.clone() },
        WorkQuery { late_within_days: Some(3), ..five.clone() },
        WorkQuery { escalated_only: true, ..five.clone() },
        WorkQuery { visible: crate::toy::given_to("tine"), ..five.clone() },
    ];
    for other in others {
        work::page(&ledger, &other, &token).await.unwrap_err();
    }
    work::page(&ledger, &five, &format!("{token}0")).await.unwrap_err();
}

pub(crate) async fn a_page_goes_on_after_the_last_person_was_done(location: Location) {
    let ledger = open(&location).await;
    let estimate = |due| deadline(Step::FirstEstimate, Actor::Physician, [Some(-9), Some(due), None, None, None]);
    for person in 0..6_u64 {
        let due = i64::from(u32::try_from(person).unwrap());
        show(&ledger, person.into(), None, Shown::of(person, &[estimate(due)])).await;
    }
    let (rows, token) = page(&ledger, &query(7, 2), "").await;
    assert_eq!(listed(&rows), [niss(0), niss(1)]);
    let done = Deadline { closed: Some(Closure::Met { on: day(0) }), ..estimate(1) };
    show(&ledger, 1, Some(1), Shown::of(1, &[done])).await;
    let (rows, _) = page(&ledger, &query(7, 2), &token).await;
    assert_eq!(listed(&rows), [niss(2), niss(3)]);
}
