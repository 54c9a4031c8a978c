//! What other services are told: what occupational physicians told of a case. Partners and reports are nobody else's
//! business.

use prost::{Message as _, Name as _};
use prost_types::Any;
use trajet_contracts::exchange::v1::exchange_event::Fact;
use trajet_contracts::exchange::v1::{CodexFactTold, ExchangeEvent};
use trajet_exchange_domain::Event;
use trajet_ledger::Recorded;
use trajet_ledger::feed::Translated;

use super::convert;

/// The contract event of a recorded one; `None` for what is nobody else's business. An erased event keeps its kind.
pub(crate) fn translate(recorded: &Recorded<Event>) -> Option<Translated> {
    if recorded.stored.kind != "codex_fact_told" {
        return None;
    }
    let kind = "trajet.exchange.v1.CodexFactTold";
    let payload = match &recorded.event {
        None => None,
        Some(Event::CodexFactTold(told)) => {
            let fact = Fact::CodexFactTold(CodexFactTold {
                fact: Some(convert::tell_fact(&told.fact)),
                partner_number: told.partner.as_str().to_owned(),
            });
            let message = ExchangeEvent { fact: Some(fact) };
            Some(Any { type_url: ExchangeEvent::type_url(), value: message.encode_to_vec() })
        }
        Some(_) => return None,
    };
    Some(Translated { kind, payload })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_service::test_support::{self, assert_erased_keep_their_kinds};

    use super::*;
    use crate::samples::{more, one_of_each};
    use crate::stored;

    fn recorded(event: &Event) -> Recorded<Event> {
        test_support::recorded(stored::write(event).0, event.clone())
    }

    fn told(event: &Event) -> Option<CodexFactTold> {
        let translated = translate(&recorded(event))?;
        assert_eq!(translated.kind, CodexFactTold::full_name());
        let message: ExchangeEvent = translated.payload.unwrap().to_msg().unwrap();
        let Fact::CodexFactTold(told) = message.fact.unwrap();
        Some(told)
    }

    #[test]
    fn x5_what_is_told_of_a_case_is_told_on_with_the_partner_and_nothing_else_is() {
        for event in one_of_each().iter().chain(&more()) {
            let Event::CodexFactTold(of_case) = event else {
                assert_eq!(told(event), None);
                continue;
            };
            let told = told(event).unwrap();
            assert_eq!(convert::hear_fact(told.fact.unwrap()).as_ref(), Some(&of_case.fact));
            assert_eq!(told.partner_number, "0206653946");
        }
    }

    #[test]
    fn an_erased_event_keeps_its_kind_and_tells_no_more() {
        assert_erased_keep_their_kinds(one_of_each().iter().map(recorded), translate);
    }
}
