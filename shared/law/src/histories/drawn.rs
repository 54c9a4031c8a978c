//! A history as it is drawn at random: what is asked of a case, each on its day, under a law that may change.

use chrono::{Days, NaiveDate};

use crate::law::Law;
use crate::parameter::{LAW_IN_FORCE_FROM, NUMBERS, Parameter, Version};

/// What is asked of a case.
#[derive(Debug, Clone)]
pub struct History<C> {
    /// From when on each figure of the law is another, if one ever is (T8).
    pub law_changes_on: Option<NaiveDate>,
    /// The commands, in the order of their days.
    pub steps: Vec<(NaiveDate, C)>,
}

impl<C> History<C> {
    /// The law under which it is lived.
    #[must_use]
    pub fn law(&self) -> &'static Law {
        self.law_changes_on.map_or_else(Default::default, |on| one_more_from(on.max(LAW_IN_FORCE_FROM + Days::new(1))))
    }
}

/// A law of which every figure is one more from a day on. It is never freed.
#[must_use]
pub fn one_more_from(from: NaiveDate) -> &'static Law {
    let more = NUMBERS.iter().filter_map(|parameter| {
        let first = parameter.versions().next()?;
        let value = parameter.on(from).value + 1;
        let later = Version { valid_from: from, value, source: "a version of these tests", ..*first };
        Some(&*Box::leak(Box::new(Parameter::new(parameter.id(), *first, Box::leak(Box::new([later]))))))
    });
    Box::leak(Box::new(Law::amended(Box::leak(more.collect()))))
}
