//! The law of the Return To Work dossier: pure decisions on one case, up to the first contact and the consent asked at it.
//!
//! A person comes to the coordinator by the physician's referral (route A) or at their own request (route B). Circular
//! 2022/383, part III, 3.1, step 7, and 3.2, says by when they meet, what is asked and registered then, and what follows;
//! this crate decides it, by the rules D1 to D11, D17, D26, D27, D29 to D31, K1 to K3 and X8:
//!
//! - [`decide()`] turns a [`Command`] on a [`State`] into [`Event`]s or a [`Rejection`]. It reads no clock.
//! - [`apply`] changes the state by one event. It decides nothing, so that history never changes with the law.
//! - [`timers`] reads from a state the days on which the case acts by itself.
//!
//! What brings the first contact about rests on the insurance law, and is kept apart from what rests on consent (D30, own
//! reading): see [`State::trajectory`].
//!
//! What follows the contact is in [`ami`]: the formal trajectory of the sickness insurance. Beside the cases the crate holds the
//! registry of coordinators (K1 to K3): see [`Registry`].
//!
//! Not here: referrals to partners, and what is told to them.

mod acts;
pub mod ami;
mod annul;
mod assignment;
mod bar;
mod before_go_live;
mod codes;
mod codex;
mod command;
mod concertation;
mod consent;
mod contact;
mod course;
mod decide;
mod duty;
mod event;
mod explain;
mod fact;
mod follow;
mod guidance;
mod impossible;
mod look;
mod matter;
mod other_track;
mod partner_referral;
mod people;
mod permitted;
mod presumption;
mod registry;
mod rejection;
mod replan;
mod route_a;
mod route_c;
mod stage;
mod state;
mod taken_back;
mod timer;
mod trajectory;

pub mod notice;

pub use annul::annul;
pub use assignment::{Assignment, Qualification};
pub use bar::not_known;
pub use before_go_live::BeforeGoLive;
pub use codex::CodexParty;
pub use command::{Command, ContactKind, Context, FirstContact, NewAppointment, NewContact};
pub use concertation::{
    Author, ConcertationCommand, ConcertationEvent, MOST_MESSAGES, MOST_OPEN_THREADS, Member, Message, MessageText,
    NewOutsider, Outsider, OutsiderKind, Party, ReadMark, Thread,
};
pub use consent::{Consent, ConsentForm, ConsentPurpose, Consents, SignatureKind};
pub use contact::{
    AgreedAction, Appointment, AppointmentState, Attempt, AttemptKind, Channel, Contact, ContactRefusal, Invitation,
    InvitationProof, NextWay, Purpose, RescheduledBy,
};
pub use decide::decide;
pub use event::{AuthorisationAsked, Event, Notice};
pub use fact::{
    CodexEnd, CodexKind, CodexNote, Fact, IncapacityEnd, ParkedBecause, Programme, QuestionnaireTold, Recognition,
    Source, Told, Track, TrackKind, VisitOutcome,
};
pub use guidance::{Guidance, GuidanceResult};
pub use impossible::{DateField, ImpossibleDate};
pub use look::Look;
pub use other_track::{OtherTrack, OtherTrackCommand, OtherTrackEvent, OtherTrackKind};
pub use partner_referral::{
    MOST_OPEN_REFERRALS, NewReferral, PartnerReferral, ReferralCommand, ReferralEvent, ReferralRejection, purpose,
};
pub use people::{CoordinatorContact, Person, Sex, SubjectId};
pub use presumption::{CasePresumption, PresumptionOf};
pub use registry::{Coordinator, IntervisionMoment, MomentId, Registration, Registry, RegistryCommand, RegistryEvent};
pub use rejection::Rejection;
pub use stage::Stage;
pub use state::{HelpNote, Reader, State, apply};
pub use timer::{Timer, TimerKind, timers};
pub use trajectory::{Authorisation, ChosenEnd, EndReason, Referral, TrajectoryEnd, TrajectoryRequest};

#[cfg(test)]
mod entered_late;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod in_sight;
#[cfg(test)]
mod samples;
