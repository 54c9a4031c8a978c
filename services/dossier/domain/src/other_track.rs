//! What a person does towards work outside a formal trajectory. Circular 2022/383, part I (D25): a return-to-work trajectory can also be
//! a short accompaniment to a partial resumption of work that the physician authorised, or a training; the practice slides add voluntary
//! work.
//!
//! Own readings. What is begun while a formal trajectory goes on is part of its plan. A track serves the return, so that it ends with
//! the incapacity at the latest.

use chrono::NaiveDate;
use trajet_law::rule::{Ground, Rule};

use crate::ami::situation::carried_out;
use crate::codes::codes;
use crate::consent::ConsentPurpose;
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;

codes! {
    /// A kind of track outside a formal trajectory.
    #[derive(Debug)]
    pub enum OtherTrackKind {
        /// A short accompaniment to a partial resumption of work that the physician authorised.
        Accompaniment = "accompaniment",
        /// A training.
        Training = "training",
        /// Voluntary work.
        Volunteering = "volunteering",
    }
}

/// A track outside a formal trajectory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherTrack {
    /// Its number in the case, from 1.
    pub number: u32,
    /// Which kind.
    pub kind: OtherTrackKind,
    /// Its first day.
    pub since: NaiveDate,
    /// Its last day, once it is told.
    pub last_day: Option<NaiveDate>,
}

/// What can be asked of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherTrackCommand {
    /// Record one.
    Record {
        /// Which kind.
        kind: OtherTrackKind,
        /// Its first day.
        since: NaiveDate,
        /// Its last day, where it is over.
        last_day: Option<NaiveDate>,
    },
    /// Record its last day.
    End {
        /// Its number.
        number: u32,
        /// The last day.
        last_day: NaiveDate,
    },
}

/// What happened to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherTrackEvent {
    /// One was recorded.
    Recorded {
        /// Its number.
        number: u32,
        /// Which kind.
        kind: OtherTrackKind,
        /// Its first day.
        since: NaiveDate,
    },
    /// Its last day was.
    Ended {
        /// Its number.
        number: u32,
        /// The last day.
        last_day: NaiveDate,
    },
}

impl OtherTrackEvent {
    /// The legal date of the event.
    #[must_use]
    pub const fn effective_on(&self) -> NaiveDate {
        match self {
            Self::Recorded { since, .. } => *since,
            Self::Ended { last_day, .. } => *last_day,
        }
    }

    /// The rule on which it rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        Rule::D25.into()
    }
}

impl State {
    /// The last day of a track: as it was told, or that of the incapacity.
    #[must_use]
    pub fn last_day_of(&self, track: &OtherTrack) -> Option<NaiveDate> {
        track.last_day.into_iter().chain(self.end.map(|end| end.last_day)).min()
    }
}

/// Applies an event. It decides nothing.
pub(crate) fn apply(tracks: &mut Vec<OtherTrack>, event: &OtherTrackEvent) {
    match *event {
        OtherTrackEvent::Recorded { number, kind, since } => {
            tracks.push(OtherTrack { number, kind, since, last_day: None });
        }
        OtherTrackEvent::Ended { number, last_day } => {
            if let Some(track) = tracks.iter_mut().find(|track| track.number == number) {
                track.last_day = Some(last_day);
            }
        }
    }
}

/// Decides a command.
pub(crate) fn decide(course: &mut Course, command: OtherTrackCommand, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    let start = recognised(state)?.incapacity_start;
    let events = match command {
        OtherTrackCommand::Record { kind, since, last_day } => {
            let began = ImpossibleDate::outside(DateField::TrackSince, since, start, today);
            let over = last_day.and_then(|last| ImpossibleDate::outside(DateField::TrackLastDay, last, since, today));
            possible(began.into_iter().chain(over))?;
            within_incapacity(state, last_day.unwrap_or(since))?;
            if state.ami_on(since).is_some() {
                return Err(Rejection::FormalTrajectoryGoesOn);
            }
            let beside = |track: &OtherTrack| {
                let from_then_on = track.last_day.is_none_or(|other| since <= other);
                from_then_on && last_day.is_none_or(|last_day| track.since <= last_day)
            };
            if state.other_tracks.iter().any(|track| track.kind == kind && beside(track)) {
                return Err(Rejection::OtherTrackGoesOn);
            }
            if !state.consents.granted(ConsentPurpose::Trajectory) {
                return Err(Rejection::ConsentRefused);
            }
            // It can have begun before the first contact, and is part of what went on at some time of it.
            let last = last_day.unwrap_or(today);
            let contacts = state.contacts.iter().map(|contact| contact.on);
            let asked = state.requests.iter().flat_map(|request| &request.authorisations);
            let answered = asked.filter_map(|asked| asked.answer.map(|(on, _)| on));
            let between = contacts.chain(answered).filter(|on| (since..=last).contains(on));
            if !std::iter::once(since).chain(between).any(|on| carried_out(state, on, false).is_ok()) {
                carried_out(state, last, false)?;
            }
            let number = state.other_tracks.last().map_or(1, |last| last.number + 1);
            let ended = last_day.map(|last_day| OtherTrackEvent::Ended { number, last_day });
            [OtherTrackEvent::Recorded { number, kind, since }].into_iter().chain(ended).collect()
        }
        OtherTrackCommand::End { number, last_day } => {
            let track = state.other_tracks.iter().find(|track| track.number == number && track.last_day.is_none());
            let since = track.ok_or(Rejection::NoOtherTrack)?.since;
            possible(ImpossibleDate::outside(DateField::TrackLastDay, last_day, since, today))?;
            within_incapacity(state, last_day)?;
            vec![OtherTrackEvent::Ended { number, last_day }]
        }
    };
    for event in events {
        course.push(Event::OtherTrack(event));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;
    use crate::samples::{Case, day, ended, form};

    fn record(kind: OtherTrackKind, since: NaiveDate) -> Command {
        Command::OtherTrack(OtherTrackCommand::Record { kind, since, last_day: None })
    }

    fn over(since: NaiveDate, last_day: NaiveDate) -> Command {
        let kind = OtherTrackKind::Training;
        Command::OtherTrack(OtherTrackCommand::Record { kind, since, last_day: Some(last_day) })
    }

    #[test]
    fn d25_t6_one_that_was_over_before_another_is_entered_after_it() {
        let today = day(2023, 1, 31);
        for end_of_the_later in [None, Some(day(2023, 1, 28))] {
            let mut case = Case::met();
            case.on(day(2023, 1, 25), &record(OtherTrackKind::Training, day(2023, 1, 24)));
            if let Some(last_day) = end_of_the_later {
                case.on(today, &end(1, last_day));
            }
            let earlier = record(OtherTrackKind::Training, day(2022, 12, 1));
            assert_eq!(case.refusal(today, &earlier), "OTHER_TRACK_GOES_ON", "nobody says that it is over");
            assert_eq!(case.refusal(today, &over(day(2022, 12, 1), day(2023, 1, 24))), "OTHER_TRACK_GOES_ON");
            assert_eq!(case.refusal(today, &over(day(2022, 12, 1), day(2022, 11, 30))), "IMPOSSIBLE_DATES");
            assert_eq!(case.refusal(today, &over(day(2023, 1, 30), day(2023, 2, 1))), "IMPOSSIBLE_DATES");
            let events = case.on(today, &over(day(2022, 12, 1), day(2023, 1, 23)));
            assert_eq!((events.len(), case.state.other_tracks[1].last_day), (2, Some(day(2023, 1, 23))));
            assert_eq!(case.refusal(today, &over(day(2023, 1, 23), day(2023, 1, 23))), "OTHER_TRACK_GOES_ON");
        }
        let mut ended_case = Case::met();
        ended_case.on(today, &ended(day(2023, 1, 28), false));
        assert_eq!(ended_case.refusal(today, &over(day(2023, 1, 23), day(2023, 1, 29))), "INCAPACITY_ENDED");
        ended_case.on(today, &over(day(2023, 1, 23), day(2023, 1, 28)));
    }

    fn end(number: u32, last_day: NaiveDate) -> Command {
        Command::OtherTrack(OtherTrackCommand::End { number, last_day })
    }

    #[test]
    fn d25_what_is_done_outside_a_formal_trajectory_is_registered_with_its_days() {
        let mut case = Case::met();
        for (kind, since) in
            [(OtherTrackKind::Training, day(2023, 1, 23)), (OtherTrackKind::Volunteering, day(2023, 1, 24))]
        {
            case.on(day(2023, 1, 25), &record(kind, since));
        }
        case.on(day(2023, 1, 30), &end(1, day(2023, 1, 27)));
        let tracks: Vec<_> =
            case.state.other_tracks.iter().map(|track| (track.number, case.state.last_day_of(track))).collect();
        assert_eq!(tracks, [(1, Some(day(2023, 1, 27))), (2, None)]);
        case.on(day(2023, 1, 30), &record(OtherTrackKind::Training, day(2023, 1, 28)));
        assert_eq!(case.state.other_tracks[2].number, 3);
    }

    #[test]
    fn d25_one_of_a_kind_goes_on_at_a_time_and_none_begins_in_a_formal_trajectory() {
        let mut case = Case::met();
        case.on(day(2023, 1, 25), &record(OtherTrackKind::Training, day(2023, 1, 23)));
        let again = record(OtherTrackKind::Training, day(2023, 1, 24));
        assert_eq!(case.refusal(day(2023, 1, 25), &again), "OTHER_TRACK_GOES_ON");
        assert_eq!(case.refusal(day(2023, 1, 25), &end(2, day(2023, 1, 25))), "NO_OTHER_TRACK");
        assert_eq!(case.refusal(day(2023, 1, 25), &end(1, day(2023, 1, 22))), "IMPOSSIBLE_DATES");
        case.on(day(2023, 1, 25), &end(1, day(2023, 1, 23)));
        assert_eq!(case.refusal(day(2023, 1, 25), &end(1, day(2023, 1, 23))), "NO_OTHER_TRACK");
        assert_eq!(
            case.refusal(day(2023, 1, 25), &record(OtherTrackKind::Training, day(2023, 1, 23))),
            "OTHER_TRACK_GOES_ON"
        );
        case.on(day(2023, 1, 25), &record(OtherTrackKind::Training, day(2023, 1, 24)));

        let mut formal = Case::committed();
        let on = day(2023, 2, 1);
        assert_eq!(formal.refusal(on, &record(OtherTrackKind::Training, on)), "FORMAL_TRAJECTORY_GOES_ON");
        formal.on(on, &record(OtherTrackKind::Training, day(2023, 1, 31)));
    }

    #[test]
    fn d3_d25_t6_it_needs_consent_and_ends_with_the_incapacity() {
        let on = day(2023, 1, 25);
        assert_eq!(Case::referred().refusal(on, &record(OtherTrackKind::Training, on)), "CONSENT_REFUSED");
        let mut withdrawn = Case::met();
        withdrawn.on(on, &record(OtherTrackKind::Training, on));
        withdrawn.on(on, &Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, false)], on)));
        assert_eq!(withdrawn.refusal(on, &record(OtherTrackKind::Volunteering, on)), "CONSENT_REFUSED");
        withdrawn.on(on, &end(1, on));

        let mut over = Case::met();
        assert_eq!(over.refusal(on, &record(OtherTrackKind::Training, day(2023, 1, 26))), "IMPOSSIBLE_DATES");
        over.on(on, &record(OtherTrackKind::Training, on));
        over.on(day(2023, 1, 31), &ended(day(2023, 1, 28), false));
        assert_eq!(over.state.last_day_of(&over.state.other_tracks[0]), Some(day(2023, 1, 28)));
        assert_eq!(over.refusal(day(2023, 1, 31), &end(1, day(2023, 1, 29))), "INCAPACITY_ENDED");
        let late = record(OtherTrackKind::Volunteering, day(2023, 1, 29));
        assert_eq!(over.refusal(day(2023, 1, 31), &late), "INCAPACITY_ENDED");
        over.on(day(2023, 1, 31), &end(1, day(2023, 1, 27)));
    }
}
