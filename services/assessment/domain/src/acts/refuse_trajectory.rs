//! Refusing a trajectory that the person asked for at an examination (M12).
//!
//! Circular 2022/383, part III, 3.1, step 5: the physician refuses in writing what the category rules out. Only category 4
//! does not.

use chrono::NaiveDate;
use trajet_law::rule::Rule;

use super::{by_the_end, letter};
use crate::estimate::Category;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::notice::NoticeText;
use crate::people::Contact;
use crate::rejection::Rejection;
use crate::state::State;
use crate::trajectory::TrajectoryRefusal;

/// Records the refusal and issues the letter, by the category in force on the day on which the person asked.
pub(crate) fn decide(
    state: &State,
    asked_on: NaiveDate,
    coordinator: &Contact,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let start = state.incapacity_start().ok_or(Rejection::NotDeclared)?;
    possible(ImpossibleDate::outside(DateField::AskedOn, asked_on, start, today))?;
    by_the_end(state, asked_on)?;
    if state.category_on(asked_on).ok_or(Rejection::NotEstimated { rule: Rule::M12 })? == Category::Four {
        return Err(Rejection::CategoryAllows);
    }
    if !state.estimates().any(|(on, _, examined)| examined && on == asked_on) {
        return Err(Rejection::NotAtAnExamination);
    }
    // A letter that says the wrong thing is annulled, and the right one takes its place.
    if state.refusals.iter().any(|refusal| refusal.asked_on == asked_on) {
        return Err(Rejection::TrajectoryRefused);
    }
    let notice = letter(state, NoticeText::TrajectoryRefused1, coordinator, today);
    Ok(vec![Event::TrajectoryRefused(TrajectoryRefusal { asked_on, on: today, notice })])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::notice::Notice;
    use crate::samples::{Case, contact, day, evaluate, person};
    use crate::{EndCause, samples};

    fn refuse(asked_on: NaiveDate) -> Command {
        Command::RefuseTrajectory { asked_on, coordinator: contact() }
    }

    /// Examined on 10 January 2023, and put in a category.
    fn examined(category: Category) -> Case {
        let mut case = Case::estimated(Category::Two);
        case.on(day(2023, 1, 10), &evaluate(day(2023, 1, 10), category, true));
        case
    }

    #[test]
    fn m12_a_trajectory_that_the_category_rules_out_is_refused_by_letter() {
        for category in [Category::One, Category::Two, Category::Three] {
            let mut case = examined(category);
            let events = case.on(day(2023, 1, 12), &refuse(day(2023, 1, 10)));
            assert_eq!((events.len(), events[0].effective_on(), events[0].rule()), (1, day(2023, 1, 10), Rule::M12));
            let text = NoticeText::TrajectoryRefused1;
            let notice =
                Notice { on: day(2023, 1, 12), text, language: person().language, contact: contact(), addressee: None };
            let refusal = TrajectoryRefusal { asked_on: day(2023, 1, 10), on: day(2023, 1, 12), notice: Some(notice) };
            assert_eq!(case.state.refusals, [refusal]);
        }
    }

    #[test]
    fn m12_category_4_does_not_rule_one_out() {
        let refused = examined(Category::Four).refused(day(2023, 1, 12), &refuse(day(2023, 1, 10)));
        assert_eq!((refused.code(), refused.rule()), ("CATEGORY_ALLOWS", Some(Rule::M12)));
        // The category on the day on which the person asked counts.
        let mut later = examined(Category::Two);
        later.on(day(2023, 2, 1), &evaluate(day(2023, 2, 1), Category::Four, true));
        later.on(day(2023, 2, 1), &refuse(day(2023, 1, 10)));
    }

    #[test]
    fn m12_the_person_asked_at_an_examination() {
        let mut case = examined(Category::Two);
        for asked_on in [day(2022, 12, 5), day(2023, 1, 9), day(2023, 1, 11)] {
            let refused = case.refused(day(2023, 1, 12), &refuse(asked_on));
            assert_eq!((refused.code(), refused.rule()), ("NOT_AT_AN_EXAMINATION", Some(Rule::M12)));
        }
        let future = case.refused(day(2023, 1, 12), &refuse(day(2023, 1, 13)));
        assert_eq!(future.impossible_dates().len(), 1);
    }

    #[test]
    fn m12_what_was_asked_for_on_a_day_is_refused_once() {
        let mut case = examined(Category::Two);
        case.on(day(2023, 1, 12), &refuse(day(2023, 1, 10)));
        let refused = case.refused(day(2023, 1, 13), &refuse(day(2023, 1, 10)));
        assert_eq!((refused.code(), refused.rule()), ("TRAJECTORY_REFUSED", Some(Rule::M12)));
        // Who asks again at the next examination is told again.
        case.on(day(2023, 2, 1), &evaluate(day(2023, 2, 1), Category::Three, true));
        case.on(day(2023, 2, 2), &refuse(day(2023, 2, 1)));
        assert_eq!(case.state.refusals.len(), 2);
    }

    #[test]
    fn m12_without_a_category_nothing_is_ruled_out() {
        let refused = Case::recognised().refused(day(2023, 1, 12), &refuse(day(2023, 1, 10)));
        assert_eq!((refused.code(), refused.rule()), ("NOT_ESTIMATED", Some(Rule::M12)));
        let before = examined(Category::Two).refused(day(2023, 1, 12), &refuse(day(2022, 12, 4)));
        assert_eq!(before.code(), "NOT_ESTIMATED");
        assert_eq!(Case::default().refused(day(2023, 1, 12), &refuse(day(2023, 1, 10))), Rejection::NotDeclared);
    }

    #[test]
    fn t6_after_the_end_a_letter_is_issued_but_none_to_the_dead() {
        for (cause, letter) in [(EndCause::WorkResumed, true), (EndCause::Deceased, false)] {
            let mut case = examined(Category::Two);
            case.on(day(2023, 2, 1), &samples::end(day(2023, 1, 31), cause));
            case.on(day(2023, 2, 1), &refuse(day(2023, 1, 10)));
            assert_eq!(case.state.refusals[0].notice.is_some(), letter);
            assert_eq!(case.refused(day(2023, 2, 1), &refuse(day(2023, 2, 1))).code(), "INCAPACITY_ENDED");
        }
    }
}
