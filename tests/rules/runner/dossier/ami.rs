//! The trajectory of the sickness insurance.

use std::collections::BTreeSet;

use trajet_dossier_domain::ami::{
    ActionKind, AmiCommand, AmiEndReason, Concertation, EmployerLink, Evaluation, FollowUp, FreeText, InformDutyKind,
    NewCommitment, NextFollowUp, Observation, Outcome, PlanAction, PlanAim, PlanContent, PlanParty, ResultReached,
    Rhythm, Signature, StartSituation, Work, WorkContract, WorkEndReason,
};
use trajet_dossier_domain::{Channel, Command, Guidance, GuidanceResult, SignatureKind, SubjectId};
use trajet_law::months::months_after;

use super::Dossier;
use crate::belgian::employer;
use crate::said::{Said, one_of};

fn signature(on: chrono::NaiveDate) -> Signature {
    Signature { on, kind: SignatureKind::Paper, reference: "S-1".into(), representative: None }
}

pub(super) fn commit(said: &mut Said) -> Command {
    let person = said.date("by the person on").unwrap_or(said.on);
    let physician = if said.flag("not yet by the physician") { None } else { Some(signature(said.on)) };
    Command::Ami(AmiCommand::Commit(NewCommitment {
        situation: one_of!(said, "situation", StartSituation).unwrap_or(StartSituation::B),
        employer_link: one_of!(said, "employer", EmployerLink).unwrap_or(EmployerLink::CannotAnyMore),
        employer: employer(said),
        support: !said.flag("without the coordinator's commitment"),
        cooperation: !said.flag("without the person's commitment"),
        by: SubjectId("the coordinator".into()),
        coordinator: signature(said.on),
        person: signature(person),
        physician,
    }))
}

pub(super) fn sign(said: &mut Said) -> Command {
    Command::Ami(AmiCommand::Sign(signature(said.on)))
}

pub(super) fn establish(said: &mut Said) -> Command {
    let content = content(said);
    let person = said.date("signed by the person on").unwrap_or(said.on);
    Command::Ami(AmiCommand::EstablishPlan { content, coordinator: signature(said.on), person: signature(person) })
}

pub(super) fn adapt(said: &mut Said) -> Command {
    let mut content = content(said);
    if said.flag("with another objective") {
        content.objectives.push(text("a traineeship"));
    }
    Command::Ami(AmiCommand::AdaptPlan { content, on: said.on, reason: text("the course was full") })
}

pub(super) fn followed_up(said: &mut Said) -> Command {
    let mut participants: BTreeSet<_> = [PlanParty::Coordinator, PlanParty::InsuredPerson].into();
    if said.flag("without the person") {
        participants.remove(&PlanParty::InsuredPerson);
    }
    participants.extend(one_of!(said, "with the", PlanParty));
    participants.extend(said.flag("and with the physician").then_some(PlanParty::Physician));
    let agreed = said.flag("agreed by the person");
    let concerted_on = said.date("concerted on");
    let findings = text("as planned");
    Command::Ami(AmiCommand::FollowUp(FollowUp { on: said.on, participants, agreed, concerted_on, findings }))
}

pub(super) fn resume(said: &mut Said) -> Command {
    Command::Ami(AmiCommand::Resume { on: said.on, agreed: said.flag("agreed with the person") })
}

fn text(text: &str) -> FreeText {
    FreeText(text.to_owned())
}

/// What a plan says.
fn content(said: &mut Said) -> PlanContent {
    let mut participants: BTreeSet<_> = PlanParty::CORE.into();
    for (name, party) in
        [("without the physician", PlanParty::Physician), ("without the person", PlanParty::InsuredPerson)]
    {
        if said.flag(name) {
            participants.remove(&party);
        }
    }
    participants.extend(one_of!(said, "with the", PlanParty));
    let action = PlanAction {
        kind: one_of!(said, "action", ActionKind).unwrap_or(ActionKind::Training),
        carried_out_by: one_of!(said, "carried out by the", PlanParty).unwrap_or(PlanParty::RegionalAdviser),
        what: text("a course"),
    };
    let reason = text(if said.flag("without a reason") { "" } else { "the course lasts five months" });
    let follow_up = said.date("next follow-up").unwrap_or_else(|| months_after(said.on, 2));
    let next_follow_up = NextFollowUp { on: follow_up, channel: Channel::Telephone };
    PlanContent {
        objectives: if said.flag("without objectives") { Vec::new() } else { vec![text("skills are up to date")] },
        final_result: (!said.flag("without a final result")).then(|| text("four fifths in an office")),
        actions: if said.flag("without an action") { Vec::new() } else { vec![action] },
        next_follow_up: (!said.flag("without a next follow-up")).then_some(next_follow_up),
        aim: one_of!(said, "towards", PlanAim).unwrap_or(PlanAim::Employment),
        rhythm: said.value("followed up every months").map(|months| Rhythm { months, reason }),
        concertation: Concertation {
            on: said.date("concerted on").unwrap_or(said.on),
            participants,
            agreed: said.flag("agreed by the person"),
        },
    }
}

pub(super) fn informed(said: &mut Said) -> Command {
    let kind = one_of!(said, "of the", InformDutyKind).unwrap_or(InformDutyKind::Start);
    Command::Ami(AmiCommand::RecordInformed { kind, on: said.on, reference: None })
}

pub(super) fn ended(said: &mut Said) -> Command {
    let reason = one_of!(said, "because", AmiEndReason).unwrap_or(AmiEndReason::ResultReached);
    Command::Ami(AmiCommand::End { last_day: said.on, reason })
}

fn outcome(said: &mut Said) -> Outcome {
    let contract = one_of!(said, "contract", WorkContract).unwrap_or(WorkContract::Permanent);
    let work = said.date("at work since");
    let work = work.map(|since| Work { since, contract, as_before: false, percent_of_full_time: 80 });
    Outcome { work, training: said.flag("in training"), volunteering: said.flag("volunteering") }
}

pub(super) fn evaluated(said: &mut Said) -> Command {
    let result = one_of!(said, "result", ResultReached).unwrap_or(ResultReached::Wholly);
    let (outcome, findings) = (outcome(said), FreeText("as was aimed at".to_owned()));
    Command::Ami(AmiCommand::Evaluate(Evaluation { on: said.on, result, outcome, findings }))
}

pub(super) fn observed(said: &mut Said) -> Command {
    let reason = one_of!(said, "because", WorkEndReason).unwrap_or(WorkEndReason::Relapse);
    let stopped = said.date("work stopped on").map(|last_day| (last_day, reason));
    Command::Ami(AmiCommand::Observe(Observation { on: said.on, outcome: outcome(said), stopped }))
}

pub(super) fn result(said: &mut Said) -> Command {
    let of = one_of!(said, "of the", Guidance).unwrap_or(Guidance::Coordinator);
    let result = one_of!(said, "result", ResultReached).unwrap_or(ResultReached::Wholly);
    let (outcome, findings) = (outcome(said), FreeText("as was aimed at".to_owned()));
    Command::RegisterResult(GuidanceResult { on: said.on, of, result, outcome, findings })
}

/// The duties to inform of the last trajectory, and what became of each.
pub(super) fn duties(office: &Dossier, _: &mut Said) -> String {
    let duties = office.state.ami.iter().flat_map(|trajectory| &trajectory.duties);
    let one = |duty: &trajet_dossier_domain::ami::InformDuty| {
        let became = match (duty.barred_on, &duty.informed) {
            (Some(on), _) => format!("barred {on}"),
            (None, Some((on, _))) => format!("informed {on}"),
            (None, None) => "open".to_owned(),
        };
        format!("{} {}: {became}", duty.kind.code(), duty.arose_on)
    };
    let told: Vec<_> = duties.map(one).collect();
    if told.is_empty() { "none".to_owned() } else { told.join("; ") }
}

/// The aim of the last plan, and whether the physician is told, so that a proposal follows.
pub(super) fn aim(office: &Dossier) -> String {
    office.aim.map_or_else(
        || "there is no plan".to_owned(),
        |(aim, told)| format!("{}, {}", aim.code().replace('_', " "), if told { "told" } else { "not told" }),
    )
}
