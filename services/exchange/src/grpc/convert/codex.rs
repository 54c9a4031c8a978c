//! What an occupational physician tells.

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::exchange::v1 as contract;
use trajet_contracts::exchange::v1::codex_fact::Fact as Wire;
use trajet_contracts::google::r#type::Date;
use trajet_exchange_domain::{Article, CodexFact, CodexTold, PartnerFact, ReportId, Told, VisitOutcome};
use trajet_law::codex::CodexRequester;
use trajet_law::months::EARLIEST;
use trajet_runtime::Violations;
use trajet_service::employer;
use uuid::Uuid;

use super::{hear_number, same};

same!(hear_requester, tell_requester, contract::CodexRequester, CodexRequester, {
    Worker,
    TreatingPhysician,
    Employer,
});

same!(hear_outcome, tell_outcome, contract::PreReturnVisitOutcome, VisitOutcome, {
    WorkResumes,
    CodexAsked,
    CodexNotAsked,
});

/// What a report tells: today or earlier.
pub(crate) fn check_fact(
    violations: &mut Violations,
    fact: Option<contract::CodexFact>,
    today: NaiveDate,
) -> Option<CodexTold> {
    let fact = fact.unwrap_or_default();
    let employer = employer::check(violations, "fact.employer_number", &fact.employer_number);
    let fact = check_what(violations, fact.fact, today);
    Some(CodexTold { fact: fact?, employer: employer? })
}

fn check_what(violations: &mut Violations, fact: Option<Wire>, today: NaiveDate) -> Option<CodexFact> {
    let day = |inner: &mut Violations, field: &str, date: Option<Date>| {
        let day = inner.date(field, date)?;
        let happened = (EARLIEST..=today).contains(&day);
        let day = if happened { Ok(day) } else { Err(format!("is not a day from {EARLIEST} to {today}")) };
        inner.check(field, day)
    };
    match violations.message("fact", fact)? {
        Wire::Requested(told) => violations.within("fact.requested", |inner| {
            let on = day(inner, "requested_on", told.requested_on);
            let by = inner.enumeration("requested_by", told.requested_by).and_then(hear_requester);
            Some(CodexFact::Requested { on: on?, by: by? })
        }),
        Wire::PreReturnVisit(told) => violations.within("fact.pre_return_visit", |inner| {
            let on = day(inner, "held_on", told.held_on);
            let outcome = match told.outcome {
                // It may not be known yet.
                0 => Some(None),
                outcome => inner.enumeration("outcome", outcome).map(hear_outcome),
            };
            Some(CodexFact::PreReturnVisit { on: on?, outcome: outcome? })
        }),
        Wire::PlanSigned(told) => violations.within("fact.plan_signed", |inner| {
            Some(CodexFact::PlanSigned { on: day(inner, "signed_on", told.signed_on)? })
        }),
        Wire::WorkResumed(told) => violations.within("fact.work_resumed", |inner| {
            Some(CodexFact::WorkResumed { on: day(inner, "resumed_on", told.resumed_on)? })
        }),
        Wire::Ended(told) => violations.within("fact.ended", |inner| {
            let on = day(inner, "ended_on", told.ended_on);
            let article = inner.check("article", Article::parse(&told.article));
            Some(CodexFact::Ended { on: on?, article: article?, definitively_unfit: told.definitively_unfit })
        }),
    }
}

/// What was told, as it was stored.
pub(crate) fn hear_fact(fact: contract::CodexFact) -> Option<CodexTold> {
    let employer = employer::read(&fact.employer_number).ok()?;
    Some(CodexTold { fact: hear_what(fact.fact?)?, employer })
}

fn hear_what(fact: Wire) -> Option<CodexFact> {
    let day = |date: Option<Date>| NaiveDate::try_from(date?).ok();
    Some(match fact {
        Wire::Requested(told) => {
            let by = hear_requester(told.requested_by())?;
            CodexFact::Requested { on: day(told.requested_on)?, by }
        }
        Wire::PreReturnVisit(told) => {
            CodexFact::PreReturnVisit { on: day(told.held_on)?, outcome: hear_outcome(told.outcome()) }
        }
        Wire::PlanSigned(told) => CodexFact::PlanSigned { on: day(told.signed_on)? },
        Wire::WorkResumed(told) => CodexFact::WorkResumed { on: day(told.resumed_on)? },
        Wire::Ended(told) => CodexFact::Ended {
            on: day(told.ended_on)?,
            article: Article::parse(&told.article).ok()?,
            definitively_unfit: told.definitively_unfit,
        },
    })
}

pub(crate) fn tell_fact(told: &CodexTold) -> contract::CodexFact {
    let on = Some(to_proto(told.fact.on()));
    let fact = match &told.fact {
        CodexFact::Requested { by, .. } => {
            Wire::Requested(contract::CodexRequest { requested_on: on, requested_by: tell_requester(*by).into() })
        }
        CodexFact::PreReturnVisit { outcome, .. } => {
            let outcome = outcome.map(tell_outcome).unwrap_or_default();
            Wire::PreReturnVisit(contract::PreReturnVisit { held_on: on, outcome: outcome.into() })
        }
        CodexFact::PlanSigned { .. } => Wire::PlanSigned(contract::CodexPlanSigned { signed_on: on }),
        CodexFact::WorkResumed { .. } => Wire::WorkResumed(contract::WorkResumedUnderPlan { resumed_on: on }),
        CodexFact::Ended { article, definitively_unfit, .. } => Wire::Ended(contract::CodexEnd {
            ended_on: on,
            article: article.as_str().to_owned(),
            definitively_unfit: *definitively_unfit,
        }),
    };
    let employer_number = employer::tell(told.employer);
    contract::CodexFact { fact: Some(fact), employer_number }
}

pub(crate) fn hear_told(told: contract::CaseCodexFact) -> Option<Told> {
    Some(Told {
        report: ReportId(Uuid::try_parse(&told.report_id).ok()?.into_bytes()),
        partner: hear_number(&told.partner_number)?,
        fact: PartnerFact::Codex(told.fact.and_then(hear_fact)?),
    })
}

/// What happened, on which day and of which employer, without who asked and without what may be of somebody's health.
pub(crate) fn told_in_outline(told: &Told, codex: &CodexTold) -> contract::CaseCodexFact {
    let whole = tell_told(told, codex);
    let contract::CodexFact { fact, employer_number } = tell_fact(codex);
    let fact = match fact {
        Some(Wire::Requested(fact)) => Some(Wire::Requested(contract::CodexRequest {
            requested_on: fact.requested_on,
            ..contract::CodexRequest::default()
        })),
        Some(Wire::PreReturnVisit(fact)) => Some(Wire::PreReturnVisit(contract::PreReturnVisit {
            held_on: fact.held_on,
            ..contract::PreReturnVisit::default()
        })),
        Some(Wire::Ended(fact)) => {
            Some(Wire::Ended(contract::CodexEnd { ended_on: fact.ended_on, ..contract::CodexEnd::default() }))
        }
        // They tell no more than the day.
        fact @ (Some(Wire::PlanSigned(_) | Wire::WorkResumed(_)) | None) => fact,
    };
    contract::CaseCodexFact { fact: Some(contract::CodexFact { fact, employer_number }), ..whole }
}

pub(crate) fn tell_told(told: &Told, fact: &CodexTold) -> contract::CaseCodexFact {
    contract::CaseCodexFact {
        fact: Some(tell_fact(fact)),
        partner_number: told.partner.as_str().to_owned(),
        report_id: Uuid::from_bytes(told.report.0).to_string(),
    }
}
