//! Why a command is refused.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::annul::NotAnnulled;
use trajet_law::ending::Ending;
use trajet_law::file_access::NotChanged;
use trajet_law::parameter::ParameterVersion;
use trajet_law::presumption;
use trajet_law::rule::{Ground, Rule};

use crate::impossible::ImpossibleDate;
use crate::track::TrackKind;

/// A refusal. Its text does not name the person, nor anything medical.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// The person has an open case for this incapacity.
    AlreadyOpen {
        /// The case.
        case: [u8; 16],
    },
    /// The incapacity of this case was declared.
    AlreadyDeclared,
    /// The trajectory does not exist in the person's scheme.
    SchemeOutOfScope,
    /// Dates of the request cannot be right: all of them. No law refuses them.
    ImpossibleDates(Vec<ImpossibleDate>),
    /// No incapacity was declared.
    NotDeclared,
    /// The former incapacity did not end, or ended with the person's death: nobody has a relapse of it.
    FormerNotEnded,
    /// A first day is stated because of a relapse, and the case is none.
    NotARelapse,
    /// The case has no representation with that number.
    RepresentationUnknown,
    /// The representation ended on an earlier day.
    RepresentationEnded {
        /// Its last day.
        last_day: NaiveDate,
    },
    /// The case has as many representations as one can have.
    TooManyRepresentations,
    /// The certificate covers more than the law lets it.
    CertificateTooLong {
        /// The last day that it can cover.
        until: NaiveDate,
        /// The parameter that gave the day.
        parameter: ParameterVersion,
    },
    /// It was decided on the incapacity.
    AlreadyDecided,
    /// The advising physician decided alone after the first twelve months.
    OtherBodyDecides {
        /// The first day on which another body decides.
        from: NaiveDate,
        /// The parameter that gave the day.
        parameter: ParameterVersion,
    },
    /// Another body decided in the first twelve months, when the advising physician does.
    PhysicianDecides {
        /// The first day on which another body decides.
        before: NaiveDate,
        /// The parameter that gave the day.
        parameter: ParameterVersion,
    },
    /// The body that decided is not named.
    BodyNotNamed,
    /// Not all activity is known to have ceased by the day of the decision.
    ActivityNotCeased,
    /// The recognition was refused: nothing more is asked.
    RecognitionRefused,
    /// The incapacity is not recognised.
    NotRecognised,
    /// A CODEX trajectory that the advising physician asked for.
    CodexNotByPhysician,
    /// A track of the kind is in force on a day of the period.
    TrackAlreadyInForce {
        /// The kind.
        kind: TrackKind,
    },
    /// No track of the kind is in force on the day, without a last day or with a later one.
    TrackNotInForce {
        /// The kind.
        kind: TrackKind,
    },
    /// Month 4 has not begun.
    EstimateTooEarly {
        /// The first day of month 4.
        opens: NaiveDate,
        /// The parameter that gave the month.
        parameter: ParameterVersion,
    },
    /// A concurrent track is in force.
    TrackInForce {
        /// Its kind.
        kind: TrackKind,
    },
    /// Month 6 is over, by whose end a person in category 1 returns.
    CategoryOneTooLate {
        /// The last day of month 6.
        until: NaiveDate,
        /// The parameter that gave the month.
        parameter: ParameterVersion,
    },
    /// The first estimate was made.
    AlreadyEstimated,
    /// The step is not newly missed.
    NotMissed,
    /// The person was not estimated.
    NotEstimated {
        /// The rule that needs a category.
        rule: Rule,
    },
    /// An examination is open, without which neither an estimate nor an evaluation is made.
    ExaminationRequired {
        /// The rule that asks for it: M5, M7 or M8.
        rule: Rule,
    },
    /// No examination after a questionnaire that cannot be completed is open.
    ExaminationNotAsked,
    /// The medical information does not show both what an examination is dispensed with for.
    NotDispensable,
    /// The category does not rule out a trajectory.
    CategoryAllows,
    /// No examination was recorded on the day.
    NotAtAnExamination,
    /// What the person asked for on the day was refused by letter.
    TrajectoryRefused,
    /// No request for authorisation is without an answer.
    NoRequestAwaited,
    /// Work was resumed, or is planned to be, on the day of the application for it or before.
    NotAppliedBefore,
    /// On the day of the application another one awaited a decision, or what it asked for was authorised and had not begun.
    WorkApplicationPending,
    /// There is no application for work that the act could be about.
    NoWorkApplication,
    /// Work is authorised without the findings that it needs.
    WorkConditionsNotFound {
        /// The reduction in percent that is found at least.
        reduction: u32,
        /// The parameter that gave it.
        parameter: ParameterVersion,
    },
    /// The resumption on that day is recorded.
    ResumptionRecorded,
    /// No work is authorised on that day, or none that follows from an application.
    WorkNotAuthorised,
    /// Rehabilitation is open from the recognition on.
    NotYetRecognised {
        /// The day of the recognition, if there is one.
        from: Option<NaiveDate>,
    },
    /// Another proposal or programme is open on that day.
    ProgrammeOpen,
    /// No proposal is open.
    NoProposalOpen,
    /// The proposal was submitted.
    AlreadySubmitted,
    /// The programme started, so that it is not withdrawn but ends.
    ProgrammeStarted,
    /// No programme was proposed by then.
    NotProposed,
    /// No proposal was submitted by then.
    NotSubmitted,
    /// No programme was approved by then.
    NotApproved,
    /// No programme had started by then.
    NotStarted,
    /// Something else is known of the programme.
    Contradicts,
    /// The proposal was closed by then.
    ProposalClosed,
    /// Hours of one of the days are known.
    HoursOverlap,
    /// Hours lie after the last day of the programme.
    OutsideTheProgramme,
    /// No programme succeeded.
    NoReintegrationPhase,
    /// The phase of reintegration is not over.
    PhaseNotOver {
        /// The day after it.
        opens: NaiveDate,
        /// The parameter that gave its length.
        parameter: ParameterVersion,
    },
    /// The incapacity was evaluated with the new skills.
    AlreadyEvaluated,
    /// Who is no physician only prepares the evaluation of incapacity.
    OnlyPreparatoryContacts {
        /// Where it would prepare it: the first day of invalidity, from which on nobody but a physician does, and the parameter
        /// that gave the day.
        invalid_from: Option<(NaiveDate, ParameterVersion)>,
    },
    /// A presumption of incapacity covers a day after that on which a decision would end the recognition.
    IncapacityPresumed {
        /// What it rests on.
        kind: presumption::Kind,
        /// Its last day, as far as is known; none for a programme that is followed and of which no end is known.
        until: Option<NaiveDate>,
        /// The parameter that gave its months; none for a programme.
        parameter: Option<ParameterVersion>,
    },
    /// The act is dated after the last day of incapacity, or its end is recorded already.
    IncapacityEnded {
        /// The last day.
        last_day: NaiveDate,
        /// How it ended.
        ending: Ending,
    },
    /// An act cannot be annulled, or the whole case was.
    NotAnnulled(NotAnnulled),
    /// Who may see the file does not change.
    FileNotChanged(NotChanged),
}

impl From<NotChanged> for Rejection {
    fn from(why: NotChanged) -> Self {
        Self::FileNotChanged(why)
    }
}

impl From<NotAnnulled> for Rejection {
    fn from(why: NotAnnulled) -> Self {
        Self::NotAnnulled(why)
    }
}

impl Rejection {
    /// The rule, or its point, on which the refusal rests; none where the request contradicts itself or the case.
    #[must_use]
    pub fn ground(&self) -> Option<Ground> {
        Some(match self {
            Self::ImpossibleDates(_) => return None,
            Self::AlreadyOpen { .. }
            | Self::AlreadyDeclared
            | Self::NotDeclared
            | Self::AlreadyDecided
            | Self::OtherBodyDecides { .. }
            | Self::PhysicianDecides { .. }
            | Self::BodyNotNamed
            | Self::RecognitionRefused
            | Self::NotRecognised => Rule::M1.into(),
            Self::FileNotChanged(_) => Rule::D2.into(),
            Self::NotAnnulled(_) | Self::FormerNotEnded | Self::NotARelapse => Rule::T9.into(),
            Self::RepresentationUnknown | Self::RepresentationEnded { .. } | Self::TooManyRepresentations => {
                Rule::D1.into()
            }
            Self::CertificateTooLong { .. } => Rule::M22.into(),
            Self::SchemeOutOfScope => Rule::T7.into(),
            Self::ActivityNotCeased => Rule::M2.into(),
            Self::CodexNotByPhysician => Rule::M11.into(),
            Self::TrackAlreadyInForce { kind } | Self::TrackNotInForce { kind } | Self::TrackInForce { kind } => {
                kind.ground()
            }
            Self::EstimateTooEarly { .. } | Self::AlreadyEstimated => Rule::M3.into(),
            Self::CategoryOneTooLate { .. } => Rule::M6.into(),
            Self::NotMissed => Rule::T6.into(),
            Self::NotEstimated { rule } | Self::ExaminationRequired { rule } => (*rule).into(),
            Self::ExaminationNotAsked | Self::NotDispensable => Rule::M5.into(),
            Self::CategoryAllows | Self::NotAtAnExamination | Self::TrajectoryRefused => Rule::M12.into(),
            Self::NoRequestAwaited => Rule::M13.into(),
            Self::NotAppliedBefore
            | Self::WorkApplicationPending
            | Self::NoWorkApplication
            | Self::WorkConditionsNotFound { .. }
            | Self::ResumptionRecorded
            | Self::WorkNotAuthorised => Rule::M14.into(),
            Self::NotYetRecognised { .. } | Self::ProgrammeStarted => Rule::M19.into(),
            Self::ProgrammeOpen
            | Self::NoProposalOpen
            | Self::AlreadySubmitted
            | Self::NotProposed
            | Self::NotSubmitted
            | Self::NotApproved
            | Self::NotStarted
            | Self::Contradicts
            | Self::ProposalClosed
            | Self::HoursOverlap
            | Self::OutsideTheProgramme
            | Self::NoReintegrationPhase
            | Self::PhaseNotOver { .. }
            | Self::AlreadyEvaluated => Rule::M16.into(),
            Self::OnlyPreparatoryContacts { .. } => Rule::M17.into(),
            Self::IncapacityPresumed { .. } => Rule::M15.into(),
            Self::IncapacityEnded { ending, .. } => ending.ground(),
        })
    }

    /// The rule on which the refusal rests, where one does.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        self.ground().map(|ground| ground.rule)
    }

    /// The dates of the request that cannot be right.
    #[must_use]
    pub fn impossible_dates(&self) -> &[ImpossibleDate] {
        if let Self::ImpossibleDates(found) = self { found } else { &[] }
    }

    /// The parameter that gave the figure, where one decided.
    #[must_use]
    pub fn parameter(&self) -> Option<&ParameterVersion> {
        match self {
            Self::OtherBodyDecides { parameter, .. }
            | Self::CertificateTooLong { parameter, .. }
            | Self::PhysicianDecides { parameter, .. }
            | Self::EstimateTooEarly { parameter, .. }
            | Self::WorkConditionsNotFound { parameter, .. }
            | Self::CategoryOneTooLate { parameter, .. }
            | Self::PhaseNotOver { parameter, .. }
            | Self::IncapacityPresumed { parameter: Some(parameter), .. }
            | Self::OnlyPreparatoryContacts { invalid_from: Some((_, parameter)) } => Some(parameter),
            _ => None,
        }
    }

    /// The first day on which the act would be possible, where a date decided.
    #[must_use]
    pub fn earliest(&self) -> Option<NaiveDate> {
        match self {
            Self::PhysicianDecides { before, .. } => Some(*before),
            Self::EstimateTooEarly { opens, .. } | Self::PhaseNotOver { opens, .. } => Some(*opens),
            Self::NotYetRecognised { from } => *from,
            Self::IncapacityPresumed { until, .. } => *until,
            _ => None,
        }
    }

    /// The last day on which the act would be possible, where a date decided.
    #[must_use]
    pub fn latest(&self) -> Option<NaiveDate> {
        match self {
            Self::CategoryOneTooLate { until: last, .. }
            | Self::CertificateTooLong { until: last, .. }
            | Self::IncapacityEnded { last_day: last, .. } => Some(*last),
            Self::OtherBodyDecides { from, .. } | Self::OnlyPreparatoryContacts { invalid_from: Some((from, _)) } => {
                from.pred_opt()
            }
            _ => None,
        }
    }

    /// The stable name of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnnulled(why) => why.code(),
            Self::FileNotChanged(why) => why.code(),
            Self::AlreadyOpen { .. } => "ALREADY_OPEN",
            Self::AlreadyDeclared => "ALREADY_DECLARED",
            Self::SchemeOutOfScope => "SCHEME_OUT_OF_SCOPE",
            Self::ImpossibleDates(_) => "IMPOSSIBLE_DATES",
            Self::NotDeclared => "NOT_DECLARED",
            Self::FormerNotEnded => "FORMER_NOT_ENDED",
            Self::NotARelapse => "NOT_A_RELAPSE",
            Self::RepresentationUnknown => "REPRESENTATION_UNKNOWN",
            Self::RepresentationEnded { .. } => "REPRESENTATION_ENDED",
            Self::TooManyRepresentations => "TOO_MANY_REPRESENTATIONS",
            Self::CertificateTooLong { .. } => "CERTIFICATE_TOO_LONG",
            Self::AlreadyDecided => "ALREADY_DECIDED",
            Self::OtherBodyDecides { .. } => "OTHER_BODY_DECIDES",
            Self::PhysicianDecides { .. } => "PHYSICIAN_DECIDES",
            Self::BodyNotNamed => "BODY_NOT_NAMED",
            Self::ActivityNotCeased => "ACTIVITY_NOT_CEASED",
            Self::RecognitionRefused => "RECOGNITION_REFUSED",
            Self::NotRecognised => "NOT_RECOGNISED",
            Self::CodexNotByPhysician => "CODEX_NOT_BY_PHYSICIAN",
            Self::TrackAlreadyInForce { .. } => "TRACK_ALREADY_IN_FORCE",
            Self::TrackNotInForce { .. } => "TRACK_NOT_IN_FORCE",
            Self::EstimateTooEarly { .. } => "ESTIMATE_TOO_EARLY",
            Self::TrackInForce { .. } => "TRACK_IN_FORCE",
            Self::CategoryOneTooLate { .. } => "CATEGORY_ONE_TOO_LATE",
            Self::AlreadyEstimated => "ALREADY_ESTIMATED",
            Self::NotMissed => "NOT_MISSED",
            Self::NotEstimated { .. } => "NOT_ESTIMATED",
            Self::ExaminationRequired { .. } => "EXAMINATION_REQUIRED",
            Self::ExaminationNotAsked => "EXAMINATION_NOT_ASKED",
            Self::NotDispensable => "NOT_DISPENSABLE",
            Self::CategoryAllows => "CATEGORY_ALLOWS",
            Self::NotAtAnExamination => "NOT_AT_AN_EXAMINATION",
            Self::TrajectoryRefused => "TRAJECTORY_REFUSED",
            Self::NoRequestAwaited => "NO_REQUEST_AWAITED",
            Self::NotAppliedBefore => "NOT_APPLIED_BEFORE",
            Self::WorkApplicationPending => "WORK_APPLICATION_PENDING",
            Self::NoWorkApplication => "NO_WORK_APPLICATION",
            Self::WorkConditionsNotFound { .. } => "WORK_CONDITIONS_NOT_FOUND",
            Self::ResumptionRecorded => "RESUMPTION_RECORDED",
            Self::WorkNotAuthorised => "WORK_NOT_AUTHORISED",
            Self::NotYetRecognised { .. } => "NOT_YET_RECOGNISED",
            Self::ProgrammeOpen => "PROGRAMME_OPEN",
            Self::NoProposalOpen => "NO_PROPOSAL_OPEN",
            Self::AlreadySubmitted => "ALREADY_SUBMITTED",
            Self::ProgrammeStarted => "PROGRAMME_STARTED",
            Self::NotProposed => "NOT_PROPOSED",
            Self::NotSubmitted => "NOT_SUBMITTED",
            Self::NotApproved => "NOT_APPROVED",
            Self::NotStarted => "NOT_STARTED",
            Self::Contradicts => "CONTRADICTS",
            Self::ProposalClosed => "PROPOSAL_CLOSED",
            Self::HoursOverlap => "HOURS_OVERLAP",
            Self::OutsideTheProgramme => "OUTSIDE_THE_PROGRAMME",
            Self::NoReintegrationPhase => "NO_REINTEGRATION_PHASE",
            Self::PhaseNotOver { .. } => "PHASE_NOT_OVER",
            Self::AlreadyEvaluated => "ALREADY_EVALUATED",
            Self::OnlyPreparatoryContacts { .. } => "ONLY_PREPARATORY_CONTACTS",
            Self::IncapacityPresumed { .. } => "INCAPACITY_PRESUMED",
            Self::IncapacityEnded { .. } => "INCAPACITY_ENDED",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnnulled(why) => why.fmt(f),
            Self::FileNotChanged(why) => why.fmt(f),
            Self::AlreadyOpen { .. } => f.write_str("an open case exists for this incapacity"),
            Self::AlreadyDeclared => f.write_str("the incapacity of this case was declared"),
            Self::SchemeOutOfScope => f.write_str("the trajectory is for those insured as employees"),
            Self::ImpossibleDates(found) => {
                for (index, date) in found.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{} {date}", date.field.path())?;
                }
                Ok(())
            }
            Self::NotDeclared => f.write_str("no incapacity was declared"),
            Self::FormerNotEnded => f.write_str("the former incapacity did not end, or the person died"),
            Self::NotARelapse => f.write_str("the case was not declared as a relapse"),
            Self::RepresentationUnknown => f.write_str("the case has no such representation"),
            Self::RepresentationEnded { last_day } => write!(f, "the representation ended on {last_day}"),
            Self::TooManyRepresentations => f.write_str("the case has as many representations as one can have"),
            Self::CertificateTooLong { until, .. } => write!(f, "the certificate can cover the days until {until}"),
            Self::AlreadyDecided => f.write_str("it was decided on the incapacity"),
            Self::OtherBodyDecides { from, .. } => write!(f, "from {from} on another body decides, and is named"),
            Self::PhysicianDecides { before, .. } => write!(f, "before {before} the advising physician decides"),
            Self::BodyNotNamed => f.write_str("the body that decided must be named"),
            Self::ActivityNotCeased => f.write_str("all activity must have ceased by the first day of incapacity"),
            Self::RecognitionRefused => f.write_str("the recognition was refused"),
            Self::NotRecognised => f.write_str("the incapacity is not recognised"),
            Self::CodexNotByPhysician => {
                f.write_str("the physician refers to the coordinator, and never directly for a CODEX trajectory")
            }
            Self::TrackAlreadyInForce { .. } => f.write_str("such a track is in force in that period"),
            Self::TrackNotInForce { .. } => f.write_str("no such track is in force on that day"),
            Self::EstimateTooEarly { opens, .. } => write!(f, "the first estimate can be made from {opens} on"),
            Self::TrackInForce { .. } => f.write_str("no first estimate is made while a concurrent track is in force"),
            Self::CategoryOneTooLate { until, .. } => {
                write!(f, "a spontaneous return was expected by {until} at the latest, which is past")
            }
            Self::AlreadyEstimated => f.write_str("the first estimate was made"),
            Self::NotMissed => f.write_str("the step is not newly missed"),
            Self::NotEstimated { .. } => f.write_str("the remaining capacities were not estimated by then"),
            Self::ExaminationRequired { .. } => f.write_str("an examination of the person is required first"),
            Self::ExaminationNotAsked => f.write_str("no examination for the estimate is open"),
            Self::NotDispensable => f.write_str(
                "an examination is dispensed with where the medical information shows that the questionnaire could not be completed and that an examination is not appropriate now",
            ),
            Self::CategoryAllows => f.write_str("the last estimate does not rule out a trajectory"),
            Self::NotAtAnExamination => f.write_str("no examination was recorded on that day"),
            Self::TrajectoryRefused => f.write_str("what was asked for on that day was refused by letter already"),
            Self::NoRequestAwaited => f.write_str("no request for authorisation awaits an answer"),
            Self::NotAppliedBefore => f.write_str("work is applied for before the day on which it is resumed"),
            Self::WorkApplicationPending => {
                f.write_str("an earlier application for work awaits a decision or a beginning")
            }
            Self::NoWorkApplication => f.write_str("there is no application for work that this could be about"),
            Self::WorkConditionsNotFound { reduction, .. } => write!(
                f,
                "work is authorised on the findings that all activity had ceased first, that the reduction is at least \
                 {reduction} %, and that the work is compatible"
            ),
            Self::ResumptionRecorded => f.write_str("the resumption on that day is recorded"),
            Self::WorkNotAuthorised => f.write_str("no work that was applied for is authorised on that day"),
            Self::NotYetRecognised { .. } => f.write_str("a programme can be proposed from the recognition on"),
            Self::ProgrammeOpen => f.write_str("another proposal or programme is open on that day"),
            Self::NoProposalOpen => f.write_str("no proposal is open"),
            Self::AlreadySubmitted => f.write_str("the proposal was submitted"),
            Self::ProgrammeStarted => f.write_str("the programme started, and can only end"),
            Self::NotProposed => f.write_str("no programme was proposed by then"),
            Self::NotSubmitted => f.write_str("no proposal was submitted to the CSCMI by then"),
            Self::NotApproved => f.write_str("the CSCMI had approved no programme by then"),
            Self::NotStarted => f.write_str("no programme had started by then"),
            Self::Contradicts => f.write_str("the case knows otherwise"),
            Self::ProposalClosed => f.write_str("the proposal was closed by then"),
            Self::HoursOverlap => f.write_str("hours of one of these days are recorded"),
            Self::OutsideTheProgramme => f.write_str("hours lie after the last day of the programme"),
            Self::NoReintegrationPhase => f.write_str("no programme succeeded"),
            Self::PhaseNotOver { opens, .. } => {
                write!(f, "the phase of reintegration lasts, and the evaluation can be made from {opens} on")
            }
            Self::AlreadyEvaluated => f.write_str("the evaluation after the phase of reintegration was made"),
            Self::OnlyPreparatoryContacts { .. } => {
                f.write_str("who is no physician makes only contacts that prepare the evaluation of incapacity")
            }
            Self::IncapacityPresumed { kind, until, .. } => {
                let until = until.map_or_else(|| "the end of the programme".to_owned(), |until| until.to_string());
                write!(
                    f,
                    "incapacity is presumed until {until} ({}): no decision ends the recognition before",
                    kind.rule()
                )
            }
            Self::IncapacityEnded { last_day, .. } => write!(f, "the incapacity ended on {last_day}"),
        }
    }
}

impl std::error::Error for Rejection {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::impossible::DateField;
    use crate::samples::day;

    #[test]
    fn a_refusal_tells_its_code_and_its_point() {
        let refused = Rejection::TrackInForce { kind: TrackKind::AuthorisedWork };
        assert_eq!(refused.code(), "TRACK_IN_FORCE");
        assert_eq!(refused.ground(), Some(Ground::point(Rule::M4, 'b')));
        assert_eq!((refused.earliest(), refused.latest(), refused.parameter()), (None, None, None));
    }

    #[test]
    fn impossible_dates_tell_their_fields_and_days_and_rest_on_no_rule() {
        let (earliest, latest) = (day(2022, 9, 1), day(2022, 9, 5));
        let dates = [DateField::DecidedOn, DateField::ActivityCeasedOn];
        let refused = Rejection::ImpossibleDates(dates.map(|field| ImpossibleDate { field, earliest, latest }).into());
        assert_eq!(
            refused.to_string(),
            "decided_on must lie from 2022-09-01 to 2022-09-05; activity_ceased_on must lie from 2022-09-01 to 2022-09-05"
        );
        assert_eq!((refused.rule(), refused.earliest(), refused.latest()), (None, None, None));
    }
}
