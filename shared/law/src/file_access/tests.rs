use super::*;
use crate::testing::day;

/// A file on which acts are done, each on a day.
#[derive(Default)]
pub(super) struct Book {
    pub(super) file: File,
}

impl Book {
    pub(super) fn on(&mut self, today: &str, act: &FileAct) -> Result<Option<FileChange>, NotChanged> {
        let now = day(today).and_time(chrono::NaiveTime::MIN).and_utc();
        let changed = self.file.decide(act, now, day(today).into())?;
        if let Some(changed) = &changed {
            self.file.apply(changed);
        }
        Ok(changed.map(|changed| changed.change))
    }

    fn sees(&self, subject: &str, on: &str) -> bool {
        self.file.access.admits(subject, day(on))
    }
}

pub(super) fn list(subjects: &[&str]) -> BTreeSet<String> {
    subjects.iter().map(|subject| (*subject).to_owned()).collect()
}

pub(super) fn restrict(subjects: &[&str]) -> FileAct {
    FileAct::Restrict { admitted: list(subjects), reason: RestrictionReason::OwnStaff }
}

pub(super) fn change(admit: &[&str], remove: &[&str]) -> FileAct {
    FileAct::ChangeList { admit: list(admit), remove: list(remove), by: None }
}

pub(super) fn open(subject: &str) -> FileAct {
    FileAct::Open {
        subject: subject.to_owned(),
        role: "coordinator".to_owned(),
        reason: EmergencyReason::NobodyAvailable,
        words: "the plan is due".to_owned(),
    }
}

pub(super) fn review(number: u32, by: &str, outcome: ReviewOutcome) -> FileAct {
    FileAct::Review { number, outcome, by: by.to_owned() }
}

#[test]
fn d2_a_file_that_is_not_restricted_is_closed_to_nobody() {
    let book = Book::default();
    assert!(book.sees("dr-1", "2022-09-05"));
    assert_eq!(book.file.access.keys().count(), 0);
}

#[test]
fn d2_a_restricted_file_is_closed_to_who_is_not_on_its_list() {
    let mut book = Book::default();
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok_and(|change| change.is_some()));
    assert!(book.sees("dr-1", "2022-09-05") && !book.sees("dr-2", "2022-09-05"));
    assert_eq!(book.file.restriction, Some((RestrictionReason::OwnStaff, day("2022-09-05"))));
    assert_eq!(book.on("2022-09-06", &restrict(&["dr-1"])), Ok(None), "the same again changes nothing");
    assert_eq!(book.on("2022-09-06", &restrict(&["dr-2"])), Err(NotChanged::AlreadyRestricted));

    let changed = book.on("2022-09-06", &change(&["dr-2", "dr-1"], &["dr-3"]));
    let expected = FileChange::ListChanged { admitted: list(&["dr-2"]), removed: list(&[]) };
    assert_eq!(changed, Ok(Some(expected)), "only what changes is told");
    assert!(book.sees("dr-2", "2022-09-06"));
    assert!(book.on("2022-09-07", &change(&[], &["dr-1"])).is_ok());
    assert!(!book.sees("dr-1", "2022-09-07"));
    assert_eq!(book.on("2022-09-07", &change(&[], &["dr-2"])), Err(NotChanged::NobodyLeft));

    assert_eq!(book.on("2022-09-08", &FileAct::Lift { by: None }), Ok(Some(FileChange::Lifted)));
    assert!(book.sees("dr-9", "2022-09-08"));
    assert_eq!(book.on("2022-09-08", &FileAct::Lift { by: None }), Err(NotChanged::NotRestricted));
    assert_eq!(book.on("2022-09-08", &change(&["dr-2"], &[])), Err(NotChanged::NotRestricted));
}

#[test]
fn d2_a_list_names_one_to_twenty() {
    let mut book = Book::default();
    assert_eq!(book.on("2022-09-05", &restrict(&[])), Err(NotChanged::NobodyLeft));
    let many: Vec<String> = (0..=MOST_ADMITTED).map(|place| format!("dr-{place}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(book.on("2022-09-05", &restrict(&many)), Err(NotChanged::TooManyAdmitted));
    assert!(book.on("2022-09-05", &restrict(&many[1..])).is_ok());
    assert_eq!(book.on("2022-09-05", &change(&["dr-0"], &[])), Err(NotChanged::TooManyAdmitted));
    assert!(book.on("2022-09-05", &change(&["dr-0"], &["dr-1"])).is_ok());
}

#[test]
fn d2_an_access_in_an_emergency_lasts_to_the_end_of_the_next_day() {
    let mut book = Book::default();
    assert_eq!(book.on("2022-09-05", &open("co-1")), Err(NotChanged::NotClosed), "nothing is closed");
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok());
    assert_eq!(book.on("2022-09-05", &open("dr-1")), Err(NotChanged::NotClosed), "it is not closed to them");
    let Ok(Some(FileChange::Opened(emergency))) = book.on("2022-09-09", &open("co-1")) else { panic!("it opens") };
    assert_eq!((emergency.number, emergency.last_day, emergency.review_by), (1, day("2022-09-10"), day("2022-09-16")));
    assert_eq!(emergency.access_figure.to_string(), "emergency_access.days@2022-01-01");
    assert_eq!(emergency.review_figure.to_string(), "emergency_access.review_target_days@2022-01-01");
    assert!(book.sees("co-1", "2022-09-10") && !book.sees("co-1", "2022-09-11") && !book.sees("co-2", "2022-09-09"));
    assert_eq!(book.on("2022-09-09", &open("co-1")), Ok(None), "twice on a day is once");
    assert!(matches!(book.on("2022-09-10", &open("co-1")), Ok(Some(FileChange::Opened(_)))), "a day later is longer");
    assert!(book.sees("co-1", "2022-09-11"));
}

#[test]
fn d2_who_opened_a_file_in_an_emergency_does_not_say_who_may_see_it() {
    let by = |who: &str| Some(who.to_owned());
    let mut book = Book::default();
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok());
    assert!(book.on("2022-09-05", &open("dr-2")).is_ok() && book.sees("dr-2", "2022-09-05"));
    let change = FileAct::ChangeList { admit: list(&["dr-2"]), remove: list(&["dr-1"]), by: by("dr-2") };
    assert_eq!(book.on("2022-09-05", &change), Err(NotChanged::NotOnTheList));
    assert_eq!(book.on("2022-09-05", &FileAct::Lift { by: by("dr-2") }), Err(NotChanged::NotOnTheList));
    assert_eq!(book.on("2022-09-05", &FileAct::Lift { by: by("dr-1") }), Ok(Some(FileChange::Lifted)));
}

#[test]
fn d2_somebody_else_reviews_an_access_in_an_emergency() {
    let mut book = Book::default();
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok());
    assert!(book.on("2022-09-05", &open("co-1")).is_ok());
    let justified = ReviewOutcome::Justified;
    assert_eq!(book.on("2022-09-06", &review(1, "co-1", justified)), Err(NotChanged::OwnAccess));
    assert_eq!(book.on("2022-09-06", &review(2, "ma-1", justified)), Err(NotChanged::NoSuchAccess));
    assert!(book.on("2022-09-06", &FileAct::Lift { by: None }).is_ok(), "what is lifted is still to be reviewed");
    assert!(book.on("2022-09-06", &review(1, "ma-1", justified)).is_ok_and(|change| change.is_some()));
    assert_eq!(book.on("2022-09-07", &review(1, "ma-2", justified)), Ok(None));
    assert_eq!(
        book.on("2022-09-07", &review(1, "ma-2", ReviewOutcome::NotJustified)),
        Err(NotChanged::AlreadyReviewed)
    );
}

#[test]
fn d2_an_access_in_an_emergency_can_be_ended() {
    let opened = || {
        let mut book = Book::default();
        assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok());
        assert!(book.on("2022-09-05", &open("co-1")).is_ok() && book.sees("co-1", "2022-09-06"));
        book
    };
    // By who is on the list, though the list stays as it is
    let mut book = opened();
    let removed = book.on("2022-09-05", &change(&[], &["co-1"]));
    assert_eq!(removed, Ok(Some(FileChange::ListChanged { admitted: list(&[]), removed: list(&["co-1"]) })));
    assert!(!book.sees("co-1", "2022-09-05") && book.sees("dr-1", "2022-09-05"));
    assert_eq!(book.on("2022-09-05", &change(&[], &["co-1"])), Ok(None));
    // By a review that finds it was not justified, and by no other
    for (outcome, sees) in [(ReviewOutcome::NotJustified, false), (ReviewOutcome::Justified, true)] {
        let mut book = opened();
        assert!(book.on("2022-09-05", &review(1, "ma-1", outcome)).is_ok_and(|change| change.is_some()));
        assert_eq!(book.sees("co-1", "2022-09-05"), sees);
    }
    // And by lifting: what is restricted anew is closed anew
    let mut book = opened();
    assert!(book.on("2022-09-05", &FileAct::Lift { by: None }).is_ok() && book.sees("co-1", "2022-09-05"));
    assert!(book.on("2022-09-05", &restrict(&["dr-2"])).is_ok() && !book.sees("co-1", "2022-09-05"));
}

#[test]
fn d2_who_opened_a_file_without_justification_does_not_open_it_again_unless_put_on_the_list() {
    let mut book = Book::default();
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok() && book.on("2022-09-05", &open("co-1")).is_ok());
    assert!(book.on("2022-09-05", &open("co-2")).is_ok());
    assert!(book.on("2022-09-06", &review(1, "ma-1", ReviewOutcome::NotJustified)).is_ok());
    for day in ["2022-09-06", "2023-09-06"] {
        assert_eq!(book.on(day, &open("co-1")), Err(NotChanged::FoundNotJustified));
    }
    assert!(book.on("2023-09-06", &open("co-2")).is_ok_and(|change| change.is_some()), "another one does");
    assert!(book.on("2023-09-06", &change(&["co-1"], &[])).is_ok() && book.sees("co-1", "2023-09-06"));
}

#[test]
fn d2_a_review_ends_the_access_that_it_is_about_and_no_later_one() {
    let mut book = Book::default();
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok() && book.on("2022-09-05", &open("co-1")).is_ok());
    assert!(book.on("2022-09-09", &open("co-1")).is_ok());
    assert!(book.on("2022-09-09", &review(1, "ma-1", ReviewOutcome::NotJustified)).is_ok());
    assert!(book.sees("co-1", "2022-09-09"));
    assert!(book.on("2022-09-09", &review(2, "ma-1", ReviewOutcome::NotJustified)).is_ok());
    assert!(!book.sees("co-1", "2022-09-09"));
}

#[test]
fn d2_neither_an_act_nor_an_access_tells_the_words() {
    let mut book = Book::default();
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok());
    let act = open("co-1");
    let opened = book.on("2022-09-05", &act);
    assert!(!format!("{act:?} {opened:?}").contains("plan is due"));
}

#[test]
fn every_code_and_every_refusal_is_its_own() {
    let codes: BTreeSet<_> = NotChanged::ALL.iter().map(|refused| refused.code()).collect();
    assert_eq!(codes.len(), NotChanged::ALL.len());
    let told: BTreeSet<_> = NotChanged::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), NotChanged::ALL.len());
    let codes: BTreeSet<_> = RestrictionReason::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes.len(), RestrictionReason::ALL.len());
}

#[test]
fn d2_what_is_told_of_a_file_changes_what_was_not_known_alone() {
    let mut book = Book::default();
    let unknown = FileAccess::default();
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok_and(|change| change.is_some()));
    let (access, ledger) = (book.file.access.clone(), "assessment/300".to_owned());
    let told = FileAccessTold { access, on: day("2022-09-05"), ledger, position: 7 };
    assert!(told.changes(&unknown));
    assert!(!told.changes(&book.file.access));
}

#[test]
fn d2_who_may_see_a_file_shows_in_no_log() {
    let acts = [restrict(&["dr-1"]), change(&["dr-2"], &[]), open("dr-3"), review(1, "dr-4", ReviewOutcome::ALL[0])];
    let shown = acts.map(|act| format!("{act:?}"));
    assert_eq!(shown, ["Restrict", "ChangeList", "Open", "Review"]);
    let mut book = Book::default();
    assert!(book.on("2022-09-05", &restrict(&["dr-1"])).is_ok());
    assert!(book.on("2022-09-06", &open("dr-3")).is_ok());
    assert_eq!(format!("{:?}", book.file.emergencies[0].0), "Emergency(1)");
}
