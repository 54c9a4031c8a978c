//! The person's consent, as far as it decides what the physician is shown (D3).
//!
//! Law of 12 December 2021, art. 2, § 1/2; Circular 2022/383, part III, 3.1, step 7. Each purpose is granted or not, and
//! can be withdrawn, which stops new processing at once and deletes nothing. Own reading: the physician's decision on a
//! trajectory that the person asked for answers the person's own request, and needs no other consent (M13).

use chrono::NaiveDate;

use crate::fact::{Fact, Told};

/// Whether no last decision on one of the two purposes is against it.
///
/// Of two decisions the one that was signed later stands, whichever was told first.
pub(crate) fn consents_to_follow_up(noted: &[Fact]) -> bool {
    let mut decisions: Vec<(NaiveDate, [Option<bool>; 2])> = noted
        .iter()
        .filter_map(|fact| match fact.told {
            Told::ConsentsDecided { since, trajectory, physician_follow_up } => {
                Some((since, [trajectory, physician_follow_up]))
            }
            _ => None,
        })
        .collect();
    decisions.sort_by_key(|(since, _)| *since);
    [0, 1].into_iter().all(|purpose| {
        let last = decisions.iter().rev().find_map(|(_, granted)| granted[purpose]);
        last.unwrap_or(true)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{Case, day, end, told, told_asked};
    use crate::{EndCause, work};

    /// A decision of a day, told on the next one.
    fn decided(case: &mut Case, since: NaiveDate, trajectory: Option<bool>, physician_follow_up: Option<bool>) {
        let position = 50 + case.state.noted.len() as u64;
        let events = case.on(since, &told(position, Told::ConsentsDecided { since, trajectory, physician_follow_up }));
        assert_eq!(events.len(), 1, "it is noted and does nothing else");
    }

    #[test]
    fn d3_the_actions_are_shown_until_consent_to_either_purpose_is_withdrawn_and_again_when_it_is_granted() {
        for (withdrawn, granted) in
            [((Some(false), None), (Some(true), None)), ((None, Some(false)), (Some(true), Some(true)))]
        {
            let mut case = Case::recognised();
            case.on(day(2022, 11, 16), &told_asked(1, day(2022, 11, 16)));
            assert!(case.state.actions_shown());
            decided(&mut case, day(2022, 11, 14), Some(true), Some(true));
            assert!(case.state.actions_shown());
            decided(&mut case, day(2022, 11, 20), withdrawn.0, withdrawn.1);
            assert!(!case.state.actions_shown());
            assert_eq!(case.state.requests[0].actions, ["further_contact"], "nothing is deleted");
            decided(&mut case, day(2022, 11, 25), granted.0, granted.1);
            assert!(case.state.actions_shown());
        }
    }

    #[test]
    fn d3_the_decision_that_was_signed_later_stands_whichever_was_told_first() {
        let mut case = Case::recognised();
        decided(&mut case, day(2022, 11, 20), None, Some(false));
        decided(&mut case, day(2022, 11, 14), Some(true), Some(true));
        assert!(!case.state.actions_shown());
        decided(&mut case, day(2022, 11, 20), None, Some(true));
        assert!(case.state.actions_shown(), "of two of one day the one that was told last stands");
    }

    #[test]
    fn d3_m13_the_decision_stays_asked_without_consent() {
        let mut case = Case::recognised();
        case.on(day(2022, 11, 16), &told_asked(1, day(2022, 11, 16)));
        let asked = work(&case.state).len();
        decided(&mut case, day(2022, 11, 20), Some(false), Some(false));
        assert_eq!(work(&case.state).len(), asked);
    }

    #[test]
    fn d3_consent_is_withdrawn_after_the_incapacity_as_well() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::Other));
        decided(&mut case, day(2022, 12, 20), Some(false), None);
        assert!(!case.state.actions_shown());
    }
}
