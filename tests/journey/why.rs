//! Why a case is as it is, over the services and as it is printed.

use acceptance::installation::{finished, program};
use acceptance::people::request_id;
use acceptance::{Engine, day, on_both_engines};
use serde_json::Value;
use trajet_contracts::assessment::v1::{Category, CorrectStartRequest, StartReason};
use trajet_contracts::dossier::v1::OpenRouteBRequest;
use trajet_contracts::r#type::v1::ConcurrentTrackKind;

use crate::platform::{Platform, start};

on_both_engines!(
    t9_m10_d4_a_case_by_route_a_says_why_before_and_after_a_correction,
    q4_d6_a_waiver_and_route_b_say_why,
);

async fn explain(platform: &Platform, case_id: &str, options: &[&str]) -> String {
    let mut command = program();
    command.args(["case", "explain", case_id, "--server", &platform.server.url()]).arg("--data").arg(platform.data());
    command.args(options);
    let output = finished(command).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

async fn explained(platform: &Platform, case_id: &str, options: &[&str]) -> Vec<Value> {
    let options: Vec<_> = options.iter().copied().chain(["--json"]).collect();
    let page: Value = serde_json::from_str(&explain(platform, case_id, &options).await).unwrap();
    page.as_array().unwrap().clone()
}

/// The facts of an explanation: kind, day, and the event and the role that recorded it.
fn facts(one: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let fact = |fact: &Value| {
        let recorded = &fact["recorded"];
        [&fact["kind"], &fact["on"], &recorded["kind"], &recorded["role"]].map(text).join(" ")
    };
    one["facts"].as_array().unwrap().iter().map(fact).collect()
}

async fn t9_m10_d4_a_case_by_route_a_says_why_before_and_after_a_correction(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    platform.server.advance(day("2022-12-05")).await;
    platform.physician.estimate(&case_id, Category::FourReturnWithActions).await;
    platform.server.settle().await;

    let printed = explain(&platform, &case_id, &["--step", "questionnaire_send"]).await;
    for line in [
        "questionnaire: questionnaire_send due 2022-11-10: counted from first day of 2022-09-01, with \
         questionnaire.send_after_days 70 (Q1).",
        "  rule Q1: Circular 2022/383, part III, 3.1, step 2; INAMI's statistics of questionnaires sent",
    ] {
        assert!(printed.lines().any(|told| told == line), "{line} in {printed}");
    }
    assert!(
        printed.contains("\n  figure questionnaire.send_after_days@2022-01-01 is 70, valid from 2022-01-01: Law of")
    );
    assert!(printed.contains("\n  fact first_day 2022-09-01, recorded on 2022-09-01 by assessment as case_opened"));

    let told = explained(&platform, &case_id, &[]).await;
    let referral = told.iter().find(|one| one["subject"] == "referral").unwrap();
    assert_eq!((&referral["rule"], &referral["service"]), (&"M10".into(), &"assessment".into()));
    assert_eq!(facts(referral), ["estimate 2022-12-05 first_estimate_made physician"]);
    assert!(told.iter().all(|one| one["counted_again"] != false), "{told:?}");

    let correction = CorrectStartRequest {
        request_id: request_id(),
        case_id: case_id.clone(),
        incapacity_start: acceptance::day::wire(day("2022-08-15")),
        activity_ceased_on: acceptance::day::wire(day("2022-08-15")),
        decided_on: acceptance::day::wire(day("2022-12-05")),
        reason: StartReason::EnteredWrongly.into(),
        ..Default::default()
    };
    platform.physician.assessment().correct_start(correction).await.unwrap();
    platform.server.settle().await;
    let [before, after] = &explained(&platform, &case_id, &["--step", "first_contact_category_4"]).await[..] else {
        panic!("a contact that was planned, and planned again")
    };
    let referred = "referral 2022-12-05 person_referred assessment";
    assert_eq!(facts(before), ["first_day 2022-09-01 case_opened assessment", referred]);
    let corrected = "start_corrected assessment";
    let moved = [
        format!("first_day 2022-08-15 {corrected}"),
        referred.to_owned(),
        format!("first_day_corrected 2022-12-05 {corrected}"),
    ];
    assert_eq!(facts(after), moved);
    assert_eq!((&before["days"], &after["rule"]), (&after["before"], &"T9".into()));
    assert_eq!((&after["before"]["due"], &after["days"]["due"]), (&"2023-02-28".into(), &"2023-02-14".into()));

    // By what was known on the day before, nobody was referred.
    let known = explained(&platform, &case_id, &["--known-at", "2022-12-04T20:00:00+01:00"]).await;
    assert!(!known.is_empty() && known.iter().all(|one| one["subject"] == "deadline"), "{known:?}");
}

async fn q4_d6_a_waiver_and_route_b_say_why(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    platform.server.advance(day("2022-10-03")).await;
    let work = ConcurrentTrackKind::AuthorisedWork;
    platform.physician.start_track(&case_id, work, day("2022-10-03")).await;
    platform.server.settle().await;
    platform.server.advance(day("2022-11-10")).await;
    platform.server.settle().await;
    let told = explained(&platform, &case_id, &["--step", "questionnaire_send"]).await;
    let waiver = told.iter().find(|one| one["subject"] == "waiver").unwrap();
    assert_eq!((&waiver["rule"], &waiver["on"]), (&"Q4.b".into(), &"2022-11-10".into()));
    assert_eq!(facts(waiver), ["work_begun 2022-10-03 track_started assessment"]);

    let request = OpenRouteBRequest {
        request_id: request_id(),
        case_id: case_id.clone(),
        received_on: acceptance::day::wire(day("2022-11-10")),
        ..Default::default()
    };
    platform.coordinator.dossier().open_route_b(request).await.unwrap();
    platform.server.settle().await;
    let told = explained(&platform, &case_id, &["--step", "route_b_appointment"]).await;
    let [appointment] = &told[..] else { panic!("{told:?}") };
    assert_eq!(facts(appointment), ["trajectory_requested 2022-11-10 trajectory_requested coordinator"]);
    assert_eq!((&appointment["days"]["target"], &appointment["service"]), (&"2022-11-24".into(), &"dossier".into()));
    assert!(explained(&platform, &case_id, &["--step", "ami_plan"]).await.is_empty());
}
