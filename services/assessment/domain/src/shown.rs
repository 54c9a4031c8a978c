//! What the debug output of health data shows: nothing of it (GDPR, article 32).

use trajet_law::rehabilitation::ProgrammeOutcome;
use trajet_law::rule::Rule;

use crate::samples::day;
use crate::{DispensationFindings, EndCause, ProgrammeEnd, RehabilitationGround, ReintegrationEvaluation};

#[test]
fn nothing_of_what_was_found_is_shown() {
    let on = day(2023, 2, 6);
    let evaluated = ReintegrationEvaluation { on, examined: true, still_unfit: true };
    for (shown, expected) in [
        (format!("{:?}", DispensationFindings::BOTH), "DispensationFindings(..)"),
        (format!("{:?}", EndCause::Deceased), "EndCause(..)"),
        (format!("{:?}", RehabilitationGround::DefinitivelyUnfit), "RehabilitationGround(..)"),
        (format!("{evaluated:?}"), "ReintegrationEvaluation(..)"),
    ] {
        assert_eq!(shown, expected);
    }
}

#[test]
fn the_end_of_a_programme_is_shown_without_how_it_was() {
    let outcome = Some(ProgrammeOutcome::ALL[0]);
    let ended = ProgrammeEnd { last_day: day(2023, 2, 6), outcome, because: Rule::M16.into(), phase: None };
    let shown = format!("{ended:?}");
    assert!(shown.starts_with("ProgrammeEnd { last_day: 2023-02-06") && shown.ends_with(".. }"), "{shown}");
    assert!(!shown.contains(&format!("{:?}", ProgrammeOutcome::ALL[0])), "{shown}");
}
