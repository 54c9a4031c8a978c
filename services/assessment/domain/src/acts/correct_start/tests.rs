use proptest::prelude::*;
use trajet_law::deadline::Deadline;
use trajet_law::law::Law;
use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};

use super::*;
use crate::command::Command;
use crate::decide;
use crate::declaration::Former;
use crate::estimate::Category;
use crate::fact::Told;
use crate::samples::{
    Case, correct, correct_because, day, declaration, declare, declare_from, end, end_track, estimate, estimate_of,
    evaluate, recognise, refuse, start, told, told_impossible, track,
};
use crate::track::TrackKind;
use crate::{EndCause, State, claim, timers, work};

const WORK: TrackKind = TrackKind::AuthorisedWork;

/// The deadlines of a step: the days they open, are due and aimed at, and what became of them.
fn all(case: &Case, step: Step) -> Vec<String> {
    let date = |date: Option<NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
    let became = |deadline: &Deadline| match deadline.closed {
        None => "open".to_owned(),
        Some(Closure::Met { on }) => format!("met {on}"),
        Some(Closure::Waived { on, because }) => format!("waived {on} {because}"),
    };
    let of_step = case.state.deadlines.iter().filter(|deadline| deadline.plan.step == step);
    of_step
        .map(|it| {
            let dates = [it.plan.opens, it.plan.due, it.plan.target].map(date).join(" ");
            format!("{dates}, {}", became(it))
        })
        .collect()
}

#[test]
fn t9_the_estimate_follows_the_first_day_and_says_its_days_before_and_after() {
    let mut case = Case::recognised();
    let events = case.on(day(2022, 10, 10), &correct(day(2022, 8, 15), day(2022, 10, 7)));
    let [Event::StartCorrected(corrected), Event::DeadlineReplanned { before, after, on, because, .. }] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(
        (corrected.from, corrected.to, *on, *because),
        (start(), day(2022, 8, 15), day(2022, 10, 7), Rule::T9.into())
    );
    assert_eq!((before.due, after.due), (Some(day(2022, 12, 31)), Some(day(2022, 12, 14))));
    let expected = ["2022-12-01 2022-12-31 -, waived 2022-10-07 T9", "2022-11-15 2022-12-14 -, open"];
    assert_eq!(all(&case, Step::FirstEstimate), expected);
    assert_eq!(timers(&case.state)[0].fire_on, day(2022, 12, 15));
}

#[test]
fn t4_t9_invalidity_begins_twelve_months_after_the_first_day_as_it_stands() {
    let mut case = Case::recognised();
    case.on(day(2022, 10, 10), &correct(day(2022, 8, 15), day(2022, 10, 7)));
    let recognised = case.state.recognition().map(|known| (known.incapacity_start, known.invalid_from));
    assert_eq!(recognised, Some((day(2022, 8, 15), day(2023, 8, 15))));
    assert_eq!(case.state.incapacity_start(), Some(day(2022, 8, 15)));
    let certified = case.state.declaration.as_ref().map(|declared| declared.certificate.incapacity_start);
    assert_eq!(certified, Some(start()), "the certificate stays as it was issued");
}

#[test]
fn t6_t9_what_a_correction_makes_overdue_is_missed_and_not_moved_away() {
    let mut case = Case::recognised();
    let today = day(2022, 12, 5);
    case.on(today, &correct(day(2022, 7, 1), today));
    assert_eq!(timers(&case.state)[0].fire_on, day(2022, 11, 1));
    case.on(today, &Command::FireMissed(Step::FirstEstimate));
    assert_eq!(case.first_estimate(), (Some(day(2022, 11, 1)), None));
    case.on(today, &estimate(Category::Two));
    assert_eq!(case.first_estimate(), (Some(day(2022, 11, 1)), Some(Closure::Met { on: today })));
}

#[test]
fn t6_t9_a_miss_that_was_recorded_stays() {
    let mut case = Case::recognised();
    case.on(day(2023, 1, 1), &Command::FireMissed(Step::FirstEstimate));
    case.on(day(2023, 1, 9), &correct(day(2022, 9, 4), day(2023, 1, 9)));
    let misses: Vec<_> = case.state.deadlines.iter().map(|deadline| deadline.missed_on).collect();
    assert_eq!(misses, [Some(day(2023, 1, 1)), None]);
    case.on(day(2023, 1, 9), &Command::FireMissed(Step::FirstEstimate));
    assert_eq!(case.first_estimate(), (Some(day(2023, 1, 4)), None));
}

#[test]
fn t9_what_was_met_stays_and_the_examinations_follow() {
    for (category, step) in [(Category::One, Step::Category1Examination), (Category::Three, Step::Category3Examination)]
    {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 5), &estimate(category));
        let events = case.on(day(2022, 12, 20), &correct(day(2022, 8, 15), day(2022, 12, 19)));
        assert!(matches!(&events[..], [_, Event::DeadlineReplanned { after, .. }] if after.step == step));
        assert_eq!(all(&case, Step::FirstEstimate), ["2022-12-01 2022-12-31 -, met 2022-12-05"]);
        let expected = match category {
            Category::One => ["2023-03-01 - 2023-03-31, waived 2022-12-19 T9", "2023-02-15 - 2023-03-14, open"],
            _ => ["- 2023-03-31 -, waived 2022-12-19 T9", "- 2023-03-14 -, open"],
        };
        assert_eq!(all(&case, step), expected);
    }
}

#[test]
fn t9_an_examination_counts_from_the_evaluation_that_gave_the_category() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 5), &estimate(Category::Two));
    case.on(day(2023, 3, 10), &evaluate(day(2023, 3, 10), Category::Three, false));
    case.on(day(2023, 3, 20), &evaluate(day(2023, 3, 20), Category::Three, false));
    // Month 7 was over on 9 March: on the file, within a month of the evaluation of 10 March.
    case.on(day(2023, 3, 25), &correct(day(2022, 8, 10), day(2023, 3, 25)));
    let expected = ["- 2023-03-31 -, waived 2023-03-25 T9", "- - 2023-04-10, open"];
    assert_eq!(all(&case, Step::Category3Examination), expected);
}

#[test]
fn m5_t9_the_examination_for_the_estimate_follows_it() {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 20), &told_impossible(day(2022, 11, 20)));
    case.on(day(2022, 11, 25), &correct(day(2022, 8, 15), day(2022, 11, 25)));
    let expected = ["2022-11-20 - 2022-12-31, waived 2022-11-25 T9", "2022-11-20 - 2022-12-14, open"];
    assert_eq!(all(&case, Step::EstimateExamination), expected);
}

#[test]
fn m4_t9_a_track_keeps_back_the_month_4_that_follows_from_the_first_day_now() {
    // In force on 31 December, and over on the last day of the month 4 that is corrected.
    let mut case = Case::recognised();
    case.on(day(2022, 12, 20), &track(WORK, day(2022, 12, 20), Some(day(2023, 1, 5))));
    case.on(day(2022, 12, 21), &correct(day(2022, 9, 5), day(2022, 12, 21)));
    assert_eq!(all(&case, Step::FirstEstimate).last().map(String::as_str), Some("2023-01-06 - 2023-02-06, open"));
    case.on(day(2023, 1, 2), &end_track(WORK, day(2023, 1, 1)));
    assert_eq!(all(&case, Step::FirstEstimate).last().map(String::as_str), Some("2022-12-05 2023-01-04 -, open"));

    let mut freed = Case::recognised();
    freed.on(day(2022, 12, 20), &track(WORK, day(2022, 12, 20), None));
    freed.on(day(2022, 12, 21), &correct(day(2022, 8, 5), day(2022, 12, 21)));
    // Month 4 was over before the work began: the estimate was to be made by then.
    assert_eq!(all(&freed, Step::FirstEstimate)[1..], ["2022-11-05 2022-12-04 -, open"]);
}

#[test]
fn t8_t9_what_lay_before_the_law_is_not_judged_and_what_does_not_any_more_is_planned() {
    let mut case = Case::default();
    case.on(day(2022, 3, 1), &declare_from(day(2021, 9, 10)));
    case.on(day(2022, 3, 1), &recognise(day(2022, 3, 1)));
    case.on(day(2022, 3, 2), &correct(day(2021, 8, 20), day(2022, 3, 2)));
    assert_eq!(all(&case, Step::FirstEstimate), ["2021-12-10 2022-01-09 -, waived 2022-03-02 T8"]);
    assert!(work(&case.state).is_empty() && timers(&case.state).is_empty());
    case.on(day(2022, 3, 3), &correct(day(2021, 9, 15), day(2022, 3, 3)));
    assert_eq!(all(&case, Step::FirstEstimate)[1..], ["2021-12-15 2022-01-14 -, open"]);
}

#[test]
fn t9_a_first_day_lies_before_all_that_happened_during_the_incapacity() {
    let latest = |case: &mut Case, start| {
        let refused = case.refused(day(2022, 12, 20), &correct(start, day(2022, 12, 20)));
        refused.impossible_dates().iter().map(|date| (date.field.path(), date.latest)).collect::<Vec<_>>()
    };
    assert_eq!(latest(&mut Case::recognised(), day(2022, 9, 6)), [("incapacity_start", day(2022, 9, 5))]);
    let mut working = Case::declared();
    working.on(day(2022, 9, 10), &track(WORK, day(2022, 9, 3), None));
    assert_eq!(latest(&mut working, day(2022, 9, 4)), [("incapacity_start", day(2022, 9, 3))]);
    let too_early = Case::recognised().refused(day(2022, 12, 20), &correct(day(1985, 7, 29), day(2022, 12, 20)));
    assert_eq!(too_early.impossible_dates()[0].earliest, day(1990, 1, 1));
    let decided_too_early = Case::recognised().refused(day(2022, 12, 20), &correct(day(2022, 8, 1), day(2022, 9, 4)));
    assert_eq!(decided_too_early.impossible_dates()[0].field.path(), "decided_on");
}

#[test]
fn t9_the_same_first_day_again_does_nothing_and_a_refused_case_has_none() {
    let mut case = Case::recognised();
    assert_eq!(case.on(day(2022, 10, 10), &correct(start(), day(2022, 10, 7))), []);
    let mut refused = Case::declared();
    refused.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
    let command = correct(day(2022, 8, 15), day(2022, 10, 7));
    assert_eq!(refused.refused(day(2022, 10, 10), &command), Rejection::RecognitionRefused);
    assert_eq!(Case::default().refused(day(2022, 10, 10), &command), Rejection::NotDeclared);
}

#[test]
fn t9_after_the_end_the_first_day_is_corrected_and_nothing_is_planned() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::WorkResumed));
    let events = case.on(day(2022, 12, 21), &correct(day(2022, 8, 15), day(2022, 12, 21)));
    assert!(matches!(events[..], [Event::StartCorrected(_)]));
}

#[test]
fn m1_t9_the_case_claims_the_first_day_as_it_stands_and_no_other_case_has_it() {
    let mut case = Case::recognised();
    let command = correct(day(2022, 8, 15), day(2022, 10, 7));
    assert_eq!(crate::claimed(&command).map(|claim| claim.incapacity_start), Some(day(2022, 8, 15)));
    let context = Context { claimed_by: Some([7; 16]), ..crate::samples::context(day(2022, 10, 10)) };
    assert_eq!(decide(&case.state, &command, &context), Err(Rejection::AlreadyOpen { case: [7; 16] }));
    case.on(day(2022, 10, 10), &command);
    assert_eq!(claim(&case.state).map(|claim| claim.incapacity_start), Some(day(2022, 8, 15)));
}

/// A relapse on 1 June 2023 of an incapacity from 1 September 2022 to 15 March 2023.
fn relapse(last_day: Option<NaiveDate>) -> Command {
    let relapse_of = Some(Former { case: [1; 16], incapacity_start: start(), last_day });
    let Command::DeclareIncapacity(declared) = declare_from(day(2023, 6, 1)) else { panic!("a declaration") };
    let mut declared = crate::Declaration { relapse_of, ..*declared };
    declared.certificate.expected_end = day(2023, 8, 31);
    Command::DeclareIncapacity(Box::new(declared))
}

#[test]
fn t9_a_relapse_is_a_case_of_its_own_that_names_the_former_one() {
    let mut case = Case::default();
    case.on(day(2023, 6, 3), &relapse(Some(day(2023, 3, 15))));
    assert_eq!(case.state.former().map(|former| former.case), Some([1; 16]));
    assert_eq!(case.state.incapacity_start(), Some(day(2023, 6, 1)));
    case.on(day(2023, 6, 5), &recognise(day(2023, 6, 5)));
    // The physician states what the first day is: the months count from it.
    case.on(day(2023, 6, 6), &correct_because(day(2023, 2, 10), day(2023, 6, 6), StartReason::Relapse));
    assert_eq!(all(&case, Step::FirstEstimate)[1..], ["2023-05-10 2023-06-09 -, open"]);
}

#[test]
fn t9_nobody_relapses_from_what_did_not_end_nor_on_a_day_of_it() {
    let refused = Case::default().refused(day(2023, 6, 3), &relapse(None));
    assert_eq!((refused.code(), refused.rule()), ("FORMER_NOT_ENDED", Some(Rule::T9)));
    let refused = Case::default().refused(day(2023, 6, 3), &relapse(Some(day(2023, 6, 1))));
    assert_eq!(refused.impossible_dates()[0].earliest, day(2023, 6, 2));
}

#[test]
fn t9_the_first_day_after_a_relapse_is_not_that_of_the_former_incapacity() {
    let mut case = Case::default();
    case.on(day(2023, 6, 3), &relapse(Some(day(2023, 3, 15))));
    let refused = case.refused(day(2023, 6, 6), &correct_because(start(), day(2023, 6, 6), StartReason::Relapse));
    assert_eq!(refused.impossible_dates()[0].earliest, day(2022, 9, 2));
    let refused = Case::declared()
        .refused(day(2022, 9, 6), &correct_because(day(2022, 8, 1), day(2022, 9, 6), StartReason::Relapse));
    assert_eq!((refused.code(), refused.rule()), ("NOT_A_RELAPSE", Some(Rule::T9)));
}

static ESTIMATE_MONTH: Parameter<u32> = Parameter::new(
    "estimate.month",
    Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 4, source: "a version of these tests" },
    &[Version {
        valid_from: NaiveDate::from_ymd_opt(2022, 10, 1).expect("a date"),
        begun: Begun::Before(NaiveDate::from_ymd_opt(2022, 9, 1).expect("a date")),
        value: 5,
        source: "a version of these tests",
    }],
);
static AMENDED: Law = Law::amended(&[&ESTIMATE_MONTH]);

fn under_the_amended_law(start: NaiveDate) -> Case {
    let mut case = Case { state: State { law: &AMENDED, ..State::default() }, events: Vec::new() };
    case.on(day(2022, 9, 3), &declare_from(start));
    case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
    case
}

#[test]
fn t8_a_law_that_changes_plans_what_is_open_again_for_those_whom_it_concerns_and_once() {
    let mut before = under_the_amended_law(day(2022, 8, 31));
    let mut after = under_the_amended_law(day(2022, 9, 1));
    assert_eq!(before.on(day(2022, 9, 30), &Command::FollowLaw), []);
    let events = before.on(day(2022, 10, 1), &Command::FollowLaw);
    assert!(matches!(events[..], [Event::DeadlineReplanned { because, .. }] if because == Rule::T8.into()));
    let expected = ["2022-11-30 2022-12-30 -, waived 2022-10-01 T8", "2022-12-31 2023-01-30 -, open"];
    assert_eq!(all(&before, Step::FirstEstimate), expected);
    assert_eq!(before.on(day(2022, 10, 2), &Command::FollowLaw), []);
    // Begun later: the law of before stands for it, beside the other case.
    assert_eq!(after.on(day(2022, 10, 2), &Command::FollowLaw), []);
    assert_eq!(all(&after, Step::FirstEstimate), ["2022-12-01 2022-12-31 -, open"]);
}

#[test]
fn t8_t9_a_correction_or_a_recognition_that_is_entered_after_the_law_changed_is_planned_by_it() {
    let mut corrected = under_the_amended_law(day(2022, 8, 25));
    corrected.on(day(2022, 10, 1), &Command::FollowLaw);
    corrected.on(day(2022, 10, 4), &correct(day(2022, 8, 24), day(2022, 9, 20)));
    assert_eq!(
        all(&corrected, Step::FirstEstimate)[1..],
        ["2022-12-25 2023-01-24 -, waived 2022-09-20 T9", "2022-12-24 2023-01-23 -, open"]
    );
    for (entered_on, expected) in
        [(day(2022, 9, 30), "2022-11-25 2022-12-24 -, open"), (day(2022, 10, 1), "2022-12-25 2023-01-24 -, open")]
    {
        let mut late = Case { state: State { law: &AMENDED, ..State::default() }, events: Vec::new() };
        late.on(day(2022, 9, 3), &declare_from(day(2022, 8, 25)));
        late.on(entered_on, &recognise(day(2022, 9, 5)));
        assert_eq!(all(&late, Step::FirstEstimate), [expected]);
    }
}

#[test]
fn t6_t8_t9_what_was_over_is_missed_before_it_is_planned_again() {
    let missed = Event::DeadlineMissed { step: Step::FirstEstimate, on: day(2022, 12, 31) };
    let mut followed = under_the_amended_law(day(2022, 8, 31));
    assert_eq!(followed.on(day(2022, 12, 31), &Command::FollowLaw)[0], missed);
    let late = |decided_on| {
        let mut case = under_the_amended_law(day(2022, 8, 31));
        case.state.law = State::default().law;
        case.on(day(2023, 1, 2), &correct(day(2022, 9, 3), decided_on)).contains(&missed)
    };
    assert!(!late(day(2022, 12, 30)));
    assert!(late(day(2022, 12, 31)));
}

#[test]
fn t8_what_was_done_before_the_law_changed_stays() {
    let mut case = under_the_amended_law(day(2022, 3, 1));
    case.on(day(2022, 9, 20), &estimate_of(day(2022, 9, 20), Category::Two, false));
    let deadlines = case.state.deadlines.clone();
    assert_eq!(case.on(day(2022, 10, 2), &Command::FollowLaw), []);
    assert_eq!(case.state.deadlines, deadlines);
    assert_eq!(Case::default().refused(day(2022, 10, 2), &Command::FollowLaw), Rejection::NotDeclared);
}

proptest! {
    #[test]
    fn t9_declared_so_or_corrected_before_anything_happened_the_same_is_open(
        declared in 0_u64..330, stated in 0_u64..330, again in 0_u64..330, tracked in prop::option::of((0_u64..200, 0_u64..200)),
        asked in any::<bool>(),
    ) {
        let at = |days| day(2021, 9, 10) + chrono::Days::new(days);
        let today = at(900);
        let run = |start: NaiveDate, corrections: &[NaiveDate]| {
            let mut case = Case::default();
            case.on(today, &declare_from(start));
            case.on(today, &recognise(at(340)));
            if let Some((from, days)) = tracked {
                case.on(today, &track(WORK, at(340 + from), Some(at(340 + from + days))));
            }
            if asked {
                case.on(today, &told(1, Told::AuthorisationAsked {
                    number: 1, on: at(370), contact_on: at(360), actions: Vec::new(),
                }));
            }
            for start in corrections {
                case.on(today, &correct(*start, today));
            }
            case.state.deadlines.all_open().map(|open| open.plan.clone()).collect::<Vec<_>>()
        };
        let sorted = |mut plans: Vec<trajet_law::deadline::Plan>| { plans.sort_by_key(|plan| plan.step); plans };
        let directly = sorted(run(at(stated), &[]));
        prop_assert_eq!(&sorted(run(at(declared), &[at(stated)])), &directly);
        prop_assert_eq!(&sorted(run(at(declared), &[at(again), at(stated)])), &directly);
    }
}

#[test]
fn m2_t9_a_first_day_lies_not_before_activity_ceased_unless_that_day_is_put_right_too() {
    let stated = |start, activity_ceased_on| {
        let (niss, reason) = (crate::samples::person().niss, StartReason::EnteredWrongly);
        Command::CorrectStart { niss, start, decided_on: day(2022, 10, 7), reason, activity_ceased_on }
    };
    let today = day(2022, 10, 7);
    let mut case = Case::recognised();
    assert_eq!(case.refused(today, &stated(day(2022, 8, 31), None)), Rejection::ActivityNotCeased);
    let after_it = stated(day(2022, 8, 31), Some(start()));
    assert_eq!(case.refused(today, &after_it), Rejection::ActivityNotCeased);
    let tomorrow = case.refused(today, &stated(day(2022, 8, 31), Some(day(2022, 10, 8))));
    assert_eq!(tomorrow.impossible_dates()[0].field.path(), "activity_ceased_on");
    case.on(today, &stated(day(2022, 8, 31), Some(day(2022, 8, 31))));
    assert_eq!(case.state.activity_ceased_on(), Some(day(2022, 8, 31)));
    // The day of cessation alone: nothing moves, and it is recorded once.
    let alone = stated(day(2022, 8, 31), Some(day(2022, 8, 20)));
    assert!(matches!(&case.on(today, &alone)[..], [Event::StartCorrected(_)]));
    assert_eq!(case.on(today, &alone), []);
    // Before the recognition it is the recognition that asks.
    let mut declared = Case::declared();
    declared.on(today, &stated(day(2022, 8, 15), None));
    assert_eq!(declared.refused(today, &recognise(today)), Rejection::ActivityNotCeased);
    declared.on(today, &stated(day(2022, 8, 15), Some(day(2022, 8, 14))));
    declared.on(today, &recognise(today));
    assert_eq!(declared.state.activity_ceased_on(), Some(day(2022, 8, 14)));
}

#[test]
fn t9_a_correction_before_the_recognition_is_what_is_recognised() {
    let mut case = Case::default();
    case.on(day(2022, 9, 3), &declare());
    case.on(day(2022, 9, 4), &correct(day(2022, 8, 15), day(2022, 9, 4)));
    case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
    assert_eq!(all(&case, Step::FirstEstimate), ["2022-11-15 2022-12-14 -, open"]);
    assert_eq!(case.state.recognition().map(|known| known.incapacity_start), Some(day(2022, 8, 15)));
    assert_eq!(declaration().relapse_of, None);
}

/// A track beside the estimate, as it is recorded.
fn beside(case: &mut Case, from: NaiveDate, until: Option<NaiveDate>) {
    case.on(day(2022, 9, 6), &track(WORK, from, until));
}

#[test]
fn m5_t8_t9_with_an_estimate_of_before_the_law_goes_the_examination_and_it_comes_back_with_it() {
    let today = day(2022, 9, 6);
    let mut case = Case::default();
    case.on(today, &declare_from(day(2021, 9, 10)));
    case.on(today, &recognise(day(2021, 9, 15)));
    case.on(today, &told_impossible(day(2021, 12, 1)));
    case.on(today, &correct(day(2021, 8, 31), today));
    assert_eq!(work(&case.state), Vec::<&Deadline>::new());
    assert_eq!(all(&case, Step::EstimateExamination), ["2021-12-01 - 2022-01-09, waived 2022-09-06 T8"]);
    case.on(today, &correct(day(2021, 9, 10), today));
    assert_eq!(all(&case, Step::EstimateExamination), ["2021-12-01 - 2022-01-09, open"]);
}

#[test]
fn m4_t8_t9_where_month_four_lies_before_the_law_by_now_a_track_that_ends_asks_for_no_estimate() {
    let mut case = Case::default();
    case.on(day(2022, 9, 5), &declare_from(day(2021, 9, 10)));
    case.on(day(2022, 9, 5), &recognise(day(2021, 9, 15)));
    beside(&mut case, day(2021, 12, 1), None);
    case.on(day(2022, 9, 6), &correct(day(2021, 8, 31), day(2022, 9, 6)));
    case.on(day(2022, 9, 6), &end_track(WORK, day(2022, 6, 30)));
    // As if the right day had been declared.
    assert_eq!(work(&case.state), Vec::<&Deadline>::new());
}
