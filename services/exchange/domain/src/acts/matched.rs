//! Noting in a report that a case took it over: it is no longer looked for (X7). Where that whole case was annulled, it is looked
//! for again: what a partner told of a person holds, whichever case was opened for them by mistake (T9).

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

/// Notes that the case which took the report over was annulled as a whole. One that is another case's by now is left there.
pub(crate) fn undo(state: &State, from: CaseId, context: &Context) -> Result<Vec<Event>, Rejection> {
    let State::Report(report) = state else { return Err(Rejection::OtherStream) };
    let undone = Event::ReportUnmatched { case: from, on: context.today };
    Ok((report.case == Some(from)).then_some(undone).into_iter().collect())
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
    fn t9_a_report_waits_again_once_its_case_is_annulled_and_is_matched_with_the_right_one() {
        let (on, other) = (day(2022, 9, 21), CaseId([8; 16]));
        let noted = Command::Match { report: ReportId([1; 16]), known_in: None };
        let mut report = Stream::default();
        assert_eq!(report.refusal(on, &Command::Unmatch { from: CASE }), "OTHER_STREAM");
        report.on(on, &receive(day(2022, 9, 10)));
        let waits = report.state.clone();
        assert_eq!(report.on(on, &Command::Unmatch { from: CASE }), [], "it waits");
        report.claimed_by = Some(CASE);
        report.on(on, &noted);
        assert_eq!(report.on(on, &Command::Unmatch { from: other }), [], "it is another case's");
        let events = report.on(on, &Command::Unmatch { from: CASE });
        assert_eq!(events, [Event::ReportUnmatched { case: CASE, on }]);
        assert_eq!((events[0].effective_on(), events[0].ground().to_string()), (on, "T9".into()));
        assert_eq!(report.state, waits);
        assert_eq!(report.on(on, &Command::Unmatch { from: CASE }), []);
        report.claimed_by = Some(other);
        assert_eq!(report.on(on, &noted), [Event::ReportMatched { case: other, on }]);
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
