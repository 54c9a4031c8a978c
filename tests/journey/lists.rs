//! What the lists promise beside the days: order, flags, and filters.

use acceptance::acts::standings;
use acceptance::day::read;
use acceptance::people::{niss, person};
use acceptance::{Engine, day, on_both_engines};
use trajet_contracts::assessment::v1::FindCasesRequest;
use trajet_contracts::questionnaire::v1::ListWorkRequest;
use trajet_contracts::r#type::v1::{Actor, Standing, WorkRow};

use crate::platform::{Platform, start};

on_both_engines!(
    a_filter_chooses_the_items_and_leaves_the_flags,
    the_most_urgent_person_comes_first,
    the_cases_of_a_person_are_found_latest_first,
);

async fn list(platform: &Platform, request: ListWorkRequest) -> Vec<WorkRow> {
    platform.coordinator.questionnaire().list_work(request).await.unwrap().into_inner().rows
}

async fn a_filter_chooses_the_items_and_leaves_the_flags(engine: Engine) {
    let platform = Platform::new(engine).await;
    platform.physician.declare_and_recognise(1, start()).await;
    platform.server.advance(day("2022-11-26")).await;
    let by_actor = ListWorkRequest { actors: vec![Actor::Coordinator.into()], ..Default::default() };
    let by_standing = ListWorkRequest { standings: vec![Standing::Due.into()], ..Default::default() };
    for request in [by_actor, by_standing] {
        let rows = list(&platform, request).await;
        let shown: Vec<_> = standings(&rows).into_iter().collect();
        assert_eq!(shown, [("questionnaire_help".to_owned(), Standing::Due)]);
        let row = &rows[0];
        assert_eq!((row.niss.clone(), row.name.clone()), (niss(1), person(1).name));
        assert_eq!((row.late, row.due, row.soon), (true, true, false), "the return is late, whatever is shown");
        assert_eq!(read(row.earliest_due), Some(day("2022-12-09")), "the platform's target");
    }
    let soon = ListWorkRequest { standings: vec![Standing::Soon.into()], ..Default::default() };
    assert_eq!(list(&platform, soon).await, []);
}

async fn the_most_urgent_person_comes_first(engine: Engine) {
    let platform = Platform::new(engine).await;
    platform.server.advance(day("2022-09-03")).await;
    for (number, first) in [(1, "2022-09-01"), (2, "2022-09-03"), (3, "2022-09-02")] {
        platform.physician.declare_and_recognise(number, day(first)).await;
    }
    platform.server.advance(day("2022-11-08")).await;
    let request = ListWorkRequest::default();
    let rows = platform.physician.questionnaire().list_work(request).await.unwrap().into_inner().rows;
    let order: Vec<_> = rows.iter().map(|row| (row.niss.clone(), read(row.earliest_due).unwrap())).collect();
    let expected = [(1, "2022-11-10"), (3, "2022-11-11"), (2, "2022-11-12")];
    assert_eq!(order, expected.map(|(number, due)| (niss(number), day(due))));
}

async fn the_cases_of_a_person_are_found_latest_first(engine: Engine) {
    let platform = Platform::new(engine).await;
    for first in ["2022-06-01", "2022-08-15", "2022-07-01"] {
        platform.physician.declare(1, day(first)).await;
    }
    platform.physician.declare(2, day("2022-08-01")).await;
    let request = FindCasesRequest { niss: niss(1), ..Default::default() };
    let cases = platform.physician.assessment().find_cases(request).await.unwrap().into_inner().cases;
    let starts: Vec<_> = cases.iter().map(|case| read(case.incapacity_start).unwrap().to_string()).collect();
    assert_eq!(starts, ["2022-08-15", "2022-07-01", "2022-06-01"]);
}
