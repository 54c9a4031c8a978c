//! What is known of trajectories of the sickness insurance, of consent, and of concertation.

use crate::ami::{Ami, Situation, Whom};
use crate::day::Day;
use crate::fact::{Consent, Dates, Fact, Purpose};
use crate::known::Known;
use crate::known_codex::Suspension;

/// Something that somebody is to be told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) to: Whom,
    pub(crate) arose: Day,
    /// Its purpose was refused: it is not asked for any more, even if the person consents later (own reading).
    pub(crate) barred: bool,
    pub(crate) told: Option<Day>,
}

/// A trajectory of the sickness insurance.
#[derive(Debug, Clone)]
pub(crate) struct Trajectory {
    pub(crate) number: u32,
    pub(crate) situation: Situation,
    /// The day by which coordinator and person had signed.
    pub(crate) signed: Day,
    pub(crate) physician: Option<Day>,
    /// The day by which coordinator and person had signed the plan.
    pub(crate) plan: Option<Day>,
    pub(crate) rhythm: Option<i32>,
    /// From when each version of the plan holds, and whether it is for vocational rehabilitation.
    pub(crate) aims: Vec<(Day, bool)>,
    /// The day from which the last adaptation holds.
    pub(crate) adapted: Option<Day>,
    /// The rhythms of before the adaptations.
    pub(crate) former: Vec<Option<i32>>,
    pub(crate) follow_ups: Vec<Day>,
    pub(crate) suspensions: Vec<Suspension>,
    pub(crate) last: Option<Day>,
    /// The days on which it was found what the person does after it, the evaluation first, and since when they work.
    pub(crate) found: Vec<(Day, Option<Day>)>,
    pub(crate) words: Vec<Word>,
}

impl Trajectory {
    /// The day of the last of the three signatures, on which it started (rule D13, own reading).
    pub(crate) fn started(&self) -> Option<Day> {
        self.physician.map(|physician| physician.max(self.signed))
    }

    /// Since when the plan has been for vocational rehabilitation (rule D18).
    pub(crate) fn for_rehabilitation_since(&self) -> Option<Day> {
        self.aims.iter().rev().take_while(|(_, for_it)| *for_it).last().map(|(since, _)| *since)
    }

    pub(crate) fn covers(&self, day: Day) -> bool {
        self.signed <= day && self.last.is_none_or(|last| day <= last)
    }
}

/// What the person decided on consent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Consents {
    /// By the day of the signature; of one day, as they were entered.
    decisions: Vec<(Consent, Day, bool)>,
    /// The days from which consent to managing the trajectory was in force without a break, as was known at a time: what was
    /// planned by one stays.
    since: Vec<Day>,
    /// Likewise of consent to the follow-up by the physician.
    followed_up_since: Vec<Day>,
}

impl Consents {
    fn decide(&mut self, what: Consent, on: Day, granted: bool) {
        let place = self.decisions.partition_point(|(_, before, _)| *before <= on);
        self.decisions.insert(place, (what, on, granted));
        let in_force = self.in_force_since(what);
        let since = match what {
            Consent::Trajectory => &mut self.since,
            Consent::PhysicianFollowUp => &mut self.followed_up_since,
            Consent::Exchange | Consent::OccupationalPhysician => return,
        };
        match in_force {
            Some(on) => since.push(on),
            None => since.clear(),
        }
    }

    /// The day from which a consent is in force without a break; none if it is not.
    fn in_force_since(&self, what: Consent) -> Option<Day> {
        let decided = self.decisions.iter().rev().filter(|(of, ..)| *of == what);
        decided.take_while(|(.., granted)| *granted).last().map(|(_, on, _)| *on)
    }

    pub(crate) fn granted(&self, what: Consent) -> bool {
        self.in_force_since(what).is_some()
    }

    /// The days from which consent to the physician's follow-up was in force without a break, as was known at a time.
    pub(crate) fn told_to_the_physician_since(&self) -> impl Iterator<Item = Day> {
        self.followed_up_since.iter().copied()
    }

    /// Whether it was refused or taken back, and not granted since.
    pub(crate) fn refused(&self, what: Consent) -> bool {
        self.decisions.iter().rfind(|(of, ..)| *of == what).is_some_and(|(.., granted)| !granted)
    }
}

impl Known {
    pub(crate) fn learn_of_ami(&mut self, fact: &Fact) {
        match fact {
            Fact::Consented { on, decisions } => {
                for (what, granted) in decisions {
                    self.consents.decide(*what, *on, *granted);
                }
                self.bar();
            }
            Fact::Ami { trajectory, told } => self.ami(*trajectory, told),
            Fact::CodexAsked { on, service } => {
                self.learn_of_employer(*on, service);
                self.learn_request(*on, service);
            }
            Fact::CodexOver { on, service } => {
                self.codex_over.push(((*on, service.clone()), self.codex_asked.len()));
            }
            Fact::CodexAskedElse { on, service } => self.learn_request(*on, service),
            Fact::Submitted { .. } | Fact::ProgrammeClosed { .. } | Fact::ProgrammeFollowed { .. } => {
                self.programmes.learn(fact);
            }
            Fact::Looked { on } => self.looks.push(*on),
            Fact::Referral { number, told } => self.partner_referrals.learn(*number, *told),
            Fact::Written { thread, message, by, on } => self.messages.write(*thread, *message, *by, *on),
            Fact::Read { thread, by, up_to, on } => self.messages.read(*thread, *by, *up_to, *on),
            _ => {}
        }
    }

    fn ami(&mut self, number: u32, told: &Ami) {
        if let Ami::Committed { situation, coordinator, person, physician } = told {
            self.ami.push(Trajectory {
                number,
                situation: *situation,
                signed: *coordinator.max(person),
                physician: *physician,
                plan: None,
                rhythm: None,
                aims: Vec::new(),
                adapted: None,
                former: Vec::new(),
                follow_ups: Vec::new(),
                suspensions: Vec::new(),
                last: None,
                found: Vec::new(),
                words: Vec::new(),
            });
            return self.start_is_told(number);
        }
        let Some(place) = self.ami.iter().position(|trajectory| trajectory.number == number) else { return };
        let trajectory = &mut self.ami[place];
        match told {
            Ami::Committed { .. } => {}
            Ami::Signed { on } => {
                trajectory.physician = Some(*on);
                self.start_is_told(number);
            }
            Ami::Planned { coordinator, person, rhythm, rehabilitation } => {
                let on = *coordinator.max(person);
                trajectory.plan = Some(on);
                trajectory.rhythm = *rhythm;
                trajectory.aims.push((on, *rehabilitation));
                self.is_to_be_told(place, Whom::TreatingPhysician, on);
            }
            Ami::Informed { whom, on } => {
                let words = trajectory.words.iter_mut();
                for word in words.filter(|word| word.to == *whom && word.told.is_none() && word.arose <= *on) {
                    word.told = Some(*on);
                }
            }
            Ami::Adapted { on, rhythm, rehabilitation } => {
                trajectory.aims.push((*on, *rehabilitation));
                trajectory.adapted = Some(*on);
                trajectory.former.push(trajectory.rhythm);
                trajectory.rhythm = *rhythm;
                self.is_to_be_told(place, Whom::TreatingPhysician, *on);
            }
            Ami::FollowedUp { on } => trajectory.follow_ups.push(*on),
            Ami::Suspended { on, requested, service } => {
                let request = (*requested, service.clone());
                trajectory.suspensions.push(Suspension { from: *on, request, resumed: None });
            }
            Ami::Resumed { on } => {
                if let Some(suspension) = trajectory.suspensions.last_mut() {
                    suspension.resumed = Some(*on);
                }
            }
            Ami::Found { on, at_work_since } => trajectory.found.push((*on, *at_work_since)),
            Ami::Ended { last } => trajectory.last = Some(*last),
        }
    }

    /// In situations B and C the occupational physician is told of the start (rule D14).
    fn start_is_told(&mut self, number: u32) {
        let started = self.ami.iter().position(|trajectory| trajectory.number == number);
        let Some(place) = started else { return };
        if let (Situation::B | Situation::C, Some(on)) = (self.ami[place].situation, self.ami[place].started()) {
            self.is_to_be_told(place, Whom::OccupationalPhysician, on);
        }
    }

    /// The treating physician is told the results of an interview (rule D19).
    pub(crate) fn interviewed(&mut self, on: Day) {
        if let Some(place) = self.ami.iter().rposition(|trajectory| trajectory.covers(on)) {
            self.is_to_be_told(place, Whom::TreatingPhysician, on);
        }
    }

    /// Nobody is told anything any more when the incapacity is over (own reading).
    fn is_to_be_told(&mut self, place: usize, to: Whom, arose: Day) {
        if self.end.is_none() {
            self.ami[place].words.push(Word { to, arose, barred: false, told: None });
            self.bar();
        }
    }

    /// What is not consented to is barred (rule D31).
    fn bar(&mut self) {
        for word in self.ami.iter_mut().flat_map(|trajectory| &mut trajectory.words) {
            let purpose = match word.to {
                Whom::OccupationalPhysician => Consent::OccupationalPhysician,
                Whom::TreatingPhysician => Consent::Exchange,
            };
            word.barred |= word.told.is_none() && !self.consents.granted(purpose);
        }
    }

    /// The days of all follow-up interviews, as they were entered.
    pub(crate) fn days_of_interviews(&self) -> impl Iterator<Item = Day> {
        self.contacts.iter().filter(|held| held.purpose == Purpose::FollowUp).map(|held| held.on)
    }

    /// Those of a trajectory.
    pub(crate) fn interviews<'a>(&'a self, trajectory: &'a Trajectory) -> impl Iterator<Item = Day> + 'a {
        self.days_of_interviews().filter(|on| trajectory.covers(*on))
    }

    /// Whether anything may be asked of a trajectory: the incapacity goes on, and consent to managing it is in force (rule D3).
    pub(crate) fn may_be_managed(&self) -> bool {
        self.goes_on().is_some() && self.consents.granted(Consent::Trajectory)
    }

    /// Whether what a trajectory led to may be asked: the person lives, and consent to managing it is in force (rule D24).
    pub(crate) fn may_be_evaluated(&self) -> bool {
        !self.died && self.consents.granted(Consent::Trajectory)
    }

    /// The trajectory that goes on, while it may be managed.
    pub(crate) fn trajectory_under_way(&self) -> Option<&Trajectory> {
        self.ami.last().filter(|trajectory| trajectory.last.is_none() && self.may_be_managed())
    }

    /// The trajectory that goes on and is not suspended.
    pub(crate) fn trajectory_carried_out(&self) -> Option<&Trajectory> {
        self.trajectory_under_way().filter(|trajectory| trajectory.suspension().is_none())
    }

    /// What is asked from a day on; where that was over before go-live, from go-live on (own reading).
    pub(crate) fn or_from_go_live(&self, from: Day, dates: impl Fn(Day) -> Dates) -> Dates {
        let asked = dates(from);
        self.live.filter(|live| asked.end().is_some_and(|end| end < *live)).map_or(asked, dates)
    }

    /// Whether nobody decided on consent to managing the trajectory since go-live, the first contact having been before it.
    pub(crate) fn consents_to_be_asked_again(&self) -> bool {
        let before = self.live.is_some_and(|live| self.contacts.iter().any(|held| held.number == 0 && held.on < live));
        let decided = self.consents.decisions.iter().any(|(what, ..)| *what == Consent::Trajectory);
        before && !decided && self.goes_on().is_some()
    }

    /// The days from which consent to managing the trajectory was in force without a break, as was known at a time.
    pub(crate) fn consented_since(&self) -> impl Iterator<Item = Day> {
        self.consents.since.iter().copied()
    }

    /// What something that happened on a day can ask for: from that day, or from the one from which consent is in force again if
    /// that is later (own reading).
    pub(crate) fn asked_from(&self, on: Day, dates: impl Fn(Day) -> Dates) -> Vec<Dates> {
        let since = self.consents.since.iter();
        let mut all: Vec<Dates> = since.map(|since| self.or_from_go_live(on.max(*since), &dates)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What somebody is still to be told, in the order in which it arose here.
    pub(crate) fn untold<'a>(words: impl Iterator<Item = &'a Word>, to: Whom) -> impl Iterator<Item = Day> {
        words.filter(move |word| word.to == to && !word.barred && word.told.is_none()).map(|word| word.arose)
    }

    /// The days on which somebody was told something.
    pub(crate) fn days_of_telling(&self, to: Whom) -> Vec<Day> {
        let words = self.ami.iter().flat_map(|trajectory| &trajectory.words).filter(|word| word.to == to);
        words.filter_map(|word| word.told).collect()
    }
}

/// The days that were each the earliest one when they were entered: what was planned by one stays.
pub(crate) fn earliest_known(days: impl Iterator<Item = Day>) -> Vec<Day> {
    let mut earliest: Vec<Day> = Vec::new();
    for day in days {
        if earliest.last().is_none_or(|before| day < *before) {
            earliest.push(day);
        }
    }
    earliest
}
