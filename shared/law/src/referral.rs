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

use crate::codex::Employer;
use crate::deadline::{Actor, DatedFact, FactKind, Plan, Step};
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
    /// The employer whom it is about, where the person has several: for the occupational physician alone.
    pub employer: Option<Employer>,
    /// Why a regional service that is not competent for the municipality is asked.
    pub overridden: Option<Overridden>,
    /// The day on which the person agreed to this referral.
    pub agreed_on: NaiveDate,
    /// What is told.
    pub content: Content,
}

/// To look at a referral, planned for what is followed up: a week after what a partner is to answer, which is the sending where
/// nothing else is said, and the day after what waits for the coordinator or the day by which a partner undertook something (X4).
#[must_use]
pub fn follow_up_plan(from: impl Into<Judged>) -> Plan {
    let from = from.into();
    let fact = from.fact(FactKind::ReferralSent);
    match fact.kind {
        FactKind::CommitmentDue | FactKind::ReferralWaits => {
            look(from, fact, from.figure(&REFERRAL_COMMITMENT_LOOK_DAYS))
        }
        _ => look(from, fact, from.figure(&REFERRAL_ACKNOWLEDGED_TARGET_DAYS)),
    }
}

fn look(from: Judged, fact: DatedFact, days: Dated<u32>) -> Plan {
    Plan {
        step: Step::ReferralFollowUp,
        rule: Rule::X4,
        parameter: days.version,
        opens: None,
        due: None,
        warn_on: None,
        target: Some(days_after(fact.on, days.value)),
        actor: Actor::Coordinator,
        counted: from.counting([fact]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn x4_a_partner_has_a_week_for_each_word_and_the_coordinator_looks_the_day_after() {
        let week = follow_up_plan(day("2023-02-01"));
        assert_eq!((week.target, week.due, week.actor), (Some(day("2023-02-08")), None, Actor::Coordinator));
        assert_eq!(week.parameter.to_string(), "referral.acknowledged_target_days@2022-01-01");
        let of = |kind: FactKind, on| follow_up_plan(Judged::from(day(on)).being(kind));
        assert_eq!(of(FactKind::PartnerWord, "2023-02-01").target, Some(day("2023-02-08")));
        let promised = of(FactKind::CommitmentDue, "2023-03-31");
        assert_eq!((promised.target, promised.step), (Some(day("2023-04-01")), Step::ReferralFollowUp));
        assert_eq!(promised.parameter.to_string(), "referral.commitment_look_days@2022-01-01");
        assert_eq!(of(FactKind::ReferralWaits, "2023-02-01").target, Some(day("2023-02-02")));
    }
}
