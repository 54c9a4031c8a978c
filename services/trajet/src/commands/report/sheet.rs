//! A report as text: JSON, or comma-separated values. All that is written are codes, days and numbers: nothing needs quoting.

use std::io::Write;

use chrono::NaiveDate;
use serde_json::{Value, json};
use trajet_contracts::report::v1::{Action, Figure, LedgerPart};

use crate::error::Error;

/// The columns of the yearly message.
pub(super) const ACTIONS: [&str; 3] = ["case_reference", "action", "on"];
/// The columns of figures.
pub(super) const FIGURES: [&str; 5] = ["theme", "measure", "of", "band", "count"];

/// What a report is of.
pub(super) struct Head {
    pub(super) report: &'static str,
    pub(super) insurer: String,
    pub(super) year: i32,
    pub(super) month: Option<i32>,
    pub(super) rounded_to: Option<u32>,
}

/// A report that is being written.
pub(super) struct Sheet<'o, W> {
    out: &'o mut W,
    json: bool,
    columns: &'static [&'static str],
    rows: u64,
}

impl<'o, W: Write> Sheet<'o, W> {
    /// Writes what the report is of.
    pub(super) fn begin(
        out: &'o mut W,
        json: bool,
        head: &Head,
        columns: &'static [&'static str],
    ) -> Result<Self, Error> {
        let Head { report, insurer, year, month, rounded_to } = head;
        let mut fields = vec![("report", json!(report)), ("insurer", json!(insurer)), ("year", json!(year))];
        fields.extend(month.map(|month| ("month", json!(month))));
        fields.extend(rounded_to.map(|rounded_to| ("rounded_to", json!(rounded_to))));
        if json {
            write!(out, "{{{},\n\"rows\": [", object(&fields))?;
        } else {
            writeln!(out, "# {}", plain(&fields))?;
            writeln!(out, "{}", columns.join(","))?;
        }
        Ok(Self { out, json, columns, rows: 0 })
    }

    /// Writes a row, a value for each column.
    pub(super) fn row<const N: usize>(&mut self, values: &[Value; N]) -> Result<(), Error> {
        if self.json {
            let fields: Vec<_> = self.columns.iter().copied().zip(values.iter().cloned()).collect();
            write!(self.out, "{}\n {{{}}}", if self.rows == 0 { "" } else { "," }, object(&fields))?;
        } else {
            writeln!(self.out, "{}", values.iter().map(bare).collect::<Vec<_>>().join(","))?;
        }
        self.rows += 1;
        Ok(())
    }

    /// Writes from what the report was computed.
    pub(super) fn end(self, parts: &[LedgerPart]) -> Result<(), Error> {
        let part = |part: &LedgerPart| {
            let LedgerPart { ledger, up_to, cases, erased } = part;
            [("ledger", json!(ledger)), ("up_to", json!(up_to)), ("cases", json!(cases)), ("erased", json!(erased))]
        };
        if self.json {
            let parts: Vec<_> = parts.iter().map(|one| format!(" {{{}}}", object(&part(one)))).collect();
            writeln!(self.out, "\n],\n\"ledgers\": [\n{}\n]}}", parts.join(",\n"))?;
        } else {
            for one in parts {
                writeln!(self.out, "# {}", plain(&part(one)))?;
            }
        }
        Ok(())
    }
}

/// A row of the yearly message.
pub(super) fn action(action: &Action) -> [Value; 3] {
    let kind = action.kind().as_str_name().trim_start_matches("ACTION_KIND_").to_lowercase();
    let on = action.on.and_then(|on| NaiveDate::try_from(on).ok()).map(|on| on.to_string());
    [json!(action.case_reference), json!(kind), json!(on)]
}

/// A row of figures.
pub(super) fn figure(figure: &Figure) -> [Value; 5] {
    let theme = figure.theme().as_str_name().trim_start_matches("THEME_").to_lowercase();
    [json!(theme), json!(figure.measure), json!(figure.of), json!(figure.band), json!(figure.count)]
}

/// The fields of a JSON object, in their order.
fn object(fields: &[(&str, Value)]) -> String {
    fields.iter().map(|(name, value)| format!("{}: {value}", json!(name))).collect::<Vec<_>>().join(", ")
}

fn plain(fields: &[(&str, Value)]) -> String {
    fields.iter().map(|(name, value)| format!("{name} {}", bare(value))).collect::<Vec<_>>().join(", ")
}

fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
