//! Belgian identifiers, public holidays, languages and territory.
//!
//! Every identifier is a type that can only be made by reading a text that passes its checks; the errors
//! say what is wrong and what would be right, and never repeat the text that was read.

mod bce;
mod digits;
mod holidays;
mod language;
mod municipalities;
mod nihii;
mod niss;
mod territory;

pub use bce::{BceError, EnterpriseNumber, EstablishmentNumber, OrganisationNumber};
pub use holidays::{Holiday, holidays, is_public_holiday};
pub use language::{Language, LanguageError, Texts};
pub use nihii::{Nihii, NihiiError, NihiiWarning};
pub use niss::{Niss, NissError, NissKind, Sex};
pub use territory::{MunicipalityCode, MunicipalityError, Region, RegionalService, ServiceRole};
