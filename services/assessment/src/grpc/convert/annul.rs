//! The act that takes the place of one that is annulled.

use trajet_access::Caller;
use trajet_assessment_domain::Command;
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::assessment::v1::annul_act_request::Instead;
use trajet_runtime::Violations;

use super::{
    check_end, check_evaluation, check_examination_invitation, check_first_estimate, check_track_end, check_track_start,
};

/// The right act, if one is given; `None` if it is wrong. The envelope is that of the annulment.
pub(crate) fn check_instead(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::AnnulActRequest,
) -> Option<Vec<Command>> {
    let Some(instead) = &request.instead else { return Some(Vec::new()) };
    let (envelope, command) = match instead {
        Instead::FirstEstimate(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_first_estimate(violations, caller, right))
        }
        Instead::Evaluation(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_evaluation(violations, caller, right))
        }
        Instead::TrackStart(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_track_start(violations, caller, right))
        }
        Instead::TrackEnd(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_track_end(violations, caller, right))
        }
        Instead::End(right) => ([&right.request_id, &right.case_id, &right.etag], check_end(violations, caller, right)),
        Instead::Examination(right) => {
            ([&right.request_id, &right.case_id, &right.etag], check_examination_invitation(violations, caller, right))
        }
    };
    let empty = envelope.iter().all(|field| field.is_empty());
    violations.require("instead", empty, "has no request_id, case_id or etag of its own");
    command.map(|command| vec![command])
}
