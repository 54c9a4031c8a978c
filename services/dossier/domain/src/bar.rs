//! Authorised work bars the first contact of route A (D5).
//!
//! Circular 2022/383, part III, 3.1, step 7: no first contact takes place while it is performed. The circular does not
//! say what follows it; the contact is then planned again (own reading, [`after_bar`]). Work that began after the last day
//! of the contact bars it as well, but gives nobody more time: the deadline that was missed stays (own reading).

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, FactKind, Plan, Step};
use trajet_law::rule::Rule;
use trajet_law::taken_over::{TakenOver, not_judged};

use crate::contact::Purpose;
use crate::course::Course;
use crate::duty::{referral_to_meet, settled_on, uncontacted_request};
use crate::event::Event;
use crate::route_a::{RouteA, works};
use crate::state::State;

/// Does what the tracks do to the first contact of route A: waives it, and cancels its appointments.
pub(crate) fn apply_bar(course: &mut Course) {
    let state = &course.state;
    let open = state.deadlines.open(Step::FirstContactCategory4).zip(state.route_a());
    let barred = open.and_then(|(open, asked)| Some((asked.barred_by(state, open.plan.due)?.from, asked.since())));
    if let Some((work_from, asked_since)) = barred {
        let on = TakenOver::not_before(state.taken_over(), work_from.max(asked_since));
        course.waive(Step::FirstContactCategory4, on, Rule::D5.into(), FactKind::WorkBegun.on(work_from));
    }
    let barred = course.state.open_appointments().filter(|appointment| {
        // Route B always leads to an appointment.
        appointment.purpose == Purpose::FirstContact && uncontacted_request(&course.state, appointment.on).is_none()
    });
    let work = |day| works(&course.state).find(|track| track.in_force_on(day));
    let barred: Vec<_> = barred.filter_map(|it| Some((it.number, work(it.on)?.from.max(it.invitation.on)))).collect();
    for (number, on) in barred {
        course.push(Event::AppointmentCancelled { number, on, because: Rule::D5.into() });
    }
}

/// The first contact that authorised work took away and that is still to be held after it.
pub(crate) fn barred(state: &State) -> Option<(RouteA<'_>, &Plan)> {
    let deadline = state.deadlines.last(Step::FirstContactCategory4)?;
    let by_work = matches!(deadline.closed, Some(Closure::Waived { because, .. }) if because.rule == Rule::D5);
    let asked = state.route_a().filter(|asked| settled_on(state, asked.referral).is_none())?;
    (by_work && state.end.is_none()).then_some((asked, &deadline.plan))
}

/// The first contact of a referral that nothing is planned for, by its last day or, where that lay before go-live, by the one that
/// authorised work left it. `None` while work keeps it back whose end is not known.
fn of_before_go_live(state: &State) -> Option<(RouteA<'_>, Plan)> {
    state.taken_over().filter(|_| state.end.is_none())?;
    if state.deadlines.open(Step::FirstContactCategory4).is_some() || barred(state).is_some() {
        return None;
    }
    let mut asked = RouteA { referral: referral_to_meet(state)?, after_work: None };
    loop {
        let plan = asked.plan(state, State::judged)?;
        let Some(work) = asked.barred_by(state, plan.due).filter(|_| !state.judges(&plan)) else {
            return Some((asked, plan));
        };
        asked = asked.after(state, work)?;
    }
}

/// The first contact of before go-live of which nothing is known: no work kept it back until then.
#[must_use]
pub fn not_known(state: &State) -> Option<Plan> {
    let (_, plan) = of_before_go_live(state)?;
    (not_judged(&plan, state.taken_over()) == Some(TakenOver::ground())).then_some(plan)
}

/// The first contact as it is planned after the authorised work that kept it back, or as it was where there never was such work;
/// with the last day before it. `None` where no end is known, or the contact is not to be held any more.
pub(crate) fn planned_after(state: &State) -> Option<(NaiveDate, Plan)> {
    let asked = match barred(state) {
        Some((asked, before)) => match asked.barred_by(state, before.due) {
            Some(work) => asked.after(state, work)?,
            None => asked,
        },
        None => of_before_go_live(state).map(|(asked, _)| asked).filter(|asked| asked.after_work.is_some())?,
    };
    state.judges(&asked.plan(state, State::judged)?).then_some(())?;
    Some((asked.since().pred_opt()?, asked.plan(state, State::planning)?))
}

/// Plans the first contact again if the work that took it away ended on a day or before.
pub(crate) fn lift_bar(course: &mut Course, by: NaiveDate) {
    let Some((ended_on, plan)) = planned_after(&course.state).filter(|(ended_on, _)| *ended_on <= by) else {
        return;
    };
    let on = TakenOver::not_before(course.state.taken_over(), ended_on.succ_opt().unwrap_or(ended_on));
    course.push(Event::DeadlinePlanned { plan, on });
    apply_bar(course);
}
