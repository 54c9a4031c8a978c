//! What each event tells the reconciler: the day from which a report is kept. The exchange plans no deadline.

use trajet_exchange_domain::Event;
use trajet_reconcile::{Day, Fact, Office};
use trajet_service::reconcile::Reconciled;

use crate::ledger::Exchange;

impl Reconciled for Exchange {
    const OFFICE: Office = Office::Exchange;

    fn fact(event: &Event) -> Fact {
        match event {
            Event::ActAnnulled(annulled) => {
                Fact::Annulled { struck: annulled.struck.clone(), places: annulled.places.clone() }
            }
            Event::ReportReceived(report) => {
                Fact::Received { on: Day::in_brussels(report.received_at.timestamp_micros()) }
            }
            Event::IncapacityEnded(ending) => Fact::Ended {
                last: trajet_service::reconcile::day(ending.last_day),
                died: ending.death().map(trajet_service::reconcile::day),
                relapsed: None,
            },
            Event::CaseOpened(_)
            | Event::StartCorrected(_)
            | Event::FactTold(_)
            | Event::ReferralReceived(_)
            | Event::ReferralProgressed { .. }
            | Event::ReferralEnded(_)
            | Event::InboxFilled { .. }
            | Event::FactParked { .. }
            | Event::FactReleased { .. }
            | Event::PartnerRegistered(_)
            | Event::PartnerChanged { .. }
            | Event::ReportMatched { .. }
            | Event::ReportUnmatched { .. }
            | Event::ReportErased { .. }
            | Event::FileAccessTold(_) => Fact::Silent,
        }
    }
}
