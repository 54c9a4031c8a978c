//! What holds of rehabilitation programmes in every history (M16, M18).

use proptest::prelude::*;
use trajet_law::rehabilitation::{CscmiDecision, ProgrammeOutcome};

use super::any::any_history;
use super::around;
use super::{live, times};
use crate::rehabilitation::Programme;

/// The first and the last day on which a programme is followed, the last one if it is known.
fn in_order(programme: &Programme) -> bool {
    let days = [Some(programme.proposal.on), programme.submitted_on, programme.answer.map(|answer| answer.on)];
    let known = days.into_iter().chain([programme.started_on]).flatten();
    known.is_sorted()
}

proptest! {
    #![proptest_config(times(4))]

    #[test]
    fn m16_a_programme_goes_from_proposal_to_submission_to_approval_to_start(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            for programme in &after.programmes {
                assert!(in_order(programme));
                assert!(programme.answer.is_none() || programme.submitted_on.is_some());
                assert!(programme.started_on.is_none() || programme.approved_on().is_some());
                assert!(programme.end.is_none() || programme.started_on.is_some());
                assert!(programme.evaluation.is_none() || programme.phase().is_some());
                let refused = programme.answer.is_some_and(|answer| answer.decision == CscmiDecision::Refused);
                assert!(!refused || programme.started_on.is_none());
            }
        });
    }

    #[test]
    fn m16_hours_lie_within_the_programme_and_no_day_is_told_twice(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            for programme in &after.programmes {
                for (index, hours) in programme.hours.iter().enumerate() {
                    assert!(programme.started_on.is_some_and(|from| from <= hours.period.first));
                    let told = programme.end.as_ref().filter(|end| end.outcome.is_some());
                    assert!(told.is_none_or(|end| hours.period.last <= end.last_day));
                    assert!(programme.hours[..index].iter().all(|other| !other.period.overlaps(&hours.period)));
                }
            }
        });
    }

    #[test]
    fn m16_one_programme_is_open_at_a_time_and_none_after_the_end(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            let open = after.programmes.iter().filter(|programme| programme.over_on().is_none()).count();
            assert!(open <= usize::from(after.end.is_none()));
        });
    }

    #[test]
    fn m18_no_two_programmes_are_followed_on_one_day(history in around(any_history)) {
        live(&history, |_, _, _, _, after| {
            for pair in after.programmes.windows(2) {
                let last = pair[0].end.as_ref().map(|end| end.last_day);
                let next = pair[1].started_on;
                assert!(pair[0].started_on.is_none() || next.is_none() || last.is_some() && last <= next);
            }
        });
    }
}

#[test]
fn m16_the_histories_reach_every_stage_of_a_programme() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::new(times(4));
    let mut seen = [false; 9];
    for _ in 0..1000 {
        let history = around(any_history).new_tree(&mut runner).expect("a history is generated").current();
        let case = live(&history, |_, _, _, _, _| ());
        for programme in &case.state.programmes {
            let outcome = programme.end.as_ref().map(|end| end.outcome);
            seen[0] |= programme.submitted_on.is_some();
            seen[1] |= programme.approved_on().is_some();
            seen[2] |= programme.closed.is_some();
            seen[3] |= !programme.intakes.is_empty();
            seen[4] |= programme.started_on.is_some();
            seen[5] |= !programme.hours.is_empty();
            seen[6] |= outcome == Some(Some(ProgrammeOutcome::Succeeded));
            seen[7] |= outcome == Some(None);
            seen[8] |= programme.number > 1;
        }
    }
    assert_eq!(seen, [true; 9]);
}
