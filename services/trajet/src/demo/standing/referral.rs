//! What the dossier service knows of referrals to partners: whom, and what became of it; nothing of what they tell.

use trajet_contracts::dossier::v1::PartnerReferralView;
use trajet_contracts::r#type::v1::ReferralCommitment;

use super::{Standing, date, until};
use crate::demo::named::name;

impl Standing {
    pub(super) fn add_referral(&mut self, referral: &PartnerReferralView) {
        let made = referral.made.as_ref();
        let asked = made.and_then(|made| made.referral.as_ref());
        let course = referral.course.as_ref();
        let kind = asked.map(|asked| name(asked.kind().as_str_name(), "REFERRAL_KIND")).unwrap_or_default();
        let to = asked.map(|asked| name(asked.recipient().as_str_name(), "REFERRAL_RECIPIENT")).unwrap_or_default();
        let stage = course.map(|course| name(course.stage().as_str_name(), "REFERRAL_STAGE")).unwrap_or_default();
        let number = made.map(|made| made.number).unwrap_or_default();
        let on = date(made.and_then(|made| made.made_on));
        self.say(format!("referral {number} to {to} for {kind} on {on}: {stage}"));
        for commitment in course.iter().flat_map(|course| &course.commitments) {
            self.add_commitment(number, commitment);
        }
    }

    fn add_commitment(&mut self, referral: u32, commitment: &ReferralCommitment) {
        let kind = name(commitment.kind().as_str_name(), "COMMITMENT_KIND");
        let standing = name(commitment.standing().as_str_name(), "COMMITMENT_STANDING");
        let kept = until("on", commitment.kept_on.or(commitment.not_kept_on));
        let (number, by) = (commitment.number, date(commitment.by));
        self.say(format!("referral {referral} commitment {number} {kind} by {by}: {standing}{kept}"));
    }
}
