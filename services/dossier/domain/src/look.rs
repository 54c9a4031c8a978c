//! The look at a dossier of which no plan is followed up: at least once in three months (practice slides, D19).
//!
//! Own readings. A dossier is with the coordinator from the first contact on, until what led to it has ended. Each contact is a look
//! at it, and so is the day on which the follow-up of a plan stops: while a plan is followed up nothing else is asked. The person whose
//! first contact was before go-live is in sight too, until consents are entered or asked again: that is what the look is for then.

use chrono::NaiveDate;
use trajet_law::ami::look_plan;
use trajet_law::deadline::{DatedFact, FactKind, Step};
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::TakenOver;

use crate::ami::AmiTrajectory;
use crate::consent::ConsentPurpose;
use crate::course::Course;
use crate::people::SubjectId;
use crate::state::State;

/// A look at a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The day.
    pub on: NaiveDate,
    /// Who looked: the subject of the credential.
    pub by: SubjectId,
}

/// Plans the look that is asked, and meets or waives the one that was, by what a decision changed of a case.
pub(crate) fn follow(before: &State, course: &mut Course) {
    let open = course.state.deadlines.open(Step::DossierLook).is_some();
    match last_look(&course.state) {
        None => {
            if let Some((on, because, fact)) = not_asked(&course.state) {
                course.waive(Step::DossierLook, on, because, fact);
            }
        }
        Some(last) => {
            let looked_on = looked_on(&course.state).filter(|_| open);
            if let Some(looked_on) = looked_on.filter(|at| last_look(before).is_some_and(|former| former.on < at.on)) {
                course.meet(Step::DossierLook, looked_on.on);
            }
            if let Some(decided_on) = asked_again(before, &course.state) {
                course.meet_open(Step::DossierLook, decided_on);
            }
            let counted = |fact: DatedFact| look_plan(course.state.planning(fact.on).being(fact.kind));
            let plan = TakenOver::or_from_go_live(course.state.taken_over(), last, counted);
            course.plan(plan, last.on);
        }
    }
}

/// The day of the first contact of what goes on, on a day: since then the dossier is with the coordinator.
pub(crate) fn held_since(state: &State, day: NaiveDate) -> Option<NaiveDate> {
    let referred = state.referrals_on(day).filter_map(|referral| state.first_contact_day_since(referral.on));
    let requests = state.requests.iter().filter(|request| request.goes_on(day));
    let asked = requests.filter_map(|request| request.first_contact);
    referred.chain(asked).filter(|on| *on <= day).min()
}

/// Whether the plan of a trajectory is followed up on a day.
pub(crate) fn is_followed_up(state: &State, day: NaiveDate) -> bool {
    let planned = |trajectory: &AmiTrajectory| trajectory.plan_established_on().is_some_and(|on| on <= day);
    state.ami_on(day).is_some_and(|trajectory| planned(trajectory) && trajectory.suspended_on(day).is_none())
}

/// By what a dossier that is to be looked at was last looked at, or from what on it is to be.
pub(crate) fn last_look(state: &State) -> Option<DatedFact> {
    let day = NaiveDate::MAX;
    let granted = state.consents.granted(ConsentPurpose::Trajectory);
    if state.end.is_some() || !(granted || consents_to_be_asked_again(state)) || is_followed_up(state, day) {
        return None;
    }
    held_since(state, day)?;
    let consent = state.consents.in_force_since(ConsentPurpose::Trajectory).map(|on| FactKind::Consent.on(on));
    looked_on(state).into_iter().chain(consent).max_by_key(|fact| fact.on)
}

/// Whether the consents of a first contact of before go-live, which are not taken over, were neither entered nor asked again (D3).
fn consents_to_be_asked_again(state: &State) -> bool {
    state.contacted_before_go_live.is_some() && state.consents.since(ConsentPurpose::Trajectory).is_none()
}

/// The day on which a decision entered them.
fn asked_again(before: &State, after: &State) -> Option<NaiveDate> {
    let decided_on = after.consents.since(ConsentPurpose::Trajectory).filter(|_| consents_to_be_asked_again(before))?;
    Some(TakenOver::not_before(after.taken_over(), decided_on))
}

/// What a dossier was last looked at by: a contact, a look, or the end or suspension of a trajectory.
fn looked_on(state: &State) -> Option<DatedFact> {
    let before = state.contacted_before_go_live;
    let contacts = state.contacts.iter().map(|contact| contact.on).chain(before).map(|on| FactKind::Contact.on(on));
    let looks = state.looks.iter().map(|look| FactKind::Looked.on(look.on));
    let suspensions =
        state.ami.iter().flat_map(|trajectory| &trajectory.suspensions).map(|one| FactKind::AmiSuspended.on(one.since));
    let ends = state.ami.iter().filter_map(AmiTrajectory::last_day).map(|on| FactKind::AmiEnd.on(on));
    contacts.chain(looks).chain(suspensions).chain(ends).max_by_key(|fact| fact.on)
}

/// Whether a look is open that nothing asks for, though nothing took it away: what led to it was taken back as a mistake.
pub(crate) fn is_left_open(state: &State) -> bool {
    state.deadlines.open(Step::DossierLook).is_some() && last_look(state).is_none() && not_asked(state).is_none()
}

/// Since when, why and by which fact the look is not asked any more.
fn not_asked(state: &State) -> Option<(NaiveDate, Ground, DatedFact)> {
    let day = NaiveDate::MAX;
    let withdrawn = !state.consents.granted(ConsentPurpose::Trajectory);
    let since = state.consents.since(ConsentPurpose::Trajectory).filter(|_| withdrawn);
    let ended = || {
        let last = state.ends.iter().max_by_key(|end| end.on)?;
        Some((last.on, last.reason.ground(), FactKind::TrajectoryEnd.on(last.on)))
    };
    let planned = state.ami_on(day).filter(|_| is_followed_up(state, day));
    let planned = planned.and_then(|trajectory| {
        let fact = trajectory.followed_up_since()?;
        Some((trajectory.last_act(state).on, Rule::D19.into(), fact))
    });
    let consent = since.map(|on| (on, Rule::D3.into(), FactKind::Consent.on(on)));
    consent.or(planned).or_else(ended)
}
