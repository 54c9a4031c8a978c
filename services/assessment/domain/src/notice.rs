//! The letters of a trajectory that does not begin (M12, M13), and of work that is not authorised (M14).
//!
//! Circular 2022/383, part III, 3.1, step 5, and 3.2, step 6: the refusal is notified in writing, on the form of annex I
//! or II. The annexes are not published, and the sources give no letter on authorised work: the texts are our own, and say
//! so. A letter is written from the person's name, a
//! day and the coordinator's contact details alone, so that it cannot name a diagnosis.

mod text;

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::representation::{Representation, cover};

use crate::codes::codes;
use crate::people::{Contact, Person};

codes! {
    /// The text of a letter. A text that was sent never changes: a better one is a new variant.
    #[derive(Debug)]
    pub enum NoticeText {
        /// The trajectory is refused because of the category (annex I), first version.
        TrajectoryRefused1 = "trajectory_refused_1",
        /// The trajectory of route B is not authorised (annex II), first version.
        TrajectoryNotAuthorised1 = "trajectory_not_authorised_1",
        /// The work that was applied for is not authorised, first version.
        WorkNotAuthorised1 = "work_not_authorised_1",
    }
}

/// A letter that was issued. It is rendered when it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The day on which it was issued.
    pub on: NaiveDate,
    /// The text.
    pub text: NoticeText,
    /// The language.
    pub language: Language,
    /// The coordinator whom it names (D29).
    pub contact: Contact,
    /// The legal representative to whom it went, as they were then; none: it went to the person.
    pub addressee: Option<Representation>,
}

/// A letter as the person reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub subject: String,
    /// The paragraphs: to whom it goes if that is not the person, then the salutation.
    pub paragraphs: Vec<String>,
}

/// Writes a letter that was issued. `day` is the one that it is about: on which the person asked (M12), or on which it
/// was decided (M13, M14).
#[must_use]
pub fn render(notice: &Notice, person: &Person, day: NaiveDate) -> Letter {
    let language = notice.language;
    let words = match notice.text {
        NoticeText::TrajectoryRefused1 => text::TRAJECTORY_REFUSED_1,
        NoticeText::TrajectoryNotAuthorised1 => text::TRAJECTORY_NOT_AUTHORISED_1,
        NoticeText::WorkNotAuthorised1 => text::WORK_NOT_AUTHORISED_1,
    };
    // There may be a surname alone.
    let name = format!("{} {}", person.first_names, person.surname);
    let day = day.format(text::DAY.in_(language)).to_string();
    let name = name.trim_start();
    let cover = notice.addressee.as_ref().map(|addressee| cover(addressee, name));
    let paragraphs = vec![
        text::salutation(language, name),
        words.decided.in_(language).replace("{day}", &day),
        words.next.in_(language).to_owned(),
        text::contact(language, &notice.contact),
        words.own.in_(language).to_owned(),
    ];
    Letter {
        subject: words.subject.in_(language).to_owned(),
        paragraphs: cover.into_iter().chain(paragraphs).collect(),
    }
}

#[cfg(test)]
mod tests;
