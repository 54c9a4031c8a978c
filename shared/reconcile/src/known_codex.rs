//! What is known of the CODEX trajectories that employers asked for, and of the suspensions that follow them (rule D14).

use std::collections::BTreeSet;

use crate::ami::Situation;
use crate::day::Day;
use crate::fact::{CodexService, Kind};
use crate::known::{Known, Track};
use crate::known_ami::Trajectory;

/// What a service told of a CODEX trajectory: its day, and the service with the employer.
pub(crate) type Told = (Day, CodexService);

/// What a service was asked for: its day, and of whom.
type Asked<'a> = (Day, Option<&'a str>);

/// A suspension.
#[derive(Debug, Clone)]
pub(crate) struct Suspension {
    pub(crate) from: Day,
    /// The employer's request.
    pub(crate) request: Told,
    pub(crate) resumed: Option<Day>,
}

impl Trajectory {
    /// The suspension that was not followed by a resumption.
    pub(crate) fn suspension(&self) -> Option<&Suspension> {
        self.suspensions.last().filter(|suspension| suspension.resumed.is_none())
    }

    /// The day of the last resumption.
    pub(crate) fn resumed(&self) -> Option<Day> {
        self.suspensions.last().and_then(|suspension| suspension.resumed)
    }
}

impl Known {
    /// Keeps of whom a service was asked for a trajectory.
    pub(crate) fn learn_request(&mut self, on: Day, service: &CodexService) {
        self.codex_requests.push((on, service.clone()));
    }

    /// Keeps that an employer asked for a trajectory: of a service, or of none where the physician recorded it.
    pub(crate) fn learn_of_employer(&mut self, on: Day, service: &CodexService) {
        let told = (on, service.clone());
        if !self.codex_asked.contains(&told) {
            self.codex_asked.push(told);
        }
    }

    /// What employers asked for. What the physician recorded of a day of which a service tells is that (own reading).
    fn of_employers(&self) -> impl Iterator<Item = &Told> {
        let told_by_a_service = |day: Day| self.codex_asked.iter().any(|(on, of)| *on == day && !of.is_unnamed());
        self.codex_asked.iter().filter(move |(on, of)| !of.is_unnamed() || !told_by_a_service(*on))
    }

    /// Whether an end of a day is of what was asked for: of its employer, or of nobody named where it names nobody, by then. Where
    /// nothing was, one side names nobody, and there is one employer that it can be of (own reading).
    fn is_end_of(&self, (on, by): &Told, (asked, service): &Told) -> bool {
        if service.is_unnamed() && by.number.is_some() {
            let mut requests = self.codex_requests.iter();
            return asked <= on && !requests.any(|(day, of)| of.number == by.number && day <= on);
        }
        if by.number != service.number || on < asked {
            return false;
        }
        let of = self.of_whom(*asked, service);
        let by_then = self.asked_of(by.number.as_deref(), *on);
        if let Some(one) = by.employer.as_deref() {
            return is_named_end_of(one, of, &by_then);
        }
        let left = self.left_of(by.number.as_deref(), by_then, *on);
        if left.iter().any(|(_, other)| other.is_none()) {
            of.is_none()
        } else {
            left.iter().all(|(_, other)| *other == of)
        }
    }

    /// Of whom a service was asked: what is told again on its day with its employer is the same, if that day knows one employer.
    fn of_whom<'a>(&'a self, day: Day, service: &'a CodexService) -> Option<&'a str> {
        let told = self.codex_requests.iter().filter(|(on, of)| *on == day && of.number == service.number);
        let named: Vec<&str> = told.filter_map(|(_, of)| of.employer.as_deref()).collect();
        let only = named.first().copied().filter(|first| named.iter().all(|other| other == first));
        service.employer.as_deref().or(only)
    }

    /// What a service was asked for by a day.
    fn asked_of(&self, number: Option<&str>, by: Day) -> Vec<Asked<'_>> {
        let of_service = self.codex_requests.iter().filter(|(day, of)| of.number.as_deref() == number && *day <= by);
        of_service.map(|(day, of)| (*day, self.of_whom(*day, of))).collect()
    }

    /// What is left of that on a day by the ends of the days before: one that names an employer takes what it is of, one that names
    /// nobody what is left where that is of one employer; never what was asked for on its own day.
    fn left_of<'a>(&'a self, number: Option<&str>, mut left: Vec<Asked<'a>>, day: Day) -> Vec<Asked<'a>> {
        let told = self.codex_over.iter().map(|(told, _)| told);
        let mut before: Vec<&Told> = told.filter(|(on, by)| by.number.as_deref() == number && *on < day).collect();
        before.sort_by_key(|(on, _)| *on);
        for of_day in before.chunk_by(|(one, _), (other, _)| one == other) {
            let on = of_day[0].0;
            let by_then = self.asked_of(number, on);
            let beside: BTreeSet<Option<&str>> =
                left.iter().filter(|(asked, _)| *asked <= on).map(|(_, of)| *of).collect();
            left.retain(|(asked, of)| {
                let taken = of_day.iter().any(|(_, by)| match by.employer.as_deref() {
                    Some(one) => is_named_end_of(one, *of, &by_then),
                    None => beside.len() == 1,
                });
                *asked >= on || !taken
            });
        }
        left
    }

    /// The days that are known as the last of what an employer asked for: the service tells one, or else the insurer knows one.
    /// What ended on the day of the request and was told before it is the trajectory of before (own reading).
    pub(crate) fn codex_ends(&self, request: &Told) -> Vec<Day> {
        let (asked, _) = request;
        let place = self.codex_asked.iter().position(|told| told == request);
        let since = |on: Day, before: usize| *asked < on || (*asked == on && place.is_none_or(|place| place < before));
        let ended = self.codex_over.iter().filter(|(end, _)| self.is_end_of(end, request));
        let told = ended.filter(|((on, _), before)| since(*on, *before)).map(|((on, _), _)| *on);
        told.chain(self.codex_days_until(*asked)).collect()
    }

    /// The last day until which CODEX trajectories are known to run, one beside or right after the other, from the day of a request
    /// on; none while one goes on. What ended on that day ran before.
    fn codex_days_until(&self, asked: Day) -> Option<Day> {
        let runs = |track: &&Track| track.from == asked || track.until.is_none_or(|until| asked < until);
        let codex: Vec<_> = self.tracks.iter().filter(|track| track.kind == Kind::Codex).filter(runs).collect();
        let touches = |track: &&&Track, day: Day| track.from <= day.next();
        let mut last: Option<Day> = None;
        loop {
            let reached = last.unwrap_or(asked);
            let touching = codex.iter().filter(|track| touches(track, reached));
            // Without a last day it goes on.
            let ends: Option<Vec<Day>> = touching.map(|track| track.until).collect();
            let further = ends?.into_iter().max().map(|end| end.max(reached));
            if further == last {
                return last;
            }
            last = further;
        }
    }

    /// The days that are known as the last of all that employers asked for, one request being this; none while it goes on.
    pub(crate) fn last_codex_ends(&self, request: &Told) -> Vec<Day> {
        let mut ends = self.codex_ends(request);
        let others: Vec<_> = self.of_employers().map(|other| self.codex_ends(other)).collect();
        let first = |ends: &Vec<Day>| ends.iter().min().copied();
        let (Some(own), last) = (first(&ends), others.iter().filter_map(first).max()) else { return Vec::new() };
        ends.extend(others.into_iter().flatten());
        ends.retain(|end| last.is_none_or(|last| last.max(own) <= *end));
        ends
    }

    /// The requests that suspend a trajectory, go on, and were not heeded: in situations B and C alone.
    pub(crate) fn unheeded<'a>(&'a self, trajectory: &'a Trajectory) -> impl Iterator<Item = &'a Told> {
        let beside_an_employer = matches!(trajectory.situation, Situation::B | Situation::C);
        self.of_employers().filter(move |request| {
            let same = |(on, of): &Told| *on == request.0 && (of.is_unnamed() || request.1.is_unnamed());
            let is_it = |other: &Told| other == *request || same(other);
            let heeded = trajectory.suspensions.iter().any(|suspension| is_it(&suspension.request));
            beside_an_employer && !heeded && self.codex_ends(request).is_empty()
        })
    }
}

/// Whether an end of one employer is of what was asked for of somebody, by all that was by then.
fn is_named_end_of(one: &str, of: Option<&str>, asked: &[Asked<'_>]) -> bool {
    let known = asked.iter().any(|(_, other)| *other == Some(one));
    if known { of == Some(one) } else { of.is_none() }
}
