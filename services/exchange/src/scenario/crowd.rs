//! The matcher among many reports: it comes by itself, is fair, and goes past what it cannot bring.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use trajet_ledger::Db;

use super::*;

#[tokio::test]
async fn x7_no_report_wakes_the_matcher() {
    let world = World::by(Clock::system()).await.with_partners().await;
    let stop = CancellationToken::new();
    world.app.start(&trajet_service::listen::Peers::new(), &stop);
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.reported(KNOWN, "2022-11-02").await;
    let before = world.ledger().head_cursor().position;
    for _ in 0..30 {
        world.reported(UNKNOWN, "2022-11-02").await;
    }
    stop.cancel();
    assert_eq!(world.ledger().head_cursor().position, before + 30);
    assert_eq!(world.app.pending().await.unwrap(), 1);
}

#[tokio::test]
async fn x5_nobody_waits_behind_the_many_reports_of_another_on_sqlite() {
    x5_nobody_waits_behind_the_many_reports_of_another(World::on("2022-12-15").await.with_partners().await).await;
}

#[tokio::test]
async fn x5_nobody_waits_behind_the_many_reports_of_another_on_postgres() {
    let world = World::on_postgres("2022-12-15").await.with_partners().await;
    x5_nobody_waits_behind_the_many_reports_of_another(world).await;
}

async fn x5_nobody_waits_behind_the_many_reports_of_another(world: World) {
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.recognised(OTHER_CASE, UNKNOWN, "2022-09-01").await;
    let mut many = Vec::new();
    for on in ["2022-11-05", "2022-11-03", "2022-11-04", "2022-11-02"] {
        many.push(world.reported(KNOWN, on).await.report_id);
    }
    world.reported(UNKNOWN, "2022-11-02").await;
    world.matched().await;
    let fed = world.fed().await;
    assert!(fed[..2].contains(&OTHER_CASE.to_string()), "{fed:?}");
    assert_eq!(world.codex(CASE).await, many);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn x5_the_same_told_again_is_matched_and_adds_nothing_to_the_case() {
    let world = World::on("2022-12-15").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let first = world.reported(KNOWN, "2022-11-02").await.report_id;
    for _ in 0..40 {
        world.reported(KNOWN, "2022-11-02").await;
    }
    world.matched().await;
    let case = world.case(CASE).await.unwrap();
    assert_eq!((case.etag.as_str(), world.codex(CASE).await), ("2", vec![first]));
    assert_eq!(world.fed().await, [CASE.to_string()]);
    assert!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.is_empty());
    world.views_follow_from_the_events().await;
}

/// A connection behind the ledger's back.
pub(super) async fn raw(world: &World) -> SqliteConnection {
    let Location::Sqlite(file) = &world.bench.location else { panic!("it is on SQLite") };
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap()
}

/// Makes what a stream holds unreadable.
pub(super) async fn damage(world: &World, stream: &str) {
    const DAMAGE: &str = "UPDATE data_key SET wrapped = $1 WHERE stream = $2";
    let (stream, wrong): (Uuid, _) = (stream.parse().unwrap(), b"no key at all".as_slice());
    match world.ledger().db() {
        Db::Postgres(db) => {
            sqlx::query(DAMAGE).bind(wrong).bind(stream).execute(db.reader()).await.unwrap();
        }
        // What the ledger reads with cannot write.
        Db::Sqlite(_) => {
            let mut raw = raw(world).await;
            sqlx::query(DAMAGE).bind(wrong).bind(stream).execute(&mut raw).await.unwrap();
        }
    }
}

#[tokio::test]
async fn x5_what_cannot_be_read_holds_nothing_up_on_sqlite() {
    x5_what_cannot_be_read_holds_nothing_up(World::on("2022-12-15").await.with_partners().await).await;
}

#[tokio::test]
async fn x5_what_cannot_be_read_holds_nothing_up_on_postgres() {
    x5_what_cannot_be_read_holds_nothing_up(World::on_postgres("2022-12-15").await.with_partners().await).await;
}

async fn x5_what_cannot_be_read_holds_nothing_up(world: World) {
    let damaged_case = Uuid::from_u128(9);
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.recognised(damaged_case, UNKNOWN, "2022-09-01").await;
    let unreadable = world.reported(KNOWN, "2022-11-02").await.report_id;
    let of_the_damaged_case = world.reported(UNKNOWN, "2022-11-02").await.report_id;
    let whole = world.reported(KNOWN, "2022-11-03").await.report_id;
    for stream in [&unreadable, &damaged_case.to_string()] {
        damage(&world, stream).await;
    }
    // The lists leave out what they cannot show, and go on behind it.
    let mut listed = Vec::new();
    let mut request = ListUnmatchedReportsRequest { page_size: 1, ..ListUnmatchedReportsRequest::default() };
    loop {
        let page = world.unmatched(request.clone()).await;
        listed.extend(page.reports.into_iter().map(|report| report.report_id));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(listed, [of_the_damaged_case, whole.clone()]);
    assert_eq!(world.own_reports(SERVICE).await.unwrap().reports.len(), 2);

    assert_eq!(world.app.pending().await.unwrap(), 3);
    world.matched().await;
    assert_eq!(world.codex(CASE).await, [whole]);
    // Another one is matched too.
    let later = world.reported(KNOWN, "2022-11-04").await.report_id;
    world.matched().await;
    assert_eq!(world.codex(CASE).await[1..], [later]);
}
