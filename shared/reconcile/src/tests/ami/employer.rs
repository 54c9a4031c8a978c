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

#[test]
fn d14_what_the_physician_recorded_of_the_employer_is_to_be_heeded_once() {
    let by = |by_employer| Fact::TrackBegan { kind: Kind::Codex, from: day("2023-02-06"), until: None, by_employer };
    let service = CodexService { number: Some("0206653946".to_owned()), employer: None };
    let asked = Fact::CodexAsked { on: day("2023-02-06"), service: service.clone() };
    let over = Fact::CodexOver { on: day("2023-02-20"), service };
    let unnamed = CodexService::default();
    let step = Step::AmiSuspension;
    let suspend = planned(step.clone(), aimed("2023-02-06", "2023-02-13"));
    let suspended = |on| told(Ami::Suspended { on: day(on), requested: day("2023-02-06"), service: unnamed.clone() });
    let acts = |facts: &[Fact]| {
        let committed = story().into_iter().filter(|(on, _)| *on <= "2023-02-01");
        found(&committed.chain([("2023-02-06", facts.to_vec())]).collect::<Vec<_>>())
    };
    assert_eq!(acts(&[by(true), suspend.clone()]), []);
    assert_eq!(acts(&[by(true), asked.clone(), suspend.clone()]), [], "both are one");
    assert!(acts(&[by(true)]).contains(&of(&step, FindingKind::Lost)));
    assert_eq!(acts(&[by(false)]), [], "somebody else asked");

    // What a service tells after that of the same request is heeded, and one that told of none ends it.
    let waived = [Step::AmiFirstInterview].map(|step| waived(step, "2023-02-08", "D14"));
    let met = met(step.clone(), "2023-02-08");
    let resume = planned(Step::AmiResumption, aimed("2023-02-20", "2023-03-06"));
    let after = |later: &[Fact]| {
        let committed = story().into_iter().filter(|(on, _)| *on <= "2023-02-01");
        let heeded = [suspended("2023-02-08"), met.clone()].into_iter().chain(waived.clone());
        let told = [("2023-02-06", vec![by(true), suspend.clone()]), ("2023-02-08", heeded.collect())];
        let mut found = found(&committed.chain(told).chain([("2023-02-20", later.to_vec())]).collect::<Vec<_>>());
        let of_both = [Step::AmiSuspension, Step::AmiResumption].map(|step| step.to_string());
        found.retain(|(step, _)| of_both.contains(step));
        found
    };
    assert_eq!(after(&[asked]), []);
    assert_eq!(after(&[over.clone(), resume]), []);
    assert_eq!(after(&[over]), [of(&Step::AmiResumption, FindingKind::Lost)]);
}
