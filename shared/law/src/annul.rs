//! Taking an act back: what of a history still stands without it.
//!
//! An act was recorded wrongly: of another person, on another day, with another content. It is annulled by an act that names
//! it. Nothing is removed: the annulment says which events are struck, and the case is the fold of those that stand. What
//! came after the act is decided again, one act after the other, on the case as it is without it: where that gives other
//! events, the former ones are struck and the new ones take their place in the history. An act of somebody that would not
//! be permitted without the annulled one rests on it: it must be annulled first. A fact of another service is never refused
//! and is noted anew.
//!
//! So no table says what depends on what: the law itself says it, by being asked again.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

/// Why an act is annulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnnulReason {
    /// It was recorded on the case of another person.
    WrongPerson,
    /// What it says is not what was decided, granted or told.
    WrongContent,
    /// It did not take place on the day recorded.
    WrongDate,
    /// It never took place.
    NeverTookPlace,
    /// It was recorded twice.
    RecordedTwice,
}

impl AnnulReason {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::WrongPerson, Self::WrongContent, Self::WrongDate, Self::NeverTookPlace, Self::RecordedTwice];

    /// A stable text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongPerson => "wrong_person",
            Self::WrongContent => "wrong_content",
            Self::WrongDate => "wrong_date",
            Self::NeverTookPlace => "never_took_place",
            Self::RecordedTwice => "recorded_twice",
        }
    }

    /// The reason of a stable text.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == code)
    }
}

/// Who wants an act annulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskedBy {
    /// The person, who has the right to have what is inaccurate rectified (GDPR, article 16).
    Person,
    /// Who keeps the record, who found the mistake (GDPR, article 5(1)(d)).
    Keeper,
}

impl AskedBy {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Person, Self::Keeper];

    /// A stable text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Keeper => "keeper",
        }
    }

    /// Who is meant by a stable text.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|by| by.code() == code)
    }
}

/// That an act is to be annulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Annul {
    /// The place in the ledger of any event that the act recorded.
    pub act: u64,
    /// Why.
    pub reason: AnnulReason,
    /// Who wants it.
    pub asked_by: AskedBy,
}

/// That another service took back facts which it told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// The ledger that told them.
    pub ledger: String,
    /// The place there of the annulment.
    pub position: u64,
    /// The places there of what was taken back.
    pub facts: BTreeSet<u64>,
    /// Whether the whole case is annulled.
    pub whole_case: bool,
    /// Why.
    pub reason: AnnulReason,
    /// Who wanted it.
    pub asked_by: AskedBy,
    /// The day of the annulment.
    pub on: NaiveDate,
}

/// What is to be taken back, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// An act of this service.
    Act(Annul),
    /// What another service told.
    Told(TakenBack),
}

impl Mistake {
    /// Why, and who wants it.
    #[must_use]
    pub const fn reason(&self) -> (AnnulReason, AskedBy) {
        match self {
            Self::Act(annul) => (annul.reason, annul.asked_by),
            Self::Told(told) => (told.reason, told.asked_by),
        }
    }
}

/// An annulment, as it is recorded. Places are those of the ledger of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annulled {
    /// The place of the first event of the act that is annulled; of the first such act, where a fact is taken back.
    pub act: u64,
    /// The events that do not stand any more.
    pub struck: Vec<u64>,
    /// For each event that is recorded right after the annulment and with it, the place of the former event after which it
    /// stands. What is recorded with it after those stands where it is: what is open again follows the law of today.
    pub places: Vec<u64>,
    /// The first events of later acts that stand although they rested on what is taken back: they happened, and it is for who
    /// did them to say whether they were mistaken too. Only where a fact is taken back.
    pub unsupported: Vec<u64>,
    /// The struck events by which something went out to the person: that cannot be undone, a correcting notice is due.
    pub sent: Vec<u64>,
    /// Whether nothing of the case stands any more.
    pub whole_case: bool,
    /// Why.
    pub reason: AnnulReason,
    /// Who wanted it.
    pub asked_by: AskedBy,
    /// The day.
    pub on: NaiveDate,
    /// The ledger and the place there of the annulment that this one follows.
    pub source: Option<(String, u64)>,
}

/// An event of a history, with what deciding it again needs.
#[derive(Debug)]
pub struct Acted<'a, E> {
    /// Its place in the ledger.
    pub position: u64,
    /// The act that recorded it, or the one it was decided for again.
    pub act: u128,
    /// When the act was decided.
    pub at: DateTime<Utc>,
    /// The same in Brussels.
    pub today: NaiveDate,
    /// By what it came about.
    pub cause: Cause,
    /// The ledger and the place there of the fact that caused it.
    pub source: Option<(&'a str, u64)>,
    /// Whether it was struck.
    pub struck: bool,
    /// The event.
    pub event: &'a E,
}

impl<E> Clone for Acted<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Acted<'_, E> {}

/// Why an act is not annulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAnnulled {
    /// The case has no such event.
    NoSuchAct,
    /// It was annulled before.
    AlreadyAnnulled,
    /// It is an annulment: the act that it took back is recorded again instead.
    IsAnAnnulment,
    /// It is nobody's act: a timer's, which follows what it followed, or what another service told, which is annulled there.
    NotAnAct,
    /// Later acts rest on it: the places of their first events.
    LaterActsDepend(Vec<u64>),
    /// It declared the case: with it all is annulled, and nothing takes its place on this case.
    NothingInsteadOfACase,
    /// The whole case was annulled: nothing more is recorded on it.
    CaseAnnulled,
}

impl NotAnnulled {
    /// A stable text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchAct => "NO_SUCH_ACT",
            Self::AlreadyAnnulled => "ALREADY_ANNULLED",
            Self::IsAnAnnulment => "IS_AN_ANNULMENT",
            Self::NotAnAct => "NOT_AN_ACT",
            Self::LaterActsDepend(_) => "LATER_ACTS_DEPEND",
            Self::NothingInsteadOfACase => "NOTHING_INSTEAD_OF_A_CASE",
            Self::CaseAnnulled => "CASE_ANNULLED",
        }
    }
}

impl fmt::Display for NotAnnulled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchAct => f.write_str("the history of the case has no such entry"),
            Self::AlreadyAnnulled => f.write_str("the act is annulled already"),
            Self::IsAnAnnulment => f.write_str("an annulment is not annulled: the act is recorded again"),
            Self::NotAnAct => {
                f.write_str("nobody's act here: what another service told is annulled there, what a timer did follows")
            }
            Self::LaterActsDepend(first) => {
                let places: Vec<String> = first.iter().map(ToString::to_string).collect();
                write!(f, "later acts rest on it and are annulled first: entries {}", places.join(", "))
            }
            Self::NothingInsteadOfACase => f.write_str("with its declaration the whole case is annulled"),
            Self::CaseAnnulled => f.write_str("the case was annulled"),
        }
    }
}

/// A service's own law, as deciding again asks it.
pub trait Again {
    /// What is known of a case.
    type State: Clone + PartialEq;
    /// What can be asked of it.
    type Command;
    /// What happened to it.
    type Event: Clone + PartialEq;

    /// A case of which nothing is known.
    fn nothing_yet(&self) -> Self::State;

    /// Applies an event.
    fn apply(&self, state: &mut Self::State, event: &Self::Event);

    /// Decides a command as on a day; `None` if it is refused.
    fn decide(
        &self,
        state: &Self::State,
        command: &Self::Command,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Option<Vec<Self::Event>>;

    /// The command whose decision recorded these events, by what they came about and on the case as it was before; `None`
    /// where they do not tell it.
    fn again(&self, before: &Self::State, cause: Cause, events: &[&Self::Event]) -> Option<Self::Command>;

    /// Whether what was decided again has the names by which later acts know it, such as the number of an appointment.
    fn keeps_names(&self, _former: &[&Self::Event], _again: &[Self::Event]) -> bool {
        true
    }

    /// The command by which open deadlines follow the law in force; `None` for a service that has none.
    fn follow_law(&self) -> Option<Self::Command>;

    /// The ledger and the place of the fact that an event notes, parks or releases.
    fn fact<'e>(&self, event: &'e Self::Event) -> Option<(&'e str, u64)>;

    /// The annulment, if the event is one.
    fn annulled<'e>(&self, event: &'e Self::Event) -> Option<&'e Annulled>;

    /// Whether the event begins the case, so that without it there is none.
    fn begins(&self, event: &Self::Event) -> bool;

    /// Whether by the event something went out to the person.
    fn went_out(&self, event: &Self::Event) -> bool;
}

/// By what events came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Somebody's act.
    Act,
    /// A fact that another service told.
    Fact,
    /// A timer that fired.
    Timer,
    /// The law, which changed (T8).
    Law,
}

/// What an annulment changes: the event that says so, and those that are recorded with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised<E> {
    /// The annulment.
    pub annulled: Annulled,
    /// The events that take their places, one for each of [`Annulled::places`], and then those by which open deadlines follow
    /// the law (T8).
    pub instead: Vec<E>,
}

/// Decides a mistake on a history, in which the events come in the order in which they stand. `right` is the act that takes
/// the place of the wrong one, where one does. `now` and `today` are the same instant. `None` where there is nothing to take back.
///
/// # Errors
/// Why an act cannot be annulled; what was told is always taken back.
pub fn annul<L: Again>(
    law: &L,
    history: &[Acted<'_, L::Event>],
    mistake: &Mistake,
    right: Option<&[L::Event]>,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Option<Revised<L::Event>>, NotAnnulled> {
    let acts = acts_of(history);
    let wrong: Vec<usize> = match mistake {
        Mistake::Act(annul) => vec![the_act(law, &acts, annul.act)?],
        Mistake::Told(told) => of_facts(law, &acts, told),
    };
    let whole = match mistake {
        Mistake::Told(TakenBack { whole_case: true, .. }) => true,
        _ => {
            wrong.iter().any(|act| acts[*act].iter().any(|acted| !acted.struck && law.begins(acted.event)))
                && matches!(mistake, Mistake::Act(_))
        }
    };
    let stands = |acted: &&Acted<'_, L::Event>| !acted.struck;
    if whole && !history.iter().any(|acted| stands(&acted) && law.annulled(acted.event).is_none()) {
        return Ok(None);
    }
    if whole && right.is_some() {
        return Err(NotAnnulled::NothingInsteadOfACase);
    }
    let Some(first) = wrong.first().copied().or(whole.then_some(0)) else { return Ok(None) };
    let mut revision =
        Revision { struck: Vec::new(), places: Vec::new(), instead: Vec::new(), unsupported: Vec::new() };
    if whole {
        let all = history.iter().filter(stands).filter(|acted| law.annulled(acted.event).is_none());
        revision.struck.extend(all.map(|acted| acted.position));
    } else {
        let told = match mistake {
            Mistake::Act(_) => None,
            Mistake::Told(told) => Some(told),
        };
        let (without, depend) = revision.replay(law, &acts, &wrong, right, told);
        if told.is_none() && !depend.is_empty() {
            return Err(NotAnnulled::LaterActsDepend(depend));
        }
        revision.unsupported = depend;
        // What is open again was planned by the law of then.
        let followed = law.follow_law().and_then(|command| law.decide(&without, &command, now, today));
        revision.instead.extend(followed.into_iter().flatten());
    }
    let (reason, asked_by) = mistake.reason();
    let went_out =
        |acted: &&Acted<'_, L::Event>| revision.struck.contains(&acted.position) && law.went_out(acted.event);
    let annulled = Annulled {
        act: acts[first][0].position,
        sent: history.iter().filter(went_out).map(|acted| acted.position).collect(),
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
    Ok(Some(Revised { annulled, instead: revision.instead }))
}

/// The case as it was before the act that is to be annulled: on which the right one is decided.
///
/// # Errors
/// As [`annul`].
pub fn before<L: Again>(law: &L, history: &[Acted<'_, L::Event>], act: u64) -> Result<L::State, NotAnnulled> {
    let acts = acts_of(history);
    let wrong = the_act(law, &acts, act)?;
    let mut state = law.nothing_yet();
    for acted in acts[..wrong].iter().copied().flatten().filter(|acted| !acted.struck) {
        law.apply(&mut state, acted.event);
    }
    Ok(state)
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
        Cause::Act => Ok(found),
        Cause::Fact | Cause::Timer | Cause::Law => Err(NotAnnulled::NotAnAct),
    }
}

/// The acts that noted or parked what was taken back.
fn of_facts<L: Again>(law: &L, acts: &[&[Acted<'_, L::Event>]], told: &TakenBack) -> Vec<usize> {
    let noted = |(_, act): &(usize, &&[Acted<'_, L::Event>])| {
        let told = act.iter().any(|acted| !acted.struck && is_told(law, acted, told));
        told && act[0].cause == Cause::Fact
    };
    acts.iter().enumerate().filter(noted).map(|(place, _)| place).collect()
}

fn is_told<L: Again>(law: &L, acted: &Acted<'_, L::Event>, told: &TakenBack) -> bool {
    let of = |(ledger, position): (&str, u64)| ledger == told.ledger && told.facts.contains(&position);
    acted.source.is_some_and(of) || law.fact(acted.event).is_some_and(of)
}

fn standing<'e, E>(act: &[Acted<'e, E>]) -> Vec<&'e E> {
    act.iter().filter(|acted| !acted.struck).map(|acted| acted.event).collect()
}

struct Revision<E> {
    struck: Vec<u64>,
    places: Vec<u64>,
    instead: Vec<E>,
    unsupported: Vec<u64>,
}

impl<E: Clone + PartialEq> Revision<E> {
    /// Plays the history again without some acts, and gives the case then, and the later acts that are not permitted.
    fn replay<L: Again<Event = E>>(
        &mut self,
        law: &L,
        acts: &[&[Acted<'_, E>]],
        wrong: &[usize],
        right: Option<&[E]>,
        told: Option<&TakenBack>,
    ) -> (L::State, Vec<u64>) {
        let (mut with, mut without) = (law.nothing_yet(), law.nothing_yet());
        let mut depend = Vec::new();
        for (place, act) in acts.iter().enumerate() {
            let events = standing(act);
            let (Some(first), false) = (act.first(), events.is_empty()) else { continue };
            let is_annulment = events.iter().any(|event| law.annulled(event).is_some());
            let again: Option<Vec<E>> = if wrong.contains(&place) {
                Some(right.map_or_else(Vec::new, <[E]>::to_vec))
            } else if with == without || is_annulment {
                None
            } else {
                let command = law.again(&with, first.cause, &events);
                let decided = command.and_then(|command| law.decide(&without, &command, first.at, first.today));
                let decided = decided.filter(|again| law.keeps_names(&events, again));
                match (decided, first.cause) {
                    // What a timer does it does on its day: what it would not have done falls, and what it has to do now
                    // it does today.
                    (decided, Cause::Timer) => {
                        Some(decided.filter(|again| again.iter().eq(events.iter().copied())).unwrap_or_default())
                    }
                    (decided, Cause::Law) => Some(decided.unwrap_or_default()),
                    (Some(decided), _) => Some(decided),
                    (None, cause) => {
                        depend.extend((cause == Cause::Act || told.is_some()).then_some(first.position));
                        // What somebody did, or was told, stays; what was taken back does not, whatever it came with.
                        let kept = act.iter().filter(|acted| !acted.struck);
                        let kept = kept.filter(|acted| told.is_none_or(|told| !is_told(law, acted, told)));
                        Some(kept.map(|acted| acted.event.clone()).collect())
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
                    self.differ(act, &again);
                }
            }
        }
        (without, depend)
    }

    /// Strikes the events of an act from the first that is not decided again on, and puts the others in their place.
    fn differ(&mut self, act: &[Acted<'_, E>], again: &[E]) {
        let standing: Vec<_> = act.iter().filter(|acted| !acted.struck).collect();
        let same = standing.iter().zip(again).take_while(|(acted, event)| acted.event == *event).count();
        self.struck.extend(standing[same..].iter().map(|acted| acted.position));
        let last = act.last().map_or(0, |acted| acted.position);
        for event in &again[same..] {
            self.places.push(last);
            self.instead.push(event.clone());
        }
    }
}
