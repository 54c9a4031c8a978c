//! What an occupational physician tells of a trajectory of the Code on well-being at work (*CODEX*), book I, title 4,
//! chapter VI (X5).

use std::fmt;

use chrono::NaiveDate;
use trajet_law::codex::{CodexRequester, Employer};

use crate::codes::codes;

codes! {
    /// What came of a visit before the return to work (X5, D12). The list is our own.
    #[derive(Debug)]
    pub enum VisitOutcome {
        /// The person resumes work.
        WorkResumes = "work_resumes",
        /// The person asks for a CODEX trajectory.
        CodexAsked = "codex_asked",
        /// The person decides not to ask for one.
        CodexNotAsked = "codex_not_asked",
    }
}

/// What was told. Its `Debug` shows nothing: it may be of somebody's health.
#[derive(Clone, PartialEq, Eq)]
pub enum CodexFact {
    /// A trajectory was asked for.
    Requested {
        /// The day of the request.
        on: NaiveDate,
        /// Who asked.
        by: CodexRequester,
    },
    /// A visit before the return to work took place (*visite de pré-reprise*, *bezoek voorafgaand aan de
    /// werkhervatting*).
    PreReturnVisit {
        /// The day.
        on: NaiveDate,
        /// What came of it, if that was told.
        outcome: Option<VisitOutcome>,
    },
    /// The worker signed the plan.
    PlanSigned {
        /// The day.
        on: NaiveDate,
    },
    /// Work was resumed under the plan.
    WorkResumed {
        /// The first day of work.
        on: NaiveDate,
    },
    /// The trajectory ended.
    Ended {
        /// The last day.
        on: NaiveDate,
        /// The article of the Code on which the end rests.
        article: Article,
        /// Whether the worker is definitively unfit for the agreed work.
        definitively_unfit: bool,
    },
}

/// What was told, and of which employer's trajectory. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct CodexTold {
    /// What.
    pub fact: CodexFact,
    /// The employer, where the partner named one.
    pub employer: Option<Employer>,
}

impl From<CodexFact> for CodexTold {
    /// Of an employer whom nobody named.
    fn from(fact: CodexFact) -> Self {
        Self { fact, employer: None }
    }
}

impl fmt::Debug for CodexTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodexTold(..)")
    }
}

impl CodexFact {
    /// The legal date of the fact.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Requested { on, .. }
            | Self::PreReturnVisit { on, .. }
            | Self::PlanSigned { on }
            | Self::WorkResumed { on }
            | Self::Ended { on, .. } => *on,
        }
    }
}

impl fmt::Debug for CodexFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodexFact(..)")
    }
}

/// An article of the Code on well-being at work, such as `I.4-76`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article(String);

/// Why a text is no [`Article`]. The message never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleError;

impl Article {
    /// The most characters of an article.
    const LONGEST: usize = 20;

    /// Reads an article: at most 20 letters, digits, dots, hyphens, spaces and `§`, not only spaces.
    ///
    /// # Errors
    /// If it is anything else.
    pub fn parse(text: &str) -> Result<Self, ArticleError> {
        let allowed = |letter: char| letter.is_alphabetic() || letter.is_ascii_digit() || ".- §".contains(letter);
        let fits = !text.trim().is_empty() && text.chars().count() <= Self::LONGEST && text.chars().all(allowed);
        if fits { Ok(Self(text.to_owned())) } else { Err(ArticleError) }
    }

    /// The article as it was told.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not 1 to 20 letters, digits, dots, hyphens, spaces and §")
    }
}

impl std::error::Error for ArticleError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn x5_an_article_is_short_and_plain() {
        for text in ["I.4-76", "I.4-76 § 1", "I.4-73 §1er", "a"] {
            assert_eq!(Article::parse(text).map(|article| article.as_str().to_owned()), Ok(text.to_owned()));
        }
        for text in ["", "  ", "I.4-76, 2", "<b>", "I.4-76\n", "123456789012345678901"] {
            assert_eq!(Article::parse(text), Err(ArticleError), "{text}");
        }
    }

    #[test]
    fn x5_what_was_told_does_not_show_in_debug_output() {
        let told = CodexFact::PlanSigned { on: day(2022, 9, 1) };
        assert_eq!(format!("{told:?}"), "CodexFact(..)");
        assert_eq!(format!("{:?}", CodexTold::from(told)), "CodexTold(..)");
    }

    #[test]
    fn x5_what_is_said_of_no_article_tells_what_one_is_and_not_the_text() {
        let refused = Article::parse("unfit, for ever").expect_err("it is none").to_string();
        assert!(refused.contains("1 to 20 letters") && !refused.contains("unfit"), "{refused}");
    }
}
