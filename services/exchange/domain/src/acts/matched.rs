//! Noting in a report that a case took it over: it is no longer looked for (X7).

use crate::command::Context;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::report::CaseId;
use crate::state::State;

/// Notes which case holds the report, or else knows what it tells, unless that is noted already.
pub(crate) fn decide(state: &State, known_in: Option<CaseId>, context: &Context) -> Result<Vec<Event>, Rejection> {
    let State::Report(report) = state else { return Err(Rejection::OtherStream) };
    if report.case.is_some() {
        return Ok(Vec::new());
    }
    let case = context.claimed_by.or(known_in).ok_or(Rejection::NotTaken)?;
    Ok(vec![Event::ReportMatched { case, on: context.today }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::report::ReportId;
    use crate::samples::{CASE, Stream, day, receive};

    #[test]
    fn x7_a_report_is_matched_once_with_the_case_that_holds_it() {
        let noted = Command::Match { report: ReportId([1; 16]), known_in: None };
        let mut report = Stream::default();
        assert_eq!(report.refusal(day(2022, 9, 20), &noted), "OTHER_STREAM");
        report.on(day(2022, 9, 20), &receive(day(2022, 9, 10)));
        assert_eq!(report.refusal(day(2022, 9, 20), &noted), "NOT_TAKEN");
        report.claimed_by = Some(CASE);
        let on = day(2022, 9, 21);
        assert_eq!(report.on(on, &noted), [Event::ReportMatched { case: CASE, on }]);
        assert_eq!(report.on(day(2022, 9, 22), &noted), []);
    }

    #[test]
    fn x7_a_report_that_tells_nothing_new_is_matched_with_the_case_that_knew_it() {
        let other = CaseId([8; 16]);
        let noted = Command::Match { report: ReportId([1; 16]), known_in: Some(other) };
        let on = day(2022, 9, 20);
        for (claimed_by, case) in [(None, other), (Some(CASE), CASE)] {
            let mut report = Stream::default();
            report.on(on, &receive(day(2022, 9, 10)));
            report.claimed_by = claimed_by;
            assert_eq!(report.on(on, &noted), [Event::ReportMatched { case, on }]);
        }
    }
}
