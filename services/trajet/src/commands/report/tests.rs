//! The forms of a report, and the worked cases counted a second time.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use chrono::{Months, NaiveDate};
use trajet_access::{DevelopmentTokens, Insurer};
use trajet_contracts::date::to_proto;
use trajet_contracts::report::v1::ActionKind;
use trajet_runtime::{Clock, Entropy, KeyRing};

use super::*;
use crate::data::{self, KeysAt};
use crate::demo::cases::{self, Case};
use crate::demo::play;
use crate::platform::{Platform, Settings, Store};
use crate::reconciler::Schedule;

fn part(ledger: &str) -> LedgerPart {
    LedgerPart { ledger: ledger.to_owned(), up_to: format!("{ledger}~0~7~0"), cases: 2, erased: 1 }
}

fn yearly_report() -> YearlyReport {
    let action = |on: &str, kind: ActionKind| Action {
        case_reference: "00ff".to_owned(),
        kind: kind.into(),
        on: Some(to_proto(on.parse().expect("a date"))),
    };
    YearlyReport {
        insurer: "300".to_owned(),
        year: 2022,
        actions: vec![action("2022-12-05", ActionKind::Referred), action("2022-12-30", ActionKind::FirstContact)],
        ledgers: vec![part("assessment/300"), part("dossier/300")],
    }
}

fn written(json: bool) -> String {
    let YearlyReport { insurer, year, actions, ledgers } = yearly_report();
    let head = Head { report: "yearly", insurer, year, month: None, rounded_to: None };
    let mut out = Vec::new();
    let mut sheet = Sheet::begin(&mut out, json, &head, &sheet::ACTIONS).expect("memory");
    for one in &actions {
        sheet.row(&sheet::action(one)).expect("memory");
    }
    sheet.end(&ledgers).expect("memory");
    String::from_utf8(out).expect("text")
}

#[test]
fn r1_the_message_as_text_is_this() {
    let json = r#"{"report": "yearly", "insurer": "300", "year": 2022,
"rows": [
 {"case_reference": "00ff", "action": "referred", "on": "2022-12-05"},
 {"case_reference": "00ff", "action": "first_contact", "on": "2022-12-30"}
],
"ledgers": [
 {"ledger": "assessment/300", "up_to": "assessment/300~0~7~0", "cases": 2, "erased": 1},
 {"ledger": "dossier/300", "up_to": "dossier/300~0~7~0", "cases": 2, "erased": 1}
]}
"#;
    assert_eq!(written(true), json);
    serde_json::from_str::<serde_json::Value>(json).expect("it is JSON");
    let csv = "# report yearly, insurer 300, year 2022\n\
               case_reference,action,on\n\
               00ff,referred,2022-12-05\n\
               00ff,first_contact,2022-12-30\n\
               # ledger assessment/300, up_to assessment/300~0~7~0, cases 2, erased 1\n\
               # ledger dossier/300, up_to dossier/300~0~7~0, cases 2, erased 1\n";
    assert_eq!(written(false), csv);
}

#[test]
fn r1_pieces_of_the_message_one_after_the_other_are_the_message() {
    let YearlyReport { insurer, year, actions, ledgers } = yearly_report();
    let mut pieces = YearlyReport { insurer, year, ..Default::default() }.encode_to_vec();
    let mut written = Written::Proto(&mut pieces);
    for one in actions {
        written.actions(vec![one]).expect("memory");
    }
    pieces.extend(YearlyReport { ledgers, ..Default::default() }.encode_to_vec());
    assert_eq!(YearlyReport::decode(&*pieces), Ok(yearly_report()));
}

#[test]
fn r1_a_report_that_lacks_a_service_or_has_one_twice_is_none() {
    let all = ["assessment/300", "questionnaire/300", "dossier/300", "exchange/300"].map(part);
    assert!(whole(&all).is_ok());
    assert!(matches!(whole(&all[1..]), Err(Error::NotWhole { service: "assessment", told: 0 })));
    let twice = [&all[..], &all[2..3]].concat();
    assert!(matches!(whole(&twice), Err(Error::NotWhole { service: "dossier", told: 2 })));
}

#[test]
fn a_month_is_a_year_and_a_month() {
    assert_eq!(month("2022-12"), Ok((2022, 12)));
    for text in ["2022", "2022-1", "22-12", "2022-12-01", "december"] {
        assert!(month(text).is_err(), "{text}");
    }
}

/// What the worked cases say must come of them: for each service the kinds of events with the days from which they count.
fn told(cases: &[Case], service: &str) -> Vec<(String, String)> {
    let lines = cases.iter().flat_map(|case| &case.expected.timeline);
    let told = lines.filter_map(|line| {
        let mut words = line.split(' ');
        let (recorded, by, what) = (words.next()?, words.next()?, words.next()?);
        let counts = line.split_once("(counts from ").map(|(_, rest)| rest.chars().take(10).collect());
        (by == service).then(|| (what.to_owned(), counts.unwrap_or_else(|| recorded.to_owned())))
    });
    told.collect()
}

/// How many of them are of a kind and count in a period, given as the beginning of its days.
fn counted(told: &[(String, String)], kind: &str, period: &str) -> u64 {
    told.iter().filter(|(what, on)| what == kind && on.starts_with(period)).count() as u64
}

/// What is told of the trajectories that were evaluated.
const OF_RETURNS: [&str; 3] = ["evaluated", "return_lasts", "return_stopped"];

fn line(Figure { measure, of, band, count, .. }: &Figure) -> String {
    format!("{measure} {of} {band} {count}")
}

/// The same, counted from how the worked cases end: a line tells an evaluation or what was seen later.
fn returns(cases: &[Case], year: &str) -> Vec<String> {
    let date = |text: &str| text.get(..10).and_then(|text| text.parse::<NaiveDate>().ok());
    let after = |line: &str, word: &str| line.split_once(word).and_then(|(_, rest)| date(rest));
    let mut counted = BTreeMap::<(usize, String), u64>::new();
    for case in cases {
        let about = |word| case.expected.end.iter().filter(move |line| line.contains(word));
        let evaluated = about("ami trajectory").find_map(|line| line.split_once("evaluated on "));
        let Some((_, evaluation)) = evaluated.filter(|(_, rest)| rest.starts_with(year)) else { continue };
        let (_, reached) = evaluation.split_once("reached ").expect("a result");
        let result = reached.split(',').next().expect("a word");
        let since = after(evaluation, "at work since ");
        let at_work = if since.is_some() { "at_work" } else { "not_at_work" };
        let mut count = |place, line: String| *counted.entry((place, line)).or_default() += 1;
        count(0, format!("evaluated {result} {at_work}"));
        let Some(since) = since else { continue };
        let seen = about("seen on ")
            .filter(|line| line.contains("at work since"))
            .filter_map(|line| after(line, "seen on "))
            .max();
        let stopped = about("the former work until ").find_map(|line| after(line, "the former work until "));
        for months in [12, 3, 6] {
            let look = since.checked_add_months(Months::new(months)).expect("a day");
            let on = match stopped {
                Some(last) if last < look => "stopped",
                None if seen.is_none_or(|seen| seen < look) => "not_observed",
                _ => "at_work",
            };
            count(1, format!("return_lasts after_{months}_months {on}"));
        }
        let Some(line) = about("the former work until ").next() else { continue };
        let why = line.rsplit(['(', ')']).nth(1).expect("a reason");
        let days = stopped.map_or(0, |last| (last - since).num_days());
        assert!((181..=365).contains(&days), "name the band of {days} days here");
        count(2, format!("return_stopped {why} 181_to_365_days"));
    }
    counted.into_iter().map(|((_, line), count)| format!("{line} {count}")).collect()
}

/// Every worked case is played, and what the reports count is counted again from what the cases say, which knows nothing of
/// reports.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r1_r6_the_reports_count_what_the_worked_cases_tell() {
    let mut cases = cases::load(None, &[]).expect("the cases are built in");
    // Of the others what comes first is not told, what was annulled does not count, and what was before go-live is another system's.
    let elsewhere = |line: &String| line.contains("act_annulled") || line.contains("before_go_live");
    cases.retain(|case| case.expected.from.is_none() && !case.expected.timeline.iter().any(elsewhere));
    let home = tempfile::tempdir().expect("a directory");
    let keys = KeyRing::load_or_create(&data::keys_in(home.path()), &Entropy::system()).expect("keys");
    let keys = Arc::new(keys);
    let insurer: Insurer = "300".parse().expect("three digits");
    let clock = Clock::manual(play::first_day(&cases));
    let platform = Platform::open(Settings {
        services: Service::ALL.to_vec(),
        insurers: vec![insurer],
        store: Store::Files(home.path().to_owned()),
        keys: Arc::clone(&keys),
        clock,
        begins_there: true,
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        peers: BTreeMap::new(),
        schedule: Schedule::Never,
    });
    let platform = platform.await.expect("a platform");
    let url = platform.url().clone();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(platform.serve(async {
        let _ = ended.await;
    }));
    play::all(&cases, &url, &DevelopmentTokens::new(keys), insurer).await.expect("the cases can be played");

    let servers = Servers { server: vec![url], insurer, keys: KeysAt { keys: None, data: home.path().to_owned() } };
    let how = How { format: Format::Proto, up_to: Vec::new(), servers };
    let (assessed, dossiers) = (told(&cases, "assessment"), told(&cases, "dossier"));
    let mut seen = 0;

    let mut message = Vec::new();
    yearly(2022, &how, &mut message).await.expect("the year is over");
    let message = YearlyReport::decode(&*message).expect("a message");
    for (kind, of, events) in [
        ("ACTION_KIND_REFERRED", &assessed, &["person_referred"][..]),
        // What was refused at an examination was refused to somebody in no trajectory.
        ("ACTION_KIND_TRAJECTORY_DECIDED", &assessed, &["trajectory_authorised", "trajectory_not_authorised"]),
        ("ACTION_KIND_REQUESTED", &dossiers, &["trajectory_requested"]),
        ("ACTION_KIND_FIRST_CONTACT", &dossiers, &["first_contact_held"]),
        ("ACTION_KIND_AUTHORISATION_ASKED", &dossiers, &["authorisation_asked"]),
        ("ACTION_KIND_CONTACT_ATTEMPTED", &dossiers, &["attempt_made", "contact_refused"]),
    ] {
        let reported = message.actions.iter().filter(|action| action.kind().as_str_name() == kind).count() as u64;
        let expected: u64 = events.iter().map(|event| counted(of, event, "2022-")).sum();
        assert_eq!(reported, expected, "{kind}");
        seen += reported;
    }
    let references: BTreeSet<_> = message.actions.iter().map(|action| &action.case_reference).collect();
    assert!(references.len() > 5 && references.iter().all(|reference| reference.len() == 32));

    for (year, month) in (9..=12).map(|month| (2022, month)).chain((1..=6).map(|month| (2023, month))) {
        let period = format!("{year}-{month:02}");
        let Answers { figures, .. } = ask_barometer(year, month, true, &how).await.expect("the month is over");
        let sum = |measure: &str, of: &str| -> u64 {
            let those = figures.iter().filter(|figure| figure.measure == measure && (of.is_empty() || figure.of == of));
            those.map(|figure| figure.count).sum()
        };
        for (reported, of, events) in [
            (sum("referral", ""), &assessed, "person_referred"),
            (sum("request", ""), &dossiers, "trajectory_requested"),
            (sum("entered", ""), &assessed, "incapacity_recognised"),
            (sum("left", ""), &assessed, "incapacity_ended"),
            (sum("estimate", "first"), &assessed, "first_estimate_made"),
            (sum("estimate", "later"), &assessed, "evaluation_made"),
            (sum("work_application", ""), &assessed, "work_applied_for"),
            (sum("programme", "programme_started"), &assessed, "programme_started"),
        ] {
            assert_eq!(reported, counted(of, events, &period), "{period} {events}");
            seen += reported;
        }
        assert_eq!(sum("category", ""), sum("estimate", ""), "{period}");
    }
    assert!(seen > 50, "only {seen} were counted");

    let Answers { figures, .. } = ask_indicators(2023, true, &how).await.expect("the year is over");
    let told: Vec<_> = figures.iter().filter(|figure| OF_RETURNS.contains(&&*figure.measure)).map(line).collect();
    assert_eq!(told, returns(&cases, "2023-"));
    assert!(told.iter().any(|line| line.starts_with("return_lasts after_3_months at_work")), "{told:?}");
    drop(end);
    serving.await.expect("it does not panic").expect("it ends well");
}
