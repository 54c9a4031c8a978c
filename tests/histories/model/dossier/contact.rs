//! Contacts, and the consent asked at the first one.

use chrono::NaiveDate;

use super::appointments::permitted;
use super::road::{Appointment, Contact, State};
use super::{AGAIN, APPOINTMENT, ASK, ROUTE_A, ROUTE_B};
use crate::act::{Decisions, Grounds, Meeting, Purpose, Verdict, Way};
use crate::model::Case;
use crate::model::duty::{Service, When};

impl Case {
    pub(super) fn meet(&mut self, mut grounds: Grounds, meeting: &Meeting) -> Verdict {
        let Meeting { purpose, on, channel, appointment, explained, checked, consent, actions, way } = meeting;
        let (purpose, on, channel) = (*purpose, *on, *channel);
        let first = purpose == Purpose::First;
        grounds.wrong(self.not_before_recognition(on));
        grounds.wrong(first != consent.is_some());
        // A form does not undo a withdrawal of a later day.
        let withdrawn = self.road.consents.get(&1).is_some_and(|(granted, since)| !granted && *since > on);
        let granted = match consent {
            Some(decisions) => decisions.contains(&(1, true)) && !withdrawn,
            None => self.road.consented(1),
        };
        grounds.wrong(first && granted && way.is_none());
        grounds.add(!permitted(purpose, channel), "CHANNEL_NOT_PERMITTED");
        grounds.add(!self.road.due(purpose), "NO_CONTACT_DUE");
        grounds.add(first && self.barred(on), "FIRST_CONTACT_BARRED");
        grounds.add(first && self.barred(on) && !self.duties.open(ROUTE_A), "NO_CONTACT_DUE");
        grounds.add(first && !(*explained && *checked), "FIRST_CONTACT_INCOMPLETE");
        let to_occupational = matches!(way, Some(Way::PreReturn | Way::Codex));
        if let Some(decisions) = consent {
            let asked = |purpose: u8| decisions.iter().any(|(one, _)| *one == purpose);
            grounds.add(!(1..=if self.contract { 4 } else { 3 }).all(asked), "CONSENT_NOT_ASKED");
            grounds.add(!self.contract && asked(4), "PURPOSE_NEEDS_CONTRACT");
        }
        grounds.add(!self.contract && to_occupational, "PURPOSE_NEEDS_CONTRACT");
        grounds.add(!granted && (*actions > 0 || way.is_some()), "CONSENT_REFUSED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        let meant = |one: &Appointment| one.purpose == purpose && one.state == State::Open;
        let appointments = &mut self.road.appointments;
        let kept = match usize::try_from(*appointment).unwrap().checked_sub(1) {
            Some(index) => appointments.get_mut(index).filter(|one| meant(one)),
            None => appointments.iter_mut().filter(|one| meant(one) && one.invited <= on).min_by_key(|one| one.on),
        };
        grounds.add(*appointment > 0 && kept.is_none(), "APPOINTMENT_NOT_OPEN");
        if !grounds.none() {
            return grounds.verdict();
        }
        if let Some(kept) = kept {
            kept.state = State::Held;
        }
        self.road.contacts.push(Contact { purpose, on, channel, actions: *actions, way: *way });
        match purpose {
            Purpose::First => self.first_contact(on, consent.as_deref().unwrap_or_default(), *way),
            Purpose::Negative => {
                self.reach("contact on a negative decision");
                self.duties.meet(AGAIN, on);
                if let Some(last) = self.road.authorisations.last_mut() {
                    last.discussed = true;
                }
                self.duties.plan(Service::Dossier, ASK, When::Silent, When::Never, When::Silent);
            }
            Purpose::Other => self.reach("another contact"),
        }
        Verdict::Accepted
    }

    pub(super) fn first_contact(&mut self, on: NaiveDate, decisions: &[(u8, bool)], way: Option<Way>) {
        let by_request = self.road.by_request();
        self.reach(if by_request { "first contact by route B" } else { "first contact by route A" });
        if by_request && self.road.referred {
            self.reach("first contact by both routes");
        }
        // Also the deadline that work took away which began after the contact.
        self.duties.meet_late(ROUTE_A, on);
        self.duties.meet(ROUTE_B, on);
        self.duties.meet(APPOINTMENT, on);
        for (purpose, granted) in decisions {
            self.road.consent(*purpose, *granted, on);
        }
        self.road.referred = false;
        if let Some(request) = self.road.request_mut() {
            request.contacted = true;
        }
        if !self.road.consented(1) {
            self.reach("consent refused");
            self.end_trajectory(on, "CONSENT_REFUSED", false);
        } else if way == Some(Way::Nothing) {
            self.reach("the person does not go on");
            self.end_trajectory(on, "NOT_WISHED", false);
        } else {
            self.reach("consent given");
            if by_request {
                self.duties.plan(Service::Dossier, ASK, When::Silent, When::Never, When::Silent);
            }
        }
    }

    pub(super) fn consent(&mut self, mut grounds: Grounds, decisions: &Decisions, on: NaiveDate) -> Verdict {
        grounds.wrong(on > self.today);
        grounds.add(!self.road.met(), "NOT_CONTACTED");
        grounds.add(self.ended_before(on) && decisions.iter().any(|(_, granted)| *granted), "INCAPACITY_ENDED");
        grounds.add(!self.contract && decisions.iter().any(|(one, _)| *one == 4), "PURPOSE_NEEDS_CONTRACT");
        if grounds.none() {
            for (purpose, granted) in decisions {
                self.reach(if *granted { "consent given later" } else { "consent withdrawn" });
                self.road.consent(*purpose, *granted, on);
            }
        }
        grounds.verdict()
    }
}
