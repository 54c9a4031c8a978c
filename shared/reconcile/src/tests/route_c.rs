//! Who presented themselves to a regional service is offered route B while in primary incapacity (rule X8).

use super::*;

const STEP: Step = Step::RouteBOffer;

fn told(on: &'static str, facts: Vec<Fact>) -> Vec<(String, FindingKind)> {
    Told::by(Office::Dossier).on("2022-09-05", [recognised()]).on(on, facts).shown().found(on)
}

fn presented(on: &str) -> Fact {
    Fact::Presented { on: day(on) }
}

fn planned_from(on: &str, until: &str) -> Fact {
    planned(STEP, Dates::aimed(day(on), day(until)))
}

#[test]
fn x8_route_b_is_offered_within_two_weeks_and_to_nobody_who_is_invalid() {
    let on = "2022-10-03";
    assert_eq!(told(on, vec![presented(on), planned_from(on, "2022-10-17")]), []);
    assert_eq!(told(on, vec![presented(on)]), [(code(&STEP), FindingKind::Lost)]);
    let late = told(on, vec![presented(on), planned_from(on, "2022-10-18")]);
    assert!(late.contains(&(code(&STEP), FindingKind::WronglyDated)));
}

#[test]
fn x8_what_was_asked_for_since_is_the_offer() {
    let on = "2022-10-03";
    let requested = Fact::Requested { on: day(on), needed: false, send_on: None, contact: None };
    let left = told(on, vec![presented(on), planned_from(on, "2022-10-17"), requested]);
    assert!(left.contains(&(code(&STEP), FindingKind::Double)));
}
