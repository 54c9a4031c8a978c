//! The letter that tells a person that an appointment does not take place any more (T6, own reading).
//!
//! It goes out when the incapacity ended before the day of the appointment. The text is the platform's own: the circular
//! knows no such letter. It is written from the person's name, the day of the appointment and how the coordinator of the
//! appointment is reached (D29).

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::representation::{Representation, cover};

use crate::codes::codes;
use crate::people::{CoordinatorContact, Person};

codes! {
    /// The text of a letter. A text that was sent never changes: a better one is a new variant.
    #[derive(Debug)]
    pub enum NoticeText {
        /// That an appointment is cancelled because the incapacity ended, first version.
        AppointmentCancelled1 = "appointment_cancelled_1",
    }
}

/// A letter as the person reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub subject: String,
    /// The paragraphs, the salutation first.
    pub paragraphs: Vec<String>,
}

/// Writes the letter in a language; to the legal representative to whom it went, if it went to one (D1).
#[must_use]
pub fn render(
    text: NoticeText,
    language: Language,
    person: &Person,
    appointment_on: NaiveDate,
    coordinator: &CoordinatorContact,
    addressee: Option<&Representation>,
) -> Letter {
    let mut letter = match text {
        NoticeText::AppointmentCancelled1 => appointment_cancelled_1(language, person, appointment_on, coordinator),
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

fn appointment_cancelled_1(
    language: Language,
    person: &Person,
    appointment_on: NaiveDate,
    coordinator: &CoordinatorContact,
) -> Letter {
    let CoordinatorContact { name: contact, phone, email } = coordinator;
    let name = full_name(person);
    let (subject, paragraphs) = match language {
        Language::French => {
            let day = appointment_on.format("%d/%m/%Y");
            (
                "Retour au travail : votre rendez-vous est annulé",
                [
                    format!("Bonjour {name},"),
                    format!(
                        "Vous aviez rendez-vous le {day} avec un coordinateur Retour Au Travail. Votre incapacité de travail \
                         a pris fin avant ce jour. Le rendez-vous est donc annulé : vous ne devez pas venir."
                    ),
                    format!(
                        "Avez-vous encore des questions ? Votre contact : {contact}, téléphone {phone}, e-mail {email}."
                    ),
                ],
            )
        }
        Language::Dutch => {
            let day = appointment_on.format("%d/%m/%Y");
            (
                "Terug naar werk: uw afspraak gaat niet door",
                [
                    format!("Beste {name},"),
                    format!(
                        "U had op {day} een afspraak met een Terug Naar Werk-coördinator. Uw arbeidsongeschiktheid is voor \
                         die dag geëindigd. De afspraak gaat dus niet door: u hoeft niet te komen."
                    ),
                    format!("Hebt u nog vragen? Uw contactpersoon: {contact}, telefoon {phone}, e-mail {email}."),
                ],
            )
        }
        Language::German => {
            let day = appointment_on.format("%d.%m.%Y");
            (
                "Rückkehr zur Arbeit: Ihr Termin ist abgesagt",
                [
                    format!("Guten Tag {name},"),
                    format!(
                        "Sie hatten am {day} einen Termin mit einem Koordinator für die Rückkehr zur Arbeit. Ihre \
                         Arbeitsunfähigkeit hat vor diesem Tag geendet. Der Termin findet daher nicht statt: Sie müssen \
                         nicht kommen."
                    ),
                    format!("Haben Sie noch Fragen? Ihre Kontaktperson: {contact}, Telefon {phone}, E-Mail {email}."),
                ],
            )
        }
        Language::English => {
            let day = appointment_on.format("%-d %B %Y");
            (
                "Returning to work: your appointment is cancelled",
                [
                    format!("Dear {name},"),
                    format!(
                        "You had an appointment with a Return To Work coordinator on {day}. Your incapacity for work ended \
                         before that day. The appointment is therefore cancelled: you do not have to come."
                    ),
                    format!("Do you still have questions? Your contact: {contact}, telephone {phone}, e-mail {email}."),
                ],
            )
        }
    };
    Letter { subject: subject.to_owned(), paragraphs: paragraphs.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{contact_details, day, person};

    fn letters() -> impl Iterator<Item = String> {
        Language::ALL.into_iter().map(|language| {
            let Letter { subject, paragraphs } = render(
                NoticeText::AppointmentCancelled1,
                language,
                &person(),
                day(2023, 4, 5),
                &contact_details(),
                None,
            );
            format!("{subject}\n{}", paragraphs.join("\n"))
        })
    }

    #[test]
    fn t6_the_letter_tells_the_day_and_calls_the_coordinator_as_the_institute_does() {
        let expected = [
            ("05/04/2023", "coordinateur Retour Au Travail"),
            ("05/04/2023", "Terug Naar Werk-coördinator"),
            ("05.04.2023", "Koordinator für die Rückkehr zur Arbeit"),
            ("5 April 2023", "Return To Work coordinator"),
        ];
        for (letter, (on, coordinator)) in letters().zip(expected) {
            assert!(letter.contains(on) && letter.contains(coordinator), "{letter}");
        }
    }

    #[test]
    fn t6_the_letter_names_nothing_medical() {
        for letter in letters().map(|letter| letter.to_lowercase()) {
            for word in ["diagnos", "maladie", "ziekte", "krank", "illness", "catégorie", "categor", "kategorie"] {
                assert!(!letter.contains(word), "{word} in {letter}");
            }
        }
    }

    #[test]
    fn d29_the_letter_says_how_the_coordinator_is_reached() {
        for letter in letters() {
            for detail in ["Marie Lambert", "+3225550142", "marie.lambert@mutuality.example"] {
                assert!(letter.contains(detail), "{letter}");
            }
        }
    }

    #[test]
    fn t6_a_person_without_first_names_is_greeted_by_the_surname() {
        let person = Person { first_names: String::new(), ..person() };
        let greetings = Language::ALL.map(|language| {
            let mut letter =
                render(NoticeText::AppointmentCancelled1, language, &person, day(2023, 4, 5), &contact_details(), None);
            letter.paragraphs.swap_remove(0)
        });
        assert_eq!(greetings, ["Bonjour Peeters,", "Beste Peeters,", "Guten Tag Peeters,", "Dear Peeters,"]);
    }
}
