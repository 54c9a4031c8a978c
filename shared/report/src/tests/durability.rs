//! What trajectories led to, and whether it lasted.

use super::*;
use crate::{Found, Work};

/// Work since 1 September 2023: three months later is 1 December, six 1 March, twelve 1 September.
fn at_work() -> Found {
    let work = Work { since: day("2023-09-01"), contract: "fixed_term", as_before: true, percent: 80 };
    Found { work: Some(work), ..Found::default() }
}

fn stopped(last_day: &str) -> Found {
    Found { stopped: Some((day(last_day), "relapse")), ..Found::default() }
}

fn evaluated(found: Found) -> Fact {
    did_of("2023-09-15", Action::AmiEvaluated, 1, "wholly").finding(found)
}

fn observed(on: &str, found: Found) -> Fact {
    did_of(on, Action::ReturnObserved, 1, "").finding(found)
}

/// What is told of the returns after so many months, by what was known on a day.
fn lasts(facts: impl IntoIterator<Item = Fact>, known_on: &str) -> Vec<String> {
    let told = known(&case(facts), 2023, known_on);
    told.into_iter().filter_map(|line| line.strip_prefix("return_lasts after_").map(str::to_owned)).collect()
}

#[test]
fn r6_a_trajectory_counts_in_the_year_of_its_evaluation_with_what_it_led_to() {
    let found = Found { training: true, ..at_work() };
    let once =
        case([evaluated(found), observed("2023-12-04", at_work()), observed("2024-03-08", stopped("2024-03-05"))]);
    assert_eq!(
        known(&once, 2023, "2024-03-08"),
        [
            "evaluated wholly at_work 1",
            "activity training at_work 1",
            "return fixed_term as_before 1",
            "return_hours  80_to_99_percent 1",
            "return_lasts after_12_months stopped 1",
            "return_lasts after_3_months at_work 1",
            "return_lasts after_6_months at_work 1",
            "return_stopped relapse 181_to_365_days 1",
        ]
    );
    assert_eq!(known(&once, 2024, "2024-03-08"), [""; 0], "what was observed counts with the evaluation");
}

#[test]
fn r6_of_a_look_is_told_what_was_found_on_its_day_or_later() {
    let (at_3, at_6) = (observed("2023-12-01", at_work()), observed("2024-03-01", at_work()));
    let before = observed("2023-11-30", at_work());
    let is = |three: &str, six: &str, twelve: &str| {
        [format!("12_months {twelve} 1"), format!("3_months {three} 1"), format!("6_months {six} 1")]
    };
    assert_eq!(lasts([evaluated(at_work()), at_3.clone()], "2023-12-01"), is("at_work", "not_yet_due", "not_yet_due"));
    assert_eq!(lasts([evaluated(at_work()), before], "2023-12-29"), is("not_yet_due", "not_yet_due", "not_yet_due"));
    // A late look takes the place of those before it.
    assert_eq!(lasts([evaluated(at_work()), at_6], "2024-03-01"), is("at_work", "at_work", "not_yet_due"));
    // A change of work does not interrupt a return.
    let work = Work { since: day("2024-01-08"), contract: "permanent", as_before: false, percent: 100 };
    let changed = Found { work: Some(work), ..stopped("2023-12-31") };
    let changed = [evaluated(at_work()), observed("2024-03-01", changed)];
    assert_eq!(lasts(changed, "2024-03-01"), is("at_work", "at_work", "not_yet_due"));
    // The end of the work says of all days after it that it had stopped, and of those before that it went on.
    let on_the_day = [evaluated(at_work()), observed("2024-03-08", stopped("2023-12-01"))];
    assert_eq!(lasts(on_the_day, "2024-03-08"), is("at_work", "stopped", "stopped"));
    let the_day_before = [evaluated(at_work()), observed("2023-12-04", stopped("2023-11-30"))];
    assert_eq!(lasts(the_day_before.clone(), "2023-12-04"), is("stopped", "stopped", "stopped"));
    // Work that is found after that is another return.
    let again = observed("2024-03-08", at_work());
    assert_eq!(lasts(the_day_before.into_iter().chain([again]), "2024-03-08"), is("stopped", "stopped", "stopped"));
}

#[test]
fn r6_what_was_not_looked_at_is_due_until_the_four_weeks_are_over() {
    let first = |known_on| lasts([evaluated(at_work())], known_on)[1].clone();
    assert_eq!(first("2023-12-29"), "3_months not_yet_due 1");
    assert_eq!(first("2023-12-30"), "3_months not_observed 1");
}

#[test]
fn r6_d24_a_relapse_ends_a_return_on_the_day_before_where_nobody_told_its_end() {
    let end =
        |relapsed_on: Option<&str>| tells("2023-08-31", What::HeardOfTheEnd { relapsed_on: relapsed_on.map(day) });
    let at_3 = observed("2023-12-01", at_work());
    let relapsed = [end(None), evaluated(at_work()), at_3, end(Some("2024-03-01"))];
    let told = known(&case(relapsed.clone()), 2023, "2024-12-31");
    assert!(told.contains(&"return_stopped relapse 181_to_365_days 1".to_owned()), "{told:?}");
    assert_eq!(lasts(relapsed, "2024-12-31"), ["12_months stopped 1", "3_months at_work 1", "6_months stopped 1"]);
    // On the day after a look it went on by then.
    let later = [evaluated(at_work()), end(Some("2024-03-02"))];
    assert_eq!(lasts(later, "2024-12-31"), ["12_months stopped 1", "3_months at_work 1", "6_months at_work 1"]);
    // An end that was told stands.
    let told = [evaluated(at_work()), observed("2023-12-04", stopped("2023-11-20")), end(Some("2024-03-01"))];
    assert_eq!(lasts(told, "2024-12-31"), ["12_months stopped 1", "3_months stopped 1", "6_months stopped 1"]);
    // One of before the work began ends nothing.
    let before = [evaluated(at_work()), end(Some("2023-09-01"))];
    assert_eq!(lasts(before, "2023-12-30")[1], "3_months not_observed 1");
}

#[test]
fn r6_a_return_that_was_found_after_the_evaluation_is_one() {
    let found = |outcome: &[Fact]| {
        let none = Found { volunteering: true, ..Found::default() };
        let told = known(&case([evaluated(none)].into_iter().chain(outcome.iter().cloned())), 2023, "2023-12-04");
        told.into_iter().filter(|line| !line.starts_with("return_")).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["evaluated wholly not_at_work 1", "activity volunteering not_at_work 1"]);
    let later = found(&[observed("2023-12-04", at_work())]);
    let expected =
        ["evaluated wholly at_work_later 1", "activity volunteering at_work_later 1", "return fixed_term as_before 1"];
    assert_eq!(later, expected);
}

#[test]
fn r6_each_trajectory_has_its_own_return() {
    let second = did_of("2023-12-20", Action::AmiEvaluated, 2, "not_reached").finding(Found::default());
    let two = case([evaluated(at_work()), observed("2023-12-04", stopped("2023-11-20")), second]);
    let told = known(&two, 2023, "2023-12-20");
    assert!(told.contains(&"evaluated not_reached not_at_work 1".to_owned()), "{told:?}");
    assert!(told.contains(&"evaluated wholly at_work 1".to_owned()), "{told:?}");
    assert_eq!(told.iter().filter(|line| line.starts_with("return ")).count(), 1, "{told:?}");
}

#[test]
fn r6_hours_are_told_in_bands() {
    let band = |percent| {
        let found = Found { work: at_work().work.map(|work| Work { percent, ..work }), ..Found::default() };
        let told = known(&case([evaluated(found)]), 2023, "2023-12-01");
        told.into_iter().find_map(|line| line.strip_prefix("return_hours  ").map(str::to_owned))
    };
    let bands = [(1, "under_50_percent"), (49, "under_50_percent"), (50, "50_to_79_percent"), (79, "50_to_79_percent")];
    for (percent, expected) in bands.into_iter().chain([(80, "80_to_99_percent"), (99, "80_to_99_percent")]) {
        assert_eq!(band(percent), Some(format!("{expected} 1")), "{percent}");
    }
    assert_eq!(band(100), Some("full_time 1".to_owned()));
}

#[test]
fn r6_what_was_found_of_another_trajectory_says_nothing_of_this_one() {
    let other = did_of("2023-11-20", Action::ReturnObserved, 2, "").finding(stopped("2023-11-19"));
    assert_eq!(
        lasts([evaluated(at_work()), other, observed("2023-12-01", at_work())], "2023-12-01")[1],
        "3_months at_work 1"
    );
}
