//! From which day on an event of a case is part of it, when the case is read as it was on a day.
//!
//! An event counts from its day in law. That alone does not make a part of a history sensible: what happens to a deadline
//! means nothing before the deadline is planned, and a last day that was corrected since was never the last. So an event
//! says what it is about ([`Matter`]), and [`shown_from`] reads from a history the day from which each of its events is
//! shown. What is shown on a day is shown on every later one, and from the last of these days on the case is what it is.

use chrono::NaiveDate;

use crate::deadline::Step;

/// Something that events of a case have in common, such as a deadline or a track: of what kind, and which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind, for example `deadline`.
    pub kind: &'static str,
    /// Which one of the kind; empty where the last that began is meant.
    pub which: String,
}

/// How an event stands to those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// It stands for itself.
    Itself,
    /// It begins what later events are about.
    Begins(Subject),
    /// It is about what began last, and is nothing without it.
    Of(Subject),
    /// It is about what began last, and takes the place of what was said of that in the same way before: a last day that is
    /// corrected.
    Replaces(Subject),
}

impl Subject {
    /// One of a kind.
    #[must_use]
    pub fn new(kind: &'static str, which: &impl ToString) -> Self {
        Self { kind, which: which.to_string() }
    }

    /// The deadline of a step that was planned last.
    #[must_use]
    pub fn deadline(step: Step) -> Self {
        Self::new("deadline", &step)
    }
}

impl Matter {
    /// A deadline is planned.
    #[must_use]
    pub fn plans(step: Step) -> Self {
        Self::Begins(Subject::deadline(step))
    }

    /// Something happens to the deadline of a step.
    #[must_use]
    pub fn of_deadline(step: Step) -> Self {
        Self::Of(Subject::deadline(step))
    }

    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Itself => None,
            Self::Begins(subject) | Self::Of(subject) | Self::Replaces(subject) => Some(subject),
        }
    }
}

/// The day from which each event of a history is shown. The events come in the order in which they were recorded, each with
/// its day in law.
///
/// It is that day; or the later one on which what the event is about is shown, or on which the event that took its place is.
#[must_use]
pub fn shown_from(history: &[(NaiveDate, Matter)]) -> Vec<NaiveDate> {
    let mut shown: Vec<_> = history.iter().map(|(on, _)| *on).collect();
    let place_of = |subject: &Subject, before: usize, wanted: fn(&Matter) -> bool| {
        let same = |(_, matter): &(NaiveDate, Matter)| wanted(matter) && matter.subject() == Some(subject);
        history[..before].iter().rposition(same)
    };
    for (place, (_, matter)) in history.iter().enumerate() {
        if let Matter::Of(subject) | Matter::Replaces(subject) = matter
            && let Some(beginning) = place_of(subject, place, |matter| matches!(matter, Matter::Begins(_)))
        {
            shown[place] = shown[place].max(shown[beginning]);
        }
    }
    // The last one first: what it replaces may itself have replaced something.
    for (place, (_, matter)) in history.iter().enumerate().rev() {
        if let Matter::Replaces(subject) = matter
            && let Some(before) = place_of(subject, place, |matter| !matches!(matter, Matter::Of(_)))
            && matches!(history[before].1, Matter::Replaces(_))
        {
            shown[before] = shown[before].max(shown[place]);
        }
    }
    shown
}

/// The places of the events of a history that are shown on a day, in their order.
pub fn shown_on(history: &[(NaiveDate, Matter)], day: NaiveDate) -> impl Iterator<Item = usize> {
    let shown = shown_from(history).into_iter().enumerate();
    shown.filter(move |(_, from)| *from <= day).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::day;

    const STEP: Step = Step::FirstEstimate;

    fn track() -> Subject {
        Subject::new("track", &"authorised_work 2022-12-01")
    }

    fn shown(history: &[(&str, Matter)]) -> Vec<String> {
        let history: Vec<_> = history.iter().map(|(on, matter)| (day(on), matter.clone())).collect();
        shown_from(&history).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn t6_what_happens_to_a_deadline_is_not_shown_before_the_deadline_is() {
        let history = [
            ("2022-09-05", Matter::plans(STEP)),
            ("2022-12-05", Matter::of_deadline(STEP)),
            ("2023-02-01", Matter::plans(STEP)),
            ("2023-01-20", Matter::of_deadline(STEP)),
            ("2023-01-20", Matter::of_deadline(Step::RouteBDecision)),
            ("2022-01-01", Matter::Itself),
        ];
        let expected = ["2022-09-05", "2022-12-05", "2023-02-01", "2023-02-01", "2023-01-20", "2022-01-01"];
        assert_eq!(shown(&history), expected);
    }

    #[test]
    fn t9_a_last_day_that_was_corrected_since_is_not_shown_before_the_one_that_holds() {
        let history = [
            ("2022-12-01", Matter::Begins(track())),
            ("2022-12-20", Matter::Replaces(track())),
            ("2022-12-31", Matter::Replaces(track())),
            ("2022-12-25", Matter::Replaces(track())),
        ];
        assert_eq!(shown(&history), ["2022-12-01", "2022-12-31", "2022-12-31", "2022-12-25"]);
    }

    #[test]
    fn t9_what_begins_again_is_not_corrected_by_what_was_said_of_it_before() {
        let history = [
            ("2022-12-01", Matter::Begins(track())),
            ("2022-11-30", Matter::Replaces(track())),
            ("2022-12-01", Matter::Begins(track())),
            ("2022-12-20", Matter::Replaces(track())),
        ];
        assert_eq!(shown(&history), ["2022-12-01", "2022-12-01", "2022-12-01", "2022-12-20"]);
    }

    fn any_matter() -> impl Strategy<Value = Matter> {
        (0..4_u8, 0..3_u8).prop_map(|(how, which)| {
            let subject = Subject::new("track", &which);
            match how {
                0 => Matter::Itself,
                1 => Matter::Begins(subject),
                2 => Matter::Of(subject),
                _ => Matter::Replaces(subject),
            }
        })
    }

    #[test]
    fn t6_on_a_day_those_are_shown_that_are_shown_from_then_or_before() {
        let history = [
            ("2022-09-05", Matter::Itself),
            ("2022-12-05", Matter::Begins(track())),
            ("2022-11-01", Matter::Of(track())),
            ("2022-12-06", Matter::Itself),
        ];
        let history = history.map(|(on, matter)| (day(on), matter));
        let on = |text: &str| shown_on(&history, day(text)).collect::<Vec<_>>();
        assert_eq!(on("2022-09-04"), [0_usize; 0]);
        assert_eq!(on("2022-12-04"), [0]);
        assert_eq!(on("2022-12-05"), [0, 1, 2]);
        assert_eq!(on("2022-12-06"), [0, 1, 2, 3]);
    }

    proptest! {
        #[test]
        fn t6_no_event_is_shown_before_its_day_nor_before_what_it_is_about(
            history in prop::collection::vec((0..60_u64, any_matter()), 0..30),
        ) {
            let history: Vec<_> = history
                .into_iter()
                .map(|(days, matter)| (day("2022-12-01") + chrono::Days::new(days), matter))
                .collect();
            let shown = shown_from(&history);
            let latest = history.iter().map(|(on, _)| *on).max();
            let mut begun: std::collections::BTreeMap<String, NaiveDate> = std::collections::BTreeMap::new();
            for ((on, matter), from) in history.iter().zip(&shown) {
                prop_assert!(on <= from && Some(*from) <= latest);
                match matter {
                    Matter::Itself => prop_assert_eq!(on, from),
                    Matter::Begins(subject) => {
                        prop_assert_eq!(on, from);
                        begun.insert(subject.which.clone(), *from);
                    }
                    Matter::Of(subject) | Matter::Replaces(subject) => {
                        prop_assert!(begun.get(&subject.which).is_none_or(|begun| begun <= from));
                    }
                }
            }
        }
    }
}
