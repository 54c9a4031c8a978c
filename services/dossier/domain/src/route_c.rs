//! What follows for who presented themselves to a regional service in primary incapacity (X8): the coordinator offers route B.
//!
//! Practice slides; the circular has no base for it. Who is invalid is received by the service, and nothing is asked of the
//! coordinator.
//!
//! Own readings. A contact with the person since, or their own request, is that offer. Who had asked already, and goes on, needs
//! none. It is read from the dated facts that stand, so that a corrected first day asks for the offer or takes it away (T9).

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Plan, Step};
use trajet_law::replan::Replanned;
use trajet_law::route_c::{Presentation, Reception, offer_plan};
use trajet_law::rule::Rule;

use crate::course::Course;
use crate::state::State;

const STEP: Step = Step::RouteBOffer;

/// The offer that is to be made: that of the earliest presentation which nothing answered yet.
pub(crate) fn offer(state: &State) -> Option<Plan> {
    let unanswered = |presented: &&Presentation| {
        state.end.is_none()
            && state.reception(presented) == Some(Reception::PointedToRouteB)
            && answered_on(state, presented.on).is_none()
    };
    let plans = state.presentations.iter().filter(unanswered).map(|one| offer_plan(state.planning(one.on)));
    plans.filter(|plan| state.judges(plan)).min_by_key(|plan| plan.opens)
}

/// The day on which a presentation was answered: that of the first contact of any kind, or request, since; that of the
/// presentation itself where a request went on.
fn answered_on(state: &State, presented: NaiveDate) -> Option<NaiveDate> {
    let contacts = state.contacts.iter().map(|contact| contact.on);
    let requests = state.requests.iter().map(|request| request.received_on);
    let went_on = state.requests.iter().any(|request| request.goes_on(presented)).then_some(presented);
    contacts.chain(requests).filter(|on| presented <= *on).chain(went_on).min()
}

/// The day of the presentation for which an offer was planned, if that stands.
fn presented_for(state: &State, offer: &Plan) -> Option<NaiveDate> {
    offer.opens.filter(|on| state.presentations.iter().any(|one| one.on == *on))
}

/// Whether an offer is open to who did not present themselves, as was told by mistake.
pub(crate) fn is_left_open(state: &State) -> bool {
    let open = state.deadlines.open(STEP);
    open.is_some_and(|open| presented_for(state, &open.plan).is_none() && offer(state).is_none())
}

/// Plans the offer that is asked, and meets, moves or waives the one that was, by what stands after a decision.
pub(crate) fn follow(course: &mut Course, today: NaiveDate) {
    let open = course.state.deadlines.open(STEP).map(|open| open.plan.clone());
    if !course.changed() || (open.is_none() && course.state.presentations.is_empty()) {
        return;
    }
    let asked = offer(&course.state);
    if asked == open {
        return;
    }
    if let Some(before) = open {
        let presented = presented_for(&course.state, &before);
        match (presented.and_then(|on| answered_on(&course.state, on)), asked.clone()) {
            (Some(on), _) => course.meet(STEP, on),
            (None, Some(after)) => return course.replan(Replanned { before, after }, today, Rule::X8.into()),
            // Its day is no day of primary incapacity any more, by another law or another first day. What was told by mistake is
            // waived with that.
            (None, None) => {
                let first_day = course.state.recognition.as_ref().map(|recognition| recognition.incapacity_start);
                let Some(start) = first_day.filter(|_| presented.is_some()) else { return };
                let because = if course.state.former_starts.is_empty() { Rule::T8 } else { Rule::T9 };
                course.waive(STEP, today, because.into(), FactKind::FirstDay.on(start));
            }
        }
    }
    if let Some(plan) = asked {
        course.plan(plan, today);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::Days;
    use trajet_law::deadline::Closure;
    use trajet_law::route_c::RegionalForm;

    use super::*;
    use crate::command::{Command, ContactKind};
    use crate::contact::Channel;
    use crate::event::Event;
    use crate::fact::Told;
    use crate::samples::{Case, day, ended, first_contact, new_contact, recognised, referred, route_b, told};
    use crate::{ChosenEnd, NewContact};

    fn presented(on: NaiveDate) -> Command {
        told(Told::Presented(Presentation { on, form: RegionalForm::Fia }))
    }

    fn corrected(from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Command {
        told(Told::StartCorrected { from, to, on })
    }

    fn called(on: NaiveDate) -> Command {
        let contact =
            NewContact { channel: Channel::Telephone, next_way: None, actions: BTreeSet::new(), ..new_contact(on) };
        Command::RecordContact { contact, kind: ContactKind::Other }
    }

    /// What became of the offers: the day aimed at, and how each was closed.
    fn offers(case: &Case) -> Vec<(Option<NaiveDate>, Option<Closure>)> {
        let offers = case.state.deadlines.iter().filter(|one| one.plan.step == STEP);
        offers.map(|one| (one.plan.target, one.closed)).collect()
    }

    #[test]
    fn x8_who_is_in_primary_incapacity_is_offered_route_b_and_who_is_invalid_is_received() {
        // The first day of incapacity is 1 September 2022.
        for (on, asked) in [(day(2022, 9, 10), true), (day(2023, 8, 31), true), (day(2023, 9, 1), false)] {
            let mut case = Case::opened();
            case.on(day(2023, 9, 4), &presented(on));
            let presentation = case.state.presentations[0];
            let expected = if asked { Reception::PointedToRouteB } else { Reception::Received };
            assert_eq!(case.state.reception(&presentation), Some(expected), "{on}");
            assert_eq!(offers(&case), if asked { vec![(Some(on + Days::new(14)), None)] } else { vec![] });
        }
    }

    #[test]
    fn x8_told_twice_it_is_noted_once_and_told_ahead_of_the_recognition_it_waits() {
        let mut case = Case::default();
        let fact = presented(day(2022, 10, 3));
        assert!(matches!(case.on(day(2022, 10, 4), &fact)[..], [Event::FactParked { .. }]));
        case.on(day(2022, 10, 5), &recognised());
        assert_eq!(offers(&case), [(Some(day(2022, 10, 17)), None)]);
        assert_eq!(case.on(day(2022, 10, 6), &fact), []);
    }

    #[test]
    fn x8_a_contact_or_a_request_since_is_the_offer_and_one_of_before_is_not() {
        let on = day(2022, 10, 3);
        for (answer, answered_on) in [(called(day(2022, 10, 10)), day(2022, 10, 10)), (route_b(on), on)] {
            let mut case = Case::opened();
            case.on(on, &called(day(2022, 10, 2)));
            case.on(on, &presented(on));
            case.on(day(2022, 10, 10), &answer);
            assert_eq!(offers(&case), [(Some(day(2022, 10, 17)), Some(Closure::Met { on: answered_on }))]);
        }
    }

    #[test]
    fn x8_what_was_answered_before_it_is_told_is_not_asked_and_who_goes_on_by_route_b_needs_no_offer() {
        let on = day(2022, 10, 3);
        let mut late = Case::opened();
        late.on(day(2022, 10, 10), &called(day(2022, 10, 10)));
        late.on(day(2022, 10, 11), &presented(on));
        let mut going = Case::opened();
        going.on(day(2022, 9, 20), &route_b(day(2022, 9, 20)));
        going.on(on, &presented(on));
        assert_eq!((offers(&late), offers(&going)), (vec![], vec![]));
        // Once the request ended, who comes again is offered it again.
        let end = Command::EndTrajectory { on: day(2022, 10, 5), reason: ChosenEnd::NotWished };
        going.on(day(2022, 10, 5), &end);
        going.on(day(2022, 10, 6), &presented(day(2022, 10, 6)));
        assert_eq!(offers(&going), [(Some(day(2022, 10, 20)), None)]);
    }

    #[test]
    fn x8_of_two_the_earlier_is_awaited_in_whatever_order_they_are_told() {
        let (first, second) = (day(2022, 10, 3), day(2022, 10, 20));
        let mut in_order = Case::opened();
        let mut reversed = Case::opened();
        for on in [first, second] {
            in_order.on(second, &presented(on));
        }
        for on in [second, first] {
            reversed.on(second, &presented(on));
        }
        for case in [&mut in_order, &mut reversed] {
            assert_eq!(offers(case).last(), Some(&(Some(day(2022, 10, 17)), None)));
            case.on(second, &called(day(2022, 10, 10)));
            assert_eq!(offers(case).last(), Some(&(Some(day(2022, 11, 3)), None)));
            case.on(day(2022, 10, 25), &called(day(2022, 10, 25)));
            assert_eq!(case.state.deadlines.open(STEP), None);
        }
    }

    #[test]
    fn x8_t9_a_corrected_first_day_takes_the_offer_away_or_asks_for_it() {
        let (start, earlier) = (day(2022, 9, 1), day(2022, 8, 15));
        let (on, today) = (day(2023, 8, 20), day(2023, 8, 25));
        let mut case = Case::opened();
        case.on(today, &presented(on));
        case.on(today, &corrected(start, earlier, today));
        let waived = Closure::Waived { on: today, because: Rule::T9.into() };
        assert_eq!(offers(&case), [(Some(day(2023, 9, 3)), Some(waived))]);
        assert_eq!(case.state.reception(&case.state.presentations[0]), Some(Reception::Received));
        case.on(today, &corrected(earlier, start, today));
        assert_eq!(offers(&case).last(), Some(&(Some(day(2023, 9, 3)), None)));
    }

    #[test]
    fn x8_t6_nothing_is_offered_after_the_incapacity() {
        let on = day(2022, 10, 3);
        let mut before = Case::opened();
        before.on(on, &presented(on));
        before.on(day(2022, 10, 11), &ended(day(2022, 10, 10), false));
        assert!(matches!(offers(&before)[..], [(Some(_), Some(Closure::Waived { .. }))]));
        let mut after = Case::opened();
        after.on(day(2022, 10, 11), &ended(day(2022, 10, 10), false));
        after.on(day(2022, 10, 12), &presented(on));
        assert_eq!((offers(&after), after.state.presentations.len()), (vec![], 1));
    }

    #[test]
    fn x8_the_first_contact_of_route_a_is_an_offer_too() {
        let mut case = Case::opened();
        case.on(day(2022, 12, 5), &referred(day(2022, 12, 5), true));
        case.on(day(2023, 1, 10), &presented(day(2023, 1, 10)));
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        assert_eq!(offers(&case), [(Some(day(2023, 1, 24)), Some(Closure::Met { on: day(2023, 1, 20) }))]);
    }
}
