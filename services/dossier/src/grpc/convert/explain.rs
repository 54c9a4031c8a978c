//! What of an explanation a reader is not told.

use trajet_dossier_domain::{Reader, State};
use trajet_law::deadline::{FactKind, Step};
use trajet_service::explain::Withheld;
use trajet_service::past::Seen;

/// The work that an outcome tells.
const OUTCOME: &[FactKind] = &[FactKind::WorkReturnedTo];
/// That, and the course of referrals to partners.
const OUTCOME_AND_REFERRALS: &[FactKind] = &[
    FactKind::WorkReturnedTo,
    FactKind::ReferralSent,
    FactKind::PartnerWord,
    FactKind::ReferralWaits,
    FactKind::CommitmentDue,
    FactKind::ReferralEnd,
];

/// The steps whose name alone tells for what the plan is (D18).
pub(super) const OF_THE_PLAN: &[Step] = &[Step::ProgrammeSubmission];

/// What the dossier itself withholds from a reader, now or then: the outcome and the plan's content, and from the physician the
/// referrals too (D1, D3, D31).
pub(crate) fn withheld(seen: &Seen<State>, to: Reader) -> Withheld {
    if seen.then.shows_trajectory(to) && seen.now.shows_trajectory(to) {
        return Withheld::NOTHING;
    }
    let (facts, partner_referrals) = match to {
        Reader::Coordinator => (OUTCOME, false),
        Reader::Physician => (OUTCOME_AND_REFERRALS, true),
    };
    Withheld { facts, plan: true, steps: OF_THE_PLAN, partner_referrals }
}
