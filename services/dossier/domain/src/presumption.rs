//! The statutory presumptions of incapacity of a case: Circular 2022/383, part VI (D20 to D23, M18).
//!
//! A presumption follows from dated facts alone. After every decision what the facts give is compared with what is recorded,
//! and the difference is recorded: so it makes no difference which fact was told first, and nothing that is no such fact, a
//! suspended trajectory or an adapted plan, changes anything.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_law::presumption::{Basis, Beside, Presumption, Span, codex_plans, presumption};

use crate::ami::AmiEndReason;
use crate::course::Course;
use crate::event::Event;
use crate::fact::{CodexKind, TrackKind};
use crate::state::State;

/// A presumption of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePresumption {
    /// Its number in the case, from 1.
    pub number: u32,
    /// What it belongs to.
    pub of: PresumptionOf,
    /// Its days, and what ends it.
    pub presumed: Presumption,
}

/// What a presumption belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PresumptionOf {
    /// The plan of the AMI trajectory with this number.
    Ami(u32),
    /// A plan of a CODEX trajectory, of which this service told: its enterprise number; none where it was not noted.
    Codex(Option<String>),
    /// The rehabilitation programme with this number in the case.
    Programme(u32),
}

impl State {
    /// The presumptions that cover a day (D23).
    pub fn presumed_on(&self, day: NaiveDate) -> impl Iterator<Item = &CasePresumption> {
        self.presumptions.iter().filter(move |one| one.presumed.covers(day))
    }
}

/// Records what the facts give and is not recorded.
pub(crate) fn follow(course: &mut Course) {
    let known = known(&course.state);
    let mut recorded: Vec<_> = course.state.presumptions.clone();
    let mut take =
        |same: &dyn Fn(&CasePresumption) -> bool| recorded.iter().position(same).map(|place| recorded.remove(place));
    // The plan that was signed on the same day is the same plan. Of the others, one of the same trajectory or service is the
    // one that turns out to begin on another day.
    let same_day: Vec<_> = known
        .into_iter()
        .map(|(of, presumed)| (take(&|one| one.of == of && one.presumed.first == presumed.first), of, presumed))
        .collect();
    for (recorded, of, presumed) in same_day {
        match recorded.or_else(|| take(&|one| one.of == of)) {
            Some(one) if one.presumed == presumed => {}
            Some(one) if begins_alike(&one.presumed, &presumed) => {
                course.push(Event::PresumptionEnded(CasePresumption { presumed, ..one }));
            }
            one => {
                let next = course.state.presumptions.len();
                let number = one.map_or(u32::try_from(next).unwrap_or(u32::MAX).saturating_add(1), |one| one.number);
                course.push(Event::PresumptionBegan(CasePresumption { number, of, presumed }));
            }
        }
    }
}

fn begins_alike(one: &Presumption, other: &Presumption) -> bool {
    (one.kind, one.first, &one.parameter) == (other.kind, other.first, &other.parameter)
}

/// What the facts give: the presumptions, those of one trajectory or service in the order of their days.
fn known(state: &State) -> Vec<(PresumptionOf, Presumption)> {
    let authorised = beside(state);
    let of_basis = |of: PresumptionOf, basis: Basis, beside: &Beside| {
        presumption(basis, beside, state.judged(basis.first_day())).map(|presumed| (of, presumed))
    };
    // Work that is told to be resumed under a CODEX plan is paid work; until when nobody tells.
    let resumed = state.codex.iter().filter(|note| note.kind == CodexKind::WorkResumed);
    let paid = Beside {
        work: authorised
            .work
            .iter()
            .copied()
            .chain(resumed.map(|note| Span { first: note.on, last: Some(note.on) }))
            .collect(),
        ..authorised.clone()
    };
    let ami = ami(state).filter_map(|(of, basis)| of_basis(of, basis, &paid));
    let others = codex(state).into_iter().chain(programmes(state));
    ami.chain(others.filter_map(|(of, basis)| of_basis(of, basis, &authorised))).collect()
}

/// What else can end a presumption: authorised work, programmes, and the end of the incapacity. A decision that ends the
/// recognition is refused while a presumption covers the day after it (M15): one that was recorded before the presumption was
/// known does not end it (own reading).
fn beside(state: &State) -> Beside {
    let authorised = state.tracks.iter().filter(|track| track.kind == TrackKind::AuthorisedWork);
    Beside {
        work: authorised.map(|track| Span { first: track.from, last: track.until }).collect(),
        programmes: spans(state).map(|(_, span)| span).collect(),
        end: state.end.filter(|end| !end.by_decision).map(|end| (end.last_day, end.ending())),
    }
}

/// The plans of AMI trajectories. The last day of one that the end of the incapacity ended was set by nobody.
fn ami(state: &State) -> impl Iterator<Item = (PresumptionOf, Basis)> {
    state.ami.iter().filter_map(|trajectory| {
        let set = trajectory.ended.filter(|(_, reason)| *reason != AmiEndReason::IncapacityEnded);
        let last_day = set.map(|(last_day, _)| last_day);
        let basis = Basis::AmiPlan { established_on: trajectory.plan_established_on()?, last_day };
        Some((PresumptionOf::Ami(trajectory.number), basis))
    })
}

/// The days of the rehabilitation programmes, as medical assessment tells them.
fn spans(state: &State) -> impl Iterator<Item = (u32, Span)> {
    state.programmes.iter().map(|one| (one.number, Span { first: one.from, last: one.until }))
}

/// The rehabilitation programmes: who follows one is presumed unfit while it lasts (M18).
fn programmes(state: &State) -> impl Iterator<Item = (PresumptionOf, Basis)> {
    spans(state).map(|(number, span)| (PresumptionOf::Programme(number), Basis::Programme(span)))
}

/// The plans of CODEX trajectories, of each service that told of one.
fn codex(state: &State) -> Vec<(PresumptionOf, Basis)> {
    let partners: BTreeSet<_> = state.codex.iter().map(|note| note.partner.as_ref()).collect();
    let plans = |partner: Option<&String>| {
        let days = |kind: CodexKind| -> Vec<NaiveDate> {
            let told = state.codex.iter().filter(|note| note.kind == kind && note.partner.as_ref() == partner);
            told.map(|note| note.on).collect()
        };
        let of = PresumptionOf::Codex(partner.cloned());
        let plans = codex_plans(&days(CodexKind::PlanSigned), &days(CodexKind::WorkResumed), &days(CodexKind::Ended));
        plans.into_iter().map(move |basis| (of.clone(), basis)).collect::<Vec<_>>()
    };
    partners.into_iter().flat_map(plans).collect()
}

#[cfg(test)]
mod tests;
