//! When a process refuses to start, and says why in one line.

use acceptance::server::Ended;
use acceptance::{Engine, Installation, Role, day, engine, on_both_engines};

on_both_engines!(a_port_that_is_taken_is_refused, data_whose_keys_were_lost_are_refused);

/// The one line that a refused process writes.
fn told(end: &Ended) -> &str {
    assert_eq!(end.code, Some(1), "{end:?}");
    let line = end.output.trim_end();
    assert!(line.starts_with("trajet: ") && line.lines().count() == 1, "{line}");
    line
}

async fn a_port_that_is_taken_is_refused(engine: Engine) {
    let first = Installation::new(engine).await.serve(&[]).await;
    let address = first.address().to_string();
    let end = Installation::new(engine).await.refused(&["--listen", &address]).await;
    assert!(told(&end).contains(&address), "{end:?}");
}

#[tokio::test]
async fn sqlite_data_are_used_by_one_process() {
    let installation = Installation::new(Engine::Sqlite).await;
    let first = installation.serve(&[]).await;
    let end = installation.refused(&[]).await;
    let line = told(&end);
    let data = installation.data();
    assert!(line.contains("used by another process") && line.contains(data.to_str().unwrap()), "{line}");

    first.kill().await;
    installation.serve(&[]).await;
}

#[tokio::test]
async fn keys_that_should_be_there_are_not_made() {
    let installation = Installation::new(Engine::Sqlite).await;
    let nowhere = installation.data().join("elsewhere");
    let end = installation.refused(&["--keys", nowhere.to_str().unwrap()]).await;
    assert!(told(&end).contains("master.key"), "{end:?}");
}

#[tokio::test]
async fn a_postgresql_that_does_not_commit_to_disk_is_refused() {
    let installation = Installation::new(Engine::Postgres).await;
    let name = installation.database().unwrap();
    let set = async |setting: &str| {
        engine::execute("postgres", &format!("ALTER DATABASE {name} SET synchronous_commit = {setting}")).await;
    };
    set("off").await;
    let end = installation.refused(&[]).await;
    assert!(told(&end).contains("synchronous_commit"), "{end:?}");
    // It waits for this disk, though not for replicas: what was answered survives a crash of this server.
    set("local").await;
    installation.serve(&[]).await;
}

async fn data_whose_keys_were_lost_are_refused(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    server.client(Role::Physician).declare_and_recognise(1, day("2022-09-01")).await;
    // Before it could sign anything.
    server.kill().await;

    let keys = installation.data().join("keys");
    let kept = installation.data().join("kept");
    std::fs::rename(&keys, &kept).unwrap();
    let told_first = installation.refused(&[]).await;
    let expected = match engine {
        Engine::Sqlite => format!("no keys are in {} although there is ", keys.display()),
        Engine::Postgres => "assessment/300 was made with other keys than these: restore".to_owned(),
    };
    assert!(told(&told_first).contains(&expected), "{told_first:?}");
    // It knows no more the second time.
    assert_eq!(told(&installation.refused(&[]).await), told(&told_first));
    // Others in their place, all or the last three, are refused by the ledger.
    std::fs::remove_dir_all(&keys).ok();
    std::fs::create_dir(&keys).unwrap();
    std::fs::copy(kept.join("master.key"), keys.join("master.key")).unwrap();
    let end = installation.refused(&[]).await;
    assert!(told(&end).contains("assessment/300 was made with other keys than these"), "{end:?}");

    std::fs::remove_dir_all(&keys).unwrap();
    std::fs::rename(&kept, &keys).unwrap();
    installation.serve(&[]).await;
}
