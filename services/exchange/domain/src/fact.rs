//! What the assessment service and the dossier tell about a case.
//!
//! A fact is never refused: it happened. One that cannot act yet is parked, and tried again after every later event.

use std::mem::discriminant;

use chrono::NaiveDate;
use trajet_law::ending;
use trajet_law::rule::{Ground, Rule};

use crate::codes::codes;
use crate::people::Person;
use crate::referral::{AskedReferral, EndedReferral};

/// A fact from the feed of another service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The incapacity was recognised.
    Recognised(Recognition),
    /// The first day of incapacity was corrected (T9).
    Corrected(StartCorrection),
    /// The incapacity ended, or the person died.
    Ended(Ending),
    /// The dossier: the person was referred to a partner (X2).
    Referred(AskedReferral),
    /// The dossier: a referral ended before its partner was done (X3).
    ReferralEnded(EndedReferral),
}

impl Fact {
    /// Whether both tell of the same thing, so that one which is told anew takes the place of the other. A referral that is put
    /// right is another one: what was sent to the partner was sent.
    pub(crate) fn is_of_what(&self, other: &Self) -> bool {
        let of_the_dossier = matches!(self, Self::Referred(_) | Self::ReferralEnded(_));
        !of_the_dossier && discriminant(self) == discriminant(other)
    }
}

/// The recognition of an incapacity (*reconnaissance*, *erkenning*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// Who is incapacitated.
    pub person: Person,
    /// The first day of incapacity (D).
    pub incapacity_start: NaiveDate,
    /// The day of the decision.
    pub recognised_on: NaiveDate,
    /// The day on which the mutuality went live, of a case that was running then.
    pub taken_over_on: Option<NaiveDate>,
    /// Where it was told.
    pub source: Source,
}

/// A first day of incapacity that took the place of another (T9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartCorrection {
    /// The first day as it stood.
    pub from: NaiveDate,
    /// The first day as it stands now.
    pub to: NaiveDate,
    /// The day of the physician's decision, from which it counts.
    pub on: NaiveDate,
    /// Where it was told.
    pub source: Source,
}

/// The end of an incapacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The last day of incapacity.
    pub last_day: NaiveDate,
    /// Whether the person died.
    pub deceased: bool,
    /// The day of the death, where it came after an end that came otherwise.
    pub died_on: Option<NaiveDate>,
    /// Where it was told.
    pub source: Source,
}

impl Ending {
    /// The day on which the person died, if they did, by the end or after it.
    #[must_use]
    pub fn death(&self) -> Option<NaiveDate> {
        let ending = if self.deceased { ending::Ending::Deceased } else { ending::Ending::IncapacityEnded };
        ending.death(self.last_day, self.died_on)
    }
}

/// The place of a fact in the ledger of the service that told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The ledger, such as `assessment/300`.
    pub ledger: String,
    /// The position in it.
    pub position: u64,
}

codes! {
    /// Why a fact cannot act.
    #[derive(Debug)]
    pub enum ParkedBecause {
        /// It contradicts what was told earlier.
        Contradicts = "contradicts",
        /// It is of an incapacity of which no recognition was told.
        NotRecognised = "not_recognised",
    }
}

impl Fact {
    /// The legal date of the fact.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::Recognised(recognition) => recognition.recognised_on,
            Self::Corrected(corrected) => corrected.on,
            Self::Ended(ending) => ending.last_day,
            Self::Referred(asked) => asked.made_on,
            Self::ReferralEnded(ended) => ended.on,
        }
    }

    /// The rule under which the fact matters.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::Recognised(_) => Rule::M1.into(),
            Self::Corrected(_) => Rule::T9.into(),
            Self::Ended(_) => Rule::T6.into(),
            Self::Referred(_) => Rule::X2.into(),
            Self::ReferralEnded(_) => Rule::X3.into(),
        }
    }

    /// Where it was told.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Recognised(Recognition { source, .. })
            | Self::Corrected(StartCorrection { source, .. })
            | Self::Ended(Ending { source, .. })
            | Self::Referred(AskedReferral { source, .. })
            | Self::ReferralEnded(EndedReferral { source, .. }) => source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::samples::{asked_of, corrected, day, ended, recognised, withdrawn};
    use trajet_law::referral::{Recipient, ReferralEnd};

    fn noted(command: Command) -> Fact {
        let Command::Note(fact) = command else { panic!("a fact") };
        fact
    }

    #[test]
    fn t6_each_fact_has_its_legal_date() {
        let (last_day, first_day) = (day(2022, 11, 30), day(2022, 9, 1));
        for (fact, on) in [
            (recognised(), day(2022, 9, 5)),
            (corrected(first_day, day(2022, 8, 15)), day(2022, 10, 7)),
            (ended(last_day, false), last_day),
            (asked_of(Recipient::Actiris), day(2023, 2, 1)),
            (withdrawn(ReferralEnd::Withdrawn), day(2023, 2, 1)),
        ] {
            assert_eq!(noted(fact).effective_on(), on);
        }
    }

    #[test]
    fn t6_b_a_death_ends_an_incapacity_or_comes_after_its_end() {
        let (last_day, later) = (day(2022, 11, 30), day(2023, 1, 6));
        let death = |deceased, died_on| {
            let Fact::Ended(ending) = noted(ended(last_day, deceased)) else { panic!("an end") };
            Ending { died_on, ..ending }.death()
        };
        assert_eq!(death(false, None), None);
        assert_eq!(death(true, None), Some(last_day));
        assert_eq!(death(false, Some(later)), Some(later));
    }
}
