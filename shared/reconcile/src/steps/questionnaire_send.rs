//! Ten weeks after the first day of incapacity the questionnaire is sent (rule Q1; Circular 2022/383, part III, 3.1, step 2).
//!
//! Not to whom a physician exempts (Q2), not beside a track that is in force on that day or on the day of the sending (Q4), and
//! not while one is out already (Q8, own). To who asks for a trajectory it is sent on the day on which the request is heard.

use crate::compare::{Asked, At, open};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::{LAW, RETURNED_WITHIN_DAYS, SENT_AFTER_DAYS};
use crate::finding::{FindingKind, Findings};
use crate::known::{Known, Sending};
use crate::step::Step;

pub(crate) fn asked(known: &Known, at: At) -> Asked {
    let Some(start) = known.start else { return Asked::Nothing };
    if let Some(sent) = known.sendings.iter().find(|sending| !sending.route_b) {
        return Asked::Done(sent.on);
    }
    if known.end.is_some() || known.not_sent {
        return Asked::Nothing;
    }
    let due = start.plus_days(SENT_AFTER_DAYS);
    let asked = open(Dates { due: Some(due), ..Dates::default() }).since(known.floor());
    // What was out on that day as far as was known then keeps it back for good, whatever is entered later.
    let out = |sending: &Sending| {
        let known_later = sending.settled_recorded.is_none_or(|recorded| due <= recorded);
        known_later || sending.settled().is_none_or(|settled| due < settled)
    };
    let kept_back = due <= at.today && known.sendings.iter().any(out);
    match asked {
        Asked::Open(dates) if kept_back => Asked::Either(dates),
        asked => asked,
    }
}

/// The day on which one is to be sent to who asked for a trajectory.
pub(crate) fn of_route_b(known: &Known) -> Option<Day> {
    known.to_send.filter(|_| known.end.is_none())
}

pub(crate) fn fired(known: &Known, at: At, findings: &mut Findings) {
    if let Asked::Open(dates) | Asked::Either(dates) = asked(known, at)
        && at.quiet
        && let Some(due) = dates.iter().find_map(|dates| dates.due).filter(|due| *due <= at.today)
    {
        // Kept back while one is out, it is settled on its day as well: `open` tells whether it was.
        if matches!(asked(known, at), Asked::Open(_)) {
            let why = "the day of the sending has come, and it was neither sent nor waived";
            findings.add((Step::QuestionnaireSend, "Q1"), FindingKind::Late, format!("sent on {due}"), "not sent", why);
        }
    }
    if let Some(on) = of_route_b(known).filter(|on| at.quiet && *on <= at.today) {
        let why = "a questionnaire for route B was to be sent, and was not";
        findings.add((Step::QuestionnaireSend, "Q8"), FindingKind::Late, format!("sent on {on}"), "not sent", why);
    }
    // What was sent before go-live was not sent by the platform.
    let by_the_platform = |sending: &Sending| known.live.is_none_or(|live| live <= sending.on);
    let due = known.earliest_start.map(|start| start.plus_days(SENT_AFTER_DAYS)).filter(|due| LAW <= *due);
    for sending in &known.sendings {
        if let Some(due) = due.filter(|due| !sending.route_b && sending.on < *due && by_the_platform(sending)) {
            let why = "it was sent before ten weeks were over";
            findings.add(
                (Step::QuestionnaireSend, "Q1"),
                FindingKind::Early,
                format!("sent on {due}"),
                format!("sent on {}", sending.on),
                why,
            );
        }
        let back = sending.on.plus_days(RETURNED_WITHIN_DAYS);
        if let Some(said) = sending.due_back.filter(|said| *said != back) {
            let why = "it is due back two weeks after the sending";
            let found = format!("due back on {said}");
            let expected = format!("due back on {back}");
            findings.add((Step::QuestionnaireReturn, "Q5"), FindingKind::WronglyDated, expected, found, why);
        }
    }
}
