//! Where a case stands in all services: a line for each thing that is known.

mod ami;
mod assessment;
mod deadline;
mod dossier;
mod exchange;
mod outcome;
mod questionnaire;
mod referral;
mod rehabilitation;

use std::fmt;

use chrono::NaiveDate;
use trajet_contracts::assessment::v1::GetCaseRequest;
use trajet_contracts::dossier::v1::GetDossierRequest;
use trajet_contracts::exchange::v1::GetExchangeCaseRequest;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1::GetQuestionnaireCaseRequest;
use trajet_contracts::r#type::v1::{ConcurrentTrack, CorrectingNotice, Deadline, Notice, ParkedFact, Plan};

pub(crate) use self::deadline::Line;
use super::named::name;
use crate::case_at::CaseAt;
use crate::client::{Clients, known};
use crate::error::Error;
use crate::platform::Service;

/// Where a case stands.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// A line for each thing that is known, the deadlines last.
    pub(crate) lines: Vec<String>,
    /// The letters to the person, as they read.
    pub(crate) letters: Vec<String>,
    /// The deadlines, each with where it stands.
    pub(crate) deadlines: Vec<Line>,
}

impl Standing {
    /// Where a case stands, or stood, in the services of these servers.
    ///
    /// # Errors
    /// If a server fails, or none knows the case, or knew it then.
    pub(crate) async fn of(servers: &mut [Clients], case_id: &str, at: CaseAt) -> Result<Self, Error> {
        let mut standing = Self::default();
        for clients in servers.iter_mut() {
            let (as_of, known_at) = at.told();
            let request = GetCaseRequest { case_id: case_id.to_owned(), as_of, known_at, ..Default::default() };
            let answer = known(clients.assessment.get_case(request).await)?;
            if let Some(case) = answer.and_then(|answer| answer.incapacity_case) {
                standing.add_assessment(&case);
            }
        }
        for clients in servers.iter_mut() {
            let (as_of, known_at) = at.told();
            let request =
                GetQuestionnaireCaseRequest { case_id: case_id.to_owned(), as_of, known_at, ..Default::default() };
            let answer = known(clients.questionnaire.get_questionnaire_case(request).await)?;
            if let Some(case) = answer.and_then(|answer| answer.questionnaire_case) {
                standing.add_questionnaire(&case);
            }
        }
        for clients in servers.iter_mut() {
            let (as_of, known_at) = at.told();
            let request = GetDossierRequest { case_id: case_id.to_owned(), as_of, known_at, ..Default::default() };
            let answer = known(clients.dossier.get_dossier(request).await)?;
            if let Some(answer) = answer {
                standing.add_dossier(&answer);
            }
        }
        for clients in servers.iter_mut() {
            let (as_of, known_at) = at.told();
            let request = GetExchangeCaseRequest { case_id: case_id.to_owned(), as_of, known_at, ..Default::default() };
            let answer = known(clients.exchange.get_exchange_case(request).await)?;
            if let Some(case) = answer.and_then(|answer| answer.exchange_case) {
                standing.add_exchange(&case);
            }
        }
        let Self { lines, deadlines, .. } = &mut standing;
        lines.extend(deadlines.iter().map(ToString::to_string));
        if lines.is_empty() {
            return Err(tonic::Status::not_found("there is no such case").into());
        }
        Ok(standing)
    }

    fn say(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn add_letter(&mut self, letter: &Notice) {
        let language = name(letter.language().as_str_name(), "LANGUAGE");
        let coordinator = letter.coordinator.as_ref().map(|coordinator| format!(", naming {}", coordinator.name));
        self.say(format!("letter of {} in {language}{}", date(letter.issued_on), coordinator.unwrap_or_default()));
        self.letters.push(format!("{}\n{}", letter.subject, letter.paragraphs.join("\n")));
    }

    fn add_correcting(&mut self, corrections: &[CorrectingNotice]) {
        for correction in corrections {
            let sent = name(correction.sent().as_str_name(), "SENT_KIND");
            self.say(format!("{sent} of {} is void: the person was told", date(correction.sent_on)));
            correction.notice.iter().for_each(|letter| self.add_letter(letter));
        }
    }

    /// What is not known of a case that was taken over.
    fn add_not_known(&mut self, service: Service, plans: &[Plan]) {
        for plan in plans {
            let due = plan.due.map(|due| format!(", due {}", date(Some(due)))).unwrap_or_default();
            let target = plan.target.map(|target| format!(", target {}", date(Some(target)))).unwrap_or_default();
            self.say(format!("not known before go-live: {service} {}{due}{target}", plan.step));
        }
    }

    fn add_tracks(&mut self, service: Service, tracks: &[ConcurrentTrack]) {
        for track in tracks {
            let kind = name(track.kind().as_str_name(), "CONCURRENT_TRACK_KIND");
            let until = until("until", track.ends_on);
            self.say(format!("{service} {kind} from {}{until}", date(track.starts_on)));
        }
    }

    fn add_deadlines(&mut self, service: Service, deadlines: &[Deadline], parked: &[ParkedFact]) {
        for fact in parked {
            self.say(format!("{service} parked {}: {}", fact.kind, fact.because));
        }
        self.deadlines.extend(deadlines.iter().map(|deadline| Line::of(service, deadline)));
    }
}

/// A day that may be missing, behind a word.
fn until(word: &str, day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| format!(" {word} {}", date(Some(day))))
}

fn date(day: Option<Date>) -> String {
    let day: Option<NaiveDate> = day.and_then(|day| day.try_into().ok());
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lines, _) = self.lines.split_at(self.lines.len() - self.deadlines.len());
        lines.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        self.deadlines.iter().try_for_each(|deadline| match deadline.standing.as_str() {
            "closed" => writeln!(f, "{deadline}"),
            standing => writeln!(f, "{deadline}, {}", standing.replace('_', " ")),
        })
    }
}
