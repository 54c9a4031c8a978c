//! What other offices and partners tell the assessment.

use trajet_assessment_domain::{Command, Fact, Presumed, Producer, ProfileSummary, Source, Told};
use trajet_law::parameter::PRESUMPTION_MONTHS;
use trajet_law::presumption::Kind;
use trajet_law::rule::{Ground, Rule};

use crate::belgian::{employer, organisation};
use crate::said::Said;

pub(super) fn tell(told: Told) -> Command {
    let ledger = match told.producer() {
        Producer::Questionnaire => "questionnaire/300",
        Producer::Dossier => "dossier/300",
        Producer::Exchange => "exchange/300",
        Producer::Assessment => "assessment/300",
    };
    Command::Note(Fact { told, source: Source { ledger: ledger.into(), position: 1 } })
}

fn because(said: &mut Said, instead: Ground) -> Ground {
    said.value("because of").unwrap_or(instead)
}

pub(super) fn sent(said: &mut Said) -> Command {
    let because = because(said, Rule::Q1.into());
    tell(Told::Sent { on: said.on, due_back: said.day("due back"), because })
}

pub(super) fn kept_back(said: &mut Said) -> Command {
    tell(Told::Waived { on: said.on, because: because(said, Rule::Q2.into()) })
}

pub(super) fn not_returned(said: &mut Said) -> Command {
    tell(Told::NotReturned { due_back: said.day("due back"), help_asked_on: said.on })
}

pub(super) fn incomplete(said: &mut Said) -> Command {
    tell(Told::Incomplete { on: said.on })
}

pub(super) fn completed(said: &mut Said) -> Command {
    tell(Told::Completed { on: said.on, profile: ProfileSummary::default() })
}

pub(super) fn impossible(said: &mut Said) -> Command {
    tell(Told::Impossible { on: said.on })
}

pub(super) fn requested(said: &mut Said) -> Command {
    tell(Told::TrajectoryRequested { on: said.on })
}

pub(super) fn authorisation_asked(said: &mut Said) -> Command {
    let contact_on = said.day("after the contact of");
    let number = said.value("request").unwrap_or(1);
    tell(Told::AuthorisationAsked { number, on: said.on, contact_on, actions: vec!["further_contact".into()] })
}

pub(super) fn consents(said: &mut Said) -> Command {
    let mut decided =
        |granted, refused| if said.flag(granted) { Some(true) } else { said.flag(refused).then_some(false) };
    let trajectory = decided("trajectory granted", "trajectory refused");
    let physician_follow_up = decided("follow-up by the physician granted", "follow-up by the physician refused");
    tell(Told::ConsentsDecided { since: said.on, trajectory, physician_follow_up })
}

pub(super) fn trajectory_ended(said: &mut Said) -> Command {
    tell(Told::TrajectoryEnded { on: said.on, because: because(said, Ground::point(Rule::D11, 'c')) })
}

pub(super) fn presumed(said: &mut Said) -> Command {
    let kinds = Kind::ALL.iter().map(|one| one.code());
    let kind = said.one_of("by a plan of", |code| code.parse().ok(), kinds).unwrap_or(Kind::Ami);
    let last = said.day("until");
    let number = said.value("presumption").unwrap_or(1);
    let parameter = Some(PRESUMPTION_MONTHS.on(said.on).version);
    tell(Told::Presumed(Presumed { number, kind, first: said.on, last, parameter }))
}

pub(super) fn relapsed(said: &mut Said) -> Command {
    tell(Told::Relapsed { on: said.day("first day") })
}

pub(super) fn codex_requested(said: &mut Said) -> Command {
    let (partner, employer) = (organisation(said.text("told by").as_deref()), employer(said));
    tell(Told::CodexRequested { on: said.on, partner, employer })
}

pub(super) fn codex_ended(said: &mut Said) -> Command {
    let (partner, employer) = (organisation(said.text("told by").as_deref()), employer(said));
    tell(Told::CodexEnded { on: said.on, partner, employer })
}
