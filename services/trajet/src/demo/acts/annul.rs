//! An act that was recorded wrongly is annulled (GDPR, article 16).

use serde::Deserialize;
use trajet_contracts::assessment::v1::annul_act_request::Instead as Assessed;
use trajet_contracts::dossier::v1::annul_act_request::Instead as InDossier;
use trajet_contracts::r#type::v1::{Annulment, AnnulmentAskedBy, AnnulmentReason};
use trajet_contracts::{assessment, dossier, exchange};

use super::assessment::Estimate;
use super::dossier::Consents;
use super::{Clients, Doing, Error};
use crate::demo::named::Named;
use crate::history;
use crate::platform::Service;

/// Which act of the case is annulled, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mistake {
    /// The service that recorded it.
    of: Keeper,
    /// The kind of one of its entries: the last one of that kind that stands.
    entry: String,
    reason: Named<AnnulmentReason>,
    asked_by: Named<AnnulmentAskedBy>,
    /// The estimate that takes its place.
    estimate: Option<Estimate>,
    /// The decisions on consent that take its place.
    consents: Option<Consents>,
}

/// A service that annuls.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Keeper {
    Assessment,
    Dossier,
    Exchange,
}

impl Mistake {
    pub(super) async fn perform(&self, clients: &mut Clients, doing: &Doing<'_>) -> Result<(), Error> {
        let service = self.service();
        let case_id = doing.case_id.to_owned();
        let records = history::of_service(clients, service, doing.case_id).await?;
        let standing = records.iter().filter(|record| record.annulled_by == 0);
        let position = standing.filter(|record| record.what == self.entry).map(|record| record.position).max();
        let annulment = Some(Annulment {
            act_position: position.unwrap_or_default(),
            reason: self.reason.number(),
            asked_by: self.asked_by.number(),
        });
        let request_id = doing.request_id.clone();
        match self.of {
            Keeper::Assessment => {
                let instead = self.estimate.as_ref().map(|right| {
                    let right = right.request(doing);
                    let (request_id, case_id) = Default::default();
                    Assessed::FirstEstimate(assessment::v1::RecordFirstEstimateRequest { request_id, case_id, ..right })
                });
                let etag = String::new();
                let request = assessment::v1::AnnulActRequest { request_id, case_id, etag, annulment, instead };
                clients.assessment.annul_act(request).await?;
            }
            Keeper::Dossier => {
                let instead = self.consents.as_ref().map(|right| {
                    let right = right.request(doing);
                    let (request_id, case_id) = Default::default();
                    InDossier::Consents(dossier::v1::RecordConsentsRequest { request_id, case_id, ..right })
                });
                let etag = String::new();
                let request = dossier::v1::AnnulActRequest { request_id, case_id, etag, annulment, instead };
                clients.dossier.annul_act(request).await?;
            }
            Keeper::Exchange => {
                let etag = String::new();
                let request = exchange::v1::AnnulActRequest { request_id, case_id, etag, annulment };
                clients.exchange.annul_act(request).await?;
            }
        }
        Ok(())
    }

    const fn service(&self) -> Service {
        match self.of {
            Keeper::Assessment => Service::Assessment,
            Keeper::Dossier => Service::Dossier,
            Keeper::Exchange => Service::Exchange,
        }
    }
}
