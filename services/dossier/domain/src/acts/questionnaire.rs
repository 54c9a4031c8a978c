//! What the questionnaire service tells: the help that is asked of the coordinator (Q6), and the questionnaire that a
//! first contact of route B waits for (Q8, D6).
//!
//! Circular 2022/383, part III, 3.1, step 3, and 3.2, steps 2 to 4. The acts of helping are the questionnaire service's; the
//! deadline of the help stands here too, so that the coordinator has one list.

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::questionnaire::help_plan;
use trajet_law::route_b::contact_after_questionnaire;

use crate::course::Course;
use crate::event::Event;
use crate::fact::QuestionnaireTold;
use crate::trajectory::TrajectoryRequest;

/// Does what follows from a fact that was noted.
pub(crate) fn decide(course: &mut Course, told: QuestionnaireTold) {
    if let QuestionnaireTold::NotReturned { help_asked_on, .. } = told {
        course.plan(help_plan(course.state.planning(help_asked_on)), help_asked_on);
    }
    if let Some(on) = told.ends_help_on() {
        let opens = course.state.deadlines.last(Step::QuestionnaireHelp).and_then(|deadline| deadline.plan.opens);
        // Paper may have come back before the help was asked; the help did not end before it began.
        course.meet(Step::QuestionnaireHelp, opens.map_or(on, |opens| on.max(opens)));
    }
    if let Some(on) = told.back_on().filter(|_| course.state.end.is_none())
        && let Some(on) = course.state.request().and_then(|request| serves(request, on))
    {
        back(course, on);
    }
}

/// The day from which a questionnaire that came back serves a request that awaits one.
///
/// One that came back before the request is not the one that is waited for: another one is sent (Q8). But when it was out, as
/// far as was known when the request was entered, no other one is: it serves from the day of the request on.
fn serves(request: &TrajectoryRequest, on: NaiveDate) -> Option<NaiveDate> {
    let in_time = request.received_on <= on || request.questionnaire_out;
    (request.awaits_questionnaire() && in_time).then(|| on.max(request.received_on))
}

/// The questionnaire is back: the first contact of the request that goes on is within one month of it.
pub(crate) fn back(course: &mut Course, on: NaiveDate) {
    let Some(held_on) = course.state.request().map(|request| request.first_contact) else { return };
    course.push(Event::QuestionnaireBack { on });
    if held_on.is_none_or(|held_on| on <= held_on) {
        course.plan(contact_after_questionnaire(course.state.planning(on)), on);
    }
    if let Some(held_on) = held_on {
        course.meet(Step::FirstContactRouteB, held_on);
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::samples::{Case, completed, day, ended, first_contact, not_returned, route_b, sent, told};
    use crate::{Command, Told};

    fn questionnaire(fact: QuestionnaireTold) -> Command {
        told(Told::Questionnaire(fact))
    }

    #[test]
    fn q6_help_that_is_asked_stands_in_the_coordinators_list_until_the_person_is_reached() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 25), &not_returned(day(2022, 11, 25)));
        assert_eq!(case.due(Step::QuestionnaireHelp), Some(day(2022, 12, 9)));
        let help = |on, reached| questionnaire(QuestionnaireTold::HelpGiven { on, reached });
        case.on(day(2022, 11, 28), &help(day(2022, 11, 28), false));
        assert_eq!(case.state.help().and_then(|help| help.ended_on), None);
        case.on(day(2022, 11, 30), &help(day(2022, 11, 30), true));
        let met = Closure::Met { on: day(2022, 11, 30) };
        assert_eq!(case.deadline(Step::QuestionnaireHelp).and_then(|it| it.2), Some(met));
        assert_eq!(case.state.help().and_then(|help| help.ended_on), Some(day(2022, 11, 30)));
    }

    #[test]
    fn q6_the_questionnaire_itself_ends_the_help_and_not_before_it_began() {
        for fact in [
            QuestionnaireTold::Completed { on: day(2022, 11, 20), correction: false },
            QuestionnaireTold::Impossible { on: day(2022, 11, 20) },
        ] {
            let mut case = Case::opened();
            case.on(day(2022, 11, 25), &not_returned(day(2022, 11, 25)));
            case.on(day(2022, 11, 28), &questionnaire(fact));
            let met = Closure::Met { on: day(2022, 11, 25) };
            assert_eq!(case.deadline(Step::QuestionnaireHelp).and_then(|it| it.2), Some(met));
        }
    }

    #[test]
    fn d6_the_contact_is_within_a_month_of_the_questionnaire_that_came_back_after_the_request() {
        let mut case = Case::opened();
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        assert_eq!(case.due(Step::FirstContactRouteB), None);
        case.on(day(2023, 1, 10), &sent(day(2023, 1, 10)));
        case.on(day(2023, 1, 19), &completed(day(2023, 1, 18)));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2023, 2, 18)));
        assert_eq!(case.state.requests[0].questionnaire_back_on, Some(day(2023, 1, 18)));
        // Only the first counts.
        case.on(day(2023, 1, 30), &completed(day(2023, 1, 30)));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2023, 2, 18)));
        assert_eq!(case.state.requests[0].questionnaire_back_on, Some(day(2023, 1, 18)));
        // Who keeps the one that is there waits for none.
        let mut kept = Case::asked();
        kept.on(day(2023, 1, 18), &completed(day(2023, 1, 18)));
        assert_eq!(kept.state.requests[0].questionnaire_back_on, None);
    }

    #[test]
    fn q7_d6_one_that_is_found_impossible_to_complete_is_not_waited_for() {
        let mut case = Case::opened();
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        case.on(day(2023, 2, 1), &questionnaire(QuestionnaireTold::Impossible { on: day(2023, 2, 1) }));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2023, 3, 1)));
    }

    #[test]
    fn q8_d6_one_that_came_back_before_the_request_does_not_count() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 10), &sent(day(2022, 11, 10)));
        case.on(day(2022, 11, 20), &completed(day(2022, 11, 20)));
        case.on(day(2022, 11, 22), &route_b(day(2022, 11, 21)));
        assert_eq!(case.due(Step::FirstContactRouteB), None);
        case.on(day(2022, 12, 5), &completed(day(2022, 12, 5)));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2023, 1, 5)));
    }

    #[test]
    fn q8_d6_one_that_was_out_at_the_request_and_had_come_back_before_it_counts_from_the_request() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 10), &sent(day(2022, 11, 10)));
        case.on(day(2022, 11, 22), &route_b(day(2022, 11, 21)));
        assert!(case.state.requests[0].questionnaire_out);
        case.on(day(2022, 11, 25), &completed(day(2022, 11, 20)));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2022, 12, 21)));
        case.on(day(2022, 12, 5), &completed(day(2022, 12, 5)));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2022, 12, 21)));
    }

    #[test]
    fn q8_one_that_was_out_at_the_request_serves() {
        let mut case = Case::opened();
        case.on(day(2022, 12, 20), &sent(day(2022, 12, 20)));
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        case.on(day(2023, 1, 12), &completed(day(2023, 1, 12)));
        assert_eq!(case.state.requests[0].questionnaire_back_on, Some(day(2023, 1, 12)));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2023, 2, 12)));
    }

    #[test]
    fn t6_q6_help_given_before_the_end_and_told_after_it_was_given() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 25), &not_returned(day(2022, 11, 25)));
        case.on(day(2022, 12, 2), &ended(day(2022, 12, 1), false));
        case.on(
            day(2022, 12, 3),
            &questionnaire(QuestionnaireTold::HelpGiven { on: day(2022, 11, 30), reached: true }),
        );
        let met = Closure::Met { on: day(2022, 11, 30) };
        assert_eq!(case.deadline(Step::QuestionnaireHelp).and_then(|it| it.2), Some(met));
    }

    #[test]
    fn q8_neither_an_older_one_nor_a_correction_is_the_one_that_is_awaited() {
        let mut case = Case::opened();
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        case.on(day(2023, 1, 12), &completed(day(2022, 11, 20)));
        let correction = QuestionnaireTold::Completed { on: day(2023, 1, 13), correction: true };
        case.on(day(2023, 1, 13), &questionnaire(correction));
        assert_eq!((case.due(Step::FirstContactRouteB), case.state.requests[0].questionnaire_back_on), (None, None));
    }

    #[test]
    fn d6_a_contact_before_the_questionnaire_is_back_leaves_nothing_to_plan() {
        let mut case = Case::opened();
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        case.on(day(2023, 1, 15), &first_contact(day(2023, 1, 15)));
        case.on(day(2023, 1, 18), &completed(day(2023, 1, 18)));
        assert_eq!(case.deadline(Step::FirstContactRouteB), None);
    }

    #[test]
    fn t6_on_one_day_the_order_of_contact_and_questionnaire_makes_no_difference() {
        let on = day(2023, 1, 18);
        let met = |commands: [&Command; 2]| {
            let mut case = Case::opened();
            case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
            for command in commands {
                case.on(on, command);
            }
            case.deadline(Step::FirstContactRouteB)
        };
        let (contact, back) = (first_contact(on), completed(on));
        assert_eq!(met([&contact, &back]), met([&back, &contact]));
        assert_eq!(met([&contact, &back]).and_then(|it| it.2), Some(Closure::Met { on }));
    }

    #[test]
    fn t6_after_the_end_of_the_incapacity_nothing_is_planned() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 20), &ended(day(2022, 11, 20), false));
        case.on(day(2022, 11, 25), &not_returned(day(2022, 11, 25)));
        assert!(case.state.deadlines.is_empty());
        assert_eq!(case.state.questionnaire.len(), 1);
    }
}
