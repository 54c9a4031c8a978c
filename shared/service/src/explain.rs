//! Why a case is as it is: what was decided, under which rule and figures, and from which facts.
//!
//! Nothing is worked out again to explain it: an event says what it decided and from which facts, and these are found in the
//! events that told them ([`trajet_law::explain`]). Only the days are counted again, to say that they are the same.

mod sentence;

use chrono::{DateTime, NaiveDate, Utc};
use prost_types::Timestamp;
use trajet_contracts::date::to_proto;
use trajet_contracts::explain::v1 as contract;
use trajet_contracts::google::r#type::Date;
use trajet_law::deadline::{DatedFact, FactKind, Plan, Step};
use trajet_law::explain::{Decision, Subject, counted_again, found};
use trajet_law::law::Law;
use trajet_law::matter::Matter;
use trajet_law::parameter::ParameterVersion;
use trajet_ledger::{Domain, Ledger, Recorded};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

use crate::past::{self, Moment, Told};
use crate::plan::source;

/// How a service explains its events.
#[derive(Debug, Clone, Copy)]
pub struct Explaining<E> {
    /// What the event is about.
    pub matter: fn(&E) -> Matter,
    /// What it decided.
    pub decision: for<'a> fn(&'a E) -> Option<Decision<'a>>,
    /// The dated facts that it tells.
    pub tells: fn(&E) -> Vec<DatedFact>,
}

/// What a reader is not told of what a decision rests on, since the person does not consent to it (D1, D31).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Facts of these kinds.
    pub facts: &'static [FactKind],
    /// The figure that the plan justifies in the place of the law's (D19).
    pub plan: bool,
    /// What was decided of these steps, whose name alone tells it.
    pub steps: &'static [Step],
    /// That the person was referred to partners.
    pub partner_referrals: bool,
}

impl Withheld {
    /// They are told all.
    pub const NOTHING: Self = Self { facts: &[], plan: false, steps: &[], partner_referrals: false };
}

/// A case, explained.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// What was decided, in the order of the history.
    pub explanations: Vec<contract::Explanation>,
    on: NaiveDate,
    known_at: DateTime<Utc>,
}

impl Explained {
    /// The day for which it is told, as the contracts tell it.
    #[must_use]
    pub fn told_as_of(&self) -> Option<Date> {
        Some(to_proto(self.on))
    }

    /// The instant by which things had to be known, as the contracts tell it.
    #[must_use]
    pub fn told_known_at(&self) -> Option<Timestamp> {
        Some(trajet_ledger::feed::timestamp(self.known_at.timestamp_micros()))
    }
}

/// Reads which case is asked about, as it was when, and which step of it; none is all.
///
/// # Errors
/// If a field is wrong: all that are, at once.
pub fn asked<D: Domain>(
    ledger: &Ledger<D>,
    case_id: &str,
    (as_of, known_at): (Option<Date>, Option<Timestamp>),
    step: &str,
) -> Result<(Uuid, Moment, Option<Step>), Failure> {
    let mut violations = Violations::default();
    let asked = past::check(&mut violations, ledger, case_id, as_of, known_at);
    let step = match step {
        "" => Some(None),
        step => violations.check("step", step.parse::<Step>()).map(Some),
    };
    violations.finish_with(asked.zip(step).map(|((case_id, moment), step)| (case_id, moment, step)))
}

/// Explains a case as it was; `None` if there is none, it was erased, or there was none then.
///
/// # Errors
/// If the store fails.
pub async fn explain<D: Domain>(
    ledger: &Ledger<D>,
    (case_id, moment): (Uuid, Moment),
    explaining: &Explaining<D::Event>,
    law: &'static Law,
    step: Option<Step>,
    withheld: Withheld,
) -> Result<Option<Explained>, Failure> {
    let told = past::told(ledger, case_id, moment, explaining.matter).await?;
    Ok(told.map(|told| Explained {
        explanations: explanations(ledger.domain(), &told, explaining, (law, step, withheld)),
        on: told.on,
        known_at: told.known_at,
    }))
}

fn explanations<D: Domain>(
    domain: &D,
    told: &Told<D::Event>,
    explaining: &Explaining<D::Event>,
    (law, step, withheld): (&'static Law, Option<Step>, Withheld),
) -> Vec<contract::Explanation> {
    let known: Vec<_> = told.standing.iter().map(|place| &told.history[*place]).collect();
    let facts: Vec<_> = known.iter().map(|it| it.event.as_ref().map(explaining.tells).unwrap_or_default()).collect();
    let decided = |place: usize| known[place].event.as_ref().and_then(explaining.decision);
    // What was annulled is told whatever step is asked about: any may be as it is because of it.
    let always = |subject: Subject<'_>| step.is_none() || matches!(subject, Subject::Annulment(_));
    let kept = |subject: Subject<'_>| match subject {
        Subject::PartnerReferral { .. } => withheld.partner_referrals,
        _ => step_of(subject).is_some_and(|step| withheld.steps.contains(&step)),
    };
    let asked = |decision: &Decision| {
        !kept(decision.subject) && (always(decision.subject) || step == step_of(decision.subject))
    };
    let revises =
        |recorded: &Recorded<D::Event>| recorded.event.as_ref().is_some_and(|it| domain.revises(it).is_some());
    let annulments: Vec<_> = known.iter().copied().filter(|recorded| revises(recorded)).collect();
    let explained = |place: usize| {
        let decision = decided(place).filter(asked)?;
        let earlier = (0..=place).filter_map(decided).filter(|other| is_alike(other.subject, decision.subject));
        let number = u32::try_from(earlier.count()).unwrap_or(u32::MAX);
        let rests_on = decision.rests_on().into_iter().filter_map(|one| found(&facts[..=place], one));
        let live = facts[..=place].iter().flatten().find(|fact| fact.kind == FactKind::GoLive).map(|fact| fact.on);
        let before_go_live = |fact: DatedFact| live.is_some_and(|live| fact.on < live);
        let (kept, rests_on): (Vec<_>, Vec<_>) = rests_on
            .map(|(place, fact)| Basis { fact, before_go_live: before_go_live(fact), recorded: known[place] })
            .partition(|basis| withheld.facts.contains(&basis.fact.kind));
        let justified = matches!(decision.subject, Subject::Deadline(plan) if plan.counted.instead.is_some());
        let keeps_plan = withheld.plan && justified;
        let with = |annulment: &&&Recorded<D::Event>| {
            let (annulment, recorded) = (&annulment.stored, &known[place].stored);
            annulment.request_id == recorded.request_id && annulment.position < recorded.position
        };
        let again = annulments.iter().find(with).map(|annulment| tell_recorded(annulment));
        Some(contract::Explanation {
            decided_again_with: again,
            withheld: keeps_plan || !kept.is_empty(),
            ..tell(&decision, number, (&rests_on, keeps_plan), known[place], law)
        })
    };
    told.shown.iter().copied().filter_map(explained).collect()
}

/// A fact on which a decision rests.
struct Basis<'a, E> {
    fact: DatedFact,
    /// Whether it lies before go-live, in a case that was taken over.
    before_go_live: bool,
    /// What told it.
    recorded: &'a Recorded<E>,
}

/// The step that a decision is about.
const fn step_of(subject: Subject<'_>) -> Option<Step> {
    match subject {
        Subject::Deadline(plan) | Subject::Replanned { after: plan, .. } => Some(plan.step),
        Subject::Waiver { step, .. } | Subject::BarredDuty { step, .. } => Some(step),
        Subject::Referral
        | Subject::Presumption { .. }
        | Subject::Annulment(_)
        | Subject::Refusal(_)
        | Subject::PartnerReferral { .. } => None,
    }
}

fn is_alike(one: Subject<'_>, other: Subject<'_>) -> bool {
    match (one, other) {
        (Subject::Refusal(one), Subject::Refusal(other)) => one == other,
        _ => std::mem::discriminant(&one) == std::mem::discriminant(&other) && step_of(one) == step_of(other),
    }
}

fn tell<E>(
    decision: &Decision<'_>,
    number: u32,
    (rests_on, keeps_plan): (&[Basis<'_, E>], bool),
    recorded: &Recorded<E>,
    law: &'static Law,
) -> contract::Explanation {
    let Decision { subject, on, ground } = *decision;
    let planned = plan_of(subject);
    let (parameter, beside) = match subject {
        Subject::Presumption { presumed, .. } => (presumed.parameter.as_ref(), &[][..]),
        _ => (planned.map(|plan| &plan.parameter), planned.map_or(&[][..], |plan| &plan.counted.beside)),
    };
    let begun = planned.and_then(|plan| plan.counted.begun);
    let figures: Vec<_> = parameter.into_iter().chain(beside).map(|version| figure(version, begun)).collect();
    let again = planned.and_then(|plan| counted_again(plan, law).map(|again| again.days() == plan.days()));
    let (kind, number, days, before) = match subject {
        Subject::Deadline(plan) => (contract::Subject::Deadline, number, Some(days_of(plan)), None),
        Subject::Replanned { before, after, .. } => {
            (contract::Subject::Replanned, number, Some(days_of(after)), Some(days_of(before)))
        }
        Subject::Waiver { .. } => (contract::Subject::Waiver, number, None, None),
        Subject::Referral => (contract::Subject::Referral, number, None, None),
        Subject::Annulment(_) => (contract::Subject::Annulment, number, None, None),
        Subject::Presumption { number, presumed } => {
            let days = contract::Days {
                first_day: Some(to_proto(presumed.first)),
                last_day: presumed.last.map(to_proto),
                ..contract::Days::default()
            };
            (contract::Subject::Presumption, number, Some(days), None)
        }
        Subject::BarredDuty { number, .. } => (contract::Subject::BarredDuty, number, None, None),
        Subject::Refusal(_) => (contract::Subject::Refusal, number, None, None),
        Subject::PartnerReferral { number, .. } => (contract::Subject::PartnerReferral, number, None, None),
    };
    let refused = if let Subject::Refusal(refused) = subject { Some(refused) } else { None };
    let facts: Vec<_> = rests_on.iter().map(|basis| (basis.fact, basis.before_go_live)).collect();
    contract::Explanation {
        subject: kind.into(),
        step: step_of(subject).map(|step| step.code().to_owned()).unwrap_or_default(),
        number,
        basis: Some(source(ground, parameter.map(ToString::to_string))),
        sentence: sentence::sentence(decision, &facts, &figures, keeps_plan),
        figures,
        facts: rests_on.iter().map(tell_fact).collect(),
        on: Some(to_proto(on)),
        days,
        before,
        counted_again: again,
        law_of: planned.and_then(|plan| plan.counted.law_of).map(to_proto),
        recorded: Some(tell_recorded(recorded)),
        decided_again_with: None,
        withheld: false,
        refused: refused.map(|refused| refused.code().to_owned()).unwrap_or_default(),
    }
}

const fn plan_of(subject: Subject<'_>) -> Option<&Plan> {
    match subject {
        Subject::Deadline(plan) | Subject::Replanned { after: plan, .. } => Some(plan),
        Subject::Waiver { .. }
        | Subject::Referral
        | Subject::Presumption { .. }
        | Subject::BarredDuty { .. }
        | Subject::Annulment(_)
        | Subject::Refusal(_)
        | Subject::PartnerReferral { .. } => None,
    }
}

fn days_of(plan: &Plan) -> contract::Days {
    let [opens, due, warn_on, target] = plan.days().map(|day| day.map(to_proto));
    contract::Days { opens, due, warn_on, target, ..contract::Days::default() }
}

fn figure(version: &ParameterVersion, begun: Option<NaiveDate>) -> contract::Figure {
    let known = version.figure(begun);
    contract::Figure {
        parameter: version.id.clone(),
        value: known.map_or(0, |known| known.value),
        version: version.to_string(),
        valid_from: Some(to_proto(version.valid_from)),
        valid_until: known.and_then(|known| known.valid_until).map(to_proto),
        source: known.map(|known| known.source.to_owned()).unwrap_or_default(),
    }
}

fn tell_fact<E>(basis: &Basis<'_, E>) -> contract::Fact {
    contract::Fact {
        kind: basis.fact.kind.code().to_owned(),
        happened_on: Some(to_proto(basis.fact.on)),
        recorded: Some(tell_recorded(basis.recorded)),
        before_go_live: basis.before_go_live,
    }
}

fn tell_recorded<E>(recorded: &Recorded<E>) -> contract::Recorded {
    let stored = &recorded.stored;
    contract::Recorded {
        position: stored.position.unsigned_abs(),
        version: stored.version.unsigned_abs(),
        kind: stored.kind.clone(),
        recorded_at: Some(trajet_ledger::feed::timestamp(stored.recorded_at)),
        role: role(&stored.actor).to_owned(),
    }
}

/// The role of an actor as the ledger stores it: `physician:dr-1@0411724220`, `system:timer`, `system:assessment/300`.
fn role(actor: &str) -> &str {
    let (role, rest) = actor.split_once(':').unwrap_or((actor, ""));
    if role == "system" { rest.split('/').next().unwrap_or(rest) } else { role }
}
