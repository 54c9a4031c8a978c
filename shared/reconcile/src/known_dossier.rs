//! What is known of referrals, requests, appointments, contacts and authorisations.

use crate::day::Day;
use crate::fact::{Fact, Purpose};
use crate::known::{Appointment, Authorisation, Contact, Known, Request};

impl Known {
    /// Takes in what the road to a first contact is made of.
    pub(crate) fn learn_of_trajectory(&mut self, fact: &Fact) {
        match fact {
            Fact::Referred { on, initial } => {
                self.referrals.push((*on, *initial));
            }
            Fact::Requested { on, needed, send_on, contact } => {
                self.to_send = self.to_send.or(*send_on);
                self.request(*on, *needed, *contact);
            }
            Fact::Appointed { number, purpose, on, replaces } => {
                if let Some(replaced) = replaces {
                    self.settle(*replaced);
                }
                self.appointments.push(Appointment { number: *number, purpose: *purpose, on: *on, open: true });
            }
            Fact::Fell { number, on } => {
                self.settle(*number);
                self.fell.push(*on);
            }
            Fact::Held { number, purpose, on, appointment, authorisation } => {
                if let Some(kept) = appointment {
                    self.settle(*kept);
                }
                self.contacts.push(Contact { number: *number, purpose: *purpose, on: *on });
                self.held(*purpose, *on, *authorisation);
            }
            Fact::AuthorisationAsked { number, on, contact_on } => {
                let (answer, ended, discussed) = (None, None, None);
                self.authorisations.push(Authorisation {
                    number: *number,
                    asked: *on,
                    contact_on: *contact_on,
                    answer,
                    ended,
                    discussed,
                });
                if let Some(request) = self.requests.last_mut() {
                    request.authorisations.push(*number);
                }
            }
            Fact::Answered { number, on, authorised } => {
                if let Some(asked) = self.authorisations.iter_mut().rfind(|asked| asked.number == *number) {
                    asked.answer = Some((*on, *authorised));
                }
            }
            Fact::TrajectoryEnded { on, route_b_only, with_incapacity, send_on } => {
                self.to_send = *send_on;
                self.trajectory_ended(*on, *route_b_only, *with_incapacity);
            }
            _ => self.learn_of_ami(fact),
        }
    }

    pub(crate) fn request(&mut self, received: Day, needed: bool, contact: Option<u32>) {
        let held = self.contacts.iter().find(|held| Some(held.number) == contact).map(|held| held.on);
        let out = self.told.last().is_some_and(|(back, _)| !back);
        let since = self.told.iter().filter(|(back, on)| *back && received <= *on).map(|(_, on)| *on);
        let back = if needed { since.into_iter().next() } else { None };
        self.requests.push(Request {
            received,
            needed,
            out,
            back,
            contact: held,
            ended: None,
            authorisations: Vec::new(),
        });
    }

    /// A questionnaire came back, or was found impossible to complete: it serves the request that waits for one, if it came
    /// back since, or was out when the person asked.
    pub(crate) fn questionnaire_back(&mut self, on: Day) {
        self.told.push((true, on));
        if self.end.is_some() {
            return;
        }
        let Some(request) = self.requests.last_mut().filter(|request| request.ended.is_none()) else { return };
        if request.needed && request.back.is_none() && (request.received <= on || request.out) {
            request.back = Some(on.max(request.received));
        }
    }

    /// A first contact is that of the request that went on on its day and had none; another one may discuss an answer.
    fn held(&mut self, purpose: Purpose, on: Day, authorisation: Option<u32>) {
        let with_incapacity = self.end;
        let went_on = |request: &&mut Request| {
            let until = |ended| on < ended || (Some(ended) == with_incapacity && on == ended);
            request.received <= on && request.ended.is_none_or(until)
        };
        if purpose == Purpose::First {
            let mut asked = self.requests.iter_mut().filter(went_on);
            if let Some(request) = asked.find(|request| request.contact.is_none()) {
                request.contact = Some(on);
            }
        }
        if purpose == Purpose::FollowUp {
            self.interviewed(on);
        }
        let mut discussed = self.authorisations.iter_mut();
        if let Some(asked) = discussed.find(|asked| Some(asked.number) == authorisation) {
            asked.discussed = Some(on);
        }
    }

    fn settle(&mut self, number: u32) {
        for appointment in self.appointments.iter_mut().filter(|appointment| appointment.number == number) {
            appointment.open = false;
        }
    }

    fn trajectory_ended(&mut self, on: Day, route_b_only: bool, with_incapacity: bool) {
        let asked_by = |day: Day| {
            let asked = self.requests.iter().map(|request| request.received).filter(|received| *received <= day);
            asked.max()
        };
        // What the person asked for later is another trajectory.
        let ends: Vec<bool> = self
            .authorisations
            .iter()
            .map(|one| one.asked <= on || asked_by(one.asked).is_none_or(|received| received <= on))
            .collect();
        for (asked, ends) in self.authorisations.iter_mut().zip(ends) {
            if ends && asked.answer.is_none() {
                asked.ended.get_or_insert(on);
            }
        }
        let begun = |request: &&mut Request| with_incapacity || request.received <= on;
        for request in self.requests.iter_mut().filter(|request| request.ended.is_none()).filter(begun) {
            request.ended = Some(on);
        }
        if !(route_b_only || with_incapacity) {
            self.ends.push(on);
        }
    }

    /// The request that goes on.
    pub(crate) fn request_that_goes_on(&self) -> Option<&Request> {
        self.goes_on()?;
        self.requests.last().filter(|request| request.ended.is_none())
    }

    /// The last request for authorisation of a request.
    pub(crate) fn last_authorisation(&self, request: &Request) -> Option<&Authorisation> {
        let number = request.authorisations.last()?;
        self.authorisations.iter().rfind(|asked| asked.number == *number)
    }

    /// Whether a referral is behind the person: a first contact took place, or the trajectory ended, since.
    pub(crate) fn is_settled(&self, referred: Day) -> bool {
        let held = self.contacts.iter().any(|held| held.purpose == Purpose::First && referred <= held.on);
        held || self.ends.iter().any(|end| referred <= *end)
    }
}
