//! Vocational rehabilitation, as the assessment is told of it.

use trajet_assessment_domain::{
    Command, CoveredCost, Initiative, Mode, Proposal, RehabilitationGround, ReintegrationEvaluation, Told,
};
use trajet_law::months::Period;
use trajet_law::rehabilitation::{CscmiDecision, HoursFollowed, ProgrammeOutcome, RehabilitationFact};

use super::Assessment;
use super::told::tell;
use crate::belgian::organisation;
use crate::said::{Said, one_of};

pub(super) fn proposed(said: &mut Said) -> Command {
    let orientation = said.date("by convention with an orientation assessment on");
    let mode = match orientation {
        Some(orientation_on) => Mode::Convention { partner: organisation(None), orientation_on },
        None if said.flag("IPS") => Mode::Ips,
        None => Mode::Classic,
    };
    Command::ProposeRehabilitation(Box::new(Proposal {
        on: said.on,
        initiative: one_of!(said, "asked by", Initiative).unwrap_or(Initiative::Person),
        agreed_on: said.date("agreed").unwrap_or(said.on),
        ground: one_of!(said, "because", RehabilitationGround).unwrap_or(RehabilitationGround::DefinitivelyUnfit),
        mode,
        assessed_on: said.date("assessed"),
        costs: vec![CoveredCost::Registration, CoveredCost::Travel],
    }))
}

fn known(said: &mut Said, fact: RehabilitationFact) -> Command {
    if said.flag("recorded by hand") {
        return Command::RecordRehabilitation(fact);
    }
    tell(Told::Rehabilitation { fact, partner: organisation(said.text("told by").as_deref()) })
}

pub(super) fn answered(said: &mut Said) -> Command {
    let decision = if said.flag("approved") {
        CscmiDecision::Approved
    } else {
        if !said.flag("refused") {
            said.wrong("the CSCMI answers \"approved\" or \"refused\"".to_owned());
        }
        CscmiDecision::Refused
    };
    known(said, RehabilitationFact::Answered { on: said.on, decision })
}

pub(super) fn intake(said: &mut Said) -> Command {
    known(said, RehabilitationFact::IntakeHeld { on: said.on })
}

pub(super) fn started(said: &mut Said) -> Command {
    known(said, RehabilitationFact::Started { on: said.on })
}

pub(super) fn followed(said: &mut Said) -> Command {
    let (first, minutes) = (said.day("from"), said.needed("minutes", 60));
    let period = Period { first, last: said.on };
    known(said, RehabilitationFact::HoursFollowed(HoursFollowed { period, minutes }))
}

pub(super) fn ended(said: &mut Said) -> Command {
    let failed = said.flag("without success");
    if failed == said.flag("with success") {
        said.wrong("a programme ends \"with success\" or \"without success\"".to_owned());
    }
    let outcome = if failed { ProgrammeOutcome::Failed } else { ProgrammeOutcome::Succeeded };
    known(said, RehabilitationFact::Ended { on: said.on, outcome })
}

pub(super) fn evaluated(said: &mut Said) -> Command {
    let (examined, still_unfit) = (said.flag("examined"), said.flag("still unfit"));
    Command::EvaluateReintegration(ReintegrationEvaluation { on: said.on, examined, still_unfit })
}

/// What is due for the last programme.
pub(super) fn amounts(office: &Assessment, said: &mut Said) -> String {
    let law = office.state.judged(said.day("on"));
    let Some(programme) = office.state.programmes.last() else { return "none".to_owned() };
    let amounts = programme.amounts(law);
    let one = |amount: &trajet_law::rehabilitation::Amount| {
        format!("{} {}.{:02} EUR", amount.kind.code().replace('_', " "), amount.cents / 100, amount.cents % 100)
    };
    if amounts.is_empty() { "none".to_owned() } else { amounts.iter().map(one).collect::<Vec<_>>().join("; ") }
}

/// The phase of reintegration after the last programme.
pub(super) fn phase(office: &Assessment, _: &mut Said) -> String {
    let phase = office.state.programmes.last().and_then(|programme| programme.phase());
    phase.map_or_else(|| "none".to_owned(), |phase| format!("{} to {}", phase.value.first, phase.value.last))
}
