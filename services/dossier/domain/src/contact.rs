//! Contacts between coordinator and person: what for, through which channel, and what came of them.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;

use crate::ami::FreeText;
use crate::codes::codes;
use crate::people::{CoordinatorContact, SubjectId};

codes! {
    /// What a contact is for.
    #[derive(Debug)]
    pub enum Purpose {
        /// The first contact (D4 to D6, D9).
        FirstContact = "first_contact",
        /// To discuss the physician's negative decision (D8).
        NegativeDecision = "negative_decision",
        /// A follow-up interview after a commitment was signed (D15, D19).
        FollowUp = "follow_up",
        /// Any other contact.
        Other = "other",
    }
}

codes! {
    /// Through which channel a contact takes place.
    #[derive(Debug)]
    pub enum Channel {
        /// A meeting in person.
        Physical = "physical",
        /// A video call.
        Video = "video",
        /// A telephone call.
        Telephone = "telephone",
        /// An e-mail.
        Email = "email",
    }
}

impl Purpose {
    /// Whether a contact for this purpose can take place through a channel.
    ///
    /// Circular 2022/383, part V: the first contact and the one on a negative decision face to face or by video, a
    /// follow-up interview by telephone as well, any other through all four (D10).
    #[must_use]
    pub const fn permits(self, channel: Channel) -> bool {
        match self {
            Self::FirstContact | Self::NegativeDecision => matches!(channel, Channel::Physical | Channel::Video),
            Self::FollowUp => !matches!(channel, Channel::Email),
            Self::Other => true,
        }
    }
}

codes! {
    /// How a person was invited or told of a change, so that it can be proven (own list).
    #[derive(Debug)]
    pub enum InvitationProof {
        /// A letter by ordinary post.
        Letter = "letter",
        /// A registered letter.
        RegisteredLetter = "registered_letter",
        /// An electronic letter in the person's eBox.
        Ebox = "ebox",
        /// An e-mail.
        Email = "email",
        /// A telephone call, noted by who made it.
        Telephone = "telephone",
        /// In person, noted by who did it.
        InPerson = "in_person",
    }
}

/// An invitation, or the notice of another day, with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The day on which the person was invited.
    pub on: NaiveDate,
    /// How.
    pub proof: InvitationProof,
    /// The reference of the proof, such as the number of the registered letter.
    pub reference: Option<String>,
}

codes! {
    /// What became of an appointment.
    #[derive(Debug)]
    pub enum AppointmentState {
        /// It is to come, or what came of it is not recorded yet.
        Open = "open",
        /// The contact took place.
        Held = "held",
        /// The person did not come.
        NoShow = "no_show",
        /// Another appointment took its place.
        Rescheduled = "rescheduled",
        /// It does not take place any more.
        Cancelled = "cancelled",
    }
}

codes! {
    /// Who asked for another day.
    #[derive(Debug)]
    pub enum RescheduledBy {
        /// The insured person.
        InsuredPerson = "insured_person",
        /// The coordinator.
        Coordinator = "coordinator",
    }
}

/// An appointment with the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Its number in the case, from 1.
    pub number: u32,
    /// What for.
    pub purpose: Purpose,
    /// The day.
    pub on: NaiveDate,
    /// Through which channel.
    pub channel: Channel,
    /// With which coordinator.
    pub coordinator: SubjectId,
    /// How the person reaches that coordinator (D29).
    pub contact: CoordinatorContact,
    /// The invitation, or the notice of the other day.
    pub invitation: Invitation,
    /// The number of the appointment whose place it took, and who asked for that.
    pub replaces: Option<(u32, RescheduledBy)>,
}

codes! {
    /// A kind of fruitless attempt.
    #[derive(Debug)]
    pub enum AttemptKind {
        /// The person did not come to an appointment.
        NoShow = "no_show",
        /// The person could not be reached.
        NotReached = "not_reached",
    }
}

/// A fruitless attempt to have a contact. The duty to have it stays (own reading).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What kind.
    pub kind: AttemptKind,
    /// What the contact was for.
    pub purpose: Purpose,
    /// The day.
    pub on: NaiveDate,
    /// Through which channel.
    pub channel: Channel,
    /// Who tried.
    pub by: SubjectId,
    /// The appointment that the person did not come to.
    pub appointment: Option<u32>,
}

/// The person refused a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRefusal {
    /// What the contact was for.
    pub purpose: Purpose,
    /// The day.
    pub on: NaiveDate,
}

codes! {
    /// An action on which coordinator and person agreed.
    ///
    /// The list is closed and our own. It holds nothing of what a job coach does, such as visiting employers, looking
    /// for them or writing a CV: that is a partner's (D29). Its `Debug` does not show which one it is.
    pub enum AgreedAction {
        /// The person asks the occupational physician for a visit before the return (D11.a).
        PreReturnVisit = "pre_return_visit",
        /// The person asks the occupational physician for a trajectory of the Code on well-being (D11.a).
        CodexTrajectory = "codex_trajectory",
        /// To explore which actions of rehabilitation fit (D11.b).
        ExploreRehabilitation = "explore_rehabilitation",
        /// To explore which actions of orientation fit (D11.b).
        ExploreOrientation = "explore_orientation",
        /// To contact the regional employment service.
        RegionalService = "regional_service",
        /// Another contact with the coordinator.
        FurtherContact = "further_contact",
    }
}

impl fmt::Debug for AgreedAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AgreedAction(..)")
    }
}

codes! {
    /// What the person chose after a contact (D11).
    #[derive(Debug)]
    pub enum NextWay {
        /// To the occupational physician, informally: a visit before the return.
        PreReturnVisit = "pre_return_visit",
        /// To the occupational physician, formally: a trajectory of the Code on well-being.
        CodexTrajectory = "codex_trajectory",
        /// A formal trajectory of the sickness insurance (AMI).
        AmiTrajectory = "ami_trajectory",
        /// The person does not wish to go on.
        None = "none",
        /// Not chosen yet.
        Undecided = "undecided",
    }
}

impl AgreedAction {
    /// Whether it leads to the occupational physician, whom only who has a contract has (D11.a).
    #[must_use]
    pub const fn needs_contract(self) -> bool {
        matches!(self, Self::PreReturnVisit | Self::CodexTrajectory)
    }
}

impl NextWay {
    /// Whether it leads to the occupational physician, whom only who has a contract has (D11.a).
    #[must_use]
    pub const fn needs_contract(self) -> bool {
        matches!(self, Self::PreReturnVisit | Self::CodexTrajectory)
    }
}

/// A contact that took place (D9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its number in the case, from 1.
    pub number: u32,
    /// What for.
    pub purpose: Purpose,
    /// The day.
    pub on: NaiveDate,
    /// Through which channel.
    pub channel: Channel,
    /// The coordinator who held it.
    pub coordinator: SubjectId,
    /// The coordinator of the appointment, when another one took their place.
    pub deputy_for: Option<SubjectId>,
    /// The appointment at which it took place.
    pub appointment: Option<u32>,
    /// The number of the person's request that called for it.
    pub request: Option<u32>,
    /// The number of the authorisation whose refusal it discusses (D8).
    pub authorisation: Option<u32>,
    /// The actions agreed.
    pub actions: BTreeSet<AgreedAction>,
    /// What the person chose.
    pub next_way: Option<NextWay>,
    /// The results of a follow-up interview.
    pub results: Option<FreeText>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d10_each_purpose_has_its_channels() {
        let permitted = |purpose: Purpose| Channel::ALL.iter().filter(|channel| purpose.permits(**channel)).count();
        assert_eq!(Purpose::ALL.iter().copied().map(permitted).collect::<Vec<_>>(), [2, 2, 3, 4]);
        assert!(
            !Purpose::FirstContact.permits(Channel::Telephone) && !Purpose::NegativeDecision.permits(Channel::Email)
        );
    }

    #[test]
    fn d29_the_list_of_actions_is_closed_and_none_is_a_job_coachs() {
        let codes: Vec<_> = AgreedAction::ALL.iter().map(|action| action.code()).collect();
        let expected = [
            "pre_return_visit",
            "codex_trajectory",
            "explore_rehabilitation",
            "explore_orientation",
            "regional_service",
            "further_contact",
        ];
        assert_eq!(codes, expected);
        for action in ["visit_employer", "find_employer", "write_cv"] {
            assert_eq!(AgreedAction::from_code(action), None);
        }
    }

    #[test]
    fn an_action_does_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", AgreedAction::CodexTrajectory), "AgreedAction(..)");
    }
}
