//! Examples of the circular, worked out by hand.

#![cfg(test)]

use acceptance::day;

use super::Case;
use crate::act::Verdict::{Accepted, Refused};
use crate::act::{Act, Cause, Channel, Helped, Kind, Meeting, Purpose, Told, Verdict, Way};
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
    assert_eq!(
        case.act(&Act::Evaluate { on, category: 4, examined: false, concertation: None }),
        refused("EXAMINATION_REQUIRED")
    );
    assert_eq!(
        case.act(&Act::Evaluate { on, category: 1, examined: true, concertation: None }),
        refused("CATEGORY_ONE_TOO_LATE")
    );
    assert_eq!(case.act(&Act::Evaluate { on, category: 4, examined: true, concertation: None }), Accepted);
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
        channel: Channel::Video,
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

fn told(what: Told, on: &str) -> Act {
    Act::Tell { what, on: day(on) }
}

#[test]
fn x5_a_last_day_that_is_recorded_ends_what_was_asked_for_by_then() {
    let mut case = recognised("2022-09-01");
    to(&mut case, "2022-09-20");
    let track = Act::StartTrack { kind: Kind::Codex, from: day("2022-09-10"), to: Some(day("2022-09-25")) };
    assert_eq!(case.act(&track), Accepted);
    assert_eq!(case.act(&told(Told::Requested, "2022-09-15")), Accepted);
    shows(&case, "assessment.tracks", "Codex:2022-09-10:2022-09-25");
    to(&mut case, "2022-09-26");
    let on = day("2022-09-25");
    assert_eq!(case.act(&Act::EndTrack { kind: Kind::Codex, on }), refused("TRACK_NOT_IN_FORCE"));
    assert_eq!(case.act(&told(Told::Requested, "2022-09-26")), Accepted);
    shows(&case, "assessment.tracks", "Codex:2022-09-10:-");
    assert_eq!(case.act(&Act::EndTrack { kind: Kind::Codex, on }), Accepted);
}

#[test]
fn x5_what_is_told_after_the_end_acts_on_the_days_of_the_incapacity_alone() {
    let mut case = recognised("2022-09-01");
    to(&mut case, "2022-10-01");
    assert_eq!(case.act(&told(Told::Requested, "2022-09-30")), Accepted);
    assert_eq!(case.act(&Act::End { last: day("2022-09-20"), cause: Cause::Other, other_body: false }), Accepted);
    shows(&case, "assessment.tracks", "");
    assert_eq!(case.act(&told(Told::Requested, "2022-09-10")), Accepted);
    shows(&case, "dossier.tracks", "Codex:2022-09-10:2022-09-20");
    assert_eq!(case.act(&told(Told::Ended, "2022-09-15")), Accepted);
    shows(&case, "questionnaire.tracks", "Codex:2022-09-10:2022-09-15");
}

#[test]
fn m3_m5_an_estimate_that_is_entered_late_goes_by_the_days_of_what_is_known() {
    let mut case = recognised("2022-09-01");
    to(&mut case, "2022-12-05");
    let (on, channel) = (day("2022-12-05"), Channel::Telephone);
    assert_eq!(case.act(&Act::Help { on, channel, result: Helped::Declined }), Accepted);
    assert_eq!(case.act(&Act::Impossible { on }), Accepted);
    to(&mut case, "2022-12-20");
    let on = day("2022-12-15");
    assert_eq!(case.act(&Act::Submit { on, complete: true, other_version: false }), Accepted);
    let estimate = |on, examined| Act::Estimate { category: 2, examined, concertation: None, on: Some(day(on)) };
    let (mut before, mut after) = (case.clone(), case);
    assert_eq!(before.act(&estimate("2022-12-14", false)), refused("EXAMINATION_REQUIRED"));
    assert_eq!(before.act(&estimate("2022-12-14", true)), Accepted);
    shows(&before, "assessment.estimate", "2022-12-14 category 2 examined true IMPOSSIBLE");
    assert_eq!(after.act(&estimate("2022-12-15", false)), Accepted);
    shows(&after, "assessment.estimate", "2022-12-15 category 2 examined false COMPLETED");
}
