//! The messages of the concertation between physician and coordinator, and who has read them (rule D26).

use crate::day::Day;

/// As what somebody writes and reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// As advising physician.
    Physician,
    /// As coordinator.
    Coordinator,
}

#[derive(Debug, Clone)]
struct Message {
    thread: u32,
    number: u32,
    to: Party,
    on: Day,
    read: bool,
}

/// What was written, and what was read of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Messages {
    all: Vec<Message>,
    /// Who read something, and on which day.
    read: Vec<(Party, Day)>,
}

impl Messages {
    /// Who writes has read what was written before.
    pub(crate) fn write(&mut self, thread: u32, number: u32, by: Party, on: Day) {
        self.read(thread, by, number, on);
        let to = match by {
            Party::Physician => Party::Coordinator,
            Party::Coordinator => Party::Physician,
        };
        self.all.push(Message { thread, number, to, on, read: false });
    }

    pub(crate) fn read(&mut self, thread: u32, by: Party, up_to: u32, on: Day) {
        let seen = self.all.iter_mut().filter(|one| one.thread == thread && one.to == by && one.number <= up_to);
        seen.for_each(|one| one.read = true);
        self.read.push((by, on));
    }

    /// The day of the oldest message that a party has not read.
    pub(crate) fn oldest_unread(&self, by: Party) -> Option<Day> {
        self.all.iter().filter(|one| one.to == by && !one.read).map(|one| one.on).min()
    }

    /// The days on which a party read.
    pub(crate) fn days_of_reading(&self, by: Party) -> Vec<Day> {
        self.read.iter().filter(|(party, _)| *party == by).map(|(_, on)| *on).collect()
    }
}
