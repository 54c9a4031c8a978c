//! The law alone: questions on time, days, figures, coordinators and benefits.

mod coordinator;

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::{Language, MunicipalityCode};
use trajet_law::benefit::{Bracket, Table, reduction};
use trajet_law::brussels::{date_of, midnight_after, morning_of};
use trajet_law::coordinator::{Coordinator, Moment};
use trajet_law::deadline::{Deadline, Deadlines};
use trajet_law::estimate;
use trajet_law::months::{
    Limit, Period, cover_of_months, month_of_incapacity, within_days, within_months, within_weeks,
};
use trajet_law::presumption::{Basis, Beside, Span, codex_plans, presumption};
use trajet_law::primary_incapacity::{invalidity_plan, primary_incapacity};
use trajet_law::retention::erased_on;
use trajet_law::working_days::{WorkingWeek, nth_working_day_after};

use crate::office::{Happened, Office, Questions, Refused, Words, planned};
use crate::said::Said;

/// What the law is told before it is asked: a coordinator, or a table of brackets.
#[derive(Default)]
pub(crate) struct LawAlone {
    coordinator: Option<Coordinator>,
    moments: Vec<Moment>,
    tables: Vec<Table>,
}

/// Something that the law is told.
pub(crate) enum Told {
    TookUp { level_b: bool, on: NaiveDate },
    Certified(NaiveDate),
    FunctionEnded(NaiveDate),
    Moment(Moment),
    Brackets(Table),
}

impl Office for LawAlone {
    type Command = Told;

    const WORDS: Words<Told> = &[
        ("function of coordinator taken up", |said| Told::TookUp {
            level_b: !said.flag("without a degree of level B"),
            on: said.on,
        }),
        ("certified", |said| Told::Certified(said.on)),
        ("last day in the function", |said| Told::FunctionEnded(said.on)),
        ("intervision moment held", coordinator::moment),
        ("brackets in force", brackets),
    ];

    const QUESTIONS: Questions<Self> = &[
        ("the Brussels date of the instant", |_, said| {
            let instant: Option<DateTime<Utc>> = said.value("UTC");
            instant.map_or_else(|| "none".to_owned(), |instant| date_of(instant).to_string())
        }),
        ("the end of the day in UTC", |_, said| midnight_after(said.day("on")).to_rfc3339()),
        ("the morning of the day in UTC", |_, said| morning_of(said.day("on")).to_rfc3339()),
        ("the month of incapacity", |_, said| {
            period(month_of_incapacity(said.day("first day"), said.needed("month", 1)))
        }),
        ("the last day within days", |_, said| limit(within_days(said.day("from"), said.needed("days", 0)))),
        ("the last day within weeks", |_, said| limit(within_weeks(said.day("from"), said.needed("weeks", 0)))),
        ("the last day within months", |_, said| limit(within_months(said.day("from"), said.needed("months", 0)))),
        ("the cover of months", |_, said| period(cover_of_months(said.day("from"), said.needed("months", 1)))),
        ("primary incapacity", |_, said| {
            let start = said.day("first day");
            period(primary_incapacity(start, start))
        }),
        ("the beginning of invalidity", |_, said| {
            let start = said.day("first day");
            planned(&invalidity_plan(start, start))
        }),
        ("the day of erasure", |_, said| erased_on(said.day("file closed")).to_string()),
        ("is a working day", |_, said| {
            let on = said.day("on");
            if WorkingWeek::of(on).works_on(on) { "yes" } else { "no" }.to_owned()
        }),
        ("the working day", |_, said| limit(nth_working_day_after(said.day("after"), said.needed("number", 1)))),
        ("the last day of category 1", |_, said| {
            let start = said.day("first day");
            estimate::category_1_until(start, start).value.to_string()
        }),
        ("an escalation", |_, said| {
            let plan = trajet_law::questionnaire::return_plan(said.day("questionnaire sent"));
            let escalated = Deadline::from(plan).escalated_on();
            escalated.map_or_else(|| "none".to_owned(), |on| on.to_string())
        }),
        ("the standing of the coordinator", coordinator::standing),
        ("the warning about the coordinator", coordinator::warning),
        ("the duty of intervision", coordinator::year_duty),
        ("the competent services", |_, said| {
            let Some(municipality) = said.text("municipality").and_then(|code| MunicipalityCode::parse(&code).ok())
            else {
                said.wrong("\"municipality …\" is the REFNIS code of a municipality".to_owned());
                return String::new();
            };
            let names: Vec<_> = municipality.services().iter().map(|service| service.name()).collect();
            let employment = municipality.employment_service().name();
            format!("{}: {}; employment: {employment}", municipality.name(Language::French), names.join(", "))
        }),
        ("the reduction of the benefit", |office, said| {
            let (day, income, benefit) = (said.day("on"), euros(said, "income"), euros(said, "benefit"));
            match reduction(day, income, benefit, &office.tables) {
                Ok(told) => format!("reduced by {}, left {}", in_euros(told.reduction), in_euros(told.left)),
                Err(refused) => refused.to_string(),
            }
        }),
        ("the presumption of a programme", |_, said| {
            let span = Span { first: said.day("from"), last: said.date("until") };
            match presumption(Basis::Programme(span), &Beside::default(), span.first) {
                None => "none".to_owned(),
                Some(told) => {
                    let until = told.last.map(|last| format!(" until {last}")).unwrap_or_default();
                    let by = told.ends_by.map(|ground| format!(", ended by {ground}")).unwrap_or_default();
                    format!("{} from {}{until}{by}", told.kind.rule(), told.first)
                }
            }
        }),
        ("the presumptions of CODEX plans", |_, said| {
            let mut days = |name: &'static str| said.date(name).into_iter().collect::<Vec<_>>();
            let (mut signed, again) = (days("signed"), days("signed again"));
            signed.extend(again);
            let (resumed, ended) = (days("work resumed"), days("ended"));
            let plans = codex_plans(&signed, &resumed, &ended);
            plans.iter().map(|plan| plan.first_day().to_string()).collect::<Vec<_>>().join(", ")
        }),
    ];

    const EVENTS: &'static [(&'static str, &'static str, &'static str)] = &[];

    fn act(&mut self, told: &Told, _: NaiveDate) -> Result<Vec<Happened>, Refused> {
        match told {
            Told::TookUp { level_b, on } => {
                self.coordinator =
                    Some(Coordinator { level_b: *level_b, took_up_on: *on, certified_on: None, ended_on: None });
            }
            Told::Certified(on) => self.of_coordinator(|coordinator| coordinator.certified_on = Some(*on)),
            Told::FunctionEnded(on) => self.of_coordinator(|coordinator| coordinator.ended_on = Some(*on)),
            Told::Moment(moment) => self.moments.push(*moment),
            Told::Brackets(table) => self.tables.push(table.clone()),
        }
        Ok(Vec::new())
    }

    fn due(&self, _: NaiveDate) -> Option<(NaiveDate, Told)> {
        None
    }

    fn deadlines(&self) -> Option<&Deadlines> {
        None
    }
}

impl LawAlone {
    fn of_coordinator(&mut self, change: impl FnOnce(&mut Coordinator)) {
        change(self.coordinator.as_mut().expect("the function was taken up before"));
    }
}

fn period(period: Period) -> String {
    format!("{} to {}", period.first, period.last)
}

fn limit(limit: Limit) -> String {
    format!("{}, warning {}", limit.last_day, limit.warn_on)
}

/// Hundred-millionths of a euro, in euros.
fn in_euros(amount: u64) -> String {
    format!("{}.{:02}", amount / 100_000_000, amount / 1_000_000 % 100)
}

/// An amount in euros, in ten-thousandths.
fn euros(said: &mut Said, name: &'static str) -> u32 {
    let text = said.text(name).unwrap_or_default();
    let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
    let digits = format!("{whole}{cents:0<4}");
    digits.parse().unwrap_or_else(|_| {
        said.wrong(format!("\"{name} {text}\" is no amount in euros, such as \"{name} 15.6068\""));
        0
    })
}

fn brackets(said: &mut Said) -> Told {
    let mut brackets = Vec::new();
    for (above, percent) in [("above", "percent"), ("then above", "then percent")] {
        if let Some(rate) = said.value::<u32>(percent) {
            brackets.push(Bracket { above: euros(said, above), rate: rate * 100 });
        }
    }
    let until = said.date("until");
    Told::Brackets(Table::new(said.on, until, brackets).unwrap())
}
