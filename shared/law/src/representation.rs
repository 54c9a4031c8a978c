//! Who acts in the place of the insured person (*représentant légal*, *wettelijke vertegenwoordiger*): own reading.
//!
//! The circular speaks of the person throughout and does not know somebody who acts for them. Who is represented by law is so
//! from a day to a day and for some acts only: each act is judged by what was in force on its own day, however late it is
//! entered, and who acted is kept with it.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use trajet_belgium::{Language, Texts};

use crate::code::coded_enum;

coded_enum! {
    /// What makes somebody a representative.
    pub enum RepresentationKind: "kind of representation" {
        /// A judge appointed them for the person (*administrateur de la personne*, *bewindvoerder over de persoon*).
        AdministratorOfPerson = "administrator_of_person",
        /// They are a parent of a minor with parental authority (*autorité parentale*, *ouderlijk gezag*).
        Parent = "parent",
        /// They are the guardian of a minor (*tuteur*, *voogd*).
        Guardian = "guardian",
        /// The person gave them a mandate that holds while they cannot decide (*mandat de protection extrajudiciaire*,
        /// *zorgvolmacht*).
        Mandatary = "mandatary",
    }
}

coded_enum! {
    /// For which acts somebody represents the person.
    pub enum RepresentationScope: "scope of a representation" {
        /// Letters and notices go to them.
        Notices = "notices",
        /// They fill in the questionnaire.
        Questionnaire = "questionnaire",
        /// They decide on consent, and sign the statement of commitment.
        Consent = "consent",
    }
}

/// One representation. Its `Debug` names nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Representation {
    /// Its number in the case, from 1.
    pub number: u32,
    /// What it rests on.
    pub kind: RepresentationKind,
    /// For what.
    pub scopes: BTreeSet<RepresentationScope>,
    /// The representative's surname.
    pub surname: String,
    /// The representative's first names; empty for who has none.
    pub first_names: String,
    /// The language in which they are written to.
    pub language: Language,
    /// The opaque subject of their credential, if they have one.
    pub subject: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if one is known.
    pub until: Option<NaiveDate>,
}

impl fmt::Debug for Representation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Representation({})", self.number)
    }
}

impl Representation {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }

    /// Whether an act of the scope on a day can be theirs.
    #[must_use]
    pub fn entitles(&self, scope: RepresentationScope, on: NaiveDate) -> bool {
        self.scopes.contains(&scope) && self.in_force_on(on)
    }

    /// The representative's name, as it is written.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_names, self.surname).trim_start().to_owned()
    }
}

/// The representations of a case, in the order of their numbers. None is ever removed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Representations(Vec<Representation>);

impl Representations {
    /// Takes one over, in place of the one with its number: only its last day can differ.
    pub fn record(&mut self, representation: &Representation) {
        match self.0.iter_mut().find(|known| known.number == representation.number) {
            Some(known) => *known = representation.clone(),
            None => self.0.push(representation.clone()),
        }
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Representation> {
        self.0.iter()
    }

    /// The one with a number.
    #[must_use]
    pub fn find(&self, number: u32) -> Option<&Representation> {
        self.0.iter().find(|representation| representation.number == number)
    }

    /// The number of the next one.
    #[must_use]
    pub fn next(&self) -> u32 {
        self.0.iter().map(|representation| representation.number).max().unwrap_or_default().saturating_add(1)
    }

    /// Whether the one with this number could act so on that day.
    #[must_use]
    pub fn entitle(&self, number: u32, scope: RepresentationScope, on: NaiveDate) -> bool {
        self.find(number).is_some_and(|representation| representation.entitles(scope, on))
    }

    /// Whether this subject represents the person for the scope on a day.
    #[must_use]
    pub fn are_of(&self, subject: &str, scope: RepresentationScope, on: NaiveDate) -> bool {
        self.0.iter().any(|it| it.subject.as_deref() == Some(subject) && it.entitles(scope, on))
    }

    /// To whom a letter of a day goes in the place of the person: of several, to the one who was recorded first.
    #[must_use]
    pub fn addressee(&self, on: NaiveDate) -> Option<&Representation> {
        self.0.iter().find(|representation| representation.entitles(RepresentationScope::Notices, on))
    }
}

impl<'a> IntoIterator for &'a Representations {
    type Item = &'a Representation;
    type IntoIter = std::slice::Iter<'a, Representation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The first paragraph of a letter that goes to a representative: to whom, in whose place. The letter itself is the person's,
/// unchanged.
const COVER: Texts = Texts {
    fr: "À l'attention de {representative}, qui représente légalement {person}. La lettre qui suit s'adresse à la personne \
         que vous représentez.",
    nl: "Ter attentie van {representative}, wettelijke vertegenwoordiger van {person}. De brief hieronder richt zich tot de \
         persoon die u vertegenwoordigt.",
    de: "Zu Händen von {representative}, gesetzliche Vertretung von {person}. Der folgende Brief richtet sich an die Person, \
         die Sie vertreten.",
    en: "For the attention of {representative}, legal representative of {person}. The letter below speaks to the person whom \
         you represent.",
};

/// That paragraph, in the representative's language.
#[must_use]
pub fn cover(representation: &Representation, person: &str) -> String {
    let text = COVER.in_(representation.language);
    text.replace("{representative}", &representation.name()).replace("{person}", person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    fn administrator() -> Representation {
        Representation {
            number: 1,
            kind: RepresentationKind::AdministratorOfPerson,
            scopes: RepresentationScope::ALL.iter().copied().collect(),
            surname: "Maes".into(),
            first_names: "Jan".into(),
            language: Language::French,
            subject: Some("rep-1".into()),
            from: day("2022-10-01"),
            until: Some(day("2022-12-31")),
        }
    }

    #[test]
    fn d1_all_that_were_recorded_are_told() {
        let mut all = Representations::default();
        all.record(&administrator());
        all.record(&Representation { number: 2, ..administrator() });
        assert_eq!((&all).into_iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn d1_a_representation_counts_from_its_first_to_its_last_day_and_in_its_scope() {
        let mut all = Representations::default();
        let notices = [RepresentationScope::Notices].into();
        all.record(&Representation { scopes: notices, ..administrator() });
        all.record(&Representation { number: 2, until: None, ..administrator() });
        let scope = RepresentationScope::Consent;
        let entitled = |number, on: &str| all.entitle(number, scope, day(on));
        assert!(!entitled(1, "2022-11-01"), "not in its scope");
        assert_eq!(["2022-09-30", "2022-10-01", "2023-01-01"].map(|on| entitled(2, on)), [false, true, true]);
        assert!(!entitled(3, "2022-11-01"));
        assert_eq!(all.addressee(day("2022-12-31")).map(|it| it.number), Some(1));
        assert_eq!(all.addressee(day("2023-01-01")).map(|it| it.number), Some(2));
        assert!(all.addressee(day("2022-09-30")).is_none());
        assert!(all.are_of("rep-1", scope, day("2022-11-01")) && !all.are_of("rep-2", scope, day("2022-11-01")));
    }

    #[test]
    fn d1_an_end_takes_the_place_of_what_was_recorded_and_no_number_comes_twice() {
        let mut all = Representations::default();
        all.record(&Representation { until: None, ..administrator() });
        all.record(&administrator());
        assert_eq!((all.iter().count(), all.next()), (1, 2));
        assert!(!all.entitle(1, RepresentationScope::Notices, day("2023-01-01")));
    }

    #[test]
    fn d1_the_cover_names_both_in_the_representatives_language() {
        for language in Language::ALL {
            let cover = cover(&Representation { language, ..administrator() }, "Anna Peeters");
            assert!(cover.contains("Jan Maes") && cover.contains("Anna Peeters") && !cover.contains('{'), "{cover}");
        }
        assert!(cover(&administrator(), "Anna Peeters").contains("représente"));
        assert_eq!(format!("{:?}", administrator()), "Representation(1)");
    }
}
