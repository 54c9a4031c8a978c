//! A deadline counted again from what it says that it was counted from.

use crate::ami;
use crate::authorised_work;
use crate::concertation::{coordinator_reads, physician_reads};
use crate::deadline::{Counted, DatedFact, FactKind, Plan, Step};
use crate::estimate::{
    category_1_examination_from_go_live, category_1_examination_plan, category_3_examination_plan,
    category_3_late_examination_plan, estimate_after_track_plan, examination_plan, first_estimate_plan,
};
use crate::first_contact::{after_bar, after_later_category_4, category_4_at_first_estimate};
use crate::law::{Judged, Law};
use crate::primary_incapacity::invalidity_plan;
use crate::questionnaire::{help_plan, return_plan, send_plan};
use crate::referral;
use crate::rehabilitation::reintegration_evaluation_plan;
use crate::route_b;
use crate::route_c;
use crate::rule::Rule;

/// The deadline that a law gives for the facts that a plan was counted from, by the law of the same day: the plan's own
/// days, unless it is not what it says. `None` where it says nothing, as one that was planned before this was recorded.
#[must_use]
pub fn counted_again(plan: &Plan, law: &'static Law) -> Option<Plan> {
    let Counted { from, law_of, begun, instead, beside: _ } = &plan.counted;
    let planned = law.judging((*law_of)?, *begun);
    let judged = |fact: &DatedFact| law.judging(fact.on, *begun).again(planned.on).being(fact.kind);
    let one = |plan_of: fn(Judged) -> Plan| match &from[..] {
        [fact] => Some(plan_of(judged(fact))),
        _ => None,
    };
    match (plan.step, &from[..]) {
        (Step::QuestionnaireSend, [start]) => Some(send_plan(start.on, planned)),
        (Step::FirstEstimate, [start]) if start.kind == FactKind::FirstDay => {
            Some(first_estimate_plan(start.on, planned))
        }
        (Step::EstimateExamination, [found, end]) => Some(examination_plan(judged(found), end.on)),
        (Step::Category1Examination, [start, live]) if live.kind == FactKind::GoLive => {
            Some(category_1_examination_from_go_live(start.on, judged(live)))
        }
        (Step::Category1Examination, [start, given]) => Some(category_1_examination_plan(start.on, judged(given))),
        (Step::Category3Examination, [start, given]) => Some(category_3_examination_plan(start.on, judged(given))),
        (Step::FirstContactCategory4, [start, referred]) if referred.kind == FactKind::Referral => {
            Some(category_4_at_first_estimate(start.on, judged(referred)))
        }
        // Before the referral was recorded too, the end of the work was all that it said.
        (Step::FirstContactCategory4, [end]) if end.kind == FactKind::WorkEnd => {
            Some(Plan { rule: Rule::D5, ..after_later_category_4(judged(end)) })
        }
        (Step::FirstContactCategory4, [referred, end]) if end.kind == FactKind::WorkEnd => {
            Some(after_bar(&after_later_category_4(judged(referred)), judged(end)))
        }
        (Step::FirstContactCategory4, [start, referred, end]) => {
            Some(after_bar(&category_4_at_first_estimate(start.on, judged(referred)), judged(end)))
        }
        (Step::FirstContactRouteB, [asked]) if asked.kind == FactKind::TrajectoryRequested => {
            Some(route_b::contact_after_request(judged(asked)))
        }
        (Step::AuthorisedWorkDecision, [resumed]) if resumed.kind == FactKind::WorkResumed => {
            Some(authorised_work::decision_plan(judged(resumed)))
        }
        (Step::AmiFollowUp, [last]) => Some(ami::follow_up_plan(judged(last), *instead)),
        (Step::ReturnObservation, [returned, seen]) => ami::return_observation_plan(judged(returned), *seen),
        (Step::InvalidityStart, [start]) => Some(invalidity_plan(start.on, planned)),
        (step, _) => one(of_one_day(step)?),
    }
}

/// The plan of a step that is counted from the day of one fact alone, whatever it is; `None` for a step that never is.
fn of_one_day(step: Step) -> Option<fn(Judged) -> Plan> {
    Some(match step {
        Step::QuestionnaireReturn => return_plan,
        Step::QuestionnaireHelp => help_plan,
        Step::FirstEstimate => estimate_after_track_plan,
        Step::Category3Examination => category_3_late_examination_plan,
        Step::FirstContactCategory4 => after_later_category_4,
        Step::RouteBAppointment => route_b::appointment_plan,
        Step::FirstContactRouteB => route_b::contact_after_questionnaire,
        Step::AuthorisationRequest => route_b::authorisation_request_plan,
        Step::RouteBDecision => route_b::decision_plan,
        Step::NegativeDecisionContact => route_b::contact_after_refusal,
        Step::ConcertationPhysician => physician_reads,
        Step::ConcertationCoordinator => coordinator_reads,
        Step::AuthorisedWorkDecision => authorised_work::decision_before_resumption_plan,
        Step::AmiCommitmentSignature => ami::signature_plan,
        Step::AmiStartNotice => ami::start_notice_plan,
        Step::AmiFirstInterview => ami::first_interview_plan,
        Step::AmiPlan => ami::plan_plan,
        Step::AmiResultsNotice => ami::results_notice_plan,
        Step::ProgrammeSubmission => ami::submission_plan,
        Step::AmiSuspension => ami::suspension_plan,
        Step::AmiResumption => ami::resumption_plan,
        Step::AmiEvaluation => ami::evaluation_plan,
        Step::DossierLook => ami::look_plan,
        Step::ReferralFollowUp => referral::follow_up_plan,
        Step::RouteBOffer => route_c::offer_plan,
        Step::ReintegrationEvaluation => reintegration_evaluation_plan,
        Step::QuestionnaireSend
        | Step::EstimateExamination
        | Step::Category1Examination
        | Step::AmiFollowUp
        | Step::ReturnObservation
        | Step::InvalidityStart => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::law::LAW;
    use crate::testing::{EIGHT_WEEKS, day};

    #[test]
    fn t6_every_plan_says_what_it_was_counted_from_and_is_counted_again_from_it() {
        let (start, on) = (day("2022-08-31"), day("2022-12-12"));
        let late = after_bar(&after_later_category_4(on), day("2023-05-31"));
        let plans = [
            send_plan(start, on),
            return_plan(on),
            help_plan(on),
            first_estimate_plan(start, on),
            estimate_after_track_plan(on),
            examination_plan(on, day("2022-12-31")),
            category_1_examination_plan(start, on),
            category_1_examination_from_go_live(start, on),
            category_3_examination_plan(start, on),
            category_3_late_examination_plan(on),
            category_4_at_first_estimate(start, on),
            category_4_at_first_estimate(start, day("2023-03-20")),
            after_later_category_4(on),
            late,
            after_bar(&category_4_at_first_estimate(start, on), day("2023-01-13")),
            after_bar(&category_4_at_first_estimate(start, on), day("2023-05-31")),
            route_b::appointment_plan(on),
            route_b::contact_after_questionnaire(on),
            route_b::contact_after_request(on),
            route_b::authorisation_request_plan(on),
            route_b::decision_plan(on),
            route_b::contact_after_refusal(on),
            physician_reads(on),
            coordinator_reads(on),
            authorised_work::decision_before_resumption_plan(on),
            authorised_work::decision_plan(on),
            ami::signature_plan(on),
            ami::start_notice_plan(on),
            ami::first_interview_plan(on),
            ami::plan_plan(on),
            ami::follow_up_plan(on, None),
            ami::follow_up_plan(on, Some(5)),
            ami::results_notice_plan(on),
            ami::submission_plan(on),
            ami::suspension_plan(on),
            ami::resumption_plan(on),
            ami::evaluation_plan(on),
            ami::look_plan(on),
            ami::return_observation_plan(on, FactKind::ReturnSeen.on(day("2023-03-12")))
                .expect("the second is to come"),
            referral::follow_up_plan(on),
            referral::follow_up_plan(Judged::from(on).being(FactKind::CommitmentDue)),
            route_c::offer_plan(on),
            reintegration_evaluation_plan(on),
            invalidity_plan(start, on),
        ];
        for plan in &plans {
            let again = counted_again(plan, &LAW);
            assert_eq!(again.as_ref(), Some(plan), "{}", plan.step);
            assert_eq!(again.map(|again| again.counted), Some(plan.counted.clone()), "{}", plan.step);
        }
        for step in Step::ALL {
            assert!(plans.iter().any(|plan| plan.step == *step), "{step}");
        }
    }

    #[test]
    fn t8_it_is_counted_by_the_law_that_planned_it() {
        let start = day("2021-12-31");
        let plan = send_plan(start, EIGHT_WEEKS.judging(day("2022-03-01"), Some(start)));
        assert_eq!(counted_again(&plan, &EIGHT_WEEKS), Some(plan.clone()));
        assert_ne!(counted_again(&plan, &LAW), Some(plan));
    }

    #[test]
    fn what_was_planned_before_this_was_recorded_is_not_counted_again() {
        let plan = Plan { counted: Counted::not_recorded(), ..return_plan(day("2022-11-10")) };
        assert_eq!(counted_again(&plan, &LAW), None);
        assert_eq!(plan, return_plan(day("2022-11-10")), "it is the same deadline");
    }

    proptest! {
        #[test]
        fn t6_no_other_days_of_the_facts_give_the_days_of_the_plan(off in 1_i64..60) {
            let plan = return_plan(day("2022-11-10"));
            let mut other = plan.clone();
            let fact = plan.counted.from[0];
            other.counted.from = fact.kind.on(fact.on + chrono::TimeDelta::days(off)).into();
            prop_assert_ne!(counted_again(&other, &LAW).map(|again| again.days()), Some(plan.days()));
        }
    }
}
