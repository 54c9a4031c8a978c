//! Route B: the request, the authorisation, and the end of a trajectory.

use chrono::NaiveDate;

use super::road::{Appointment, Authorisation, Request, State};
use super::{APPOINTMENT, ASK, DECISION, ROUTE_B};
use crate::act::{EndReason, Grounds, Purpose, Verdict};
use crate::model::Case;
use crate::model::calendar::{after, months};
use crate::model::duty::{Service, When};

impl Case {
    pub(super) fn open_route_b(&mut self, mut grounds: Grounds, on: NaiveDate, keep: bool) -> Verdict {
        grounds.wrong(on < self.start || on > self.today);
        grounds.add(self.road.went_on(on), "REQUEST_GOES_ON");
        grounds.add(keep && !self.form.completed(), "NOTHING_TO_KEEP");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if !grounds.none() {
            return grounds.verdict();
        }
        let ends = self.road.ends.iter().copied().filter(|(ended, _)| on < *ended);
        let ended = ends.chain(self.end.map(|end| (end.last, "INCAPACITY_ENDED"))).min_by_key(|(ended, _)| *ended);
        let needed = !keep && ended.is_none();
        let (back, authorisations) = (None, Vec::new());
        self.road.requests.push(Request { received: on, needed, back, contacted: false, authorisations, ended });
        if let Some((_, why)) = ended {
            self.reach(if why == "INCAPACITY_ENDED" {
                "route B of before the end"
            } else {
                "route B that ended before"
            });
            return Verdict::Accepted;
        }
        self.road.over = false;
        self.duties.plan(Service::Dossier, APPOINTMENT, When::Silent, When::Never, When::On(after(on, 14)));
        let kept = |one: &Appointment| one.purpose == Purpose::First && one.state == State::Open && one.on >= on;
        if self.road.appointments.iter().any(kept) {
            self.duties.meet(APPOINTMENT, on);
        }
        if keep {
            self.reach("route B with the questionnaire kept");
            self.duties.plan(Service::Dossier, ROUTE_B, When::Silent, When::On(months(on, 1)), When::Never);
        } else if self.form.out() {
            self.reach("route B while a questionnaire is out");
        } else {
            self.reach("sent by route B");
            self.send_one(true);
        }
        Verdict::Accepted
    }

    pub(super) fn ask_authorisation(&mut self, mut grounds: Grounds, on: NaiveDate) -> Verdict {
        let road = &self.road;
        let request = road.reported().cloned();
        let last = request.as_ref().and_then(|request| request.authorisations.last());
        let last = last.map(|number| road.authorisations[*number].clone());
        grounds.add(request.is_none(), "NO_REQUEST");
        let negative = last.as_ref().is_some_and(|last| matches!(last.answer, Some((_, false))));
        let discussed = !negative || last.as_ref().is_some_and(|last| last.discussed);
        let contacted = request.as_ref().is_some_and(|request| request.contacted);
        grounds.add(!contacted || !discussed, "NOT_CONTACTED");
        grounds.add(last.as_ref().is_some_and(|last| last.answer.is_none()), "DECISION_AWAITED");
        grounds.add(last.as_ref().is_some_and(|last| matches!(last.answer, Some((_, true)))), "ALREADY_AUTHORISED");
        grounds.add(!road.consented(1), "CONSENT_REFUSED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        let contact = self.reported_contact(negative, on);
        grounds.wrong(on > self.today || contacted && contact.is_none());
        let (Some(contact), Some(request), true) = (contact, request, grounds.none()) else { return grounds.verdict() };
        if last.is_some() {
            self.reach("authorisation asked again");
        }
        let (told, received) = (self.road.consented(2), request.received);
        let since = self.road.contacts.iter().rev().filter(|contact| contact.on >= received);
        let agreed = since.map(|contact| contact.actions).find(|actions| *actions > 0);
        let actions = if told { agreed.unwrap_or_default() } else { 0 };
        let number = self.road.authorisations.len();
        self.road.authorisations.push(Authorisation {
            asked: on,
            contact,
            told,
            actions,
            answer: None,
            discussed: false,
            withdrawn: request.ended.map(|(ended, _)| ended),
        });
        if let Some(last) = self.road.requests.last_mut() {
            last.authorisations.push(number);
        }
        self.duties.meet_late(ASK, on);
        if request.ended.is_some() {
            self.reach("authorisation asked before the end");
        } else {
            self.duties.plan(Service::Assessment, DECISION, When::Silent, When::Never, When::Silent);
        }
        Verdict::Accepted
    }

    /// The last first contact by a day; after a negative decision, the contact on it.
    fn reported_contact(&self, negative: bool, on: NaiveDate) -> Option<NaiveDate> {
        let purpose = if negative { Purpose::Negative } else { Purpose::First };
        let of = self.road.contacts.iter().filter(|contact| contact.purpose == purpose);
        if negative {
            return of.map(|contact| contact.on).next_back().filter(|held| *held <= on);
        }
        of.map(|contact| contact.on).filter(|held| *held <= on).max()
    }

    pub(super) fn end_by_act(&mut self, mut grounds: Grounds, on: NaiveDate, reason: EndReason) -> Verdict {
        let negative = self.road.negative().is_some_and(|last| last.discussed);
        let contacts = self.road.contacts.iter().map(|contact| contact.on);
        let asked = self.road.authorisations.last().map(|last| last.answer.map_or(last.asked, |(on, _)| on));
        let last = contacts.chain(asked).max();
        grounds.wrong(on > self.today || on < last.unwrap_or(self.start) || reason == EndReason::Ended);
        grounds.add(self.road.request().is_none() && !self.road.goes_on, "NO_REQUEST");
        grounds.add(reason == EndReason::Negative && !negative, "NOT_REFUSED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none() {
            self.reach("trajectory ended");
            let reason = if reason == EndReason::Negative { "NEGATIVE_DECISION" } else { "NOT_WISHED" };
            self.end_trajectory(on, reason, reason == "NEGATIVE_DECISION");
        }
        grounds.verdict()
    }
}
