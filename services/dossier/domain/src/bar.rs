//! Authorised work bars the first contact of route A (D5).
//!
//! Circular 2022/383, part III, 3.1, step 7: no first contact takes place while it is performed. The circular does not
//! say what follows it; the contact is then planned again (own reading, [`after_bar`]). Work that began after the last day
//! of the contact bars it as well, but gives nobody more time: the deadline that was missed stays (own reading).

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, Deadline, Plan, Step};
use trajet_law::first_contact::after_bar;
use trajet_law::rule::Rule;

use crate::contact::Purpose;
use crate::course::Course;
use crate::duty::{contact_plan, referral_to_meet, settled_on, uncontacted_request};
use crate::event::Event;
use crate::fact::{Track, TrackKind};
use crate::state::State;

/// Does what the tracks do to the first contact of route A: waives it, and cancels its appointments.
pub(crate) fn apply_bar(course: &mut Course) {
    if let Some((track, planned_on)) = barring(&course.state) {
        course.waive(Step::FirstContactCategory4, track.from.max(planned_on), Rule::D5.into());
    }
    let barred = course.state.open_appointments().filter(|appointment| {
        // Route B always leads to an appointment.
        appointment.purpose == Purpose::FirstContact && uncontacted_request(&course.state, appointment.on).is_none()
    });
    let work = |day| course.state.tracks.iter().find(|track| is_work(track) && track.in_force_on(day));
    let barred: Vec<_> = barred.filter_map(|it| Some((it.number, work(it.on)?.from.max(it.invitation.on)))).collect();
    for (number, on) in barred {
        course.push(Event::AppointmentCancelled { number, on, because: Rule::D5.into() });
    }
}

fn is_work(track: &Track) -> bool {
    track.kind == TrackKind::AuthorisedWork
}

/// The first authorised work that is not over before an open first contact of route A was planned, and did not begin after
/// its last day; with the day of the planning.
fn barring(state: &State) -> Option<(Track, NaiveDate)> {
    let due = state.deadlines.open(Step::FirstContactCategory4)?.plan.due;
    let planned_on = state.route_a?.planned_on;
    let work = state.tracks.iter().filter(|track| is_work(track));
    let lasting = work.filter(|track| track.until.is_none_or(|until| planned_on <= until));
    let in_time = lasting.filter(|track| due.is_none_or(|due| track.from <= due));
    in_time.min_by_key(|track| track.from).map(|track| (*track, planned_on))
}

/// The first contact that authorised work took away and that is still to be held after it.
pub(crate) fn barred_deadline(state: &State) -> Option<&Deadline> {
    let deadline = state.deadlines.last(Step::FirstContactCategory4)?;
    let by_work = matches!(deadline.closed, Some(Closure::Waived { because, .. }) if because.rule == Rule::D5);
    let referred_on = state.route_a?.referred_on;
    let mut referrals = state.referrals.iter().filter(|referral| referral.on == referred_on);
    let pending = referrals.any(|referral| settled_on(state, referral).is_none());
    (by_work && pending && state.end.is_none()).then_some(deadline)
}

/// The last day of the authorised work that took a first contact away, and the contact as it is planned after it; `None`
/// where no end is known, or the contact is not to be held any more.
pub(crate) fn planned_after(state: &State) -> Option<(NaiveDate, Plan)> {
    let deadline = barred_deadline(state)?;
    let Some(Closure::Waived { on: waived_on, .. }) = deadline.closed else { return None };
    let mut day = waived_on;
    while let Some(track) = state.tracks.iter().find(|track| is_work(track) && track.in_force_on(day)) {
        day = track.until?.succ_opt()?;
    }
    let ended_on = day.pred_opt()?;
    let plan = after_bar(&deadline.plan, state.planning(ended_on));
    state.judges(&plan).then_some((ended_on, plan))
}

/// The same for a contact whose last day lay before go-live, and which work kept back from before that day on.
fn after_work_of_before(state: &State) -> Option<(NaiveDate, Plan)> {
    let never_planned = state.deadlines.last(Step::FirstContactCategory4).is_none();
    state.taken_over().filter(|_| never_planned && state.end.is_none())?;
    let plan = referral_to_meet(state).and_then(|referral| contact_plan(state, referral))?;
    let due = plan.due.filter(|_| !state.judges(&plan))?;
    let mut day = due;
    while let Some(track) = state.tracks.iter().find(|track| is_work(track) && track.in_force_on(day)) {
        day = track.until?.succ_opt()?;
    }
    let ended_on = day.pred_opt().filter(|ended_on| due <= *ended_on)?;
    let plan = after_bar(&plan, state.planning(ended_on));
    state.judges(&plan).then_some((ended_on, plan))
}

/// Plans the first contact again if the work that took it away ended on a day or before.
pub(crate) fn lift_bar(course: &mut Course, by: NaiveDate) {
    let planned = planned_after(&course.state).or_else(|| after_work_of_before(&course.state));
    let Some((ended_on, plan)) = planned.filter(|(ended_on, _)| *ended_on <= by) else {
        return;
    };
    let on = ended_on.succ_opt().unwrap_or(ended_on);
    course.push(Event::DeadlinePlanned { plan, on });
    apply_bar(course);
}
