//! What holds in every history, whatever is asked in whatever order.

mod annul;
mod any;
mod explained;
mod order;
mod past;
pub(crate) mod played;
mod rehabilitation;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::Config;
use trajet_law::deadline::{Closure, Deadline, Step};
use trajet_law::histories::first_days::around;
use trajet_law::months::{days_after, months_after};
use trajet_law::parameter::LAW_IN_FORCE_FROM;
use trajet_law::rule::Rule;

use self::any::{History, any_day, any_history, any_history_by_the_law, any_told};
use crate::command::Command;
use crate::estimate::Category;
use crate::event::Event;
use crate::fact::ParkedBecause;
use crate::samples::{Case, one_more_from, told};
use crate::state::{State, work};
use crate::timer::{TimerKind, timers};

/// The steps of this service that have a last day.
const TIMED: [Step; 3] = [Step::FirstEstimate, Step::Category3Examination, Step::AuthorisedWorkDecision];

/// Gives every command on its day; what holds is checked after each with the day, the state before and the events.
fn live(history: &History, mut holds: impl FnMut(NaiveDate, &Command, &State, &[Event], &State)) -> Case {
    let mut case = Case { state: State { law: history.law(), ..State::default() }, events: Vec::new() };
    for (today, command) in &history.steps {
        let before = case.state.clone();
        let events = case.attempt(*today, command).unwrap_or_default();
        holds(*today, command, &before, &events, &case.state);
    }
    case
}

/// The last deadline of the first estimate that has a last day: that of month 4.
fn last_of_month_4(state: &State) -> Option<&Deadline> {
    let of_month_4 = |it: &&Deadline| it.plan.step == Step::FirstEstimate && it.plan.due.is_some();
    state.deadlines.iter().rfind(of_month_4)
}

/// So many times as many histories as a property is usually tried on.
fn times(more: u32) -> Config {
    let usual = Config::default();
    Config { cases: usual.cases * more, ..usual }
}

proptest! {
    #![proptest_config(times(4))]

    #[test]
    fn t6_a_deadline_never_vanishes_and_never_changes_its_dates_and_a_miss_stays(history in around(any_history)) {
        live(&history, |_, _, before, _, after| {
            assert!(before.deadlines.iter().count() <= after.deadlines.iter().count());
            for (was, is) in before.deadlines.iter().zip(&after.deadlines) {
                assert_eq!(was.plan, is.plan);
                assert!(was.missed_on.is_none() || was.missed_on == is.missed_on);
            }
        });
    }

    #[test]
    fn t8_what_is_decided_after_the_law_changed_stands_by_the_law_of_today(
        (history, changes_on) in around(|first| (any_history(first), any_day(first))),
    ) {
        let law = one_more_from(changes_on);
        let mut case = Case { state: State { law, ..State::default() }, events: Vec::new() };
        for (today, command) in history.steps {
            let _ = case.attempt(today, &Command::FollowLaw);
            let _ = case.attempt(today, &command);
            let moved = case.attempt(today, &Command::FollowLaw).unwrap_or_default();
            prop_assert!(moved.is_empty(), "{:?} after {:?}", moved, command);
        }
    }

    #[test]
    fn t6_a_step_is_planned_again_only_after_its_deadline_was_closed(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            for deadline in after.deadlines.all_open() {
                assert_eq!(after.open(deadline.plan.step), Some(deadline));
            }
        });
    }

    #[test]
    fn t6_a_deadline_changes_only_by_an_event_that_says_so(history in around(any_history)) {
        live(&history, |_, _, before, events, after| {
            let about_deadlines = events.iter().any(|event| matches!(
                event,
                Event::DeadlinePlanned { .. } | Event::DeadlineReplanned { .. } | Event::DeadlineMet { .. }
                    | Event::DeadlineMissed { .. } | Event::DeadlineWaived { .. } | Event::DeadlineReopened { .. }
            ));
            assert_eq!(before.deadlines != after.deadlines, about_deadlines);
        });
    }

    #[test]
    fn t6_a_timer_that_fires_on_its_day_or_later_disappears(history in around(any_history), late in 0_u64..50) {
        live(&history, |today, _, _, _, after| {
            for timer in timers(after) {
                let mut case = Case { state: after.clone(), events: Vec::new() };
                let fired_on = timer.fire_on.max(today) + Days::new(late);
                let TimerKind::Missed(step) = timer.kind;
                assert!(!case.on(fired_on, &Command::FireMissed(step)).is_empty());
                assert!(!timers(&case.state).contains(&timer));
            }
        });
    }

    #[test]
    fn t6_while_a_step_with_a_last_day_is_open_and_not_missed_its_timer_is_set(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            let not_missed = |deadline: &Deadline| deadline.plan.due.is_some() && deadline.missed_on.is_none();
            let waits = |step: &&Step| after.open(**step).is_some_and(not_missed);
            let waiting: Vec<_> = TIMED.iter().filter(waits).map(|step| TimerKind::Missed(*step)).collect();
            let mut set: Vec<_> = timers(after).iter().map(|timer| timer.kind).collect();
            set.sort_unstable();
            assert_eq!(set, waiting);
        });
    }

    #[test]
    fn t6_a_fact_is_never_refused_and_never_lost(
        (history, fact, today) in around(|first| (any_history(first), any_told(first), any_day(first))),
    ) {
        let mut case = live(&history, |_, _, _, _, _| ());
        case.on(today, &told(100, fact));
        let facts = history.steps.iter().filter(|(_, command)| matches!(command, Command::Note(_)));
        let mut distinct: Vec<&Command> = Vec::new();
        for (_, command) in facts {
            if !distinct.contains(&command) {
                distinct.push(command);
            }
        }
        prop_assert_eq!(case.state.noted.len() + case.state.parked.len(), distinct.len() + 1);
        let waits = |because: &ParkedBecause| *because == ParkedBecause::NotDeclared;
        prop_assert_eq!(case.state.parked.iter().all(|(_, because)| waits(because)), case.state.declaration.is_none()
            || case.state.parked.is_empty());
    }

    #[test]
    fn m4_no_estimate_is_made_while_a_track_is_in_force(history in around(any_history)) {
        live(&history, |_, _, before, events, _| {
            let made = events.iter().find(|event| matches!(event, Event::FirstEstimateMade(_)));
            assert!(made.is_none_or(|made| before.track_on(made.effective_on()).is_none()));
        });
    }

    #[test]
    fn m4_an_estimate_is_waived_under_m4_just_when_a_track_is_in_force_on_its_last_day(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            let Some(estimate) = last_of_month_4(after) else { return };
            let waived = matches!(estimate.closed, Some(Closure::Waived { because, .. }) if because.rule == Rule::M4);
            let beside = estimate.plan.due.is_some_and(|due| after.track_on(due).is_some());
            assert!(beside || !waived || after.first_estimate.is_some() || after.end.is_some());
            assert!(!beside || !estimate.is_open());
        });
    }

    // The figures are those of the law as it is: month 4, and a month after the last track.
    #[test]
    fn m4_while_an_estimate_is_awaited_it_is_open_unless_a_track_without_an_end_keeps_it_back(
        history in around(any_history_by_the_law),
    ) {
        live(&history, |_, _, _, _, after| {
            let Some(recognised) = after.recognition() else { return };
            if after.first_estimate.is_some() || after.end.is_some() {
                assert_eq!(after.open(Step::FirstEstimate), None);
                return;
            }
            // Of the first day as it stands: a correction moves month 4 (T9).
            let month_4 = [3, 4].map(|months| months_after(recognised.incapacity_start, months));
            let (opens, due) = (month_4[0], month_4[1] - Days::new(1));
            let kept_back = after.track_on(due).is_some();
            let mut since = after.tracks.iter().filter(|track| !track.over_before(due));
            let until = since.try_fold(due, |latest, track| track.until.map(|until| until.max(latest)));
            let open = after.open(Step::FirstEstimate).map(|deadline| (deadline.plan.opens, deadline.plan.end()));
            let after_the_tracks = until.map(|until| days_after(until, 1));
            let after_the_tracks = after_the_tracks.map(|opens| (Some(opens), Some(months_after(opens, 1))));
            // Another system's to make, if it was over before go-live, and nobody's before the law (T6, T8).
            let live = after.taken_over().map_or(LAW_IN_FORCE_FROM, |known| known.on);
            let expected = if kept_back { after_the_tracks } else { Some((Some(opens), Some(due))) };
            let expected = expected.filter(|(_, end)| LAW_IN_FORCE_FROM <= due && *end >= Some(live));
            assert_eq!(open, expected);
        });
    }

    #[test]
    fn m4_tracks_of_one_kind_never_share_a_day(history in around(any_history)) {
        let tracks = live(&history, |_, _, _, _, _| ()).state.tracks;
        for (index, one) in tracks.iter().enumerate() {
            let others = tracks[..index].iter().filter(|other| other.kind == one.kind);
            prop_assert!(others.into_iter().all(|other| !other.overlaps(one)));
        }
    }

    #[test]
    fn m10_who_comes_to_category_4_is_referred_on_that_day_and_nobody_else(history in around(any_history)) {
        live(&history, |_, command, before, events, after| {
            if matches!(command, Command::TakeOver(_)) {
                return;
            }
            let came_to = |(on, category, _)| (category == Category::Four).then_some(on);
            let was = before.estimates().last().map(|(_, category, _)| category);
            let new = after.estimates().skip(before.estimates().count()).filter(|(_, category, _)| was != Some(*category));
            let referred: Vec<_> = events.iter().filter(|event| matches!(event, Event::PersonReferred(_))).collect();
            let days: Vec<_> = referred.iter().map(|event| event.effective_on()).collect();
            assert_eq!(days, new.filter_map(came_to).collect::<Vec<_>>());
        });
    }

    #[test]
    fn m7_m8_an_examination_is_open_only_for_the_category_that_asks_for_it(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            let category = after.estimates().last().map(|(_, category, _)| category);
            let open = |step| after.open(step).is_some();
            assert!(!open(Step::Category1Examination) || category == Some(Category::One));
            assert!(!open(Step::Category3Examination) || category == Some(Category::Three));
        });
    }

    #[test]
    fn m5_an_examination_for_the_estimate_is_open_only_while_the_estimate_is(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            assert!(after.open(Step::EstimateExamination).is_none() || after.open(Step::FirstEstimate).is_some());
        });
    }

    #[test]
    fn m13_a_request_is_answered_once_and_not_before_it_was_made(history in around(any_history)) {
        live(&history, |_, _, before, _, after| {
            for (was, is) in before.requests.iter().zip(&after.requests) {
                assert!(was.answer.is_none() || was.answer == is.answer);
                assert!(is.answer.as_ref().is_none_or(|answer| is.asked_on <= answer.on));
            }
        });
    }

    #[test]
    fn m14_the_decision_on_work_is_open_just_while_an_application_awaits_one(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            let open = after.open(Step::AuthorisedWorkDecision);
            let awaited = after.work.iter().find(|work| work.awaits_a_decision()).filter(|_| after.end.is_none());
            // What ended before the law is not judged by it (T8).
            assert!(open.is_none() || awaited.is_some());
            let Some(work) = awaited else { return };
            let planned = open.map(|open| open.plan.clone());
            assert!(planned.is_none_or(|plan| work.resumed_on.is_some() == plan.due.is_some()));
        });
    }

    #[test]
    fn m14_work_begins_after_its_application_and_is_authorised_on_all_findings(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            for work in &after.work {
                let applied_on = work.application.applied_on;
                assert!(work.resumed_on.is_none_or(|on| applied_on < on) && applied_on < work.application.planned_from);
                let findings = work.authorised().map(|terms| terms.findings);
                assert!(findings.is_none_or(|found| found.reduction_percent.is_some_and(|percent| 50 <= percent)));
            }
            assert!(after.work.iter().filter(|work| work.is_pending()).count() <= 1);
        });
    }

    #[test]
    fn t6_after_the_end_nothing_is_open_planned_or_set(history in around(any_history)) {
        live(&history, |_, command, before, events, after| {
            if let Some(end) = &after.end {
                assert!(work(after).is_empty() && timers(after).is_empty());
                assert!(after.tracks.iter().all(|track| track.until.is_some()), "{command:?}");
                // A miss that was recorded before stays with a deadline that is planned again.
                let known = |on: NaiveDate| before.deadlines.iter().any(|deadline| deadline.missed_on == Some(on));
                let missed_later = |event: &Event| matches!(event, Event::DeadlineMissed { on, .. } if end.last_day < on.pred_opt().unwrap_or(*on) && !known(*on));
                assert!(!events.iter().any(missed_later));
                // What an estimate of before the end meets is planned to be met, and asks nobody for anything.
                let estimated = matches!(command, Command::RecordFirstEstimate { .. });
                let plans = |event: &Event| match event {
                    Event::DeadlinePlanned { .. } => !estimated,
                    Event::DeadlineReopened { .. } => true,
                    _ => false,
                };
                assert!(before.end.is_none() || !events.iter().any(plans));
            }
        });
    }

    #[test]
    fn t6_nothing_with_a_last_day_before_go_live_is_ever_planned_missed_or_left_open(history in around(any_history)) {
        live(&history, |_, _, _, events, after| {
            let Some(taken_over) = after.taken_over() else { return };
            for deadline in &after.deadlines {
                assert!(deadline.plan.end().is_none_or(|end| taken_over.on <= end), "{deadline:?}");
                assert!(deadline.missed_on.is_none_or(|on| taken_over.on < on));
            }
            for timer in timers(after) {
                assert!(taken_over.on < timer.fire_on);
            }
            let past = |event: &Event| matches!(event, Event::BeforeGoLive(_));
            assert!(events.iter().filter(|event| past(event)).all(|event| event.effective_on() < taken_over.on));
        });
    }

    #[test]
    fn t6_what_was_done_before_go_live_is_not_asked_for_again(history in around(any_history)) {
        live(&history, |_, command, _, events, after| {
            let Command::TakeOver(past) = command else { return };
            assert!(past.first_estimate.is_none() || events.is_empty() || after.deadline(Step::FirstEstimate).is_none());
        });
    }

    #[test]
    fn m1_an_estimate_and_its_deadline_follow_a_recognition(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            let recognised = after.recognition().is_some();
            assert!(recognised || (after.estimates().next().is_none() && after.deadlines.is_empty()));
        });
    }
}

#[test]
fn the_histories_reach_what_they_are_to_prove() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::new(times(4));
    let (mut seen, mut planned) = ([false; 30], 0);
    for _ in 0..1000 {
        let history = around(any_history).new_tree(&mut runner).expect("a history is generated").current();
        let entered_late =
            |event: &Event, today| matches!(event, Event::FirstEstimateMade(_)) && event.effective_on() < today;
        let case = live(&history, |today, _, _, events, _| {
            seen[14] |= events.iter().any(|event| entered_late(event, today));
        });
        planned += usize::from(!case.state.deadlines.is_empty());
        for event in case.events {
            match event {
                Event::FirstEstimateMade(_) => seen[0] = true,
                Event::PersonReferred(_) => seen[1] = true,
                Event::DeadlineWaived { because, .. } if because == Rule::T9.into() => seen[15] = true,
                Event::DeadlineWaived { .. } => seen[2] = true,
                Event::DeadlineReopened { .. } => seen[3] = true,
                Event::DeadlineMissed { .. } => seen[4] = true,
                Event::FactReleased { .. } => seen[5] = true,
                Event::DeadlinePlanned { plan, .. } => match plan.step {
                    Step::FirstEstimate if plan.due.is_none() => seen[16] = true,
                    Step::EstimateExamination => seen[6] = true,
                    Step::Category1Examination => seen[7] = true,
                    Step::Category3Examination => seen[8] = true,
                    Step::RouteBDecision => seen[9] = true,
                    Step::AuthorisedWorkDecision if plan.due.is_some() => seen[23] = true,
                    _ => {}
                },
                Event::EvaluationMade(_) => seen[10] = true,
                Event::TrajectoryAuthorised { .. } => seen[11] = true,
                Event::TrajectoryNotAuthorised { .. } => seen[12] = true,
                Event::IncapacityEnded(_) => seen[13] = true,
                Event::BeforeGoLive(_) => seen[24] = true,
                Event::WorkAppliedFor { .. } => seen[17] = true,
                Event::WorkResumed { .. } => seen[18] = true,
                Event::WorkAuthorised { .. } => seen[19] = true,
                Event::WorkNotAuthorised { .. } => seen[20] = true,
                Event::WorkAmended { .. } => seen[21] = true,
                Event::WorkApplicationWithdrawn { .. } => seen[22] = true,
                Event::StartCorrected(corrected) if corrected.to < corrected.from => seen[25] = true,
                Event::StartCorrected(corrected) if corrected.from < corrected.to => seen[26] = true,
                Event::CertificateAdded(_) => seen[27] = true,
                Event::DeadlineReplanned { because, .. } if because == Rule::T9.into() => seen[28] = true,
                Event::DeadlineReplanned { because, .. } if because == Rule::T8.into() => seen[29] = true,
                _ => {}
            }
        }
    }
    assert_eq!(seen, [true; 30]);
    // Before the law nothing is planned (T8): most histories are to lie after it, or they prove nothing of deadlines.
    assert!(planned > 500, "{planned} of 1000 histories plan something");
}
