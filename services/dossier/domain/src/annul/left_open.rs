//! What two annulments, one after the other, leave open (T9).

use trajet_law::annul::Mistake;
use trajet_law::deadline::{Closure, Step};
use trajet_law::histories::book::Book;
use trajet_law::route_c::{Presentation, RegionalForm};
use trajet_law::rule::Rule;

use super::tests::{back, from, open};
use super::*;
use crate::consent::{ConsentForm, ConsentPurpose};
use crate::fact::Told;
use crate::samples::{day, first_contact_refused, form, recognised, representation};

fn takes_back(book: &mut Book<AskedAgain>, wrong: &Mistake, on: NaiveDate) -> Vec<Event> {
    book.take_back(on, wrong, &[]).expect("it is taken back")
}

fn waived_with_an_annulment(book: &Book<AskedAgain>, step: Step, on: NaiveDate) {
    let closed = book.state().deadlines.last(step).and_then(|last| last.closed);
    assert_eq!(closed, Some(Closure::Waived { on, because: Rule::T9.into() }));
}

#[test]
fn t9_x8_an_offer_that_stands_by_a_consent_is_waived_when_the_presentation_is_taken_back() {
    let step = Step::RouteBOffer;
    // Given who refused consent, presented themselves, and for whom a representative granted it later: the offer is to be made
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    let referral = Told::Referred { on: day(2022, 12, 12), initial: true };
    book.on(day(2022, 12, 12), &from("assessment/300", 9, referral));
    book.on(day(2022, 12, 20), &first_contact_refused(day(2022, 12, 20)));
    let represented = Told::Represented(representation(day(2023, 1, 2), None));
    book.on(day(2023, 1, 2), &from("assessment/300", 10, represented));
    let presented = Told::Presented(Presentation { on: day(2023, 1, 10), form: RegionalForm::ALL[0] });
    book.on(day(2023, 1, 10), &from("exchange/300", 11, presented));
    assert_eq!(open(&book, step), None, "consent is refused");
    let granted = form(&[(ConsentPurpose::Trajectory, true)], day(2023, 1, 16));
    let granted = ConsentForm { representative: Some(1), ..granted };
    book.on(day(2023, 1, 16), &Command::RecordConsents(granted));
    let offer = open(&book, step);
    assert!(offer.is_some());
    // When the representation turns out to be another's, what was signed stands with what it planned
    takes_back(&mut book, &back("assessment/300", 10, day(2023, 1, 18)), day(2023, 1, 18));
    assert_eq!(open(&book, step), offer);
    // Then nobody is offered anything for a presentation that was another's too
    takes_back(&mut book, &back("exchange/300", 11, day(2023, 1, 20)), day(2023, 1, 20));
    waived_with_an_annulment(&book, step, day(2023, 1, 20));
}
