//! The acts, one file each: its arm of `decide`, its source, its tests.

pub(crate) mod erase;
pub(crate) mod matched;
pub(crate) mod note;
pub(crate) mod receive;
pub(crate) mod refer;
pub(crate) mod register;
pub(crate) mod take;
