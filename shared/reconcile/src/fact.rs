//! What the readers of the services give: facts, and what was recorded of deadlines, in the order of the ledger.

use std::fmt;

use crate::day::Day;

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

/// A step that has its time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The questionnaire is sent (rule Q1).
    QuestionnaireSend,
    /// The questionnaire is back (rule Q5).
    QuestionnaireReturn,
    /// The coordinator helps with it (rule Q6).
    QuestionnaireHelp,
    /// The first estimate (rules M3, M4).
    FirstEstimate,
    /// The examination after a questionnaire that could not be completed (rule M5).
    EstimateExamination,
    /// The examination of category 1 (rule M7).
    Category1Examination,
    /// The examination of category 3 (rule M8).
    Category3Examination,
    /// The answer to a request for authorisation (rule M13).
    RouteBDecision,
    /// The decision on authorised work (rule M14).
    AuthorisedWorkDecision,
    /// The evaluation after the phase of reintegration (rule M16).
    ReintegrationEvaluation,
    /// The first contact of route A (rules D4, D5).
    FirstContactCategory4,
    /// The appointment of route B (rule D6).
    RouteBAppointment,
    /// The first contact of route B (rule D6).
    FirstContactRouteB,
    /// The request for authorisation (rule D7).
    AuthorisationRequest,
    /// The contact on a negative decision (rule D8).
    NegativeDecisionContact,
    /// One that this program cannot reconcile: it is reported, never passed over.
    Other(String),
}

impl Step {
    /// The steps that are reconciled, with their stable texts and rules.
    pub(crate) const COVERED: [(Self, &'static str, &'static str); 15] = [
        (Self::QuestionnaireSend, "questionnaire_send", "Q1"),
        (Self::QuestionnaireReturn, "questionnaire_return", "Q5"),
        (Self::QuestionnaireHelp, "questionnaire_help", "Q6"),
        (Self::FirstEstimate, "first_estimate", "M3"),
        (Self::EstimateExamination, "estimate_examination", "M5"),
        (Self::Category1Examination, "category_1_examination", "M7"),
        (Self::Category3Examination, "category_3_examination", "M8"),
        (Self::RouteBDecision, "route_b_decision", "M13"),
        (Self::AuthorisedWorkDecision, "authorised_work_decision", "M14"),
        (Self::ReintegrationEvaluation, "reintegration_evaluation", "M16"),
        (Self::FirstContactCategory4, "first_contact_category_4", "D4"),
        (Self::RouteBAppointment, "route_b_appointment", "D6"),
        (Self::FirstContactRouteB, "first_contact_route_b", "D6"),
        (Self::AuthorisationRequest, "authorisation_request", "D7"),
        (Self::NegativeDecisionContact, "negative_decision_contact", "D8"),
    ];

    /// The step of a stable text.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let known = Self::COVERED.into_iter().find(|(_, known, _)| *known == code);
        known.map_or_else(|| Self::Other(code.to_owned()), |(step, ..)| step)
    }

    /// The rule that sets it.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        Self::COVERED.iter().find(|(step, ..)| step == self).map_or("T6", |(_, _, rule)| rule)
    }
}

/// Writes the stable text.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let covered = Self::COVERED.iter().find(|(step, ..)| step == self);
        match (self, covered) {
            (Self::Other(code), _) => f.write_str(code),
            (_, Some((_, code, _))) => f.write_str(code),
            (_, None) => f.write_str("?"),
        }
    }
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
    /// Any other.
    Other,
}

/// Something that a ledger says of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
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
    },
    /// The first day of incapacity was corrected; before the recognition, which tells it, this says nothing.
    Corrected {
        /// The first day of incapacity, D, as it stands now.
        start: Day,
    },
    /// A track began.
    TrackBegan {
        /// Which.
        kind: Kind,
        /// Its first day.
        from: Day,
        /// Its last day, if it is known.
        until: Option<Day>,
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
    NotSent,
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
    /// A partner's report was received, which is kept for a time.
    Received {
        /// The day.
        on: Day,
    },
    /// The incapacity ended, or the person died.
    Ended {
        /// The last day of incapacity.
        last: Day,
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
