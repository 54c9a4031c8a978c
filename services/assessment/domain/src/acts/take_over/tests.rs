use trajet_law::deadline::{Closure, Step};
use trajet_law::rule::{Ground, Rule};
use trajet_law::scheme::Scheme;
use trajet_law::taken_over::TakenOver;

use super::*;
use crate::command::Command;
use crate::fact::Questionnaire;
use crate::samples::{
    Case, context, correct, day, declare, end_track, estimate, evaluate, past, past_from, start, take_over,
    told_impossible,
};
use crate::{CaseStatus, Category, claim, claimed, decide, timers, work};

/// The day of go-live of most of these tests, in month 4.
fn live() -> NaiveDate {
    day(2022, 12, 5)
}

fn taken(past: Past) -> Case {
    let mut case = Case::default();
    let on = past.taken_over.on;
    case.on(on, &take_over(past));
    case
}

#[expect(clippy::unnecessary_wraps, reason = "it stands where an estimate may be absent")]
fn made(on: NaiveDate, category: Category, examined: bool) -> Option<PastEstimate> {
    Some(PastEstimate { on, category, examined })
}

fn open(case: &Case) -> Vec<(Step, Option<NaiveDate>, Option<NaiveDate>)> {
    let all = work(&case.state);
    all.iter().map(|open| (open.plan.step, open.plan.due, open.plan.target)).collect()
}

#[test]
fn t6_a_case_in_month_4_has_its_estimate_due_by_the_real_day() {
    let mut case = taken(past(live()));
    assert_eq!(open(&case), [(Step::FirstEstimate, Some(day(2022, 12, 31)), None)]);
    assert_eq!(case.state.status(), Some(CaseStatus::Recognised));
    assert_eq!(case.events.iter().map(Event::effective_on).collect::<Vec<_>>(), [start(), day(2022, 9, 5), live()]);
    assert!(matches!(case.events[..], [Event::BeforeGoLive(_), Event::BeforeGoLive(_), Event::DeadlinePlanned { .. }]));
    case.on(day(2022, 12, 12), &estimate(Category::Four));
    assert_eq!(case.first_estimate(), (None, Some(Closure::Met { on: day(2022, 12, 12) })));
    assert_eq!(case.state.referral.map(|referral| referral.initial), Some(true));
}

#[test]
fn t6_the_last_day_of_month_4_is_planned_if_it_is_the_day_of_go_live_and_not_if_it_lay_before() {
    assert_eq!(open(&taken(past(day(2022, 12, 31)))).len(), 1);
    let mut late = taken(past(day(2023, 1, 1)));
    assert_eq!((open(&late), timers(&late.state)), (vec![], vec![]));
    // The physician can make it all the same, and nothing was missed.
    let events = late.on(day(2023, 1, 9), &estimate(Category::Two));
    assert!(matches!(events[..], [Event::FirstEstimateMade(_)]));
    assert!(late.state.deadlines.is_empty());
}

#[test]
fn t6_an_estimate_of_before_go_live_is_not_asked_for_again() {
    let mut case = taken(Past { first_estimate: made(day(2022, 12, 2), Category::Two, false), ..past(live()) });
    assert_eq!(open(&case), []);
    assert_eq!(case.refused(live(), &estimate(Category::Two)), Rejection::AlreadyEstimated);
}

#[test]
fn t6_the_examination_of_category_3_is_planned_by_the_real_dates_unless_it_was_made_or_was_due_before() {
    let estimated = |on| Past { first_estimate: made(day(2022, 12, 2), Category::Three, true), ..past(on) };
    let due = day(2023, 3, 31);
    assert_eq!(open(&taken(estimated(live()))), [(Step::Category3Examination, Some(due), None)]);
    assert_eq!(open(&taken(estimated(due))).len(), 1);
    assert_eq!(open(&taken(estimated(day(2023, 4, 1)))), []);
    let later = |examined| {
        let last_evaluation = made(day(2023, 2, 1), Category::Three, examined);
        open(&taken(Past { last_evaluation, ..estimated(day(2023, 2, 2)) })).len()
    };
    assert_eq!((later(true), later(false)), (0, 1));
}

#[test]
fn t6_the_examination_of_category_1_is_aimed_at_unless_it_was_made_in_its_time() {
    let estimated = |on| Past { first_estimate: made(day(2022, 12, 2), Category::One, false), ..past(on) };
    let target = Some(day(2023, 3, 31));
    assert_eq!(open(&taken(estimated(live()))), [(Step::Category1Examination, None, target)]);
    assert_eq!(open(&taken(estimated(day(2023, 3, 31)))), [(Step::Category1Examination, None, target)]);
    let evaluated = |on| {
        let last_evaluation = made(on, Category::One, true);
        open(&taken(Past { last_evaluation, ..estimated(day(2023, 3, 20)) })).len()
    };
    // Before month 7 it was not the examination that category 1 asks for.
    assert_eq!((evaluated(day(2023, 2, 20)), evaluated(day(2023, 3, 6))), (1, 0));
}

#[test]
fn m7_t6_who_is_in_category_1_after_month_6_is_examined_also_where_our_target_lay_before_go_live() {
    let estimated = Past { first_estimate: made(day(2022, 12, 5), Category::One, false), ..past(day(2023, 4, 3)) };
    let mut case = taken(estimated.clone());
    assert_eq!(open(&case), [(Step::Category1Examination, None, Some(day(2023, 5, 3)))]);
    assert_eq!(not_known(&case.state), []);
    let on = day(2023, 4, 10);
    let refused = case.refused(on, &evaluate(on, Category::Two, false));
    assert_eq!(refused, Rejection::ExaminationRequired { rule: Rule::M7 });
    case.on(on, &evaluate(on, Category::Two, true));
    assert_eq!(case.standing(Step::Category1Examination), (None, Some(Closure::Met { on })));
    // One that was made in its time is not asked again.
    let made_before = Past { last_evaluation: made(day(2023, 3, 6), Category::One, true), ..estimated.clone() };
    assert_eq!(open(&taken(made_before)), []);
    // A correction by which our target would lie before go-live moves it there.
    let mut moved = taken(Past { taken_over: TakenOver::on(day(2023, 3, 31)), ..estimated });
    moved.on(on, &correct(day(2022, 8, 1), on));
    assert_eq!(open(&moved), [(Step::Category1Examination, None, Some(day(2023, 4, 30)))]);
}

#[test]
fn m5_t6_the_examination_is_required_of_an_estimate_of_after_go_live_whenever_month_4_was() {
    let mut case = taken(past(day(2023, 1, 1)));
    case.on(day(2023, 1, 9), &told_impossible(day(2023, 1, 9)));
    let refused = case.refused(day(2023, 1, 10), &estimate(Category::Two));
    assert_eq!(refused, Rejection::ExaminationRequired { rule: Rule::M5 });
    let mut dispensed = taken(past(day(2023, 1, 1)));
    dispensed.on(day(2023, 1, 9), &told_impossible(day(2023, 1, 9)));
    dispensed.on(
        day(2023, 1, 10),
        &Command::DispenseExamination { decided_on: day(2023, 1, 10), findings: crate::DispensationFindings::BOTH },
    );
    dispensed.on(day(2023, 1, 10), &estimate(Category::Two));
    assert_eq!(open(&dispensed), []);
}

#[test]
fn m10_who_came_to_category_4_before_go_live_was_referred_and_is_not_referred_again() {
    let referral = |past| taken(past).state.referral.map(|referral| (referral.on, referral.initial));
    let (first, later) = (day(2022, 12, 1), day(2022, 12, 3));
    let initial = Past { first_estimate: made(first, Category::Four, false), ..past(live()) };
    assert_eq!(referral(initial.clone()), Some((first, true)));
    assert_eq!(referral(Past { referred_on: Some(later), ..initial.clone() }), Some((later, true)));
    let estimated = made(first, Category::Two, false);
    let evaluated =
        Past { first_estimate: estimated, last_evaluation: made(later, Category::Four, true), ..past(live()) };
    assert_eq!(referral(evaluated), Some((later, false)));
    assert_eq!(referral(Past { first_estimate: estimated, ..past(live()) }), None);
    let mut case = taken(initial);
    let events = case.on(live(), &evaluate(live(), Category::Four, false));
    assert!(!events.iter().any(|event| matches!(event, Event::PersonReferred(_))));
}

#[test]
fn m4_running_work_keeps_the_estimate_back_and_its_end_brings_it_even_where_month_4_lay_before_go_live() {
    for on in [live(), day(2023, 4, 1)] {
        let kind = TrackKind::AuthorisedWork;
        let mut case = taken(Past { work_since: Some(day(2022, 11, 2)), ..past(on) });
        assert_eq!(open(&case), []);
        assert_eq!(case.refused(on, &estimate(Category::Two)), Rejection::TrackInForce { kind });
        let last = day(2023, 4, 15);
        case.on(last, &end_track(kind, last));
        assert_eq!(open(&case), [(Step::FirstEstimate, None, Some(day(2023, 5, 16)))]);
        case.on(day(2023, 4, 20), &estimate(Category::Two));
        assert_eq!(open(&case), []);
    }
}

#[test]
fn m4_work_that_turns_out_to_have_ended_before_month_4_did_leaves_nothing_to_ask_for() {
    let mut case = taken(Past { work_since: Some(day(2022, 11, 2)), ..past(day(2023, 4, 1)) });
    case.on(day(2023, 4, 2), &end_track(TrackKind::AuthorisedWork, day(2022, 12, 1)));
    assert_eq!((open(&case), case.state.deadlines.is_empty()), (vec![], true));
}

#[test]
fn t6_what_was_known_of_the_questionnaire_counts_on_its_own_days() {
    let (sent, back) = (day(2022, 11, 10), day(2022, 11, 20));
    let known = |returned: Option<NaiveDate>| TakenOver {
        questionnaire_sent_on: Some(sent),
        questionnaire_returned_on: returned,
        ..TakenOver::on(live())
    };
    let out = taken(Past { taken_over: known(None), ..past(live()) });
    assert_eq!(out.state.questionnaire(), Questionnaire::Sent { on: sent, due_back: day(2022, 11, 24) });
    let returned = Past { taken_over: known(Some(back)), ..past(live()) };
    let case = taken(returned.clone());
    assert_eq!(case.state.questionnaire(), Questionnaire::BackBeforeGoLive { on: back });
    assert_eq!(case.state.questionnaire_on(day(2022, 11, 19)), out.state.questionnaire());
    assert_eq!(case.state.questionnaire_on(day(2022, 11, 9)), Questionnaire::NotSent);
    let estimated = taken(Past { first_estimate: made(day(2022, 12, 2), Category::Two, false), ..returned });
    let basis = estimated.state.first_estimate.map(|first| first.questionnaire);
    assert_eq!(basis, Some(Questionnaire::BackBeforeGoLive { on: back }));
}

#[test]
fn m5_a_questionnaire_found_impossible_after_go_live_asks_for_an_examination() {
    let mut case = taken(past(live()));
    case.on(day(2022, 12, 9), &told_impossible(day(2022, 12, 9)));
    assert_eq!(open(&case).len(), 2);
    let mut late = taken(past(day(2023, 1, 1)));
    late.on(day(2023, 1, 9), &told_impossible(day(2023, 1, 9)));
    assert_eq!(open(&late), []);
}

#[test]
fn t9_a_correction_cannot_bring_back_what_was_due_before_go_live() {
    let mut case = taken(past(live()));
    case.on(day(2022, 12, 6), &correct(day(2022, 8, 1), day(2022, 12, 6)));
    let waived = Closure::Waived { on: day(2022, 12, 6), because: Ground::point(Rule::T6, 'c') };
    assert_eq!(case.first_estimate(), (None, Some(waived)));
    case.on(day(2022, 12, 7), &correct(start(), day(2022, 12, 7)));
    assert_eq!(open(&case), [(Step::FirstEstimate, Some(day(2022, 12, 31)), None)]);

    let mut late = taken(past(day(2023, 1, 1)));
    late.on(day(2023, 1, 2), &correct(day(2022, 9, 4), day(2023, 1, 2)));
    assert_eq!(open(&late), [(Step::FirstEstimate, Some(day(2023, 1, 3)), None)]);
}

#[test]
fn m1_a_case_that_is_taken_over_holds_the_claim_of_its_incapacity() {
    let command = take_over(past(live()));
    assert_eq!(claim(&taken(past(live())).state), claimed(&command));
    let held = Context { claimed_by: Some([7; 16]), ..context(live()) };
    assert_eq!(decide(&State::default(), &command, &held), Err(Rejection::AlreadyOpen { case: [7; 16] }));
    let mut case = taken(past(live()));
    assert_eq!(case.refused(live(), &command), Rejection::AlreadyDeclared);
    assert_eq!(case.refused(live(), &declare()), Rejection::AlreadyDeclared);
}

#[test]
fn m2_all_activity_had_ceased_and_t7_the_scheme_is_the_employees() {
    let declaration = past(live()).declaration;
    let working = Declaration { activity_ceased_on: None, ..declaration.clone() };
    let refused = |declaration| {
        let past = Past { declaration, ..past(live()) };
        Case::default().refused(live(), &take_over(past)).code()
    };
    assert_eq!(refused(working), "ACTIVITY_NOT_CEASED");
    let still_working = Declaration { activity_ceased_on: Some(day(2022, 9, 2)), ..declaration.clone() };
    assert_eq!(refused(still_working), "ACTIVITY_NOT_CEASED");
    assert_eq!(refused(Declaration { scheme: Scheme::SelfEmployed, ..declaration }), "SCHEME_OUT_OF_SCOPE");
}

#[test]
fn every_date_that_cannot_be_right_is_told_at_once_and_nothing_of_the_past_lies_on_go_live_or_later() {
    let on = live();
    let taken_over = TakenOver {
        questionnaire_sent_on: Some(on),
        questionnaire_returned_on: Some(on),
        trajectory_requested_on: Some(on),
        first_contact_on: Some(on),
        ..TakenOver::on(on)
    };
    let wrong = Past {
        recognised_on: on,
        taken_over,
        work_since: Some(on),
        codex_since: Some(on),
        route_b_since: Some(on),
        first_estimate: made(on, Category::Four, true),
        last_evaluation: made(on, Category::Four, true),
        referred_on: Some(on),
        ..past(on)
    };
    let paths = |past: Past, today| {
        let Rejection::ImpossibleDates(found) = Case::default().refused(today, &take_over(past)) else { panic!() };
        found.iter().map(|date| date.field.path()).collect::<Vec<_>>()
    };
    let all = [
        "recognised_on",
        "authorised_work_since",
        "codex_requested_on",
        "route_b_authorised_on",
        "questionnaire_sent_on",
        "questionnaire_returned_on",
        "first_estimate.made_on",
        "last_evaluation.made_on",
        "referred_on",
        "trajectory_requested_on",
        "first_contact_on",
    ];
    assert_eq!(paths(wrong, on), all);
    assert_eq!(paths(past(day(2022, 12, 6)), on), ["taken_over_on"]);
    let returned_first = TakenOver {
        questionnaire_sent_on: Some(day(2022, 11, 10)),
        questionnaire_returned_on: Some(day(2022, 11, 9)),
        ..TakenOver::on(on)
    };
    assert_eq!(paths(Past { taken_over: returned_first, ..past(on) }, on), ["questionnaire_returned_on"]);
}

#[test]
fn m1_who_recognised_before_go_live_is_not_judged() {
    let case = taken(past_from(day(2022, 1, 3), day(2023, 3, 1), day(2023, 4, 3)));
    assert_eq!(case.state.status(), Some(CaseStatus::Recognised));
    assert_eq!(case.state.recognition().map(|known| known.invalid_from), Some(day(2023, 1, 3)));
    let judged = case.on_nothing_missed();
    assert!(judged);
}

impl Case {
    /// Whether no timer is set for a day that is past, and nothing was missed.
    fn on_nothing_missed(&self) -> bool {
        timers(&self.state).is_empty() && !self.events.iter().any(|event| matches!(event, Event::DeadlineMissed { .. }))
    }
}

#[test]
fn t6_the_day_of_the_miss_comes_after_go_live_as_for_every_case() {
    let mut case = taken(past(day(2022, 12, 31)));
    case.on(day(2023, 1, 1), &Command::FireMissed(Step::FirstEstimate));
    assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), None));
}

#[test]
fn m8_t6_an_examination_of_an_earlier_category_is_not_the_one_that_category_3_asks_for() {
    let due = (Step::Category3Examination, Some(day(2023, 3, 31)), None);
    let since = |first_category, examined| {
        let first_estimate = made(day(2022, 12, 2), first_category, true);
        let last_evaluation = made(day(2023, 2, 1), Category::Three, examined);
        open(&taken(Past { first_estimate, last_evaluation, ..past(day(2023, 2, 2)) }))
    };
    // The evaluation that gave the category is not its examination, whatever was examined before it.
    assert_eq!(since(Category::Two, true), [due]);
    assert_eq!(since(Category::Two, false), [due]);
    assert_eq!(since(Category::Three, true), []);
}

#[test]
fn t6_what_lay_before_go_live_and_is_not_known_is_told() {
    let on = day(2023, 1, 2);
    let steps = |past: Past| not_known(&taken(past).state).iter().map(|plan| plan.step).collect::<Vec<_>>();
    assert_eq!(steps(past(on)), [Step::FirstEstimate]);
    assert_eq!(steps(past(live())), [], "it is still to be made");
    let estimated = Past { first_estimate: made(day(2022, 12, 2), Category::Three, true), ..past(day(2023, 4, 3)) };
    assert_eq!(steps(estimated), [Step::Category3Examination]);
    // Beside a track none was to be made.
    assert_eq!(steps(Past { work_since: Some(day(2022, 12, 12)), ..past(on) }), []);
    assert_eq!(not_known(&Case::recognised().state), []);
}

#[test]
fn t6_t8_a_case_is_taken_over_by_whatever_law_it_is_judged() {
    let amended = State { law: crate::samples::one_more_from(day(2023, 1, 1)), ..State::default() };
    assert!(super::decide(&amended, &past(live()), &context(live())).is_ok());
}

#[test]
fn q7_a_questionnaire_that_is_completed_on_the_day_on_which_it_was_found_impossible_is_completed() {
    let on = day(2022, 11, 30);
    let mut case = Case::recognised();
    case.on(on, &told_impossible(on));
    assert_eq!(case.state.questionnaire(), Questionnaire::Impossible { on });
    let profile = crate::fact::ProfileSummary::default();
    case.on(on, &crate::samples::told(90, crate::fact::Told::Completed { on, profile }));
    assert_eq!(case.state.questionnaire(), Questionnaire::Completed { on, profile });
}

#[test]
fn m4_t6_t9_a_correction_leaves_the_estimate_that_a_track_kept_back_until_after_go_live() {
    let live = day(2023, 3, 26);
    let mut case =
        taken(Past { work_since: Some(day(2022, 6, 10)), ..past_from(day(2022, 4, 21), day(2022, 4, 23), live) });
    case.on(live, &told_impossible(live));
    case.on(live, &end_track(TrackKind::AuthorisedWork, day(2023, 2, 25)));
    let asked = open(&case);
    assert_eq!(asked[0], (Step::FirstEstimate, None, Some(day(2023, 3, 26))));
    // The work was in force on the last day of that month 4 as well.
    case.on(live, &correct(day(2022, 2, 20), live));
    assert_eq!(open(&case), asked);
    // It was not on the last day of this one, which another system had to see to.
    case.on(live, &correct(day(2022, 1, 20), live));
    assert_eq!(open(&case), []);
}
