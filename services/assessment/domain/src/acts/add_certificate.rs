//! Recording a certificate that prolongs the incapacity (M22).
//!
//! INAMI presentation 2016, part 3: a certificate states an expected end and a prognosis. Every certificate is kept with its
//! days; the latest end is the expected one. It moves no deadline: those count from the first day. The same certificate
//! again does nothing, whoever sends it.

use chrono::NaiveDate;
use trajet_law::certificate::covers_until;
use trajet_law::months::{EARLIEST, LATEST};

use super::{by_the_end, start_of};
use crate::certificate::Prolongation;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records the certificate.
pub(crate) fn decide(state: &State, added: &Prolongation, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    let issued = ImpossibleDate::outside(DateField::IssuedOn, added.issued_on, EARLIEST, today);
    let from = ImpossibleDate::outside(DateField::CoversFrom, added.from, start, LATEST);
    let until = ImpossibleDate::outside(DateField::ExpectedEnd, added.until, added.from.max(start), LATEST);
    possible(issued.into_iter().chain(from).chain(until))?;
    by_the_end(state, added.from)?;
    within_the_longest(state, added.from, added.until, added.issued_on)?;
    if state.prolongations.contains(added) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::CertificateAdded(added.clone())])
}

/// Refuses a certificate that covers more than the law of the day on which it was issued lets it.
pub(super) fn within_the_longest(
    state: &State,
    from: NaiveDate,
    until: NaiveDate,
    issued_on: NaiveDate,
) -> Result<(), Rejection> {
    match covers_until(from, state.judged(issued_on)) {
        Some(longest) if longest.value < until => {
            Err(Rejection::CertificateTooLong { until: longest.value, parameter: longest.version })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::law::Law;
    use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};

    use super::*;
    use crate::command::Command;
    use crate::samples::{Case, day, declare, end, prolong, refuse};
    use crate::{EndCause, State};

    static LONGEST: Parameter<u32> = Parameter::new(
        "certificate.longest_months",
        Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 3, source: "a version of these tests" },
        &[],
    );
    static OF_THREE_MONTHS: Law = Law::amended(&[&LONGEST]);

    #[test]
    fn m22_a_prolongation_gives_a_later_expected_end_and_moves_no_deadline() {
        let mut case = Case::recognised();
        let deadlines = case.state.deadlines.clone();
        let events = case.on(day(2022, 12, 20), &prolong(day(2023, 1, 1), day(2023, 3, 31)));
        assert!(matches!(events[..], [Event::CertificateAdded(_)]));
        assert_eq!(case.state.expected_end(), Some(day(2023, 3, 31)));
        case.on(day(2022, 12, 21), &prolong(day(2023, 1, 1), day(2023, 1, 31)));
        assert_eq!((case.state.expected_end(), case.state.prolongations.len()), (Some(day(2023, 3, 31)), 2));
        assert_eq!(case.state.deadlines, deadlines);
    }

    #[test]
    fn m22_the_same_certificate_again_does_nothing() {
        let mut case = Case::declared();
        let added = prolong(day(2023, 1, 1), day(2023, 3, 31));
        case.on(day(2022, 12, 20), &added);
        assert_eq!(case.on(day(2022, 12, 22), &added), []);
    }

    #[test]
    fn m22_its_days_lie_within_the_incapacity_and_in_their_order() {
        let fields = |from, until| {
            let refused = Case::declared().refused(day(2022, 12, 20), &prolong(from, until));
            refused.impossible_dates().iter().map(|date| date.field.path()).collect::<Vec<_>>()
        };
        assert_eq!(fields(day(2022, 8, 31), day(2022, 9, 30)), ["certificate.covers_from"]);
        assert_eq!(fields(day(2023, 1, 2), day(2023, 1, 1)), ["certificate.expected_end"]);
        Case::declared().on(day(2022, 12, 20), &prolong(day(2023, 1, 2), day(2023, 1, 2)));
    }

    #[test]
    fn m22_after_the_end_or_a_refusal_nothing_is_prolonged() {
        let added = prolong(day(2023, 1, 1), day(2023, 3, 31));
        let mut ended = Case::recognised();
        ended.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::WorkResumed));
        assert_eq!(ended.refused(day(2022, 12, 20), &added).code(), "INCAPACITY_ENDED");
        let mut refused = Case::declared();
        refused.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
        assert_eq!(refused.refused(day(2022, 12, 20), &added), Rejection::RecognitionRefused);
        assert_eq!(Case::default().refused(day(2022, 12, 20), &added), Rejection::NotDeclared);
    }

    #[test]
    fn m22_where_the_law_limits_certificates_a_longer_one_is_refused_also_the_first() {
        let mut case = Case { state: State { law: &OF_THREE_MONTHS, ..State::default() }, events: Vec::new() };
        let refused = case.refused(day(2022, 9, 3), &declare());
        assert_eq!((refused.code(), refused.latest()), ("CERTIFICATE_TOO_LONG", Some(day(2022, 11, 30))));
        let Command::DeclareIncapacity(mut declaration) = declare() else { panic!("a declaration") };
        declaration.certificate.expected_end = day(2022, 11, 30);
        case.on(day(2022, 9, 3), &Command::DeclareIncapacity(declaration));
        case.on(day(2022, 11, 20), &prolong(day(2022, 12, 1), day(2023, 2, 28)));
        let refused = case.refused(day(2022, 11, 20), &prolong(day(2022, 12, 1), day(2023, 3, 1)));
        assert_eq!((refused.code(), refused.parameter().is_some()), ("CERTIFICATE_TOO_LONG", true));
    }
}
