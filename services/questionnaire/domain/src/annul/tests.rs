//! What an annulment elsewhere does to a questionnaire.

use trajet_law::annul::{AnnulReason, AskedBy, TakenBack};
use trajet_law::ending::Ending;
use trajet_law::file_access::{FileAccess, FileAccessTold};
use trajet_law::histories::annulled::each_command_is_told_by_its_events;
use trajet_law::histories::book::Book;

use super::*;
use crate::fact::TrackKind;
use crate::people::HelpResult;
use crate::samples::{
    complete, contacted, corrected, day, ended, fire_send, found_impossible, recognised, representation, represented,
    requested, source, start, submit, track, track_end, trajectory_ended, waive,
};

/// Medical assessment takes back what it told at a place of its ledger.
fn taken_back(fact: u64, reason: AnnulReason, on: chrono::NaiveDate) -> Mistake {
    Mistake::Told(TakenBack {
        ledger: source(fact).ledger,
        position: 90,
        facts: [fact].into(),
        whole_case: false,
        reason,
        asked_by: AskedBy::Keeper,
        on,
    })
}

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
    let told = taken_back(1, AnnulReason::WrongContent, on);
    book.take_back(on, &told, &[]).expect("what was told is taken back");
    assert_eq!(book.state().recognition, None);
    book.on(on, &Command::Note(Fact::Recognised(Recognition { source: source(21), ..of(&recognised()) })));
    // Then nothing is sent again, nothing was missed, and the answers can be read
    let state = book.state();
    assert_eq!((state.recognition.is_some(), state.rounds.len()), (true, 1));
    assert_eq!(state.rounds, answered.rounds);
    assert!(state.deadlines.iter().all(|deadline| deadline.missed_on.is_none()), "{:?}", state.deadlines);
}

#[test]
fn t9_q5_a_recognition_that_is_told_anew_as_it_was_leaves_what_was_sent_for_it() {
    // Given a questionnaire that was sent
    let mut book = Book::of(AskedAgain(State::default().law));
    let told =
        |position| Command::Note(Fact::Recognised(Recognition { source: source(position), ..of(&recognised()) }));
    book.on(day(2022, 9, 5), &told(1));
    book.on(day(2022, 11, 10), &fire_send());
    let sent = book.state();
    // When the recognition is taken back and told anew with the same days, as after a correction of before it is annulled
    let on = day(2022, 11, 25);
    let back = taken_back(1, AnnulReason::WrongContent, on);
    let events = book.take_back(on, &back, &[told(21)]).expect("what was told is taken back");
    // Then the sending stands, and the person is told nothing
    let annulled = events.first().and_then(Event::annulled).expect("an annulment");
    assert_eq!((annulled.notices.len(), annulled.struck.len()), (0, 2), "{events:?}");
    let state = book.state();
    assert_eq!((state.rounds, state.recognition.map(|known| known.source)), (sent.rounds, Some(source(21))));
    assert!(state.deadlines.iter().all(|deadline| deadline.missed_on.is_none()), "{:?}", state.deadlines);
}

#[test]
fn t9_q1_what_would_have_been_sent_on_that_day_all_the_same_stands_with_what_was_late_beside_it() {
    // Given a first day that was put right to a later one, and a questionnaire that was sent by that
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    let to = day(2022, 9, 5);
    book.on(day(2022, 10, 3), &corrected(start(), to, day(2022, 10, 3)));
    book.on(day(2022, 11, 14), &fire_send());
    let sent = book.state().rounds;
    // When the correction is taken back
    let on = day(2022, 11, 20);
    let back = taken_back(7, AnnulReason::WrongDate, on);
    let events = book.take_back(on, &back, &[]).expect("what was told is taken back");
    // Then it stands, late by the right day, and the person is told nothing
    let annulled = events.first().and_then(Event::annulled).expect("an annulment");
    assert_eq!(annulled.notices, [], "{events:?}");
    let state = book.state();
    assert_eq!(state.rounds, sent);
    let late = state.deadlines.iter().filter_map(|deadline| deadline.missed_on).collect::<Vec<_>>();
    assert_eq!(late, [day(2022, 11, 11)]);
}

#[test]
fn t9_q4_what_was_kept_back_for_a_track_is_not_sent_when_the_track_is_told_anew() {
    // Given authorised work beside which nothing was sent
    let law = AskedAgain(State::default().law);
    let mut book = Book::of(law);
    let work = |position, from| {
        let kind = TrackKind::AuthorisedWork;
        Command::Note(Fact::TrackStarted { kind, from, until: None, source: source(position) })
    };
    book.on(day(2022, 9, 5), &recognised());
    book.on(day(2022, 10, 3), &work(7, day(2022, 10, 1)));
    book.on(day(2022, 11, 10), &fire_send());
    assert!(book.state().rounds.is_empty());
    // When its first day is put right
    let on = day(2022, 11, 20);
    let back = taken_back(7, AnnulReason::WrongDate, on);
    book.take_back(on, &back, &[work(21, day(2022, 10, 3))]).expect("what was told is taken back");
    // Then nothing is to be sent, nor was missed
    let state = book.state();
    assert_eq!(state.tracks.iter().map(|track| track.from).collect::<Vec<_>>(), [day(2022, 10, 3)]);
    assert_eq!(state.deadlines.all_open().count(), 0, "{:?}", state.deadlines);
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

#[test]
fn t9_what_waits_and_is_taken_back_waits_no_longer() {
    let kind = TrackKind::AuthorisedWork;
    let end = |position| {
        let until = day(2022, 10, 10);
        Command::Note(Fact::TrackEnded { kind, from: None, until, source: source(position) })
    };
    let started = || track(kind, day(2022, 9, 10), None);
    for released in [false, true] {
        // Given an end that waits for its start, or has found it
        let mut book = Book::of(AskedAgain(State::default().law));
        book.on(day(2022, 9, 5), &recognised());
        book.on(day(2022, 9, 20), &end(31));
        if released {
            book.on(day(2022, 9, 21), &started());
        }
        assert_eq!(book.state().parked.len(), usize::from(!released));
        // When it is taken back
        let on = day(2022, 9, 22);
        book.take_back(on, &taken_back(31, AnnulReason::WrongContent, on), &[]).expect("what was told is taken back");
        // Then the track has no end, whenever it is told
        if !released {
            book.on(day(2022, 9, 23), &started());
        }
        let state = book.state();
        assert_eq!((state.parked.len(), state.tracks.len()), (0, 1));
        assert_eq!(state.tracks[0].until, None);
    }
}

#[test]
fn t9_two_are_the_same_only_in_all_that_counts() {
    static ANOTHER: Law = Law::amended(&[]);
    assert!(std::ptr::eq(AskedAgain(&ANOTHER).nothing_yet().law, &raw const ANOTHER));
    let law = AskedAgain(State::default().law);
    let mut book = Book::of(AskedAgain(law.0));
    let nothing = book.state();
    book.on(day(2022, 9, 5), &recognised());
    let known = book.state();
    assert!(law.is_as(&known, &known) && law.is_open(&known, Step::QuestionnaireSend));
    let same_steps = State { deadlines: known.deadlines.clone(), ..nothing.clone() };
    let other_steps = State { deadlines: nothing.deadlines.clone(), ..known.clone() };
    assert!(!law.is_as(&known, &same_steps) && !law.is_as(&known, &other_steps));
    assert!(!law.is_open(&nothing, Step::QuestionnaireSend));
    let on = |day| Event::SendingWaived { reason: WaiverReason::Track(TrackKind::AuthorisedWork), on: day };
    assert!(!law.same(&on(day(2022, 9, 5)), &on(day(2022, 9, 6))));
}

#[test]
fn t9_every_command_but_what_was_answered_is_told_by_the_events_that_it_recorded() {
    let law = AskedAgain(State::default().law);
    let on = |month, number| day(2022, month, number);
    let work = TrackKind::AuthorisedWork;
    let staff = |name: &str| crate::samples::subject(name);
    let sent_and_not_back = [
        // It waits for the recognition, which releases it.
        (on(9, 4), track(TrackKind::CodexRequested, on(9, 3), Some(on(9, 4)))),
        (on(9, 5), recognised()),
        (on(9, 6), represented(representation(on(9, 5), None))),
        (on(10, 3), track(work, on(10, 3), None)),
        (on(10, 20), track_end(work, on(10, 15))),
        (on(10, 21), requested(on(10, 21), false)),
        (on(10, 22), trajectory_ended(on(10, 22))),
        (on(10, 24), corrected(start(), on(9, 2), on(10, 24))),
        (on(11, 11), fire_send()),
        (on(11, 26), Command::FireReturnMissed),
        (on(11, 28), Command::DelegateHelp { to: staff("helper"), by: staff("coordinator") }),
        (on(11, 29), contacted(on(11, 29), HelpResult::Helped)),
        (on(11, 30), found_impossible(on(11, 30))),
        (on(12, 20), ended(on(12, 15), Ending::IncapacityEnded)),
    ];
    let not_sent = [(on(9, 5), recognised()), (on(10, 3), waive(on(10, 3)))];
    // On the day of sending a track runs beside: nothing is sent.
    let kept_back = [(on(9, 5), recognised()), (on(10, 3), track(work, on(10, 3), None)), (on(11, 10), fire_send())];
    for walk in [&sent_and_not_back[..], &not_sent, &kept_back] {
        each_command_is_told_by_its_events(&law, walk);
    }
}

#[test]
fn t9_a_sending_stands_on_which_somebody_worked_and_falls_on_which_nobody_did() {
    let law = AskedAgain(State::default().law);
    let returned_on = day(2022, 11, 20);
    let case = |acts: &[(chrono::NaiveDate, Command)]| {
        let mut case = crate::samples::Case::opened();
        acts.iter().flat_map(|(on, command)| case.on(*on, command)).collect::<Vec<_>>()
    };
    let sent = case(&[(day(2022, 11, 10), fire_send())]);
    let sent: Vec<_> = sent.iter().collect();
    let answered = case(&[(day(2022, 11, 10), fire_send()), (returned_on, submit(complete(), returned_on))]);
    let answer = answered.iter().filter(|event| matches!(event, Event::AnswerReturned(_))).collect::<Vec<_>>();
    assert_eq!(answer.len(), 1);
    assert!(law.went_on(&sent, &mut answer.iter().copied()));
    assert!(!law.went_on(&sent, &mut std::iter::empty()));
    // So with the help that was given to fill it in.
    let late = [(day(2022, 11, 10), fire_send()), (day(2022, 11, 25), Command::FireReturnMissed)];
    let helped = contacted(day(2022, 11, 28), HelpResult::Helped);
    let helped = case(&[late[0].clone(), late[1].clone(), (day(2022, 11, 28), helped)]);
    let help = helped.iter().filter(|event| matches!(event, Event::HelpGiven(_))).collect::<Vec<_>>();
    assert!(help.len() == 1 && law.went_on(&sent, &mut help.iter().copied()));
    // What was answered after another sending is of that one, and nothing was worked on that was not sent.
    assert!(!law.went_on(&sent, &mut sent.iter().copied().chain(answer.iter().copied())));
    assert!(!law.went_on(&answer, &mut answer.iter().copied()));
}

#[test]
fn d2_who_may_see_the_file_is_never_struck() {
    let (access, ledger) = (FileAccess::default(), source(1).ledger);
    let told = FileAccessTold { access, on: day(2022, 9, 6), ledger, position: 3 };
    assert!(AskedAgain(State::default().law).about_the_file(&Event::FileAccessTold(told)));
}

fn of(command: &Command) -> Recognition {
    let Command::Note(Fact::Recognised(recognition)) = command else { panic!("{command:?}") };
    recognition.clone()
}
