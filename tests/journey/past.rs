//! A case as it was, over the services and as it is printed.

use std::process::Output;

use acceptance::acts::on_this_day;
use acceptance::day::wire;
use acceptance::installation::{finished, program};
use acceptance::people::{niss, request_id};
use acceptance::{Engine, Role, day, on_both_engines};
use chrono::NaiveDate;
use trajet_contracts::assessment::v1::Category;
use trajet_contracts::exchange::v1::codex_fact::Fact;
use trajet_contracts::exchange::v1::{
    CodexFact, CodexPlanSigned, Partner, PartnerKind, RegisterPartnerRequest, ReportCodexFactRequest,
    WorkResumedUnderPlan,
};
use trajet_contracts::r#type::v1::ConcurrentTrackKind;

use crate::platform::{Platform, start};

on_both_engines!(
    t6_a_case_as_it_was_on_a_day_is_what_was_read_on_it,
    a_case_as_it_was_is_printed,
    d21_d23_a_presumption_as_it_was_known_is_printed,
);

const KIND: ConcurrentTrackKind = ConcurrentTrackKind::AuthorisedWork;

/// What happens on some days of a case, none of it entered late.
async fn live(platform: &Platform, case_id: &str, today: NaiveDate) {
    platform.server.advance(today).await;
    match today.to_string().as_str() {
        "2022-11-25" => drop(platform.physician.start_track(case_id, KIND, today).await),
        "2022-11-28" => drop(platform.physician.end_track(case_id, KIND, day("2022-11-27")).await),
        "2022-12-10" => drop(platform.physician.estimate(case_id, Category::FourReturnWithActions).await),
        _ => return,
    }
    platform.server.settle().await;
}

const DAYS: [&str; 8] =
    ["2022-09-10", "2022-11-09", "2022-11-10", "2022-11-24", "2022-11-25", "2022-11-28", "2022-12-10", "2023-02-01"];

async fn t6_a_case_as_it_was_on_a_day_is_what_was_read_on_it(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    let mut read = Vec::new();
    for today in DAYS.map(day) {
        live(&platform, &case_id, today).await;
        read.push((today, on_this_day(&platform.physician, &case_id, None).await));
    }
    for (today, then) in read {
        assert_eq!(on_this_day(&platform.physician, &case_id, Some(today)).await, then, "{today}");
    }
}

/// What a command of one case prints.
async fn printed(platform: &Platform, command: &str, case_id: &str, options: &[&str]) -> Output {
    let mut program = program();
    program.args(["case", command, case_id, "--server", &platform.server.url()]).arg("--data").arg(platform.data());
    program.args(options);
    finished(program).await
}

fn text(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

async fn a_case_as_it_was_is_printed(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    for today in DAYS.map(day) {
        live(&platform, &case_id, today).await;
    }
    let show = async |options: &[&str]| text(printed(&platform, "show", &case_id, options).await);
    let now = show(&[]).await;
    assert!(now.starts_with(&format!("case {case_id}: all that is known, recorded up to now\n")), "{now}");
    assert!(now.contains("\ndossier first_contact_category_4, due 2023-02-28, open, due\n"), "{now}");
    let then = show(&["--as-of", "2022-11-26"]).await;
    assert!(then.starts_with(&format!("case {case_id}: as of 2022-11-26, recorded up to now\n")), "{then}");
    for line in [
        "assessment authorised_work from 2022-11-25",
        "questionnaire overdue",
        "dossier known",
        "assessment first_estimate, due 2022-12-31, waived on 2022-11-25 because of M4.b",
        "questionnaire questionnaire_return, due 2022-11-24, missed on 2022-11-25, open, late",
        "questionnaire questionnaire_help, target 2022-12-09, open, due",
    ] {
        assert!(then.lines().any(|told| told == line), "{line} in {then}");
    }
    // On the evening of the 24th nobody knew that the questionnaire would not come back.
    let known = show(&["--known-at", "2022-11-24T20:00:00+01:00", "--as-of", "2022-12-20", "--json"]).await;
    let known: serde_json::Value = serde_json::from_str(&known).unwrap();
    assert_eq!((&known["as_of"], &known["known_at"]), (&"2022-12-20".into(), &"2022-11-24T19:00:00Z".into()));
    let deadlines = known["deadlines"].as_array().unwrap();
    let one = |step: &str| deadlines.iter().find(|deadline| deadline["step"] == step).unwrap();
    assert_eq!(
        (&one("questionnaire_return")["standing"], &one("first_estimate")["standing"]),
        (&"late".into(), &"due".into())
    );
    assert_eq!(one("questionnaire_return")["missed_on"], serde_json::Value::Null);
    assert!(deadlines.iter().all(|deadline| deadline["step"] != "questionnaire_help"));
}

/// An occupational physician tells of a trajectory of the first person.
async fn told_of_codex(platform: &Platform, fact: Fact) {
    let fact = Some(CodexFact { fact: Some(fact), ..CodexFact::default() });
    let report = ReportCodexFactRequest { request_id: request_id(), niss: niss(1), fact };
    platform.server.client(Role::PartnerAgent).exchange().report_codex_fact(report).await.unwrap();
    platform.server.settle().await;
}

async fn d21_d23_a_presumption_as_it_was_known_is_printed(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    let partner = Partner {
        partner_number: "0411724220".to_owned(),
        kind: PartnerKind::OccupationalHealthService.into(),
        name: "Prevention".to_owned(),
        valid_from: wire(start()),
        valid_to: None,
    };
    let register = RegisterPartnerRequest { request_id: request_id(), partner: Some(partner), etag: String::new() };
    platform.server.client(Role::Operator).exchange().register_partner(register).await.unwrap();
    platform.server.advance(day("2022-10-03")).await;
    told_of_codex(&platform, Fact::PlanSigned(CodexPlanSigned { signed_on: wire(day("2022-10-03")) })).await;
    // Told eight days after work was resumed.
    platform.server.advance(day("2022-10-19")).await;
    told_of_codex(&platform, Fact::WorkResumed(WorkResumedUnderPlan { resumed_on: wire(day("2022-10-11")) })).await;

    let known = async |options: &[&str]| {
        let options = [&["--on", "2022-10-15"], options].concat();
        printed(&platform, "presumption", &case_id, &options).await
    };
    let now = text(known(&[]).await);
    assert!(now.starts_with("2022-10-15: incapacity is not presumed\nanother day: presumption 1 (codex) "), "{now}");
    assert!(now.contains(" to 2022-10-10 (D21.a"), "{now}");
    let then = text(known(&["--known-at", "2022-10-18T20:00:00+02:00"]).await);
    let told =
        "2022-10-15: incapacity is presumed, by what was recorded up to 2022-10-18T18:00:00Z\npresumption 1 (codex) ";
    assert!(then.starts_with(told) && then.contains(" to 2023-04-02 (D21.b"), "{then}");
    let before = known(&["--known-at", "2022-08-31T20:00:00+02:00"]).await;
    assert!(!before.status.success(), "no such case was known then");
}
