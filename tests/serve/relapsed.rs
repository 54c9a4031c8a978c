//! What the case of a relapse tells its former case, over a kill after each act.

use acceptance::day::wire;
use acceptance::people::{declaration, person, request_id};
use acceptance::{Client, Engine, Installation, Role, Server, day, on_both_engines};
use trajet_contracts::assessment::v1::{DeclareIncapacityRequest, EndCause, EndIncapacityRequest, IncapacityEnd};

use crate::annulled::annul;

on_both_engines!(t6_t9_what_a_relapse_tells_its_former_case_survives_a_kill_and_is_taken_back);

const PERSON: u32 = 1;

fn ended(case_id: &str, last_day: &str, cause: EndCause) -> EndIncapacityRequest {
    EndIncapacityRequest {
        request_id: request_id(),
        case_id: case_id.to_owned(),
        last_day: wire(day(last_day)),
        cause: cause.into(),
        ..Default::default()
    }
}

/// Ends the process at once and starts it again; gives it when it has done what it had left to do.
async fn after_a_kill(installation: &Installation, server: Server) -> (Server, Client) {
    server.kill().await;
    let server = installation.serve(&["--simulated-clock"]).await;
    server.settle().await;
    let physician = server.client(Role::Physician);
    (server, physician)
}

async fn end_of(physician: &Client, case_id: &str) -> IncapacityEnd {
    physician.case(case_id).await.end.unwrap()
}

async fn t6_t9_what_a_relapse_tells_its_former_case_survives_a_kill_and_is_taken_back(engine: Engine) {
    // Given an incapacity that ended, and a relapse of it
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    let physician = server.client(Role::Physician);
    let former = physician.declare_and_recognise(PERSON, day("2022-09-01")).await.case_id;
    server.advance(day("2022-10-10")).await;
    physician.assessment().end_incapacity(ended(&former, "2022-09-30", EndCause::WorkResumed)).await.unwrap();
    let relapse =
        DeclareIncapacityRequest { relapse_of: former.clone(), ..declaration(person(PERSON), day("2022-10-10")) };
    let relapse = physician.assessment().declare_incapacity(relapse).await.unwrap().into_inner().case_id;
    // When it is recognised, and the process is killed at once
    physician.recognise(&relapse, day("2022-10-10")).await;
    let (server, physician) = after_a_kill(&installation, server).await;
    // Then the former case knows it
    assert_eq!(end_of(&physician, &former).await.relapsed_on, wire(day("2022-10-10")));
    // So with the death, and its annulment
    physician.assessment().end_incapacity(ended(&relapse, "2022-10-10", EndCause::Deceased)).await.unwrap();
    let (server, physician) = after_a_kill(&installation, server).await;
    assert_eq!(end_of(&physician, &former).await.died_on, wire(day("2022-10-10")));
    annul(&physician, &relapse, "incapacity_ended").await;
    let (server, physician) = after_a_kill(&installation, server).await;
    let end = end_of(&physician, &former).await;
    assert_eq!((end.died_on, end.relapsed_on), (None, wire(day("2022-10-10"))));
    server.advance(day("2022-12-01")).await;
    server.stop().await;
    // And the deadlines of all services follow
    let output = installation.verify_deadlines(&["--on", "2022-12-01"]).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}
