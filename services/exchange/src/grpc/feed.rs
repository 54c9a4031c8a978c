//! What other services are told: what partners told of a case, and what becomes of referrals. Partners, reports and inboxes are
//! nobody else's business.

use prost::{Message as _, Name as _};
use prost_types::Any;
use trajet_contracts::exchange::v1::exchange_event::Fact;
use trajet_contracts::exchange::v1::{CodexFactTold, ExchangeEvent, ReferralProgressed, RehabilitationFactTold};
use trajet_exchange_domain::{Event, Told};
use trajet_ledger::Recorded;
use trajet_ledger::feed::Translated;
use trajet_service::annul;

use super::convert;

/// The contract event of a recorded one; `None` for what is nobody else's business. An erased event keeps its kind.
pub(crate) fn translate(recorded: &Recorded<Event>) -> Option<Translated> {
    let kind = match recorded.stored.kind.as_str() {
        "act_annulled" => "trajet.type.v1.FactsAnnulled",
        "codex_fact_told" => "trajet.exchange.v1.CodexFactTold",
        "referral_progressed" => "trajet.exchange.v1.ReferralProgressed",
        "rehabilitation_fact_told" => "trajet.exchange.v1.RehabilitationFactTold",
        _ => return None,
    };
    let payload = match &recorded.event {
        None => None,
        Some(Event::ActAnnulled(annulled)) => {
            let message = ExchangeEvent { fact: Some(Fact::FactsAnnulled(annul::tell(annulled))) };
            Some(Any { type_url: ExchangeEvent::type_url(), value: message.encode_to_vec() })
        }
        Some(Event::FactTold(told)) => {
            let message = ExchangeEvent { fact: Some(fact(told)) };
            Some(Any { type_url: ExchangeEvent::type_url(), value: message.encode_to_vec() })
        }
        Some(Event::ReferralProgressed { number, key, said }) => {
            let progress = Some(trajet_service::referral::tell_said(*said));
            let fact = Fact::ReferralProgressed(ReferralProgressed {
                number: *number,
                progress,
                key: trajet_service::referral::tell_key(*key),
            });
            Some(Any { type_url: ExchangeEvent::type_url(), value: ExchangeEvent { fact: Some(fact) }.encode_to_vec() })
        }
        Some(_) => return None,
    };
    Some(Translated { kind, payload })
}

fn fact(told: &Told) -> Fact {
    let partner_number = told.partner.as_str().to_owned();
    match convert::tell_either(&told.fact) {
        (fact, None) => Fact::CodexFactTold(CodexFactTold { fact, partner_number }),
        (_, fact) => Fact::RehabilitationFactTold(RehabilitationFactTold { fact, partner_number }),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_contracts::r#type::v1::FactsAnnulled;
    use trajet_service::test_support::{self, assert_erased_keep_their_kinds};

    use super::*;
    use crate::samples::{more, one_of_each};
    use crate::stored;

    fn recorded(event: &Event) -> Recorded<Event> {
        test_support::recorded(stored::write(event).0, event.clone())
    }

    /// What is told of an event, and by whom.
    fn told(event: &Event) -> Option<(convert::Fields, String)> {
        let translated = translate(&recorded(event))?;
        let message: ExchangeEvent = translated.payload.unwrap().to_msg().unwrap();
        Some(match message.fact.unwrap() {
            Fact::CodexFactTold(told) => {
                assert_eq!(translated.kind, CodexFactTold::full_name());
                ((told.fact, None), told.partner_number)
            }
            Fact::RehabilitationFactTold(told) => {
                assert_eq!(translated.kind, RehabilitationFactTold::full_name());
                ((None, told.fact), told.partner_number)
            }
            Fact::ReferralProgressed(told) => {
                assert_eq!(translated.kind, ReferralProgressed::full_name());
                assert!(matches!(event, Event::ReferralProgressed { number: 1, key, said }
                    if trajet_service::referral::hear_key(&told.key).unwrap() == *key
                        && trajet_service::referral::hear_said(told.progress).unwrap() == *said));
                return None;
            }
            Fact::FactsAnnulled(annulled) => {
                assert_eq!(translated.kind, FactsAnnulled::full_name());
                assert_eq!(annulled, trajet_service::annul::tell(&test_support::annulled()));
                return None;
            }
        })
    }

    #[test]
    fn x5_x9_x10_what_is_told_of_a_case_is_told_on_with_the_partner_and_nothing_else_is() {
        for event in one_of_each().iter().chain(&more()) {
            let Event::FactTold(of_case) = event else {
                assert_eq!(told(event), None);
                continue;
            };
            let (fact, partner) = told(event).unwrap();
            assert_eq!(convert::hear_either(fact).as_ref(), Some(&of_case.fact));
            assert_eq!(partner, "0206653946");
        }
    }

    #[test]
    fn an_erased_event_keeps_its_kind_and_tells_no_more() {
        assert_erased_keep_their_kinds(one_of_each().iter().map(recorded), translate);
    }
}
