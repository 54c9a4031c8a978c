//! What other offices and partners tell the dossier.

use trajet_belgium::Language;
use trajet_dossier_domain::{
    CodexEnd, CodexKind, CodexNote, Command, Fact, IncapacityEnd, Person, QuestionnaireTold, Recognition, Sex, Source,
    Told, Track, TrackKind, VisitOutcome,
};
use trajet_law::codex::CodexRequester;
use trajet_law::route_c::{Presentation, RegionalForm};

use crate::belgian::employer;
use crate::said::{Said, one_of, one_of_law};
use crate::taken_over;

fn tell(told: Told) -> Command {
    let ledger = match &told {
        Told::Questionnaire(_) => "questionnaire/300",
        Told::Codex(_) | Told::Presented(_) => "exchange/300",
        _ => "assessment/300",
    };
    Command::Note(Fact { told, source: Source { ledger: ledger.into(), position: 1 } })
}

fn person() -> Person {
    Person {
        niss: "85073003328".into(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        birth_date: None,
        sex: Sex::Female,
        language: Language::French,
        municipality: "21004".into(),
        phone: None,
        email: None,
    }
}

pub(super) fn recognised(said: &mut Said) -> Command {
    let incapacity_start = said.day("first day");
    let has_contract = !said.flag("no contract");
    let taken_over = taken_over::told(said);
    tell(Told::Recognised(Recognition {
        person: person(),
        incapacity_start,
        recognised_on: said.on,
        has_contract,
        taken_over,
    }))
}

pub(super) fn corrected(said: &mut Said) -> Command {
    tell(Told::StartCorrected { from: said.day("from"), to: said.day("to"), on: said.on })
}

pub(super) fn ended(said: &mut Said) -> Command {
    let (deceased, by_decision) = (said.flag("by death"), said.flag("by decision"));
    let (died_on, relapsed_on) = (said.date("died"), said.date("relapsed"));
    tell(Told::IncapacityEnded(IncapacityEnd { last_day: said.on, deceased, by_decision, died_on, relapsed_on }))
}

fn kind(said: &mut Said) -> TrackKind {
    one_of!(said, "of", TrackKind).unwrap_or_else(|| {
        said.wrong(format!("\"{}\" needs \"of …\", such as \"of authorised work\"", said.phrase));
        TrackKind::AuthorisedWork
    })
}

pub(super) fn track_started(said: &mut Said) -> Command {
    let asked_by = one_of_law!(said, "asked by the", CodexRequester);
    tell(Told::TrackStarted(Track { kind: kind(said), from: said.on, until: said.date("until"), asked_by }))
}

pub(super) fn track_ended(said: &mut Said) -> Command {
    tell(Told::TrackEnded { kind: kind(said), from: None, until: said.on })
}

pub(super) fn work_began(said: &mut Said) -> Command {
    tell(Told::WorkBegan { application: said.value("application").unwrap_or(1), on: said.on })
}

pub(super) fn programme_submitted(said: &mut Said) -> Command {
    tell(Told::ProgrammeSubmitted { number: said.value("number").unwrap_or(1), on: said.on })
}

pub(super) fn programme_closed(said: &mut Said) -> Command {
    tell(Told::ProgrammeClosed { number: said.value("number").unwrap_or(1), on: said.on })
}

pub(super) fn programme_started(said: &mut Said) -> Command {
    tell(Told::ProgrammeStarted { number: said.value("number").unwrap_or(1), on: said.on })
}

pub(super) fn programme_ended(said: &mut Said) -> Command {
    let (number, from) = (said.value("number").unwrap_or(1), said.day("from"));
    tell(Told::ProgrammeEnded { number, from, until: said.on })
}

pub(super) fn referred(said: &mut Said) -> Command {
    let later = said.flag("after a later evaluation");
    tell(Told::Referred { on: said.on, initial: !later })
}

pub(super) fn decided(said: &mut Said, authorised: bool) -> Command {
    tell(Told::AuthorisationDecided { number: said.value("request").unwrap_or(1), on: said.on, authorised })
}

pub(super) fn sent(said: &mut Said) -> Command {
    let route_b = said.flag("for route B");
    tell(Told::Questionnaire(QuestionnaireTold::Sent { on: said.on, route_b }))
}

pub(super) fn not_returned(said: &mut Said) -> Command {
    tell(Told::Questionnaire(QuestionnaireTold::NotReturned { due_back: said.day("due back"), help_asked_on: said.on }))
}

pub(super) fn help_given(said: &mut Said) -> Command {
    let reached = !said.flag("nobody reached");
    tell(Told::Questionnaire(QuestionnaireTold::HelpGiven { on: said.on, reached }))
}

pub(super) fn completed(said: &mut Said) -> Command {
    let correction = said.flag("a correction");
    tell(Told::Questionnaire(QuestionnaireTold::Completed { on: said.on, correction }))
}

pub(super) fn impossible(said: &mut Said) -> Command {
    tell(Told::Questionnaire(QuestionnaireTold::Impossible { on: said.on }))
}

fn codex(said: &mut Said, kind: CodexKind) -> CodexNote {
    let partner = Some(said.text("told by").unwrap_or_else(|| "0206653946".to_owned()));
    let employer = employer(said);
    CodexNote { kind, on: said.on, requested_by: None, visit_outcome: None, end: None, partner, employer }
}

pub(super) fn codex_requested(said: &mut Said) -> Command {
    let requested_by = one_of_law!(said, "by the", CodexRequester);
    tell(Told::Codex(CodexNote { requested_by, ..codex(said, CodexKind::Requested) }))
}

pub(super) fn visit(said: &mut Said) -> Command {
    let visit_outcome = one_of!(said, "outcome", VisitOutcome);
    tell(Told::Codex(CodexNote { visit_outcome, ..codex(said, CodexKind::PreReturnVisit) }))
}

pub(super) fn codex_signed(said: &mut Said) -> Command {
    tell(Told::Codex(codex(said, CodexKind::PlanSigned)))
}

pub(super) fn codex_resumed(said: &mut Said) -> Command {
    tell(Told::Codex(codex(said, CodexKind::WorkResumed)))
}

pub(super) fn codex_ended(said: &mut Said) -> Command {
    let definitively_unfit = said.flag("definitively unfit");
    let article = said.text("by article").unwrap_or_else(|| "I.4-76 § 1".to_owned());
    let end = Some(CodexEnd { article, definitively_unfit });
    tell(Told::Codex(CodexNote { end, ..codex(said, CodexKind::Ended) }))
}

pub(super) fn presented(said: &mut Said) -> Command {
    let form = one_of_law!(said, "with the form", RegionalForm).unwrap_or(RegionalForm::Fia);
    tell(Told::Presented(Presentation { on: said.on, form }))
}
