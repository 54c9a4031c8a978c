//! Referrals, in every history: nothing goes where a small table of its own forbids it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use trajet_law::referral::{
    Class, CommitmentKind, Content, DeclineReason, Overridden, Progress, Recipient, Referral, ReferralEnd,
    ReferralKind, Said,
};

use super::{any_day, any_history, any_of, around, case_of, fire, times};
use crate::command::Command;
use crate::consent::ConsentPurpose;
use crate::event::Event;
use crate::fact::Told;
use crate::partner_referral::{NewReferral, ReferralCommand, ReferralEvent};
use crate::samples::{referring, told};

fn any_referral(first: NaiveDate) -> impl Strategy<Value = NewReferral> {
    let content = prop::collection::btree_set(any_of(Class::ALL), 0..3);
    let what = (any_of(ReferralKind::ALL), any_of(Recipient::ALL), prop::option::of(any_of(Overridden::ALL)));
    (what, any_day(first), content, prop::option::weighted(0.9, any_day(first))).prop_map(
        |((kind, recipient, overridden), agreed_on, classes, concerted_on)| NewReferral {
            number: None,
            key: None,
            referral: Referral {
                kind,
                recipient,
                organisation: recipient.is_partner().then(|| "0206653946".to_owned()),
                employer: None,
                overridden,
                agreed_on,
                content: classes.into_iter().map(|class| (class, "a text".into())).collect::<Content>(),
            },
            agreement_reference: "A-7".into(),
            concerted_on,
            by: referring(),
        },
    )
}

fn any_progress(first: NaiveDate) -> impl Strategy<Value = Progress> {
    (0..9, 1..3_u32, any_day(first)).prop_map(|(which, number, on)| match which {
        0 | 1 => Progress::Sent,
        2 => Progress::Acknowledged,
        3 => Progress::Accepted,
        4 => Progress::Declined(DeclineReason::Other),
        5 => Progress::Committed { number, kind: CommitmentKind::Advice, by: on },
        6 => Progress::Renegotiated { number, by: on },
        7 => Progress::Kept { number, kept_on: on },
        _ => Progress::Completed,
    })
}

pub(super) fn any_told(first: NaiveDate) -> impl Strategy<Value = Command> {
    (1..3_u32, any_day(first), any_progress(first))
        .prop_map(|(number, on, progress)| told(Told::Referral { number, key: None, said: Said { on, progress } }))
}

pub(super) fn any_act(first: NaiveDate) -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => any_referral(first).prop_map(|new| Command::Referral(ReferralCommand::Refer(new))),
        1 => (1..3_u32, any::<bool>())
            .prop_map(|(number, agreement)| Command::Referral(ReferralCommand::Withdraw { number, agreement })),
    ]
}

/// What may go to whom, by code, and on which purpose it rests: written down apart from the law.
const TABLE: [(&str, &str, &[&str]); 15] = [
    ("occupational_physician", "occupational_physician", &["functioning", "career", "diagnosis"]),
    ("forem", "exchange", &["functioning", "career"]),
    ("aviq", "exchange", &["functioning", "career"]),
    ("actiris", "exchange", &["functioning", "career"]),
    ("bruxelles_formation", "exchange", &["functioning", "career"]),
    ("phare", "exchange", &["functioning", "career"]),
    ("vdab", "exchange", &["functioning", "career"]),
    ("gtb", "exchange", &["functioning", "career"]),
    ("adg", "exchange", &["functioning", "career"]),
    ("cscmi", "exchange", &["functioning", "career", "diagnosis"]),
    ("treating_physician", "exchange", &["functioning", "diagnosis"]),
    ("therapist", "exchange", &["functioning"]),
    ("psychosocial_psychologist", "exchange", &[]),
    ("regional_adviser", "exchange", &["functioning", "career"]),
    ("other_provider", "exchange", &["career"]),
];

fn row(recipient: Recipient) -> (&'static str, &'static str, &'static [&'static str]) {
    *TABLE.iter().find(|(code, ..)| *code == recipient.code()).expect("every recipient has a row")
}

/// The last decision on a purpose by the day of its signature, of those that were recorded.
fn granted(events: &[Event], purpose: &str) -> bool {
    let mut last: BTreeMap<ConsentPurpose, (NaiveDate, bool)> = BTreeMap::new();
    for event in events {
        let Event::ConsentsRecorded(form) = event else { continue };
        for (purpose, granted) in &form.decisions {
            if last.get(purpose).is_none_or(|(before, _)| *before <= form.signed_on) {
                last.insert(*purpose, (form.signed_on, *granted));
            }
        }
    }
    last.into_iter().any(|(one, (_, granted))| one.code() == purpose && granted)
}

proptest! {
    #![proptest_config(times(2))]

    #[test]
    fn x3_nothing_goes_where_consent_agreement_or_the_recipient_forbid_it(history in around(any_history)) {
        let mut case = case_of(&history);
        let mut withdrawn: Vec<(Recipient, ReferralKind, NaiveDate)> = Vec::new();
        for (today, command) in history.steps {
            fire(&mut case, today);
            let before = case.events.len();
            let _ = case.attempt(today, &command);
            for place in before..case.events.len() {
                match &case.events[place] {
                    Event::Referral(ReferralEvent::Made(made)) => {
                        let to = made.referral.recipient;
                        let (_, rests_on, may) = row(to);
                        prop_assert!(made.referral.content.classes().all(|class| may.contains(&class.code())));
                        prop_assert!(granted(&case.events[..place], "trajectory"));
                        prop_assert!(granted(&case.events[..place], rests_on));
                        prop_assert!(case.events[..place].iter().any(|event| matches!(event, Event::ContactHeld(_)))
                            || case.state.contacted_before_go_live.is_some());
                        let back = withdrawn.iter().filter(|(who, what, _)| (*who, *what) == (to, made.referral.kind));
                        prop_assert!(back.map(|(.., on)| *on).all(|on| on < made.referral.agreed_on));
                        prop_assert!(made.referral.agreed_on <= today && case.state.end.is_none());
                    }
                    Event::Referral(ReferralEvent::Ended { number, on, because: ReferralEnd::AgreementWithdrawn, .. }) => {
                        let of = &case.state.partner_referrals[*number as usize - 1].referral;
                        withdrawn.push((of.recipient, of.kind, *on));
                    }
                    _ => {}
                }
            }
            // What waits to be sent, or is at its partner, is there while the consents are.
            for open in case.state.partner_referrals.iter().filter(|one| one.course.is_open()) {
                let (_, rests_on, _) = row(open.referral.recipient);
                prop_assert!(granted(&case.events, "trajectory") && granted(&case.events, rests_on));
                prop_assert!(case.state.end.is_none());
            }
        }
    }
}
