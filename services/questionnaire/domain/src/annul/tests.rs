//! What an annulment elsewhere does to a questionnaire.

use trajet_law::annul::{AnnulReason, AskedBy, TakenBack};
use trajet_law::histories::book::Book;

use super::*;
use crate::samples::{complete, day, fire_send, recognised, source, submit};

#[test]
fn t9_q5_what_was_answered_was_sent_whatever_becomes_of_the_recognition() {
    // Given a questionnaire that was sent and came back complete
    let mut book = Book::of(AskedAgain(State::default().law));
    let first = Command::Note(Fact::Recognised(Recognition { source: source(1), ..of(&recognised()) }));
    book.on(day(2022, 9, 5), &first);
    book.on(day(2022, 11, 10), &fire_send());
    let returned_on = day(2022, 11, 20);
    book.on(returned_on, &submit(complete(), returned_on));
    let answered = book.state();
    // When the recognition is taken back, and told anew
    let on = day(2022, 11, 25);
    let told = TakenBack {
        ledger: source(1).ledger,
        position: 20,
        facts: [1].into(),
        whole_case: false,
        reason: AnnulReason::WrongContent,
        asked_by: AskedBy::Keeper,
        on,
    };
    book.take_back(on, &Mistake::Told(told), None).expect("what was told is taken back");
    assert_eq!(book.state().recognition, None);
    book.on(on, &Command::Note(Fact::Recognised(Recognition { source: source(21), ..of(&recognised()) })));
    // Then nothing is sent again, nothing was missed, and the answers can be read
    let state = book.state();
    assert_eq!((state.recognition.is_some(), state.rounds.len()), (true, 1));
    assert_eq!(state.rounds, answered.rounds);
    assert!(state.deadlines.iter().all(|deadline| deadline.missed_on.is_none()), "{:?}", state.deadlines);
}

#[test]
fn t9_of_a_case_that_was_annulled_what_is_told_does_nothing_and_what_is_asked_is_refused() {
    let annulled = State { annulled_on: Some(day(2022, 11, 9)), ..State::default() };
    let today = day(2022, 11, 10);
    let decided = |command: &Command| crate::decide::decide(&annulled, command, &crate::samples::context(today));
    for told in [recognised(), fire_send(), Command::FireReturnMissed, Command::FollowLaw] {
        assert_eq!(decided(&told), Ok(Vec::new()), "{told:?}");
    }
    let refused = decided(&submit(complete(), today)).expect_err("nothing of it stands");
    assert_eq!(refused, trajet_law::annul::NotAnnulled::CaseAnnulled.into());
}

fn of(command: &Command) -> Recognition {
    let Command::Note(Fact::Recognised(recognition)) = command else { panic!("{command:?}") };
    recognition.clone()
}
