//! The declaration of an incapacity (*déclaration*, *aangifte*), with its certificate (M1, M22).

use std::fmt;

use chrono::NaiveDate;
use trajet_belgium::{EnterpriseNumber, Nihii};
use trajet_law::scheme::Scheme;

use crate::codes::codes;
use crate::people::Person;

/// What is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Who is incapacitated.
    pub person: Person,
    /// The insurance that the person belongs to (T7).
    pub scheme: Scheme,
    /// The certificate.
    pub certificate: Certificate,
    /// The employment on the first day of incapacity.
    pub employment: Employment,
    /// The day on which all activity had ceased, if it had (M2).
    pub activity_ceased_on: Option<NaiveDate>,
    /// The incapacity that ended, if this one is a relapse of it (T9).
    pub relapse_of: Option<Former>,
}

/// An incapacity of the same person of which another is a relapse (*rechute*, *herval*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Former {
    /// Its case.
    pub case: [u8; 16],
    /// Its first day.
    pub incapacity_start: NaiveDate,
    /// Its last day; none if it did not end, or ended with the person's death.
    pub last_day: Option<NaiveDate>,
}

/// The certificate of incapacity for work (*certificat d'incapacité de travail*, *getuigschrift van
/// arbeidsongeschiktheid*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The day on which it was issued.
    pub issued_on: NaiveDate,
    /// The first day of incapacity (D).
    pub incapacity_start: NaiveDate,
    /// The expected last day of incapacity (M22).
    pub expected_end: NaiveDate,
    /// The first prognosis of return (M22).
    pub prognosis: Prognosis,
    /// The physician who issued it, if known.
    pub physician: Option<Nihii>,
}

codes! {
    /// The first prognosis of a return to work. INAMI's presentation of 2016, part 3, asks for one and names no values:
    /// the list is our own (M22). Its `Debug` does not show which one it is.
    pub enum Prognosis {
        /// A return is expected by the expected end.
        ReturnExpected = "return_expected",
        /// A return is possible with adaptations or support.
        ReturnWithSupport = "return_with_support",
        /// No return is expected.
        NoReturnExpected = "no_return_expected",
        /// It cannot be told yet.
        Uncertain = "uncertain",
    }
}

impl fmt::Debug for Prognosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prognosis(..)")
    }
}

/// The employment of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Employment {
    /// There is an employment contract.
    Contract {
        /// The employer, if known.
        employer: Option<EnterpriseNumber>,
    },
    /// There is none: the person is unemployed.
    NoContract,
}

impl Employment {
    /// Whether there is an employment contract.
    #[must_use]
    pub const fn has_contract(&self) -> bool {
        matches!(self, Self::Contract { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d11_who_is_unemployed_has_no_contract_and_who_has_one_need_not_say_with_whom() {
        assert!(!Employment::NoContract.has_contract());
        assert!(Employment::Contract { employer: None }.has_contract());
    }
}
