//! What the readers of the services give: a fact an event, with its legal day.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::deadline::{Plan, Step};
use trajet_law::presumption::Presumption;

use crate::action::Action;
use crate::trajectory::Way;

/// What an event tells the reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its legal day.
    pub on: NaiveDate,
    /// What.
    pub what: What,
}

/// An action that somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Did {
    /// Which.
    pub action: Action,
    /// Its number among those of its kind in the case, where it has one: what answers it has the same, and what corrects its
    /// day takes its place. 0 where it has none.
    pub number: u32,
    /// By what it is grouped in figures: a stable code, or empty. The yearly message does not tell it.
    pub of: &'static str,
    /// What the person was found to do, where the action was to find that. The yearly message does not tell it.
    pub found: Option<Found>,
    /// Of whom it was told, where an occupational physician did: what is told again of them, of the same day, takes its place.
    pub party: Option<Party>,
}

/// A service for prevention and protection at work, and the employer of whom it tells. Its `Debug` shows nothing: where somebody
/// works is personal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// The enterprise number of the service, where it is known.
    pub service: Option<u64>,
    /// That of the employer, where it is named.
    pub employer: Option<u64>,
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Party(..)")
    }
}

impl Party {
    /// Whether both can be one: a service may name the employer later.
    pub(crate) fn may_be(self, other: Self) -> bool {
        let named = self.employer.is_some() && other.employer.is_some();
        self.service == other.service && (!named || self.employer == other.employer)
    }
}

/// What a person was found to do after a trajectory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// The work, if there is any.
    pub work: Option<Work>,
    /// Whether they follow a training.
    pub training: bool,
    /// Whether they volunteer.
    pub volunteering: bool,
    /// The last day of the work that was known of before, and why it stopped, as a code, if it did.
    pub stopped: Option<(NaiveDate, &'static str)>,
}

/// Work that a person was found to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Its first day.
    pub since: NaiveDate,
    /// The contract, as a code.
    pub contract: &'static str,
    /// Whether it is the work of before the incapacity: for the same employer, or as self-employed as then.
    pub as_before: bool,
    /// The hours, in hundredths of full time.
    pub percent: u32,
}

/// What happened to a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// It was planned.
    Planned(Plan),
    /// The open one was planned again, with other days.
    Replanned(Plan),
    /// It is open again.
    Reopened(Step),
    /// The step was taken.
    Met(Step),
    /// The last day passed without it.
    Missed(Step),
    /// It need not be taken any more.
    Waived(Step),
}

/// What a ledger says of a case. A service tells of each only what is its own to tell, so that nothing is counted twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Somebody acted.
    Did(Did),
    /// The service that recognises says that the incapacity is recognised.
    Recognised {
        /// The first day of incapacity.
        start: NaiveDate,
        /// Whether there was an employment contract on it.
        has_contract: bool,
    },
    /// Another service heard of the recognition.
    Heard {
        /// The first day of incapacity.
        start: NaiveDate,
        /// Whether there was an employment contract on it; a service that does not know says no.
        has_contract: bool,
    },
    /// The first day of incapacity was corrected.
    Corrected {
        /// As it stands now.
        start: NaiveDate,
    },
    /// The incapacity is a relapse of one that ended.
    Relapsed {
        /// The last day of the former one, if it is known.
        after: Option<NaiveDate>,
    },
    /// The service that records the end says that the incapacity ended; the fact's day is its last.
    IncapacityEnded {
        /// How, as a code.
        how: &'static str,
    },
    /// Another service heard of that end.
    HeardOfTheEnd {
        /// The first day of the incapacity that was recognised as a relapse of this one, if it was.
        relapsed_on: Option<NaiveDate>,
    },
    /// A service heard that the physician referred the person, which another one tells.
    HeardOfAReferral,
    /// A service heard that the person asked for a trajectory, which another one tells.
    HeardOfARequest,
    /// A service heard the answer to a request for authorisation, which another one tells.
    HeardAnAnswer {
        /// The number of the request.
        number: u32,
    },
    /// A questionnaire was sent.
    QuestionnaireSent,
    /// It came back duly completed.
    QuestionnaireBack,
    /// It cannot be completed.
    QuestionnaireImpossible,
    /// The remaining capacities were estimated.
    Estimated {
        /// 1 to 4, as a code.
        category: &'static str,
        /// Whether for the first time.
        first: bool,
        /// Whether the person was examined.
        examined: bool,
    },
    /// A presumption of incapacity, as far as its days are known; told again, it takes the place of the one with its number.
    Presumed {
        /// Its number in the case.
        number: u32,
        /// Its days.
        presumed: Presumption,
    },
    /// A partner told something.
    PartnerTold {
        /// What kind of partner, as a code.
        by: &'static str,
    },
    /// Of a coordinator, not of a case: from when until when they are in function. Told again, it takes the place of what was
    /// told.
    InFunction {
        /// The last day, if one is known. The fact's day is the first.
        until: Option<NaiveDate>,
    },
    /// Something happened to a deadline.
    Deadline(Due),
}

impl Fact {
    /// A fact of a day.
    #[must_use]
    pub const fn on(on: NaiveDate, what: What) -> Self {
        Self { on, what }
    }

    /// An action without number or group.
    #[must_use]
    pub const fn did(on: NaiveDate, action: Action) -> Self {
        Self::did_of(on, action, 0, "")
    }

    /// An action with its number and its group.
    #[must_use]
    pub const fn did_of(on: NaiveDate, action: Action, number: u32, of: &'static str) -> Self {
        Self { on, what: What::Did(Did { action, number, of, found: None, party: None }) }
    }

    /// The same action, with what the person was found to do.
    #[must_use]
    pub fn finding(mut self, found: Found) -> Self {
        if let What::Did(did) = &mut self.what {
            did.found = Some(found);
        }
        self
    }

    /// The same action, as it was told of somebody.
    #[must_use]
    pub const fn told_of(mut self, party: Party) -> Self {
        if let What::Did(did) = &mut self.what {
            did.party = Some(party);
        }
        self
    }

    /// Something that happened to a deadline.
    #[must_use]
    pub const fn due(on: NaiveDate, due: Due) -> Self {
        Self { on, what: What::Deadline(due) }
    }

    /// By which way a trajectory began with it, unless one was on.
    pub(crate) const fn begins(&self) -> Option<Way> {
        match &self.what {
            What::Did(Did { action: Action::Referred, .. }) | What::HeardOfAReferral => Some(Way::Referral),
            What::Did(Did { action: Action::Requested, .. }) | What::HeardOfARequest => Some(Way::Request),
            _ => None,
        }
    }
}
