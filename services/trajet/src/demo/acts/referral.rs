//! Referrals to partners, and what a partner says of one (X2 to X4).

use serde::Deserialize;
use trajet_contracts::dossier::v1::{self as contract, ReferralWithdrawal};
use trajet_contracts::exchange::v1 as exchange;
use trajet_contracts::exchange::v1::answer_referral_request::Answer;
use trajet_contracts::exchange::v1::report_commitment_request::Outcome;
use trajet_contracts::r#type::v1 as common;
use trajet_contracts::r#type::v1::{
    CommitmentKind, DeclineReason, InformationAsked, ReferralKind, ReferralOverride, ReferralRecipient,
};

use super::{Clients, Doing, Error};
use crate::demo::named::Named;
use crate::demo::when::When;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Referral {
    kind: Named<ReferralKind>,
    to: Named<ReferralRecipient>,
    /// The enterprise number of a partner.
    #[serde(default)]
    partner: String,
    /// The enterprise number of the employer whom it is about.
    #[serde(default)]
    employer: String,
    #[serde(rename = "override")]
    overridden: Option<Named<ReferralOverride>>,
    agreed_on: Option<When>,
    concerted_on: Option<When>,
    #[serde(default)]
    functioning: String,
    #[serde(default)]
    career: String,
    #[serde(default)]
    diagnosis: String,
}

impl Referral {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::ReferToPartnerRequest {
        let Self { functioning, career, diagnosis, .. } = self.clone();
        contract::ReferToPartnerRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            referral: Some(common::Referral {
                kind: self.kind.number(),
                recipient: self.to.number(),
                partner_number: self.partner.clone(),
                employer_number: self.employer.clone(),
                r#override: self.overridden.map(Named::number).unwrap_or_default(),
                agreed_on: Some(doing.day(self.agreed_on)),
                content: Some(common::ReferralContent { functioning, career, diagnosis }),
            }),
            agreement_reference: format!("agreement-{}", doing.today),
            concerted_on: doing.known(self.concerted_on),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakenBack {
    number: u32,
    reason: Named<ReferralWithdrawal>,
}

impl TakenBack {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::WithdrawReferralRequest {
        contract::WithdrawReferralRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            number: self.number,
            reason: self.reason.number(),
            ..Default::default()
        }
    }
}

/// What a partner says of the last referral of the person in its inbox.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Word {
    /// The enterprise number of the organisation that says it.
    pub(super) partner: String,
    says: Says,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Says {
    Acknowledged,
    Accepted,
    Declined { because: Named<DeclineReason> },
    Asks { what: Named<InformationAsked> },
    CommitsTo { what: Named<CommitmentKind>, by: When },
    Kept { number: u32, on: Option<When> },
    Moved { number: u32, to: When },
    NotKept { number: u32 },
    Completed,
}

impl Word {
    pub(super) async fn perform(&self, clients: &mut Clients, doing: &Doing<'_>) -> Result<(), Error> {
        let referral_id = self.referral(clients, doing).await?;
        let request_id = doing.request_id.clone();
        let answer = match &self.says {
            Says::Acknowledged => {
                let request = exchange::AcknowledgeReferralRequest { request_id, referral_id };
                clients.exchange.acknowledge_referral(request).await?;
                return Ok(());
            }
            Says::CommitsTo { what, by } => {
                let by = doing.known(Some(*by));
                let request = exchange::CommitToRequest { request_id, referral_id, kind: what.number(), by };
                clients.exchange.commit_to(request).await?;
                return Ok(());
            }
            Says::Kept { number, on } => {
                return report(clients, request_id, referral_id, *number, Outcome::KeptOn(doing.day(*on))).await;
            }
            Says::Moved { number, to } => {
                return report(clients, request_id, referral_id, *number, Outcome::MovedTo(doing.day(Some(*to)))).await;
            }
            Says::NotKept { number } => {
                return report(clients, request_id, referral_id, *number, Outcome::NotKept(true)).await;
            }
            Says::Accepted => Answer::Accepted(true),
            Says::Declined { because } => Answer::Declined(because.number()),
            Says::Asks { what } => Answer::InformationAsked(what.number()),
            Says::Completed => Answer::Completed(true),
        };
        let request = exchange::AnswerReferralRequest { request_id, referral_id, answer: Some(answer) };
        clients.exchange.answer_referral(request).await?;
        Ok(())
    }

    /// The referral: the partner knows the person by their number; empty where its inbox shows none of them.
    async fn referral(&self, clients: &mut Clients, doing: &Doing<'_>) -> Result<String, Error> {
        let (mut found, mut after) = (String::new(), 0);
        loop {
            let request = exchange::ListReferralsRequest { after, ..Default::default() };
            let entries = clients.exchange.list_referrals(request).await?.into_inner().entries;
            let Some(last) = entries.last() else { return Ok(found) };
            after = last.number;
            for entry in entries {
                let person = entry.referral.and_then(|referral| referral.person);
                if person.is_some_and(|person| person.niss == doing.niss.as_str()) {
                    found = entry.referral_id;
                }
            }
        }
    }
}

async fn report(
    clients: &mut Clients,
    request_id: String,
    referral_id: String,
    number: u32,
    outcome: Outcome,
) -> Result<(), Error> {
    let request = exchange::ReportCommitmentRequest { request_id, referral_id, number, outcome: Some(outcome) };
    clients.exchange.report_commitment(request).await?;
    Ok(())
}
