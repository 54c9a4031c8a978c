//! What a caller may see at all.

use trajet_access::{Caller, Role, Subject};
use trajet_law::deadline::{Actor, Step};

/// What a caller may see of a ledger. What lies beyond does not show in any flag of a row either.
#[derive(Debug, Clone, Default)]
pub struct Visible {
    /// Only what these must do; nobody named means everybody.
    pub actors: &'static [Actor],
    /// Only these steps; none named means all.
    pub steps: &'static [Step],
    /// Only cases in which the person is not yet an invalid.
    pub before_invalidity: bool,
    /// Only deadlines that were escalated.
    pub escalated: bool,
    /// Steps whose name tells what was found of the person: shown without it, and not found by it.
    pub unnamed: &'static [Step],
    /// Only the cases that are given to someone; `None` means all of the ledger.
    pub given_to: Option<GivenTo>,
    /// Who asks, where a restricted file is closed to them unless it names them (D2); `None` for whom nothing is closed to.
    pub closed_to: Option<Subject>,
}

/// The cases that a view of the service gives to someone: those with a row in it that names them.
#[derive(Debug, Clone)]
pub struct GivenTo {
    /// The view; its rows have the columns `ledger` and `stream`.
    pub view: &'static str,
    /// Its column that says to whom a case is given.
    pub column: &'static str,
    /// Who.
    pub subject: Subject,
}

/// What a member of the team prepares: the estimate, and the examinations in the evaluation of incapacity (M17).
const PREPARED: &[Step] =
    &[Step::FirstEstimate, Step::EstimateExamination, Step::Category1Examination, Step::Category3Examination];

/// The examinations: that somebody is to have one tells the category in which the physician put them, or that they cannot
/// complete the questionnaire, or that they followed a rehabilitation programme; so does the submission of one of what a plan is for. A manager must know that something is late
/// and who must act, and no more (own reading of D2).
const EXAMINATIONS: &[Step] = &[
    Step::EstimateExamination,
    Step::Category1Examination,
    Step::Category3Examination,
    Step::ProgrammeSubmission,
    Step::ReintegrationEvaluation,
];

impl Visible {
    /// Whether a step is shown by its name.
    pub(super) fn names(&self, step: Step) -> bool {
        !self.unnamed.contains(&step)
    }

    /// What every service shows alike: to a manager what was escalated, without the names of examinations; to a member of the team what it prepares, until
    /// the incapacity becomes invalidity (M17); to the others everything. A restricted file is shown to none of the staff but
    /// whom it admits (D2).
    #[must_use]
    pub fn to(caller: &Caller) -> Self {
        let closed_to = caller.role.can_be_kept_out().then(|| caller.subject.clone());
        let all = Self { closed_to, ..Self::default() };
        match caller.role {
            Role::Manager => Self { escalated: true, unnamed: EXAMINATIONS, ..all },
            Role::TeamMember => Self { steps: PREPARED, before_invalidity: true, ..all },
            _ => all,
        }
    }
}
