//! A contact that took place (*moment de contact*, *contactmoment*).
//!
//! Circular 2022/383, part III, 3.1, step 7, 3.2, steps 4 and 6, and part V. At the first one the coordinator explains their
//! role, checks the first step with the person, asks consent, and registers the contact and what was agreed (D9). Without
//! consent to the first purpose the contact and the refusal are registered and nothing more (D3).

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::route_b::authorisation_request_plan;

use super::ami::interview;
use super::consents::{needs_contract, signed};
use super::make_appointment::permitted;
use crate::assignment::{given_first, may_meet};
use crate::bar::lift_bar;
use crate::command::{ContactKind, FirstContact, NewContact};
use crate::consent::{ConsentForm, ConsentPurpose};
use crate::contact::{Appointment, Contact, NextWay, Purpose};
use crate::course::{Course, Scope};
use crate::duty::{Duty, duty};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;
use crate::trajectory::EndReason;

/// Records the contact and what follows from it.
pub(crate) fn decide(
    course: &mut Course,
    contact: &NewContact,
    kind: &ContactKind,
    today: NaiveDate,
) -> Result<(), Rejection> {
    dated(&course.state, contact, kind, today)?;
    let duty = duty(&course.state, kind.purpose(), contact.on)?;
    permitted(kind.purpose(), contact.channel)?;
    duty.not_barred()?;
    let consent = match kind {
        ContactKind::First(first) => Some(complete(&course.state, first)?),
        ContactKind::NegativeDecision | ContactKind::FollowUp { .. } | ContactKind::Other => None,
    };
    let granted = granted(&course.state, consent);
    agreed(&course.state, contact, consent, granted)?;
    let mut held = held(&course.state, contact, kind.purpose(), duty)?;
    if held.appointment.is_none() {
        may_meet(&course.state, &held.coordinator, contact.qualification)?;
    }
    let coordinator = held.coordinator.clone();
    if let ContactKind::FollowUp { results } = kind {
        if !granted {
            return Err(Rejection::ConsentRefused);
        }
        held.results = Some(results.clone());
        let rolls = interview::rolls(&course.state, held.on);
        course.push(Event::ContactHeld(held));
        given_first(course, coordinator, contact.on);
        interview::held(course, contact.on, rolls);
        return Ok(());
    }

    // Work that ended before the contact barred it until then, even if its timer has not fired yet.
    lift_bar(course, held.on.pred_opt().unwrap_or(held.on));
    course.push(Event::ContactHeld(held));
    given_first(course, coordinator, contact.on);
    if let Some(form) = consent {
        course.push(Event::ConsentsRecorded(form.clone()));
    }
    met(course, kind.purpose(), contact.on, duty);
    let end = (consent.is_some() && !granted).then_some(EndReason::ConsentRefused);
    if let Some(reason) = end.or((contact.next_way == Some(NextWay::None)).then_some(EndReason::NotWished)) {
        let scope = if kind.purpose() == Purpose::NegativeDecision { Scope::RouteB } else { Scope::All };
        course.end_trajectory(contact.on, reason, scope);
    } else if of_what_goes_on(&course.state, duty) {
        course.plan(authorisation_request_plan(course.state.planning(contact.on)), contact.on);
    }
    Ok(())
}

fn dated(state: &State, contact: &NewContact, kind: &ContactKind, today: NaiveDate) -> Result<(), Rejection> {
    let recognised_on = recognised(state)?.recognised_on;
    let held = ImpossibleDate::outside(DateField::HeldOn, contact.on, recognised_on, today);
    let signed = match kind {
        ContactKind::First(first) => signed(state, &first.consent, contact.on.min(today))?,
        ContactKind::NegativeDecision | ContactKind::FollowUp { .. } | ContactKind::Other => None,
    };
    possible(held.into_iter().chain(signed))?;
    within_incapacity(state, contact.on)
}

/// What a first contact needs (D9), and the consent asked at it: for every purpose, the fourth with a contract (D3).
fn complete<'a>(state: &State, first: &'a FirstContact) -> Result<&'a ConsentForm, Rejection> {
    if !(first.role_explained && first.first_step_checked) {
        return Err(Rejection::FirstContactIncomplete);
    }
    let has_contract = recognised(state)?.has_contract;
    if !ConsentPurpose::asked(has_contract).all(|purpose| first.consent.decisions.contains_key(&purpose)) {
        return Err(Rejection::ConsentNotAsked);
    }
    needs_contract(state, &first.consent)?;
    Ok(&first.consent)
}

/// Whether consent to the first purpose is in force after the contact: a form that is older than a withdrawal does not undo
/// it.
fn granted(state: &State, consent: Option<&ConsentForm>) -> bool {
    let mut consents = state.consents.clone();
    if let Some(form) = consent {
        consents.record(form);
    }
    consents.granted(ConsentPurpose::Trajectory)
}

/// What was agreed and chosen needs consent to the first purpose, and at a first contact with it a way is chosen, be it that
/// there is none yet.
fn agreed(state: &State, contact: &NewContact, consent: Option<&ConsentForm>, granted: bool) -> Result<(), Rejection> {
    let to_the_physician = contact.next_way.is_some_and(NextWay::needs_contract)
        || contact.actions.iter().any(|action| action.needs_contract());
    if to_the_physician && !state.is_under_contract(contact.on) {
        return Err(Rejection::WayNeedsContract);
    }
    if !granted && (contact.next_way.is_some() || !contact.actions.is_empty()) {
        return Err(Rejection::ConsentRefused);
    }
    if granted && consent.is_some() && contact.next_way.is_none() {
        return Err(Rejection::NextWayMissing);
    }
    Ok(())
}

fn held(state: &State, contact: &NewContact, purpose: Purpose, duty: Duty) -> Result<Contact, Rejection> {
    let NewContact { on, channel, appointment, by, actions, next_way, qualification: _ } = contact.clone();
    let appointment = match appointment {
        None => appointment_of(state, purpose, on),
        Some(number) => {
            let open = state.open_appointment(number).filter(|appointment| appointment.purpose == purpose);
            Some(open.ok_or(Rejection::AppointmentNotOpen)?)
        }
    };
    let invited_by = appointment.map(|appointment| appointment.coordinator.clone());
    let deputy_for = invited_by.filter(|coordinator| *coordinator != by);
    let appointment = appointment.map(|appointment| appointment.number);
    let number = u32::try_from(state.contacts.len()).unwrap_or(u32::MAX).saturating_add(1);
    let Duty { request, authorisation, .. } = duty;
    Ok(Contact {
        number,
        purpose,
        on,
        channel,
        coordinator: by,
        deputy_for,
        appointment,
        request,
        authorisation,
        actions,
        next_way,
        results: None,
    })
}

/// The open appointment that a contact without a word on it took the place of: the earliest for its purpose, of those to
/// which the person was invited by then.
fn appointment_of(state: &State, purpose: Purpose, on: NaiveDate) -> Option<&Appointment> {
    let open = state.open_appointments().filter(|appointment| appointment.purpose == purpose);
    open.filter(|appointment| appointment.invitation.on <= on).min_by_key(|appointment| appointment.on)
}

/// Whether the request that called for the contact goes on.
fn of_what_goes_on(state: &State, duty: Duty) -> bool {
    state.request().is_some_and(|request| Some(request.number) == duty.request)
}

/// Meets the deadlines that the contact was for: a first contact those of both routes, as far as they were begun by then.
/// Those of a request are not met by the contact of an earlier one.
fn met(course: &mut Course, purpose: Purpose, on: NaiveDate, duty: Duty) {
    let of_request =
        duty.request.is_some() && (course.state.request().is_none() || of_what_goes_on(&course.state, duty));
    let route_b: &[Step] = match purpose {
        Purpose::FirstContact => {
            if course.state.route_a().is_some_and(|route_a| route_a.referral.on <= on) {
                course.meet(Step::FirstContactCategory4, on);
            }
            &[Step::RouteBAppointment, Step::FirstContactRouteB]
        }
        Purpose::NegativeDecision => &[Step::NegativeDecisionContact],
        Purpose::FollowUp | Purpose::Other => &[],
    };
    for step in route_b.iter().filter(|_| of_request) {
        course.meet(*step, on);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{AgreedAction, AppointmentState, Channel};
    use crate::samples::{
        Case, all_granted, appoint, day, decided, discussed, ended, first, first_contact, first_contact_refused, form,
        new_contact, referred, route_b,
    };
    use crate::trajectory::EndReason;
    use crate::{Command, SubjectId};
    use trajet_law::deadline::Closure;

    fn contact(contact: NewContact, kind: ContactKind) -> Command {
        Command::RecordContact { contact, kind }
    }

    #[test]
    fn d6_the_first_contact_of_an_earlier_request_is_not_that_of_the_one_that_goes_on() {
        let mut case = Case::asked();
        let asked = case.due(Step::FirstContactRouteB);
        let ends = day(2023, 1, 25);
        case.on(ends, &Command::EndTrajectory { on: ends, reason: crate::ChosenEnd::NotWished });
        case.on(day(2023, 2, 1), &crate::samples::keeping(day(2023, 2, 1)));
        let open = case.due(Step::FirstContactRouteB);
        assert!(asked.is_some() && asked < open, "{asked:?} {open:?}");
        case.on(day(2023, 2, 2), &first_contact(day(2023, 1, 20)));
        assert_eq!(case.due(Step::FirstContactRouteB), open);
    }

    #[test]
    fn d9_a_first_contact_meets_both_routes_and_registers_what_was_agreed() {
        let on = day(2023, 1, 20);
        let mut case = Case::referred();
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        case.on(on, &first_contact(on));
        let met = Some(Closure::Met { on });
        for step in [Step::FirstContactCategory4, Step::RouteBAppointment] {
            assert_eq!(case.deadline(step).and_then(|it| it.2), met, "{step}");
        }
        assert_eq!(case.due(Step::AuthorisationRequest), Some(day(2023, 1, 27)));
        assert!(case.state.contacts[0].actions.contains(&AgreedAction::ExploreOrientation));
        assert!(case.state.consents.granted(ConsentPurpose::OccupationalPhysician));
    }

    #[test]
    fn d9_route_a_alone_leads_to_no_request_for_authorisation() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        assert_eq!(case.deadline(Step::AuthorisationRequest), None);
        assert_eq!(case.refusal(day(2023, 1, 23), &Command::RequestAuthorisation { asked_on: None }), "NO_REQUEST");
    }

    #[test]
    fn d9_the_role_is_explained_and_the_first_step_checked() {
        let on = day(2023, 1, 20);
        for (role_explained, first_step_checked) in [(false, true), (true, false)] {
            let kind =
                ContactKind::First(FirstContact { role_explained, first_step_checked, consent: all_granted(on) });
            assert_eq!(Case::referred().refusal(on, &contact(new_contact(on), kind)), "FIRST_CONTACT_INCOMPLETE");
        }
    }

    #[test]
    fn d3_consent_is_asked_for_every_purpose_the_fourth_with_a_contract() {
        let on = day(2023, 1, 20);
        let three: Vec<_> = ConsentPurpose::asked(false).map(|purpose| (purpose, true)).collect();
        let with = |case: &mut Case, form| case.attempt(on, &contact(new_contact(on), first(form)));
        let mut case = Case::referred();
        assert_eq!(with(&mut case, form(&three, on)), Err(Rejection::ConsentNotAsked));
        let mut without = Case::without_contract();
        without.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
        assert_eq!(with(&mut without, all_granted(on)), Err(Rejection::PurposeNeedsContract));
        assert!(with(&mut without, form(&three, on)).is_ok());
    }

    #[test]
    fn d3_without_consent_contact_and_refusal_are_registered_and_nothing_more() {
        let on = day(2023, 1, 20);
        let mut case = Case::asked();
        let refused = form(&ConsentPurpose::ALL.iter().map(|it| (*it, false)).collect::<Vec<_>>(), on);
        for (actions, next_way) in
            [([AgreedAction::FurtherContact].into(), None), ([].into(), Some(NextWay::Undecided))]
        {
            let contact = NewContact { actions, next_way, ..new_contact(on) };
            let command = Command::RecordContact { contact, kind: first(refused.clone()) };
            assert_eq!(case.refusal(on, &command), "CONSENT_REFUSED");
        }
        case.on(on, &first_contact_refused(on));
        assert_eq!(case.state.requests[0].ended, Some((on, EndReason::ConsentRefused)));
        assert_eq!(case.state.deadlines.all_open().count(), 0);
        assert_eq!(case.deadline(Step::AuthorisationRequest), None);
    }

    #[test]
    fn d11_a_way_is_chosen_and_the_one_to_the_occupational_physician_needs_a_contract() {
        let on = day(2023, 1, 20);
        let missing = NewContact { next_way: None, ..new_contact(on) };
        assert_eq!(Case::referred().refusal(on, &contact(missing, first(all_granted(on)))), "NEXT_WAY_MISSING");
        let three: Vec<_> = ConsentPurpose::asked(false).map(|purpose| (purpose, true)).collect();
        for next_way in [NextWay::PreReturnVisit, NextWay::CodexTrajectory] {
            let mut case = Case::without_contract();
            case.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
            let chosen = NewContact { next_way: Some(next_way), ..new_contact(on) };
            assert_eq!(case.refusal(on, &contact(chosen, first(form(&three, on)))), "PURPOSE_NEEDS_CONTRACT");
        }
    }

    #[test]
    fn d11_who_does_not_wish_to_go_on_ends_the_trajectory() {
        let on = day(2023, 1, 20);
        let mut case = Case::asked();
        let none = NewContact { next_way: Some(NextWay::None), actions: [].into(), ..new_contact(on) };
        case.on(on, &contact(none, first(all_granted(on))));
        assert_eq!(case.state.requests[0].ended, Some((on, EndReason::NotWished)));
        assert_eq!(case.due(Step::AuthorisationRequest), None);
    }

    #[test]
    fn d11_d20_who_carried_the_trajectory_on_after_that_day_goes_on() {
        let declined = |on| {
            contact(
                NewContact { next_way: Some(NextWay::None), actions: [].into(), ..new_contact(on) },
                ContactKind::Other,
            )
        };
        let ended = |on| {
            let mut case = Case::planned();
            case.on(day(2023, 4, 3), &declined(on));
            assert_eq!(case.state.contacts.len(), 3, "it took place");
            let presumed = case.state.presumptions[0].presumed.last;
            (case.state.ami[0].last_day(), case.state.ends.len(), presumed)
        };
        // The plan was signed on 1 March.
        assert_eq!(ended(day(2023, 2, 28)), (None, 0, Some(day(2023, 8, 31))));
        assert_eq!(ended(day(2023, 3, 2)), (Some(day(2023, 3, 2)), 1, Some(day(2023, 3, 2))));
    }

    #[test]
    fn d11_d19_who_declined_before_the_physician_referred_them_is_referred_all_the_same() {
        let mut case = Case::asked();
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        case.on(day(2023, 2, 1), &Command::EndTrajectory { on: day(2023, 2, 1), reason: crate::ChosenEnd::NotWished });
        case.on(day(2023, 3, 1), &referred(day(2023, 3, 1), false));
        let due = case.due(Step::FirstContactCategory4);
        assert!(due.is_some());
        let on = day(2023, 2, 20);
        let none = NewContact { next_way: Some(NextWay::None), actions: [].into(), ..new_contact(on) };
        let events = case.on(day(2023, 3, 2), &contact(none, ContactKind::Other));
        assert!(!events.iter().any(|event| matches!(event, Event::TrajectoryEnded { .. })), "{events:?}");
        assert_eq!((case.state.contacts.len(), case.due(Step::FirstContactCategory4)), (2, due));
    }

    #[test]
    fn d10_a_first_contact_by_telephone_is_refused() {
        let on = day(2023, 1, 20);
        for channel in [Channel::Telephone, Channel::Email] {
            let by = NewContact { channel, ..new_contact(on) };
            assert_eq!(Case::referred().refusal(on, &contact(by, first(all_granted(on)))), "CHANNEL_NOT_PERMITTED");
        }
    }

    #[test]
    fn d9_another_coordinator_than_that_of_the_appointment_is_their_deputy() {
        let on = day(2023, 1, 20);
        let mut case = Case::referred();
        case.on(day(2023, 1, 5), &appoint(Purpose::FirstContact, on, day(2023, 1, 5)));
        let unknown = NewContact { appointment: Some(2), ..new_contact(on) };
        assert_eq!(case.refusal(on, &contact(unknown, first(all_granted(on)))), "APPOINTMENT_NOT_OPEN");
        let by = SubjectId("coordinator-2".into());
        let held = NewContact { appointment: Some(1), by, ..new_contact(on) };
        case.on(on, &contact(held, first(all_granted(on))));
        assert_eq!(case.state.contacts[0].deputy_for, Some(SubjectId("coordinator-1".into())));
        assert_eq!(case.state.appointments[0].1, AppointmentState::Held);
    }

    #[test]
    fn d8_after_the_contact_on_a_negative_decision_the_physician_may_be_asked_again() {
        let mut case = Case::not_authorised();
        assert_eq!(case.due(Step::NegativeDecisionContact), Some(day(2023, 2, 20)));
        let by_phone = NewContact { channel: Channel::Telephone, ..new_contact(day(2023, 2, 10)) };
        let command = contact(by_phone, ContactKind::NegativeDecision);
        assert_eq!(case.refusal(day(2023, 2, 10), &command), "CHANNEL_NOT_PERMITTED");
        case.on(day(2023, 2, 10), &discussed(day(2023, 2, 10)));
        assert_eq!(case.due(Step::NegativeDecisionContact), None);
        assert_eq!(case.due(Step::AuthorisationRequest), Some(day(2023, 2, 17)));
        case.on(day(2023, 2, 13), &Command::RequestAuthorisation { asked_on: None });
        case.on(day(2023, 2, 20), &decided(2, day(2023, 2, 20), false));
        assert_eq!(case.due(Step::NegativeDecisionContact), Some(day(2023, 3, 10)), "counted from the last contact");
    }

    #[test]
    fn t6_a_contact_before_the_end_can_be_entered_after_it_and_plans_nothing() {
        let mut case = Case::asked();
        case.on(day(2023, 1, 30), &ended(day(2023, 1, 25), false));
        assert_eq!(case.refusal(day(2023, 1, 30), &first_contact(day(2023, 1, 26))), "INCAPACITY_ENDED");
        case.on(day(2023, 1, 30), &first_contact(day(2023, 1, 20)));
        assert_eq!(case.deadline(Step::AuthorisationRequest), None);
        let met = Closure::Met { on: day(2023, 1, 20) };
        assert_eq!(case.deadline(Step::FirstContactRouteB).and_then(|it| it.2), Some(met));
    }

    #[test]
    fn d30_a_contact_is_not_before_the_recognition_nor_in_the_future() {
        for on in [day(2022, 9, 4), day(2023, 1, 21)] {
            assert_eq!(Case::referred().refusal(day(2023, 1, 20), &first_contact(on)), "IMPOSSIBLE_DATES");
        }
        assert_eq!(Case::referred().refusal(day(2023, 1, 20), &first_contact(day(2022, 12, 11))), "NO_CONTACT_DUE");
    }
}
