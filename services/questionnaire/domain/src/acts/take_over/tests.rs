use trajet_law::deadline::{Closure, Step};
use trajet_law::rule::Rule;

use super::*;
use crate::Command;
use crate::fact::TrackKind;
use crate::samples::{
    Case, complete, corrected, day, fire_send, fire_send_route_b, requested, start, submit, taken_over, track,
};
use crate::state::Stage;
use crate::timer::timers;

const SENT: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 11, 10);

fn taken(known: TakenOver) -> Case {
    let mut case = Case::default();
    case.on(known.on, &taken_over(known));
    case
}

fn sent(returned: Option<NaiveDate>, on: NaiveDate) -> TakenOver {
    TakenOver { questionnaire_sent_on: SENT, questionnaire_returned_on: returned, ..TakenOver::on(on) }
}

fn open(case: &Case) -> Vec<(Step, Option<NaiveDate>)> {
    case.state.deadlines.all_open().map(|open| (open.plan.step, open.plan.due)).collect()
}

#[test]
fn t6_a_sending_that_is_still_to_come_is_planned_by_its_real_day() {
    for live in [day(2022, 10, 3), day(2022, 11, 10)] {
        let mut case = taken(TakenOver::on(live));
        assert_eq!(open(&case), [(Step::QuestionnaireSend, SENT)]);
        case.on(day(2022, 11, 10), &fire_send());
        assert_eq!(case.state.stage(), Stage::Sent);
    }
}

#[test]
fn t6_a_sending_of_before_go_live_of_which_nothing_is_known_is_neither_planned_nor_made() {
    let mut case = taken(TakenOver::on(day(2022, 11, 11)));
    assert_eq!((open(&case), timers(&case.state), case.state.stage()), (vec![], vec![], Stage::NothingPlanned));
    assert_eq!(not_known(&case.state).iter().map(|plan| plan.due).collect::<Vec<_>>(), [SENT]);
    case.on(day(2022, 11, 11), &track(TrackKind::AuthorisedWork, day(2022, 11, 2), None));
    assert_eq!(not_known(&case.state), [], "beside work none was to be sent");
}

#[test]
fn t6_one_that_came_back_before_go_live_is_not_sent_again() {
    let back = day(2022, 11, 20);
    let mut case = taken(sent(Some(back), day(2022, 12, 5)));
    assert!(matches!(case.events[1..], [Event::SentBeforeGoLive(_), Event::BackBeforeGoLive { .. }]));
    assert_eq!((open(&case), timers(&case.state), case.state.stage()), (vec![], vec![], Stage::Returned));
    assert_eq!(not_known(&case.state), []);
    assert_eq!(case.refusal(day(2022, 12, 5), &fire_send()), "ALREADY_SENT");
    // Its answers can still be entered.
    case.on(day(2022, 12, 6), &submit(complete(), back));
    assert_eq!(case.state.answers().count(), 1);
}

#[test]
fn t6_one_that_is_out_on_go_live_is_due_back_by_its_real_day_unless_that_lay_before() {
    let due = day(2022, 11, 24);
    let mut case = taken(sent(None, due));
    assert_eq!(open(&case), [(Step::QuestionnaireReturn, Some(due))]);
    case.on(day(2022, 11, 25), &Command::FireReturnMissed);
    assert_eq!(case.state.stage(), Stage::Overdue);

    let mut late = taken(sent(None, day(2022, 11, 25)));
    assert_eq!((open(&late), timers(&late.state), late.state.stage()), (vec![], vec![], Stage::Sent));
    assert_eq!(not_known(&late.state).iter().map(|plan| plan.step).collect::<Vec<_>>(), [Step::QuestionnaireReturn]);
    late.on(day(2022, 12, 2), &submit(complete(), day(2022, 12, 2)));
    assert_eq!((late.state.stage(), not_known(&late.state)), (Stage::Returned, vec![]));
}

#[test]
fn q8_a_request_of_before_go_live_is_served_by_what_came_back_or_is_out_and_else_gets_one() {
    let live = day(2022, 12, 5);
    let asked = |known| TakenOver { trajectory_requested_on: Some(day(2022, 12, 1)), ..known };
    for known in [sent(Some(day(2022, 11, 20)), live), sent(None, live)] {
        assert_eq!(taken(asked(known)).state.send_on, None);
    }
    let mut case = taken(asked(TakenOver::on(live)));
    assert_eq!(case.state.send_on, Some(live));
    case.on(live, &fire_send_route_b());
    assert_eq!(case.state.stage(), Stage::Sent);
}

#[test]
fn q8_a_request_after_go_live_that_needs_one_gets_another() {
    let mut case = taken(sent(Some(day(2022, 11, 20)), day(2022, 12, 5)));
    case.on(day(2022, 12, 9), &requested(day(2022, 12, 9), true));
    assert_eq!(case.state.send_on, Some(day(2022, 12, 9)));
}

#[test]
fn t9_a_corrected_first_day_sends_nothing_again() {
    let mut case = taken(sent(Some(day(2022, 11, 20)), day(2022, 12, 5)));
    case.on(day(2022, 12, 6), &corrected(start(), day(2022, 10, 1), day(2022, 12, 6)));
    assert_eq!(open(&case), []);
    let mut unknown = taken(TakenOver::on(day(2022, 11, 9)));
    unknown.on(day(2022, 11, 10), &corrected(start(), day(2022, 8, 30), day(2022, 11, 10)));
    let closed = unknown.state.deadlines.last(Step::QuestionnaireSend).and_then(|last| last.closed);
    assert_eq!(closed, Some(Closure::Waived { on: day(2022, 11, 10), because: TakenOver::ground() }));
}

#[test]
fn t6_the_same_told_again_does_nothing_and_another_contradicts() {
    let live = day(2022, 12, 5);
    let mut case = taken(sent(None, live));
    assert_eq!(case.on(live, &taken_over(sent(None, live))), []);
    case.on(live, &taken_over(TakenOver::on(live)));
    assert_eq!(case.state.parked.len(), 1);
    assert_eq!(case.events[1].ground(), Rule::Q1.into());
}
