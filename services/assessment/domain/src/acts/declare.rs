//! Declaring an incapacity with a certificate (M1, M22, T7).
//!
//! Circular 2022/383, part III, 3.1, step 1: the incapacity is declared to the advising physician by means of a
//! certificate. INAMI presentation 2016, part 3: the certificate states an expected end and a first prognosis.
//!
//! A relapse of an incapacity that ended is another incapacity, with a case of its own that names the former one (own reading;
//! T9). It began on the day of its certificate, unless the physician states another.

use super::add_certificate::within_the_longest;
use super::day_after;
use super::follow::applied;
use super::note::take;
use crate::command::Context;
use crate::declaration::Declaration;
use crate::event::Event;
use crate::impossible::{DateField, DeclaredDates, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Opens the case, and releases what was told of it before.
pub(crate) fn decide(state: &State, declaration: &Declaration, context: &Context) -> Result<Vec<Event>, Rejection> {
    let today = context.today;
    if state.declaration.is_some() {
        return Err(Rejection::AlreadyDeclared);
    }
    if let Some(case) = context.claimed_by {
        return Err(Rejection::AlreadyOpen { case });
    }
    if !declaration.scheme.in_scope() {
        return Err(Rejection::SchemeOutOfScope);
    }
    possible(DeclaredDates::from(declaration).impossible(today))?;
    let certificate = &declaration.certificate;
    within_the_longest(state, certificate.incapacity_start, certificate.expected_end, certificate.issued_on)?;
    if let Some(former) = declaration.relapse_of {
        let last_day = former.last_day.ok_or(Rejection::FormerNotEnded)?;
        let first = day_after(last_day);
        possible(ImpossibleDate::outside(DateField::IncapacityStart, certificate.incapacity_start, first, today))?;
    }

    let mut events = vec![Event::IncapacityDeclared { declaration: Box::new(declaration.clone()), on: today }];
    for (fact, _) in &state.parked {
        events.push(Event::FactReleased { fact: fact.clone() });
        events.extend(take(&applied(state, &events), fact));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use trajet_law::deadline::Step;
    use trajet_law::months::{EARLIEST, LATEST};
    use trajet_law::rule::Rule;
    use trajet_law::scheme::Scheme;

    use super::*;
    use crate::command::Command;
    use crate::declaration::{Certificate, Prognosis};
    use crate::samples::{Case, certificate, context, day, declaration, declare, refuse, start, told_completed};
    use crate::{CaseStatus, claim, claimed, decide};

    fn refused(today: NaiveDate, declaration: Declaration) -> Rejection {
        Case::default().refused(today, &Command::DeclareIncapacity(Box::new(declaration)))
    }

    /// The dates that cannot be right, with their possible days.
    fn fields(refused: Rejection) -> Vec<(&'static str, NaiveDate, NaiveDate)> {
        let Rejection::ImpossibleDates(found) = refused else { panic!("{refused}") };
        found.into_iter().map(|date| (date.field.path(), date.earliest, date.latest)).collect()
    }

    fn with_certificate(certificate: Certificate) -> Declaration {
        Declaration { certificate, ..declaration() }
    }

    #[test]
    fn m1_a_certificate_opens_the_case() {
        let mut case = Case::default();
        let events = case.on(day(2022, 9, 3), &declare());
        let expected = Event::IncapacityDeclared { declaration: Box::new(declaration()), on: day(2022, 9, 3) };
        assert_eq!(events, [expected]);
        assert_eq!(events[0].rule(), Rule::M1);
        assert_eq!(case.state.status(), Some(CaseStatus::Declared));
        assert_eq!(case.state.incapacity_start(), Some(start()));
        assert!(case.state.deadlines.is_empty());
    }

    #[test]
    fn m1_a_case_is_declared_once() {
        let mut case = Case::declared();
        assert_eq!(case.refused(day(2022, 9, 4), &declare()), Rejection::AlreadyDeclared);
    }

    #[test]
    fn m1_an_incapacity_with_an_open_case_is_not_declared_again() {
        let held = Context { claimed_by: Some([7; 16]), ..context(day(2022, 9, 3)) };
        let refused = decide(&State::default(), &declare(), &held);
        assert_eq!(refused, Err(Rejection::AlreadyOpen { case: [7; 16] }));
    }

    #[test]
    fn m1_the_claim_is_held_until_the_recognition_is_refused() {
        let mut case = Case::default();
        assert_eq!(claim(&case.state), None);
        case.on(day(2022, 9, 3), &declare());
        assert_eq!(claim(&case.state), claimed(&declare()));
        assert!(claim(&case.state).is_some());
        assert!(claim(&Case::recognised().state).is_some());
        case.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
        assert_eq!(claim(&case.state), None);
        assert_eq!(claimed(&Command::FireMissed(Step::FirstEstimate)), None);
    }

    #[test]
    fn m1_an_incapacity_that_has_not_begun_is_not_declared() {
        let early = refused(day(2022, 8, 31), declaration());
        assert_eq!(fields(early)[0], ("certificate.incapacity_start", EARLIEST, day(2022, 8, 31)));
        assert!(decide(&State::default(), &declare(), &context(start())).is_err(), "issued on 2 September");
        assert!(decide(&State::default(), &declare(), &context(day(2022, 9, 2))).is_ok());
    }

    #[test]
    fn m1_the_dates_of_a_certificate_must_be_possible() {
        let too_early = Certificate { incapacity_start: day(1989, 12, 31), ..certificate() };
        let issued_tomorrow = Certificate { issued_on: day(2022, 9, 4), ..certificate() };
        let today = day(2022, 9, 3);
        let early = refused(today, with_certificate(too_early));
        assert_eq!(fields(early), [("certificate.incapacity_start", EARLIEST, today)]);
        let late = refused(today, with_certificate(issued_tomorrow));
        assert_eq!(fields(late), [("certificate.issued_on", EARLIEST, today)]);
    }

    #[test]
    fn m1_all_dates_that_are_impossible_are_told_at_once() {
        let (today, tomorrow) = (day(2022, 9, 3), day(2022, 9, 4));
        let certificate =
            Certificate { incapacity_start: tomorrow, issued_on: tomorrow, expected_end: today, ..certificate() };
        let declaration = Declaration { activity_ceased_on: Some(tomorrow), ..with_certificate(certificate) };
        let expected = [
            ("certificate.incapacity_start", EARLIEST, today),
            ("certificate.issued_on", EARLIEST, today),
            ("certificate.expected_end", tomorrow, LATEST),
            ("activity_ceased_on", EARLIEST, today),
        ];
        assert_eq!(fields(refused(today, declaration)), expected);
    }

    #[test]
    fn m2_activity_cannot_have_ceased_after_today() {
        let declaration = Declaration { activity_ceased_on: Some(day(2022, 9, 4)), ..declaration() };
        let refused = refused(day(2022, 9, 3), declaration);
        assert_eq!(fields(refused), [("activity_ceased_on", EARLIEST, day(2022, 9, 3))]);
    }

    #[test]
    fn m22_the_certificate_carries_an_expected_end_not_before_the_start_and_a_prognosis() {
        let one_day = Certificate { expected_end: start(), ..certificate() };
        let mut case = Case::default();
        case.on(day(2022, 9, 3), &Command::DeclareIncapacity(Box::new(with_certificate(one_day))));
        let declared = case.state.declaration.as_ref().map(|declaration| declaration.certificate.prognosis);
        assert_eq!(declared, Some(Prognosis::Uncertain));

        let over_before = Certificate { expected_end: day(2022, 8, 31), ..certificate() };
        let refused = refused(day(2022, 9, 3), with_certificate(over_before));
        assert_eq!(fields(refused), [("certificate.expected_end", start(), LATEST)]);
    }

    #[test]
    fn t7_the_self_employed_are_out_of_scope() {
        let refused = refused(day(2022, 9, 3), Declaration { scheme: Scheme::SelfEmployed, ..declaration() });
        assert_eq!((refused.code(), refused.rule()), ("SCHEME_OUT_OF_SCOPE", Some(Rule::T7)));
    }

    #[test]
    fn t6_what_was_told_before_the_declaration_is_released_by_it() {
        let mut case = Case::default();
        case.on(day(2022, 9, 2), &told_completed(day(2022, 9, 2)));
        let events = case.on(day(2022, 9, 3), &declare());
        assert!(matches!(
            events[..],
            [Event::IncapacityDeclared { .. }, Event::FactReleased { .. }, Event::QuestionnaireNoted(_)]
        ));
        assert_eq!((case.state.parked.len(), case.state.noted.len()), (0, 1));
    }
}
