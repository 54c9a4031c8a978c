//! Noting what the questionnaire service tells: the basis of the estimate (M3, M20).
//!
//! Circular 2022/383, part III, 3.1, step 4. A fact is recorded whatever the state; one of a case that was not declared
//! here is parked, and released by the declaration.

use crate::event::Event;
use crate::fact::{Fact, ParkedBecause};
use crate::state::State;

/// Notes a fact. One that is known already does nothing.
pub(crate) fn decide(state: &State, fact: &Fact) -> Vec<Event> {
    let known = state.noted.contains(fact) || state.parked.iter().any(|(parked, _)| parked == fact);
    if known {
        Vec::new()
    } else if state.declaration.is_some() {
        vec![Event::QuestionnaireNoted(fact.clone())]
    } else {
        vec![Event::FactParked { fact: fact.clone(), because: ParkedBecause::NotDeclared }]
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::rule::Rule;

    use super::*;
    use crate::fact::{FactorCounts, ProfileSummary, Questionnaire, Told};
    use crate::samples::{Case, day, estimate, refuse, told, told_completed};
    use crate::{Category, State};

    fn known_after(facts: impl IntoIterator<Item = Told>) -> Questionnaire {
        let mut case = Case::recognised();
        for (position, fact) in (1..).zip(facts) {
            case.on(day(2022, 12, 1), &told(position, fact));
        }
        case.state.questionnaire()
    }

    fn sent() -> Told {
        Told::Sent { on: day(2022, 11, 10), due_back: day(2022, 11, 24) }
    }

    fn not_returned() -> Told {
        Told::NotReturned { due_back: day(2022, 11, 24), help_asked_on: day(2022, 11, 25) }
    }

    fn completed(on: chrono::NaiveDate) -> Told {
        let counts = |helping, hindering| FactorCounts { helping, hindering, neutral: 1 };
        Told::Completed { on, profile: ProfileSummary { personal: counts(3, 1), environmental: counts(0, 2) } }
    }

    #[test]
    fn m3_the_last_thing_told_is_what_is_known() {
        assert_eq!(known_after([]), Questionnaire::NotSent);
        let (on, due_back) = (day(2022, 11, 10), day(2022, 11, 24));
        assert_eq!(known_after([sent()]), Questionnaire::Sent { on, due_back });
        let overdue = known_after([sent(), not_returned()]);
        assert_eq!(overdue, Questionnaire::NotReturned { on: day(2022, 11, 25) });
        let late = known_after([sent(), not_returned(), completed(day(2022, 12, 1))]);
        assert_eq!(late.effective_on(), Some(day(2022, 12, 1)));
    }

    #[test]
    fn m3_an_incomplete_return_counts_as_none() {
        let incomplete = Told::Incomplete { on: day(2022, 11, 20) };
        assert_eq!(known_after([sent(), incomplete]), Questionnaire::NotReturned { on: day(2022, 11, 20) });
    }

    #[test]
    fn m3_a_correction_replaces_the_completed_questionnaire_and_nothing_else_does() {
        let facts = [completed(day(2022, 11, 20)), completed(day(2022, 11, 22)), not_returned()];
        assert_eq!(known_after(facts).effective_on(), Some(day(2022, 11, 22)));
    }

    #[test]
    fn m3_what_is_told_after_the_estimate_does_not_change_its_basis() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 5), &estimate(Category::One));
        let before = case.state.first_estimate.clone();
        case.on(day(2022, 12, 9), &told_completed(day(2022, 12, 9)));
        assert_eq!(case.state.first_estimate, before);
        assert_ne!(case.state.questionnaire(), Questionnaire::NotSent);
    }

    #[test]
    fn t6_a_fact_keeps_its_own_day_and_rule() {
        let mut case = Case::recognised();
        let on = day(2022, 10, 3);
        let waived = case.on(day(2022, 10, 9), &told(1, Told::Waived { on, because: Rule::Q2.into() }));
        assert_eq!((waived[0].effective_on(), waived[0].rule()), (on, Rule::Q2));
        let sent = case.on(day(2022, 11, 12), &told(2, sent()));
        assert_eq!((sent[0].effective_on(), sent[0].rule()), (day(2022, 11, 10), Rule::Q1));
    }

    #[test]
    fn t6_a_fact_told_twice_does_nothing() {
        for mut case in [Case::default(), Case::recognised()] {
            assert_eq!(case.on(day(2022, 11, 12), &told(1, sent())).len(), 1);
            assert_eq!(case.on(day(2022, 11, 12), &told(1, sent())), []);
        }
    }

    #[test]
    fn t6_a_fact_is_noted_whatever_was_decided_and_parked_before_the_declaration() {
        let mut refused = Case::declared();
        refused.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
        for mut case in [refused, Case::declared(), Case::recognised()] {
            assert!(matches!(case.on(day(2022, 11, 12), &told(1, sent()))[..], [Event::QuestionnaireNoted(_)]));
        }
        let mut unknown = Case::default();
        unknown.on(day(2022, 11, 12), &told(1, sent()));
        assert_eq!(unknown.state.parked.len(), 1);
        assert_eq!(State { parked: Vec::new(), ..unknown.state }, State::default());
    }
}
