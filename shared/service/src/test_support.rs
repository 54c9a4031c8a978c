//! What the tests of all services have in common. No program that runs has it.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a failed unwrap is a failed test")]

mod annulled;
mod arms;
mod bench;
mod file_access;
mod kept_out;
mod refusals;
mod stored;
mod wire;

pub use annulled::{annulled, annulled_with_notices};
pub use arms::{assert_golden_lines, write_golden_lines};
pub use bench::{Bench, fed, views_follow_from_the_events};
pub use file_access::{file_access_changed, file_access_told};
pub use kept_out::assert_kept_out;
pub use refusals::{NoFigure, assert_figures_are_told};
pub use wire::{assert_erased_keep_their_kinds, by, called_by, event, fields, on, reason, recorded, staff};
