//! Why a dossier is as it is.

use trajet_contracts::dossier::v1::{AmiEndReason, EndAmiTrajectoryRequest, ExplainCaseRequest, FollowUpRhythm};
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::{CodexEnd, CodexPlanSigned, CodexRequest, CodexRequester, WorkResumedUnderPlan};
use trajet_contracts::explain::v1::{Explanation, Subject};

use super::outcome::{at_work, evaluation};
use super::*;

async fn explained(world: &World, step: &str) -> Vec<Explanation> {
    explained_to(world, step, "", coordinator).await
}

/// As a reader is told; of a day, where one is given.
pub(super) async fn explained_to(
    world: &World,
    step: &str,
    as_of: &str,
    by: fn(ExplainCaseRequest) -> Request<ExplainCaseRequest>,
) -> Vec<Explanation> {
    let as_of = (!as_of.is_empty()).then(|| on(as_of)).flatten();
    let request = ExplainCaseRequest { case_id: CASE.to_string(), step: step.to_owned(), as_of, ..Default::default() };
    world.service.explain_case(by(request)).await.unwrap().into_inner().explanations
}

/// The facts with the kind and the role of the event that recorded them: on this bench `elsewhere` tells what other services tell.
fn facts(explanation: &Explanation) -> Vec<String> {
    let told = |fact: &trajet_contracts::explain::v1::Fact| {
        let recorded = fact.recorded.clone().unwrap();
        let on: chrono::NaiveDate = fact.happened_on.unwrap().try_into().unwrap();
        format!("{} {on} {} {}", fact.kind, recorded.kind, recorded.role)
    };
    explanation.facts.iter().map(told).collect()
}

#[tokio::test]
async fn d4_a_first_contact_by_route_a_is_explained_by_first_day_and_referral() {
    let world = World::referred().await;
    let told = explained(&world, "first_contact_category_4").await;
    let [contact] = &told[..] else { panic!("{told:?}") };
    assert_eq!((contact.subject(), contact.counted_again), (Subject::Deadline, Some(true)));
    assert_eq!(
        facts(contact),
        ["first_day 2022-09-01 case_opened elsewhere", "referral 2022-12-12 person_referred elsewhere"]
    );
    let figures: Vec<_> = contact.figures.iter().map(|it| (it.parameter.as_str(), it.value)).collect();
    assert_eq!(figures, [("first_contact.by_month", 6), ("first_contact.within_months_of_referral", 1)]);
    assert_eq!(contact.days.unwrap().due, on("2023-02-28"));
}

#[tokio::test]
async fn d6_a_first_contact_by_route_b_is_explained_by_the_questionnaire_that_came_back() {
    let world = World::on("2023-01-10").await;
    world.recognised(CASE).await;
    world.service.open_route_b(coordinator(world.route_b("2023-01-10"))).await.unwrap();
    world.until("2023-01-19").await;
    world.completed("2023-01-18").await;
    let [appointment] = &explained(&world, "route_b_appointment").await[..] else { panic!("one") };
    assert_eq!(facts(appointment), ["trajectory_requested 2023-01-10 trajectory_requested coordinator"]);
    let told = explained(&world, "first_contact_route_b").await;
    let [contact] = &told[..] else { panic!("{told:?}") };
    assert_eq!(facts(contact), ["questionnaire_back 2023-01-18 questionnaire_back elsewhere"]);
    assert_eq!((contact.days.unwrap().due, contact.counted_again), (on("2023-02-18"), Some(true)));
}

#[tokio::test]
async fn d5_a_contact_that_work_took_away_is_explained_with_the_work() {
    let world = World::referred().await;
    world.until("2023-01-09").await;
    world.works("2023-01-09", None).await;
    world.until("2023-04-03").await;
    world.works("2023-01-09", Some("2023-03-31")).await;
    let told = explained(&world, "first_contact_category_4").await;
    let [_, waiver, again] = &told[..] else { panic!("{told:?}") };
    assert_eq!((waiver.subject(), waiver.basis.as_ref().unwrap().rule.as_str()), (Subject::Waiver, "D5"));
    assert_eq!(facts(waiver), ["work_begun 2023-01-09 track_started elsewhere"]);
    let counted = [
        "first_day 2022-09-01 case_opened elsewhere",
        "referral 2022-12-12 person_referred elsewhere",
        "work_end 2023-03-31 track_ended elsewhere",
    ];
    assert_eq!(facts(again), counted);
    assert_eq!((again.number, again.days.unwrap().due, again.counted_again), (2, on("2023-04-30"), Some(true)));
}

#[tokio::test]
async fn d14_a_resumption_that_another_request_takes_away_is_explained_with_that_request() {
    let world = World::planned().await;
    let asked = |requested_on: &str| {
        let by = CodexRequester::Employer.into();
        Codex::Requested(CodexRequest { requested_on: on(requested_on), requested_by: by })
    };
    world.until("2023-04-04").await;
    world.told_of_codex(asked("2023-04-03")).await;
    world.service.suspend_ami_trajectory(world.suspend("2023-04-04")).await.unwrap();
    world.until("2023-06-05").await;
    let end = CodexEnd { ended_on: on("2023-06-01"), article: "I.4-73".into(), definitively_unfit: false };
    world.told_of_codex(Codex::Ended(end)).await;
    world.told_of_codex(asked("2023-06-03")).await;
    let told = explained(&world, "ami_resumption").await;
    let [planned, waiver] = &told[..] else { panic!("{told:?}") };
    assert_eq!(facts(planned), ["codex_end 2023-06-01 codex_noted elsewhere"]);
    assert_eq!((waiver.subject(), waiver.on), (Subject::Waiver, on("2023-06-03")));
    assert_eq!(facts(waiver), ["codex_requested 2023-06-03 codex_noted elsewhere"]);
    let sentence = "ami_resumption need not be done from 2023-06-03 on because of codex requested of 2023-06-03 (D14).";
    assert_eq!(waiver.sentence, sentence);
}

#[tokio::test]
async fn d20_d21_a_presumption_is_explained_by_its_plan_and_by_what_ended_it() {
    let world = World::on("2023-03-16").await;
    world.recognised(CASE).await;
    world.told_of_codex(Codex::PlanSigned(CodexPlanSigned { signed_on: on("2023-03-15") })).await;
    world.told_of_codex(Codex::WorkResumed(WorkResumedUnderPlan { resumed_on: on("2023-05-02") })).await;
    let told = explained(&world, "").await;
    let [began, ended] = &told[..] else { panic!("{told:?}") };
    assert_eq!([began.subject(), ended.subject()], [Subject::Presumption; 2]);
    assert_eq!([began.number, ended.number], [1, 1]);
    assert_eq!((began.figures[0].parameter.as_str(), began.figures[0].value), ("presumption.months", 6));
    assert_eq!(began.days.unwrap().last_day, on("2023-09-14"));
    let signed = "codex_plan_signed 2023-03-15 codex_noted elsewhere";
    assert_eq!(facts(began), [signed]);
    assert_eq!(facts(ended), [signed, "codex_work_resumed 2023-05-02 codex_noted elsewhere"]);
    assert_eq!(
        (ended.days.unwrap().last_day, ended.basis.as_ref().unwrap().rule.as_str()),
        (on("2023-05-01"), "D21.a")
    );
}

#[tokio::test]
async fn d20_d19_the_plan_explains_the_presumption_and_the_follow_up_and_its_last_day_what_ended_it() {
    let world = World::planned().await;
    world.until("2023-03-15").await;
    let end = EndAmiTrajectoryRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        last_day: on("2023-03-15"),
        reason: AmiEndReason::Stopped.into(),
        ..Default::default()
    };
    world.service.end_ami_trajectory(coordinator(end)).await.unwrap();
    let told = explained(&world, "").await;
    let presumed: Vec<_> = told.iter().filter(|one| one.subject() == Subject::Presumption).collect();
    let [began, ended] = &presumed[..] else { panic!("{presumed:?}") };
    let plan = "plan_established 2023-03-01 ami_plan_established coordinator";
    assert_eq!(facts(began), [plan]);
    assert_eq!(facts(ended), [plan, "ami_end 2023-03-15 ami_ended coordinator"]);
    assert_eq!(ended.basis.as_ref().unwrap().rule, "D20.c");
    assert_eq!(ended.days.unwrap().last_day, on("2023-03-15"));
    let of = |step: &str| told.iter().filter(|one| one.step == step).map(facts).collect::<Vec<_>>();
    assert_eq!(of("ami_follow_up"), [vec![plan], vec!["ami_end 2023-03-15 ami_ended coordinator"]]);
    assert_eq!(of("ami_plan"), [["contact 2023-02-20 contact_held coordinator"]]);
    assert!(told.iter().all(|one| one.counted_again != Some(false)));
}

/// The return that is looked at: the day of the work was found with the outcome, which the dossier withholds without consent.
#[tokio::test]
async fn d1_d31_an_explanation_withholds_the_outcome_as_the_dossier_does() {
    let world = World::planned().await;
    world.until("2023-05-31").await;
    world.service.end_ami_trajectory(world.end("2023-05-15")).await.unwrap();
    let found = evaluation("2023-05-31", at_work("2023-05-16"));
    world.service.evaluate_ami_trajectory(world.evaluate(found)).await.unwrap();
    let look = async |as_of: &str, by| {
        let told = explained_to(&world, "return_observation", as_of, by).await;
        let look = told.iter().find(|one| one.subject() == Subject::Deadline).unwrap();
        let kinds: Vec<_> = look.facts.iter().map(|fact| fact.kind.clone()).collect();
        (kinds, look.sentence.contains("2023-05-16"), look.withheld, look.days)
    };
    let all = look("", coordinator).await;
    assert_eq!((&all.0[..], all.1, all.2), (&["work_returned_to", "return_seen"].map(str::to_owned)[..], true, false));
    assert_eq!(look("", physician).await, all);

    let without = (vec!["return_seen".to_owned()], false, true, all.3);
    world.until("2023-06-05").await;
    world.withdraw(ConsentPurpose::PhysicianFollowUp, "2023-06-05").await;
    assert_eq!(look("", physician).await, without);
    assert_eq!(look("2023-06-04", physician).await, without, "nor as of a day on which it was told");
    assert_eq!(look("", coordinator).await, all);
    assert!(world.ami(physician).await.evaluation.unwrap().outcome.is_none());
    world.withdraw(ConsentPurpose::Trajectory, "2023-06-05").await;
    for by in [coordinator, physician] {
        assert_eq!(look("", by).await, without);
    }
}

/// The rhythm that a plan justifies is of its content.
#[tokio::test]
async fn d1_d19_an_explanation_withholds_the_rhythm_of_the_plan_as_the_dossier_does() {
    let world = World::planned_with(FollowUpRhythm { months: 5, reason: "a course until August".into() }).await;
    let follow_up = async |by| {
        let [follow_up] = &explained_to(&world, "ami_follow_up", "", by).await[..] else { panic!("one") };
        (follow_up.sentence.contains("as the plan justifies"), follow_up.withheld, follow_up.facts.len())
    };
    assert_eq!(follow_up(physician).await, (true, false, 1));
    world.withdraw(ConsentPurpose::PhysicianFollowUp, "2023-03-01").await;
    assert_eq!(follow_up(physician).await, (false, true, 1));
    assert_eq!(follow_up(coordinator).await, (true, false, 1));
}

/// That the programme is to be submitted tells for what the plan is.
#[tokio::test]
async fn d1_d18_d31_the_step_that_tells_the_aim_of_the_plan_is_withheld_as_the_plan_is() {
    let world = World::planned_for_rehabilitation().await;
    let step = "programme_submission";
    let told = async |by: [bool; 2]| {
        let [physicians, coordinators] = by;
        let request = || GetDossierRequest { case_id: CASE.to_string(), ..GetDossierRequest::default() };
        for (to, shown) in [(physician as fn(_) -> _, physicians), (coordinator, coordinators)] {
            let dossier = world.service.get_dossier(to(request())).await.unwrap().into_inner().dossier.unwrap();
            let named = dossier.deadlines.iter().any(|it| it.plan.as_ref().unwrap().step == step);
            assert_eq!((named, dossier.deadlines.len() > 1), (shown, true));
        }
        for (to, shown) in [(physician as fn(_) -> _, physicians), (coordinator, coordinators)] {
            assert_eq!(!explained_to(&world, step, "", to).await.is_empty(), shown);
        }
        let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
        let history = world.service.list_case_history(coordinator(request)).await.unwrap().into_inner().entries;
        assert!(
            history.iter().any(|entry| entry.summary.starts_with("a step of the physician for the plan was planned"))
        );
        assert!(history.iter().all(|entry| !format!("{entry:?}").contains(step)));
    };
    told([true, true]).await;
    world.withdraw(ConsentPurpose::PhysicianFollowUp, "2023-03-01").await;
    told([false, true]).await;
    world.withdraw(ConsentPurpose::Trajectory, "2023-03-01").await;
    told([false, false]).await;
}
