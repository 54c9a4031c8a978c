//! Which role may call which method.

mod assessment;
mod coordination;
mod dossier;
mod exchange;
mod platform;
mod questionnaire;

use std::collections::HashMap;
use std::sync::LazyLock;

use trajet_runtime::Failure;

use crate::caller::Caller;
use crate::caller::Role;
use crate::purpose::Purpose;

/// What a method does with personal data (rule R3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// It writes: the ledger records who, in what role, and when.
    Act,
    /// It shows cases: the record of reads has it before the answer leaves.
    Read,
    /// It names no insured person.
    Nobody,
}

/// One method, the roles that may call it, and why these.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The full name: `package.Service/Method`.
    pub method: &'static str,
    /// What it does with personal data.
    pub handling: Handling,
    /// What it is for; see [`Purpose::of`] for what a role makes of it.
    pub purpose: Purpose,
    /// The roles.
    pub roles: &'static [Role],
    /// Why these and no others.
    pub why: &'static str,
}

/// The table of the platform. What has no row is refused.
#[derive(Debug, Clone)]
pub struct AccessTable(HashMap<&'static str, &'static Row>);

/// Names of methods longer than this are made up, and are not repeated.
const LONGEST_NAME: usize = 128;

impl AccessTable {
    /// The table.
    #[must_use]
    pub fn platform() -> Self {
        Self::of(&ROWS)
    }

    /// A table of some rows.
    #[must_use]
    pub fn of(rows: &'static [Row]) -> Self {
        Self(rows.iter().map(|row| (row.method, row)).collect())
    }

    /// Every row, in the order of the services.
    #[must_use]
    pub fn rows() -> &'static [Row] {
        &ROWS
    }

    /// The row of a method of a package: no two services of a package have a method of the same name.
    #[must_use]
    pub fn row(package: &str, method: &str) -> Option<&'static Row> {
        let named = |row: &&Row| {
            let within = row.method.strip_prefix(package).and_then(|rest| rest.strip_prefix('.'));
            within.and_then(|rest| rest.split_once('/')).is_some_and(|(_, name)| name == method)
        };
        ROWS.iter().find(named)
    }

    /// The row of the method, named `package.Service/Method`, if the caller's role may call it.
    ///
    /// # Errors
    /// [`Failure::RoleNotPermitted`] if not, or if no row names the method.
    pub fn permit(&self, caller: &Caller, method: &str) -> Result<&'static Row, Failure> {
        if let Some(row) = self.0.get(method).filter(|row| row.roles.contains(&caller.role)) {
            return Ok(row);
        }
        let method = method.chars().take(LONGEST_NAME).collect();
        Err(Failure::RoleNotPermitted { role: caller.role.code(), method })
    }
}

const fn act(method: &'static str, purpose: Purpose, roles: &'static [Role], why: &'static str) -> Row {
    Row { method, handling: Handling::Act, purpose, roles, why }
}

const fn read(method: &'static str, purpose: Purpose, roles: &'static [Role], why: &'static str) -> Row {
    Row { method, handling: Handling::Read, purpose, roles, why }
}

const fn open(method: &'static str, purpose: Purpose, roles: &'static [Role], why: &'static str) -> Row {
    Row { method, handling: Handling::Nobody, purpose, roles, why }
}

/// Every row of the platform, service by service.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    [assessment::ROWS, questionnaire::ROWS, dossier::ROWS, coordination::ROWS, exchange::ROWS, platform::ROWS].concat()
});

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::collections::BTreeSet;

    use prost::Message;
    use prost_types::FileDescriptorSet;
    use trajet_contracts::FILE_DESCRIPTOR_SET;

    use super::*;
    use crate::caller::Role::{Coordinator, Manager, Physician, Service, TeamMember};

    fn caller(role: Role) -> Caller {
        Caller {
            subject: "someone".parse().unwrap(),
            role,
            insurer: "300".parse().unwrap(),
            organisation: "0206653946".parse().unwrap(),
        }
    }

    #[test]
    fn every_method_has_one_row_and_every_row_names_a_method() {
        let mut methods = BTreeSet::new();
        for file in FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap().file {
            for service in &file.service {
                for method in &service.method {
                    methods.insert(format!("{}.{}/{}", file.package(), service.name(), method.name()));
                }
            }
        }
        methods.retain(|method| method.starts_with("trajet."));
        let named: BTreeSet<_> = AccessTable::rows().iter().map(|row| row.method.to_owned()).collect();
        assert_eq!(named, methods);
        assert_eq!(named.len(), AccessTable::rows().len(), "a method has two rows");
        assert!(!methods.is_empty());
    }

    #[test]
    fn every_row_says_whom_and_why() {
        for Row { method, roles, why, .. } in AccessTable::rows() {
            assert!(!roles.is_empty() && why.ends_with('.'), "{method}");
            assert_eq!(roles.iter().collect::<BTreeSet<_>>().len(), roles.len(), "{method}");
        }
    }

    #[test]
    fn exactly_the_roles_of_the_row_are_permitted() {
        let table = AccessTable::platform();
        for row in AccessTable::rows() {
            for role in Role::ALL {
                assert_eq!(table.permit(&caller(*role), row.method).is_ok(), row.roles.contains(role), "{row:?}");
            }
        }
    }

    #[test]
    fn a_method_without_a_row_is_refused_to_everyone() {
        let table = AccessTable::platform();
        let made_up = format!("trajet.assessment.v1.AssessmentService/{}", "x".repeat(1_000));
        for role in Role::ALL {
            for method in ["", "trajet.assessment.v1.AssessmentService/Erase", &made_up] {
                let refused = table.permit(&caller(*role), method).unwrap_err();
                assert!(matches!(refused, Failure::RoleNotPermitted { method, .. } if method.len() <= LONGEST_NAME));
            }
        }
    }

    #[test]
    fn d2_no_coordinator_reads_the_work_list_of_the_assessment() {
        let listed = |row: &&Row| row.method == "trajet.assessment.v1.AssessmentService/ListWork";
        assert_eq!(AccessTable::rows().iter().find(listed).unwrap().roles, [Physician, TeamMember, Manager]);
    }

    #[test]
    fn d2_nobody_but_coordinator_and_physician_reads_the_dossier() {
        let read = |row: &&Row| row.method == "trajet.dossier.v1.DossierService/GetDossier";
        assert_eq!(AccessTable::rows().iter().find(read).unwrap().roles, [Coordinator, Physician]);
    }

    #[test]
    fn d2_d26_nobody_but_physician_and_coordinator_concerts() {
        let concertation = AccessTable::rows().iter().filter(|row| row.method.contains("ConcertationService/"));
        let roles: Vec<_> = concertation.map(|row| row.roles).collect();
        assert_eq!(roles, [[Physician, Coordinator]; 7]);
    }

    #[test]
    fn d2_nobody_but_the_physician_reads_the_medical_file() {
        for row in AccessTable::rows().iter().filter(|row| row.method.ends_with("Service/GetCase")) {
            assert_eq!(row.roles, [Physician]);
        }
    }

    #[test]
    fn nobody_but_a_service_reads_a_feed() {
        for row in AccessTable::rows().iter().filter(|row| row.method.starts_with("trajet.feed.")) {
            assert_eq!(row.roles, [Service]);
        }
    }
}
