//! The reintegration plan is adapted: a version follows the one before it.
//!
//! Circular 2022/383, part IV, 4.3, and part VI (D16, D19, D20, D22); law of 12 December 2021, art. 2, § 1/1 (D28). What an adapted
//! plan must hold is what a plan must hold. Who changes what it aims at or what is done concerts on it again; when it is looked at
//! is between coordinator and person (own reading). It begins and prolongs no presumption.

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Plan, Step};
use trajet_law::replan::Replanned;
use trajet_law::rule::Rule;

use super::establish_plan::{dated, sound};
use super::inform;
use crate::ami::follow::wanted;
use crate::ami::{
    AmiHappened, AmiRejection, AmiTrajectory, FreeText, InformDutyKind, PlanChange, PlanContent, PlanVersion,
};
use crate::consent::ConsentPurpose;
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{consented, recognised, within_incapacity};
use crate::rejection::Rejection;

/// Records the version that holds from a day on.
pub(crate) fn decide(
    course: &mut Course,
    content: &PlanContent,
    on: NaiveDate,
    reason: &FreeText,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let state = &course.state;
    let recognised_on = recognised(state)?.recognised_on;
    let trajectory = state.ami_on(on).ok_or(AmiRejection::NoAmiTrajectory)?;
    let plan = trajectory.plan.as_ref().filter(|plan| plan.established_on() <= on).ok_or(AmiRejection::NoPlan)?;
    let former = plan.versions.last().ok_or(AmiRejection::NoPlan)?;
    let earliest = former.since.succ_opt().unwrap_or(former.since);
    let adapted = ImpossibleDate::outside(DateField::AdaptedOn, on, earliest, today);
    possible(adapted.into_iter().chain(dated(content, on.min(today), recognised_on)))?;
    within_incapacity(state, on)?;
    not_suspended(trajectory, on)?;
    consented(state)?;
    sound(state, content, on)?;
    let changed = concerted(content, former)?;

    let number = trajectory.number;
    let version = u32::try_from(plan.versions.len()).unwrap_or(u32::MAX).saturating_add(1);
    let aim_told = state.consents.granted(ConsentPurpose::PhysicianFollowUp);
    let (content, reason) = (content.clone(), reason.clone());
    course.push(Event::ami(number, AmiHappened::PlanAdapted { version, content, on, reason, aim_told }));
    if changed.contains(&PlanChange::Rhythm) {
        replan_follow_up(course, on);
    }
    inform::arise(course, number, InformDutyKind::Results, on);
    Ok(())
}

/// Nothing of a trajectory is carried out while it is suspended (D14).
pub(super) fn not_suspended(trajectory: &AmiTrajectory, on: NaiveDate) -> Result<(), Rejection> {
    if trajectory.suspended_on(on).is_some() { Err(AmiRejection::Suspended.into()) } else { Ok(()) }
}

/// What an adaptation changes: something, and with a concertation of its own where that needs one.
fn concerted(content: &PlanContent, former: &PlanVersion) -> Result<Vec<PlanChange>, AmiRejection> {
    let changed = content.changed_from(&former.content);
    if changed.iter().all(|change| *change == PlanChange::Concertation) {
        return Err(AmiRejection::NothingAdapted);
    }
    let of_its_own = former.content.concertation.on < content.concertation.on;
    if changed.iter().any(|change| change.needs_concertation()) && !of_its_own {
        return Err(AmiRejection::AdaptationNotConcerted);
    }
    Ok(changed)
}

/// The open follow-up in the other rhythm, from the day of the adaptation on. One that counts from the adaptation comes in the place of
/// a later one alone: a shorter rhythm gives nobody more time (own reading).
fn replan_follow_up(course: &mut Course, on: NaiveDate) {
    let state = &course.state;
    let Some(before) = state.deadlines.open(Step::AmiFollowUp).map(|open| open.plan.clone()) else { return };
    let plans = state.current_ami().map(|trajectory| wanted(state, trajectory)).unwrap_or_default();
    let after = plans.into_iter().find(|plan| plan.step == Step::AmiFollowUp && plan.due != before.due);
    let from_the_adaptation =
        |plan: &Plan| plan.counted.from.only().is_some_and(|fact| fact.kind == FactKind::PlanAdapted);
    let after = after.filter(|after| !from_the_adaptation(after) || after.due < before.due);
    if let Some(after) = after {
        course.replan(Replanned { before, after }, on, (Rule::D19.into(), Some(FactKind::PlanAdapted.on(on))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;
    use crate::ami::{AmiCommand, PlanParty, Rhythm};
    use crate::consent::ConsentPurpose;
    use crate::samples::{Case, adapt, day, ended, form, interview, plan_content};

    const ON: fn() -> NaiveDate = || day(2023, 4, 3);

    /// The plan of 1 March with another objective, concerted on the day of the adaptation.
    fn other() -> PlanContent {
        let mut content = plan_content(ON());
        content.objectives.push(FreeText("a traineeship".into()));
        content
    }

    fn refusal(content: PlanContent) -> Option<&'static str> {
        Case::planned().attempt(ON(), &adapt(content, ON())).err().map(|rejection| rejection.code())
    }

    #[test]
    fn d16_d19_an_adapted_plan_is_a_version_that_follows_the_one_before_and_both_can_be_read() {
        let mut case = Case::planned();
        let events = case.on(day(2023, 4, 5), &adapt(other(), ON()));
        assert!(matches!(
            &events[0],
            Event::Ami(event) if matches!(event.happened, AmiHappened::PlanAdapted { version: 2, aim_told: true, .. })
        ));
        let read =
            |on| case.state.plan_on(on).map(|(_, _, (number, version))| (number, version.content.objectives.len()));
        assert_eq!((read(day(2023, 4, 2)), read(ON())), (Some((1, 1)), Some((2, 2))));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 1)), "it is no follow-up");
        assert_eq!(case.due(Step::AmiResultsNotice), Some(day(2023, 3, 6)), "what it says is told with the results");
        assert_eq!(case.state.ami[0].duties.len(), 4);
        // Of an earlier day than the last version it cannot be.
        assert_eq!(case.refusal(day(2023, 4, 6), &adapt(other(), ON())), "IMPOSSIBLE_DATES");
    }

    #[test]
    fn d28_what_is_aimed_at_or_done_changes_by_a_concertation_of_its_own() {
        let first = plan_content(day(2023, 3, 1));
        let without = PlanContent { concertation: first.concertation.clone(), ..other() };
        assert_eq!(refusal(without), Some("ADAPTATION_NOT_CONCERTED"));
        assert_eq!(refusal(other()), None);
        let mut alone = other();
        alone.concertation.participants.remove(&PlanParty::Physician);
        assert_eq!(refusal(alone), Some("CONCERTATION_INCOMPLETE"));
        // When it is looked at is between coordinator and person.
        let next = plan_content(ON()).next_follow_up;
        assert_eq!(refusal(PlanContent { next_follow_up: next, ..first.clone() }), None);
        assert_eq!(refusal(first), Some("NOTHING_ADAPTED"));
    }

    #[test]
    fn d16_d19_an_adapted_plan_must_be_what_a_plan_must_be() {
        let with = |change: fn(&mut PlanContent)| {
            let mut content = other();
            change(&mut content);
            refusal(content)
        };
        assert_eq!(with(|content| content.objectives.clear()), Some("PLAN_INCOMPLETE"));
        assert_eq!(with(|content| content.actions[0].kind = crate::ami::ActionKind::JobCoaching), None);
        let late = |content: &mut PlanContent| {
            content.next_follow_up =
                content.next_follow_up.map(|next| crate::ami::NextFollowUp { on: day(2023, 7, 4), ..next });
        };
        assert_eq!(with(late), Some("RHYTHM_UNJUSTIFIED"));
        assert_eq!(Case::committed().refusal(ON(), &adapt(other(), ON())), "NO_PLAN");
        assert_eq!(Case::met().refusal(ON(), &adapt(other(), ON())), "NO_AMI_TRAJECTORY");
        let mut withdrawn = Case::planned();
        let form = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 4, 1));
        withdrawn.on(day(2023, 4, 1), &Command::RecordConsents(form));
        assert_eq!(withdrawn.refusal(ON(), &adapt(other(), ON())), "CONSENT_REFUSED");
        let mut over = Case::planned();
        over.on(ON(), &ended(day(2023, 4, 1), false));
        assert_eq!(over.refusal(ON(), &adapt(other(), ON())), "NO_AMI_TRAJECTORY");
    }

    #[test]
    fn d19_another_rhythm_moves_the_follow_up_openly() {
        let rhythm = |months| PlanContent {
            rhythm: Some(Rhythm { months, reason: FreeText("a course".into()) }),
            next_follow_up: plan_content(ON())
                .next_follow_up
                .map(|next| crate::ami::NextFollowUp { on: day(2023, 4, 20), ..next }),
            ..plan_content(day(2023, 3, 1))
        };
        let mut case = Case::planned();
        case.on(ON(), &adapt(rhythm(5), ON()));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 8, 1)));
        // One month from 1 March would have been over: it counts from the adaptation.
        case.on(day(2023, 4, 10), &adapt(rhythm(1), day(2023, 4, 10)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 5, 10)));
        case.on(day(2023, 5, 2), &interview(day(2023, 5, 2)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 2)));
        let moves = case.events.iter().filter(|event| matches!(event, Event::DeadlineReplanned { .. })).count();
        assert_eq!(moves, 2);
    }

    #[test]
    fn d19_a_shorter_rhythm_gives_no_later_follow_up() {
        let monthly = |on| {
            let rhythm = Some(Rhythm { months: 1, reason: FreeText("a course".into()) });
            let next_on = on + chrono::Days::new(7);
            let next = plan_content(on).next_follow_up.map(|next| crate::ami::NextFollowUp { on: next_on, ..next });
            adapt(PlanContent { rhythm, next_follow_up: next, ..plan_content(on) }, on)
        };
        // Due on 1 June: a month from the adaptation is before that, on that day, and after it.
        let due = [
            (day(2023, 4, 30), day(2023, 5, 30)),
            (day(2023, 5, 2), day(2023, 6, 1)),
            (day(2023, 6, 12), day(2023, 6, 1)),
        ];
        for (on, expected) in due {
            let mut case = Case::planned();
            case.on(on, &monthly(on));
            assert_eq!(case.due(Step::AmiFollowUp), Some(expected), "{on}");
        }
        // From the next follow-up on every month.
        let mut case = Case::planned();
        case.on(day(2023, 6, 12), &monthly(day(2023, 6, 12)));
        case.on(day(2023, 6, 14), &interview(day(2023, 6, 14)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 7, 14)));
    }

    #[test]
    fn d19_t6_a_follow_up_that_was_over_is_missed_before_another_rhythm_moves_it() {
        let rhythm = Some(Rhythm { months: 5, reason: FreeText("a course".into()) });
        for (on, expected) in [(day(2023, 6, 1), None), (day(2023, 6, 2), Some(day(2023, 6, 2)))] {
            let mut case = Case::planned();
            let content = PlanContent { rhythm: rhythm.clone(), ..plan_content(on) };
            case.on(day(2023, 6, 2), &adapt(content, on));
            let of_step = case.state.deadlines.iter().filter(|one| one.plan.step == Step::AmiFollowUp);
            assert_eq!(of_step.map(|one| one.missed_on).collect::<Vec<_>>(), [expected, None]);
        }
    }

    #[test]
    fn d20_d22_an_adapted_plan_neither_renews_nor_prolongs_the_presumption() {
        let mut case = Case::planned();
        let before = case.state.presumptions.clone();
        case.on(day(2023, 4, 5), &adapt(other(), ON()));
        case.on(
            day(2023, 8, 30),
            &Command::Ami(AmiCommand::AdaptPlan {
                content: plan_content(day(2023, 8, 30)),
                on: day(2023, 8, 30),
                reason: FreeText("the end is near".into()),
            }),
        );
        assert_eq!((case.state.presumptions.clone(), before.len()), (before, 1));
        assert_eq!(case.state.presumptions[0].presumed.last, Some(day(2023, 8, 31)));
    }
}
