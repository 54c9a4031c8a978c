//! The versions of the questionnaire, which are data that this program ships (Q9).
//!
//! They are files in the program and no table: a version that was sent never changes, a test holds every file to that,
//! and nobody edits one at run time. A table would hold copies of the same text to be kept in step with it. The period
//! of a version says from when to when it is sent; an event says which one was.

mod file;

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use trajet_questionnaire_domain::Definition;
use trajet_runtime::Failure;

/// The files, the version that was sent first at the front.
const SHIPPED: &[&str] =
    &[include_str!("../definitions/work-and-health.1.json"), include_str!("../definitions/work-and-health.2.json")];

/// All versions of the questionnaire, the earliest first.
pub(crate) struct Definitions(Vec<Arc<Definition>>);

/// Definitions that nobody may be sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unsound {
    #[error("file {0} is not a definition: {1}")]
    File(usize, serde_json::Error),
    #[error("{0} is unsound: {1}")]
    Definition(String, String),
    #[error("{0} does not follow the version before it without a gap")]
    Period(String),
    #[error("the last version ends, or there is none")]
    End,
}

impl Definitions {
    /// What this program ships.
    ///
    /// # Panics
    /// If that is unsound.
    pub(crate) fn shipped() -> Self {
        Self::load(SHIPPED).expect("the definitions are part of the program, and a test loads them")
    }

    fn load(files: &[&str]) -> Result<Self, Unsound> {
        let mut versions: Vec<Arc<Definition>> = Vec::with_capacity(files.len());
        for (index, text) in files.iter().enumerate() {
            let definition = file::read(text).map_err(|error| Unsound::File(index, error))?;
            let name = || definition.reference().to_string();
            definition.check().map_err(|problems| {
                let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
                Unsound::Definition(name(), problems.join("; "))
            })?;
            if versions.last().is_some_and(|before| !follows(&definition, before)) {
                return Err(Unsound::Period(name()));
            }
            versions.push(Arc::new(definition));
        }
        if versions.last().is_none_or(|last| last.valid_to.is_some()) {
            return Err(Unsound::End);
        }
        Ok(Self(versions))
    }

    /// The version in force on a day; before the first version, the first.
    pub(crate) fn on(&self, day: NaiveDate) -> &Arc<Definition> {
        self.0.iter().find(|version| version.in_force_on(day)).unwrap_or(&self.0[0])
    }

    /// A version by its name and number.
    ///
    /// # Errors
    /// If there is no such version.
    pub(crate) fn find(&self, code: &str, version: u32) -> Result<&Arc<Definition>, Failure> {
        self.0
            .iter()
            .find(|definition| definition.code == code && definition.version == version)
            .ok_or_else(|| Failure::DefinitionNotFound { code: code.to_owned(), version: version.to_string() })
    }
}

/// Whether one version of a questionnaire is the next after another, from the day after its last.
fn follows(next: &Definition, before: &Definition) -> bool {
    let begins = before.valid_to.and_then(|last| last.checked_add_days(Days::new(1)));
    next.code == before.code && next.version > before.version && begins == Some(next.valid_from)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use prost::Message as _;
    use trajet_questionnaire_domain::answers::missing;
    use trajet_questionnaire_domain::definition::{AnswerKind, Texts};
    use trajet_questionnaire_domain::{Answer, Answers};

    use super::*;
    use crate::grpc::convert::tell_definition;
    use crate::samples::day;

    fn edited(edits: &[(&str, &str)]) -> String {
        edits.iter().fold(SHIPPED[0].to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    }

    fn refusal(files: &[&str]) -> String {
        Definitions::load(files).err().unwrap().to_string()
    }

    #[test]
    fn q9_what_is_shipped_is_sound_and_in_force_since_the_law() {
        let definitions = Definitions::shipped();
        let first = definitions.on(day("2022-01-01"));
        assert_eq!(first.reference().to_string(), "work-and-health/1");
        assert_eq!(definitions.on(day("2030-06-01")).code, "work-and-health");
        assert!(Arc::ptr_eq(definitions.find("work-and-health", 1).unwrap(), first));
        assert_eq!(definitions.on(day("2026-12-31")).version, 1);
        assert_eq!(definitions.on(day("2027-01-01")).version, 2);
        assert!(definitions.find("work-and-health", 99).is_err());
        assert!(definitions.find("other", 1).is_err());
    }

    #[test]
    fn q9_nothing_is_chosen_alone() {
        let alone: Vec<_> = Definitions::shipped()
            .on(day("2022-11-10"))
            .items()
            .filter_map(|item| match &item.kind {
                AnswerKind::MultiChoice { options, .. } => Some((item.code.clone(), options.clone())),
                _ => None,
            })
            .flat_map(|(item, options)| options.into_iter().map(move |option| (item.clone(), option)))
            .filter(|(_, option)| option.exclusive)
            .map(|(item, option)| format!("{item}: {}", option.code))
            .collect();
        assert_eq!(alone, ["demands: nothing", "adaptable: nothing", "adaptable: unknown", "wished_help: nothing"]);
    }

    #[test]
    fn q9_a_contract_that_is_about_to_end_is_still_a_contract() {
        let definitions = Definitions::shipped();
        let definition = definitions.on(day("2022-11-10"));
        let lacking = |situation: &str| {
            let chosen = Answer::Choice(situation.to_owned());
            missing(definition, &Answers::from([("work_situation", chosen)]))
        };
        assert_eq!(lacking("ending"), lacking("contract"));
        assert!(lacking("ending").contains(&"supervisor".to_owned()));
        assert!(!lacking("no_contract").contains(&"supervisor".to_owned()));
        let hours = definition.item("weekly_hours").unwrap().shown_when.clone().unwrap();
        assert_eq!(hours.any_of, ["contract", "ending"]);
    }

    #[test]
    fn q9_a_question_says_how_many_answers_may_be_chosen() {
        const NUMBERS: [(u32, [&str; 4]); 2] =
            [(3, ["trois", "drie", "drei", "three"]), (4, ["quatre", "vier", "vier", "four"])];
        for item in Definitions::shipped().on(day("2022-11-10")).items() {
            let AnswerKind::MultiChoice { options, max } = &item.kind else { continue };
            if options.iter().filter(|option| !option.exclusive).count() <= *max as usize {
                continue;
            }
            let (_, words) = NUMBERS.iter().find(|(number, _)| number == max).unwrap();
            let Texts { fr, nl, de, en } = &item.text;
            for (text, word) in [fr, nl, de, en].into_iter().zip(words) {
                assert!(text.contains(word), "{text}");
            }
        }
    }

    /// What is asked under one name means the same in every version, so that the answers of a person can be read side by
    /// side: the same kind of answer, read alike as a factor. An option may be added.
    #[test]
    fn q9_an_item_means_the_same_in_every_version() {
        let definitions = Definitions::shipped();
        let (first, second) = (&definitions.0[0], &definitions.0[1]);
        let kind = |item: &trajet_questionnaire_domain::definition::Item| std::mem::discriminant(&item.kind);
        for before in first.items() {
            let after = second.item(&before.code).unwrap();
            assert_eq!((kind(before), &before.icf, &before.factor), (kind(after), &after.icf, &after.factor));
        }
        let added: Vec<_> = second.items().filter(|item| first.item(&item.code).is_none()).collect();
        assert_eq!(added.iter().map(|item| item.code.as_str()).collect::<Vec<_>>(), ["several_employers", "caring"]);
    }

    /// A version that was sent is never changed: a better one is a new file, and only its last day is set then, once.
    /// Written once by hand, with `cargo test -p trajet-questionnaire -- --ignored write_golden`.
    #[test]
    fn q9_a_version_that_was_sent_never_changes() {
        for version in &Definitions::shipped().0 {
            let golden = std::fs::read(golden(version)).unwrap();
            assert!(without_its_end(version) == golden, "{} was changed", version.reference());
        }
    }

    #[test]
    #[ignore = "writes the golden files of new versions"]
    fn write_golden() {
        for version in &Definitions::shipped().0 {
            if !golden(version).exists() {
                std::fs::write(golden(version), without_its_end(version)).unwrap();
            }
        }
    }

    fn without_its_end(version: &Definition) -> Vec<u8> {
        tell_definition(&Definition { valid_to: None, ..version.clone() }).encode_to_vec()
    }

    fn golden(version: &Definition) -> std::path::PathBuf {
        let name = format!("{}.{}.bin", version.code, version.version);
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/definitions").join(name)
    }

    #[test]
    fn q9_versions_follow_each_other_without_a_gap() {
        let ended = edited(&[("2026-12-31", "2025-12-31")]);
        let open = (r#""valid_to": "2026-12-31""#, r#""valid_to": null"#);
        let second = |from: &str| edited(&[(r#""version": 1"#, r#""version": 2"#), ("2022-01-01", from), open]);
        let next = second("2026-01-01");
        let both = Definitions::load(&[&ended, &next]).unwrap();
        assert_eq!(both.on(day("2025-12-31")).version, 1);
        assert_eq!(both.on(day("2026-01-01")).version, 2);
        assert_eq!(both.on(day("2021-01-01")).version, 1);
        for wrong in [second("2026-01-02"), second("2025-12-31"), ended.clone()] {
            assert!(refusal(&[&ended, &wrong]).contains("gap"));
        }
        assert!(refusal(&[&ended]).contains("the last version ends"));
    }

    #[test]
    fn q9_an_unsound_definition_is_refused_with_its_place() {
        assert!(refusal(&["{}"]).contains("file 0"));
        let unnamed = edited(&[(r#""code": "me_and_my_work""#, r#""code": "Me and my work""#)]);
        assert!(refusal(&[&unnamed]).contains("Me and my work: is not a name"));
        let unknown = edited(&[(r#""version": 1"#, r#""version": 1, "colour": "blue""#)]);
        assert!(refusal(&[&unknown]).contains("colour"));
    }
}
