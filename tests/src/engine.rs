//! The two database engines: each test that stores something runs on both.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use trajet_runtime::Entropy;

/// Where `bash tests/run` says that its PostgreSQL cluster is.
const CLUSTER: &str = "TRAJET_TEST_POSTGRES";

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Files in the directory of the installation.
    Sqlite,
    /// A database on a server.
    Postgres,
}

impl Engine {
    /// The address of a new database; none is needed for files.
    pub async fn new_database(self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                let name = format!("trajet_{}", Entropy::system().random_id().simple());
                execute("postgres", &format!("CREATE DATABASE {name}")).await;
                Some(address_of(&name))
            }
        }
    }
}

fn address_of(database: &str) -> String {
    let Ok(cluster) = std::env::var(CLUSTER) else {
        panic!("{CLUSTER} does not say where PostgreSQL is: run the tests with `bash tests/run`");
    };
    format!("{}/{database}", cluster.trim_end_matches('/'))
}

/// Runs a statement in a database of the cluster.
pub async fn execute(database: &str, statement: &str) {
    let mut connection = PgConnection::connect(&address_of(database)).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Makes a test on each engine of every `async fn(Engine)` that it names: `sqlite::x` and `postgres::x`.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {
        mod sqlite {
            $($crate::on_engine!($(#[$attribute])* $name, Sqlite);)+
        }
        mod postgres {
            $($crate::on_engine!($(#[$attribute])* $name, Postgres);)+
        }
    };
}

/// Makes a test on one engine.
#[doc(hidden)]
#[macro_export]
macro_rules! on_engine {
    ($(#[$attribute:meta])* $name:ident, $engine:ident) => {
        $(#[$attribute])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            Box::pin(super::$name($crate::Engine::$engine)).await;
        }
    };
}
