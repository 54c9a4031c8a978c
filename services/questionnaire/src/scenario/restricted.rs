//! A restricted file: medical assessment told who may see it.

use trajet_contracts::questionnaire::v1::FindPersonsRequest;
use trajet_service::test_support::{assert_kept_out, called_by, file_access_changed, staff};

use super::*;

impl World {
    async fn restricted_to(&self, admitted: Option<&[&str]>, opened: &[(&str, &str)]) {
        self.told(CASE, Told::FileAccessChanged(file_access_changed(admitted, opened))).await;
    }

    async fn seen_by(&self, role: Role, subject: &str) -> (bool, usize, usize) {
        let request = GetQuestionnaireCaseRequest { case_id: CASE.to_string(), ..Default::default() };
        let as_ = |subject: &str| staff(role, subject);
        let case = self.service.get_questionnaire_case(called_by(as_(subject), request)).await.is_ok();
        let work = self.work(called_by(as_(subject), ListWorkRequest::default())).await.rows.len();
        if ![Role::Coordinator, Role::Physician].contains(&role) {
            return (case, work, 0);
        }
        let request = FindPersonsRequest { name: "peeters".into(), ..Default::default() };
        let found = self.service.find_persons(called_by(as_(subject), request)).await.unwrap().into_inner();
        (case, work, found.persons.len())
    }
}

#[tokio::test]
async fn d2_a_restricted_file_is_not_there_for_who_is_not_on_its_list_on_sqlite() {
    d2_a_restricted_file_is_not_there_for_who_is_not_on_its_list(World::on("2022-09-05").await).await;
}

#[tokio::test]
async fn d2_a_restricted_file_is_not_there_for_who_is_not_on_its_list_on_postgres() {
    d2_a_restricted_file_is_not_there_for_who_is_not_on_its_list(World::on_postgres("2022-09-05").await).await;
}

async fn d2_a_restricted_file_is_not_there_for_who_is_not_on_its_list(world: World) {
    world.recognised(CASE).await;
    world.until("2022-11-10").await;
    world.until("2022-11-25").await;
    world.delegate(CASE, "staff-2").await;
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-1").await, (true, 1, 1));
    world.restricted_to(Some(&["coordinator-9"]), &[("coordinator-8", "2022-11-26")]).await;

    let service = "trajet.questionnaire.v1.QuestionnaireService";
    for subject in ["coordinator-1", "staff-2"] {
        let compared = assert_kept_out(world.app.service(), service, &CASE.to_string(), subject).await;
        assert!(compared >= 10, "{compared} answers were compared");
    }
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-1").await, (false, 0, 0));
    assert_eq!(world.seen_by(Role::Delegate, "staff-2").await, (false, 0, 0));
    assert_eq!(world.seen_by(Role::Manager, "manager-1").await.1, 0);
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-9").await, (true, 1, 1));
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-8").await, (true, 1, 1));
    world.until("2022-11-26").await;
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-8").await, (true, 1, 1));
    world.until("2022-11-27").await;
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-8").await, (false, 0, 0), "the next day is over");

    // The person is not kept out of their own file.
    assert!(world.case(CASE, insured).await.is_ok());
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
    world.restricted_to(None, &[]).await;
    assert!(world.case(CASE, coordinator).await.is_ok());
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d2_who_may_see_a_file_that_is_not_known_yet_is_noted_and_counts_when_it_is() {
    let world = World::on("2022-09-05").await;
    world.restricted_to(Some(&["coordinator-9"]), &[]).await;
    world.recognised(CASE).await;
    assert_eq!(reason(&world.case(CASE, coordinator).await.unwrap_err()), "CASE_NOT_FOUND");
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let auditor = by(Role::Auditor, "au-1", request);
    let entries = world.service.list_case_history(auditor).await.unwrap().into_inner().entries;
    assert_eq!(entries[0].summary, "The file is restricted to 1 of the staff.");
    world.restricted_to(Some(&["coordinator-9"]), &[]).await;
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let auditor = by(Role::Auditor, "au-1", request);
    let again = world.service.list_case_history(auditor).await.unwrap().into_inner().entries;
    assert_eq!(entries.len(), again.len(), "the same again is nothing new");
}
