//! What other services tell becomes facts of the case: a file for each service that is heard.

pub(crate) mod assessment;
pub(crate) mod dossier;

use prost::Name;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_law::annul::Mistake;
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_questionnaire_domain::{Command, Fact, Source};
use trajet_service::annul::{self, TakesBack};
use trajet_service::file_access;
use trajet_service::plan::Unreadable;
use uuid::Uuid;

use crate::ledger::Questionnaire;

/// The command that takes note of what the ledger named `source` tells, as `fact` reads it from the producer's message;
/// `None` for what does not concern the questionnaire, and for what was erased.
fn note<M, T>(
    event: &FeedEvent,
    source: &str,
    told: fn(M) -> Option<T>,
    fact: fn(T, Source) -> Result<Option<Fact>, Unreadable>,
) -> Result<Option<FactCommand<Questionnaire>>, UnreadableFact>
where
    M: Name + Default + TakesBack,
{
    let unreadable = |why: String| UnreadableFact { position: event.position, why };
    if event.erased {
        return Ok(None);
    }
    let payload = event.payload.as_ref().ok_or_else(|| unreadable("it has no payload".to_owned()))?;
    let message: M = payload.to_msg().map_err(|error| unreadable(error.to_string()))?;
    let stream = Uuid::try_parse(&event.case_id).map_err(|_| unreadable("its case has no identifier".to_owned()))?;
    if let Some(annulled) = message.taken_back() {
        let told = annul::hear(annulled, source, event.position).map_err(|error| unreadable(error.to_string()))?;
        let (mistake, followed_by) = (Mistake::Told(told), annulled.followed_by);
        let command = Command::Annul { mistake, instead: Vec::new() };
        return Ok(Some(FactCommand { followed_by, ..FactCommand::of(stream, command.into()) }));
    }
    if let Some(file) = message.file_access() {
        let told = file_access::hear_changed(file.clone(), source, event.position);
        let told = told.map_err(|error| unreadable(error.to_string()))?;
        return Ok(Some(FactCommand::of(stream, Command::NoteFileAccess(told).into())));
    }
    // A kind that only a later version of the producer tells could be one that must not be missed: stop, do not skip.
    let told = told(message).ok_or_else(|| unreadable("it tells nothing that this program knows".to_owned()))?;
    let source = Source { ledger: source.to_owned(), position: event.position };
    let fact = fact(told, source).map_err(|error| unreadable(error.to_string()))?;
    Ok(fact.map(|fact| FactCommand::of(stream, Command::Note(fact).into())))
}
