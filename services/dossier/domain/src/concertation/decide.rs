//! Opening threads, writing and reading in them, bringing somebody in, closing them.

use chrono::NaiveDate;

use super::{
    Author, ConcertationCommand, ConcertationEvent, MOST_MESSAGES, MOST_OPEN_THREADS, Message, MessageText,
    NewOutsider, Outsider, Party, ReadMark, Thread,
};
use crate::consent::ConsentPurpose;
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::partner_referral::ReferralRejection;
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;

/// Decides a command.
pub(crate) fn decide(course: &mut Course, command: &ConcertationCommand, today: NaiveDate) -> Result<(), Rejection> {
    match command {
        ConcertationCommand::Open { by, text } => open(course, by, text, today),
        ConcertationCommand::Post { thread, by, text } => post(course, *thread, by, text, today),
        ConcertationCommand::MarkRead { thread, by, up_to } => mark_read(course, *thread, by, *up_to, today),
        ConcertationCommand::Invite { thread, by, outsider } => invite(course, *thread, by, outsider, today),
        ConcertationCommand::Close { thread, by } => close(course, *thread, by, today),
    }
}

fn open(course: &mut Course, by: &Author, text: &MessageText, today: NaiveDate) -> Result<(), Rejection> {
    may_write(&course.state, today)?;
    let threads = &course.state.threads;
    if threads.iter().filter(|thread| thread.closed_on.is_none()).count() >= MOST_OPEN_THREADS {
        return Err(Rejection::TooManyThreads);
    }
    let thread = next(threads.len());
    push(course, ConcertationEvent::ThreadOpened { thread, by: by.clone(), on: today });
    write(course, thread, 1, by, text, today);
    Ok(())
}

fn post(course: &mut Course, number: u32, by: &Author, text: &MessageText, today: NaiveDate) -> Result<(), Rejection> {
    let thread = open_thread(&course.state, number)?;
    may_write(&course.state, today)?;
    if thread.messages.len() >= MOST_MESSAGES {
        return Err(Rejection::ThreadFull);
    }
    let message = next(thread.messages.len());
    write(course, number, message, by, text, today);
    Ok(())
}

/// What was read already is not noted again. A closed thread can be read, and so can one after the incapacity.
fn mark_read(
    course: &mut Course,
    number: u32,
    by: &Author,
    up_to: Option<u32>,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let thread = thread(&course.state, number)?;
    let last = thread.messages.last().map_or(0, |message| message.number);
    let up_to = up_to.map_or(last, |up_to| up_to.min(last));
    if thread.read_up_to(by.party) < up_to {
        let mark = ReadMark { party: by.party, by: by.subject.clone(), up_to, on: today };
        push(course, ConcertationEvent::MessagesRead { thread: number, mark });
    }
    Ok(())
}

/// Brings somebody in: with the person's consent to exchange and agreement to this step (D3, D17), and after concertation
/// with the physician (D27), who invites by their own right and, before consent was asked, with that agreement alone (law of
/// 12 December 2021, art. 3).
fn invite(
    course: &mut Course,
    number: u32,
    by: &Author,
    outsider: &NewOutsider,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let state = &course.state;
    let earliest = recognised(state)?.incapacity_start;
    let dated = |field, on| ImpossibleDate::outside(field, on, earliest, today);
    let concerted = outsider.concerted_on.and_then(|on| dated(DateField::ConcertedOn, on));
    possible(dated(DateField::AgreedOn, outsider.agreed_on).into_iter().chain(concerted))?;
    let thread = open_thread(state, number)?;
    may_write(state, today)?;
    if !may_be_present(state, by.party == Party::Physician) {
        return Err(Rejection::ExchangeNotConsented);
    }
    if by.party == Party::Coordinator && outsider.concerted_on.is_none() {
        return Err(Rejection::NotConcerted);
    }
    let NewOutsider { kind, name, agreed_on, concerted_on } = outsider.clone();
    // A physician does not concert with the physician.
    let concerted_on = concerted_on.filter(|_| by.party == Party::Coordinator);
    let since = |purpose| state.consents.in_force_since(purpose);
    let consented_since = since(ConsentPurpose::Trajectory).max(since(ConsentPurpose::Exchange));
    if consented_since.is_some_and(|since| agreed_on < since) {
        return Err(Rejection::Referral(ReferralRejection::AgreementNotInForce));
    }
    let invited = Outsider {
        number: next(thread.outsiders.len()),
        kind,
        name,
        by: by.subject.clone(),
        agreed_on,
        concerted_on,
        from: today,
        until: None,
    };
    push(course, ConcertationEvent::OutsiderInvited { thread: number, outsider: invited });
    Ok(())
}

fn close(course: &mut Course, number: u32, by: &Author, today: NaiveDate) -> Result<(), Rejection> {
    open_thread(&course.state, number)?;
    push(course, ConcertationEvent::ThreadClosed { thread: number, by: by.clone(), on: today });
    Ok(())
}

/// Whether an outsider may have a part in the concertation: with consent to managing the trajectory and to exchange. Whom the
/// physician brings in may before consent was asked: there is no dossier yet of which they could learn, and what was written
/// rests on the insurance law (own reading).
pub(super) fn may_be_present(state: &State, by_physician: bool) -> bool {
    let granted = |purpose| state.consents.granted(purpose);
    let consented = granted(ConsentPurpose::Trajectory) && granted(ConsentPurpose::Exchange);
    state.end.is_none() && (consented || by_physician && !state.concertation_rests_on_consent())
}

/// Whether something can be written today: in a recognised incapacity, and once consent was asked with it.
fn may_write(state: &State, today: NaiveDate) -> Result<(), Rejection> {
    recognised(state)?;
    within_incapacity(state, today)?;
    if state.concertation_rests_on_consent() && !state.consents_to_concertation() {
        return Err(Rejection::ConcertationNotConsented);
    }
    Ok(())
}

fn write(course: &mut Course, thread: u32, number: u32, by: &Author, text: &MessageText, today: NaiveDate) {
    let message = Message {
        number,
        party: by.party,
        by: by.subject.clone(),
        on: today,
        text: text.clone(),
        on_consent: course.state.concertation_rests_on_consent(),
    };
    push(course, ConcertationEvent::MessagePosted { thread, message });
}

fn thread(state: &State, number: u32) -> Result<&Thread, Rejection> {
    state.threads.iter().find(|thread| thread.number == number).ok_or(Rejection::ThreadNotFound)
}

fn open_thread(state: &State, number: u32) -> Result<&Thread, Rejection> {
    let thread = thread(state, number)?;
    if thread.closed_on.is_some() { Err(Rejection::ThreadClosed) } else { Ok(thread) }
}

fn next(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
}

fn push(course: &mut Course, event: ConcertationEvent) {
    course.push(Event::Concertation(event));
}
