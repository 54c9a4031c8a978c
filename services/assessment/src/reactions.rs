//! What other services tell becomes facts of the case, and what the case of a relapse tells its former case.

pub(crate) mod dossier;
pub(crate) mod exchange;
pub(crate) mod former;
pub(crate) mod questionnaire;

#[cfg(test)]
mod tests;

use prost::Name;
use trajet_assessment_domain::{Command, Fact, Source, Told};
use trajet_contracts::feed::v1::FeedEvent;
use trajet_law::annul::Mistake;
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_service::annul::{self, TakesBack};
use trajet_service::plan::Unreadable;
use uuid::Uuid;

use crate::ledger::Assessment;

/// Turns a fact into the command that takes note of it; `None` for what does not concern an assessment, and for what
/// was erased. `told` says what a producer's message tells, if anything.
fn react<M: prost::Message + Name + Default + TakesBack>(
    event: &FeedEvent,
    ledger: &str,
    told: fn(M) -> Result<Option<Told>, Unreadable>,
) -> Result<Option<FactCommand<Assessment>>, UnreadableFact> {
    let unreadable = |why: String| UnreadableFact { position: event.position, why };
    if event.erased {
        return Ok(None);
    }
    let payload = event.payload.as_ref().ok_or_else(|| unreadable("it has no payload".to_owned()))?;
    let message: M = payload.to_msg().map_err(|error| unreadable(error.to_string()))?;
    let stream = Uuid::try_parse(&event.case_id).map_err(|_| unreadable("its case has no identifier".to_owned()))?;
    if let Some(annulled) = message.taken_back() {
        let told = annul::hear(annulled, ledger, event.position).map_err(|error| unreadable(error.to_string()))?;
        let (mistake, followed_by) = (Mistake::Told(told), annulled.followed_by);
        let command = Command::Annul { mistake, instead: Vec::new() };
        return Ok(Some(FactCommand { followed_by, ..FactCommand::of(stream, command) }));
    }
    let told = told(message).map_err(|error| unreadable(error.to_string()))?;
    Ok(told.map(|told| {
        let source = Source { ledger: ledger.to_owned(), position: event.position };
        FactCommand::of(stream, Command::Note(Fact { told, source }))
    }))
}

/// What a message tells that tells nothing. A kind that only a later version of the producer tells could be one that must
/// not be missed: stop, do not skip.
const NOT_KNOWN: Unreadable = Unreadable("fact, of a kind that this program does not know,");
