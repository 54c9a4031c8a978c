//! Who can act as a Return To Work coordinator (Coordinateur Retour Au Travail / Terug Naar Werk-coördinator) on a day
//! (K1, K2, K3).
//!
//! Circular 2022/383, part II, 2.1. A coordinator has a degree that gives access to level B of the federal service, and
//! has passed the examination "Certified Return to Work Coordinator", or passes it within two years of taking up the
//! function. Once certified, they take part in at least half of the intervision moments that INAMI organises, at most
//! four times a year; an activity counts from an hour and a half, and only if INAMI announced it as such a moment.
//!
//! Own readings. The duty is judged by calendar year, on the moments from the certification on and until the end of the
//! function. Of more than four moments in a year, half of four is enough. A moment of which no attendance is recorded is
//! open until its year is over. The duty is not met from the day on which too few moments are left, and who did not
//! meet it qualifies again from the day on which they meet that of a later year. Who passes the examination later than
//! within two years qualifies from then on.

use chrono::{Datelike, NaiveDate};

use crate::months::{days_after, months_after};
use crate::parameter::{
    COORDINATOR_CERTIFICATION_WARNING_DAYS, COORDINATOR_CERTIFICATION_WITHIN_MONTHS, INTERVISION_MINIMUM_MINUTES,
    INTERVISION_MOMENTS_COUNTED, INTERVISION_SHARE_PERCENT, ParameterVersion,
};
use crate::rule::Rule;

/// What decides whether somebody can act as a coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coordinator {
    /// Whether they have a degree that gives access to level B of the federal service.
    pub level_b: bool,
    /// The day of taking up the function.
    pub took_up_on: NaiveDate,
    /// The day of passing the examination.
    pub certified_on: Option<NaiveDate>,
    /// The last day of the function.
    pub ended_on: Option<NaiveDate>,
}

/// A moment of intervision (moment d'intervision / intervisiemoment), and whether one coordinator was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub held_on: NaiveDate,
    /// How long it lasts, in minutes.
    pub minutes: u32,
    /// Whether INAMI announced it as a moment of the duty.
    pub announced: bool,
    /// Whether the coordinator was there; nothing while that is not recorded.
    pub attended: Option<bool>,
}

/// Whether somebody can be given dossiers on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They can, although they are not certified yet.
    Provisional {
        /// The last day on which they can without the certificate.
        until: NaiveDate,
    },
    /// They can, and are certified.
    Certified {
        /// The day of passing the examination.
        since: NaiveDate,
    },
    /// They cannot.
    NotQualified(Lack),
}

/// What somebody lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The function is taken up later.
    NotInFunction {
        /// The first day of it.
        from: NaiveDate,
    },
    /// The function ended.
    FunctionEnded {
        /// The last day of it.
        last_day: NaiveDate,
    },
    /// The degree.
    Degree,
    /// The certificate, although its time is over.
    Certificate {
        /// The day of taking up the function, whose law gives the time for it.
        took_up_on: NaiveDate,
        /// The last day on which they could act without it.
        until: NaiveDate,
    },
    /// Enough intervision in a calendar year.
    Intervision {
        /// The year.
        year: i32,
        /// The day from which that year's duty cannot be met any more.
        since: NaiveDate,
    },
}

impl Lack {
    /// The rule that asks for what is lacking.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::NotInFunction { .. } | Self::FunctionEnded { .. } => Rule::K3,
            Self::Degree | Self::Certificate { .. } => Rule::K1,
            Self::Intervision { .. } => Rule::K2,
        }
    }

    /// The figure that makes it lacking, where one does.
    #[must_use]
    pub fn parameter(self) -> Option<ParameterVersion> {
        match self {
            Self::Certificate { took_up_on, .. } => {
                Some(COORDINATOR_CERTIFICATION_WITHIN_MONTHS.on(took_up_on).version)
            }
            Self::Intervision { year, since } => Some(INTERVISION_SHARE_PERCENT.on(in_force(year, since)).version),
            Self::NotInFunction { .. } | Self::FunctionEnded { .. } | Self::Degree => None,
        }
    }
}

/// What will be lacking if nothing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The certificate is to be obtained soon.
    Certification {
        /// The last day without it.
        by: NaiveDate,
    },
    /// Every moment that is left in the year is needed.
    Intervision {
        /// How many are left.
        left: u32,
    },
}

/// The duty of intervision of a calendar year (K2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearDuty {
    /// The year.
    pub year: i32,
    /// How many moments count, as far as they are known.
    pub organised: u32,
    /// How many of them the coordinator must attend.
    pub required: u32,
    /// How many they attended by the day.
    pub attended: u32,
    /// How many can still be attended, or may have been.
    pub left: u32,
    /// The day on which it was met. A year in which nothing is asked is not met: nothing was done.
    pub met_on: Option<NaiveDate>,
    /// The day from which it cannot be met any more.
    pub failed_on: Option<NaiveDate>,
}

/// Whether a coordinator can be given dossiers on a day, by all that is known of the moments.
#[must_use]
pub fn standing(coordinator: &Coordinator, moments: &[Moment], day: NaiveDate) -> Standing {
    let Coordinator { level_b, took_up_on, certified_on, ended_on } = *coordinator;
    let lack = if day < took_up_on {
        Some(Lack::NotInFunction { from: took_up_on })
    } else if let Some(last_day) = ended_on.filter(|last| *last < day) {
        Some(Lack::FunctionEnded { last_day })
    } else {
        (!level_b).then_some(Lack::Degree)
    };
    if let Some(lack) = lack {
        return Standing::NotQualified(lack);
    }
    let Some(since) = certified_on.filter(|certified| *certified <= day) else {
        let until = certify_by(coordinator);
        let lacking = Standing::NotQualified(Lack::Certificate { took_up_on, until });
        return if day <= until { Standing::Provisional { until } } else { lacking };
    };
    let lack = failed_year(coordinator, moments, day);
    lack.map_or(Standing::Certified { since }, |(year, since)| {
        Standing::NotQualified(Lack::Intervision { year, since })
    })
}

/// What will be lacking soon, of who can be given dossiers on a day.
#[must_use]
pub fn warning(coordinator: &Coordinator, moments: &[Moment], day: NaiveDate) -> Option<Warning> {
    match standing(coordinator, moments, day) {
        Standing::Provisional { until } => {
            let days = COORDINATOR_CERTIFICATION_WARNING_DAYS.on(day).value;
            (until <= days_after(day, days)).then_some(Warning::Certification { by: until })
        }
        Standing::Certified { .. } => {
            let duty = year_duty(coordinator, moments, day.year(), day);
            let needed = duty.required.saturating_sub(duty.attended);
            (needed > 0 && needed == duty.left).then_some(Warning::Intervision { left: duty.left })
        }
        Standing::NotQualified(_) => None,
    }
}

/// The duty of a calendar year as it stands on a day.
#[must_use]
pub fn year_duty(coordinator: &Coordinator, moments: &[Moment], year: i32, day: NaiveDate) -> YearDuty {
    let counted: Vec<&Moment> = moments.iter().filter(|moment| counts(coordinator, moment, year)).collect();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let organised = number(counted.len());
    let in_force = in_force(year, day);
    let share = INTERVISION_SHARE_PERCENT.on(in_force).value;
    let required = organised.min(INTERVISION_MOMENTS_COUNTED.on(in_force).value).saturating_mul(share).div_ceil(100);

    let mut attended: Vec<_> = counted.iter().filter(|it| it.attended == Some(true)).map(|it| it.held_on).collect();
    attended.sort_unstable();
    let met_on = required.checked_sub(1).and_then(|last| attended.get(last as usize)).copied();
    // Of what nobody recorded, it is known when the year is over that the coordinator is not known to have been there.
    let year_over = NaiveDate::from_ymd_opt(year.saturating_add(1), 1, 1).unwrap_or(NaiveDate::MAX);
    let mut missed: Vec<_> = counted
        .iter()
        .filter(|moment| moment.attended != Some(true))
        .map(|moment| if moment.attended.is_some() { days_after(moment.held_on, 1) } else { year_over })
        .collect();
    missed.sort_unstable();
    let failed_on = missed.get(organised.saturating_sub(required) as usize).copied().filter(|_| met_on.is_none());

    let attended = number(attended.iter().filter(|held_on| **held_on <= day).count());
    let gone = number(missed.iter().filter(|known_on| **known_on <= day).count());
    YearDuty {
        year,
        organised,
        required,
        attended,
        left: organised - attended - gone,
        met_on: met_on.filter(|on| *on <= day),
        failed_on: failed_on.filter(|on| *on <= day),
    }
}

/// The day whose law judges a calendar year: its first, or a day of it where the calendar does not reach so far.
fn in_force(year: i32, day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(day)
}

/// The last day on which a coordinator can act without the certificate (K1).
fn certify_by(coordinator: &Coordinator) -> NaiveDate {
    let took_up_on = coordinator.took_up_on;
    months_after(took_up_on, COORDINATOR_CERTIFICATION_WITHIN_MONTHS.on(took_up_on).value)
}

/// The last year whose duty was not met, if that of no later year was met since, and the day from which it was not.
fn failed_year(coordinator: &Coordinator, moments: &[Moment], day: NaiveDate) -> Option<(i32, NaiveDate)> {
    let years = coordinator.certified_on?.year()..=day.year();
    for year in years.rev() {
        let duty = year_duty(coordinator, moments, year, day);
        if duty.met_on.is_some() {
            return None;
        }
        if let Some(failed_on) = duty.failed_on {
            return Some((year, failed_on));
        }
    }
    None
}

/// Whether a moment counts for a coordinator in a year (K2).
fn counts(coordinator: &Coordinator, moment: &Moment, year: i32) -> bool {
    let held_on = moment.held_on;
    held_on.year() == year
        && moment.announced
        && INTERVISION_MINIMUM_MINUTES.on(held_on).value <= moment.minutes
        && coordinator.certified_on.is_some_and(|certified| certified <= held_on)
        && coordinator.ended_on.is_none_or(|last| held_on <= last)
}

#[cfg(test)]
mod tests;
