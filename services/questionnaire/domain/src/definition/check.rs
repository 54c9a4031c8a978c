//! Whether a definition is itself sound, checked once when it is loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{AnswerKind, AnswerOption, Condition, Definition, FactorReading, FactorRule, Item, NO, Range, Texts, YES};

/// One fault of a definition: where it is, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionProblem {
    /// The section or item, or the code of the definition itself.
    pub place: String,
    /// What is wrong.
    pub problem: &'static str,
}

impl fmt::Display for DefinitionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl Definition {
    /// Checks the definition.
    ///
    /// # Errors
    ///
    /// All faults at once: names that are no codes or occur twice, missing texts, empty scales and choices, factor
    /// readings that no answer can reach, and conditions on anything but an earlier item.
    pub fn check(&self) -> Result<(), Vec<DefinitionProblem>> {
        let mut faults = Faults::default();
        let valid = self.version > 0 && self.valid_to.is_none_or(|last| self.valid_from <= last);
        faults.unless(valid, &self.code, "needs a version from 1 on and a period that does not end before it begins");
        faults.unless(is_name(&self.code, '-'), &self.code, "is not a name in lower case");
        let mut sections = BTreeSet::new();
        let mut earlier = BTreeMap::new();
        for section in &self.sections {
            let place = &section.code;
            faults.unless(is_name(place, '_'), place, "is not a name in lower case");
            faults.unless(sections.insert(place), place, "is used for two sections");
            faults.unless(section.title.complete() && section.intro.complete(), place, "lacks a text in a language");
            faults.unless(!section.items.is_empty(), place, "has no items");
            for item in &section.items {
                faults.item(item, &earlier);
                faults.unless(earlier.insert(&item.code, item).is_none(), &item.code, "is used for two items");
            }
        }
        faults.unless(!self.sections.is_empty(), &self.code, "has no sections");
        if faults.0.is_empty() { Ok(()) } else { Err(faults.0) }
    }
}

impl Texts {
    /// Whether no language is missing.
    fn complete(&self) -> bool {
        [&self.fr, &self.nl, &self.de, &self.en].iter().all(|text| !text.trim().is_empty())
    }
}

#[derive(Default)]
struct Faults(Vec<DefinitionProblem>);

impl Faults {
    fn unless(&mut self, sound: bool, place: &str, problem: &'static str) {
        if !sound {
            self.0.push(DefinitionProblem { place: place.to_owned(), problem });
        }
    }

    fn item(&mut self, item: &Item, earlier: &BTreeMap<&String, &Item>) {
        let place = item.code.as_str();
        self.unless(is_name(place, '_'), place, "is not a name in lower case");
        self.unless(item.text.complete(), place, "lacks a text in a language");
        self.unless(item.icf.as_deref().is_none_or(is_icf), place, "has no ICF code of the shape b152");
        self.kind(place, &item.kind);
        if let Some(condition) = &item.shown_when {
            self.condition(place, condition, earlier);
        }
        if let Some(rule) = &item.factor {
            self.unless(item.icf.is_some(), place, "is a factor without an ICF code");
            self.factor(place, rule, &item.kind);
        }
    }

    fn kind(&mut self, place: &str, kind: &AnswerKind) {
        match kind {
            AnswerKind::Scale { min, max, labels } => {
                self.unless(min < max, place, "has a scale without steps");
                let values: BTreeSet<_> = labels.iter().map(|label| label.value).collect();
                let ends = values.first() == Some(min) && values.last() == Some(max) && values.len() == labels.len();
                self.unless(ends, place, "must label both ends of its scale and no step twice or beside it");
                self.unless(labels.iter().all(|label| label.text.complete()), place, "lacks a text in a language");
            }
            AnswerKind::SingleChoice { options } => {
                self.options(place, options);
                let plain = options.iter().all(|option| !option.exclusive);
                self.unless(plain, place, "has an exclusive option where one is chosen anyway");
            }
            AnswerKind::MultiChoice { options, max } => {
                self.options(place, options);
                let together = options.iter().filter(|option| !option.exclusive).count();
                let fits = usize::try_from(*max).is_ok_and(|max| (1..=together).contains(&max));
                self.unless(fits, place, "lets choose none, or more options than go together");
            }
            AnswerKind::Text { max_length } => {
                self.unless(*max_length > 0, place, "has room for no text");
            }
            AnswerKind::Number { min, max, unit } => {
                self.unless(min < max, place, "has no numbers to choose from");
                self.unless(unit.complete(), place, "lacks a text in a language");
            }
            AnswerKind::Date | AnswerKind::YesNo => {}
        }
    }

    fn options(&mut self, place: &str, options: &[AnswerOption]) {
        let codes: BTreeSet<_> = options.iter().map(|option| &option.code).collect();
        self.unless(codes.len() == options.len(), place, "uses one name for two options");
        self.unless(codes.iter().all(|code| is_name(code, '_')), place, "has an option that is no name in lower case");
        self.unless(options.len() > 1, place, "leaves no choice");
        self.unless(options.iter().all(|option| option.text.complete()), place, "lacks a text in a language");
    }

    fn condition(&mut self, place: &str, condition: &Condition, earlier: &BTreeMap<&String, &Item>) {
        let Some(item) = earlier.get(&condition.item) else {
            self.unless(false, place, "depends on no earlier item");
            return;
        };
        let any_of = &condition.any_of;
        let possible = !any_of.is_empty() && any_of.iter().all(|option| has_option(&item.kind, option));
        self.unless(possible, place, "depends on an answer that cannot be given");
    }

    fn factor(&mut self, place: &str, rule: &FactorRule, kind: &AnswerKind) {
        match (&rule.reading, kind) {
            (
                FactorReading::Ranges { helping, hindering },
                AnswerKind::Scale { min, max, .. } | AnswerKind::Number { min, max, .. },
            ) => {
                let inside = |range: &Range| min <= &range.from && range.from <= range.to && &range.to <= max;
                self.unless(inside(helping) && inside(hindering), place, "has a threshold outside its scale");
                let apart = helping.to < hindering.from || hindering.to < helping.from;
                self.unless(apart, place, "has an answer that both helps and hinders");
            }
            (
                FactorReading::Options { helping, hindering },
                AnswerKind::SingleChoice { .. } | AnswerKind::MultiChoice { .. } | AnswerKind::YesNo,
            ) => {
                let known = helping.iter().chain(hindering).all(|option| has_option(kind, option));
                self.unless(known, place, "reads a factor from an option that it does not have");
                let apart = helping.iter().all(|option| !hindering.contains(option));
                self.unless(apart, place, "has an answer that both helps and hinders");
                let reads = !helping.is_empty() || !hindering.is_empty();
                self.unless(reads, place, "is a factor that neither helps nor hinders");
            }
            _ => self.unless(false, place, "has a factor reading that does not fit its kind of answer"),
        }
    }
}

/// Whether a choice has this option; a yes/no item has `yes` and `no`.
fn has_option(kind: &AnswerKind, code: &str) -> bool {
    match kind {
        AnswerKind::SingleChoice { options } | AnswerKind::MultiChoice { options, .. } => {
            options.iter().any(|option| option.code == code)
        }
        AnswerKind::YesNo => code == YES || code == NO,
        _ => false,
    }
}

/// Names stay as they are in files, stored events and messages, so they are plain.
fn is_name(text: &str, separator: char) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == separator)
}

/// A component (b, s, d, e) and three to five digits: chapters alone are too coarse to be a factor.
fn is_icf(code: &str) -> bool {
    code.split_at_checked(1).is_some_and(|(component, number)| {
        ["b", "s", "d", "e"].contains(&component)
            && (3..=5).contains(&number.len())
            && number.chars().all(|digit| digit.is_ascii_digit())
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::samples;

    /// The problems of the sample after one change to the item with this name.
    fn after(code: &str, change: impl FnOnce(&mut Item)) -> Vec<&'static str> {
        let mut definition = samples::definition();
        let items = definition.sections.iter_mut().flat_map(|section| &mut section.items);
        change(items.into_iter().find(|item| item.code == code).unwrap());
        let problems = definition.check().unwrap_err();
        assert!(problems.iter().all(|problem| problem.place == code), "{problems:?}");
        problems.into_iter().map(|problem| problem.problem).collect()
    }

    #[test]
    fn q9_a_sound_definition_passes() {
        assert_eq!(samples::definition().check(), Ok(()));
    }

    #[test]
    fn q9_every_text_is_there_in_all_four_languages() {
        assert_eq!(after("energy", |item| item.text.de = " ".into()), ["lacks a text in a language"]);
        let label = |item: &mut Item| match &mut item.kind {
            AnswerKind::Scale { labels, .. } => labels[0].text.nl.clear(),
            _ => unreachable!("energy is a scale"),
        };
        assert_eq!(after("energy", label), ["lacks a text in a language"]);
    }

    /// The problems of the sample as a whole after a change.
    fn of_all(change: impl FnOnce(&mut Definition)) -> Vec<String> {
        let mut definition = samples::definition();
        change(&mut definition);
        definition.check().unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn q9_a_definition_has_a_version_a_period_and_sections_that_say_something() {
        let needs = ["sample: needs a version from 1 on and a period that does not end before it begins"];
        assert_eq!(of_all(|it| it.version = 0), needs);
        assert_eq!(of_all(|it| it.valid_to = it.valid_from.pred_opt()), needs);
        let mut of_a_day = samples::definition();
        of_a_day.valid_to = Some(of_a_day.valid_from);
        assert_eq!(of_a_day.check(), Ok(()));
        assert_eq!(of_all(|it| it.code = "Sample".into()), ["Sample: is not a name in lower case"]);
        assert_eq!(of_all(|it| it.sections.clear()), ["sample: has no sections"]);
        assert_eq!(of_all(|it| it.sections[1].items.clear()), ["second: has no items"]);
        assert_eq!(of_all(|it| it.sections[1].code = "first".into()), ["first: is used for two sections"]);
        let lacks = ["second: lacks a text in a language"];
        assert_eq!(of_all(|it| it.sections[1].title.fr.clear()), lacks);
        assert_eq!(of_all(|it| it.sections[1].intro.en.clear()), lacks);
    }

    #[test]
    fn q9_names_are_unique_and_plain() {
        for name in ["", "Energy", "énergie", "my energy", "2nd"] {
            assert!(!is_name(name, '_'), "{name}");
        }
        assert!(is_name("stage_2", '_') && is_name("stage-2", '-') && !is_name("stage-2", '_'));
        let mut definition = samples::definition();
        let repeated = definition.sections[0].items[0].clone();
        definition.sections[0].items.push(repeated);
        let problems = definition.check().unwrap_err();
        assert_eq!(problems[0].problem, "is used for two items");
    }

    #[test]
    fn q9_thresholds_lie_inside_the_scale_and_apart() {
        let ranges = |helping: (i32, i32), hindering: (i32, i32)| {
            move |item: &mut Item| {
                let range = |(from, to)| Range { from, to };
                item.factor.as_mut().unwrap().reading =
                    FactorReading::Ranges { helping: range(helping), hindering: range(hindering) };
            }
        };
        assert_eq!(after("energy", ranges((4, 6), (1, 2))), ["has a threshold outside its scale"]);
        assert_eq!(after("energy", ranges((3, 5), (1, 3))), ["has an answer that both helps and hinders"]);
        assert_eq!(after("energy", ranges((1, 3), (3, 5))), ["has an answer that both helps and hinders"]);
        assert_eq!(after("energy", ranges((4, 5), (0, 2))), ["has a threshold outside its scale"]);
        assert_eq!(after("energy", ranges((4, 5), (2, 1))), ["has a threshold outside its scale"]);
        assert_eq!(after("energy", ranges((5, 4), (1, 2))), ["has a threshold outside its scale"]);
    }

    #[test]
    fn q9_there_is_something_to_answer_and_it_says_what_it_is() {
        let scale = |min, max, labelled: &[i32]| {
            let label = |value: &i32| crate::definition::ScaleLabel {
                value: *value,
                text: samples::definition().sections[0].title.clone(),
            };
            let kind = AnswerKind::Scale { min, max, labels: labelled.iter().map(label).collect() };
            after("energy", |item| {
                item.kind = kind;
                item.factor = None;
            })
        };
        assert_eq!(scale(3, 3, &[3]), ["has a scale without steps"]);
        let ends = ["must label both ends of its scale and no step twice or beside it"];
        for labelled in [&[1, 3][..], &[3, 5], &[1, 5, 5], &[0, 1, 5], &[1, 5, 6], &[]] {
            assert_eq!(scale(1, 5, labelled), ends, "{labelled:?}");
        }
        let hours = |min, max| {
            after("hours", |item| {
                let AnswerKind::Number { unit, .. } = item.kind.clone() else { unreachable!("hours are a number") };
                item.kind = AnswerKind::Number { min, max, unit };
            })
        };
        assert_eq!(hours(7, 7), ["has no numbers to choose from"]);
        let no_room = |item: &mut Item| item.kind = AnswerKind::Text { max_length: 0 };
        assert_eq!(after("remarks", no_room), ["has room for no text"]);
        let changes = |change: fn(&mut Vec<AnswerOption>, &mut u32)| {
            after("changes", |item| match &mut item.kind {
                AnswerKind::MultiChoice { options, max } => {
                    item.factor = None;
                    change(options, max);
                }
                _ => unreachable!("several changes go together"),
            })
        };
        let none = "lets choose none, or more options than go together";
        assert_eq!(changes(|_, max| *max = 0), [none]);
        assert_eq!(changes(|_, max| *max = 4), [none]);
        assert_eq!(
            changes(|options, max| {
                options.truncate(1);
                *max = 1;
            }),
            ["leaves no choice"]
        );
        assert_eq!(changes(|options, _| options[1].code = "pace".into()), ["uses one name for two options"]);
        assert_eq!(
            changes(|options, _| options[1].code = "Pace".into()),
            ["has an option that is no name in lower case"]
        );
        assert_eq!(changes(|options, _| options[1].text.fr.clear()), ["lacks a text in a language"]);
    }

    #[test]
    fn q9_only_where_several_are_chosen_an_option_excludes_the_others() {
        let exclusive = |options: &mut Vec<AnswerOption>, count: usize| {
            options.iter_mut().take(count).for_each(|option| option.exclusive = true);
        };
        let of = |count| {
            move |item: &mut Item| match &mut item.kind {
                AnswerKind::SingleChoice { options } | AnswerKind::MultiChoice { options, .. } => {
                    exclusive(options, count);
                }
                _ => unreachable!("both are choices"),
            }
        };
        assert_eq!(after("plan", of(1)), ["has an exclusive option where one is chosen anyway"]);
        assert_eq!(after("changes", of(2)), ["lets choose none, or more options than go together"]);
    }

    #[test]
    fn q9_a_condition_looks_back_and_can_be_met() {
        let on = |item: &str, option: &str| Some(Condition { item: item.into(), any_of: vec![option.into()] });
        assert_eq!(after("hours", |item| item.shown_when = on("remarks", "yes")), ["depends on no earlier item"]);
        assert_eq!(after("hours", |item| item.shown_when = on("hours", "yes")), ["depends on no earlier item"]);
        let unmet = ["depends on an answer that cannot be given"];
        assert_eq!(after("hours", |item| item.shown_when = on("contract", "perhaps")), unmet);
        assert_eq!(after("plan", |item| item.shown_when = on("energy", "1")), unmet);
        let on_none = Some(Condition { item: "contract".into(), any_of: Vec::new() });
        assert_eq!(after("hours", |item| item.shown_when = on_none), unmet);
    }

    #[test]
    fn q9_a_factor_has_an_icf_code_and_reads_its_own_kind_of_answer() {
        assert_eq!(after("energy", |item| item.icf = None), ["is a factor without an ICF code"]);
        for code in ["x12", "x152", "b12", "b152000", "b1a2", "", "é152"] {
            assert_eq!(after("energy", |item| item.icf = Some(code.into())), ["has no ICF code of the shape b152"]);
        }
        assert!(["b152", "s7501", "d85000", "e590"].into_iter().all(is_icf));
        let text = |item: &mut Item| item.kind = AnswerKind::Text { max_length: 5 };
        assert_eq!(after("energy", text), ["has a factor reading that does not fit its kind of answer"]);
        let reads = |item: &str, helping: &[&str], hindering: &[&str]| {
            let codes = |codes: &[&str]| codes.iter().map(ToString::to_string).collect();
            let reading = FactorReading::Options { helping: codes(helping), hindering: codes(hindering) };
            after(item, |item| item.factor.as_mut().unwrap().reading = reading)
        };
        assert_eq!(reads("contract", &["perhaps"], &[]), ["reads a factor from an option that it does not have"]);
        assert_eq!(reads("changes", &["pace", "speed"], &[]), ["reads a factor from an option that it does not have"]);
        assert_eq!(reads("contract", &["yes"], &["yes", "no"]), ["has an answer that both helps and hinders"]);
        assert_eq!(reads("contract", &[], &[]), ["is a factor that neither helps nor hinders"]);
        let mut hindering = samples::definition();
        let only = FactorReading::Options { helping: Vec::new(), hindering: vec![NO.to_owned()] };
        hindering.sections[0].items[0].factor.as_mut().unwrap().reading = only;
        assert_eq!(hindering.check(), Ok(()));
    }
}
