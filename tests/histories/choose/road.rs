//! What is done on the road to the first contact and after it.

use chrono::NaiveDate;

use super::{Choices, Lean, earlier, lately};
use crate::act::{Act, Channel, Decisions, EndReason, Meeting, Purpose, Way};
use crate::chance::Chance;
use crate::model::Case;
use crate::model::calendar::after;

pub(super) fn road(case: &Case, lean: Lean, chance: &mut Chance, choices: &mut Choices) {
    let road = &case.road;
    // One that is made on the day of another contact is not to be told from it.
    let today = case.today;
    let apart = road.contacts.iter().all(|contact| contact.on < today)
        && case.form.sendings.iter().filter_map(|one| one.back.or(one.impossible)).all(|on| on < today);
    if road.request().is_none() && apart {
        let keep = case.form.completed() && chance.percent(60);
        let contacts = road.contacts.iter().map(|contact| contact.on);
        let settled = case.form.sendings.iter().filter_map(|one| one.back.or(one.impossible));
        let refusals = road.refusals.iter().map(|(_, on)| *on);
        let last = contacts.chain(refusals).chain(settled).max();
        let not_before = last.map_or(case.start, |last| after(last, 1));
        choices.push((
            lean.route_b,
            Act::OpenRouteB { on: lately(case, not_before, chance).max(not_before).min(case.today), keep },
        ));
    }
    for purpose in [Purpose::First, Purpose::Negative] {
        if road.due(purpose) {
            contact(case, lean, purpose, chance, choices);
        }
    }
    if !road.contacts.is_empty() {
        choices.push((1, meeting(case, Purpose::Other, case.today, 0, chance)));
        let decisions = vec![(chance.one(&[1, 2, 3, 4]), chance.percent(50))];
        choices.push((1, Act::Consents { decisions, on: case.today }));
        choices.push((1, Act::EndTrajectory { on: case.today, reason: EndReason::NotWished }));
    }
    if let Some(request) = road.request()
        && request.contacted
        && road.consented(1)
    {
        let last =
            road.contacts.iter().filter(|contact| contact.purpose != Purpose::Other).map(|contact| contact.on).max();
        let ask = Act::AskAuthorisation { on: earlier(case, last.unwrap_or(today), chance) };
        let answered = road.authorisation().map(|last| last.answer);
        match answered {
            None => choices.push((16, ask)),
            Some(Some((_, false))) => {
                choices.push((9, ask));
                choices.push((3, Act::EndTrajectory { on: case.today, reason: EndReason::Negative }));
            }
            _ => {}
        }
    }
}

fn contact(case: &Case, lean: Lean, purpose: Purpose, chance: &mut Chance, choices: &mut Choices) {
    let today = case.today;
    let began = case.called_since(purpose);
    let channel = chance.one(&[Channel::Physical, Channel::Video]);
    let mut open = (1..)
        .zip(&case.road.appointments)
        .filter(|(_, one)| one.purpose == purpose && one.state == crate::model::State::Open);
    match open.next() {
        None => {
            let invited = lately(case, began, chance).max(began);
            let on = after(today, chance.next() % 25);
            choices.push((12, Act::Appoint { purpose, on, channel, invited }));
            choices.push((3, meeting(case, purpose, lately(case, began, chance).max(began), 0, chance)));
        }
        Some((number, one)) => {
            let on = after(today, chance.next() % 20);
            choices.push((2, Act::Reschedule { number, on, channel, told: today }));
            if one.on <= today {
                choices.push((10 + lean.willing * 2, meeting(case, purpose, one.on.max(began), number, chance)));
                choices.push((5, Act::NoShow { number }));
            }
        }
    }
    choices.push((2, Act::Attempt { purpose, on: today, channel }));
    choices.push((if lean.willing < 4 { 2 } else { 1 }, Act::RefuseContact { purpose, on: today }));
}

/// The decisions of a person: all that are asked, and mostly yes.
fn decisions(case: &Case, chance: &mut Chance) -> Decisions {
    let willing = chance.percent(85);
    let last = if case.contract { 4 } else { 3 };
    (1..=last).map(|purpose| (purpose, willing && (purpose == 1 || chance.percent(75)))).collect()
}

pub(super) fn meeting(case: &Case, purpose: Purpose, on: NaiveDate, appointment: u32, chance: &mut Chance) -> Act {
    let first = purpose == Purpose::First;
    let consent = first.then(|| decisions(case, chance));
    let granted = consent.as_ref().map_or(case.road.consented(1), |decisions| decisions.contains(&(1, true)));
    let ways = if case.contract {
        &[Way::PreReturn, Way::Codex, Way::Ami, Way::Undecided, Way::Nothing][..]
    } else {
        &[Way::Ami, Way::Undecided, Way::Undecided, Way::Nothing][..]
    };
    let channel =
        if purpose == Purpose::Other { any_channel(chance) } else { chance.one(&[Channel::Physical, Channel::Video]) };
    let (explained, checked) = (first, first);
    let way = (first && granted).then(|| chance.one(ways));
    let actions = if granted { chance.below(4) } else { 0 };
    Act::Meet(Meeting { purpose, on, channel, appointment, explained, checked, consent, actions, way })
}

pub(super) fn any_channel(chance: &mut Chance) -> Channel {
    chance.one(&[Channel::Physical, Channel::Video, Channel::Telephone, Channel::Email])
}

pub(super) fn any_purpose(chance: &mut Chance) -> Purpose {
    chance.one(&[Purpose::First, Purpose::Negative, Purpose::Other])
}
