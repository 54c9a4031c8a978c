//! For which purpose personal data are processed (rule R3; GDPR, article 5(1)(b)).

use crate::caller::Role;
use crate::table::{AccessTable, Handling, Row};

macro_rules! purposes {
    ($($(#[$doc:meta])* $purpose:ident = $code:literal,)*) => {
        /// A purpose of processing. The list is closed: what has none of these is not done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Purpose {
            $($(#[$doc])* $purpose,)*
        }

        impl Purpose {
            /// Every purpose.
            pub const ALL: &[Self] = &[$(Self::$purpose,)*];

            /// The code of the purpose in records and answers.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$purpose => $code,)*
                }
            }
        }
    };
}

purposes! {
    /// The advising physician's assessment of the incapacity and of what the person can still do.
    Assessment = "assessment",
    /// The questionnaire, and help with it.
    Questionnaire = "questionnaire",
    /// The Return To Work trajectory as coordinator and physician conduct it.
    Coordination = "coordination",
    /// The exchange with partners.
    Exchange = "exchange",
    /// The reports that the law asks for.
    Reporting = "reporting",
    /// Leading those who conduct trajectories.
    Supervision = "supervision",
    /// Checking that what was done was lawful.
    Audit = "audit",
    /// The person's own access to what is held on them (GDPR, article 15).
    OwnAccess = "own-access",
    /// Running the platform.
    Operation = "operation",
}

impl Purpose {
    /// For what a role calls a method: an auditor always audits and a manager always supervises; for all others the method
    /// says it.
    #[must_use]
    pub fn of(row: &Row, role: Role) -> Self {
        Self::within(row.purpose, role)
    }

    /// For what a role acts within the purpose of a service.
    fn within(purpose: Self, role: Role) -> Self {
        match role {
            Role::Auditor => Self::Audit,
            Role::Manager => Self::Supervision,
            Role::Service => Self::Operation,
            _ => purpose,
        }
    }

    /// For what a role acts at a service, named as the first part of its ledgers' names: all acts of a service are for one
    /// purpose, and so is what the platform does there by itself (no role). `None` for a service that has no acts.
    #[must_use]
    pub fn of_act(service: &str, role: Option<Role>) -> Option<Self> {
        let package = format!("trajet.{service}.v1.");
        let act =
            AccessTable::rows().iter().find(|row| row.handling == Handling::Act && row.method.starts_with(&package));
        act.map(|row| role.map_or(row.purpose, |role| Self::within(row.purpose, role)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_purpose_has_a_code_of_its_own() {
        let codes: BTreeSet<_> = Purpose::ALL.iter().map(|purpose| purpose.code()).collect();
        assert_eq!(codes.len(), Purpose::ALL.len());
    }

    #[test]
    fn r3_every_role_that_may_call_a_method_has_a_purpose_that_fits_it() {
        for row in AccessTable::rows() {
            for role in row.roles {
                let purpose = Purpose::of(row, *role);
                assert_eq!(purpose == Purpose::Audit, *role == Role::Auditor, "{} {role}", row.method);
                let runs_it = row.purpose == Purpose::Operation || *role == Role::Service;
                assert_eq!(purpose == Purpose::Operation, runs_it, "{} {role}", row.method);
            }
        }
    }

    #[test]
    fn r3_all_acts_of_a_service_are_for_one_purpose() {
        for row in AccessTable::rows().iter().filter(|row| row.handling == Handling::Act) {
            let service = row.method.split('.').nth(1).unwrap_or_default();
            for role in row.roles {
                assert_eq!(Purpose::of_act(service, Some(*role)), Some(Purpose::of(row, *role)), "{}", row.method);
            }
        }
        assert_eq!(Purpose::of_act("dossier", None), Some(Purpose::Coordination));
        assert_eq!(Purpose::of_act("feed", Some(Role::Service)), None);
    }

    #[test]
    fn r3_whoever_shows_a_case_is_recorded_and_a_partner_reads_no_case() {
        let shows = |service: &str| {
            let rows = AccessTable::rows().iter().filter(|row| row.handling == Handling::Read);
            rows.filter(|row| row.method.starts_with(&format!("trajet.{service}.v1."))).count()
        };
        for service in ["assessment", "questionnaire", "dossier", "exchange"] {
            assert!(shows(service) > 2, "{service}");
        }
        for service in ["feed", "report", "simulation"] {
            assert_eq!(shows(service), 0, "{service}");
        }
    }
}
