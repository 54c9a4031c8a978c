//! The completed questionnaire is back within two weeks of its sending (rule Q5; Circular 2022/383, part III, 3.1, step 3).
//! Found impossible to complete, it need not come back (Q7). The day after the two weeks help is asked (Q6).

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::RETURNED_WITHIN_DAYS;
use crate::finding::{FindingKind, Findings};
use crate::known::Known;
use crate::step::Step;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(last) = known.sendings.last() else { return Asked::Nothing };
    match last.back {
        Some(back) => Asked::Done(back),
        None if last.impossible.is_some() || known.end.is_some() => Asked::Nothing,
        None => open(Dates { due: Some(last.on.plus_days(RETURNED_WITHIN_DAYS)), ..Dates::default() }),
    }
}

pub(crate) fn fired(known: &Known, at: At, findings: &mut Findings) {
    let Some(last) = known.sendings.last() else { return };
    let due = last.on.plus_days(RETURNED_WITHIN_DAYS);
    let name = (Step::QuestionnaireHelp, "Q6");
    let expected = format!("help asked from {}", due.next());
    match last.asked {
        Some(asked) if asked <= due => {
            let why = "help was asked before the two weeks were over";
            findings.add(name, FindingKind::Early, expected, format!("asked on {asked}"), why);
        }
        None if at.quiet
            && due < at.today
            && known.floor() <= due
            && last.settled().is_none()
            && known.end.is_none() =>
        {
            let why = "the two weeks are over, and no help was asked";
            findings.add(name, FindingKind::Late, expected, "not asked", why);
        }
        _ => {}
    }
}
