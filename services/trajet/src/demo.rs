//! The worked cases: what they are, playing them, and what came of them.

pub(crate) mod cases;
pub(crate) mod play;
pub(crate) mod timeline;
