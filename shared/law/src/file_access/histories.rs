//! Random acts on random days, against a small model of who sees a file: it keeps every act with its day, and looks back.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::tests::{Book, change, open, restrict, review};
use super::*;
use crate::testing::day;

const SUBJECTS: [&str; 4] = ["co-1", "co-2", "dr-1", "ma-1"];

#[derive(Debug, Clone)]
enum Asked {
    Restrict(Vec<usize>),
    Change(Vec<usize>, Vec<usize>),
    Lift,
    Open(usize),
    Review(u32, usize, bool),
}

fn asked() -> impl Strategy<Value = Asked> {
    let some = || proptest::collection::vec(0..SUBJECTS.len(), 0..3);
    prop_oneof![
        3 => some().prop_map(Asked::Restrict),
        3 => (some(), some()).prop_map(|(admit, remove)| Asked::Change(admit, remove)),
        1 => Just(Asked::Lift),
        4 => (0..SUBJECTS.len()).prop_map(Asked::Open),
        2 => (1..5_u32, 0..SUBJECTS.len(), any::<bool>()).prop_map(|(number, by, fine)| Asked::Review(number, by, fine)),
    ]
}

/// The acts that counted, each with its day.
#[derive(Default)]
struct Model {
    restricted: bool,
    list: Vec<usize>,
    /// Who opened the file, on which day, and who reviewed it.
    opened: Vec<(usize, i64, Option<bool>)>,
    /// The places of those that were ended before their last day.
    ended: Vec<usize>,
}

impl Model {
    fn sees(&self, who: usize, today: i64) -> bool {
        !self.restricted || self.list.contains(&who) || self.opened_on(who, today).is_some()
    }

    /// The last day on which somebody opened the file so that they see it today.
    fn opened_on(&self, who: usize, today: i64) -> Option<i64> {
        let lasting = self.opened.iter().enumerate().filter(|(place, _)| !self.ended.contains(place));
        let of = lasting.filter(|(_, (by, on, _))| *by == who && (*on..=*on + 1).contains(&today));
        of.map(|(_, (_, on, _))| *on).max()
    }

    fn end(&mut self, who: impl Fn(usize) -> bool) {
        let opened = self.opened.iter().enumerate();
        self.ended.extend(opened.filter(|(_, (by, ..))| who(*by)).map(|(place, _)| place));
    }

    /// Whether the act counts; it is played if so.
    fn play(&mut self, asked: &Asked, today: i64) -> bool {
        match asked {
            Asked::Restrict(list) => {
                let counts = !self.restricted && !list.is_empty();
                if counts {
                    (self.restricted, self.list) = (true, list.clone());
                }
                counts
            }
            Asked::Change(admit, remove) => {
                let all = 0..SUBJECTS.len();
                let on = |who: &usize| (self.list.contains(who) || admit.contains(who)) && !remove.contains(who);
                let list: Vec<usize> = all.clone().filter(on).collect();
                let same = all.clone().all(|who| list.contains(&who) == self.list.contains(&who));
                let ends = remove.iter().any(|who| self.opened_on(*who, today).is_some());
                let counts = self.restricted && (!same || ends) && !list.is_empty();
                if counts {
                    self.list = list;
                    self.end(|who| remove.contains(&who));
                }
                counts
            }
            Asked::Lift => {
                if self.restricted {
                    self.end(|_| true);
                }
                std::mem::take(&mut self.restricted)
            }
            Asked::Open(who) => {
                let lasts = self.opened_on(*who, today) == Some(today);
                let barred = self.opened.iter().any(|(by, _, review)| by == who && *review == Some(false));
                let counts = self.restricted && !self.list.contains(who) && !lasts && !barred;
                if counts {
                    self.opened.push((*who, today, None));
                }
                counts
            }
            Asked::Review(number, by, fine) => {
                let place = usize::try_from(*number).unwrap_or(usize::MAX) - 1;
                let Some((who, _, review @ None)) = self.opened.get_mut(place) else { return false };
                if who == by {
                    return false;
                }
                *review = Some(*fine);
                if !fine {
                    self.ended.push(place);
                }
                true
            }
        }
    }
}

fn act(asked: &Asked) -> FileAct {
    let named = |places: &[usize]| places.iter().map(|place| SUBJECTS[*place]).collect::<Vec<_>>();
    match asked {
        Asked::Restrict(list) => restrict(&named(list)),
        Asked::Change(admit, remove) => change(&named(admit), &named(remove)),
        Asked::Lift => FileAct::Lift { by: None },
        Asked::Open(who) => open(SUBJECTS[*who]),
        Asked::Review(number, by, true) => review(*number, SUBJECTS[*by], ReviewOutcome::Justified),
        Asked::Review(number, by, false) => review(*number, SUBJECTS[*by], ReviewOutcome::NotJustified),
    }
}

fn date(today: i64) -> NaiveDate {
    day("2022-09-05") + TimeDelta::days(today)
}

proptest! {
    #[test]
    fn d2_who_sees_a_file_on_a_day_is_who_the_acts_before_it_say(
        acts in proptest::collection::vec((0..3_i64, asked()), 1..30),
    ) {
        let (mut book, mut model, mut today) = (Book::default(), Model::default(), 0);
        for (later, asked) in &acts {
            today += later;
            let counted = model.play(asked, today);
            let done = book.on(&date(today).to_string(), &act(asked));
            prop_assert_eq!(matches!(done, Ok(Some(_))), counted, "{:?} on {}: {:?}", asked, today, done);
            for (who, subject) in SUBJECTS.iter().enumerate() {
                for ahead in 0..4 {
                    let sees = book.file.access.admits(subject, date(today + ahead));
                    prop_assert_eq!(sees, model.sees(who, today + ahead), "{} {} days later", subject, ahead);
                }
                let key = book.file.access.keys().find(|(known, _)| known == subject);
                let by_key = key.is_some_and(|(_, last_day)| last_day.is_none_or(|last_day| date(today) <= last_day));
                prop_assert_eq!(!model.restricted || by_key, model.sees(who, today), "the keys say the same");
            }
        }
        let reviewed = |(_, review): &(Emergency, Option<Review>)| review.as_ref().map(|it| it.outcome == ReviewOutcome::Justified);
        let kept: Vec<_> = book.file.emergencies.iter().map(reviewed).collect();
        let expected: Vec<_> = model.opened.iter().map(|(_, _, review)| *review).collect();
        prop_assert_eq!(kept, expected);
    }
}
