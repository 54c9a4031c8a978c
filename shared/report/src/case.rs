//! A case as reports need it: its facts, those that others took the place of left out. It is dropped when it is counted.

use chrono::NaiveDate;
use trajet_law::taken_over::TakenOver;

use crate::action::Action;
use crate::fact::{Did, Fact, What};
use crate::figure::Figures;
use crate::period::Period;
use crate::trajectory::Trajectories;
use crate::{barometer, indicators};

/// What a ledger says of one case, up to some place in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    pub(crate) facts: Vec<Fact>,
    pub(crate) taken_over: Option<TakenOver>,
}

impl Case {
    /// Takes a fact, in the order of the ledger.
    pub fn learn(&mut self, fact: Fact) {
        let known = &mut self.facts;
        match &fact.what {
            What::Did(did) if did.action == Action::ProgrammeEnded => {
                // One that turned out never to have been ends before its first day.
                let never_was = known.iter().position(|other| other.on > fact.on && starts(other, did.number));
                if let Some(place) = never_was {
                    known.remove(place);
                    return;
                }
            }
            // Told again with another day: work that was resumed, and the last day of a trajectory that the end of the incapacity had set.
            What::Did(Did { action: action @ (Action::WorkResumed | Action::AmiEnded), number, .. }) => {
                known.retain(
                    |other| !matches!(&other.what, What::Did(it) if it.action == *action && it.number == *number),
                );
            }
            // A fact that is told again with its employer, or with what came of it, is the same fact.
            What::Did(Did { action, party: Some(party), .. }) => {
                known.retain(|other| match &other.what {
                    What::Did(Did { action: same, party: Some(of), .. }) => {
                        !(other.on == fact.on && same == action && party.may_be(*of))
                    }
                    _ => true,
                });
            }
            What::Presumed { number, .. } => {
                known.retain(|other| !matches!(&other.what, What::Presumed { number: it, .. } if it == number));
            }
            What::InFunction { .. } => known.retain(|other| !matches!(other.what, What::InFunction { .. })),
            _ => {}
        }
        self.facts.push(fact);
    }

    /// Takes in that the case was running when the mutuality went live. What is dated before that day is another system's to
    /// report, whoever entered it here; it still says since when something has been going on.
    pub fn take_over(&mut self, known: TakenOver) {
        self.taken_over = Some(known);
    }

    /// The days of a period that are this platform's to report of the case.
    fn reported(&self, period: Period) -> Period {
        self.taken_over.map_or(period, |known| period.since(known.on))
    }

    /// The actions of its trajectories in a period, by day (R1).
    #[must_use]
    pub fn actions(&self, period: Period) -> Vec<(NaiveDate, Action)> {
        let period = self.reported(period);
        let begun = self.begun();
        let counts = |on: NaiveDate, action: Action| {
            period.contains(on) && (!action.also_by_itself() || begun.is_some_and(|begun| begun <= on))
        };
        let did = self.did().map(|(on, did)| (on, did.action)).filter(|(_, action)| *action != Action::RequestEnded);
        let did = did.chain(Trajectories::of(self).request_ends);
        let mut actions: Vec<_> = did.filter(|(on, action)| counts(*on, *action)).collect();
        actions.sort_unstable();
        actions
    }

    /// Counts it into the indicators of a year, by what was known on a day (R6).
    pub fn indicate(&self, period: Period, known_on: NaiveDate, figures: &mut Figures) {
        indicators::count(self, self.reported(period), known_on, figures);
    }

    /// Counts it into the barometer of a month.
    pub fn measure(&self, period: Period, figures: &mut Figures) {
        barometer::count(self, self.reported(period), figures);
    }

    /// What was done, in the order in which it was recorded.
    pub(crate) fn did(&self) -> impl Iterator<Item = (NaiveDate, Did)> {
        self.facts.iter().filter_map(|fact| match fact.what {
            What::Did(did) => Some((fact.on, did)),
            _ => None,
        })
    }

    /// The day on which its first trajectory began.
    pub(crate) fn begun(&self) -> Option<NaiveDate> {
        let requested = self.taken_over.and_then(|known| known.trajectory_requested_on);
        let told = self.facts.iter().filter(|fact| fact.begins().is_some()).map(|fact| fact.on);
        told.chain(requested).min()
    }

    /// The first day of the incapacity that was recognised as a relapse of this one.
    pub(crate) fn relapsed_on(&self) -> Option<NaiveDate> {
        self.facts.iter().rev().find_map(|fact| match fact.what {
            What::HeardOfTheEnd { relapsed_on } => relapsed_on,
            _ => None,
        })
    }

    /// The first day of incapacity as it stands, and whether there was a contract.
    pub(crate) fn incapacity(&self) -> Option<(NaiveDate, bool)> {
        self.facts.iter().fold(None, |known, fact| match fact.what {
            What::Recognised { start, has_contract } | What::Heard { start, has_contract } => {
                Some((start, has_contract))
            }
            What::Corrected { start } => known.map(|(_, has_contract)| (start, has_contract)),
            _ => known,
        })
    }
}

fn starts(fact: &Fact, number: u32) -> bool {
    matches!(&fact.what, What::Did(did) if did.action == Action::ProgrammeStarted && did.number == number)
}
