//! What people do next: mostly what the case asks for, now and then what is wrong.

mod road;
mod wrong;

use chrono::{Days, NaiveDate};

use road::{any_channel, any_purpose, meeting, road};
use wrong::any_wrong;

use crate::act::{Act, Cause, Helped, Kind, Purpose, Told};
use crate::chance::Chance;
use crate::model::Case;
use crate::model::calendar::{after, before, first_of, months};

type Choices = Vec<(usize, Act)>;

/// What this history inclines to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lean {
    /// The person asks for a trajectory by themselves.
    route_b: usize,
    /// Work is authorised, or a CODEX trajectory asked for.
    tracks: usize,
    /// The person answers, and comes.
    willing: usize,
    /// The incapacity ends.
    ends: usize,
    wrong: usize,
    /// At most so many days pass between two acts, unless a day is waited for.
    pub(crate) pace: u64,
}

impl Lean {
    pub(crate) fn of(chance: &mut Chance) -> Self {
        if chance.percent(12) {
            // Route B at once, so that it is authorised before the questionnaire of route A is due.
            return Self { route_b: 80, tracks: 0, willing: 12, ends: 0, wrong: 4, pace: 4 };
        }
        Self {
            route_b: chance.one(&[0, 2, 12]),
            tracks: chance.one(&[0, 1, 1, 6]),
            willing: chance.one(&[1, 4, 10]),
            ends: chance.one(&[0, 0, 1, 3]),
            wrong: chance.one(&[5, 12, 25]),
            pace: chance.one(&[4, 8, 14]),
        }
    }
}

fn back(day: NaiveDate, days: i64) -> NaiveDate {
    day - Days::new(u64::try_from(days).unwrap())
}

/// The next act of a case, today.
pub(crate) fn act(case: &Case, lean: Lean, chance: &mut Chance) -> Act {
    if !case.declared {
        return declaration(case, chance);
    }
    if chance.percent(lean.wrong) {
        return any_wrong(case, chance);
    }
    let mut choices = Choices::new();
    match case.decision {
        None => undecided(case, lean, chance, &mut choices),
        Some((false, _)) if chance.percent(30) => return declaration(case, chance),
        Some((false, _)) => return any_wrong(case, chance),
        Some((true, _)) if case.end.is_some() => ended(case, chance, &mut choices),
        Some((true, _)) => {
            tracks(case, lean, chance, &mut choices);
            form(case, lean, chance, &mut choices);
            assessment(case, lean, chance, &mut choices);
            road(case, lean, chance, &mut choices);
        }
    }
    if choices.is_empty() { any_wrong(case, chance) } else { chance.weighted(choices) }
}

fn declaration(case: &Case, chance: &mut Chance) -> Act {
    let start = case.start;
    let ceased = match chance.below(12) {
        0 => None,
        1 => Some(chance.one(&[start, case.today])),
        _ => Some(start),
    };
    match chance.below(14) {
        0 => Act::Declare { ceased, start, employee: false },
        1 => Act::Declare { ceased, start: after(case.today, 3), employee: true },
        _ => Act::Declare { ceased, start, employee: true },
    }
}

/// Today, or some days before, but not before a day.
fn lately(case: &Case, not_before: NaiveDate, chance: &mut Chance) -> NaiveDate {
    if chance.percent(70) { case.today } else { back(case.today, chance.days(1, 9)).max(not_before.min(case.today)) }
}

/// Not told and so today, or some days before.
fn earlier(case: &Case, not_before: NaiveDate, chance: &mut Chance) -> Option<NaiveDate> {
    chance.percent(35).then(|| lately(case, not_before, chance).max(not_before))
}

fn undecided(case: &Case, lean: Lean, chance: &mut Chance, choices: &mut Choices) {
    let on = lately(case, case.start, chance);
    let other_body = on >= months(case.start, 12);
    if case.awaits_recognition() && case.today >= after(case.start, 70) {
        choices.push((1, Act::RefuseRecognition { on, other_body }));
        return;
    }
    let ceased = chance.percent(40).then_some(case.start);
    choices.push((40, Act::Recognise { on, other_body, ceased }));
    choices.push((1, Act::RefuseRecognition { on, other_body }));
    let from = lately(case, case.start, chance);
    let to = chance.percent(50).then(|| after(from, chance.next() % 120));
    choices.push((1 + lean.tracks, Act::StartTrack { kind: Kind::Work, from, to }));
    // Once the questionnaire is due, it may be sent before the report finds its case: see above.
    if case.today < after(case.start, 65) {
        choices.push((1 + lean.tracks, Act::Tell { what: Told::Requested, on: from }));
    }
}

fn ended(case: &Case, chance: &mut Chance, choices: &mut Choices) {
    let Some(end) = case.end else { return };
    let on = if chance.percent(50) { end.last } else { case.today };
    let first = matches!(case.decision, Some((_, recognised)) if recognised <= on);
    if first {
        choices.push((2, meeting(case, Purpose::Other, on, 0, chance)));
    }
    choices.push((1, Act::Waive { on: Some(on) }));
    choices.push((2, Act::StartTrack { kind: Kind::Work, from: case.today, to: None }));
    choices.push((2, Act::Invite { invited: case.today, examination: case.today }));
    choices.push((2, Act::Estimate { category: 2, examined: true, concertation: None, on: Some(on) }));
    choices.push((2, Act::Submit { on: case.today, complete: true, other_version: false }));
    choices.push((2, Act::OpenRouteB { on: case.today, keep: false }));
    choices.push((1, Act::AskAuthorisation { on: Some(on) }));
    choices.push((2, Act::End { last: case.today, cause: Cause::Other, other_body: false }));
    choices.push((1, Act::NoShow { number: 1 }));
    choices.push((1, Act::Decide { on: case.today, authorised: true }));
    if case.category().is_some() {
        choices.push((2, Act::Evaluate { on: case.today, category: 2, examined: true, concertation: None }));
    }
}

fn tracks(case: &Case, lean: Lean, chance: &mut Chance, choices: &mut Choices) {
    let from = lately(case, case.start, chance);
    let to = chance.percent(40).then(|| after(from, chance.next() % 150));
    let soon = case.today < case.start + Days::new(71);
    choices.push((lean.tracks * if soon { 2 } else { 1 }, Act::StartTrack { kind: Kind::Work, from, to }));
    choices.push((lean.tracks, Act::Tell { what: Told::Requested, on: from }));
    choices.push((lean.tracks.min(1), Act::StartTrack { kind: Kind::Codex, from, to }));
    for track in case.tracks.iter().filter(|track| track.to.is_none() && track.from <= case.today) {
        let on = lately(case, track.from, chance).max(track.from);
        let act = match track.kind {
            Kind::Codex if chance.percent(70) => Act::Tell { what: Told::Ended, on },
            Kind::RouteB => continue,
            kind => Act::EndTrack { kind, on },
        };
        choices.push((4, act));
        if track.kind == Kind::Codex {
            let what = chance.one(&[Told::Visit, Told::Signed, Told::Resumed]);
            choices.push((2, Act::Tell { what, on }));
        }
    }
}

fn form(case: &Case, lean: Lean, chance: &mut Chance, choices: &mut Choices) {
    if case.has_open("questionnaire_send") && !case.form.out() {
        let on = earlier(case, case.decision.map_or(case.start, |(_, on)| on), chance);
        choices.push((1, Act::Waive { on }));
    }
    let Some(last) = case.form.last() else { return };
    let on = lately(case, last.on, chance).max(last.on);
    if last.back.is_some() {
        let corrects = u32::try_from(case.form.submissions.len()).unwrap();
        let on = case.form.submissions.last().map_or(case.today, |last| last.on.max(on));
        choices.push((1, Act::Correct { corrects, on }));
        return;
    }
    choices.push((lean.willing * 2, Act::Submit { on, complete: true, other_version: false }));
    choices.push((2, Act::Submit { on, complete: false, other_version: false }));
    choices.push((1, Act::Draft { other_version: false }));
    if let Some(help) = &last.help {
        let on = lately(case, help.asked, chance).max(help.asked);
        let channel = any_channel(chance);
        let result = chance.one(&[Helped::WithIt, Helped::WillReturn, Helped::Declined, Helped::NotReached]);
        choices.push((8, Act::Help { on, channel, result }));
        if !help.delegated {
            choices.push((3, Act::Delegate));
        }
        if let Some(reached) = help.reached() {
            choices.push((12, Act::Impossible { on: lately(case, reached, chance).max(reached) }));
        }
    }
}

fn assessment(case: &Case, lean: Lean, chance: &mut Chance, choices: &mut Choices) {
    let today = case.today;
    let month_seven = first_of(case.start, 7);
    if lean.ends > 0 && today > case.start {
        // On its last day a deadline is neither missed nor over.
        let last = lately(case, case.start, chance);
        let last = if case.days().contains(&last) { before(last).max(case.start) } else { last };
        // A decision is of the last day.
        let other_body = last >= months(case.start, 12);
        let why = chance.one(&[Cause::Resumed, Cause::NotUnfit, Cause::Deceased, Cause::Other]);
        if case.codex.iter().any(|(what, _)| *what == Told::Signed) {
            choices.push((6, Act::End { last, cause: Cause::NotUnfit, other_body }));
        }
        choices.push((lean.ends, Act::End { last, cause: why, other_body }));
    }
    choices.push((1, Act::Invite { invited: lately(case, case.start, chance), examination: after(today, 9) }));
    if case.has_open("estimate_examination") {
        choices.push((14, Act::Dispense { on: today, found: [true; 2] }));
        let completed = chance.percent(50);
        choices.push((2, Act::Dispense { on: today, found: [!completed, completed] }));
    }
    if case.has_open("route_b_decision") || case.road.awaited().is_some() {
        let on = case.road.awaited().map_or(today, |asked| lately(case, asked, chance).max(asked));
        choices.push((14, Act::Decide { on, authorised: chance.percent(45) }));
    }
    // A referral on the day of a contact, or of a refusal, is not to be told from one before it.
    if case.road.refusals.iter().any(|(_, on)| *on == today) {
        return;
    }
    let not_before = case.road.contacts.iter().map(|contact| after(contact.on, 1)).max();
    let Some(last) = case.category() else {
        if today >= first_of(case.start, 4) && !case.tracks.iter().any(|track| track.to.is_none()) {
            let category = chance.weighted(vec![(25, 1), (15, 2), (25, 3), (35, 4)]);
            let category = if category == 1 && today >= month_seven { 4 } else { category };
            let examined = case.has_open("estimate_examination") || chance.percent(30);
            let known = case.decision.into_iter().map(|(_, on)| on).chain(not_before);
            let on = earlier(case, known.max().unwrap_or(case.start), chance);
            let concertation = chance.percent(20).then_some(on.unwrap_or(today));
            choices.push((24, Act::Estimate { category, examined, concertation, on }));
        }
        return;
    };
    let on = lately(case, last.on, chance).max(last.on).max(not_before.unwrap_or(last.on)).min(today.max(last.on));
    let examined = chance.percent(70);
    let evaluate = |category| Act::Evaluate { on, category, examined, concertation: None };
    match last.category {
        1 if today >= month_seven => choices.push((14, evaluate(chance.one(&[2, 3, 4, 4])))),
        1 => choices.push((1, evaluate(chance.one(&[1, 2, 4])))),
        2 => choices.push((2, evaluate(chance.one(&[2, 3, 4])))),
        3 => choices.push((7, evaluate(chance.one(&[2, 3, 4, 4])))),
        _ => choices.push((1, evaluate(chance.one(&[2, 3, 4])))),
    }
    if last.examined && last.category != 4 {
        choices.push((3, Act::RefuseTrajectory { asked: last.on }));
    }
}
