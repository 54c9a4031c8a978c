//! The statutory presumptions of incapacity of a case: Circular 2022/383, part VI (D20 to D23, M18).
//!
//! A presumption follows from dated facts alone. After every decision what the facts give is compared with what is recorded,
//! and the difference is recorded: so it makes no difference which fact was told first, and nothing that is no such fact, a
//! suspended trajectory or an adapted plan, changes anything.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_law::codex::Employer;
use trajet_law::ending::Ending;
use trajet_law::presumption::{Basis, Beside, Presumption, Span, codex_plans, presumption};

use crate::ami::{AmiEndReason, AmiTrajectory};
use crate::codex::CodexParty;
use crate::course::Course;
use crate::event::Event;
use crate::fact::{CodexKind, CodexNote, TrackKind};
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
    /// A plan of a CODEX trajectory, of which this service told of this employer.
    Codex(CodexParty),
    /// The rehabilitation programme with this number in the case.
    Programme(u32),
}

impl PresumptionOf {
    /// Whether both can be one: of a plan its service may name the employer later.
    fn may_be(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Codex(one), Self::Codex(other)) => one.may_be(other),
            _ => self == other,
        }
    }
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
    let mut same: Vec<_> = known.iter().map(|_| None).collect();
    let passes: [fn(&CasePresumption, &PresumptionOf, &Presumption) -> bool; 4] = [
        |one, of, presumed| one.of == *of && one.presumed.first == presumed.first,
        |one, of, presumed| one.of.may_be(of) && one.presumed.first == presumed.first,
        |one, of, _| one.of == *of,
        |one, of, _| one.of.may_be(of),
    ];
    for is_same in passes {
        for ((of, presumed), found) in known.iter().zip(&mut same).filter(|(_, found)| found.is_none()) {
            *found = take(&|one| is_same(one, of, presumed));
        }
    }
    for (recorded, (of, presumed)) in same.into_iter().zip(known) {
        match recorded {
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
    // D20 asks whether work is paid, not whether it is authorised. Of work that a service tells to be resumed, or that began unauthorised,
    // nobody tells until when it lasted.
    let resumed = state.codex.iter().filter(|note| note.kind == CodexKind::WorkResumed).map(|note| note.on);
    let begun = state.begun_work.values().copied();
    let first_days = resumed.chain(begun).map(|first| Span { first, last: Some(first) });
    let found = state.results.iter().filter_map(|result| result.outcome.worked_until(result.on));
    let found = state.ami.iter().flat_map(AmiTrajectory::worked).chain(found);
    let work = authorised.work.iter().copied().chain(first_days).chain(found).collect();
    let paid = Beside { work, ..authorised.clone() };
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
        end: state.end.and_then(|end| match end.died_on.filter(|_| end.by_decision) {
            Some(died_on) => Some((died_on, Ending::Deceased)),
            None => (!end.by_decision).then_some((end.last_day, end.ending())),
        }),
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

/// The plans of CODEX trajectories, of each service that told of one, and of each employer of whom it did.
fn codex(state: &State) -> Vec<(PresumptionOf, Basis)> {
    let services: BTreeSet<_> = state.codex.iter().map(|note| note.partner.as_ref()).collect();
    let plans = |service: Option<&String>| -> Vec<_> {
        let told: Vec<_> = state.codex.iter().filter(|note| note.partner.as_ref() == service).collect();
        let of = |employer| PresumptionOf::Codex(CodexParty { partner: service.cloned(), employer });
        of_service(&told).into_iter().map(|(employer, basis)| (of(employer), basis)).collect()
    };
    services.into_iter().flat_map(plans).collect()
}

/// The plans of which one service told. While it names one employer at most, all is of that one. Where it names several, each has
/// plans of their own, and so has who is not named; what ends a plan and names nobody ends that of each (own reading).
fn of_service(told: &[&CodexNote]) -> Vec<(Option<Employer>, Basis)> {
    let named: BTreeSet<_> = told.iter().filter_map(|note| note.employer).collect();
    let several = named.len() > 1;
    let mut employers: Vec<_> = named.into_iter().map(Some).collect();
    if several || employers.is_empty() {
        employers.push(None);
    }
    let days = |kind: CodexKind, whose: &dyn Fn(&CodexNote) -> bool| -> Vec<NaiveDate> {
        told.iter().filter(|note| note.kind == kind && whose(note)).map(|note| note.on).collect()
    };
    let of_named = days(CodexKind::PlanSigned, &|note| note.employer.is_some());
    let plans = |employer: Option<Employer>| {
        let own = |note: &CodexNote| !several || note.employer == employer;
        // A plan that is told again with its employer is the same plan.
        let again = |note: &CodexNote| several && employer.is_none() && of_named.contains(&note.on);
        let signed = days(CodexKind::PlanSigned, &|note| own(note) && !again(note));
        let concerns = |note: &CodexNote| own(note) || employer.is_none() || note.employer.is_none();
        let [resumed, ended] = [CodexKind::WorkResumed, CodexKind::Ended].map(|kind| days(kind, &concerns));
        let plans = codex_plans(&signed, &resumed, &ended);
        plans.into_iter().map(|basis| (employer, basis)).collect::<Vec<_>>()
    };
    employers.into_iter().flat_map(plans).collect()
}

#[cfg(test)]
mod tests;
