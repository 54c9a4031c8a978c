//! Who represents the person, certificates that prolong an incapacity, and the first day that the physician states.

use chrono::NaiveDate;
use trajet_access::Caller;
use trajet_assessment_domain::{Command, Prolongation, StartReason};
use trajet_belgium::Nihii;
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_runtime::Violations;
use trajet_service::representation;

use super::{hear_prognosis, hear_start_reason, tell_prognosis};

/// What a request states of the first day of incapacity; whose it is, the case says.
#[derive(Debug)]
pub(crate) struct StatedStart {
    /// The first day.
    pub(crate) start: NaiveDate,
    /// The day of the decision.
    pub(crate) decided_on: NaiveDate,
    /// Why.
    pub(crate) reason: StartReason,
    /// The day on which all activity had ceased, where the one that is recorded was wrong.
    pub(crate) activity_ceased_on: Option<NaiveDate>,
}

pub(crate) fn check_certificate(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::AddCertificateRequest,
) -> Option<Command> {
    let certificate = violations.message("certificate", request.certificate.as_ref())?;
    let added = violations.within("certificate", |inner| hear_prolongation(inner, certificate));
    added.map(Command::AddCertificate)
}

pub(crate) fn check_representation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordRepresentationRequest,
) -> Option<Command> {
    representation::check(violations, request.representation.clone()).map(Command::RecordRepresentation)
}

pub(crate) fn check_representation_end(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::EndRepresentationRequest,
) -> Option<Command> {
    let (number, last_day) = representation::check_end(violations, request.representation, request.ends_on)?;
    Some(Command::EndRepresentation { number, last_day })
}

pub(crate) fn check_start(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::CorrectStartRequest,
) -> Option<StatedStart> {
    let start = violations.date("incapacity_start", request.incapacity_start);
    let start = start.and_then(|start| violations.check("incapacity_start", trajet_law::months::accepted(start)));
    let decided_on = violations.date("decided_on", request.decided_on);
    let reason = violations.enumeration("reason", request.reason).and_then(hear_start_reason);
    let ceased = violations.optional_date("activity_ceased_on", request.activity_ceased_on);
    Some(StatedStart { start: start?, decided_on: decided_on?, reason: reason?, activity_ceased_on: ceased? })
}

pub(crate) fn hear_prolongation(violations: &mut Violations, added: &contract::Prolongation) -> Option<Prolongation> {
    let issued_on = violations.date("issued_on", added.issued_on);
    let from = violations.date("covers_from", added.covers_from);
    let until = violations.date("expected_end", added.expected_end);
    let prognosis = violations.enumeration("prognosis", added.prognosis).and_then(hear_prognosis);
    let physician = match added.physician_nihii.as_str() {
        "" => Some(None),
        nihii => violations.check("physician_nihii", Nihii::parse(nihii)).map(Some),
    };
    Some(Prolongation {
        issued_on: issued_on?,
        from: from?,
        until: until?,
        prognosis: prognosis?,
        physician: physician?,
    })
}

pub(crate) fn tell_prolongation(added: &Prolongation) -> contract::Prolongation {
    contract::Prolongation {
        issued_on: Some(to_proto(added.issued_on)),
        covers_from: Some(to_proto(added.from)),
        expected_end: Some(to_proto(added.until)),
        prognosis: tell_prognosis(added.prognosis).into(),
        physician_nihii: added.physician.as_ref().map(|nihii| nihii.as_str().to_owned()).unwrap_or_default(),
    }
}
