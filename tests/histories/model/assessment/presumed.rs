//! The presumption of incapacity that the plan of a CODEX trajectory begins, and the decision that it forbids.

use chrono::NaiveDate;

use crate::act::{Kind, Told};
use crate::model::Case;
use crate::model::calendar::{before, months};

impl Case {
    /// Circular 2022/383, part VI: from the day on which the person signs the plan to the day before work is resumed under
    /// it, six months at most; there is none while authorised work is performed. It lasts though the trajectory ends.
    pub(super) fn presumed_after(&self, day: NaiveDate) -> bool {
        self.plans().into_iter().any(|(signed, resumed)| {
            let work = self.tracks.iter().filter(|track| track.kind == Kind::Work && track.lasts_to(signed));
            let begins = work.map(|track| track.from.max(signed)).chain(resumed);
            let last = begins.map(before).chain([before(months(signed, 6))]).min().unwrap();
            last >= signed && last > day
        })
    }

    /// The day on which each plan was signed, and that of the first work under it. A trajectory has one plan: what is signed
    /// again in it adapts that.
    fn plans(&self) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let days = |what: Told| {
            let mut days: Vec<_> = self.codex.iter().filter(|(told, _)| *told == what).map(|(_, on)| *on).collect();
            days.sort_unstable();
            days
        };
        let (ends, resumed) = (days(Told::Ended), days(Told::Resumed));
        let mut plans: Vec<NaiveDate> = Vec::new();
        for signed in days(Told::Signed) {
            let same = plans.last().is_some_and(|plan| !ends.iter().any(|end| plan <= end && *end < signed));
            if !same {
                plans.push(signed);
            }
        }
        let next = plans.iter().skip(1).copied().map(Some).chain([None]);
        let under = |(plan, next): (&NaiveDate, Option<NaiveDate>)| {
            let first = resumed.iter().find(|on| *on >= plan && next.is_none_or(|next| **on < next));
            (*plan, first.copied())
        };
        plans.iter().zip(next).map(under).collect()
    }
}
