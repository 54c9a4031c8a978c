//! The organisations with which the mutuality exchanges (X1).

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::{EnterpriseNumber, RegionalService};

use crate::codes::codes;

codes! {
    /// What kind of partner an organisation is.
    #[derive(Debug)]
    pub enum PartnerKind {
        /// A service for prevention and protection at work, with its occupational physicians (*conseiller en
        /// prévention-médecin du travail*, *preventieadviseur-arbeidsarts*).
        OccupationalHealthService = "occupational_health_service",
        /// Forem: employment in Wallonia, the German-speaking municipalities excepted.
        Forem = "forem",
        /// `AViQ`: disability there.
        Aviq = "aviq",
        /// Actiris: employment in Brussels.
        Actiris = "actiris",
        /// Bruxelles Formation: vocational training in Brussels, in French.
        BruxellesFormation = "bruxelles_formation",
        /// PHARE: disability in Brussels.
        Phare = "phare",
        /// VDAB: employment in Flanders, and vocational training in Dutch in Brussels.
        Vdab = "vdab",
        /// GTB: specialised support in Flanders.
        Gtb = "gtb",
        /// ADG: employment in the nine German-speaking municipalities.
        Adg = "adg",
        /// The Commission supérieure du Conseil médical de l'invalidité (CSCMI).
        Cscmi = "cscmi",
    }
}

impl PartnerKind {
    /// Whether it is a regional service for employment, training or disability.
    #[must_use]
    pub const fn is_regional(self) -> bool {
        match self {
            Self::OccupationalHealthService | Self::Cscmi => false,
            Self::Forem
            | Self::Aviq
            | Self::Actiris
            | Self::BruxellesFormation
            | Self::Phare
            | Self::Vdab
            | Self::Gtb
            | Self::Adg => true,
        }
    }
}

impl From<RegionalService> for PartnerKind {
    fn from(service: RegionalService) -> Self {
        match service {
            RegionalService::Vdab => Self::Vdab,
            RegionalService::Gtb => Self::Gtb,
            RegionalService::Forem => Self::Forem,
            RegionalService::Aviq => Self::Aviq,
            RegionalService::Adg => Self::Adg,
            RegionalService::Actiris => Self::Actiris,
            RegionalService::BruxellesFormation => Self::BruxellesFormation,
            RegionalService::Phare => Self::Phare,
        }
    }
}

/// What the registry is asked to hold of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its enterprise number.
    pub number: EnterpriseNumber,
    /// What kind of partner.
    pub kind: PartnerKind,
    /// Its name.
    pub name: String,
    /// The first day on which it is a partner.
    pub valid_from: NaiveDate,
    /// The last day on which it is one, if one is known.
    pub valid_to: Option<NaiveDate>,
}

/// An entry of the registry: a period in which an organisation is a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was registered.
    pub registered: Registration,
    /// The instant of the last change.
    pub recorded_at: DateTime<Utc>,
}

impl Entry {
    /// Whether its last day is known and lies before a day.
    #[must_use]
    pub fn over_before(&self, day: NaiveDate) -> bool {
        self.registered.valid_to.is_some_and(|last| last < day)
    }
}

/// What the registry holds of an organisation: one entry after the other, in time. Two never share a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Partner {
    /// The entries, the oldest first.
    pub entries: Vec<Entry>,
}

#[cfg(test)]
mod tests {
    use trajet_belgium::MunicipalityCode;

    use super::*;

    #[test]
    fn x1_every_competent_service_is_a_kind_of_partner() {
        let kinds = |code| {
            let municipality = MunicipalityCode::parse(code).expect("a municipality of the list");
            municipality.services().iter().map(|service| PartnerKind::from(*service)).collect::<Vec<_>>()
        };
        assert_eq!(kinds("11002"), [PartnerKind::Vdab, PartnerKind::Gtb]);
        assert_eq!(kinds("62063"), [PartnerKind::Forem, PartnerKind::Aviq]);
        assert_eq!(kinds("63023"), [PartnerKind::Adg]);
        assert_eq!(kinds("21004"), [PartnerKind::Actiris, PartnerKind::BruxellesFormation, PartnerKind::Phare]);
    }

    #[test]
    fn x1_every_kind_is_found_by_its_code() {
        for kind in PartnerKind::ALL {
            assert_eq!(PartnerKind::from_code(kind.code()), Some(*kind));
        }
        assert_eq!(PartnerKind::from_code("awiph"), None);
    }
}
