//! The statutory presumptions of incapacity (*présomption légale d'incapacité de travail*, *wettelijk vermoeden van
//! arbeidsongeschiktheid*): from when until when the recognition is kept (D20 to D23, M15, M18).
//!
//! Circular 2022/383, part VI. The plan of an AMI trajectory presumes the person unfit from the day on which it is
//! established to the earliest of: the day before paid work resumes, the day before an approved programme of vocational
//! rehabilitation starts, and the last day of the trajectory as the coordinator sets it. The plan of a CODEX trajectory does
//! so from the day on which the person signs it to the day before work resumes under it. Each lasts six months at most, and
//! is neither prolonged nor suspended. Who follows an authorised programme is presumed unfit while it lasts (art. 239, § 2,
//! of the royal decree of 3 July 1996, as the INAMI presentation 2016, part 1.2, tells it).
//!
//! Suspending, resuming and adapting a plan are not among what [`presumption`] is told: they cannot change it.
//!
//! Own readings, where the sources are silent:
//!
//! - A plan has one presumption (D22). One that would begin on a day on which paid work is performed, or an approved
//!   programme followed, covers no day, and none begins when that is over: it would be a suspension.
//! - The end of a CODEX trajectory does not end its presumption: the circular names the resumption of work, and six months.
//!   Authorised work ends it all the same, for there is no presumption during such work (M14).
//! - The six months are those of a trajectory: a programme is followed for as long as it was authorised (M18).
//! - A plan of before the law presumes nothing under it (T8).

mod codex;

use chrono::NaiveDate;

pub use self::codex::codex_plans;
use crate::{
    code::coded_enum,
    deadline::FactKind,
    ending::Ending,
    explain::RestsOn,
    law::Judged,
    months::cover_of_months,
    parameter::{LAW_IN_FORCE_FROM, PRESUMPTION_MONTHS, ParameterVersion},
    rule::{Ground, Rule},
};

coded_enum! {
    /// What a presumption rests on.
    pub enum Kind: "kind of presumption" {
        /// The plan of an AMI trajectory (D20).
        Ami = "ami",
        /// The plan of a CODEX trajectory (D21).
        Codex = "codex",
        /// An authorised programme of vocational rehabilitation that is followed (M18).
        Programme = "programme",
    }
}

impl Kind {
    /// The rule under which the person is presumed unfit.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Ami => Rule::D20,
            Self::Codex => Rule::D21,
            Self::Programme => Rule::M18,
        }
    }
}

/// What begins a presumption, with what only this one ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The plan of an AMI trajectory.
    AmiPlan {
        /// The day on which it is established: coordinator and person sign it.
        established_on: NaiveDate,
        /// The last day of the trajectory, where the coordinator set one.
        last_day: Option<NaiveDate>,
    },
    /// The plan of a CODEX trajectory.
    CodexPlan {
        /// The day on which the person signs it.
        signed_on: NaiveDate,
        /// The first day of work under it, with the employer concerned.
        resumed_on: Option<NaiveDate>,
    },
    /// An approved programme of vocational rehabilitation.
    Programme(Span),
}

impl Basis {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::AmiPlan { .. } => Kind::Ami,
            Self::CodexPlan { .. } => Kind::Codex,
            Self::Programme(_) => Kind::Programme,
        }
    }

    /// The day on which its presumption begins.
    #[must_use]
    pub const fn first_day(&self) -> NaiveDate {
        match self {
            Self::AmiPlan { established_on: first, .. }
            | Self::CodexPlan { signed_on: first, .. }
            | Self::Programme(Span { first, .. }) => *first,
        }
    }
}

/// Days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first day.
    pub first: NaiveDate,
    /// The last day; none while it is not known.
    pub last: Option<NaiveDate>,
}

impl Span {
    /// The first of its days that is not before a day.
    fn first_from(self, day: NaiveDate) -> Option<NaiveDate> {
        let from = self.first.max(day);
        self.last.is_none_or(|last| from <= last).then_some(from)
    }
}

/// What else happened that can end a presumption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The days on which paid work is performed, as far as they are known. Of work whose last day nobody tells, the first day alone, or
    /// those up to the day on which it was found.
    pub work: Vec<Span>,
    /// The days on which approved programmes are followed.
    pub programmes: Vec<Span>,
    /// The last day of incapacity, and how it ended. None for an end that M15 forbids: it ends no presumption.
    pub end: Option<(NaiveDate, Ending)>,
}

/// The days on which a person is presumed unfit for work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presumption {
    /// What it rests on.
    pub kind: Kind,
    /// The first day.
    pub first: NaiveDate,
    /// The last day, as far as is known; the day before the first where it covers none. None only for a programme whose
    /// last day is not known.
    pub last: Option<NaiveDate>,
    /// What makes that day the last: a point of D20 or D21, M14, M18, or T6 for the end of the incapacity.
    pub ends_by: Option<Ground>,
    /// The figure that gave the six months, where it has any.
    pub parameter: Option<ParameterVersion>,
}

impl Presumption {
    /// The facts that it rests on: what began it, and what ends it where that is no figure (D20, D21, M18).
    pub(crate) fn rests_on(&self) -> Vec<RestsOn> {
        let began = match self.kind {
            Kind::Ami => FactKind::PlanEstablished,
            Kind::Codex => FactKind::CodexPlanSigned,
            Kind::Programme => FactKind::ProgrammeStarted,
        };
        let end = self.last.zip(self.ends_by).and_then(|(last, by)| {
            let next = last.succ_opt().unwrap_or(last);
            Some(match (by.rule, by.point) {
                (Rule::D20, Some('a')) => RestsOn::Last(
                    &[FactKind::WorkBegun, FactKind::CodexWorkResumed, FactKind::WorkResumed, FactKind::WorkReturnedTo],
                    next,
                ),
                (Rule::D20, Some('b')) => RestsOn::Last(&[FactKind::ProgrammeStarted], next),
                (Rule::D20, Some('c')) => RestsOn::Last(&[FactKind::AmiEnd], last),
                (Rule::D21, Some('a')) => RestsOn::Last(&[FactKind::CodexWorkResumed], next),
                (Rule::M14, _) => RestsOn::Last(&[FactKind::WorkBegun], next),
                (Rule::M18, _) => RestsOn::Last(&[FactKind::ProgrammeEnd], last),
                (Rule::T6, _) => RestsOn::Last(&[FactKind::IncapacityEnd], last),
                // The six months: the figure ends it.
                _ => return None,
            })
        });
        [RestsOn::Fact(began.on(self.first))].into_iter().chain(end).collect()
    }

    /// Whether it covers a day.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.first <= day && self.last.is_none_or(|last| day <= last)
    }
}

/// The presumption that something begins, by the law that judges the case; none if it began before the law (T8).
#[must_use]
pub fn presumption(basis: Basis, beside: &Beside, judged: impl Into<Judged>) -> Option<Presumption> {
    let (kind, first) = (basis.kind(), basis.first_day());
    if kind != Kind::Programme && first < LAW_IN_FORCE_FROM {
        return None;
    }
    let months = (kind != Kind::Programme).then(|| judged.into().at(first).figure(&PRESUMPTION_MONTHS));
    let at_most = months.as_ref().map(|months| cover_of_months(first, months.value).last);
    let mut ends = ends(basis, beside);
    ends.extend(at_most.map(|last| (last, Ground::point(kind.rule(), if kind == Kind::Ami { 'd' } else { 'b' }))));
    ends.extend(beside.end.map(|(last, ending)| (last, ending.ground())));
    // Of several on one day, the one that the law names first.
    let end = ends.into_iter().min_by_key(|(last, _)| *last);
    Some(Presumption {
        kind,
        first,
        last: end.map(|(last, _)| last.max(day_before(first))),
        ends_by: end.map(|(_, ground)| ground),
        parameter: months.map(|months| months.version),
    })
}

/// The last days that events give, each with its ground, in the order in which the law names them.
fn ends(basis: Basis, beside: &Beside) -> Vec<(NaiveDate, Ground)> {
    let first = basis.first_day();
    let earliest = |spans: &[Span]| spans.iter().filter_map(|span| span.first_from(first)).min();
    let (work, programme) = (earliest(&beside.work), earliest(&beside.programmes));
    let before = |day: Option<NaiveDate>, ground: Ground| day.map(|day| (day_before(day), ground));
    match basis {
        Basis::AmiPlan { last_day, .. } => [
            before(work, Ground::point(Rule::D20, 'a')),
            before(programme, Ground::point(Rule::D20, 'b')),
            last_day.map(|last| (last, Ground::point(Rule::D20, 'c'))),
        ]
        .into_iter()
        .flatten()
        .collect(),
        Basis::CodexPlan { resumed_on, .. } => {
            let resumed = before(resumed_on, Ground::point(Rule::D21, 'a'));
            resumed.into_iter().chain(before(work, Rule::M14.into())).collect()
        }
        Basis::Programme(span) => span.last.map(|last| (last, Rule::M18.into())).into_iter().collect(),
    }
}

fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests;
