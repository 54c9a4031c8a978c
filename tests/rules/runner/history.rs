//! What an office recorded of a case, so that an act of it can be annulled.

use chrono::{NaiveDate, NaiveTime};
use trajet_law::annul::{Acted, Annulled, Cause, CorrectingNotice, Stands};

/// The events of a case in the order in which they stand, with those that were struck where they stood.
pub(crate) struct History<Event> {
    events: Vec<Recorded<Event>>,
    acts: u128,
}

struct Recorded<Event> {
    position: u64,
    act: u128,
    today: NaiveDate,
    cause: Cause,
    struck: bool,
    /// The event after which it stands, where that is not the one recorded before it.
    placed_after: Option<u64>,
    event: Event,
}

impl<Event> Default for History<Event> {
    fn default() -> Self {
        Self { events: Vec::new(), acts: 0 }
    }
}

impl<Event: Clone> History<Event> {
    /// How many events were recorded.
    pub(crate) fn recorded(&self) -> u64 {
        self.events.len() as u64
    }

    /// Takes in what an act recorded.
    pub(crate) fn record(&mut self, cause: Cause, today: NaiveDate, events: &[Event]) {
        self.acts += 1;
        for event in events {
            let (position, act) = (self.recorded() + 1, self.acts);
            let event = event.clone();
            self.events.push(Recorded { position, act, today, cause, struck: false, placed_after: None, event });
        }
    }

    /// The history as the law asks it again.
    pub(crate) fn acted(&self) -> Vec<Acted<'_, Event>> {
        let acted = |recorded: &'_ Recorded<Event>| {
            let Recorded { position, act, today, cause, struck, .. } = *recorded;
            (position, act, today.and_time(NaiveTime::MIN).and_utc(), today, cause, struck)
        };
        self.events
            .iter()
            .map(|recorded| {
                let (position, act, at, today, cause, struck) = acted(recorded);
                Acted { position, act, at, today, cause, source: None, struck, event: &recorded.event }
            })
            .collect()
    }

    /// Takes in an annulment and what was recorded with it: what it strikes does not stand, and what takes its place stands there.
    pub(crate) fn revise(&mut self, annulled: &Annulled, events: &[Event]) {
        for recorded in self.events.iter_mut().filter(|recorded| annulled.struck.contains(&recorded.position)) {
            recorded.struck = true;
        }
        let (annulment, instead) = events.split_first().unwrap();
        let placed = annulled.places.len();
        let first = self.recorded() + 2;
        self.record(Cause::Act, annulled.on, std::slice::from_ref(annulment));
        for ((place, event), position) in annulled.places.iter().zip(instead).zip(first..) {
            let before = self.events.iter().rposition(|it| it.position == *place || it.placed_after == Some(*place));
            let before = before.unwrap();
            let Recorded { act, today, cause, .. } = self.events[before];
            let (struck, placed_after, event) = (false, Some(*place), event.clone());
            self.events.insert(before + 1, Recorded { position, act, today, cause, struck, placed_after, event });
        }
        self.record(Cause::Law, annulled.on, &instead[placed..]);
    }

    /// The events that stand.
    pub(crate) fn standing(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|recorded| !recorded.struck).map(|recorded| &recorded.event)
    }
}

/// What told the person that something which had gone out is void: what of which day, the day that it was about, when that
/// was told, and what stands in its place.
pub(crate) fn correcting(notices: &[CorrectingNotice]) -> String {
    let one = |notice: &CorrectingNotice| {
        let about = notice.sent.about.map(|day| format!(" for {day}")).unwrap_or_default();
        let stands = match notice.stands {
            None => String::new(),
            Some(Stands::Another(None)) => ", another takes its place".to_owned(),
            Some(Stands::Another(Some(day))) => format!(", another for {day} takes its place"),
            Some(Stands::Appointment(day)) => format!(", the appointment of {day} takes place"),
            Some(Stands::NoAppointment(day)) => format!(", there is no appointment on {day}"),
        };
        let kind = notice.sent.kind.code().replace('_', " ");
        format!("{kind} of {}{about}, told {}{stands}", notice.sent.on, notice.on)
    };
    let told: Vec<_> = notices.iter().map(one).collect();
    if told.is_empty() { "none".to_owned() } else { told.join("; ") }
}

/// Annuls an act of an office of which the law is one of the domains. Nothing takes its place.
macro_rules! annul {
    ($office:expr, $domain:ident, $annul:expr, $instead:expr, $context:expr, $refused:expr, $happened:expr) => {{
        let mistake = trajet_law::annul::Mistake::Act($annul);
        let history = $office.history.acted();
        let events = $domain::annul($office.state.law, &history, &mistake, $instead, &$context).map_err($refused)?;
        drop(history);
        let annulled = events.first().and_then(|event| event.annulled()).unwrap().clone();
        $office.history.revise(&annulled, &events);
        let mut state = $domain::State { law: $office.state.law, ..Default::default() };
        for event in $office.history.standing() {
            $domain::apply(&mut state, event);
        }
        $office.state = state;
        Ok(events.iter().map($happened).collect())
    }};
}

pub(crate) use annul;
