//! The positive statement of commitment (*déclaration positive d'engagement*, *positieve engagementsverklaring*).
//! Circular 2022/383, part IV, 4.1 (D12, D13).

use chrono::NaiveDate;
use trajet_law::codex::Employer;

use crate::codes::codes;
use crate::consent::SignatureKind;
use crate::people::SubjectId;

codes! {
    /// In which of the circular's situations a trajectory starts (D12).
    #[derive(Debug)]
    pub enum StartSituation {
        /// No employment contract.
        A = "a",
        /// With a contract, and not referred to the occupational physician.
        B = "b",
        /// With a contract; after the visit before the return the person decided against a CODEX trajectory.
        C = "c",
        /// A CODEX trajectory ended definitively, and the person is definitively unfit for the agreed work.
        D = "d",
    }
}

impl StartSituation {
    /// Whether the occupational physician is told of the start, and the employer's request suspends it (D14).
    #[must_use]
    pub const fn beside_an_employer(self) -> bool {
        matches!(self, Self::B | Self::C)
    }
}

codes! {
    /// Whether the employer can still employ the person: the trajectory aims at another employer or branch (D12).
    #[derive(Debug)]
    pub enum EmployerLink {
        /// There was no employer.
        None = "none",
        /// The person is no longer employed by the employer.
        NoLonger = "no_longer",
        /// The person can no longer be employed by the employer, with whom the contract goes on.
        CannotAnyMore = "cannot_any_more",
        /// The contract goes on, and neither was found.
        ContractGoesOn = "contract_goes_on",
    }
}

codes! {
    /// What the statement must contain (D13).
    #[derive(Debug)]
    pub enum CommitmentPart {
        /// Coordinator and physician commit to support the person at all times.
        Support = "support",
        /// The person commits to cooperate actively.
        Cooperation = "cooperation",
    }
}

/// A signature, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The day.
    pub on: NaiveDate,
    /// How it was given.
    pub kind: SignatureKind,
    /// The reference of the signed document.
    pub reference: String,
    /// For the person's signature, the number of the legal representative who signed in their place, if one did (D1).
    pub representative: Option<u32>,
}

/// The statement, as far as it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The start situation.
    pub situation: StartSituation,
    /// Whether the employer can still employ the person.
    pub employer_link: EmployerLink,
    /// The employer whom the situation is about, where one was named (own reading).
    pub employer: Option<Employer>,
    /// Who signed as the coordinator.
    pub coordinator_subject: SubjectId,
    /// The coordinator's signature.
    pub coordinator: Signature,
    /// The insured person's signature.
    pub person: Signature,
    /// The physician's signature, once it is there.
    pub physician: Option<Signature>,
}

impl Commitment {
    /// The day by which coordinator and person had signed: from it the first follow-up interview is counted (D15).
    #[must_use]
    pub fn signed_on(&self) -> NaiveDate {
        self.coordinator.on.max(self.person.on)
    }

    /// The day on which the statement was complete: that of the last of the three signatures, on which the trajectory
    /// starts (D13, own reading).
    #[must_use]
    pub fn complete_on(&self) -> Option<NaiveDate> {
        self.physician.as_ref().map(|physician| physician.on.max(self.signed_on()))
    }
}
