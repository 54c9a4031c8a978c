//! What an annulment leaves open though nothing asks for it any more (T9).
//!
//! What was done on what was taken back as a mistake stands, and what it planned may stand with it (`unsupported`). No source says
//! what becomes of that. Own reading: it is waived with the annulment, and rests on it. An annulment ends with the case following the
//! law of its day, and so this does.

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::rule::Rule;

use crate::course::Course;
use crate::look;
use crate::partner_referral;
use crate::route_c;

/// Waives it, with an annulment of today.
pub(crate) fn waive(course: &mut Course, today: NaiveDate) {
    let state = &course.state;
    let left = [
        (Step::DossierLook, look::is_left_open(state)),
        (Step::ReferralFollowUp, partner_referral::is_left_open(state)),
        (Step::RouteBOffer, route_c::is_left_open(state)),
    ];
    for (step, _) in left.into_iter().filter(|(_, open)| *open) {
        course.waive(step, today, Rule::T9.into(), FactKind::ActAnnulled.on(today));
    }
}
