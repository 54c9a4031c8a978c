//! The trajectories of a case: each from the day on which none was on and one began, to the day on which all of it had ended.
//!
//! What the person asked for, a referral and the trajectory of the sickness insurance that came of either are one trajectory
//! while they overlap. The end of what the person asked for leaves the rest, and that of the trajectory of the sickness insurance what
//! the person asked for, or was referred for, since it was committed to; where nothing is left, it is the end of all. Within a
//! day the order of the ledger counts: a trajectory that was recorded before an end on its day is over by that end. The end of the
//! incapacity ends whatever began by its day.

use chrono::NaiveDate;

use crate::action::Action;
use crate::case::Case;
use crate::fact::{Did, Fact, What};

/// How the end of the incapacity ends a trajectory.
const WITH_THE_INCAPACITY: &str = "incapacity_ended";

/// A trajectory of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trajectory {
    /// The day on which it began.
    pub begun: NaiveDate,
    /// The day on which it ended, and how.
    pub ended: Option<(NaiveDate, &'static str)>,
    /// The days of its first contacts, each with the day of the first referral or request since the one before: from when the person
    /// waited. None of a contact that answers nothing new.
    pub first_contacts: Vec<(NaiveDate, Option<NaiveDate>)>,
    goes_on: GoesOn,
    committed: bool,
    /// What began since the commitment: it outlives what was committed to.
    since: GoesOn,
    waits_since: Option<NaiveDate>,
}

/// By which ways somebody came who was not answered to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct GoesOn {
    asked: bool,
    referred: bool,
}

impl GoesOn {
    const fn any(self) -> bool {
        self.asked || self.referred
    }
}

/// The trajectories of a case, and the ends of what the person asked for.
#[derive(Debug, Default)]
pub(crate) struct Trajectories {
    /// Oldest first.
    pub all: Vec<Trajectory>,
    /// Each end of what a person asked for by itself, as the action that it was: the end of all, if nothing else went on.
    pub request_ends: Vec<(NaiveDate, Action)>,
}

/// By which way a trajectory begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The physician's referral.
    Referral,
    /// The person's own request.
    Request,
}

/// What moves a trajectory on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Began(Way),
    Contacted,
    Committed,
    RequestEnded(&'static str),
    AmiEnded(&'static str),
    Ended(&'static str),
    IncapacityEnded,
}

impl Trajectories {
    /// Reads them from a case.
    pub(crate) fn of(case: &Case) -> Self {
        let requested = case.taken_over.and_then(|known| known.trajectory_requested_on);
        let requested = requested.map(|on| (on, Turn::Began(Way::Request)));
        let told = case.facts.iter().filter_map(|fact| Some((fact.on, Turn::of(fact)?)));
        let mut turns: Vec<_> = requested.into_iter().chain(told).collect();
        turns.sort_by_key(|(on, turn)| (*on, *turn == Turn::IncapacityEnded));
        let mut known = Self::default();
        for (on, turn) in turns {
            known.turn(on, turn);
        }
        known
    }

    fn turn(&mut self, on: NaiveDate, turn: Turn) {
        let open = self.all.last_mut().filter(|last| last.ended.is_none());
        match (turn, open) {
            (Turn::Began(way), Some(open)) => open.begins(on, way),
            (Turn::Began(way), None) => {
                let mut begun = Trajectory::begun(on);
                begun.begins(on, way);
                self.all.push(begun);
            }
            (Turn::Contacted, Some(open)) => open.first_contacts.push((on, open.waits_since.take())),
            (Turn::Committed, Some(open)) => (open.committed, open.since) = (true, GoesOn::default()),
            (Turn::RequestEnded(how), Some(open)) if open.goes_on.asked => {
                (open.goes_on.asked, open.since.asked) = (false, false);
                let goes_on = open.goes_on.any() || open.committed;
                if !goes_on {
                    open.ended = Some((on, how));
                }
                self.request_ends.push((on, if goes_on { Action::RequestEnded } else { Action::Ended }));
            }
            (Turn::AmiEnded(_), Some(open)) if open.committed && open.since.any() => {
                (open.committed, open.goes_on) = (false, open.since);
            }
            (Turn::AmiEnded(how) | Turn::Ended(how), Some(open)) => open.ended = Some((on, how)),
            (Turn::IncapacityEnded, Some(open)) => open.ended = Some((on, WITH_THE_INCAPACITY)),
            // What ends a trajectory that is over by then is told with the end that came first.
            (Turn::RequestEnded(_), _) | (_, None) => {}
        }
    }
}

impl Trajectory {
    const fn begun(on: NaiveDate) -> Self {
        Self {
            begun: on,
            ended: None,
            first_contacts: Vec::new(),
            goes_on: GoesOn { asked: false, referred: false },
            committed: false,
            since: GoesOn { asked: false, referred: false },
            waits_since: None,
        }
    }

    /// The person asked, or was referred. A contact on that day has answered it.
    fn begins(&mut self, on: NaiveDate, way: Way) {
        for begun in [&mut self.goes_on, &mut self.since] {
            match way {
                Way::Referral => begun.referred = true,
                Way::Request => begun.asked = true,
            }
        }
        if self.first_contacts.last().is_none_or(|(held_on, _)| *held_on < on) {
            self.waits_since.get_or_insert(on);
        }
    }
}

impl Turn {
    fn of(fact: &Fact) -> Option<Self> {
        if let Some(way) = fact.begins() {
            return Some(Self::Began(way));
        }
        match fact.what {
            What::HeardOfTheEnd { .. } => Some(Self::IncapacityEnded),
            What::Did(Did { action, of, .. }) => match action {
                Action::FirstContact => Some(Self::Contacted),
                Action::Committed => Some(Self::Committed),
                Action::RequestEnded => Some(Self::RequestEnded(of)),
                Action::AmiEnded => Some(Self::AmiEnded(of)),
                Action::Ended => Some(Self::Ended(of)),
                _ => None,
            },
            _ => None,
        }
    }
}
