//! What holds for every history: random commands on random days, in any order, on one stream.

mod annul;
mod past;
mod played;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::histories::first_days::around;
use trajet_law::referral::{CommitmentKind, DeclineReason, Progress, Recipient, ReferralEnd, Saying};

use crate::acts::note::release;
use crate::claim;
use crate::command::Command;
use crate::event::Event;
use crate::partner::{PartnerKind, Registration};
use crate::report::ReportId;
use crate::samples::{
    CASE, Stream, asked_of, corrected, ended, fill, receive, recognised_from, register, say, send, take, take_start,
    withdrawn,
};
use crate::state::{State, apply};

/// A day of an incapacity, or a little before.
fn any_day(first: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (0..120_u64).prop_map(move |offset| first - Days::new(12) + Days::new(offset))
}

fn any_saying(first: NaiveDate) -> impl Strategy<Value = Saying> {
    (0..7, 1..3_u32, any_day(first)).prop_map(|(which, number, on)| match which {
        0 | 1 => Saying::Acknowledge,
        2 => Saying::Accept,
        3 => Saying::Commit { kind: CommitmentKind::Interview, by: on },
        4 => Saying::Keep { number, kept_on: on },
        5 => Saying::Decline(DeclineReason::NoCapacity),
        _ => Saying::Complete,
    })
}

fn any_command(first: NaiveDate) -> impl Strategy<Value = Command> {
    let registration = (any_day(first), prop::option::of(0..60_u64), prop::sample::select(&PartnerKind::ALL[..3]));
    prop_oneof![
        3 => (0..3_u64).prop_map(move |offset| recognised_from(first + Days::new(offset))),
        1 => (any_day(first), any_day(first)).prop_map(|(from, to)| corrected(from, to)),
        2 => (any_day(first), any::<bool>()).prop_map(|(last_day, deceased)| ended(last_day, deceased)),
        3 => (0..4_u8, any_day(first)).prop_map(|(report, on)| take(report, on)),
        2 => (0..6_u8, any_day(first)).prop_map(|(report, on)| take_start(report, on)),
        2 => Just(asked_of(Recipient::Actiris)),
        1 => prop::sample::select(ReferralEnd::ALL).prop_map(withdrawn),
        2 => prop::option::of(prop::sample::select(&[PartnerKind::Actiris, PartnerKind::Phare])).prop_map(send),
        4 => any_saying(first).prop_map(say),
        2 => (1..4_u8, any::<bool>()).prop_map(|(referral, over)| fill(referral, over)),
        1 => any_day(first).prop_map(receive),
        1 => Just(Command::Erase),
        1 => Just(Command::Match { report: ReportId([1; 16]), known_in: None }),
        3 => registration.prop_map(|(valid_from, length, kind)| {
            let Command::Register(sample) = register("2022-01-01", None) else { unreachable!("a registration") };
            let valid_to = length.map(|length| valid_from + Days::new(length));
            Command::Register(Registration { kind, valid_from, valid_to, ..sample })
        }),
    ]
}

/// Commands on days that follow each other, each with whether another stream holds the report it is about.
fn any_history(first: NaiveDate) -> impl Strategy<Value = Vec<(NaiveDate, Command, bool)>> {
    prop::collection::vec((0..12_u64, any_command(first), prop::bool::weighted(0.2)), 0..40).prop_map(move |steps| {
        let mut today = first + Days::new(4);
        let step = |(pause, command, held)| {
            today = today + Days::new(pause);
            (today, command, held)
        };
        steps.into_iter().map(step).collect()
    })
}

fn play(history: Vec<(NaiveDate, Command, bool)>) -> Stream {
    let mut stream = Stream::default();
    for (today, command, held) in history {
        stream.claimed_by = held.then_some(CASE);
        let _ = stream.attempt(today, &command);
    }
    stream
}

proptest! {
    #[test]
    fn t6_no_fact_waits_that_can_act(history in around(any_history)) {
        let mut stream = Stream::default();
        for (today, command, _) in history {
            let _ = stream.attempt(today, &command);
            prop_assert_eq!(release(&stream.state), None);
        }
    }

    #[test]
    fn t6_on_a_case_no_fact_is_rejected(history in around(any_history)) {
        let mut stream = Stream::default();
        for (today, command, _) in history {
            let is_case = matches!(stream.state, State::Empty | State::Case(_));
            let outcome = stream.attempt(today, &command);
            if let (true, Command::Note(_)) = (is_case, &command) {
                prop_assert!(outcome.is_ok());
            }
        }
    }

    #[test]
    fn t6_apply_accepts_every_event_in_every_order((history, more) in around(|first| (any_history(first), any_history(first))), rotation in 0..50_usize) {
        let mut events = [play(history).events, play(more).events].concat();
        let rotation = rotation.min(events.len());
        events.rotate_left(rotation);
        let mut state = State::default();
        for event in &events {
            apply(&mut state, event);
            let _ = (claim(&state).count(), event.ground(), event.effective_on());
        }
    }

    #[test]
    fn x5_a_case_takes_each_report_once(history in around(any_history)) {
        let stream = play(history);
        let taken: Vec<_> = claim(&stream.state).collect();
        prop_assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), taken.len());
        let told = stream.events.iter().filter(|event| matches!(event, Event::FactTold(_))).count();
        prop_assert_eq!(told, taken.len());
    }

    #[test]
    fn x1_no_two_entries_of_a_partner_share_a_day(history in around(any_history)) {
        let State::Partner(partner) = play(history).state else { return Ok(()) };
        for pair in partner.entries.windows(2) {
            prop_assert!(pair[0].over_before(pair[1].registered.valid_from));
        }
    }

    #[test]
    fn x4_a_referral_is_sent_once_and_nothing_is_said_of_one_that_is_over(history in around(any_history)) {
        let mut stream = Stream::default();
        for (today, command, _) in history {
            let over = |state: &State| match state {
                State::Case(case) => case.referrals.iter().any(|one| !one.course.is_open()),
                _ => false,
            };
            let was_over = over(&stream.state);
            let events = stream.attempt(today, &command).unwrap_or_default();
            let said = events.iter().any(|event| matches!(event, Event::ReferralProgressed { .. }));
            prop_assert!(!(was_over && said));
        }
        let sent = stream.events.iter().filter(|event| {
            matches!(event, Event::ReferralProgressed { said, .. } if said.progress == Progress::Sent)
        });
        prop_assert!(sent.count() <= 1);
    }

    #[test]
    fn x6_an_inbox_has_no_gap_and_no_double(history in around(any_history)) {
        let State::Inbox(inbox) = play(history).state else { return Ok(()) };
        let numbers: Vec<_> = inbox.entries.iter().map(|entry| entry.number).collect();
        prop_assert_eq!(&numbers, &(1..=inbox.entries.len() as u64).collect::<Vec<_>>());
        let referrals: BTreeSet<_> = inbox.entries.iter().map(|entry| entry.referral).collect();
        for referral in referrals {
            let said = inbox.entries.iter().filter(|entry| entry.referral == referral).map(|entry| entry.over);
            prop_assert!(said.zip([false, true].into_iter().cycle()).all(|(over, turn)| over == turn));
        }
    }
}
