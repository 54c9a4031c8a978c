//! What holds when an act is annulled or a fact taken back, in every history of a case.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::annul::NotAnnulled;
use trajet_law::histories::{Act, annulled};
use trajet_law::referral::{
    CommitmentKind, DeclineReason, InformationAsked, Recipient, ReferralEnd, ReferralKey, Saying,
};

use super::{any_day, around};
use crate::annul::AskedAgain;
use crate::command::Command;
use crate::fact::{Ending, Fact, Recognition, Source, StartCorrection};
use crate::partner::PartnerKind;
use crate::referral::{AskedReferral, EndedReferral};
use crate::rejection::Rejection;
use crate::samples::{Stream, asked_of, corrected, ended, recognised_from, say, send, take, take_start, withdrawn};

fn any_saying(first: NaiveDate) -> impl Strategy<Value = Saying> {
    (0..12, 1..3_u32, any_day(first)).prop_map(|(which, number, on)| match which {
        0..3 => Saying::Acknowledge,
        3 => Saying::AskInformation(InformationAsked::Career),
        4 | 5 => Saying::Accept,
        6 | 7 => Saying::Commit { kind: CommitmentKind::Interview, by: on },
        8 => Saying::Renegotiate { number, by: on },
        9 => Saying::Keep { number, kept_on: on },
        10 => Saying::Break { number },
        _ if number == 1 => Saying::Complete,
        _ => Saying::Decline(DeclineReason::NoCapacity),
    })
}

fn any_fact(first: NaiveDate) -> impl Strategy<Value = Command> {
    let first_day = || (0..3_u64).prop_map(move |offset| first + Days::new(offset));
    prop_oneof![
        3 => first_day().prop_map(recognised_from),
        2 => (first_day(), first_day()).prop_map(|(from, to)| corrected(from, to)),
        1 => (any_day(first), any::<bool>()).prop_map(|(last_day, deceased)| ended(last_day, deceased)),
        4 => Just(asked_of(Recipient::Actiris)),
        1 => prop::sample::select(ReferralEnd::ALL).prop_map(withdrawn),
    ]
}

fn any_command(first: NaiveDate) -> impl Strategy<Value = Command> {
    prop_oneof![
        6 => any_fact(first),
        3 => (0..4_u8, any_day(first)).prop_map(|(report, on)| take(report, on)),
        2 => (4..8_u8, any_day(first)).prop_map(|(report, on)| take_start(report, on)),
        4 => prop::option::weighted(0.8, Just(PartnerKind::Actiris)).prop_map(send),
        8 => any_saying(first).prop_map(say),
    ]
}

/// Commands on days that follow each other, on one case, with the referral that they are about: most begin with a recognition.
fn any_history(first: NaiveDate) -> impl Strategy<Value = Vec<(NaiveDate, Command)>> {
    let steps = prop::collection::vec((0..8_u64, any_command(first), 1..4_u8), 0..40);
    (prop::bool::weighted(0.8), steps).prop_map(move |(known, steps)| {
        let mut today = first + Days::new(4);
        let begun = known.then(|| (today, recognised_from(first), 1));
        let steps: Vec<_> = steps
            .into_iter()
            .map(|(pause, command, referral)| {
                today = today + Days::new(pause);
                (today, command, referral)
            })
            .collect();
        each_of_its_own(begun.into_iter().chain(steps).collect())
    })
}

/// The same, in which each fact stands at a place of its own in the ledger that tells it, and each referral has its own number.
fn each_of_its_own(history: Vec<(NaiveDate, Command, u8)>) -> Vec<(NaiveDate, Command)> {
    let (mut made, mut told) = (0, BTreeMap::new());
    let mut own = Vec::new();
    for (place, (today, mut command, which)) in (1..).zip(history) {
        match &mut command {
            Command::Note(fact) => {
                if let Fact::Referred(AskedReferral { number, key, .. }) = fact {
                    made += 1;
                    (*number, *key) = named(made);
                    told.insert(made, place);
                }
                if let Fact::ReferralEnded(EndedReferral { number, key, .. }) = fact {
                    (*number, *key) = named(which);
                }
                source(fact).position = place;
            }
            Command::Send { told_at, .. } | Command::Say { told_at, .. } => {
                *told_at = told.get(&which).copied().unwrap_or(0);
            }
            _ => {}
        }
        own.push((today, command));
    }
    own
}

fn named(number: u8) -> (u32, Option<ReferralKey>) {
    (number.into(), Some(ReferralKey([number; 16])))
}

fn source(fact: &mut Fact) -> &mut Source {
    match fact {
        Fact::Recognised(Recognition { source, .. })
        | Fact::Corrected(StartCorrection { source, .. })
        | Fact::Ended(Ending { source, .. })
        | Fact::Referred(AskedReferral { source, .. })
        | Fact::ReferralEnded(EndedReferral { source, .. }) => source,
    }
}

/// The acts of a history that recorded something.
fn acts(history: &[(NaiveDate, Command)]) -> Vec<Act<AskedAgain>> {
    let mut case = Stream::default();
    let mut acts = Vec::new();
    for (today, command) in history {
        let before = case.state.clone();
        let events = case.attempt(*today, command).unwrap_or_default();
        if !events.is_empty() {
            acts.push(Act { command: command.clone(), today: *today, before, events });
        }
    }
    acts
}

proptest! {
    #[test]
    fn t9_events_tell_the_command_that_they_came_from(history in around(any_history)) {
        annulled::events_tell_the_command_that_they_came_from(&AskedAgain, &acts(&history));
    }

    #[test]
    fn t9_to_annul_the_last_act_is_never_to_have_done_it(history in around(any_history)) {
        annulled::the_last_act_was_never_done(&AskedAgain, &acts(&history));
    }

    #[test]
    fn t9_an_act_is_annulled_as_if_what_followed_had_been_done_without_it_or_not_at_all(
        history in around(any_history),
        which in any::<prop::sample::Index>(),
    ) {
        let refused = |refused: &Rejection| match refused {
            Rejection::NotAnnulled(why) => Some(why.clone()),
            _ => None::<NotAnnulled>,
        };
        annulled::as_if_what_followed_had_been_done_without_it(&AskedAgain, &acts(&history), |of| which.index(of), refused);
    }

    #[test]
    fn t9_what_was_told_is_taken_back_as_if_it_had_not_been_told(
        history in around(any_history),
        which in any::<prop::sample::Index>(),
    ) {
        annulled::what_was_told_is_taken_back(&AskedAgain, &acts(&history), |of| which.index(of));
    }
}
