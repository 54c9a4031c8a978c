//! What the exchange with partners knows.

use trajet_contracts::exchange::v1::ExchangeCase;
use trajet_contracts::exchange::v1::codex_fact::Fact;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as OfProgramme;

use super::{Standing, date};
use crate::platform::Service;

impl Standing {
    pub(super) fn add_exchange(&mut self, case: &ExchangeCase) {
        for told in &case.codex {
            let fact = told.fact.as_ref().and_then(|fact| fact.fact.as_ref());
            let (what, on) = match fact {
                Some(Fact::Requested(fact)) => ("a CODEX trajectory was asked for", fact.requested_on),
                Some(Fact::PreReturnVisit(fact)) => ("a visit took place", fact.held_on),
                Some(Fact::PlanSigned(fact)) => ("a plan was signed", fact.signed_on),
                Some(Fact::WorkResumed(fact)) => ("work was resumed", fact.resumed_on),
                Some(Fact::Ended(fact)) => ("a CODEX trajectory ended", fact.ended_on),
                None => continue,
            };
            self.say(format!("a partner told that {what} on {}", date(on)));
        }
        for told in &case.rehabilitation {
            let fact = told.fact.as_ref().and_then(|fact| fact.fact.as_ref());
            let (what, on) = match fact {
                Some(OfProgramme::Answered(fact)) => ("the CSCMI answered", fact.answered_on),
                Some(OfProgramme::IntakeHeld(fact)) => ("an intake was held", fact.held_on),
                Some(OfProgramme::Started(fact)) => ("a programme started", fact.started_on),
                Some(OfProgramme::HoursFollowed(fact)) => ("hours were followed", fact.last_day),
                Some(OfProgramme::Ended(fact)) => ("a programme ended", fact.ended_on),
                Some(OfProgramme::Presented(fact)) => ("the person presented themselves", fact.presented_on),
                None => continue,
            };
            self.say(format!("a partner told that {what} on {}", date(on)));
        }
        self.add_deadlines(Service::Exchange, &[], &case.parked);
    }
}
