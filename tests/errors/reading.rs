//! Cursors and pages.

use acceptance::acts::Done;
use acceptance::failed::{expect, fields};
use acceptance::people::niss;
use acceptance::{Client, Engine, Installation, Role, Server, day, on_both_engines};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use trajet_contracts::assessment::v1::{GetCaseRequest, ListCaseHistoryRequest, ListWorkRequest};
use trajet_contracts::feed::v1::ListRequest;
use trajet_contracts::questionnaire::v1::GetQuestionnaireCaseRequest;
use trajet_contracts::r#type::v1::Actor;
use trajet_ledger::Cursor;

on_both_engines!(
    a_read_sees_the_act_whose_cursor_it_carries,
    a_cursor_of_another_ledger_is_refused,
    a_cursor_ahead_of_the_ledger_is_to_be_tried_again,
    a_cursor_of_another_history_is_refused,
    pages_tile_and_a_page_token_is_bound_to_its_query,
);

async fn start(engine: Engine) -> (Server, Client, Done) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01", "--insurer", "300", "500"]).await;
    let physician = server.client(Role::Physician);
    let done = physician.declare(1, day("2022-09-01")).await;
    (server, physician, done)
}

/// A read of the declared case that carries a cursor.
async fn read(client: &Client, done: &Done, cursor: &str) -> Result<(), Status> {
    let request = GetCaseRequest { case_id: done.case_id.clone(), min_cursor: cursor.to_owned(), ..Default::default() };
    client.assessment().get_case(request).await.map(|_| ())
}

async fn a_read_sees_the_act_whose_cursor_it_carries(engine: Engine) {
    let (_server, physician, done) = start(engine).await;
    let recognised = physician.recognise(&done.case_id, day("2022-09-01")).await;
    let request = GetCaseRequest { case_id: done.case_id.clone(), min_cursor: recognised.cursor, ..Default::default() };
    let case = physician.assessment().get_case(request).await.unwrap().into_inner().incapacity_case.unwrap();
    assert!(case.decision.is_some());
}

async fn a_cursor_of_another_ledger_is_refused(engine: Engine) {
    let (server, physician, done) = start(engine).await;
    let request = GetQuestionnaireCaseRequest {
        case_id: done.case_id.clone(),
        min_cursor: done.cursor.clone(),
        ..Default::default()
    };
    let status = physician.questionnaire().get_questionnaire_case(request).await.unwrap_err();
    let info = expect(&status, Code::InvalidArgument, "CURSOR_FOREIGN");
    assert_eq!(info.metadata["ledger"], "questionnaire/300");

    let elsewhere = server.client_as(Role::Physician, "dr-1", "500").declare(2, day("2022-09-01")).await;
    let status = read(&physician, &done, &elsewhere.cursor).await.unwrap_err();
    expect(&status, Code::InvalidArgument, "CURSOR_FOREIGN");
    let status = read(&physician, &done, "no cursor").await.unwrap_err();
    expect(&status, Code::InvalidArgument, "VALIDATION_FAILED");
    assert!(fields(&status).contains_key("min_cursor"));

    let list = |cursor: String| ListRequest { ledger: "questionnaire/300".to_owned(), cursor, ..Default::default() };
    let status = server.client(Role::Service).feed().list(list(done.cursor)).await.unwrap_err();
    expect(&status, Code::InvalidArgument, "CURSOR_FOREIGN");
}

async fn a_cursor_ahead_of_the_ledger_is_to_be_tried_again(engine: Engine) {
    let (_server, physician, done) = start(engine).await;
    let cursor: Cursor = done.cursor.parse().unwrap();
    let ahead = Cursor { position: cursor.position + 1_000, ..cursor.clone() };
    let status = read(&physician, &done, &ahead.to_string()).await.unwrap_err();
    let info = expect(&status, Code::Unavailable, "CURSOR_AHEAD");
    assert_eq!(info.metadata["ledger"], "assessment/300");
    assert_eq!(info.metadata["position"], cursor.position.to_string());
    assert!(status.get_details_retry_info().unwrap().retry_delay.is_some());
}

async fn a_cursor_of_another_history_is_refused(engine: Engine) {
    let (server, physician, done) = start(engine).await;
    let cursor: Cursor = done.cursor.parse().unwrap();
    let mut prefix = cursor.prefix;
    prefix[0] ^= 1;
    let restored = Cursor { epoch: acceptance::people::request_id().parse().unwrap(), ..cursor.clone() };
    let rewritten = Cursor { prefix, ..cursor };
    for other in [restored, rewritten] {
        let list = ListRequest { ledger: other.ledger.clone(), cursor: other.to_string(), ..Default::default() };
        let status = server.client(Role::Service).feed().list(list).await.unwrap_err();
        expect(&status, Code::DataLoss, "CURSOR_DIVERGED");
        let status = read(&physician, &done, &other.to_string()).await.unwrap_err();
        expect(&status, Code::DataLoss, "CURSOR_DIVERGED");
    }
}

async fn pages_tile_and_a_page_token_is_bound_to_its_query(engine: Engine) {
    let (server, physician, done) = start(engine).await;
    physician.recognise(&done.case_id, day("2022-09-01")).await;
    for number in 2..=5 {
        physician.declare_and_recognise(number, day("2022-09-01")).await;
    }
    server.advance(day("2022-12-01")).await;
    let query = ListWorkRequest { actors: vec![Actor::Physician.into()], page_size: 2, ..Default::default() };

    let (mut seen, mut request) = (Vec::new(), query.clone());
    let mut tokens = Vec::new();
    loop {
        let page = physician.assessment().list_work(request.clone()).await.unwrap().into_inner();
        assert!((1..=2).contains(&page.rows.len()));
        seen.extend(page.rows.into_iter().map(|row| row.niss));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token.clone_from(&page.next_page_token);
        tokens.push(page.next_page_token);
    }
    seen.sort();
    assert_eq!(seen, (1..=5).map(niss).collect::<Vec<_>>());
    assert_eq!(tokens.len(), 2);

    let history = ListCaseHistoryRequest { case_id: done.case_id.clone(), page_size: 1, ..Default::default() };
    let history = physician.assessment().list_case_history(history).await.unwrap().into_inner();
    let token = tokens.remove(0);
    for page_token in [format!("{token}0"), "nonsense".to_owned(), history.next_page_token] {
        refused(&physician, ListWorkRequest { page_token, ..query.clone() }).await;
    }
    let other = ListWorkRequest { actors: Vec::new(), page_token: token.clone(), ..query.clone() };
    refused(&physician, other).await;
    refused(&physician, ListWorkRequest { soon_within_days: Some(8), page_token: token.clone(), ..query.clone() })
        .await;
    refused(&server.client_as(Role::Physician, "dr-1", "500"), ListWorkRequest { page_token: token, ..query }).await;
}

async fn refused(client: &Client, request: ListWorkRequest) {
    let status = client.assessment().list_work(request).await.unwrap_err();
    expect(&status, Code::InvalidArgument, "PAGE_TOKEN_INVALID");
    assert!(fields(&status).contains_key("page_token"));
}
