//! The tracks that run beside a case and take duties away (rules Q4 and M4). The third, a trajectory of route B, is
//! decided and not recorded: the worked cases play it.

use acceptance::acts::fates;
use acceptance::{Engine, day, on_both_engines};
use trajet_contracts::assessment::v1::Category;
use trajet_contracts::questionnaire::v1::WaiverGround;
use trajet_contracts::r#type::v1::{ConcurrentTrackKind, Deadline, DeadlineOutcome};

use crate::platform::{Platform, start};

on_both_engines!(
    q4_m4_a_concurrent_track_takes_sending_and_estimate_away,
    m4_a_track_that_ends_in_time_opens_the_estimate_again,
    q4_a_track_that_begins_after_the_sending_changes_nothing_there,
);

fn waived_because(deadlines: &[Deadline], step: &str) -> String {
    let deadline = deadlines.iter().find(|deadline| acceptance::acts::step(deadline) == step).unwrap();
    deadline.waived_because.as_ref().unwrap().rule.clone()
}

async fn q4_m4_a_concurrent_track_takes_sending_and_estimate_away(engine: Engine) {
    let platform = Platform::new(engine).await;
    let kinds = [
        (1, 'a', ConcurrentTrackKind::CodexRequested, WaiverGround::CodexRequested),
        (2, 'b', ConcurrentTrackKind::AuthorisedWork, WaiverGround::AuthorisedWork),
    ];
    let mut cases = Vec::new();
    for (number, ..) in kinds {
        cases.push(platform.physician.declare_and_recognise(number, start()).await.case_id);
    }
    platform.server.advance(day("2022-10-20")).await;
    for ((_, _, kind, _), case_id) in kinds.iter().zip(&cases) {
        platform.physician.start_track(case_id, *kind, day("2022-10-18")).await;
    }
    assert_eq!(platform.work_on(day("2023-01-02")).await, [], "nothing is to be done, and nothing is late");

    for ((_, point, _, ground), case_id) in kinds.iter().zip(&cases) {
        let form = platform.physician.questionnaire_case(case_id).await;
        let send = fates(&form.deadlines)["questionnaire_send"];
        assert_eq!((send.1, send.2, send.3), (None, DeadlineOutcome::Waived, Some(day("2022-11-10"))));
        assert_eq!(waived_because(&form.deadlines, "questionnaire_send"), format!("Q4.{point}"));
        assert_eq!(form.waiver.unwrap().ground(), *ground);
        assert_eq!((form.sending, form.notice), (None, None));

        let case = platform.physician.case(case_id).await;
        let estimate = fates(&case.deadlines)["first_estimate"];
        assert_eq!((estimate.1, estimate.2, estimate.3), (None, DeadlineOutcome::Waived, Some(day("2022-10-18"))));
        assert_eq!(waived_because(&case.deadlines, "first_estimate"), format!("M4.{point}"));
    }
}

async fn m4_a_track_that_ends_in_time_opens_the_estimate_again(engine: Engine) {
    let platform = Platform::new(engine).await;
    let kind = ConcurrentTrackKind::AuthorisedWork;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    platform.server.advance(day("2022-11-20")).await;
    platform.physician.start_track(&case_id, kind, day("2022-11-20")).await;
    platform.server.advance(day("2022-12-10")).await;
    platform.physician.end_track(&case_id, kind, day("2022-12-10")).await;
    let reopened = fates(&platform.physician.case(&case_id).await.deadlines)["first_estimate"];
    assert_eq!(reopened, (Some(day("2022-12-31")), None, DeadlineOutcome::Open, None));

    platform.server.advance(day("2022-12-11")).await;
    platform.physician.estimate(&case_id, Category::OneSpontaneousReturn).await;
    let met = fates(&platform.physician.case(&case_id).await.deadlines)["first_estimate"];
    assert_eq!((met.2, met.3), (DeadlineOutcome::Met, Some(day("2022-12-11"))));
}

async fn q4_a_track_that_begins_after_the_sending_changes_nothing_there(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    platform.server.advance(day("2022-11-12")).await;
    platform.physician.start_track(&case_id, ConcurrentTrackKind::CodexRequested, day("2022-11-11")).await;
    platform.server.advance(day("2022-11-25")).await;
    let form = platform.physician.questionnaire_case(&case_id).await;
    let fates = fates(&form.deadlines);
    assert_eq!(fates["questionnaire_send"].2, DeadlineOutcome::Met);
    assert_eq!(fates["questionnaire_return"].1, Some(day("2022-11-25")));
    assert!(form.help.is_some());
}
