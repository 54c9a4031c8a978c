//! Enums whose variants are known outside the code, in stored events and on the wire, by a stable text.

use thiserror::Error;

/// A text is not the code of anything of this kind.
///
/// The text itself is left out: it comes from outside, and could hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not the code of a known {kind}")]
pub struct UnknownCode {
    /// What was looked for, for example `step`.
    pub kind: &'static str,
}

/// Declares an enum with `ALL`, `code()`, `Display` and `FromStr`, each variant beside its code.
macro_rules! coded_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident: $kind:literal {
            $($(#[$variant_meta:meta])* $variant:ident = $code:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable text by which the variant is stored and sent.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.code())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownCode { kind: $kind }),
                }
            }
        }
    };
}

pub(crate) use coded_enum;
