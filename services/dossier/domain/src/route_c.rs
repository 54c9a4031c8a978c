//! What follows for who presented themselves to a regional service in primary incapacity (X8): the coordinator offers route B.
//!
//! Practice slides; the circular has no base for it. Who is invalid is received by the service, and nothing is asked of the
//! coordinator.
//!
//! Own readings. A contact with the person since, one of just before go-live included, or their own request, is that offer. Who was
//! in a trajectory on that day, by either route, needs none: the rule points the person to the coordinator for what they have; so
//! nor does who was sent to the service by a referral, which is made in a trajectory only. While consent to the trajectory is
//! refused or taken back nothing is asked (D3). It is read from the dated facts that stand, so that a corrected first day asks
//! for the offer or takes it away (T9), and a contact of before the end is the offer whenever it is entered (T6).

use chrono::NaiveDate;
use trajet_law::deadline::{DatedFact, FactKind, Plan, Step};
use trajet_law::replan::Replanned;
use trajet_law::route_c::{Presentation, Reception, offer_plan};
use trajet_law::rule::{Ground, Rule};

use crate::consent::ConsentPurpose;
use crate::course::Course;
use crate::event::Event;
use crate::fact::Told;
use crate::state::State;

const STEP: Step = Step::RouteBOffer;

/// The offer that is to be made: that of the earliest presentation which nothing answered yet.
pub(crate) fn offer(state: &State) -> Option<Plan> {
    if state.end.is_some() || state.consents.refused_since(ConsentPurpose::Trajectory).is_some() {
        return None;
    }
    let unanswered = pointed(state).filter(|presented| answered_on(state, presented.on).is_none());
    let plans = unanswered.map(|presented| offer_plan(state.planning(presented.on)));
    plans.filter(|plan| state.judges(plan)).min_by_key(|plan| plan.opens)
}

/// The presentations in primary incapacity.
fn pointed(state: &State) -> impl Iterator<Item = &Presentation> {
    state.presentations.iter().filter(|presented| state.reception(presented) == Some(Reception::PointedToRouteB))
}

/// The day on which a presentation was answered: that of the first contact of any kind, or request, since; that of the
/// presentation itself where the person was in a trajectory.
fn answered_on(state: &State, presented: NaiveDate) -> Option<NaiveDate> {
    let contacts = state.contacts.iter().map(|contact| contact.on).chain(state.contacted_before_go_live);
    let requests = state.requests.iter().map(|request| request.received_on);
    let had_one = in_trajectory(state, presented).then_some(presented);
    contacts.chain(requests).filter(|on| presented <= *on).chain(had_one).min()
}

/// Whether the person was in a trajectory on a day: by the physician's referral, by their own request, or in that of the sickness
/// insurance, which may outlast both.
pub(crate) fn in_trajectory(state: &State, day: NaiveDate) -> bool {
    let asked = state.requests.iter().any(|request| request.goes_on(day));
    asked || state.referrals_on(day).next().is_some() || state.ami_on(day).is_some()
}

/// The day of the presentation for which an offer was planned, if that stands.
fn presented_for(state: &State, offer: &Plan) -> Option<NaiveDate> {
    offer.opens.filter(|on| state.presentations.iter().any(|one| one.on == *on))
}

/// Whether an offer is open to who did not present themselves, as was told by mistake.
pub(crate) fn is_left_open(state: &State) -> bool {
    let open = state.deadlines.open(STEP);
    open.is_some_and(|open| presented_for(state, &open.plan).is_none() && offer(state).is_none())
}

/// Plans the offer that is asked, and meets, moves or waives the one that was, by what stands after a decision.
pub(crate) fn follow(course: &mut Course, today: NaiveDate) {
    let last = course.state.deadlines.last(STEP).map(|last| last.plan.clone());
    let open = last.clone().filter(|_| course.state.deadlines.open(STEP).is_some());
    let asked = offer(&course.state);
    // Where nothing was decided, the law may only take it away.
    if asked.is_some() && (asked == open || !course.changed()) {
        return;
    }
    let opens = last.and_then(|last| last.opens);
    let presented = pointed(&course.state).map(|one| one.on).find(|on| opens == Some(*on));
    // Of one that was waived too: `meet` knows what took place before.
    if let Some(on) = presented.and_then(|on| answered_on(&course.state, on)) {
        course.meet(STEP, on);
    } else if let Some(before) = open {
        if let Some(after) = asked {
            return course.replan(Replanned { before, after }, today, (Rule::X8.into(), None));
        }
        let Some((on, because, fact)) = taken_away(course, &before, today) else { return };
        course.waive(STEP, on, because, fact);
    }
    if let Some(plan) = asked {
        course.plan(plan, today);
    }
}

/// Since when, why and by which fact an offer is not asked any more that nobody answered: another first day, consent that was taken
/// back, or another law. `None` where the presentation was told by mistake: it is waived with that.
fn taken_away(course: &Course, before: &Plan, today: NaiveDate) -> Option<(NaiveDate, Ground, DatedFact)> {
    presented_for(&course.state, before)?;
    let corrected_on = course.events().iter().find_map(|event| match event {
        Event::Noted(fact) => match fact.told {
            Told::StartCorrected { on, .. } => Some(on),
            _ => None,
        },
        _ => None,
    });
    if let Some(on) = corrected_on {
        return Some((today, Rule::T9.into(), FactKind::FirstDayCorrected.on(on)));
    }
    let first_day = FactKind::FirstDay.on(course.state.recognition.as_ref()?.incapacity_start);
    Some(match course.state.consents.refused_since(ConsentPurpose::Trajectory) {
        Some(on) => (before.opens.map_or(on, |opens| on.max(opens)), Rule::D3.into(), FactKind::Consent.on(on)),
        None => (today, Rule::T8.into(), first_day),
    })
}

#[cfg(test)]
mod tests;
