//! Playing cases over gRPC, each act in its role and on its day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tonic::Status;
use tonic::transport::Uri;
use tonic_types::StatusExt as _;
use trajet_access::{Caller, DevelopmentTokens, Insurer, Role, Subject};
use trajet_belgium::EnterpriseNumber;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1::{GetPresumptionRequest, ListWorkRequest};
use trajet_contracts::questionnaire::v1::{Definition, GetDefinitionRequest};
use trajet_runtime::Entropy;

use super::acts::{Doing, Registration};
use super::cases::{Case, Step};
use super::standing::Standing;
use super::when::When;
use crate::case_at::CaseAt;
use crate::client::Clients;
use crate::days::Days;
use crate::error::Error;
use crate::history::{self, Record};
use crate::peers;

/// The questionnaire that is answered.
const DEFINITION: &str = "work-and-health";

/// What came of a case.
#[derive(Debug)]
pub(crate) struct Played {
    /// What the services recorded.
    pub(crate) history: Vec<Record>,
    /// Where it stands on the last day that it is watched.
    pub(crate) standing: Standing,
    /// Whether incapacity is presumed on the days of which the case tells it.
    pub(crate) presumed: BTreeMap<NaiveDate, bool>,
    /// What managers are shown on the days of which the case tells it.
    pub(crate) escalated: BTreeMap<NaiveDate, Vec<String>>,
    /// The acts that must be refused and were not, and how.
    pub(crate) surprises: Vec<String>,
}

/// The day on which the clock must stand before the cases are played.
pub(crate) fn first_day(cases: &[Case]) -> NaiveDate {
    cases.iter().map(Case::eve).min().unwrap_or_default()
}

/// Something on a day of the script.
#[derive(Clone, Copy)]
enum Cue<'a> {
    Declare,
    Act(&'a Step),
    Look,
    Read,
}

/// Plays all cases, side by side on the same days, and reads each when its last day has ended.
///
/// # Errors
/// If an act is refused, or a day does not end.
pub(crate) async fn all(
    cases: &[Case],
    server: &Uri,
    tokens: &DevelopmentTokens,
    insurer: Insurer,
) -> Result<Vec<Played>, Error> {
    let mut script: Vec<(NaiveDate, usize, Cue)> = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let steps = case.steps.iter().map(|step| (step.on, Cue::Act(step)));
        let looks = case.expected.escalated.keys().map(|on| (When::Date(*on), Cue::Look));
        let cues = [(case.declared.on, Cue::Declare)].into_iter().chain(steps).chain(looks);
        let cues = cues.chain([(case.until, Cue::Read)]);
        script.extend(cues.map(|(on, cue)| (on.date(case.start), index, cue)));
    }
    // Stable: acts of one day stay in the order in which the case tells them.
    script.sort_by_key(|(day, ..)| *day);

    let mut days = Days::of(std::slice::from_ref(server), tokens, insurer);
    let mut player = Player { server, tokens, insurer, entropy: Entropy::system(), definition: Definition::default() };
    player.definition = player.definition().await?;
    player.register_coordinators(cases).await?;
    let mut case_ids = vec![String::new(); cases.len()];
    let mut surprises = vec![Vec::new(); cases.len()];
    let mut escalated = vec![BTreeMap::new(); cases.len()];
    let mut outcomes: Vec<Option<Played>> = cases.iter().map(|_| None).collect();
    let mut today = NaiveDate::MIN;
    // Those of whose last act somebody may not have heard yet.
    let mut unsettled = BTreeSet::new();
    for (day, index, cue) in script {
        let case = &cases[index];
        let on_the_day = |why: Error| Error::Case { name: case.name.clone(), why: format!("{day}: {why}") };
        if today < day {
            days.advance(day).await?;
            today = day;
            unsettled.clear();
        } else if unsettled.contains(&index) {
            days.settle(day).await?;
            unsettled.clear();
        }
        unsettled.insert(index);
        match cue {
            Cue::Declare => case_ids[index] = player.declare(case, day).await.map_err(on_the_day)?,
            Cue::Act(step) => {
                let surprise = player.act(case, &case_ids[index], day, step).await.map_err(on_the_day)?;
                surprises[index].extend(surprise.map(|surprise| format!("{day}: {surprise}")));
            }
            Cue::Look => {
                let steps = player.escalated(&case_ids[index]).await.map_err(on_the_day)?;
                escalated[index].insert(day, steps);
            }
            Cue::Read => {
                let mut outcome = player.read(case, &case_ids[index]).await.map_err(on_the_day)?;
                outcome.surprises = std::mem::take(&mut surprises[index]);
                outcome.escalated = std::mem::take(&mut escalated[index]);
                outcomes[index] = Some(outcome);
            }
        }
    }
    Ok(outcomes.into_iter().flatten().collect())
}

struct Player<'a> {
    server: &'a Uri,
    tokens: &'a DevelopmentTokens,
    insurer: Insurer,
    entropy: Entropy,
    definition: Definition,
}

impl Player<'_> {
    /// The services, called in a role.
    fn call(&self, role: Role) -> Clients {
        let subject = role.code().parse().expect("the code of a role is an identifier");
        self.call_as(peers::caller(role, subject, self.insurer))
    }

    fn call_as(&self, caller: Caller) -> Clients {
        Clients::new(self.server, self.tokens, caller)
    }

    /// Who does a step. An insured person's credential is for their case alone.
    fn caller(&self, case_id: &str, step: &Step) -> Result<Caller, Error> {
        let subject: Subject = match &step.who {
            Some(who) => who.clone(),
            None if step.by == Role::InsuredPerson => case_id.parse().expect("a case is an identifier"),
            None => step.by.code().parse().expect("the code of a role is an identifier"),
        };
        let mut caller = peers::caller(step.by, subject, self.insurer);
        if let Some(number) = step.act.organisation() {
            let wrong = |_| Status::invalid_argument("the partner has no enterprise number");
            caller.organisation = EnterpriseNumber::parse(number).map_err(wrong)?;
        }
        Ok(caller)
    }

    fn doing<'a>(&'a self, case: &'a Case, case_id: &'a str, today: NaiveDate) -> Doing<'a> {
        let Case { start, person, .. } = case;
        let request_id = self.entropy.random_id().to_string();
        Doing { case_id, niss: &person.niss, start: *start, today, request_id, definition: &self.definition }
    }

    async fn definition(&self) -> Result<Definition, Error> {
        let request = GetDefinitionRequest { code: DEFINITION.to_owned(), ..Default::default() };
        let answer = self.call(Role::Physician).questionnaire.get_definition(request).await?;
        Ok(answer.into_inner().definition.unwrap_or_default())
    }

    /// Puts everybody in the registry who acts as a coordinator in a case: only who is in it is given a dossier (K3).
    async fn register_coordinators(&self, cases: &[Case]) -> Result<(), Error> {
        let steps = cases.iter().flat_map(|case| &case.steps).filter(|step| step.by == Role::Coordinator);
        let named = steps.filter_map(|step| step.who.as_ref()).map(Subject::as_str);
        let subjects: BTreeSet<&str> = named.chain([Role::Coordinator.code()]).collect();
        let mut clients = self.call(Role::Manager);
        for subject in subjects {
            let request = Registration::of(subject).wire(self.entropy.random_id().to_string(), None);
            clients.coordinators.register_coordinator(request).await?;
        }
        Ok(())
    }

    async fn declare(&self, case: &Case, today: NaiveDate) -> Result<String, Error> {
        let doing = self.doing(case, "", today);
        let mut clients = self.call(case.declared.by);
        if let Some(request) = case.declared.taking_over(case.person.wire(), &doing) {
            let outcomes = clients.assessment.take_over_cases(request).await?.into_inner().outcomes;
            let taken = outcomes.into_iter().find(|outcome| !outcome.case_id.is_empty());
            let taken = taken.ok_or_else(|| Status::invalid_argument("the case was not taken over"))?;
            return Ok(taken.case_id);
        }
        let request = case.declared.request(case.person.wire(), &doing);
        Ok(clients.assessment.declare_incapacity(request).await?.into_inner().case_id)
    }

    /// Does a step, and says what is wrong if it was to be refused and was not, or on another ground.
    async fn act(&self, case: &Case, case_id: &str, today: NaiveDate, step: &Step) -> Result<Option<String>, Error> {
        let mut clients = self.call_as(self.caller(case_id, step)?);
        let done = step.act.perform(&mut clients, &self.doing(case, case_id, today)).await;
        let Some(ground) = &step.refused else { return done.map(|()| None) };
        Ok(match done {
            Ok(()) => Some(format!("expected to be refused because of {ground}; was done")),
            Err(Error::Call(status)) if refusal(&status) == *ground => None,
            Err(other) => Some(format!("expected to be refused because of {ground}; {other}")),
        })
    }

    /// The steps of a case that managers are shown in the dossier.
    async fn escalated(&self, case_id: &str) -> Result<Vec<String>, Error> {
        let request = ListWorkRequest { escalated_only: true, ..Default::default() };
        let rows = self.call(Role::Manager).dossier.list_work(request).await?.into_inner().rows;
        let items = rows.into_iter().flat_map(|row| row.items).filter(|item| item.case_id == case_id && item.escalated);
        Ok(items.filter_map(|item| item.deadline?.plan).map(|plan| plan.step).collect())
    }

    async fn read(&self, case: &Case, case_id: &str) -> Result<Played, Error> {
        let mut servers = [self.call(Role::Physician)];
        let standing = Standing::of(&mut servers, case_id, CaseAt::default()).await?;
        let history = history::of(&mut servers, case_id).await?;
        let mut presumed = BTreeMap::new();
        for on in case.expected.presumed.keys() {
            let (case_id, of) = (case_id.to_owned(), Some(to_proto(*on)));
            let request = GetPresumptionRequest { case_id, on: of, ..Default::default() };
            let answer = servers[0].dossier.get_presumption(request).await?;
            presumed.insert(*on, answer.into_inner().presumed);
        }
        Ok(Played { history, standing, presumed, escalated: BTreeMap::new(), surprises: Vec::new() })
    }
}

/// The name of the ground of a legal refusal; that of the reason if it is no such refusal.
fn refusal(status: &Status) -> String {
    let info = status.get_details_error_info();
    info.map_or_else(String::new, |info| info.metadata.get("refusal").cloned().unwrap_or(info.reason))
}
