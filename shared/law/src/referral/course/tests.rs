#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::super::commitment::CommitmentStanding;
use super::super::said::{DeclineReason, InformationAsked, ReferralEnd};
use super::*;
use crate::testing::day;

fn sent() -> Course {
    let mut course = Course::default();
    course.add(Said { on: day("2023-02-01"), progress: Progress::Sent });
    course
}

/// Says something, which is recorded where it is new. Gives whether it was.
fn say(course: &mut Course, saying: Saying, on: &str) -> Result<bool, NotSaid> {
    let on = day(on);
    let progress = course.say(saying, on)?;
    if let Some(progress) = progress {
        course.add(Said { on, progress });
    }
    Ok(progress.is_some())
}

fn accepted() -> Course {
    let mut course = sent();
    say(&mut course, Saying::Acknowledge, "2023-02-02").unwrap();
    say(&mut course, Saying::Accept, "2023-02-03").unwrap();
    course
}

const INTERVIEW: CommitmentKind = CommitmentKind::Interview;

#[test]
fn x4_a_referral_is_acknowledged_before_it_is_answered() {
    let mut course = sent();
    assert_eq!(say(&mut course, Saying::Accept, "2023-02-02"), Err(NotSaid::NotAcknowledged));
    assert_eq!(say(&mut course, Saying::Acknowledge, "2023-02-02"), Ok(true));
    assert_eq!(course.stage(), Stage::Acknowledged);
    let asks = Saying::AskInformation(InformationAsked::Career);
    assert_eq!(say(&mut course, asks, "2023-02-03"), Ok(true));
    assert_eq!(say(&mut course, Saying::Accept, "2023-02-06"), Ok(true));
    assert_eq!(course.stage(), Stage::Accepted);
    assert_eq!(say(&mut course, Saying::Decline(DeclineReason::Other), "2023-02-07"), Err(NotSaid::Answered));
}

#[test]
fn x6_the_same_told_again_does_nothing() {
    let mut course = accepted();
    let commit = Saying::Commit { kind: INTERVIEW, by: day("2023-02-20") };
    assert_eq!(say(&mut course, commit, "2023-02-03"), Ok(true));
    for again in [Saying::Acknowledge, Saying::Accept, commit] {
        assert_eq!(say(&mut course, again, "2023-02-10"), Ok(false));
    }
    let keep = Saying::Keep { number: 1, kept_on: day("2023-02-20") };
    assert_eq!(say(&mut course, keep, "2023-02-20"), Ok(true));
    assert_eq!(say(&mut course, Saying::Complete, "2023-02-21"), Ok(true));
    for again in [keep, Saying::Complete, Saying::Acknowledge] {
        assert_eq!(say(&mut course, again, "2023-03-01"), Ok(false));
    }
    assert_eq!(course.steps().len(), 6);
}

#[test]
fn x4_a_commitment_is_due_to_its_day_and_late_after_it() {
    let mut course = accepted();
    say(&mut course, Saying::Commit { kind: INTERVIEW, by: day("2023-02-20") }, "2023-02-03").unwrap();
    let standing = |course: &Course, on: &str| course.commitments()[0].standing(day(on));
    assert_eq!(standing(&course, "2023-02-20"), CommitmentStanding::Due);
    assert_eq!(standing(&course, "2023-02-21"), CommitmentStanding::Late);
    let mut late = course.clone();
    say(&mut late, Saying::Keep { number: 1, kept_on: day("2023-02-21") }, "2023-02-22").unwrap();
    assert_eq!(standing(&late, "2023-03-01"), CommitmentStanding::KeptLate);
    let mut moved = course.clone();
    say(&mut moved, Saying::Renegotiate { number: 1, by: day("2023-02-21") }, "2023-02-21").unwrap();
    say(&mut moved, Saying::Keep { number: 1, kept_on: day("2023-02-21") }, "2023-02-22").unwrap();
    assert_eq!(standing(&moved, "2023-03-01"), CommitmentStanding::Kept);
    assert_eq!(moved.commitments()[0].first_by, day("2023-02-20"));
    say(&mut course, Saying::Break { number: 1 }, "2023-02-10").unwrap();
    assert_eq!(standing(&course, "2023-03-01"), CommitmentStanding::NotKept);
}

#[test]
fn x4_nothing_is_undertaken_for_the_past_nor_kept_before_it_was_undertaken() {
    let mut course = accepted();
    let commit = |by: &str| Saying::Commit { kind: INTERVIEW, by: day(by) };
    assert_eq!(say(&mut course, commit("2023-02-02"), "2023-02-03"), Err(NotSaid::ImpossibleDay));
    assert_eq!(say(&mut course, commit("2023-02-03"), "2023-02-03"), Ok(true));
    let keep = |kept_on: &str| Saying::Keep { number: 1, kept_on: day(kept_on) };
    assert_eq!(say(&mut course, keep("2023-02-02"), "2023-02-04"), Err(NotSaid::ImpossibleDay));
    assert_eq!(say(&mut course, keep("2023-02-05"), "2023-02-04"), Err(NotSaid::ImpossibleDay));
    assert_eq!(say(&mut course, keep("2023-02-04"), "2023-02-04"), Ok(true));
    assert_eq!(say(&mut course, Saying::Break { number: 1 }, "2023-02-04"), Err(NotSaid::NoCommitment));
}

#[test]
fn x4_a_referral_is_completed_when_nothing_is_owed_and_not_before_it_was_accepted() {
    let mut course = sent();
    say(&mut course, Saying::Acknowledge, "2023-02-02").unwrap();
    assert_eq!(say(&mut course, Saying::Complete, "2023-02-02"), Err(NotSaid::NotAccepted));
    let commit = Saying::Commit { kind: INTERVIEW, by: day("2023-02-20") };
    assert_eq!(say(&mut course, commit, "2023-02-02"), Err(NotSaid::NotAccepted));
    let mut course = accepted();
    say(&mut course, commit, "2023-02-03").unwrap();
    assert_eq!(say(&mut course, Saying::Complete, "2023-02-10"), Err(NotSaid::CommitmentsOpen));
    for place in 1..MOST_COMMITMENTS as u64 {
        let by = day("2023-02-20") + chrono::Days::new(place);
        assert_eq!(say(&mut course, Saying::Commit { kind: INTERVIEW, by }, "2023-02-03"), Ok(true));
    }
    let more = Saying::Commit { kind: CommitmentKind::Other, by: day("2023-02-20") };
    assert_eq!(say(&mut course, more, "2023-02-03"), Err(NotSaid::TooMany));
}

#[test]
fn x4_what_is_over_or_was_not_sent_hears_nothing_more() {
    assert_eq!(say(&mut Course::default(), Saying::Acknowledge, "2023-02-02"), Err(NotSaid::Closed));
    for end in ReferralEnd::ALL {
        let mut course = accepted();
        course.add(Said { on: day("2023-02-10"), progress: Progress::Ended(*end) });
        assert_eq!(say(&mut course, Saying::Complete, "2023-02-11"), Err(NotSaid::Closed));
        assert!(course.awaited().is_empty() && !course.is_open());
    }
}

#[test]
fn x4_what_is_awaited_is_the_acknowledgement_and_then_the_commitments() {
    let mut course = sent();
    assert_eq!(course.awaited(), [FactKind::ReferralSent.on(day("2023-02-01"))]);
    say(&mut course, Saying::Acknowledge, "2023-02-02").unwrap();
    say(&mut course, Saying::Accept, "2023-02-03").unwrap();
    assert_eq!(course.awaited(), [FactKind::PartnerWord.on(day("2023-02-03"))]);
    say(&mut course, Saying::Commit { kind: INTERVIEW, by: day("2023-02-20") }, "2023-02-03").unwrap();
    assert_eq!(course.awaited(), [FactKind::CommitmentDue.on(day("2023-02-20"))]);
    say(&mut course, Saying::Keep { number: 1, kept_on: day("2023-02-10") }, "2023-02-10").unwrap();
    assert_eq!(course.awaited(), [FactKind::PartnerWord.on(day("2023-02-10"))]);
    say(&mut course, Saying::Complete, "2023-02-11").unwrap();
    assert!(course.awaited().is_empty());
}

#[test]
fn x4_a_question_or_a_no_waits_for_the_coordinator() {
    let mut course = sent();
    say(&mut course, Saying::Acknowledge, "2023-02-02").unwrap();
    assert_eq!(course.awaited(), [FactKind::PartnerWord.on(day("2023-02-02"))]);
    say(&mut course, Saying::AskInformation(InformationAsked::ALL[0]), "2023-02-03").unwrap();
    assert_eq!(course.awaited(), [FactKind::ReferralWaits.on(day("2023-02-03"))]);
    say(&mut course, Saying::Decline(DeclineReason::Other), "2023-02-06").unwrap();
    assert_eq!(course.awaited(), [FactKind::ReferralWaits.on(day("2023-02-06"))]);
    let mut returned = Course::default();
    returned.add(Said { on: day("2023-02-01"), progress: Progress::Returned });
    assert_eq!(returned.awaited(), [FactKind::ReferralWaits.on(day("2023-02-01"))]);
}

#[test]
fn codes_are_read_back() {
    macro_rules! read_back {
        ($($coded:ty),+) => {
            $(for one in <$coded>::ALL { assert_eq!(one.code().parse(), Ok(*one)); })+
        };
    }
    read_back!(Stage, DeclineReason, InformationAsked, CommitmentKind, ReferralEnd, NotSaid, CommitmentStanding);
    assert_eq!(format!("{:?}", Progress::Declined(DeclineReason::Other)), "Progress(..)");
}

#[test]
fn x4_what_is_settled_is_undertaken_once_more_and_what_was_moved_is_not_undertaken_twice() {
    let mut course = accepted();
    let commit = Saying::Commit { kind: INTERVIEW, by: day("2023-02-20") };
    assert_eq!(say(&mut course, commit, "2023-02-03"), Ok(true));
    // A colleague moved it, and the first call is repeated since its answer was lost.
    let moved = Saying::Renegotiate { number: 1, by: day("2023-02-27") };
    assert_eq!(say(&mut course, moved, "2023-02-04"), Ok(true));
    assert_eq!(say(&mut course, commit, "2023-02-05"), Ok(false));
    assert_eq!(course.commitments().len(), 1);
    // It will not be kept, and is undertaken by the same day again.
    assert_eq!(say(&mut course, Saying::Break { number: 1 }, "2023-02-06"), Ok(true));
    assert_eq!(say(&mut course, commit, "2023-02-06"), Ok(true));
    let open: Vec<_> = course.commitments().into_iter().filter(Commitment::is_open).map(|one| one.number).collect();
    assert_eq!(open, [2]);
    assert_eq!(say(&mut course, Saying::Complete, "2023-02-07"), Err(NotSaid::CommitmentsOpen));
}

#[test]
fn x4_a_partner_does_not_say_the_same_two_things_for_ever() {
    let mut course = accepted();
    say(&mut course, Saying::Commit { kind: INTERVIEW, by: day("2023-02-20") }, "2023-02-03").unwrap();
    let moved = |by| Saying::Renegotiate { number: 1, by: day(by) };
    for turn in 0..MOST_WORDS {
        let by = if turn % 2 == 0 { "2023-02-25" } else { "2023-02-20" };
        assert_eq!(say(&mut course, moved(by), "2023-02-04"), Ok(true));
    }
    assert_eq!(say(&mut course, moved("2023-02-25"), "2023-02-04"), Err(NotSaid::TooManyWords));
    let kept = Saying::Keep { number: 1, kept_on: day("2023-02-04") };
    assert_eq!(say(&mut course, kept, "2023-02-04"), Ok(true), "what settles it is heard");
}
