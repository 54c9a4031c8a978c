//! The person's consent to the processing of the dossier (D3).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::codes::codes;

codes! {
    /// A purpose for which consent is asked. Law of 12 December 2021, art. 2, § 1/2.
    #[derive(Debug)]
    pub enum ConsentPurpose {
        /// Managing the trajectory.
        Trajectory = "trajectory",
        /// Its follow-up by the advising physician.
        PhysicianFollowUp = "physician_follow_up",
        /// Exchange with the persons and organisations involved in carrying it out.
        Exchange = "exchange",
        /// With an employment contract: exchange with the occupational physician.
        OccupationalPhysician = "occupational_physician",
    }
}

impl ConsentPurpose {
    /// The purposes that are asked at the first contact: the fourth only of who has a contract.
    pub fn asked(has_contract: bool) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |purpose| has_contract || *purpose != Self::OccupationalPhysician)
    }
}

codes! {
    /// How the person signed.
    #[derive(Debug)]
    pub enum SignatureKind {
        /// On paper.
        Paper = "paper",
        /// Electronically.
        Electronic = "electronic",
    }
}

/// The person's written decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentForm {
    /// The purposes decided on: true when granted.
    pub decisions: BTreeMap<ConsentPurpose, bool>,
    /// How the person signed; a mere refusal may be without a signature.
    pub signature: Option<SignatureKind>,
    /// The day of the signature.
    pub signed_on: NaiveDate,
    /// The reference of the signed document.
    pub reference: Option<String>,
    /// The number of the legal representative who decided in the place of the person, if one did (D1).
    pub representative: Option<u32>,
}

/// Where consent for one purpose stands, with the evidence of the last decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// True when granted.
    pub granted: bool,
    /// The day from which that holds.
    pub since: NaiveDate,
    /// How it was signed.
    pub signature: Option<SignatureKind>,
    /// The reference of the signed document.
    pub reference: Option<String>,
    /// The number of the legal representative who decided in the place of the person, if one did (D1).
    pub representative: Option<u32>,
}

/// What was decided on every purpose that was asked, in the order of the signatures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consents(BTreeMap<ConsentPurpose, Vec<Consent>>);

impl Consents {
    /// Takes over the decisions of a form. Of two decisions the one that was signed later stands, whichever was entered
    /// first: an old form does not undo a withdrawal. Of one day the one that was entered later stands.
    pub fn record(&mut self, form: &ConsentForm) {
        for (purpose, granted) in &form.decisions {
            let decisions = self.0.entry(*purpose).or_default();
            let place = decisions.partition_point(|decided| decided.since <= form.signed_on);
            let consent = Consent {
                granted: *granted,
                since: form.signed_on,
                signature: form.signature,
                reference: form.reference.clone(),
                representative: form.representative,
            };
            decisions.insert(place, consent);
        }
    }

    fn last(&self, purpose: ConsentPurpose) -> Option<&Consent> {
        self.0.get(&purpose)?.last()
    }

    /// Whether consent for a purpose is in force. What was never asked was not granted.
    #[must_use]
    pub fn granted(&self, purpose: ConsentPurpose) -> bool {
        self.last(purpose).is_some_and(|consent| consent.granted)
    }

    /// The day of the last decision on a purpose; none when it was never asked.
    #[must_use]
    pub fn since(&self, purpose: ConsentPurpose) -> Option<NaiveDate> {
        self.last(purpose).map(|consent| consent.since)
    }

    /// The day on which consent for a purpose was refused or taken back last, where it is not in force for that; none when it
    /// was never asked.
    #[must_use]
    pub fn refused_since(&self, purpose: ConsentPurpose) -> Option<NaiveDate> {
        self.last(purpose).filter(|consent| !consent.granted).map(|consent| consent.since)
    }

    /// The day from which consent for a purpose is out of force without a break; none where it is in force, or was never asked.
    #[must_use]
    pub fn out_of_force_since(&self, purpose: ConsentPurpose) -> Option<NaiveDate> {
        let decisions = self.0.get(&purpose)?.iter().rev();
        decisions.take_while(|consent| !consent.granted).last().map(|consent| consent.since)
    }

    /// The day from which consent for a purpose is in force without a break; none when it is not. That it is granted once
    /// more begins nothing.
    #[must_use]
    pub fn in_force_since(&self, purpose: ConsentPurpose) -> Option<NaiveDate> {
        let decisions = self.0.get(&purpose)?.iter().rev();
        decisions.take_while(|consent| consent.granted).last().map(|consent| consent.since)
    }

    /// Where each purpose stands that was asked, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (ConsentPurpose, &Consent)> {
        self.0.iter().filter_map(|(purpose, decisions)| Some((*purpose, decisions.last()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    fn form(granted: bool, signed_on: NaiveDate) -> ConsentForm {
        let decisions = BTreeMap::from([(ConsentPurpose::Exchange, granted)]);
        ConsentForm {
            decisions,
            signature: Some(SignatureKind::Paper),
            signed_on,
            reference: Some("F-1".into()),
            representative: None,
        }
    }

    #[test]
    fn d3_the_decision_that_was_signed_later_stands() {
        let mut consents = Consents::default();
        assert!(!consents.granted(ConsentPurpose::Exchange));
        consents.record(&form(true, day(2023, 1, 10)));
        assert!(consents.granted(ConsentPurpose::Exchange) && !consents.granted(ConsentPurpose::Trajectory));
        consents.record(&form(false, day(2023, 1, 20)));
        consents.record(&form(true, day(2023, 1, 15)));
        assert!(!consents.granted(ConsentPurpose::Exchange));
        consents.record(&form(true, day(2023, 1, 20)));
        assert_eq!(consents.iter().map(|(_, consent)| consent.since).collect::<Vec<_>>(), [day(2023, 1, 20)]);
        assert!(consents.granted(ConsentPurpose::Exchange));
    }

    #[test]
    fn d3_consent_is_in_force_since_it_was_granted_after_the_last_refusal() {
        let mut consents = Consents::default();
        let since = |consents: &Consents| consents.in_force_since(ConsentPurpose::Exchange);
        assert_eq!(since(&consents), None);
        consents.record(&form(true, day(2023, 1, 10)));
        consents.record(&form(true, day(2023, 2, 10)));
        assert_eq!(since(&consents), Some(day(2023, 1, 10)));
        consents.record(&form(false, day(2023, 1, 20)));
        assert_eq!(since(&consents), Some(day(2023, 2, 10)));
        consents.record(&form(false, day(2023, 2, 20)));
        assert_eq!(since(&consents), None);
        consents.record(&form(true, day(2023, 3, 10)));
        assert_eq!(since(&consents), Some(day(2023, 3, 10)));
    }

    #[test]
    fn d3_the_fourth_purpose_is_asked_of_who_has_a_contract() {
        assert_eq!(ConsentPurpose::asked(true).count(), 4);
        assert!(ConsentPurpose::asked(false).all(|purpose| purpose != ConsentPurpose::OccupationalPhysician));
    }
}
