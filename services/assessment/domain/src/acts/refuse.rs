//! Refusing to recognise a declared incapacity (M1).
//!
//! Circular 2022/383, part III, 3.1, step 1; INAMI presentation 2016. Who decides is the same as for a recognition.

use chrono::NaiveDate;

use super::undecided;
use crate::decision::{DecidedBy, Refusal, RefusalReason};
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;

/// Records the refusal, after which nothing more is asked.
pub(crate) fn decide(
    state: &State,
    decided_on: NaiveDate,
    decided_by: &DecidedBy,
    reason: RefusalReason,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    undecided(state, decided_on, decided_by, None, today)?;
    Ok(vec![Event::RecognitionRefused(Refusal { decided_on, decided_by: decided_by.clone(), reason })])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::estimate::Category;
    use crate::samples::{Case, day, estimate, other_body, recognise, refuse, track};
    use crate::{CaseStatus, TrackKind, timers};

    #[test]
    fn m1_a_refusal_says_who_decided_and_why_and_asks_nothing_more() {
        let mut case = Case::declared();
        let events = case.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
        let refusal = Refusal {
            decided_on: day(2022, 9, 5),
            decided_by: DecidedBy::AdvisingPhysician,
            reason: RefusalReason::NotUnfit,
        };
        assert_eq!(events, [Event::RecognitionRefused(refusal)]);
        assert_eq!(case.state.status(), Some(CaseStatus::Refused));
        assert_eq!((case.state.deadlines.is_empty(), timers(&case.state).len()), (true, 0));
    }

    #[test]
    fn m1_only_a_declared_case_is_refused() {
        let today = day(2022, 9, 6);
        assert_eq!(Case::recognised().refused(today, &refuse(today)), Rejection::AlreadyDecided);
        assert_eq!(Case::default().refused(today, &refuse(today)), Rejection::NotDeclared);
    }

    #[test]
    fn m1_who_refuses_is_who_could_recognise() {
        let by_other_body = Command::RefuseRecognition {
            decided_on: day(2022, 9, 5),
            decided_by: other_body(),
            reason: RefusalReason::FileIncomplete,
        };
        let mut case = Case::declared();
        assert_eq!(case.refused(day(2022, 9, 5), &by_other_body).code(), "PHYSICIAN_DECIDES");
        assert_eq!(case.refused(day(2023, 9, 1), &refuse(day(2023, 9, 1))).code(), "OTHER_BODY_DECIDES");
    }

    #[test]
    fn m1_after_a_refusal_no_act_is_possible() {
        let mut case = Case::declared();
        case.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
        let today = day(2022, 12, 5);
        assert_eq!(case.refused(today, &recognise(today)), Rejection::AlreadyDecided);
        assert_eq!(case.refused(today, &estimate(Category::Four)), Rejection::RecognitionRefused);
        let started = track(TrackKind::CodexRequested, today, None);
        assert_eq!(case.refused(today, &started), Rejection::RecognitionRefused);
        let ended = Command::EndConcurrentTrack { kind: TrackKind::CodexRequested, on: today };
        assert_eq!(case.refused(today, &ended), Rejection::RecognitionRefused);
    }
}
