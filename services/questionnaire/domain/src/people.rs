//! Who is concerned, who acts, and how they are reached.

use std::fmt;

use trajet_belgium::Language;

use crate::codes::codes;

/// The insured person (*titulaire*, *gerechtigde*), as the assessment service told it. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The national number (*NISS*, *INSZ*): eleven digits.
    pub niss: String,
    /// The surname.
    pub surname: String,
    /// The first names.
    pub first_names: String,
    /// The language in which the person is written to.
    pub language: Language,
    /// The municipality of the main residence, by its REFNIS code: five digits.
    pub municipality: Option<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(..)")
    }
}

/// Someone who acts in the mutuality, by the opaque subject of their credentials.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectId(pub String);

/// How to reach a coordinator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub telephone: String,
    /// The e-mail address.
    pub email: String,
}

impl Contact {
    /// Whether no detail is missing.
    #[must_use]
    pub fn complete(&self) -> bool {
        [&self.name, &self.telephone, &self.email].iter().all(|detail| !detail.trim().is_empty())
    }
}

/// Who helps a person to complete the questionnaire (Q6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Helper {
    /// A coordinator (*Coordinateur Retour Au Travail*, *Terug Naar Werk-coördinator*).
    Coordinator(SubjectId),
    /// A staff member of the mutuality to whom the coordinator delegated the help, under their authority.
    Delegate(SubjectId),
}

/// Who filled in a draft or an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilledBy {
    /// The insured person.
    InsuredPerson,
    /// A helper, with the insured person.
    Helped(Helper),
    /// The legal representative with this number, in the place of the person (D1).
    Representative(u32),
}

impl FilledBy {
    /// The helper, if there was one.
    #[must_use]
    pub fn helper(&self) -> Option<&Helper> {
        match self {
            Self::InsuredPerson | Self::Representative(_) => None,
            Self::Helped(helper) => Some(helper),
        }
    }

    /// The number of the legal representative, if it was one.
    #[must_use]
    pub fn representative(&self) -> Option<u32> {
        match self {
            Self::Representative(number) => Some(*number),
            Self::InsuredPerson | Self::Helped(_) => None,
        }
    }
}

codes! {
    /// A way to contact a person whose questionnaire is not back.
    ///
    /// Circular 2022/383, part V, permits all four for this contact, and knows no other (D10).
    #[derive(Debug)]
    pub enum Channel {
        /// A meeting in person.
        Physical = "physical",
        /// A video call.
        Video = "video",
        /// A telephone call.
        Telephone = "telephone",
        /// An e-mail.
        Email = "email",
    }
}

codes! {
    /// What came of a contact about a questionnaire that is not back.
    #[derive(Debug)]
    pub enum HelpResult {
        /// The person was helped to complete it.
        Helped = "helped",
        /// The person will complete it without more help.
        WillReturn = "will_return",
        /// The person does not want help.
        Declined = "declined",
        /// The person could not be reached: the coordinator still has to contact them.
        NotReached = "not_reached",
    }
}

codes! {
    /// What a helper did in a contact. The texts ask for help and do not say of which sort: the list is our own (Q6).
    #[derive(Debug)]
    pub enum HelpAct {
        /// Explained questions.
        Explained = "explained",
        /// Read the questions aloud.
        ReadAloud = "read_aloud",
        /// Wrote down what the person answered.
        WroteDown = "wrote_down",
        /// Told the questions in a language that the person understands.
        Translated = "translated",
        /// Handed the questionnaire over again: on paper, by another way, or in another language.
        HandedOver = "handed_over",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn d10_all_four_channels_are_permitted_and_no_other_exists() {
        let codes: Vec<_> = Channel::ALL.iter().map(|channel| channel.code()).collect();
        assert_eq!(codes, ["physical", "video", "telephone", "email"]);
        assert_eq!(Channel::from_code("letter"), None);
    }

    #[test]
    fn a_person_does_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", samples::person()), "Person(..)");
    }
}
