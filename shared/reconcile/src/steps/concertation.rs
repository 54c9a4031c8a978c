//! Physician and coordinator concert (rule D26; Circular 2022/383, part III, 3.1, step 4): what one of them writes is read by the
//! other within a week of its day, a target of the platform. Nothing is awaited after the incapacity.

use crate::compare::{Asked, At, open};
use crate::concertation::Party;
use crate::fact::Dates;
use crate::figures::MESSAGE_READ_WITHIN_DAYS;
use crate::known::Known;

pub(crate) fn physician(known: &Known, _: At) -> Asked {
    read_by(known, Party::Physician)
}

pub(crate) fn coordinator(known: &Known, _: At) -> Asked {
    read_by(known, Party::Coordinator)
}

fn read_by(known: &Known, party: Party) -> Asked {
    let unread = known.messages.oldest_unread(party).filter(|_| known.goes_on().is_some());
    let Some(written) = unread else { return Asked::DoneOn(known.messages.days_of_reading(party)) };
    open(Dates::aimed(written, written.plus_days(MESSAGE_READ_WITHIN_DAYS)))
}
