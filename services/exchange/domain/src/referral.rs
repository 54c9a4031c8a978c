//! A referral in the case, and the inbox of a partner (X2, X4, X6).

use chrono::NaiveDate;
use trajet_belgium::EnterpriseNumber;
use trajet_law::referral::{Course, Recipient, Referral, ReferralEnd, ReferralKey, Stage};

use crate::fact::Source;
use crate::partner::PartnerKind;
use crate::report::CaseId;

/// A referral to a partner, as the dossier told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedReferral {
    /// Its number in the case, from 1.
    pub number: u32,
    /// What names it in every service, and never names another one; none where it was made before there were such names.
    pub key: Option<ReferralKey>,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// Of whom, for what, and with what is told.
    pub referral: Referral,
    /// Where it was told. By it its partner knows it for ever.
    pub source: Source,
}

/// That a referral ended before its partner was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedReferral {
    /// Its number in the case.
    pub number: u32,
    /// What names it.
    pub key: Option<ReferralKey>,
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub because: ReferralEnd,
    /// Where it was told.
    pub source: Source,
}

/// A referral, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReferral {
    /// As it was told.
    pub asked: AskedReferral,
    /// What became of it.
    pub course: Course,
}

impl CaseReferral {
    /// Whether a word is about it. What was said of one with a name is never about one without, nor the other way round.
    #[must_use]
    pub fn is(&self, number: u32, key: Option<ReferralKey>) -> bool {
        (self.asked.number, self.asked.key) == (number, key)
    }

    /// Whether it is addressed to an organisation, which has it.
    #[must_use]
    pub fn reached(&self, partner: EnterpriseNumber) -> bool {
        self.asked.referral.organisation.as_deref() == Some(partner.as_str()) && self.course.sent_on().is_some()
    }

    /// Whether its partner reads no more of it than that it is over: it ended, or its case did before the partner was done.
    #[must_use]
    pub fn is_over(&self, case_ended: bool) -> bool {
        self.course.stage() == Stage::Ended || (case_ended && self.course.is_open())
    }
}

/// What names a referral to its partner: it says nothing of the case, and never names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferralId(pub [u8; 16]);

/// An entry of an inbox. What it shows is read from the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InboxEntry {
    /// Its number in the inbox, from 1, without a gap.
    pub number: u64,
    /// The case.
    pub case: CaseId,
    /// The referral.
    pub referral: ReferralId,
    /// Whether it says that the referral is over. The entries of a referral say in turn that it stands and that it is over.
    pub over: bool,
    /// The day.
    pub on: NaiveDate,
}

/// The inbox of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbox {
    /// Whose it is.
    pub partner: EnterpriseNumber,
    /// The entries, by their numbers.
    pub entries: Vec<InboxEntry>,
}

/// Which kind of partner a recipient is; none for who is none.
#[must_use]
pub fn partner_kind(recipient: Recipient) -> Option<PartnerKind> {
    match recipient {
        Recipient::OccupationalPhysician => Some(PartnerKind::OccupationalHealthService),
        Recipient::Cscmi => Some(PartnerKind::Cscmi),
        other => other.service().map(PartnerKind::from),
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::referral::{Progress, Said};

    use super::*;
    use crate::command::Command;
    use crate::fact::Fact;
    use crate::samples::{asked_of, day};

    fn after(steps: &[Progress]) -> CaseReferral {
        let Command::Note(Fact::Referred(asked)) = asked_of(Recipient::Actiris) else { panic!("a referral") };
        let mut course = Course::default();
        for progress in steps {
            course.add(Said { on: day(2023, 2, 2), progress: *progress });
        }
        CaseReferral { asked, course }
    }

    #[test]
    fn x4_a_word_is_about_the_referral_of_its_number_and_name() {
        let (key, other) = (ReferralKey([1; 16]), ReferralKey([2; 16]));
        let said = [(1, Some(key)), (2, Some(key)), (1, Some(other)), (1, None)]
            .map(|(number, key)| after(&[]).is(number, key));
        assert_eq!(said, [true, false, false, false]);
    }

    #[test]
    fn x6_a_referral_is_over_by_its_end_or_by_that_of_a_case_in_which_it_is_open() {
        let ended = Progress::Ended(ReferralEnd::Withdrawn);
        for (steps, over) in [
            (&[Progress::Sent][..], [false, true]),
            (&[Progress::Sent, Progress::Completed], [false, false]),
            (&[Progress::Sent, ended], [true, true]),
        ] {
            assert_eq!([false, true].map(|case_ended| after(steps).is_over(case_ended)), over, "{steps:?}");
        }
    }
}
