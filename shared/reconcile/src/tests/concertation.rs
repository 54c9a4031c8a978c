//! Messages between physician and coordinator, and each way to await their reading wrongly.

use super::*;
use crate::Party;

fn written(message: u32, by: Party, on: &str) -> Fact {
    Fact::Written { thread: 1, message, by, on: day(on) }
}

fn read(by: Party, up_to: u32, on: &str) -> Fact {
    Fact::Read { thread: 1, by, up_to, on: day(on) }
}

/// Who writes, who is to read it, and the step of that.
const SIDES: [(Party, Party, Step); 2] = [
    (Party::Coordinator, Party::Physician, Step::ConcertationPhysician),
    (Party::Physician, Party::Coordinator, Step::ConcertationCoordinator),
];

fn told(acts: impl IntoIterator<Item = (&'static str, Vec<Fact>)>) -> Vec<(String, FindingKind)> {
    let begun = Told::by(Office::Dossier).on("2022-09-05", [recognised()]);
    let mut today = "2022-09-05";
    let ledger = acts.into_iter().fold(begun, |ledger, (on, facts)| {
        today = on;
        ledger.on(on, facts)
    });
    ledger.shown().found(today)
}

#[test]
fn d26_what_is_written_is_to_be_read_within_a_week() {
    for (by, _, step) in SIDES {
        let found = |plan: Option<Dates>| {
            let plan = plan.map(|dates| planned(step.clone(), dates));
            told([("2023-01-10", [written(1, by, "2023-01-10")].into_iter().chain(plan).collect())])
        };
        assert_eq!(found(Some(aimed("2023-01-10", "2023-01-17"))), []);
        assert_eq!(found(None), [(code(&step), FindingKind::Lost)]);
        for wrong in [aimed("2023-01-10", "2023-01-18"), aimed("2023-01-11", "2023-01-17"), due("2023-01-17")] {
            assert!(found(Some(wrong)).contains(&(code(&step), FindingKind::WronglyDated)));
        }
    }
}

#[test]
fn d26_what_was_read_is_not_awaited_any_more_and_who_answers_has_read() {
    for (by, reader, step) in SIDES {
        let answer = written(2, reader, "2023-01-13");
        let other =
            if reader == Party::Physician { Step::ConcertationCoordinator } else { Step::ConcertationPhysician };
        let awaited = planned(other, aimed("2023-01-13", "2023-01-20"));
        for act in [vec![read(reader, 1, "2023-01-13")], vec![answer, awaited]] {
            let found = |met: Option<&str>| {
                let met = met.map(|on| Fact::Met { step: step.clone(), on: day(on) });
                let plan = planned(step.clone(), aimed("2023-01-10", "2023-01-17"));
                let after = act.iter().cloned().chain(met).collect();
                told([("2023-01-10", vec![written(1, by, "2023-01-10"), plan]), ("2023-01-13", after)])
            };
            assert_eq!(found(Some("2023-01-13")), []);
            assert_eq!(found(None), [(code(&step), FindingKind::Double)]);
            assert_eq!(found(Some("2023-01-12")), [(code(&step), FindingKind::WronglyDated)]);
        }
    }
}

#[test]
fn d26_a_message_after_one_that_was_read_has_its_own_week() {
    let (by, reader, step) = (Party::Coordinator, Party::Physician, Step::ConcertationPhysician);
    let first = planned(step.clone(), aimed("2023-01-10", "2023-01-17"));
    let begun =
        [("2023-01-10", vec![written(1, by, "2023-01-10"), first]), ("2023-01-12", vec![written(2, by, "2023-01-12")])];
    assert_eq!(told(begun.clone()), []);
    let then = |facts: Vec<Fact>| {
        let read = [read(reader, 1, "2023-01-13")].into_iter().chain(facts).collect();
        told(begun.clone().into_iter().chain([("2023-01-13", read)]))
    };
    let met = Fact::Met { step: step.clone(), on: day("2023-01-13") };
    let next = planned(step.clone(), aimed("2023-01-12", "2023-01-19"));
    assert_eq!(then(vec![met.clone(), next]), []);
    assert_eq!(then(vec![met]), [(code(&step), FindingKind::Lost)]);
    assert_eq!(then(vec![]), [(code(&step), FindingKind::WronglyDated)]);
}

#[test]
fn d26_a_target_makes_nobody_late_and_nothing_is_awaited_after_the_incapacity() {
    let step = Step::ConcertationPhysician;
    let plan = planned(step.clone(), aimed("2023-01-10", "2023-01-17"));
    let begun = ("2023-01-10", vec![written(1, Party::Coordinator, "2023-01-10"), plan]);
    let missed = Fact::Missed { step: step.clone(), on: day("2023-01-18") };
    assert_eq!(told([begun.clone(), ("2023-01-18", vec![missed])]), [(code(&step), FindingKind::Early)]);
    let ended = Fact::Ended { last: day("2023-01-31"), died: None, relapsed: None };
    let waived =
        Fact::Waived { step: step.clone(), on: day("2023-02-01"), ground: "T6.a".to_owned(), named: Vec::new() };
    assert_eq!(told([begun.clone(), ("2023-02-01", vec![ended.clone(), waived])]), []);
    assert_eq!(told([begun, ("2023-02-01", vec![ended])]), [(code(&step), FindingKind::Double)]);
}
