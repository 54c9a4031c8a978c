//! An annulment after the law changed, and one after the other.

use trajet_law::annul::{Acted, Annul, AnnulReason, AskedBy, Cause, Mistake, NotAnnulled, TakenBack};
use trajet_law::deadline::Closure;
use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};
use trajet_law::rule::Rule;

use super::*;
use crate::fact::{Fact, Source, Told};
use crate::samples::{Case, context, day, first_contact, recognised, referred, route_b};

const CHANGED_ON: NaiveDate = NaiveDate::from_ymd_opt(2023, 1, 1).expect("a date");

static BY_MONTH: Parameter<u32> = Parameter::new(
    "first_contact.by_month",
    Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 6, source: "a version of these tests" },
    &[Version { valid_from: CHANGED_ON, begun: Begun::AnyDay, value: 7, source: "a version of these tests" }],
);
static AMENDED: Law = Law::amended(&[&BY_MONTH]);

/// An event as the ledger holds it.
struct Entry {
    act: u128,
    today: NaiveDate,
    cause: Cause,
    struck: bool,
    event: Event,
}

/// A history by the amended law: what is recorded takes the next place, as in a ledger with one case.
#[derive(Default)]
struct Book {
    /// Each with its place.
    entries: Vec<(u64, Entry)>,
    acts: u128,
}

impl Book {
    fn case(&self) -> Case {
        let mut state = State { law: &AMENDED, ..State::default() };
        for (_, entry) in self.entries.iter().filter(|(_, entry)| !entry.struck) {
            apply(&mut state, &entry.event);
        }
        Case { state, events: Vec::new() }
    }

    fn next(&self) -> u64 {
        self.entries.len() as u64 + 1
    }

    /// Does an act, and gives its place.
    fn on(&mut self, today: NaiveDate, command: &Command) -> u64 {
        let first = self.next();
        let cause = match command {
            Command::Note(_) => Cause::Fact,
            Command::FollowLaw => Cause::Law,
            _ => Cause::Act,
        };
        self.acts += 1;
        for event in self.case().on(today, command) {
            let entry = Entry { act: self.acts, today, cause, struck: false, event };
            self.entries.push((self.next(), entry));
        }
        first
    }

    /// Annuls the act of a place, and gives what was recorded.
    fn annul(&mut self, today: NaiveDate, act: u64) -> Result<Vec<Event>, Rejection> {
        self.take_back(today, &Mistake::Act(Annul { act, reason: AnnulReason::WrongPerson, asked_by: AskedBy::Keeper }))
    }

    /// Takes back what was a mistake, and gives what was recorded.
    fn take_back(&mut self, today: NaiveDate, mistake: &Mistake) -> Result<Vec<Event>, Rejection> {
        let context = context(today);
        let acted: Vec<_> = self.entries.iter().map(|(place, entry)| acted(*place, entry)).collect();
        let events = annul(&AMENDED, &acted, mistake, None, &context)?;
        let [Event::ActAnnulled(annulled), with @ ..] = &events[..] else { panic!("{events:?}") };
        for (_, entry) in self.entries.iter_mut().filter(|(place, _)| annulled.struck.contains(place)) {
            entry.struck = true;
        }
        self.acts += 1;
        let mine = |cause, event: &Event| Entry { act: self.acts, today, cause, struck: false, event: event.clone() };
        let recorded = [mine(Cause::Act, &events[0])];
        let followed: Vec<_> = with[annulled.places.len()..].iter().map(|event| mine(Cause::Law, event)).collect();
        assert!(annulled.places.is_empty(), "nothing of these tests takes the place of something");
        for entry in recorded.into_iter().chain(followed) {
            self.entries.push((self.next(), entry));
        }
        Ok(events)
    }
}

fn acted(place: u64, entry: &Entry) -> Acted<'_, Event> {
    Acted {
        position: place,
        act: entry.act,
        at: context(entry.today).now,
        today: entry.today,
        cause: entry.cause,
        source: None,
        struck: entry.struck,
        event: &entry.event,
    }
}

fn open(book: &Book, step: Step) -> Option<NaiveDate> {
    book.case().state.deadlines.open(step).and_then(|deadline| deadline.plan.due.or(deadline.plan.target))
}

#[test]
fn t8_t9_what_is_open_again_follows_the_law_that_changed_since_and_another_annulment_leaves_it_so() {
    let step = Step::FirstContactCategory4;
    let mut book = Book::default();
    book.on(day(2022, 9, 5), &recognised());
    book.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
    assert_eq!(open(&book, step), Some(day(2023, 2, 28)));
    let asked = book.on(day(2022, 12, 14), &route_b(day(2022, 12, 14)));
    let held = book.on(day(2022, 12, 20), &first_contact(day(2022, 12, 20)));
    // What was met does not follow the law.
    let followed = book.on(day(2023, 1, 2), &Command::FollowLaw);
    assert_eq!(followed, book.next());
    let events = book.annul(day(2023, 1, 10), held).expect("it is annulled");
    assert!(matches!(&events[1..], [Event::DeadlineReplanned { on, .. }] if *on == day(2023, 1, 10)), "{events:?}");
    assert_eq!(open(&book, step), Some(day(2023, 3, 31)));

    // What followed the law with the annulment is nobody's act, and stays where another act is annulled.
    let moved = book.next() - 1;
    assert_eq!(book.annul(day(2023, 1, 11), moved), Err(NotAnnulled::NotAnAct.into()));
    let annulled = book.annul(day(2023, 1, 12), asked).expect("it is annulled");
    assert_eq!(annulled.len(), 1, "{annulled:?}");
    assert_eq!((open(&book, step), open(&book, Step::RouteBAppointment)), (Some(day(2023, 3, 31)), None));
    assert!(book.case().state.requests.is_empty());
    book.on(day(2023, 1, 16), &first_contact(day(2023, 1, 16)));
    let closed = book.case().state.deadlines.last(step).and_then(|deadline| deadline.closed);
    assert_eq!(closed, Some(Closure::Met { on: day(2023, 1, 16) }));
}

#[test]
fn t9_d19_a_dossier_whose_referral_is_taken_back_is_not_looked_at_any_more_though_its_contact_stands() {
    let ledger = "assessment/300";
    let mut book = Book::default();
    book.on(day(2022, 9, 5), &recognised());
    let fact = Told::Referred { on: day(2022, 12, 12), initial: true };
    let source = Source { ledger: ledger.to_owned(), position: 9 };
    book.on(day(2022, 12, 12), &Command::Note(Fact { told: fact, source }));
    book.on(day(2022, 12, 20), &first_contact(day(2022, 12, 20)));
    assert_eq!(open(&book, Step::DossierLook), Some(day(2023, 3, 20)));
    let on = day(2023, 1, 16);
    let mistake = Mistake::Told(TakenBack {
        ledger: ledger.to_owned(),
        position: 12,
        facts: [9].into(),
        whole_case: false,
        reason: AnnulReason::NeverTookPlace,
        asked_by: AskedBy::Keeper,
        on,
    });
    let events = book.take_back(on, &mistake).expect("what another service takes back is taken back");
    let step = Step::DossierLook;
    assert_eq!(events[1..], [Event::DeadlineWaived { step, on, because: Rule::T9.into() }]);
    assert_eq!((open(&book, step), book.case().state.contacts.len()), (None, 1));
}
