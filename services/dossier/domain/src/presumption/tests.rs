use chrono::{Days, Months};
use proptest::prelude::*;
use trajet_law::codex::Employer;
use trajet_law::presumption::Kind;
use trajet_law::rule::{Ground, Rule};

use super::*;
use crate::ami::AmiCommand;
use crate::command::Command;
use crate::fact::{CodexNote, IncapacityEnd, Told};
use crate::samples::{Case, codex_note, day, ended, establish, interview, plan_content, told, work, work_ends};

fn codex(kind: CodexKind, on: NaiveDate) -> Command {
    told(Told::Codex(codex_note(kind, on)))
}

fn other_service(kind: CodexKind, on: NaiveDate) -> Command {
    told(Told::Codex(CodexNote { partner: Some("0403019261".into()), ..codex_note(kind, on) }))
}

/// The days of each presumption and what ends it, in the order of their numbers.
fn days(case: &Case) -> Vec<(NaiveDate, Option<NaiveDate>, String)> {
    let one = |one: &CasePresumption| {
        let ends_by = one.presumed.ends_by.map(|ground| ground.to_string());
        (one.presumed.first, one.presumed.last, ends_by.unwrap_or_default())
    };
    case.state.presumptions.iter().map(one).collect()
}

fn signed() -> Case {
    let mut case = Case::opened();
    case.on(day(2023, 3, 16), &codex(CodexKind::PlanSigned, day(2023, 3, 15)));
    case
}

#[test]
fn d21_a_signed_codex_plan_begins_a_presumption_with_the_day_on_which_it_ends_at_the_latest() {
    let mut case = Case::opened();
    let events = case.on(day(2023, 3, 16), &codex(CodexKind::PlanSigned, day(2023, 3, 15)));
    assert!(matches!(&events[..], [Event::Noted(_), Event::PresumptionBegan(_)]));
    assert_eq!((events[1].effective_on(), events[1].ground()), (day(2023, 3, 15), Rule::D21.into()));
    assert_eq!(days(&case), [(day(2023, 3, 15), Some(day(2023, 9, 14)), "D21.b".into())]);
}

#[test]
fn d21_work_resumed_under_the_plan_ends_it_the_day_before_and_is_told_of_the_plan_of_its_service() {
    let mut case = signed();
    assert_eq!(case.on(day(2023, 4, 3), &other_service(CodexKind::WorkResumed, day(2023, 4, 3))).len(), 1);
    let events = case.on(day(2023, 5, 2), &codex(CodexKind::WorkResumed, day(2023, 5, 2)));
    assert!(matches!(&events[1..], [Event::PresumptionEnded(one)] if one.number == 1));
    assert_eq!((events[1].effective_on(), events[1].ground()), (day(2023, 5, 1), Ground::point(Rule::D21, 'a')));
    assert!(
        case.state.presumed_on(day(2023, 5, 1)).count() == 1 && case.state.presumed_on(day(2023, 5, 2)).count() == 0
    );
}

fn programme(on: NaiveDate) -> Command {
    told(Told::ProgrammeStarted { number: 1, on })
}

fn programme_ends(from: NaiveDate, until: NaiveDate) -> Command {
    told(Told::ProgrammeEnded { number: 1, from, until })
}

#[test]
fn d20_m18_an_approved_programme_ends_the_presumption_of_a_plan_on_the_day_before_and_presumes_in_its_turn() {
    let (first, last) = (day(2023, 5, 2), day(2023, 12, 22));
    let mut case = Case::planned();
    let events = case.on(day(2023, 5, 3), &programme(first));
    assert!(matches!(&events[..], [Event::Noted(_), Event::PresumptionEnded(_), Event::PresumptionBegan(_)]));
    let of_plan = (day(2023, 3, 1), Some(day(2023, 5, 1)), "D20.b".to_owned());
    assert_eq!(days(&case), [of_plan.clone(), (first, None, String::new())]);
    assert_eq!(case.state.presumptions[1].of, PresumptionOf::Programme(1));
    // It lasts as long as it is followed, six months or more.
    assert_eq!(case.state.presumed_on(last).count(), 1);
    case.on(last, &programme_ends(first, last));
    assert_eq!(days(&case), [of_plan.clone(), (first, Some(last), "M18".into())]);
    assert_eq!(case.state.presumed_on(last.succ_opt().expect("a day")).count(), 0);
    // Told before the plan, it is the same.
    let mut before = Case::committed();
    before.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
    before.on(day(2023, 2, 21), &programme(first));
    before.on(day(2023, 3, 1), &establish(plan_content(day(2023, 3, 1)), day(2023, 3, 1)));
    assert_eq!(days(&before)[1], of_plan);
}

#[test]
fn d20_m18_a_programme_that_never_was_ends_no_presumption_and_one_that_is_not_known_waits() {
    let first = day(2023, 5, 2);
    let mut case = Case::planned();
    let whole = days(&case);
    let never = programme_ends(first, day(2023, 5, 1));
    assert!(matches!(case.on(day(2023, 5, 3), &never)[..], [Event::FactParked { .. }]));
    case.on(day(2023, 5, 4), &programme(first));
    assert_eq!(days(&case)[0], whole[0]);
    assert_eq!(days(&case)[1], (first, Some(day(2023, 5, 1)), "M18".into()));
    assert!(case.state.presumed_on(first).all(|one| one.of == PresumptionOf::Ami(1)));
    assert_eq!(case.on(day(2023, 5, 5), &programme(first)), []);
    assert!(matches!(case.on(day(2023, 5, 5), &programme(day(2023, 5, 8)))[..], [Event::FactParked { .. }]));
}

#[test]
fn d21_the_end_of_the_trajectory_does_not_end_the_presumption() {
    let mut case = signed();
    assert_eq!(case.on(day(2023, 5, 2), &codex(CodexKind::Ended, day(2023, 5, 2))).len(), 1);
    assert_eq!(days(&case), [(day(2023, 3, 15), Some(day(2023, 9, 14)), "D21.b".into())]);
}

#[test]
fn d22_an_adapted_plan_begins_none_and_one_of_another_trajectory_or_service_does() {
    let mut case = signed();
    assert_eq!(case.on(day(2023, 4, 20), &codex(CodexKind::PlanSigned, day(2023, 4, 20))).len(), 1);
    assert_eq!(case.state.presumptions.len(), 1);
    case.on(day(2023, 4, 20), &other_service(CodexKind::PlanSigned, day(2023, 4, 20)));
    assert_eq!(case.state.presumptions.len(), 2);
    case.on(day(2023, 6, 1), &codex(CodexKind::Ended, day(2023, 4, 1)));
    // What was taken for an adapted plan is of a trajectory of its own.
    let begun: Vec<_> = days(&case).into_iter().map(|(first, ..)| first).collect();
    assert_eq!(begun, [day(2023, 3, 15), day(2023, 4, 20), day(2023, 4, 20)]);
}

#[test]
fn d21_a_plan_that_turns_out_to_be_older_moves_its_presumption() {
    let mut case = signed();
    let events = case.on(day(2023, 4, 3), &codex(CodexKind::PlanSigned, day(2023, 2, 1)));
    assert!(matches!(&events[1..], [Event::PresumptionBegan(one)] if one.number == 1));
    assert_eq!(days(&case), [(day(2023, 2, 1), Some(day(2023, 7, 31)), "D21.b".into())]);
}

#[test]
fn d21_there_is_no_presumption_while_authorised_work_is_performed() {
    let mut case = signed();
    case.on(day(2023, 4, 3), &work(day(2023, 4, 3), None));
    assert_eq!(days(&case), [(day(2023, 3, 15), Some(day(2023, 4, 2)), "M14".into())]);
    // It is not suspended: when the work ends, nothing begins again.
    case.on(day(2023, 5, 1), &work_ends(day(2023, 4, 30)));
    assert_eq!(days(&case), [(day(2023, 3, 15), Some(day(2023, 4, 2)), "M14".into())]);
}

#[test]
fn t6_m15_it_ends_with_the_incapacity_or_the_person_and_not_by_a_decision_that_came_too_soon() {
    for (deceased, point) in [(false, "T6.a"), (true, "T6.b")] {
        let mut case = signed();
        case.on(day(2023, 5, 2), &ended(day(2023, 4, 30), deceased));
        assert_eq!(days(&case), [(day(2023, 3, 15), Some(day(2023, 4, 30)), point.into())]);
    }
    let decided = IncapacityEnd {
        last_day: day(2023, 4, 30),
        deceased: false,
        by_decision: true,
        died_on: None,
        relapsed_on: None,
    };
    let decided = told(Told::IncapacityEnded(decided));
    let mut before = Case::opened();
    before.on(day(2023, 5, 2), &decided);
    before.on(day(2023, 5, 3), &codex(CodexKind::PlanSigned, day(2023, 3, 15)));
    let mut after = signed();
    after.on(day(2023, 5, 2), &decided);
    for case in [before, after] {
        assert_eq!(days(&case), [(day(2023, 3, 15), Some(day(2023, 9, 14)), "D21.b".into())]);
    }
}

#[test]
fn d20_an_established_ami_plan_presumes_until_the_day_before_paid_work() {
    let mut case = Case::planned();
    let established_on = case.state.ami[0].plan_established_on().expect("it has a plan");
    let most = (established_on + Months::new(6)).pred_opt().expect("a day before");
    assert_eq!(days(&case), [(established_on, Some(most), "D20.d".into())]);
    assert_eq!(case.state.presumptions[0].of, PresumptionOf::Ami(1));
    let first = established_on + Days::new(20);
    case.on(first, &work(first, None));
    assert_eq!(days(&case), [(established_on, first.pred_opt(), "D20.a".into())]);
}

#[test]
fn d20_work_that_was_applied_for_is_paid_work_authorised_or_not_and_ends_no_presumption_of_a_codex_plan() {
    let began = |application, on| told(Told::WorkBegan { application, on });
    let mut case = Case::planned();
    let established_on = case.state.ami[0].plan_established_on().expect("it has a plan");
    let first = established_on + Days::new(20);
    case.on(first, &began(1, first));
    assert_eq!(days(&case), [(established_on, first.pred_opt(), "D20.a".into())]);
    assert_eq!(case.on(first, &began(1, first)), []);
    // What is told of an application takes the place of what was told of it.
    let corrected = first + Days::new(3);
    case.on(corrected, &began(1, corrected));
    assert_eq!(days(&case), [(established_on, corrected.pred_opt(), "D20.a".into())]);
    // One of before the plan is of one day: until when it lasted nobody told.
    case.on(corrected, &began(1, established_on.pred_opt().expect("a day before")));
    assert_eq!(days(&case)[0].2, "D20.d");
    let mut codex = signed();
    assert_eq!(codex.on(day(2023, 5, 2), &began(1, day(2023, 5, 2))).len(), 1);
    assert_eq!(days(&codex)[0].2, "D21.b");
}

#[test]
fn d20_work_resumed_under_a_codex_plan_is_paid_work() {
    let mut case = Case::planned();
    let established_on = case.state.ami[0].plan_established_on().expect("it has a plan");
    let first = established_on + Days::new(20);
    case.on(first, &codex(CodexKind::WorkResumed, first));
    assert_eq!(days(&case), [(established_on, first.pred_opt(), "D20.a".into())]);
    // It is of one day: until when it lasted nobody told.
    let mut before = Case::planned();
    let earlier = established_on - Days::new(1);
    before.on(first, &codex(CodexKind::WorkResumed, earlier));
    assert_eq!(days(&before)[0].2, "D20.d");
}

#[test]
fn d20_it_ends_on_the_last_day_that_the_coordinator_sets() {
    let mut case = Case::planned();
    let established_on = case.state.ami[0].plan_established_on().expect("it has a plan");
    let last_day = established_on + Days::new(30);
    case.on(last_day, &Command::Ami(AmiCommand::End { last_day, reason: AmiEndReason::ResultReached }));
    assert_eq!(days(&case), [(established_on, Some(last_day), "D20.c".into())]);
}

#[test]
fn d20_t6_the_end_of_the_incapacity_sets_no_last_day_of_the_trajectory() {
    let mut case = Case::planned();
    let established_on = case.state.ami[0].plan_established_on().expect("it has a plan");
    let last_day = established_on + Days::new(30);
    let mut decided = Case::planned();
    case.on(last_day, &ended(last_day, false));
    assert_eq!(days(&case), [(established_on, Some(last_day), "T6.a".into())]);
    // A decision that came too soon ends the trajectory, and not its presumption (M15).
    let end = IncapacityEnd { last_day, deceased: false, by_decision: true, died_on: None, relapsed_on: None };
    decided.on(last_day, &told(Told::IncapacityEnded(end)));
    assert_eq!(days(&decided)[0].2, "D20.d");
}

#[test]
fn d22_a_codex_plan_after_an_ami_one_has_a_presumption_of_its_own() {
    let mut case = Case::planned();
    let signed_on = case.state.ami[0].plan_established_on().expect("it has a plan") + Days::new(40);
    case.on(signed_on, &codex(CodexKind::PlanSigned, signed_on));
    let kinds: Vec<_> = case.state.presumptions.iter().map(|one| (one.number, one.presumed.kind)).collect();
    assert_eq!(kinds, [(1, Kind::Ami), (2, Kind::Codex)]);
}

fn of(employer: &str, kind: CodexKind, on: NaiveDate) -> Command {
    told(Told::Codex(CodexNote { employer: Employer::parse(employer).ok(), ..codex_note(kind, on) }))
}

const EMPLOYERS: [&str; 2] = ["0411724220", "0428759497"];

#[test]
fn d21_d22_plans_of_two_employers_with_one_service_are_two_and_work_ends_the_presumption_of_its_own() {
    let [one, other] = EMPLOYERS;
    let mut case = Case::opened();
    case.on(day(2023, 3, 16), &of(one, CodexKind::PlanSigned, day(2023, 3, 15)));
    case.on(day(2023, 4, 2), &of(other, CodexKind::PlanSigned, day(2023, 4, 1)));
    case.on(day(2023, 5, 2), &of(one, CodexKind::WorkResumed, day(2023, 5, 2)));
    let known = [
        (day(2023, 3, 15), Some(day(2023, 5, 1)), "D21.a".to_owned()),
        (day(2023, 4, 1), Some(day(2023, 9, 30)), "D21.b".to_owned()),
    ];
    assert_eq!(days(&case), known);
}

#[test]
fn d21_a_plan_told_again_with_its_employer_is_the_same_plan() {
    let mut case = Case::opened();
    let signed_on = day(2023, 3, 15);
    case.on(day(2023, 3, 16), &codex(CodexKind::PlanSigned, signed_on));
    assert_eq!(case.on(day(2023, 3, 17), &of(EMPLOYERS[0], CodexKind::PlanSigned, signed_on)).len(), 1);
    // What another employer's plan is told of afterwards leaves it as it is.
    case.on(day(2023, 4, 2), &of(EMPLOYERS[1], CodexKind::PlanSigned, day(2023, 4, 1)));
    case.on(day(2023, 5, 2), &of(EMPLOYERS[0], CodexKind::WorkResumed, day(2023, 5, 2)));
    let firsts: Vec<_> = case.state.presumptions.iter().map(|one| (one.presumed.first, one.presumed.last)).collect();
    assert_eq!(firsts, [(signed_on, Some(day(2023, 5, 1))), (day(2023, 4, 1), Some(day(2023, 9, 30)))]);
}

/// A fact on which presumptions depend.
fn any_fact() -> impl Strategy<Value = Command> {
    let on = || (0..500_u64).prop_map(|offset| day(2022, 9, 5) + Days::new(offset));
    let kinds = prop::sample::select(CodexKind::ALL);
    prop_oneof![
        6 => (kinds, on(), 0..4_usize).prop_map(|(kind, on, whose)| match whose {
            0 => other_service(kind, on),
            1 => codex(kind, on),
            whose => of(EMPLOYERS[whose - 2], kind, on),
        }),
        1 => on().prop_map(|on| work(on, Some(on + Days::new(20)))),
        1 => (on(), any::<bool>()).prop_map(|(on, deceased)| ended(on, deceased)),
    ]
}

proptest! {
    #[test]
    fn d20_d21_d22_whatever_is_told_a_plan_has_one_presumption_of_six_months_at_most(
        facts in prop::collection::vec(any_fact(), 0..12),
    ) {
        let mut case = Case::opened();
        for fact in &facts {
            let before = case.state.presumptions.clone();
            case.on(day(2024, 3, 1), fact);
            let presumptions = &case.state.presumptions;
            prop_assert!(before.len() <= presumptions.len());
            for one in presumptions {
                let last = one.presumed.last.expect("that of a plan has an end");
                prop_assert!(last < one.presumed.first + Months::new(6));
            }
            let mut begun: Vec<_> = presumptions.iter().map(|one| (&one.of, one.presumed.first)).collect();
            begun.sort_unstable();
            begun.dedup();
            prop_assert_eq!(begun.len(), presumptions.len(), "no two begin by one plan");
        }
    }

    #[test]
    fn d20_d21_d23_what_was_told_first_makes_no_difference(
        facts in prop::collection::vec(any_fact(), 0..8), rotation in 0..8_usize,
    ) {
        // Of tracks of one kind that overlap, and of two ends, the first that is told stands.
        let once = |told: &Told| matches!(told, Told::TrackStarted(_) | Told::IncapacityEnded(_));
        let mut seen = 0;
        let mut facts: Vec<_> = facts.into_iter().filter(|fact| {
            let Command::Note(fact) = fact else { return true };
            let kept = !once(&fact.told) || seen == 0;
            seen += usize::from(once(&fact.told));
            kept
        }).collect();
        let covered = |facts: &[Command]| {
            let mut case = Case::opened();
            for fact in facts { case.on(day(2024, 3, 1), fact); }
            let mut all = days(&case);
            all.sort();
            all
        };
        let told = covered(&facts);
        let rotation = rotation.min(facts.len());
        facts.rotate_left(rotation);
        prop_assert_eq!(covered(&facts), told);
    }
}
