//! Changing who may see the file, and reviewing an access to it in an emergency (D2).
//!
//! Whatever the case is: also that of an incapacity that ended, or that was annulled, has a history that can be read.

use trajet_law::file_access::FileAct;

use crate::command::Context;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;

/// Decides an act.
pub(crate) fn decide(state: &State, act: &FileAct, context: &Context) -> Result<Vec<Event>, Rejection> {
    // What was annulled was declared once, and nothing of that stands.
    if state.declaration.is_none() && state.annulled_on.is_none() {
        return Err(Rejection::NotDeclared);
    }
    let changed = state.file.decide(act, context.now, state.judged(context.today))?;
    Ok(changed.map(|changed| Event::FileChanged(Box::new(changed))).into_iter().collect())
}
