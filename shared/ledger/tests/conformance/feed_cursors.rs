//! A cursor that is not a place in this ledger's history is refused, never skipped over.

use tonic::{Code, Status};
use trajet_contracts::feed::v1::{GetLedgerRequest, ListRequest, WatchRequest};
use trajet_ledger::Cursor;
use trajet_ledger::feed::Client;
use uuid::Uuid;

use crate::bench::{Bench, on_both_engines};
use crate::feed::{Served, publish, write};
use crate::toy::{add, ask, id};

on_both_engines!(
    a_cursor_of_another_ledger_or_history_is_refused,
    a_cursor_from_before_a_restore_is_refused,
    an_unknown_ledger_and_a_forbidden_one_answer_alike,
    a_text_that_is_no_cursor_is_refused,
);

/// What `Watch` and `List` say to a cursor: the same.
async fn refused(client: &mut Client, ledger: &str, cursor: &str) -> Status {
    let (ledger, cursor) = (ledger.to_owned(), cursor.to_owned());
    let list = ListRequest { ledger: ledger.clone(), cursor: cursor.clone(), ..ListRequest::default() };
    let listed = client.list(list).await.unwrap_err();
    let watched = match client.watch(WatchRequest { ledger, cursor, kinds: vec![] }).await {
        Ok(stream) => stream.into_inner().message().await.unwrap_err(),
        Err(status) => status,
    };
    assert_eq!(
        (listed.code(), listed.message(), listed.details().len()),
        (watched.code(), watched.message(), watched.details().len())
    );
    listed
}

fn says(status: &Status, reason: &str) {
    let details = String::from_utf8_lossy(status.details());
    assert!(details.contains(reason), "{reason}: {status:?}");
}

async fn a_cursor_of_another_ledger_or_history_is_refused(bench: Bench) {
    let bank = bench.bank().await;
    let other = bench.open::<false>(bank.db().clone(), "500", true).await;
    write(&bank, 0..5).await;
    write(&other, 0..5).await;
    let mut client = Served::new(vec![publish(&bank)]).client();
    let cursor = bank.current_cursor().await.unwrap();
    let foreign = [
        other.current_cursor().await.unwrap(),
        Cursor { ledger: "toy/500".to_owned(), ..cursor.clone() },
        Cursor { ledger: "toy/500".to_owned(), position: 0, ..cursor.clone() },
    ];
    for cursor in foreign {
        says(&refused(&mut client, "toy/300", &cursor.to_string()).await, "CURSOR_FOREIGN");
    }
    let mut prefix = cursor.prefix;
    prefix[7] ^= 1;
    let diverged = [
        Cursor { epoch: Uuid::nil(), ..cursor.clone() },
        Cursor { epoch: Uuid::nil(), position: 0, ..cursor.clone() },
        Cursor { prefix, ..cursor.clone() },
        Cursor { position: 4, ..cursor.clone() },
        Cursor { position: 6, ..cursor.clone() },
        Cursor { position: 0, ..cursor.clone() },
        Cursor { position: i64::MAX, ..cursor.clone() },
    ];
    for cursor in diverged {
        says(&refused(&mut client, "toy/300", &cursor.to_string()).await, "CURSOR_DIVERGED");
    }
}

async fn a_cursor_from_before_a_restore_is_refused(bench: Bench) {
    let bank = bench.bank().await;
    write(&bank, 0..5).await;
    let copy = bench.copy(&bank).await;
    let bank = bench.bank().await;
    write(&bank, 5..9).await;
    let ahead = bank.current_cursor().await.unwrap();
    let restored = copy.bank().await;
    let mut client = Served::new(vec![publish(&restored)]).client();
    says(&refused(&mut client, "toy/300", &ahead.to_string()).await, "CURSOR_DIVERGED");
    // Also once the restored ledger has grown past it.
    for n in 100..110 {
        restored.execute(ask(id(1), n, add(1))).await.unwrap();
    }
    says(&refused(&mut client, "toy/300", &ahead.to_string()).await, "CURSOR_DIVERGED");
}

async fn an_unknown_ledger_and_a_forbidden_one_answer_alike(bench: Bench) {
    let bank = bench.bank().await;
    let mut client = Served::new(vec![publish(&bank)]).client();
    let (mut told, mut codes) = (Vec::new(), Vec::new());
    for ledger in ["toy/500", "ghost/300", "ghost/500", "toy", ""] {
        let list = refused(&mut client, ledger, "").await;
        let get = client.get_ledger(GetLedgerRequest { ledger: ledger.to_owned() }).await.unwrap_err();
        codes.extend([list.code(), get.code()]);
        told.extend([list.details().to_vec(), get.details().to_vec()]);
    }
    codes.dedup();
    assert_eq!(codes, [Code::PermissionDenied]);
    told.truncate(6);
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
}

async fn a_text_that_is_no_cursor_is_refused(bench: Bench) {
    let bank = bench.bank().await;
    let mut client = Served::new(vec![publish(&bank)]).client();
    for text in ["x", "toy/300", "toy/300~~~", "~~~~~~~~"] {
        assert_eq!(refused(&mut client, "toy/300", text).await.code(), Code::InvalidArgument);
    }
}
