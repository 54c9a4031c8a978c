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

#[cfg(test)]
mod tests {
    use trajet_law::file_access::RestrictionReason;

    use super::*;
    use crate::Command;
    use crate::samples::{Case, context, day};

    #[test]
    fn d2_the_file_of_a_case_is_restricted_also_when_that_was_annulled_and_of_none_it_is_not() {
        let today = day(2022, 11, 2);
        let admitted = ["physician-1".to_owned()].into();
        let restrict = Command::ChangeFile(FileAct::Restrict { admitted, reason: RestrictionReason::OwnStaff });
        assert_eq!(Case::default().refused(today, &restrict).code(), "NOT_DECLARED");
        let changed = |events: &[Event]| matches!(events, [Event::FileChanged(_)]);
        assert!(changed(&Case::recognised().on(today, &restrict)));
        let annulled = State { annulled_on: Some(day(2022, 11, 1)), ..State::default() };
        let decided = crate::decide(&annulled, &restrict, &context(today));
        assert!(decided.is_ok_and(|events| changed(&events)));
    }
}
