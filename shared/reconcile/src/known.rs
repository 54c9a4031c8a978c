//! What a service knows of a case: its facts by their days. Nothing here says what follows from them.

use crate::concertation::Messages;
use crate::day::Day;
use crate::fact::{CodexService, Fact, Kind, Purpose, TakenOver};
use crate::figures::LAW;
use crate::known_ami::{Consents, Trajectory};
use crate::known_codex::Told;
use crate::programme::Programmes;
use crate::referral::Referrals;
use crate::step::Step;

/// A period beside the procedure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Track {
    pub(crate) kind: Kind,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
}

impl Track {
    pub(crate) fn covers(&self, day: Day) -> bool {
        self.from <= day && self.lasts_to(day)
    }

    pub(crate) fn lasts_to(&self, day: Day) -> bool {
        self.until.is_none_or(|until| day <= until)
    }
}

/// A questionnaire that was sent, in the service that sent it.
#[derive(Debug, Clone)]
pub(crate) struct Sending {
    pub(crate) on: Day,
    pub(crate) due_back: Option<Day>,
    pub(crate) route_b: bool,
    pub(crate) asked: Option<Day>,
    pub(crate) back: Option<Day>,
    pub(crate) impossible: Option<Day>,
    /// The day on which it was recorded that it is back or impossible.
    pub(crate) settled_recorded: Option<Day>,
}

impl Sending {
    pub(crate) fn settled(&self) -> Option<Day> {
        self.back.into_iter().chain(self.impossible).min()
    }
}

/// A category that was given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Estimate {
    pub(crate) on: Day,
    pub(crate) category: u8,
    pub(crate) examined: bool,
}

/// A request for the physician's authorisation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Authorisation {
    pub(crate) number: u32,
    pub(crate) asked: Day,
    pub(crate) contact_on: Day,
    pub(crate) answer: Option<(Day, bool)>,
    /// The day on which the trajectory ended that it was for.
    pub(crate) ended: Option<Day>,
    /// The contact on a negative answer.
    pub(crate) discussed: Option<Day>,
}

/// An application for authorised work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Work {
    pub(crate) number: u32,
    pub(crate) applied: Day,
    pub(crate) began: Option<Day>,
    pub(crate) decided: Option<Day>,
    pub(crate) withdrawn: bool,
}

/// A rehabilitation programme that ended with success.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Success {
    pub(crate) number: u32,
    pub(crate) last_day: Day,
    pub(crate) evaluated: Option<Day>,
}

/// What the person asked for.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) received: Day,
    pub(crate) needed: bool,
    /// A questionnaire was out when the request was made: it serves.
    pub(crate) out: bool,
    pub(crate) back: Option<Day>,
    pub(crate) contact: Option<Day>,
    pub(crate) ended: Option<Day>,
    pub(crate) authorisations: Vec<u32>,
}

/// An appointment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Appointment {
    pub(crate) number: u32,
    pub(crate) purpose: Purpose,
    pub(crate) on: Day,
    pub(crate) open: bool,
}

/// A contact that took place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contact {
    pub(crate) number: u32,
    pub(crate) purpose: Purpose,
    pub(crate) on: Day,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) start: Option<Day>,
    /// The earliest first day that ever stood: what was done in its time by one that was corrected since stays done.
    pub(crate) earliest_start: Option<Day>,
    pub(crate) tracks: Vec<Track>,
    /// Every last day that was ever told of authorised work: what was planned by it stays (own reading).
    pub(crate) work_ends: Vec<Day>,
    pub(crate) sendings: Vec<Sending>,
    pub(crate) not_sent: bool,
    pub(crate) to_send: Option<Day>,
    /// What was told of questionnaires, in order: whether one came back, and the day on which it was sent or settled.
    pub(crate) told: Vec<(bool, Day)>,
    pub(crate) completed: Vec<Day>,
    pub(crate) impossible: Vec<Day>,
    pub(crate) dispensed: Vec<Day>,
    pub(crate) estimates: Vec<Estimate>,
    /// The days of the help that was asked since it last ended.
    pub(crate) help: Vec<Day>,
    /// The days of referrals, and whether the first estimate made them.
    pub(crate) referrals: Vec<(Day, bool)>,
    pub(crate) requests: Vec<Request>,
    pub(crate) appointments: Vec<Appointment>,
    /// The days on which appointments came to nothing.
    pub(crate) fell: Vec<Day>,
    pub(crate) contacts: Vec<Contact>,
    /// The days on which trajectories ended by both routes.
    pub(crate) ends: Vec<Day>,
    pub(crate) authorisations: Vec<Authorisation>,
    pub(crate) work: Vec<Work>,
    pub(crate) successes: Vec<Success>,
    /// The trajectories of the sickness insurance, in the order in which they were entered.
    pub(crate) ami: Vec<Trajectory>,
    /// The employers' requests for a CODEX trajectory, and the ends that services told.
    pub(crate) codex_asked: Vec<Told>,
    /// With the number of requests that had been told before.
    pub(crate) codex_over: Vec<(Told, usize)>,
    /// All that services were asked for, by whomever.
    pub(crate) codex_requests: Vec<Told>,
    pub(crate) programmes: Programmes,
    /// The days on which the coordinator looked at the dossier.
    pub(crate) looks: Vec<Day>,
    pub(crate) consents: Consents,
    pub(crate) messages: Messages,
    /// The referrals to partners and others.
    pub(crate) partner_referrals: Referrals,
    /// The days on which the person presented themselves to regional services.
    pub(crate) presentations: Vec<Day>,
    pub(crate) received: Option<Day>,
    pub(crate) end: Option<Day>,
    /// Whether it ended by a death.
    pub(crate) died: bool,
    /// Whether the person is known to have been incapacitated again, as a relapse.
    pub(crate) relapsed: bool,
    /// The day of go-live of a case that was taken over.
    pub(crate) live: Option<Day>,
}

impl Known {
    /// The first day on which the platform is answerable for the case: what ended before it is asked of nobody.
    pub(crate) fn floor(&self) -> Day {
        self.live.map_or(LAW, |live| live.max(LAW))
    }

    fn taken_over(&mut self, before: &TakenOver) {
        self.live = Some(before.on);
        self.told.extend(before.sent.map(|on| (false, on)));
        if let Some(on) = before.back {
            self.told.push((true, on));
            self.completed.push(on);
        }
        let held = before.contact.map(|on| Contact { number: 0, purpose: Purpose::First, on });
        self.contacts.extend(held);
        if let Some(received) = before.requested {
            let contact = held.filter(|held| received <= held.on).map(|held| held.number);
            self.request(received, before.back.is_none(), contact);
        }
    }

    fn begins(&mut self, start: Day) {
        self.start = Some(start);
        self.earliest_start = Some(self.earliest_start.map_or(start, |earliest| earliest.min(start)));
    }

    /// Takes in a fact that was recorded on a day.
    pub(crate) fn learn(&mut self, fact: &Fact, recorded: Day) {
        match fact {
            Fact::Recognised { start, taken_over, .. } => {
                self.begins(*start);
                if let Some(before) = taken_over {
                    self.taken_over(before);
                }
            }
            Fact::Corrected { start, .. } if self.start.is_some() => self.begins(*start),
            Fact::TrackBegan { kind, from, until, by_employer } => {
                self.track(*kind, *from, *until);
                if *by_employer {
                    self.learn_of_employer(*from, &CodexService::default());
                }
            }
            Fact::TrackEnded { kind, from, until } => self.track_ended(*kind, *from, *until),
            Fact::Sent { on, due_back, route_b } => self.sent(*on, *due_back, *route_b),
            Fact::NotSent { .. } => self.not_sent = true,
            Fact::HelpAsked { on } => {
                self.help.push(*on);
                self.last_sending(|last| last.asked = Some(*on));
            }
            Fact::Helped { reached: true, .. } => self.help.clear(),
            Fact::Completed { on, correction } => self.completed(*on, *correction, recorded),
            Fact::Impossible { on } => {
                self.help.clear();
                self.impossible.push(*on);
                self.last_sending(|last| {
                    last.impossible = Some(*on);
                    last.settled_recorded.get_or_insert(recorded);
                });
                self.questionnaire_back(*on);
            }
            Fact::Estimated { on, category, examined } => {
                self.estimates.push(Estimate { on: *on, category: *category, examined: *examined });
            }
            Fact::Waived { step: Step::EstimateExamination, on, ground, .. } if ground == "M5" => {
                self.dispensed.push(*on);
            }
            Fact::WorkAppliedFor { number, on } => {
                let (began, decided, withdrawn) = (None, None, false);
                self.work.push(Work { number: *number, applied: *on, began, decided, withdrawn });
            }
            Fact::WorkBegan { number, on } => self.of_work(*number, |work| work.began = Some(*on)),
            Fact::WorkDecided { number, on } => self.of_work(*number, |work| work.decided = Some(*on)),
            Fact::WorkWithdrawn { number, .. } => self.of_work(*number, |work| work.withdrawn = true),
            Fact::ProgrammeSucceeded { number, last_day } => {
                self.successes.push(Success { number: *number, last_day: *last_day, evaluated: None });
            }
            Fact::ReintegrationEvaluated { number, on } => {
                if let Some(success) = self.successes.iter_mut().rfind(|success| success.number == *number) {
                    success.evaluated = Some(*on);
                }
            }
            Fact::Presented { on } => self.presentations.push(*on),
            Fact::Received { on } => self.received = Some(*on),
            Fact::Ended { last, died, relapsed } => {
                self.relapsed |= relapsed.is_some();
                self.end = Some(*last);
                self.died |= died.is_some();
            }
            _ => self.learn_of_trajectory(fact),
        }
    }

    fn track(&mut self, kind: Kind, from: Day, until: Option<Day>) {
        self.tracks.push(Track { kind, from, until });
        if kind == Kind::Work {
            self.work_ends.push(from.previous());
            self.work_ends.extend(until);
        }
        self.forget_what_never_was();
    }

    fn track_ended(&mut self, kind: Kind, from: Option<Day>, until: Day) {
        let begun = |track: &&mut Track| from.map_or(track.from <= until, |from| track.from == from);
        let of_kind = self.tracks.iter_mut().filter(|track| track.kind == kind).filter(begun);
        if let Some(track) = of_kind.max_by_key(|track| track.from) {
            track.until = Some(until);
        }
        if kind == Kind::Work {
            self.work_ends.push(until);
        }
        self.forget_what_never_was();
    }

    fn forget_what_never_was(&mut self) {
        self.tracks.retain(|track| track.lasts_to(track.from));
    }

    fn sent(&mut self, on: Day, due_back: Option<Day>, route_b: bool) {
        let (asked, back, impossible, settled_recorded) = (None, None, None, None);
        self.sendings.push(Sending { on, due_back, route_b, asked, back, impossible, settled_recorded });
        self.told.push((false, on));
        if route_b {
            self.to_send = None;
        }
    }

    fn completed(&mut self, on: Day, correction: bool, recorded: Day) {
        self.help.clear();
        self.completed.push(on);
        if !correction {
            self.last_sending(|last| {
                last.back = Some(on);
                last.settled_recorded.get_or_insert(recorded);
            });
            self.questionnaire_back(on);
        }
    }

    fn of_work(&mut self, number: u32, change: impl FnOnce(&mut Work)) {
        self.work.iter_mut().rfind(|work| work.number == number).map(change);
    }

    fn last_sending(&mut self, change: impl FnOnce(&mut Sending)) {
        self.sendings.last_mut().map(change);
    }

    /// The first day of incapacity, while the incapacity is recognised and goes on.
    pub(crate) fn goes_on(&self) -> Option<Day> {
        self.start.filter(|_| self.end.is_none())
    }

    /// The day on which the questionnaire was found impossible to complete, if that is what is known of it: of that and a
    /// completed one the later day counts, on one day the completed one (own reading).
    pub(crate) fn found_impossible(&self) -> Option<Day> {
        let found = self.impossible.iter().max()?;
        self.completed.iter().all(|completed| completed < found).then_some(*found)
    }
}
