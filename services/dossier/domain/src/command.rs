//! What can be asked of a case.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use trajet_law::annul::Mistake;
use trajet_law::deadline::Step;
use trajet_law::file_access::FileAccessTold;

use crate::ami::{AmiCommand, FreeText};
use crate::assignment::Qualification;
use crate::concertation::{ConcertationCommand, Party};
use crate::consent::ConsentForm;
use crate::contact::{AgreedAction, Channel, Invitation, NextWay, Purpose, RescheduledBy};
use crate::fact::Fact;
use crate::guidance::GuidanceResult;
use crate::other_track::OtherTrackCommand;
use crate::partner_referral::ReferralCommand;
use crate::people::{CoordinatorContact, SubjectId};
use crate::registry::RegistryCommand;
use crate::trajectory::ChosenEnd;

/// A command on one case. Whether the caller's role permits it was asked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Note what another service told. Never refused.
    Note(Fact),
    /// Note who may see the file, as medical assessment told it. Never refused, and noted whatever the case is.
    NoteFileAccess(FileAccessTold),
    /// Plan again what is open, if the law that gave it its days changed (T8).
    FollowLaw,
    /// Record that a last day went by: the timer of the day after (T6).
    FireMissed(Step),
    /// Plan the first contact again: the timer of the day after authorised work (D5).
    FireBarEnded,
    /// Aim at another appointment: the timer of the day after one of which nothing was recorded (D6).
    FireLapsed,
    /// Record that the person asked for a trajectory (D6).
    OpenRouteB {
        /// The day on which the coordinator received the request.
        received_on: NaiveDate,
        /// Whether a questionnaire that was completed in this incapacity needs no update (Q8).
        keep_questionnaire: bool,
    },
    /// Make an appointment.
    MakeAppointment {
        /// What for.
        purpose: Purpose,
        /// The appointment.
        appointment: NewAppointment,
        /// How the person reaches the coordinator (D29).
        contact: CoordinatorContact,
    },
    /// Put another appointment in the place of an open one.
    Reschedule {
        /// The number of the open one.
        number: u32,
        /// Who asked for it.
        by: RescheduledBy,
        /// The other one. Without a coordinator the same as before.
        appointment: NewAppointment,
        /// How the person reaches the coordinator, where that is not the same as before.
        contact: Option<CoordinatorContact>,
    },
    /// Record that the person did not come.
    RecordNoShow {
        /// The number of the appointment.
        number: u32,
        /// Who waited.
        by: SubjectId,
    },
    /// Record that the person could not be reached.
    RecordAttempt {
        /// What the contact was for.
        purpose: Purpose,
        /// The day.
        on: NaiveDate,
        /// Through which channel.
        channel: Channel,
        /// Who tried.
        by: SubjectId,
    },
    /// Record that the person refuses a contact that is due (D11.c).
    RecordRefusal {
        /// What the contact was for.
        purpose: Purpose,
        /// The day.
        on: NaiveDate,
    },
    /// Record a contact (D9).
    RecordContact {
        /// The contact.
        contact: NewContact,
        /// What for, with what only that one has.
        kind: ContactKind,
    },
    /// Record what the person grants or withdraws after the first contact (D3).
    RecordConsents(ConsentForm),
    /// Ask the physician to authorise the trajectory (D7).
    RequestAuthorisation {
        /// The day on which it was asked; today if it is not given.
        asked_on: Option<NaiveDate>,
    },
    /// End the trajectory (D8, D11.c).
    EndTrajectory {
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: ChosenEnd,
    },
    /// Record that the coordinator looked at a dossier of which no plan is followed up (D19).
    RecordLook {
        /// The day.
        on: NaiveDate,
        /// Who looked.
        by: SubjectId,
    },
    /// Something on what is done towards work outside a formal trajectory (D25).
    OtherTrack(OtherTrackCommand),
    /// Register the result of guidance that is no formal trajectory (D24).
    RegisterResult(GuidanceResult),
    /// Give the dossier to a coordinator, or to another one (K3).
    Assign {
        /// To whom.
        coordinator: SubjectId,
        /// From which day on; today if it is not given.
        on: Option<NaiveDate>,
        /// Whether they can be given it on that day. An input.
        qualification: Qualification,
    },
    /// Concert on the case (D26).
    Concertation(ConcertationCommand),
    /// Refer the person to a partner or another recipient, or take a referral back (X2).
    Referral(ReferralCommand),
    /// Not on a case, but on the registry of coordinators.
    Registry(RegistryCommand),
    /// Something on the formal trajectory of the sickness insurance (D12 to D19).
    Ami(AmiCommand),
    /// Annul an act that was recorded wrongly, or what another service took back (GDPR, article 16). It is decided on the
    /// history: see [`annul`](crate::annul()).
    Annul {
        /// What is annulled, and why.
        mistake: Mistake,
        /// What takes its place: of an act one command at most, of what another service took back the facts that it tells instead.
        instead: Vec<Command>,
        /// As what somebody asks it; nobody does where another service took back what it told.
        by: Option<Party>,
    },
}

/// An appointment to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAppointment {
    /// The day.
    pub on: NaiveDate,
    /// Through which channel.
    pub channel: Channel,
    /// With which coordinator, where one is named.
    pub coordinator: Option<SubjectId>,
    /// Who makes it.
    pub by: SubjectId,
    /// The invitation, or the notice of another day.
    pub invitation: Invitation,
    /// Whether the coordinator can be given dossiers on the day of the invitation (K3). An input.
    pub qualification: Qualification,
}

/// A contact to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// The day.
    pub on: NaiveDate,
    /// Through which channel.
    pub channel: Channel,
    /// The appointment at which it took place.
    pub appointment: Option<u32>,
    /// The coordinator who held it.
    pub by: SubjectId,
    /// Whether they can be given dossiers on the day of the contact, which one without an appointment asks (K3). An input.
    pub qualification: Qualification,
    /// The actions agreed.
    pub actions: BTreeSet<AgreedAction>,
    /// What the person chose.
    pub next_way: Option<NextWay>,
}

/// What a contact was for, with what only that one has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactKind {
    /// The first contact.
    First(FirstContact),
    /// To discuss the physician's negative decision.
    NegativeDecision,
    /// A follow-up interview.
    FollowUp {
        /// Its results.
        results: FreeText,
    },
    /// Any other.
    Other,
}

/// What belongs to a first contact (D9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstContact {
    /// Whether the coordinator explained their role.
    pub role_explained: bool,
    /// Whether the first step of the trajectory was checked with the person.
    pub first_step_checked: bool,
    /// The person's decisions on the purposes (D3).
    pub consent: ConsentForm,
}

impl ContactKind {
    /// What the contact was for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        match self {
            Self::First(_) => Purpose::FirstContact,
            Self::NegativeDecision => Purpose::NegativeDecision,
            Self::FollowUp { .. } => Purpose::FollowUp,
            Self::Other => Purpose::Other,
        }
    }
}

/// When a command is decided. The instant and the date are the same moment: time is an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The instant.
    pub now: DateTime<Utc>,
    /// The date in Brussels.
    pub today: NaiveDate,
}
