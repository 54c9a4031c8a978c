//! What the dossier holds.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::act::{Channel, Purpose, Way};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Held,
    NoShow,
    Rescheduled,
    Cancelled,
}

#[derive(Debug, Clone)]
pub(crate) struct Appointment {
    pub(crate) purpose: Purpose,
    pub(crate) on: NaiveDate,
    pub(crate) channel: Channel,
    pub(crate) invited: NaiveDate,
    pub(crate) state: State,
    pub(crate) replaces: usize,
    /// Another one is aimed at, since nothing came of it.
    pub(super) past: bool,
}

/// What the physician answered, and when.
pub(crate) type Answered = Option<(NaiveDate, bool)>;

#[derive(Debug, Clone)]
pub(crate) struct Authorisation {
    pub(crate) asked: NaiveDate,
    pub(crate) contact: NaiveDate,
    pub(crate) told: bool,
    pub(crate) actions: usize,
    pub(crate) answer: Answered,
    /// The contact on a negative answer took place.
    pub(super) discussed: bool,
    /// The day on which the request ended without an answer.
    pub(crate) withdrawn: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) received: NaiveDate,
    pub(crate) needed: bool,
    pub(crate) back: Option<NaiveDate>,
    pub(crate) contacted: bool,
    pub(crate) authorisations: Vec<usize>,
    pub(crate) ended: Option<(NaiveDate, &'static str)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) purpose: Purpose,
    pub(crate) on: NaiveDate,
    pub(crate) channel: Channel,
    pub(crate) actions: usize,
    pub(crate) way: Option<Way>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Road {
    pub(crate) requests: Vec<Request>,
    pub(crate) authorisations: Vec<Authorisation>,
    pub(crate) appointments: Vec<Appointment>,
    /// Attempts in vain: whether an appointment was not kept, what for, when and how.
    pub(crate) attempts: Vec<(bool, Purpose, NaiveDate, Channel)>,
    pub(crate) refusals: Vec<(Purpose, NaiveDate)>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) consents: BTreeMap<u8, (bool, NaiveDate)>,
    /// The decisions that were told last, whatever their day.
    told_consents: BTreeMap<u8, bool>,
    /// A referral calls for a first contact.
    pub(crate) referred: bool,
    /// The trajectory of a referral goes on.
    pub(crate) goes_on: bool,
    pub(in crate::model) over: bool,
    /// When trajectories ended, and why.
    pub(super) ends: Vec<(NaiveDate, &'static str)>,
}

impl Road {
    pub(crate) fn request(&self) -> Option<&Request> {
        self.requests.last().filter(|request| request.ended.is_none())
    }

    /// A request went on on a day on which another was received.
    pub(super) fn went_on(&self, day: NaiveDate) -> bool {
        let until = |(on, why)| day < on || day == on && why == "INCAPACITY_ENDED";
        let mut earlier = self.requests.iter().filter(|request| request.received <= day);
        self.request().is_some() || earlier.any(|request| request.ended.is_some_and(until))
    }

    pub(super) fn request_mut(&mut self) -> Option<&mut Request> {
        self.requests.last_mut().filter(|request| request.ended.is_none())
    }

    /// The last answer or question of the request that goes on.
    pub(crate) fn authorisation(&self) -> Option<&Authorisation> {
        self.request()?.authorisations.last().map(|number| &self.authorisations[*number])
    }

    /// The day on which the request was made that the physician has not answered.
    pub(crate) fn awaited(&self) -> Option<NaiveDate> {
        let last = self.authorisations.last().filter(|last| last.answer.is_none() && last.withdrawn.is_none());
        last.map(|last| last.asked)
    }

    /// The last one that awaited an answer on a day: also one whose request ended later.
    pub(crate) fn awaited_on(&self, day: NaiveDate) -> Option<usize> {
        let ended = |why| self.requests.iter().any(|request| request.ended.is_some_and(|(_, one)| one == why));
        let until = |on: NaiveDate| day < on || day == on && ended("INCAPACITY_ENDED");
        self.authorisations
            .iter()
            .rposition(|one| one.asked <= day && one.answer.is_none() && one.withdrawn.is_none_or(until))
    }

    /// The request that goes on, or went on until the incapacity ended.
    pub(super) fn reported(&self) -> Option<&Request> {
        let last = self.requests.last()?;
        Some(last).filter(|last| last.ended.is_none_or(|(_, why)| why == "INCAPACITY_ENDED"))
    }

    pub(crate) fn by_request(&self) -> bool {
        self.request().is_some_and(|request| !request.contacted)
    }

    /// The contact that is called for.
    pub(crate) fn due(&self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::First => self.referred || self.by_request(),
            Purpose::Negative => self.negative().is_some_and(|last| !last.discussed),
            Purpose::Other => true,
        }
    }

    pub(super) fn negative(&self) -> Option<&Authorisation> {
        self.authorisation().filter(|last| matches!(last.answer, Some((_, false))))
    }

    pub(super) fn met(&self) -> bool {
        self.contacts.iter().any(|contact| contact.purpose == Purpose::First)
    }

    /// The decision of the latest day holds, whenever it is recorded.
    pub(super) fn consent(&mut self, purpose: u8, granted: bool, on: NaiveDate) {
        self.told_consents.insert(purpose, granted);
        if self.consents.get(&purpose).is_none_or(|(_, since)| *since <= on) {
            self.consents.insert(purpose, (granted, on));
        }
    }

    pub(crate) fn consented(&self, purpose: u8) -> bool {
        self.consents.get(&purpose).is_some_and(|(granted, _)| *granted)
    }

    /// The physician is shown the agreed actions.
    pub(crate) fn shows_actions(&self) -> bool {
        [1, 2].iter().all(|purpose| self.told_consents.get(purpose) == Some(&true))
    }

    pub(crate) fn open_appointment(&self, purpose: Purpose) -> bool {
        self.appointments.iter().any(|one| one.purpose == purpose && one.state == State::Open)
    }

    pub(super) fn cancel(&mut self, of: impl Fn(&Appointment) -> bool) {
        for appointment in self.appointments.iter_mut().filter(|one| one.state == State::Open && of(one)) {
            appointment.state = State::Cancelled;
        }
    }
}
