//! What `trajet report` prints: the same to the byte from the same ledgers, whatever happened in between.

use acceptance::acts::{done, estimate};
use acceptance::installation::{finished, program};
use acceptance::people::niss;
use acceptance::{Engine, Installation, Role, Server, day, on_both_engines};
use trajet_contracts::assessment::v1::{Category, RecordFirstEstimateRequest};
use trajet_contracts::date::to_proto;

on_both_engines!(r1_the_same_places_give_the_same_bytes, r6_a_referral_that_is_entered_late_counts_in_its_own_month);

async fn report(installation: &Installation, server: &Server, options: &[&str]) -> (bool, String) {
    let mut command = program();
    command.arg("report").args(options).args(["--server", &server.url()]).arg("--data").arg(installation.data());
    let output = finished(command).await;
    let told = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(told).unwrap())
}

/// A case of who was estimated to be in category 4 on a day, whenever that is entered.
async fn referred(server: &Server, number: u32, estimated_on: &str) {
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(number, day("2022-09-01")).await.case_id;
    let request = RecordFirstEstimateRequest {
        estimated_on: Some(to_proto(day(estimated_on))),
        ..estimate(&case_id, Category::FourReturnWithActions)
    };
    done(physician.assessment().record_first_estimate(request).await);
    server.settle().await;
}

/// The places that a report names, as options.
fn places(report: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(report).unwrap();
    let ledgers = report["ledgers"].as_array().unwrap();
    ledgers.iter().flat_map(|ledger| ["--up-to".to_owned(), ledger["up_to"].as_str().unwrap().to_owned()]).collect()
}

async fn r1_the_same_places_give_the_same_bytes(engine: Engine) {
    const REPORTS: [&[&str]; 4] = [
        &["yearly", "--year", "2022"],
        &["indicators", "--year", "2022"],
        &["indicators", "--year", "2022", "--exact"],
        &["barometer", "--month", "2022-12", "--exact"],
    ];
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-12-12"]).await;
    for number in 1..=3 {
        referred(&server, number, "2022-12-12").await;
    }
    let (answered, told) = report(&installation, &server, REPORTS[0]).await;
    assert!(!answered && told.contains("year is not over"), "{told}");
    server.advance(day("2023-01-09")).await;

    let mut first = Vec::new();
    for options in REPORTS {
        let (answered, told) = report(&installation, &server, options).await;
        assert!(answered, "{told}");
        assert_eq!(report(&installation, &server, options).await.1, told, "twice the same");
        first.push(told);
    }
    assert_eq!(first[0].matches("\"referred\"").count(), 3, "{}", first[0]);
    for secret in ["Testeling", "An Lea", &niss(1), &niss(3), "case_id"] {
        assert!(!first.concat().contains(secret), "{secret}");
    }

    // More happens, of December too, and the process begins anew on another day.
    referred(&server, 4, "2022-12-20").await;
    server.advance(day("2023-03-01")).await;
    assert_eq!(server.stop().await.code, Some(0));
    let server = installation.serve(&["--simulated-clock", "--start", "2023-03-02"]).await;
    server.settle().await;
    let now = report(&installation, &server, REPORTS[0]).await.1;
    assert_eq!(now.matches("\"referred\"").count(), 4, "{now}");
    for (options, first) in REPORTS.iter().zip(&first) {
        let places = places(first);
        let options: Vec<_> = options.iter().copied().chain(places.iter().map(String::as_str)).collect();
        let (answered, told) = report(&installation, &server, &options).await;
        if first.contains("\"rounded_to\": 5") {
            assert!(!answered && told.contains("is for whom figures are not rounded"), "{told}");
        } else {
            assert_eq!((answered, told), (true, first.clone()));
        }
    }
    let places = places(&first[0]);
    let half = [REPORTS[0], &["--up-to", &places[1]]].concat();
    let (answered, told) = report(&installation, &server, &half).await;
    assert!(!answered && told.contains("names no place"), "{told}");
}

async fn r6_a_referral_that_is_entered_late_counts_in_its_own_month(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-12-12"]).await;
    server.advance(day("2023-02-06")).await;
    referred(&server, 1, "2022-12-20").await;
    server.advance(day("2023-03-01")).await;
    let month = async |month: &str| {
        let options = ["barometer", "--month", month, "--exact", "--format", "csv"];
        let (answered, told) = report(&installation, &server, &options).await;
        assert!(answered, "{told}");
        told.lines().any(|line| line == "referrals,referral,initial,,1")
    };
    assert!(month("2022-12").await);
    assert!(!month("2023-01").await && !month("2023-02").await);

    // Who may not ask, is not told; the yearly message is not for managers.
    let client = server.client(Role::Manager);
    let request = trajet_contracts::report::v1::ListActionsRequest { year: 2022, up_to: Vec::new() };
    let refused = client.report().list_actions(request).await.unwrap_err();
    acceptance::failed::expect(&refused, tonic::Code::PermissionDenied, "ROLE_NOT_PERMITTED");
}
