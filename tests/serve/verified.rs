//! What `trajet verify` finds.

use acceptance::{Engine, Installation, Role, day, engine, on_both_engines};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

on_both_engines!(r2_a_case_that_was_destroyed_is_found, r3_what_was_done_to_the_record_of_reads_is_found);

async fn r2_a_case_that_was_destroyed_is_found(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    server.client(Role::Physician).declare_and_recognise(1, day("2022-09-01")).await;
    server.settle().await;
    server.stop().await;
    assert!(installation.verify().await.status.success());

    // The exchange shows one row of a case.
    if let Some(database) = installation.database() {
        let destroy = "UPDATE exchange.data_key SET wrapped = ''; DELETE FROM exchange.incapacity";
        engine::execute(database, destroy).await;
    } else {
        let file = installation.data().join("exchange.db");
        let mut raw = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
        let destroy = "UPDATE data_key SET wrapped = ''; DELETE FROM incapacity";
        sqlx::raw_sql(destroy).execute(&mut raw).await.unwrap();
        raw.close().await.unwrap();
    }
    let verified = installation.verify().await;
    let told = String::from_utf8(verified.stdout).unwrap();
    let expected = "exchange/300: 1 events, 1 checkpoints, 1 findings\n  \
                    position 1: its stream has no key, and no event erased it\n";
    assert!(verified.status.code() == Some(1) && told.contains(expected), "{told}");
}

async fn r3_what_was_done_to_the_record_of_reads_is_found(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    let case_id = server.client(Role::Physician).declare_and_recognise(1, day("2022-09-01")).await.case_id;
    for _ in 0..3 {
        server.client(Role::Physician).case(&case_id).await;
    }
    server.stop().await;
    let told = String::from_utf8(installation.verify().await.stdout).unwrap();
    assert!(told.contains("assessment.reads/300: 3 events, 1 checkpoints, 0 findings\n"), "{told}");

    let hide = "DELETE FROM event WHERE ledger = 'assessment.reads/300' AND position = 2";
    if let Some(database) = installation.database() {
        let hide = hide.replace("FROM event", "FROM assessment.event");
        engine::execute(database, &format!("SET session_replication_role = replica; {hide}")).await;
    } else {
        let file = installation.data().join("assessment.db");
        let mut raw = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
        let hide = format!("DROP TRIGGER event_no_delete; {hide}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(hide)).execute(&mut raw).await.unwrap();
        raw.close().await.unwrap();
    }
    let verified = installation.verify().await;
    let told = String::from_utf8(verified.stdout).unwrap();
    assert!(told.contains("  position 3: positions before it are missing\n"), "{told}");
    assert_eq!(verified.status.code(), Some(1));
}
