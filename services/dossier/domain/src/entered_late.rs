//! What took place before something else and is entered after it: the dates decide, not the order of entry (T6).

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, Step};
use trajet_law::rule::{Ground, Rule};

use crate::contact::{AppointmentState, NextWay, Purpose};
use crate::samples::{
    Case, all_granted, appoint, contact_details, day, decided, discussed, ended, first, first_contact,
    first_contact_refused, form, keeping, new_appointment, new_contact, referred, route_b, work, work_ends,
};
use crate::trajectory::EndReason;
use crate::{Command, ConsentPurpose, NewContact, RescheduledBy, Stage};

const ROUTE_A: Step = Step::FirstContactCategory4;

fn refuse(purpose: Purpose, on: NaiveDate) -> Command {
    Command::RecordRefusal { purpose, on }
}

/// A first contact at which the person did not wish to go on.
fn not_wished(on: NaiveDate) -> Command {
    let contact = NewContact { next_way: Some(NextWay::None), actions: [].into(), ..new_contact(on) };
    Command::RecordContact { contact, kind: first(all_granted(on)) }
}

fn closed(case: &Case, step: Step) -> Option<Closure> {
    case.deadline(step).and_then(|(_, _, closed)| closed)
}

const fn met(on: NaiveDate) -> Closure {
    Closure::Met { on }
}

#[test]
fn d11_an_end_that_is_entered_late_leaves_alone_what_began_after_it() {
    let on = day(2022, 12, 20);
    for end in [refuse(Purpose::FirstContact, on), first_contact_refused(on), not_wished(on)] {
        let mut case = Case::referred();
        case.on(day(2022, 12, 15), &appoint(Purpose::FirstContact, day(2023, 1, 5), day(2022, 12, 15)));
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        case.on(day(2023, 1, 12), &end);
        assert!(closed(&case, ROUTE_A).is_some());
        assert_ne!(case.state.appointments[0].1, AppointmentState::Open);
        assert_eq!(case.state.request().map(|request| request.received_on), Some(day(2023, 1, 10)));
        assert_eq!(case.due(Step::RouteBAppointment), Some(day(2023, 1, 24)));
        case.on(day(2023, 1, 12), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 12)));
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        assert_eq!(case.due(Step::AuthorisationRequest), Some(day(2023, 1, 27)));
    }
}

#[test]
fn d11_an_appointment_of_the_later_request_stays() {
    let mut case = Case::referred();
    case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
    case.on(day(2023, 1, 10), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 10)));
    case.on(day(2023, 1, 12), &refuse(Purpose::FirstContact, day(2022, 12, 20)));
    assert_eq!(case.state.appointments[0].1, AppointmentState::Open);
    assert_eq!(closed(&case, Step::RouteBAppointment), Some(met(day(2023, 1, 10))));
}

#[test]
fn d8_a_negative_decision_on_the_day_of_the_discussion_is_discussed_too() {
    let on = day(2023, 2, 6);
    let mut case = Case::not_authorised();
    case.on(on, &discussed(on));
    case.on(on, &Command::RequestAuthorisation { asked_on: None });
    case.on(on, &decided(2, on, false));
    assert_eq!(case.due(Step::NegativeDecisionContact), Some(day(2023, 3, 6)));
    assert_eq!(case.state.stage(), Stage::NotAuthorised);
    assert_eq!(case.refusal(day(2023, 2, 7), &Command::RequestAuthorisation { asked_on: None }), "NOT_CONTACTED");
    case.on(day(2023, 2, 7), &appoint(Purpose::NegativeDecision, day(2023, 2, 20), day(2023, 2, 7)));
    case.on(day(2023, 2, 20), &discussed(day(2023, 2, 20)));
    assert_eq!(closed(&case, Step::NegativeDecisionContact), Some(met(day(2023, 2, 20))));
    case.on(day(2023, 2, 20), &Command::RequestAuthorisation { asked_on: None });
}

#[test]
fn d6_who_asks_again_on_the_day_of_the_contact_that_ended_it_gets_a_first_contact() {
    let on = day(2023, 1, 10);
    let mut case = Case::referred();
    case.on(on, &first_contact_refused(on));
    case.on(on, &route_b(on));
    assert_eq!(
        (case.state.stage(), case.due(Step::RouteBAppointment)),
        (Stage::FirstContactDue, Some(day(2023, 1, 24)))
    );
    case.on(day(2023, 1, 11), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 11)));
    case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    case.on(day(2023, 1, 20), &Command::RequestAuthorisation { asked_on: None });
}

#[test]
fn d5_a_contact_before_the_work_meets_the_deadline_whenever_it_is_entered() {
    for lifted in [false, true] {
        let mut case = Case::referred();
        case.on(day(2023, 1, 10), &work(day(2023, 1, 9), None));
        if lifted {
            case.on(day(2023, 1, 21), &work_ends(day(2023, 1, 20)));
        }
        case.on(day(2023, 1, 25), &first_contact(day(2023, 1, 5)));
        assert_eq!(closed(&case, ROUTE_A), Some(met(day(2023, 1, 5))));
        assert_eq!((case.due(ROUTE_A), case.state.stage()), (None, Stage::Contacted));
        assert_eq!(
            case.attempt(day(2023, 2, 1), &work_ends(day(2023, 1, 20))).map(|events| events.len()),
            Ok(usize::from(!lifted))
        );
        assert_eq!(case.due(ROUTE_A), None);
    }
}

#[test]
fn t6_d4_a_contact_in_time_that_is_entered_after_the_end_meets_its_deadline() {
    let mut case = Case::referred();
    case.on(day(2023, 2, 6), &ended(day(2023, 2, 5), false));
    case.on(day(2023, 2, 7), &first_contact(day(2023, 2, 3)));
    assert_eq!(case.deadline(ROUTE_A), Some((Some(day(2023, 2, 28)), None, Some(met(day(2023, 2, 3))))));
    // A miss that was recorded stays.
    let mut late = Case::referred();
    late.on(day(2023, 3, 6), &ended(day(2023, 3, 5), false));
    late.on(day(2023, 3, 7), &first_contact(day(2023, 2, 20)));
    let expected = (Some(day(2023, 2, 28)), Some(day(2023, 3, 1)), Some(met(day(2023, 2, 20))));
    assert_eq!(late.deadline(ROUTE_A), Some(expected));
}

#[test]
fn t6_d8_a_discussion_that_is_entered_after_the_end_meets_its_deadline() {
    let mut case = Case::not_authorised();
    case.on(day(2023, 2, 15), &ended(day(2023, 2, 12), false));
    case.on(day(2023, 2, 16), &discussed(day(2023, 2, 10)));
    assert_eq!(closed(&case, Step::NegativeDecisionContact), Some(met(day(2023, 2, 10))));
}

#[test]
fn d4_a_contact_before_a_second_referral_leaves_that_one_to_be_met() {
    let settle = |referral_first: bool| {
        let mut case = Case::referred();
        let (referral, contact) = (referred(day(2023, 1, 16), false), first_contact(day(2023, 1, 12)));
        for command in if referral_first { [&referral, &contact] } else { [&contact, &referral] } {
            case.on(day(2023, 1, 20), command);
        }
        (case.due(ROUTE_A), case.state.stage())
    };
    let expected = (Some(day(2023, 2, 16)), Stage::FirstContactDue);
    assert_eq!((settle(true), settle(false)), (expected, expected));
}

#[test]
fn d4_a_contact_after_both_referrals_settles_both_in_either_order() {
    let mut case = Case::referred();
    case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    case.on(day(2023, 1, 25), &referred(day(2023, 1, 16), false));
    let planned = case.state.deadlines.iter().filter(|deadline| deadline.plan.step == ROUTE_A).count();
    assert_eq!((planned, closed(&case, ROUTE_A)), (1, Some(met(day(2023, 1, 20)))));
    assert_eq!(case.refusal(day(2023, 1, 26), &first_contact(day(2023, 1, 26))), "NO_CONTACT_DUE");
}

#[test]
fn d11_a_referral_that_is_told_after_the_refusal_of_a_later_day_is_settled_by_it() {
    let on = day(2023, 1, 20);
    let settle = |refusal_first: bool| {
        let mut case = Case::asked();
        let (referral, refusal) = (referred(day(2023, 1, 15), true), refuse(Purpose::FirstContact, on));
        for command in if refusal_first { [&refusal, &referral] } else { [&referral, &refusal] } {
            case.on(day(2023, 1, 25), command);
        }
        (closed(&case, ROUTE_A), case.state.stage())
    };
    let expected = (Some(Closure::Waived { on, because: Ground::point(Rule::D11, 'c') }), Stage::Ended);
    assert_eq!((settle(true), settle(false)), (expected, expected));
    // A referral of a later day is not.
    let mut case = Case::asked();
    case.on(on, &refuse(Purpose::FirstContact, on));
    case.on(day(2023, 1, 25), &referred(day(2023, 1, 21), false));
    assert_eq!(case.due(ROUTE_A), Some(day(2023, 2, 21)));
}

#[test]
fn d6_a_request_that_is_entered_after_the_end_of_a_later_day_ended_with_it() {
    let on = day(2023, 1, 10);
    let consent_refused = EndReason::ConsentRefused;
    for (end, reason) in
        [(first_contact_refused(on), consent_refused), (refuse(Purpose::FirstContact, on), EndReason::NotWished)]
    {
        let mut case = Case::referred();
        case.on(on, &end);
        case.on(day(2023, 1, 12), &route_b(day(2023, 1, 5)));
        let request = &case.state.requests[0];
        assert_eq!((request.ended, request.questionnaire_needed), (Some((on, reason)), false));
        assert_eq!((case.state.deadlines.all_open().count(), case.state.stage()), (0, Stage::Ended));
        // The person may ask at any later time.
        case.on(day(2023, 1, 13), &route_b(day(2023, 1, 13)));
    }
}

#[test]
fn q8_nobody_is_asked_to_fill_in_a_questionnaire_for_a_request_that_ended_with_the_incapacity() {
    let mut case = Case::opened();
    case.on(day(2023, 1, 20), &ended(day(2023, 1, 15), false));
    case.on(day(2023, 1, 20), &route_b(day(2023, 1, 10)));
    assert!(!case.state.requests[0].questionnaire_needed);
}

#[test]
fn d3_consent_is_withdrawn_at_any_time_and_granted_in_the_incapacity_only() {
    let mut case = Case::contacted();
    case.on(day(2023, 2, 6), &ended(day(2023, 2, 5), false));
    let decide = |granted| Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, granted)], day(2023, 3, 1)));
    assert_eq!(case.refusal(day(2023, 3, 1), &decide(true)), "INCAPACITY_ENDED");
    case.on(day(2023, 3, 1), &decide(false));
    assert!(!case.state.consents.granted(ConsentPurpose::Trajectory));
}

#[test]
fn d3_an_old_form_does_not_undo_a_withdrawal() {
    let mut case = Case::contacted();
    let withdrawn = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 2, 1));
    case.on(day(2023, 2, 1), &Command::RecordConsents(withdrawn));
    case.on(day(2023, 3, 1), &referred(day(2023, 3, 1), false));
    let kind = || first(all_granted(day(2023, 1, 25)));
    let command = Command::RecordContact { contact: new_contact(day(2023, 3, 5)), kind: kind() };
    assert_eq!(case.refusal(day(2023, 3, 5), &command), "CONSENT_REFUSED");
    let contact = NewContact { actions: [].into(), next_way: None, ..new_contact(day(2023, 3, 5)) };
    case.on(day(2023, 3, 5), &Command::RecordContact { contact, kind: kind() });
    assert_eq!(case.state.requests[0].ended, Some((day(2023, 3, 5), EndReason::ConsentRefused)));
}

#[test]
fn d3_the_form_is_signed_by_the_day_of_the_contact() {
    let kind = first(all_granted(day(2023, 1, 20)));
    let command = Command::RecordContact { contact: new_contact(day(2023, 1, 5)), kind };
    assert_eq!(Case::referred().refusal(day(2023, 1, 20), &command), "IMPOSSIBLE_DATES");
}

#[test]
fn d8_a_contact_without_the_number_of_its_appointment_settles_it() {
    let mut case = Case::not_authorised();
    let made = |on, invited_on| appoint(Purpose::NegativeDecision, on, invited_on);
    case.on(day(2023, 2, 2), &made(day(2023, 2, 15), day(2023, 2, 2)));
    case.on(day(2023, 2, 6), &discussed(day(2023, 2, 6)));
    assert_eq!(case.state.appointments[0].1, AppointmentState::Held);
    assert_eq!(case.state.contacts[1].appointment, Some(1));
    case.on(day(2023, 2, 7), &Command::RequestAuthorisation { asked_on: None });
    case.on(day(2023, 2, 8), &decided(2, day(2023, 2, 8), false));
    case.on(day(2023, 2, 9), &made(day(2023, 2, 20), day(2023, 2, 9)));
}

#[test]
fn d30_only_an_appointment_whose_contact_is_still_due_is_put_off() {
    let mut case = Case::referred();
    case.on(day(2023, 1, 2), &appoint(Purpose::FirstContact, day(2023, 1, 25), day(2023, 1, 2)));
    // The contact took place before the person was invited, and was entered later.
    case.on(day(2023, 1, 5), &first_contact(day(2023, 1, 1)));
    assert_eq!(case.state.appointments[0].1, AppointmentState::Open);
    let appointment = new_appointment(day(2023, 1, 27), day(2023, 1, 5));
    let put_off = Command::Reschedule { number: 1, by: RescheduledBy::InsuredPerson, appointment, contact: None };
    assert_eq!(case.refusal(day(2023, 1, 5), &put_off), "NO_CONTACT_DUE");
}

#[test]
fn d29_another_coordinator_is_reached_otherwise() {
    let mut case = Case::referred();
    case.on(day(2023, 1, 5), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 5)));
    let put_off = |number, contact| Command::Reschedule {
        number,
        by: RescheduledBy::Coordinator,
        appointment: new_appointment(day(2023, 1, 25), day(2023, 1, 10)),
        contact,
    };
    case.on(day(2023, 1, 10), &put_off(1, None));
    assert_eq!(case.state.appointments[1].0.contact, contact_details());
    let other = crate::CoordinatorContact { name: "Jan Maes".into(), ..contact_details() };
    case.on(day(2023, 1, 10), &put_off(2, Some(other.clone())));
    case.on(day(2023, 1, 20), &ended(day(2023, 1, 18), false));
    assert_eq!(case.state.notices[0].coordinator, other);
}

#[test]
fn d3_d11_a_way_is_chosen_only_with_consent_whatever_the_contact_is_for() {
    let mut case = Case::referred();
    for next_way in [NextWay::AmiTrajectory, NextWay::None] {
        let contact = NewContact { actions: [].into(), next_way: Some(next_way), ..new_contact(day(2023, 1, 5)) };
        let command = Command::RecordContact { contact, kind: crate::ContactKind::Other };
        assert_eq!(case.refusal(day(2023, 1, 5), &command), "CONSENT_REFUSED");
    }
    assert_eq!(case.due(ROUTE_A), Some(day(2023, 2, 28)));
}

#[test]
fn d11_an_action_with_the_occupational_physician_needs_a_contract() {
    let on = day(2023, 1, 20);
    let three: Vec<_> = ConsentPurpose::asked(false).map(|purpose| (purpose, true)).collect();
    for action in [crate::AgreedAction::PreReturnVisit, crate::AgreedAction::CodexTrajectory] {
        let mut case = Case::without_contract();
        case.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
        let contact = NewContact { actions: [action].into(), ..new_contact(on) };
        let command = Command::RecordContact { contact, kind: first(form(&three, on)) };
        assert_eq!(case.refusal(on, &command), "PURPOSE_NEEDS_CONTRACT");
    }
}

#[test]
fn d6_a_kept_questionnaire_and_a_contact_of_the_day_serve_a_request_entered_after_it() {
    let on = day(2023, 1, 10);
    let mut case = Case::referred();
    case.on(day(2022, 12, 20), &crate::samples::completed(day(2022, 12, 20)));
    case.on(on, &first_contact(on));
    case.on(on, &keeping(on));
    assert_eq!(case.due(Step::AuthorisationRequest), Some(day(2023, 1, 17)));
}
