use chrono::NaiveDate;

use super::*;
use crate::command::Command;
use crate::estimate::Category;
use crate::fact::Told;
use crate::samples::{Case, day, end, end_track, estimate, evaluate, recognise, service, told, told_impossible, track};
use crate::{EndCause, TrackKind, timers, work};

const WORK: TrackKind = TrackKind::AuthorisedWork;
const CODEX: TrackKind = TrackKind::CodexRequested;

/// Recognised, with authorised work from 10 November 2022 on.
fn at_work() -> Case {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 10), &track(WORK, day(2022, 11, 10), None));
    case
}

/// The deadlines of a step: the days on which each opens, is due and aims at, and how it was closed.
fn all(case: &Case, step: Step) -> Vec<String> {
    let date = |date: Option<NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
    let of_step = case.state.deadlines.iter().filter(|deadline| deadline.plan.step == step);
    of_step
        .map(|deadline| {
            let plan = &deadline.plan;
            let closed = match deadline.closed {
                None => "open".to_owned(),
                Some(Closure::Met { on }) => format!("met {on}"),
                Some(Closure::Waived { on, because }) => format!("waived {on} {because}"),
            };
            format!("{} {} {}, {closed}", date(plan.opens), date(plan.due), date(plan.target))
        })
        .collect()
}

fn estimates(case: &Case) -> Vec<String> {
    all(case, Step::FirstEstimate)
}

#[test]
fn m4_after_a_track_that_outlasts_month_four_the_estimate_has_a_target_of_our_own() {
    let mut case = at_work();
    let events = case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    assert!(matches!(events[..], [Event::TrackEnded(_), Event::DeadlinePlanned { .. }]));
    assert_eq!((events[1].effective_on(), events[1].rule()), (day(2023, 1, 16), Rule::M4));
    let expected = ["2022-12-01 2022-12-31 -, waived 2022-11-10 M4.b", "2023-01-16 - 2023-02-16, open"];
    assert_eq!(estimates(&case), expected);
    assert_eq!(work(&case.state).len(), 1);
    assert_eq!(timers(&case.state), [], "a target makes nobody late");
    case.on(day(2023, 2, 20), &estimate(Category::Three));
    assert_eq!(estimates(&case)[1], "2023-01-16 - 2023-02-16, met 2023-02-20");
}

#[test]
fn m4_a_track_whose_end_is_known_gives_the_target_at_once() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 5), &track(WORK, day(2022, 12, 5), Some(day(2023, 3, 30))));
    let expected = ["2022-12-01 2022-12-31 -, waived 2022-12-05 M4.b", "2023-03-31 - 2023-04-30, open"];
    assert_eq!(estimates(&case), expected);
    assert_eq!(case.refused(day(2023, 3, 30), &estimate(Category::Two)).code(), "TRACK_IN_FORCE");
    case.on(day(2023, 3, 31), &estimate(Category::Two));
}

#[test]
fn m4_a_track_that_ends_on_the_last_day_of_month_four_gives_a_target_too() {
    let mut case = at_work();
    case.on(day(2023, 1, 2), &end_track(WORK, day(2022, 12, 31)));
    assert_eq!(estimates(&case)[1], "2023-01-01 - 2023-02-01, open");
}

#[test]
fn m4_while_another_track_goes_on_there_is_no_target() {
    let mut case = at_work();
    case.on(day(2023, 1, 9), &track(CODEX, day(2023, 1, 5), None));
    assert_eq!(case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15))).len(), 1);
    case.on(day(2023, 2, 20), &end_track(CODEX, day(2023, 2, 10)));
    assert_eq!(estimates(&case)[1..], ["2023-02-11 - 2023-03-11, open"]);
}

#[test]
fn m4_another_track_waives_the_target_and_its_end_gives_a_new_one() {
    let mut case = at_work();
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    case.on(
        day(2023, 2, 2),
        &told(3, Told::CodexRequested { on: day(2023, 2, 1), partner: service(), employer: None }),
    );
    assert_eq!(estimates(&case)[1..], ["2023-01-16 - 2023-02-16, waived 2023-02-01 M4.a"]);
    case.on(day(2023, 5, 3), &told(4, Told::CodexEnded { on: day(2023, 4, 30), partner: service(), employer: None }));
    assert_eq!(estimates(&case)[2..], ["2023-05-01 - 2023-06-01, open"]);
    case.on(day(2023, 5, 10), &track(WORK, day(2023, 4, 20), Some(day(2023, 5, 7))));
    let expected = ["2023-05-01 - 2023-06-01, waived 2023-05-01 M4.b", "2023-05-08 - 2023-06-08, open"];
    assert_eq!(estimates(&case)[2..], expected);
}

#[test]
fn m4_a_track_that_is_over_before_the_target_opens_changes_nothing() {
    let mut case = at_work();
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    let events = case.on(day(2023, 1, 20), &track(CODEX, day(2022, 12, 20), Some(day(2023, 1, 15))));
    assert!(matches!(events[..], [Event::TrackStarted(_)]));
}

#[test]
fn m4_t9_an_earlier_end_brings_an_earlier_target_and_says_so() {
    let mut case = at_work();
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 3, 31)));
    case.on(day(2023, 2, 10), &end_track(WORK, day(2023, 2, 9)));
    let expected = ["2023-04-01 - 2023-05-01, waived 2023-02-10 T9", "2023-02-10 - 2023-03-10, open"];
    assert_eq!(estimates(&case)[1..], expected);
}

#[test]
fn m4_t9_an_end_in_month_four_opens_its_deadline_again_and_takes_the_target_away() {
    let mut case = at_work();
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    case.on(day(2023, 1, 23), &end_track(WORK, day(2022, 12, 20)));
    let expected = [
        "2022-12-01 2022-12-31 -, waived 2022-11-10 M4.b",
        "2023-01-16 - 2023-02-16, waived 2022-12-21 T9",
        "2022-12-01 2022-12-31 -, open",
    ];
    assert_eq!(estimates(&case), expected);
    assert_eq!(timers(&case.state)[0].fire_on, day(2023, 1, 1));
    case.on(day(2023, 1, 23), &Command::FireMissed(Step::FirstEstimate));
    assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), None));

    // And a track of month 4 that is recorded still later waives it again, and gives a target again.
    case.on(day(2023, 1, 24), &track(CODEX, day(2022, 12, 28), Some(day(2023, 1, 3))));
    let expected = ["2022-12-01 2022-12-31 -, waived 2022-12-28 M4.a", "2023-01-04 - 2023-02-04, open"];
    assert_eq!(estimates(&case)[2..], expected);
}

#[test]
fn m4_t9_an_end_in_month_four_opens_its_deadline_again_though_the_target_was_waived() {
    let mut case = at_work();
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    case.on(day(2023, 2, 2), &track(CODEX, day(2023, 2, 1), None));
    case.on(day(2023, 2, 3), &end_track(WORK, day(2022, 12, 20)));
    let expected = ["2023-01-16 - 2023-02-16, waived 2023-02-01 M4.a", "2022-12-01 2022-12-31 -, open"];
    assert_eq!(estimates(&case)[1..], expected);
}

#[test]
fn m4_a_track_told_to_be_longer_and_shorter_again_opens_the_same_target_again() {
    let mut case = at_work();
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    case.on(day(2023, 1, 20), &track(CODEX, day(2023, 1, 10), None));
    assert_eq!(estimates(&case)[1..], ["2023-01-16 - 2023-02-16, waived 2023-01-16 M4.a"]);
    let events = case.on(day(2023, 1, 21), &end_track(CODEX, day(2023, 1, 12)));
    assert!(matches!(events[..], [Event::TrackEnded(_), Event::DeadlineReopened { .. }]));
    assert_eq!(estimates(&case)[1..], ["2023-01-16 - 2023-02-16, open"]);
}

#[test]
fn m4_recognised_after_the_track_the_estimate_has_its_target_at_once() {
    let mut case = Case::declared();
    case.on(day(2022, 9, 9), &track(WORK, day(2022, 9, 9), Some(day(2023, 2, 28))));
    assert!(case.state.deadlines.is_empty());
    let events = case.on(day(2023, 6, 5), &recognise(day(2023, 6, 1)));
    let expected = ["2022-12-01 2022-12-31 -, waived 2023-06-01 M4.b", "2023-03-01 - 2023-04-01, open"];
    assert_eq!(estimates(&case), expected);
    assert!(events.iter().all(|event| event.effective_on() == day(2023, 6, 1)));
}

#[test]
fn m4_an_authorised_trajectory_that_ends_gives_a_target() {
    let mut case = Case::recognised();
    let kind = TrackKind::RouteBAuthorised;
    case.on(day(2022, 12, 5), &track(kind, day(2022, 12, 5), None));
    case.on(
        day(2023, 2, 3),
        &told(5, Told::TrajectoryEnded { on: day(2023, 2, 1), because: Ground::point(Rule::D11, 'c') }),
    );
    assert_eq!(estimates(&case)[1..], ["2023-02-02 - 2023-03-02, open"]);
}

#[test]
fn t6_with_the_incapacity_the_target_ends_and_none_is_planned_after_it() {
    let mut case = at_work();
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    case.on(day(2023, 2, 2), &end(day(2023, 2, 1), EndCause::WorkResumed));
    assert_eq!(estimates(&case)[1..], ["2023-01-16 - 2023-02-16, waived 2023-02-02 T6.a"]);

    let mut at_the_end = at_work();
    at_the_end.on(day(2023, 2, 2), &end(day(2023, 2, 1), EndCause::WorkResumed));
    at_the_end.on(day(2023, 2, 2), &end_track(WORK, day(2023, 1, 15)));
    assert_eq!(estimates(&at_the_end).len(), 1);
}

#[test]
fn m4_after_an_estimate_no_target_is_planned() {
    let mut case = at_work();
    case.on(day(2022, 12, 10), &end_track(WORK, day(2022, 12, 9)));
    case.on(day(2022, 12, 12), &estimate(Category::Two));
    case.on(day(2022, 12, 20), &track(WORK, day(2022, 12, 20), Some(day(2023, 1, 15))));
    assert_eq!(estimates(&case).len(), 1);
    case.on(day(2023, 1, 20), &evaluate(day(2023, 1, 20), Category::Four, false));
}

#[test]
fn m5_the_examination_goes_with_the_target_and_comes_with_the_next() {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 20), &told_impossible(day(2022, 11, 20)));
    case.on(day(2022, 12, 5), &track(WORK, day(2022, 12, 5), Some(day(2023, 1, 15))));
    let examinations = |case: &Case| all(case, Step::EstimateExamination);
    let expected = ["2022-11-20 - 2022-12-31, waived 2022-12-05 M4.b", "2023-01-16 - 2023-02-16, open"];
    assert_eq!(examinations(&case), expected);
    assert_eq!(case.refused(day(2023, 1, 20), &estimate(Category::Two)).code(), "EXAMINATION_REQUIRED");

    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 10)));
    assert_eq!(
        examinations(&case)[1..],
        ["2023-01-16 - 2023-02-16, waived 2023-01-11 T9", "2023-01-11 - 2023-02-11, open"]
    );
    case.on(day(2023, 1, 20), &end_track(WORK, day(2022, 12, 20)));
    assert_eq!(
        examinations(&case)[2..],
        ["2023-01-11 - 2023-02-11, waived 2022-12-21 T9", "2022-11-20 - 2022-12-31, open"]
    );
}

#[test]
fn m5_what_was_dispensed_with_is_not_asked_for_again_after_a_track() {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 20), &told_impossible(day(2022, 11, 20)));
    case.on(
        day(2022, 11, 25),
        &Command::DispenseExamination { decided_on: day(2022, 11, 24), findings: crate::DispensationFindings::BOTH },
    );
    case.on(day(2022, 12, 5), &track(WORK, day(2022, 12, 5), Some(day(2023, 1, 15))));
    assert_eq!(all(&case, Step::EstimateExamination), ["2022-11-20 - 2022-12-31, waived 2022-11-24 M5"]);
    case.on(day(2023, 1, 20), &estimate(Category::Two));
}

#[test]
fn m5_a_questionnaire_found_impossible_while_the_target_is_open_asks_for_an_examination() {
    let mut case = at_work();
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    case.on(day(2023, 2, 3), &told_impossible(day(2023, 2, 2)));
    assert_eq!(all(&case, Step::EstimateExamination), ["2023-02-02 - 2023-02-16, open"]);
}

#[test]
fn m4_the_estimate_can_be_made_until_the_day_before_a_track_and_again_from_the_day_after_it() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 10), &track(WORK, day(2022, 12, 10), Some(day(2023, 1, 15))));
    let target = |on: NaiveDate| estimate_asked_on(&case.state, on).map(|plan| (plan.due, plan.target));
    assert_eq!(target(day(2022, 12, 9)), Some((Some(day(2022, 12, 31)), None)));
    assert_eq!(target(day(2022, 12, 10)), None);
    assert_eq!(target(day(2023, 1, 15)), None);
    assert_eq!(target(day(2023, 1, 16)), Some((None, Some(day(2023, 2, 16)))));
}

#[test]
fn m5_the_examination_of_a_target_says_from_what_it_is_counted_and_by_which_figure() {
    let found = |on: NaiveDate| {
        let mut case = at_work();
        case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
        case.on(on, &told_impossible(on));
        let open = |step| case.state.open(step).map(|open| &open.plan).expect("it is open");
        assert_eq!(open(Step::EstimateExamination).parameter, open(Step::FirstEstimate).parameter);
        open(Step::EstimateExamination).counted.from.clone()
    };
    // Found after the target opened it counts from the finding, and from the target's first day if it was found before.
    let (from, opens) = (found(day(2023, 1, 23)), |on| FactKind::EstimateOpens.on(on));
    assert!(from.contains(&FactKind::CompletionImpossible.on(day(2023, 1, 23))), "{from:?}");
    assert!(!from.contains(&opens(day(2023, 1, 23))), "{from:?}");
    let mut before = at_work();
    before.on(day(2022, 12, 20), &told_impossible(day(2022, 12, 20)));
    before.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    let plan = &before.state.open(Step::EstimateExamination).expect("it is open").plan;
    assert!(plan.counted.from.contains(&opens(day(2023, 1, 16))), "{:?}", plan.counted.from);
}

#[test]
fn m5_t8_an_examination_that_counts_from_the_estimate_stays_when_its_need_is_found_once_more() {
    let mut case = Case::recognised();
    let today = day(2023, 2, 6);
    case.on(today, &track(WORK, day(2022, 12, 1), Some(day(2023, 1, 31))));
    case.on(today, &told_impossible(day(2022, 11, 20)));
    assert_eq!(case.state.open(Step::EstimateExamination).and_then(|open| open.plan.opens), Some(day(2023, 2, 1)));
    case.on(today, &told(40, Told::Impossible { on: day(2023, 2, 3) }));
    assert_eq!(case.on(today, &Command::FollowLaw), []);
}
