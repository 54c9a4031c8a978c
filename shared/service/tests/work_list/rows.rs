//! What stands in a row, and who sees it.

use trajet_access::{Caller, Role};
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1::Standing;
use trajet_law::deadline::{Actor, Closure, Deadline, Step};
use trajet_ledger::Location;
use trajet_service::work::{self, Visible, WorkQuery};

use crate::toy::{Shown, case_id, day, deadline, given_to, listed, niss, open, show};

fn all() -> WorkQuery {
    WorkQuery { soon_days: 7, page_size: 50, ..WorkQuery::default() }
}

fn visible_to(role: Role) -> Visible {
    let organisation = "0206653946".parse().unwrap();
    Visible::to(&Caller { subject: "someone".parse().unwrap(), role, insurer: "300".parse().unwrap(), organisation })
}

pub(crate) async fn one_row_a_person_from_independent_flags(location: Location) {
    let ledger = open(&location).await;
    let late = deadline(Step::FirstEstimate, Actor::Physician, [Some(-40), Some(-9), None, None, Some(-8)]);
    let soon = deadline(Step::QuestionnaireReturn, Actor::InsuredPerson, [None, Some(5), Some(4), None, None]);
    let done = Deadline { closed: Some(Closure::Met { on: day(-1) }), ..late.clone() };
    show(&ledger, 0, None, Shown::of(7, std::slice::from_ref(&late))).await;
    show(&ledger, 1, None, Shown::of(7, &[soon])).await;
    let page = work::page(&ledger, &all(), "").await.unwrap();
    let rows = page.rows;
    assert_eq!((rows.len(), page.next_page_token.as_str()), (1, ""));
    assert_eq!((rows[0].late, rows[0].due, rows[0].soon, rows[0].items.len()), (true, false, true, 2));
    assert_eq!(rows[0].earliest_due, late.plan.due.map(to_proto));
    assert_eq!(rows[0].items[0].escalated_on, Some(to_proto(day(-14))));
    assert_eq!(rows[0].items.iter().map(|item| item.escalated).collect::<Vec<_>>(), [true, true]);

    let physician = WorkQuery { actors: vec![Actor::Physician], ..all() };
    let rows = work::page(&ledger, &physician, "").await.unwrap().rows;
    assert_eq!((rows[0].late, rows[0].soon, rows[0].items.len()), (true, true, 1));

    // Done late: the row goes, and not before.
    show(&ledger, 0, Some(1), Shown::of(7, &[done])).await;
    assert!(work::page(&ledger, &physician, "").await.unwrap().rows.is_empty());
}

pub(crate) async fn t6_what_is_escalated_or_ends_within_days_is_listed_before_it_is_near(location: Location) {
    let ledger = open(&location).await;
    let near = deadline(Step::RouteBAppointment, Actor::Coordinator, [None, Some(4), None, None, None]);
    let far = deadline(Step::AmiFollowUp, Actor::Coordinator, [None, Some(30), None, None, None]);
    let target = deadline(Step::Category1Examination, Actor::Physician, [Some(-30), None, None, Some(-1), None]);
    show(&ledger, 0, None, Shown::of(0, &[near, far])).await;
    show(&ledger, 1, None, Shown::of(1, &[target])).await;

    let hasty = WorkQuery { soon_days: 0, ..all() };
    let steps = async |query: &WorkQuery| {
        let rows = work::page(&ledger, query, "").await.unwrap().rows;
        let items = rows.into_iter().flat_map(|row| row.items);
        items.map(|item| (item.deadline.unwrap().plan.unwrap().step, item.standing, item.escalated)).collect::<Vec<_>>()
    };
    let unspecified = i32::from(Standing::Unspecified);
    let due = i32::from(Standing::Due);
    assert_eq!(steps(&hasty).await, [("category_1_examination".to_owned(), due, true)]);

    let escalated =
        [("category_1_examination".to_owned(), due, true), ("route_b_appointment".to_owned(), unspecified, true)];
    assert_eq!(steps(&WorkQuery { escalated_only: true, ..hasty.clone() }).await, escalated);
    let manager = WorkQuery { escalated_only: true, visible: visible_to(Role::Manager), ..hasty.clone() };
    // Of an examination a manager sees that it is late and whose it is, and not which: that tells the category.
    let unnamed = [("physician_step".to_owned(), due, true), ("route_b_appointment".to_owned(), unspecified, true)];
    assert_eq!(steps(&manager).await, unnamed);
    let rows = work::page(&ledger, &manager, "").await.unwrap().rows;
    let shown = rows[0].items[0].deadline.as_ref().unwrap().plan.as_ref().unwrap();
    assert_eq!(
        (shown.basis.as_ref().unwrap().rule.as_str(), shown.actor()),
        ("T6", trajet_contracts::r#type::v1::Actor::Physician)
    );
    assert!(!format!("{rows:?}").contains("category_1") && !format!("{rows:?}").contains("M7"));
    let asked_for = |step| WorkQuery { steps: vec![step], ..manager.clone() };
    assert_eq!(steps(&asked_for(Step::Category1Examination)).await, [], "nor is it found by its name");
    assert_eq!(steps(&asked_for(Step::RouteBAppointment)).await.len(), 1);
    // A manager gets no other, asked for or not; and no flag tells of another.
    let plain = WorkQuery { soon_days: 90, escalated_only: false, ..manager };
    let rows = work::page(&ledger, &plain, "").await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.items.len()).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(
        rows.iter().map(|row| (row.due, row.soon, row.late)).collect::<Vec<_>>(),
        [(true, false, false), (false, true, false)]
    );

    let within = |days| WorkQuery { late_within_days: Some(days), ..hasty.clone() };
    assert_eq!(steps(&within(3)).await, []);
    assert_eq!(steps(&within(4)).await, [("route_b_appointment".to_owned(), unspecified, true)]);
    assert_eq!(steps(&within(30)).await.len(), 2, "a target makes nobody late");
}

pub(crate) async fn m17_the_team_sees_what_it_prepares_until_invalidity_begins(location: Location) {
    let ledger = open(&location).await;
    let prepared = deadline(Step::Category3Examination, Actor::Physician, [None, Some(2), None, None, None]);
    let decided = deadline(Step::RouteBDecision, Actor::Physician, [None, Some(-2), None, None, Some(-1)]);
    for (person, invalid_from) in [Some(1), Some(0), Some(-1), None].into_iter().enumerate() {
        let shown = Shown::of(person as u64, &[prepared.clone(), decided.clone()]);
        show(&ledger, person as u128, None, Shown { invalid_from: invalid_from.map(day), ..shown }).await;
    }
    let rows =
        work::page(&ledger, &WorkQuery { visible: visible_to(Role::TeamMember), ..all() }, "").await.unwrap().rows;
    assert_eq!(listed(&rows), [niss(0)]);
    assert_eq!((rows[0].late, rows[0].soon, rows[0].items.len()), (false, true, 1));
    let rows =
        work::page(&ledger, &WorkQuery { visible: visible_to(Role::Physician), ..all() }, "").await.unwrap().rows;
    assert_eq!(rows.len(), 4);
}

pub(crate) async fn q6_a_delegate_sees_nothing_of_a_case_that_is_not_theirs(location: Location) {
    let ledger = open(&location).await;
    let late = deadline(Step::QuestionnaireHelp, Actor::Coordinator, [None, Some(-2), None, None, Some(-1)]);
    let soon = deadline(Step::QuestionnaireHelp, Actor::Coordinator, [None, Some(2), None, None, None]);
    let theirs = Shown { given_to: Some("tine"), ..Shown::named(0, "Claes", "Bea") };
    show(&ledger, 0, None, Shown { deadlines: vec![soon.clone()], ..theirs }).await;
    // A later case of the same person, under another name, and somebody else's.
    show(&ledger, 1, None, Shown { deadlines: vec![late.clone()], ..Shown::named(0, "Claes-Maes", "Bea") }).await;
    show(&ledger, 2, None, Shown { given_to: Some("omar"), ..Shown::of(1, &[soon]) }).await;
    let rows = work::page(&ledger, &WorkQuery { visible: given_to("tine"), ..all() }, "").await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].late, rows[0].soon), (false, true));
    assert_eq!(rows[0].name.as_ref().unwrap().surname, "Claes");
    assert_eq!(rows[0].items.iter().map(|item| item.case_id.clone()).collect::<Vec<_>>(), [case_id(0)]);
}
