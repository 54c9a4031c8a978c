//! What an annulment tells the person.

use trajet_belgium::Language;
use trajet_law::annul::{Annul, AnnulReason, AskedBy, CorrectingNotice, TakenBack};
use trajet_law::histories::book::Book;

use super::*;
use crate::contact::{Purpose, RescheduledBy};
use crate::fact::{Fact, IncapacityEnd, QuestionnaireTold, Source, Told};
use crate::samples::{
    appoint, contact_details, day, first_contact, new_appointment, recognition, referred, representation,
};

/// What assessment tells at a place of its ledger.
fn assessed(position: u64, told: Told) -> Command {
    Command::Note(Fact { told, source: Source { ledger: "assessment/300".to_owned(), position } })
}

fn ended(last_day: NaiveDate, deceased: bool) -> Told {
    Told::IncapacityEnded(IncapacityEnd { last_day, deceased, by_decision: false, died_on: None, relapsed_on: None })
}

/// Assessment takes back what it told at a place of its ledger, or all.
fn back(fact: Option<u64>, on: NaiveDate) -> Mistake {
    Mistake::Told(TakenBack {
        ledger: "assessment/300".to_owned(),
        position: 100,
        facts: fact.into_iter().collect(),
        whole_case: fact.is_none(),
        reason: AnnulReason::WrongPerson,
        asked_by: AskedBy::Keeper,
        on,
    })
}

/// A case of who was referred, with an appointment on 1 February 2023, and the place of that.
fn appointed() -> (Book<AskedAgain>, u64) {
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &assessed(1, Told::Recognised(recognition())));
    book.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
    let made = book.on(day(2022, 12, 20), &appoint(Purpose::FirstContact, day(2023, 2, 1), day(2022, 12, 20)));
    (book, made)
}

fn notices(events: &[Event]) -> &[CorrectingNotice] {
    let annulled = events.first().and_then(Event::annulled).expect("an annulment");
    let told: Vec<_> = annulled.notices.iter().map(|notice| notice.entry).collect();
    assert!(told.is_empty() || annulled.sent == told, "{:?}", annulled.sent);
    &annulled.notices
}

/// What went out, of which day, about which, and what stands in its place.
fn told(events: &[Event]) -> Vec<(SentKind, NaiveDate, Option<NaiveDate>, Option<Stands>)> {
    let told = |notice: &CorrectingNotice| (notice.sent.kind, notice.sent.on, notice.sent.about, notice.stands);
    notices(events).iter().map(told).collect()
}

const CANCELLED: SentKind = SentKind::AppointmentCancelled;

#[test]
fn t9_d30_who_was_invited_by_mistake_is_told_once_whom_to_ask_and_by_name() {
    let (mut book, made) = appointed();
    let events = book.annul(day(2023, 1, 10), made).expect("it is annulled");
    assert_eq!(told(&events), [(SentKind::Appointment, day(2022, 12, 20), Some(day(2023, 2, 1)), None)]);
    let [notice] = notices(&events) else { panic!("one") };
    let ask = notice.sent.ask.as_ref().map(|ask| (&ask.name, &ask.phone, &ask.email));
    let CoordinatorContact { name, phone, email } = contact_details();
    assert_eq!(ask, Some((&name, &phone, &email)));
    assert_eq!((notice.on, notice.entry), (day(2023, 1, 10), made));
    assert_eq!(notice.to, Recipient::of(("Peeters", "Anna"), Language::Dutch, None));
    assert_eq!(book.state().correcting_notices, std::slice::from_ref(notice));
    // Another annulment does not tell it again, and leaves it.
    let again = book.on(day(2023, 1, 12), &first_contact(day(2023, 1, 12)));
    let events = book.annul(day(2023, 1, 16), again).expect("it is annulled");
    assert_eq!((told(&events), book.state().correcting_notices.len()), (Vec::new(), 1));
}

#[test]
fn t9_d30_an_invitation_to_the_wrong_day_says_the_right_one() {
    let (mut book, made) = appointed();
    let annulment = Annul { act: made, reason: AnnulReason::WrongDate, asked_by: AskedBy::Keeper };
    let right = appoint(Purpose::FirstContact, day(2023, 2, 3), day(2022, 12, 20));
    let events = book.take_back(day(2023, 1, 10), &Mistake::Act(annulment), &[right]).expect("it is put right");
    let another = Some(Stands::Another(Some(day(2023, 2, 3))));
    assert_eq!(told(&events), [(SentKind::Appointment, day(2022, 12, 20), Some(day(2023, 2, 1)), another)]);
    assert_eq!(book.state().open_appointments().map(|open| open.on).collect::<Vec<_>>(), [day(2023, 2, 3)]);
}

#[test]
fn t9_d30_an_appointment_whose_place_another_took_by_mistake_takes_place_unless_its_day_is_past() {
    for (on, stands) in [(day(2023, 2, 1), Some(Stands::Appointment(day(2023, 2, 1)))), (day(2023, 2, 2), None)] {
        let (mut book, _) = appointed();
        let moved = Command::Reschedule {
            number: 1,
            by: RescheduledBy::InsuredPerson,
            appointment: new_appointment(day(2023, 2, 20), day(2023, 1, 10)),
            contact: None,
        };
        let moved = book.on(day(2023, 1, 10), &moved);
        let events = book.annul(on, moved).expect("it is annulled");
        assert_eq!(told(&events), [(SentKind::Appointment, day(2023, 1, 10), Some(day(2023, 2, 20)), stands)]);
    }
}

/// The appointment of 1 February is put right to another day.
fn put_right(book: &mut Book<AskedAgain>, made: u64, to: NaiveDate, on: NaiveDate) -> Vec<Event> {
    let annulment = Annul { act: made, reason: AnnulReason::WrongDate, asked_by: AskedBy::Keeper };
    let right = appoint(Purpose::FirstContact, to, day(2022, 12, 20));
    book.take_back(on, &Mistake::Act(annulment), &[right]).expect("it is put right")
}

#[test]
fn t9_d30_what_stands_is_read_from_the_case_and_not_from_what_was_sent_in_its_place() {
    // Moved since: the day to come is the last one.
    let (mut book, made) = appointed();
    let moved = Command::Reschedule {
        number: 1,
        by: RescheduledBy::InsuredPerson,
        appointment: new_appointment(day(2023, 2, 20), day(2023, 1, 5)),
        contact: None,
    };
    book.on(day(2023, 1, 5), &moved);
    let events = put_right(&mut book, made, day(2023, 2, 3), day(2023, 1, 10));
    let to = Some(Stands::Another(Some(day(2023, 2, 20))));
    assert_eq!(told(&events), [(SentKind::Appointment, day(2022, 12, 20), Some(day(2023, 2, 1)), to)]);
    // Cancelled since, or past: there is nothing to come to.
    let (mut book, made) = appointed();
    book.on(day(2023, 1, 10), &assessed(7, ended(day(2023, 1, 9), false)));
    let events = put_right(&mut book, made, day(2023, 2, 3), day(2023, 1, 16));
    let all: Vec<_> = told(&events).into_iter().map(|(kind, .., stands)| (kind, stands)).collect();
    assert_eq!(all, [(SentKind::Appointment, None), (CANCELLED, Some(Stands::NoAppointment(day(2023, 2, 1))))]);
    let (mut book, made) = appointed();
    let events = put_right(&mut book, made, day(2023, 1, 20), day(2023, 2, 6));
    assert_eq!(told(&events), [(SentKind::Appointment, day(2022, 12, 20), Some(day(2023, 2, 1)), None)]);
}

#[test]
fn t9_d30_who_was_invited_twice_for_one_day_is_to_come() {
    let (mut book, _) = appointed();
    let twice = book.on(day(2022, 12, 20), &appoint(Purpose::Other, day(2023, 2, 1), day(2022, 12, 20)));
    let events = book.annul(day(2023, 1, 10), twice).expect("it is annulled");
    let stands = Some(Stands::Appointment(day(2023, 2, 1)));
    assert_eq!(told(&events), [(SentKind::Appointment, day(2022, 12, 20), Some(day(2023, 2, 1)), stands)]);
}

#[test]
fn t9_what_the_record_says_of_a_letter_does_not_make_it_void() {
    let (mut book, made) = appointed();
    let annulment = Annul { act: made, reason: AnnulReason::WrongContent, asked_by: AskedBy::Keeper };
    let Command::MakeAppointment { purpose, mut appointment, contact } =
        appoint(Purpose::FirstContact, day(2023, 2, 1), day(2022, 12, 20))
    else {
        panic!("an appointment")
    };
    appointment.invitation.reference = Some("RR-7".to_owned());
    let right = Command::MakeAppointment { purpose, appointment, contact };
    let events = book.take_back(day(2023, 1, 10), &Mistake::Act(annulment), &[right]).expect("it is put right");
    assert_eq!(told(&events), []);
}

#[test]
fn t9_t6_an_appointment_that_was_cancelled_by_mistake_takes_place() {
    let (mut book, _) = appointed();
    book.on(day(2023, 1, 10), &assessed(7, ended(day(2023, 1, 9), false)));
    let on = day(2023, 1, 16);
    let events = book.take_back(on, &back(Some(7), on), &[]).expect("it is taken back");
    let stands = Some(Stands::Appointment(day(2023, 2, 1)));
    assert_eq!(told(&events), [(CANCELLED, day(2023, 1, 10), Some(day(2023, 2, 1)), stands)]);
}

#[test]
fn t9_t6_an_end_that_is_told_anew_is_one_decision_with_what_is_taken_back() {
    // Given an appointment that the end cancelled, by letter
    let on = day(2023, 1, 16);
    let put_right = |right: Told| {
        let (mut book, _) = appointed();
        book.on(day(2023, 1, 10), &assessed(7, ended(day(2023, 1, 9), false)));
        let right = assessed(101, right);
        let events = book.take_back(on, &back(Some(7), on), std::slice::from_ref(&right)).expect("it is taken back");
        // What was told anew is known by itself, too.
        let again = book.state();
        assert_eq!(decide(&again, &right, &crate::samples::context(on)), Ok(Vec::new()));
        (book, events)
    };
    let letters = |events: &[Event]| events.iter().filter(|event| matches!(event, Event::NoticeIssued(_))).count();
    // When it ended on another day, by which it is cancelled all the same
    let (book, events) = put_right(ended(day(2023, 1, 8), false));
    // Then nobody is told that it takes place
    assert_eq!((told(&events), letters(&events)), (Vec::new(), 1));
    assert_eq!(book.state().end.map(|end| end.last_day), Some(day(2023, 1, 8)));
    // When it was a death, nobody is written to
    let (book, events) = put_right(ended(day(2023, 1, 9), true));
    assert_eq!((told(&events), letters(&events)), (Vec::new(), 0));
    assert_eq!(book.state().open_appointments().count(), 0);
    // When it is to end after the appointment, that takes place
    let (book, events) = put_right(ended(day(2023, 2, 1), false));
    let stands = Some(Stands::Appointment(day(2023, 2, 1)));
    assert_eq!(told(&events), [(CANCELLED, day(2023, 1, 10), Some(day(2023, 2, 1)), stands)]);
    assert_eq!(book.state().open_appointments().count(), 1);
}

#[test]
fn t9_with_the_whole_case_all_that_went_out_is_void_to_whom_the_case_knew() {
    let (mut book, _) = appointed();
    book.on(day(2023, 1, 10), &assessed(7, ended(day(2023, 1, 9), false)));
    let on = day(2023, 1, 16);
    let events = book.take_back(on, &back(None, on), &[]).expect("it is taken back");
    let about = Some(day(2023, 2, 1));
    assert_eq!(
        told(&events),
        [
            (SentKind::Appointment, day(2022, 12, 20), about, None),
            (CANCELLED, day(2023, 1, 10), about, about.map(Stands::NoAppointment))
        ]
    );
    assert!(notices(&events).iter().all(|notice| notice.to.surname == "Peeters"));
    let state = book.state();
    assert_eq!((state.recognition.is_some(), state.correcting_notices.len()), (false, 2));
    // Heard twice, it does nothing.
    assert_eq!(book.take_back(on, &back(None, on), &[]), Ok(Vec::new()));
}

#[test]
fn t9_t6_nobody_writes_to_who_died_after_an_incapacity_that_had_ended_otherwise() {
    // Given an invitation of before the end, and a death that was told after it
    let (mut book, made) = appointed();
    let last_day = day(2023, 1, 9);
    book.on(day(2023, 1, 10), &assessed(7, ended(last_day, false)));
    let Told::IncapacityEnded(end) = ended(last_day, false) else { panic!("an end") };
    let died = IncapacityEnd { died_on: Some(day(2023, 1, 12)), ..end };
    book.on(day(2023, 1, 13), &assessed(8, Told::IncapacityEnded(died)));
    // When the invitation is annulled
    let events = book.annul(day(2023, 1, 16), made).expect("it is annulled");
    // Then nobody is told
    assert_eq!(notices(&events), []);
}

#[test]
fn t9_t6_nobody_writes_to_the_dead_and_to_who_was_not_dead_again() {
    // Given an invitation, and a death that was told and taken back
    for (wrong_death, written) in [(false, 0), (true, 1)] {
        let (mut book, made) = appointed();
        book.on(day(2023, 1, 10), &assessed(7, ended(day(2023, 1, 9), true)));
        if wrong_death {
            let on = day(2023, 1, 12);
            let events = book.take_back(on, &back(Some(7), on), &[]).expect("it is taken back");
            assert_eq!(told(&events), [], "nothing had gone out");
        }
        // When the invitation is annulled
        let events = book.annul(day(2023, 1, 16), made).expect("it is annulled");
        assert_eq!(notices(&events).len(), written);
    }
}

#[test]
fn t9_d1_a_notice_goes_to_who_represents_the_person_on_its_day() {
    for (on, to) in [(day(2023, 1, 10), true), (day(2023, 1, 11), false)] {
        let (mut book, made) = appointed();
        let known = representation(day(2022, 10, 1), Some(day(2023, 1, 10)));
        book.on(day(2022, 12, 21), &assessed(5, Told::Represented(known.clone())));
        let events = book.annul(on, made).expect("it is annulled");
        let expected = Recipient::of(("Peeters", "Anna"), Language::Dutch, to.then_some(&known));
        assert_eq!(notices(&events)[0].to, expected);
        assert_eq!(expected.language == known.language, to);
    }
}

#[test]
fn t9_d1_what_only_a_wrong_representative_was_told_the_person_is_told_too() {
    let (mut book, made) = appointed();
    book.on(day(2022, 12, 21), &assessed(5, Told::Represented(representation(day(2022, 10, 1), None))));
    let events = book.annul(day(2023, 1, 10), made).expect("it is annulled");
    assert!(notices(&events)[0].to.representative.is_some());
    // Another annulment tells nobody again
    let attempt = book.on(day(2023, 1, 11), &first_contact(day(2023, 1, 11)));
    let events = book.annul(day(2023, 1, 12), attempt).expect("it is annulled");
    assert_eq!(notices(&events), []);
    // When the representation is taken back
    let on = day(2023, 1, 16);
    let events = book.take_back(on, &back(Some(5), on), &[]).expect("it is taken back");
    // Then the person is told, once
    let [notice] = notices(&events) else { panic!("one: {events:?}") };
    assert_eq!((notice.entry, notice.on, &notice.to.representative), (made, on, &None));
    let attempt = book.on(on, &first_contact(on));
    let events = book.annul(on, attempt).expect("it is annulled");
    assert_eq!(notices(&events), []);
}

#[test]
fn t9_what_goes_out_all_the_same_is_not_void() {
    // Given an appointment, help that was asked with a questionnaire, and an end that closed both
    let (mut book, _) = appointed();
    let told_there = Told::Questionnaire(QuestionnaireTold::NotReturned {
        due_back: day(2023, 1, 2),
        help_asked_on: day(2023, 1, 3),
    });
    let source = Source { ledger: "questionnaire/300".to_owned(), position: 5 };
    book.on(day(2023, 1, 3), &Command::Note(Fact { told: told_there, source }));
    book.on(day(2023, 1, 10), &assessed(7, ended(day(2023, 1, 9), false)));
    // When the help is taken back, without which the end closes less
    let on = day(2023, 1, 16);
    let Mistake::Told(back) = back(Some(5), on) else { panic!("it is told") };
    let back = Mistake::Told(TakenBack { ledger: "questionnaire/300".to_owned(), ..back });
    let events = book.take_back(on, &back, &[]).expect("it is taken back");
    // Then the letter that cancelled the appointment is recorded again behind it, and holds
    let annulled = events[0].annulled().expect("an annulment");
    let letters = |event: &&Event| matches!(event, Event::NoticeIssued(_));
    assert_eq!(events[1..=annulled.places.len()].iter().filter(letters).count(), 1, "{events:?}");
    assert_eq!(told(&events), []);
}
