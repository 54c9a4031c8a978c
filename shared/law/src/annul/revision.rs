//! Deciding a history again without an act.

use chrono::{DateTime, NaiveDate, Utc};

use super::void::{Void, known_before, notices, untold};
use super::{Acted, Addressee, Again, Annulled, Cause, Mistake, NotAnnulled, Stands, TakenBack};

/// Decides a mistake on the history of a case, in which the events come in the order in which they stand. `instead` takes the
/// place of what was wrong: of an act one command, on the case as it was before that; of what another service took back those
/// facts that it tells in their places ([`Again::takes_the_place_of`]). `now` and `today` are the same instant. Gives the
/// annulment, and then what is recorded with it: the events that take the places of others, one for each of
/// [`Annulled::places`], and those by which open deadlines follow the law of today (T8). Gives nothing where there is nothing
/// to take back.
///
/// # Errors
/// Why the act cannot be annulled, or the one in its place is refused. What another service takes back is always taken back.
pub fn annul<L: Again>(
    law: &L,
    history: &[Acted<'_, L::Event>],
    mistake: &Mistake,
    instead: &[L::Command],
    clock: (DateTime<Utc>, NaiveDate),
) -> Result<Vec<L::Event>, L::Refusal> {
    let acts = acts_of(history);
    let right = match (mistake, instead) {
        (Mistake::Act(wrong), [right, ..]) => {
            let before = before(law, &acts, wrong.act)?;
            Right::Act(Some(law.decide(&before, right, clock.0, clock.1)?))
        }
        (Mistake::Act(_), []) => Right::Act(None),
        (Mistake::Told(told), _) => Right::Told { told, anew: instead.iter().collect() },
    };
    let revised = revised(law, history, &acts, mistake, right, clock)?;
    Ok(revised
        .map_or_else(Vec::new, |(annulled, instead)| std::iter::once(law.annulment(annulled)).chain(instead).collect()))
}

/// The annulment, and what is recorded with it.
#[expect(clippy::type_complexity, reason = "two things, told apart where they are put together")]
fn revised<L: Again>(
    law: &L,
    history: &[Acted<'_, L::Event>],
    acts: &[&[Acted<'_, L::Event>]],
    mistake: &Mistake,
    right: Right<'_, L>,
    clock: (DateTime<Utc>, NaiveDate),
) -> Result<Option<(Annulled, Vec<L::Event>)>, NotAnnulled> {
    let (now, today) = clock;
    let wrong: Vec<usize> = match mistake {
        Mistake::Act(annul) => vec![the_act(law, acts, annul.act)?],
        Mistake::Told(told) => of_facts(law, acts, told),
    };
    let whole = match mistake {
        Mistake::Told(TakenBack { whole_case: true, .. }) => true,
        _ => {
            wrong.iter().any(|act| acts[*act].iter().any(|acted| !acted.struck && law.begins(acted.event)))
                && matches!(mistake, Mistake::Act(_))
        }
    };
    let falls = |acted: &&Acted<'_, L::Event>| !acted.struck && !stands_always(law, acted.event);
    if whole && !history.iter().any(|acted| falls(&acted)) {
        return Ok(None);
    }
    if whole && matches!(right, Right::Act(Some(_))) {
        return Err(NotAnnulled::NothingInsteadOfACase);
    }
    let Some(first) = wrong.first().copied().or(whole.then_some(0)) else { return Ok(None) };
    let mut revision = Revision {
        struck: Vec::new(),
        places: Vec::new(),
        instead: Vec::new(),
        unsupported: Vec::new(),
        void: Vec::new(),
    };
    let without = if whole {
        let falling: Vec<_> = history.iter().filter(falls).collect();
        revision.strike(law, &falling, &[]);
        law.nothing_yet()
    } else {
        let (without, depend) = revision.replay(law, acts, &wrong, right, clock);
        if matches!(mistake, Mistake::Act(_)) && !depend.is_empty() {
            return Err(NotAnnulled::LaterActsDepend(depend));
        }
        revision.unsupported = depend;
        // What is open again was planned by the law of then.
        let followed = law.follow_law().and_then(|command| law.decide(&without, &command, now, today).ok());
        revision.instead.extend(followed.into_iter().flatten());
        without
    };
    let (reason, asked_by) = mistake.reason();
    let to = match law.addressee(&without, today) {
        Addressee::Unknown => known_before(law, history, reason, today),
        known => known,
    };
    if matches!(to, Addressee::Living(_)) {
        let late = untold(law, history, &without, &revision.struck);
        revision.void.extend(late);
    }
    let annulled = Annulled {
        act: acts[first][0].position,
        others: wrong.iter().skip(1).map(|act| acts[*act][0].position).collect(),
        sent: revision.void.iter().map(|void| void.position).collect(),
        notices: notices(law, &revision.void, &to, &without, today),
        struck: revision.struck,
        places: revision.places,
        unsupported: revision.unsupported,
        whole_case: whole,
        reason,
        asked_by,
        on: today,
        source: match mistake {
            Mistake::Act(_) => None,
            Mistake::Told(told) => Some((told.ledger.clone(), told.position)),
        },
    };
    Ok(Some((annulled, revision.instead)))
}

/// The case as it was before the act that is to be annulled: on which the right one is decided.
fn before<L: Again>(law: &L, acts: &[&[Acted<'_, L::Event>]], act: u64) -> Result<L::State, NotAnnulled> {
    let wrong = the_act(law, acts, act)?;
    let mut state = law.nothing_yet();
    for acted in acts[..wrong].iter().copied().flatten().filter(|acted| !acted.struck) {
        law.apply(&mut state, acted.event);
    }
    Ok(state)
}

/// The case after an annulment, by what that says.
pub fn after<L: Again>(law: &L, history: &[Acted<'_, L::Event>], events: &[L::Event]) -> L::State {
    let mut state = law.nothing_yet();
    for event in stands(law, history, events) {
        law.apply(&mut state, event);
    }
    state
}

/// What stands after an annulment, in its order: what is struck does not, and the events recorded with it stand where it says.
pub(crate) fn stands<'e, L: Again>(
    law: &L,
    history: &[Acted<'e, L::Event>],
    events: &'e [L::Event],
) -> Vec<&'e L::Event> {
    let annulled = events.first().and_then(|event| law.annulled(event));
    let (struck, places) = annulled.map_or((&[][..], &[][..]), |annulled| (&annulled.struck, &annulled.places));
    let (annulment, with) = events.split_at(events.len().min(1));
    let (instead, followed) = with.split_at(with.len().min(places.len()));
    let mut standing = Vec::new();
    for acted in history {
        if !acted.struck && !struck.contains(&acted.position) {
            standing.push(acted.event);
        }
        let here = places.iter().zip(instead).filter(|(place, _)| **place == acted.position);
        standing.extend(here.map(|(_, event)| event));
    }
    standing.extend(annulment.iter().chain(followed));
    standing
}

/// The acts of a history. What followed the law together with an annulment is apart from it.
fn acts_of<'h, 'e, E>(history: &'h [Acted<'e, E>]) -> Vec<&'h [Acted<'e, E>]> {
    history.chunk_by(|one, next| one.act == next.act && one.cause == next.cause).collect()
}

/// The act of which an event is, if it can be annulled.
fn the_act<L: Again>(law: &L, acts: &[&[Acted<'_, L::Event>]], position: u64) -> Result<usize, NotAnnulled> {
    let is_of = |act: &&[Acted<'_, L::Event>]| act.iter().any(|acted| acted.position == position);
    let found = acts.iter().position(is_of).ok_or(NotAnnulled::NoSuchAct)?;
    let events = standing(acts[found]);
    let named = acts[found].iter().any(|acted| acted.position == position && acted.struck);
    match acts[found][0].cause {
        _ if events.is_empty() || named => Err(NotAnnulled::AlreadyAnnulled),
        _ if events.iter().any(|event| law.annulled(event).is_some()) => Err(NotAnnulled::IsAnAnnulment),
        _ if events.iter().any(|event| law.about_the_file(event)) => Err(NotAnnulled::AboutTheFile),
        Cause::Act => Ok(found),
        Cause::Fact | Cause::Timer | Cause::Law => Err(NotAnnulled::NotAnAct),
    }
}

/// The acts by which what was taken back came in. An act that only released it, when another fact came in, is decided again
/// without it: it names its own fact first.
fn of_facts<L: Again>(law: &L, acts: &[&[Acted<'_, L::Event>]], told: &TakenBack) -> Vec<usize> {
    let came_in = |(_, act): &(usize, &&[Acted<'_, L::Event>])| {
        // An annulment that was caused by what is taken back itself stands all the same.
        let mut standing = act.iter().filter(|acted| !acted.struck && !stands_always(law, acted.event));
        let caused = standing.clone().find_map(|acted| acted.source).is_some_and(|it| is_of(it, told));
        let named = standing.find_map(|acted| law.fact(acted.event)).is_some_and(|it| is_of(it, told));
        act[0].cause == Cause::Fact && (caused || named)
    };
    acts.iter().enumerate().filter(came_in).map(|(place, _)| place).collect()
}

fn is_of((ledger, position): (&str, u64), told: &TakenBack) -> bool {
    ledger == told.ledger && told.facts.contains(&position)
}

fn is_told<L: Again>(law: &L, acted: &Acted<'_, L::Event>, told: &TakenBack) -> bool {
    acted.source.is_some_and(|it| is_of(it, told)) || law.fact(acted.event).is_some_and(|it| is_of(it, told))
}

/// Whether no annulment strikes the event.
fn stands_always<L: Again>(law: &L, event: &L::Event) -> bool {
    law.annulled(event).is_some() || law.about_the_file(event)
}

fn standing<'e, E>(act: &[Acted<'e, E>]) -> Vec<&'e E> {
    act.iter().filter(|acted| !acted.struck).map(|acted| acted.event).collect()
}

/// What is kept of events that are not decided again: a deadline that is open without what was taken back stays the one to
/// keep.
fn kept_of<'e, L: Again>(law: &L, without: &L::State, events: impl Iterator<Item = &'e L::Event>) -> Vec<L::Event>
where
    L::Event: 'e,
{
    events.filter(|event| law.plans(event).is_none_or(|step| !law.is_open(without, step))).cloned().collect()
}

/// What takes the place of what was wrong.
enum Right<'a, L: Again> {
    /// Of an act: what the right one records, if there is one.
    Act(Option<Vec<L::Event>>),
    /// Of what another service took back: what it tells anew, and has no place yet.
    Told { told: &'a TakenBack, anew: Vec<&'a L::Command> },
}

impl<'a, L: Again> Right<'a, L> {
    fn told(&self) -> Option<&'a TakenBack> {
        match self {
            Self::Act(_) => None,
            Self::Told { told, .. } => Some(told),
        }
    }

    /// What is recorded in the place of a wrong act, on the case `without` it; `former` is what it had asked.
    fn of(
        &mut self,
        law: &L,
        former: Option<&L::Command>,
        without: &L::State,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Vec<L::Event> {
        match self {
            Self::Act(right) => right.take().unwrap_or_default(),
            Self::Told { anew, .. } => {
                let place = |former| anew.iter().position(|anew| law.takes_the_place_of(anew, former));
                let taken = former.and_then(place).map(|found| anew.remove(found));
                taken.and_then(|anew| law.decide(without, anew, now, today).ok()).unwrap_or_default()
            }
        }
    }
}

/// Whether by what was decided again the same goes out to the person as by what was recorded.
fn sends_as<L: Again>(law: &L, recorded: &[&L::Event], again: &[L::Event]) -> bool {
    let mut others: Vec<_> = again.iter().filter(|event| law.went_out(event).is_some()).collect();
    let sent = recorded.iter().filter(|event| law.went_out(event).is_some());
    for event in sent {
        let Some(same) = others.iter().position(|other| law.reads_the_same(event, other)) else { return false };
        others.remove(same);
    }
    others.is_empty()
}

struct Revision<'e, E> {
    struck: Vec<u64>,
    places: Vec<u64>,
    instead: Vec<E>,
    unsupported: Vec<u64>,
    void: Vec<Void<'e, E>>,
}

impl<'e, E: Clone + PartialEq> Revision<'e, E> {
    /// Plays the history again without some acts, and gives the case then, and the later acts that are not permitted.
    fn replay<L: Again<Event = E>>(
        &mut self,
        law: &L,
        acts: &[&[Acted<'e, E>]],
        wrong: &[usize],
        mut right: Right<'_, L>,
        clock: (DateTime<Utc>, NaiveDate),
    ) -> (L::State, Vec<u64>) {
        let told = right.told();
        let (mut with, mut without) = (law.nothing_yet(), law.nothing_yet());
        let mut depend = Vec::new();
        for (place, act) in acts.iter().enumerate() {
            let events = standing(act);
            let Some(first) = act.iter().find(|acted| !acted.struck) else { continue };
            let stands = events.iter().any(|event| stands_always(law, event));
            let again: Option<Vec<E>> = if wrong.contains(&place) {
                let former = law.again(&with, first.cause, &events);
                Some(right.of(law, former.as_ref(), &without, clock))
            } else if law.is_as(&with, &without) || stands {
                None
            } else {
                let command = law.again(&with, first.cause, &events);
                let decide =
                    |state: &L::State, command: &L::Command| law.decide(state, command, first.at, first.today).ok();
                let decided = command.as_ref().and_then(|command| decide(&without, command));
                let decided = decided.filter(|again| law.keeps_names(&events, again));
                let mut later = acts[place + 1..].iter().flat_map(|act| standing(act));
                match (decided, first.cause) {
                    // What a timer does it does on its day: nothing goes out on a day that is over, and what it would not have
                    // sent falls, unless somebody went on with it. What it has to send now it sends today.
                    (decided, Cause::Timer) if decided.as_ref().is_none_or(|again| !sends_as(law, &events, again)) => {
                        let kept = if law.went_on(&events, &mut later) { &events[..] } else { &[] };
                        Some(kept_of(law, &without, kept.iter().copied()))
                    }
                    (decided, Cause::Law) => Some(decided.unwrap_or_default()),
                    (Some(decided), _) => Some(decided),
                    (None, cause) => {
                        // What would be refused by now with it too, as a later version of the law's reading has it, does not rest on it.
                        let refused = command.as_ref().is_some_and(|command| decide(&with, command).is_none());
                        let rests = !refused && (cause == Cause::Act || told.is_some());
                        depend.extend(rests.then_some(first.position));
                        // What somebody did, or was told, stays; what was taken back does not, whatever it came with.
                        let kept = act.iter().filter(|acted| !acted.struck);
                        let kept = kept.filter(|acted| told.is_none_or(|told| !is_told(law, acted, told)));
                        Some(kept_of(law, &without, kept.map(|acted| acted.event)))
                    }
                }
            };
            for event in &events {
                law.apply(&mut with, event);
            }
            match again {
                None => {
                    for event in &events {
                        law.apply(&mut without, event);
                    }
                }
                Some(again) => {
                    for event in &again {
                        law.apply(&mut without, event);
                    }
                    self.differ(law, act, &again);
                }
            }
        }
        (without, depend)
    }

    /// Strikes the events of an act from the first that is not decided again on, and puts the others in their place.
    fn differ<L: Again<Event = E>>(&mut self, law: &L, act: &[Acted<'e, E>], again: &[E]) {
        let standing: Vec<_> = act.iter().filter(|acted| !acted.struck).collect();
        let same = standing.iter().zip(again).take_while(|(acted, event)| law.same(acted.event, event)).count();
        self.strike(law, &standing[same..], &again[same..]);
        let last = act.last().map_or(0, |acted| acted.position);
        for event in &again[same..] {
            self.places.push(last);
            self.instead.push(event.clone());
        }
    }

    /// Strikes events in whose place others stand. What went out by them is void, unless the same goes out by one of those.
    fn strike<L: Again<Event = E>>(&mut self, law: &L, events: &[&Acted<'e, E>], again: &[E]) {
        self.struck.extend(events.iter().map(|acted| acted.position));
        let mut others: Vec<_> = again.iter().filter_map(|event| Some((event, law.went_out(event)?))).collect();
        let mut void = Vec::new();
        for acted in events {
            let Some(sent) = law.went_out(acted.event) else { continue };
            match others.iter().position(|(event, _)| law.reads_the_same(acted.event, event)) {
                Some(same) => drop(others.remove(same)),
                None => void.push((acted, sent)),
            }
        }
        for (acted, sent) in void {
            let another = others.iter().position(|(_, other)| other.kind == sent.kind);
            let another = another.map(|other| Stands::Another(others.remove(other).1.about));
            self.void.push(Void { position: acted.position, event: acted.event, sent, another });
        }
    }
}
