//! The values of the contracts' enumerations, as a case names them: without their prefix and in lower case.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use trajet_belgium::Niss;
use trajet_contracts::assessment::v1::{
    CodexAskedBy, CoveredCost, EndCause, Prognosis, RehabilitationGround, RehabilitationInitiative, RehabilitationMode,
    StartReason, TeamContactKind, TrajectoryDecision, WorkRefusalReason, Workplace,
};
use trajet_contracts::dossier::v1::{
    AgreedAction, AmiEndReason, ConsentPurpose, ContactPurpose, EmployerLink, Guidance, InformDutyKind, NextWay,
    OtherTrackKind, OutsiderKind, PlanActionKind, PlanAim, PlanParty, ReferralWithdrawal, RescheduledBy, ResultReached,
    StartSituation, TrajectoryEndReason, WorkContract, WorkEndReason,
};
use trajet_contracts::exchange::v1::{CodexRequester, PartnerKind, PreReturnVisitOutcome};
use trajet_contracts::questionnaire::v1::{HelpResult, ImpossibilityReason, MedicalReason};
use trajet_contracts::r#type::v1::{
    AnnulmentAskedBy, AnnulmentReason, CommitmentKind, ConcurrentTrackKind, ContactChannel, CscmiDecision,
    DeclineReason, InformationAsked, InvitationProof, Language, ProgrammeOutcome, ReferralKind, ReferralOverride,
    ReferralRecipient, RegionalForm, Sex,
};

/// An enumeration of the contracts.
pub(crate) trait Enumeration: Copy + Into<i32> {
    /// What its names begin with, and what a text that names none of its values is told not to be.
    const PREFIX: &str;

    /// The value of a whole name.
    fn of(name: &str) -> Option<Self>;
}

/// A value that a case names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named<E>(pub(crate) E);

impl<E: Enumeration> Named<E> {
    /// The value, as it goes on the wire.
    pub(crate) fn number(self) -> i32 {
        self.0.into()
    }
}

impl<'de, E: Enumeration> Deserialize<'de> for Named<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let value = E::of(&format!("{}_{}", E::PREFIX, text.to_ascii_uppercase()));
        value.map(Self).ok_or_else(|| D::Error::custom(format!("{text:?} is no {}", E::PREFIX.to_lowercase())))
    }
}

macro_rules! enumerations {
    ($($type:ident = $prefix:literal;)*) => {
        $(impl Enumeration for $type {
            const PREFIX: &str = $prefix;

            fn of(name: &str) -> Option<Self> {
                Self::from_str_name(name)
            }
        })*
    };
}

enumerations! {
    AnnulmentAskedBy = "ANNULMENT_ASKED_BY";
    AnnulmentReason = "ANNULMENT_REASON";
    AgreedAction = "AGREED_ACTION";
    AmiEndReason = "AMI_END_REASON";
    CodexAskedBy = "CODEX_ASKED_BY";
    CodexRequester = "CODEX_REQUESTER";
    CommitmentKind = "COMMITMENT_KIND";
    ConcurrentTrackKind = "CONCURRENT_TRACK_KIND";
    ConsentPurpose = "CONSENT_PURPOSE";
    ContactChannel = "CONTACT_CHANNEL";
    ContactPurpose = "CONTACT_PURPOSE";
    CoveredCost = "COVERED_COST";
    CscmiDecision = "CSCMI_DECISION";
    DeclineReason = "DECLINE_REASON";
    EmployerLink = "EMPLOYER_LINK";
    EndCause = "END_CAUSE";
    Guidance = "GUIDANCE";
    HelpResult = "HELP_RESULT";
    ImpossibilityReason = "IMPOSSIBILITY_REASON";
    InformationAsked = "INFORMATION_ASKED";
    InformDutyKind = "INFORM_DUTY_KIND";
    InvitationProof = "INVITATION_PROOF";
    Language = "LANGUAGE";
    MedicalReason = "MEDICAL_REASON";
    OutsiderKind = "OUTSIDER_KIND";
    NextWay = "NEXT_WAY";
    OtherTrackKind = "OTHER_TRACK_KIND";
    PartnerKind = "PARTNER_KIND";
    PlanActionKind = "PLAN_ACTION_KIND";
    PlanAim = "PLAN_AIM";
    PlanParty = "PLAN_PARTY";
    PreReturnVisitOutcome = "PRE_RETURN_VISIT_OUTCOME";
    Prognosis = "PROGNOSIS";
    ProgrammeOutcome = "PROGRAMME_OUTCOME";
    ReferralKind = "REFERRAL_KIND";
    ReferralOverride = "REFERRAL_OVERRIDE";
    ReferralRecipient = "REFERRAL_RECIPIENT";
    ReferralWithdrawal = "REFERRAL_WITHDRAWAL";
    RegionalForm = "REGIONAL_FORM";
    RehabilitationGround = "REHABILITATION_GROUND";
    RehabilitationInitiative = "REHABILITATION_INITIATIVE";
    RehabilitationMode = "REHABILITATION_MODE";
    RescheduledBy = "RESCHEDULED_BY";
    ResultReached = "RESULT_REACHED";
    StartReason = "START_REASON";
    StartSituation = "START_SITUATION";
    Sex = "SEX";
    TeamContactKind = "TEAM_CONTACT_KIND";
    TrajectoryDecision = "TRAJECTORY_DECISION";
    TrajectoryEndReason = "TRAJECTORY_END_REASON";
    WorkContract = "WORK_CONTRACT";
    WorkEndReason = "WORK_END_REASON";
    WorkRefusalReason = "WORK_REFUSAL_REASON";
    Workplace = "WORKPLACE";
}

/// The name of a value, as a case gives it.
pub(crate) fn name(whole: &str, prefix: &str) -> String {
    whole.strip_prefix(prefix).unwrap_or(whole).trim_start_matches('_').to_lowercase()
}

/// Reads what has a text form of its own.
pub(crate) fn text<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// Reads a number whose check digits fit.
pub(crate) fn niss<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Niss, D::Error> {
    Niss::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// The same, where it may be missing.
pub(crate) fn optional_text<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let told = Option::<String>::deserialize(deserializer)?;
    told.map(|told| told.parse().map_err(D::Error::custom)).transpose()
}
