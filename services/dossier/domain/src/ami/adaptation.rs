//! What an adaptation changes in a plan. Circular 2022/383, part IV, 4.3; law of 12 December 2021, art. 2, § 1/1 (D16, D28).

use super::plan::PlanContent;
use crate::codes::codes;

codes! {
    /// A part of a plan in which two of its versions differ.
    #[derive(Debug)]
    pub enum PlanChange {
        /// The objectives.
        Objectives = "objectives",
        /// The final result.
        FinalResult = "final_result",
        /// The actions.
        Actions = "actions",
        /// What it is for.
        Aim = "aim",
        /// The next follow-up.
        NextFollowUp = "next_follow_up",
        /// The rhythm of the follow-ups.
        Rhythm = "rhythm",
        /// The concertation.
        Concertation = "concertation",
    }
}

impl PlanChange {
    /// Whether those who drew the plan up concert on it again: on what it aims at and what is done, not on when it is looked at
    /// (own reading).
    #[must_use]
    pub const fn needs_concertation(self) -> bool {
        matches!(self, Self::Objectives | Self::FinalResult | Self::Actions | Self::Aim)
    }
}

impl PlanContent {
    /// In what it differs from another content, in the order of the parts.
    #[must_use]
    pub fn changed_from(&self, former: &Self) -> Vec<PlanChange> {
        let differs = |part: &PlanChange| match part {
            PlanChange::Objectives => self.objectives != former.objectives,
            PlanChange::FinalResult => self.final_result != former.final_result,
            PlanChange::Actions => self.actions != former.actions,
            PlanChange::Aim => self.aim != former.aim,
            PlanChange::NextFollowUp => self.next_follow_up != former.next_follow_up,
            PlanChange::Rhythm => self.rhythm != former.rhythm,
            PlanChange::Concertation => self.concertation != former.concertation,
        };
        PlanChange::ALL.iter().copied().filter(differs).collect()
    }
}
