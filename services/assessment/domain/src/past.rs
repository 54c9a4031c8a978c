//! A case that was running when the mutuality went live: what is known of its past, as dated facts.

use chrono::NaiveDate;
use trajet_law::months::EARLIEST;
use trajet_law::taken_over::TakenOver;

use crate::decision::DecidedBy;
use crate::declaration::Declaration;
use crate::estimate::{Category, Referral};
use crate::impossible::{DateField, ImpossibleDate};

/// What the taking over tells of a case. All of it happened before the day of go-live, and nothing of it was done here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The person, the incapacity and the employment.
    pub declaration: Declaration,
    /// The day of the recognition.
    pub recognised_on: NaiveDate,
    /// Who recognised.
    pub decided_by: DecidedBy,
    /// The day of go-live, and what the other services are told.
    pub taken_over: TakenOver,
    /// The first day of authorised work that goes on (M4 b).
    pub work_since: Option<NaiveDate>,
    /// The day on which a CODEX trajectory was asked for that goes on (M4 a).
    pub codex_since: Option<NaiveDate>,
    /// The day on which a trajectory of route B was authorised that goes on (M4 c).
    pub route_b_since: Option<NaiveDate>,
    /// The first estimate.
    pub first_estimate: Option<PastEstimate>,
    /// The last evaluation after it.
    pub last_evaluation: Option<PastEstimate>,
    /// The day of the last referral to the coordinator; without one, the day on which the person came to category 4.
    pub referred_on: Option<NaiveDate>,
}

/// A first estimate or an evaluation of before go-live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastEstimate {
    /// The day.
    pub on: NaiveDate,
    /// The category.
    pub category: Category,
    /// Whether the person was examined.
    pub examined: bool,
}

/// The day on which the person came to category 4, and whether by the first estimate.
pub(crate) fn came_to_category_4(past: &Past) -> Option<Referral> {
    let four = |estimate: &PastEstimate| estimate.category == Category::Four;
    let first = past.first_estimate.filter(four).map(|first| Referral { on: first.on, initial: true });
    let later = past.last_evaluation.filter(four).map(|later| Referral { on: later.on, initial: false });
    first.or(later)
}

/// The dates of a past, as far as they are known: one that cannot be read does not hide what is wrong with the others.
#[derive(Debug, Clone, Copy, Default)]
pub struct PastDates {
    /// The first day of incapacity.
    pub incapacity_start: Option<NaiveDate>,
    /// The day on which all activity had ceased.
    pub activity_ceased_on: Option<NaiveDate>,
    /// The day of the recognition.
    pub recognised_on: Option<NaiveDate>,
    /// The day of go-live.
    pub taken_over_on: Option<NaiveDate>,
    /// The first day of authorised work that goes on.
    pub work_since: Option<NaiveDate>,
    /// The day on which a CODEX trajectory was asked for that goes on.
    pub codex_since: Option<NaiveDate>,
    /// The day on which a trajectory of route B was authorised that goes on.
    pub route_b_since: Option<NaiveDate>,
    /// The day on which the questionnaire was sent.
    pub questionnaire_sent_on: Option<NaiveDate>,
    /// The day on which it came back.
    pub questionnaire_returned_on: Option<NaiveDate>,
    /// The day of the first estimate.
    pub estimated_on: Option<NaiveDate>,
    /// The day of the last evaluation.
    pub evaluated_on: Option<NaiveDate>,
    /// The day on which the person came to category 4.
    pub category_4_on: Option<NaiveDate>,
    /// The day of the last referral.
    pub referred_on: Option<NaiveDate>,
    /// The day on which the person asked for a trajectory that goes on.
    pub trajectory_requested_on: Option<NaiveDate>,
    /// The day of the last first contact.
    pub first_contact_on: Option<NaiveDate>,
}

impl From<&Past> for PastDates {
    fn from(past: &Past) -> Self {
        let known = &past.taken_over;
        Self {
            incapacity_start: Some(past.declaration.certificate.incapacity_start),
            activity_ceased_on: past.declaration.activity_ceased_on,
            recognised_on: Some(past.recognised_on),
            taken_over_on: Some(known.on),
            work_since: past.work_since,
            codex_since: past.codex_since,
            route_b_since: past.route_b_since,
            questionnaire_sent_on: known.questionnaire_sent_on,
            questionnaire_returned_on: known.questionnaire_returned_on,
            estimated_on: past.first_estimate.map(|first| first.on),
            evaluated_on: past.last_evaluation.map(|last| last.on),
            category_4_on: came_to_category_4(past).map(|came| came.on),
            referred_on: past.referred_on,
            trajectory_requested_on: known.trajectory_requested_on,
            first_contact_on: known.first_contact_on,
        }
    }
}

impl PastDates {
    /// The dates that cannot be right on a day: all but the day of go-live lie before that, and none before what it follows.
    #[must_use]
    pub fn impossible(&self, today: NaiveDate) -> Vec<ImpossibleDate> {
        let day_before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
        let last = day_before(self.taken_over_on.unwrap_or(today).min(today));
        let start = self.incapacity_start.unwrap_or(EARLIEST).min(last);
        // A day that is wrong itself makes no other one wrong.
        let since = |on: Option<NaiveDate>| on.unwrap_or(start).clamp(start, last);
        let recognised = since(self.recognised_on);
        let live = start.succ_opt().unwrap_or(start);
        let ceased = self.activity_ceased_on.filter(|on| *on <= last);
        [
            (DateField::ActivityCeasedOn, ceased, EARLIEST, recognised),
            (DateField::TakenOverOn, self.taken_over_on, live.min(today), today),
            (DateField::RecognisedOn, self.recognised_on, start, last),
            (DateField::WorkSince, self.work_since, start, last),
            (DateField::CodexSince, self.codex_since, start, last),
            (DateField::RouteBSince, self.route_b_since, start, last),
            (DateField::QuestionnaireSentOn, self.questionnaire_sent_on, start, last),
            (
                DateField::QuestionnaireReturnedOn,
                self.questionnaire_returned_on,
                since(self.questionnaire_sent_on),
                last,
            ),
            (DateField::PastEstimateOn, self.estimated_on, recognised, last),
            (DateField::PastEvaluationOn, self.evaluated_on, since(self.estimated_on.or(self.recognised_on)), last),
            (DateField::ReferredOn, self.referred_on, since(self.category_4_on.or(self.recognised_on)), last),
            (DateField::TrajectoryRequestedOn, self.trajectory_requested_on, start, last),
            (DateField::FirstContactOn, self.first_contact_on, recognised, last),
        ]
        .into_iter()
        .filter_map(|(field, on, earliest, latest)| ImpossibleDate::outside(field, on?, earliest, latest))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn m2_activity_that_ceased_after_the_recognition_is_an_impossible_past() {
        let live = day(2023, 1, 2);
        let fields = |ceased| {
            let past = PastDates {
                incapacity_start: Some(day(2022, 9, 1)),
                activity_ceased_on: Some(ceased),
                recognised_on: Some(day(2022, 9, 5)),
                taken_over_on: Some(live),
                ..PastDates::default()
            };
            past.impossible(live).into_iter().map(|found| found.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(day(2022, 9, 5)), []);
        assert_eq!(fields(day(2022, 9, 6)), [DateField::ActivityCeasedOn]);
    }
}
