//! Route A: the mutuality takes the first step (Circular 2022/383, part III, 3.1).

use acceptance::acts::fates;
use acceptance::answers::{complete, definition};
use acceptance::people::request_id;
use acceptance::{Engine, Role, day, on_both_engines};
use chrono::NaiveDate;
use trajet_contracts::assessment::v1::{Category, QuestionnaireStatus};
use trajet_contracts::feed::v1::ListRequest;
use trajet_contracts::questionnaire::v1::{HelpResult, RecordHelpRequest, Stage};
use trajet_contracts::r#type::v1::{Actor, ContactChannel, DeadlineOutcome};

use crate::platform::{Platform, expected, records, start};

on_both_engines!(
    category_4_is_referred_after_every_step_day_by_day,
    a_late_row_stays_until_its_step_is_done,
    m10_category_2_is_not_referred,
);

/// A step stands so on the lists from one day to another, both included.
type Span = (&'static str, &'static str, &'static str, &'static str);

/// What stands on the lists on a day.
fn standing_on(spans: &[Span], today: NaiveDate) -> Vec<(String, String)> {
    let mut steps: Vec<_> = spans
        .iter()
        .filter(|(_, _, first, last)| (day(first)..=day(last)).contains(&today))
        .map(|(step, standing, _, _)| ((*step).to_owned(), (*standing).to_owned()))
        .collect();
    steps.sort();
    steps
}

async fn category_4_is_referred_after_every_step_day_by_day(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    let work: [Span; 7] = [
        ("questionnaire_send", "soon", "2022-11-03", "2022-11-09"),
        ("questionnaire_return", "soon", "2022-11-16", "2022-11-22"),
        ("questionnaire_return", "due", "2022-11-23", "2022-11-24"),
        ("questionnaire_return", "late", "2022-11-25", "2022-11-30"),
        ("questionnaire_help", "due", "2022-11-25", "2022-11-28"),
        ("first_estimate", "soon", "2022-11-24", "2022-11-30"),
        ("first_estimate", "due", "2022-12-01", "2022-12-12"),
    ];
    for today in start().iter_days().take_while(|today| *today <= day("2023-01-05")) {
        assert_eq!(platform.work_on(today).await, standing_on(&work, today), "{today}");
        match today.to_string().as_str() {
            "2022-11-10" => assert_sent(&platform, &case_id).await,
            "2022-11-25" => assert_lists_by_actor(&platform).await,
            "2022-11-28" => {
                let request = RecordHelpRequest {
                    request_id: request_id(),
                    case_id: case_id.clone(),
                    channel: ContactChannel::Telephone.into(),
                    held_on: acceptance::day::wire(today),
                    result: HelpResult::Helped.into(),
                    ..Default::default()
                };
                platform.coordinator.questionnaire().record_help(request).await.unwrap();
            }
            "2022-11-30" => {
                let answers = complete(&definition(&platform.coordinator).await, "Verkoopster");
                platform.coordinator.submit(&case_id, answers).await;
            }
            "2022-12-12" => {
                platform.physician.estimate(&case_id, Category::FourReturnWithActions).await;
            }
            _ => {}
        }
    }
    assert_referred(&platform, &case_id).await;
    assert_recorded(&platform, &case_id).await;
}

async fn assert_sent(platform: &Platform, case_id: &str) {
    let case = platform.coordinator.questionnaire_case(case_id).await;
    assert_eq!(case.stage(), Stage::Sent);
    let heard = platform.physician.case(case_id).await.questionnaire.unwrap();
    assert_eq!(heard.status(), QuestionnaireStatus::Sent);
    assert_eq!(acceptance::day::read(heard.effective_on), Some(day("2022-11-10")));
}

/// Each role can ask for what it must do itself.
async fn assert_lists_by_actor(platform: &Platform) {
    for (actor, steps) in [
        (Actor::Physician, vec![]),
        (Actor::Coordinator, vec!["questionnaire_help"]),
        (Actor::InsuredPerson, vec!["questionnaire_return"]),
    ] {
        let request =
            trajet_contracts::questionnaire::v1::ListWorkRequest { actors: vec![actor.into()], ..Default::default() };
        let rows = platform.coordinator.questionnaire().list_work(request).await.unwrap().into_inner().rows;
        let shown: Vec<_> = acceptance::acts::standings(&rows).into_keys().collect();
        assert_eq!(shown, steps, "{actor:?}");
    }
}

async fn assert_referred(platform: &Platform, case_id: &str) {
    let case = platform.physician.case(case_id).await;
    let referral = case.referral.unwrap();
    assert_eq!(acceptance::day::read(referral.referred_on), Some(day("2022-12-12")));
    let basis = referral.basis.unwrap();
    assert_eq!(basis.rule, "M10");
    assert!(basis.citation.contains("step 6"), "{basis:?}");
    let estimate = fates(&case.deadlines)["first_estimate"];
    assert_eq!(estimate, (Some(day("2022-12-31")), None, DeadlineOutcome::Met, Some(day("2022-12-12"))));

    let form = platform.physician.questionnaire_case(case_id).await;
    let fates = fates(&form.deadlines);
    let (met, back, helped) = (DeadlineOutcome::Met, day("2022-11-30"), day("2022-11-28"));
    assert_eq!(fates["questionnaire_send"], (Some(day("2022-11-10")), None, met, Some(day("2022-11-10"))));
    assert_eq!(fates["questionnaire_return"], (Some(day("2022-11-24")), Some(day("2022-11-25")), met, Some(back)));
    assert_eq!(fates["questionnaire_help"], (None, None, met, Some(helped)));
    assert_eq!(told(platform).await.last().unwrap(), "trajet.assessment.v1.PersonReferred");
}

/// The kinds of all facts on the feed of medical assessment.
async fn told(platform: &Platform) -> Vec<String> {
    let request = ListRequest { ledger: "assessment/300".to_owned(), ..Default::default() };
    let answer = platform.server.client(Role::Service).feed().list(request).await.unwrap().into_inner();
    answer.batch.unwrap().events.into_iter().map(|event| event.kind).collect()
}

async fn assert_recorded(platform: &Platform, case_id: &str) {
    let recorded = records(&platform.physician.assessment_history(case_id).await);
    let physician = "physician:physician";
    let heard = "system:questionnaire/300";
    assert_eq!(
        recorded,
        expected(&[
            ("incapacity_declared", "2022-09-01", "M1", physician),
            ("incapacity_recognised", "2022-09-01", "M1", physician),
            ("deadline_planned", "2022-09-01", "M3", physician),
            ("questionnaire_noted", "2022-11-10", "Q1", heard),
            ("questionnaire_noted", "2022-11-25", "Q6", heard),
            ("questionnaire_noted", "2022-11-30", "Q5", heard),
            ("first_estimate_made", "2022-12-12", "M3", physician),
            ("deadline_met", "2022-12-12", "M3", physician),
            ("person_referred", "2022-12-12", "M10", physician),
        ])
    );
    let recorded = records(&platform.physician.questionnaire_history(case_id).await);
    let (told, timer, coordinator) = ("system:assessment/300", "system:timer", "coordinator:coordinator");
    assert_eq!(
        recorded,
        expected(&[
            ("case_opened", "2022-09-01", "M1", told),
            ("deadline_planned", "2022-09-01", "Q1", told),
            ("questionnaire_sent", "2022-11-10", "Q1", timer),
            ("deadline_met", "2022-11-10", "Q1", timer),
            ("deadline_planned", "2022-11-10", "Q5", timer),
            ("deadline_missed", "2022-11-25", "Q5", timer),
            ("help_asked", "2022-11-25", "Q6", timer),
            ("deadline_planned", "2022-11-25", "Q6", timer),
            ("help_given", "2022-11-28", "Q6", coordinator),
            ("deadline_met", "2022-11-28", "Q6", coordinator),
            ("answer_returned", "2022-11-30", "Q5", coordinator),
            ("deadline_met", "2022-11-30", "Q5", coordinator),
        ])
    );
}

async fn a_late_row_stays_until_its_step_is_done(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    let late = |step: &str| (step.to_owned(), "late".to_owned());
    let help = ("questionnaire_help".to_owned(), "due".to_owned());
    for today in ["2023-01-01", "2023-02-15", "2023-06-30"] {
        // Nobody is late by a target of the platform, however long it is past.
        let expected = [late("first_estimate"), help.clone(), late("questionnaire_return")];
        assert_eq!(platform.work_on(day(today)).await, expected, "{today}");
    }
    platform.physician.estimate(&case_id, Category::FourReturnWithActions).await;
    assert_eq!(platform.work_on(day("2023-06-30")).await, [help, late("questionnaire_return")]);
    let answers = complete(&definition(&platform.coordinator).await, "-");
    platform.coordinator.submit(&case_id, answers).await;
    assert_eq!(platform.work_on(day("2023-06-30")).await, []);

    let estimate = fates(&platform.physician.case(&case_id).await.deadlines)["first_estimate"];
    let (missed, met) = (Some(day("2023-01-01")), DeadlineOutcome::Met);
    assert_eq!(estimate, (Some(day("2022-12-31")), missed, met, Some(day("2023-06-30"))));
}

async fn m10_category_2_is_not_referred(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    platform.server.advance(day("2022-12-31")).await;
    platform.physician.estimate(&case_id, Category::TwoNoReturn).await;
    let case = platform.physician.case(&case_id).await;
    assert_eq!((case.first_estimate.unwrap().category(), case.referral), (Category::TwoNoReturn, None));
    assert_eq!(
        told(&platform).await,
        ["trajet.assessment.v1.IncapacityRecognised", "trajet.assessment.v1.FirstEstimateMade"]
    );
}
