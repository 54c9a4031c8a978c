//! What the case of a relapse tells its former case: that the relapse was recognised, and its first day (T9, D24); and the death of
//! the person (T6), from former case to former case.
//!
//! It is told what the case of the relapse says now, and what that said and says no more is taken back: after its recognition
//! or the death was annulled, after its first day was corrected, and after the case was annulled as a whole.

use std::collections::BTreeSet;

use futures_util::future::BoxFuture;
use trajet_assessment_domain::{Command, Event, Fact, IncapacityEnd, Source, State, Told};
use trajet_law::annul::{AnnulReason, AskedBy, Mistake, TakenBack};
use trajet_ledger::feed::FactCommand;
use trajet_ledger::{Ledger, Recorded, StoreError};
use uuid::Uuid;

use crate::ledger::Assessment;

/// What an event has its case tell the former one now.
pub(crate) fn tell<'a>(
    ledger: &'a Ledger<Assessment>,
    recorded: &'a Recorded<Event>,
) -> BoxFuture<'a, Result<Vec<FactCommand<Assessment>>, StoreError>> {
    Box::pin(told(ledger, recorded))
}

async fn told(
    ledger: &Ledger<Assessment>,
    recorded: &Recorded<Event>,
) -> Result<Vec<FactCommand<Assessment>>, StoreError> {
    let Some(event) = recorded.event.as_ref().filter(|event| matters(event)) else { return Ok(Vec::new()) };
    let relapse = recorded.stored.stream;
    let history = ledger.history(relapse, 0, i64::MAX).await?;
    // Also of a declaration that does not stand any more: what was told because of it is taken back.
    let formers: BTreeSet<Uuid> = history.iter().filter_map(|it| former(it.event.as_ref()?)).collect();
    if formers.is_empty() {
        return Ok(Vec::new());
    }
    let Some((state, _)) = ledger.state(relapse).await? else { return Ok(Vec::new()) };
    let its_own: BTreeSet<u64> = history.iter().map(|it| it.stored.position.unsigned_abs()).collect();
    let mut commands = Vec::new();
    for former in formers {
        // One that was erased knows nothing.
        let Some((known, _)) = ledger.state(former).await? else { continue };
        let source = Source { ledger: ledger.name().to_owned(), position: recorded.stored.position.unsigned_abs() };
        let held = known.noted.iter().filter(|fact| {
            matches!(fact.told, Told::Relapsed { .. } | Told::Died { .. })
                && fact.source.ledger == source.ledger
                && its_own.contains(&fact.source.position)
        });
        let held: Vec<&Fact> = held.collect();
        let tells = tells(&state, former);
        let of = |fact: &&&Fact| !tells.contains(&fact.told);
        let back: BTreeSet<u64> = held.iter().filter(of).map(|fact| fact.source.position).collect();
        let is_held = |told: &Told| held.iter().any(|it| it.told == *told && !back.contains(&it.source.position));
        let anew: Vec<Told> = tells.iter().filter(|told| !is_held(told)).cloned().collect();
        let anew = anew.into_iter().map(|told| Command::Note(Fact { told, source: source.clone() }));
        let anew: Vec<Command> = anew.collect();
        let mistake = (!back.is_empty()).then(|| Mistake::Told(taken_back(event, &source, back)));
        let taken_back = mistake.map(|mistake| Command::Annul { mistake, instead: anew.clone() });
        let both = taken_back.into_iter().chain(anew);
        commands.extend(both.map(|command| FactCommand::of(former, command)));
    }
    Ok(commands)
}

/// Whether an event can change what is told.
fn matters(event: &Event) -> bool {
    match event {
        Event::BeforeGoLive(event) => matters(event),
        Event::IncapacityRecognised(_)
        | Event::StartCorrected(_)
        | Event::IncapacityEnded(_)
        | Event::ActAnnulled(_) => true,
        _ => false,
    }
}

/// The former case that a declaration names.
fn former(event: &Event) -> Option<Uuid> {
    match event {
        Event::BeforeGoLive(event) => former(event),
        Event::IncapacityDeclared { declaration, .. } => Some(Uuid::from_bytes(declaration.relapse_of?.case)),
        _ => None,
    }
}

/// What a case has to tell another now.
fn tells(state: &State, former: Uuid) -> Vec<Told> {
    if state.former().is_none_or(|of| Uuid::from_bytes(of.case) != former) {
        return Vec::new();
    }
    let relapsed = state.recognition().and_then(|_| state.incapacity_start()).map(|on| Told::Relapsed { on });
    let died = state.end.as_ref().and_then(IncapacityEnd::death).map(|on| Told::Died { on });
    relapsed.into_iter().chain(died).collect()
}

/// What was told and is so no more: for the reason for which an act was annulled, or since the first day was corrected.
fn taken_back(event: &Event, source: &Source, facts: BTreeSet<u64>) -> TakenBack {
    let (reason, asked_by, on) = event.annulled().map_or_else(
        || (AnnulReason::WrongDate, AskedBy::Keeper, event.effective_on()),
        |annulled| (annulled.reason, annulled.asked_by, annulled.on),
    );
    let Source { ledger, position } = source.clone();
    TakenBack { ledger, position, facts, whole_case: false, reason, asked_by, on }
}
