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
        did_of("2022-10-20", Action::RequestEnded, 0, "negative_decision"),
        tells("2022-12-05", What::HeardOfAReferral),
        did("2022-12-10", Action::Requested),
        did_of("2022-12-20", Action::RequestEnded, 0, "negative_decision"),
        tells("2022-12-25", What::HeardOfTheEnd { relapsed_on: None }),
    ];
    assert_eq!(lengths(twice, 2022), ["incapacity_ended 15_to_30_days 1", "negative_decision 15_to_30_days 1"]);
}

#[test]
fn r6_a_trajectory_that_ends_on_the_day_on_which_it_began_is_over_on_that_day() {
    let at_once = [
        did("2022-10-03", Action::Requested),
        did_of("2022-10-03", Action::Ended, 0, "not_wished"),
        tells("2023-03-25", What::HeardOfTheEnd { relapsed_on: None }),
    ];
    assert_eq!(lengths(at_once.clone(), 2022), ["not_wished 0_to_7_days 1"]);
    assert_eq!(lengths(at_once, 2023), [""; 0], "nothing is left that the end of the incapacity could end");
}

#[test]
fn r6_on_one_day_the_order_in_which_it_was_recorded_tells_which_trajectory_ended() {
    let (begun, referred) = (did("2022-10-03", Action::Requested), tells("2022-12-05", What::HeardOfAReferral));
    let ended = did_of("2022-12-05", Action::Ended, 0, "not_wished");
    let over = tells("2022-12-15", What::HeardOfTheEnd { relapsed_on: None });
    let then_referred = [begun.clone(), ended.clone(), referred.clone(), over.clone()];
    assert_eq!(lengths(then_referred, 2022), ["incapacity_ended 8_to_14_days 1", "not_wished 61_to_90_days 1"]);
    // The referral came while the trajectory went on, and is of that one.
    assert_eq!(lengths([begun, referred, ended, over], 2022), ["not_wished 61_to_90_days 1"]);
}

#[test]
fn r6_the_end_of_the_incapacity_ends_what_began_on_its_day_whenever_that_was_heard() {
    let entered_late =
        [tells("2022-12-05", What::HeardOfTheEnd { relapsed_on: None }), tells("2022-12-05", What::HeardOfAReferral)];
    assert_eq!(lengths(entered_late, 2022), ["incapacity_ended 0_to_7_days 1"]);
}

#[test]
fn r6_d8_a_negative_decision_ends_the_trajectory_of_who_came_by_request_alone_and_leaves_what_else_goes_on() {
    let refused = |before: &[Fact]| {
        let request = [
            did("2022-10-03", Action::Requested),
            did_of("2022-10-20", Action::RequestEnded, 0, "negative_decision"),
            did("2023-02-01", Action::Requested),
            tells("2023-03-25", What::HeardOfTheEnd { relapsed_on: None }),
        ];
        before.iter().cloned().chain(request).collect::<Vec<_>>()
    };
    let rows = |facts: &[Fact]| {
        let rows = case(facts.iter().cloned()).actions(year(2022)).into_iter().map(|(_, action)| action.code());
        rows.collect::<Vec<_>>()
    };
    let alone = refused(&[]);
    assert_eq!(lengths(alone.clone(), 2022), ["negative_decision 15_to_30_days 1"]);
    assert_eq!(lengths(alone.clone(), 2023), ["incapacity_ended 31_to_60_days 1"]);
    assert_eq!(rows(&alone), ["requested", "ended"]);
    // A referral goes on until the incapacity ends.
    let referred = refused(&[tells("2022-09-20", What::HeardOfAReferral)]);
    assert_eq!(lengths(referred.clone(), 2022), [""; 0]);
    assert_eq!(lengths(referred.clone(), 2023), ["incapacity_ended 181_to_365_days 1"]);
    assert_eq!(rows(&referred), ["requested", "request_ended"]);
    // So does the trajectory of the sickness insurance that an earlier request led to, until it ends.
    let trajectory = [
        did("2022-09-20", Action::Requested),
        did("2022-09-25", Action::Committed),
        did_of("2022-12-01", Action::AmiEnded, 1, "result_reached"),
    ];
    let committed = refused(&trajectory);
    assert_eq!(lengths(committed.clone(), 2022), ["result_reached 61_to_90_days 1"]);
    assert_eq!(lengths(committed.clone(), 2023), ["incapacity_ended 31_to_60_days 1"]);
    let told = ["requested", "committed", "requested", "request_ended", "ami_ended"];
    assert_eq!(rows(&committed), told);
}

#[test]
fn r1_what_was_asked_for_and_is_entered_after_the_end_of_all_is_not_told_to_end_a_second_time() {
    let entered_late = case([
        tells("2022-10-01", What::HeardOfAReferral),
        did_of("2022-10-20", Action::Ended, 0, "not_wished"),
        did("2022-10-03", Action::Requested),
        did_of("2022-10-20", Action::RequestEnded, 0, "not_wished"),
    ]);
    let rows: Vec<_> = entered_late.actions(year(2022)).into_iter().map(|(_, action)| action.code()).collect();
    assert_eq!(rows, ["requested", "ended"]);
}

#[test]
fn r6_d20_the_last_day_that_is_set_after_the_end_of_the_incapacity_takes_the_place_of_that_end() {
    let settled = [
        tells("2022-12-05", What::HeardOfAReferral),
        did("2023-01-10", Action::Committed),
        tells("2023-06-30", What::HeardOfTheEnd { relapsed_on: None }),
        did_of("2023-06-30", Action::AmiEnded, 1, "incapacity_ended"),
        did_of("2023-06-15", Action::AmiEnded, 1, "result_reached"),
    ];
    let ends =
        |lines: Vec<String>| lines.into_iter().filter(|line| line.starts_with("ami_outcome")).collect::<Vec<_>>();
    assert_eq!(ends(indicated(&case(settled.clone()), 2023)), ["ami_outcome result_reached  1"]);
    assert_eq!(lengths(settled.clone(), 2023), ["result_reached 181_to_365_days 1"]);
    let rows = case(settled).actions(year(2023));
    assert_eq!(rows, [(day("2023-01-10"), Action::Committed), (day("2023-06-15"), Action::AmiEnded)]);
    // Another trajectory has an end of its own.
    let two =
        [did_of("2023-02-01", Action::AmiEnded, 1, "not_wished"), did_of("2023-09-01", Action::AmiEnded, 2, "other")];
    assert_eq!(ends(indicated(&case(two), 2023)), ["ami_outcome not_wished  1", "ami_outcome other  1"]);
}

/// The beginnings and the waits for a first contact that are told of 2022 and 2023.
fn begun_and_waited(facts: &[Fact]) -> Vec<String> {
    let heard = tells("2022-09-05", What::Heard { start: day("2022-09-01"), has_contract: false });
    let case = case([heard].into_iter().chain(facts.iter().cloned()));
    let told = [2022, 2023].into_iter().flat_map(|of| indicated(&case, of));
    told.filter(|line| line.starts_with("begun_after") || line.starts_with("time_to_first_contact")).collect()
}

#[test]
fn r6_what_is_referred_and_asked_for_at_once_is_one_trajectory_that_waits_from_its_first_day() {
    let referred = tells("2022-12-05", What::HeardOfAReferral);
    let (asked, met) = (did("2022-12-20", Action::Requested), did("2023-01-09", Action::FirstContact));
    let begun = "begun_after no_contract 91_to_180_days 1";
    let waited = |band: &str| format!("time_to_first_contact no_contract {band} 1");
    let once = [referred, asked, met];
    assert_eq!(begun_and_waited(&once), [begun.to_owned(), waited("31_to_60_days")]);
    // Referred again after the contact, the person waits from then on.
    let again = [tells("2023-06-01", What::HeardOfAReferral), did("2023-06-06", Action::FirstContact)];
    let both = [&once[..], &again].concat();
    assert_eq!(begun_and_waited(&both), [begun.to_owned(), waited("0_to_7_days"), waited("31_to_60_days")]);
    // A referral that is told after the contact of its day was answered by it.
    let told_later = [&once[..], &[tells("2023-01-09", What::HeardOfAReferral)], &again[1..]].concat();
    assert_eq!(begun_and_waited(&told_later), [begun.to_owned(), waited("31_to_60_days")]);
    // What ended is not waited for in the next one.
    let ended = did_of("2022-12-27", Action::Ended, 0, "not_wished");
    let next = [once[0].clone(), once[1].clone(), ended, did("2023-01-02", Action::Requested), once[2].clone()];
    // 2 January is the 123rd day after the first of the incapacity.
    assert_eq!(begun_and_waited(&next), [begun.to_owned(), waited("0_to_7_days"), begun.to_owned()]);
}

#[test]
fn r6_what_was_asked_for_during_a_trajectory_of_the_sickness_insurance_outlives_its_end() {
    let asked = |between: &[Fact]| {
        let before = [
            tells("2022-09-20", What::HeardOfAReferral),
            did("2022-10-05", Action::FirstContact),
            did("2022-10-10", Action::Committed),
        ];
        let after = [
            did_of("2023-02-01", Action::AmiEnded, 1, "result_reached"),
            did("2023-02-20", Action::FirstContact),
            did_of("2023-03-01", Action::RequestEnded, 0, "not_wished"),
        ];
        before.into_iter().chain(between.iter().cloned()).chain(after).collect::<Vec<_>>()
    };
    let ends = |facts: &[Fact]| {
        let rows = case(facts.iter().cloned()).actions(year(2023)).into_iter().map(|(_, action)| action.code());
        rows.filter(|code| code.contains("ended")).collect::<Vec<_>>()
    };
    let goes_on = asked(&[did("2023-01-20", Action::Requested)]);
    assert_eq!(lengths(goes_on.clone(), 2023), ["not_wished 91_to_180_days 1"]);
    assert_eq!(ends(&goes_on), ["ami_ended", "ended"]);
    let waited = "time_to_first_contact no_contract 31_to_60_days 1".to_owned();
    assert!(begun_and_waited(&goes_on).contains(&waited));
    // What was asked for before the commitment led to it, and ends with it.
    let before = [did("2022-10-01", Action::Requested)];
    assert_eq!(lengths(asked(&before), 2023), ["result_reached 91_to_180_days 1"]);
    // What ended before it does not outlive it.
    let ended = [did("2023-01-20", Action::Requested), did_of("2023-01-25", Action::RequestEnded, 0, "not_wished")];
    assert_eq!(lengths(asked(&ended), 2023), ["result_reached 91_to_180_days 1"]);
    // A referral goes on until all of it is ended.
    let referred = asked(&[tells("2023-01-20", What::HeardOfAReferral)]);
    assert_eq!(lengths(referred, 2023), [""; 0]);
}

#[test]
fn r1_a_request_that_nobody_made_ends_nothing_of_a_referral() {
    let once =
        [did("2022-09-20", Action::Referred), did_of("2022-10-20", Action::RequestEnded, 0, "negative_decision")];
    let told = case(once.clone()).actions(year(2022)).into_iter().map(|(_, action)| action).collect::<Vec<_>>();
    assert_eq!(told, [Action::Referred]);
    assert_eq!(lengths(once, 2022), [""; 0]);
}
