//! Partners and their entries in the registry.

use chrono::NaiveDate;
use trajet_belgium::EnterpriseNumber;
use trajet_contracts::date::to_proto;
use trajet_contracts::exchange::v1 as contract;
use trajet_exchange_domain::{PartnerKind, Registration};
use trajet_law::months::accepted;
use trajet_runtime::Violations;

use super::same;
use crate::registry::Registered;

const LONGEST_NAME: usize = 200;

same!(hear_kind, tell_kind, contract::PartnerKind, PartnerKind, {
    OccupationalHealthService,
    Forem,
    Aviq,
    Actiris,
    BruxellesFormation,
    Phare,
    Vdab,
    Gtb,
    Adg,
    Cscmi,
});

/// The kind that a field names.
pub(crate) fn check_kind(violations: &mut Violations, field: &str, kind: i32) -> Option<PartnerKind> {
    violations.enumeration(field, kind).and_then(hear_kind)
}

/// What the registry is asked to hold.
pub(crate) fn check_partner(violations: &mut Violations, partner: Option<contract::Partner>) -> Option<Registration> {
    let partner = violations.message("partner", partner)?;
    violations.within("partner", |inner| {
        let number = inner.check("partner_number", EnterpriseNumber::parse(&partner.partner_number));
        let kind = check_kind(inner, "kind", partner.kind);
        let name = inner.text("name", &partner.name, LONGEST_NAME);
        let valid_from = inner.date("valid_from", partner.valid_from);
        let valid_from = valid_from.and_then(|day| inner.check("valid_from", accepted(day)));
        let valid_to = inner.optional_date("valid_to", partner.valid_to);
        let valid_to = valid_to.and_then(|day| inner.check("valid_to", day.map(accepted).transpose()));
        if let (Some(first), Some(Some(last))) = (valid_from, valid_to) {
            inner.require("valid_to", first <= last, "lies before valid_from");
        }
        Some(Registration { number: number?, kind: kind?, name: name?, valid_from: valid_from?, valid_to: valid_to? })
    })
}

/// An enterprise number as it was stored.
pub(crate) fn hear_number(number: &str) -> Option<EnterpriseNumber> {
    EnterpriseNumber::parse(number).ok()
}

/// An entry as it was stored.
pub(crate) fn hear_registration(partner: contract::Partner) -> Option<Registration> {
    Some(Registration {
        number: hear_number(&partner.partner_number)?,
        kind: hear_kind(partner.kind())?,
        name: partner.name,
        valid_from: partner.valid_from?.try_into().ok()?,
        valid_to: partner.valid_to.map(NaiveDate::try_from).transpose().ok()?,
    })
}

pub(crate) fn tell_registration(registered: &Registration) -> contract::Partner {
    contract::Partner {
        partner_number: registered.number.as_str().to_owned(),
        kind: tell_kind(registered.kind).into(),
        name: registered.name.clone(),
        valid_from: Some(to_proto(registered.valid_from)),
        valid_to: registered.valid_to.map(to_proto),
    }
}

pub(crate) fn tell_registered(Registered { entry, version }: &Registered) -> contract::RegisteredPartner {
    contract::RegisteredPartner {
        partner: Some(tell_registration(&entry.registered)),
        etag: version.to_string(),
        recorded_at: Some(trajet_ledger::feed::timestamp(entry.recorded_at.timestamp_micros())),
    }
}
