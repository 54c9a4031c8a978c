//! Erasing a report that was kept long enough (X7, own reading).
//!
//! What stays is that there was one: which partner sent it and when, that a case took it over if one did, and the day.

use crate::command::Context;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;

/// Erases the report, once.
pub(crate) fn decide(state: &State, context: &Context) -> Result<Vec<Event>, Rejection> {
    match state {
        State::Report(report) if report.erase_on() <= context.today => {
            Ok(vec![Event::ReportErased { on: context.today }])
        }
        State::Report(_) => Err(Rejection::NotDue),
        State::Erased => Ok(Vec::new()),
        State::Empty | State::Case(_) | State::Partner(_) | State::Inbox(_) => Err(Rejection::OtherStream),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::report::ReportId;
    use crate::samples::{CASE, Stream, day, receive, recognised, register};
    use crate::timer::{TimerKind, timer};

    fn received() -> Stream {
        let mut report = Stream::default();
        report.on(day(2022, 9, 20), &receive(day(2022, 9, 10)));
        report
    }

    #[test]
    fn x7_a_report_is_kept_twelve_months_from_its_receipt_and_erased_once() {
        let mut report = received();
        let on = day(2023, 9, 20);
        assert_eq!(timer(&report.state), Some((TimerKind::EraseReport, on)));
        assert_eq!(report.refusal(day(2023, 9, 19), &Command::Erase), "NOT_DUE");
        let events = report.on(on, &Command::Erase);
        assert_eq!(events, [Event::ReportErased { on }]);
        assert!(events[0].erases() && !report.events[0].erases());
        assert_eq!((&report.state, timer(&report.state)), (&State::Erased, None));
        assert_eq!(report.on(day(2023, 9, 21), &Command::Erase), []);
        assert_eq!(report.refusal(day(2023, 9, 21), &receive(day(2022, 9, 10))), "OTHER_STREAM");
    }

    #[test]
    fn x7_one_that_a_case_took_over_goes_on_the_same_day() {
        let mut report = received();
        report.claimed_by = Some(CASE);
        report.on(day(2022, 9, 21), &Command::Match { report: ReportId([1; 16]), known_in: None });
        assert_eq!(timer(&report.state), timer(&received().state));
        assert_eq!(report.on(day(2023, 9, 20), &Command::Erase).len(), 1);
    }

    #[test]
    fn x7_after_an_outage_it_goes_when_the_platform_is_back() {
        let on = day(2024, 2, 1);
        assert_eq!(received().on(on, &Command::Erase), [Event::ReportErased { on }]);
    }

    #[test]
    fn x7_nothing_but_a_report_is_erased() {
        for begun in [recognised(), register("2022-01-01", None)] {
            let mut stream = Stream::default();
            assert_eq!(stream.refusal(day(2022, 9, 10), &Command::Erase), "OTHER_STREAM");
            stream.on(day(2022, 9, 10), &begun);
            assert_eq!(timer(&stream.state), None);
            assert_eq!(stream.refusal(day(2030, 9, 10), &Command::Erase), "OTHER_STREAM");
        }
    }
}
