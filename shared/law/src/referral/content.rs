//! What a referral tells of the person, by class, and what its recipient may have of it (X3).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::recipient::Recipient;
use crate::code::coded_enum;

coded_enum! {
    /// A class of what can be told (D1, X3).
    pub enum Class: "class of content" {
        /// Functional restrictions and possibilities: health data.
        Functioning = "functioning",
        /// The career: studies, jobs, skills.
        Career = "career",
        /// A diagnosis: health data for physicians alone.
        Diagnosis = "diagnosis",
    }
}

/// A text on a person. Its `Debug` shows nothing, and copies share it.
#[derive(Clone, PartialEq, Eq)]
pub struct ContentText(Arc<str>);

impl ContentText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ContentText {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for ContentText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentText(..)")
    }
}

/// What is told, by class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(BTreeMap<Class, ContentText>);

impl FromIterator<(Class, ContentText)> for Content {
    fn from_iter<T: IntoIterator<Item = (Class, ContentText)>>(told: T) -> Self {
        Self(told.into_iter().collect())
    }
}

impl Content {
    /// What is told of a class.
    #[must_use]
    pub fn of(&self, class: Class) -> Option<&ContentText> {
        self.0.get(&class)
    }

    /// The classes that are told, in their order.
    pub fn classes(&self) -> impl Iterator<Item = Class> {
        self.0.keys().copied()
    }

    /// The classes that a recipient may not have.
    #[must_use]
    pub fn withheld_from(&self, recipient: Recipient) -> Vec<Class> {
        self.classes().filter(|class| !recipient.may_have(*class)).collect()
    }

    /// What a recipient gets of it: whatever was asked, no more than it may have.
    #[must_use]
    pub fn for_recipient(&self, recipient: Recipient) -> Self {
        let may = |(class, _): &(&Class, &ContentText)| recipient.may_have(**class);
        self.0.iter().filter(may).map(|(class, text)| (*class, text.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Content {
        Class::ALL.iter().map(|class| (*class, class.code().into())).collect()
    }

    #[test]
    fn x3_what_a_recipient_gets_is_what_it_may_have() {
        for (recipient, gets) in [
            (Recipient::OccupationalPhysician, &[Class::Functioning, Class::Career, Class::Diagnosis][..]),
            (Recipient::Vdab, &[Class::Functioning, Class::Career]),
            (Recipient::TreatingPhysician, &[Class::Functioning, Class::Diagnosis]),
            (Recipient::Therapist, &[Class::Functioning]),
            (Recipient::OtherProvider, &[Class::Career]),
            (Recipient::PsychosocialPsychologist, &[]),
        ] {
            let content = everything();
            assert_eq!(content.for_recipient(recipient).classes().collect::<Vec<_>>(), gets, "{recipient}");
            let kept = content.classes().filter(|class| !gets.contains(class)).collect::<Vec<_>>();
            assert_eq!(content.withheld_from(recipient), kept, "{recipient}");
        }
    }

    #[test]
    fn x3_what_is_told_of_a_class_is_told_of_that_class() {
        let content = Content::from_iter([(Class::Career, "a welder".into())]);
        assert_eq!(content.of(Class::Career).map(ContentText::as_str), Some("a welder"));
        assert_eq!(content.of(Class::Functioning), None);
    }

    #[test]
    fn what_is_told_does_not_show_in_debug_output() {
        assert!(!format!("{:?}", everything()).contains("\"diagnosis\""));
        assert_eq!(format!("{:?}", ContentText::from("a text")), "ContentText(..)");
    }
}
