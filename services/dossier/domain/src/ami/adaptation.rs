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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ami::{FreeText, NextFollowUp, PlanAim, Rhythm};
    use crate::contact::Channel;
    use crate::samples::{day, plan_content};

    #[test]
    fn d16_each_part_that_differs_is_named_and_no_other() {
        let on = day(2023, 3, 1);
        let former = plan_content(on);
        assert_eq!(former.changed_from(&former), []);
        let changed = |change: PlanChange| {
            let mut content = former.clone();
            match change {
                PlanChange::Objectives => content.objectives.push(FreeText("a traineeship".into())),
                PlanChange::FinalResult => content.final_result = None,
                PlanChange::Actions => content.actions.clear(),
                PlanChange::Aim => content.aim = PlanAim::VocationalRehabilitation,
                PlanChange::NextFollowUp => {
                    content.next_follow_up = Some(NextFollowUp { on, channel: Channel::Telephone });
                }
                PlanChange::Rhythm => {
                    content.rhythm = Some(Rhythm { months: 2, reason: FreeText("the course is short".into()) });
                }
                PlanChange::Concertation => content.concertation.agreed = true,
            }
            content.changed_from(&former)
        };
        for change in PlanChange::ALL {
            assert_eq!(changed(*change), [*change]);
        }
    }
}
