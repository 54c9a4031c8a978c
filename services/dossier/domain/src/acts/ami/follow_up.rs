//! A follow-up of the plan that is no interview. Circular 2022/383, part IV, 4.3 (D17, D19, D27): the coordinator follows the plan
//! up with the person, and with others concerned where the person agrees and in concertation with the physician.

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use super::adapt_plan::not_suspended;
use super::establish_plan::agreed;
use super::interview;
use crate::ami::{AmiHappened, AmiRejection, AmiTrajectory, FollowUp, PlanParty};
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{consented, recognised, within_incapacity};
use crate::rejection::Rejection;

/// Records the follow-up: the three months roll from it.
pub(crate) fn decide(course: &mut Course, follow_up: &FollowUp, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    let known = recognised(state)?;
    let on = follow_up.on;
    let followed_up = ImpossibleDate::outside(DateField::FollowedUpOn, on, known.recognised_on, today);
    let concerted = follow_up
        .concerted_on
        .and_then(|day| ImpossibleDate::outside(DateField::ConcertedOn, day, known.incapacity_start, on.min(today)));
    possible(followed_up.into_iter().chain(concerted))?;
    within_incapacity(state, on)?;
    let trajectory = state.ami_on(on).ok_or(AmiRejection::NoAmiTrajectory)?;
    if trajectory.plan_established_on().is_none_or(|established_on| on < established_on) {
        return Err(AmiRejection::NoPlan.into());
    }
    not_suspended(trajectory, on)?;
    consented(state)?;
    if !follow_up.participants.contains(&PlanParty::InsuredPerson) {
        return Err(AmiRejection::FollowUpWithoutPerson.into());
    }
    agreed(state, &follow_up.participants, follow_up.agreed)?;
    concerted_with_the_physician(trajectory, follow_up)?;

    let (number, rolls) = (trajectory.number, interview::rolls(state, on));
    course.push(Event::ami(number, AmiHappened::FollowedUp(follow_up.clone())));
    if rolls && course.state.is_last_ami(number) {
        course.meet(Step::AmiFollowUp, on);
    }
    Ok(())
}

/// Who is outside the mutuality is contacted in concertation with the physician (Circular 2022/383, part II, 2.2.1): on a day that is
/// named, or since the physician takes part as well. Who took part in the concertation on the plan as it holds is no further
/// question: the physician was there (D28; own reading).
fn concerted_with_the_physician(trajectory: &AmiTrajectory, follow_up: &FollowUp) -> Result<(), Rejection> {
    let version = trajectory.plan.as_ref().and_then(|plan| plan.on(follow_up.on));
    let of_the_plan =
        |party: &PlanParty| version.is_some_and(|(_, held)| held.content.concertation.participants.contains(party));
    let others = follow_up.participants.iter().any(|party| party.is_outside() && !of_the_plan(party));
    let with_physician = follow_up.concerted_on.is_some() || follow_up.participants.contains(&PlanParty::Physician);
    if others && !with_physician { Err(Rejection::NotConcerted) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;
    use crate::ami::{AmiCommand, FreeText};
    use crate::consent::ConsentPurpose;
    use crate::samples::{Case, adapt, day, followed_up, form, interview, plan_content};

    fn with(on: NaiveDate, change: impl FnOnce(&mut FollowUp)) -> Command {
        let mut follow_up = followed_up(on);
        change(&mut follow_up);
        Command::Ami(AmiCommand::FollowUp(follow_up))
    }

    #[test]
    fn d19_a_follow_up_without_an_interview_rolls_the_three_months_and_tells_nobody_anything() {
        let mut case = Case::planned();
        case.on(day(2023, 5, 20), &with(day(2023, 5, 15), |_| ()));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 8, 15)));
        assert_eq!(case.state.ami[0].duties.len(), 3, "the treating physician is told of interviews");
        case.on(day(2023, 5, 21), &with(day(2023, 5, 1), |_| ()));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 8, 15)), "one entered late moves nothing");
        case.on(day(2023, 8, 1), &interview(day(2023, 8, 1)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 11, 1)));
    }

    #[test]
    fn d17_d19_it_takes_place_with_the_person_and_with_others_by_agreement_and_consent() {
        let on = day(2023, 5, 15);
        let refusal = |command: &Command| Case::planned().refusal(on, command);
        assert_eq!(refusal(&with(on, |it| it.participants.clear())), "FOLLOW_UP_WITHOUT_PERSON");
        let adviser = |agreed| {
            with(on, move |it| {
                it.participants.insert(PlanParty::RegionalAdviser);
                it.agreed = agreed;
                it.concerted_on = Some(on);
            })
        };
        assert_eq!(refusal(&adviser(false)), "NOT_AGREED");
        Case::planned().on(on, &adviser(true));
        let mut withdrawn = Case::planned();
        let form = form(&[(ConsentPurpose::Exchange, false)], day(2023, 4, 1));
        withdrawn.on(day(2023, 4, 1), &Command::RecordConsents(form));
        assert_eq!(withdrawn.refusal(on, &adviser(true)), "EXCHANGE_REFUSED");
    }

    #[test]
    fn d27_others_than_those_of_the_plan_take_part_in_concertation_with_the_physician() {
        let on = day(2023, 5, 15);
        let adviser = |concerted_on, physician| {
            with(on, move |it| {
                it.participants.insert(PlanParty::RegionalAdviser);
                it.participants.extend(Some(PlanParty::Physician).filter(|_| physician));
                it.agreed = true;
                it.concerted_on = concerted_on;
            })
        };
        assert_eq!(Case::planned().refusal(on, &adviser(None, false)), "CONCERTATION_MISSING");
        for wrong in [day(2022, 8, 31), day(2023, 5, 16)] {
            assert_eq!(Case::planned().refusal(day(2023, 5, 20), &adviser(Some(wrong), false)), "IMPOSSIBLE_DATES");
        }
        Case::planned().on(on, &adviser(Some(day(2023, 5, 2)), false));
        Case::planned().on(on, &adviser(None, true));
        // Who took part in the concertation on the plan, in which the physician did.
        let mut content = plan_content(day(2023, 4, 3));
        content.concertation.participants.insert(PlanParty::RegionalAdviser);
        content.concertation.agreed = true;
        content.objectives.push(FreeText("a traineeship".into()));
        let mut case = Case::planned();
        case.on(day(2023, 4, 3), &adapt(content, day(2023, 4, 3)));
        case.on(on, &adviser(None, false));
    }

    #[test]
    fn d19_there_is_a_plan_to_follow_up() {
        let on = day(2023, 5, 15);
        assert_eq!(Case::committed().refusal(on, &with(on, |_| ())), "NO_PLAN");
        assert_eq!(Case::planned().refusal(on, &with(day(2023, 2, 28), |_| ())), "NO_PLAN");
        Case::planned().on(on, &with(day(2023, 3, 1), |_| ()));
        assert_eq!(Case::met().refusal(on, &with(on, |_| ())), "NO_AMI_TRAJECTORY");
        assert_eq!(Case::planned().refusal(on, &with(day(2023, 5, 16), |_| ())), "IMPOSSIBLE_DATES");
    }
}
