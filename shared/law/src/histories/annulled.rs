//! What holds when an act is annulled.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::explained::every_waiver_rests_on_facts;
use super::{Act, Played, Timed, now};
use crate::annul::{
    Acted, Addressee, Annul, AnnulReason, AskedBy, Cause, Mistake, NotAnnulled, TakenBack, after, annul, stands,
};

/// The events of a history, one place after the other as in a ledger with one case.
pub fn acted<'a, L: Played>(it: &L, acts: &'a [Act<L>]) -> Vec<Acted<'a, L::Event>> {
    let mut acted = Vec::new();
    for (number, act) in acts.iter().enumerate() {
        for event in &act.events {
            acted.push(Acted {
                position: acted.len() as u64 + 1,
                act: number as u128,
                at: now(act.today),
                today: act.today,
                cause: it.cause(&act.command),
                source: it.source(&act.command),
                struck: false,
                event,
            });
        }
    }
    acted
}

/// Annuls the act that recorded the event at a place.
///
/// # Errors
/// As [`annul`].
pub fn annulled<L: Played>(
    it: &L,
    history: &[Acted<'_, L::Event>],
    position: u64,
    today: NaiveDate,
) -> Result<Vec<L::Event>, L::Refusal> {
    let annulment = Annul { act: position, reason: AnnulReason::WrongContent, asked_by: AskedBy::Person };
    annul(it, history, &Mistake::Act(annulment), &[], (now(today), today))
}

/// Each command of a walk is told by the events that it recorded, with the fact that it noted; deadlines can be asked for by the
/// events that plan them. What begins a case is not asked again: without it there is none.
///
/// # Panics
/// Where it does not hold, a command is refused, or records nothing.
pub fn each_command_is_told_by_its_events<L: Timed>(it: &L, walk: &[(NaiveDate, L::Command)]) {
    let (mut state, mut plans) = (it.nothing_yet(), 0);
    for (today, command) in walk {
        let decide = |command: &L::Command| it.decide(&state, command, now(*today), *today);
        let events = decide(command).unwrap_or_else(|refused| panic!("{command:?} is refused: {refused:?}"));
        assert!(!events.is_empty(), "{command:?} records nothing");
        if !events.iter().any(|event| it.begins(event)) {
            let again = it.again(&state, it.cause(command), &events.iter().collect::<Vec<_>>());
            let again = again.unwrap_or_else(|| panic!("{events:?} do not tell {command:?}"));
            let decided = decide(&again).unwrap_or_else(|refused| panic!("{again:?} is refused: {refused:?}"));
            assert_eq!(decided, events, "{command:?} is told as {again:?}");
        }
        let fact = events.iter().find_map(|event| it.fact(event));
        assert_eq!(fact, it.source(command), "{events:?}");
        for event in &events {
            it.apply(&mut state, event);
            assert!(it.same(event, event) && !it.about_the_file(event), "{event:?}");
        }
        for step in events.iter().filter_map(|event| it.plans(event)) {
            assert_eq!(it.is_open(&state, step), it.deadlines(&state).open(step).is_some(), "{step:?}");
            plans += 1;
        }
    }
    assert!(plans > 0 && it.follow_law().is_some() && it.is_as(&state, &state) && !it.is_as(&it.nothing_yet(), &state));
}

/// Events tell the command that they came from, or none.
///
/// # Panics
/// Where it does not hold.
pub fn events_tell_the_command_that_they_came_from<L: Played>(it: &L, acts: &[Act<L>]) {
    for act in acts {
        let events: Vec<_> = act.events.iter().collect();
        let Some(command) = it.again(&act.before, it.cause(&act.command), &events) else { continue };
        let decided = it.decide(&act.before, &command, now(act.today), act.today);
        let decided = decided.unwrap_or_else(|refused| panic!("{command:?} is refused: {refused:?}"));
        assert_eq!(decided, act.events, "{:?} is told as {command:?}", act.command);
    }
}

/// To annul the last act is never to have done it; and what nobody did here is not annulled.
///
/// # Panics
/// Where it does not hold.
pub fn the_last_act_was_never_done<L: Played>(it: &L, acts: &[Act<L>])
where
    L::Refusal: PartialEq,
{
    let Some(last) = acts.last() else { return };
    let acted = acted(it, acts);
    let decided = annulled(it, &acted, acted.len() as u64, last.today);
    if it.cause(&last.command) != Cause::Act {
        assert_eq!(decided, Err(NotAnnulled::NotAnAct.into()));
        return;
    }
    let decided = decided.unwrap_or_else(|refused| panic!("{refused:?}"));
    let state = after(it, &acted, &decided);
    who_was_sent_something_wrong_is_told(it, &acted, &decided, last.today);
    if whole_case(it, last, &decided) {
        assert_nothing_stands(it, &state, &decided[0]);
    } else {
        assert_eq!(state, with_notices(it, followed(it, last.before.clone(), last.today), &decided[0]));
    }
}

/// An act, chosen among those that can be, is annulled as if what followed had been done without it, or not at all.
///
/// # Panics
/// Where it does not hold.
pub fn as_if_what_followed_had_been_done_without_it<L: Timed>(
    it: &L,
    acts: &[Act<L>],
    choose: impl FnOnce(usize) -> usize,
    refused: impl Fn(&L::Refusal) -> Option<NotAnnulled>,
) {
    let own: Vec<_> = (0..acts.len()).filter(|act| it.cause(&acts[*act].command) == Cause::Act).collect();
    let Some(today) = acts.last().filter(|_| !own.is_empty()).map(|last| last.today) else { return };
    let which = own[choose(own.len())];
    let acted = acted(it, acts);
    let position = acted.iter().find(|acted| acted.act == which as u128).map_or(0, |acted| acted.position);
    let decided = match annulled(it, &acted, position, today) {
        Ok(decided) => decided,
        Err(why) => {
            let Some(NotAnnulled::LaterActsDepend(later)) = refused(&why) else { panic!("{why:?}") };
            // Each of them comes later, and is somebody's act.
            for later in later {
                let found = acted.iter().find(|acted| acted.position == later);
                assert!(found.is_some_and(|found| found.act > which as u128 && found.cause == Cause::Act));
            }
            return;
        }
    };
    let state = after(it, &acted, &decided);
    who_was_sent_something_wrong_is_told(it, &acted, &decided, today);
    if whole_case(it, &acts[which], &decided) {
        assert_nothing_stands(it, &state, &decided[0]);
        return;
    }
    assert_is(it, &state, &with_notices(it, followed(it, without(it, acts, which).0, today), &decided[0]));
    every_waiver_rests_on_facts(it, &stands(it, &acted, &decided));
    // Nobody annuls twice.
    let struck = it.annulled(&decided[0]).map(|annulled| annulled.struck.clone()).unwrap_or_default();
    let struck: Vec<_> =
        acted.into_iter().map(|acted| Acted { struck: struck.contains(&acted.position), ..acted }).collect();
    match annulled(it, &struck, position, today) {
        Err(why) => assert_eq!(refused(&why), Some(NotAnnulled::AlreadyAnnulled)),
        Ok(twice) => panic!("annulled twice: {twice:?}"),
    }
}

/// A fact, chosen among those that were told, is taken back as if what followed had been done without it; where somebody's act
/// rested on it, that act is named, and every other fact is still known.
///
/// # Panics
/// Where it does not hold.
pub fn what_was_told_is_taken_back<L: Timed>(it: &L, acts: &[Act<L>], choose: impl FnOnce(usize) -> usize) {
    let facts: Vec<_> = (0..acts.len()).filter(|act| it.cause(&acts[*act].command) == Cause::Fact).collect();
    let Some(today) = acts.last().filter(|_| !facts.is_empty()).map(|last| last.today) else { return };
    let which = facts[choose(facts.len())];
    let Some((ledger, position)) = it.source(&acts[which].command) else { panic!("a fact of nobody") };
    let told = TakenBack {
        ledger: ledger.to_owned(),
        position: u64::MAX,
        facts: [position].into(),
        whole_case: false,
        reason: AnnulReason::WrongContent,
        asked_by: AskedBy::Keeper,
        on: today,
    };
    let acted = acted(it, acts);
    let decided = annul(it, &acted, &Mistake::Told(told), &[], (now(today), today));
    let decided = decided.unwrap_or_else(|refused| panic!("what was told is always taken back: {refused:?}"));
    let annulled = it.annulled(&decided[0]).expect("an annulment");
    let kept = acted.iter().filter(|acted| !annulled.struck.contains(&acted.position)).map(|acted| acted.event);
    let known: BTreeSet<_> = kept.chain(&decided[1..]).filter_map(|event| it.fact(event)).collect();
    assert!(!known.contains(&(ledger, position)), "it is still known");
    who_was_sent_something_wrong_is_told(it, &acted, &decided, today);
    let (state, events) = without(it, acts, which);
    for fact in events.iter().filter_map(|event| it.fact(event)) {
        assert!(known.contains(&fact), "{fact:?} is lost with {ledger} {position}");
    }
    if annulled.unsupported.is_empty() {
        assert_is(it, &after(it, &acted, &decided), &with_notices(it, followed(it, state, today), &decided[0]));
        every_waiver_rests_on_facts(it, &stands(it, &acted, &decided));
    }
}

/// For each struck event by which something went out that does not go out all the same there is one correcting notice, which
/// says what it was; there is no other. Nobody writes to the dead.
fn who_was_sent_something_wrong_is_told<L: Played>(
    it: &L,
    history: &[Acted<'_, L::Event>],
    decided: &[L::Event],
    today: NaiveDate,
) {
    let annulled = it.annulled(&decided[0]).expect("an annulment");
    let known = [after(it, history, decided), after(it, history, &[])].map(|state| it.addressee(&state, today));
    let to = known.into_iter().find(|to| *to != Addressee::Unknown);
    let act_at = |place| history.iter().find(|acted| acted.position == place).map(|acted| acted.act);
    let placed: Vec<_> =
        annulled.places.iter().zip(&decided[1..]).map(|(place, event)| (act_at(*place), event)).collect();
    let void = history.iter().filter(|acted| annulled.struck.contains(&acted.position)).filter(|acted| {
        !placed.iter().any(|(act, event)| *act == Some(acted.act) && it.reads_the_same(acted.event, event))
    });
    let void: Vec<_> = void.filter_map(|acted| Some((acted.position, it.went_out(acted.event)?))).collect();
    let told: Vec<_> = annulled.notices.iter().map(|notice| (notice.entry, notice.sent.clone())).collect();
    assert_eq!(annulled.sent, void.iter().map(|(entry, _)| *entry).collect::<Vec<_>>());
    assert_eq!(told, if to == Some(Addressee::Deceased) { Vec::new() } else { void });
    assert!(
        annulled.notices.iter().all(|notice| notice.on == today && Some(Addressee::Living(notice.to.clone())) == to)
    );
}

/// A case that holds the correcting notices of an annulment.
fn with_notices<L: Played>(it: &L, mut state: L::State, annulment: &L::Event) -> L::State {
    it.apply(&mut state, annulment);
    state
}

/// The case without an act, and what was recorded of it then: by the other commands themselves, and not by what their events
/// tell of them.
fn without<L: Played>(it: &L, acts: &[Act<L>], which: usize) -> (L::State, Vec<L::Event>) {
    let (mut state, mut events) = (it.nothing_yet(), Vec::new());
    for (number, act) in acts.iter().enumerate() {
        if number == which {
            continue;
        }
        let decided = if it.is_as(&act.before, &state) {
            act.events.clone()
        } else {
            // A timer sends what it sent, or does nothing; what somebody went on with stays all the same.
            let itself = it.cause(&act.command) == Cause::Timer;
            let decided = it.decide(&state, &act.command, now(act.today), act.today).ok();
            let decided = decided.filter(|decided| !itself || sends_the_same(it, decided, &act.events));
            let recorded: Vec<_> = act.events.iter().collect();
            let later = &mut acts[number + 1..].iter().flat_map(|act| &act.events);
            let kept = if itself && decided.is_none() && it.went_on(&recorded, later) { recorded } else { Vec::new() };
            let is_open = |event: &L::Event| it.plans(event).is_some_and(|step| it.is_open(&state, step));
            decided.unwrap_or_else(|| kept.into_iter().filter(|event| !is_open(event)).cloned().collect())
        };
        for event in &decided {
            it.apply(&mut state, event);
        }
        events.extend(decided);
    }
    (state, events)
}

/// Whether the same goes out by the one events as by the others, letter by letter.
fn sends_the_same<L: Played>(it: &L, some: &[L::Event], others: &[L::Event]) -> bool {
    let sent =
        |events: &[L::Event]| events.iter().filter(|event| it.went_out(event).is_some()).cloned().collect::<Vec<_>>();
    let (some, others) = (sent(some), sent(others));
    some.len() == others.len() && some.iter().zip(&others).all(|(one, other)| it.reads_the_same(one, other))
}

/// That a case is the other one, its deadlines counted from the same facts.
fn assert_is<L: Played>(it: &L, state: &L::State, expected: &L::State) {
    assert_eq!(state, expected);
    assert!(it.is_as(state, expected), "{state:?} is counted from other facts than {expected:?}");
}

/// The case when its open deadlines follow the law of a day.
fn followed<L: Played>(it: &L, mut state: L::State, today: NaiveDate) -> L::State {
    // A case of which nothing is known yet follows nothing.
    let decided = it.follow_law().and_then(|command| it.decide(&state, &command, now(today), today).ok());
    for event in decided.into_iter().flatten() {
        it.apply(&mut state, &event);
    }
    state
}

/// Whether the whole case is annulled: with the act that began it, and with no other.
fn whole_case<L: Played>(it: &L, act: &Act<L>, decided: &[L::Event]) -> bool {
    let whole = it.annulled(&decided[0]).is_some_and(|annulled| annulled.whole_case);
    assert_eq!(whole, act.events.iter().any(|event| it.begins(event)));
    whole
}

/// That a case is what its annulment alone makes of it.
fn assert_nothing_stands<L: Played>(it: &L, state: &L::State, annulment: &L::Event) {
    let mut nothing = it.nothing_yet();
    it.apply(&mut nothing, annulment);
    assert_eq!(state, &nothing);
}
