//! A legal representative in the place of the person.

use trajet_contracts::assessment::v1::PersonRepresented;
use trajet_law::representation::{Representation, RepresentationScope};
use trajet_service::representation;

use super::*;
use crate::samples;

impl World {
    /// Medical assessment tells who represents the person, from 1 October 2022 on, until 20 November or an earlier day.
    async fn represented(&self, case: Uuid, until: &str, scopes: &[RepresentationScope]) {
        let scopes = scopes.iter().copied().collect();
        let told = Representation { scopes, until: Some(day(until)), ..samples::representation() };
        let representation = Some(representation::tell(&told));
        self.told(case, Told::PersonRepresented(PersonRepresented { representation })).await;
    }
}

fn representative<T>(message: T) -> Request<T> {
    by(Role::Representative, "representative-1", message)
}

#[tokio::test]
async fn d1_who_represents_the_person_fills_it_in_and_who_does_not_finds_no_case() {
    let world = World::sent().await;
    let submission = |number| SubmitAnswersRequest { representative: number, ..world.submission(CASE) };
    let unknown = world.service.submit_answers(representative(submission(1))).await.unwrap_err();
    let unread = world.case(CASE, representative).await.unwrap_err();
    assert_eq!([reason(&unknown), reason(&unread)], ["CASE_NOT_FOUND", "CASE_NOT_FOUND"]);

    world.represented(CASE, "2022-11-20", RepresentationScope::ALL).await;
    assert_eq!(
        fields(&world.service.submit_answers(representative(submission(0))).await.unwrap_err()),
        ["representative"]
    );
    // Nobody acts under the number of another.
    let other = by(Role::Representative, "representative-9", submission(1));
    assert_eq!(reason(&world.service.submit_answers(other).await.unwrap_err()), "CASE_NOT_FOUND");
    let own = insured(submission(1));
    assert_eq!(fields(&world.service.submit_answers(own).await.unwrap_err()), ["representative"]);

    let draft = SaveDraftRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        answers: Some(world.complete()),
        representative: 1,
        ..SaveDraftRequest::default()
    };
    world.service.save_draft(representative(draft)).await.unwrap();
    assert_eq!(world.case(CASE, representative).await.unwrap().draft.unwrap().representative, 1);
    let done = submission(1);
    let first = world.service.submit_answers(representative(done.clone())).await.unwrap().into_inner();
    let case = world.case(CASE, coordinator).await.unwrap();
    assert_eq!((case.submissions[0].representative, case.representations.len()), (1, 1));

    // Once it ended, the case is not there for them any more, and their own act repeated gets its first outcome.
    world.until("2022-11-21").await;
    assert_eq!(reason(&world.case(CASE, representative).await.unwrap_err()), "CASE_NOT_FOUND");
    assert_eq!(world.service.submit_answers(representative(done)).await.unwrap().into_inner(), first);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d1_paper_of_a_representative_is_judged_on_the_day_on_which_it_came_back() {
    let world = World::sent().await;
    world.represented(CASE, "2022-11-20", &[RepresentationScope::Questionnaire]).await;
    world.until("2022-11-23").await;
    let paper = |on: &str| {
        let returned_on = Some(to_proto(day(on)));
        coordinator(SubmitAnswersRequest { representative: 1, returned_on, ..world.submission(CASE) })
    };
    let refused = world.service.submit_answers(paper("2022-11-21")).await.unwrap_err();
    let refused = &refused.get_details_precondition_failure().unwrap().violations[0];
    assert_eq!((refused.r#type.as_str(), refused.subject.as_str()), ("D1", "NOT_REPRESENTED"));
    world.service.submit_answers(paper("2022-11-20")).await.unwrap();
    // Notices are not in the scope of this one.
    let helped = SubmitAnswersRequest { helped: true, representative: 1, ..world.submission(CASE) };
    assert_eq!(fields(&world.service.submit_answers(coordinator(helped)).await.unwrap_err()), ["representative"]);
}

#[tokio::test]
async fn d1_q3_the_letter_goes_to_who_represents_the_person_on_its_day_in_their_language() {
    for (scopes, to) in [(RepresentationScope::ALL, true), (&[RepresentationScope::Consent][..], false)] {
        let world = World::on("2022-10-03").await;
        world.recognised(CASE).await;
        world.represented(CASE, "2022-11-20", scopes).await;
        world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap();
        // What was sent stays as it was sent, whatever end is recorded later.
        world.represented(CASE, "2022-10-02", scopes).await;
        let notice = world.case(CASE, physician).await.unwrap().notice.unwrap();
        assert_eq!(notice.addressee.is_some(), to);
        assert_eq!(notice.paragraphs[0].contains("Jan Maes"), to);
        assert_eq!(notice.paragraphs[0].contains("représente"), to, "in the language of who reads it");
        assert_eq!(notice.paragraphs.iter().filter(|paragraph| paragraph.contains("Bonjour")).count(), usize::from(to));
        world.views_follow_from_the_events().await;
    }
}
