//! The work list: one row a person, from the deadlines of all their cases that are open and near, now or past.
//!
//! Each deadline stands by itself; nothing is kept that says a person "is late". What is shown follows from the dates
//! and from today, so that a late row stays until what it asks for is done.

mod filter;
mod list;
mod query;
mod row;
mod table;
mod visible;

use trajet_belgium::Language;
use trajet_contracts::r#type::v1 as contract;

pub use list::{Page, list, page};
pub use query::{Asked, WorkQuery};
pub use table::{DEADLINE, Person, SCHEMA, TABLES, cases_of, rows};
pub use visible::{GivenTo, Visible};

pub(crate) use filter::found;
pub use query::Who;
pub(crate) use row::people;

/// The persons of a page where the caller leaves them to us, and the most.
pub(crate) const PAGE: (u32, u32) = (50, 200);

/// A language as the contracts tell it.
#[must_use]
pub fn tell_language(language: Language) -> contract::Language {
    match language {
        Language::French => contract::Language::French,
        Language::Dutch => contract::Language::Dutch,
        Language::German => contract::Language::German,
        Language::English => contract::Language::English,
    }
}

/// The language that a contract names.
#[must_use]
pub fn hear_language(language: contract::Language) -> Option<Language> {
    match language {
        contract::Language::Unspecified => None,
        contract::Language::French => Some(Language::French),
        contract::Language::Dutch => Some(Language::Dutch),
        contract::Language::German => Some(Language::German),
        contract::Language::English => Some(Language::English),
    }
}
