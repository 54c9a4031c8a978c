//! The letter that tells a person why no questionnaire is sent (Q3).
//!
//! Circular 2022/383, part III, 3.1, step 2: it says that none is sent in view of the medical situation, that a
//! coordinator may be contacted for questions or support, and how to reach that coordinator. It is written from the
//! person's name and the coordinator's contact details alone, so that it cannot name a diagnosis.

use trajet_belgium::Language;
use trajet_law::representation::{Representation, cover};

use crate::codes::codes;
use crate::people::{Contact, Person};

codes! {
    /// The text of a letter. A text that was sent never changes: a better one is a new variant.
    #[derive(Debug)]
    pub enum NoticeText {
        /// Why no questionnaire is sent, first version.
        NotSent1 = "questionnaire_not_sent_1",
    }
}

/// A letter as the person reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub subject: String,
    /// The paragraphs: to whom it goes if that is not the person, then the salutation.
    pub paragraphs: Vec<String>,
}

/// Writes the letter in a language; to the legal representative to whom it went, if it went to one (D1).
#[must_use]
pub fn render(
    text: NoticeText,
    language: Language,
    person: &Person,
    contact: &Contact,
    addressee: Option<&Representation>,
) -> Letter {
    let mut letter = match text {
        NoticeText::NotSent1 => not_sent_1(language, person, contact),
    };
    if let Some(addressee) = addressee {
        letter.paragraphs.insert(0, cover(addressee, &full_name(person)));
    }
    letter
}

/// The name as it is written. There may be a surname alone.
fn full_name(person: &Person) -> String {
    format!("{} {}", person.first_names, person.surname).trim_start().to_owned()
}

fn not_sent_1(language: Language, person: &Person, contact: &Contact) -> Letter {
    let name = full_name(person);
    let Contact { name: coordinator, telephone, email } = contact;
    let (subject, paragraphs) = match language {
        Language::French => (
            "Retour au travail : pourquoi vous ne recevez pas de questionnaire",
            [
                format!("Bonjour {name},"),
                "Pendant une incapacité de travail, le médecin-conseil de la mutualité envoie normalement un \
                 questionnaire sur le retour au travail. Compte tenu de votre situation médicale, il a décidé de ne pas \
                 vous l'envoyer. Vous ne devez rien faire."
                    .to_owned(),
                "Avez-vous des questions sur le retour au travail, ou souhaitez-vous de l'aide dans cette démarche ? \
                 Vous pouvez toujours contacter un coordinateur Retour Au Travail."
                    .to_owned(),
                format!("Votre contact : {coordinator}, téléphone {telephone}, e-mail {email}."),
            ],
        ),
        Language::Dutch => (
            "Terug naar werk: waarom u geen vragenlijst krijgt",
            [
                format!("Beste {name},"),
                "Tijdens een arbeidsongeschiktheid stuurt de adviserend arts van het ziekenfonds normaal een vragenlijst \
                 over de terugkeer naar werk. Gezien uw medische situatie heeft de arts beslist om u die niet te sturen. \
                 U hoeft niets te doen."
                    .to_owned(),
                "Hebt u vragen over de terugkeer naar werk, of wilt u daarbij hulp? U kunt altijd contact opnemen met een \
                 Terug Naar Werk-coördinator."
                    .to_owned(),
                format!("Uw contactpersoon: {coordinator}, telefoon {telephone}, e-mail {email}."),
            ],
        ),
        Language::German => (
            "Rückkehr zur Arbeit: warum Sie keinen Fragebogen erhalten",
            [
                format!("Guten Tag {name},"),
                "Während einer Arbeitsunfähigkeit schickt der Vertrauensarzt der Krankenkasse normalerweise einen \
                 Fragebogen über die Rückkehr zur Arbeit. Angesichts Ihrer medizinischen Situation hat er entschieden, \
                 Ihnen keinen zu schicken. Sie müssen nichts tun."
                    .to_owned(),
                "Haben Sie Fragen zur Rückkehr zur Arbeit, oder wünschen Sie dabei Hilfe? Sie können sich jederzeit an \
                 einen Koordinator für die Rückkehr zur Arbeit wenden."
                    .to_owned(),
                format!("Ihre Kontaktperson: {coordinator}, Telefon {telephone}, E-Mail {email}."),
            ],
        ),
        Language::English => (
            "Returning to work: why you do not receive a questionnaire",
            [
                format!("Dear {name},"),
                "During an incapacity for work, the advising physician of the health insurance fund normally sends a \
                 questionnaire about returning to work. In view of your medical situation, the physician has decided not \
                 to send you one. You do not have to do anything."
                    .to_owned(),
                "Do you have questions about returning to work, or would you like help with it? You can contact a Return \
                 To Work coordinator at any time."
                    .to_owned(),
                format!("Your contact: {coordinator}, telephone {telephone}, e-mail {email}."),
            ],
        ),
    };
    Letter { subject: subject.to_owned(), paragraphs: paragraphs.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::CscmiReason;
    use crate::samples;

    /// Words that would tell a diagnosis, in the four languages: stems of the list of reasons and common ones.
    const HEALTH_WORDS: [&str; 34] = [
        "oncol",
        "cancer",
        "kanker",
        "krebs",
        "tumo",
        "transplant",
        "amput",
        "plegi",
        "plégi",
        "pares",
        "parés",
        "démence",
        "dement",
        "demenz",
        "korsakoff",
        "coma",
        "koma",
        "neuro",
        "parkinson",
        "sclero",
        "scléro",
        "visue",
        "blind",
        "cirrho",
        "cirrose",
        "renal",
        "rénal",
        "trauma",
        "burn",
        "brûl",
        "diagnos",
        "maladie",
        "ziekte",
        "disease",
    ];

    fn letters() -> impl Iterator<Item = String> {
        Language::ALL.into_iter().map(|language| {
            let Letter { subject, paragraphs } =
                render(NoticeText::NotSent1, language, &samples::person(), &samples::contact(), None);
            format!("{subject}\n{}", paragraphs.join("\n"))
        })
    }

    #[test]
    fn q3_the_letter_never_names_a_reason_or_a_health_word() {
        for letter in letters().map(|letter| letter.to_lowercase()) {
            for word in HEALTH_WORDS.into_iter().chain(CscmiReason::ALL.iter().map(|reason| reason.code())) {
                assert!(!letter.contains(word), "{word} in {letter}");
            }
        }
    }

    #[test]
    fn q3_the_letter_gives_the_coordinators_contact_details() {
        let Contact { name, telephone, email } = samples::contact();
        for letter in letters() {
            assert!([&name, &telephone, &email].iter().all(|detail| letter.contains(*detail)), "{letter}");
        }
    }

    #[test]
    fn q3_a_person_without_first_names_is_greeted_by_the_surname() {
        let person = Person { first_names: String::new(), ..samples::person() };
        let greetings = Language::ALL.map(|language| {
            render(NoticeText::NotSent1, language, &person, &samples::contact(), None).paragraphs.swap_remove(0)
        });
        assert_eq!(greetings, ["Bonjour Peeters,", "Beste Peeters,", "Guten Tag Peeters,", "Dear Peeters,"]);
    }

    #[test]
    fn q3_the_letter_calls_the_coordinator_as_the_institute_does() {
        let words = [
            "coordinateur Retour Au Travail",
            "Terug Naar Werk-coördinator",
            "Koordinator für die Rückkehr zur Arbeit",
            "Return To Work coordinator",
        ];
        for (letter, words) in letters().zip(words) {
            assert!(letter.contains(words), "{letter}");
        }
    }

    #[test]
    fn q3_each_language_has_its_own_words_for_the_medical_situation() {
        let words = [
            "votre situation médicale",
            "uw medische situatie",
            "Ihrer medizinischen Situation",
            "your medical situation",
        ];
        for (letter, words) in letters().zip(words) {
            assert!(letter.contains(words), "{letter}");
        }
    }
}
