//! The offices that look at facts, and how a scenario is played with one.

use chrono::NaiveDate;
use trajet_law::annul::{Annul, AnnulReason, AskedBy, NotAnnulled};
use trajet_law::deadline::{Closure, DatedFact, Deadline, Deadlines, Plan};
use trajet_law::explain::{Decision, Subject};
use trajet_law::law::Law;
use trajet_law::parameter::ParameterVersion;
use trajet_law::rule::Ground;

use crate::expected::{self, Line};
use crate::said::{Said, one_of_law};
use crate::scenario::Scenario;

/// The phrases of an office for facts, each with how it is read.
pub(crate) type Words<Command> = &'static [(&'static str, fn(&mut Said) -> Command)];

/// The questions that an office answers, each with how.
pub(crate) type Questions<Office> = &'static [(&'static str, fn(&Office, &mut Said) -> String)];

/// An office: a pure domain with its state. It begins knowing nothing.
pub(crate) trait Office: Default + 'static {
    /// What it can be told or asked to do.
    type Command;
    /// Its phrases for facts.
    const WORDS: Words<Self::Command>;
    /// Its questions.
    const QUESTIONS: Questions<Self>;
    /// The sources that list its events, each with the line that begins the list and what its names begin with.
    const EVENTS: &'static [(&'static str, &'static str, &'static str)];

    /// The office under another law. It begins knowing nothing. One that weighs no figure is under every law the same.
    fn under(_law: &'static Law) -> Self {
        Self::default()
    }

    /// Decides, and remembers what happened.
    fn act(&mut self, command: &Self::Command, today: NaiveDate) -> Result<Vec<Happened>, Refused>;

    /// What happens by itself on a day up to this one, if anything is left: the day, and what.
    fn due(&self, today: NaiveDate) -> Option<(NaiveDate, Self::Command)>;

    /// The deadlines of the case.
    fn deadlines(&self) -> Option<&Deadlines>;

    /// How many events it recorded, if an act of its can be annulled; the first has the place 1.
    fn recorded(&self) -> Option<u64> {
        None
    }

    /// Annuls an act, and remembers what happened.
    fn annul(&mut self, _act: Annul, _today: NaiveDate) -> Result<Vec<Happened>, Refused> {
        Err(Refused { code: NotAnnulled::NoSuchAct.code(), ..Refused::default() })
    }
}

/// Something that happened.
pub(crate) struct Happened {
    /// The day that counts.
    pub(crate) on: NaiveDate,
    /// What, in words.
    pub(crate) name: String,
    /// The rule, or its point.
    pub(crate) ground: Ground,
    /// The facts that it names, where it is a waiver.
    pub(crate) because_of: Vec<DatedFact>,
}

/// The facts that a waiver names.
pub(crate) fn because_of(decision: Option<Decision<'_>>) -> Vec<DatedFact> {
    match decision.map(|decision| decision.subject) {
        Some(Subject::Waiver { rests_on, .. }) => rests_on.to_vec(),
        _ => Vec::new(),
    }
}

impl Happened {
    /// An event: its name is that of its variant, in words.
    pub(crate) fn of(event: &impl std::fmt::Debug, on: NaiveDate, ground: Ground) -> Self {
        Self { on, name: in_words(&variant(event)), ground, because_of: Vec::new() }
    }
}

/// The name of the variant of a value.
pub(crate) fn variant(value: &impl std::fmt::Debug) -> String {
    let shown = format!("{value:?}");
    shown.chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// A name of the code in words: `PersonReferred` is `person referred`.
pub(crate) fn in_words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// Why something was refused.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The code of the refusal.
    pub(crate) code: &'static str,
    /// The rule, or its point; none where the dates alone are impossible.
    pub(crate) ground: Option<Ground>,
    /// The first day on which it would be right, if the refusal tells one.
    pub(crate) earliest: Option<NaiveDate>,
    /// The last day, likewise.
    pub(crate) latest: Option<NaiveDate>,
    /// The figure of the law that decided, if the refusal names one.
    pub(crate) parameter: Option<ParameterVersion>,
}

/// What stands between a waiver and the facts that it names.
pub(crate) const BECAUSE_OF: &str = " because of ";

/// Everything that came of a story.
#[derive(Default)]
pub(crate) struct Story {
    pub(crate) happened: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) refused: Vec<String>,
    /// Of each fact, why it was refused, if it was.
    pub(crate) of_facts: Vec<Option<Refused>>,
    pub(crate) deadlines: Vec<String>,
}

/// What is wrong with a scenario of an office.
pub(crate) fn problems<O: Office>(scenario: &Scenario) -> Vec<String> {
    let mut problems = Vec::new();
    let facts: Vec<_> = scenario.facts.iter().filter_map(|line| kept(fact::<O>(line), &mut problems)).collect();
    let lines: Vec<_> =
        scenario.expected.iter().filter_map(|line| kept(Line::read::<O>(line), &mut problems)).collect();
    if !facts.is_sorted_by_key(|fact| fact.today) {
        problems.push("the facts are not in the order in which they became known".to_owned());
    }
    if !problems.is_empty() {
        return problems;
    }
    let mut office = O::default();
    let story = play(&mut office, &facts, scenario.until);
    problems.extend(expected::differences(&lines, &story));
    for (question, answer) in &scenario.answers {
        match ask(&office, question) {
            Ok(told) if told == *answer => {}
            Ok(told) => problems.push(format!("\"{question}\": expected \"{answer}\", got \"{told}\"")),
            Err(told) => problems.extend(told),
        }
    }
    problems
}

/// Of each fact of a scenario, why it is refused under a law, if it is.
pub(crate) fn refusals<O: Office>(scenario: &Scenario, law: &'static Law) -> Vec<Option<Refused>> {
    let facts: Vec<_> = scenario.facts.iter().filter_map(|line| fact::<O>(line).ok()).collect();
    play(&mut O::under(law), &facts, scenario.until).of_facts
}

fn kept<T>(read: Result<T, Vec<String>>, problems: &mut Vec<String>) -> Option<T> {
    read.map_err(|told| problems.extend(told)).ok()
}

/// A fact, on the day on which it became known.
struct Fact<Command> {
    phrase: String,
    on: NaiveDate,
    today: NaiveDate,
    deed: Deed<Command>,
}

/// What is done of a fact.
enum Deed<Command> {
    /// It is told to the office.
    Told(Command),
    /// A former one, by its phrase and its day, is annulled.
    Annulled { act: (String, NaiveDate), reason: AnnulReason, asked_by: AskedBy },
}

/// The phrase by which every office with a history annuls an act.
pub(crate) const ANNULLED: &str = "act annulled";

fn fact<O: Office>(line: &str) -> Result<Fact<O::Command>, Vec<String>> {
    let mut said = Said::dated(line).map_err(|problem| vec![problem])?;
    if said.phrase == ANNULLED && O::default().recorded().is_some() {
        return annulment(said);
    }
    let Some((_, read)) = O::WORDS.iter().find(|(phrase, _)| *phrase == said.phrase) else {
        let known: Vec<_> = O::WORDS.iter().map(|(phrase, _)| *phrase).collect();
        return Err(vec![format!(
            "\"{line}\": this office knows no \"{}\"; it knows {}",
            said.phrase,
            known.join("; ")
        )]);
    };
    let today = said.date("entered").unwrap_or(said.on);
    let deed = Deed::Told(read(&mut said));
    let (phrase, on) = (said.phrase.clone(), said.on);
    let problems = said.problems();
    if problems.is_empty() { Ok(Fact { phrase, on, today, deed }) } else { Err(problems) }
}

/// Reads `act annulled: the first estimate of 2022-12-05, because wrong content, as the person asks`.
fn annulment<Command>(mut said: Said) -> Result<Fact<Command>, Vec<String>> {
    let reason = one_of_law!(said, "because", AnnulReason).unwrap_or(AnnulReason::WrongContent);
    let asked_by = if said.flag("as the person asks") { AskedBy::Person } else { AskedBy::Keeper };
    let act = said.text("the").and_then(|act| {
        let (phrase, on) = act.rsplit_once(" of ")?;
        Some((phrase.to_owned(), on.parse().ok()?))
    });
    let (phrase, on) = (said.phrase.clone(), said.on);
    if act.is_none() {
        said.wrong(format!("\"{phrase}\" needs \"the …\", such as \"the first estimate of 2022-12-05\""));
    }
    let problems = said.problems();
    match act {
        Some(act) if problems.is_empty() => {
            Ok(Fact { phrase, on, today: on, deed: Deed::Annulled { act, reason, asked_by } })
        }
        _ => Err(problems),
    }
}

fn play<O: Office>(office: &mut O, facts: &[Fact<O::Command>], until: Option<NaiveDate>) -> Story {
    let mut story = Story::default();
    let mut yesterday = NaiveDate::MIN;
    // Each fact that was told, with the place of the first event that it recorded.
    let mut told: Vec<(&str, NaiveDate, u64)> = Vec::new();
    for fact in facts {
        pass(office, yesterday, fact.today, &mut story);
        yesterday = fact.today;
        let recorded = office.recorded().unwrap_or_default();
        let done = match &fact.deed {
            Deed::Told(command) => office.act(command, fact.today),
            Deed::Annulled { act: (phrase, on), reason, asked_by } => {
                let act = told.iter().rfind(|(known, day, _)| known == phrase && day == on);
                let act = act.map_or(0, |(_, _, place)| *place);
                office.annul(Annul { act, reason: *reason, asked_by: *asked_by }, fact.today)
            }
        };
        if done.is_ok() {
            told.push((&fact.phrase, fact.on, recorded + 1));
        }
        match done {
            Ok(happened) => {
                story.add(happened);
                story.of_facts.push(None);
            }
            Err(refused) => {
                story.refused.push(refusal(fact.on, &fact.phrase, &refused));
                story.of_facts.push(Some(refused));
            }
        }
        pass(office, fact.today, fact.today, &mut story);
    }
    if let Some(until) = until {
        pass(office, yesterday, until, &mut story);
    }
    let deadlines = office.deadlines();
    story.deadlines = deadlines.into_iter().flat_map(Deadlines::latest_of_each).map(deadline).collect();
    story
}

/// Lets what is due happen by itself, from a day to another. What was due before, and is known only now, happens at once.
fn pass<O: Office>(office: &mut O, from: NaiveDate, until: NaiveDate, story: &mut Story) {
    for _ in 0..100 {
        let Some((due, command)) = office.due(until) else { return };
        let on = due.max(from);
        match office.act(&command, on) {
            Ok(happened) => story.add(happened),
            Err(refused) => return story.refused.push(refusal(on, "what is due", &refused)),
        }
    }
    story.refused.push(format!("{until} something falls due again and again"));
}

impl Story {
    fn add(&mut self, happened: Vec<Happened>) {
        for Happened { on, name, ground, because_of } in happened {
            let facts = because_of.iter().map(|fact| format!("{} of {}", fact.kind.code().replace('_', " "), fact.on));
            let facts = facts.collect::<Vec<_>>().join(" and ");
            let because = if facts.is_empty() { facts } else { format!("{BECAUSE_OF}{facts}") };
            self.happened.push(format!("{on} {name} ({ground}){because}"));
            self.names.push(name);
        }
    }
}

fn refusal(on: NaiveDate, phrase: &str, refused: &Refused) -> String {
    let ground = refused.ground.map(|ground| format!(" ({ground})")).unwrap_or_default();
    let earliest = refused.earliest.map(|day| format!(", from {day} on")).unwrap_or_default();
    let latest = refused.latest.map(|day| format!(", until {day}")).unwrap_or_default();
    format!("{on} {phrase} refused: {}{ground}{earliest}{latest}", refused.code)
}

/// A deadline in words, with what became of it.
pub(crate) fn deadline(deadline: &Deadline) -> String {
    let missed = deadline.missed_on.map(|on| format!(", missed {on}")).unwrap_or_default();
    let closed = match deadline.closed {
        None => ", open".to_owned(),
        Some(Closure::Met { on }) => format!(", met {on}"),
        Some(Closure::Waived { on, because }) => format!(", waived {on} ({because})"),
    };
    format!("{}{missed}{closed}", planned(&deadline.plan))
}

/// A planned deadline in words.
pub(crate) fn planned(plan: &Plan) -> String {
    let Plan { step, rule, opens, due, warn_on, target, actor, .. } = plan;
    let opens = opens.map(|day| format!(" from {day}")).unwrap_or_default();
    let due = due.map(|day| format!(" until {day}")).unwrap_or_default();
    let target = target.map(|day| format!(" aimed at {day}")).unwrap_or_default();
    let warning = warn_on.map(|day| format!(", warning {day}")).unwrap_or_default();
    let (step, actor) = (step.code().replace('_', " "), actor.code().replace('_', " "));
    format!("deadline {step}{opens}{due}{target}{warning}, {actor}, {rule}")
}

/// Puts a question.
pub(crate) fn ask<O: Office>(office: &O, question: &str) -> Result<String, Vec<String>> {
    let mut said = Said::read(NaiveDate::default(), question);
    let Some((_, answer)) = O::QUESTIONS.iter().find(|(phrase, _)| *phrase == said.phrase) else {
        let known: Vec<_> = O::QUESTIONS.iter().map(|(phrase, _)| *phrase).collect();
        return Err(vec![format!("no question \"{}\"; this office knows {}", said.phrase, known.join("; "))]);
    };
    let told = answer(office, &mut said);
    let problems = said.problems();
    if problems.is_empty() { Ok(told) } else { Err(problems) }
}

/// The first of the timers that is due until a day.
pub(crate) fn first_due<Kind: Ord>(
    timers: impl IntoIterator<Item = (NaiveDate, Kind)>,
    until: NaiveDate,
) -> Option<(NaiveDate, Kind)> {
    timers.into_iter().filter(|(on, _)| *on <= until).min()
}
