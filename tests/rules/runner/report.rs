//! The reports: what a service's ledger says of one case, and what is counted of it.

use std::fmt::Write as _;

use chrono::NaiveDate;
use trajet_law::deadline::{Deadlines, Step};
use trajet_law::estimate::first_estimate_plan;
use trajet_law::presumption::{Basis, Beside, Span, presumption};
use trajet_law::taken_over::TakenOver;
use trajet_report::{Action, Case, Due, Fact, Figure, Figures, Found, Period, What, Work, rounded};

use crate::office::{Happened, Office, Questions, Refused, Words};
use crate::said::Said;

/// What the ledgers of a case say.
#[derive(Default)]
pub(crate) struct Report(Case);

/// Something that a ledger says.
pub(crate) enum Told {
    Fact(Fact),
    TakenOver(TakenOver),
}

impl Office for Report {
    type Command = Told;

    const WORDS: Words<Told> = &[
        ("incapacity recognised", |said| {
            let (start, has_contract) = (said.day("first day"), !said.flag("no contract"));
            let heard = said.flag("told by another service");
            tells(
                said,
                if heard { What::Heard { start, has_contract } } else { What::Recognised { start, has_contract } },
            )
        }),
        ("relapse recognised", |said| {
            let after = said.date("after an incapacity until");
            tells(said, What::Relapsed { after })
        }),
        ("first day corrected", |said| {
            let start = said.day("to");
            tells(said, What::Corrected { start })
        }),
        ("incapacity ended", |said| {
            if said.flag("told by another service") {
                let relapsed_on = said.date("relapsed");
                return tells(said, What::HeardOfTheEnd { relapsed_on });
            }
            let how = code(said, "because");
            tells(said, What::IncapacityEnded { how })
        }),
        ("case taken over", |said| Told::TakenOver(TakenOver::on(said.on))),
        ("referral told by another service", |said| tells(said, What::HeardOfAReferral)),
        ("request told by another service", |said| tells(said, What::HeardOfARequest)),
        ("answer told by another service", |said| {
            let number = said.needed("request", 1);
            tells(said, What::HeardAnAnswer { number })
        }),
        ("capacities estimated", |said| {
            let (category, first, examined) = (code(said, "category"), !said.flag("again"), said.flag("examined"));
            tells(said, What::Estimated { category, first, examined })
        }),
        ("questionnaire sent", |said| tells(said, What::QuestionnaireSent)),
        ("questionnaire back", |said| tells(said, What::QuestionnaireBack)),
        ("questionnaire impossible", |said| tells(said, What::QuestionnaireImpossible)),
        ("incapacity presumed", presumed),
        ("a partner told something", |said| {
            let by = code(said, "by");
            tells(said, What::PartnerTold { by })
        }),
        ("a coordinator takes up the function", |said| {
            let until = said.date("until");
            tells(said, What::InFunction { until })
        }),
        ("first estimate planned", |said| {
            let plan = first_estimate_plan(said.day("first day"), said.on);
            tells(said, What::Deadline(Due::Planned(plan)))
        }),
        ("first estimate made", |said| tells(said, What::Deadline(Due::Met(Step::FirstEstimate)))),
        ("first estimate missed", |said| tells(said, What::Deadline(Due::Missed(Step::FirstEstimate)))),
        ("first estimate not needed any more", |said| tells(said, What::Deadline(Due::Waived(Step::FirstEstimate)))),
        ("it was done", done),
    ];

    const QUESTIONS: Questions<Self> = &[
        ("the actions of the year", |Self(case), said| {
            let actions = year(said).map(|year| case.actions(year)).unwrap_or_default();
            listed(actions.into_iter().map(|(on, action)| format!("{on} {}", words(action.code()))))
        }),
        ("the indicators of the year", |Self(case), said| {
            let (year, known_on) = (year(said), said.day("known on"));
            let mut figures = Figures::default();
            if let Some(year) = year {
                case.indicate(year, known_on, &mut figures);
            }
            listed(figures.exact().map(|told| figure(&told)))
        }),
        ("the barometer of the month", |Self(case), said| {
            let (year, month) = (said.needed("year", 2022), said.needed("month", 1));
            let mut figures = Figures::default();
            match Period::month(year, month) {
                Ok(month) => case.measure(month, &mut figures),
                Err(_) => said.wrong(format!("month {month} of {year} is none under the law")),
            }
            listed(figures.exact().map(|told| figure(&told)))
        }),
        ("a count as it is published", |_, said| rounded(said.needed("of", 0)).to_string()),
    ];

    const EVENTS: &'static [(&'static str, &'static str, &'static str)] = &[];

    fn act(&mut self, told: &Told, _: NaiveDate) -> Result<Vec<Happened>, Refused> {
        match told {
            Told::Fact(fact) => self.0.learn(fact.clone()),
            Told::TakenOver(known) => self.0.take_over(*known),
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

fn tells(said: &Said, what: What) -> Told {
    Told::Fact(Fact::on(said.on, what))
}

/// What somebody did, with what the person was found to do, if that was looked for.
fn done(said: &mut Said) -> Told {
    let from_code = |code: &str| Action::ALL.iter().copied().find(|action| action.code() == code);
    let action = said.one_of("namely", from_code, Action::ALL.iter().map(|action| action.code()));
    let (number, of) = (said.value("number").unwrap_or_default(), code(said, "of"));
    let work = said.date("at work since").map(|since| Work {
        since,
        contract: code(said, "contract"),
        as_before: said.flag("as before"),
        percent: said.value("percent").unwrap_or(100),
    });
    let stopped = said.date("work stopped on").map(|last| (last, code(said, "because")));
    let (training, volunteering) = (said.flag("in training"), said.flag("volunteering"));
    let Some(action) = action else {
        said.wrong("\"it was done\" needs \"namely …\"".to_owned());
        return tells(said, What::HeardOfAReferral);
    };
    let fact = Fact::did_of(said.on, action, number, of);
    Told::Fact(match action {
        Action::AmiEvaluated | Action::ReturnObserved | Action::ResultRegistered => {
            fact.finding(Found { work, training, volunteering, stopped })
        }
        _ => fact,
    })
}

/// The presumption that a plan begins, ended by work or by the end of its trajectory as the law says.
fn presumed(said: &mut Said) -> Told {
    let work = said.date("work begun").map(|first| Span { first, last: None });
    let (number, last_day) = (said.value("number").unwrap_or(1), said.date("trajectory ended"));
    let basis = Basis::AmiPlan { established_on: said.on, last_day };
    let beside = Beside { work: work.into_iter().collect(), ..Beside::default() };
    let Some(presumed) = presumption(basis, &beside, said.on) else {
        said.wrong("a plan of before the law presumes nothing".to_owned());
        return tells(said, What::HeardOfAReferral);
    };
    tells(said, What::Presumed { number, presumed })
}

/// A code by which figures are grouped. The reports take codes that live as long as the program, so that this one is never freed.
fn code(said: &mut Said, name: &'static str) -> &'static str {
    said.text(name).map_or("", |text| text.replace(' ', "_").leak())
}

fn year(said: &mut Said) -> Option<Period> {
    let year = said.needed("year", 2022);
    let period = Period::year(year);
    if period.is_err() {
        said.wrong(format!("{year} is no year under the law"));
    }
    period.ok()
}

fn words(code: &str) -> String {
    code.replace('_', " ")
}

fn figure(figure: &Figure) -> String {
    let mut told = words(figure.measure.code());
    for (before, what) in [(" of ", &figure.of), (", ", &figure.band)] {
        if !what.is_empty() {
            let _ = write!(told, "{before}{}", words(what));
        }
    }
    format!("{told}: {}", figure.count)
}

fn listed(told: impl Iterator<Item = String>) -> String {
    let told: Vec<_> = told.collect();
    if told.is_empty() { "none".to_owned() } else { told.join("; ") }
}
