//! Authorised work, as requests and the contracts say it (M14, M21).

use chrono::NaiveDate;
use trajet_access::{Caller, Role};
use trajet_assessment_domain::{
    Applicant, Application, Authorisation, AuthorisedWork, Command, Person, Work, WorkAnswer, WorkDecision,
    WorkFindings, WorkTerms,
};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_runtime::Violations;
use trajet_service::contact::read_coordinator_contact;
use trajet_service::plan::{Unreadable, day, optional_day};

use super::trajectory::tell_notice;
use super::{hear_contact, hear_work_refusal, hear_workplace, tell_applicant, tell_work_refusal, tell_workplace};

const LONGEST_NATURE: usize = 200;
const LONGEST_CONDITIONS: usize = 500;
const MINUTES_OF_A_WEEK: u32 = 7 * 24 * 60;

/// Who calls says who applies: the mutuality's systems carry the person's own application.
pub(crate) fn check_work_application(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::ApplyForWorkRequest,
) -> Option<Command> {
    let by = match caller.role {
        Role::Physician => Applicant::Physician,
        Role::Coordinator => Applicant::Coordinator,
        _ => Applicant::Person,
    };
    let applied_on = violations.date("applied_on", request.applied_on);
    let work = check_work(violations, request.work.clone());
    let planned_from = violations.date("planned_from", request.planned_from);
    let (applied_on, planned_from) = applied_on.zip(planned_from)?;
    Some(Command::ApplyForWork(Application { applied_on, by, work: work?, planned_from }))
}

pub(crate) fn check_work_resumption(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordWorkResumptionRequest,
) -> Option<Command> {
    let resumed_on = violations.date("resumed_on", request.resumed_on)?;
    Some(Command::RecordWorkResumption { resumed_on })
}

pub(crate) fn check_work_decision(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::DecideWorkRequest,
) -> Option<Command> {
    let contract::DecideWorkRequest { authorisation, reason, coordinator, .. } = request.clone();
    let decision = violations.enumeration("decision", request.decision).and_then(|decision| match decision {
        contract::WorkDecision::Unspecified => None,
        contract::WorkDecision::Authorised => {
            violations.require("reason", reason == 0, "is given without a negative decision");
            violations.require("coordinator", coordinator.is_none(), "is given without a negative decision");
            check_authorisation(violations, authorisation).map(WorkDecision::Authorised)
        }
        contract::WorkDecision::NotAuthorised => {
            violations.require("authorisation", authorisation.is_none(), "is given with a negative decision");
            let reason = violations.enumeration("reason", reason).and_then(hear_work_refusal);
            let coordinator = read_coordinator_contact(violations, "coordinator", coordinator).map(hear_contact);
            Some(WorkDecision::NotAuthorised { reason: reason?, coordinator: coordinator? })
        }
    });
    let decided_on = violations.date("decided_on", request.decided_on);
    Some(Command::DecideWork { decided_on: decided_on?, decision: decision? })
}

pub(crate) fn check_work_amendment(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::AmendWorkRequest,
) -> Option<Command> {
    let decided_on = violations.date("decided_on", request.decided_on);
    let authorisation = check_authorisation(violations, request.authorisation.clone());
    Some(Command::AmendWork { decided_on: decided_on?, authorisation: authorisation? })
}

pub(crate) fn check_work_withdrawal(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::WithdrawWorkApplicationRequest,
) -> Option<Command> {
    let withdrawn_on = violations.date("withdrawn_on", request.withdrawn_on)?;
    Some(Command::WithdrawWorkApplication { withdrawn_on })
}

fn check_work(violations: &mut Violations, work: Option<contract::Work>) -> Option<Work> {
    let work = violations.message("work", work)?;
    violations.within("work", |inner| {
        let nature = inner.text("nature", &work.nature, LONGEST_NATURE);
        let minutes = Some(work.minutes_per_week).filter(|minutes| (1..=MINUTES_OF_A_WEEK).contains(minutes));
        let minutes = inner.check("minutes_per_week", minutes.ok_or("is not 1 to 10,080"));
        let place = inner.enumeration("place", work.place).and_then(hear_workplace);
        Some(Work { nature: nature?, minutes_per_week: minutes?, place: place? })
    })
}

fn check_authorisation(
    violations: &mut Violations,
    authorisation: Option<contract::WorkAuthorisation>,
) -> Option<Authorisation> {
    let authorisation = violations.message("authorisation", authorisation)?;
    violations.within("authorisation", |inner| {
        let findings = inner.message("findings", authorisation.findings).and_then(|findings| {
            let percent = findings.reduction_percent.is_none_or(|percent| percent <= 100);
            inner.require("findings.reduction_percent", percent, "is not 0 to 100");
            percent.then(|| hear_findings(findings))
        });
        let work = check_work(inner, authorisation.work);
        let conditions = inner.text("conditions", &authorisation.conditions, LONGEST_CONDITIONS);
        let from = inner.date("starts_on", authorisation.starts_on);
        let until = inner.optional_date("ends_on", authorisation.ends_on);
        let (findings, work) = findings.zip(work)?;
        Some(Authorisation { findings, work, conditions: conditions?, from: from?, until: until? })
    })
}

fn hear_findings(findings: contract::WorkFindings) -> WorkFindings {
    let contract::WorkFindings { activity_ceased, reduction_percent, compatible } = findings;
    WorkFindings { activity_ceased, reduction_percent, compatible }
}

pub(crate) fn tell_work(work: &Work) -> contract::Work {
    let Work { nature, minutes_per_week, place } = work.clone();
    contract::Work { nature, minutes_per_week, place: tell_workplace(place).into() }
}

/// Work that was checked before it was stored.
pub(crate) fn hear_work(work: Option<contract::Work>) -> Result<Work, Unreadable> {
    let work = work.ok_or(Unreadable("work"))?;
    let place = hear_workplace(work.place()).ok_or(Unreadable("place of work"))?;
    Ok(Work { nature: work.nature, minutes_per_week: work.minutes_per_week, place })
}

pub(crate) fn tell_terms(terms: &WorkTerms) -> contract::WorkTerms {
    let WorkFindings { activity_ceased, reduction_percent, compatible } = terms.findings;
    let authorisation = contract::WorkAuthorisation {
        findings: Some(contract::WorkFindings { activity_ceased, reduction_percent, compatible }),
        work: Some(tell_work(&terms.work)),
        conditions: terms.conditions.clone(),
        starts_on: Some(to_proto(terms.from)),
        ends_on: terms.until.map(to_proto),
    };
    contract::WorkTerms { decided_on: Some(to_proto(terms.decided_on)), authorisation: Some(authorisation) }
}

/// Terms that were checked before they were stored.
pub(crate) fn hear_terms(terms: Option<contract::WorkTerms>) -> Result<WorkTerms, Unreadable> {
    let terms = terms.ok_or(Unreadable("terms"))?;
    let authorisation = terms.authorisation.ok_or(Unreadable("authorisation"))?;
    Ok(WorkTerms {
        decided_on: day(terms.decided_on, "day of the decision")?,
        findings: authorisation.findings.map(hear_findings).ok_or(Unreadable("findings"))?,
        work: hear_work(authorisation.work)?,
        conditions: authorisation.conditions,
        from: day(authorisation.starts_on, "first day of the authorisation")?,
        until: optional_day(authorisation.ends_on, "last day of the authorisation")?,
    })
}

pub(super) fn tell_work_application(work: &AuthorisedWork, person: &Person) -> contract::WorkApplication {
    let Application { applied_on, by, work: asked, planned_from } = &work.application;
    let told = contract::WorkApplication {
        number: work.number,
        applied_on: Some(to_proto(*applied_on)),
        applicant: tell_applicant(*by).into(),
        work: Some(tell_work(asked)),
        planned_from: Some(to_proto(*planned_from)),
        resumed_on: work.resumed_on.map(to_proto),
        decided_on: work.decided_on().map(to_proto),
        withdrawn_on: work.withdrawn_on.map(to_proto),
        ..Default::default()
    };
    answered(told, work.answer.as_ref(), work.decided_on(), person)
}

fn answered(
    told: contract::WorkApplication,
    answer: Option<&WorkAnswer>,
    decided_on: Option<NaiveDate>,
    person: &Person,
) -> contract::WorkApplication {
    match answer {
        None => told,
        Some(WorkAnswer::Authorised(terms)) => {
            let decision = contract::WorkDecision::Authorised.into();
            contract::WorkApplication { decision, terms: terms.iter().map(tell_terms).collect(), ..told }
        }
        Some(WorkAnswer::NotAuthorised { reason, notice, .. }) => contract::WorkApplication {
            decision: contract::WorkDecision::NotAuthorised.into(),
            refusal_reason: tell_work_refusal(*reason).into(),
            notice: notice.as_ref().zip(decided_on).map(|(notice, on)| tell_notice(notice, person, on)),
            ..told
        },
    }
}
