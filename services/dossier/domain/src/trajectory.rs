//! The two ways on which a trajectory begins, and how it ends before it became one.

use chrono::NaiveDate;
use trajet_law::rule::{Ground, Rule};

use crate::codes::codes;

/// The physician's referral: route A (M10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The day.
    pub on: NaiveDate,
    /// Whether the first estimate itself put the person in category 4 (D4).
    pub initial: bool,
}

/// The end of what went on: of the person's own request, and of the referrals too unless it was of route B only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrajectoryEnd {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: EndReason,
    /// Whether only what the person asked for ended.
    pub route_b_only: bool,
}

/// The person's own request: route B (D6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrajectoryRequest {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The day on which the coordinator received it.
    pub received_on: NaiveDate,
    /// Whether the person is invited to fill in a questionnaire first (Q8).
    pub questionnaire_needed: bool,
    /// Whether one was out, as far as was known, when the request was entered: that one serves (Q8, own reading).
    pub questionnaire_out: bool,
    /// The day on which it came back duly completed, or was found impossible to complete.
    pub questionnaire_back_on: Option<NaiveDate>,
    /// The day of its first contact (D6).
    pub first_contact: Option<NaiveDate>,
    /// Its requests for authorisation, oldest first (D7).
    pub authorisations: Vec<Authorisation>,
    /// When and why it ended.
    pub ended: Option<(NaiveDate, EndReason)>,
}

impl TrajectoryRequest {
    /// Whether it goes on, on a day. On the last day of incapacity it still does; one that ended otherwise does not on the
    /// day of its end.
    #[must_use]
    pub fn goes_on(&self, day: NaiveDate) -> bool {
        let last = |(on, reason)| day < on || (reason == EndReason::IncapacityEnded && day == on);
        self.received_on <= day && self.ended.is_none_or(last)
    }

    /// The last request for authorisation, if its answer was negative.
    #[must_use]
    pub fn refused(&self) -> Option<&Authorisation> {
        self.authorisations.last().filter(|asked| asked.answer.is_some_and(|(_, authorised)| !authorised))
    }

    /// Whether a questionnaire is awaited before the first contact.
    #[must_use]
    pub const fn awaits_questionnaire(&self) -> bool {
        self.questionnaire_needed && self.questionnaire_back_on.is_none()
    }
}

/// A request for the physician's authorisation, and the answer (D7, M13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorisation {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The day of the request.
    pub asked_on: NaiveDate,
    /// The day of the contact before it, from which D8 counts.
    pub contact_on: NaiveDate,
    /// Whether the physician is told the agreed actions (D3, D31).
    pub actions_told: bool,
    /// The day of the answer, and whether it authorised.
    pub answer: Option<(NaiveDate, bool)>,
    /// The day of the contact on a negative answer (D8).
    pub discussed_on: Option<NaiveDate>,
}

codes! {
    /// Why a trajectory ended before it became one.
    #[derive(Debug)]
    pub enum EndReason {
        /// The person does not wish to go on (D11.c).
        NotWished = "not_wished",
        /// The physician's negative decision ends it (D8).
        NegativeDecision = "negative_decision",
        /// The person refused to consent at the first contact (D3).
        ConsentRefused = "consent_refused",
        /// The incapacity ended or the person died.
        IncapacityEnded = "incapacity_ended",
    }
}

impl EndReason {
    /// The rule, or its point, on which the end rests.
    #[must_use]
    pub fn ground(self) -> Ground {
        match self {
            Self::NotWished => Ground::point(Rule::D11, 'c'),
            Self::NegativeDecision => Rule::D8.into(),
            Self::ConsentRefused => Rule::D3.into(),
            Self::IncapacityEnded => Rule::T6.into(),
        }
    }
}

codes! {
    /// Why a coordinator ends a trajectory.
    #[derive(Debug)]
    pub enum ChosenEnd {
        /// The person does not wish to go on (D11.c).
        NotWished = "not_wished",
        /// The physician's negative decision ends it (D8).
        NegativeDecision = "negative_decision",
    }
}

impl From<ChosenEnd> for EndReason {
    fn from(chosen: ChosenEnd) -> Self {
        match chosen {
            ChosenEnd::NotWished => Self::NotWished,
            ChosenEnd::NegativeDecision => Self::NegativeDecision,
        }
    }
}
