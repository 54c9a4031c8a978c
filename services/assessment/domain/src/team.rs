//! Contacts of the multidisciplinary team with the person (M17).

use chrono::NaiveDate;

use crate::codes::codes;
use crate::people::SubjectId;

codes! {
    /// What a contact is for.
    #[derive(Debug)]
    pub enum TeamContactKind {
        /// It prepares the evaluation of incapacity.
        Preparatory = "preparatory",
        /// Between two evaluations of incapacity.
        Intermediate = "intermediate",
        /// On the prolongation of invalidity.
        InvalidityProlongation = "invalidity_prolongation",
        /// For reintegration.
        Reintegration = "reintegration",
    }
}

codes! {
    /// Who of the team makes a contact.
    #[derive(Debug)]
    pub enum TeamContactMaker {
        /// The advising physician.
        Physician = "physician",
        /// A member who is no physician.
        TeamMember = "team_member",
    }
}

codes! {
    /// Through which channel.
    #[derive(Debug)]
    pub enum Channel {
        /// Face to face.
        Physical = "physical",
        /// By video call.
        Video = "video",
        /// By telephone.
        Telephone = "telephone",
        /// By e-mail.
        Email = "email",
    }
}

/// A contact of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamContact {
    /// The day.
    pub on: NaiveDate,
    /// What it was for.
    pub kind: TeamContactKind,
    /// Through which channel.
    pub channel: Channel,
    /// As what the maker acted.
    pub maker: TeamContactMaker,
    /// Who made it.
    pub made_by: SubjectId,
}
