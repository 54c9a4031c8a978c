//! When the questionnaire is sent, due back, and helped with (Q1, Q5, Q6).
//!
//! Circular 2022/383, part III, 3.1, steps 2 and 3: ten weeks after incapacity begins the physician
//! sends the person a questionnaire on what helps or hinders a return to work. It is due back, duly
//! completed, within two weeks. If it is not, the coordinator is asked to contact the person and to
//! help where needed. INAMI's statistics say of the ten weeks that sending is on the first day of week
//! 11, which is D + 70.
//!
//! Not modelled here: who is not sent one (Q2, Q4) and what a return that is not complete leads to
//! (Q10), which the questionnaire service decides. The circular gives the coordinator's help no last
//! day: two weeks is our target.

use chrono::NaiveDate;

use crate::{
    deadline::{Actor, FactKind, Plan, Step},
    law::Judged,
    months::{days_after, within_days},
    parameter::{QUESTIONNAIRE_HELP_TARGET_DAYS, QUESTIONNAIRE_RETURN_WITHIN_DAYS, QUESTIONNAIRE_SEND_AFTER_DAYS},
    rule::Rule,
};

/// The sending of the questionnaire, planned on a day for an incapacity from `start` (Q1).
///
/// The rule names the day itself and no period, so that it has neither an opening nor a warning day.
#[must_use]
pub fn send_plan(start: NaiveDate, planned: impl Into<Judged>) -> Plan {
    let planned = planned.into().begun(start);
    let days = planned.figure(&QUESTIONNAIRE_SEND_AFTER_DAYS);
    Plan {
        step: Step::QuestionnaireSend,
        rule: Rule::Q1,
        parameter: days.version,
        opens: None,
        due: Some(days_after(start, days.value)),
        warn_on: None,
        target: None,
        actor: Actor::Physician,
        counted: planned.counting([FactKind::FirstDay.on(start)]),
    }
}

/// The return of a questionnaire, planned on the day that it was really sent (Q5).
#[must_use]
pub fn return_plan(sent: impl Into<Judged>) -> Plan {
    let sent = sent.into();
    let days = sent.figure(&QUESTIONNAIRE_RETURN_WITHIN_DAYS);
    let limit = within_days(sent.on, days.value);
    Plan {
        step: Step::QuestionnaireReturn,
        rule: Rule::Q5,
        parameter: days.version,
        opens: None,
        due: Some(limit.last_day),
        warn_on: Some(limit.warn_on),
        target: None,
        actor: Actor::InsuredPerson,
        counted: sent.counting([sent.fact(FactKind::QuestionnaireSent)]),
    }
}

/// The coordinator's help, planned on the day that the return was found missed (Q6).
#[must_use]
pub fn help_plan(missed: impl Into<Judged>) -> Plan {
    let missed = missed.into();
    let days = missed.figure(&QUESTIONNAIRE_HELP_TARGET_DAYS);
    Plan {
        step: Step::QuestionnaireHelp,
        rule: Rule::Q6,
        parameter: days.version,
        opens: Some(missed.on),
        due: None,
        warn_on: None,
        target: Some(days_after(missed.on, days.value)),
        actor: Actor::Coordinator,
        counted: missed.counting([missed.fact(FactKind::HelpAsked)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn q1_the_questionnaire_is_sent_on_the_first_day_of_week_eleven() {
        let plan = send_plan(day("2022-09-01"), day("2022-09-05"));
        assert_eq!(plan.due, Some(day("2022-11-10")));
        assert_eq!((plan.opens, plan.warn_on, plan.target), (None, None, None));
        assert_eq!(plan.actor, Actor::Physician);
        assert_eq!(plan.parameter.to_string(), "questionnaire.send_after_days@2022-01-01");
    }

    #[test]
    fn q1_the_sending_day_does_not_follow_the_day_of_planning() {
        let start = day("2022-09-01");
        assert_eq!(send_plan(start, start), send_plan(start, day("2023-01-15")));
    }

    #[test]
    fn q5_the_return_counts_from_the_real_sending() {
        let plan = return_plan(day("2022-11-21"));
        assert_eq!(plan.due, Some(day("2022-12-05")));
        assert_eq!(plan.warn_on, Some(day("2022-12-04")));
        assert_eq!(plan.actor, Actor::InsuredPerson);
    }

    #[test]
    fn q6_help_has_a_target_and_no_last_day() {
        let plan = help_plan(day("2022-11-25"));
        assert_eq!(plan.opens, Some(day("2022-11-25")));
        assert_eq!(plan.due, None);
        assert_eq!(plan.target, Some(day("2022-12-09")));
        assert_eq!(plan.actor, Actor::Coordinator);
    }
}
