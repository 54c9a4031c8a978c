//! The work list and the search for persons against the law's own definitions, on both engines.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod law;
mod pages;
mod requests;
mod rows;
mod search;
mod toy;

use trajet_ledger::Location;

macro_rules! on_both_engines {
    ($($module:ident::$test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                let dir = tempfile::tempdir().unwrap();
                super::$module::$test(super::Location::Sqlite(dir.path().join("toy.db"))).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                let url = std::env::var("TRAJET_TEST_POSTGRES")
                    .expect("TRAJET_TEST_POSTGRES is not set: run the tests with `bash tests/run`");
                let schema = format!("work_{}", trajet_runtime::Entropy::system().random_id().simple());
                super::$module::$test(super::Location::Postgres { url: format!("{url}postgres"), schema }).await;
            })+
        }
    };
}

on_both_engines!(
    law::t6_the_list_stands_as_the_law_says,
    law::t6_every_filter_is_what_the_law_says,
    rows::one_row_a_person_from_independent_flags,
    rows::t6_what_is_escalated_or_ends_within_days_is_listed_before_it_is_near,
    rows::m17_the_team_sees_what_it_prepares_until_invalidity_begins,
    rows::q6_a_delegate_sees_nothing_of_a_case_that_is_not_theirs,
    pages::pages_show_each_person_once_and_tokens_fit_only_their_query,
    pages::a_page_goes_on_after_the_last_person_was_done,
    requests::every_wrong_field_is_told_at_once,
    search::a_name_is_found_by_any_of_its_words,
    search::a_number_is_found_however_it_is_written,
    search::d2_who_may_not_be_seen_answers_like_who_is_not_there,
    search::pages_of_persons_end,
    search::a_name_that_changed_is_found_anew,
);
