//! Sending the questionnaire (*envoi du questionnaire*, *verzending van de vragenlijst*).
//!
//! Circular 2022/383, part III, 3.1, step 2: ten weeks after the first day of incapacity (Q1), and not while the
//! occupational physician is asked for a CODEX trajectory, authorised work is performed, or a trajectory on the
//! person's own request runs (Q4).

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::questionnaire::return_plan;
use trajet_law::rule::Rule;

use super::draft::carried_over;
use super::{miss, unsettled};
use crate::definition::DefinitionRef;
use crate::event::Event;
use crate::fact::Recognition;
use crate::rejection::Rejection;
use crate::round::{Route, Sent};
use crate::state::{State, Track};
use crate::waiver::WaiverReason;

const STEP: Step = Step::QuestionnaireSend;

/// Sends on the day the timer fires, unless a track was in force on the day of sending: nothing was to be sent on that
/// day, and no delay of the platform changes it. A later day is recorded as missed first; a track that is in force only
/// then keeps the questionnaire back as well. One that was sent for route B and is not settled does the same: one is out
/// at a time (own reading of Q8).
pub(crate) fn decide(state: &State, definition: &DefinitionRef, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let (recognition, deadline) = unsettled(state)?;
    let due = deadline.plan.due.filter(|due| *due <= today).ok_or(Rejection::NotDue)?;
    if let Some(kept_back) = kept_back(state, due) {
        return Ok(kept_back);
    }
    let missed = miss(deadline, today).into_iter();
    if let Some(kept_back) = kept_back(state, today) {
        return Ok(missed.chain(kept_back).collect());
    }
    let [sent, planned] = sending(state, recognition, Route::A, definition, today);
    let met = Event::DeadlineMet { step: STEP, on: today };
    Ok(missed.chain([sent, met, planned]).chain(carried_over(state, definition, today)).collect())
}

/// The sending of a questionnaire and the deadline for its return.
pub(super) fn sending(
    state: &State,
    recognition: &Recognition,
    route: Route,
    definition: &DefinitionRef,
    today: NaiveDate,
) -> [Event; 2] {
    let plan = return_plan(state.planning(today));
    let sent = Sent {
        number: state.round().map_or(1, |round| round.sent.number.saturating_add(1)),
        route,
        on: today,
        definition: definition.clone(),
        language: recognition.person.language,
        due_back: plan.due,
    };
    [Event::QuestionnaireSent(sent), Event::DeadlinePlanned { plan, on: today }]
}

/// What keeps the questionnaire back on a day, if anything does.
fn kept_back(state: &State, on: NaiveDate) -> Option<Vec<Event>> {
    if let Some(track) = state.track_on(on) {
        return Some(waived(track, on).into());
    }
    let because = Rule::Q8.into();
    let out = state.round().filter(|round| round.out_on(on))?;
    let rests_on = FactKind::QuestionnaireSent.on(out.sent.on).into();
    Some(vec![Event::DeadlineWaived { step: STEP, on, because, rests_on }])
}

fn waived(track: &Track, on: NaiveDate) -> [Event; 2] {
    let reason = WaiverReason::Track(track.kind);
    let because = reason.ground();
    let rests_on = track.kind.begun().on(track.from).into();
    [Event::SendingWaived { reason, on }, Event::DeadlineWaived { step: STEP, on, because, rests_on }]
}

#[cfg(test)]
mod tests {
    use trajet_belgium::Language;
    use trajet_law::deadline::Closure;
    use trajet_law::rule::Ground;

    use super::*;
    use crate::fact::TrackKind;
    use crate::samples::{Case, day, definition, fire_send, recognised, recognised_from, start, track, waive};
    use crate::state::Stage;
    use crate::timer::{Timer, TimerKind, timers};

    #[test]
    fn q1_the_timer_stands_on_the_day_of_sending_and_sends() {
        let mut case = Case::opened();
        assert_eq!(timers(&case.state), [Timer { kind: TimerKind::Send, fire_on: day(2022, 11, 10) }]);
        assert_eq!(case.refusal(day(2022, 11, 9), &fire_send()), "NOT_DUE");

        let events = case.on(day(2022, 11, 10), &fire_send());
        let sent = Sent {
            number: 1,
            route: Route::A,
            on: day(2022, 11, 10),
            definition: definition().reference(),
            language: Language::Dutch,
            due_back: Some(day(2022, 11, 24)),
        };
        assert_eq!(events[0], Event::QuestionnaireSent(sent));
        assert_eq!(case.deadline(STEP), (None, Some(Closure::Met { on: day(2022, 11, 10) })));
        assert_eq!(case.state.stage(), Stage::Sent);
    }

    #[test]
    fn q1_recognised_after_day_70_it_is_sent_at_once_and_the_miss_stays() {
        let mut case = Case::default();
        case.on(day(2022, 12, 1), &recognised());
        assert!(timers(&case.state)[0].fire_on < day(2022, 12, 1));
        case.on(day(2022, 12, 1), &fire_send());
        assert_eq!(case.deadline(STEP), (Some(day(2022, 11, 11)), Some(Closure::Met { on: day(2022, 12, 1) })));
    }

    #[test]
    fn q5_the_return_is_due_two_weeks_after_the_real_sending() {
        let mut case = Case::default();
        case.on(day(2022, 12, 1), &recognised());
        case.on(day(2022, 12, 1), &fire_send());
        let due = case.state.deadlines.last(Step::QuestionnaireReturn).and_then(|deadline| deadline.plan.due);
        assert_eq!(due, Some(day(2022, 12, 15)));
        assert_eq!(timers(&case.state), [Timer { kind: TimerKind::ReturnMissed, fire_on: day(2022, 12, 16) }]);
    }

    fn not_sent_beside(kind: TrackKind, point: char) {
        let mut case = Case::opened();
        case.on(day(2022, 10, 1), &track(kind, day(2022, 10, 1), None));
        let events = case.on(day(2022, 11, 10), &fire_send());
        let because = Ground::point(Rule::Q4, point);
        let on = day(2022, 11, 10);
        assert_eq!(events[0], Event::SendingWaived { reason: WaiverReason::Track(kind), on });
        assert_eq!(case.deadline(STEP), (None, Some(Closure::Waived { on, because })));
        assert_eq!(case.state.round(), None);
        assert_eq!(case.state.notice, None);
        assert_eq!(timers(&case.state), []);
        assert_eq!(case.state.stage(), Stage::Waived);
    }

    #[test]
    fn q4_a_not_sent_when_a_codex_trajectory_was_asked_for() {
        not_sent_beside(TrackKind::CodexRequested, 'a');
    }

    #[test]
    fn q4_b_not_sent_while_authorised_work_is_performed() {
        not_sent_beside(TrackKind::AuthorisedWork, 'b');
    }

    #[test]
    fn q4_c_not_sent_when_route_b_has_begun() {
        not_sent_beside(TrackKind::RouteBAuthorised, 'c');
    }

    #[test]
    fn q4_a_track_that_ended_before_the_day_of_sending_does_not_count() {
        let mut case = Case::opened();
        let last = day(2022, 11, 9);
        case.on(day(2022, 10, 1), &track(TrackKind::AuthorisedWork, day(2022, 10, 1), Some(last)));
        case.on(day(2022, 11, 10), &fire_send());
        assert_eq!(case.state.stage(), Stage::Sent);
    }

    #[test]
    fn q4_a_track_that_begins_later_does_not_count() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 1), &track(TrackKind::AuthorisedWork, day(2022, 11, 11), None));
        case.on(day(2022, 11, 10), &fire_send());
        assert_eq!(case.state.stage(), Stage::Sent);
    }

    #[test]
    fn q4_a_late_waiver_is_a_miss_only_if_the_track_began_after_the_last_day() {
        for (from, missed) in [(day(2022, 11, 10), None), (day(2022, 11, 11), Some(day(2022, 11, 11)))] {
            let mut case = Case::default();
            case.on(day(2022, 12, 1), &track(TrackKind::CodexRequested, from, None));
            case.on(day(2022, 12, 1), &recognised());
            case.on(day(2022, 12, 1), &fire_send());
            assert_eq!(case.deadline(STEP).0, missed);
            assert_eq!(case.state.stage(), Stage::Waived);
        }
    }

    #[test]
    fn q4_b_an_outage_does_not_undo_the_track_of_the_day_of_sending() {
        let mut case = Case::opened();
        let until = Some(day(2022, 11, 15));
        case.on(day(2022, 9, 30), &track(TrackKind::AuthorisedWork, day(2022, 10, 1), until));
        let events = case.on(day(2022, 12, 20), &fire_send());
        let (on, because) = (day(2022, 11, 10), Ground::point(Rule::Q4, 'b'));
        let reason = WaiverReason::Track(TrackKind::AuthorisedWork);
        let rests_on = FactKind::WorkBegun.on(day(2022, 10, 1)).into();
        let expected =
            [Event::SendingWaived { reason, on }, Event::DeadlineWaived { step: STEP, on, because, rests_on }];
        assert_eq!(events, expected);
        assert_eq!(case.deadline(STEP), (None, Some(Closure::Waived { on, because })));
        assert_eq!(case.state.round(), None);
    }

    #[test]
    fn q4_the_track_of_the_day_of_sending_is_the_ground_whatever_runs_later() {
        let mut case = Case::opened();
        case.on(day(2022, 9, 30), &track(TrackKind::AuthorisedWork, day(2022, 10, 1), Some(day(2022, 11, 15))));
        case.on(day(2022, 12, 1), &track(TrackKind::CodexRequested, day(2022, 12, 1), None));
        case.on(day(2022, 12, 20), &fire_send());
        let reason = WaiverReason::Track(TrackKind::AuthorisedWork);
        assert_eq!(case.state.waived, Some((reason, day(2022, 11, 10))));
    }

    #[test]
    fn q1_it_is_sent_once() {
        let mut case = Case::sent();
        assert_eq!(case.refusal(day(2022, 11, 11), &fire_send()), "ALREADY_SENT");
        let mut waived = Case::opened();
        waived.on(day(2022, 9, 6), &waive(day(2022, 9, 6)));
        assert_eq!(waived.refusal(day(2022, 11, 10), &fire_send()), "ALREADY_WAIVED");
        assert_eq!(Case::default().refusal(start(), &fire_send()), "NOT_RECOGNISED");
    }

    #[test]
    fn q1_seventy_days_are_counted_across_a_leap_day() {
        let mut case = Case::default();
        case.on(day(2024, 1, 5), &recognised_from(day(2024, 1, 1)));
        assert_eq!(timers(&case.state)[0].fire_on, day(2024, 3, 11));
    }
}
