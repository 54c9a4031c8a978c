//! Referrals: what is awaited of partners stands on the coordinator's list, and nothing else does (rule X4).

use super::*;
use crate::referral::Referral;

const STEP: Step = Step::ReferralFollowUp;

fn of(told: Referral) -> Fact {
    Fact::Referral { number: 1, told }
}

fn aimed(on: &str) -> Fact {
    planned(STEP, Dates::aimed_at(day(on)))
}

fn told(acts: impl IntoIterator<Item = (&'static str, Vec<Fact>)>) -> Vec<(String, FindingKind)> {
    let begun = Told::by(Office::Dossier).on("2022-09-05", [recognised()]);
    let mut today = "2022-09-05";
    let ledger = acts.into_iter().fold(begun, |ledger, (on, facts)| {
        today = on;
        ledger.on(on, facts)
    });
    ledger.shown().found(today)
}

fn begun() -> Vec<Fact> {
    vec![of(Referral::Made { on: day("2023-02-01"), to_partner: true }), of(Referral::Sent { on: day("2023-02-02") })]
}

#[test]
fn x4_what_is_sent_is_to_be_acknowledged_within_a_week() {
    let sent = |plan: Option<Fact>| told([("2023-02-02", begun().into_iter().chain(plan).collect())]);
    assert_eq!(sent(Some(aimed("2023-02-09"))), []);
    assert_eq!(sent(None), [(code(&STEP), FindingKind::Lost)]);
    assert!(sent(Some(aimed("2023-02-10"))).contains(&(code(&STEP), FindingKind::WronglyDated)));
}

#[test]
fn x4_what_is_undertaken_is_looked_at_the_day_after_its_day_and_nothing_when_it_is_over() {
    let promised = of(Referral::Promised { number: 1, by: day("2023-02-20"), on: day("2023-02-03") });
    let after = |facts: Vec<Fact>| {
        let first = begun().into_iter().chain([aimed("2023-02-09")]).collect();
        told([("2023-02-02", first), ("2023-02-03", facts)])
    };
    let (answered, met) =
        (of(Referral::Answered { on: day("2023-02-03") }), Fact::Met { step: STEP, on: day("2023-02-03") });
    let with = |on: &str| after(vec![answered.clone(), met.clone(), promised.clone(), aimed(on)]);
    assert_eq!(with("2023-02-21"), []);
    assert!(with("2023-02-22").contains(&(code(&STEP), FindingKind::WronglyDated)));
    let kept_up = |on: &str| after(vec![answered.clone(), met.clone(), aimed(on)]);
    assert_eq!(kept_up("2023-02-10"), []);
    assert_eq!(after(vec![answered.clone(), met.clone()]), [(code(&STEP), FindingKind::Lost)]);
    let settled = of(Referral::Settled { number: 1, on: day("2023-02-03") });
    assert_eq!(after(vec![answered, met, promised, settled, aimed("2023-02-10")]), []);
    let over = of(Referral::Over { on: day("2023-02-03") });
    assert_eq!(after(vec![over]), [(code(&STEP), FindingKind::Double)]);
}

#[test]
fn x4_what_is_not_sent_comes_back_or_is_asked_is_looked_at_the_day_after() {
    let made = of(Referral::Made { on: day("2023-02-01"), to_partner: true });
    assert_eq!(told([("2023-02-01", vec![made.clone(), aimed("2023-02-02")])]), []);
    assert_eq!(told([("2023-02-01", vec![made])]), [(code(&STEP), FindingKind::Lost)]);
    let other = of(Referral::Made { on: day("2023-02-01"), to_partner: false });
    assert_eq!(told([("2023-02-01", vec![other])]), []);
    let met = Fact::Met { step: STEP, on: day("2023-02-03") };
    let asked = of(Referral::Asked { on: day("2023-02-03") });
    let first = || begun().into_iter().chain([aimed("2023-02-09")]).collect();
    let after =
        |plan: &str| told([("2023-02-02", first()), ("2023-02-03", vec![asked.clone(), met.clone(), aimed(plan)])]);
    assert_eq!(after("2023-02-04"), []);
    assert!(after("2023-02-10").contains(&(code(&STEP), FindingKind::WronglyDated)));
}
