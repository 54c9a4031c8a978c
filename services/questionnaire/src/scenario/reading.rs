//! How much of a case is read by whoever has a task in it, or stands in the place of the person.

use trajet_contracts::assessment::v1::PersonRepresented;
use trajet_law::representation::{Representation, RepresentationScope};
use trajet_service::representation;

use super::*;
use crate::samples;

impl World {
    async fn represented_for(&self, number: u32, scope: RepresentationScope, until: Option<&str>) {
        let (scopes, until) = ([scope].into(), until.map(day));
        let subject = Some(format!("representative-{number}"));
        let told = Representation { number, scopes, subject, until, ..samples::representation() };
        let representation = Some(representation::tell(&told));
        self.told(CASE, Told::PersonRepresented(PersonRepresented { representation })).await;
    }

    /// A case of which the questionnaire of route B came back, and that of route A, of which there is a draft, did not. Authorised
    /// work has begun since, one representative is there for the questionnaire, another for notices, a
    /// third was there, and the help is a delegate's.
    async fn answered_before() -> Self {
        let world = Self::on("2022-09-05").await;
        world.recognised(CASE).await;
        world.until("2022-10-03").await;
        world.requested(CASE, "2022-10-02", true).await;
        world.until("2022-10-03").await;
        world.service.save_draft(insured(world.draft(CASE))).await.unwrap();
        world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
        world.until("2022-11-10").await;
        world.service.save_draft(insured(world.draft(CASE))).await.unwrap();
        world.represented_for(1, RepresentationScope::Questionnaire, None).await;
        world.represented_for(2, RepresentationScope::Notices, None).await;
        world.represented_for(3, RepresentationScope::Questionnaire, Some("2022-11-20")).await;
        world.until("2022-11-25").await;
        world.track(CASE, "2022-11-21").await;
        world.delegate(CASE, "staff-2").await;
        world.service.record_help(delegate(world.help(CASE, "2022-11-25"))).await.unwrap();
        world
    }

    fn draft(&self, case: Uuid) -> SaveDraftRequest {
        SaveDraftRequest {
            request_id: self.id(),
            case_id: case.to_string(),
            answers: Some(self.complete()),
            ..SaveDraftRequest::default()
        }
    }
}

fn representative<T>(message: T) -> Request<T> {
    by(Role::Representative, "representative-1", message)
}

fn represented_by(case: &QuestionnaireCase) -> Vec<u32> {
    case.representations.iter().map(|it| it.number).collect()
}

#[tokio::test]
async fn d2_q6_a_delegate_reads_what_their_help_is_for_and_nothing_else() {
    let world = World::answered_before().await;
    let all = world.case(CASE, coordinator).await.unwrap();
    assert_eq!((all.submissions.len(), all.tracks.len(), all.earlier_sendings.len()), (1, 1, 1));
    assert_eq!((represented_by(&all), all.deadlines.len()), (vec![1, 2, 3], 4));

    let told = world.case(CASE, delegate).await.unwrap();
    assert_eq!(told.submissions, [], "what the person answered before is not what they need help with");
    assert_eq!((&told.tracks[..], &told.earlier_sendings[..], &told.earlier_drafts[..]), (&[][..], &[][..], &[][..]));
    assert!(told.waiver.is_none() && told.notice.is_none() && told.advisory_reading.is_none());
    assert_eq!(represented_by(&told), [1], "whom to help in the place of the person");
    let steps: Vec<_> = told.deadlines.iter().map(|it| it.plan.as_ref().unwrap().step.as_str()).collect();
    assert_eq!(steps, ["questionnaire_return"], "the help was given");
    // What the task needs is there.
    assert_eq!((told.sending, told.draft, told.help), (all.sending, all.draft, all.help));
    assert_eq!((told.person, told.stage, told.etag), (all.person, all.stage, all.etag));
}

#[tokio::test]
async fn d1_a_representative_reads_the_questionnaire_to_fill_in_and_themselves() {
    let world = World::answered_before().await;
    let told = world.case(CASE, representative).await.unwrap();
    assert_eq!((told.submissions.len(), told.tracks.len(), told.earlier_sendings.len()), (0, 0, 0));
    assert_eq!((represented_by(&told), told.help), (vec![1], None));
    assert!(told.draft.is_some() && told.sending.is_some_and(|sending| sending.number == 2));

    // What they filled in themselves they read, to correct it.
    let filled = SubmitAnswersRequest { representative: 1, ..world.submission(CASE) };
    world.service.submit_answers(representative(filled)).await.unwrap();
    let told = world.case(CASE, representative).await.unwrap();
    assert_eq!(told.submissions.iter().map(|it| (it.sending, it.representative)).collect::<Vec<_>>(), [(2, 1)]);
    // The person, the physician and the coordinator read both.
    for case in
        [world.case(CASE, insured).await, world.case(CASE, physician).await, world.case(CASE, coordinator).await]
    {
        assert_eq!(case.unwrap().submissions.len(), 2);
    }
}

#[tokio::test]
async fn d1_d2_q6_of_a_day_of_an_earlier_sending_who_fills_in_reads_nothing_of_it() {
    let world = World::answered_before().await;
    let then = async |by: fn(GetQuestionnaireCaseRequest) -> Request<GetQuestionnaireCaseRequest>| {
        let as_of = Some(to_proto(day("2022-10-04")));
        let request = GetQuestionnaireCaseRequest { case_id: CASE.to_string(), as_of, ..Default::default() };
        let told = world.service.get_questionnaire_case(by(request)).await.unwrap().into_inner();
        let case = told.questionnaire_case.unwrap();
        (case.sending.is_some(), case.draft.is_some(), case.submissions.len(), case.deadlines.len(), case.stage())
    };
    let nothing = (false, false, 0, 0, Stage::Unspecified);
    assert_eq!([then(delegate).await, then(representative).await], [nothing; 2]);
    assert_eq!(then(insured).await, (true, false, 1, 2, Stage::Returned));
}

#[tokio::test]
async fn q2_who_fills_in_what_was_sent_later_does_not_read_that_none_was_sent_before() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.represented_for(1, RepresentationScope::Questionnaire, None).await;
    let stage = async |as_of: Option<&str>, by: fn(GetQuestionnaireCaseRequest) -> Request<_>| {
        let as_of = as_of.map(|as_of| to_proto(day(as_of)));
        let request = GetQuestionnaireCaseRequest { case_id: CASE.to_string(), as_of, ..Default::default() };
        let told = world.service.get_questionnaire_case(by(request)).await.unwrap().into_inner();
        told.questionnaire_case.unwrap().stage()
    };
    world.until("2022-10-03").await;
    assert_eq!(stage(None, representative).await, Stage::Planned);
    world.until("2022-10-20").await;
    let waiver = WaiveQuestionnaireRequest { decided_on: Some(to_proto(day("2022-10-20"))), ..world.waiver(CASE) };
    world.service.waive_questionnaire(physician(waiver)).await.unwrap();
    assert_eq!(stage(None, representative).await, Stage::Waived);
    assert_eq!(stage(Some("2022-10-19"), representative).await, Stage::Unspecified, "it is another one now");
    world.until("2023-01-10").await;
    world.requested(CASE, "2023-01-10", true).await;
    world.until("2023-01-11").await;
    assert_eq!(stage(None, representative).await, Stage::Sent);
    for day in ["2022-10-19", "2022-10-20"] {
        assert_eq!(stage(Some(day), representative).await, Stage::Unspecified);
    }
    assert_eq!(stage(Some("2022-10-20"), physician).await, Stage::Waived);
    world.until("2023-01-12").await;
    assert_eq!(stage(Some("2023-01-11"), representative).await, Stage::Sent, "of the one that is out it is read");
}
