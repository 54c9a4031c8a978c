//! The law of the medical assessment: pure decisions on one incapacity case.
//!
//! An incapacity is declared with a certificate and recognised or refused; in its fourth month the advising physician
//! first estimates the remaining capacities, puts the person in one of four categories, and refers who is in category
//! 4 to the coordinator; later evaluations and examinations may change the category (Circular 2022/383, part III, 3.1).
//! The physician answers who asks for a trajectory, at an examination or through the coordinator (3.1, step 5, and 3.2,
//! steps 5 and 6), and who asks to work beside the incapacity, and proposes vocational rehabilitation, which the CSCMI
//! approves (4.2). Until its end, the incapacity can have tracks beside it that keep the estimate back. This crate decides
//! what may happen, by the rules M1 to M14, M16 to M22 and T4 to T9:
//!
//! - [`decide()`] turns a [`Command`] on a [`State`] into [`Event`]s or a [`Rejection`]. It reads no clock.
//! - [`apply`] changes the state by one event. It decides nothing, so that history never changes with the law.
//! - [`timers`], [`work`] and [`claim()`] read from a state the days on which the case acts by itself, the deadlines
//!   still open, and the incapacity for which no other case may be opened.

mod acts;
mod annul;
mod authorised_work;
mod certificate;
mod claim;
mod codes;
mod command;
mod consent;
mod correction;
mod decide;
mod decision;
mod declaration;
mod end;
mod estimate;
mod event;
mod examination;
mod explain;
mod fact;
mod impossible;
mod matter;
pub mod notice;
mod past;
mod people;
mod presumed;
mod rehabilitation;
mod rejection;
#[cfg(test)]
mod shown;
mod state;
mod team;
mod timer;
mod track;
mod trajectory;

pub use acts::take_over::not_known;
pub use annul::{annul, claims};
pub use authorised_work::{
    Applicant, Application, AuthorisedWork, Work, WorkAnswer, WorkFindings, WorkRefusalReason, WorkTerms, Workplace,
};
pub use certificate::Prolongation;
pub use claim::{Claim, claim, claimed};
pub use command::{Authorisation, Command, Context, TrajectoryDecision, WorkDecision};
pub use correction::{StartCorrection, StartReason};
pub use decide::decide;
pub use decision::{DecidedBy, Decision, Recognition, Refusal, RefusalReason};
pub use declaration::{Certificate, Declaration, Employment, Former, Prognosis};
pub use end::{EndCause, EndDecision, IncapacityEnd};
pub use estimate::{Category, Concertation, Estimate, Referral};
pub use event::Event;
pub use examination::{DispensationFindings, Evaluation, Invitation, InvitationProof};
pub use fact::{Fact, FactorCounts, ParkedBecause, Producer, ProfileSummary, Questionnaire, Source, Told};
pub use impossible::{DateField, DeclaredDates, ImpossibleDate};
pub use notice::{Notice, NoticeText};
pub use past::{Past, PastDates, PastEstimate};
pub use people::{Contact, Person, SubjectId};
pub use presumed::{Presumed, PresumedUntil};
pub use rehabilitation::{
    CoveredCost, CscmiAnswer, Initiative, Mode, Programme, ProgrammeEnd, Proposal, ProposalClosed,
    RehabilitationGround, ReintegrationEvaluation,
};
pub use rejection::Rejection;
pub use state::{CaseStatus, State, apply, work};
pub use team::{Channel, TeamContact, TeamContactKind, TeamContactMaker};
pub use timer::{Timer, TimerKind, timers};
pub use track::{Track, TrackKind};
pub use trajectory::{Answer, AnsweredWith, AuthorisationRequest, TrajectoryRefusal};

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests {
    mod hidden;
}
