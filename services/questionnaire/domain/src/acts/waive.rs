//! Not sending the questionnaire for a valid medical reason (Q2), and the letter that says so (Q3).
//!
//! Circular 2022/383, part III, 3.1, step 2. Only a physician decides it, from the closed list, before it is sent.

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use super::{miss, unsettled};
use crate::event::Event;
use crate::notice::NoticeText;
use crate::people::{Contact, SubjectId};
use crate::reason::CscmiReason;
use crate::rejection::Rejection;
use crate::state::State;
use crate::waiver::{Notice, WaiverReason};

/// Waives the sending and issues the letter in the person's language.
pub(crate) fn decide(
    state: &State,
    reason: CscmiReason,
    by: &SubjectId,
    contact: &Contact,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let (recognition, deadline) = unsettled(state)?;
    if !contact.complete() {
        return Err(Rejection::ContactIncomplete);
    }
    let reason = WaiverReason::Medical { reason, by: by.clone() };
    let because = reason.ground();
    let notice = Notice {
        text: NoticeText::NotSent1,
        language: recognition.person.language,
        contact: contact.clone(),
        on: today,
    };
    let events = [
        Event::SendingWaived { reason, on: today },
        Event::DeadlineWaived { step: Step::QuestionnaireSend, on: today, because },
        Event::NoticeIssued(notice),
    ];
    Ok(miss(deadline, today).into_iter().chain(events).collect())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_belgium::Language;
    use trajet_law::deadline::Closure;
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::Command;
    use crate::fact::TrackKind;
    use crate::samples::{Case, contact, day, fire_send, subject, track, waive};
    use crate::timer::timers;

    #[test]
    fn q2_a_waiver_before_sending_closes_the_deadline_and_stops_the_timer() {
        let mut case = Case::opened();
        let on = day(2022, 10, 3);
        case.on(on, &waive());
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
        let events = case.on(on, &waive());
        let notice = Notice { text: NoticeText::NotSent1, language: Language::Dutch, contact: contact(), on };
        assert_eq!(events.last(), Some(&Event::NoticeIssued(notice)));
    }

    #[test]
    fn q3_a_letter_without_a_telephone_number_is_refused() {
        let contact = Contact { telephone: " ".into(), ..contact() };
        let command = Command::Waive { reason: CscmiReason::Dementia, by: subject("physician"), contact };
        assert_eq!(Case::opened().refusal(day(2022, 10, 3), &command), "CONTACT_INCOMPLETE");
    }

    #[test]
    fn q2_it_is_decided_once_and_before_sending() {
        assert_eq!(Case::sent().refusal(day(2022, 11, 11), &waive()), "ALREADY_SENT");
        assert_eq!(Case::default().refusal(day(2022, 9, 2), &waive()), "NOT_RECOGNISED");
        let mut case = Case::opened();
        case.on(day(2022, 10, 3), &waive());
        assert_eq!(case.refusal(day(2022, 10, 4), &waive()), "ALREADY_WAIVED");
    }

    #[test]
    fn q2_a_second_waiver_is_refused_on_the_ground_of_the_first() {
        let ground = |case: &mut Case| case.attempt(day(2022, 11, 11), &waive()).unwrap_err().ground();
        let mut medical = Case::opened();
        medical.on(day(2022, 10, 3), &waive());
        assert_eq!(ground(&mut medical), Rule::Q2.into());
        let mut beside_work = Case::opened();
        beside_work.on(day(2022, 10, 1), &track(TrackKind::AuthorisedWork, day(2022, 10, 1), None));
        beside_work.on(day(2022, 11, 10), &fire_send());
        assert_eq!(ground(&mut beside_work), Ground::point(Rule::Q4, 'b'));
    }

    #[test]
    fn t6_a_waiver_after_the_last_day_leaves_the_miss_visible() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 12), &waive());
        assert_eq!(case.deadline(Step::QuestionnaireSend).0, Some(day(2022, 11, 11)));
    }
}
