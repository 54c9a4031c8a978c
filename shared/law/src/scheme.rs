//! Whom the platform serves (T7).
//!
//! Law of 12 December 2021, title and art. 2, and Circular 2022/383, title: the trajectory belongs to
//! the indemnity insurance of employees (travailleurs salariés / werknemers). The unemployed are
//! insured in that scheme and are within; the self-employed have one of their own and are not. What the
//! self-employed scheme offers instead is not modelled.

use crate::code::coded_enum;

coded_enum! {
    /// The indemnity insurance that a person belongs to.
    pub enum Scheme: "scheme" {
        /// Employees, and the unemployed, who are insured with them.
        Employees = "employees",
        /// The self-employed.
        SelfEmployed = "self_employed",
    }
}

impl Scheme {
    /// Whether the trajectory exists for this scheme.
    #[must_use]
    pub const fn in_scope(self) -> bool {
        matches!(self, Self::Employees)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t7_only_the_scheme_of_employees_is_in_scope() {
        assert!(Scheme::Employees.in_scope());
        assert!(!Scheme::SelfEmployed.in_scope());
    }
}
