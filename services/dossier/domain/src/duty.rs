//! Whether, on a day, something calls for a contact (D4, D5, D6, D8).
//!
//! It is read from the dated referrals, requests, contacts, ends and work, so that the order in which they were entered makes
//! no difference. Within one day the order of entry is the order of what happened (own reading).

use chrono::NaiveDate;
use trajet_law::deadline::Plan;
use trajet_law::first_contact::{after_later_category_4, category_4_at_first_estimate};
use trajet_law::law::Judged;

use crate::contact::Purpose;
use crate::permitted::recognised;
use crate::rejection::Rejection;
use crate::state::State;
use crate::trajectory::{Referral, TrajectoryRequest};

/// The duty to have a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Duty {
    /// The day from which it stands.
    pub(crate) since: NaiveDate,
    /// Whether authorised work bars the contact on the day (D5).
    pub(crate) barred: bool,
    /// The number of the request that calls for it.
    pub(crate) request: Option<u32>,
    /// The number of the authorisation whose refusal calls for it.
    pub(crate) authorisation: Option<u32>,
}

impl Duty {
    const fn since(since: NaiveDate) -> Self {
        Self { since, barred: false, request: None, authorisation: None }
    }

    /// Refuses the contact that authorised work bars.
    pub(crate) fn not_barred(self) -> Result<Self, Rejection> {
        if self.barred { Err(Rejection::FirstContactBarred) } else { Ok(self) }
    }
}

/// What calls for a contact on a day. What ended later stood until then, so that what took place before can still be
/// recorded (T6).
pub(crate) fn duty(state: &State, purpose: Purpose, day: NaiveDate) -> Result<Duty, Rejection> {
    let found = match purpose {
        Purpose::Other => Some(Duty::since(recognised(state)?.recognised_on)),
        Purpose::FirstContact => {
            // Route B always leads to an appointment, whatever work is performed.
            let route_b = uncontacted_request(state, day);
            let route_b = route_b.map(|it| Duty { request: Some(it.number), ..Duty::since(it.received_on) });
            let route_a = || {
                let barred = state.working_on(day);
                referral_on(state, day).map(|referral| Duty { barred, ..Duty::since(referral.on) })
            };
            route_b.or_else(route_a)
        }
        Purpose::NegativeDecision => undiscussed(state, day),
        Purpose::FollowUp => {
            let carried_out = state.ami_on(day).filter(|trajectory| trajectory.suspended_on(day).is_none());
            carried_out.map(|trajectory| Duty::since(trajectory.commitment.signed_on()))
        }
    };
    found.ok_or(Rejection::NoContactDue(purpose))
}

/// The request that goes on, on a day, of which no first contact took place.
pub(crate) fn uncontacted_request(state: &State, day: NaiveDate) -> Option<&TrajectoryRequest> {
    state.requests.iter().find(|request| request.goes_on(day) && request.first_contact.is_none())
}

/// The request that goes on, if its first contact is still to take place.
pub(crate) fn request_to_meet(state: &State) -> Option<&TrajectoryRequest> {
    state.request().filter(|request| request.first_contact.is_none() && state.end.is_none())
}

/// The oldest referral that calls for a first contact on a day. It does so beside authorised work too, which only bars the
/// contact for as long as it is performed.
pub(crate) fn referral_on(state: &State, day: NaiveDate) -> Option<&Referral> {
    let stood = |referral: &&Referral| {
        referral.on <= day
            && state.first_contact_day_since(referral.on).is_none()
            && state.ended_since(referral.on).is_none_or(|ended_on| day < ended_on)
            && is_owed(state, referral)
    };
    state.referrals.iter().filter(stood).min_by_key(|referral| referral.on)
}

/// The oldest referral whose first contact is still to take place: no contact, and no end, is dated on its day or later,
/// whichever was entered first.
pub(crate) fn referral_to_meet(state: &State) -> Option<&Referral> {
    let referrals = state.referrals.iter().filter(|referral| settled_on(state, referral).is_none());
    referrals.filter(|referral| is_owed(state, referral)).min_by_key(|referral| referral.on)
}

/// The day on which a first contact, or the end of the trajectory, settled a referral.
pub(crate) fn settled_on(state: &State, referral: &Referral) -> Option<NaiveDate> {
    let held_on = state.first_contact_day_since(referral.on);
    held_on.into_iter().chain(state.ended_since(referral.on)).min()
}

/// Until when a referral gives the first contact (D4).
pub(crate) fn contact_plan(state: &State, referral: &Referral) -> Option<Plan> {
    planned_for(state, referral, state.planning(referral.on))
}

/// The same, with the day of the referral judged by a law.
pub(crate) fn planned_for(state: &State, referral: &Referral, referred: Judged) -> Option<Plan> {
    let start = state.recognition.as_ref()?.incapacity_start;
    Some(if referral.initial {
        category_4_at_first_estimate(start, referred)
    } else {
        after_later_category_4(referred)
    })
}

/// A referral whose contact was to take place before the law calls for nothing (T8). One whose contact was to take place before
/// go-live is not planned; the contact can be held all the same.
fn is_owed(state: &State, referral: &Referral) -> bool {
    planned_for(state, referral, state.judged(referral.on)).is_some_and(|plan| !plan.predates_the_law())
}

/// The negative decision, taken by a day, that was not discussed with the person yet.
fn undiscussed(state: &State, day: NaiveDate) -> Option<Duty> {
    let requests = state.requests.iter().filter(|request| request.goes_on(day));
    let refusal = |request: &TrajectoryRequest| {
        let asked = request.refused().filter(|asked| asked.discussed_on.is_none())?;
        let since = asked.answer.map(|(on, _)| on).filter(|on| *on <= day)?;
        Some(Duty { request: Some(request.number), authorisation: Some(asked.number), ..Duty::since(since) })
    };
    requests.filter_map(refusal).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{Case, day, referred};
    use crate::{ChosenEnd, Command};

    #[test]
    fn d4_a_referral_calls_for_a_contact_up_to_the_day_before_its_end() {
        let mut case = Case::referred();
        let on = day(2023, 1, 5);
        case.on(on, &Command::EndTrajectory { on, reason: ChosenEnd::NotWished });
        let calls = |day| referral_on(&case.state, day).is_some();
        let days = [day(2022, 12, 11), day(2022, 12, 12), day(2023, 1, 4), on, day(2023, 1, 6)];
        assert_eq!(days.map(calls), [false, true, true, false, false]);
    }

    #[test]
    fn t8_a_referral_whose_contact_was_due_before_the_law_calls_for_none() {
        let mut case = Case::opened();
        let on = day(2021, 11, 20);
        case.on(day(2022, 9, 6), &referred(on, false));
        assert!(referral_to_meet(&case.state).is_none() && referral_on(&case.state, on).is_none());
        case.on(day(2022, 9, 7), &referred(day(2022, 9, 6), false));
        assert!(referral_to_meet(&case.state).is_some());
    }
}
