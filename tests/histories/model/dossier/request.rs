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
        let last = road.authorisation();
        grounds.add(road.request().is_none(), "NO_REQUEST");
        let discussed = last.is_none_or(|last| last.discussed || !matches!(last.answer, Some((_, false))));
        let contacted = road.request().is_some_and(|request| request.contacted);
        grounds.add(!contacted || !discussed, "NOT_CONTACTED");
        grounds.add(last.is_some_and(|last| last.answer.is_none()), "DECISION_AWAITED");
        grounds.add(last.is_some_and(|last| matches!(last.answer, Some((_, true)))), "ALREADY_AUTHORISED");
        grounds.add(!road.consented(1), "CONSENT_REFUSED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        let before =
            road.contacts.iter().filter(|contact| contact.purpose != Purpose::Other).max_by_key(|contact| contact.on);
        grounds.wrong(on > self.today || before.is_some_and(|contact| on < contact.on));
        let (Some(contact), true) = (before.cloned(), grounds.none()) else { return grounds.verdict() };
        let told = self.road.consented(2);
        if last.is_some() {
            self.reach("authorisation asked again");
        }
        let received = self.road.request().map(|request| request.received);
        let since = self.road.contacts.iter().rev().filter(|contact| Some(contact.on) >= received);
        let agreed = since.map(|contact| contact.actions).find(|actions| *actions > 0);
        let actions = if told { agreed.unwrap_or_default() } else { 0 };
        let number = self.road.authorisations.len();
        self.road.authorisations.push(Authorisation {
            asked: on,
            contact: contact.on,
            told,
            actions,
            answer: None,
            discussed: false,
            withdrawn: false,
        });
        if let Some(request) = self.road.request_mut() {
            request.authorisations.push(number);
        }
        self.duties.meet(ASK, on);
        self.duties.plan(Service::Assessment, DECISION, When::Silent, When::Never, When::Silent);
        Verdict::Accepted
    }

    pub(super) fn end_by_act(&mut self, mut grounds: Grounds, on: NaiveDate, reason: EndReason) -> Verdict {
        let negative = self.road.negative().is_some_and(|last| last.discussed);
        let last = self.road.contacts.iter().map(|contact| contact.on).max();
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
