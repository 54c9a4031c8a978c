//! The submission of the programme that a plan is for.

use super::*;

/// What is found of a plan of 1 March 2023 for vocational rehabilitation, and of what follows it.
fn for_rehabilitation(then: &[Act]) -> Vec<(String, FindingKind)> {
    let all = [ALL.as_slice(), &[(Consent::PhysicianFollowUp, true)]].concat();
    let mut acts = started(Situation::A, &all, None);
    let plan =
        Ami::Planned { coordinator: day("2023-03-01"), person: day("2023-03-01"), rhythm: None, rehabilitation: true };
    acts.push(("2023-02-20", first_interview()));
    acts.push((
        "2023-03-01",
        vec![told(plan), met(Step::AmiPlan, "2023-03-01"), planned(Step::AmiFollowUp, due("2023-06-01"))],
    ));
    let (of_its_day, later): (Vec<Act>, Vec<Act>) = then.iter().cloned().partition(|(on, _)| *on == "2023-03-01");
    acts.last_mut().expect("there is the plan").1.extend(of_its_day.into_iter().flat_map(|(_, facts)| facts));
    acts.extend(later);
    found(&acts)
}

#[test]
fn d18_the_programme_of_a_plan_for_rehabilitation_is_to_be_submitted_from_the_plan_on() {
    let step = || Step::ProgrammeSubmission;
    let on_its_day = |facts: Vec<Fact>| for_rehabilitation(&[("2023-03-01", facts)]);
    let asked = || planned(step(), aimed("2023-03-01", "2023-03-29"));
    assert_eq!(on_its_day(vec![asked()]), []);
    assert_eq!(on_its_day(vec![]), [of(&step(), FindingKind::Lost)]);
    assert_eq!(
        on_its_day(vec![planned(step(), aimed("2023-03-01", "2023-03-28"))]),
        [of(&step(), FindingKind::WronglyDated)]
    );
    let submitted = |on: &str, waits: bool| {
        let told = Fact::Submitted { number: 1, on: day(on) };
        let then = if waits { vec![told] } else { vec![told, met(step(), on)] };
        for_rehabilitation(&[("2023-03-01", vec![asked()]), ("2023-03-14", then)])
    };
    assert_eq!(submitted("2023-03-14", false), []);
    assert_eq!(submitted("2023-03-14", true), [of(&step(), FindingKind::Double)]);
    let withdrawn = consented("2023-03-06", &[(Consent::PhysicianFollowUp, false)]);
    let granted = consented("2023-03-08", &[(Consent::PhysicianFollowUp, true)]);
    let refused = |facts: Vec<Fact>, then: Vec<Act>| {
        for_rehabilitation(&[vec![("2023-03-01", vec![asked()]), ("2023-03-06", facts)], then].concat())
    };
    let waiver = waived(step(), "2023-03-06", "D3");
    assert_eq!(refused(vec![withdrawn.clone(), waiver.clone()], vec![]), []);
    assert_eq!(refused(vec![withdrawn.clone()], vec![]), [of(&step(), FindingKind::Double)]);
    let again = planned(step(), aimed("2023-03-08", "2023-04-05"));
    assert_eq!(refused(vec![withdrawn, waiver], vec![("2023-03-08", vec![granted, again])]), []);
}

#[test]
fn d18_a_plan_that_is_adapted_asks_by_its_aim_of_then() {
    let step = || Step::ProgrammeSubmission;
    let adapted = |on: &str, rehabilitation| told(Ami::Adapted { on: day(on), rhythm: None, rehabilitation });
    let asked = planned(step(), aimed("2023-03-01", "2023-03-29"));
    let to_employment = vec![adapted("2023-03-06", false), waived(step(), "2023-03-06", "D18")];
    let first = [("2023-03-01", vec![asked]), ("2023-03-06", to_employment)];
    assert_eq!(for_rehabilitation(&first), []);
    let back = vec![adapted("2023-03-08", true), planned(step(), aimed("2023-03-08", "2023-04-05"))];
    assert_eq!(for_rehabilitation(&[first.to_vec(), vec![("2023-03-08", back)]].concat()), []);
    let left = vec![adapted("2023-03-06", false)];
    let double = for_rehabilitation(&[first[0].clone(), ("2023-03-06", left)]);
    assert_eq!(double, [of(&step(), FindingKind::Double)]);
}

#[test]
fn d18_a_programme_that_was_over_before_the_trajectory_began_is_not_the_one_that_the_plan_is_for() {
    let step = || Step::ProgrammeSubmission;
    let asked = || planned(step(), aimed("2023-03-01", "2023-03-29"));
    let submitted = |on: &str| Fact::Submitted { number: 1, on: day(on) };
    let closed = |on: &str| Fact::ProgrammeClosed { number: 1, on: day(on) };
    let followed = |last: Option<&str>| Fact::ProgrammeFollowed { number: 1, last: last.map(day) };
    let told = |facts: Vec<Fact>| for_rehabilitation(&[("2023-03-01", facts)]);
    for (over, waits) in [
        (vec![closed("2023-01-31")], true),
        (vec![closed("2023-02-01")], false),
        (vec![followed(None), followed(Some("2023-01-31"))], true),
        (vec![followed(None), followed(Some("2023-02-01"))], false),
        // One that started goes on, whatever closed its proposal.
        (vec![closed("2023-01-31"), followed(None)], false),
        (vec![], false),
    ] {
        let told = |last: Option<Fact>| {
            told([vec![submitted("2023-01-30")], over.clone()].concat().into_iter().chain(last).collect())
        };
        let lost = if waits { vec![of(&step(), FindingKind::Lost)] } else { vec![] };
        assert_eq!(told(None), lost, "{over:?}");
        assert_eq!(told(Some(asked())).is_empty(), waits, "{over:?}");
    }
}

#[test]
fn d18_what_was_submitted_on_a_day_that_was_put_right_later_was_still_submitted() {
    let step = || Step::ProgrammeSubmission;
    let submitted = |on: &str| Fact::Submitted { number: 1, on: day(on) };
    let then = [
        ("2023-03-01", vec![planned(step(), aimed("2023-03-01", "2023-03-29"))]),
        ("2023-03-14", vec![submitted("2023-03-13"), met(step(), "2023-03-13")]),
        ("2023-03-15", vec![submitted("2023-03-14")]),
    ];
    assert_eq!(for_rehabilitation(&then), []);
}
