//! An annulment after the law changed, and one after the other.

use trajet_law::annul::{AnnulReason, AskedBy, Mistake, NotAnnulled, TakenBack};
use trajet_law::codex::CodexRequester;
use trajet_law::deadline::{Closure, FactKind, Facts};
use trajet_law::histories::book::Book;
use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};
use trajet_law::referral::{
    CommitmentKind, Content, Overridden, Progress, Recipient, Referral, ReferralKey, ReferralKind, Said, Stage,
};
use trajet_law::rule::Rule;

use super::*;
use crate::fact::{CodexKind, CodexNote, Fact, Source, Told, Track, TrackKind};
use crate::partner_referral::{NewReferral, ReferralCommand};
use crate::samples::{codex_note, day, first_contact, recognised, recognition, referred, referring, route_b};
use crate::trajectory::ChosenEnd;

const CHANGED_ON: NaiveDate = NaiveDate::from_ymd_opt(2023, 1, 1).expect("a date");

static BY_MONTH: Parameter<u32> = Parameter::new(
    "first_contact.by_month",
    Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 6, source: "a version of these tests" },
    &[Version { valid_from: CHANGED_ON, begun: Begun::AnyDay, value: 7, source: "a version of these tests" }],
);
static AMENDED: Law = Law::amended(&[&BY_MONTH]);

pub(super) fn open(book: &Book<AskedAgain>, step: Step) -> Option<NaiveDate> {
    book.state().deadlines.open(step).and_then(|deadline| deadline.plan.due.or(deadline.plan.target))
}

/// What another service tells, at a place of its ledger.
pub(super) fn from(ledger: &str, position: u64, told: Told) -> Command {
    Command::Note(Fact { told, source: Source { ledger: ledger.to_owned(), position } })
}

/// That another service takes a fact back.
pub(super) fn back(ledger: &str, fact: u64, on: NaiveDate) -> Mistake {
    Mistake::Told(TakenBack {
        ledger: ledger.to_owned(),
        position: 100,
        facts: [fact].into(),
        whole_case: false,
        reason: AnnulReason::NeverTookPlace,
        asked_by: AskedBy::Keeper,
        on,
    })
}

#[test]
fn t8_t9_what_is_open_again_follows_the_law_that_changed_since_and_another_annulment_leaves_it_so() {
    let step = Step::FirstContactCategory4;
    let mut book = Book::of(AskedAgain(&AMENDED));
    book.on(day(2022, 9, 5), &recognised());
    book.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
    assert_eq!(open(&book, step), Some(day(2023, 2, 28)));
    let asked = book.on(day(2022, 12, 14), &route_b(day(2022, 12, 14)));
    let held = book.on(day(2022, 12, 20), &first_contact(day(2022, 12, 20)));
    // What was met does not follow the law.
    let followed = book.on(day(2023, 1, 2), &Command::FollowLaw);
    assert_eq!(followed, book.next());
    let events = book.annul(day(2023, 1, 10), held).expect("it is annulled");
    assert!(matches!(&events[1..], [Event::DeadlineReplanned { on, .. }] if *on == day(2023, 1, 10)), "{events:?}");
    assert_eq!(open(&book, step), Some(day(2023, 3, 31)));

    // What followed the law with the annulment is nobody's act, and stays where another act is annulled.
    let moved = book.next() - 1;
    assert_eq!(book.annul(day(2023, 1, 11), moved), Err(NotAnnulled::NotAnAct.into()));
    let annulled = book.annul(day(2023, 1, 12), asked).expect("it is annulled");
    assert_eq!(annulled.len(), 1, "{annulled:?}");
    assert_eq!((open(&book, step), open(&book, Step::RouteBAppointment)), (Some(day(2023, 3, 31)), None));
    assert!(book.state().requests.is_empty());
    book.on(day(2023, 1, 16), &first_contact(day(2023, 1, 16)));
    let closed = book.state().deadlines.last(step).and_then(|deadline| deadline.closed);
    assert_eq!(closed, Some(Closure::Met { on: day(2023, 1, 16) }));
}

#[test]
fn t9_d19_a_dossier_whose_referral_is_taken_back_is_not_looked_at_any_more_though_its_contact_stands() {
    let mut book = Book::of(AskedAgain(&AMENDED));
    book.on(day(2022, 9, 5), &recognised());
    let fact = Told::Referred { on: day(2022, 12, 12), initial: true };
    book.on(day(2022, 12, 12), &from("assessment/300", 9, fact));
    book.on(day(2022, 12, 20), &first_contact(day(2022, 12, 20)));
    assert_eq!(open(&book, Step::DossierLook), Some(day(2023, 3, 20)));
    let on = day(2023, 1, 16);
    let events = book.take_back(on, &back("assessment/300", 9, on), &[]).expect("it is taken back");
    let step = Step::DossierLook;
    let rests_on = FactKind::ActAnnulled.on(on).into();
    assert_eq!(events[1..], [Event::DeadlineWaived { step, on, because: Rule::T9.into(), rests_on }]);
    assert_eq!((open(&book, step), book.state().contacts.len()), (None, 1));
}

#[test]
fn t9_d5_a_contact_after_work_names_the_referral_that_stands_when_the_other_is_taken_back() {
    let step = Step::FirstContactCategory4;
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    let [first, second] = [day(2022, 12, 12), day(2023, 1, 20)];
    book.on(first, &from("assessment/300", 9, Told::Referred { on: first, initial: true }));
    let work = Track { kind: TrackKind::AuthorisedWork, from: day(2022, 12, 20), until: None, asked_by: None };
    book.on(day(2022, 12, 20), &from("assessment/300", 10, Told::TrackStarted(work)));
    book.on(second, &from("assessment/300", 11, Told::Referred { on: second, initial: false }));
    let ended = day(2023, 3, 31);
    book.on(
        ended,
        &from(
            "assessment/300",
            12,
            Told::TrackEnded { kind: TrackKind::AuthorisedWork, from: Some(work.from), until: ended },
        ),
    );
    let planned = |book: &Book<AskedAgain>| {
        let state = book.state();
        let plan = state.deadlines.open(step).map(|open| (open.plan.due, open.plan.counted.from.clone()));
        plan.expect("it is open")
    };
    let before = planned(&book);
    assert!(before.1.contains(&FactKind::Referral.on(first)), "{before:?}");
    book.take_back(day(2023, 4, 3), &back("assessment/300", 9, day(2023, 4, 3)), &[]).expect("it is taken back");
    let (due, from) = planned(&book);
    assert_eq!((due, before.0), (Some(day(2023, 4, 30)), Some(day(2023, 4, 30))));
    assert_eq!(from, [FactKind::Referral.on(second), FactKind::WorkEnd.on(ended)].into());
}

#[test]
fn t9_what_an_annulment_leaves_open_is_waived_with_it_and_not_by_what_was_done_between() {
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    let fact = Told::Referred { on: day(2022, 12, 12), initial: true };
    book.on(day(2022, 12, 12), &from("assessment/300", 9, fact));
    book.on(day(2022, 12, 20), &first_contact(day(2022, 12, 20)));
    let between = Track { kind: TrackKind::CodexRequested, from: day(2023, 1, 5), until: None, asked_by: None };
    book.on(day(2023, 1, 5), &from("assessment/300", 10, Told::TrackStarted(between)));
    let on = day(2023, 1, 16);
    let events = book.take_back(on, &back("assessment/300", 9, on), &[]).expect("it is taken back");
    let rests_on = FactKind::ActAnnulled.on(on).into();
    let waived = Event::DeadlineWaived { step: Step::DossierLook, on, because: Rule::T9.into(), rests_on };
    let waivers: Vec<_> = events.iter().filter(|event| matches!(event, Event::DeadlineWaived { .. })).collect();
    assert_eq!(waivers, [&waived]);
}

#[test]
fn t9_a_waiver_of_before_it_named_its_fact_stands_where_it_is_decided_again() {
    let law = AskedAgain(State::default().law);
    let waived = |rests_on| Event::DeadlineWaived {
        step: Step::FirstContactCategory4,
        on: day(2023, 1, 10),
        because: Rule::D5.into(),
        rests_on,
    };
    let by_work = |from| waived(FactKind::WorkBegun.on(day(2023, 1, from)).into());
    let of_before = waived(Facts::stored(Vec::new()));
    assert!(law.same(&of_before, &by_work(10)) && law.same(&by_work(10), &by_work(10)));
    assert!(!law.same(&by_work(9), &by_work(10)) && !law.same(&by_work(10), &of_before));
    let others = Event::DeadlineMet { step: Step::FirstContactCategory4, on: day(2023, 1, 10) };
    assert!(!law.same(&of_before, &others));
}

#[test]
fn t9_a_fact_taken_back_leaves_the_one_with_which_it_was_released() {
    // Given a recognition that was annulled and told anew, with which a CODEX request was released that waited for it
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &from("assessment/300", 1, Told::Recognised(recognition())));
    let requested_by = Some(CodexRequester::Worker);
    let asked = CodexNote { requested_by, ..codex_note(CodexKind::Requested, day(2022, 9, 12)) };
    book.on(day(2022, 9, 12), &from("exchange/300", 7, Told::Codex(asked)));
    book.take_back(day(2022, 9, 20), &back("assessment/300", 1, day(2022, 9, 20)), &[]).expect("it is taken back");
    assert_eq!((book.state().recognition.is_some(), book.state().parked.len()), (false, 1));
    book.on(day(2022, 9, 20), &from("assessment/300", 12, Told::Recognised(recognition())));
    assert_eq!((book.state().recognition.is_some(), book.state().parked.len()), (true, 0));
    // When the request is taken back
    book.take_back(day(2022, 10, 3), &back("exchange/300", 7, day(2022, 10, 3)), &[]).expect("it is taken back");
    // Then the recognition stands, and the request does not
    let state = book.state();
    assert_eq!((state.recognition.is_some(), state.codex.is_empty(), state.parked.is_empty()), (true, true, true));
}

#[test]
fn t9_m13_an_authorisation_that_was_asked_keeps_the_number_by_which_it_is_answered() {
    // Given two requests, of which the physician authorised the first and refused the second
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    book.on(day(2023, 1, 2), &route_b(day(2023, 1, 2)));
    book.on(day(2023, 1, 10), &first_contact(day(2023, 1, 10)));
    let first = book.on(day(2023, 1, 12), &Command::RequestAuthorisation { asked_on: None });
    book.on(
        day(2023, 1, 15),
        &from("assessment/300", 21, Told::AuthorisationDecided { number: 1, on: day(2023, 1, 15), authorised: true }),
    );
    book.on(day(2023, 2, 1), &Command::EndTrajectory { on: day(2023, 2, 1), reason: ChosenEnd::NotWished });
    book.on(day(2023, 3, 1), &route_b(day(2023, 3, 1)));
    book.on(day(2023, 3, 10), &first_contact(day(2023, 3, 10)));
    let second = book.on(day(2023, 3, 12), &Command::RequestAuthorisation { asked_on: None });
    book.on(
        day(2023, 3, 20),
        &from("assessment/300", 34, Told::AuthorisationDecided { number: 2, on: day(2023, 3, 20), authorised: false }),
    );
    // When the first is annulled
    let refused = book.annul(day(2023, 3, 22), first);
    // Then the second stands in the way, since the answer to the first would be taken for its own
    assert_eq!(refused, Err(NotAnnulled::LaterActsDepend(vec![second]).into()));
    book.annul(day(2023, 3, 22), second).expect("the last is annulled");
    book.annul(day(2023, 3, 22), first).expect("then the first");
}

/// A referral for a training, to a service that need not be competent.
fn refer(recipient: Recipient, key: u8, on: NaiveDate) -> Command {
    Command::Referral(ReferralCommand::Refer(NewReferral {
        number: None,
        key: Some(ReferralKey([key; 16])),
        referral: Referral {
            kind: ReferralKind::Training,
            recipient,
            organisation: Some("0206653946".to_owned()),
            employer: None,
            overridden: Some(Overridden::Language),
            agreed_on: on,
            content: Content::default(),
        },
        agreement_reference: "A-7".to_owned(),
        concerted_on: Some(on),
        by: referring(),
    }))
}

#[test]
fn x4_what_the_partner_of_an_annulled_referral_said_is_not_attached_to_the_next_referral() {
    let said = |position, key: u8, on, progress| {
        let (key, said) = (Some(ReferralKey([key; 16])), Said { on, progress });
        from("exchange/300", position, Told::Referral { number: 1, key, said })
    };
    // Given a referral to Actiris that was accepted, with something undertaken
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    book.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
    book.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    let wrong = book.on(day(2023, 2, 1), &refer(Recipient::Actiris, 1, day(2023, 2, 1)));
    let by = day(2023, 3, 10);
    let words = [
        Progress::Sent,
        Progress::Acknowledged,
        Progress::Accepted,
        Progress::Committed { number: 1, kind: CommitmentKind::Interview, by },
    ];
    for (position, progress) in (10..).zip(words) {
        book.on(day(2023, 2, 2), &said(position, 1, day(2023, 2, 2), progress));
    }
    // When it is annulled, VDAB is asked instead, and a word of Actiris comes in after that
    let step = Step::ReferralFollowUp;
    assert_eq!(open(&book, step), Some(day(2023, 3, 11)), "something is undertaken");
    book.annul(day(2023, 2, 3), wrong).expect("it is annulled");
    assert_eq!(open(&book, step), None, "nobody owes a word any more");
    book.on(day(2023, 2, 3), &refer(Recipient::Vdab, 2, day(2023, 2, 3)));
    book.on(day(2023, 2, 4), &said(14, 1, day(2023, 2, 4), Progress::Completed));
    // Then the referral to VDAB has the same number and nothing of what Actiris said
    let state = book.state();
    let [referral] = &state.partner_referrals[..] else { panic!("one stands") };
    assert_eq!((referral.number, referral.referral.recipient), (1, Recipient::Vdab));
    assert_eq!((referral.course.stage(), referral.course.commitments().len()), (Stage::Queued, 0));
    assert_eq!(open(&book, Step::ReferralFollowUp), Some(day(2023, 2, 4)), "it is not sent yet");
    // And what VDAB says is heard, on the same days
    book.on(day(2023, 2, 4), &said(15, 2, day(2023, 2, 2), Progress::Sent));
    book.on(day(2023, 2, 4), &said(16, 2, day(2023, 2, 2), Progress::Acknowledged));
    assert_eq!(book.state().partner_referrals[0].course.stage(), Stage::Acknowledged);
}

#[test]
fn t9_x4_a_referral_is_annulled_without_the_one_after_it() {
    // Given a wrong referral to Actiris and a right one to VDAB, which accepted
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    book.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
    book.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    let wrong = book.on(day(2023, 2, 1), &refer(Recipient::Actiris, 1, day(2023, 2, 1)));
    book.on(day(2023, 2, 1), &refer(Recipient::Vdab, 2, day(2023, 2, 1)));
    for (position, progress) in (10..).zip([Progress::Sent, Progress::Acknowledged, Progress::Accepted]) {
        let (key, said) = (Some(ReferralKey([2; 16])), Said { on: day(2023, 2, 2), progress });
        book.on(day(2023, 2, 2), &from("exchange/300", position, Told::Referral { number: 2, key, said }));
    }
    // When the wrong one is annulled
    book.annul(day(2023, 2, 3), wrong).expect("the right one does not rest on it");
    assert_eq!(open(&book, Step::ReferralFollowUp), Some(day(2023, 2, 9)), "VDAB is to undertake something");
    // Then the right one has its number and what its partner said, and the next has a number of its own
    book.on(day(2023, 2, 3), &refer(Recipient::Phare, 3, day(2023, 2, 3)));
    let referrals = &book.state().partner_referrals;
    let stand: Vec<_> = referrals.iter().map(|one| (one.number, one.course.stage())).collect();
    assert_eq!(stand, [(2, Stage::Accepted), (3, Stage::Queued)]);
}

#[test]
fn t9_x4_what_a_look_left_to_wait_for_waits_no_more_when_its_referral_is_annulled() {
    let step = Step::ReferralFollowUp;
    let said = |position, number, key: u8, progress| {
        let (key, said) = (Some(ReferralKey([key; 16])), Said { on: day(2023, 2, 2), progress });
        (day(2023, 2, 2), from("exchange/300", position, Told::Referral { number, key, said }))
    };
    // Given a referral that came back and one that was sent, and the coordinator, who saw the first
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    book.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
    book.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    book.on(day(2023, 2, 1), &refer(Recipient::Actiris, 1, day(2023, 2, 1)));
    let sent = book.on(day(2023, 2, 1), &refer(Recipient::Vdab, 2, day(2023, 2, 1)));
    for (on, told) in [said(10, 1, 1, Progress::Returned), said(11, 2, 2, Progress::Sent)] {
        book.on(on, &told);
    }
    assert_eq!(open(&book, step), Some(day(2023, 2, 3)));
    book.on(day(2023, 2, 6), &Command::RecordLook { on: day(2023, 2, 6), by: referring().subject });
    assert_eq!(open(&book, step), Some(day(2023, 2, 9)), "VDAB is to acknowledge it");
    // When the second is annulled
    let events = book.annul(day(2023, 2, 7), sent).expect("it is annulled");
    // Then nobody waits for VDAB
    assert_eq!(open(&book, step), None, "{events:?}");
}

#[test]
fn t9_x4_what_came_back_waits_for_nobody_when_the_physicians_referral_is_taken_back() {
    let step = Step::ReferralFollowUp;
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    let fact = Told::Referred { on: day(2022, 12, 12), initial: true };
    book.on(day(2022, 12, 12), &from("assessment/300", 9, fact));
    book.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    book.on(day(2023, 2, 1), &refer(Recipient::Actiris, 1, day(2023, 2, 1)));
    let (key, said) = (Some(ReferralKey([1; 16])), Said { on: day(2023, 2, 2), progress: Progress::Returned });
    book.on(day(2023, 2, 2), &from("exchange/300", 10, Told::Referral { number: 1, key, said }));
    assert_eq!(open(&book, step), Some(day(2023, 2, 3)));
    let on = day(2023, 2, 7);
    let events = book.take_back(on, &back("assessment/300", 9, on), &[]).expect("it is taken back");
    assert_eq!(open(&book, step), None, "{events:?}");
}
