//! Between the wire and the domain. What comes from the wire is checked whole; what goes there cannot fail.
//!
//! `hear` reads a value, `check` reads a field of a request and notes what is wrong with it, `tell` writes.

mod case;
mod codex;
mod partner;
mod told;

pub(crate) use case::{tell_case, tell_person};
pub(crate) use codex::{check_fact, hear_fact, hear_told, tell_fact, tell_told, told_in_outline};
pub(crate) use partner::{
    check_kind, check_partner, hear_number, hear_registration, tell_kind, tell_registered, tell_registration,
};

pub(crate) use told::{
    Fields, check_told, hear_either, hear_rehabilitation_told, read_row, rehabilitation_told_in_outline, tell_either,
    tell_rehabilitation_told, write_row,
};

/// Two enumerations whose values stand for each other; the contract's unspecified one stands for none.
macro_rules! same {
    ($hear:ident, $tell:ident, $contract:ty, $domain:ty, { $($name:ident),+ $(,)? }) => {
        pub(crate) fn $hear(value: $contract) -> Option<$domain> {
            match value {
                <$contract>::Unspecified => None,
                $(<$contract>::$name => Some(<$domain>::$name),)+
            }
        }

        pub(crate) fn $tell(value: $domain) -> $contract {
            match value {
                $(<$domain>::$name => <$contract>::$name,)+
            }
        }
    };
}
use same;
