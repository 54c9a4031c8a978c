//! Why what is asked of referrals is refused.

use std::fmt;

use trajet_law::referral::Class;
use trajet_law::rule::{Ground, Rule};

/// A refusal. Its text names neither the person nor what would be told of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralRejection {
    /// Consent to exchange with the occupational physician is not in force.
    PhysicianNotConsented,
    /// The person's agreement is of before the consent, or was taken back.
    AgreementNotInForce,
    /// The physician asks the occupational physician for a CODEX trajectory.
    CodexNotByPhysician,
    /// The recipient does not do what is asked.
    KindNotTaken,
    /// The recipient may not have what would be told.
    ClassNotPermitted(Vec<Class>),
    /// Another regional service is competent, and no reason is given.
    NotCompetent,
    /// An open referral asks the same of the same.
    Stands,
    /// As many are open as may be.
    TooMany,
    /// The case has no such referral.
    NotFound,
    /// It is over.
    Over,
}

impl ReferralRejection {
    /// The rule on which the refusal rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::PhysicianNotConsented => Rule::D3,
            Self::AgreementNotInForce | Self::ClassNotPermitted(_) => Rule::X3,
            Self::CodexNotByPhysician => Rule::M11,
            Self::KindNotTaken => Rule::X2,
            Self::NotCompetent => Rule::X1,
            Self::Stands | Self::TooMany | Self::NotFound | Self::Over => Rule::X4,
        }
        .into()
    }

    /// The stable name of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PhysicianNotConsented => "PHYSICIAN_NOT_CONSENTED",
            Self::AgreementNotInForce => "AGREEMENT_NOT_IN_FORCE",
            Self::CodexNotByPhysician => "CODEX_NOT_BY_PHYSICIAN",
            Self::KindNotTaken => "KIND_NOT_TAKEN",
            Self::ClassNotPermitted(_) => "CLASS_NOT_PERMITTED",
            Self::NotCompetent => "SERVICE_NOT_COMPETENT",
            Self::Stands => "REFERRAL_STANDS",
            Self::TooMany => "TOO_MANY_REFERRALS",
            Self::NotFound => "NO_SUCH_REFERRAL",
            Self::Over => "REFERRAL_OVER",
        }
    }
}

impl fmt::Display for ReferralRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PhysicianNotConsented => "consent to exchange with the occupational physician is not in force",
            Self::AgreementNotInForce => "the person's agreement is of before the consent, or was taken back since",
            Self::CodexNotByPhysician => {
                "the physician never refers to the occupational physician for a CODEX trajectory: the person asks for it, with \
                 the coordinator's support"
            }
            Self::KindNotTaken => "the recipient does not do what is asked",
            Self::ClassNotPermitted(classes) => {
                let classes: Vec<_> = classes.iter().map(|class| class.code()).collect();
                return write!(f, "the recipient may not have this class of content: {}", classes.join(", "));
            }
            Self::NotCompetent => "another regional service is competent, and another one is chosen with a reason",
            Self::Stands => "an open referral asks the same of the same recipient",
            Self::TooMany => "no more referrals may be open",
            Self::NotFound => "there is no such referral",
            Self::Over => "the referral is over",
        })
    }
}
