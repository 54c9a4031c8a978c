//! What is annulled, and what is not.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};
use trajet_law::annul::{Acted, Again, Annul, AnnulReason, Annulled, AskedBy, Cause, Mistake, NotAnnulled, TakenBack};
use trajet_law::referral::{Recipient, ReferralEnd, Saying};

use super::{AskedAgain, annul, fell_with_the_case};
use crate::command::{Command, Context};
use crate::decide::decide;
use crate::event::Event;
use crate::fact::ParkedBecause;
use crate::partner::PartnerKind;
use crate::rejection::Rejection;
use crate::report::{Report, Told};
use crate::samples::{
    Stream, asked_of, corrected, day, ended, file_access, organisation, other_organisation, person, recognised_from,
    say, send, take, withdrawn,
};
use crate::state::{Case, State, apply};

/// The history of a case: each event with the act that recorded it.
#[derive(Default)]
struct History {
    stream: Stream,
    recorded: Vec<(u128, NaiveDate, Cause, bool, Event)>,
}

impl History {
    /// What a command records.
    fn then(mut self, today: NaiveDate, command: &Command) -> Self {
        let act = self.recorded.last().map_or(0, |last| last.0 + 1);
        let cause = match command {
            Command::Note(_) | Command::NoteFileAccess(_) => Cause::Fact,
            _ => Cause::Act,
        };
        let events = self.stream.on(today, command);
        self.recorded.extend(events.into_iter().map(|event| (act, today, cause, false, event)));
        self
    }

    /// What an annulment records; what it strikes is marked.
    fn annulled(mut self, today: NaiveDate, mistake: &Mistake) -> Self {
        let events = self.annul(today, mistake, &[]).expect("it can be annulled");
        let struck: BTreeSet<u64> =
            events.iter().filter_map(Event::annulled).flat_map(|it| it.struck.clone()).collect();
        for (place, recorded) in (1..).zip(&mut self.recorded) {
            recorded.3 |= struck.contains(&place);
        }
        let act = self.recorded.last().map_or(0, |last| last.0 + 1);
        self.recorded.extend(events.into_iter().map(|event| (act, today, Cause::Act, false, event)));
        self
    }

    fn annul(&self, today: NaiveDate, mistake: &Mistake, instead: &[Command]) -> Result<Vec<Event>, Rejection> {
        let context = Context { now: at(today), today, claimed_by: None };
        let acted = (1..).zip(&self.recorded).map(|(position, (act, today, cause, struck, event))| {
            let (act, cause, struck) = (*act, *cause, *struck);
            Acted { position, act, at: at(*today), today: *today, cause, source: None, struck, event }
        });
        annul(&acted.collect::<Vec<_>>(), mistake, instead, &context)
    }

    /// What an annulment strikes, and what it records beside itself.
    fn without(&self, mistake: &Mistake) -> (Annulled, Vec<Event>) {
        let mut events = self.annul(TODAY, mistake, &[]).expect("it can be annulled").into_iter();
        let Some(Event::ActAnnulled(annulled)) = events.next() else { panic!("an annulment") };
        (annulled, events.collect())
    }

    fn refusal(&self, of: u64) -> NotAnnulled {
        match self.annul(TODAY, &act(of), &[]) {
            Err(Rejection::NotAnnulled(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    fn places(&self) -> Vec<(u64, &Event)> {
        (1..).zip(self.recorded.iter().map(|recorded| &recorded.4)).collect()
    }
}

fn at(today: NaiveDate) -> DateTime<chrono::Utc> {
    trajet_law::histories::now(today)
}

fn act(act: u64) -> Mistake {
    Mistake::Act(Annul { act, reason: AnnulReason::WrongContent, asked_by: AskedBy::Keeper })
}

fn taken_back(facts: impl IntoIterator<Item = u64>, whole_case: bool) -> Mistake {
    taken_back_by("assessment/300", facts, whole_case)
}

fn taken_back_by(ledger: &str, facts: impl IntoIterator<Item = u64>, whole_case: bool) -> Mistake {
    Mistake::Told(TakenBack {
        ledger: ledger.into(),
        position: 90,
        facts: facts.into_iter().collect(),
        whole_case,
        reason: AnnulReason::WrongPerson,
        asked_by: AskedBy::Keeper,
        on: TODAY,
    })
}

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2023, 3, 1).expect("a day");

fn report(of: &Command) -> Report {
    let Command::Take(Told { partner, fact, .. }) = of else { panic!("a report") };
    Report { niss: person().niss, partner: *partner, fact: fact.clone(), received_at: at(TODAY), case: None }
}

fn recognised() -> History {
    History::default().then(day(2022, 9, 5), &crate::samples::recognised())
}

/// A case with a report (2), a referral (3) that is sent (4) and acknowledged (5), and one report more (6).
fn referred() -> History {
    recognised()
        .then(day(2022, 9, 12), &take(1, day(2022, 9, 10)))
        .then(day(2023, 2, 1), &asked_of(Recipient::Actiris))
        .then(day(2023, 2, 2), &send(Some(PartnerKind::Actiris)))
        .then(day(2023, 2, 3), &say(Saying::Acknowledge))
        .then(day(2023, 2, 4), &take(2, day(2023, 2, 3)))
}

#[test]
fn t9_what_stood_on_a_case_falls_with_it_and_what_was_a_mistake_before_does_not() {
    let (told, mistaken) = (take(1, day(2022, 9, 10)), take(2, day(2022, 9, 11)));
    let fell = |history: &History, of: &Report| fell_with_the_case(&history.places(), of);
    let history = recognised().then(day(2022, 9, 12), &told).then(day(2022, 9, 12), &mistaken);
    let history = history.annulled(day(2022, 9, 13), &act(3));
    assert!(![&told, &mistaken].into_iter().any(|one| fell(&history, &report(one))), "the case stands");
    let history = history.annulled(TODAY, &taken_back([1], true));
    assert!(fell(&history, &report(&told)));
    assert!(!fell(&history, &report(&mistaken)));
    assert_eq!(report(&told).partner, organisation());
    assert!(!fell(&history, &Report { partner: other_organisation(), ..report(&told) }), "of another partner");
}

#[test]
fn t9_x5_what_a_partner_told_by_mistake_is_struck_and_what_came_after_it_stands() {
    for report in [2, 6] {
        let (annulled, with) = referred().without(&act(report));
        assert_eq!((annulled.act, annulled.struck, annulled.whole_case), (report, vec![report], false));
        assert_eq!((annulled.unsupported, annulled.sent, annulled.on, with), (vec![], vec![], TODAY, vec![]));
    }
}

#[test]
fn t9_x5_the_right_report_stands_in_the_place_of_the_wrong_one() {
    let history = recognised().then(day(2022, 9, 12), &take(1, day(2022, 9, 10)));
    let right = take(2, day(2022, 9, 8));
    let events = history.annul(TODAY, &act(2), std::slice::from_ref(&right)).expect("it can be annulled");
    let Command::Take(told) = right else { panic!("a report") };
    let [Event::ActAnnulled(annulled), instead] = &events[..] else { panic!("{events:?}") };
    assert_eq!((&annulled.struck[..], &annulled.places[..], instead), (&[2][..], &[2][..], &Event::FactTold(told)));
    let outside = history.annul(TODAY, &act(2), &[take(2, day(2022, 8, 31))]);
    assert_eq!(outside, Err(Rejection::OutsideTheIncapacity));
}

#[test]
fn t9_x4_what_was_sent_was_sent_and_what_a_partner_said_is_its_own_to_take_back() {
    assert_eq!(referred().refusal(4), NotAnnulled::NotAnAct);
    assert_eq!(referred().refusal(5), NotAnnulled::OfAnotherOffice);
    let returned = recognised().then(day(2023, 2, 1), &asked_of(Recipient::Actiris)).then(day(2023, 2, 2), &send(None));
    assert_eq!(returned.refusal(3), NotAnnulled::NotAnAct);
}

#[test]
fn t9_what_another_service_told_is_annulled_there_and_an_annulment_not_at_all() {
    assert_eq!(referred().refusal(1), NotAnnulled::NotAnAct);
    assert_eq!(referred().refusal(3), NotAnnulled::NotAnAct);
    assert_eq!(referred().refusal(7), NotAnnulled::NoSuchAct);
    let history = referred().annulled(TODAY, &act(6));
    assert_eq!(history.refusal(6), NotAnnulled::AlreadyAnnulled);
    assert_eq!(history.refusal(7), NotAnnulled::IsAnAnnulment);
}

#[test]
fn t9_d2_who_may_see_the_file_is_no_act_and_stands_when_the_whole_case_is_annulled() {
    let history =
        recognised().then(day(2022, 9, 6), &file_access(&["co-1"])).then(day(2022, 9, 12), &take(1, day(2022, 9, 10)));
    assert_eq!(history.refusal(2), NotAnnulled::AboutTheFile);
    let (annulled, with) = history.without(&taken_back([], true));
    assert_eq!((annulled.struck, annulled.whole_case, with), (vec![1, 3], true, vec![]));
    assert_eq!(annulled.source, Some(("assessment/300".to_owned(), 90)));
    let none = History::default().then(day(2022, 9, 6), &file_access(&["co-1"]));
    assert_eq!(none.annul(TODAY, &taken_back([], true), &[]), Ok(vec![]), "there is nothing to take back");
}

#[test]
fn t9_what_is_taken_back_is_known_by_the_ledger_that_told_it_and_the_place_there() {
    let history = || {
        recognised()
            .then(day(2022, 10, 7), &corrected(day(2022, 9, 1), day(2022, 8, 15)))
            .then(day(2023, 2, 1), &asked_of(Recipient::Actiris))
            .then(day(2023, 2, 2), &withdrawn(ReferralEnd::Withdrawn))
            .then(day(2023, 2, 28), &ended(day(2023, 2, 27), false))
    };
    for (ledger, fact, struck) in [
        ("assessment/300", 3, &[2][..]),
        ("dossier/300", 41, &[3, 4]),
        ("dossier/300", 45, &[4]),
        ("assessment/300", 2, &[5]),
    ] {
        let (annulled, with) = history().without(&taken_back_by(ledger, [fact], false));
        assert_eq!((&annulled.struck[..], annulled.unsupported, with), (struck, vec![], vec![]), "{ledger} {fact}");
    }
    let of_another = history().annul(TODAY, &taken_back_by("dossier/300", [3], false), &[]);
    assert_eq!(of_another, Ok(vec![]), "the dossier told nothing at that place");
}

#[test]
fn t9_without_the_recognition_what_was_told_of_the_case_waits_for_the_next_one() {
    let history = recognised()
        .then(day(2022, 10, 7), &corrected(day(2022, 9, 1), day(2022, 8, 15)))
        .then(day(2023, 2, 1), &asked_of(Recipient::Actiris))
        .then(day(2023, 2, 2), &withdrawn(ReferralEnd::Withdrawn))
        .then(day(2023, 2, 28), &ended(day(2023, 2, 27), false));
    let (annulled, with) = history.without(&taken_back([1], false));
    assert_eq!((&annulled.struck[..], &annulled.places[..]), (&[1, 2, 3, 4, 5][..], &[3, 4, 5][..]));
    assert_eq!((annulled.unsupported, annulled.whole_case), (vec![], false));
    assert!(with.iter().all(|event| matches!(event, Event::FactParked { because: ParkedBecause::NotRecognised, .. })));
}

#[test]
fn t9_what_contradicted_a_recognition_that_is_taken_back_holds() {
    // Two recognitions of different places, of which the second could not act.
    let Command::Note(crate::Fact::Recognised(mut other)) = recognised_from(day(2022, 9, 3)) else { panic!("one") };
    other.source.position = 7;
    let history = recognised().then(day(2022, 9, 8), &Command::Note(crate::Fact::Recognised(other.clone())));
    let (annulled, with) = history.without(&taken_back([1], false));
    assert_eq!((&annulled.struck[..], annulled.unsupported), (&[1, 2][..], vec![]));
    assert_eq!(with, [Event::CaseOpened(other)]);
    // And taken back itself, it waits no more.
    let (annulled, with) = history.without(&taken_back([7], false));
    assert_eq!((&annulled.struck[..], with), (&[2][..], vec![]));
}

#[test]
fn t9_an_end_told_ahead_that_is_taken_back_is_not_released_and_the_recognition_stands() {
    let history = History::default()
        .then(day(2022, 12, 1), &ended(day(2022, 11, 30), true))
        .then(day(2022, 12, 2), &crate::samples::recognised());
    let (annulled, with) = history.without(&taken_back([2], false));
    assert_eq!((&annulled.struck[..], annulled.unsupported, with), (&[1, 3, 4][..], vec![], vec![]));
}

#[test]
fn t9_without_the_recognition_what_a_partner_told_stands_and_is_named() {
    let history = recognised().then(day(2022, 9, 12), &take(1, day(2022, 9, 10)));
    let (annulled, with) = history.without(&taken_back([1], false));
    assert_eq!((&annulled.struck[..], annulled.unsupported, with), (&[1][..], vec![2], vec![]));
}

#[test]
fn t9_x7_on_an_annulled_case_nothing_is_recorded_but_who_may_see_it() {
    let (annulled, _) = referred().without(&taken_back([], true));
    let mut state = State::default();
    apply(&mut state, &Event::ActAnnulled(annulled));
    assert_eq!(state, State::Case(Case { annulled_on: Some(TODAY), ..Case::default() }));
    let decided =
        |command: &Command| decide(&state, command, &Context { now: at(TODAY), today: TODAY, claimed_by: None });
    for told in [crate::samples::recognised(), send(Some(PartnerKind::Actiris))] {
        assert_eq!(decided(&told), Ok(vec![]), "{told:?}");
    }
    assert_eq!(decided(&say(Saying::Acknowledge)), Err(Rejection::NoSuchReferral), "as one that never was (X7)");
    assert_eq!(decided(&take(1, day(2022, 9, 10))), Err(NotAnnulled::CaseAnnulled.into()));
    assert!(matches!(decided(&file_access(&["co-1"])).as_deref(), Ok([Event::FileAccessTold(_)])));
}

#[test]
fn t9_what_is_told_anew_takes_the_place_of_the_same_thing_and_a_referral_of_nothing() {
    let place = |anew: &Command, former: &Command| AskedAgain.takes_the_place_of(anew, former);
    let (start, later) = (day(2022, 9, 1), day(2022, 9, 8));
    let ends = |last_day| ended(last_day, false);
    assert!(place(&recognised_from(later), &recognised_from(start)) && place(&ends(later), &ends(start)));
    assert!(place(&corrected(start, later), &corrected(start, start)));
    assert!(!place(&recognised_from(later), &corrected(start, later)) && !place(&ends(later), &recognised_from(start)));
    // A referral that is put right is another one: what was sent to its partner was sent.
    let (referred, over) = (asked_of(Recipient::Vdab), withdrawn(ReferralEnd::Withdrawn));
    assert!(!place(&referred, &referred) && !place(&over, &over) && !place(&recognised_from(start), &referred));
    let act = send(Some(PartnerKind::Vdab));
    assert!(!place(&act, &act) && !place(&recognised_from(start), &act));
}
