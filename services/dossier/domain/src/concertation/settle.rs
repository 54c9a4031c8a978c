//! What follows for the concertation from what stands after a decision, whichever decision it was: outsiders leave with the
//! consent, and what waits to be read stands on a work list.

use chrono::NaiveDate;
use trajet_law::concertation::{coordinator_reads, physician_reads};
use trajet_law::deadline::Step;
use trajet_law::rule::{Ground, Rule};

use super::decide::may_be_present;
use super::{ConcertationEvent, Party};
use crate::course::Course;
use crate::event::Event;

/// Closes the access of outsiders that nothing permits any more, and keeps the deadlines of reading.
pub(crate) fn settle(course: &mut Course, today: NaiveDate) {
    leave(course, today);
    for party in Party::ALL {
        read(course, *party, today);
    }
}

/// Who was brought in leaves at once when consent is withdrawn, or the incapacity ended (D3).
fn leave(course: &mut Course, today: NaiveDate) {
    let because = course.state.end.map_or(Ground::from(Rule::D3), |end| end.ending().ground());
    let threads = course.state.threads.iter();
    let present: Vec<_> =
        threads.flat_map(|thread| thread.present().map(move |outsider| (thread.number, outsider))).collect();
    let gone = present.into_iter().filter(|(_, outsider)| !may_be_present(&course.state, outsider.by_physician()));
    let gone: Vec<_> = gone.map(|(thread, outsider)| (thread, outsider.number)).collect();
    for (thread, number) in gone {
        course.push(Event::Concertation(ConcertationEvent::OutsiderLeft { thread, number, on: today, because }));
    }
}

/// While something waits to be read by a party, it has a deadline of it: from the day of the oldest such message.
fn read(course: &mut Course, party: Party, today: NaiveDate) {
    let unread = course.state.threads.iter().flat_map(|thread| thread.unread(party)).map(|message| message.on).min();
    let Some(posted_on) = unread else {
        course.meet_open(step_of(party), today);
        return;
    };
    // What is open was for a message that is read by now.
    let open = course.state.deadlines.open(step_of(party)).and_then(|deadline| deadline.plan.opens);
    if open.is_some_and(|before| before < posted_on) {
        course.meet_open(step_of(party), today);
    }
    let judged = course.state.planning(posted_on);
    let plan = match party {
        Party::Physician => physician_reads(judged),
        Party::Coordinator => coordinator_reads(judged),
    };
    course.plan(plan, posted_on);
}

const fn step_of(party: Party) -> Step {
    match party {
        Party::Physician => Step::ConcertationPhysician,
        Party::Coordinator => Step::ConcertationCoordinator,
    }
}
