//! Annulments of a medical assessment, one after the other.

use trajet_law::annul::{Annul, AnnulReason, AskedBy, NotAnnulled, TakenBack};
use trajet_law::histories::book::Book;

use super::*;
use crate::estimate::Category;
use crate::fact::{Fact, Source, Told};
use crate::samples::{
    day, declare, end, end_track, estimate_of, past, prolong, recognise, take_over, told_completed, track,
};
use crate::track::TrackKind;

fn recognised() -> Book<AskedAgain> {
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &declare());
    book.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
    book
}

#[test]
fn t9_with_its_taking_over_the_whole_case_is_annulled() {
    let mut book = Book::of(AskedAgain(State::default().law));
    let taken_over = book.on(day(2022, 12, 5), &take_over(past(day(2022, 12, 5))));
    book.on(day(2022, 12, 9), &told_completed(day(2022, 12, 9)));
    book.on(day(2022, 12, 12), &estimate_of(day(2022, 12, 12), Category::Four, true));
    book.annul(day(2022, 12, 20), taken_over).expect("the case is annulled, whatever came after");
    let nothing = State::default();
    assert_eq!(book.state(), State { annulled_on: Some(day(2022, 12, 20)), ..nothing });
    assert_eq!(book.annul(day(2022, 12, 21), taken_over), Err(NotAnnulled::AlreadyAnnulled.into()));
}

#[test]
fn t9_what_took_the_place_of_a_wrong_act_was_done_when_it_was_put_right() {
    // Given an estimate of 5 December that was one of 12 December, put right on 10 January
    let mut book = recognised();
    let certificate = book.on(day(2022, 9, 20), &prolong(day(2022, 10, 1), day(2022, 12, 31)));
    let wrong = book.on(day(2022, 12, 5), &estimate_of(day(2022, 12, 5), Category::Four, true));
    let right = estimate_of(day(2022, 12, 12), Category::Four, true);
    let annulment = Annul { act: wrong, reason: AnnulReason::WrongDate, asked_by: AskedBy::Keeper };
    book.take_back(day(2023, 1, 10), &Mistake::Act(annulment), &[right]).expect("it is put right");
    // When an act of before both is annulled
    book.annul(day(2023, 1, 20), certificate).expect("nothing rests on the certificate");
    // Then the right estimate stands
    assert_eq!(book.state().first_estimate.map(|estimate| estimate.on), Some(day(2022, 12, 12)));
    // And it can be annulled by the entry that stands.
    assert_eq!(book.annul(day(2023, 1, 21), wrong), Err(NotAnnulled::AlreadyAnnulled.into()));
    let (standing, _) =
        book.standing().find(|(_, event)| matches!(event, Event::FirstEstimateMade(_))).expect("it stands");
    book.annul(day(2023, 1, 21), standing).expect("it is annulled");
    assert_eq!(book.state().first_estimate, None);
}

#[test]
fn t9_m13_an_answer_stands_when_the_contact_that_it_was_asked_at_is_told_anew() {
    // Given an authorisation that was asked for and given
    let mut book = recognised();
    let asked = |position, action: &str| {
        let (on, contact_on) = (day(2023, 1, 12), day(2023, 1, 10));
        let told = Told::AuthorisationAsked { number: 1, on, contact_on, actions: vec![action.into()] };
        Command::Note(Fact { told, source: Source { ledger: "dossier/300".to_owned(), position } })
    };
    book.on(day(2023, 1, 12), &asked(21, "further_contact"));
    let decision = crate::TrajectoryDecision::Authorised;
    book.on(day(2023, 1, 15), &Command::DecideTrajectory { decided_on: day(2023, 1, 15), decision });
    let answered = book.state();
    // When the actions of the contact are put right
    let told = TakenBack {
        ledger: "dossier/300".to_owned(),
        position: 30,
        facts: [21].into(),
        whole_case: false,
        reason: AnnulReason::WrongContent,
        asked_by: AskedBy::Keeper,
        on: day(2023, 1, 20),
    };
    let anew = asked(31, "training");
    let events = book.take_back(day(2023, 1, 20), &Mistake::Told(told), std::slice::from_ref(&anew));
    let annulled = events.expect("what was told is taken back")[0].annulled().cloned().expect("an annulment");
    // Then the answer is the answer to it, and none is awaited
    assert_eq!(annulled.unsupported, []);
    let state = book.state();
    let request = |state: &State| state.requests.iter().map(|it| (it.number, it.answer.clone())).collect::<Vec<_>>();
    assert_eq!(request(&state), request(&answered));
    assert_eq!(state.deadlines.open(Step::RouteBDecision), None);
    assert_ne!(state.requests, answered.requests);
    assert_eq!(decide(&state, &anew, &crate::samples::context(day(2023, 1, 20))), Ok(Vec::new()));
}

#[test]
fn t9_m3_an_act_that_stands_by_itself_does_not_hide_the_last_day_that_is_open_again() {
    // Given a track that an occupational physician told of, and whose end the physician recorded
    let mut book = recognised();
    let source = Source { ledger: "exchange/300".to_owned(), position: 7 };
    let asked = Fact {
        told: Told::CodexRequested { on: day(2022, 11, 18), partner: crate::samples::service(), employer: None },
        source,
    };
    book.on(day(2022, 11, 18), &Command::Note(asked));
    book.on(day(2023, 2, 10), &end_track(TrackKind::CodexRequested, day(2023, 2, 9)));
    // When what was told is taken back
    let told = TakenBack {
        ledger: "exchange/300".to_owned(),
        position: 9,
        facts: [7].into(),
        whole_case: false,
        reason: AnnulReason::NeverTookPlace,
        asked_by: AskedBy::Keeper,
        on: day(2023, 3, 1),
    };
    book.take_back(day(2023, 3, 1), &Mistake::Told(told), &[]).expect("what was told is taken back");
    // Then the estimate of month 4 is open with its own last day
    let state = book.state();
    let open = state.deadlines.open(Step::FirstEstimate).map(|deadline| deadline.plan.due);
    assert_eq!(open, Some(Some(day(2022, 12, 31))));
}

#[test]
fn t9_m4_the_end_of_a_track_that_somebody_recorded_is_decided_again() {
    for kind in [TrackKind::CodexRequested, TrackKind::AuthorisedWork, TrackKind::RouteBAuthorised] {
        let mut book = recognised();
        let certificate = book.on(day(2022, 9, 20), &prolong(day(2022, 10, 1), day(2022, 12, 31)));
        book.on(day(2022, 10, 3), &track(kind, day(2022, 10, 3), None));
        book.on(day(2023, 1, 15), &end_track(kind, day(2023, 1, 14)));
        book.annul(day(2023, 1, 20), certificate).expect("nothing rests on the certificate");
        assert_eq!(book.state().tracks.first().and_then(|track| track.until), Some(day(2023, 1, 14)), "{kind:?}");
    }
}

/// What the case of a relapse tells, at a place of this service's ledger.
fn told_here(position: u64, told: Told) -> Command {
    Command::Note(Fact { told, source: Source { ledger: "assessment/300".to_owned(), position } })
}

/// What it told at some places is so no more, as its event at another place says.
fn no_more(facts: &[u64], position: u64, on: NaiveDate) -> Mistake {
    Mistake::Told(TakenBack {
        ledger: "assessment/300".to_owned(),
        position,
        facts: facts.iter().copied().collect(),
        whole_case: false,
        reason: AnnulReason::WrongDate,
        asked_by: AskedBy::Keeper,
        on,
    })
}

#[test]
fn t9_d24_of_two_relapses_the_other_counts_once_the_first_is_taken_back() {
    // Given an incapacity that ended, and two others recognised as relapses of it
    let mut book = recognised();
    book.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::WorkResumed));
    let (first, other) = (day(2023, 2, 1), day(2023, 3, 1));
    book.on(day(2023, 3, 2), &told_here(500, Told::Relapsed { on: first }));
    book.on(day(2023, 3, 2), &told_here(600, Told::Relapsed { on: other }));
    let relapsed_on = |book: &Book<AskedAgain>| book.state().end.and_then(|end| end.relapsed_on);
    assert_eq!(relapsed_on(&book), Some(first));
    // When the first is taken back, then the other one counts; and with that, none
    book.take_back(day(2023, 3, 6), &no_more(&[500], 700, day(2023, 3, 6)), &[]).expect("it is taken back");
    assert_eq!(relapsed_on(&book), Some(other));
    book.take_back(day(2023, 3, 7), &no_more(&[600], 701, day(2023, 3, 7)), &[]).expect("it is taken back");
    assert_eq!((relapsed_on(&book), book.state().noted.len()), (None, 0));
}

#[test]
fn t9_d24_what_a_relapse_told_outlives_an_end_that_is_annulled_and_recorded_again() {
    let mut book = recognised();
    let wrong = book.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::WorkResumed));
    book.on(day(2023, 3, 2), &told_here(500, Told::Relapsed { on: day(2023, 2, 1) }));
    book.annul(day(2023, 3, 6), wrong).expect("nothing rests on it that somebody did");
    assert_eq!(book.state().end, None);
    book.on(day(2023, 3, 6), &end(day(2022, 12, 16), EndCause::WorkResumed));
    let end = book.state().end.expect("it ended");
    assert_eq!((end.last_day, end.relapsed_on), (day(2022, 12, 16), Some(day(2023, 2, 1))));
}

#[test]
fn t6_t9_a_death_in_a_relapse_is_not_the_end_of_the_former_incapacity_whose_end_is_annulled_or_not_known_yet() {
    let told = |book: &mut Book<AskedAgain>| {
        book.on(day(2023, 3, 2), &told_here(500, Told::Relapsed { on: day(2023, 2, 1) }));
        book.on(day(2023, 3, 2), &told_here(501, Told::Died { on: day(2023, 2, 20) }));
    };
    let ends = |on| end(on, EndCause::WorkResumed);
    let known = |book: &Book<AskedAgain>| {
        let end = book.state().end.expect("it ended");
        (end.last_day, end.relapsed_on, end.died_on)
    };
    let expected = (day(2022, 12, 16), Some(day(2023, 2, 1)), Some(day(2023, 2, 20)));
    let mut annulled = recognised();
    let wrong = annulled.on(day(2022, 12, 20), &ends(day(2022, 12, 15)));
    told(&mut annulled);
    annulled.annul(day(2023, 3, 6), wrong).expect("nothing rests on it that somebody did");
    let mut late = recognised();
    told(&mut late);
    for mut book in [annulled, late] {
        assert_eq!(book.state().end, None);
        book.on(day(2023, 3, 6), &ends(day(2022, 12, 16)));
        assert_eq!(known(&book), expected);
    }
}

#[test]
fn t6_b_a_death_that_a_relapse_told_and_took_back_is_told_anew() {
    let mut book = recognised();
    book.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::WorkResumed));
    let (died, right) = (Told::Died { on: day(2023, 2, 1) }, Told::Died { on: day(2023, 2, 2) });
    let death = |book: &Book<AskedAgain>| book.state().end.and_then(|end| end.death());
    for (position, told, back) in [(500, died.clone(), 501), (502, died, 503), (504, right, 505)] {
        book.on(day(2023, 2, 6), &told_here(position, told.clone()));
        let Told::Died { on } = told else { panic!("a death") };
        assert_eq!(death(&book), Some(on));
        let back = no_more(&[position], back, day(2023, 2, 7));
        book.take_back(day(2023, 2, 7), &back, &[]).expect("it is taken back");
        assert_eq!(death(&book), None);
        let again = book.take_back(day(2023, 2, 7), &back, &[]).expect("it does nothing");
        assert_eq!(again, []);
    }
}

#[test]
fn t9_of_a_case_that_was_annulled_what_is_told_and_what_is_due_does_nothing_and_what_is_asked_is_refused() {
    let annulled = State { annulled_on: Some(day(2022, 11, 9)), ..State::default() };
    let today = day(2022, 11, 10);
    let decided = |command: &Command| decide(&annulled, command, &crate::samples::context(today));
    for told in [told_completed(today), Command::FireMissed(Step::FirstEstimate), Command::FollowLaw] {
        assert_eq!(decided(&told), Ok(Vec::new()), "{told:?}");
    }
    let refused = decided(&recognise(today)).expect_err("nothing of it stands");
    assert_eq!(refused, NotAnnulled::CaseAnnulled.into());
}
