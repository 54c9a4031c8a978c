//! Presumptions of incapacity: what an occupational physician tells of a plan, and what is asked of a day (D21 to D23).

use trajet_contracts::dossier::v1::{GetPresumptionRequest, GetPresumptionResponse, PresumptionKind};
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact as Exchanged;
use trajet_contracts::exchange::v1::{CodexFact, CodexFactTold, CodexPlanSigned, ExchangeEvent, WorkResumedUnderPlan};

use trajet_contracts::assessment::v1::assessment_event::Fact as Assessed;
use trajet_contracts::assessment::v1::{AssessmentEvent, ProgrammeEnded, ProgrammeStarted};

use trajet_dossier_domain::SubjectId;

use super::*;
use crate::registry;

impl World {
    pub(super) async fn told_of_codex(&self, fact: Codex) {
        self.told_of_codex_of("", fact).await;
    }

    /// A service tells of the trajectory of one employer.
    pub(super) async fn told_of_codex_of(&self, employer: &str, fact: Codex) {
        let told = CodexFactTold {
            fact: Some(CodexFact { fact: Some(fact), employer_number: employer.into() }),
            partner_number: "0206653946".into(),
        };
        let event = event(&CASE, 1, &ExchangeEvent { fact: Some(Exchanged::CodexFactTold(told)) });
        self.bench.take(self.ledger(), reactions::exchange::react(&event, "exchange/300")).await;
    }

    async fn presumption(&self, day: Option<Date>) -> Result<GetPresumptionResponse, Status> {
        self.presumption_known(day, None).await
    }

    /// By what was known at an instant.
    async fn presumption_known(
        &self,
        day: Option<Date>,
        known_at: Option<Timestamp>,
    ) -> Result<GetPresumptionResponse, Status> {
        let request =
            GetPresumptionRequest { case_id: CASE.to_string(), on: day, known_at, ..GetPresumptionRequest::default() };
        Ok(self.service.get_presumption(physician(request)).await?.into_inner())
    }
}

#[tokio::test]
async fn d21_d23_who_signed_a_codex_plan_is_presumed_unfit_until_the_day_before_work_resumes() {
    let world = World::on("2023-03-16").await;
    world.recognised(CASE).await;
    let nothing = world.presumption(on("2023-03-15")).await.unwrap();
    assert_eq!(GetPresumptionResponse { known_at: None, ..nothing }, GetPresumptionResponse::default());

    world.told_of_codex(Codex::PlanSigned(CodexPlanSigned { signed_on: on("2023-03-15") })).await;
    let answer = world.presumption(on("2023-09-14")).await.unwrap();
    assert!(answer.presumed && answer.others.is_empty());
    let one = &answer.covering[0];
    assert_eq!((one.number, one.kind(), one.partner_number.as_str()), (1, PresumptionKind::Codex, "0206653946"));
    assert_eq!((one.first_day, one.last_day), (on("2023-03-15"), on("2023-09-14")));
    let (begun_by, ends_by) = (one.begun_by.as_ref().unwrap(), one.ends_by.as_ref().unwrap());
    assert_eq!((begun_by.rule.as_str(), ends_by.rule.as_str()), ("D21", "D21.b"));
    assert_eq!(begun_by.parameter, "presumption.months@2022-01-01");
    assert!(begun_by.citation.starts_with("Circular 2022/383, part VI"));
    assert!(!world.presumption(on("2023-09-15")).await.unwrap().presumed);

    world.told_of_codex(Codex::WorkResumed(WorkResumedUnderPlan { resumed_on: on("2023-05-02") })).await;
    assert!(world.presumption(on("2023-05-01")).await.unwrap().presumed);
    let answer = world.presumption(on("2023-05-02")).await.unwrap();
    assert!(!answer.presumed && answer.covering.is_empty());
    assert_eq!(answer.others[0].ends_by.as_ref().unwrap().rule, "D21.a");
    assert_eq!(world.read().await.presumptions, answer.others);
    let told = world.fed().await;
    assert!(told.iter().any(|kind| kind.ends_with("PresumptionBegan")));
    assert!(told.iter().any(|kind| kind.ends_with("PresumptionEnded")));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d21_d23_a_presumption_is_told_as_it_was_known_before_work_was_told_of() {
    let world = World::on("2023-03-10").await;
    world.recognised(CASE).await;
    world.until("2023-03-16").await;
    world.told_of_codex(Codex::PlanSigned(CodexPlanSigned { signed_on: on("2023-03-15") })).await;
    world.until("2023-05-10").await;
    world.told_of_codex(Codex::WorkResumed(WorkResumedUnderPlan { resumed_on: on("2023-05-02") })).await;
    world.until("2023-05-11").await;
    let known = async |at: &str| world.presumption_known(on("2023-05-05"), instant(at)).await;

    let then = known("2023-05-09T20:00:00Z").await.unwrap();
    assert!(then.presumed && then.others.is_empty());
    assert_eq!((then.covering[0].last_day, then.known_at), (on("2023-09-14"), instant("2023-05-09T20:00:00Z")));
    let now = known("2023-05-10T20:00:00Z").await.unwrap();
    assert!(!now.presumed && now.covering.is_empty());
    assert_eq!(now.others, world.presumption(on("2023-05-05")).await.unwrap().others);
    assert_eq!(now.others[0].last_day, on("2023-05-01"));
    let before = known("2023-03-15T20:00:00Z").await.unwrap();
    assert!(!before.presumed && before.others.is_empty());
    assert_eq!(reason(&known("2023-03-09T20:00:00Z").await.unwrap_err()), "CASE_NOT_FOUND");
}

#[tokio::test]
async fn m18_d23_who_follows_a_programme_is_presumed_unfit_until_its_last_day() {
    let world = World::on("2023-05-03").await;
    world.recognised(CASE).await;
    let told = async |fact| {
        let event = event(&CASE, 20, &AssessmentEvent { fact: Some(fact) });
        world.bench.take(world.ledger(), reactions::assessment::react(&event, "assessment/300")).await;
    };
    told(Assessed::ProgrammeStarted(ProgrammeStarted { number: 1, started_on: on("2023-05-02") })).await;
    let answer = world.presumption(on("2024-05-02")).await.unwrap();
    let one = &answer.covering[0];
    assert_eq!((one.kind(), one.programme, one.ami_trajectory), (PresumptionKind::Programme, 1, 0));
    assert_eq!((one.first_day, one.last_day), (on("2023-05-02"), None));
    assert_eq!(one.begun_by.as_ref().unwrap().rule, "M18");
    let ended = ProgrammeEnded { number: 1, started_on: on("2023-05-02"), ended_on: on("2023-06-30") };
    told(Assessed::ProgrammeEnded(ended)).await;
    assert!(world.presumption(on("2023-06-30")).await.unwrap().presumed);
    assert!(!world.presumption(on("2023-07-01")).await.unwrap().presumed);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d23_a_day_is_required_and_a_case_that_is_not_there_is_not_found() {
    let world = World::on("2023-03-16").await;
    assert_eq!(fields(&world.presumption(None).await.unwrap_err()), ["on"]);
    assert_eq!(reason(&world.presumption(on("2023-03-16")).await.unwrap_err()), "CASE_NOT_FOUND");
    let known_at = instant("2023-03-17T20:00:00Z");
    let wrong = GetPresumptionRequest { case_id: "x".into(), known_at, ..GetPresumptionRequest::default() };
    let status = world.service.get_presumption(physician(wrong)).await.unwrap_err();
    assert_eq!(fields(&status), ["case_id", "known_at", "on"]);
    let registry = registry::stream_of(world.ledger(), &SubjectId("coordinator-1".into())).to_string();
    let no_case = GetPresumptionRequest { case_id: registry, on: on("2023-03-16"), ..Default::default() };
    assert_eq!(reason(&world.service.get_presumption(physician(no_case)).await.unwrap_err()), "CASE_NOT_FOUND");
}
