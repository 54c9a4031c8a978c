//! The open deadlines as they are planned now, by the first day as it stands and the law in force (T8, T9).

use chrono::NaiveDate;
use trajet_law::authorised_work;
use trajet_law::deadline::{DatedFact, Plan, Step};
use trajet_law::estimate::{estimate_after_track_plan, first_estimate_plan};
use trajet_law::rehabilitation::reintegration_evaluation_plan;
use trajet_law::replan::{Replanned, replan};
use trajet_law::route_b::decision_plan;
use trajet_law::rule::Ground;

use super::evaluate;
use super::follow::{applied, examination_of_open_estimate, kept_back_until};
use crate::estimate::Category;
use crate::event::Event;
use crate::rehabilitation::Programme;
use crate::state::State;

/// Adds the moves of the deadlines that are open after these events, by the law of today, why, and by which fact if not by the
/// law alone. They count from a day.
pub(super) fn with_moves(
    state: &State,
    mut events: Vec<Event>,
    on: NaiveDate,
    because: (Ground, Option<DatedFact>),
) -> Vec<Event> {
    let after = applied(state, &events);
    // The examination for an estimate is aimed at that estimate: it moves after it.
    let plans = [estimate(&after), examination(&after), decision(&after), work_decision(&after), reintegration(&after)];
    events.extend(moves(&after, &plans, on, because));
    let after = applied(state, &events);
    let plans = [examination_of_open_estimate(&after)];
    events.extend(moves(&after, &plans, on, because));
    events
}

fn moves(state: &State, plans: &[Option<Plan>], on: NaiveDate, because: (Ground, Option<DatedFact>)) -> Vec<Event> {
    let plans: Vec<_> = plans.iter().flatten().cloned().collect();
    replan(&state.deadlines, &plans).into_iter().flat_map(|it| moved(state, it, on, because)).collect()
}

/// An open deadline is planned again; that the earlier one was late is recorded first. With an estimate whose time was over before
/// the law or before go-live goes the examination that it would need (M5).
pub(super) fn moved(
    state: &State,
    moved: Replanned,
    on: NaiveDate,
    because: (Ground, Option<DatedFact>),
) -> impl Iterator<Item = Event> {
    let missed = state.open(moved.before.step).and_then(|open| Event::missed(open, on));
    let replanned = Event::replanned(moved, on, because, state.taken_over());
    let examination = match &replanned {
        Event::DeadlineWaived { step: Step::FirstEstimate, on, because, rests_on } => {
            let step = state.open(Step::EstimateExamination).map(|open| open.plan.step);
            step.map(|step| Event::DeadlineWaived { step, on: *on, because: *because, rests_on: rests_on.clone() })
        }
        _ => None,
    };
    missed.into_iter().chain([replanned]).chain(examination)
}

/// The first estimate of month 4.
pub(super) fn of_month_4(state: &State) -> Option<Plan> {
    let recognition = state.recognition()?;
    Some(first_estimate_plan(recognition.incapacity_start, state.planning(recognition.decided_on)))
}

fn estimate(state: &State) -> Option<Plan> {
    let open = state.open(Step::FirstEstimate)?;
    if open.plan.due.is_some() {
        return of_month_4(state);
    }
    kept_back_until(state).map(|until| estimate_after_track_plan(state.planning(until)))
}

/// The examination that the category in force asks for, counted from the estimate that gave the category.
pub(super) fn examination(state: &State) -> Option<Plan> {
    let (_, in_force, _) = state.estimates().last()?;
    let estimates: Vec<_> = state.estimates().collect();
    let others = estimates.iter().rposition(|(_, category, _)| *category != in_force).map_or(0, |place| place + 1);
    let (given_on, category, examined): (NaiveDate, Category, bool) = *estimates.get(others)?;
    evaluate::asked_by(state, category, examined, state.planning(given_on))
}

/// The decision on authorised work, from the application or from the resumption (M14).
fn work_decision(state: &State) -> Option<Plan> {
    let open = &state.open(Step::AuthorisedWorkDecision)?.plan;
    let from = state.planning(open.opens?);
    let resumed = open.due.is_some();
    Some(if resumed {
        authorised_work::decision_plan(from)
    } else {
        authorised_work::decision_before_resumption_plan(from)
    })
}

/// The evaluation after the phase of reintegration, whose days are those of the programme (M16).
fn reintegration(state: &State) -> Option<Plan> {
    state.open(Step::ReintegrationEvaluation)?;
    let phase = state.programmes.iter().rev().find_map(Programme::phase)?;
    Some(reintegration_evaluation_plan(state.planning(phase.value.last)))
}

fn decision(state: &State) -> Option<Plan> {
    let asked_on = state.open(Step::RouteBDecision)?.plan.opens?;
    Some(decision_plan(state.planning(asked_on)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::samples::{
        Case, apply_for_work, approved, day, ended, one_more_from, propose, resume_work, started, submit, told_asked,
    };
    use trajet_law::rehabilitation::{ProgrammeOutcome, RehabilitationFact};

    #[test]
    fn t8_each_open_step_follows_a_law_with_other_figures() {
        let record = |fact: RehabilitationFact| Command::RecordRehabilitation(fact);
        let played = |acts: &[(NaiveDate, Command)]| {
            let mut case = Case::recognised();
            for (today, command) in acts {
                case.on(*today, command);
            }
            case
        };
        let applied = (day(2022, 10, 3), apply_for_work(day(2022, 10, 3), day(2022, 10, 10)));
        for (mut case, step) in [
            (played(&[]), Step::FirstEstimate),
            (played(std::slice::from_ref(&applied)), Step::AuthorisedWorkDecision),
            (
                played(&[applied.clone(), (day(2022, 10, 10), resume_work(day(2022, 10, 10)))]),
                Step::AuthorisedWorkDecision,
            ),
            (played(&[(day(2022, 12, 8), told_asked(1, day(2022, 12, 8)))]), Step::RouteBDecision),
            (
                played(&[
                    (day(2022, 10, 5), propose(day(2022, 10, 5))),
                    (day(2022, 10, 6), submit(day(2022, 10, 6))),
                    (day(2022, 11, 2), record(approved(day(2022, 11, 2)))),
                    (day(2022, 11, 14), record(started(day(2022, 11, 14)))),
                    (day(2023, 2, 1), record(ended(day(2023, 1, 31), ProgrammeOutcome::Succeeded))),
                ]),
                Step::ReintegrationEvaluation,
            ),
        ] {
            assert!(case.state.open(step).is_some(), "{step:?} is open");
            case.state.law = one_more_from(day(2022, 9, 1));
            let events = case.on(day(2023, 12, 1), &Command::FollowLaw);
            let moved = |event: &Event| matches!(event, Event::DeadlineReplanned { before, .. } if before.step == step);
            assert!(events.iter().any(moved), "{step:?}");
        }
    }
}
