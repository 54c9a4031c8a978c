//! What an occupational physician told, as it is stored.

use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_dossier_domain::{CodexEnd, CodexKind, CodexNote, CodexParty, VisitOutcome};
use trajet_law::codex::CodexRequester;
use trajet_service::employer;
use trajet_service::plan::{Unreadable, day, optional_code};

/// All of a note.
pub(crate) fn store_codex(note: &CodexNote) -> contract::CodexNote {
    let end = note.end.as_ref();
    contract::CodexNote {
        kind: note.kind.code().to_owned(),
        on: Some(to_proto(note.on)),
        requested_by: note.requested_by.map(CodexRequester::code).unwrap_or_default().to_owned(),
        article: end.map(|end| end.article.clone()).unwrap_or_default(),
        definitively_unfit: end.is_some_and(|end| end.definitively_unfit),
        partner_number: note.partner.clone().unwrap_or_default(),
        visit_outcome: note.visit_outcome.map(VisitOutcome::code).unwrap_or_default().to_owned(),
        employer_number: employer::tell(note.employer),
    }
}

pub(super) fn read_codex(stored: contract::CodexNote) -> Result<CodexNote, Unreadable> {
    let contract::CodexNote { article, definitively_unfit, .. } = stored;
    Ok(CodexNote {
        kind: CodexKind::from_code(&stored.kind).ok_or(Unreadable("kind of report"))?,
        on: day(stored.on, "day of the report")?,
        requested_by: optional_code(&stored.requested_by, requester, "who asked")?,
        visit_outcome: optional_code(&stored.visit_outcome, VisitOutcome::from_code, "outcome of the visit")?,
        end: (!article.is_empty()).then_some(CodexEnd { article, definitively_unfit }),
        partner: Some(stored.partner_number).filter(|number| !number.is_empty()),
        employer: employer::read(&stored.employer_number)?,
    })
}

/// Who asked for a trajectory.
pub(super) fn requester(code: &str) -> Option<CodexRequester> {
    code.parse().ok()
}

/// The service and the employer of a trajectory.
pub(crate) fn read_party(partner: String, employer: &str) -> Result<CodexParty, Unreadable> {
    Ok(CodexParty { partner: Some(partner).filter(|number| !number.is_empty()), employer: employer::read(employer)? })
}
