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

#[test]
fn x8_of_a_day_before_the_first_nothing_follows() {
    let on = "2022-10-03";
    let later = Fact::Corrected { start: day("2022-10-06"), on: day(on) };
    let left = told(on, vec![presented(on), planned_from(on, "2022-10-17"), later]);
    assert!(left.contains(&(code(&STEP), FindingKind::Double)));
}

#[test]
fn x8_who_is_in_a_trajectory_by_route_a_needs_no_offer() {
    let on = "2022-12-20";
    let referred = Fact::Referred { on: day("2022-12-12"), initial: true };
    let left = told(on, vec![referred.clone(), presented(on), planned_from(on, "2023-01-03")]);
    assert!(left.contains(&(code(&STEP), FindingKind::Double)));
    let ended = Fact::TrajectoryEnded { on: day(on), route_b_only: false, with_incapacity: false, send_on: None };
    assert!(told(on, vec![referred, ended, presented(on)]).contains(&(code(&STEP), FindingKind::Lost)));
}

#[test]
fn x8_a_first_contact_of_before_go_live_is_the_offer() {
    let (live, on) = ("2022-12-12", "2022-12-03");
    for (contact, found) in [(Some(day("2022-12-08")), FindingKind::Double), (None, FindingKind::Lost)] {
        let taken_over = Some(TakenOver { on: day(live), sent: None, back: None, requested: None, contact });
        let recognised = Fact::Recognised { start: day("2022-09-01"), on: day("2022-09-05"), taken_over };
        let planned = (found == FindingKind::Double).then(|| planned_from(on, "2022-12-17"));
        let facts = [recognised, presented(on)].into_iter().chain(planned);
        let left = Told::by(Office::Dossier).on(live, facts).shown().found(live);
        assert!(left.contains(&(code(&STEP), found)), "{left:?}");
    }
}

#[test]
fn x8_d3_nothing_is_offered_while_consent_is_refused() {
    let on = "2022-10-03";
    let refused = Fact::Consented { on: day(on), decisions: vec![(Consent::Trajectory, false)] };
    let left = told(on, vec![presented(on), planned_from(on, "2022-10-17"), refused]);
    assert!(left.contains(&(code(&STEP), FindingKind::Double)));
}
