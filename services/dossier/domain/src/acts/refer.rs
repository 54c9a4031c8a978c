//! The physician's referral (*renvoi*, *doorverwijzing*): route A.
//!
//! Circular 2022/383, part III, 3.1, steps 6 and 7: who is in category 4 at the first estimate meets the coordinator in
//! month 6 at the latest, who comes to it later within one month of the referral (D4). No first contact takes place while
//! authorised work is performed (D5): then the deadline is planned and waived at once, so that the duty and what took it
//! away can be seen.

use trajet_law::deadline::{FactKind, Step};

use crate::bar::apply_bar;
use crate::course::Course;
use crate::duty::{contact_plan, referral_to_meet, settled_on};
use crate::state::State;
use crate::trajectory::{EndReason, Referral};

/// Shows what became of a referral that was told after the contact, or the end, that settled it. One that is still to be met
/// is planned like any other ([`crate::follow`]), unless there is an older one, whose contact serves both.
pub(crate) fn decide(course: &mut Course, referral: &Referral) {
    let state = &course.state;
    let Some(on) = settled_on(state, referral) else { return };
    if referral_to_meet(state).is_some() || served_with_an_older_one(state, referral, on) {
        return;
    }
    let held = state.first_contact_day_since(referral.on) == Some(on);
    // What was done before go-live is nothing that this platform planned.
    if held && state.contacted_before_go_live == Some(on) {
        return;
    }
    // Nothing else ends it without a contact: consent is refused at one, and a negative decision ends a request alone.
    let because = EndReason::NotWished.ground();
    if let Some(plan) = contact_plan(state, referral) {
        course.plan(plan, referral.on);
        apply_bar(course);
        if held {
            course.meet(Step::FirstContactCategory4, on);
        } else {
            course.waive(Step::FirstContactCategory4, on, because, FactKind::TrajectoryEnd.on(on));
        }
    }
}

/// Whether what settled a referral on a day settled an older one too, so that there is one deadline for both.
fn served_with_an_older_one(state: &State, referral: &Referral, on: chrono::NaiveDate) -> bool {
    let older = state.referrals.iter().filter(|other| *other != referral && other.on <= referral.on);
    let mut settled = older.map(|other| settled_on(state, other));
    settled.any(|settled_on| settled_on == Some(on))
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;
    use trajet_law::rule::Rule;

    use super::*;
    use crate::Stage;
    use crate::samples::{Case, day, discussed, first_contact, referred, work};
    use crate::{ChosenEnd, Command};

    const STEP: Step = Step::FirstContactCategory4;

    #[test]
    fn d4_category_4_at_the_first_estimate_means_a_contact_in_month_six() {
        let case = Case::referred();
        assert_eq!(case.due(STEP), Some(day(2023, 2, 28)));
        assert_eq!(case.state.stage(), Stage::FirstContactDue);
    }

    #[test]
    fn d4_a_later_category_4_means_a_contact_within_a_month_of_the_referral() {
        let mut case = Case::opened();
        case.on(day(2023, 3, 20), &referred(day(2023, 3, 20), false));
        assert_eq!(case.due(STEP), Some(day(2023, 4, 20)));
    }

    #[test]
    fn d4_a_second_referral_while_a_contact_is_to_take_place_is_noted_only() {
        let mut case = Case::referred();
        let events = case.on(day(2023, 1, 20), &referred(day(2023, 1, 20), false));
        assert_eq!((events.len(), case.state.referrals.len()), (1, 2));
        assert_eq!(case.due(STEP), Some(day(2023, 2, 28)));
    }

    #[test]
    fn d4_a_referral_after_the_contact_calls_for_another_one() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        case.on(day(2023, 3, 20), &referred(day(2023, 3, 20), false));
        assert_eq!(case.due(STEP), Some(day(2023, 4, 20)));
    }

    #[test]
    fn d5_beside_authorised_work_the_contact_is_planned_and_waived_at_once() {
        let mut case = Case::opened();
        case.on(day(2022, 12, 1), &work(day(2022, 12, 1), None));
        case.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
        let waived = Closure::Waived { on: day(2022, 12, 12), because: Rule::D5.into() };
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 2, 28)), None, Some(waived))));
        assert_eq!(case.state.stage(), Stage::Barred);
    }

    #[test]
    fn t6_a_contact_since_the_referral_that_was_entered_before_it_was_told_has_met_it() {
        let mut case = Case::asked();
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        case.on(day(2023, 1, 21), &referred(day(2023, 1, 20), false));
        assert_eq!(case.deadline(STEP).and_then(|it| it.2), Some(Closure::Met { on: day(2023, 1, 20) }));
        assert_eq!(case.refusal(day(2023, 1, 22), &first_contact(day(2023, 1, 22))), "NO_CONTACT_DUE");
        assert_eq!(case.refusal(day(2023, 1, 22), &discussed(day(2023, 1, 22))), "NO_CONTACT_DUE");
    }

    #[test]
    fn t6_d11_a_referral_told_after_the_end_that_settled_it_was_taken_away_by_that_end() {
        let mut case = Case::opened();
        let on = day(2023, 1, 5);
        case.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
        case.on(on, &Command::EndTrajectory { on, reason: ChosenEnd::NotWished });
        // One of before it, to be held at once with the older one, and one of after it
        case.on(day(2023, 1, 10), &referred(day(2022, 12, 20), false));
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 2, 28)), None, Some(waived(on)))));
        case.on(day(2023, 1, 10), &referred(day(2022, 12, 5), false));
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 1, 5)), None, Some(waived(on)))));
    }

    fn waived(on: chrono::NaiveDate) -> Closure {
        Closure::Waived { on, because: EndReason::NotWished.ground() }
    }

    #[test]
    fn t8_nothing_is_planned_whose_time_was_over_before_the_law() {
        let mut case = Case::opened();
        case.on(day(2022, 9, 6), &referred(day(2021, 11, 20), false));
        assert_eq!((case.deadline(STEP), case.state.referrals.len()), (None, 1));
    }
}
