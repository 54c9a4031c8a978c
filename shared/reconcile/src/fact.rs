//! What the readers of the services give: facts, and what was recorded of deadlines, in the order of the ledger.

use std::fmt;

use crate::ami::Ami;
use crate::concertation::Party;
use crate::day::Day;
use crate::named::Named;
use crate::referral::Referral;
use crate::step::Step;

/// Whose ledger it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Office {
    /// Medical assessment.
    Assessment,
    /// The questionnaire.
    Questionnaire,
    /// The dossier.
    Dossier,
    /// The exchange with partners.
    Exchange,
}

/// The dates of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Dates {
    /// The first day on which it can be done, where the rule gives one.
    pub opens: Option<Day>,
    /// The last day, where the rule gives one.
    pub due: Option<Day>,
    /// The platform's aim where the rule gives no last day.
    pub target: Option<Day>,
}

impl Dates {
    /// A last day.
    pub(crate) fn due(on: Day) -> Self {
        Self { due: Some(on), ..Self::default() }
    }

    /// A target that runs from a day on.
    pub(crate) fn aimed(opens: Day, target: Day) -> Self {
        Self { opens: Some(opens), due: None, target: Some(target) }
    }

    /// The last day, or the day that is aimed at.
    pub(crate) fn end(&self) -> Option<Day> {
        self.due.or(self.target)
    }

    /// A target that is on nobody's list before its day.
    pub(crate) fn aimed_at(target: Day) -> Self {
        Self { target: Some(target), ..Self::default() }
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [("opens", self.opens), ("due", self.due), ("target", self.target)];
        let given = all.iter().filter_map(|(name, day)| day.map(|day| format!("{name} {day}")));
        let given: Vec<_> = given.collect();
        f.write_str(if given.is_empty() { "no date" } else { "" })?;
        f.write_str(&given.join(", "))
    }
}

/// A track that runs beside the procedure (rules Q4, M4, D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A CODEX trajectory was asked for.
    Codex,
    /// Authorised work is performed.
    Work,
    /// A trajectory by route B was authorised.
    RouteB,
}

/// What a contact is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The first contact.
    First,
    /// That on a negative decision.
    Negative,
    /// A follow-up interview of a trajectory of the sickness insurance.
    FollowUp,
    /// Any other.
    Other,
}

/// What the person decides on, as far as a deadline depends on it (rules D3, D31).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Managing the trajectory.
    Trajectory,
    /// Its follow-up by the advising physician.
    PhysicianFollowUp,
    /// Exchange with those who carry it out.
    Exchange,
    /// Exchange with the occupational physician.
    OccupationalPhysician,
}

/// A case that was running when the mutuality went live. What had its last day before that day is asked of nobody (own).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenOver {
    /// The day of go-live.
    pub on: Day,
    /// The sending of a questionnaire that no other fact tells.
    pub sent: Option<Day>,
    /// Its return, likewise.
    pub back: Option<Day>,
    /// The person's own request that went on, likewise.
    pub requested: Option<Day>,
    /// The last first contact, likewise.
    pub contact: Option<Day>,
}

/// The service that tells of a CODEX trajectory, and the employer of whom it does. Its `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CodexService {
    /// The number of the service.
    pub number: Option<String>,
    /// The number of the employer; none where the service named nobody.
    pub employer: Option<String>,
}

impl CodexService {
    /// Whether it names nobody: the physician recorded what was asked for.
    pub(crate) fn is_unnamed(&self) -> bool {
        *self == Self::default()
    }
}

impl std::fmt::Debug for CodexService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodexService(..)")
    }
}

/// Something that a ledger says of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Facts that were recorded before do not stand, and those that are recorded with this take places among them.
    Annulled {
        /// The places of the facts that do not stand.
        struck: Vec<u64>,
        /// For each fact that comes right after this, the place of the former one that it stands behind.
        places: Vec<u64>,
    },
    /// Nothing that a deadline follows from.
    Silent,
    /// Something that this program does not know how to judge: it is reported.
    NotCovered(&'static str),
    /// The incapacity that began on `start` was recognised.
    Recognised {
        /// The first day of incapacity, D.
        start: Day,
        /// The day of the decision.
        on: Day,
        /// What was known when the case was taken over, if it was.
        taken_over: Option<TakenOver>,
    },
    /// The first day of incapacity was corrected; before the recognition, which tells it, this says nothing.
    Corrected {
        /// The first day of incapacity, D, as it stands now.
        start: Day,
        /// The day of the correction.
        on: Day,
    },
    /// A track began.
    TrackBegan {
        /// Which.
        kind: Kind,
        /// Its first day.
        from: Day,
        /// Its last day, if it is known.
        until: Option<Day>,
        /// Whether it is a CODEX trajectory that the employer asked for, which the physician recorded.
        by_employer: bool,
    },
    /// A track was given another last day; before its first one, it never was.
    TrackEnded {
        /// Which.
        kind: Kind,
        /// Its first day; without one, it is the one that began last by the end.
        from: Option<Day>,
        /// Its last day.
        until: Day,
    },
    /// A service told that the employer asked for a CODEX trajectory.
    CodexAsked {
        /// The day.
        on: Day,
        /// The service and the employer.
        service: CodexService,
    },
    /// A service told that a CODEX trajectory ended.
    CodexOver {
        /// The day.
        on: Day,
        /// The service and the employer.
        service: CodexService,
    },
    /// A service told that somebody else than the employer asked for a CODEX trajectory, by which nothing is suspended.
    CodexAskedElse {
        /// The day.
        on: Day,
        /// The service and the employer.
        service: CodexService,
    },
    /// A rehabilitation programme was submitted to the CSCMI (rules M16 and D18), as medical assessment told.
    Submitted {
        /// Its number in the case.
        number: u32,
        /// The day.
        on: Day,
    },
    /// Nothing more comes of a proposed programme that did not start.
    ProgrammeClosed {
        /// Its number in the case.
        number: u32,
        /// The day.
        on: Day,
    },
    /// A programme started, or ended.
    ProgrammeFollowed {
        /// Its number in the case.
        number: u32,
        /// Its last day, once it is known.
        last: Option<Day>,
    },
    /// The coordinator looked at the dossier.
    Looked {
        /// The day.
        on: Day,
    },
    /// The questionnaire was sent.
    Sent {
        /// The day.
        on: Day,
        /// The last day to return it, where the service says it.
        due_back: Option<Day>,
        /// Whether for route B.
        route_b: bool,
    },
    /// It was decided, or the law says, that route A sends none.
    NotSent {
        /// The day.
        on: Day,
    },
    /// It did not come back, and help was asked.
    HelpAsked {
        /// The day.
        on: Day,
    },
    /// The person was contacted about it.
    Helped {
        /// The day.
        on: Day,
        /// Whether they were reached.
        reached: bool,
    },
    /// It came back duly completed.
    Completed {
        /// The day.
        on: Day,
        /// Whether it corrects an earlier one.
        correction: bool,
    },
    /// It cannot be completed.
    Impossible {
        /// The day on which that was found.
        on: Day,
    },
    /// An estimate, or a later evaluation.
    Estimated {
        /// The day.
        on: Day,
        /// 1 to 4.
        category: u8,
        /// Whether at an examination.
        examined: bool,
    },
    /// The person was referred to the coordinator.
    Referred {
        /// The day.
        on: Day,
        /// Whether the first estimate did.
        initial: bool,
    },
    /// The person asked for a trajectory.
    Requested {
        /// The day of receipt.
        on: Day,
        /// Whether a questionnaire is to be filled in first.
        needed: bool,
        /// The day from which the questionnaire service is to send one.
        send_on: Option<Day>,
        /// A first contact that took place since, and was entered before.
        contact: Option<u32>,
    },
    /// An appointment was made.
    Appointed {
        /// Its number.
        number: u32,
        /// What for.
        purpose: Purpose,
        /// Its day.
        on: Day,
        /// The one that it replaces.
        replaces: Option<u32>,
    },
    /// An appointment came to nothing.
    Fell {
        /// Its number.
        number: u32,
        /// The day.
        on: Day,
    },
    /// A contact took place.
    Held {
        /// Its number.
        number: u32,
        /// What for.
        purpose: Purpose,
        /// The day.
        on: Day,
        /// The appointment that it kept.
        appointment: Option<u32>,
        /// The number of the authorisation whose refusal it discusses.
        authorisation: Option<u32>,
    },
    /// The physician was asked to authorise.
    AuthorisationAsked {
        /// The number of the request for authorisation.
        number: u32,
        /// The day.
        on: Day,
        /// The day of the contact before it.
        contact_on: Day,
    },
    /// The physician answered.
    Answered {
        /// The number of the request for authorisation.
        number: u32,
        /// The day.
        on: Day,
        /// Whether the trajectory was authorised.
        authorised: bool,
    },
    /// Authorised work was applied for.
    WorkAppliedFor {
        /// The number of the application.
        number: u32,
        /// The day.
        on: Day,
    },
    /// The work that was applied for began, or its first day was corrected.
    WorkBegan {
        /// The number of the application.
        number: u32,
        /// The first day.
        on: Day,
    },
    /// The physician decided on the application.
    WorkDecided {
        /// The number of the application.
        number: u32,
        /// The day.
        on: Day,
    },
    /// The application was withdrawn.
    WorkWithdrawn {
        /// The number of the application.
        number: u32,
        /// The day.
        on: Day,
    },
    /// A rehabilitation programme ended with success.
    ProgrammeSucceeded {
        /// Its number.
        number: u32,
        /// Its last day.
        last_day: Day,
    },
    /// The incapacity was evaluated with the new skills.
    ReintegrationEvaluated {
        /// The number of the programme.
        number: u32,
        /// The day.
        on: Day,
    },
    /// A trajectory ended before it became one.
    TrajectoryEnded {
        /// The day.
        on: Day,
        /// Whether only what the person asked for ended.
        route_b_only: bool,
        /// Whether because the incapacity did.
        with_incapacity: bool,
        /// The day from which the questionnaire service is still to send one.
        send_on: Option<Day>,
    },
    /// The person signed decisions on consent.
    Consented {
        /// The day of the signature.
        on: Day,
        /// What was decided on, and whether it was granted.
        decisions: Vec<(Consent, bool)>,
    },
    /// Something happened in a trajectory of the sickness insurance.
    Ami {
        /// Its number in the case.
        trajectory: u32,
        /// What.
        told: Ami,
    },
    /// A message of a concertation was written.
    Written {
        /// The number of the thread.
        thread: u32,
        /// Its number in the thread, from 1.
        message: u32,
        /// As what.
        by: Party,
        /// The day.
        on: Day,
    },
    /// Messages of a concertation were read.
    Read {
        /// The number of the thread.
        thread: u32,
        /// As what.
        by: Party,
        /// Up to which message.
        up_to: u32,
        /// The day.
        on: Day,
    },
    /// Something became of a referral to a partner or another recipient.
    Referral {
        /// Its number in the case.
        number: u32,
        /// What.
        told: Referral,
    },
    /// The person presented themselves to a regional service.
    Presented {
        /// The day.
        on: Day,
    },
    /// A partner's report was received, which is kept for a time.
    Received {
        /// The day.
        on: Day,
    },
    /// The incapacity ended, or the person died.
    Ended {
        /// The last day of incapacity.
        last: Day,
        /// The day of the person's death, by that day or after it. `None`: they live.
        died: Option<Day>,
        /// The first day of an incapacity that is known to be a relapse of it.
        relapsed: Option<Day>,
    },
    /// A deadline was recorded as planned.
    Planned {
        /// What is to be done.
        step: Step,
        /// Its dates.
        dates: Dates,
    },
    /// A deadline was recorded as met.
    Met {
        /// What was to be done.
        step: Step,
        /// The day of the act.
        on: Day,
    },
    /// A deadline was recorded as missed.
    Missed {
        /// What was to be done.
        step: Step,
        /// The day after its last.
        on: Day,
    },
    /// A deadline was recorded as waived.
    Waived {
        /// What was to be done.
        step: Step,
        /// The day from which it need not be.
        on: Day,
        /// The rule, and the point of it: `T6.a`.
        ground: String,
        /// The facts that took it away, as it names them. None, where it was recorded before it did.
        named: Vec<Named>,
    },
    /// An open deadline was recorded as planned again, with other dates, because a date was corrected or the law changed.
    Replanned {
        /// What is to be done.
        step: Step,
        /// Its dates as they are planned now.
        dates: Dates,
        /// The day from which they count.
        on: Day,
    },
    /// A waived deadline was recorded as open again.
    Reopened {
        /// What is to be done.
        step: Step,
        /// Its dates.
        dates: Dates,
    },
}
