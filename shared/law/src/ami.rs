//! When the steps of a formal trajectory of the sickness insurance are taken: the AMI trajectory (D13 to D16, D19, D24).
//!
//! Circular 2022/383, part IV. 4.1: the commitment, who is told of the start, and what suspends it. 4.2: the first follow-up
//! interview takes place within one month of the commitment that coordinator and person signed; the treating physician is
//! told the results. 4.3: the plan is followed up every three months, unless the dossier justifies another rhythm. 4.4: the
//! results are evaluated.
//!
//! Where the circular gives no last day we aim at one of our own: nobody is late by it.

use chrono::NaiveDate;

use crate::{
    deadline::{Actor, Counted, DatedFact, FactKind, Plan, Step},
    law::Judged,
    months::{days_after, months_after, within_months},
    parameter::{
        AMI_EVALUATION_TARGET_MONTHS, AMI_FIRST_INTERVIEW_WITHIN_MONTHS, AMI_FOLLOW_UP_MONTHS, AMI_PLAN_TARGET_MONTHS,
        AMI_RESULTS_NOTICE_TARGET_DAYS, AMI_RESUMPTION_TARGET_DAYS, AMI_SIGNATURE_TARGET_DAYS,
        AMI_START_NOTICE_TARGET_DAYS, AMI_SUSPENSION_TARGET_DAYS, DOSSIER_LOOK_TARGET_MONTHS, Dated,
        PROGRAMME_SUBMISSION_TARGET_DAYS, ParameterVersion, RETURN_FIRST_OBSERVED_MONTHS, RETURN_LAST_OBSERVED_MONTHS,
        RETURN_OBSERVATION_TARGET_DAYS, RETURN_SECOND_OBSERVED_MONTHS,
    },
    rule::Rule,
};

/// The physician's signature, planned on the day by which coordinator and person had signed (D13).
#[must_use]
pub fn signature_plan(signed: impl Into<Judged>) -> Plan {
    let signed = signed.into();
    let days = signed.figure(&AMI_SIGNATURE_TARGET_DAYS);
    aimed_days(Step::AmiCommitmentSignature, Rule::D13, Actor::Physician, (signed, FactKind::CommitmentSigned), days)
}

/// The word to the occupational physician that the trajectory started (D14).
#[must_use]
pub fn start_notice_plan(started: impl Into<Judged>) -> Plan {
    let started = started.into();
    let days = started.figure(&AMI_START_NOTICE_TARGET_DAYS);
    aimed_days(Step::AmiStartNotice, Rule::D14, Actor::Coordinator, (started, FactKind::InformDuty), days)
}

/// The first follow-up interview, planned on the day by which coordinator and person had signed the commitment (D15).
#[must_use]
pub fn first_interview_plan(signed: impl Into<Judged>) -> Plan {
    let signed = signed.into();
    let months = signed.figure(&AMI_FIRST_INTERVIEW_WITHIN_MONTHS);
    within(Step::AmiFirstInterview, Rule::D15, (signed, FactKind::CommitmentSigned), months, None)
}

/// The plan itself, planned on the day of a follow-up interview (D16).
#[must_use]
pub fn plan_plan(interview: impl Into<Judged>) -> Plan {
    let interview = interview.into();
    let months = interview.figure(&AMI_PLAN_TARGET_MONTHS);
    aimed_months(Step::AmiPlan, Rule::D16, (interview, FactKind::Contact), months)
}

/// The next follow-up of a plan, counted from the plan's day or from the follow-up before it (D19). A rhythm that the
/// dossier justifies takes the place of the three months.
#[must_use]
pub fn follow_up_plan(from: impl Into<Judged>, rhythm_months: Option<u32>) -> Plan {
    let from = from.into();
    let months = from.figure(&AMI_FOLLOW_UP_MONTHS);
    within(Step::AmiFollowUp, Rule::D19, (from, FactKind::PlanEstablished), months, rhythm_months)
}

/// The next look at a dossier of which no plan is followed up, planned on the day on which it was last looked at (D19). It is
/// on the list when its time has come.
#[must_use]
pub fn look_plan(last: impl Into<Judged>) -> Plan {
    let last = last.into();
    let months = last.figure(&DOSSIER_LOOK_TARGET_MONTHS);
    Plan { opens: None, ..aimed_months(Step::DossierLook, Rule::D19, (last, FactKind::Contact), months) }
}

/// The word to the treating physician on what a follow-up interview or a plan brought (D19).
#[must_use]
pub fn results_notice_plan(from: impl Into<Judged>) -> Plan {
    let from = from.into();
    let days = from.figure(&AMI_RESULTS_NOTICE_TARGET_DAYS);
    aimed_days(Step::AmiResultsNotice, Rule::D19, Actor::Physician, (from, FactKind::InformDuty), days)
}

/// The submission to the CSCMI of the rehabilitation programme that a plan is for, planned on the day of the plan (D18).
#[must_use]
pub fn submission_plan(plan: impl Into<Judged>) -> Plan {
    let plan = plan.into();
    let days = plan.figure(&PROGRAMME_SUBMISSION_TARGET_DAYS);
    aimed_days(Step::ProgrammeSubmission, Rule::D18, Actor::Physician, (plan, FactKind::PlanEstablished), days)
}

/// The suspension, planned on the day of the employer's request (D14).
#[must_use]
pub fn suspension_plan(requested: impl Into<Judged>) -> Plan {
    let requested = requested.into();
    let days = requested.figure(&AMI_SUSPENSION_TARGET_DAYS);
    aimed_days(Step::AmiSuspension, Rule::D14, Actor::Coordinator, (requested, FactKind::CodexRequested), days)
}

/// The resumption, or the decision to close, planned on the last day of the CODEX trajectory (D14).
#[must_use]
pub fn resumption_plan(codex_ended: impl Into<Judged>) -> Plan {
    let codex_ended = codex_ended.into();
    let days = codex_ended.figure(&AMI_RESUMPTION_TARGET_DAYS);
    aimed_days(Step::AmiResumption, Rule::D14, Actor::Coordinator, (codex_ended, FactKind::CodexEnd), days)
}

/// The evaluation of the results, planned on the last day of the trajectory (D24).
#[must_use]
pub fn evaluation_plan(last_day: impl Into<Judged>) -> Plan {
    let last_day = last_day.into();
    let months = last_day.figure(&AMI_EVALUATION_TARGET_MONTHS);
    aimed_months(Step::AmiEvaluation, Rule::D24, (last_day, FactKind::AmiEnd), months)
}

/// A look at whether a return to work lasts (D24).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLook {
    /// How many months after the first day of the return.
    pub months: u32,
    /// The day from which it is looked.
    pub on: NaiveDate,
    /// The day by which we aim to have looked.
    pub by: NaiveDate,
    /// The figure that gives the months.
    pub parameter: ParameterVersion,
}

/// The looks at a return to work, three, six and twelve months after its first day (D24).
#[must_use]
pub fn return_looks(returned: impl Into<Judged>) -> [ReturnLook; 3] {
    let returned = returned.into();
    let within = returned.figure(&RETURN_OBSERVATION_TARGET_DAYS).value;
    [&RETURN_FIRST_OBSERVED_MONTHS, &RETURN_SECOND_OBSERVED_MONTHS, &RETURN_LAST_OBSERVED_MONTHS].map(|months| {
        let Dated { value: months, version: parameter } = returned.figure(months);
        let on = months_after(returned.on, months);
        ReturnLook { months, on, by: days_after(on, within), parameter }
    })
}

/// When a return to work is next looked at: three, six and twelve months after its first day, whichever is the first after the day
/// on which it was last seen to go on, or on which consent was granted again; the first whose target is not over, where it counts
/// from go-live. `None` when the last of them is behind (D24).
#[must_use]
pub fn return_observation_plan(returned: impl Into<Judged>, since: DatedFact) -> Option<Plan> {
    let returned = returned.into();
    let to_come = |look: &ReturnLook| match since.kind {
        FactKind::GoLive => since.on <= look.by,
        _ => since.on < look.on,
    };
    let next = return_looks(returned).into_iter().filter(to_come).min_by_key(|look| look.on)?;
    let target = Dated { value: next.by, version: next.parameter };
    let from = [returned.fact(FactKind::WorkReturnedTo), since];
    let counted = returned.counting(from);
    let plan =
        aimed(Step::ReturnObservation, Rule::D24, Actor::Coordinator, (returned, FactKind::WorkReturnedTo), target);
    Some(Plan { opens: Some(next.on), counted, ..plan })
}

/// The day that a step is counted from, and what it is the day of, unless the caller says that it is that of another fact.
type From = (Judged, FactKind);

fn aimed_days(step: Step, rule: Rule, actor: Actor, (from, kind): From, days: Dated<u32>) -> Plan {
    let target = days_after(from.on, days.value);
    aimed(step, rule, actor, (from, kind), Dated { value: target, version: days.version })
}

fn aimed_months(step: Step, rule: Rule, (from, kind): From, months: Dated<u32>) -> Plan {
    let target = months_after(from.on, months.value);
    aimed(step, rule, Actor::Coordinator, (from, kind), Dated { value: target, version: months.version })
}

fn aimed(step: Step, rule: Rule, actor: Actor, (from, kind): From, target: Dated<NaiveDate>) -> Plan {
    Plan {
        step,
        rule,
        parameter: target.version,
        opens: Some(from.on),
        due: None,
        warn_on: None,
        target: Some(target.value),
        actor,
        counted: from.counting([from.fact(kind)]),
    }
}

fn within(step: Step, rule: Rule, (from, kind): From, months: Dated<u32>, instead: Option<u32>) -> Plan {
    let limit = within_months(from.on, instead.unwrap_or(months.value));
    Plan {
        step,
        rule,
        parameter: months.version,
        opens: None,
        due: Some(limit.last_day),
        warn_on: Some(limit.warn_on),
        target: None,
        actor: Actor::Coordinator,
        counted: Counted { instead, ..from.counting([from.fact(kind)]) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    /// The days it opens, is due, warns and aims at, and who must act.
    fn written(plan: &Plan) -> String {
        let date = |date: Option<NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
        let dates = [plan.opens, plan.due, plan.warn_on, plan.target].map(date);
        format!("{} {}", dates.join(" "), plan.actor)
    }

    #[test]
    fn d15_the_first_interview_is_within_a_month_of_the_commitment() {
        let plan = first_interview_plan(day("2023-01-31"));
        assert_eq!(written(&plan), "- 2023-02-28 2023-02-27 - coordinator");
        assert_eq!((plan.step, plan.rule), (Step::AmiFirstInterview, Rule::D15));
    }

    #[test]
    fn d19_follow_ups_are_three_months_apart_or_in_the_rhythm_that_the_dossier_justifies() {
        let from = day("2023-11-30");
        assert_eq!(written(&follow_up_plan(from, None)), "- 2024-02-29 2024-02-28 - coordinator");
        assert_eq!(written(&follow_up_plan(from, Some(1))), "- 2023-12-30 2023-12-29 - coordinator");
        assert_eq!(follow_up_plan(from, Some(6)).rule, Rule::D19);
    }

    #[test]
    fn d24_a_return_is_looked_at_after_three_six_and_twelve_months_and_then_no_more() {
        let returned = day("2023-01-31");
        let next = |seen_on| {
            return_observation_plan(returned, FactKind::ReturnSeen.on(day(seen_on))).map(|plan| written(&plan))
        };
        let at = |opens: &str, target: &str| Some(format!("{opens} - - {target} coordinator"));
        assert_eq!(next("2023-02-10"), at("2023-04-30", "2023-05-28"));
        assert_eq!(next("2023-04-29"), at("2023-04-30", "2023-05-28"));
        assert_eq!(next("2023-04-30"), at("2023-07-31", "2023-08-28"));
        assert_eq!(next("2023-07-31"), at("2024-01-31", "2024-02-28"));
        assert_eq!(next("2024-01-30"), at("2024-01-31", "2024-02-28"));
        assert_eq!(next("2024-01-31"), None);
        let live = |on| return_observation_plan(returned, FactKind::GoLive.on(day(on))).map(|plan| written(&plan));
        assert_eq!(live("2023-05-28"), at("2023-04-30", "2023-05-28"));
        assert_eq!(live("2023-05-29"), at("2023-07-31", "2023-08-28"));
        assert_eq!(live("2024-02-29"), None);
    }

    #[test]
    fn d13_d14_d16_d19_d24_what_has_no_last_day_has_a_target_of_ours() {
        let on = day("2023-02-13");
        let expected = [
            (signature_plan(on), "2023-02-13 - - 2023-02-27 physician"),
            (start_notice_plan(on), "2023-02-13 - - 2023-02-20 coordinator"),
            (plan_plan(on), "2023-02-13 - - 2023-03-13 coordinator"),
            (results_notice_plan(on), "2023-02-13 - - 2023-02-27 physician"),
            (look_plan(on), "- - - 2023-05-13 coordinator"),
            (suspension_plan(on), "2023-02-13 - - 2023-02-20 coordinator"),
            (resumption_plan(on), "2023-02-13 - - 2023-02-27 coordinator"),
            (evaluation_plan(on), "2023-02-13 - - 2023-03-13 coordinator"),
        ];
        for (plan, text) in expected {
            assert_eq!(written(&plan), text, "{}", plan.step);
        }
    }
}
