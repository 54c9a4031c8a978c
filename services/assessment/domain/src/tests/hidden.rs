//! What a log could show of a case: nothing of anybody's health, nor of what was decided on it.

use crate::estimate::Category;
use crate::samples::{
    Case, amend_work, answer, apply_for_work, authorise_work, correct, day, declare, estimate_of, refuse, refuse_work,
    resume_work, told_asked, told_completed,
};

#[test]
fn the_words_that_are_sealed_are_not_in_the_debug_of_what_was_asked_or_happened_or_is_known() {
    let from = day(2022, 10, 10);
    let walks = [
        vec![(day(2022, 9, 6), declare()), (day(2022, 9, 7), refuse(day(2022, 9, 7)))],
        vec![
            (day(2022, 9, 22), correct(day(2022, 9, 2), day(2022, 9, 22))),
            (day(2022, 10, 3), apply_for_work(day(2022, 10, 3), from)),
            (from, resume_work(from)),
            (day(2022, 10, 18), authorise_work(day(2022, 10, 18), from, Some(day(2022, 10, 31)))),
            (day(2022, 10, 24), amend_work(day(2022, 10, 24), day(2022, 10, 24), Some(day(2022, 10, 28)))),
            (day(2022, 11, 14), told_completed(day(2022, 11, 14))),
            (day(2022, 12, 5), estimate_of(day(2022, 12, 5), Category::Two, true)),
            (day(2022, 12, 8), told_asked(1, day(2022, 12, 8))),
            (day(2022, 12, 12), answer(day(2022, 12, 12), false)),
        ],
        vec![
            (day(2022, 10, 3), apply_for_work(day(2022, 10, 3), from)),
            (day(2022, 10, 18), refuse_work(day(2022, 10, 18))),
        ],
    ];
    let mut shown = Vec::new();
    for (case, walk) in [Case::default(), Case::recognised(), Case::recognised()].into_iter().zip(walks) {
        let mut case = case;
        for (today, command) in &walk {
            let events = case.on(*today, command);
            shown.push(format!("{command:?} {events:?} {:?}", case.state));
        }
    }
    let hidden = [
        "Work",
        "WorkAnswer",
        "WorkFindings",
        "WorkRefusalReason",
        "Authorisation",
        "TrajectoryDecision",
        "WorkDecision",
        "StartReason",
        "RefusalReason",
        "Prognosis",
        "Category",
        "FactorCounts",
        "ProfileSummary",
        "AnsweredWith",
    ];
    // What these are part of hides them too.
    shown.push(format!("{:?} {:?}", crate::samples::work_findings(), crate::FactorCounts::default()));
    let shown = shown.join("\n");
    let is_hidden =
        |name: &&str| [' ', '\n', '(', '['].iter().any(|before| shown.contains(&format!("{before}{name}(..)")));
    let missing: Vec<_> = hidden.iter().filter(|name| !is_hidden(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    // Of these the days are shown, and nothing else.
    for (days, word) in
        [("WorkTerms { decided_on: 2022-10-18", "no lifting"), ("AuthorisationRequest { number: 1", "further_contact")]
    {
        assert!(shown.contains(days) && !shown.contains(word), "{days}");
    }
    assert!(!shown.contains("light assembly"));
}
