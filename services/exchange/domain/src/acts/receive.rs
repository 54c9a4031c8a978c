//! Receiving what a partner tells (X5, X9, X10), before anybody looks whom it is about (X7).
//!
//! Circular 2022/383, part IV, 4.1 and 4.2, and part VI; INAMI presentation 2016, part 1.2.

use trajet_belgium::{EnterpriseNumber, Niss};
use trajet_law::months::EARLIEST;

use crate::command::Context;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::report::Report;
use crate::state::State;
use crate::told::PartnerFact;

/// Keeps a report. What it tells has happened: today, or earlier.
pub(crate) fn decide(
    state: &State,
    niss: Niss,
    partner: EnterpriseNumber,
    fact: &PartnerFact,
    context: &Context,
) -> Result<Event, Rejection> {
    if *state != State::Empty {
        return Err(Rejection::OtherStream);
    }
    if !(EARLIEST..=context.today).contains(&fact.on()) {
        return Err(Rejection::ImpossibleDate { earliest: EARLIEST, latest: context.today });
    }
    Ok(Event::ReportReceived(Report { niss, partner, fact: fact.clone(), received_at: context.now, case: None }))
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;
    use crate::command::Command;
    use crate::samples::{Stream, day, receive};

    #[test]
    fn x5_a_report_is_kept_with_its_date() {
        let events = Stream::default().on(day(2022, 9, 20), &receive(day(2022, 9, 10)));
        assert!(matches!(events[..], [Event::ReportReceived(Report { case: None, .. })]));
        assert_eq!((events[0].effective_on(), events[0].ground().to_string()), (day(2022, 9, 10), "X5".into()));
    }

    #[test]
    fn x5_only_a_partner_that_reports_is_heard_and_within_its_limit() {
        let Command::Receive { niss, partner, fact, .. } = receive(day(2022, 9, 10)) else { panic!("a report") };
        for (registered, within_limit, refusal) in
            [(false, true, "NOT_REGISTERED"), (false, false, "NOT_REGISTERED"), (true, false, "TOO_MANY_REPORTS")]
        {
            let refused = Command::Receive { niss, partner, fact: fact.clone(), registered, within_limit };
            assert_eq!(Stream::default().refusal(day(2022, 9, 20), &refused), refusal);
        }
    }

    #[test]
    fn x5_what_is_told_happened_today_or_earlier() {
        let today = day(2022, 9, 20);
        for possible in [today, EARLIEST] {
            Stream::default().on(today, &receive(possible));
        }
        for impossible in [today + Days::new(1), EARLIEST - Days::new(1)] {
            assert_eq!(Stream::default().refusal(today, &receive(impossible)), "IMPOSSIBLE_DATE");
        }
    }

    #[test]
    fn x7_a_report_is_never_written_over() {
        let mut stream = Stream::default();
        stream.on(day(2022, 9, 20), &receive(day(2022, 9, 10)));
        assert_eq!(stream.refusal(day(2022, 9, 20), &receive(day(2022, 9, 10))), "OTHER_STREAM");
    }
}
