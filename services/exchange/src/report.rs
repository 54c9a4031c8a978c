//! What each event tells the reports: how much partners tell. What they tell of a trajectory is told by who heard it.

use trajet_exchange_domain::{Event, PartnerFact};
use trajet_law::rehabilitation::RehabilitationFact;
use trajet_law::taken_over::TakenOver;
use trajet_report::{Fact, What};
use trajet_service::report::Reported;

use crate::grpc::begins_a_case;
use crate::ledger::Exchange;

impl Reported for Exchange {
    fn fact(event: &Event) -> Option<Fact> {
        match event {
            Event::FactTold(told) => {
                let by = match &told.fact {
                    PartnerFact::Codex(_) => "occupational_health_service",
                    PartnerFact::Rehabilitation(RehabilitationFact::Answered { .. }) => "cscmi",
                    PartnerFact::Rehabilitation(_) | PartnerFact::Presented(_) => "regional_service",
                };
                Some(Fact::on(told.fact.on(), What::PartnerTold { by }))
            }
            Event::CaseOpened(_)
            | Event::ActAnnulled(_)
            | Event::FileAccessTold(_)
            | Event::StartCorrected(_)
            | Event::IncapacityEnded(_)
            | Event::ReferralReceived(_)
            | Event::ReferralProgressed { .. }
            | Event::ReferralEnded(_)
            | Event::InboxFilled { .. }
            | Event::FactParked { .. }
            | Event::FactReleased { .. }
            | Event::PartnerRegistered(_)
            | Event::PartnerChanged { .. }
            | Event::ReportReceived(_)
            | Event::ReportMatched { .. }
            | Event::ReportErased { .. } => None,
        }
    }

    /// What partners tell counts where it is received.
    fn taken_over(_: &Event) -> Option<TakenOver> {
        None
    }

    fn begins_a_case(kind: &str) -> bool {
        begins_a_case(kind)
    }
}
