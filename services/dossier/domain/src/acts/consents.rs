//! Consent that is granted or withdrawn after the first contact.
//!
//! Law of 12 December 2021, art. 2, § 1/2; Circular 2022/383, part III, 3.1, step 7 (D3). A withdrawal stops new processing at
//! once; nothing that is kept by law is deleted.

use chrono::NaiveDate;
use trajet_law::representation::RepresentationScope;
use trajet_law::rule::Rule;

use crate::consent::{ConsentForm, ConsentPurpose};
use crate::contact::Purpose;
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;

/// Records the decisions. A withdrawal is possible at any time, after the end of the incapacity too.
pub(crate) fn decide(course: &mut Course, form: &ConsentForm, today: NaiveDate) -> Result<(), Rejection> {
    possible(signed(&course.state, form, today)?)?;
    if form.decisions.values().any(|granted| *granted) {
        within_incapacity(&course.state, form.signed_on)?;
    }
    let contacted = course.state.contacts.iter().any(|contact| contact.purpose == Purpose::FirstContact);
    // What was signed before go-live is entered from its paper.
    let before = course.state.contacted_before_go_live.is_some();
    if !contacted && !before {
        return Err(Rejection::NotContacted { rule: Rule::D3 });
    }
    needs_contract(&course.state, form)?;
    course.push(Event::ConsentsRecorded(form.clone()));
    Ok(())
}

/// The day of the signature, if it cannot be right: not before the incapacity, and not after the day of the act. Who signed
/// could.
pub(super) fn signed(state: &State, form: &ConsentForm, by: NaiveDate) -> Result<Option<ImpossibleDate>, Rejection> {
    let start = recognised(state)?.incapacity_start;
    represented(state, form.representative, form.signed_on)?;
    Ok(ImpossibleDate::outside(DateField::SignedOn, form.signed_on, start, by))
}

/// Whoever signs in the place of the person represents them for it on the day of the signature (D1, own reading).
pub(super) fn represented(state: &State, representative: Option<u32>, on: NaiveDate) -> Result<(), Rejection> {
    let entitled = |number| state.representations.entitle(number, RepresentationScope::Consent, on);
    if representative.is_none_or(entitled) { Ok(()) } else { Err(Rejection::NotRepresented) }
}

/// The fourth purpose is only for who has a contract.
pub(super) fn needs_contract(state: &State, form: &ConsentForm) -> Result<(), Rejection> {
    let has_contract = recognised(state)?.has_contract;
    if !has_contract && form.decisions.contains_key(&ConsentPurpose::OccupationalPhysician) {
        return Err(Rejection::PurposeNeedsContract);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Told;
    use crate::samples::{Case, all_granted, day, first_contact, form, new_contact, representation, told};
    use crate::state::Reader;
    use crate::{Command, ContactKind, NewContact};

    #[test]
    fn d3_a_withdrawal_stops_the_processing_and_deletes_nothing() {
        let mut case = Case::contacted();
        assert_eq!(case.trajectory(Reader::Coordinator)[0].actions.len(), 1);
        let withdrawn = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 2, 1));
        case.on(day(2023, 2, 1), &Command::RecordConsents(withdrawn));
        let shown = case.trajectory(Reader::Coordinator);
        assert_eq!((shown.len(), shown[0].actions.len(), shown[0].next_way), (1, 0, None));
        assert_eq!(case.state.contacts[0].actions.len(), 1);
        assert_eq!(case.refusal(day(2023, 2, 2), &Command::RequestAuthorisation { asked_on: None }), "CONSENT_REFUSED");
        let other = Command::RecordContact { contact: new_contact(day(2023, 2, 2)), kind: ContactKind::Other };
        assert_eq!(case.refusal(day(2023, 2, 2), &other), "CONSENT_REFUSED");

        let granted = form(&[(ConsentPurpose::Trajectory, true)], day(2023, 2, 3));
        case.on(day(2023, 2, 3), &Command::RecordConsents(granted));
        assert_eq!(case.trajectory(Reader::Coordinator)[0].actions.len(), 1);
    }

    #[test]
    fn d3_d31_the_physician_is_shown_what_was_agreed_with_consent_to_the_second_purpose() {
        let mut case = Case::contacted();
        assert_eq!(case.trajectory(Reader::Physician)[0].actions.len(), 1);
        let withdrawn = form(&[(ConsentPurpose::PhysicianFollowUp, false)], day(2023, 2, 1));
        case.on(day(2023, 2, 1), &Command::RecordConsents(withdrawn));
        assert_eq!(case.trajectory(Reader::Physician)[0].actions.len(), 0);
        assert_eq!(case.trajectory(Reader::Coordinator)[0].actions.len(), 1);
    }

    #[test]
    fn d1_d3_a_representative_decides_on_consent_on_the_days_of_the_representation() {
        let mut case = Case::contacted();
        let signed = |on| {
            let form = form(&[(ConsentPurpose::Exchange, false)], on);
            Command::RecordConsents(ConsentForm { representative: Some(1), ..form })
        };
        assert_eq!(case.refusal(day(2023, 2, 10), &signed(day(2023, 2, 1))), "NOT_REPRESENTED");
        let ended = representation(day(2023, 1, 1), Some(day(2023, 2, 5)));
        case.on(day(2023, 2, 10), &told(Told::Represented(ended)));
        assert_eq!(case.refusal(day(2023, 2, 10), &signed(day(2023, 2, 6))), "NOT_REPRESENTED");
        case.on(day(2023, 2, 10), &signed(day(2023, 2, 5)));
        let consent = case.state.consents.iter().find(|(purpose, _)| *purpose == ConsentPurpose::Exchange);
        assert_eq!(consent.map(|(_, consent)| (consent.granted, consent.representative)), Some((false, Some(1))));
    }

    #[test]
    fn d3_consent_is_first_asked_at_the_first_contact() {
        let consents = Command::RecordConsents(all_granted(day(2023, 1, 10)));
        assert_eq!(Case::referred().refusal(day(2023, 1, 10), &consents), "NOT_CONTACTED");
        let mut other = Case::opened();
        let contact = NewContact { actions: [].into(), next_way: None, ..new_contact(day(2023, 1, 9)) };
        other.on(day(2023, 1, 9), &Command::RecordContact { contact, kind: ContactKind::Other });
        assert_eq!(other.refusal(day(2023, 1, 10), &consents), "NOT_CONTACTED");
    }

    #[test]
    fn d3_the_fourth_purpose_needs_a_contract_and_the_day_is_possible() {
        let mut case = Case::contacted();
        let future = Command::RecordConsents(all_granted(day(2023, 2, 2)));
        assert_eq!(case.refusal(day(2023, 2, 1), &future), "IMPOSSIBLE_DATES");
        let mut without = Case::without_contract();
        let consents = Command::RecordConsents(all_granted(day(2023, 1, 10)));
        assert_eq!(without.refusal(day(2023, 1, 10), &consents), "NOT_CONTACTED");
        assert_eq!(without.refusal(day(2023, 1, 10), &first_contact(day(2023, 1, 10))), "NO_CONTACT_DUE");
    }
}
