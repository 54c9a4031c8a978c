//! Sending a referral, and what its partner says of it (X3, X4, X6, X7).

use chrono::NaiveDate;
use trajet_belgium::EnterpriseNumber;
use trajet_law::referral::{Progress, ReferralEnd, Said, Saying, Stage};

use crate::event::Event;
use crate::partner::PartnerKind;
use crate::referral::{AskedReferral, CaseReferral, Inbox, InboxEntry, ReferralId, partner_kind};
use crate::rejection::Rejection;
use crate::report::CaseId;
use crate::state::{Case, State};

/// Sends a referral that waits, to an organisation that is such a partner today; to another nothing is sent. What is sent, is
/// over, or is of a case that ended is not sent.
pub(crate) fn send(
    state: &State,
    told_at: u64,
    registered: Option<PartnerKind>,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let case = case(state)?;
    let Some(found) = find(case, told_at) else { return Ok(Vec::new()) };
    if found.course.stage() != Stage::Queued || case.ended.is_some() {
        return Ok(Vec::new());
    }
    let wanted = partner_kind(found.asked.referral.recipient);
    let is_partner = wanted.is_some() && wanted == registered;
    let progress = if is_partner { Progress::Sent } else { Progress::Returned };
    Ok(vec![progressed(found, progress, today)])
}

/// Records what a partner says of a referral that is addressed to it. The same said again does nothing.
pub(crate) fn say(
    state: &State,
    told_at: u64,
    partner: EnterpriseNumber,
    saying: Saying,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let case = case(state)?;
    let found = find(case, told_at).filter(|found| found.reached(partner));
    let found = found.ok_or(Rejection::NoSuchReferral)?;
    let mut course = found.course.clone();
    // Whether the incapacity ended or the referral alone, the partner is answered in the same way: which of them is not its to know.
    // What it closed itself is answered as before whatever has ended since.
    if case.ended.is_some() && course.is_open() {
        course.add(Said { on: today, progress: Progress::Ended(ReferralEnd::IncapacityEnded) });
    }
    let progress = course.say(saying, today)?;
    Ok(progress.map(|progress| progressed(found, progress, today)).into_iter().collect())
}

/// Makes an entry in an inbox, unless the last one of the referral says the same: the first says that it stands, the next that it
/// is over, and one more that it stands after all, where its end was a mistake.
pub(crate) fn fill(
    state: &State,
    partner: EnterpriseNumber,
    (case, referral): (CaseId, ReferralId),
    over: bool,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let entries: &[InboxEntry] = match state {
        State::Empty => &[],
        State::Inbox(Inbox { partner: owner, entries }) if *owner == partner => entries,
        _ => return Err(Rejection::OtherStream),
    };
    let last = entries.iter().rfind(|entry| entry.referral == referral);
    if last.map_or(over, |last| last.over == over) {
        return Ok(Vec::new());
    }
    let number = entries.last().map_or(1, |last| last.number.saturating_add(1));
    Ok(vec![Event::InboxFilled { partner, entry: InboxEntry { number, case, referral, over, on: today } }])
}

fn progressed(found: &CaseReferral, progress: Progress, on: NaiveDate) -> Event {
    let AskedReferral { number, key, .. } = found.asked;
    Event::ReferralProgressed { number, key, said: Said { on, progress } }
}

fn case(state: &State) -> Result<&Case, Rejection> {
    if let State::Case(case) = state { Ok(case) } else { Err(Rejection::NoSuchReferral) }
}

fn find(case: &Case, told_at: u64) -> Option<&CaseReferral> {
    case.referrals.iter().find(|one| one.asked.source.position == told_at)
}

#[cfg(test)]
mod tests {

    use trajet_law::referral::{DeclineReason, NotSaid, Recipient};

    use super::*;
    use crate::command::Command;
    use crate::samples::{Stream, asked_of, day, ended, fill, organisation, other_organisation, recognised, say, send};

    const ACTIRIS: Option<PartnerKind> = Some(PartnerKind::Actiris);

    /// A referral to Actiris of 1 February 2023, sent on the day after.
    fn sent() -> Stream {
        let mut stream = Stream::default();
        stream.on(day(2022, 9, 5), &recognised());
        stream.on(day(2023, 2, 1), &asked_of(Recipient::Actiris));
        stream.on(day(2023, 2, 2), &send(ACTIRIS));
        stream
    }

    fn stage(stream: &Stream) -> Stage {
        let State::Case(case) = &stream.state else { panic!("a case") };
        case.referrals[0].course.stage()
    }

    #[test]
    fn x2_a_referral_waits_for_the_recognition_and_is_taken_over_once() {
        let mut stream = Stream::default();
        stream.on(day(2023, 2, 1), &asked_of(Recipient::Actiris));
        stream.on(day(2023, 2, 1), &recognised());
        assert_eq!(stage(&stream), Stage::Queued);
        assert!(stream.on(day(2023, 2, 2), &asked_of(Recipient::Actiris)).is_empty());
    }

    #[test]
    fn x4_it_is_sent_once_to_who_is_such_a_partner_today_and_else_comes_back() {
        let mut stream = sent();
        assert_eq!(stage(&stream), Stage::Sent);
        assert!(stream.on(day(2023, 2, 3), &send(ACTIRIS)).is_empty());
        for registered in [None, Some(PartnerKind::Phare)] {
            let mut stream = Stream::default();
            stream.on(day(2022, 9, 5), &recognised());
            stream.on(day(2023, 2, 1), &asked_of(Recipient::Actiris));
            stream.on(day(2023, 2, 2), &send(registered));
            assert_eq!(stage(&stream), Stage::Returned);
            assert!(stream.on(day(2023, 2, 3), &send(ACTIRIS)).is_empty(), "it needs a referral of its own");
        }
    }

    #[test]
    fn x3_what_is_withdrawn_or_of_a_case_that_ended_is_not_sent() {
        let begun = || {
            let mut stream = Stream::default();
            stream.on(day(2022, 9, 5), &recognised());
            stream.on(day(2023, 2, 1), &asked_of(Recipient::Actiris));
            stream
        };
        let mut stream = begun();
        stream.on(day(2023, 2, 1), &crate::samples::withdrawn(ReferralEnd::ConsentWithdrawn));
        assert!(stream.on(day(2023, 2, 2), &send(ACTIRIS)).is_empty());
        assert_eq!(stage(&stream), Stage::Ended);
        let mut stream = begun();
        stream.on(day(2023, 2, 1), &ended(day(2023, 1, 31), true));
        assert!(stream.on(day(2023, 2, 2), &send(ACTIRIS)).is_empty());
    }

    #[test]
    fn x3_of_a_case_that_ended_a_partner_says_nothing_more_whatever_the_dossier_has_told() {
        let mut stream = sent();
        stream.on(day(2023, 2, 3), &say(Saying::Acknowledge));
        stream.on(day(2023, 2, 4), &ended(day(2023, 2, 3), true));
        assert_eq!(stream.attempt(day(2023, 2, 4), &say(Saying::Accept)), Err(NotSaid::Closed.into()));
        assert!(stream.on(day(2023, 2, 4), &say(Saying::Acknowledge)).is_empty(), "as after a withdrawal");
        let State::Case(case) = &stream.state else { panic!("a case") };
        assert!(case.referrals[0].is_over(case.ended.is_some()));
    }

    #[test]
    fn x7_what_a_partner_closed_itself_is_answered_as_before_whatever_has_ended_since() {
        for closing in [&[Saying::Accept, Saying::Complete][..], &[Saying::Decline(DeclineReason::NoCapacity)]] {
            let mut stream = sent();
            stream.on(day(2023, 2, 3), &say(Saying::Acknowledge));
            for saying in closing {
                stream.on(day(2023, 2, 4), &say(*saying));
            }
            let words = [Saying::Acknowledge, Saying::Accept, Saying::Complete, Saying::Decline(DeclineReason::Other)];
            let answers = |stream: &mut Stream| {
                words
                    .into_iter()
                    .chain(closing.iter().copied())
                    .map(|saying| stream.attempt(day(2023, 2, 6), &say(saying)))
                    .collect::<Vec<_>>()
            };
            let before = answers(&mut stream);
            assert_eq!(before.last(), Some(&Ok(Vec::new())), "it was said");
            stream.on(day(2023, 2, 6), &ended(day(2023, 2, 5), false));
            assert_eq!(answers(&mut stream), before);
        }
    }

    #[test]
    fn x7_to_another_organisation_a_referral_is_none() {
        let mut stream = sent();
        let other = Command::Say { told_at: 41, partner: other_organisation(), saying: Saying::Acknowledge };
        assert_eq!(stream.attempt(day(2023, 2, 3), &other), Err(Rejection::NoSuchReferral));
        let unknown = Command::Say { told_at: 99, partner: organisation(), saying: Saying::Acknowledge };
        assert_eq!(stream.attempt(day(2023, 2, 3), &unknown), Err(Rejection::NoSuchReferral));
        assert_eq!(stream.attempt(day(2023, 2, 3), &say(Saying::Accept)), Err(NotSaid::NotAcknowledged.into()));
        stream.on(day(2023, 2, 3), &say(Saying::Acknowledge));
        assert!(stream.on(day(2023, 2, 4), &say(Saying::Acknowledge)).is_empty());
        assert_eq!(stage(&stream), Stage::Acknowledged);
    }

    #[test]
    fn x7_what_was_not_sent_is_none_to_its_partner_either() {
        let mut stream = Stream::default();
        stream.on(day(2022, 9, 5), &recognised());
        stream.on(day(2023, 2, 1), &asked_of(Recipient::Actiris));
        assert_eq!(stream.attempt(day(2023, 2, 1), &say(Saying::Acknowledge)), Err(Rejection::NoSuchReferral));
        let mut none = Stream::default();
        assert_eq!(none.attempt(day(2023, 2, 1), &say(Saying::Acknowledge)), Err(Rejection::NoSuchReferral));
    }

    #[test]
    fn x6_an_inbox_numbers_its_entries_without_a_gap_and_holds_each_once() {
        let mut inbox = Stream::default();
        for (referral, over) in [(1, false), (2, false), (1, false), (1, true), (2, false), (1, true)] {
            inbox.on(day(2023, 2, 2), &fill(referral, over));
        }
        let State::Inbox(held) = &inbox.state else { panic!("an inbox") };
        let entries: Vec<_> =
            held.entries.iter().map(|entry| (entry.number, entry.referral.0[0], entry.over)).collect();
        assert_eq!(entries, [(1, 1, false), (2, 2, false), (3, 1, true)]);
        // What ended by a mistake stands again, and can end again.
        for over in [false, false, true, true] {
            inbox.on(day(2023, 2, 3), &fill(1, over));
        }
        let State::Inbox(held) = &inbox.state else { panic!("an inbox") };
        let entries: Vec<_> = held.entries.iter().skip(3).map(|entry| (entry.number, entry.over)).collect();
        assert_eq!(entries, [(4, false), (5, true)]);
        assert!(inbox.on(day(2023, 2, 3), &fill(9, true)).is_empty(), "nothing is over of which nothing was told");
        let Command::Fill { case, referral, over, .. } = fill(7, false) else { panic!("an entry") };
        let of_another = Command::Fill { partner: other_organisation(), case, referral, over };
        assert_eq!(inbox.attempt(day(2023, 2, 3), &of_another), Err(Rejection::OtherStream), "it is another's (X7)");
        let mut case = sent();
        assert_eq!(case.attempt(day(2023, 2, 2), &fill(1, false)), Err(Rejection::OtherStream));
    }
}
