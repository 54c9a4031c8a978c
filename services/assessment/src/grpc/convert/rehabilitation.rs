//! Rehabilitation programmes: proposals of requests, and programmes as the contracts tell them.

use trajet_access::Caller;
use trajet_assessment_domain::{
    Command, CoveredCost, CscmiAnswer, Initiative, Mode, Programme, ProgrammeEnd, Proposal, RehabilitationGround,
    ReintegrationEvaluation,
};
use trajet_belgium::EnterpriseNumber;
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as common;
use trajet_law::law::Judged;
use trajet_law::rehabilitation::{Amount, AmountKind};
use trajet_law::rule::Rule;
use trajet_runtime::Violations;
use trajet_service::{plan, rehabilitation};

use super::same;

same!(hear_initiative, tell_initiative, contract::RehabilitationInitiative, Initiative, {
    Person = Person,
    Physician = Physician,
});
same!(hear_ground, tell_ground, contract::RehabilitationGround, RehabilitationGround, {
    DefinitivelyUnfit = DefinitivelyUnfit,
    FavourablePrognosis = FavourablePrognosis,
});
same!(hear_cost, tell_cost, contract::CoveredCost, CoveredCost, {
    OrientationExamination = OrientationExamination,
    Registration = Registration,
    ExaminationFees = ExaminationFees,
    Travel = Travel,
    Material = Material,
    EffectiveReintegration = EffectiveReintegration,
});

pub(crate) fn check_proposal(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::ProposeRehabilitationRequest,
) -> Option<Command> {
    let proposal = violations.message("proposal", request.proposal.clone())?;
    violations.within("proposal", |inner| {
        let on = inner.date("proposed_on", proposal.proposed_on);
        let initiative = inner.enumeration("initiative", proposal.initiative).and_then(hear_initiative);
        let agreed_on = inner.date("agreed_on", proposal.agreed_on);
        let ground = inner.enumeration("ground", proposal.ground).and_then(hear_ground);
        let mode = check_mode(inner, &proposal);
        let assessed_on = inner.optional_date("assessed_on", proposal.assessed_on);
        let costs = check_costs(inner, &proposal.costs);
        Some(Command::ProposeRehabilitation(Box::new(Proposal {
            on: on?,
            initiative: initiative?,
            agreed_on: agreed_on?,
            ground: ground?,
            mode: mode?,
            assessed_on: assessed_on?,
            costs: costs?,
        })))
    })
}

/// The mode with what belongs to it: a convention has a partner and an orientation assessment.
fn check_mode(violations: &mut Violations, proposal: &contract::RehabilitationProposal) -> Option<Mode> {
    let mode = violations.enumeration("mode", proposal.mode)?;
    if mode == contract::RehabilitationMode::Convention {
        let partner = violations.check("partner_number", EnterpriseNumber::parse(&proposal.partner_number));
        let orientation_on = violations.date("orientation_assessed_on", proposal.orientation_assessed_on);
        return Some(Mode::Convention { partner: partner?, orientation_on: orientation_on? });
    }
    let outside = "is given outside a convention";
    violations.require("partner_number", proposal.partner_number.is_empty(), outside);
    violations.require("orientation_assessed_on", proposal.orientation_assessed_on.is_none(), outside);
    match mode {
        contract::RehabilitationMode::Classic => Some(Mode::Classic),
        contract::RehabilitationMode::Ips => Some(Mode::Ips),
        contract::RehabilitationMode::Unspecified | contract::RehabilitationMode::Convention => None,
    }
}

/// At least one kind of cost, each once.
fn check_costs(violations: &mut Violations, costs: &[i32]) -> Option<Vec<CoveredCost>> {
    let mut heard = Vec::new();
    for (index, cost) in costs.iter().enumerate() {
        let field = format!("costs[{index}]");
        let cost = violations.enumeration(&field, *cost).and_then(hear_cost)?;
        violations.require(&field, !heard.contains(&cost), "stands there twice");
        heard.push(cost);
    }
    violations.require("costs", !heard.is_empty(), "is empty");
    Some(heard)
}

pub(crate) fn check_submission(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::SubmitRehabilitationRequest,
) -> Option<Command> {
    Some(Command::SubmitRehabilitation { on: violations.date("submitted_on", request.submitted_on)? })
}

pub(crate) fn check_withdrawal(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::WithdrawRehabilitationRequest,
) -> Option<Command> {
    Some(Command::WithdrawRehabilitation { on: violations.date("withdrawn_on", request.withdrawn_on)? })
}

/// That it happened by today, the domain says.
pub(crate) fn check_rehabilitation_fact(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordRehabilitationFactRequest,
) -> Option<Command> {
    let fact = rehabilitation::check_fact(violations, request.fact, trajet_law::months::LATEST)?;
    Some(Command::RecordRehabilitation(fact))
}

pub(crate) fn check_reintegration_evaluation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordReintegrationEvaluationRequest,
) -> Option<Command> {
    let on = violations.date("evaluated_on", request.evaluated_on)?;
    let (examined, still_unfit) = (request.examined, request.still_unfit);
    Some(Command::EvaluateReintegration(ReintegrationEvaluation { on, examined, still_unfit }))
}

pub(crate) fn tell_proposal(proposal: &Proposal) -> contract::RehabilitationProposal {
    let (mode, partner, orientation_on) = match proposal.mode {
        Mode::Classic => (contract::RehabilitationMode::Classic, None, None),
        Mode::Convention { partner, orientation_on } => {
            (contract::RehabilitationMode::Convention, Some(partner), Some(orientation_on))
        }
        Mode::Ips => (contract::RehabilitationMode::Ips, None, None),
    };
    contract::RehabilitationProposal {
        proposed_on: Some(to_proto(proposal.on)),
        initiative: tell_initiative(proposal.initiative).into(),
        agreed_on: Some(to_proto(proposal.agreed_on)),
        ground: tell_ground(proposal.ground).into(),
        mode: mode.into(),
        partner_number: partner.map(|partner| partner.as_str().to_owned()).unwrap_or_default(),
        orientation_assessed_on: orientation_on.map(to_proto),
        assessed_on: proposal.assessed_on.map(to_proto),
        costs: proposal.costs.iter().map(|cost| tell_cost(*cost).into()).collect(),
    }
}

pub(crate) fn tell_answer(answer: CscmiAnswer) -> common::CscmiAnswer {
    common::CscmiAnswer {
        answered_on: Some(to_proto(answer.on)),
        decision: rehabilitation::tell_decision(answer.decision).into(),
    }
}

pub(crate) fn tell_reintegration_evaluation(evaluation: ReintegrationEvaluation) -> contract::ReintegrationEvaluation {
    let ReintegrationEvaluation { on, examined, still_unfit } = evaluation;
    contract::ReintegrationEvaluation { evaluated_on: Some(to_proto(on)), examined, still_unfit }
}

fn tell_end(end: &ProgrammeEnd) -> common::RehabilitationEnd {
    common::RehabilitationEnd {
        ended_on: Some(to_proto(end.last_day)),
        outcome: end.outcome.map(rehabilitation::tell_outcome).unwrap_or_default().into(),
    }
}

fn tell_amount(amount: &Amount) -> contract::RehabilitationAmount {
    let kind = match amount.kind {
        AmountKind::HourlyPremium => contract::RehabilitationAmountKind::HourlyPremium,
        AmountKind::SuccessAllowance => contract::RehabilitationAmountKind::SuccessAllowance,
    };
    contract::RehabilitationAmount {
        kind: kind.into(),
        hours: amount.hours.unwrap_or_default(),
        cents: amount.cents,
        basis: Some(plan::source(Rule::M16.into(), Some(amount.parameter.to_string()))),
    }
}

/// A programme with what is due so far.
pub(crate) fn tell_programme(programme: &Programme, law: Judged) -> contract::RehabilitationProgramme {
    let phase = programme.phase().map(|phase| phase.value);
    contract::RehabilitationProgramme {
        number: programme.number,
        proposal: Some(tell_proposal(&programme.proposal)),
        submitted_on: programme.submitted_on.map(to_proto),
        answer: programme.answer.map(tell_answer),
        intakes_held_on: programme.intakes.iter().copied().map(to_proto).collect(),
        started_on: programme.started_on.map(to_proto),
        hours: programme.hours.iter().map(rehabilitation::tell_hours).collect(),
        end: programme.end.as_ref().map(tell_end),
        closed_on: programme.closed.map(|closed| to_proto(closed.on)),
        closed_because: programme.closed.map(|closed| plan::source(closed.because, None)),
        phase_first_day: phase.map(|phase| to_proto(phase.first)),
        phase_last_day: phase.map(|phase| to_proto(phase.last)),
        amounts: programme.amounts(law).iter().map(tell_amount).collect(),
        evaluation: programme.evaluation.map(tell_reintegration_evaluation),
    }
}
