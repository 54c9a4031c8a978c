//! The application's own database role may add to what was recorded, destroy keys and forget answers, and no more.

use trajet_ledger::{Db, Domain as _, Ledger, Location};

use crate::bench::{Bench, Engine, Raw, assert_whole, until};
use crate::toy::{Bank, Command, add, ask, first_day, id};

const ROLE: &str = "toy_application";
const APPENDED: [&str; 3] = ["event", "checkpoint", "foreign_checkpoint"];
const KEPT: [&str; 3] = ["foreign_signer", "foreign_contradiction", "_sqlx_migrations"];
const CHANGED: [&str; 4] = ["ledger_head", "feed_cursor", "data_key", "pass"];
const FORGOTTEN: [&str; 1] = ["request"];
const VIEWS: [&str; 6] = ["timer", "claim", "parked_fact", "account", "recent", "stuck_fact"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_role_that_may_only_append_runs_the_whole_ledger() {
    let bench = Bench::postgres("privileges").await;
    let Engine::Postgres(url) = &bench.engine else { unreachable!() };
    bench.bank().await;
    let mut owner = bench.raw("toy").await;
    let _ = owner.run(&format!("DROP ROLE IF EXISTS {ROLE}")).await;
    owner.run(&format!("CREATE ROLE {ROLE} LOGIN; GRANT USAGE ON SCHEMA toy TO {ROLE}")).await.unwrap();
    for (tables, rights) in [
        (&APPENDED[..], "SELECT, INSERT"),
        (&KEPT, "SELECT, INSERT"),
        (&CHANGED, "SELECT, INSERT, UPDATE"),
        (&FORGOTTEN, "SELECT, INSERT, DELETE"),
        (&VIEWS, "SELECT, INSERT, UPDATE, DELETE"),
    ] {
        owner.run(&format!("GRANT {rights} ON {} TO {ROLE}", tables.join(", "))).await.unwrap();
    }
    owner.run(&format!("REVOKE INSERT ON _sqlx_migrations FROM {ROLE}")).await.unwrap();

    let (_, host) = url.split_once('@').unwrap();
    let location = Location::Postgres { url: format!("postgres://{ROLE}@{host}"), schema: "toy".to_owned() };
    let toy = Bank { modern: true };
    let db = Db::open(&location, toy.schema()).await.unwrap();
    for (table, privilege) in [("pass", "INSERT"), ("pass", "UPDATE"), ("data_key", "UPDATE"), ("request", "DELETE")] {
        owner.run(&format!("REVOKE {privilege} ON {table} FROM {ROLE}")).await.unwrap();
        let refused = Ledger::open(db.clone(), "300", toy.clone(), bench.setup()).await.unwrap_err();
        let told = format!("the database's role lacks a privilege: GRANT {privilege} ON {table}");
        assert_eq!(refused.to_string(), told);
        owner.run(&format!("GRANT {privilege} ON {table} TO {ROLE}")).await.unwrap();
    }
    let bank = Ledger::open(db, "300", toy, bench.setup()).await.unwrap();
    let timer = |kind: &str| Command::SetTimer { kind: kind.to_owned(), on: first_day() };
    let commands =
        [add(1), add(-1), Command::Claim("x".to_owned()), Command::Release("x".to_owned()), timer("a"), add(0)];
    for (request, command) in (0..).zip(commands) {
        bank.execute(ask(id(1), request, command)).await.unwrap();
    }
    bank.execute(ask(id(1), 9, Command::Erase)).await.unwrap();
    bank.sign().await;
    until(async || owner.count("SELECT COUNT(*) FROM checkpoint WHERE position = 6").await == 1).await;
    assert_whole(&bank, 6).await;

    let Location::Postgres { url, schema } = &location else { unreachable!() };
    let mut application = Raw::postgres(url, schema).await;
    for table in APPENDED {
        for change in
            [format!("UPDATE {table} SET hash = hash"), format!("DELETE FROM {table}"), format!("TRUNCATE {table}")]
        {
            let refused = application.run(&change).await.unwrap_err();
            let code = refused.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
            assert_eq!(code.as_deref(), Some("42501"), "{change}: insufficient_privilege");
        }
        let trigger = application.run(&format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).await;
        trigger.unwrap_err();
    }
}
