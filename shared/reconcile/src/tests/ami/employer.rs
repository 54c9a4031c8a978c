//! What employers ask occupational physicians for, by which a trajectory is suspended (D14).

use super::*;

#[test]
fn d14_a_request_on_the_day_on_which_the_former_one_ended_is_to_be_heeded() {
    let service = CodexService { number: Some("0206653946".to_owned()), employer: None };
    let (on, step) = ("2023-02-06", Step::AmiSuspension);
    let over = Fact::CodexOver { on: day(on), service: service.clone() };
    let asked = Fact::CodexAsked { on: day(on), service };
    let suspend = planned(step.clone(), aimed(on, "2023-02-13"));
    let told = |facts: Vec<Fact>| {
        let committed = story().into_iter().filter(|(on, _)| *on <= "2023-02-01");
        found(&committed.chain([(on, facts)]).collect::<Vec<_>>())
    };
    assert_eq!(told(vec![over.clone(), asked.clone(), suspend]), []);
    assert!(told(vec![over.clone(), asked.clone()]).contains(&of(&step, FindingKind::Lost)));
    assert_eq!(told(vec![asked, over]), [], "it is over");
}

fn service() -> CodexService {
    CodexService { number: Some("0206653946".to_owned()), employer: None }
}

fn recorded(by_employer: bool) -> Fact {
    Fact::TrackBegan { kind: Kind::Codex, from: day("2023-02-06"), until: None, by_employer }
}

fn asked() -> Fact {
    Fact::CodexAsked { on: day("2023-02-06"), service: service() }
}

fn over(by: &str) -> Fact {
    let number = Some(by.to_owned());
    Fact::CodexOver { on: day("2023-02-20"), service: CodexService { number, employer: None } }
}

/// What is found of the suspension and the resumption of a trajectory that was committed to on 1 February 2023.
fn of_suspending(acts: &[Act]) -> Vec<(String, FindingKind)> {
    let committed = story().into_iter().filter(|(on, _)| *on <= "2023-02-01");
    let mut found = found(&committed.chain(acts.iter().cloned()).collect::<Vec<_>>());
    let of_both = [Step::AmiSuspension, Step::AmiResumption].map(|step| step.to_string());
    found.retain(|(step, _)| of_both.contains(step));
    found
}

fn suspend() -> Fact {
    planned(Step::AmiSuspension, aimed("2023-02-06", "2023-02-13"))
}

/// Suspended on 8 February 2023, by what the physician recorded of 6 February.
fn suspended(then: &[Act]) -> Vec<(String, FindingKind)> {
    let service = CodexService::default();
    let suspended = told(Ami::Suspended { on: day("2023-02-08"), requested: day("2023-02-06"), service });
    let heeded = vec![suspended, met(Step::AmiSuspension, "2023-02-08")];
    of_suspending(&[&[("2023-02-06", vec![recorded(true), suspend()]), ("2023-02-08", heeded)], then].concat())
}

#[test]
fn d14_what_the_physician_recorded_of_the_employer_is_to_be_heeded() {
    let on = |facts: &[Fact]| of_suspending(&[("2023-02-06", facts.to_vec())]);
    assert_eq!(on(&[recorded(true), suspend()]), []);
    assert_eq!(on(&[recorded(true)]), [of(&Step::AmiSuspension, FindingKind::Lost)]);
    assert_eq!(on(&[recorded(false)]), [], "somebody else asked");
    assert_eq!(on(&[recorded(true), asked(), suspend()]), [], "both are one");
    // What the service tells of it ends it, whatever the physician knows.
    let over = [over("0206653946"), waived(Step::AmiSuspension, "2023-02-20", "D14")];
    let told = [("2023-02-06", vec![recorded(true), asked(), suspend()]), ("2023-02-20", over.to_vec())];
    assert_eq!(of_suspending(&told), []);
}

#[test]
fn d14_what_the_physician_recorded_ends_by_a_service_that_told_of_no_request() {
    let resume = planned(Step::AmiResumption, aimed("2023-02-20", "2023-03-06"));
    let lost = [of(&Step::AmiResumption, FindingKind::Lost)];
    assert_eq!(suspended(&[("2023-02-20", vec![over("0206653946"), resume.clone()])]), []);
    assert_eq!(suspended(&[("2023-02-20", vec![over("0206653946")])]), lost);
    // Of what the worker asked it for its word is the end, and of nothing else.
    let by_the_worker = Fact::CodexAskedElse { on: day("2023-02-10"), service: service() };
    let told = |by: &str| suspended(&[("2023-02-10", vec![by_the_worker.clone()]), ("2023-02-20", vec![over(by)])]);
    assert_eq!(told("0206653946"), []);
    assert_eq!(told("0403019261"), lost);
}

#[test]
fn d14_what_a_service_tells_after_the_resumption_of_the_request_that_was_heeded_is_heeded() {
    let resume = planned(Step::AmiResumption, aimed("2023-02-20", "2023-03-06"));
    let ended = ("2023-02-20", vec![over("0403019261"), resume]);
    let resumed = told(Ami::Resumed { on: day("2023-02-21") });
    let resumed = ("2023-02-21", vec![resumed, met(Step::AmiResumption, "2023-02-21")]);
    assert_eq!(suspended(&[ended.clone(), resumed.clone(), ("2023-02-22", vec![asked()])]), []);
    let another = Fact::CodexAsked { on: day("2023-02-22"), service: service() };
    let lost = [of(&Step::AmiSuspension, FindingKind::Lost)];
    assert_eq!(suspended(&[ended, resumed, ("2023-02-22", vec![another])]), lost);
}
