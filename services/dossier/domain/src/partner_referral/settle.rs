//! What follows for referrals from what stands after a decision, whichever decision it was: they end with what they rest on,
//! and what partners owe a word on stands on the coordinator's work list.

use chrono::NaiveDate;
use trajet_law::deadline::{DatedFact, FactKind, Step};
use trajet_law::referral::ReferralEnd;
use trajet_law::replan::Replanned;
use trajet_law::rule::{Ground, Rule};

use super::{PartnerReferral, ReferralEvent, awaited, awaited_plan};
use crate::course::Course;
use crate::event::Event;
use crate::fact::Told;
use crate::look::held_since;
use crate::route_c::in_trajectory;
use crate::state::State;

const STEP: Step = Step::ReferralFollowUp;

/// Ends the referrals that nothing permits any more, and keeps the deadline of the coordinator's look.
pub(crate) fn settle(course: &mut Course, today: NaiveDate) {
    if !course.changed() || course.state.partner_referrals.is_empty() {
        return;
    }
    let open = course.state.partner_referrals.iter().filter(|one| one.course.is_open());
    let over = open.filter_map(|one| Some(((one.number, one.key), over(&course.state, one, today)?)));
    for ((number, key), because) in over.collect::<Vec<_>>() {
        course.push(Event::Referral(ReferralEvent::Ended { number, key, on: today, because }));
    }
    follow(course, today);
}

/// Why a referral ends that was not taken back.
fn over(state: &State, referral: &PartnerReferral, today: NaiveDate) -> Option<ReferralEnd> {
    if state.end.is_some() {
        return Some(ReferralEnd::IncapacityEnded);
    }
    if !state.consents_to_referral(referral.referral.recipient) {
        return Some(ReferralEnd::ConsentWithdrawn);
    }
    let led_to = held_since(state, today).is_some() || referral.by_own_power() && in_trajectory(state, today);
    (!led_to).then_some(ReferralEnd::TrajectoryEnded)
}

/// While something is awaited of a referral, the coordinator looks at it: first at what is awaited first.
fn follow(course: &mut Course, today: NaiveDate) {
    let (plan, open) = (awaited_plan(&course.state), course.state.deadlines.open(STEP).map(|open| open.plan.clone()));
    if plan == open {
        return;
    }
    let settled = open.as_ref().is_some_and(|open| !still_awaited(&course.state, open.counted.from.only()));
    match (plan, open) {
        (Some(after), Some(before)) if !settled => {
            course.replan(Replanned { before, after }, today, (Rule::X4.into(), None));
        }
        (plan, open) => {
            if open.is_some() {
                match last(course) {
                    Some(Settled::Said(on)) => course.meet(STEP, on),
                    Some(Settled::Ended(fact, because)) => course.waive(STEP, fact.on, because, fact),
                    // What it rested on was taken back as a mistake: it is waived with that.
                    None => return,
                }
            }
            if let Some(plan) = plan {
                course.plan(plan, today);
            }
        }
    }
}

/// Whether the look is open at what no partner owes a word on any more: what it rested on was taken back as a mistake.
pub(crate) fn is_left_open(state: &State) -> bool {
    let open = state.deadlines.open(STEP).map(|open| &open.plan);
    open.is_some_and(|open| {
        awaited_plan(state).as_ref() != Some(open) && !still_awaited(state, open.counted.from.only())
    })
}

fn still_awaited(state: &State, counted: Option<DatedFact>) -> bool {
    counted.is_some_and(|counted| awaited(state).contains(&counted))
}

/// By what something is not awaited any more: a word of a partner or an act of the coordinator, or an end.
enum Settled {
    Said(NaiveDate),
    Ended(DatedFact, Ground),
}

fn last(course: &Course) -> Option<Settled> {
    let settled = course.events().iter().rev().find_map(|event| match event {
        Event::Referral(event @ ReferralEvent::Ended { on, .. }) => {
            Some(Settled::Ended(FactKind::ReferralEnd.on(*on), event.ground()))
        }
        Event::Referral(ReferralEvent::Made(_)) | Event::ContactHeld(_) | Event::Looked(_) => {
            Some(Settled::Said(event.effective_on()))
        }
        Event::Noted(fact) => match fact.told {
            Told::Referral { said, .. } => Some(Settled::Said(said.on)),
            _ => None,
        },
        _ => None,
    });
    let over = || {
        let mut ends = course.events().iter().filter(|event| matches!(event, Event::TrajectoryEnded { .. }));
        ends.next_back().map(|event| Settled::Ended(FactKind::TrajectoryEnd.on(event.effective_on()), event.ground()))
    };
    settled.or_else(over)
}
