//! The help with a questionnaire that is not back (rules Q6 and Q10).

use acceptance::acts::fates;
use acceptance::answers::{complete, definition, incomplete};
use acceptance::failed::fields;
use acceptance::people::request_id;
use acceptance::{Client, Engine, Role, day, on_both_engines};
use tonic::Status;
use trajet_contracts::assessment::v1::QuestionnaireStatus;
use trajet_contracts::questionnaire::v1::{DelegateHelpRequest, HelpResult, HelperRole, RecordHelpRequest, Stage};
use trajet_contracts::r#type::v1::{ContactChannel, DeadlineOutcome};

use crate::platform::{Platform, start};

on_both_engines!(
    q6_the_help_is_delegated_and_ends_when_the_person_is_reached,
    q10_an_incomplete_return_counts_as_not_returned,
);

async fn overdue(engine: Engine) -> (Platform, String) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    platform.server.advance(day("2022-11-25")).await;
    (platform, case_id)
}

async fn contact(client: &Client, case_id: &str, on: &str, result: HelpResult) -> Result<(), Status> {
    let request = RecordHelpRequest {
        request_id: request_id(),
        case_id: case_id.to_owned(),
        channel: ContactChannel::Email.into(),
        held_on: acceptance::day::wire(day(on)),
        result: result.into(),
        ..Default::default()
    };
    client.questionnaire().record_help(request).await.map(|_| ())
}

async fn q6_the_help_is_delegated_and_ends_when_the_person_is_reached(engine: Engine) {
    let (platform, case_id) = overdue(engine).await;
    let request = DelegateHelpRequest {
        request_id: request_id(),
        case_id: case_id.clone(),
        delegate: "staff-7".to_owned(),
        ..Default::default()
    };
    platform.coordinator.questionnaire().delegate_help(request).await.unwrap();
    let staff = platform.server.client_as(Role::Delegate, "staff-7", "300");
    let status = contact(&staff, &case_id, "2022-11-24", HelpResult::Helped).await.unwrap_err();
    assert_eq!(fields(&status)["held_on"], "is not a day from 2022-11-25 to 2022-11-25");

    platform.server.advance(day("2022-11-29")).await;
    contact(&staff, &case_id, "2022-11-28", HelpResult::NotReached).await.unwrap();
    let open = fates(&platform.coordinator.questionnaire_case(&case_id).await.deadlines);
    assert_eq!(open["questionnaire_help"].2, DeadlineOutcome::Open, "the person is still to be contacted");
    contact(&staff, &case_id, "2022-11-29", HelpResult::WillReturn).await.unwrap();

    platform.server.advance(day("2022-12-20")).await;
    let answers = complete(&definition(&staff).await, "Magazijnier");
    staff.submit(&case_id, answers).await;
    let case = platform.coordinator.questionnaire_case(&case_id).await;
    assert_eq!(case.stage(), Stage::Returned);
    let help = case.help.unwrap();
    assert_eq!((help.delegate.as_str(), help.contacts.len()), ("staff-7", 2));
    assert_eq!(help.contacts[0].helper.as_ref().unwrap().role(), HelperRole::Delegate);
    let closed = fates(&case.deadlines);
    let met = |on| (DeadlineOutcome::Met, Some(day(on)));
    assert_eq!((closed["questionnaire_help"].2, closed["questionnaire_help"].3), met("2022-11-29"));
    let returned = closed["questionnaire_return"];
    assert_eq!((returned.1, (returned.2, returned.3)), (Some(day("2022-11-25")), met("2022-12-20")));
    platform.server.settle().await;
    let heard = platform.physician.case(&case_id).await.questionnaire.unwrap();
    assert_eq!(heard.status(), QuestionnaireStatus::Completed);
}

async fn q10_an_incomplete_return_counts_as_not_returned(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    platform.server.advance(day("2022-11-20")).await;
    let portal = platform.server.client_as(Role::InsuredPerson, &case_id, "300");
    let questions = definition(&portal).await;
    portal.submit(&case_id, incomplete(&questions, "Onthaal")).await;
    let case = platform.coordinator.questionnaire_case(&case_id).await;
    assert_eq!((case.stage(), case.incomplete_on.len(), case.submissions.len()), (Stage::Sent, 1, 0));
    assert!(case.draft.is_some(), "what was filled in is not lost");

    platform.server.advance(day("2022-11-25")).await;
    let heard = platform.physician.case(&case_id).await.questionnaire.unwrap();
    assert_eq!(heard.status(), QuestionnaireStatus::NotReturned);
    portal.submit(&case_id, complete(&questions, "Onthaal")).await;
    let case = platform.coordinator.questionnaire_case(&case_id).await;
    assert_eq!(case.stage(), Stage::Returned);
    let submission = &case.submissions[0];
    assert!(submission.helper.is_none() && submission.profile.as_ref().unwrap().factors.len() > 10);
}
