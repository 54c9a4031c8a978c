//! Who may see a file, between the wire and the law.

use std::collections::BTreeSet;

use trajet_access::{Caller, Role, Subject};
use trajet_assessment_domain::Command;
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_law::file_access::{
    EmergencyReason, File, FileAct, MOST_ADMITTED, RestrictionReason, Review, ReviewOutcome,
};
use trajet_runtime::Violations;

use super::same;

/// The most characters of the words of an emergency.
const LONGEST_WORDS: usize = 500;

same!(hear_restriction_reason, tell_restriction_reason, contract::RestrictionReason, RestrictionReason, {
    OwnStaff = OwnStaff,
    KnownToStaff = KnownToStaff,
    AskedByPerson = AskedByPerson,
    Other = Other,
});
same!(hear_emergency_reason, tell_emergency_reason, contract::EmergencyReason, EmergencyReason, {
    NobodyAvailable = NobodyAvailable,
    PersonInNeed = PersonInNeed,
    AuthorityAsks = AuthorityAsks,
    Other = Other,
});
same!(hear_review_outcome, tell_review_outcome, contract::EmergencyReviewOutcome, ReviewOutcome, {
    Justified = Justified,
    NotJustified = NotJustified,
});

pub(crate) fn check_restriction(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RestrictFileRequest,
) -> Option<Command> {
    violations.require("admitted", !request.admitted.is_empty(), "is required");
    let admitted = subjects(violations, "admitted", &request.admitted);
    let reason = violations.enumeration("reason", request.reason).and_then(hear_restriction_reason);
    Some(Command::ChangeFile(FileAct::Restrict { admitted: admitted?, reason: reason? }))
}

pub(crate) fn check_list_change(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::ChangeFileAccessRequest,
) -> Option<Command> {
    let somebody = !(request.admit.is_empty() && request.remove.is_empty());
    violations.require("admit", somebody, "is required if remove is empty");
    let admit = subjects(violations, "admit", &request.admit);
    let remove = subjects(violations, "remove", &request.remove);
    let both = request.admit.iter().any(|subject| request.remove.contains(subject));
    violations.require("remove", !both, "names somebody who is also to be added");
    Some(Command::ChangeFile(FileAct::ChangeList { admit: admit?, remove: remove?, by: staff(caller) }))
}

#[expect(clippy::unnecessary_wraps, reason = "every act is checked by a function of this shape")]
pub(crate) fn check_lift(
    _violations: &mut Violations,
    caller: &Caller,
    _request: &contract::LiftRestrictionRequest,
) -> Option<Command> {
    Some(Command::ChangeFile(FileAct::Lift { by: staff(caller) }))
}

/// Who of the staff asks; the mutuality's own systems are on no list.
fn staff(caller: &Caller) -> Option<String> {
    (caller.role != Role::InternalSystem).then(|| caller.subject.as_str().to_owned())
}

pub(crate) fn check_opening(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::OpenInEmergencyRequest,
) -> Option<Command> {
    let reason = violations.enumeration("reason", request.reason).and_then(hear_emergency_reason);
    let words = violations.text("words", &request.words, LONGEST_WORDS);
    let (subject, role) = (caller.subject.to_string(), caller.role.code().to_owned());
    Some(Command::ChangeFile(FileAct::Open { subject, role, reason: reason?, words: words? }))
}

/// Each is an opaque identifier, and named once.
fn subjects(violations: &mut Violations, field: &str, named: &[String]) -> Option<BTreeSet<String>> {
    if named.len() > MOST_ADMITTED {
        violations.add(field, format_args!("names more than {MOST_ADMITTED}"));
        return None;
    }
    let each = named.iter().enumerate().map(|(place, subject)| {
        let field = format!("{field}[{place}]");
        violations.require(&field, !named[..place].contains(subject), "is named for the second time");
        violations.check(&field, subject.parse::<Subject>()).map(|subject| subject.to_string())
    });
    each.collect::<Vec<_>>().into_iter().collect()
}

/// That a file is restricted, if it is.
pub(crate) fn tell_restriction(file: &File) -> Option<contract::Restriction> {
    let (reason, on) = file.restriction?;
    Some(contract::Restriction {
        admitted: file.access.admitted.iter().flatten().cloned().collect(),
        reason: tell_restriction_reason(reason).into(),
        restricted_on: Some(to_proto(on)),
    })
}

pub(crate) fn tell_review(review: &Review) -> contract::EmergencyReview {
    contract::EmergencyReview {
        outcome: tell_review_outcome(review.outcome).into(),
        reviewed_by: review.by.clone(),
        reviewed_on: Some(to_proto(review.on)),
    }
}
