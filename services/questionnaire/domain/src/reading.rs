//! A reading of the profile by theme, as advice to physician and coordinator (Q9, own).
//!
//! It counts, and it names what was answered as helping or hindering, in the order of the questionnaire; nothing is weighed
//! and nothing adds up to a figure. It is worked out when somebody looks, is never stored and never told to another
//! service: the category of an estimate is the physician's alone (M6), and there is nothing here that could be one.

use trajet_belgium::Texts;

use crate::definition::{Definition, Section};
use crate::profile::{Effect, Factor, Profile};

/// What a reading is and is not, for whoever reads it.
pub const EXPLANATION: Texts = Texts {
    fr: "Cette lecture est un avis. Elle compte, par thème du questionnaire, les réponses qui aident et celles qui \
         freinent un retour au travail, et les nomme. Rien n'est pondéré. Elle ne propose aucune catégorie et n'en \
         décide aucune : l'estimation appartient au médecin-conseil.",
    nl: "Deze lezing is een advies. Ze telt per thema van de vragenlijst de antwoorden die een terugkeer naar werk helpen \
         en die hem belemmeren, en noemt ze. Niets wordt gewogen. Ze stelt geen categorie voor en beslist er geen: de \
         inschatting komt de adviserend arts toe.",
    de: "Diese Lesung ist eine Empfehlung. Sie zählt je Thema des Fragebogens die Antworten, die eine Rückkehr zur Arbeit \
         fördern oder hemmen, und nennt sie. Nichts wird gewichtet. Sie schlägt keine Kategorie vor und entscheidet über \
         keine: Die Einschätzung ist Sache des Vertrauensarztes.",
    en: "This reading is advice. For each theme of the questionnaire it counts the answers that help and that hinder a \
         return to work, and names them. Nothing is weighed. It proposes no category and decides none: the estimate is \
         the advising physician's.",
};

/// A profile read by theme. A theme without a factor has no part in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'a>(pub Vec<Theme<'a>>);

/// What one theme helps and hinders. A theme is a section of the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme<'a> {
    /// The section.
    pub section: &'a Section,
    /// The factors that help.
    pub helping: Vec<&'a Factor>,
    /// The factors that hinder.
    pub hindering: Vec<&'a Factor>,
    /// How many do neither.
    pub neutral: usize,
}

/// Reads the profile of an answer to this definition.
#[must_use]
pub fn read<'a>(definition: &'a Definition, profile: &'a Profile) -> Reading<'a> {
    let theme = |section: &'a Section| {
        let of_it = |factor: &&Factor| section.items.iter().any(|item| item.code == factor.item);
        let factors: Vec<_> = profile.0.iter().filter(of_it).collect();
        let with =
            |effect: Effect| factors.iter().copied().filter(|factor| factor.effect == effect).collect::<Vec<_>>();
        let (helping, hindering) = (with(Effect::Helping), with(Effect::Hindering));
        let neutral = with(Effect::Neutral).len();
        (!factors.is_empty()).then_some(Theme { section, helping, hindering, neutral })
    };
    Reading(definition.sections.iter().filter_map(theme).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answer;
    use crate::profile::profile;
    use crate::samples::{complete, definition};

    #[test]
    fn q9_a_reading_counts_and_names_by_theme_and_leaves_nothing_out() {
        let definition = definition();
        let mut answers = complete();
        answers.0.insert("energy".into(), Answer::Scale(1));
        let profile = profile(&definition, &answers);
        let Reading(themes) = read(&definition, &profile);
        let named = |factors: &[&Factor]| factors.iter().map(|factor| factor.item.clone()).collect::<Vec<_>>();
        let told: Vec<_> = themes
            .iter()
            .map(|theme| (theme.section.code.as_str(), named(&theme.helping), named(&theme.hindering), theme.neutral))
            .collect();
        let expected = [
            ("first", vec!["contract".to_owned()], vec!["energy".to_owned()], 0),
            ("second", vec!["changes".to_owned()], vec![], 0),
        ];
        assert_eq!(told, expected);
        let read: usize = themes.iter().map(|it| it.helping.len() + it.hindering.len() + it.neutral).sum();
        assert_eq!(read, profile.0.len());
    }

    #[test]
    fn q9_a_theme_without_factors_is_not_read() {
        assert_eq!(read(&definition(), &Profile::default()), Reading(Vec::new()));
    }

    #[test]
    fn q9_the_explanation_says_in_each_language_that_it_is_advice_and_no_category() {
        let Texts { fr, nl, de, en } = EXPLANATION;
        for (text, words) in [
            (fr, ["avis", "aucune catégorie"]),
            (nl, ["advies", "geen categorie"]),
            (de, ["Empfehlung", "keine Kategorie"]),
            (en, ["advice", "no category"]),
        ] {
            assert!(words.iter().all(|word| text.contains(word)), "{text}");
            assert!(!text.contains(|sign: char| sign.is_ascii_digit()), "no figure that looks like a category: {text}");
        }
    }
}
