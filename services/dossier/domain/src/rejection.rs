//! Why a command is refused.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::annul::NotAnnulled;
use trajet_law::coordinator::Lack;
use trajet_law::parameter::ParameterVersion;
use trajet_law::rule::{Ground, Rule};

use crate::ami::AmiRejection;
use crate::contact::Purpose;
use crate::fact::IncapacityEnd;
use crate::guidance::GuidanceResult;
use crate::impossible::ImpossibleDate;
use crate::partner_referral::ReferralRejection;

/// A refusal. Its text names neither the person nor what they agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// No recognition of the incapacity is known.
    NotRecognised,
    /// The act is dated after the last day of incapacity.
    IncapacityEnded(IncapacityEnd),
    /// Dates of the request cannot be right.
    ImpossibleDates(Vec<ImpossibleDate>),
    /// A first contact without a word on what the person chose.
    NextWayMissing,
    /// An earlier request for a trajectory has not ended.
    RequestGoesOn,
    /// No questionnaire was completed in this incapacity.
    NothingToKeep,
    /// The contact cannot take place through that channel.
    ChannelNotPermitted,
    /// Nothing calls for the contact.
    NoContactDue(Purpose),
    /// Authorised work is performed on that day.
    FirstContactBarred,
    /// There is an open appointment for the purpose.
    AppointmentOpen,
    /// The appointment is not open, or for another purpose.
    AppointmentNotOpen,
    /// The day of the appointment has not come.
    AppointmentToCome {
        /// That day.
        on: NaiveDate,
    },
    /// The role was not explained or the first step not checked.
    FirstContactIncomplete,
    /// A purpose was left out of the consent that is asked.
    ConsentNotAsked,
    /// Who signed in the place of the person did not represent them for it on that day.
    NotRepresented,
    /// The fourth purpose was asked without a contract.
    PurposeNeedsContract,
    /// A way to the occupational physician was chosen without a contract.
    WayNeedsContract,
    /// Consent to the first purpose is not in force.
    ConsentRefused,
    /// The contact that must come before did not take place.
    NotContacted {
        /// The rule that asks for it.
        rule: Rule,
    },
    /// There is no trajectory that goes on.
    NoRequest,
    /// The physician's answer is awaited.
    DecisionAwaited,
    /// The physician authorised the trajectory.
    AlreadyAuthorised,
    /// There was no negative decision, or the contact on it did not take place.
    NotRefused,
    /// The deadline was not missed, or its miss is recorded already.
    NotMissed,
    /// The first contact is not barred, or still is.
    BarNotEnded,
    /// No appointment has newly gone by without a word.
    NotLapsed,
    /// The dossier is not with the coordinator, or its plan is followed up.
    NoLookDue,
    /// A formal trajectory goes on, whose plan says what is done.
    FormalTrajectoryGoesOn,
    /// A track of the same kind goes on.
    OtherTrackGoesOn,
    /// No track with that number goes on.
    NoOtherTrack,
    /// The person was not guided so.
    NotGuided,
    /// The result of that form of guidance is registered for that day.
    ResultRegistered,
    /// The registry of coordinators does not know who would be given the dossier.
    CoordinatorNotRegistered,
    /// Who would be given the dossier does not qualify as a coordinator.
    CoordinatorNotQualified(Lack),
    /// The dossier is given to that coordinator already.
    AlreadyAssigned,
    /// The case has no such thread.
    ThreadNotFound,
    /// The thread is closed.
    ThreadClosed,
    /// The thread has as many messages as one may have.
    ThreadFull,
    /// As many threads are open as may be.
    TooManyThreads,
    /// Consent was asked, and that on which concertation rests is not in force.
    ConcertationNotConsented,
    /// Consent to exchange with others is not in force.
    ExchangeNotConsented,
    /// No concertation with the physician is told of.
    NotConcerted,
    /// The calendar has no such moment of intervision, or it does not take place.
    MomentUnknown,
    /// The day of the moment of intervision has not come.
    MomentToCome {
        /// That day.
        on: NaiveDate,
    },
    /// An act of a formal trajectory of the sickness insurance is refused.
    Ami(AmiRejection),
    /// A referral, or what is asked of one, is refused.
    Referral(ReferralRejection),
    /// An act cannot be annulled, or the whole case was.
    NotAnnulled(NotAnnulled),
}

impl From<AmiRejection> for Rejection {
    fn from(rejection: AmiRejection) -> Self {
        Self::Ami(rejection)
    }
}

impl From<ReferralRejection> for Rejection {
    fn from(rejection: ReferralRejection) -> Self {
        Self::Referral(rejection)
    }
}

impl From<NotAnnulled> for Rejection {
    fn from(why: NotAnnulled) -> Self {
        Self::NotAnnulled(why)
    }
}

impl Rejection {
    /// The rule, or its point, on which the refusal rests; `None` where no law refuses and the request is wrong.
    #[must_use]
    pub fn ground(&self) -> Option<Ground> {
        let rule = match self {
            Self::NotAnnulled(_) => Rule::T9,
            Self::ImpossibleDates(_) | Self::NextWayMissing => return None,
            Self::IncapacityEnded(end) => return Some(end.ending().ground()),
            Self::Ami(rejection) => return Some(rejection.ground()),
            Self::Referral(rejection) => return Some(rejection.ground()),
            Self::WayNeedsContract => return Some(Ground::point(Rule::D11, 'a')),
            Self::NotContacted { rule } => *rule,
            Self::NotRecognised => Rule::M1,
            Self::RequestGoesOn | Self::NoRequest | Self::NotLapsed => Rule::D6,
            Self::NothingToKeep => Rule::Q8,
            Self::ChannelNotPermitted => Rule::D10,
            Self::NoContactDue(Purpose::NegativeDecision) | Self::NotRefused => Rule::D8,
            Self::NoContactDue(Purpose::FollowUp) => Rule::D13,
            Self::NoContactDue(_) => Rule::D4,
            Self::FirstContactBarred | Self::BarNotEnded => Rule::D5,
            Self::AppointmentOpen | Self::AppointmentNotOpen | Self::AppointmentToCome { .. } => Rule::D30,
            Self::FirstContactIncomplete => Rule::D9,
            Self::ConsentNotAsked
            | Self::PurposeNeedsContract
            | Self::ConsentRefused
            | Self::ConcertationNotConsented
            | Self::ExchangeNotConsented => Rule::D3,
            Self::DecisionAwaited | Self::AlreadyAuthorised => Rule::M13,
            Self::NotMissed => Rule::T6,
            Self::NotRepresented => Rule::D1,
            Self::ThreadNotFound | Self::ThreadClosed | Self::ThreadFull | Self::TooManyThreads => Rule::D26,
            Self::NotConcerted => Rule::D27,
            Self::NoLookDue => Rule::D19,
            Self::FormalTrajectoryGoesOn | Self::OtherTrackGoesOn | Self::NoOtherTrack => Rule::D25,
            Self::NotGuided | Self::ResultRegistered => GuidanceResult::RULE,
            Self::CoordinatorNotRegistered | Self::AlreadyAssigned => Rule::K3,
            Self::CoordinatorNotQualified(lack) => lack.rule(),
            Self::MomentUnknown | Self::MomentToCome { .. } => Rule::K2,
        };
        Some(rule.into())
    }

    /// The stable name of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAnnulled(why) => why.code(),
            Self::NotRecognised => "NOT_RECOGNISED",
            Self::IncapacityEnded(_) => "INCAPACITY_ENDED",
            Self::ImpossibleDates(_) => "IMPOSSIBLE_DATES",
            Self::NextWayMissing => "NEXT_WAY_MISSING",
            Self::RequestGoesOn => "REQUEST_GOES_ON",
            Self::NothingToKeep => "NOTHING_TO_KEEP",
            Self::ChannelNotPermitted => "CHANNEL_NOT_PERMITTED",
            Self::NoContactDue(_) => "NO_CONTACT_DUE",
            Self::FirstContactBarred => "FIRST_CONTACT_BARRED",
            Self::AppointmentOpen => "APPOINTMENT_OPEN",
            Self::AppointmentNotOpen => "APPOINTMENT_NOT_OPEN",
            Self::AppointmentToCome { .. } => "APPOINTMENT_TO_COME",
            Self::FirstContactIncomplete => "FIRST_CONTACT_INCOMPLETE",
            Self::ConsentNotAsked => "CONSENT_NOT_ASKED",
            Self::NotRepresented => "NOT_REPRESENTED",
            Self::PurposeNeedsContract | Self::WayNeedsContract => "PURPOSE_NEEDS_CONTRACT",
            Self::ConsentRefused => "CONSENT_REFUSED",
            Self::NotContacted { .. } => "NOT_CONTACTED",
            Self::NoRequest => "NO_REQUEST",
            Self::DecisionAwaited => "DECISION_AWAITED",
            Self::AlreadyAuthorised => "ALREADY_AUTHORISED",
            Self::NotRefused => "NOT_REFUSED",
            Self::NotMissed => "NOT_MISSED",
            Self::BarNotEnded => "BAR_NOT_ENDED",
            Self::NotLapsed => "NOT_LAPSED",
            Self::NoLookDue => "NO_LOOK_DUE",
            Self::FormalTrajectoryGoesOn => "FORMAL_TRAJECTORY_GOES_ON",
            Self::OtherTrackGoesOn => "OTHER_TRACK_GOES_ON",
            Self::NoOtherTrack => "NO_OTHER_TRACK",
            Self::NotGuided => "NOT_GUIDED",
            Self::ResultRegistered => "RESULT_REGISTERED",
            Self::CoordinatorNotRegistered => "COORDINATOR_NOT_REGISTERED",
            Self::CoordinatorNotQualified(_) => "COORDINATOR_NOT_QUALIFIED",
            Self::AlreadyAssigned => "ALREADY_ASSIGNED",
            Self::ThreadNotFound => "THREAD_NOT_FOUND",
            Self::ThreadClosed => "THREAD_CLOSED",
            Self::ThreadFull => "THREAD_FULL",
            Self::TooManyThreads => "TOO_MANY_THREADS",
            Self::ConcertationNotConsented => "CONCERTATION_NOT_CONSENTED",
            Self::ExchangeNotConsented => "EXCHANGE_NOT_CONSENTED",
            Self::NotConcerted => "CONCERTATION_MISSING",
            Self::MomentUnknown => "MOMENT_UNKNOWN",
            Self::MomentToCome { .. } => "MOMENT_TO_COME",
            Self::Ami(rejection) => rejection.code(),
            Self::Referral(rejection) => rejection.code(),
        }
    }

    /// The figure that decided, where one did.
    #[must_use]
    pub fn parameter(&self) -> Option<ParameterVersion> {
        match self {
            Self::CoordinatorNotQualified(lack) => lack.parameter(),
            Self::Ami(AmiRejection::RhythmUnjustified { parameter, .. }) => parameter.clone(),
            _ => None,
        }
    }

    /// The first day on which the act is possible, where a day decided.
    #[must_use]
    pub const fn earliest(&self) -> Option<NaiveDate> {
        match self {
            Self::AppointmentToCome { on } | Self::MomentToCome { on } => Some(*on),
            Self::CoordinatorNotQualified(Lack::NotInFunction { from }) => Some(*from),
            _ => None,
        }
    }

    /// The last day on which the act was possible, where a day decided.
    #[must_use]
    pub const fn latest(&self) -> Option<NaiveDate> {
        match self {
            Self::IncapacityEnded(end) => Some(end.last_day),
            Self::CoordinatorNotQualified(Lack::FunctionEnded { last_day }) => Some(*last_day),
            Self::CoordinatorNotQualified(Lack::Certificate { until, .. }) => Some(*until),
            Self::Ami(AmiRejection::RhythmUnjustified { latest, .. }) => Some(*latest),
            _ => None,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAnnulled(why) => return why.fmt(f),
            Self::NotRecognised => "the incapacity is not known to be recognised",
            Self::IncapacityEnded(end) => return write!(f, "the last day of incapacity was {}", end.last_day),
            Self::ImpossibleDates(dates) => return write!(f, "{} dates cannot be right", dates.len()),
            Self::Ami(rejection) => return rejection.fmt(f),
            Self::Referral(rejection) => return rejection.fmt(f),
            Self::NextWayMissing => "the way that the person chose is missing",
            Self::RequestGoesOn => "an earlier request for a trajectory has not ended",
            Self::NothingToKeep => "no questionnaire was completed in this incapacity",
            Self::ChannelNotPermitted => "this contact cannot take place through this channel",
            Self::NoContactDue(Purpose::NegativeDecision) => "there is no negative decision to discuss",
            Self::NoContactDue(Purpose::FollowUp) => "no commitment of coordinator and person stands on that day",
            Self::NoContactDue(_) => "neither a referral nor a request calls for a first contact on that day",
            Self::FirstContactBarred => "no first contact takes place while authorised work is performed",
            Self::AppointmentOpen => "there is an open appointment for this purpose",
            Self::AppointmentNotOpen => "there is no open appointment of this number for this purpose",
            Self::AppointmentToCome { on } => return write!(f, "the appointment is on {on}"),
            Self::FirstContactIncomplete => {
                "at a first contact the role is explained and the first step checked with the person"
            }
            Self::ConsentNotAsked => "at a first contact consent is asked for every purpose",
            Self::NotRepresented => "the person was not represented so on that day",
            Self::PurposeNeedsContract => "the fourth purpose is only for who has an employment contract",
            Self::WayNeedsContract => {
                "the way to the occupational physician is only for who has an employment contract"
            }
            Self::ConsentRefused => "consent to the first purpose is not in force",
            Self::NotContacted { rule: Rule::D8 } => "the contact on the negative decision did not take place",
            Self::NotContacted { .. } => "the first contact did not take place",
            Self::NoRequest => "there is no trajectory that goes on",
            Self::DecisionAwaited => "the physician's answer is awaited",
            Self::AlreadyAuthorised => "the physician authorised the trajectory",
            Self::NotRefused => "there is no negative decision that was discussed with the person",
            Self::NotMissed => "the deadline is not newly missed",
            Self::NotLapsed => "no appointment has newly gone by without a word",
            Self::FormalTrajectoryGoesOn => "a formal trajectory goes on, and its plan says what is done",
            Self::OtherTrackGoesOn => "a track of the same kind goes on, on that day",
            Self::NoOtherTrack => "no track with that number goes on",
            Self::NotGuided => "nothing of that form of guidance is known of the case",
            Self::ResultRegistered => "the result of that form of guidance is registered for that day already",
            Self::NoLookDue => "the dossier was not with the coordinator on that day, or its plan was followed up",
            Self::CoordinatorNotRegistered => {
                "the coordinator is not in the registry of coordinators: a manager registers them first"
            }
            Self::CoordinatorNotQualified(lack) => return lacks(*lack, f),
            Self::AlreadyAssigned => "the dossier is given to this coordinator already",
            Self::ThreadNotFound => "there is no such thread",
            Self::ThreadClosed => "the thread is closed",
            Self::ThreadFull => "the thread takes no more messages",
            Self::TooManyThreads => "no more threads may be open",
            Self::ConcertationNotConsented => {
                "consent to managing the trajectory and to its follow-up by the physician is not in force"
            }
            Self::ExchangeNotConsented => "consent to exchange with the others involved is not in force",
            Self::NotConcerted => "nobody else is brought in without concertation with the physician",
            Self::MomentUnknown => "the calendar has no such moment of intervision that takes place",
            Self::MomentToCome { on } => return write!(f, "the moment of intervision is on {on}"),
            Self::BarNotEnded => "authorised work does not newly cease to bar the first contact",
        })
    }
}

impl std::error::Error for Rejection {}

/// What somebody lacks to be given a dossier.
fn lacks(lack: Lack, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match lack {
        Lack::NotInFunction { from } => write!(f, "the coordinator takes up the function on {from}"),
        Lack::FunctionEnded { last_day } => write!(f, "the coordinator's function ended on {last_day}"),
        Lack::Degree => f.write_str("the coordinator has no degree that gives access to level B"),
        Lack::Certificate { until, .. } => write!(f, "the coordinator was to be certified by {until}, and is not"),
        Lack::Intervision { year, since } => {
            write!(f, "the coordinator did not attend enough intervision in {year}, as known from {since} on")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn k1_a_refusal_for_want_of_qualification_says_what_lacks_and_from_or_until_when() {
        let (on, year) = (day(2023, 1, 20), 2022);
        let refused = |lack| Rejection::CoordinatorNotQualified(lack);
        let not_yet = refused(Lack::NotInFunction { from: on });
        assert_eq!((not_yet.earliest(), not_yet.latest()), (Some(on), None));
        let no_more = refused(Lack::FunctionEnded { last_day: on });
        assert_eq!((no_more.earliest(), no_more.latest()), (None, Some(on)));
        let uncertified = refused(Lack::Certificate { took_up_on: on, until: on });
        assert_eq!(uncertified.latest(), Some(on));
        assert!(uncertified.parameter().is_some() && refused(Lack::Degree).parameter().is_none());
        for (refused, says) in [
            (not_yet, "2023-01-20"),
            (no_more, "ended on 2023-01-20"),
            (refused(Lack::Degree), "level B"),
            (uncertified, "certified by 2023-01-20"),
            (refused(Lack::Intervision { year, since: on }), "intervision in 2022"),
        ] {
            assert!(refused.to_string().contains(says), "{refused}");
        }
    }
}
