//! How long trajectories went on.

use super::*;

/// The lengths that are told of facts, in the order of the ledger, of a person who is unfit from 1 September 2022 on.
fn lengths(facts: impl IntoIterator<Item = Fact>, of: i32) -> Vec<String> {
    let heard = tells("2022-09-05", What::Heard { start: day("2022-09-01"), has_contract: false });
    let told = indicated(&case([heard].into_iter().chain(facts)), of);
    told.into_iter().filter_map(|line| line.strip_prefix("trajectory_length ").map(str::to_owned)).collect()
}

#[test]
fn r6_a_second_trajectory_has_a_length_of_its_own() {
    let twice = [
        did("2022-10-03", Action::Requested),
        did_of("2022-10-20", Action::Ended, 0, "negative_decision"),
        tells("2022-12-05", What::HeardOfATrajectory),
        did("2022-12-10", Action::Requested),
        did_of("2022-12-20", Action::RequestEnded, 0, "not_wished"),
        tells("2022-12-25", What::HeardOfTheEnd),
    ];
    assert_eq!(lengths(twice, 2022), ["incapacity_ended 15_to_30_days 1", "negative_decision 15_to_30_days 1"]);
}

#[test]
fn r6_a_trajectory_that_ends_on_the_day_on_which_it_began_is_over_on_that_day() {
    let at_once = [
        did("2022-10-03", Action::Requested),
        did_of("2022-10-03", Action::Ended, 0, "not_wished"),
        tells("2023-03-25", What::HeardOfTheEnd),
    ];
    assert_eq!(lengths(at_once.clone(), 2022), ["not_wished 0_to_7_days 1"]);
    assert_eq!(lengths(at_once, 2023), [""; 0], "nothing is left that the end of the incapacity could end");
}

#[test]
fn r6_on_one_day_the_order_in_which_it_was_recorded_tells_which_trajectory_ended() {
    let (begun, referred) = (did("2022-10-03", Action::Requested), tells("2022-12-05", What::HeardOfATrajectory));
    let ended = did_of("2022-12-05", Action::Ended, 0, "not_wished");
    let over = tells("2022-12-15", What::HeardOfTheEnd);
    let then_referred = [begun.clone(), ended.clone(), referred.clone(), over.clone()];
    assert_eq!(lengths(then_referred, 2022), ["incapacity_ended 8_to_14_days 1", "not_wished 61_to_90_days 1"]);
    // The referral came while the trajectory went on, and is of that one.
    assert_eq!(lengths([begun, referred, ended, over], 2022), ["not_wished 61_to_90_days 1"]);
}

#[test]
fn r6_the_end_of_the_incapacity_ends_what_began_on_its_day_whenever_that_was_heard() {
    let entered_late = [tells("2022-12-05", What::HeardOfTheEnd), tells("2022-12-05", What::HeardOfATrajectory)];
    assert_eq!(lengths(entered_late, 2022), ["incapacity_ended 0_to_7_days 1"]);
}
