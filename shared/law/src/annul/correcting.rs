//! The correcting notice: it tells the person that what had gone out to them because of an annulled act is void.
//!
//! GDPR, articles 16 and 19: no source gives such a letter, the text is our own. A notice is written from the person's name,
//! from what kind of thing went out, from days and from whom to ask alone. So it says no more of anybody's health than what
//! went out did, and nothing of anybody else: not for whom an act was meant that was recorded on the wrong person.

#[cfg(test)]
mod tests;
mod text;

use std::fmt;

use chrono::NaiveDate;
use trajet_belgium::Language;

use crate::code::coded_enum;
use crate::representation::{Representation, cover};

coded_enum! {
    /// What can go out to a person.
    pub enum SentKind: "kind of what went out" {
        /// A questionnaire (Q1, Q8).
        Questionnaire = "questionnaire",
        /// The letter that says why no questionnaire is sent (Q3).
        QuestionnaireNotSent = "questionnaire_not_sent",
        /// An invitation to an examination (M5, M7, M8).
        ExaminationInvitation = "examination_invitation",
        /// The letter that refuses a trajectory because of the category (M12).
        TrajectoryRefused = "trajectory_refused",
        /// The letter that does not authorise the trajectory of route B (M13).
        TrajectoryNotAuthorised = "trajectory_not_authorised",
        /// The letter that does not authorise work (M14).
        WorkNotAuthorised = "work_not_authorised",
        /// An invitation to an appointment with a coordinator, or the word of its new day (D30).
        Appointment = "appointment",
        /// The letter that cancels an appointment (T6).
        AppointmentCancelled = "appointment_cancelled",
    }
}

coded_enum! {
    /// The text of a notice. A text that was sent never changes: a better one is a new variant.
    pub enum CorrectingText: "text of a correcting notice" {
        /// The first version.
        Correcting1 = "correcting_1",
    }
}

/// How whoever can answer is reached (D29). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct AskAt {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
}

impl fmt::Debug for AskAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AskAt(..)")
    }
}

/// Something that went out to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WentOut {
    /// What.
    pub kind: SentKind,
    /// The day on which it went out.
    pub on: NaiveDate,
    /// The day of the appointment or of the examination that it is about.
    pub about: Option<NaiveDate>,
    /// Whom it named for questions.
    pub ask: Option<AskAt>,
}

/// What holds in the place of something that is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Another of its kind, with the day of the appointment or examination that it is about.
    Another(Option<NaiveDate>),
    /// The appointment of this day takes place.
    Appointment(NaiveDate),
    /// There is no appointment on this day.
    NoAppointment(NaiveDate),
}

/// Who is written to. Its `Debug` shows nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person's surname.
    pub surname: String,
    /// The person's first names; empty for who has none.
    pub first_names: String,
    /// The language: of the person, or of the representative to whom it goes.
    pub language: Language,
    /// The legal representative to whom it goes in the place of the person, as they are then (D1).
    pub representative: Option<Representation>,
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(..)")
    }
}

impl Recipient {
    /// A person who is written to in a language, or who represents them.
    #[must_use]
    pub fn of((surname, first_names): (&str, &str), own: Language, representative: Option<&Representation>) -> Self {
        Self {
            surname: surname.to_owned(),
            first_names: first_names.to_owned(),
            language: representative.map_or(own, |representative| representative.language),
            representative: representative.cloned(),
        }
    }
}

/// Whether somebody can be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// It is not known who the person is.
    Unknown,
    /// The person died: nobody writes to the dead.
    Deceased,
    /// Who is written to.
    Living(Recipient),
}

/// A correcting notice, as it was issued with the annulment. It is rendered when it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectingNotice {
    /// The place of the struck event by which something had gone out.
    pub entry: u64,
    /// What had.
    pub sent: WentOut,
    /// What holds in its place, if that is known.
    pub stands: Option<Stands>,
    /// The text.
    pub text: CorrectingText,
    /// The day on which it was issued.
    pub on: NaiveDate,
    /// To whom.
    pub to: Recipient,
}

/// A notice as the person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub subject: String,
    /// The paragraphs: to whom it goes if that is not the person, then the salutation.
    pub paragraphs: Vec<String>,
}

impl CorrectingNotice {
    /// The notice as the person reads it.
    #[must_use]
    pub fn letter(&self) -> Letter {
        let Recipient { surname, first_names, language, representative } = &self.to;
        let name = format!("{first_names} {surname}").trim_start().to_owned();
        match self.text {
            CorrectingText::Correcting1 => Letter {
                subject: text::SUBJECT.in_(*language).to_owned(),
                paragraphs: [
                    representative.as_ref().map(|representative| cover(representative, &name)),
                    Some(text::SALUTATION.in_(*language).replace("{name}", &name)),
                    Some(text::void(&self.sent, *language)),
                    self.stands.map(|stands| text::stands(stands, *language)),
                    Some(text::LATER.in_(*language).to_owned()),
                    Some(text::ask(self.sent.ask.as_ref(), *language)),
                ]
                .into_iter()
                .flatten()
                .collect(),
            },
        }
    }
}
