//! What becomes of open deadlines when the first day of incapacity is corrected (T9) or the law changes (T8).
//!
//! No source says. Own readings: the sending follows, openly; a questionnaire that was sent stays sent, and due back on the
//! day that it tells the person. Help that was asked follows the law.

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, DatedFact, FactKind, Plan, Step};
use trajet_law::questionnaire::{help_plan, send_plan};
use trajet_law::replan::{Replanned, replan};
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::was_not_judged;

use crate::event::Event;
use crate::fact::StartCorrection;
use crate::state::{State, apply};

/// Notes a corrected first day. One that stands already does nothing; nor does one that is told before the recognition,
/// which tells the first day as it then stands.
pub(super) fn note(state: &State, corrected: &StartCorrection) -> Vec<Event> {
    let stands = |start: NaiveDate| start == corrected.to;
    if state.recognition.as_ref().is_none_or(|recognition| stands(recognition.incapacity_start)) {
        return Vec::new();
    }
    let event = Event::StartCorrected(corrected.clone());
    let mut after = state.clone();
    apply(&mut after, &event);
    let moved = moves(&after, corrected.on, (Rule::T9.into(), Some(FactKind::FirstDayCorrected.on(corrected.on))));
    [event].into_iter().chain(moved).chain(first_planned(&after, corrected.on)).collect()
}

/// Plans again what is open, where the law in force today gives it other days. The same law again does nothing.
pub(crate) fn follow_law(state: &State, today: NaiveDate) -> Vec<Event> {
    moves(state, today, (Rule::T8.into(), None))
}

/// That an open deadline was late is recorded before it is planned again.
fn moves(state: &State, on: NaiveDate, because: (Ground, Option<DatedFact>)) -> Vec<Event> {
    let plans: Vec<_> = sending(state).into_iter().chain(help(state)).collect();
    let moved = |moved: Replanned| {
        let open = state.deadlines.open(moved.before.step);
        let missed = open.and_then(|open| Some((open.plan.step, open.miss_before(on)?)));
        let missed = missed.map(|(step, on)| Event::DeadlineMissed { step, on });
        missed.into_iter().chain([Event::replanned(moved, on, because, state.taken_over())])
    };
    replan(&state.deadlines, &plans).into_iter().flat_map(moved).collect()
}

fn sending(state: &State) -> Option<Plan> {
    let recognition = state.recognition.as_ref()?;
    Some(send_plan(recognition.incapacity_start, state.planning(recognition.recognised_on)))
}

fn help(state: &State) -> Option<Plan> {
    let asked_on = state.round()?.help.as_ref()?.asked_on?;
    Some(help_plan(state.planning(asked_on)))
}

/// The sending that was never planned, or not judged, because its day lay before the law or before go-live, and does not any
/// more.
fn first_planned(state: &State, on: NaiveDate) -> Option<Event> {
    let not_judged = match state.deadlines.last(Step::QuestionnaireSend).map(|last| last.closed) {
        None => true,
        Some(Some(Closure::Waived { because, .. })) => was_not_judged(because),
        Some(_) => false,
    };
    let awaited = not_judged && state.rounds.is_empty() && state.waived.is_none() && state.end.is_none();
    let plan = sending(state).filter(|plan| awaited && state.judges(plan))?;
    Some(Event::DeadlinePlanned { plan, on })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use trajet_law::law::Law;
    use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};

    use super::*;
    use crate::command::Command;
    use crate::people::HelpResult;
    use crate::samples::{Case, contacted, corrected, day, ended, fire_send, one_more_from, recognised_from, start};
    use crate::state::Stage;
    use crate::timer::timers;

    const STEP: Step = Step::QuestionnaireSend;

    fn due(case: &Case) -> Option<NaiveDate> {
        case.state.deadlines.open(STEP).and_then(|open| open.plan.due)
    }

    #[test]
    fn q1_t9_the_sending_follows_the_first_day_and_tells_its_days_before_and_after() {
        let mut case = Case::opened();
        let events = case.on(day(2022, 10, 10), &corrected(start(), day(2022, 8, 15), day(2022, 10, 7)));
        let [Event::StartCorrected(_), Event::DeadlineReplanned { before, after, on, because, rests_on }] = &events[..]
        else {
            panic!("{events:?}")
        };
        assert_eq!((before.due, after.due), (Some(day(2022, 11, 10)), Some(day(2022, 10, 24))));
        assert_eq!((*on, *because), (day(2022, 10, 7), Rule::T9.into()));
        assert_eq!(*rests_on, FactKind::FirstDayCorrected.on(day(2022, 10, 7)).into());
        assert_eq!(timers(&case.state)[0].fire_on, day(2022, 10, 24));
        assert_eq!(case.on(day(2022, 10, 11), &corrected(start(), day(2022, 8, 15), day(2022, 10, 7))), []);
        assert_eq!(case.on(day(2022, 10, 11), &crate::samples::recognised()), [], "the recognition is known");
    }

    #[test]
    fn t6_t9_a_sending_that_becomes_overdue_is_late_and_sent() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 10), &corrected(start(), day(2022, 7, 1), day(2022, 10, 10)));
        assert_eq!(timers(&case.state)[0].fire_on, day(2022, 9, 9));
        case.on(day(2022, 10, 10), &fire_send());
        assert_eq!(case.deadline(STEP).0, Some(day(2022, 9, 10)));
        assert_eq!(case.state.stage(), Stage::Sent);
    }

    #[test]
    fn q1_t9_what_was_sent_stays_sent_and_due_back_on_the_day_that_it_told() {
        let mut case = Case::sent();
        let before = case.state.clone();
        let events = case.on(day(2022, 11, 15), &corrected(start(), day(2022, 9, 4), day(2022, 11, 15)));
        assert!(matches!(events[..], [Event::StartCorrected(_)]));
        assert_eq!((&case.state.rounds, &case.state.deadlines), (&before.rounds, &before.deadlines));
    }

    #[test]
    fn t9_a_correction_ahead_of_the_recognition_is_in_the_recognition() {
        let mut case = Case::default();
        assert_eq!(case.on(day(2022, 9, 4), &corrected(start(), day(2022, 8, 15), day(2022, 9, 4))), []);
        case.on(day(2022, 9, 5), &recognised_from(day(2022, 8, 15)));
        assert_eq!(due(&case), Some(day(2022, 10, 24)));
    }

    #[test]
    fn t8_t9_a_sending_whose_day_lies_before_the_law_is_not_judged_and_planned_when_it_does_not() {
        let mut case = Case::default();
        case.on(day(2022, 1, 10), &recognised_from(day(2021, 11, 10)));
        case.on(day(2022, 1, 10), &corrected(day(2021, 11, 10), day(2021, 10, 1), day(2022, 1, 10)));
        assert_eq!((due(&case), timers(&case.state)), (None, Vec::new()));
        case.on(day(2022, 1, 11), &corrected(day(2021, 10, 1), day(2021, 11, 12), day(2022, 1, 11)));
        assert_eq!(due(&case), Some(day(2022, 1, 21)));
    }

    #[test]
    fn t9_after_the_end_nothing_is_planned() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 3), &ended(day(2022, 10, 1), trajet_law::ending::Ending::IncapacityEnded));
        let events = case.on(day(2022, 10, 10), &corrected(start(), day(2022, 8, 15), day(2022, 10, 7)));
        assert!(matches!(events[..], [Event::StartCorrected(_)]));
    }

    static AFTER_DAYS: Parameter<u32> = Parameter::new(
        "questionnaire.send_after_days",
        Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 70, source: "a version of these tests" },
        &[Version {
            valid_from: NaiveDate::from_ymd_opt(2022, 1, 10).expect("a date"),
            begun: Begun::Before(LAW_IN_FORCE_FROM),
            value: 56,
            source: "a version of these tests",
        }],
    );
    static EIGHT_WEEKS: Law = Law::amended(&[&AFTER_DAYS]);

    #[test]
    fn t8_cases_of_both_laws_live_side_by_side_and_a_change_plans_what_is_open_again_once() {
        let begun = |start| {
            let mut case = Case { state: State { law: &EIGHT_WEEKS, ..State::default() }, events: Vec::new() };
            case.on(day(2022, 1, 5), &recognised_from(start));
            case
        };
        let (mut before, mut after) = (begun(day(2021, 12, 31)), begun(day(2022, 1, 1)));
        assert_eq!((due(&before), due(&after)), (Some(day(2022, 3, 11)), Some(day(2022, 3, 12))));
        assert_eq!(before.on(day(2022, 1, 9), &Command::FollowLaw), []);
        let events = before.on(day(2022, 1, 10), &Command::FollowLaw);
        assert!(matches!(events[..], [Event::DeadlineReplanned { because, .. }] if because == Rule::T8.into()));
        assert_eq!(after.on(day(2022, 1, 10), &Command::FollowLaw), []);
        assert_eq!((due(&before), due(&after)), (Some(day(2022, 2, 25)), Some(day(2022, 3, 12))));
        assert_eq!(before.on(day(2022, 1, 11), &Command::FollowLaw), []);
    }

    #[test]
    fn t8_t9_a_recognition_and_a_correction_that_are_entered_after_the_law_changed_are_planned_by_it() {
        let mut late = Case { state: State { law: &EIGHT_WEEKS, ..State::default() }, events: Vec::new() };
        late.on(day(2022, 1, 10), &recognised_from(day(2021, 12, 31)));
        assert_eq!(due(&late), Some(day(2022, 2, 25)));
        late.on(day(2022, 1, 12), &corrected(day(2021, 12, 31), day(2021, 12, 30), day(2022, 1, 6)));
        assert_eq!(due(&late), Some(day(2022, 2, 24)));
    }

    #[test]
    fn q6_t8_help_that_is_open_is_aimed_at_again_by_a_new_law() {
        let mut case = Case::overdue();
        let aimed = |case: &Case| case.state.deadlines.open(Step::QuestionnaireHelp).and_then(|open| open.plan.target);
        let before = aimed(&case).expect("help is aimed at");
        let on = day(2022, 11, 26);
        case.state.law = one_more_from(on);
        let events = case.on(on, &Command::FollowLaw);
        assert!(matches!(events[..], [Event::DeadlineReplanned { because, .. }] if because == Rule::T8.into()));
        assert_eq!(aimed(&case), before.succ_opt());
        let met = case.on(day(2022, 11, 28), &contacted(day(2022, 11, 28), HelpResult::Helped));
        let met = met.iter().find(|event| matches!(event, Event::DeadlineMet { .. })).expect("help was given");
        assert_eq!(met.ground(), Rule::Q6.into());
    }

    #[test]
    fn t6_t8_a_sending_that_was_over_is_missed_before_it_is_planned_again() {
        let mut case = Case { state: State { law: &EIGHT_WEEKS, ..State::default() }, events: Vec::new() };
        case.on(day(2022, 1, 5), &recognised_from(day(2021, 12, 31)));
        assert_eq!(case.on(day(2022, 3, 11), &Command::FollowLaw).len(), 1);
        let mut case = Case { state: State { law: &EIGHT_WEEKS, ..State::default() }, events: Vec::new() };
        case.on(day(2022, 1, 5), &recognised_from(day(2021, 12, 31)));
        let missed = Event::DeadlineMissed { step: STEP, on: day(2022, 3, 12) };
        assert_eq!(case.on(day(2022, 3, 12), &Command::FollowLaw)[0], missed);
    }

    proptest! {
        #[test]
        fn t9_told_so_or_corrected_before_anything_happened_the_same_is_open(
            told in 0_u64..120, corrections in prop::collection::vec(0_u64..120, 1..4),
        ) {
            let at = |days| day(2021, 9, 10) + chrono::Days::new(days);
            let last = *corrections.last().expect("there is one");
            let plans = |case: &Case| case.state.deadlines.all_open().map(|open| open.plan.clone()).collect::<Vec<_>>();
            let mut directly = Case::default();
            directly.on(day(2022, 1, 10), &recognised_from(at(last)));
            let mut case = Case::default();
            case.on(day(2022, 1, 10), &recognised_from(at(told)));
            let mut from = told;
            for to in corrections {
                case.on(day(2022, 1, 10), &corrected(at(from), at(to), day(2022, 1, 10)));
                from = to;
            }
            prop_assert_eq!(plans(&case), plans(&directly));
        }
    }
}
