//! To whom a person is referred, for what, and on which consent it rests (X1, X2, X3, X11).

use trajet_belgium::{MunicipalityCode, RegionalService};

use super::content::Class;
use crate::code::coded_enum;

coded_enum! {
    /// What a referral asks for (X2).
    pub enum ReferralKind: "kind of referral" {
        /// A visit to the occupational physician before the return to work, which the person asks for.
        PreReturnVisit = "pre_return_visit",
        /// The start of a trajectory of the Code on well-being at work, which the person asks for.
        CodexTrajectory = "codex_trajectory",
        /// An orientation examination.
        OrientationExamination = "orientation_examination",
        /// A training.
        Training = "training",
        /// Job coaching, individual placement and support (IPS) included.
        JobCoaching = "job_coaching",
        /// Advice on adapted work.
        AdaptedWorkAdvice = "adapted_work_advice",
        /// Something else.
        Other = "other",
    }
}

coded_enum! {
    /// To whom a person is referred: a partner (X1), or a recipient of their own (X11).
    pub enum Recipient: "recipient of a referral" {
        /// The occupational physician (*conseiller en prévention-médecin du travail*, *preventieadviseur-arbeidsarts*).
        OccupationalPhysician = "occupational_physician",
        /// Forem.
        Forem = "forem",
        /// `AViQ`.
        Aviq = "aviq",
        /// Actiris.
        Actiris = "actiris",
        /// Bruxelles Formation.
        BruxellesFormation = "bruxelles_formation",
        /// PHARE.
        Phare = "phare",
        /// VDAB.
        Vdab = "vdab",
        /// GTB.
        Gtb = "gtb",
        /// ADG.
        Adg = "adg",
        /// The Commission supérieure du Conseil médical de l'invalidité (CSCMI).
        Cscmi = "cscmi",
        /// The treating physician.
        TreatingPhysician = "treating_physician",
        /// A therapist or therapeutic adviser.
        Therapist = "therapist",
        /// The psychologist of the psychosocial risk cell.
        PsychosocialPsychologist = "psychosocial_psychologist",
        /// An adviser of a regional service or institution.
        RegionalAdviser = "regional_adviser",
        /// Another provider.
        OtherProvider = "other_provider",
    }
}

coded_enum! {
    /// The purpose of the person's consent on which a referral rests (D3).
    pub enum RestsOn: "purpose of consent" {
        /// The third: exchange with the persons and organisations involved.
        Exchange = "exchange",
        /// The fourth: exchange with the occupational physician.
        OccupationalPhysician = "occupational_physician",
    }
}

coded_enum! {
    /// Why a regional service is asked that is not competent for the municipality of the main residence (X1). The list is ours.
    pub enum Overridden: "reason for another regional service" {
        /// The person is to work, or is followed already, where that service is competent.
        WorksThere = "works_there",
        /// The person moves, or lives in fact, where that service is competent.
        LivesThere = "lives_there",
        /// The person's language: VDAB is also active in Brussels.
        Language = "language",
        /// The competent service has nothing of the kind.
        NotOffered = "not_offered",
    }
}

impl Recipient {
    /// The regional service that it is.
    #[must_use]
    pub const fn service(self) -> Option<RegionalService> {
        Some(match self {
            Self::Forem => RegionalService::Forem,
            Self::Aviq => RegionalService::Aviq,
            Self::Actiris => RegionalService::Actiris,
            Self::BruxellesFormation => RegionalService::BruxellesFormation,
            Self::Phare => RegionalService::Phare,
            Self::Vdab => RegionalService::Vdab,
            Self::Gtb => RegionalService::Gtb,
            Self::Adg => RegionalService::Adg,
            Self::OccupationalPhysician
            | Self::Cscmi
            | Self::TreatingPhysician
            | Self::Therapist
            | Self::PsychosocialPsychologist
            | Self::RegionalAdviser
            | Self::OtherProvider => return None,
        })
    }

    /// Whether it is a partner, registered under its enterprise number, to whose inbox the referral goes (X1). To the others the
    /// coordinator hands it (X11; own reading).
    #[must_use]
    pub const fn is_partner(self) -> bool {
        self.service().is_some() || matches!(self, Self::OccupationalPhysician | Self::Cscmi)
    }

    /// Whether it can be asked for this (X2). Which of them does what is our own reading of the practice slides.
    #[must_use]
    pub const fn takes(self, kind: ReferralKind) -> bool {
        use ReferralKind as Kind;
        match kind {
            Kind::Other => true,
            Kind::PreReturnVisit | Kind::CodexTrajectory => matches!(self, Self::OccupationalPhysician),
            Kind::OrientationExamination | Kind::Training => {
                self.service().is_some() || matches!(self, Self::RegionalAdviser | Self::OtherProvider)
            }
            Kind::JobCoaching => {
                (self.service().is_some() && !matches!(self, Self::BruxellesFormation))
                    || matches!(self, Self::RegionalAdviser | Self::OtherProvider)
            }
            Kind::AdaptedWorkAdvice => !matches!(self, Self::BruxellesFormation | Self::Cscmi),
        }
    }

    /// Whether it may have what is of a class (X3): health data go where the trajectory needs them, a diagnosis to physicians
    /// alone. Who needs the career, and that the psychologist of the cell and other providers get nothing on health, is our own
    /// reading.
    #[must_use]
    pub const fn may_have(self, class: Class) -> bool {
        match class {
            Class::Functioning => !matches!(self, Self::PsychosocialPsychologist | Self::OtherProvider),
            Class::Career => {
                !matches!(self, Self::TreatingPhysician | Self::Therapist | Self::PsychosocialPsychologist)
            }
            Class::Diagnosis => matches!(self, Self::OccupationalPhysician | Self::TreatingPhysician | Self::Cscmi),
        }
    }

    /// On which consent a referral to it rests (D3).
    #[must_use]
    pub const fn rests_on(self) -> RestsOn {
        match self {
            Self::OccupationalPhysician => RestsOn::OccupationalPhysician,
            _ => RestsOn::Exchange,
        }
    }

    /// Whether it is competent for who lives in a municipality (X1). Only a regional service is bound to a place; of a residence
    /// that is not known, nobody says that another service is competent.
    #[must_use]
    pub fn competent_for(self, municipality: Option<MunicipalityCode>) -> bool {
        let (Some(service), Some(municipality)) = (self.service(), municipality) else { return true };
        municipality.services().contains(&service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x2_each_kind_has_its_recipients() {
        let takers = |kind: ReferralKind| Recipient::ALL.iter().filter(|one| one.takes(kind)).count();
        let counted: Vec<_> = ReferralKind::ALL.iter().map(|kind| takers(*kind)).collect();
        assert_eq!(counted, [1, 1, 10, 10, 9, 13, 15]);
        assert!(Recipient::OccupationalPhysician.takes(ReferralKind::CodexTrajectory));
        assert!(!Recipient::Vdab.takes(ReferralKind::PreReturnVisit));
        assert!(!Recipient::BruxellesFormation.takes(ReferralKind::JobCoaching));
    }

    #[test]
    fn x3_a_diagnosis_goes_to_physicians_alone() {
        let may: Vec<_> = Recipient::ALL.iter().filter(|one| one.may_have(Class::Diagnosis)).collect();
        assert_eq!(may, [&Recipient::OccupationalPhysician, &Recipient::Cscmi, &Recipient::TreatingPhysician]);
        for one in Recipient::ALL.iter().filter(|one| one.service().is_some()) {
            assert!(one.may_have(Class::Functioning) && one.may_have(Class::Career), "{one}");
        }
    }

    #[test]
    fn x11_recipients_of_their_own_are_no_partners_and_rest_on_the_third_purpose() {
        let own: Vec<_> = Recipient::ALL.iter().filter(|one| !one.is_partner()).collect();
        assert_eq!(own.len(), 5);
        assert!(own.iter().all(|one| one.rests_on() == RestsOn::Exchange));
        let fourth = Recipient::ALL.iter().filter(|one| one.rests_on() == RestsOn::OccupationalPhysician).count();
        assert_eq!(fourth, 1);
    }

    #[test]
    fn x1_only_a_regional_service_is_bound_to_a_place() {
        let namur = MunicipalityCode::parse("92094").ok();
        let competent = |one: &&Recipient| one.competent_for(namur);
        let services: Vec<_> = Recipient::ALL.iter().filter(competent).filter(|one| one.service().is_some()).collect();
        assert_eq!(services, [&Recipient::Forem, &Recipient::Aviq]);
        assert!(Recipient::OccupationalPhysician.competent_for(namur) && Recipient::Vdab.competent_for(None));
    }

    #[test]
    fn codes_are_read_back() {
        for one in Recipient::ALL {
            assert_eq!(one.code().parse(), Ok(*one));
        }
        for kind in ReferralKind::ALL {
            assert_eq!(kind.code().parse(), Ok(*kind));
        }
        for reason in Overridden::ALL {
            assert_eq!(reason.code().parse(), Ok(*reason));
        }
        for purpose in RestsOn::ALL {
            assert_eq!(purpose.code().parse(), Ok(*purpose));
        }
    }
}
