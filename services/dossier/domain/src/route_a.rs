//! What a first contact of route A is asked for: a referral, and the authorised work after which it is asked again (D4, D5).
//!
//! The deadline says so itself, by the facts that it was counted from: nothing is inferred from the day on which it was planned.

use chrono::NaiveDate;
use trajet_law::deadline::{Deadline, FactKind, Plan, Step};
use trajet_law::first_contact::after_bar;
use trajet_law::law::Judged;

use crate::duty::{planned_for, referral_to_meet};
use crate::fact::{Track, TrackKind};
use crate::state::State;
use crate::trajectory::Referral;

const STEP: Step = Step::FirstContactCategory4;

/// What a first contact is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RouteA<'a> {
    /// The referral.
    pub(crate) referral: &'a Referral,
    /// The last day of the authorised work after which it is asked again.
    pub(crate) after_work: Option<NaiveDate>,
}

impl RouteA<'_> {
    /// From which day it is asked: that of the referral, or the day after the work.
    pub(crate) fn since(&self) -> NaiveDate {
        self.after_work.and_then(|last_day| last_day.succ_opt()).unwrap_or(self.referral.on)
    }

    /// Until when, by the law for a day on which something happened.
    pub(crate) fn plan(&self, state: &State, law: fn(&State, NaiveDate) -> Judged) -> Option<Plan> {
        let plan = planned_for(state, self.referral, law(state, self.referral.on))?;
        Some(self.after_work.map_or_else(|| plan.clone(), |last_day| after_bar(&plan, law(state, last_day))))
    }

    /// The first authorised work that is not over before the contact is asked, and did not begin after its last day: it bars it.
    pub(crate) fn barred_by(&self, state: &State, due: Option<NaiveDate>) -> Option<Track> {
        let lasting = works(state).filter(|track| track.until.is_none_or(|until| self.since() <= until));
        let in_time = lasting.filter(|track| due.is_none_or(|due| track.from <= due));
        in_time.min_by_key(|track| track.from).copied()
    }

    /// The same contact as it is asked after work and whatever follows that without a day between; `None` where no end is known.
    pub(crate) fn after(self, state: &State, work: Track) -> Option<Self> {
        let mut day = work.from.max(self.since());
        while let Some(track) = works(state).find(|track| track.in_force_on(day)) {
            day = track.until?.succ_opt()?;
        }
        Some(Self { after_work: day.pred_opt(), ..self })
    }
}

/// The authorised work that was told.
pub(crate) fn works(state: &State) -> impl Iterator<Item = &Track> {
    state.tracks.iter().filter(|track| track.kind == TrackKind::AuthorisedWork)
}

impl State {
    /// What the last deadline of a first contact of route A was planned for.
    pub(crate) fn route_a(&self) -> Option<RouteA<'_>> {
        let last = self.deadlines.last(STEP)?;
        // One that was stored before this was recorded is of the referral of the one before it, or of the one that is to be met.
        let named =
            self.deadlines.iter().rev().filter(|one| one.plan.step == STEP).find_map(|one| referral_of(self, one));
        let referral = named.or_else(|| referral_to_meet(self)).or_else(|| self.referrals.last())?;
        Some(RouteA { referral, after_work: counted_from(last, FactKind::WorkEnd) })
    }
}

/// The referral that a deadline names. One of the first estimate counts from the first day too.
fn referral_of<'a>(state: &'a State, deadline: &Deadline) -> Option<&'a Referral> {
    let on = counted_from(deadline, FactKind::Referral)?;
    let initial = counted_from(deadline, FactKind::FirstDay).is_some();
    state.referrals.iter().find(|referral| (referral.on, referral.initial) == (on, initial))
}

fn counted_from(deadline: &Deadline, kind: FactKind) -> Option<NaiveDate> {
    deadline.plan.counted.from.iter().find(|fact| fact.kind == kind).map(|fact| fact.on)
}
