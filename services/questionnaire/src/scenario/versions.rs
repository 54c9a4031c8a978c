//! Two versions side by side, drafts, languages, who helped, and the reading that is advice.

use trajet_contracts::questionnaire::v1::{HelpAct, HelpContact};
use trajet_contracts::r#type::v1::Language;

use super::*;

impl World {
    /// Complete answers to a version.
    fn complete_of(&self, version: u32) -> Answers {
        let definition = self.app.definitions.find("work-and-health", version).unwrap();
        tell_answers(&definition.reference(), &complete(definition))
    }

    fn submission_of(&self, case: Uuid, version: u32) -> Request<SubmitAnswersRequest> {
        let answers = Some(self.complete_of(version));
        coordinator(SubmitAnswersRequest { answers, ..self.submission(case) })
    }

    fn draft_of(&self, case: Uuid, version: u32, language: Language) -> Request<SaveDraftRequest> {
        let mut answers = self.complete_of(version);
        answers.answers.retain(|answer| ["work_situation", "energy", "sleep"].contains(&answer.item_code.as_str()));
        coordinator(SaveDraftRequest {
            request_id: self.id(),
            case_id: case.to_string(),
            answers: Some(answers),
            language: language.into(),
            ..SaveDraftRequest::default()
        })
    }

    fn correction_of(&self, case: Uuid, corrects: u32, version: u32) -> Request<CorrectAnswersRequest> {
        coordinator(CorrectAnswersRequest {
            request_id: self.id(),
            case_id: case.to_string(),
            corrects,
            answers: Some(self.complete_of(version)),
            ..CorrectAnswersRequest::default()
        })
    }

    /// A case sent the first version on 24 December 2026, and another sent the second one on 4 January 2027.
    async fn with_both_versions() -> Self {
        let world = Self::on("2026-11-02").await;
        world.recognised_from(CASE, "2026-10-15").await;
        world.recognised_from(OTHER_CASE, "2026-10-26").await;
        world.until("2026-12-24").await;
        world.until("2027-01-04").await;
        world
    }
}

fn refused_as(status: &Status) -> String {
    status.get_details_precondition_failure().unwrap().violations[0].subject.clone()
}

#[tokio::test]
async fn q9_both_versions_are_answered_at_the_same_time_and_a_case_keeps_the_one_that_was_sent() {
    let world = World::with_both_versions().await;
    for (case, sent, other) in [(CASE, 1, 2), (OTHER_CASE, 2, 1)] {
        let sending = world.case(case, physician).await.unwrap().sending.unwrap();
        assert_eq!(sending.definition.unwrap().version, sent);
        let refused = world.service.submit_answers(world.submission_of(case, other)).await.unwrap_err();
        assert_eq!(refused_as(&refused), "OTHER_VERSION");
        let refused = world.service.save_draft(world.draft_of(case, other, Language::Dutch)).await.unwrap_err();
        assert_eq!(refused_as(&refused), "OTHER_VERSION");
        world.service.submit_answers(world.submission_of(case, sent)).await.unwrap();
    }
    // The first version is corrected while the second one is sent.
    let refused = world.service.correct_answers(world.correction_of(CASE, 1, 2)).await.unwrap_err();
    assert_eq!(refused_as(&refused), "OTHER_VERSION");
    world.service.correct_answers(world.correction_of(CASE, 1, 1)).await.unwrap();

    // What is sent again is of the version of its own day.
    world.requested(CASE, "2027-01-04", true).await;
    assert_eq!(world.until("2027-01-04").await, 1);
    world.service.submit_answers(world.submission_of(CASE, 2)).await.unwrap();
    let case = world.case(CASE, physician).await.unwrap();
    let versions = case.submissions.iter().map(|it| it.answers.as_ref().unwrap().definition.as_ref().unwrap().version);
    assert_eq!(versions.collect::<Vec<_>>(), [1, 1, 2]);
    assert_eq!(case.earlier_sendings[0].definition.as_ref().unwrap().version, 1);
    assert_eq!(case.advisory_reading.unwrap().definition.unwrap().version, 2);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn q9_the_version_of_a_day_is_told_before_it_takes_effect() {
    let world = World::on("2026-11-22").await;
    let ask = async |version, in_force_on: Option<&str>| {
        let in_force_on = in_force_on.map(|on| to_proto(day(on)));
        let request = GetDefinitionRequest { code: "work-and-health".into(), version, in_force_on };
        world.service.get_definition(insured(request)).await
    };
    let version = |answer: tonic::Response<_>| {
        let answer: trajet_contracts::questionnaire::v1::GetDefinitionResponse = answer.into_inner();
        answer.definition.unwrap().r#ref.unwrap().version
    };
    assert_eq!(version(ask(0, None).await.unwrap()), 1);
    assert_eq!(version(ask(0, Some("2026-12-31")).await.unwrap()), 1);
    assert_eq!(version(ask(0, Some("2027-01-01")).await.unwrap()), 2);
    let definition = ask(2, None).await.unwrap().into_inner().definition.unwrap();
    assert_eq!((definition.valid_from, definition.valid_to), (Some(to_proto(day("2027-01-01"))), None));
    assert_eq!(fields(&ask(2, Some("2027-01-01")).await.unwrap_err()), ["in_force_on"]);
}

#[tokio::test]
async fn q9_a_draft_is_read_back_in_another_language_whole_and_is_no_return() {
    let world = World::sent().await;
    let save = async |language| world.service.save_draft(world.draft_of(CASE, 1, language)).await;
    save(Language::Unspecified).await.unwrap();
    let first = world.case(CASE, insured).await.unwrap().draft.unwrap();
    assert_eq!((first.language(), first.sending), (Language::Dutch, 1), "that of the sending, the person's");
    save(Language::French).await.unwrap();
    let case = world.case(CASE, insured).await.unwrap();
    let second = case.draft.clone().unwrap();
    assert_eq!((second.language(), &second.answers), (Language::French, &first.answers));
    assert_eq!(case.sending.as_ref().unwrap().language(), Language::Dutch, "the language of the sending is recorded");
    assert_eq!((case.stage(), case.submissions.len()), (Stage::Sent, 0));
    world.until("2022-11-25").await;
    assert_eq!(world.case(CASE, insured).await.unwrap().stage(), Stage::Overdue, "a draft is never a return");
    assert_eq!(world.fed().await, ["QuestionnaireSent", "NotReturned"]);

    let mut wrong = world.draft_of(CASE, 1, Language::French).into_inner();
    wrong.language = 77;
    assert_eq!(fields(&world.service.save_draft(insured(wrong)).await.unwrap_err()), ["language"]);
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
    let case = world.case(CASE, insured).await.unwrap();
    assert_eq!((case.submissions[0].language(), case.draft), (Language::French, None));
}

#[tokio::test]
async fn q9_what_becomes_of_a_draft_when_the_questionnaire_is_sent_again_depends_on_the_version() {
    for (again, kept) in [("2026-12-31", true), ("2027-01-02", false)] {
        let world = World::on("2026-09-07").await;
        world.recognised_from(CASE, "2026-09-01").await;
        world.until("2026-11-10").await;
        world.until("2026-11-25").await;
        world.service.save_draft(world.draft_of(CASE, 1, Language::German)).await.unwrap();
        world.service.record_help(coordinator(world.help(CASE, "2026-11-25"))).await.unwrap();
        world.service.record_impossibility(coordinator(world.impossibility(CASE, "2026-11-25"))).await.unwrap();
        world.until(again).await;
        world.requested(CASE, again, true).await;
        world.until(again).await;
        let case = world.case(CASE, coordinator).await.unwrap();
        let draft = case.draft.as_ref().map(|draft| (draft.sending, draft.language(), draft.saved_on));
        let expected = (2, Language::German, Some(to_proto(day(again))));
        assert_eq!(draft, kept.then_some(expected));
        assert_eq!(case.earlier_drafts.iter().map(|draft| draft.sending).collect::<Vec<_>>(), [1]);
        assert_eq!((case.stage(), case.submissions.len()), (Stage::Sent, 0));
        world.views_follow_from_the_events().await;
    }
}

#[tokio::test]
async fn q6_a_contact_says_who_helped_for_whom_and_what_was_done() {
    let world = World::sent().await;
    world.until("2022-11-28").await;
    world.delegate(CASE, "staff-2").await;
    let help = |acts: &[HelpAct], result: HelpResult| RecordHelpRequest {
        acts: acts.iter().map(|act| (*act).into()).collect(),
        result: result.into(),
        ..world.help(CASE, "2022-11-28")
    };
    let unreached = help(&[HelpAct::Explained], HelpResult::NotReached);
    assert_eq!(fields(&world.service.record_help(delegate(unreached)).await.unwrap_err()), ["acts"]);
    let twice = help(&[HelpAct::Explained, HelpAct::Unspecified, HelpAct::Explained], HelpResult::Helped);
    assert_eq!(fields(&world.service.record_help(delegate(twice)).await.unwrap_err()), ["acts[1]", "acts[2]"]);
    let given = help(&[HelpAct::WroteDown, HelpAct::Explained], HelpResult::Helped);
    world.service.record_help(delegate(given)).await.unwrap();
    world.service.record_help(coordinator(help(&[], HelpResult::NotReached))).await.unwrap();
    let help = world.case(CASE, coordinator).await.unwrap().help.unwrap();
    let told = |contact: &HelpContact| {
        let role = contact.helper.as_ref().unwrap().role();
        (role, contact.delegated_by.clone(), contact.acts().collect::<Vec<_>>())
    };
    let by_delegate = (HelperRole::Delegate, "coordinator-1".to_owned(), vec![HelpAct::Explained, HelpAct::WroteDown]);
    let by_coordinator = (HelperRole::Coordinator, String::new(), vec![]);
    assert_eq!(help.contacts.iter().map(told).collect::<Vec<_>>(), [by_delegate, by_coordinator]);
    let delegations = help.delegations.iter().map(|it| (it.delegate.as_str(), it.coordinator.as_str()));
    assert_eq!(delegations.collect::<Vec<_>>(), [("staff-2", "coordinator-1")]);
}

#[tokio::test]
async fn q9_the_reading_is_advice_for_physician_and_coordinator_and_agrees_with_the_profile() {
    let world = World::sent().await;
    assert_eq!(world.case(CASE, physician).await.unwrap().advisory_reading, None);
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
    let case = world.case(CASE, physician).await.unwrap();
    let reading = case.advisory_reading.unwrap();
    assert_eq!(world.case(CASE, coordinator).await.unwrap().advisory_reading.as_ref(), Some(&reading));
    assert_eq!(world.case(CASE, insured).await.unwrap().advisory_reading, None);

    let profile = case.submissions[0].profile.clone().unwrap();
    let hindering: Vec<_> = reading.themes.iter().flat_map(|theme| &theme.hindering).collect();
    let counted: u32 = reading.themes.iter().map(|theme| theme.counts.as_ref().unwrap().hindering).sum();
    let expected = profile.personal.unwrap().hindering + profile.environmental.unwrap().hindering;
    assert_eq!((counted, hindering.len()), (expected, usize::try_from(expected).unwrap()));
    assert!(expected > 0 && hindering.iter().all(|factor| !factor.question.as_ref().unwrap().nl.is_empty()));
    let themes: Vec<_> = reading.themes.iter().map(|theme| theme.section_code.as_str()).collect();
    assert_eq!(themes, ["me_and_my_work", "daily_life", "workplace", "surroundings", "outlook"]);
    assert!(reading.explanation.unwrap().en.contains("no category"));
}
