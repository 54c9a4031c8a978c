//! What an annulment tells the person.

use trajet_belgium::Language;
use trajet_law::annul::{Annul, AnnulReason, AskedBy, CorrectingNotice, Stands};
use trajet_law::histories::book::Book;

use super::*;
use crate::end::EndCause;
use crate::estimate::Category;
use crate::examination::{Invitation, InvitationProof};
use crate::samples::{
    answer, apply_for_work, contact, day, declare, end, estimate_of, recognise, refuse_work, representation, told_asked,
};

fn recognised() -> (Book<AskedAgain>, u64) {
    let mut book = Book::of(AskedAgain(State::default().law));
    let declared = book.on(day(2022, 9, 5), &declare());
    book.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
    (book, declared)
}

fn invite(examination_on: NaiveDate) -> Command {
    Command::InviteToExamination(Invitation {
        invited_on: day(2022, 11, 14),
        proof: InvitationProof::Letter,
        reference: String::new(),
        examination_on,
    })
}

/// A case with a letter of each kind, and the places of the acts that sent them.
fn written_to() -> (Book<AskedAgain>, u64, [(u64, SentKind, NaiveDate); 4]) {
    let (mut book, declared) = recognised();
    let work = book.on(day(2022, 10, 3), &apply_for_work(day(2022, 10, 3), day(2022, 10, 10)));
    assert!(work > 0);
    let not_work = book.on(day(2022, 10, 18), &refuse_work(day(2022, 10, 18)));
    let invited = book.on(day(2022, 11, 14), &invite(day(2022, 12, 5)));
    book.on(day(2022, 12, 5), &estimate_of(day(2022, 12, 5), Category::Two, true));
    let refused = Command::RefuseTrajectory { asked_on: day(2022, 12, 5), coordinator: contact() };
    let refused = book.on(day(2022, 12, 6), &refused);
    book.on(day(2022, 12, 8), &told_asked(1, day(2022, 12, 8)));
    let not_authorised = book.on(day(2022, 12, 12), &answer(day(2022, 12, 12), false));
    let sent = [
        (not_work, SentKind::WorkNotAuthorised, day(2022, 10, 18)),
        (invited, SentKind::ExaminationInvitation, day(2022, 11, 14)),
        (refused, SentKind::TrajectoryRefused, day(2022, 12, 6)),
        (not_authorised, SentKind::TrajectoryNotAuthorised, day(2022, 12, 12)),
    ];
    (book, declared, sent)
}

fn notices(events: &[Event]) -> &[CorrectingNotice] {
    let annulled = events.first().and_then(Event::annulled).expect("an annulment");
    let told: Vec<_> = annulled.notices.iter().map(|notice| notice.entry).collect();
    assert!(told.is_empty() || annulled.sent == told, "{:?}", annulled.sent);
    &annulled.notices
}

fn told(events: &[Event]) -> Vec<(SentKind, NaiveDate)> {
    notices(events).iter().map(|notice| (notice.sent.kind, notice.sent.on)).collect()
}

#[test]
fn t9_m12_m13_m14_each_letter_of_an_annulled_decision_is_void_and_names_whom_it_named() {
    for which in 0..4 {
        let (mut book, _, sent) = written_to();
        let (act, kind, on) = sent[which];
        let events = book.annul(day(2022, 12, 20), act).unwrap_or_else(|refused| panic!("{kind}: {refused:?}"));
        assert_eq!(told(&events), [(kind, on)]);
        let [notice] = notices(&events) else { panic!("one") };
        let Contact { name, phone, email } = contact();
        let named = kind != SentKind::ExaminationInvitation;
        assert_eq!(notice.sent.ask, named.then_some(AskAt { name, phone, email }));
        assert_eq!(notice.sent.about, (!named).then_some(day(2022, 12, 5)));
        assert_eq!(notice.to, Recipient::of(("Peeters", "Anna"), Language::Dutch, None));
        assert_eq!(book.state().correcting_notices, std::slice::from_ref(notice));
    }
}

#[test]
fn t9_with_the_declaration_all_that_went_out_is_void_to_whom_it_went() {
    let (mut book, declared, sent) = written_to();
    let events = book.annul(day(2022, 12, 20), declared).expect("the case is annulled");
    assert_eq!(told(&events), sent.map(|(_, kind, on)| (kind, on)));
    assert!(notices(&events).iter().all(|notice| notice.to.surname == "Peeters"));
    let state = book.state();
    assert_eq!((state.declaration.is_some(), state.correcting_notices.len()), (false, 4));
}

#[test]
fn t9_t6_nobody_writes_to_the_dead() {
    for (cause, written) in [(EndCause::Deceased, 0), (EndCause::WorkResumed, 4)] {
        let (mut book, declared, _) = written_to();
        book.on(day(2022, 12, 15), &end(day(2022, 12, 14), cause));
        let events = book.annul(day(2022, 12, 20), declared).expect("the case is annulled");
        assert_eq!(notices(&events).len(), written);
    }
}

#[test]
fn t9_t6_nobody_writes_to_who_died_after_an_incapacity_that_had_ended_otherwise() {
    let (mut book, declared, _) = written_to();
    book.on(day(2022, 12, 15), &end(day(2022, 12, 14), EndCause::WorkResumed));
    book.on(day(2022, 12, 19), &end(day(2022, 12, 18), EndCause::Deceased));
    let events = book.annul(day(2022, 12, 20), declared).expect("the case is annulled");
    assert_eq!(notices(&events), []);
}

#[test]
fn t9_m7_an_invitation_to_the_wrong_day_says_the_right_one() {
    let (mut book, _) = recognised();
    let wrong = book.on(day(2022, 11, 14), &invite(day(2022, 12, 5)));
    let annulment = Annul { act: wrong, reason: AnnulReason::WrongDate, asked_by: AskedBy::Person };
    let right = invite(day(2022, 12, 12));
    let events = book.take_back(day(2022, 11, 20), &Mistake::Act(annulment), &[right]).expect("it is put right");
    assert_eq!(notices(&events)[0].stands, Some(Stands::Another(Some(day(2022, 12, 12)))));
}

#[test]
fn t9_d1_a_letter_that_went_to_a_wrong_representative_is_void_and_the_person_gets_another() {
    let (mut book, _) = recognised();
    book.on(day(2022, 12, 5), &estimate_of(day(2022, 12, 5), Category::Two, true));
    let wrong = book.on(day(2022, 12, 5), &Command::RecordRepresentation(representation()));
    let refused = Command::RefuseTrajectory { asked_on: day(2022, 12, 5), coordinator: contact() };
    book.on(day(2022, 12, 6), &refused);
    let events = book.annul(day(2022, 12, 20), wrong).expect("it is annulled");
    assert_eq!(told(&events), [(SentKind::TrajectoryRefused, day(2022, 12, 6))]);
    let [notice] = notices(&events) else { panic!("one") };
    assert_eq!((notice.stands, notice.to.representative.is_none()), (Some(Stands::Another(None)), true));
}

#[test]
fn t9_m8_an_invitation_that_another_rule_asks_for_is_the_same_to_the_person() {
    let (book, _, _) = written_to();
    let one = book.standing().find(|(_, event)| matches!(event, Event::ExaminationInvited { .. }));
    let Some((_, Event::ExaminationInvited { invitation, because })) = one else { panic!("it was sent") };
    let law = AskedAgain(State::default().law);
    let one = Event::ExaminationInvited { invitation: invitation.clone(), because: *because };
    let by_another = Event::ExaminationInvited { invitation: invitation.clone(), because: Rule::M8.into() };
    assert!(one != by_another && law.reads_the_same(&one, &by_another));
    let posted = Invitation { reference: "RR-7".to_owned(), ..invitation.clone() };
    assert!(law.reads_the_same(&one, &Event::ExaminationInvited { invitation: posted, because: *because }));
    // Who was invited twice to one examination is to come, up to its day.
    let stands = |on| law.stands(&book.state(), &one, None, on);
    assert_eq!(stands(day(2022, 12, 5)), Some(Stands::Appointment(day(2022, 12, 5))));
    assert_eq!(stands(day(2022, 12, 6)), None);
    let another = |on| law.stands(&State::default(), &one, Some(Stands::Another(Some(day(2022, 12, 9)))), on);
    assert_eq!(another(day(2022, 12, 9)), Some(Stands::Another(Some(day(2022, 12, 9)))));
    assert_eq!(another(day(2022, 12, 10)), None, "of a day that has gone by nothing is left to say");
    let invitation = Invitation { examination_on: day(2022, 12, 6), ..invitation.clone() };
    assert!(!law.reads_the_same(&one, &Event::ExaminationInvited { invitation, because: *because }));
}

/// Who has a representative by a wrong order, to whom a refusal went; with the places of the order and of the refusal.
fn refused_to_a_wrong_representative() -> (Book<AskedAgain>, u64, u64) {
    let (mut book, _) = recognised();
    book.on(day(2022, 12, 5), &estimate_of(day(2022, 12, 5), Category::Two, true));
    let wrong = book.on(day(2022, 12, 5), &Command::RecordRepresentation(representation()));
    let refused = Command::RefuseTrajectory { asked_on: day(2022, 12, 5), coordinator: contact() };
    let refused = book.on(day(2022, 12, 6), &refused);
    (book, wrong, refused)
}

#[test]
fn t9_d1_what_is_told_late_says_as_much_as_what_is_told_at_once() {
    let (mut book, wrong, _) = refused_to_a_wrong_representative();
    let died = book.on(day(2022, 12, 15), &end(day(2022, 12, 14), EndCause::Deceased));
    let events = book.annul(day(2022, 12, 20), wrong).expect("it is annulled");
    assert_eq!(notices(&events), [], "nobody writes to the dead");
    let events = book.annul(day(2022, 12, 21), died).expect("it is annulled");
    let [notice] = notices(&events) else { panic!("one") };
    assert_eq!((notice.stands, notice.to.representative.is_none()), (Some(Stands::Another(None)), true));
}

#[test]
fn t9_d1_what_a_wrong_representative_was_told_the_person_is_told_once_they_are_known_to_live() {
    let (mut book, wrong, refused) = refused_to_a_wrong_representative();
    let events = book.annul(day(2022, 12, 10), refused).expect("it is annulled");
    assert!(notices(&events)[0].to.representative.is_some());
    let died = book.on(day(2022, 12, 15), &end(day(2022, 12, 14), EndCause::Deceased));
    let events = book.annul(day(2022, 12, 20), wrong).expect("it is annulled");
    assert_eq!(notices(&events), []);
    let events = book.annul(day(2022, 12, 21), died).expect("it is annulled");
    let [notice] = notices(&events) else { panic!("one") };
    assert_eq!((notice.sent.kind, notice.to.representative.is_none()), (SentKind::TrajectoryRefused, true));
    // Once is enough.
    let again = book.on(day(2022, 12, 22), &end(day(2022, 12, 14), EndCause::WorkResumed));
    let events = book.annul(day(2022, 12, 23), again).expect("it is annulled");
    assert_eq!(notices(&events), []);
}

#[test]
fn t9_m14_a_letter_of_another_act_does_not_stand_in_the_place_of_one_that_is_told_late() {
    // Given two applications for work that were refused, of which the second was nobody's decision
    let (mut book, _) = recognised();
    book.on(day(2022, 10, 3), &apply_for_work(day(2022, 10, 3), day(2022, 10, 10)));
    book.on(day(2022, 10, 18), &refuse_work(day(2022, 10, 18)));
    book.on(day(2022, 11, 7), &apply_for_work(day(2022, 11, 7), day(2022, 11, 14)));
    let wrong = book.on(day(2022, 11, 18), &refuse_work(day(2022, 11, 18)));
    let died = book.on(day(2022, 12, 15), &end(day(2022, 12, 14), EndCause::Deceased));
    assert_eq!(notices(&book.annul(day(2022, 12, 20), wrong).expect("it is annulled")), []);
    let events = book.annul(day(2022, 12, 21), died).expect("it is annulled");
    let [notice] = notices(&events) else { panic!("one") };
    assert_eq!((notice.sent.kind, notice.stands), (SentKind::WorkNotAuthorised, None));
}

#[test]
fn t9_d1_what_falls_with_the_case_stands_in_the_place_of_nothing() {
    let (mut book, wrong, _) = refused_to_a_wrong_representative();
    book.on(day(2022, 12, 15), &end(day(2022, 12, 14), EndCause::Deceased));
    book.annul(day(2022, 12, 20), wrong).expect("it is annulled");
    // Then all of it was another person's, also the death.
    let declared = book.standing().next().map_or(0, |(first, _)| first);
    let annulment = Annul { act: declared, reason: AnnulReason::WrongPerson, asked_by: AskedBy::Keeper };
    let events = book.take_back(day(2022, 12, 21), &Mistake::Act(annulment), &[]).expect("the case is annulled");
    let stands: Vec<_> = notices(&events).iter().map(|notice| notice.stands).collect();
    assert_eq!(stands, [None, None]);
}
