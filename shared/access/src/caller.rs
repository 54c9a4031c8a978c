//! Who calls. All of it comes from the credential, nothing from the request.

use std::fmt;
use std::str::FromStr;

use tonic::Request;
use trajet_belgium::EnterpriseNumber;
use trajet_runtime::Failure;

/// Why a text is not part of a caller. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallerError {
    /// Not an opaque identifier.
    #[error("is not an identifier of 1 to 64 characters among a-z, 0-9, dot, hyphen and underscore")]
    Subject,
    /// Not a role.
    #[error("is not a role")]
    Role,
    /// Not the code of an insurer.
    #[error("is not an insurer's code of three digits")]
    Insurer,
}

/// An opaque identifier of who calls. It says nothing of a person: it is recorded for ever.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject(String);

impl Subject {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Subject {
    type Err = CallerError;

    fn from_str(text: &str) -> Result<Self, CallerError> {
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(CallerError::Subject)
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The code of an insurer (organisme assureur, verzekeringsinstelling): three digits, the first of which is the union.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Insurer([u8; 3]);

impl Insurer {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Insurer {
    type Err = CallerError;

    fn from_str(text: &str) -> Result<Self, CallerError> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| CallerError::Insurer)?;
        if code.iter().all(u8::is_ascii_digit) { Ok(Self(code)) } else { Err(CallerError::Insurer) }
    }
}

impl fmt::Display for Insurer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Insurer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Insurer({self})")
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $code:literal,)*) => {
        /// In what role a caller acts. One person with two roles has two credentials.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $($(#[$doc])* $role,)*
        }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$role,)*];

            /// The code of the role in credentials, records and errors.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$role => $code,)*
                }
            }
        }
    };
}

roles! {
    /// The advising physician (médecin-conseil, adviserend arts) of the mutuality.
    Physician = "physician",
    /// The Return To Work coordinator (coordinateur Retour Au Travail, Terug Naar Werk-coördinator).
    Coordinator = "coordinator",
    /// A staff member to whom the coordinator delegated help.
    Delegate = "delegate",
    /// Who leads the coordinators and physicians: sees what was escalated, and no file.
    Manager = "manager",
    /// A member of the advising physician's multidisciplinary team.
    TeamMember = "team-member",
    /// The person unfit for work.
    InsuredPerson = "insured-person",
    /// Who represents an insured person by law (représentant légal, wettelijke vertegenwoordiger).
    Representative = "representative",
    /// Someone of a partner, such as an employment service.
    PartnerAgent = "partner-agent",
    /// Another system of the mutuality.
    InternalSystem = "internal-system",
    /// The National Institute for Health and Disability Insurance (INAMI, RIZIV).
    Inami = "inami",
    /// Someone who checks what was done.
    Auditor = "auditor",
    /// Someone who runs the platform and sees no case.
    Operator = "operator",
    /// A service of this platform.
    Service = "service",
}

impl Role {
    /// Whether a restricted file is closed to who calls in this role and is not on its list: those of the insurer's staff who
    /// see files by their work (D2).
    #[must_use]
    pub const fn can_be_kept_out(self) -> bool {
        matches!(self, Self::Physician | Self::Coordinator | Self::Delegate | Self::Manager | Self::TeamMember)
    }
}

impl FromStr for Role {
    type Err = CallerError;

    fn from_str(text: &str) -> Result<Self, CallerError> {
        Self::ALL.iter().copied().find(|role| role.code() == text).ok_or(CallerError::Role)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Who calls, in what role, for which insurer and organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub subject: Subject,
    /// In what role.
    pub role: Role,
    /// Whose ledgers the call is about.
    pub insurer: Insurer,
    /// The organisation that the caller belongs to.
    pub organisation: EnterpriseNumber,
}

impl Caller {
    /// The caller of a request that [`Authorise`](crate::Authorise) let through.
    ///
    /// # Errors
    /// If nobody authenticated the request: a service that is served unprotected answers nothing.
    pub fn of<T>(request: &Request<T>) -> Result<&Self, Failure> {
        request.extensions().get().ok_or(Failure::CredentialsMissing)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_role_has_a_code_of_its_own() {
        let codes: HashSet<_> = Role::ALL.iter().map(|role| role.code()).collect();
        assert_eq!(codes.len(), 13);
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(*role));
        }
        assert_eq!("Physician".parse::<Role>(), Err(CallerError::Role));
    }

    #[test]
    fn an_insurer_has_three_digits() {
        assert_eq!("300".parse::<Insurer>().map(|insurer| insurer.to_string()), Ok("300".to_owned()));
        for text in ["", "30", "3000", "30a", "٣00"] {
            assert_eq!(text.parse::<Insurer>(), Err(CallerError::Insurer));
        }
    }

    #[test]
    fn a_request_that_nobody_authenticated_has_no_caller() {
        assert_eq!(Caller::of(&Request::new(())), Err(Failure::CredentialsMissing));
    }

    proptest! {
        #[test]
        fn a_subject_is_opaque_and_bounded(text in ".{0,70}") {
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
            let fits = (1..=64).contains(&text.len()) && text.chars().all(allowed);
            prop_assert_eq!(text.parse::<Subject>().is_ok(), fits);
        }

        #[test]
        fn a_subject_is_kept_as_it_is(text in "[a-z0-9._-]{1,64}") {
            prop_assert_eq!(text.parse::<Subject>().map(|subject| subject.to_string()), Ok(text));
        }
    }
}
