//! Who calls, in what role, and what that role may do.
//!
//! A call is judged before its body is read and before anything is looked up: first the credential, then the row of its
//! method in the [table](AccessTable). A method without a row is refused.
//! What an answer shows of insured persons is recorded before it leaves, with the purpose that the row names.

mod authenticate;
mod authorise;
mod caller;
mod development;
mod purpose;
mod shown;
mod table;

pub use authenticate::{Authenticate, bearer};
pub use authorise::{Authorise, Authorised};
pub use caller::{Caller, CallerError, Insurer, Role, Subject};
pub use development::DevelopmentTokens;
pub use purpose::Purpose;
pub use shown::{Look, RecordReads, Recording, Shown};
pub use table::{AccessTable, Handling, Row};
