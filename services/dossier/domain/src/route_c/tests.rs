use std::collections::BTreeSet;

use chrono::Days;
use trajet_law::deadline::Closure;
use trajet_law::law::Law;
use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};
use trajet_law::route_c::RegionalForm;
use trajet_law::taken_over::TakenOver;

use super::*;
use crate::ami::StartSituation;
use crate::command::{Command, ContactKind};
use crate::consent::ConsentPurpose;
use crate::contact::Channel;
use crate::event::Event;
use crate::fact::Told;
use crate::samples::{
    Case, commit, commitment, day, ended, first_contact, first_contact_refused, form, new_contact, recognised,
    recognition, referred, route_b, told,
};
use crate::{ChosenEnd, NewContact, Recognition};

fn presented(on: NaiveDate) -> Command {
    told(Told::Presented(Presentation { on, form: RegionalForm::Fia }))
}

fn corrected(from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Command {
    told(Told::StartCorrected { from, to, on })
}

fn called(on: NaiveDate) -> Command {
    let contact =
        NewContact { channel: Channel::Telephone, next_way: None, actions: BTreeSet::new(), ..new_contact(on) };
    Command::RecordContact { contact, kind: ContactKind::Other }
}

/// What became of the offers: the day aimed at, and how each was closed.
fn offers(case: &Case) -> Vec<(Option<NaiveDate>, Option<Closure>)> {
    let offers = case.state.deadlines.iter().filter(|one| one.plan.step == STEP);
    offers.map(|one| (one.plan.target, one.closed)).collect()
}

#[test]
fn x8_who_is_in_primary_incapacity_is_offered_route_b_and_who_is_invalid_is_received() {
    // The first day of incapacity is 1 September 2022.
    for (on, asked) in [(day(2022, 9, 10), true), (day(2023, 8, 31), true), (day(2023, 9, 1), false)] {
        let mut case = Case::opened();
        case.on(day(2023, 9, 4), &presented(on));
        let presentation = case.state.presentations[0];
        let expected = if asked { Reception::PointedToRouteB } else { Reception::Received };
        assert_eq!(case.state.reception(&presentation), Some(expected), "{on}");
        assert_eq!(offers(&case), if asked { vec![(Some(on + Days::new(14)), None)] } else { vec![] });
    }
}

#[test]
fn x8_told_twice_it_is_noted_once_and_told_ahead_of_the_recognition_it_waits() {
    let mut case = Case::default();
    let fact = presented(day(2022, 10, 3));
    assert!(matches!(case.on(day(2022, 10, 4), &fact)[..], [Event::FactParked { .. }]));
    case.on(day(2022, 10, 5), &recognised());
    assert_eq!(offers(&case), [(Some(day(2022, 10, 17)), None)]);
    assert_eq!(case.on(day(2022, 10, 6), &fact), []);
}

#[test]
fn x8_a_contact_or_a_request_since_is_the_offer_and_one_of_before_is_not() {
    let on = day(2022, 10, 3);
    for (answer, answered_on) in [(called(day(2022, 10, 10)), day(2022, 10, 10)), (route_b(on), on)] {
        let mut case = Case::opened();
        case.on(on, &called(day(2022, 10, 2)));
        case.on(on, &presented(on));
        case.on(day(2022, 10, 10), &answer);
        assert_eq!(offers(&case), [(Some(day(2022, 10, 17)), Some(Closure::Met { on: answered_on }))]);
    }
}

#[test]
fn x8_what_was_answered_before_it_is_told_is_not_asked_and_who_goes_on_by_route_b_needs_no_offer() {
    let on = day(2022, 10, 3);
    let mut late = Case::opened();
    late.on(day(2022, 10, 10), &called(day(2022, 10, 10)));
    late.on(day(2022, 10, 11), &presented(on));
    let mut going = Case::opened();
    going.on(day(2022, 9, 20), &route_b(day(2022, 9, 20)));
    going.on(on, &presented(on));
    assert_eq!((offers(&late), offers(&going)), (vec![], vec![]));
    // Once the request ended, who comes again is offered it again.
    let end = Command::EndTrajectory { on: day(2022, 10, 5), reason: ChosenEnd::NotWished };
    going.on(day(2022, 10, 5), &end);
    going.on(day(2022, 10, 6), &presented(day(2022, 10, 6)));
    assert_eq!(offers(&going), [(Some(day(2022, 10, 20)), None)]);
}

#[test]
fn x8_of_two_the_earlier_is_awaited_in_whatever_order_they_are_told() {
    let (first, second) = (day(2022, 10, 3), day(2022, 10, 20));
    let mut in_order = Case::opened();
    let mut reversed = Case::opened();
    for on in [first, second] {
        in_order.on(second, &presented(on));
    }
    for on in [second, first] {
        reversed.on(second, &presented(on));
    }
    for case in [&mut in_order, &mut reversed] {
        assert_eq!(offers(case).last(), Some(&(Some(day(2022, 10, 17)), None)));
        case.on(second, &called(day(2022, 10, 10)));
        assert_eq!(offers(case).last(), Some(&(Some(day(2022, 11, 3)), None)));
        case.on(day(2022, 10, 25), &called(day(2022, 10, 25)));
        assert_eq!(case.state.deadlines.open(STEP), None);
    }
}

#[test]
fn x8_t9_a_corrected_first_day_takes_the_offer_away_or_asks_for_it() {
    let (start, earlier) = (day(2022, 9, 1), day(2022, 8, 15));
    let (on, today) = (day(2023, 8, 20), day(2023, 8, 25));
    let mut case = Case::opened();
    case.on(today, &presented(on));
    case.on(today, &corrected(start, earlier, today));
    let waived = Closure::Waived { on: today, because: Rule::T9.into() };
    assert_eq!(offers(&case), [(Some(day(2023, 9, 3)), Some(waived))]);
    assert_eq!(case.state.reception(&case.state.presentations[0]), Some(Reception::Received));
    case.on(today, &corrected(earlier, start, today));
    assert_eq!(offers(&case).last(), Some(&(Some(day(2023, 9, 3)), None)));
}

#[test]
fn x8_t6_nothing_is_offered_after_the_incapacity() {
    let on = day(2022, 10, 3);
    let mut before = Case::opened();
    before.on(on, &presented(on));
    before.on(day(2022, 10, 11), &ended(day(2022, 10, 10), false));
    assert!(matches!(offers(&before)[..], [(Some(_), Some(Closure::Waived { .. }))]));
    let mut after = Case::opened();
    after.on(day(2022, 10, 11), &ended(day(2022, 10, 10), false));
    after.on(day(2022, 10, 12), &presented(on));
    assert_eq!((offers(&after), after.state.presentations.len()), (vec![], 1));
}

#[test]
fn x8_a_first_contact_of_just_before_go_live_is_the_offer() {
    let (live, on) = (day(2022, 12, 12), day(2022, 12, 3));
    for (contacted, asked) in [(Some(day(2022, 12, 8)), vec![]), (None, vec![(Some(day(2022, 12, 17)), None)])] {
        let taken_over = Some(TakenOver { first_contact_on: contacted, ..TakenOver::on(live) });
        let mut case = Case::default();
        case.on(live, &told(Told::Recognised(Recognition { taken_over, ..recognition() })));
        case.on(day(2022, 12, 14), &presented(on));
        assert_eq!(offers(&case), asked, "{contacted:?}");
    }
}

#[test]
fn x8_who_is_in_a_trajectory_by_route_a_needs_no_offer_until_it_ends() {
    let on = day(2022, 12, 20);
    let mut case = Case::referred();
    case.on(on, &presented(on));
    case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    case.on(day(2023, 2, 1), &presented(day(2023, 2, 1)));
    assert_eq!(offers(&case), []);
    case.on(day(2023, 2, 3), &Command::EndTrajectory { on: day(2023, 2, 3), reason: ChosenEnd::NotWished });
    assert_eq!(offers(&case), []);
    case.on(day(2023, 2, 6), &presented(day(2023, 2, 6)));
    assert_eq!(offers(&case), [(Some(day(2023, 2, 20)), None)]);
}

#[test]
fn x8_who_carries_out_a_trajectory_of_the_sickness_insurance_needs_no_offer() {
    // The commitment is entered after the end of what led to it, with its own earlier day.
    let (signed_on, ended_on, on) = (day(2023, 1, 24), day(2023, 1, 30), day(2023, 2, 6));
    let mut case = Case::met();
    case.on(ended_on, &Command::EndTrajectory { on: ended_on, reason: ChosenEnd::NotWished });
    case.on(day(2023, 2, 1), &commit(commitment(StartSituation::B, signed_on)));
    case.on(on, &presented(on));
    assert_eq!(offers(&case), []);
}

#[test]
fn x8_a_referral_since_is_no_offer_and_its_first_contact_is() {
    let on = day(2022, 12, 5);
    let mut case = Case::opened();
    case.on(on, &presented(on));
    case.on(day(2022, 12, 6), &referred(day(2022, 12, 6), true));
    assert_eq!(offers(&case), [(Some(day(2022, 12, 19)), None)]);
    case.on(day(2022, 12, 12), &first_contact(day(2022, 12, 12)));
    assert_eq!(offers(&case), [(Some(day(2022, 12, 19)), Some(Closure::Met { on: day(2022, 12, 12) }))]);
}

#[test]
fn x8_t9_a_day_that_lies_before_the_corrected_first_day_is_no_day_of_the_incapacity() {
    let (on, today, later) = (day(2022, 10, 3), day(2022, 10, 10), day(2022, 10, 6));
    let mut told_first = Case::opened();
    told_first.on(on, &presented(on));
    told_first.on(today, &corrected(day(2022, 9, 1), later, today));
    let waived = Closure::Waived { on: today, because: Rule::T9.into() };
    assert_eq!(offers(&told_first), [(Some(day(2022, 10, 17)), Some(waived))]);
    let mut corrected_first = Case::opened();
    corrected_first.on(today, &corrected(day(2022, 9, 1), later, today));
    corrected_first.on(today, &presented(on));
    assert_eq!(offers(&corrected_first), []);
    for case in [&told_first, &corrected_first] {
        assert_eq!(case.state.reception(&case.state.presentations[0]), None);
    }
}

static ONE_MONTH: Parameter<u32> = Parameter::new(
    "primary_incapacity.months",
    Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 1, source: "a version of these tests" },
    &[],
);
static SHORTER: Law = Law::amended(&[&ONE_MONTH]);

#[test]
fn x8_t8_other_figures_take_the_offer_away_by_the_law_also_where_the_first_day_was_corrected_once() {
    let (on, today) = (day(2022, 10, 3), day(2022, 10, 10));
    let mut case = Case::opened();
    case.on(day(2022, 9, 6), &corrected(day(2022, 9, 1), day(2022, 9, 2), day(2022, 9, 6)));
    case.on(on, &presented(on));
    case.state.law = &SHORTER;
    case.on(today, &Command::FollowLaw);
    let waived = Closure::Waived { on: today, because: Rule::T8.into() };
    assert_eq!(offers(&case), [(Some(day(2022, 10, 17)), Some(waived))]);
}

#[test]
fn x8_t6_a_contact_of_before_the_end_is_the_offer_whenever_it_is_entered() {
    let (on, called_on) = (day(2022, 10, 3), day(2022, 10, 5));
    let end = ended(day(2022, 10, 10), false);
    let met = [(Some(day(2022, 10, 17)), Some(Closure::Met { on: called_on }))];
    let mut in_time = Case::opened();
    in_time.on(on, &presented(on));
    in_time.on(day(2022, 10, 9), &called(called_on));
    in_time.on(day(2022, 10, 11), &end);
    let mut late = Case::opened();
    late.on(on, &presented(on));
    late.on(day(2022, 10, 11), &end);
    assert!(matches!(offers(&late)[..], [(_, Some(Closure::Waived { .. }))]));
    late.on(day(2022, 10, 12), &called(called_on));
    assert_eq!((offers(&in_time), offers(&late)), (met.to_vec(), met.to_vec()));
}

#[test]
fn x8_d3_nothing_is_offered_while_consent_to_the_trajectory_is_refused_or_withdrawn() {
    let decided = |granted, on| Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, granted)], on));
    let on = day(2023, 2, 1);
    let mut refused = Case::referred();
    refused.on(day(2023, 1, 20), &first_contact_refused(day(2023, 1, 20)));
    refused.on(on, &presented(on));
    assert_eq!(offers(&refused), []);
    refused.on(day(2023, 2, 6), &decided(true, day(2023, 2, 6)));
    assert_eq!(offers(&refused), [(Some(day(2023, 2, 15)), None)]);
    let withdrawn_on = day(2023, 2, 8);
    refused.on(withdrawn_on, &decided(false, withdrawn_on));
    let waived = Closure::Waived { on: withdrawn_on, because: Rule::D3.into() };
    assert_eq!(offers(&refused), [(Some(day(2023, 2, 15)), Some(waived))]);
}
