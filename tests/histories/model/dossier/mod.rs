//! The road to the first contact by either route, the contact, and the consent asked at it (rules D1 to D11).

mod appointments;
mod contact;
mod request;
mod road;

use chrono::NaiveDate;

use super::calendar::{last_of, months};
use super::{Case, Service, Slip, Track, When};
use crate::act::{Act, Grounds, Kind, Purpose, Verdict};
use road::Request;
pub(crate) use road::{Appointment, Contact, Road, State};

const ROUTE_A: &str = "first_contact_category_4";
const ROUTE_B: &str = "first_contact_route_b";
const APPOINTMENT: &str = "route_b_appointment";
const ASK: &str = "authorisation_request";
const DECISION: &str = "route_b_decision";
const AGAIN: &str = "negative_decision_contact";

impl Case {
    /// M10 and D4.
    pub(super) fn refer(&mut self, on: NaiveDate, initial: bool) {
        self.referrals.push((on, initial));
        self.reach(if initial { "referred at the estimate" } else { "referred later" });
        if self.end.is_some() {
            return;
        }
        self.road.referred = true;
        self.road.goes_on = true;
        self.road.over = false;
        let in_a_month = months(on, 1);
        let due = if initial { last_of(self.start, 6).max(in_a_month) } else { in_a_month };
        // One that is due already is due no later.
        if !self.duties.open(ROUTE_A) {
            self.duties.plan(Service::Dossier, ROUTE_A, When::Silent, When::On(due), When::Never);
        }
        let tracks = self.tracks.clone();
        self.bar_contact(&tracks);
    }

    /// D5: authorised work bars the first contact of route A, never that of route B.
    fn barred(&self, day: NaiveDate) -> bool {
        let works = self.tracks.iter().any(|track| track.kind == Kind::Work && track.covers(day));
        works && !self.road.by_request() && !self.slips(Slip::NoBar)
    }

    /// The duty goes while work is performed that is still so when the person is referred.
    pub(super) fn bar_contact(&mut self, tracks: &[Track]) {
        if !self.duties.open(ROUTE_A) {
            return;
        }
        let referred = self.referrals.last().map_or(self.today, |(on, _)| *on);
        let works = |track: &&Track| track.kind == Kind::Work && track.lasts_to(referred);
        let Some(track) = tracks.iter().find(works).copied() else { return };
        if self.slips(Slip::NoBar) {
            self.slipped();
            return;
        }
        self.reach("first contact barred");
        // Work that began after the last day bars the contact, and gives nobody more time.
        if self.duties.last_due(ROUTE_A).is_none_or(|due| track.from <= due) {
            self.duties.waive(ROUTE_A, When::On(track.from.max(referred)), "D5");
        }
        if !self.road.by_request() {
            self.road.cancel(|one| one.purpose == Purpose::First && track.covers(one.on));
        }
    }

    /// Work that ended gives a month for the contact that it barred, if the contact was not due later.
    pub(super) fn unbar_contact(&mut self) {
        let works = |track: &&Track| track.kind == Kind::Work;
        if !self.road.referred || self.duties.open(ROUTE_A) || self.end.is_some() {
            return;
        }
        let over = |track: &Track| track.to.filter(|to| *to < self.today);
        let last: Option<Vec<_>> = self.tracks.iter().filter(works).map(over).collect();
        if let Some(last) = last.and_then(|all| all.into_iter().max()) {
            self.reach("first contact due after work");
            let due = self.duties.last_due(ROUTE_A).max(Some(months(last, 1))).unwrap_or(last);
            self.duties.plan(Service::Dossier, ROUTE_A, When::Silent, When::On(due), When::Never);
        }
    }

    /// The questionnaire of a request is back: its first contact is due (D6).
    pub(super) fn questionnaire_back(&mut self, on: NaiveDate) {
        let waits = |request: &&mut Request| request.needed && request.back.is_none();
        let Some(request) = self.road.request_mut().filter(waits) else { return };
        // It may have come back before the day of the request that it serves.
        let (contacted, on) = (request.contacted, on.max(request.received));
        request.back = Some(on);
        let first = |contact: &&Contact| contact.purpose == Purpose::First;
        let contact = self.road.contacts.iter().filter(first).map(|contact| contact.on).max().filter(|_| contacted);
        if contact.is_none_or(|contact| contact >= on) {
            let due = months(on, 1);
            self.duties.plan(Service::Dossier, ROUTE_B, When::Silent, When::On(due), When::Never);
        }
        if let Some(contact) = contact {
            self.duties.meet(ROUTE_B, contact);
        }
    }

    pub(super) fn answer_request(&mut self, number: usize, on: NaiveDate, authorised: bool) {
        let one = &mut self.road.authorisations[number];
        one.answer = Some((on, authorised));
        if authorised {
            return;
        }
        let (due, goes_on) = (months(one.contact, 1), one.withdrawn.is_none());
        self.reach("route B not authorised");
        if goes_on {
            self.duties.plan(Service::Dossier, AGAIN, When::Silent, When::On(due), When::Never);
        }
    }

    /// The end of the incapacity ends the road.
    pub(super) fn end_road(&mut self, last: NaiveDate) {
        self.road.cancel(|one| one.on > last);
        self.end_trajectory(last, "INCAPACITY_ENDED", false);
    }

    /// The trajectory ends, by either route, and with it its track; or the request alone, whose negative decision is not
    /// about a referral.
    fn end_trajectory(&mut self, on: NaiveDate, reason: &'static str, request_alone: bool) {
        self.road.ends.push((on, reason));
        if let Some(request) = self.road.request_mut() {
            request.ended = Some((on, reason));
            if let Some(last) = self.road.authorisations.last_mut().filter(|last| last.answer.is_none()) {
                last.withdrawn = Some(on);
            }
        }
        let request_alone = request_alone && self.road.goes_on;
        if !request_alone {
            self.road.referred = false;
            self.road.goes_on = false;
        }
        self.road.over = true;
        if reason != "INCAPACITY_ENDED" {
            let rule = match reason {
                "NEGATIVE_DECISION" => "D8",
                "CONSENT_REFUSED" => "D3",
                _ => "D11.c",
            };
            for step in [ROUTE_A, ROUTE_B, APPOINTMENT, ASK, AGAIN, DECISION] {
                if step != ROUTE_A || !request_alone {
                    self.duties.waive(step, When::On(on), rule);
                }
            }
            self.road.cancel(|one| !request_alone || one.purpose != Purpose::First);
            self.finish_track(Kind::RouteB, on);
        }
    }

    /// What the dossier makes of an act; nothing if it is not one of its own.
    pub(super) fn accompany(&mut self, act: &Act) -> Option<Verdict> {
        let mut grounds = Grounds::default();
        grounds.add(!self.recognised(), "CASE_NOT_FOUND");
        grounds.add(!self.recognised(), "NOT_RECOGNISED");
        Some(match act {
            Act::OpenRouteB { on, keep } => self.open_route_b(grounds, *on, *keep),
            Act::Appoint { purpose, on, channel, invited } => self.appoint(grounds, *purpose, *on, *channel, *invited),
            Act::Reschedule { number, on, channel, told } => self.reschedule(grounds, *number, *on, *channel, *told),
            Act::NoShow { number } => self.no_show(grounds, *number),
            Act::Attempt { purpose, on, channel } => self.attempt(grounds, *purpose, *on, *channel),
            Act::RefuseContact { purpose, on } => self.refuse_contact(grounds, *purpose, *on),
            Act::Meet(meeting) => self.meet(grounds, meeting),
            Act::Consents { decisions, on } => self.consent(grounds, decisions, *on),
            Act::AskAuthorisation { on } => self.ask_authorisation(grounds, on.unwrap_or(self.today)),
            Act::EndTrajectory { on, reason } => self.end_by_act(grounds, *on, *reason),
            _ => return None,
        })
    }

    pub(super) fn stage(&self) -> &'static str {
        let road = &self.road;
        if self.end.is_some() {
            return "ENDED";
        }
        if road.by_request() || road.referred && self.duties.open(ROUTE_A) {
            return "FIRST_CONTACT_DUE";
        }
        if road.request().is_some() {
            return match road.authorisation().map(|last| last.answer) {
                Some(_) if road.negative().is_some_and(|last| last.discussed) => "CONTACTED",
                None => "CONTACTED",
                Some(None) => "DECISION_AWAITED",
                Some(Some((_, true))) => "AUTHORISED",
                Some(Some((_, false))) => "NOT_AUTHORISED",
            };
        }
        match () {
            () if road.referred => "BARRED",
            () if road.goes_on => "CONTACTED",
            () if road.over => "ENDED",
            () => "KNOWN",
        }
    }
}
