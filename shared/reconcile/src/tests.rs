//! Ledgers that a wrong plan wrote, and what is found in them.

mod ami;
mod concertation;
mod named;
mod referral;
mod route_c;

use crate::book::Closed;
use crate::day::day;
use crate::{
    Case, Consent, Dates, Day, Entry, Fact, Finding, FindingKind, Kind, Named, Office, Purpose, Row, Step, TakenOver,
    Timer, reconcile,
};

/// A ledger of one case under way.
struct Told {
    case: Case,
    act: u128,
}

impl Told {
    fn by(office: Office) -> Self {
        Self { case: Case { office, entries: Vec::new(), rows: Vec::new(), timers: Vec::new() }, act: 0 }
    }

    /// What one act recorded on a day.
    fn on(mut self, recorded: &str, facts: impl IntoIterator<Item = Fact>) -> Self {
        self.act += 1;
        let (recorded, act) = (day(recorded), self.act);
        for fact in facts {
            let position = self.case.entries.len() as u64 + 1;
            self.case.entries.push(Entry { position, fact, recorded, act });
        }
        self
    }

    fn row(mut self, step: Step, dates: Dates, missed: Option<&str>, closed: Option<Closed>) -> Self {
        self.case.rows.push(Row { step, dates, missed: missed.map(day), closed });
        self
    }

    fn timer(mut self, kind: &str, on: &str) -> Self {
        self.case.timers.push(Timer { kind: kind.to_owned(), on: day(on) });
        self
    }

    /// Shows and waits for what was recorded, as a service does that errs only in what it recorded.
    fn shown(mut self) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for Entry { fact, .. } in &self.case.entries {
            let change = |rows: &mut Vec<Row>, step: &Step, closed, missed: Option<Day>| {
                if let Some(row) = rows.iter_mut().rfind(|row| row.step == *step) {
                    row.closed = closed;
                    row.missed = row.missed.or(missed);
                }
            };
            match fact {
                Fact::Planned { step, dates } | Fact::Replanned { step, dates, .. } => {
                    rows.retain(|row| row.step != *step);
                    rows.push(Row { step: step.clone(), dates: *dates, missed: None, closed: None });
                }
                Fact::Met { step, on } => change(&mut rows, step, Some(Closed::Met(*on)), None),
                Fact::Waived { step, on, .. } => change(&mut rows, step, Some(Closed::Waived(*on)), None),
                Fact::Missed { step, on } => change(&mut rows, step, None, Some(*on)),
                _ => {}
            }
        }
        for row in rows.iter().filter(|row| row.closed.is_none() && row.missed.is_none()) {
            let due = row.dates.due.map(Day::next);
            self.case.timers.extend(due.map(|on| Timer { kind: format!("missed_{}", row.step), on }));
        }
        self.case.rows = rows;
        self
    }

    /// The steps and kinds of what is found.
    fn found(&self, today: &str) -> Vec<(String, FindingKind)> {
        let named = |finding: Finding| (finding.step, finding.kind);
        reconcile(&self.case, day(today)).into_iter().map(named).collect()
    }
}

fn due(on: &str) -> Dates {
    Dates { due: Some(day(on)), ..Dates::default() }
}

fn aimed(opens: &str, target: &str) -> Dates {
    Dates { opens: Some(day(opens)), due: None, target: Some(day(target)) }
}

fn month_4(due: &str) -> Dates {
    Dates { opens: Some(day("2022-12-01")), due: Some(day(due)), target: None }
}

fn recognised() -> Fact {
    Fact::Recognised { start: day("2022-09-01"), on: day("2022-09-05"), taken_over: None }
}

fn planned(step: Step, dates: Dates) -> Fact {
    Fact::Planned { step, dates }
}

fn estimated(on: &str, category: u8) -> Fact {
    Fact::Estimated { on: day(on), category, examined: false }
}

/// An assessment whose first estimate was planned for these dates and shown so.
fn assessed(dates: Dates, timer: &str) -> Told {
    Told::by(Office::Assessment)
        .on("2022-09-05", [recognised(), planned(Step::FirstEstimate, dates)])
        .row(Step::FirstEstimate, dates, None, None)
        .timer("estimate_missed", timer)
}

fn code(step: &Step) -> String {
    step.to_string()
}

#[test]
fn m3_a_ledger_as_the_law_asks_has_no_finding() {
    let told = assessed(month_4("2022-12-31"), "2023-01-01");
    assert_eq!(told.found("2022-09-05"), []);
    assert_eq!(told.found("2022-12-31"), []);
}

#[test]
fn m3_an_estimate_that_was_planned_for_another_day_is_wrongly_dated() {
    for (wrong, timer) in [("2022-12-30", "2022-12-31"), ("2023-01-31", "2023-02-01")] {
        let told = assessed(month_4(wrong), timer);
        assert_eq!(told.found("2022-09-05"), [(code(&Step::FirstEstimate), FindingKind::WronglyDated)]);
    }
}

#[test]
fn m3_an_estimate_that_was_never_planned_is_lost() {
    let told = Told::by(Office::Assessment).on("2022-09-05", [recognised()]);
    assert_eq!(told.found("2022-09-05"), [(code(&Step::FirstEstimate), FindingKind::Lost)]);
}

#[test]
fn t6_a_deadline_that_was_planned_twice_is_double() {
    let dates = month_4("2022-12-31");
    let told = assessed(dates, "2023-01-01").on("2022-09-06", [planned(Step::FirstEstimate, dates)]);
    assert_eq!(told.found("2022-09-06"), [(code(&Step::FirstEstimate), FindingKind::Double)]);
}

#[test]
fn t6_a_miss_that_was_recorded_on_the_last_day_is_early() {
    let dates = month_4("2022-12-31");
    let missed = Fact::Missed { step: Step::FirstEstimate, on: day("2023-01-01") };
    let told = Told::by(Office::Assessment)
        .on("2022-09-05", [recognised(), planned(Step::FirstEstimate, dates)])
        .on("2022-12-31", [missed])
        .row(Step::FirstEstimate, dates, Some("2023-01-01"), None);
    assert_eq!(told.found("2022-12-31"), [(code(&Step::FirstEstimate), FindingKind::Early)]);
}

#[test]
fn t6_a_miss_that_is_not_recorded_is_late_and_so_is_its_timer() {
    let told = assessed(month_4("2022-12-31"), "2023-01-01");
    let late = |step: &str| (step.to_owned(), FindingKind::Late);
    assert_eq!(told.found("2023-01-01"), [late("first_estimate"), late("estimate_missed")]);
}

#[test]
fn m3_an_estimate_that_was_made_and_is_still_asked_for_is_double() {
    let told = assessed(month_4("2022-12-31"), "2023-01-01").on("2022-12-05", [estimated("2022-12-05", 2)]);
    assert_eq!(told.found("2022-12-05"), [(code(&Step::FirstEstimate), FindingKind::Double)]);
}

#[test]
fn m3_an_estimate_before_month_4_is_early() {
    let met = Fact::Met { step: Step::FirstEstimate, on: day("2022-11-30") };
    let dates = month_4("2022-12-31");
    let told = Told::by(Office::Assessment)
        .on("2022-09-05", [recognised(), planned(Step::FirstEstimate, dates)])
        .on("2022-11-30", [estimated("2022-11-30", 2), met])
        .row(Step::FirstEstimate, dates, None, Some(Closed::Met(day("2022-11-30"))));
    let early = (code(&Step::FirstEstimate), FindingKind::Early);
    assert_eq!(told.found("2022-11-30"), [early.clone(), early]);
}

#[test]
fn m4_a_track_beside_which_the_estimate_is_still_asked_for_is_found() {
    let track = Fact::TrackBegan { kind: Kind::Work, from: day("2022-12-20"), until: None, by_employer: false };
    let told = assessed(month_4("2022-12-31"), "2023-01-01").on("2022-12-20", [track]);
    assert_eq!(told.found("2022-12-20"), [(code(&Step::FirstEstimate), FindingKind::Double)]);
}

#[test]
fn m8_an_examination_of_category_3_by_the_end_of_month_8_is_wrongly_dated() {
    let dates = month_4("2022-12-31");
    let wrong = due("2023-04-30");
    let met = Fact::Met { step: Step::FirstEstimate, on: day("2022-12-05") };
    let told = Told::by(Office::Assessment)
        .on("2022-09-05", [recognised(), planned(Step::FirstEstimate, dates)])
        .on("2022-12-05", [estimated("2022-12-05", 3), met, planned(Step::Category3Examination, wrong)])
        .row(Step::FirstEstimate, dates, None, Some(Closed::Met(day("2022-12-05"))))
        .row(Step::Category3Examination, wrong, None, None)
        .timer("missed_category_3_examination", "2023-05-01");
    assert_eq!(told.found("2022-12-05"), [(code(&Step::Category3Examination), FindingKind::WronglyDated)]);
}

#[test]
fn q1_a_questionnaire_that_is_not_sent_on_its_day_is_late() {
    let told = Told::by(Office::Questionnaire)
        .on("2022-09-05", [recognised(), planned(Step::QuestionnaireSend, due("2022-11-10"))])
        .row(Step::QuestionnaireSend, due("2022-11-10"), None, None)
        .timer("send", "2022-11-10");
    assert_eq!(told.found("2022-11-09"), []);
    let late = |step: &str| (step.to_owned(), FindingKind::Late);
    assert_eq!(told.found("2022-11-10"), [late("questionnaire_send"), late("send")]);
}

/// A questionnaire sent on a day, due back on another.
fn sent(on: &str, back: &str) -> Told {
    let fact = Fact::Sent { on: day(on), due_back: Some(day(back)), route_b: false };
    let met = Fact::Met { step: Step::QuestionnaireSend, on: day(on) };
    Told::by(Office::Questionnaire)
        .on("2022-09-05", [recognised(), planned(Step::QuestionnaireSend, due("2022-11-10"))])
        .on(on, [fact, met, planned(Step::QuestionnaireReturn, due(back))])
        .row(Step::QuestionnaireSend, due("2022-11-10"), None, Some(Closed::Met(day(on))))
        .row(Step::QuestionnaireReturn, due(back), None, None)
        .timer("return_missed", &day(back).next().to_string())
}

#[test]
fn q5_a_questionnaire_that_is_due_back_a_day_late_is_wrongly_dated() {
    assert_eq!(sent("2022-11-10", "2022-11-24").found("2022-11-10"), []);
    let wrong = (code(&Step::QuestionnaireReturn), FindingKind::WronglyDated);
    assert_eq!(sent("2022-11-10", "2022-11-25").found("2022-11-10"), [wrong.clone(), wrong]);
}

#[test]
fn q1_a_questionnaire_that_is_sent_before_ten_weeks_are_over_is_early() {
    let early = (code(&Step::QuestionnaireSend), FindingKind::Early);
    assert_eq!(sent("2022-11-09", "2022-11-23").found("2022-11-09"), [early]);
}

/// A questionnaire for route B was out on the day of that of route A, as far as was known then. Paper that had come back on
/// that day, and is entered later, undoes nothing (own reading).
#[test]
fn q8_what_was_kept_back_while_one_was_out_stays_so() {
    let request =
        Fact::Requested { on: day("2022-11-07"), needed: true, send_on: Some(day("2022-11-07")), contact: None };
    let sent = Fact::Sent { on: day("2022-11-07"), due_back: Some(day("2022-11-21")), route_b: true };
    let waived = Fact::Waived {
        step: Step::QuestionnaireSend,
        on: day("2022-11-10"),
        ground: "Q8".to_owned(),
        named: Vec::new(),
    };
    let back = Fact::Completed { on: day("2022-11-09"), correction: false };
    let met = Fact::Met { step: Step::QuestionnaireReturn, on: day("2022-11-09") };
    let told = |entered: &str| {
        Told::by(Office::Questionnaire)
            .on("2022-09-05", [recognised(), planned(Step::QuestionnaireSend, due("2022-11-10"))])
            .on("2022-11-07", [request.clone()])
            .on("2022-11-07", [sent.clone(), planned(Step::QuestionnaireReturn, due("2022-11-21"))])
            .on(entered, [back.clone(), met.clone()])
            .on("2022-11-10", [waived.clone()])
            .row(Step::QuestionnaireSend, due("2022-11-10"), None, Some(Closed::Waived(day("2022-11-10"))))
            .row(Step::QuestionnaireReturn, due("2022-11-21"), None, Some(Closed::Met(day("2022-11-09"))))
    };
    assert_eq!(told("2022-11-14").found("2022-11-15"), []);
    // Known to be back on the day before, it kept nothing back.
    assert!(told("2022-11-09").found("2022-11-15").contains(&(code(&Step::QuestionnaireSend), FindingKind::Lost)));
}

#[test]
fn m4_a_track_that_is_known_after_month_4_took_away_an_estimate_that_nobody_missed() {
    let dates = month_4("2022-12-31");
    let track = Fact::TrackBegan { kind: Kind::Work, from: day("2022-12-20"), until: None, by_employer: false };
    let late = Fact::Recognised { start: day("2022-09-01"), on: day("2023-01-10"), taken_over: None };
    let waived = |ground: &str| {
        let (step, ground) = (Step::FirstEstimate, ground.to_owned());
        let waived = Fact::Waived { step: step.clone(), on: day("2023-01-10"), ground, named: Vec::new() };
        Told::by(Office::Assessment)
            .on("2023-01-10", [track.clone(), late.clone(), planned(step.clone(), dates), waived])
            .row(step, dates, None, Some(Closed::Waived(day("2023-01-10"))))
            .found("2023-01-10")
    };
    assert_eq!(waived("M4.b"), []);
    assert_eq!(waived("T6.a"), [(code(&Step::FirstEstimate), FindingKind::Late)]);
}

/// A referral at the first estimate, and what the dossier planned for it.
fn referred(last_day: &str) -> Told {
    let referral = Fact::Referred { on: day("2022-12-05"), initial: true };
    Told::by(Office::Dossier)
        .on("2022-09-05", [recognised()])
        .on("2022-12-05", [referral, planned(Step::FirstContactCategory4, due(last_day))])
}

#[test]
fn d4_a_first_contact_within_a_month_where_month_6_is_given_is_wrongly_dated() {
    let shown = |last_day: &str| {
        let timer = day(last_day).next().to_string();
        referred(last_day)
            .row(Step::FirstContactCategory4, due(last_day), None, None)
            .timer("missed_first_contact_category_4", &timer)
    };
    assert_eq!(shown("2023-02-28").found("2022-12-05"), []);
    let wrong = (code(&Step::FirstContactCategory4), FindingKind::WronglyDated);
    assert_eq!(shown("2023-01-05").found("2022-12-05"), [wrong]);
}

#[test]
fn d5_a_first_contact_that_work_took_away_and_nobody_planned_again_is_lost() {
    let work = Fact::TrackBegan {
        kind: Kind::Work,
        from: day("2023-01-10"),
        until: Some(day("2023-02-10")),
        by_employer: false,
    };
    let step = Step::FirstContactCategory4;
    let waived = Fact::Waived { step: step.clone(), on: day("2023-01-10"), ground: "D5".to_owned(), named: Vec::new() };
    let told = referred("2023-02-28").on("2023-01-10", [work, waived]).row(
        step.clone(),
        due("2023-02-28"),
        None,
        Some(Closed::Waived(day("2023-01-10"))),
    );
    assert_eq!(told.found("2023-01-11"), [("bar_ended".to_owned(), FindingKind::Lost)]);
    let told = told.timer("bar_ended", "2023-02-11");
    assert_eq!(told.found("2023-01-11"), []);
    assert_eq!(told.found("2023-02-11")[0], (code(&step), FindingKind::Lost));
}

/// A request for a trajectory without questionnaire, and what the dossier planned for it.
fn requested(appointment: Dates, contact: Dates) -> Told {
    let request = Fact::Requested { on: day("2022-10-03"), needed: false, send_on: None, contact: None };
    let plans = [planned(Step::RouteBAppointment, appointment), planned(Step::FirstContactRouteB, contact)];
    Told::by(Office::Dossier)
        .on("2022-09-05", [recognised()])
        .on("2022-10-03", [request].into_iter().chain(plans))
        .row(Step::RouteBAppointment, appointment, None, None)
        .row(Step::FirstContactRouteB, contact, None, None)
        .timer("missed_first_contact_route_b", "2022-11-04")
}

#[test]
fn d6_an_appointment_that_is_aimed_at_another_day_is_wrongly_dated() {
    let right = aimed("2022-10-03", "2022-10-17");
    assert_eq!(requested(right, due("2022-11-03")).found("2022-10-03"), []);
    let wrong = aimed("2022-10-03", "2022-10-18");
    let found = requested(wrong, due("2022-11-03")).found("2022-10-03");
    assert_eq!(found, [(code(&Step::RouteBAppointment), FindingKind::WronglyDated)]);
}

#[test]
fn d7_a_contact_after_which_no_authorisation_is_asked_for_is_lost_from_sight() {
    let met = |step: Step| Fact::Met { step, on: day("2022-10-20") };
    let (appointment, contact) = (aimed("2022-10-03", "2022-10-17"), due("2022-11-03"));
    let request = Fact::Requested { on: day("2022-10-03"), needed: false, send_on: None, contact: None };
    let held = Fact::Held {
        number: 1,
        purpose: Purpose::First,
        on: day("2022-10-20"),
        appointment: None,
        authorisation: None,
    };
    let closed = Some(Closed::Met(day("2022-10-20")));
    let told = Told::by(Office::Dossier)
        .on("2022-09-05", [recognised()])
        .on("2022-10-03", [request, planned(Step::RouteBAppointment, appointment)])
        .on("2022-10-03", [planned(Step::FirstContactRouteB, contact)])
        .on("2022-10-20", [held, met(Step::RouteBAppointment), met(Step::FirstContactRouteB)])
        .row(Step::RouteBAppointment, appointment, None, closed)
        .row(Step::FirstContactRouteB, contact, None, closed);
    let lost = |step: &Step| (code(step), FindingKind::Lost);
    // The act that asked did not plan the contact, and the next one did.
    let expected = [lost(&Step::FirstContactRouteB), lost(&Step::AuthorisationRequest)];
    assert_eq!(told.found("2022-10-20"), expected);
}

#[test]
fn d6_a_contact_meets_the_deadline_of_its_own_request() {
    let contact = |number, on: &str| Fact::Held {
        number,
        purpose: Purpose::First,
        on: day(on),
        appointment: None,
        authorisation: None,
    };
    let ended =
        Fact::TrajectoryEnded { on: day("2022-10-21"), route_b_only: false, with_incapacity: false, send_on: None };
    let again = Fact::Requested { on: day("2022-11-07"), needed: true, send_on: None, contact: None };
    let wrongly_dated = |met: &str, later: Vec<Fact>| {
        let met = Fact::Met { step: Step::FirstContactRouteB, on: day(met) };
        let told = requested(aimed("2022-10-03", "2022-10-17"), due("2022-11-03"));
        let told = told.on("2022-10-20", [contact(1, "2022-10-20"), met]).on("2022-11-25", later);
        told.found("2022-11-25").contains(&(code(&Step::FirstContactRouteB), FindingKind::WronglyDated))
    };
    assert!(!wrongly_dated("2022-10-20", Vec::new()));
    assert!(wrongly_dated("2022-10-19", Vec::new()));
    // The second contact took place before the questionnaire was back: nothing was planned for it, and what was met is the first's.
    let completed = Fact::Completed { on: day("2022-11-25"), correction: false };
    assert!(!wrongly_dated("2022-10-20", vec![ended, again, contact(2, "2022-11-20"), completed]));
}

#[test]
fn x7_a_report_that_is_kept_too_long_is_late() {
    let kept = |timer: &str| {
        let received = Fact::Received { on: day("2022-09-20") };
        Told::by(Office::Exchange).on("2022-09-20", [received]).timer("erase_report", timer)
    };
    assert_eq!(kept("2023-09-20").found("2023-09-19"), []);
    assert_eq!(kept("2023-09-20").found("2023-09-20"), [("erase_report".to_owned(), FindingKind::Late)]);
    assert_eq!(kept("2023-09-21").found("2022-09-20"), [("erase_report".to_owned(), FindingKind::Late)]);
    assert_eq!(kept("2023-09-19").found("2022-09-20"), [("erase_report".to_owned(), FindingKind::Early)]);
}

#[test]
fn t6_what_this_program_does_not_know_is_told_and_not_passed_over() {
    let told = assessed(month_4("2022-12-31"), "2023-01-01")
        .on("2022-09-06", [planned(Step::of("somersault"), due("2023-09-01")), Fact::NotCovered("backflip_made")])
        .row(Step::of("somersault"), due("2023-09-01"), None, None)
        .timer("missed_somersault", "2023-09-02");
    let not_covered = |what: &str| (what.to_owned(), FindingKind::NotCovered);
    let expected = ["somersault", "backflip_made", "missed_somersault"].map(not_covered);
    assert_eq!(told.found("2022-09-06"), expected);
}

#[test]
fn t6_a_row_of_the_work_list_that_is_not_what_was_recorded_is_found() {
    let dates = month_4("2022-12-31");
    let with = |change: fn(&mut Row)| {
        let mut told = assessed(dates, "2023-01-01");
        told.case.rows.iter_mut().for_each(change);
        told.found("2022-12-15").into_iter().map(|(_, kind)| kind).collect::<Vec<_>>()
    };
    assert_eq!(with(|_| {}), []);
    assert_eq!(
        with(|row| row.closed = Some(Closed::Waived(row.dates.due.unwrap_or(crate::Day::FAR)))),
        [FindingKind::Lost]
    );
    assert_eq!(with(|row| row.missed = row.dates.due), [FindingKind::Early]);
    assert_eq!(with(|row| row.dates.opens = None), [FindingKind::WronglyDated]);
    assert_eq!(with(|row| row.step = Step::RouteBDecision), [FindingKind::Lost, FindingKind::Double]);
}

/// A first day that is corrected to 15 August 2022: month 4 ends on 14 December.
fn corrected(facts: impl IntoIterator<Item = Fact>, dates: Dates, timer: &str) -> Told {
    let corrected = Fact::Corrected { start: day("2022-08-15"), on: day("2022-10-07") };
    Told::by(Office::Assessment)
        .on("2022-09-05", [recognised(), planned(Step::FirstEstimate, month_4("2022-12-31"))])
        .on("2022-10-07", [corrected].into_iter().chain(facts))
        .row(Step::FirstEstimate, dates, None, None)
        .timer("estimate_missed", timer)
}

fn replanned(dates: Dates) -> Fact {
    Fact::Replanned { step: Step::FirstEstimate, dates, on: day("2022-10-07") }
}

#[test]
fn t9_what_is_open_follows_a_corrected_first_day_and_is_found_where_it_does_not() {
    let moved = Dates { opens: Some(day("2022-11-15")), due: Some(day("2022-12-14")), target: None };
    assert_eq!(corrected([replanned(moved)], moved, "2022-12-15").found("2022-10-07"), []);

    let wrong = (code(&Step::FirstEstimate), FindingKind::WronglyDated);
    assert!(corrected([], month_4("2022-12-31"), "2023-01-01").found("2022-10-07").contains(&wrong));
    let by_a_day = Dates { due: Some(day("2022-12-15")), ..moved };
    assert!(corrected([replanned(by_a_day)], by_a_day, "2022-12-16").found("2022-10-07").contains(&wrong));
}

#[test]
fn t9_what_is_planned_again_was_open() {
    let moved = Dates { opens: Some(day("2022-11-15")), due: Some(day("2022-12-14")), target: None };
    let met = Fact::Met { step: Step::FirstEstimate, on: day("2022-10-06") };
    let told = corrected([met, replanned(moved)], moved, "2022-12-15");
    assert!(told.found("2022-10-07").contains(&(code(&Step::FirstEstimate), FindingKind::Double)));
}

#[test]
fn t6_t9_what_was_over_when_it_was_planned_again_was_missed_before() {
    let moved = Dates { opens: Some(day("2022-11-15")), due: Some(day("2022-12-14")), target: None };
    let late = |on| Fact::Replanned { step: Step::FirstEstimate, dates: moved, on: day(on) };
    let found = |facts: Vec<Fact>| {
        let lost = (code(&Step::FirstEstimate), FindingKind::Late);
        corrected(facts, moved, "2022-12-15").found("2022-10-07").contains(&lost)
    };
    let missed = Fact::Missed { step: Step::FirstEstimate, on: day("2023-01-01") };
    assert!(!found(vec![late("2022-12-31")]));
    assert!(found(vec![late("2023-01-01")]));
    assert!(!found(vec![missed, late("2023-01-01")]));
}

#[test]
fn t9_a_questionnaire_that_was_sent_on_its_day_is_not_early_by_a_later_first_day() {
    let told = sent("2022-11-10", "2022-11-24")
        .on("2022-11-15", [Fact::Corrected { start: day("2022-09-05"), on: day("2022-11-15") }]);
    assert_eq!(told.found("2022-11-15"), []);
}

/// A case with a programme that succeeded on 31 March 2023, and these dates of the evaluation after it.
fn succeeded(dates: Dates) -> Told {
    let first = month_4("2022-12-31");
    let evaluation = Step::ReintegrationEvaluation;
    let met = Fact::Met { step: Step::FirstEstimate, on: day("2022-12-05") };
    let success = Fact::ProgrammeSucceeded { number: 1, last_day: day("2023-03-31") };
    Told::by(Office::Assessment)
        .on("2022-09-05", [recognised(), planned(Step::FirstEstimate, first)])
        .on("2022-12-05", [estimated("2022-12-05", 2), met])
        .row(Step::FirstEstimate, first, None, Some(Closed::Met(day("2022-12-05"))))
        .on("2023-04-04", [success, planned(evaluation.clone(), dates)])
        .row(evaluation, dates, None, None)
}

#[test]
fn m16_the_evaluation_with_the_new_skills_opens_six_months_after_the_programme() {
    let right = succeeded(aimed("2023-10-01", "2023-11-01"));
    assert_eq!(right.found("2023-10-05"), []);
    let wrong = succeeded(aimed("2023-09-30", "2023-10-30"));
    let step = code(&Step::ReintegrationEvaluation);
    assert_eq!(wrong.found("2023-10-05"), [(step.clone(), FindingKind::WronglyDated)]);
    // Made, and still open.
    let made = Fact::ReintegrationEvaluated { number: 1, on: day("2023-10-05") };
    let open = succeeded(aimed("2023-10-01", "2023-11-01")).on("2023-10-05", [made]);
    assert_eq!(open.found("2023-10-06"), [(step, FindingKind::Double)]);
}

/// A case from 1 September 2022 that was taken over on a day, and of which nothing more was known.
fn taken_over(on: &str) -> TakenOver {
    TakenOver { on: day(on), sent: None, back: None, requested: None, contact: None }
}

fn recognised_before(known: TakenOver) -> Fact {
    Fact::Recognised { start: day("2022-09-01"), on: day("2022-09-05"), taken_over: Some(known) }
}

#[test]
fn t6_what_had_its_last_day_before_go_live_is_asked_of_nobody_and_what_has_it_then_is() {
    let found = |office, on: &str| Told::by(office).on(on, [recognised_before(taken_over(on))]).found(on);
    let kinds = |office, on: &str| found(office, on).into_iter().map(|(_, kind)| kind).collect::<Vec<_>>();
    assert_eq!(kinds(Office::Assessment, "2023-01-01"), []);
    assert!(kinds(Office::Assessment, "2022-12-31").contains(&FindingKind::Lost));
    assert_eq!(kinds(Office::Questionnaire, "2022-11-11"), []);
    assert!(kinds(Office::Questionnaire, "2022-11-10").contains(&FindingKind::Lost));
    let on = "2023-01-01";
    let step = Step::FirstEstimate;
    let planned = Told::by(Office::Assessment)
        .on(on, [recognised_before(taken_over(on)), planned(step, month_4("2022-12-31"))])
        .found(on);
    assert!(planned.iter().any(|(_, kind)| *kind == FindingKind::Double), "{planned:?}");
}

#[test]
fn t6_a_contact_of_before_go_live_is_not_asked_for_again_and_one_that_is_still_to_come_is() {
    let on = "2022-12-12";
    let referred = Fact::Referred { on: day("2022-12-05"), initial: true };
    let found = |known| Told::by(Office::Dossier).on(on, [recognised_before(known), referred.clone()]).found(on);
    let held = TakenOver { contact: Some(day("2022-12-09")), ..taken_over(on) };
    assert_eq!(found(held), [("dossier_look".to_owned(), FindingKind::Lost)], "until consents are asked again");
    assert!(found(taken_over(on)).iter().any(|(_, kind)| *kind == FindingKind::Lost));
}

#[test]
fn m4_work_of_before_go_live_that_ends_asks_for_the_estimate_that_it_kept_back() {
    let on = "2023-04-01";
    let (kind, from) = (Kind::Work, day("2022-11-02"));
    let began = Fact::TrackBegan { kind, from, until: None, by_employer: false };
    let working = Told::by(Office::Assessment).on(on, [recognised_before(taken_over(on)), began]);
    assert_eq!(working.found(on), []);
    let ended = Fact::TrackEnded { kind, from: Some(from), until: day("2023-04-15") };
    let found = working.on("2023-04-15", [ended]).found("2023-04-16");
    assert!(found.iter().any(|(_, kind)| *kind == FindingKind::Lost), "{found:?}");
}

#[test]
fn d19_the_look_at_a_dossier_counts_from_go_live_only_where_it_was_over_by_then() {
    let referred = Fact::Referred { on: day("2022-12-05"), initial: true };
    let consented = Fact::Consented { on: day("2022-12-09"), decisions: vec![(Consent::Trajectory, true)] };
    let found = |on: &str, target: &str| {
        let known = TakenOver { contact: Some(day("2022-12-09")), ..taken_over(on) };
        let aimed = planned(Step::DossierLook, Dates { opens: None, due: None, target: Some(day(target)) });
        let facts = [recognised_before(known), referred.clone(), consented.clone(), aimed];
        Told::by(Office::Dossier).on(on, facts).shown().found(on).into_iter().map(|(_, kind)| kind).collect::<Vec<_>>()
    };
    assert_eq!((found("2022-12-12", "2023-03-09"), found("2023-03-10", "2023-06-10")), (vec![], vec![]));
    assert_eq!(found("2022-12-12", "2023-03-12"), [FindingKind::WronglyDated]);
    assert_eq!(found("2023-03-10", "2023-03-09"), [FindingKind::WronglyDated]);
}

#[test]
fn t9_what_closed_a_deadline_that_was_annulled_closes_nothing_and_one_that_was_never_planned_is_found() {
    let contact = Fact::Held {
        number: 1,
        purpose: Purpose::First,
        on: day("2022-12-20"),
        appointment: None,
        authorisation: None,
    };
    let met = Fact::Met { step: Step::FirstContactCategory4, on: day("2022-12-20") };
    let story = |planned_by_referral: bool| {
        let referred = Fact::Referred { on: day("2022-12-12"), initial: true };
        let plan = planned(Step::FirstContactCategory4, due("2023-02-28"));
        let with_plan = [referred].into_iter().chain(Some(plan).filter(|_| planned_by_referral));
        let places = if planned_by_referral { vec![2, 3] } else { vec![2] };
        Told::by(Office::Dossier)
            .on("2022-09-05", [recognised()])
            .on("2022-12-12", with_plan)
            .on("2022-12-20", [contact.clone(), met.clone()])
            .on("2023-01-16", [Fact::Annulled { struck: places, places: Vec::new() }])
    };
    assert_eq!(story(true).found("2023-01-16"), []);
    let lost = (Step::FirstContactCategory4.to_string(), FindingKind::Lost);
    assert!(story(false).found("2023-01-16").contains(&lost));
}
