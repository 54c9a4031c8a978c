//! A restricted file: medical assessment told who may see it.

use trajet_contracts::dossier::v1::{FindPersonsRequest, GetDossierRequest};
use trajet_service::test_support::{assert_kept_out, called_by, file_access_changed, staff};

use super::*;

impl World {
    async fn restricted_to(&self, admitted: Option<&[&str]>, opened: &[(&str, &str)]) {
        self.assessed(CASE, Assessed::FileAccessChanged(file_access_changed(admitted, opened))).await;
    }

    async fn seen_by(&self, role: Role, subject: &str) -> (bool, usize, usize) {
        let as_ = |subject: &str| staff(role, subject);
        let request = GetDossierRequest { case_id: CASE.to_string(), ..Default::default() };
        let case = self.service.get_dossier(called_by(as_(subject), request)).await.is_ok();
        let request = called_by(as_(subject), ListWorkRequest { soon_within_days: Some(90), ..Default::default() });
        let work = self.service.list_work(request).await.unwrap().into_inner().rows.len();
        let request = FindPersonsRequest { name: "peeters".into(), ..Default::default() };
        let found = self.service.find_persons(called_by(as_(subject), request)).await.unwrap().into_inner();
        (case, work, found.persons.len())
    }
}

#[tokio::test]
async fn d2_a_restricted_file_is_not_there_for_who_is_not_on_its_list() {
    let world = World::referred().await;
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-1").await, (true, 1, 1));
    world.restricted_to(Some(&["coordinator-2"]), &[]).await;
    let (case, subject) = (CASE.to_string(), "coordinator-1");
    let mut compared = assert_kept_out(world.app.service(), "trajet.dossier.v1.DossierService", &case, subject).await;
    compared +=
        assert_kept_out(world.app.concertation(), "trajet.dossier.v1.ConcertationService", &case, subject).await;
    compared += assert_kept_out(world.app.coordinators(), "trajet.dossier.v1.CoordinatorService", &case, subject).await;
    assert!(compared >= 40, "{compared} answers were compared");
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-1").await, (false, 0, 0));
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-2").await, (true, 1, 1));
    world.restricted_to(None, &[]).await;
    assert_eq!(world.seen_by(Role::Coordinator, "coordinator-1").await, (true, 1, 1));
    test_support::views_follow_from_the_events(world.ledger()).await;
}
