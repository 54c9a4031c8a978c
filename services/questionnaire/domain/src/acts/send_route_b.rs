//! Sending the questionnaire to who asks for a trajectory.
//!
//! Circular 2022/383, part III, 3.2, steps 2 and 3: the person is invited to fill one in before the first contact (Q8),
//! and has the same two weeks for it (Q5). What keeps the questionnaire of route A back (Q2, Q4) is said of route A
//! alone.

use chrono::NaiveDate;

use super::draft::carried_over;
use super::send::sending;
use crate::definition::DefinitionRef;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::round::Route;
use crate::state::State;

/// Sends on the day the timer fires, which is the day on which the request was noted unless the platform was away.
pub(crate) fn decide(state: &State, definition: &DefinitionRef, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let recognition = state.recognition.as_ref().ok_or(Rejection::NotRecognised)?;
    let asked_on = state.send_on.ok_or(Rejection::NotAsked)?;
    if today < asked_on {
        return Err(Rejection::NotDue);
    }
    let sent = sending(state, recognition, Route::B, definition, today);
    Ok(sent.into_iter().chain(carried_over(state, definition, today)).collect())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::Command;
    use crate::fact::TrackKind;
    use crate::samples::{
        Case, complete, day, fire_send, fire_send_route_b, requested, submit, track, trajectory_ended, waive,
    };
    use crate::state::Stage;
    use crate::timer::{Timer, TimerKind, timers};

    fn rounds(case: &Case) -> Vec<(u32, Route, NaiveDate)> {
        case.state.rounds.iter().map(|round| (round.sent.number, round.sent.route, round.sent.on)).collect()
    }

    #[test]
    fn q8_who_asks_for_a_trajectory_is_sent_one_with_two_weeks_to_return_it() {
        let mut case = Case::opened();
        let on = day(2022, 10, 3);
        case.on(on, &requested(on, true));
        assert_eq!(timers(&case.state)[0], Timer { kind: TimerKind::SendRouteB, fire_on: on });
        let events = case.on(on, &fire_send_route_b());
        assert_eq!(events[0].ground(), Rule::Q8.into());
        assert_eq!(rounds(&case), [(1, Route::B, on)]);
        let due = case.state.deadlines.open(Step::QuestionnaireReturn).and_then(|deadline| deadline.plan.due);
        assert_eq!(due, Some(day(2022, 10, 17)));
        assert_eq!(case.state.stage(), Stage::Sent);
        let kinds: Vec<_> = timers(&case.state).iter().map(|timer| timer.kind).collect();
        assert_eq!(kinds, [TimerKind::Send, TimerKind::ReturnMissed]);
        assert_eq!(case.refusal(on, &fire_send_route_b()), "NOT_ASKED");
    }

    #[test]
    fn q8_nothing_is_sent_when_none_is_needed() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 3), &requested(day(2022, 10, 3), false));
        assert_eq!(case.refusal(day(2022, 10, 3), &fire_send_route_b()), "NOT_ASKED");
        assert_eq!(case.state.requests.len(), 1);
    }

    #[test]
    fn q8_the_grounds_that_keep_route_a_back_do_not_keep_route_b_back() {
        let mut case = Case::opened();
        case.on(day(2022, 9, 10), &waive(day(2022, 9, 10)));
        case.on(day(2022, 9, 11), &track(TrackKind::CodexRequested, day(2022, 9, 11), None));
        case.on(day(2022, 10, 3), &requested(day(2022, 10, 3), true));
        case.on(day(2022, 10, 3), &fire_send_route_b());
        assert_eq!(case.state.stage(), Stage::Sent);
    }

    #[test]
    fn q8_one_that_is_out_on_day_70_keeps_the_sending_of_route_a_back() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 2), &requested(day(2022, 11, 2), true));
        case.on(day(2022, 11, 2), &fire_send_route_b());
        let on = day(2022, 11, 10);
        case.on(on, &fire_send());
        let closed = Closure::Waived { on, because: Rule::Q8.into() };
        assert_eq!(case.deadline(Step::QuestionnaireSend), (None, Some(closed)));
        assert_eq!(rounds(&case).len(), 1);
        assert_eq!(case.state.waived, None);
        let again = case.attempt(on, &waive(on));
        assert_eq!(again, Err(Rejection::AlreadyWaived { because: Rule::Q8.into() }));
    }

    #[test]
    fn q1_one_that_is_back_by_day_70_leaves_the_sending_of_route_a() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 3), &requested(day(2022, 10, 3), true));
        case.on(day(2022, 10, 3), &fire_send_route_b());
        case.on(day(2022, 10, 10), &submit(complete(), day(2022, 10, 10)));
        case.on(day(2022, 11, 10), &fire_send());
        assert_eq!(rounds(&case), [(1, Route::B, day(2022, 10, 3)), (2, Route::A, day(2022, 11, 10))]);
        assert_eq!(case.state.stage(), Stage::Sent);
        case.on(day(2022, 11, 20), &submit(complete(), day(2022, 11, 20)));
        let answers: Vec<_> = case.state.answers().map(|answer| (answer.number, answer.sending)).collect();
        assert_eq!(answers, [(1, 1), (2, 2)]);
        assert_eq!(case.deadlines(Step::QuestionnaireReturn).len(), 2);
    }

    #[test]
    fn q8_after_a_settled_one_of_route_a_another_is_sent() {
        let mut case = Case::sent();
        case.on(day(2022, 11, 20), &submit(complete(), day(2022, 11, 20)));
        case.on(day(2023, 1, 9), &requested(day(2023, 1, 9), true));
        case.on(day(2023, 1, 9), &fire_send_route_b());
        assert_eq!(rounds(&case)[1], (2, Route::B, day(2023, 1, 9)));
        case.on(day(2023, 1, 24), &Command::FireReturnMissed);
        assert_eq!(case.state.stage(), Stage::Overdue);
        assert_eq!(case.state.rounds[0].help, None);
    }

    #[test]
    fn q8_one_that_is_out_serves_the_request() {
        let mut case = Case::overdue();
        case.on(day(2022, 12, 1), &requested(day(2022, 12, 1), true));
        assert_eq!((case.state.send_on, case.state.requests.len()), (None, 1));
        assert_eq!(timers(&case.state), []);
    }

    #[test]
    fn q1_q8_on_day_70_the_sending_of_route_a_goes_first_and_serves_the_request() {
        let mut case = Case::opened();
        let on = day(2022, 11, 10);
        case.on(on, &requested(on, true));
        assert_eq!(timers(&case.state), [Timer { kind: TimerKind::Send, fire_on: on }]);
        case.on(on, &fire_send());
        assert_eq!(rounds(&case), [(1, Route::A, on)]);
        assert_eq!(case.refusal(on, &fire_send_route_b()), "NOT_ASKED");
    }

    #[test]
    fn q4_q8_what_keeps_route_a_back_on_day_70_leaves_the_sending_of_route_b() {
        let mut case = Case::opened();
        let on = day(2022, 11, 10);
        case.on(on, &track(TrackKind::AuthorisedWork, on, None));
        case.on(on, &requested(on, true));
        case.on(on, &fire_send());
        let because = Ground::point(Rule::Q4, 'b');
        assert_eq!(case.deadline(Step::QuestionnaireSend).1, Some(Closure::Waived { on, because }));
        assert_eq!(timers(&case.state), [Timer { kind: TimerKind::SendRouteB, fire_on: on }]);
        case.on(on, &fire_send_route_b());
        assert_eq!(rounds(&case), [(1, Route::B, on)]);
    }

    #[test]
    fn q8_after_an_outage_the_earlier_request_goes_first_and_route_a_is_missed() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 2), &requested(day(2022, 11, 2), true));
        let back = day(2022, 11, 14);
        case.on(back, &fire_send_route_b());
        case.on(back, &fire_send());
        let closed = Closure::Waived { on: back, because: Rule::Q8.into() };
        assert_eq!(case.deadline(Step::QuestionnaireSend), (Some(day(2022, 11, 11)), Some(closed)));
        assert_eq!(rounds(&case), [(1, Route::B, back)]);
    }

    #[test]
    fn q8_what_was_not_sent_for_a_request_that_ended_is_not_sent_any_more() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 3), &requested(day(2022, 10, 3), true));
        let events = case.on(day(2022, 10, 6), &trajectory_ended(day(2022, 10, 5)));
        assert_eq!((events[0].effective_on(), events[0].ground()), (day(2022, 10, 5), Rule::Q8.into()));
        assert_eq!((case.state.send_on, case.state.requests[0].ended_on), (None, Some(day(2022, 10, 5))));
        assert_eq!(case.refusal(day(2022, 10, 6), &fire_send_route_b()), "NOT_ASKED");
        assert_eq!(timers(&case.state), [Timer { kind: TimerKind::Send, fire_on: day(2022, 11, 10) }]);
        assert_eq!(case.on(day(2022, 10, 7), &trajectory_ended(day(2022, 10, 5))), []);
    }

    #[test]
    fn q8_after_it_ended_the_person_may_ask_again_on_the_same_day() {
        let mut case = Case::opened();
        let on = day(2022, 10, 3);
        case.on(on, &requested(on, true));
        case.on(on, &trajectory_ended(on));
        case.on(on, &requested(on, true));
        case.on(on, &fire_send_route_b());
        assert_eq!((rounds(&case), case.state.requests.len()), (vec![(1, Route::B, on)], 2));
    }

    #[test]
    fn q8_an_end_before_a_request_leaves_what_is_to_be_sent_for_it() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 12), &requested(day(2022, 10, 3), true));
        case.on(day(2022, 10, 12), &requested(day(2022, 10, 10), true));
        case.on(day(2022, 10, 12), &trajectory_ended(day(2022, 10, 5)));
        assert_eq!(case.state.send_on, Some(day(2022, 10, 12)));
        case.on(day(2022, 10, 12), &trajectory_ended(day(2022, 10, 9)));
        assert_eq!((case.state.send_on, case.state.requests[1].ended_on), (Some(day(2022, 10, 12)), None));
        case.on(day(2022, 10, 12), &trajectory_ended(day(2022, 10, 10)));
        assert_eq!(case.state.send_on, None);
    }

    #[test]
    fn q8_one_that_is_out_stays_out_when_the_request_ends() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 3), &requested(day(2022, 10, 3), true));
        case.on(day(2022, 10, 3), &fire_send_route_b());
        case.on(day(2022, 10, 6), &trajectory_ended(day(2022, 10, 5)));
        assert_eq!((case.deadline(Step::QuestionnaireReturn), case.state.stage()), ((None, None), Stage::Sent));
    }

    #[test]
    fn q8_a_request_and_its_end_told_before_the_recognition_wait_for_it_in_order() {
        let mut case = Case::default();
        case.on(day(2022, 9, 4), &requested(day(2022, 9, 3), true));
        case.on(day(2022, 9, 4), &trajectory_ended(day(2022, 9, 4)));
        assert_eq!(case.state.parked.len(), 2);
        case.on(day(2022, 9, 5), &crate::samples::recognised());
        assert_eq!((case.state.send_on, case.state.parked.len()), (None, 0));
    }

    #[test]
    fn q8_a_request_told_before_the_recognition_waits_for_it() {
        let mut case = Case::default();
        let parked = case.on(day(2022, 9, 4), &requested(day(2022, 9, 4), true));
        assert!(matches!(parked[..], [Event::FactParked { .. }]));
        assert_eq!(timers(&case.state), []);
        case.on(day(2022, 9, 5), &crate::samples::recognised());
        assert_eq!(case.state.send_on, Some(day(2022, 9, 5)));
        assert_eq!(case.state.parked, []);
    }

    #[test]
    fn q8_a_request_told_twice_does_nothing_and_another_is_noted() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 3), &requested(day(2022, 10, 3), true));
        assert_eq!(case.on(day(2022, 10, 4), &requested(day(2022, 10, 3), true)), []);
        case.on(day(2022, 10, 5), &requested(day(2022, 10, 5), true));
        assert_eq!((case.state.send_on, case.state.requests.len()), (Some(day(2022, 10, 3)), 2));
    }
}
