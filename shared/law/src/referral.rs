//! Referrals to partners and to others who help with a return (*renvoi*, *doorverwijzing*; X2, X3, X4, X11).
//!
//! Law of 12 December 2021, art. 2, § 1/2; Circular 2022/383, part III, 3.1, step 7, and part IV, 4.2; practice slides. The
//! sources name kinds of referral, and those to whom the person can be referred. What each of them takes and needs, how long
//! an acknowledgement is awaited, and when the coordinator looks at what was undertaken, is our own reading.

mod commitment;
mod content;
mod course;
mod recipient;
mod said;

pub use commitment::{Commitment, CommitmentStanding};
pub use content::{Class, Content, ContentText};
pub use course::{Course, MOST_COMMITMENTS, MOST_WORDS, Stage};
pub use recipient::{Overridden, Recipient, ReferralKind, RestsOn};
pub use said::{
    CommitmentKind, DeclineReason, InformationAsked, NotSaid, Progress, ReferralEnd, ReferralKey, Said, Saying,
};

use chrono::NaiveDate;

use crate::deadline::{Actor, FactKind, Plan, Step};
use crate::law::Judged;
use crate::months::days_after;
use crate::parameter::{Dated, REFERRAL_ACKNOWLEDGED_TARGET_DAYS, REFERRAL_COMMITMENT_LOOK_DAYS};
use crate::rule::Rule;

/// What the coordinator asks for: to whom, for what, and with what is told of the person. Its recipient may have all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// For what.
    pub kind: ReferralKind,
    /// To whom.
    pub recipient: Recipient,
    /// The enterprise number of a partner, ten digits; none for who is no partner.
    pub organisation: Option<String>,
    /// Why a regional service that is not competent for the municipality is asked.
    pub overridden: Option<Overridden>,
    /// The day on which the person agreed to this referral.
    pub agreed_on: NaiveDate,
    /// What is told.
    pub content: Content,
}

/// To look at a referral that its partner has not acknowledged, planned on the day on which it was sent (X4).
#[must_use]
pub fn unacknowledged_plan(sent_on: impl Into<Judged>) -> Plan {
    let sent_on = sent_on.into();
    look((sent_on, FactKind::ReferralSent), sent_on.figure(&REFERRAL_ACKNOWLEDGED_TARGET_DAYS))
}

/// To look at what a partner undertook, planned for the day by which it is to be done (X4).
#[must_use]
pub fn commitment_plan(by: impl Into<Judged>) -> Plan {
    let by = by.into();
    look((by, FactKind::CommitmentDue), by.figure(&REFERRAL_COMMITMENT_LOOK_DAYS))
}

fn look((from, kind): (Judged, FactKind), days: Dated<u32>) -> Plan {
    Plan {
        step: Step::ReferralFollowUp,
        rule: Rule::X4,
        parameter: days.version,
        opens: None,
        due: None,
        warn_on: None,
        target: Some(days_after(from.on, days.value)),
        actor: Actor::Coordinator,
        counted: from.counting([from.fact(kind)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn x4_a_partner_is_asked_a_week_after_the_sending_and_the_day_after_a_commitment() {
        let sent = unacknowledged_plan(day("2023-02-01"));
        assert_eq!((sent.target, sent.due, sent.actor), (Some(day("2023-02-08")), None, Actor::Coordinator));
        assert_eq!(sent.parameter.to_string(), "referral.acknowledged_target_days@2022-01-01");
        let promised = commitment_plan(day("2023-03-31"));
        assert_eq!((promised.target, promised.step), (Some(day("2023-04-01")), Step::ReferralFollowUp));
        assert_eq!(promised.parameter.to_string(), "referral.commitment_look_days@2022-01-01");
    }
}
