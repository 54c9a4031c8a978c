//! A case that was running when the mutuality went live.

use trajet_assessment_domain::{Category, Command, Past, PastEstimate};

use super::{decided_by, declaration};
use crate::said::{Said, one_of};
use crate::taken_over::known;

pub(super) fn taken_over(said: &mut Said) -> Command {
    let first_estimate = said.date("estimated").map(|on| PastEstimate {
        on,
        category: one_of!(said, "in category", Category).unwrap_or(Category::Two),
        examined: said.flag("examined"),
    });
    let last_evaluation = said.date("evaluated").map(|on| PastEstimate {
        on,
        category: one_of!(said, "then in category", Category).unwrap_or(Category::Two),
        examined: said.flag("then examined"),
    });
    Command::TakeOver(Box::new(Past {
        recognised_on: said.day("recognised"),
        decided_by: decided_by(said),
        declaration: declaration(said),
        taken_over: known(said, said.on),
        work_since: said.date("authorised work since"),
        codex_since: said.date("CODEX trajectory since"),
        route_b_since: said.date("route B authorised"),
        first_estimate,
        last_evaluation,
        referred_on: said.date("referred"),
    }))
}
