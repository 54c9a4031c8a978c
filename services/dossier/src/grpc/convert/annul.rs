//! The act that takes the place of one that is annulled.

use trajet_access::Caller;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::dossier::v1::annul_act_request::Instead;
use trajet_dossier_domain::Command;
use trajet_runtime::Violations;

use super::{check_appointment, check_consents, check_contact, check_rescheduling};

/// The right act, if one is given; `None` if it is wrong. The envelope is that of the annulment.
pub(crate) fn check_instead(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::AnnulActRequest,
) -> Option<Vec<Command>> {
    let Some(instead) = &request.instead else { return Some(Vec::new()) };
    let (envelope, command) = match instead {
        Instead::Contact(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_contact(violations, caller, right))
        }
        Instead::Consents(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_consents(violations, caller, right))
        }
        Instead::Appointment(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_appointment(violations, caller, right))
        }
        Instead::Rescheduling(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_rescheduling(violations, caller, right))
        }
    };
    let empty = envelope.iter().all(|field| field.is_empty());
    violations.require("instead", empty, "has no request_id, case_id or etag of its own");
    command.map(|command| vec![command])
}
