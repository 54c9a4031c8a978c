//! The worked cases: what they are, playing them, and what came of them.

mod acts;
pub(crate) mod cases;
mod endings;
pub(crate) mod named;
pub(crate) mod play;
pub(crate) mod standing;
pub(crate) mod timeline;
mod when;
