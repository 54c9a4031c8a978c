//! Not sending the questionnaire for a valid medical reason (Q2), and the letter that says so (Q3).
//!
//! Circular 2022/383, part III, 3.1, step 2. Only a physician decides it, from the closed list, before it is sent.
//!
//! A decision on paper is judged on its own day, whenever it is entered. One that is entered after the matter was settled
//! changes nothing (own reading): what was sent stays sent, and what another ground kept back needs no second one.

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::rule::Rule;

use super::{miss, possible, unsettled};
use crate::event::Event;
use crate::notice::NoticeText;
use crate::people::{Contact, SubjectId};
use crate::reason::CscmiReason;
use crate::rejection::Rejection;
use crate::state::State;
use crate::waiver::{Notice, WaiverReason};

/// Waives the sending from the day of the decision on, and issues the letter, today, in the person's language.
pub(crate) fn decide(
    state: &State,
    reason: CscmiReason,
    by: &SubjectId,
    contact: &Contact,
    decided_on: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let (recognition, deadline) = unsettled(state)?;
    possible(Rule::Q2, decided_on, recognition.recognised_on, today)?;
    if !contact.complete() {
        return Err(Rejection::ContactIncomplete);
    }
    let reason = WaiverReason::Medical { reason, by: by.clone() };
    let because = reason.ground();
    let addressee = state.representations.addressee(today).cloned();
    let language = addressee.as_ref().map_or(recognition.person.language, |addressee| addressee.language);
    let notice = Notice { text: NoticeText::NotSent1, language, contact: contact.clone(), on: today, addressee };
    let rests_on = FactKind::QuestionnaireWaived.on(decided_on).into();
    let events = [
        Event::SendingWaived { reason, on: decided_on },
        Event::DeadlineWaived { step: Step::QuestionnaireSend, on: decided_on, because, rests_on },
        Event::NoticeIssued(notice),
    ];
    Ok(miss(deadline, decided_on).into_iter().chain(events).collect())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_belgium::Language;
    use trajet_law::deadline::Closure;
    use trajet_law::ending::Ending;
    use trajet_law::rule::Ground;

    use super::*;
    use crate::Command;
    use crate::fact::TrackKind;
    use crate::samples::{Case, contact, day, ended, fire_send, subject, track, waive};
    use crate::timer::timers;

    #[test]
    fn q2_a_waiver_before_sending_closes_the_deadline_and_stops_the_timer() {
        let mut case = Case::opened();
        let on = day(2022, 10, 3);
        case.on(on, &waive(on));
        let reason = WaiverReason::Medical { reason: CscmiReason::Coma, by: subject("physician") };
        assert_eq!(case.state.waived, Some((reason, on)));
        let closed = Closure::Waived { on, because: Rule::Q2.into() };
        assert_eq!(case.deadline(Step::QuestionnaireSend), (None, Some(closed)));
        assert_eq!(timers(&case.state), []);
    }

    #[test]
    fn q3_the_letter_goes_out_in_the_persons_language_with_the_coordinators_details() {
        let mut case = Case::opened();
        let on = day(2022, 10, 3);
        let events = case.on(on, &waive(on));
        let language = Language::Dutch;
        let notice = Notice { text: NoticeText::NotSent1, language, contact: contact(), on, addressee: None };
        assert_eq!(events.last(), Some(&Event::NoticeIssued(notice)));
    }

    #[test]
    fn q3_a_letter_without_a_telephone_number_is_refused() {
        let contact = Contact { telephone: " ".into(), ..contact() };
        let decided_on = day(2022, 10, 3);
        let by = subject("physician");
        let command = Command::Waive { reason: CscmiReason::Dementia, by, contact, decided_on };
        assert_eq!(Case::opened().refusal(decided_on, &command), "CONTACT_INCOMPLETE");
    }

    #[test]
    fn q2_it_is_decided_once_and_before_sending() {
        assert_eq!(Case::sent().refusal(day(2022, 11, 11), &waive(day(2022, 11, 11))), "ALREADY_SENT");
        assert_eq!(Case::default().refusal(day(2022, 9, 2), &waive(day(2022, 9, 2))), "NOT_RECOGNISED");
        let mut case = Case::opened();
        case.on(day(2022, 10, 3), &waive(day(2022, 10, 3)));
        assert_eq!(case.refusal(day(2022, 10, 4), &waive(day(2022, 10, 4))), "ALREADY_WAIVED");
    }

    #[test]
    fn q2_a_second_waiver_is_refused_on_the_ground_of_the_first() {
        let ground = |case: &mut Case| case.attempt(day(2022, 11, 11), &waive(day(2022, 11, 11))).unwrap_err().ground();
        let mut medical = Case::opened();
        medical.on(day(2022, 10, 3), &waive(day(2022, 10, 3)));
        assert_eq!(ground(&mut medical), Rule::Q2.into());
        let mut beside_work = Case::opened();
        beside_work.on(day(2022, 10, 1), &track(TrackKind::AuthorisedWork, day(2022, 10, 1), None));
        beside_work.on(day(2022, 11, 10), &fire_send());
        assert_eq!(ground(&mut beside_work), Ground::point(Rule::Q4, 'b'));
    }

    #[test]
    fn q2_a_decision_on_paper_counts_on_its_day_and_the_letter_goes_out_when_it_is_entered() {
        let mut case = Case::opened();
        let (decided_on, today) = (day(2022, 10, 3), day(2022, 10, 20));
        let events = case.on(today, &waive(decided_on));
        assert_eq!(case.state.waived.as_ref().map(|(_, on)| *on), Some(decided_on));
        let closed = Closure::Waived { on: decided_on, because: Rule::Q2.into() };
        assert_eq!(case.deadline(Step::QuestionnaireSend), (None, Some(closed)));
        assert_eq!(events[0].effective_on(), decided_on);
        assert_eq!(case.state.notice.as_ref().map(|notice| notice.on), Some(today));
    }

    #[test]
    fn q2_it_is_decided_from_the_recognition_to_today() {
        let mut case = Case::opened();
        for decided_on in [day(2022, 9, 4), day(2022, 10, 4)] {
            let refused = case.attempt(day(2022, 10, 3), &waive(decided_on));
            let (earliest, latest) = (day(2022, 9, 5), day(2022, 10, 3));
            assert_eq!(refused, Err(Rejection::ImpossibleDate { rule: Rule::Q2, earliest, latest }));
        }
        case.on(day(2022, 10, 3), &waive(day(2022, 9, 5)));
    }

    #[test]
    fn q2_what_was_sent_stays_sent_though_it_was_decided_before() {
        assert_eq!(Case::sent().refusal(day(2022, 11, 11), &waive(day(2022, 11, 9))), "ALREADY_SENT");
    }

    #[test]
    fn q2_what_another_ground_kept_back_is_not_waived_a_second_time() {
        let mut beside_work = Case::opened();
        beside_work.on(day(2022, 10, 1), &track(TrackKind::AuthorisedWork, day(2022, 10, 1), None));
        beside_work.on(day(2022, 11, 10), &fire_send());
        assert_eq!(beside_work.refusal(day(2022, 11, 11), &waive(day(2022, 10, 3))), "ALREADY_WAIVED");
        let mut over = Case::opened();
        over.on(day(2022, 10, 20), &ended(day(2022, 10, 14), Ending::IncapacityEnded));
        let refused = over.attempt(day(2022, 10, 20), &waive(day(2022, 10, 3)));
        assert_eq!(refused, Err(Rejection::AlreadyWaived { because: Ending::IncapacityEnded.ground() }));
    }

    #[test]
    fn t6_a_decision_before_the_last_day_is_no_miss_though_it_is_entered_after_it() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 12), &waive(day(2022, 11, 9)));
        let closed = Closure::Waived { on: day(2022, 11, 9), because: Rule::Q2.into() };
        assert_eq!(case.deadline(Step::QuestionnaireSend), (None, Some(closed)));
    }

    #[test]
    fn t6_a_waiver_after_the_last_day_leaves_the_miss_visible() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 12), &waive(day(2022, 11, 12)));
        assert_eq!(case.deadline(Step::QuestionnaireSend).0, Some(day(2022, 11, 11)));
    }
}
