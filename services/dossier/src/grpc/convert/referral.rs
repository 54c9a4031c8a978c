//! Referrals to partners and others between the contracts and the domain.

use chrono::NaiveDate;
use trajet_access::Caller;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_dossier_domain::{
    Command, NewReferral, PartnerReferral, Reader, ReferralCommand, State, SubjectId, purpose,
};
use trajet_law::referral::{Course, ReferralKey, Stage};
use trajet_runtime::Violations;
use trajet_service::past::Seen;
use trajet_service::plan::{Unreadable, day, optional_day};
use trajet_service::referral;
use uuid::Uuid;

use super::concertation::author;
use super::tell_consent_purpose;

/// The namespace of what names referrals.
const KEYS: Uuid = Uuid::from_u128(0x83d5_0f6e_19b7_5a42_9c08_d2e4_75a1_6bf3);
const LONGEST_REFERENCE: usize = 100;

pub(crate) fn check_referral(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::ReferToPartnerRequest,
) -> Option<Command> {
    let referral = referral::check(violations, request.referral.clone());
    let reference = violations.text("agreement_reference", &request.agreement_reference, LONGEST_REFERENCE);
    let concerted_on = violations.optional_date("concerted_on", request.concerted_on);
    Some(Command::Referral(ReferralCommand::Refer(NewReferral {
        number: None,
        key: Some(key_of(caller, request)),
        referral: referral?,
        agreement_reference: reference?,
        concerted_on: concerted_on?,
        by: author(caller),
    })))
}

/// What names the referral that a request makes. A request makes one once, and is remembered also when that is annulled.
fn key_of(caller: &Caller, request: &contract::ReferToPartnerRequest) -> ReferralKey {
    let made_by = format!("{}\n{}\n{}", request.case_id, caller.subject, request.request_id);
    ReferralKey(Uuid::new_v5(&KEYS, made_by.as_bytes()).into_bytes())
}

pub(crate) fn check_referral_withdrawal(
    violations: &mut Violations,
    _: &Caller,
    request: &contract::WithdrawReferralRequest,
) -> Option<Command> {
    violations.require("number", request.number > 0, "is required");
    let agreement = match violations.enumeration("reason", request.reason)? {
        contract::ReferralWithdrawal::Unspecified => return None,
        contract::ReferralWithdrawal::NotNeeded => false,
        contract::ReferralWithdrawal::AgreementWithdrawn => true,
    };
    let number = Some(request.number).filter(|number| *number > 0)?;
    Some(Command::Referral(ReferralCommand::Withdraw { number, agreement }))
}

/// The referrals as a reader sees them. What was told of the person is shown while what it rests on is in force, now as then.
pub(crate) fn tell_referrals(seen: &Seen<State>, to: Reader) -> Vec<contract::PartnerReferralView> {
    let both = [&seen.then, &seen.now];
    if !both.iter().all(|state| to == Reader::Coordinator || state.shows_trajectory(to)) {
        return Vec::new();
    }
    let view = |made: &PartnerReferral| {
        let recipient = made.referral.recipient;
        let shown = both.iter().all(|state| state.consents_to_referral(recipient));
        let mut told = tell_referral(made);
        if let Some(referral) = told.referral.as_mut().filter(|_| !shown) {
            referral.content = None;
        }
        contract::PartnerReferralView {
            made: Some(told),
            rests_on: tell_consent_purpose(purpose(recipient)).into(),
            course: Some(tell_course(made, seen.on)),
        }
    };
    seen.then.partner_referrals.iter().map(view).collect()
}

/// To who is no partner nothing is sent: the coordinator hands it over (X11).
fn tell_course(made: &PartnerReferral, on: NaiveDate) -> common::ReferralCourse {
    let mut course = referral::tell_course(&made.course, on);
    if !made.referral.recipient.is_partner() && made.course.stage() == Stage::Queued {
        course.set_stage(common::ReferralStage::HandedOver);
    }
    course
}

/// A referral as it is stored: what became of it is told by other events.
pub(crate) fn tell_referral(made: &PartnerReferral) -> contract::PartnerReferral {
    contract::PartnerReferral {
        number: made.number,
        referral: Some(referral::tell(&made.referral)),
        made_on: Some(to_proto(made.made_on)),
        coordinator_subject: made.by.0.clone(),
        agreement_reference: made.agreement_reference.clone(),
        concerted_on: made.concerted_on.map(to_proto),
        key: referral::tell_key(made.key),
    }
}

pub(crate) fn hear_referral(told: Option<contract::PartnerReferral>) -> Result<PartnerReferral, Unreadable> {
    let told = told.ok_or(Unreadable("referral"))?;
    Ok(PartnerReferral {
        number: told.number,
        key: referral::hear_key(&told.key)?,
        made_on: day(told.made_on, "day of the referral")?,
        concerted_on: optional_day(told.concerted_on, "day of the concertation")?,
        referral: referral::hear(told.referral)?,
        agreement_reference: told.agreement_reference,
        by: SubjectId(told.coordinator_subject),
        course: Course::default(),
    })
}
