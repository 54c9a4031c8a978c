//! Acts at a wrong time, on a wrong day, through a wrong channel, or not whole.

use super::{any_channel, any_purpose, lately, meeting};
use crate::act::Channel;
use crate::act::{Act, Cause, EndReason, Helped, Kind, Purpose, Told, Way};
use crate::chance::Chance;
use crate::model::Case;
use crate::model::calendar::{after, before, last_of};

/// An act that ten to one is refused: at a wrong time, on a wrong day, through a wrong channel, or not whole.
pub(super) fn any_wrong(case: &Case, chance: &mut Chance) -> Act {
    let (today, start) = (case.today, case.start);
    let ahead = after(today, 1 + chance.next() % 20);
    let earlier = lately(case, start, chance);
    let any = chance.one(&[today, today, ahead, before(start), earlier]);
    let drawn = chance.below(4);
    let number = u32::try_from(drawn).unwrap();
    let purpose = any_purpose(chance);
    let channel = any_channel(chance);
    let category = chance.one(&[1, 2, 3, 4]);
    let past_six = today > last_of(start, 6);
    match chance.below(34) {
        0 => Act::Declare { ceased: Some(start), start, employee: true },
        1 => Act::Recognise { on: any, other_body: chance.percent(50), ceased: None },
        2 => Act::RefuseRecognition { on: any, other_body: chance.percent(50) },
        3 => Act::StartTrack { kind: Kind::Work, from: any, to: Some(any) },
        4 => Act::StartTrack { kind: Kind::RouteB, from: today, to: None },
        5 => Act::EndTrack { kind: chance.one(&[Kind::Codex, Kind::Work]), on: today },
        6 | 7 => Act::Estimate { category, examined: chance.percent(50), concertation: None, on: Some(any) },
        8 => Act::Estimate { category: 2, examined: true, concertation: Some(ahead), on: None },
        9 => Act::Invite { invited: any, examination: today },
        10 => Act::Dispense { on: any, found: [true; 2] },
        11 => {
            let category = if past_six { 1 } else { category };
            Act::Evaluate { on: any, category, examined: true, concertation: None }
        }
        12 | 13 => {
            let concertation = [None, Some(earlier), Some(today), Some(ahead)][drawn];
            Act::Evaluate { on: today, category, examined: false, concertation }
        }
        14 => Act::RefuseTrajectory { asked: any },
        15 => Act::Decide { on: any, authorised: chance.percent(50) },
        16 => Act::End { last: ahead, cause: Cause::Resumed, other_body: false },
        17 => Act::Waive { on: Some(any) },
        18 => Act::Draft { other_version: chance.percent(50) },
        19 => Act::Submit { on: any, complete: true, other_version: false },
        20 => Act::Submit { on: today, complete: true, other_version: true },
        21 => Act::Correct { corrects: number, on: today },
        22 => Act::Delegate,
        23 => Act::Help { on: any, channel, result: Helped::WithIt },
        24 => Act::Impossible { on: any },
        25 => Act::OpenRouteB { on: any, keep: chance.percent(60) },
        26 => Act::Appoint { purpose, on: ahead, channel, invited: any },
        27 => Act::Reschedule { number, on: ahead, channel, told: today },
        28 => Act::NoShow { number },
        29 => Act::Attempt { purpose, on: any, channel },
        30 => Act::RefuseContact { purpose, on: chance.one(&[today, ahead]) },
        31 => wrong_meeting(case, purpose, channel, chance),
        32 => match chance.below(3) {
            0 => Act::Consents { decisions: vec![(4, true)], on: today },
            1 => Act::AskAuthorisation { on: Some(any) },
            _ => Act::EndTrajectory {
                on: any,
                reason: chance.one(&[EndReason::NotWished, EndReason::Negative, EndReason::Ended]),
            },
        },
        _ => Act::Tell { what: chance.one(&[Told::Visit, Told::Ended]), on: chance.one(&[ahead, today, earlier]) },
    }
}

/// A contact of which something is missing or wrong.
fn wrong_meeting(case: &Case, purpose: Purpose, channel: Channel, chance: &mut Chance) -> Act {
    let purpose = if chance.percent(60) { Purpose::First } else { purpose };
    let Act::Meet(mut meeting) = meeting(case, purpose, case.today, 0, chance) else { unreachable!("it is a contact") };
    match chance.below(8) {
        0 => meeting.channel = channel,
        1 => meeting.explained = false,
        2 => meeting.checked = false,
        3 => meeting.consent = meeting.consent.map(|decisions| decisions[1..].to_vec()),
        4 => meeting.way = Some(Way::Codex),
        5 => meeting.appointment = 9,
        6 => {
            meeting.consent = Some((1..=4).map(|purpose| (purpose, purpose > 1)).collect());
            meeting.actions = 2;
        }
        _ => meeting.on = after(case.today, 2),
    }
    Act::Meet(meeting)
}
