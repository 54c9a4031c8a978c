//! What the law says of a coordinator.

use trajet_law::coordinator::{self, Lack, Moment, Standing, Warning};

use super::{LawAlone, Told};
use crate::said::Said;

pub(super) fn moment(said: &mut Said) -> Told {
    let minutes = said.needed("minutes", 90);
    let announced = !said.flag("not announced by INAMI");
    let attended = if said.flag("attended") { Some(true) } else { said.flag("not attended").then_some(false) };
    Told::Moment(Moment { held_on: said.on, minutes, announced, attended })
}

pub(super) fn standing(office: &LawAlone, said: &mut Said) -> String {
    let day = said.day("on");
    let Some(known) = &office.coordinator else { return "none".to_owned() };
    match coordinator::standing(known, &office.moments, day) {
        Standing::Provisional { until } => format!("provisional until {until}"),
        Standing::Certified { since } => format!("certified since {since}"),
        Standing::NotQualified(lack) => format!("not qualified ({}): {}", lack.rule(), lacking(lack)),
    }
}

fn lacking(lack: Lack) -> String {
    match lack {
        Lack::NotInFunction { from } => format!("in the function from {from} on"),
        Lack::FunctionEnded { last_day } => format!("in the function until {last_day}"),
        Lack::Degree => "no degree".to_owned(),
        Lack::Certificate { until, .. } => format!("no certificate by {until}"),
        Lack::Intervision { year, since } => format!("intervision of {year}, since {since}"),
    }
}

pub(super) fn warning(office: &LawAlone, said: &mut Said) -> String {
    let day = said.day("on");
    let Some(known) = &office.coordinator else { return "none".to_owned() };
    match coordinator::warning(known, &office.moments, day) {
        None => "none".to_owned(),
        Some(Warning::Certification { by }) => format!("to be certified by {by}"),
        Some(Warning::Intervision { left }) => format!("intervision: {left} left"),
    }
}

pub(super) fn year_duty(office: &LawAlone, said: &mut Said) -> String {
    let (year, day) = (said.needed("year", 2023), said.day("on"));
    let Some(known) = &office.coordinator else { return "none".to_owned() };
    let duty = coordinator::year_duty(known, &office.moments, year, day);
    let met = duty.met_on.map(|on| format!(", met {on}")).unwrap_or_default();
    let failed = duty.failed_on.map(|on| format!(", failed {on}")).unwrap_or_default();
    format!("{} organised, {} required, {} attended{met}{failed}", duty.organised, duty.required, duty.attended)
}
