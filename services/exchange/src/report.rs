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
            | Event::ReportUnmatched { .. }
            | Event::ReportErased { .. } => None,
        }
    }

    fn taken_over(event: &Event) -> Option<TakenOver> {
        match event {
            Event::CaseOpened(recognition) => recognition.taken_over_on.map(TakenOver::on),
            _ => None,
        }
    }

    fn begins_a_case(kind: &str) -> bool {
        begins_a_case(kind)
    }
}

#[cfg(test)]
mod tests {
    use trajet_exchange_domain::Recognition;
    use trajet_report::{Case, Figures, Period};

    use super::*;
    use crate::samples::{day, one_of_each, recognition};

    #[test]
    fn r6_what_a_partner_told_of_before_go_live_is_not_counted() {
        let told = one_of_each().into_iter().filter(|event| matches!(event, Event::FactTold(_)));
        let told: Vec<_> = told.filter_map(|event| Exchange::fact(&event)).collect();
        let last = told.iter().map(|fact| fact.on).max().expect("partners told something");
        let counted = |taken_over_on| {
            let opened = Event::CaseOpened(Recognition { taken_over_on, ..recognition() });
            let mut case = Case::default();
            if let Some(known) = Exchange::taken_over(&opened) {
                case.take_over(known);
            }
            for fact in told.iter().cloned() {
                case.learn(fact);
            }
            let mut figures = Figures::default();
            case.indicate(Period::year(2022).expect("a year under the law"), day("2023-01-02"), &mut figures);
            figures.exact().map(|figure| figure.count).sum::<u64>()
        };
        assert_eq!(counted(None), told.len() as u64);
        assert_eq!(counted(last.succ_opt()), 0);
        assert_ne!(counted(Some(last)), 0, "on the day of go-live it is");
    }
}
