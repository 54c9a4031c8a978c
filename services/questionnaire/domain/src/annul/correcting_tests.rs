//! What an annulment tells the person.

use trajet_belgium::Language;
use trajet_law::annul::{AnnulReason, AskedBy, CorrectingNotice, TakenBack};
use trajet_law::ending::Ending;
use trajet_law::histories::book::Book;

use super::*;
use crate::samples::{
    complete, contact, day, ended, fire_send, recognised, representation, represented, source, submit, waive,
};

/// Assessment takes the whole case back.
fn back(on: NaiveDate) -> Mistake {
    back_for(AnnulReason::RecordedTwice, on)
}

fn back_for(reason: AnnulReason, on: NaiveDate) -> Mistake {
    Mistake::Told(TakenBack {
        ledger: source(1).ledger,
        position: 20,
        facts: [].into(),
        whole_case: true,
        reason,
        asked_by: AskedBy::Keeper,
        on,
    })
}

fn opened() -> Book<AskedAgain> {
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    book
}

fn notices(events: &[Event]) -> &[CorrectingNotice] {
    let annulled = events.first().and_then(Event::annulled).expect("an annulment");
    let told: Vec<_> = annulled.notices.iter().map(|notice| notice.entry).collect();
    assert!(told.is_empty() || annulled.sent == told, "{:?}", annulled.sent);
    &annulled.notices
}

#[test]
fn t9_q3_the_letter_that_says_why_none_is_sent_is_void_with_the_decision_and_names_the_same_coordinator() {
    let mut book = opened();
    let waived = book.on(day(2022, 10, 3), &waive(day(2022, 10, 3)));
    let events = book.annul(day(2022, 10, 10), waived).expect("it is annulled");
    let [notice] = notices(&events) else { panic!("one") };
    assert_eq!((notice.sent.kind, notice.sent.on), (SentKind::QuestionnaireNotSent, day(2022, 10, 3)));
    let Contact { name, telephone: phone, email } = contact();
    assert_eq!(notice.sent.ask, Some(AskAt { name, phone, email }));
    assert_eq!(notice.to, Recipient::of(("Peeters", "Anna"), Language::Dutch, None));
    assert_eq!(book.state().correcting_notices, std::slice::from_ref(notice));
}

#[test]
fn t9_q1_a_questionnaire_of_a_case_that_never_was_need_not_be_filled_in() {
    let mut book = opened();
    book.on(day(2022, 11, 10), &fire_send());
    let on = day(2022, 11, 20);
    let events = book.take_back(on, &back(on), &[]).expect("it is taken back");
    let told: Vec<_> = notices(&events).iter().map(|notice| (notice.sent.kind, notice.sent.on)).collect();
    assert_eq!(told, [(SentKind::Questionnaire, day(2022, 11, 10))]);
    assert_eq!(book.state().correcting_notices[0].to.surname, "Peeters");
    assert_eq!(book.take_back(on, &back(on), &[]), Ok(Vec::new()), "heard twice it does nothing");
}

#[test]
fn t9_q5_a_questionnaire_that_was_answered_stays_and_nobody_is_told_otherwise() {
    let mut book = opened();
    book.on(day(2022, 11, 10), &fire_send());
    book.on(day(2022, 11, 20), &submit(complete(), day(2022, 11, 20)));
    let on = day(2022, 11, 25);
    let recognition = TakenBack {
        ledger: source(1).ledger,
        position: 20,
        facts: [1].into(),
        whole_case: false,
        reason: AnnulReason::WrongContent,
        asked_by: AskedBy::Keeper,
        on,
    };
    let events = book.take_back(on, &Mistake::Told(recognition), &[]).expect("it is taken back");
    assert_eq!((notices(&events).len(), book.state().rounds.len()), (0, 1));
}

#[test]
fn t9_t6_nobody_writes_to_the_dead() {
    let (dead, twice) = (Ending::Deceased, AnnulReason::RecordedTwice);
    // What was recorded on the wrong person is told to them: it was another who died.
    let cases = [(dead, twice, 0), (dead, AnnulReason::WrongPerson, 1), (Ending::IncapacityEnded, twice, 1)];
    for (ending, reason, written) in cases {
        let mut book = opened();
        book.on(day(2022, 11, 10), &fire_send());
        book.on(day(2022, 11, 20), &ended(day(2022, 11, 18), ending));
        let on = day(2022, 11, 25);
        let events = book.take_back(on, &back_for(reason, on), &[]).expect("it is taken back");
        assert_eq!(notices(&events).len(), written, "{ending:?} {reason:?}");
    }
}

#[test]
fn t9_t6_nobody_writes_to_who_died_after_an_incapacity_that_had_ended_otherwise() {
    let mut book = opened();
    book.on(day(2022, 11, 10), &fire_send());
    let Command::Note(Fact::Ended { last_day, ending, source, .. }) = ended(day(2022, 11, 18), Ending::IncapacityEnded)
    else {
        panic!("an end")
    };
    let died_on = Some(day(2022, 11, 22));
    book.on(day(2022, 11, 20), &ended(last_day, ending));
    let source = crate::Source { position: source.position + 1, ..source };
    book.on(day(2022, 11, 23), &Command::Note(Fact::Ended { last_day, ending, died_on, source }));
    let on = day(2022, 11, 25);
    let events = book.take_back(on, &back(on), &[]).expect("it is taken back");
    assert_eq!(notices(&events), []);
}

#[test]
fn t9_d1_a_notice_goes_to_who_represents_the_person_on_its_day() {
    for (on, to) in [(day(2022, 10, 10), true), (day(2022, 10, 11), false)] {
        let mut book = opened();
        let known = representation(day(2022, 10, 1), Some(day(2022, 10, 10)));
        let waived = book.on(day(2022, 10, 1), &waive(day(2022, 10, 1)));
        book.on(day(2022, 10, 3), &represented(known.clone()));
        let events = book.annul(on, waived).expect("it is annulled");
        let expected = Recipient::of(("Peeters", "Anna"), Language::Dutch, to.then_some(&known));
        assert_eq!(notices(&events)[0].to, expected);
    }
}
