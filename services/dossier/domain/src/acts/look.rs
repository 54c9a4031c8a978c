//! The coordinator looks at a dossier of which no plan is followed up (practice slides, D19).

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use crate::consent::ConsentPurpose;
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::look::{Look, held_since, is_followed_up, last_look};
use crate::people::SubjectId;
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;

/// Records the look.
pub(crate) fn decide(course: &mut Course, on: NaiveDate, by: &SubjectId, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    let recognised_on = recognised(state)?.recognised_on;
    possible(ImpossibleDate::outside(DateField::LookedOn, on, recognised_on, today))?;
    within_incapacity(state, on)?;
    if held_since(state, on).is_none() || is_followed_up(state, on) {
        return Err(Rejection::NoLookDue);
    }
    if !state.consents.granted(ConsentPurpose::Trajectory) {
        return Err(Rejection::ConsentRefused);
    }
    let contacts = state.contacts.iter().map(|contact| contact.on);
    let after_all = contacts.chain(state.looks.iter().map(|look| look.on)).all(|former| former < on);
    // Nor is it asked from an earlier day on than the one from which the next is counted.
    let is_last = after_all && last_look(state).is_none_or(|last| last.on <= on);
    course.push(Event::Looked(Look { on, by: by.clone() }));
    if is_last {
        course.meet(Step::DossierLook, on);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;
    use trajet_law::rule::Rule;

    use super::*;
    use crate::Command;
    use crate::ami::{AmiCommand, AmiEndReason};
    use crate::contact::Channel;
    use crate::samples::{Case, coordinator, day, ended, form, new_contact};
    use crate::{ChosenEnd, ContactKind, NewContact};

    const LOOK: Step = Step::DossierLook;

    fn look(on: NaiveDate) -> Command {
        Command::RecordLook { on, by: coordinator() }
    }

    #[test]
    fn d19_a_dossier_without_a_plan_is_looked_at_every_three_months_from_the_last_contact_or_look() {
        assert_eq!(Case::referred().due(LOOK), None);
        let mut case = Case::met();
        assert_eq!(case.due(LOOK), Some(day(2023, 4, 20)));
        let called = NewContact { channel: Channel::Telephone, next_way: None, ..new_contact(day(2023, 3, 1)) };
        case.on(day(2023, 3, 1), &Command::RecordContact { contact: called, kind: ContactKind::Other });
        assert_eq!(case.due(LOOK), Some(day(2023, 6, 1)));
        case.on(day(2023, 6, 10), &look(day(2023, 6, 8)));
        let looks: Vec<_> = case.state.deadlines.iter().filter(|one| one.plan.step == LOOK).collect();
        let closed: Vec<_> = looks.iter().map(|one| (one.plan.end(), one.missed_on, one.closed)).collect();
        let met = |on| Some(Closure::Met { on });
        let expected = [
            (Some(day(2023, 4, 20)), None, met(day(2023, 3, 1))),
            (Some(day(2023, 6, 1)), None, met(day(2023, 6, 8))),
            (Some(day(2023, 9, 8)), None, None),
        ];
        assert_eq!(closed, expected);
        // One of before moves nothing.
        case.on(day(2023, 6, 10), &look(day(2023, 2, 1)));
        assert_eq!((case.due(LOOK), case.state.looks.len()), (Some(day(2023, 9, 8)), 2));
    }

    #[test]
    fn d19_a_look_on_the_day_of_the_contact_from_which_the_next_is_counted_is_not_the_next() {
        let mut case = Case::met();
        let events = case.on(day(2023, 1, 21), &look(day(2023, 1, 20)));
        assert!(matches!(events[..], [Event::Looked(_)]), "{events:?}");
        assert_eq!(case.due(LOOK), Some(day(2023, 4, 20)));
    }

    #[test]
    fn d3_d19_a_look_of_before_consent_was_granted_again_is_not_the_one_that_is_asked_since() {
        let mut case = Case::met();
        for (granted, on) in [(false, day(2023, 2, 3)), (true, day(2023, 3, 1))] {
            case.on(on, &Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, granted)], on)));
        }
        assert_eq!(case.due(LOOK), Some(day(2023, 6, 1)));
        let events = case.on(day(2023, 3, 2), &look(day(2023, 2, 1)));
        assert!(matches!(events[..], [Event::Looked(_)]), "{events:?}");
        case.on(day(2023, 3, 2), &look(day(2023, 3, 2)));
        assert_eq!(case.due(LOOK), Some(day(2023, 6, 2)));
    }

    #[test]
    fn d19_a_plan_that_is_followed_up_takes_its_place_until_it_ends() {
        let mut case = Case::planned();
        let waived = Some(Closure::Waived { on: day(2023, 3, 1), because: Rule::D19.into() });
        assert_eq!(case.deadline(LOOK).and_then(|it| it.2), waived);
        assert_eq!(case.refusal(day(2023, 4, 1), &look(day(2023, 4, 1))), "NO_LOOK_DUE");
        let end = AmiCommand::End { last_day: day(2023, 5, 15), reason: AmiEndReason::Stopped };
        case.on(day(2023, 5, 15), &Command::Ami(end));
        assert_eq!(case.due(LOOK), Some(day(2023, 8, 15)));
    }

    #[test]
    fn d3_d19_nothing_is_looked_at_before_the_first_contact_without_consent_or_after_the_end() {
        let on = day(2023, 2, 1);
        assert_eq!(Case::opened().refusal(on, &look(on)), "NO_LOOK_DUE");
        assert_eq!(Case::referred().refusal(on, &look(on)), "NO_LOOK_DUE");
        assert_eq!(Case::met().refusal(on, &look(day(2023, 1, 19))), "NO_LOOK_DUE");
        assert_eq!(Case::met().refusal(on, &look(day(2023, 2, 2))), "IMPOSSIBLE_DATES");
        let mut withdrawn = Case::met();
        let purpose = ConsentPurpose::Trajectory;
        withdrawn.on(on, &Command::RecordConsents(form(&[(purpose, false)], on)));
        let waived = Some(Closure::Waived { on, because: Rule::D3.into() });
        assert_eq!(withdrawn.deadline(LOOK).and_then(|it| it.2), waived);
        assert_eq!(withdrawn.refusal(on, &look(on)), "CONSENT_REFUSED");
        let mut over = Case::met();
        over.on(on, &Command::EndTrajectory { on, reason: ChosenEnd::NotWished });
        let because = crate::EndReason::NotWished.ground();
        assert_eq!(over.deadline(LOOK).and_then(|it| it.2), Some(Closure::Waived { on, because }));
        over.on(day(2023, 2, 5), &look(day(2023, 1, 30)));
        assert_eq!(over.deadline(LOOK).and_then(|it| it.2), Some(Closure::Met { on: day(2023, 1, 30) }));
        let mut ended_case = Case::met();
        ended_case.on(on, &ended(day(2023, 1, 31), false));
        assert_eq!(ended_case.refusal(on, &look(on)), "INCAPACITY_ENDED");
    }
}
