use trajet_law::codex::CodexRequester;
use trajet_law::deadline::Closure;

use super::*;
use crate::ami::{AmiCommand, AmiEndReason, PlanContent, StartSituation};
use crate::command::Command;
use crate::fact::{CodexKind, CodexNote, Told};
use crate::samples::{
    Case, adapt, codex_note, commit, commitment, day, ended, establish, form, interview, plan_content, told,
};

const STEP: Step = Step::ProgrammeSubmission;

fn ami(command: AmiCommand) -> Command {
    Command::Ami(command)
}

fn towards(aim: PlanAim, on: NaiveDate) -> PlanContent {
    PlanContent { aim, ..plan_content(on) }
}

/// A trajectory of 1 February 2023, with a plan of 1 March.
fn planned(aim: PlanAim) -> Case {
    let mut case = Case::committed();
    case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
    case.on(day(2023, 3, 1), &establish(towards(aim, day(2023, 3, 1)), day(2023, 3, 1)));
    case
}

fn for_rehabilitation() -> Case {
    planned(PlanAim::VocationalRehabilitation)
}

fn submission(number: u32, on: NaiveDate) -> Command {
    told(Told::ProgrammeSubmitted { number, on })
}

fn follow_up(granted: bool, on: NaiveDate) -> Command {
    Command::RecordConsents(form(&[(ConsentPurpose::PhysicianFollowUp, granted)], on))
}

fn opens(case: &Case) -> Option<NaiveDate> {
    case.state.deadlines.open(STEP)?.plan.opens
}

fn closure(case: &Case) -> Option<Closure> {
    case.deadline(STEP).and_then(|(.., closed)| closed)
}

fn waived(on: NaiveDate, because: Rule) -> Closure {
    Closure::Waived { on, because: because.into() }
}

#[test]
fn d18_it_is_counted_from_the_plan_or_from_the_adaptation_that_made_it_one_for_a_programme() {
    let counted_from = |case: &Case| case.state.deadlines.open(STEP).and_then(|open| open.plan.counted.from.only());
    assert_eq!(counted_from(&for_rehabilitation()), Some(FactKind::PlanEstablished.on(day(2023, 3, 1))));
    let mut adapted = planned(PlanAim::Employment);
    let on = day(2023, 3, 10);
    adapted.on(on, &adapt(towards(PlanAim::VocationalRehabilitation, on), on));
    assert_eq!(counted_from(&adapted), Some(FactKind::PlanAdapted.on(on)));
}

#[test]
fn d18_a_plan_for_rehabilitation_asks_the_physician_to_submit_its_programme_and_one_for_employment_does_not() {
    let mut case = for_rehabilitation();
    assert_eq!((opens(&case), case.due(STEP)), (Some(day(2023, 3, 1)), Some(day(2023, 3, 29))));
    case.on(day(2023, 3, 14), &submission(1, day(2023, 3, 13)));
    assert_eq!(closure(&case), Some(Closure::Met { on: day(2023, 3, 13) }));
    assert_eq!(planned(PlanAim::Employment).deadline(STEP), None);
}

#[test]
fn d18_what_was_submitted_and_not_over_before_the_trajectory_began_is_what_the_plan_is_for() {
    let (before, began) = (day(2023, 1, 31), day(2023, 2, 1));
    let closed = |on| Some(Told::ProgrammeClosed { number: 1, on });
    let of_another = Some(Told::ProgrammeClosed { number: 2, on: before });
    let ended = |until| Some(Told::ProgrammeEnded { number: 1, from: day(2023, 1, 9), until });
    for (on, over, asked) in [
        (before, closed(before), true),
        (before, closed(began), false),
        (before, ended(before), true),
        (before, ended(began), false),
        (before, None, false),
        (before, of_another, false),
        (began, None, false),
    ] {
        let mut case = Case::committed();
        if let Some(over) = &over {
            if let Told::ProgrammeEnded { number, from, .. } = over {
                case.on(began, &told(Told::ProgrammeStarted { number: *number, on: *from }));
            }
            case.on(began, &told(over.clone()));
        }
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        case.on(day(2023, 2, 21), &submission(1, on));
        let content = towards(PlanAim::VocationalRehabilitation, day(2023, 3, 1));
        case.on(day(2023, 3, 1), &establish(content, day(2023, 3, 1)));
        assert_eq!(case.due(STEP).is_some(), asked, "{on} {over:?}");
        let mut late = for_rehabilitation();
        late.on(day(2023, 3, 2), &submission(1, on));
        assert_eq!(closure(&late), Some(Closure::Met { on }));
        if let Some(over) = &over {
            if let Told::ProgrammeEnded { number, from, .. } = over {
                late.on(day(2023, 3, 3), &told(Told::ProgrammeStarted { number: *number, on: *from }));
            }
            late.on(day(2023, 3, 3), &told(over.clone()));
        }
        assert_eq!(late.due(STEP), asked.then_some(day(2023, 3, 29)), "{on} {over:?}");
    }
}

#[test]
fn d18_what_goes_on_from_one_trajectory_into_the_next_is_not_asked_again() {
    let mut case = for_rehabilitation();
    let last_day = day(2023, 3, 20);
    case.on(last_day, &ami(AmiCommand::End { last_day, reason: AmiEndReason::Stopped }));
    let again = day(2023, 4, 3);
    case.on(again, &commit(commitment(StartSituation::B, again)));
    case.on(again, &submission(1, day(2023, 3, 6)));
    case.on(day(2023, 4, 5), &interview(day(2023, 4, 5)));
    let content = towards(PlanAim::VocationalRehabilitation, day(2023, 4, 11));
    case.on(day(2023, 4, 11), &establish(content, day(2023, 4, 11)));
    assert_eq!((case.due(STEP), closure(&case)), (None, Some(Closure::Met { on: day(2023, 3, 6) })));
}

#[test]
fn d18_d19_an_adapted_plan_asks_from_the_day_of_its_new_aim_and_asks_no_more_when_it_is_for_something_else() {
    let on = day(2023, 4, 3);
    let mut case = planned(PlanAim::Employment);
    case.on(on, &adapt(towards(PlanAim::VocationalRehabilitation, on), on));
    assert_eq!(case.due(STEP), Some(day(2023, 5, 1)));
    let same = day(2023, 4, 11);
    case.on(same, &adapt(towards(PlanAim::VocationalRehabilitation, same), same));
    assert_eq!(case.due(STEP), Some(day(2023, 5, 1)), "its aim is the same");
    let other = day(2023, 4, 17);
    case.on(other, &adapt(towards(PlanAim::Employment, other), other));
    assert_eq!(closure(&case), Some(waived(other, Rule::D18)));
}

#[test]
fn d3_d18_who_does_not_consent_to_the_follow_up_by_the_physician_is_not_asked_for() {
    let (withdrawn, granted) = (day(2023, 3, 6), day(2023, 3, 20));
    let mut case = for_rehabilitation();
    case.on(withdrawn, &follow_up(false, withdrawn));
    assert_eq!(closure(&case), Some(waived(withdrawn, Rule::D3)));
    case.on(granted, &follow_up(true, granted));
    assert_eq!((opens(&case), case.due(STEP)), (Some(granted), Some(day(2023, 4, 17))));
    // What was submitted before it was waived is what happened to it.
    let mut before = for_rehabilitation();
    before.on(withdrawn, &follow_up(false, withdrawn));
    before.on(day(2023, 3, 7), &submission(1, day(2023, 3, 3)));
    assert_eq!(closure(&before), Some(Closure::Met { on: day(2023, 3, 3) }));
}

#[test]
fn d14_d18_while_the_trajectory_is_suspended_nothing_is_asked_and_after_it_from_its_resumption_on() {
    let (suspended, over, resumed) = (day(2023, 3, 13), day(2023, 3, 20), day(2023, 3, 27));
    let asks = Some(CodexRequester::Employer);
    let request = CodexNote { requested_by: asks, ..codex_note(CodexKind::Requested, day(2023, 3, 10)) };
    let mut case = for_rehabilitation();
    case.on(day(2023, 3, 10), &told(Told::Codex(request)));
    case.on(suspended, &ami(AmiCommand::Suspend { on: suspended }));
    assert_eq!(closure(&case), Some(waived(suspended, Rule::D14)));
    case.on(over, &told(Told::Codex(codex_note(CodexKind::Ended, over))));
    case.on(resumed, &ami(AmiCommand::Resume { on: resumed, agreed: true }));
    assert_eq!((opens(&case), case.due(STEP)), (Some(resumed), Some(day(2023, 4, 24))));
}

#[test]
fn d18_t6_what_is_over_asks_for_nothing() {
    let last_day = day(2023, 3, 20);
    let mut case = for_rehabilitation();
    case.on(last_day, &ami(AmiCommand::End { last_day, reason: AmiEndReason::Stopped }));
    assert_eq!(closure(&case), Some(waived(day(2023, 3, 21), Rule::D24)));
    let mut incapacity = for_rehabilitation();
    incapacity.on(last_day, &ended(last_day, false));
    assert!(matches!(closure(&incapacity), Some(Closure::Waived { because, .. }) if because.rule == Rule::T6));
}

#[test]
fn d18_it_is_told_again_with_another_day_and_once_with_the_same() {
    let mut case = for_rehabilitation();
    case.on(day(2023, 3, 14), &submission(1, day(2023, 3, 13)));
    assert_eq!(case.on(day(2023, 3, 15), &submission(1, day(2023, 3, 13))), []);
    assert!(!case.on(day(2023, 3, 15), &submission(1, day(2023, 3, 14))).is_empty());
    assert_eq!(case.state.programme_submitted.get(&1), Some(&day(2023, 3, 14)));
}
