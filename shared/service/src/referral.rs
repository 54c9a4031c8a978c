//! Referrals, as requests, stored events and contracts say them (X2 to X4, X11).
//!
//! The contracts and the stored shapes are the same messages. A request is checked, with the path of every field that is
//! wrong; what was stored was checked before, and is only read.

use chrono::NaiveDate;
use trajet_belgium::EnterpriseNumber;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as contract;
use trajet_contracts::r#type::v1::referral_progress::Step as Wire;
use trajet_law::referral::{
    Class, Commitment, CommitmentKind, CommitmentStanding, Content, ContentText, Course, DeclineReason,
    InformationAsked, Overridden, Progress, Recipient, Referral, ReferralEnd, ReferralKey, ReferralKind, Said, Stage,
};
use trajet_runtime::Violations;
use uuid::Uuid;

use crate::employer;
use crate::plan::{Unreadable, day};

const LONGEST_TEXT: usize = 4_000;
const LONGEST_DIAGNOSIS: usize = 1_000;

/// What names a referral, as the contracts tell it: nothing where it has no such name.
#[must_use]
pub fn tell_key(key: Option<ReferralKey>) -> String {
    key.map_or_else(String::new, |key| Uuid::from_bytes(key.0).to_string())
}

/// The same, read.
///
/// # Errors
/// If it is none.
pub fn hear_key(told: &str) -> Result<Option<ReferralKey>, Unreadable> {
    let key = |told| Uuid::try_parse(told).map(|key| Some(ReferralKey(key.into_bytes())));
    if told.is_empty() { Ok(None) } else { key(told).map_err(|_| Unreadable("what names a referral")) }
}

/// Two enumerations whose values stand for each other; the contract's unspecified one stands for none.
macro_rules! same {
    ($hear:ident, $tell:ident, $contract:ident, $law:ty, $what:literal, { $($name:ident),+ $(,)? }) => {
        #[doc = concat!("The ", $what, " that a contract names.")]
        #[must_use]
        pub const fn $hear(value: contract::$contract) -> Option<$law> {
            match value {
                contract::$contract::Unspecified => None,
                $(contract::$contract::$name => Some(<$law>::$name),)+
            }
        }

        #[doc = concat!("The ", $what, " as the contracts tell it.")]
        #[must_use]
        pub const fn $tell(value: $law) -> contract::$contract {
            match value {
                $(<$law>::$name => contract::$contract::$name,)+
            }
        }
    };
}

same!(hear_kind, tell_kind, ReferralKind, ReferralKind, "kind of referral", {
    PreReturnVisit,
    CodexTrajectory,
    OrientationExamination,
    Training,
    JobCoaching,
    AdaptedWorkAdvice,
    Other,
});
same!(hear_recipient, tell_recipient, ReferralRecipient, Recipient, "recipient", {
    OccupationalPhysician,
    Forem,
    Aviq,
    Actiris,
    BruxellesFormation,
    Phare,
    Vdab,
    Gtb,
    Adg,
    Cscmi,
    TreatingPhysician,
    Therapist,
    PsychosocialPsychologist,
    RegionalAdviser,
    OtherProvider,
});
same!(hear_override, tell_override, ReferralOverride, Overridden, "reason for another service", {
    WorksThere,
    LivesThere,
    Language,
    NotOffered,
});
same!(hear_decline, tell_decline, DeclineReason, DeclineReason, "reason for declining", {
    NotOffered,
    NoCapacity,
    NotCompetent,
    PersonDeclined,
    Other,
});
same!(hear_information, tell_information, InformationAsked, InformationAsked, "information that is asked", {
    Objective,
    Functioning,
    Career,
    Reaching,
});
same!(hear_commitment_kind, tell_commitment_kind, CommitmentKind, CommitmentKind, "kind of commitment", {
    Invitation,
    Interview,
    Assessment,
    Advice,
    Start,
    Other,
});
same!(hear_end, tell_end, ReferralEnd, ReferralEnd, "end of a referral", {
    Withdrawn,
    AgreementWithdrawn,
    ConsentWithdrawn,
    TrajectoryEnded,
    IncapacityEnded,
});

const fn tell_standing(standing: CommitmentStanding) -> contract::CommitmentStanding {
    match standing {
        CommitmentStanding::Due => contract::CommitmentStanding::Due,
        CommitmentStanding::Late => contract::CommitmentStanding::Late,
        CommitmentStanding::Kept => contract::CommitmentStanding::Kept,
        CommitmentStanding::KeptLate => contract::CommitmentStanding::KeptLate,
        CommitmentStanding::NotKept => contract::CommitmentStanding::NotKept,
    }
}

const fn tell_stage(stage: Stage) -> contract::ReferralStage {
    match stage {
        Stage::Queued => contract::ReferralStage::Queued,
        Stage::Sent => contract::ReferralStage::Sent,
        Stage::Acknowledged => contract::ReferralStage::Acknowledged,
        Stage::InformationAsked => contract::ReferralStage::InformationAsked,
        Stage::Accepted => contract::ReferralStage::Accepted,
        Stage::Declined => contract::ReferralStage::Declined,
        Stage::Completed => contract::ReferralStage::Completed,
        Stage::Returned => contract::ReferralStage::Returned,
        Stage::Ended => contract::ReferralStage::Ended,
    }
}

/// The referral of a request. Whether its days and its recipient can be, the case says.
pub fn check(violations: &mut Violations, told: Option<contract::Referral>) -> Option<Referral> {
    let told = violations.message("referral", told)?;
    violations.within("referral", |inner| {
        let kind = inner.enumeration("kind", told.kind).and_then(hear_kind);
        let recipient = inner.enumeration("recipient", told.recipient).and_then(hear_recipient);
        let organisation = check_organisation(inner, recipient, &told.partner_number);
        let employer = employer::check(inner, "employer_number", &told.employer_number);
        // Each employer has an occupational physician of its own; the other recipients are asked for the person.
        let of_one = recipient.is_none_or(|to| to == Recipient::OccupationalPhysician);
        let fits = of_one || told.employer_number.is_empty();
        inner.require("employer_number", fits, "is for the occupational physician alone");
        let overridden = match told.r#override {
            0 => Some(None),
            given => inner.enumeration("override", given).map(hear_override),
        };
        let agreed_on = inner.date("agreed_on", told.agreed_on);
        let content = check_content(inner, told.content.unwrap_or_default());
        Some(Referral {
            kind: kind?,
            recipient: recipient?,
            organisation: organisation?,
            employer: employer?,
            overridden: overridden?,
            agreed_on: agreed_on?,
            content: content?,
        })
    })
}

/// A partner has a number, and nobody else.
#[expect(clippy::option_option, reason = "none where it is wrong, and none where none is given")]
fn check_organisation(inner: &mut Violations, to: Option<Recipient>, number: &str) -> Option<Option<String>> {
    let to = to?;
    if to.is_partner() {
        let number = inner.check("partner_number", EnterpriseNumber::parse(number))?;
        return Some(Some(number.as_str().to_owned()));
    }
    inner.require("partner_number", number.is_empty(), "is of no partner");
    number.is_empty().then_some(None)
}

fn check_content(inner: &mut Violations, told: contract::ReferralContent) -> Option<Content> {
    inner.within("content", |inner| {
        let contract::ReferralContent { functioning, career, diagnosis } = told;
        let functioning = check_text(inner, "functioning", &functioning, LONGEST_TEXT);
        let career = check_text(inner, "career", &career, LONGEST_TEXT);
        let diagnosis = check_text(inner, "diagnosis", &diagnosis, LONGEST_DIAGNOSIS);
        let told = [(Class::Functioning, functioning?), (Class::Career, career?), (Class::Diagnosis, diagnosis?)];
        Some(told.into_iter().filter_map(|(class, text)| Some((class, text?))).collect())
    })
}

/// What is told of a class: line feeds are its only control characters.
#[expect(clippy::option_option, reason = "none where it is wrong, and none where none is given")]
fn check_text(inner: &mut Violations, field: &str, text: &str, longest: usize) -> Option<Option<ContentText>> {
    let checked = if text.chars().count() > longest {
        Err(format!("is longer than {longest} characters"))
    } else if text.chars().any(|character| character.is_control() && character != '\n') {
        Err("holds control characters other than line feeds".to_owned())
    } else {
        Ok(Some(text).filter(|text| !text.trim().is_empty()).map(ContentText::from))
    };
    inner.check(field, checked)
}

/// A referral as the contracts tell it and as events store it.
#[must_use]
pub fn tell(referral: &Referral) -> contract::Referral {
    contract::Referral {
        kind: tell_kind(referral.kind).into(),
        recipient: tell_recipient(referral.recipient).into(),
        partner_number: referral.organisation.clone().unwrap_or_default(),
        employer_number: employer::tell(referral.employer),
        r#override: referral.overridden.map(tell_override).unwrap_or_default().into(),
        agreed_on: Some(to_proto(referral.agreed_on)),
        content: Some(tell_content(&referral.content)),
    }
}

/// What is told of the person, as the contracts tell it.
#[must_use]
pub fn tell_content(content: &Content) -> contract::ReferralContent {
    let of = |class| content.of(class).map(|text| text.as_str().to_owned()).unwrap_or_default();
    contract::ReferralContent {
        functioning: of(Class::Functioning),
        career: of(Class::Career),
        diagnosis: of(Class::Diagnosis),
    }
}

/// Reads a stored referral.
///
/// # Errors
/// If a part is absent, or of a value that this program does not know.
pub fn hear(told: Option<contract::Referral>) -> Result<Referral, Unreadable> {
    let told = told.ok_or(Unreadable("referral"))?;
    let overridden = match told.r#override {
        0 => None,
        _ => Some(hear_override(told.r#override()).ok_or(Unreadable("reason for another service"))?),
    };
    Ok(Referral {
        kind: hear_kind(told.kind()).ok_or(Unreadable("kind of referral"))?,
        recipient: hear_recipient(told.recipient()).ok_or(Unreadable("recipient"))?,
        overridden,
        agreed_on: day(told.agreed_on, "day of the agreement")?,
        organisation: Some(told.partner_number).filter(|number| !number.is_empty()),
        employer: employer::read(&told.employer_number)?,
        content: hear_content(told.content.unwrap_or_default()),
    })
}

fn hear_content(told: contract::ReferralContent) -> Content {
    let contract::ReferralContent { functioning, career, diagnosis } = told;
    let told = [(Class::Functioning, functioning), (Class::Career, career), (Class::Diagnosis, diagnosis)];
    told.into_iter().filter(|(_, text)| !text.is_empty()).map(|(class, text)| (class, text.as_str().into())).collect()
}

/// A step as the contracts tell it and as events store it.
#[must_use]
pub fn tell_said(said: Said) -> contract::ReferralProgress {
    let step = match said.progress {
        Progress::Sent => Wire::Sent(true),
        Progress::Returned => Wire::Returned(true),
        Progress::Acknowledged => Wire::Acknowledged(true),
        Progress::InformationAsked(what) => Wire::InformationAsked(tell_information(what).into()),
        Progress::Accepted => Wire::Accepted(true),
        Progress::Declined(reason) => Wire::Declined(tell_decline(reason).into()),
        Progress::Committed { number, kind, by } => {
            let kind = tell_commitment_kind(kind).into();
            Wire::Committed(contract::CommitmentMade { number, kind, by: Some(to_proto(by)) })
        }
        Progress::Renegotiated { number, by } => {
            Wire::Moved(contract::CommitmentMoved { number, by: Some(to_proto(by)) })
        }
        Progress::Kept { number, kept_on } => {
            Wire::Kept(contract::CommitmentKept { number, kept_on: Some(to_proto(kept_on)) })
        }
        Progress::NotKept { number } => Wire::NotKept(number),
        Progress::Completed => Wire::Completed(true),
        Progress::Ended(because) => Wire::Ended(tell_end(because).into()),
    };
    contract::ReferralProgress { on: Some(to_proto(said.on)), step: Some(step) }
}

/// Reads a stored step.
///
/// # Errors
/// If it tells nothing, or a value that this program does not know.
pub fn hear_said(told: Option<contract::ReferralProgress>) -> Result<Said, Unreadable> {
    let told = told.ok_or(Unreadable("step of a referral"))?;
    let known = |value: Option<Progress>| value.ok_or(Unreadable("step of a referral"));
    let progress = match told.step.ok_or(Unreadable("step of a referral"))? {
        Wire::Sent(_) => Progress::Sent,
        Wire::Returned(_) => Progress::Returned,
        Wire::Acknowledged(_) => Progress::Acknowledged,
        Wire::InformationAsked(what) => {
            let what = contract::InformationAsked::try_from(what).ok().and_then(hear_information);
            known(what.map(Progress::InformationAsked))?
        }
        Wire::Accepted(_) => Progress::Accepted,
        Wire::Declined(reason) => {
            let reason = contract::DeclineReason::try_from(reason).ok().and_then(hear_decline);
            known(reason.map(Progress::Declined))?
        }
        Wire::Committed(made) => Progress::Committed {
            number: made.number,
            kind: hear_commitment_kind(made.kind()).ok_or(Unreadable("kind of commitment"))?,
            by: day(made.by, "day of the commitment")?,
        },
        Wire::Moved(moved) => {
            Progress::Renegotiated { number: moved.number, by: day(moved.by, "day of the commitment")? }
        }
        Wire::Kept(kept) => {
            Progress::Kept { number: kept.number, kept_on: day(kept.kept_on, "day on which it was kept")? }
        }
        Wire::NotKept(number) => Progress::NotKept { number },
        Wire::Completed(_) => Progress::Completed,
        Wire::Ended(because) => {
            let because = contract::ReferralEnd::try_from(because).ok().and_then(hear_end);
            known(because.map(Progress::Ended))?
        }
    };
    Ok(Said { on: day(told.on, "day of the step")?, progress })
}

/// What became of a referral, and where it stands on a day.
#[must_use]
pub fn tell_course(course: &Course, on: NaiveDate) -> contract::ReferralCourse {
    contract::ReferralCourse {
        stage: tell_stage(course.stage()).into(),
        steps: course.steps().iter().map(|said| tell_said(*said)).collect(),
        commitments: course.commitments().iter().map(|one| tell_commitment(one, on)).collect(),
    }
}

fn tell_commitment(commitment: &Commitment, on: NaiveDate) -> contract::ReferralCommitment {
    contract::ReferralCommitment {
        number: commitment.number,
        kind: tell_commitment_kind(commitment.kind).into(),
        made_on: Some(to_proto(commitment.made_on)),
        first_by: Some(to_proto(commitment.first_by)),
        by: Some(to_proto(commitment.by)),
        kept_on: commitment.kept_on.map(to_proto),
        not_kept_on: commitment.broken_on.map(to_proto),
        standing: tell_standing(commitment.standing(on)).into(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_law::codex::Employer;

    use super::*;

    fn asked() -> contract::Referral {
        contract::Referral {
            kind: contract::ReferralKind::Training.into(),
            recipient: contract::ReferralRecipient::Vdab.into(),
            partner_number: "0206.653.946".into(),
            employer_number: String::new(),
            r#override: contract::ReferralOverride::Language.into(),
            agreed_on: Some(to_proto("2023-02-01".parse().unwrap())),
            content: Some(contract::ReferralContent { functioning: "No lifting.".into(), ..Default::default() }),
        }
    }

    fn wrong(told: contract::Referral) -> Vec<String> {
        let mut violations = Violations::default();
        let checked = check(&mut violations, Some(told));
        match violations.finish_with(checked) {
            Err(trajet_runtime::Failure::Invalid(found)) => found.into_iter().map(|one| one.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn x2_a_right_referral_is_read_and_told_again() {
        let referral = check(&mut Violations::default(), Some(asked())).unwrap();
        assert_eq!(referral.organisation.as_deref(), Some("0206653946"));
        assert_eq!(hear(Some(tell(&referral))).unwrap(), referral);
    }

    #[test]
    fn d27_the_occupational_physician_alone_is_told_of_which_employer() {
        let of = |recipient: contract::ReferralRecipient, number: &str| contract::Referral {
            recipient: recipient.into(),
            employer_number: number.into(),
            ..asked()
        };
        let physician = contract::ReferralRecipient::OccupationalPhysician;
        let referral = check(&mut Violations::default(), Some(of(physician, "0411.724.220"))).unwrap();
        assert_eq!(referral.employer.as_ref().map(Employer::as_str), Some("0411724220"));
        assert_eq!(hear(Some(tell(&referral))).unwrap(), referral);
        assert!(!format!("{referral:?}").contains("0411724220"));
        for (recipient, number) in [(physician, "0411724221"), (contract::ReferralRecipient::Vdab, "0411724220")] {
            assert_eq!(wrong(of(recipient, number)), ["referral.employer_number"]);
        }
        assert!(hear(Some(contract::Referral { employer_number: "1".into(), ..tell(&referral) })).is_err());
    }

    #[test]
    fn x2_everything_that_is_wrong_is_told_at_once() {
        let told = contract::Referral { kind: 0, agreed_on: None, partner_number: "1".into(), ..asked() };
        assert_eq!(wrong(told), ["referral.kind", "referral.partner_number", "referral.agreed_on"]);
        let therapist = contract::ReferralRecipient::Therapist.into();
        assert_eq!(wrong(contract::Referral { recipient: therapist, ..asked() }), ["referral.partner_number"]);
        let content = contract::ReferralContent {
            functioning: "a\u{7}".into(),
            career: "c".repeat(LONGEST_TEXT + 1),
            diagnosis: "d".repeat(LONGEST_DIAGNOSIS + 1),
        };
        let fields = ["referral.content.functioning", "referral.content.career", "referral.content.diagnosis"];
        assert_eq!(wrong(contract::Referral { content: Some(content), ..asked() }), fields);
    }
}
