//! Examples of the circular, worked out by hand.

#![cfg(test)]

use acceptance::day;

use super::Case;
use crate::act::Verdict::{Accepted, Refused};
use crate::act::{Act, Meeting, Purpose, Verdict, Way};
use crate::compare::Lines;

fn recognised(start: &str) -> Case {
    let start = day(start);
    let mut case = Case::new(start, true, None);
    let declared = Act::Declare { ceased: Some(start), start, employee: true };
    assert_eq!(case.act(&declared), Accepted);
    assert_eq!(case.act(&Act::Recognise { on: start, other_body: false, ceased: None }), Accepted);
    case
}

fn to(case: &mut Case, last: &str) {
    for today in case.today.iter_days().skip(1).take_while(|today| *today <= day(last)) {
        case.pass(today);
    }
}

fn shows(case: &Case, name: &str, words: &str) {
    let mut line = Lines::default();
    line.put(name, words);
    let mut wrong = crate::compare::compare(&case.shown(), &line);
    wrong.retain(|line| line.name == name);
    assert_eq!(wrong, []);
}

fn estimate(category: u8) -> Act {
    Act::Estimate { category, examined: false, concertation: None, on: None }
}

fn refused(name: &'static str) -> Verdict {
    Refused(vec![name])
}

#[test]
fn q1_q5_q6_sent_in_week_eleven_and_not_returned() {
    let mut case = recognised("2022-09-01");
    to(&mut case, "2022-11-25");
    shows(&case, "questionnaire.sending 1", "2022-11-10 back by 2022-11-24 route A");
    shows(
        &case,
        "questionnaire.deadline questionnaire_send 1",
        "opens - due 2022-11-10 target - missed - met 2022-11-10",
    );
    let missed = "opens - due 2022-11-24 target - missed 2022-11-25 open";
    shows(&case, "questionnaire.deadline questionnaire_return 1", missed);
    let help = "opens - due - target 2022-12-09 missed - open";
    shows(&case, "questionnaire.deadline questionnaire_help 1", help);
}

#[test]
fn m3_m10_d4_estimated_in_month_four_and_seen_in_month_six() {
    let mut case = recognised("2022-10-31");
    to(&mut case, "2023-01-30");
    assert_eq!(case.act(&estimate(4)), refused("ESTIMATE_TOO_EARLY"));
    to(&mut case, "2023-01-31");
    assert_eq!(case.act(&estimate(4)), Accepted);
    shows(&case, "assessment.referral", "2023-01-31 initial true");
    shows(&case, "dossier.deadline first_contact_category_4 1", "opens - due 2023-04-29 target - missed - open");
}

#[test]
fn d4_an_estimate_at_the_end_of_month_six_leaves_a_month() {
    let mut case = recognised("2022-09-01");
    to(&mut case, "2023-02-20");
    assert_eq!(case.act(&estimate(4)), Accepted);
    shows(
        &case,
        "assessment.deadline first_estimate 1",
        "opens 2022-12-01 due 2022-12-31 target - missed 2023-01-01 met 2023-02-20",
    );
    shows(&case, "dossier.deadline first_contact_category_4 1", "opens - due 2023-03-20 target - missed - open");
}

#[test]
fn m7_category_one_is_examined_from_month_seven_on() {
    let mut case = recognised("2022-09-01");
    to(&mut case, "2022-12-15");
    assert_eq!(case.act(&estimate(1)), Accepted);
    shows(
        &case,
        "assessment.deadline category_1_examination 1",
        "opens 2023-03-01 due - target 2023-03-31 missed - open",
    );
    to(&mut case, "2023-03-01");
    let on = day("2023-03-01");
    assert_eq!(case.act(&Act::Evaluate { on, category: 4, examined: false }), refused("EXAMINATION_REQUIRED"));
    assert_eq!(case.act(&Act::Evaluate { on, category: 1, examined: true }), refused("CATEGORY_ONE_TOO_LATE"));
    assert_eq!(case.act(&Act::Evaluate { on, category: 4, examined: true }), Accepted);
    shows(&case, "assessment.referral", "2023-03-01 initial false");
    shows(&case, "dossier.deadline first_contact_category_4 1", "opens - due 2023-04-01 target - missed - open");
}

#[test]
fn m8_category_three_is_examined_by_the_end_of_month_seven() {
    let mut case = recognised("2024-02-29");
    to(&mut case, "2024-06-01");
    assert_eq!(case.act(&estimate(3)), Accepted);
    to(&mut case, "2024-09-29");
    let missed = "opens - due 2024-09-28 target - missed 2024-09-29 open";
    shows(&case, "assessment.deadline category_3_examination 1", missed);
}

#[test]
fn d6_d7_d8_by_route_b_to_a_negative_decision() {
    let mut case = recognised("2022-09-01");
    to(&mut case, "2022-09-20");
    assert_eq!(case.act(&Act::OpenRouteB { on: day("2022-09-20"), keep: true }), refused("NOTHING_TO_KEEP"));
    assert_eq!(case.act(&Act::OpenRouteB { on: day("2022-09-20"), keep: false }), Accepted);
    shows(&case, "questionnaire.sending 1", "2022-09-20 back by 2022-10-04 route B");
    to(&mut case, "2022-09-30");
    let on = day("2022-09-30");
    assert_eq!(case.act(&Act::Submit { on, complete: true, other_version: false }), Accepted);
    shows(&case, "dossier.deadline first_contact_route_b 1", "opens - due 2022-10-30 target - missed - open");
    to(&mut case, "2022-10-31");
    let on = day("2022-10-31");
    assert_eq!(case.act(&Act::AskAuthorisation { on: None }), Refused(vec!["NOT_CONTACTED", "CONSENT_REFUSED"]));
    let meeting = Meeting {
        purpose: Purpose::First,
        on,
        channel: crate::act::Channel::Video,
        appointment: 0,
        explained: true,
        checked: true,
        consent: Some(vec![(1, true), (2, false), (3, true), (4, true)]),
        actions: 1,
        way: Some(Way::Ami),
    };
    assert_eq!(case.act(&Act::Meet(meeting)), Accepted);
    let late = "opens - due 2022-10-30 target - missed 2022-10-31 met 2022-10-31";
    shows(&case, "dossier.deadline first_contact_route_b 1", late);
    assert_eq!(case.act(&Act::AskAuthorisation { on: None }), Accepted);
    shows(&case, "assessment.authorisation 1", "asked 2022-10-31 contact 2022-10-31 actions 0 awaited");
    assert_eq!(case.act(&Act::Decide { on, authorised: false }), Accepted);
    shows(&case, "dossier.deadline negative_decision_contact 1", "opens - due 2022-11-30 target - missed - open");
}
