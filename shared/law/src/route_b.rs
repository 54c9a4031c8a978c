//! When the steps of route B are taken: the trajectory that the insured person asks for (D6, D7, D8, M13).
//!
//! Circular 2022/383, part III, 3.2. Step 4: the first contact takes place within one month of receipt of the completed
//! questionnaire. Step 5: after it the coordinator informs the physician and asks for the authorisation, on which the
//! physician decides. Step 6: after a decision against the trajectory there is a new contact within one month of the
//! previous one.
//!
//! The circular gives no last day to the appointment, the request for the authorisation and the decision: two weeks,
//! one week and two weeks are our targets. It counts the first contact from the questionnaire only; where none is asked
//! of the person, the month counts from the request (own reading). The questionnaire of route B is
//! [`crate::questionnaire`]'s: it has the same two weeks and the same help (Q8).

use crate::{
    deadline::{Actor, FactKind, Plan, Step},
    law::Judged,
    months::{days_after, within_months},
    parameter::{
        Dated, FIRST_CONTACT_WITHIN_MONTHS_OF_QUESTIONNAIRE, FIRST_CONTACT_WITHIN_MONTHS_OF_REQUEST,
        NEGATIVE_DECISION_CONTACT_WITHIN_MONTHS, ROUTE_B_APPOINTMENT_TARGET_DAYS,
        ROUTE_B_AUTHORISATION_REQUEST_TARGET_DAYS, ROUTE_B_DECISION_TARGET_DAYS,
    },
    rule::Rule,
};

/// The appointment for a first contact, planned on the day that the person's request was received (D6).
#[must_use]
pub fn appointment_plan(received: impl Into<Judged>) -> Plan {
    let received = received.into();
    let days = received.figure(&ROUTE_B_APPOINTMENT_TARGET_DAYS);
    aimed_at(Step::RouteBAppointment, Rule::D6, Actor::Coordinator, (received, FactKind::TrajectoryRequested), days)
}

/// The first contact, planned on the day that the completed questionnaire was received (D6).
#[must_use]
pub fn contact_after_questionnaire(completed: impl Into<Judged>) -> Plan {
    let completed = completed.into();
    let months = completed.figure(&FIRST_CONTACT_WITHIN_MONTHS_OF_QUESTIONNAIRE);
    contact_within(Step::FirstContactRouteB, Rule::D6, (completed, FactKind::QuestionnaireBack), months)
}

/// The first contact where no questionnaire is asked of the person, planned on the day that the request was received
/// (D6).
#[must_use]
pub fn contact_after_request(received: impl Into<Judged>) -> Plan {
    let received = received.into();
    let months = received.figure(&FIRST_CONTACT_WITHIN_MONTHS_OF_REQUEST);
    contact_within(Step::FirstContactRouteB, Rule::D6, (received, FactKind::TrajectoryRequested), months)
}

/// The coordinator's request for the physician's authorisation, planned on the day of the contact (D7).
#[must_use]
pub fn authorisation_request_plan(contact: impl Into<Judged>) -> Plan {
    let contact = contact.into();
    let days = contact.figure(&ROUTE_B_AUTHORISATION_REQUEST_TARGET_DAYS);
    aimed_at(Step::AuthorisationRequest, Rule::D7, Actor::Coordinator, (contact, FactKind::Contact), days)
}

/// The physician's decision, planned on the day that the authorisation was asked for (M13).
#[must_use]
pub fn decision_plan(asked: impl Into<Judged>) -> Plan {
    let asked = asked.into();
    let days = asked.figure(&ROUTE_B_DECISION_TARGET_DAYS);
    aimed_at(Step::RouteBDecision, Rule::M13, Actor::Physician, (asked, FactKind::AuthorisationAsked), days)
}

/// The new contact after a decision against the trajectory, counted from the contact before that decision (D8).
///
/// A decision that comes late can leave little or nothing of the month: the circular counts it from the contact all the
/// same.
#[must_use]
pub fn contact_after_refusal(previous_contact: impl Into<Judged>) -> Plan {
    let previous_contact = previous_contact.into();
    let months = previous_contact.figure(&NEGATIVE_DECISION_CONTACT_WITHIN_MONTHS);
    contact_within(Step::NegativeDecisionContact, Rule::D8, (previous_contact, FactKind::Contact), months)
}

fn aimed_at(step: Step, rule: Rule, actor: Actor, (from, kind): (Judged, FactKind), days: Dated<u32>) -> Plan {
    Plan {
        step,
        rule,
        parameter: days.version,
        opens: Some(from.on),
        due: None,
        warn_on: None,
        target: Some(days_after(from.on, days.value)),
        actor,
        counted: from.counting([from.fact(kind)]),
    }
}

fn contact_within(step: Step, rule: Rule, (from, kind): (Judged, FactKind), months: Dated<u32>) -> Plan {
    let limit = within_months(from.on, months.value);
    Plan {
        step,
        rule,
        parameter: months.version,
        opens: None,
        due: Some(limit.last_day),
        warn_on: Some(limit.warn_on),
        target: None,
        actor: Actor::Coordinator,
        counted: from.counting([from.fact(kind)]),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::testing::day;

    /// The days it opens, is due, warns and aims at, and the parameter that gave them.
    fn written(plan: &Plan) -> String {
        let date = |date: Option<NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
        let dates = [plan.opens, plan.due, plan.warn_on, plan.target].map(date);
        format!("{} {}", dates.join(" "), plan.parameter)
    }

    #[test]
    fn d6_an_appointment_is_aimed_at_within_two_weeks_of_the_request() {
        let plan = appointment_plan(day("2023-01-10"));
        assert_eq!(written(&plan), "2023-01-10 - - 2023-01-24 route_b.appointment_target_days@2022-01-01");
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::RouteBAppointment, Rule::D6, Actor::Coordinator));
    }

    #[test]
    fn d6_the_first_contact_is_due_one_month_from_the_completed_questionnaire() {
        let plan = contact_after_questionnaire(day("2023-01-31"));
        let expected = "- 2023-02-28 2023-02-27 - first_contact.within_months_of_questionnaire@2022-01-01";
        assert_eq!(written(&plan), expected);
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::FirstContactRouteB, Rule::D6, Actor::Coordinator));
    }

    #[test]
    fn d6_without_a_questionnaire_the_first_contact_is_due_one_month_from_the_request() {
        let plan = contact_after_request(day("2023-01-10"));
        assert_eq!(written(&plan), "- 2023-02-10 2023-02-09 - first_contact.within_months_of_request@2022-01-01");
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::FirstContactRouteB, Rule::D6, Actor::Coordinator));
    }

    #[test]
    fn d7_the_authorisation_is_asked_for_within_a_week_of_the_contact_by_our_target() {
        let plan = authorisation_request_plan(day("2023-02-20"));
        assert_eq!(written(&plan), "2023-02-20 - - 2023-02-27 route_b.authorisation_request_target_days@2022-01-01");
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::AuthorisationRequest, Rule::D7, Actor::Coordinator));
    }

    #[test]
    fn m13_the_decision_has_a_target_and_no_last_day() {
        let plan = decision_plan(day("2023-02-21"));
        assert_eq!(written(&plan), "2023-02-21 - - 2023-03-07 route_b.decision_target_days@2022-01-01");
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::RouteBDecision, Rule::M13, Actor::Physician));
    }

    #[test]
    fn d8_the_contact_after_a_refusal_counts_from_the_contact_before_it() {
        let plan = contact_after_refusal(day("2023-02-20"));
        assert_eq!(written(&plan), "- 2023-03-20 2023-03-19 - negative_decision.contact_within_months@2022-01-01");
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::NegativeDecisionContact, Rule::D8, Actor::Coordinator));
    }

    #[test]
    fn m13_d8_our_targets_leave_a_week_for_the_contact_after_a_refusal() {
        for contact_on in day("2022-01-01").iter_days().take(1461) {
            let asked_by = authorisation_request_plan(contact_on).target;
            let decided_by = asked_by.and_then(|asked_on| decision_plan(asked_on).target);
            let contact_by = contact_after_refusal(contact_on).due;
            assert!(decided_by.zip(contact_by).is_some_and(|(decided, contact)| (contact - decided).num_days() >= 7));
        }
    }
}
