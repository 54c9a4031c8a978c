//! Registering a partner, and changing its entry (X1).
//!
//! The registry is dated: who is a partner on a day follows from first and last days. That an organisation has one entry
//! at a time, and that kind and first day of an entry stay, is our own reading.

use crate::command::Context;
use crate::event::Event;
use crate::partner::{Entry, Partner, Registration};
use crate::rejection::Rejection;
use crate::state::State;

/// Registers the organisation, or changes name and last day of its last entry. What stands already does nothing.
pub(crate) fn decide(state: &State, asked: &Registration, context: &Context) -> Result<Vec<Event>, Rejection> {
    let none = Partner::default();
    let partner = match state {
        State::Empty => &none,
        State::Partner(partner) => partner,
        State::Case(_) | State::Report(_) | State::Inbox(_) | State::Erased => return Err(Rejection::OtherStream),
    };
    let new = Event::PartnerRegistered(Entry { registered: asked.clone(), recorded_at: context.now });
    let Some(last) = partner.entries.last() else { return Ok(vec![new]) };
    let known = &last.registered;
    if known == asked {
        return Ok(Vec::new());
    }
    if (known.kind, known.valid_from) == (asked.kind, asked.valid_from) {
        return Ok(vec![Event::PartnerChanged {
            name: asked.name.clone(),
            valid_to: asked.valid_to,
            on: context.today,
            recorded_at: context.now,
        }]);
    }
    if last.over_before(asked.valid_from) {
        return Ok(vec![new]);
    }
    Err(if known.kind == asked.kind {
        Rejection::OtherFirstDay { registered: known.valid_from }
    } else {
        Rejection::OtherKind { registered: known.kind }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::partner::PartnerKind;
    use crate::samples::{Stream, day, recognised, register};

    fn as_kind(command: &Command, kind: PartnerKind) -> Command {
        let Command::Register(registration) = command else { panic!("a registration") };
        Command::Register(Registration { kind, ..registration.clone() })
    }

    fn named(command: &Command, name: &str) -> Command {
        let Command::Register(registration) = command else { panic!("a registration") };
        Command::Register(Registration { name: name.into(), ..registration.clone() })
    }

    #[test]
    fn x1_name_and_last_day_change_and_what_stands_already_does_nothing() {
        let mut stream = Stream::default();
        let first = register("2022-01-01", None);
        let events = stream.on(day(2022, 9, 1), &first);
        assert!(matches!(events[..], [Event::PartnerRegistered(_)]));
        assert_eq!(events[0].effective_on(), day(2022, 1, 1));
        assert_eq!(stream.on(day(2022, 9, 2), &first), []);
        let changed = stream.on(day(2022, 9, 3), &named(&register("2022-01-01", Some("2022-12-31")), "Other"));
        assert!(matches!(changed[..], [Event::PartnerChanged { .. }]));
        assert_eq!(changed[0].effective_on(), day(2022, 9, 3));
        let State::Partner(partner) = &stream.state else { panic!("a partner") };
        let [entry] = partner.entries.as_slice() else { panic!("one entry") };
        assert_eq!((entry.registered.name.as_str(), entry.registered.valid_to), ("Other", Some(day(2022, 12, 31))));
        // The end can be taken back.
        assert_eq!(stream.on(day(2022, 9, 4), &first).len(), 1);
    }

    #[test]
    fn x1_kind_and_first_day_of_an_entry_that_has_not_ended_stay() {
        let mut stream = Stream::default();
        stream.on(day(2022, 9, 1), &register("2022-01-01", Some("2022-12-31")));
        let (other_day, same_day) = (register("2022-12-31", None), register("2022-01-01", None));
        assert_eq!(stream.refusal(day(2023, 6, 1), &other_day), "OTHER_FIRST_DAY");
        assert_eq!(stream.refusal(day(2023, 6, 1), &as_kind(&other_day, PartnerKind::Forem)), "OTHER_KIND");
        assert_eq!(stream.refusal(day(2023, 6, 1), &as_kind(&same_day, PartnerKind::Forem)), "OTHER_KIND");
    }

    #[test]
    fn x1_after_an_entry_that_ended_there_can_be_another() {
        let mut stream = Stream::default();
        stream.on(day(2022, 9, 1), &register("2022-01-01", Some("2022-12-31")));
        let again = as_kind(&register("2023-01-01", None), PartnerKind::Cscmi);
        assert!(matches!(stream.on(day(2022, 9, 1), &again)[..], [Event::PartnerRegistered(_)]));
        let State::Partner(partner) = &stream.state else { panic!("a partner") };
        assert_eq!(partner.entries.len(), 2);
        // The entry that ended stays as it was.
        assert_eq!(stream.refusal(day(2022, 9, 2), &register("2022-01-01", None)), "OTHER_KIND");
    }

    #[test]
    fn x7_a_case_is_not_registered() {
        let mut stream = Stream::default();
        stream.on(day(2022, 9, 5), &recognised());
        assert_eq!(stream.refusal(day(2022, 9, 5), &register("2022-01-01", None)), "OTHER_STREAM");
    }
}
