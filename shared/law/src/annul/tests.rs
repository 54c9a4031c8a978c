//! The annulment of an act, by a law that is small enough to be seen through.

mod store;

use chrono::NaiveDate;

use self::store::{Command, Event, Refusal, State, Store};
use super::*;
use crate::histories::book::Book;

/// A store that was opened, its first event at place 1.
fn opened() -> Book<Store> {
    let mut book = Book::of(Store::default());
    book.on(on(1), &Command::Open);
    book
}

fn on(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 12, number).expect("a day of December")
}

fn wrong(act: u64) -> Mistake {
    Mistake::Act(Annul { act, reason: AnnulReason::WrongContent, asked_by: AskedBy::Keeper })
}

fn taken_back(facts: impl IntoIterator<Item = u64>, whole_case: bool) -> Mistake {
    Mistake::Told(TakenBack {
        ledger: "elsewhere".to_owned(),
        position: 90,
        facts: facts.into_iter().collect(),
        whole_case,
        reason: AnnulReason::WrongPerson,
        asked_by: AskedBy::Person,
        on: on(28),
    })
}

fn standing(book: &Book<Store>) -> Vec<Event> {
    book.standing().map(|(_, event)| event.clone()).filter(|event| Store::default().annulled(event).is_none()).collect()
}

fn annulment(events: &[Event]) -> &Annulled {
    events.first().and_then(|event| Store::default().annulled(event)).expect("an annulment comes first")
}

fn refused(book: &mut Book<Store>, act: u64) -> NotAnnulled {
    match book.annul(on(28), act) {
        Err(Refusal::Not(not)) => not,
        other => panic!("{other:?}"),
    }
}

#[test]
fn t9_what_came_after_stands_as_far_as_it_is_decided_again() {
    let mut book = opened();
    let [put, ..] = [Command::Put(2), Command::Put(5), Command::Take(4)].map(|act| book.on(on(2), &act));
    let events = book.annul(on(28), put).expect("enough is left");
    let annulled = annulment(&events);
    assert_eq!((annulled.act, &annulled.struck[..], &annulled.unsupported[..]), (2, &[2][..], &[][..]));
    assert_eq!((annulled.reason, annulled.asked_by, annulled.on), (AnnulReason::WrongContent, AskedBy::Keeper, on(28)));
    assert!(!annulled.whole_case && annulled.source.is_none() && annulled.notices.is_empty());
    assert_eq!(standing(&book), [Event::Opened, Event::Put(5), Event::Taken(4), Event::Priced(1)]);
}

#[test]
fn t9_a_later_act_that_rests_on_it_bars_the_annulment_and_is_named() {
    let mut book = opened();
    let put = book.on(on(2), &Command::Put(5));
    let acts = [Command::Take(4), Command::Put(1), Command::Take(2)];
    let [first, _, last] = acts.map(|act| book.on(on(3), &act));
    assert_eq!(refused(&mut book, put), NotAnnulled::LaterActsDepend(vec![first, last]));
    // From the last to the first they can be.
    for act in [last, first, put] {
        book.annul(on(28), act).expect("nothing rests on it any more");
    }
    assert_eq!(book.state().stock, 1);
}

#[test]
fn t9_what_is_no_act_or_was_annulled_is_not_annulled() {
    let mut book = opened();
    let put = book.on(on(2), &Command::Put(5));
    let told = book.on(on(3), &Command::Tell(7, 1));
    let counted = book.on(on(4), &Command::Count);
    let hidden = book.on(on(5), &Command::Hide);
    assert_eq!(refused(&mut book, 99), NotAnnulled::NoSuchAct);
    assert_eq!(refused(&mut book, told), NotAnnulled::NotAnAct);
    assert_eq!(refused(&mut book, counted), NotAnnulled::NotAnAct);
    assert_eq!(refused(&mut book, hidden), NotAnnulled::AboutTheFile);
    let annulment = book.next();
    book.annul(on(28), put).expect("nothing rests on it");
    assert_eq!(refused(&mut book, put), NotAnnulled::AlreadyAnnulled);
    assert_eq!(refused(&mut book, annulment), NotAnnulled::IsAnAnnulment);
}

#[test]
fn t9_with_what_begins_the_case_all_of_it_falls_but_who_may_see_it() {
    let mut book = opened();
    for act in [Command::Put(5), Command::Hide, Command::Tell(7, 1)] {
        book.on(on(2), &act);
    }
    let instead = book.take_back(on(28), &wrong(1), &[Command::Open]).expect_err("nothing takes the place of a case");
    assert_eq!(instead, Refusal::Not(NotAnnulled::NothingInsteadOfACase));
    let events = book.annul(on(28), 1).expect("the case falls");
    let annulled = annulment(&events);
    assert!(annulled.whole_case && events.len() == 1);
    assert_eq!(annulled.struck, [1, 2, 4]);
    assert_eq!(standing(&book), [Event::Hidden]);
    assert_eq!(book.state(), State::default());
}

#[test]
fn t9_the_right_act_is_decided_on_the_case_of_before_and_stands_in_the_place_of_the_wrong_one() {
    let mut book = opened();
    book.on(on(2), &Command::Put(5));
    let wrong_one = book.on(on(3), &Command::Take(4));
    book.on(on(4), &Command::Put(9));
    let refused = book.take_back(on(28), &wrong(wrong_one), &[Command::Take(6)]).expect_err("only 5 were there");
    assert_eq!(refused, Refusal::Short);
    book.take_back(on(28), &wrong(wrong_one), &[Command::Take(5)]).expect("5 were there");
    let expected = [Event::Opened, Event::Put(5), Event::Taken(5), Event::Put(9), Event::Priced(9)];
    assert_eq!(standing(&book), expected);
    // An act after it that its place bars rests on it still.
    let mut book = opened();
    let put = book.on(on(2), &Command::Put(5));
    let take = book.on(on(3), &Command::Take(4));
    let barred = book.take_back(on(28), &wrong(put), &[Command::Put(3)]).expect_err("4 are taken");
    assert_eq!(barred, Refusal::Not(NotAnnulled::LaterActsDepend(vec![take])));
}

#[test]
fn t9_what_a_timer_would_not_have_done_falls_and_what_the_law_planned_is_planned_anew() {
    let mut book = opened();
    let put = book.on(on(2), &Command::Put(5));
    book.on(on(2), &Command::Put(1));
    book.on(on(3), &Command::Price);
    book.on(on(4), &Command::Count);
    let events = book.annul(on(28), put).expect("nothing rests on it");
    assert_eq!(annulment(&events).struck, [2, 4, 5]);
    // Counted is what there is without it, on the day of the timer: nothing goes out by that.
    assert_eq!(standing(&book), [Event::Opened, Event::Put(1), Event::Priced(1), Event::Counted(1)]);
    assert_eq!((book.state().counted, book.state().priced), (Some(1), 1));
    // One that did the same without it stands where it is.
    let mut book = opened();
    book.on(on(2), &Command::Put(5));
    let other = book.on(on(2), &Command::Put(0));
    book.on(on(4), &Command::Count);
    let events = book.annul(on(28), other).expect("nothing rests on it");
    assert_eq!((annulment(&events).struck.len(), book.state().counted), (1, Some(5)));
}

#[test]
fn t9_what_another_service_told_is_taken_back_and_what_rested_on_it_stands_and_is_named() {
    let mut book = opened();
    let [told, take, other] =
        [Command::Tell(7, 5), Command::Take(4), Command::Tell(8, 2)].map(|it| book.on(on(2), &it));
    let events = book.take_back(on(28), &taken_back([7], false), &[]).expect("what was told is always taken back");
    let annulled = annulment(&events);
    assert_eq!((annulled.act, &annulled.struck[..], &annulled.unsupported[..]), (told, &[told][..], &[take][..]));
    assert_eq!(annulled.source, Some(("elsewhere".to_owned(), 90)));
    assert_eq!((annulled.reason, annulled.asked_by), (AnnulReason::WrongPerson, AskedBy::Person));
    assert_eq!(standing(&book), [Event::Opened, Event::Taken(4), Event::Told(8, 2), Event::Priced(-2)]);
    // Told again that it is taken back, or of what was never told here: nothing.
    for facts in [7, 70] {
        assert_eq!(book.take_back(on(28), &taken_back([facts], false), &[]), Ok(Vec::new()));
    }
    let mut elsewhere = taken_back([8], false);
    if let Mistake::Told(told) = &mut elsewhere {
        told.ledger = "another".to_owned();
    }
    assert_eq!(book.take_back(on(28), &elsewhere, &[]), Ok(Vec::new()));
    assert!(standing(&book).contains(&Event::Told(8, 2)) && told < take && take < other);
}

#[test]
fn t9_what_is_told_anew_stands_in_the_place_of_what_is_taken_back_and_bears_what_rested_on_it() {
    // Given two gains and a debt that were told, and what somebody took of them
    let walk = [Command::Tell(7, 5), Command::Take(4), Command::Tell(8, -1), Command::Tell(9, 2)];
    let after = |back: &[u64], anew: &[Command]| {
        let mut book = opened();
        for command in &walk {
            book.on(on(2), command);
        }
        let mut mistake = taken_back([7], false);
        if let Mistake::Told(told) = &mut mistake {
            told.facts = back.iter().copied().collect();
        }
        let events = book.take_back(on(28), &mistake, anew).expect("what was told is always taken back");
        let annulled = annulment(&events);
        // Each fact came in by an act of its own.
        assert_eq!(annulled.others.len() + 1, back.len());
        let unsupported = annulled.unsupported.len();
        let told = standing(&book).into_iter().filter(|event| matches!(event, Event::Told(..) | Event::Taken(_)));
        (told.collect::<Vec<_>>(), unsupported)
    };
    // When one is told anew, it is there when it was taken from
    let put_right = after(&[7], &[Command::Tell(91, 4)]);
    assert_eq!(put_right, (vec![Event::Told(91, 4), Event::Taken(4), Event::Told(8, -1), Event::Told(9, 2)], 0));
    // What is told of another thing is not, and comes in by itself
    assert_eq!(
        after(&[7], &[Command::Tell(91, -4)]),
        (vec![Event::Taken(4), Event::Told(8, -1), Event::Told(9, 2)], 1)
    );
    // Each takes one place, in the order in which they are told
    let anew = [Command::Tell(91, -3), Command::Tell(92, 6), Command::Tell(93, 1), Command::Tell(94, 8)];
    let all = after(&[7, 8, 9], &anew);
    assert_eq!(all, (vec![Event::Told(92, 6), Event::Taken(4), Event::Told(91, -3), Event::Told(93, 1)], 0));
}

#[test]
fn t9_a_whole_case_that_is_taken_back_elsewhere_falls_here_once() {
    let mut book = opened();
    for act in [Command::Put(5), Command::Hide] {
        book.on(on(2), &act);
    }
    let events = book.take_back(on(28), &taken_back([], true), &[]).expect("what was told is always taken back");
    assert!(annulment(&events).whole_case);
    assert_eq!((annulment(&events).act, standing(&book)), (1, vec![Event::Hidden]));
    assert_eq!(book.take_back(on(28), &taken_back([], true), &[]), Ok(Vec::new()));
}

#[test]
fn t9_an_act_whose_events_do_not_say_what_was_asked_rests_on_all_before_it() {
    let mut book = opened();
    let put = book.on(on(2), &Command::Put(5));
    let lost = book.on(on(3), &Command::Lose(1));
    assert_eq!(refused(&mut book, put), NotAnnulled::LaterActsDepend(vec![lost]));
    // Without a difference to the case it is not asked.
    let nothing = book.on(on(2), &Command::Put(0));
    book.on(on(3), &Command::Lose(1));
    book.annul(on(28), nothing).expect("it made no difference");
}

#[test]
fn t9_what_a_later_version_would_refuse_anyway_does_not_rest_on_what_is_annulled() {
    let law = Store::default();
    let mut book = Book::of(law.clone());
    book.on(on(1), &Command::Open);
    let [mistake, ..] = [Command::Put(1), Command::Put(9), Command::Take(9)].map(|act| book.on(on(2), &act));
    law.most.set(Some(5));
    let events = book.annul(on(28), mistake).expect("nothing rests on it");
    assert_eq!(annulment(&events).struck, [mistake]);
    assert_eq!(standing(&book), [Event::Opened, Event::Put(9), Event::Taken(9), Event::Priced(0)][..3]);
}

fn told_of(events: &[Event]) -> Vec<(u64, Option<Stands>)> {
    annulment(events).notices.iter().map(|notice| (notice.entry, notice.stands)).collect()
}

#[test]
fn t9_what_went_out_and_is_void_is_told_with_what_stands_in_its_place() {
    let mut book = opened();
    book.on(on(2), &Command::Put(5));
    let invited = book.on(on(3), &Command::Invite(on(20)));
    let events = book.take_back(on(28), &wrong(invited), &[Command::Invite(on(21))]).expect("it is permitted");
    assert_eq!(told_of(&events), [(invited, Some(Stands::Another(Some(on(21)))))]);
    let [notice] = &annulment(&events).notices[..] else { panic!("one notice") };
    assert_eq!((notice.on, notice.sent.about, notice.to.surname.as_str()), (on(28), Some(on(20)), "Peeters"));
    assert_eq!(annulment(&events).sent, [invited]);
    // The same in its place: what the person read is right.
    let now_at = |book: &Book<Store>| {
        let place = book.standing().find(|(_, event)| **event == Event::Invited(on(21)));
        place.expect("it stands").0
    };
    let place = now_at(&book);
    let events = book.take_back(on(28), &wrong(place), &[Command::Invite(on(21))]).expect("it is permitted");
    assert_eq!((told_of(&events), annulment(&events).sent.len()), (Vec::new(), 0));
    // Nothing in its place.
    let place = now_at(&book);
    let events = book.annul(on(28), place).expect("nothing rests on it");
    assert_eq!(told_of(&events), [(place, None)]);
}

#[test]
fn t9_nobody_is_written_to_who_died_and_where_nobody_is_known_any_more_it_goes_to_whom_the_case_knew() {
    let mut book = opened();
    book.on(on(2), &Command::Put(5));
    let invited = book.on(on(3), &Command::Invite(on(20)));
    book.on(on(4), &Command::Die);
    let events = book.annul(on(28), invited).expect("nothing rests on it");
    assert_eq!((told_of(&events), &annulment(&events).sent[..]), (Vec::new(), &[invited][..]));
    let mut book = opened();
    book.on(on(2), &Command::Put(5));
    let invited = book.on(on(3), &Command::Invite(on(20)));
    let events = book.annul(on(28), 1).expect("the case falls");
    assert_eq!(told_of(&events), [(invited, None)]);
}

#[test]
fn t9_who_was_thought_to_be_dead_is_told_once_what_was_void_meanwhile() {
    let mut book = opened();
    book.on(on(2), &Command::Put(5));
    let invited = book.on(on(3), &Command::Invite(on(20)));
    let died = book.on(on(4), &Command::Die);
    book.annul(on(28), invited).expect("nothing rests on it");
    let events = book.annul(on(29), died).expect("nothing rests on it");
    assert_eq!((told_of(&events), &annulment(&events).sent[..]), (vec![(invited, None)], &[invited][..]));
    let put = book.on(on(29), &Command::Put(1));
    assert_eq!(told_of(&book.annul(on(30), put).expect("nothing rests on it")), []);
}

#[test]
fn t9_a_death_that_was_recorded_on_the_wrong_person_keeps_nothing_from_them() {
    for (reason, told) in [(AnnulReason::WrongPerson, 1), (AnnulReason::RecordedTwice, 0)] {
        let mut book = opened();
        book.on(on(2), &Command::Put(5));
        book.on(on(3), &Command::Invite(on(20)));
        book.on(on(4), &Command::Die);
        let mistake = Mistake::Act(Annul { act: 1, reason, asked_by: AskedBy::Person });
        let events = book.take_back(on(28), &mistake, &[]).expect("the case falls");
        assert_eq!((annulment(&events).whole_case, told_of(&events).len()), (true, told), "{reason:?}");
    }
}

#[test]
fn what_a_law_says_nothing_of_is_the_usual() {
    let law = Store::default();
    let (one, other) = (State::default(), State { stock: 1, ..State::default() });
    assert!(law.is_as(&one, &one) && !law.is_as(&one, &other));
    let (put, more) = (Event::Put(1), Event::Put(2));
    assert!(law.same(&put, &put) && !law.same(&put, &more));
    assert!(law.reads_the_same(&put, &put) && !law.reads_the_same(&put, &more));
    assert!(law.keeps_names(&[&put], &[]) && law.plans(&put).is_none());
    assert!(!law.is_open(&one, crate::deadline::Step::FirstEstimate));
    assert!(!law.went_on(&[&put], &mut std::iter::once(&more)));
    let another = Some(Stands::NoAppointment(on(3)));
    assert_eq!(law.stands(&one, &put, another, on(4)), another);
}

#[test]
fn t9_each_refusal_has_a_code_of_its_own_and_says_what_would_be_right() {
    let all = [
        (NotAnnulled::NoSuchAct, "NO_SUCH_ACT", "no such entry"),
        (NotAnnulled::AlreadyAnnulled, "ALREADY_ANNULLED", "annulled already"),
        (NotAnnulled::IsAnAnnulment, "IS_AN_ANNULMENT", "recorded again"),
        (NotAnnulled::NotAnAct, "NOT_AN_ACT", "is annulled there"),
        (NotAnnulled::LaterActsDepend(vec![5, 9]), "LATER_ACTS_DEPEND", "annulled first: entries 5, 9"),
        (NotAnnulled::NothingInsteadOfACase, "NOTHING_INSTEAD_OF_A_CASE", "the whole case"),
        (NotAnnulled::CaseAnnulled, "CASE_ANNULLED", "was annulled"),
        (NotAnnulled::OfAnotherOffice, "OF_ANOTHER_OFFICE", "another office"),
        (NotAnnulled::AboutTheFile, "ABOUT_THE_FILE", "an act of its own"),
    ];
    for (refusal, code, says) in all {
        assert_eq!(refusal.code(), code);
        assert!(refusal.to_string().contains(says), "{refusal}");
    }
}
