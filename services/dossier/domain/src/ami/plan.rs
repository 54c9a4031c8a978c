//! The reintegration plan. Circular 2022/383, part IV, 4.2 (D16 to D18, D28, D29).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::commitment::Signature;
use super::text::FreeText;
use crate::codes::codes;
use crate::contact::Channel;

codes! {
    /// What a plan is for (D18).
    #[derive(Debug)]
    pub enum PlanAim {
        /// A programme of vocational rehabilitation, which the CSCMI approves (M16).
        VocationalRehabilitation = "vocational_rehabilitation",
        /// Guidance towards employment, which ends in a proposal to resume work (M14).
        Employment = "employment",
    }
}

codes! {
    /// A kind of concrete action (own list).
    #[derive(Debug)]
    pub enum ActionKind {
        /// To find out which work fits.
        Orientation = "orientation",
        /// A training.
        Training = "training",
        /// A programme of vocational rehabilitation (M16).
        RehabilitationProgramme = "rehabilitation_programme",
        /// To work with a therapist.
        Therapy = "therapy",
        /// A traineeship or a trial at work.
        Traineeship = "traineeship",
        /// To resume work that the physician authorises (M14).
        AuthorisedWork = "authorised_work",
        /// What a job coach does (D29).
        JobCoaching = "job_coaching",
        /// Voluntary work.
        Volunteering = "volunteering",
        /// Another one.
        Other = "other",
    }
}

codes! {
    /// Who takes part in a plan (D17, D28).
    #[derive(Debug)]
    pub enum PlanParty {
        /// The insured person.
        InsuredPerson = "insured_person",
        /// The coordinator.
        Coordinator = "coordinator",
        /// The advising physician.
        Physician = "physician",
        /// The treating physician.
        TreatingPhysician = "treating_physician",
        /// A therapeutic adviser.
        TherapeuticAdviser = "therapeutic_adviser",
        /// An adviser of a service of a Region or Community.
        RegionalAdviser = "regional_adviser",
        /// Another provider of services.
        OtherProvider = "other_provider",
    }
}

impl PlanParty {
    /// Those without whom there is no concertation (D28).
    pub const CORE: [Self; 3] = [Self::InsuredPerson, Self::Coordinator, Self::Physician];

    /// Whether it is somebody outside the mutuality, who is consulted with the person's agreement alone (D17, D27).
    #[must_use]
    pub fn is_outside(self) -> bool {
        !Self::CORE.contains(&self)
    }

    /// Whether it is a partner, who may do what a job coach does (D29).
    #[must_use]
    pub const fn is_partner(self) -> bool {
        matches!(self, Self::RegionalAdviser | Self::OtherProvider)
    }
}

codes! {
    /// What a plan must hold (D16).
    #[derive(Debug)]
    pub enum PlanPart {
        /// The objectives: intermediate results.
        Objectives = "objectives",
        /// The final result aimed at.
        FinalResult = "final_result",
        /// A concrete action.
        Action = "action",
        /// A concrete appointment for the next follow-up.
        NextFollowUp = "next_follow_up",
    }
}

/// A concrete action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanAction {
    /// What kind.
    pub kind: ActionKind,
    /// Who carries it out.
    pub carried_out_by: PlanParty,
    /// What is done.
    pub what: FreeText,
}

/// The appointment for the next follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextFollowUp {
    /// The day.
    pub on: NaiveDate,
    /// Through which channel.
    pub channel: Channel,
}

/// Another rhythm of follow-up than that of the circular, which the dossier justifies (D19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm {
    /// How many months lie between two follow-ups: 1 to 12.
    pub months: u32,
    /// Why.
    pub reason: FreeText,
}

/// A follow-up of a plan that is no interview (D19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The day.
    pub on: NaiveDate,
    /// With whom.
    pub participants: BTreeSet<PlanParty>,
    /// Whether the person agreed that those outside the mutuality take part.
    pub agreed: bool,
    /// The day of the concertation with the physician on those who take part (D27), where there was one.
    pub concerted_on: Option<NaiveDate>,
    /// What was found.
    pub findings: FreeText,
}

/// The concertation on a plan (D17, D28).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concertation {
    /// The day.
    pub on: NaiveDate,
    /// Who took part.
    pub participants: BTreeSet<PlanParty>,
    /// Whether the person agreed that those outside the mutuality are consulted.
    pub agreed: bool,
}

/// What a plan says. What is missing is refused by the law and not by the shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanContent {
    /// The intermediate results to be reached.
    pub objectives: Vec<FreeText>,
    /// The final result aimed at.
    pub final_result: Option<FreeText>,
    /// The concrete actions.
    pub actions: Vec<PlanAction>,
    /// The next follow-up.
    pub next_follow_up: Option<NextFollowUp>,
    /// What it is for.
    pub aim: PlanAim,
    /// Another rhythm of follow-up.
    pub rhythm: Option<Rhythm>,
    /// The concertation.
    pub concertation: Concertation,
}

impl PlanContent {
    /// What it must hold and does not.
    #[must_use]
    pub fn missing(&self) -> Vec<PlanPart> {
        let parts = [
            (self.objectives.is_empty(), PlanPart::Objectives),
            (self.final_result.is_none(), PlanPart::FinalResult),
            (self.actions.is_empty(), PlanPart::Action),
            (self.next_follow_up.is_none(), PlanPart::NextFollowUp),
        ];
        parts.into_iter().filter_map(|(missing, part)| missing.then_some(part)).collect()
    }
}

/// A plan as it is from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanVersion {
    /// The day from which it holds.
    pub since: NaiveDate,
    /// What it says.
    pub content: PlanContent,
    /// Why it was adapted; none of the first version.
    pub reason: Option<FreeText>,
}

/// The plan of a trajectory. Its versions are the baselines against which it can be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The coordinator's signature.
    pub coordinator: Signature,
    /// The insured person's signature.
    pub person: Signature,
    /// The versions, oldest first; there is always one.
    pub versions: Vec<PlanVersion>,
}

impl Plan {
    /// The day on which it was established: that by which coordinator and person had signed it (D16, D20; own reading).
    #[must_use]
    pub fn established_on(&self) -> NaiveDate {
        self.coordinator.on.max(self.person.on)
    }

    /// The version before that of a number; none of the first.
    #[must_use]
    pub fn former(&self, number: u32) -> Option<&PlanVersion> {
        let place = usize::try_from(number).ok()?.checked_sub(2)?;
        self.versions.get(place)
    }

    /// The version that held on a day, with its number.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<(u32, &PlanVersion)> {
        (1..).zip(&self.versions).filter(|(_, version)| version.since <= day).last()
    }
}

#[cfg(test)]
mod tests {
    use crate::samples::{Case, adapt, day, plan_content};

    #[test]
    fn d16_each_version_but_the_first_has_one_before_it_and_each_day_the_last_that_held() {
        let mut case = Case::planned();
        let on = day(2023, 4, 3);
        case.on(on, &adapt(plan_content(on), on));
        let plan = case.state.ami[0].plan.as_ref().expect("a plan");
        assert_eq!(
            [0, 1, 2, 3].map(|number| plan.former(number).map(|former| former.since)),
            [None, None, Some(day(2023, 3, 1)), Some(on)]
        );
        let held = |day| plan.on(day).map(|(number, _)| number);
        assert_eq!([day(2023, 2, 28), day(2023, 4, 2), on].map(held), [None, Some(1), Some(2)]);
    }
}
