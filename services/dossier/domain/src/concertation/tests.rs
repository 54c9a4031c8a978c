use trajet_law::deadline::{Closure, Step};
use trajet_law::rule::{Ground, Rule};

use super::*;
use crate::Command;
use crate::rejection::Rejection;
use crate::samples::{Case, appoint, day, ended, first_contact, first_contact_refused, form};

fn physician() -> Author {
    Author { party: Party::Physician, subject: SubjectId("physician-3".into()) }
}

fn coordinator() -> Author {
    Author { party: Party::Coordinator, subject: SubjectId("coordinator-1".into()) }
}

fn opened(by: Author) -> Command {
    Command::Concertation(ConcertationCommand::Open { by, text: "Which work would fit?".into() })
}

fn posted(by: Author) -> Command {
    Command::Concertation(ConcertationCommand::Post { thread: 1, by, text: "Light work.".into() })
}

fn marked(by: Author, up_to: Option<u32>) -> Command {
    Command::Concertation(ConcertationCommand::MarkRead { thread: 1, by, up_to })
}

fn closed(by: Author) -> Command {
    Command::Concertation(ConcertationCommand::Close { thread: 1, by })
}

fn invited(by: Author, concerted_on: Option<NaiveDate>) -> Command {
    let outsider = NewOutsider {
        kind: OutsiderKind::TreatingPhysician,
        name: "Dr Claes".into(),
        agreed_on: day(2023, 1, 21),
        concerted_on,
    };
    Command::Concertation(ConcertationCommand::Invite { thread: 1, by, outsider })
}

fn consents(decisions: &[(ConsentPurpose, bool)], on: NaiveDate) -> Command {
    Command::RecordConsents(form(decisions, on))
}

/// A case with an open thread, the coordinator's, on 10 January 2023.
fn asked() -> Case {
    let mut case = Case::referred();
    case.on(day(2023, 1, 10), &opened(coordinator()));
    case
}

/// The same, after a first contact on 20 January at which all was granted.
fn contacted() -> Case {
    let mut case = asked();
    case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    case
}

const PHYSICIAN: Step = Step::ConcertationPhysician;
const COORDINATOR: Step = Step::ConcertationCoordinator;

#[test]
fn d26_what_one_writes_waits_for_the_other_until_it_is_read() {
    let mut case = asked();
    assert_eq!((case.due(PHYSICIAN), case.due(COORDINATOR)), (Some(day(2023, 1, 17)), None));
    case.on(day(2023, 1, 11), &posted(coordinator()));
    assert_eq!(case.due(PHYSICIAN), Some(day(2023, 1, 17)), "counted from the oldest message");
    case.on(day(2023, 1, 12), &marked(physician(), Some(1)));
    assert_eq!(case.due(PHYSICIAN), Some(day(2023, 1, 18)), "one of two was read: the other has its own week");
    let read = case.state.deadlines.iter().find_map(|deadline| deadline.closed);
    assert_eq!(read, Some(Closure::Met { on: day(2023, 1, 12) }));
    case.on(day(2023, 1, 13), &marked(physician(), None));
    let met = Closure::Met { on: day(2023, 1, 13) };
    assert_eq!(case.deadline(PHYSICIAN).and_then(|it| it.2), Some(met));
    assert_eq!(case.on(day(2023, 1, 13), &marked(physician(), None)), [], "what was read is not noted again");
    // Who answers has read.
    case.on(day(2023, 1, 16), &posted(physician()));
    assert_eq!(case.due(COORDINATOR), Some(day(2023, 1, 23)));
    case.on(day(2023, 1, 17), &posted(coordinator()));
    assert_eq!((case.due(COORDINATOR), case.due(PHYSICIAN)), (None, Some(day(2023, 1, 24))));
}

#[test]
fn d26_a_thread_tells_who_took_part_and_since_when() {
    let mut case = asked();
    case.on(day(2023, 1, 12), &marked(physician(), None));
    let other = Author { subject: SubjectId("coordinator-2".into()), ..coordinator() };
    case.on(day(2023, 1, 13), &posted(other));
    case.on(day(2023, 1, 16), &closed(physician()));
    let members: Vec<_> = case.state.threads[0].members.iter().map(|it| (it.subject.0.as_str(), it.from)).collect();
    let from = [("coordinator-1", 10), ("physician-3", 12), ("coordinator-2", 13)];
    assert_eq!(members, from.map(|(who, on)| (who, day(2023, 1, on))));
    assert!(case.state.threads[0].members.iter().all(|member| member.until == Some(day(2023, 1, 16))));
    // A closed thread can be read, and not written in.
    assert_eq!(case.refusal(day(2023, 1, 16), &posted(physician())), "THREAD_CLOSED");
    assert_eq!(case.refusal(day(2023, 1, 16), &closed(physician())), "THREAD_CLOSED");
    case.on(day(2023, 1, 17), &marked(physician(), None));
    assert_eq!(case.due(PHYSICIAN), None);
}

#[test]
fn d26_a_thread_that_is_not_there_is_not_found() {
    let mut case = Case::referred();
    for command in [posted(physician()), marked(physician(), None), closed(physician())] {
        assert_eq!(case.attempt(day(2023, 1, 10), &command), Err(Rejection::ThreadNotFound));
    }
}

#[test]
fn d26_threads_and_messages_are_bounded() {
    let mut case = Case::referred();
    for _ in 0..MOST_OPEN_THREADS {
        case.on(day(2023, 1, 10), &opened(physician()));
    }
    assert_eq!(case.refusal(day(2023, 1, 10), &opened(physician())), "TOO_MANY_THREADS");
    case.on(day(2023, 1, 10), &closed(physician()));
    case.on(day(2023, 1, 10), &opened(physician()));
    let mut case = asked();
    for _ in 1..MOST_MESSAGES {
        case.on(day(2023, 1, 10), &posted(physician()));
    }
    assert_eq!(case.refusal(day(2023, 1, 10), &posted(physician())), "THREAD_FULL");
}

#[test]
fn d3_d26_once_consent_was_asked_the_concertation_rests_on_it() {
    let mut case = contacted();
    case.on(day(2023, 1, 20), &posted(physician()));
    let on_consent: Vec<_> = case.state.threads[0].messages.iter().map(|message| message.on_consent).collect();
    assert_eq!(on_consent, [false, true]);
    for purpose in [ConsentPurpose::PhysicianFollowUp, ConsentPurpose::Trajectory] {
        let mut case = contacted();
        case.on(day(2023, 1, 20), &posted(physician()));
        case.on(day(2023, 1, 23), &consents(&[(purpose, false)], day(2023, 1, 23)));
        for command in [posted(physician()), opened(coordinator())] {
            assert_eq!(case.refusal(day(2023, 1, 24), &command), "CONCERTATION_NOT_CONSENTED");
        }
        let shown: Vec<_> = case.state.threads[0].messages.iter().map(|message| case.state.shows(message)).collect();
        assert_eq!(shown, [true, false], "what rests on the insurance law stays");
    }
}

#[test]
fn d17_d27_somebody_else_is_brought_in_with_consent_agreement_and_the_physician() {
    let mut before = asked();
    let with = Some(day(2023, 1, 21));
    assert_eq!(before.refusal(day(2023, 1, 23), &invited(coordinator(), with)), "EXCHANGE_NOT_CONSENTED");
    let mut case = contacted();
    assert_eq!(case.refusal(day(2023, 1, 20), &invited(coordinator(), with)), "IMPOSSIBLE_DATES");
    assert_eq!(case.refusal(day(2023, 1, 23), &invited(coordinator(), None)), "CONCERTATION_MISSING");
    case.on(day(2023, 1, 23), &invited(coordinator(), with));
    case.on(day(2023, 1, 23), &invited(physician(), None));
    let outsiders: Vec<_> = case.state.threads[0].present().map(|it| (it.number, it.from, it.concerted_on)).collect();
    assert_eq!(outsiders, [(1, day(2023, 1, 23), with), (2, day(2023, 1, 23), None)]);
}

#[test]
fn d27_before_consent_is_asked_the_physician_brings_somebody_in_with_the_agreement_alone() {
    let by_the_physician = || {
        let mut case = asked();
        case.on(day(2023, 1, 23), &invited(physician(), Some(day(2023, 1, 21))));
        let outsider = &case.state.threads[0].outsiders[0];
        assert_eq!((outsider.concerted_on, outsider.until), (None, None), "no concertation with themselves");
        case
    };
    let mut granted = by_the_physician();
    granted.on(day(2023, 1, 24), &first_contact(day(2023, 1, 24)));
    assert_eq!(granted.state.threads[0].present().count(), 1, "consent to exchange goes on from the agreement");
    let mut refused = by_the_physician();
    refused.on(day(2023, 1, 24), &first_contact_refused(day(2023, 1, 24)));
    assert_eq!(refused.state.threads[0].outsiders[0].until, Some(day(2023, 1, 24)));
}

#[test]
fn d3_d17_who_was_brought_in_leaves_with_the_consent_and_at_once() {
    for purpose in [ConsentPurpose::Exchange, ConsentPurpose::Trajectory] {
        let mut case = contacted();
        case.on(day(2023, 1, 23), &invited(physician(), None));
        let events = case.on(day(2023, 1, 25), &consents(&[(purpose, false)], day(2023, 1, 24)));
        let left = events
            .iter()
            .find(|event| event.ground() == Ground::from(Rule::D3) && event.effective_on() == day(2023, 1, 25));
        assert!(left.is_some(), "on the day on which it is known");
        assert_eq!(case.state.threads[0].outsiders[0].until, Some(day(2023, 1, 25)));
        assert_eq!(case.state.threads[0].present().count(), 0);
        // Consent that is granted again brings nobody back.
        case.on(day(2023, 1, 26), &consents(&[(purpose, true)], day(2023, 1, 26)));
        assert_eq!(case.state.threads[0].present().count(), 0);
    }
    let mut case = contacted();
    case.on(day(2023, 1, 23), &invited(physician(), None));
    case.on(day(2023, 1, 25), &consents(&[(ConsentPurpose::PhysicianFollowUp, false)], day(2023, 1, 25)));
    assert_eq!(case.state.threads[0].present().count(), 1, "another purpose");
    case.on(day(2023, 1, 26), &closed(physician()));
    assert_eq!(case.state.threads[0].outsiders[0].until, Some(day(2023, 1, 26)));
}

#[test]
fn t6_d26_the_end_of_the_incapacity_ends_the_concertation() {
    let mut case = contacted();
    case.on(day(2023, 1, 23), &invited(physician(), None));
    case.on(day(2023, 2, 1), &ended(day(2023, 1, 31), false));
    assert_eq!(case.state.threads[0].present().count(), 0);
    assert_eq!(case.due(PHYSICIAN), None);
    assert_eq!(case.refusal(day(2023, 2, 1), &posted(physician())), "INCAPACITY_ENDED");
    assert_eq!(case.refusal(day(2023, 2, 1), &opened(physician())), "INCAPACITY_ENDED");
    case.on(day(2023, 2, 1), &marked(physician(), None));
    case.on(day(2023, 2, 1), &closed(physician()));
}

#[test]
fn d27_the_person_agrees_from_the_day_on_which_consent_is_in_force() {
    // Given consent of 20 January
    for (agreed_on, refused) in [(day(2023, 1, 20), None), (day(2023, 1, 19), Some("AGREEMENT_NOT_IN_FORCE"))] {
        let mut case = contacted();
        let on = day(2023, 1, 23);
        case.on(on, &opened(coordinator()));
        let outsider = NewOutsider {
            kind: OutsiderKind::TreatingPhysician,
            name: "Dr Claes".into(),
            agreed_on,
            concerted_on: Some(on),
        };
        let invite = ConcertationCommand::Invite { thread: 1, by: coordinator(), outsider };
        let found = case.attempt(on, &Command::Concertation(invite)).err().map(|refusal| refusal.code());
        assert_eq!(found, refused, "{agreed_on}");
    }
}

#[test]
fn d3_it_rests_on_consent_once_consent_to_the_trajectory_was_asked() {
    let mut state = crate::State::default();
    assert!(!state.concertation_rests_on_consent());
    for (purpose, rests) in [(ConsentPurpose::Exchange, false), (ConsentPurpose::Trajectory, true)] {
        state.consents.record(&crate::samples::form(&[(purpose, false)], day(2023, 1, 20)));
        assert_eq!(state.concertation_rests_on_consent(), rests, "{purpose:?}");
    }
}

#[test]
fn d26_a_message_does_not_show_in_debug_output() {
    let shown = format!("{:?}", contacted().state);
    assert!(!shown.contains("Which work") && shown.contains("MessageText(..)"));
    assert_eq!(crate::MessageText::from("Which work?").as_str(), "Which work?");
    // Other acts leave what waits as it is.
    let mut case = asked();
    case.on(day(2023, 1, 11), &appoint(crate::Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 11)));
    assert_eq!(case.due(PHYSICIAN), Some(day(2023, 1, 17)));
}
