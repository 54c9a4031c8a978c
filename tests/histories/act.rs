//! What people do in a history.

use chrono::NaiveDate;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Codex,
    Work,
    RouteB,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    First,
    Negative,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    Physical,
    Video,
    Telephone,
    Email,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    Resumed,
    NotUnfit,
    Deceased,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    PreReturn,
    Codex,
    Ami,
    Nothing,
    Undecided,
}

/// What an occupational physician tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    Requested,
    Visit,
    Signed,
    Resumed,
    Ended,
}

/// What came of a contact about a questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Helped {
    WithIt,
    WillReturn,
    Declined,
    NotReached,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EndReason {
    NotWished,
    Negative,
    /// Never accepted from a caller.
    Ended,
}

/// Decisions on the purposes: what was asked, and what of it granted.
pub(crate) type Decisions = Vec<(u8, bool)>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meeting {
    pub(crate) purpose: Purpose,
    pub(crate) on: NaiveDate,
    pub(crate) channel: Channel,
    pub(crate) appointment: u32,
    pub(crate) explained: bool,
    pub(crate) checked: bool,
    pub(crate) consent: Option<Decisions>,
    pub(crate) actions: usize,
    pub(crate) way: Option<Way>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    Declare {
        ceased: Option<NaiveDate>,
        start: NaiveDate,
        employee: bool,
    },
    Recognise {
        on: NaiveDate,
        other_body: bool,
        ceased: Option<NaiveDate>,
    },
    RefuseRecognition {
        on: NaiveDate,
        other_body: bool,
    },
    StartTrack {
        kind: Kind,
        from: NaiveDate,
        to: Option<NaiveDate>,
    },
    EndTrack {
        kind: Kind,
        on: NaiveDate,
    },
    Estimate {
        category: u8,
        examined: bool,
        concertation: Option<NaiveDate>,
        on: Option<NaiveDate>,
    },
    Invite {
        invited: NaiveDate,
        examination: NaiveDate,
    },
    /// Found: that the questionnaire could not be completed, and that an examination is not appropriate.
    Dispense {
        on: NaiveDate,
        found: [bool; 2],
    },
    Evaluate {
        on: NaiveDate,
        category: u8,
        examined: bool,
        concertation: Option<NaiveDate>,
    },
    RefuseTrajectory {
        asked: NaiveDate,
    },
    Decide {
        on: NaiveDate,
        authorised: bool,
    },
    End {
        last: NaiveDate,
        cause: Cause,
        other_body: bool,
    },
    Waive {
        on: Option<NaiveDate>,
    },
    Draft {
        other_version: bool,
    },
    Submit {
        on: NaiveDate,
        complete: bool,
        other_version: bool,
    },
    Correct {
        corrects: u32,
        on: NaiveDate,
    },
    Delegate,
    Help {
        on: NaiveDate,
        channel: Channel,
        result: Helped,
    },
    Impossible {
        on: NaiveDate,
    },
    OpenRouteB {
        on: NaiveDate,
        keep: bool,
    },
    Appoint {
        purpose: Purpose,
        on: NaiveDate,
        channel: Channel,
        invited: NaiveDate,
    },
    Reschedule {
        number: u32,
        on: NaiveDate,
        channel: Channel,
        told: NaiveDate,
    },
    NoShow {
        number: u32,
    },
    Attempt {
        purpose: Purpose,
        on: NaiveDate,
        channel: Channel,
    },
    RefuseContact {
        purpose: Purpose,
        on: NaiveDate,
    },
    Meet(Meeting),
    Consents {
        decisions: Decisions,
        on: NaiveDate,
    },
    AskAuthorisation {
        on: Option<NaiveDate>,
    },
    EndTrajectory {
        on: NaiveDate,
        reason: EndReason,
    },
    Tell {
        what: Told,
        on: NaiveDate,
    },
}

impl Act {
    /// Its name, for counts.
    pub(crate) fn name(&self) -> String {
        let written = format!("{self:?}");
        written.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
    }
}

/// Whether an act is accepted. A refusal gives every ground that stands: no text says which of several is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accepted,
    Refused(Vec<&'static str>),
}

/// The grounds against an act, as they are found.
#[derive(Debug, Default)]
pub(crate) struct Grounds(Vec<&'static str>);

impl Grounds {
    pub(crate) fn add(&mut self, stands: bool, name: &'static str) {
        if stands {
            self.0.push(name);
        }
    }

    /// A day that cannot be right, against another one.
    pub(crate) fn wrong(&mut self, stands: bool) {
        self.add(stands, "VALIDATION_FAILED");
    }

    pub(crate) fn none(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn verdict(self) -> Verdict {
        if self.none() { Verdict::Accepted } else { Verdict::Refused(self.0) }
    }
}
