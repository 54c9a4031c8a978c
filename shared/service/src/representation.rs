//! Legal representatives between the wire, the stored events and the law.

use chrono::NaiveDate;
use trajet_access::Subject;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::representation::{Representation, RepresentationKind, RepresentationScope};
use trajet_runtime::Violations;

use crate::plan::{Unreadable, day, optional_day};
use crate::work::{hear_language, tell_language};

const LONGEST_NAME: usize = 100;

/// A representation as the contracts and the stored events tell it.
#[must_use]
pub fn tell(representation: &Representation) -> contract::Representation {
    contract::Representation {
        number: representation.number,
        kind: tell_kind(representation.kind).into(),
        scopes: representation.scopes.iter().map(|scope| tell_scope(*scope).into()).collect(),
        name: Some(contract::PersonName {
            surname: representation.surname.clone(),
            first_names: representation.first_names.clone(),
        }),
        language: tell_language(representation.language).into(),
        subject: representation.subject.clone().unwrap_or_default(),
        starts_on: Some(to_proto(representation.from)),
        ends_on: representation.until.map(to_proto),
    }
}

/// A representation that was checked when it came.
///
/// # Errors
/// If a part is absent or not known here.
pub fn hear(told: Option<contract::Representation>) -> Result<Representation, Unreadable> {
    let told = told.ok_or(Unreadable("representation"))?;
    let (kind, language) = (hear_kind(told.kind()), hear_language(told.language()));
    let scopes = told.scopes().map(hear_scope).collect::<Option<_>>();
    let contract::PersonName { surname, first_names } = told.name.ok_or(Unreadable("name of the representative"))?;
    Ok(Representation {
        number: told.number,
        kind: kind.ok_or(Unreadable("kind of representation"))?,
        scopes: scopes.ok_or(Unreadable("scope of the representation"))?,
        surname,
        first_names,
        language: language.ok_or(Unreadable("language of the representative"))?,
        subject: Some(told.subject).filter(|subject| !subject.is_empty()),
        from: day(told.starts_on, "first day of the representation")?,
        until: optional_day(told.ends_on, "last day of the representation")?,
    })
}

/// The representation of a request. It has no number yet; whether its days can be, the case says.
pub fn check(violations: &mut Violations, told: Option<contract::Representation>) -> Option<Representation> {
    let told = violations.message("representation", told)?;
    violations.within("representation", |inner| {
        inner.require("number", told.number == 0, "is given by the platform");
        let kind = inner.enumeration("kind", told.kind).and_then(hear_kind);
        inner.require("scopes", !told.scopes.is_empty(), "is required");
        let each = told.scopes.iter().enumerate().map(|(place, number)| {
            let field = format!("scopes[{place}]");
            inner.require(&field, !told.scopes[..place].contains(number), "is told for the second time");
            inner.enumeration(&field, *number).and_then(hear_scope)
        });
        let scopes = each.collect::<Vec<_>>().into_iter().collect::<Option<_>>();
        let name = inner.message("name", told.name).and_then(|name| {
            inner.within("name", |inner| {
                let surname = inner.text("surname", &name.surname, LONGEST_NAME);
                let first_names = inner.optional_text("first_names", &name.first_names, LONGEST_NAME);
                surname.zip(first_names)
            })
        });
        let language = inner.enumeration("language", told.language).and_then(hear_language);
        let subject = match told.subject.as_str() {
            "" => Some(None),
            subject => inner.check("subject", subject.parse::<Subject>()).map(Some),
        };
        let from = inner.date("starts_on", told.starts_on);
        let until = inner.optional_date("ends_on", told.ends_on);
        let (surname, first_names) = name?;
        Some(Representation {
            number: 0,
            kind: kind?,
            scopes: scopes?,
            surname,
            first_names,
            language: language?,
            subject: subject?.map(|subject| subject.to_string()),
            from: from?,
            until: until?,
        })
    })
}

/// The day on which a representation is said to end.
pub fn check_end(
    violations: &mut Violations,
    number: u32,
    ends_on: Option<trajet_contracts::google::r#type::Date>,
) -> Option<(u32, NaiveDate)> {
    violations.require("representation", number > 0, "is required");
    let until = violations.date("ends_on", ends_on);
    until.filter(|_| number > 0).map(|until| (number, until))
}

macro_rules! same {
    ($hear:ident, $tell:ident, $name:ident, { $($arm:ident),+ $(,)? }) => {
        fn $hear(value: contract::$name) -> Option<$name> {
            match value {
                contract::$name::Unspecified => None,
                $(contract::$name::$arm => Some($name::$arm),)+
            }
        }

        fn $tell(value: $name) -> contract::$name {
            match value {
                $($name::$arm => contract::$name::$arm,)+
            }
        }
    };
}
same!(hear_kind, tell_kind, RepresentationKind, { AdministratorOfPerson, Parent, Guardian, Mandatary });
same!(hear_scope, tell_scope, RepresentationScope, { Notices, Questionnaire, Consent });

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> contract::Representation {
        let day = |text: &str| text.parse().map(to_proto).ok();
        contract::Representation {
            number: 2,
            kind: contract::RepresentationKind::Guardian.into(),
            scopes: RepresentationScope::ALL.iter().map(|scope| tell_scope(*scope).into()).collect(),
            name: Some(contract::PersonName { surname: "Maes".into(), first_names: String::new() }),
            language: contract::Language::German.into(),
            subject: "rep-1".into(),
            starts_on: day("2022-10-01"),
            ends_on: day("2022-12-31"),
        }
    }

    #[test]
    fn d1_a_representation_is_read_as_it_was_told() {
        for kind in RepresentationKind::ALL {
            let told = contract::Representation { kind: tell_kind(*kind).into(), ..told() };
            assert_eq!(hear(Some(told.clone())).map(|heard| tell(&heard)), Ok(told));
        }
    }

    #[test]
    fn d1_every_field_of_a_representation_that_is_wrong_is_told_at_once() {
        let mut violations = Violations::default();
        let twice = vec![1, 1];
        let wrong = contract::Representation {
            kind: 0,
            scopes: twice,
            name: None,
            language: 9,
            subject: "Jan Maes".into(),
            starts_on: None,
            ..told()
        };
        assert!(check(&mut violations, Some(wrong)).is_none());
        let failure = violations.finish().expect_err("it is wrong");
        let told = format!("{failure:?}");
        let fields = ["number", "kind", "scopes[1]", "name", "language", "subject", "starts_on"];
        assert!(fields.iter().all(|field| told.contains(&format!("representation.{field}"))), "{told}");
        assert!(!told.contains("Maes"));
        let mut violations = Violations::default();
        let right = check(&mut violations, Some(contract::Representation { number: 0, ..told_right() }));
        assert!(right.is_some() && violations.finish().is_ok());
    }

    fn told_right() -> contract::Representation {
        told()
    }
}
