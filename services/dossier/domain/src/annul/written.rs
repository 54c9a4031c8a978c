//! Who annuls what somebody wrote, and by which numbers later acts know what came before.

use chrono::NaiveTime;
use trajet_law::annul::{Annul, AnnulReason, AskedBy};
use trajet_law::coordinator::Lack;
use trajet_law::file_access::{FileAccess, FileAccessTold};
use trajet_law::histories::book::Book;
use trajet_law::referral::Recipient;

use super::walks::{committed, refer};
use super::*;
use crate::assignment::Qualification;
use crate::command::NewAppointment;
use crate::concertation::{Author, ConcertationCommand};
use crate::contact::Purpose;
use crate::other_track::{OtherTrackCommand, OtherTrackKind};
use crate::people::SubjectId;
use crate::samples::{
    appoint, contact_details, context, coordinator, day, decided, discussed, first_contact, new_appointment,
    recognised, referred, referring, route_b,
};

/// The events of some acts behind the recognition, each with the number of its act.
fn played(acts: &[(NaiveDate, Command)]) -> Vec<(u128, Event)> {
    let mut state = State::default();
    let mut played = Vec::new();
    let recognised = (day(2022, 9, 5), recognised());
    for (act, (today, command)) in [std::slice::from_ref(&recognised), acts].concat().iter().enumerate() {
        let events = decide(&state, command, &context(*today)).expect("it is permitted");
        for event in events {
            apply(&mut state, &event);
            played.push((act as u128, event));
        }
    }
    played
}

#[test]
fn d26_what_somebody_wrote_is_annulled_as_what_they_wrote_it() {
    let physician = || Author { party: Party::Physician, subject: SubjectId("physician-1".into()) };
    let on = day(2023, 1, 23);
    let thread = |command| (on, Command::Concertation(command));
    let acts = [
        thread(ConcertationCommand::Open { by: physician(), text: "Which work would fit?".into() }),
        thread(ConcertationCommand::Post { thread: 1, by: physician(), text: "Light work.".into() }),
        thread(ConcertationCommand::Close { thread: 1, by: physician() }),
        (on, Command::RecordLook { on, by: coordinator() }),
    ];
    let played = played(&[&committed()[..2], &acts].concat());
    let history: Vec<_> = (1..)
        .zip(&played)
        .map(|(position, (act, event))| Acted {
            position,
            act: *act,
            at: on.and_time(NaiveTime::MIN).and_utc(),
            today: on,
            cause: if matches!(event, Event::Noted(_)) { Cause::Fact } else { Cause::Act },
            source: None,
            struck: false,
            event,
        })
        .collect();
    let law = State::default().law;
    let annulled = |written_in: u128, by| {
        let act = history.iter().find(|acted| acted.act == written_in).expect("an act").position;
        let (reason, asked_by) = (AnnulReason::WrongContent, AskedBy::Keeper);
        let mistake = Mistake::Act(Annul { act, reason, asked_by });
        annul(law, &history, &mistake, (&[], by), &context(on)).err()
    };
    let another_office = || Some(Rejection::from(NotAnnulled::OfAnotherOffice));
    for (act, written_as, other) in [
        (3, Party::Physician, Party::Coordinator),
        (4, Party::Physician, Party::Coordinator),
        (5, Party::Physician, Party::Coordinator),
        (6, Party::Coordinator, Party::Physician),
    ] {
        assert_eq!(annulled(act, Some(other)), another_office(), "{act}");
        assert_eq!(annulled(act, None), another_office(), "{act}");
        assert_ne!(annulled(act, Some(written_as)), another_office(), "{act}");
    }
    // The last word can be taken back.
    assert_eq!(annulled(5, Some(Party::Physician)), None);
}

#[test]
fn t9_an_act_that_is_decided_again_keeps_the_numbers_by_which_later_acts_know_it() {
    let law = AskedAgain(State::default().law);
    let concert = |command| (day(2023, 1, 23), Command::Concertation(command));
    let open = || concert(ConcertationCommand::Open { by: referring(), text: "Which work would fit?".into() });
    let track = |since| {
        let kind = OtherTrackKind::ALL[0];
        (since, Command::OtherTrack(OtherTrackCommand::Record { kind, since, last_day: Some(since) }))
    };
    let on = day(2023, 1, 10);
    let acts = [
        (on, route_b(on)),
        (on, appoint(Purpose::FirstContact, day(2023, 1, 16), on)),
        (day(2023, 1, 17), Command::RecordNoShow { number: 1, by: coordinator() }),
        (day(2023, 1, 17), appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 17))),
        (day(2023, 1, 20), first_contact(day(2023, 1, 20))),
        open(),
        open(),
        concert(ConcertationCommand::Post { thread: 1, by: referring(), text: "Light work.".into() }),
        (day(2023, 1, 23), Command::RequestAuthorisation { asked_on: None }),
        (day(2023, 2, 1), decided(1, day(2023, 2, 1), false)),
        (day(2023, 2, 6), discussed(day(2023, 2, 6))),
        (day(2023, 2, 7), Command::RequestAuthorisation { asked_on: None }),
        (day(2023, 2, 8), decided(2, day(2023, 2, 8), true)),
        track(day(2023, 2, 8)),
        track(day(2023, 2, 9)),
        (day(2023, 2, 10), refer(1, Recipient::Actiris, referring(), day(2023, 2, 10))),
        (day(2023, 2, 13), refer(2, Recipient::Vdab, referring(), day(2023, 2, 13))),
    ];
    let played = played(&acts);
    let named: Vec<_> = played.iter().map(|(_, event)| event).filter(|event| named(event).is_some()).collect();
    assert_eq!(named.len(), 13, "two of each, and a message more");
    for (place, one) in named.iter().enumerate() {
        assert!(law.keeps_names(&[one], &[(*one).clone()]));
        let others = named.iter().enumerate().filter(|(other, _)| *other != place);
        let alike = |other: &Event| std::mem::discriminant(*one) == std::mem::discriminant(other);
        for (_, other) in others.filter(|(_, other)| alike(other)) {
            assert!(!law.keeps_names(&[one], &[(*other).clone()]), "{one:?} {other:?}");
        }
        assert!(!law.keeps_names(&[one], &[]));
    }
}

#[test]
fn t9_k3_who_met_the_person_because_they_had_the_dossier_does_not_without_it() {
    // Given an appointment with who has the dossier, and whose function has ended since
    let mut book = Book::of(AskedAgain(State::default().law));
    book.on(day(2022, 9, 5), &recognised());
    book.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
    let qualification = Qualification::Qualified;
    let given = Command::Assign { coordinator: coordinator(), on: Some(day(2022, 12, 20)), qualification };
    let given = book.on(day(2022, 12, 20), &given);
    let lacking = Qualification::Lacking(Lack::FunctionEnded { last_day: day(2022, 12, 21) });
    let appointment = NewAppointment {
        coordinator: Some(coordinator()),
        qualification: lacking,
        ..new_appointment(day(2023, 1, 10), day(2022, 12, 22))
    };
    let (purpose, contact) = (Purpose::FirstContact, contact_details());
    let made = book.on(day(2022, 12, 22), &Command::MakeAppointment { purpose, appointment, contact });
    // When the dossier was not given to them
    let refused = book.annul(day(2022, 12, 23), given);
    // Then the appointment stands in the way
    assert_eq!(refused, Err(NotAnnulled::LaterActsDepend(vec![made]).into()));
}

#[test]
fn t9_the_person_reads_the_same_in_what_is_the_same() {
    let law = AskedAgain(State::default().law);
    let on = day(2023, 4, 3);
    let look = |on| Event::Looked(crate::look::Look { on, by: coordinator() });
    assert!(law.reads_the_same(&look(on), &look(on)));
    assert!(!law.reads_the_same(&look(on), &look(day(2023, 4, 4))));
}

#[test]
fn t9_of_a_case_that_was_annulled_what_is_told_does_nothing_and_what_is_asked_is_refused() {
    let annulled = State { annulled_on: Some(day(2022, 11, 9)), ..State::default() };
    let today = day(2022, 11, 10);
    let decided = |command: &Command| decide(&annulled, command, &context(today));
    let missed = Command::FireMissed(Step::FirstContactCategory4);
    for told in [recognised(), missed, Command::FireBarEnded, Command::FireLapsed, Command::FollowLaw] {
        assert_eq!(decided(&told), Ok(Vec::new()), "{told:?}");
    }
    let refused = decided(&route_b(today)).expect_err("nothing of it stands");
    assert_eq!(refused, NotAnnulled::CaseAnnulled.into());
}

#[test]
fn d2_who_may_see_the_file_is_never_struck() {
    let (access, ledger) = (FileAccess::default(), "assessment/300".to_owned());
    let told = FileAccessTold { access, on: day(2022, 9, 6), ledger, position: 3 };
    assert!(AskedAgain(State::default().law).about_the_file(&Event::FileAccessTold(told)));
    assert!(!Event::QuestionnaireBack { on: day(2022, 9, 6) }.about_the_file());
}
