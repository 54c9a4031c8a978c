//! A waiver names the fact that took its step away: one that was never told took nothing away.

use super::*;

/// An estimate of month 4 that authorised work of 10 October took away, by what the waiver names.
fn waived(named: &[(&str, &str)], ground: &str) -> Vec<(String, FindingKind)> {
    let (step, on) = (Step::FirstEstimate, "2022-10-10");
    let work = Fact::TrackBegan { kind: Kind::Work, from: day(on), until: None, by_employer: false };
    let named = named.iter().map(|(kind, on)| Named { kind: (*kind).to_owned(), on: day(on) }).collect();
    let waived = Fact::Waived { step: step.clone(), on: day(on), ground: ground.to_owned(), named };
    let told = Told::by(Office::Assessment)
        .on("2022-09-05", [recognised(), planned(step, month_4("2022-12-31"))])
        .on(on, [work, waived]);
    told.shown().found(on)
}

#[test]
fn t6_what_took_a_step_away_was_told() {
    let lost = [(code(&Step::FirstEstimate), FindingKind::Lost)];
    assert_eq!(waived(&[("work_begun", "2022-10-10")], "M4.b"), []);
    assert_eq!(waived(&[], "M4.b"), [], "recorded before it named its facts");
    assert_eq!(waived(&[("work_begun", "2022-10-09")], "M4.b"), lost, "of another day");
    assert_eq!(waived(&[("codex_begun", "2022-10-10")], "M4.b"), lost, "of another kind");
    assert_eq!(waived(&[("work_begun", "2022-10-10"), ("work_began", "2022-10-10")], "M4.b"), lost, "of no kind");
}

#[test]
fn t6_nothing_is_taken_away_before_what_takes_it_away() {
    let step = Step::FirstEstimate;
    let told = |ground: &str, live: &str| {
        let before = TakenOver { on: day(live), sent: None, back: None, requested: None, contact: None };
        let known = Fact::Recognised { start: day("2022-05-01"), on: day("2022-05-05"), taken_over: Some(before) };
        let named = vec![Named { kind: "go_live".to_owned(), on: day("2022-09-12") }];
        let waived = Fact::Waived { step: step.clone(), on: day("2022-09-05"), ground: ground.to_owned(), named };
        let told =
            Told::by(Office::Assessment).on("2022-09-12", [known, planned(step.clone(), Dates::default()), waived]);
        let of_the_fact =
            ["the fact that took it away was never told", "it was taken away before the fact that took it away"];
        let findings = told.shown().case;
        let findings = reconcile(&findings, day("2022-09-12")).into_iter();
        findings.filter(|it| of_the_fact.contains(&it.why)).map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!(told("T8", "2022-09-12"), [FindingKind::Early]);
    assert_eq!(told("T6.c", "2022-09-12"), []);
    assert_eq!(told("T6.c", "2022-09-13"), [FindingKind::Lost]);
}
