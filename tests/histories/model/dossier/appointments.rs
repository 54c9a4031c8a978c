//! Appointments, attempts, and contacts that are refused.

use chrono::NaiveDate;

use super::APPOINTMENT;
use super::road::{Appointment, Request, State};
use crate::act::{Channel, Grounds, Purpose, Verdict};
use crate::model::Case;
use crate::model::calendar::after;
use crate::model::duty::{Service, When};

/// D10: the table of part V.
pub(super) fn permitted(purpose: Purpose, channel: Channel) -> bool {
    purpose == Purpose::Other || matches!(channel, Channel::Physical | Channel::Video)
}

impl Case {
    pub(super) fn appoint(
        &mut self,
        mut grounds: Grounds,
        purpose: Purpose,
        on: NaiveDate,
        channel: Channel,
        invited: NaiveDate,
    ) -> Verdict {
        grounds.wrong(invited > self.today || on < invited || invited < self.start);
        grounds.add(!permitted(purpose, channel), "CHANNEL_NOT_PERMITTED");
        grounds.add(!self.road.due(purpose), "NO_CONTACT_DUE");
        grounds.add(purpose == Purpose::First && self.barred(on), "FIRST_CONTACT_BARRED");
        grounds.add(self.road.open_appointment(purpose), "APPOINTMENT_OPEN");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none() {
            let (state, replaces) = (State::Open, 0);
            self.road.appointments.push(Appointment { purpose, on, channel, invited, state, replaces, past: false });
            if purpose == Purpose::First {
                self.duties.meet(APPOINTMENT, invited);
            }
            self.reach("appointment");
        }
        grounds.verdict()
    }

    /// D6: an appointment of route B of which nothing came is followed by another, while the contact has no last day.
    pub(in crate::model) fn aim_again(&mut self) {
        let today = self.today;
        let waits = |request: &&Request| !request.contacted && request.needed && request.back.is_none();
        if self.end.is_some() || !self.road.request().as_ref().is_some_and(waits) {
            return;
        }
        let received = self.road.request().map(|request| request.received);
        let in_vain = |one: &&mut Appointment| {
            let over = match one.state {
                State::NoShow | State::Cancelled => true,
                State::Open => one.on < today,
                State::Held | State::Rescheduled => false,
            };
            one.purpose == Purpose::First && over && !one.past && Some(one.on) >= received
        };
        let mut last = None;
        for one in self.road.appointments.iter_mut().filter(in_vain) {
            one.past = true;
            last = last.max(Some(one.on));
        }
        if let Some(last) = last
            && !self.duties.open(APPOINTMENT)
        {
            self.duties.plan(Service::Dossier, APPOINTMENT, When::Silent, When::Never, When::On(after(last, 14)));
        }
    }

    pub(super) fn open_one(&mut self, number: u32) -> Option<&mut Appointment> {
        let index = usize::try_from(number).unwrap().checked_sub(1)?;
        self.road.appointments.get_mut(index).filter(|one| one.state == State::Open)
    }

    pub(super) fn reschedule(
        &mut self,
        mut grounds: Grounds,
        number: u32,
        on: NaiveDate,
        channel: Channel,
        told: NaiveDate,
    ) -> Verdict {
        let today = self.today;
        let open = self.open_one(number).cloned();
        grounds.wrong(told > today || on < told || number == 0);
        grounds.add(open.is_none(), "APPOINTMENT_NOT_OPEN");
        if let Some(open) = &open {
            grounds.add(!permitted(open.purpose, channel), "CHANNEL_NOT_PERMITTED");
            grounds.add(open.purpose == Purpose::First && self.barred(on), "FIRST_CONTACT_BARRED");
        }
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if let (Some(open), true) = (open, grounds.none()) {
            if let Some(old) = self.open_one(number) {
                old.state = State::Rescheduled;
            }
            if open.purpose == Purpose::First {
                self.duties.meet(APPOINTMENT, told);
            }
            let replaces = usize::try_from(number).unwrap();
            self.road.appointments.push(Appointment { on, channel, invited: told, replaces, past: false, ..open });
            self.reach("rescheduled");
        }
        grounds.verdict()
    }

    pub(super) fn no_show(&mut self, mut grounds: Grounds, number: u32) -> Verdict {
        let today = self.today;
        let open = self.open_one(number).cloned();
        grounds.wrong(number == 0);
        grounds.add(open.is_none(), "APPOINTMENT_NOT_OPEN");
        grounds.add(open.as_ref().is_some_and(|open| open.on > today), "APPOINTMENT_TO_COME");
        grounds
            .add(open.as_ref().is_none_or(|open| self.ended_before(open.on)) && self.end.is_some(), "INCAPACITY_ENDED");
        if let (Some(Appointment { purpose, on, channel, .. }), true) = (open, grounds.none()) {
            if let Some(open) = self.open_one(number) {
                open.state = State::NoShow;
            }
            self.road.attempts.push((true, purpose, on, channel));
            self.reach("no show");
        }
        grounds.verdict()
    }

    pub(in crate::model) fn not_before_recognition(&self, on: NaiveDate) -> bool {
        on > self.today || self.decision.is_some_and(|(_, recognised)| on < recognised)
    }

    pub(super) fn attempt(
        &mut self,
        mut grounds: Grounds,
        purpose: Purpose,
        on: NaiveDate,
        channel: Channel,
    ) -> Verdict {
        grounds.wrong(self.not_before_recognition(on));
        grounds.add(!permitted(purpose, channel), "CHANNEL_NOT_PERMITTED");
        grounds.add(!self.road.due(purpose), "NO_CONTACT_DUE");
        grounds.add(purpose == Purpose::First && self.barred(on), "NO_CONTACT_DUE");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none() {
            self.road.attempts.push((false, purpose, on, channel));
            self.reach("not reached");
        }
        grounds.verdict()
    }

    pub(super) fn refuse_contact(&mut self, mut grounds: Grounds, purpose: Purpose, on: NaiveDate) -> Verdict {
        grounds.wrong(on > self.today || purpose == Purpose::Other || on < self.began(purpose));
        grounds.wrong(self.not_before_recognition(on));
        grounds.add(!self.road.due(purpose), "NO_CONTACT_DUE");
        grounds.add(purpose == Purpose::First && self.barred(on), "NO_CONTACT_DUE");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none() {
            self.road.refusals.push((purpose, on));
            self.reach("contact refused");
            self.end_trajectory(on, "NOT_WISHED", purpose == Purpose::Negative);
        }
        grounds.verdict()
    }

    /// The day on which the duty to have a contact began.
    pub(crate) fn began(&self, purpose: Purpose) -> NaiveDate {
        let referral = self.referrals.last().filter(|_| self.road.referred).map(|(on, _)| *on);
        let request = self.road.request().filter(|request| !request.contacted).map(|request| request.received);
        let negative = self.road.negative().and_then(|last| last.answer).map(|(on, _)| on);
        let began = match purpose {
            Purpose::First => referral.into_iter().chain(request).min(),
            _ => negative,
        };
        began.unwrap_or(self.start)
    }

    /// The last day from which all that calls for a contact called for it.
    pub(crate) fn called_since(&self, purpose: Purpose) -> NaiveDate {
        let referral = self.referrals.last().filter(|_| self.road.referred).map(|(on, _)| *on);
        let recognised = self.decision.map(|(_, on)| on);
        let days = [referral, recognised, Some(self.began(purpose)), self.road.request().map(|one| one.received)];
        days.into_iter().flatten().max().unwrap_or(self.start)
    }
}
