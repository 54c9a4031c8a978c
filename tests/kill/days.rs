//! The days that a process lived through.

use std::collections::BTreeSet;

use acceptance::days;
use chrono::NaiveDate;

/// The days on which a process could act. What is due on a day happens on the first of them that is not earlier.
#[derive(Debug, Clone)]
pub(crate) struct Days {
    lived: BTreeSet<NaiveDate>,
    cut: BTreeSet<NaiveDate>,
}

impl Days {
    /// Of a process that starts on this day.
    pub(crate) fn from(first: NaiveDate) -> Self {
        Self { lived: BTreeSet::from([first]), cut: BTreeSet::new() }
    }

    /// The day to which the clock was last told to go.
    pub(crate) fn last(&self) -> NaiveDate {
        *self.lived.last().unwrap()
    }

    /// Goes on to a day, if the process is not there yet, and says where it is then.
    pub(crate) fn go_on_to(&mut self, day: NaiveDate) -> NaiveDate {
        let ahead = self.last().iter_days().skip(1).take_while(|next| *next <= day);
        self.lived.extend(ahead.collect::<Vec<_>>());
        self.last()
    }

    /// The process is killed; it starts again so many days later, on the day that is given back.
    pub(crate) fn cut(&mut self, away: usize) -> NaiveDate {
        let last = self.last();
        let again = last + days(i64::try_from(away).unwrap());
        if again > last {
            self.cut.insert(last);
            self.lived.insert(again);
        }
        again
    }

    /// The days on which what is due on one may happen: more than one only if the process was killed on the first.
    pub(crate) fn of_what_is_due(&self, due: NaiveDate) -> Vec<NaiveDate> {
        let mut days = Vec::new();
        for day in self.lived.range(due..) {
            days.push(*day);
            if !self.cut.contains(day) {
                break;
            }
        }
        days
    }
}

#[test]
fn what_is_due_while_a_process_is_away_happens_on_its_return() {
    let day = |number: u32| NaiveDate::from_ymd_opt(2024, 1, number).unwrap();
    let mut days = Days::from(day(1));
    assert_eq!(days.go_on_to(day(3)), day(3));
    assert_eq!(days.cut(3), day(6));
    assert_eq!(days.go_on_to(day(4)), day(6), "a clock never goes back");
    assert_eq!(days.cut(0), day(6));
    assert_eq!(days.of_what_is_due(day(2)), [day(2)]);
    assert_eq!(days.of_what_is_due(day(3)), [day(3), day(6)], "before or after the kill");
    assert_eq!(days.of_what_is_due(day(4)), [day(6)]);
    assert_eq!(days.of_what_is_due(day(7)), []);
}
