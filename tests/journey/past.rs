//! A case as it was, over the services and as it is printed.

use acceptance::acts::on_this_day;
use acceptance::installation::{finished, program};
use acceptance::{Engine, Server, day, on_both_engines};
use chrono::NaiveDate;
use trajet_contracts::assessment::v1::Category;
use trajet_contracts::r#type::v1::ConcurrentTrackKind;

use crate::platform::{Platform, start};

on_both_engines!(t6_a_case_as_it_was_on_a_day_is_what_was_read_on_it, a_case_as_it_was_is_printed);

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

async fn show(server: &Server, platform: &Platform, case_id: &str, options: &[&str]) -> String {
    let mut command = program();
    command.args(["case", "show", case_id, "--server", &server.url()]).arg("--data").arg(platform.data());
    let output = finished({
        command.args(options);
        command
    })
    .await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

async fn a_case_as_it_was_is_printed(engine: Engine) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    for today in DAYS.map(day) {
        live(&platform, &case_id, today).await;
    }
    let show = async |options: &[&str]| show(&platform.server, &platform, &case_id, options).await;
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
