//! Requests as services hand them over.

use trajet_contracts::assessment::v1::{FindPersonsRequest, ListWorkRequest};
use trajet_contracts::r#type::v1::{Actor, Standing};
use trajet_law::deadline::{Actor as Acts, Step};
use trajet_ledger::{Ledger, Location};
use trajet_runtime::Failure;
use trajet_service::people;
use trajet_service::work::{self, Visible};

use crate::toy::{Shown, Toy, deadline, listed, niss, open, show};

fn fields(failure: Failure) -> Vec<String> {
    match failure {
        Failure::Invalid(violations) => violations.into_iter().map(|violation| violation.field).collect(),
        other => panic!("{other}"),
    }
}

async fn list(ledger: &Ledger<Toy>, request: ListWorkRequest) -> Result<work::Page, Failure> {
    work::list(ledger, &ledger.domain().pseudonyms, &request, Visible::default()).await
}

async fn find(ledger: &Ledger<Toy>, niss: &str, name: &str) -> Result<people::Found, Failure> {
    let request = FindPersonsRequest { niss: niss.into(), name: name.into(), ..Default::default() };
    people::find(ledger, &ledger.domain().pseudonyms, &request, Visible::default()).await
}

pub(crate) async fn every_wrong_field_is_told_at_once(location: Location) {
    let ledger = open(&location).await;
    let wrong = ListWorkRequest {
        actors: vec![Actor::Physician.into(), 99],
        standings: vec![0],
        soon_within_days: Some(91),
        page_size: -1,
        steps: vec!["first_estimate".into(), "lunch".into()],
        late_within_days: Some(-1),
        niss: "85073003329".into(),
        name: "-".into(),
        ..Default::default()
    };
    let told = fields(list(&ledger, wrong).await.unwrap_err());
    let named =
        ["actors[1]", "standings[0]", "steps[1]", "soon_within_days", "late_within_days", "niss", "name", "page_size"];
    assert_eq!(told, named);

    let many = ListWorkRequest {
        steps: vec!["first_estimate".into(); 21],
        name: "a b c d e f g h i j k".into(),
        ..Default::default()
    };
    assert_eq!(fields(list(&ledger, many).await.unwrap_err()), ["steps", "name"]);
    let long = ListWorkRequest { name: "a".repeat(101), ..Default::default() };
    assert_eq!(fields(list(&ledger, long).await.unwrap_err()), ["name"]);

    for (number, name) in [("", ""), (niss(0).as_str(), "Peeters")] {
        assert_eq!(fields(find(&ledger, number, name).await.unwrap_err()), ["niss", "name"]);
    }
    assert_eq!(fields(find(&ledger, "1", "").await.unwrap_err()), ["niss"]);

    // What is asked twice is asked once, and every bound that is kept is taken.
    let late = deadline(Step::FirstEstimate, Acts::Physician, [None, Some(-1), None, None, None]);
    show(&ledger, 0, None, Shown::of(0, &[late])).await;
    let right = ListWorkRequest {
        actors: vec![Actor::Physician.into(); 5_000],
        standings: vec![Standing::Late.into(); 5_000],
        soon_within_days: Some(90),
        page_size: 5_000,
        steps: vec!["first_estimate".into(); 20],
        late_within_days: Some(90),
        escalated_only: true,
        niss: "85.07.30-001 ".to_owned() + &niss(0)[9..],
        name: "anna peeters 0".into(),
        ..Default::default()
    };
    assert_eq!(listed(&list(&ledger, right.clone()).await.unwrap().rows), [niss(0)]);
    for other in [
        ListWorkRequest { name: "anna maes".into(), ..right.clone() },
        ListWorkRequest { niss: niss(1), ..right.clone() },
        ListWorkRequest { steps: vec!["questionnaire_help".into()], ..right },
    ] {
        assert!(list(&ledger, other).await.unwrap().rows.is_empty());
    }
}
