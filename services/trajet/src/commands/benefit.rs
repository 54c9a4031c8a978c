//! `trajet benefit`: by how much income from authorised work reduces the benefit of a day (M21).

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use trajet_law::benefit::{Bracket, Reduction, Table, reduction};

use crate::error::Error;
use crate::{cli, table};

/// Print by how much income from authorised work reduces the benefit of a day. The brackets of income are in no source of
/// the platform: without a table that is in force on the day, nothing is computed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The day, YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = cli::date)]
    day: NaiveDate,
    /// The gross income of the day, less social contributions, in euro: at most four decimals.
    #[arg(long, value_name = "EUR", value_parser = amount)]
    income: u32,
    /// The benefit of the day, in euro: at most four decimals.
    #[arg(long, value_name = "EUR", value_parser = amount)]
    benefit: u32,
    /// The tables of brackets: a JSON list of `{"valid_from": DATE, "valid_to": DATE or absent, "brackets": [{"above": EUR,
    /// "percent": NUMBER}, ...]}`, amounts and percentages as text. Each percentage is of the income within its bracket.
    #[arg(long, value_name = "FILE")]
    brackets: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is printed: amounts in euro, exact.
#[derive(Debug, Serialize)]
struct Answer {
    day: NaiveDate,
    threshold: String,
    parameter: String,
    reduction: String,
    left: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    brackets: Vec<ToldBracket>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldBracket {
    above: String,
    percent: String,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let tables = args.brackets.as_deref().map(tables).transpose()?.unwrap_or_default();
    let Reduction { reduction, left, threshold, parameter } = reduction(args.day, args.income, args.benefit, &tables)?;
    let answer = Answer {
        day: args.day,
        threshold: euro(threshold.into(), 4),
        parameter: parameter.to_string(),
        reduction: euro(reduction, 8),
        left: euro(left, 8),
    };
    if args.json {
        let json = serde_json::to_string_pretty(&answer).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
    } else {
        let Answer { day, threshold, parameter, reduction, left } = answer;
        let rows = [
            ["day".to_owned(), day.to_string()],
            ["threshold".to_owned(), format!("{threshold} ({parameter})")],
            ["reduction".to_owned(), reduction],
            ["left".to_owned(), left],
        ];
        table::write(out, &rows)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn tables(path: &Path) -> Result<Vec<Table>, Error> {
    let json = fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
    let wrong = |why: String| Error::Brackets { path: path.to_owned(), why };
    let told: Vec<Told> = serde_json::from_str(&json).map_err(|error| wrong(error.to_string()))?;
    told.into_iter().map(|told| table_of(told).map_err(wrong)).collect()
}

fn table_of(told: Told) -> Result<Table, String> {
    let bracket = |told: ToldBracket| Ok(Bracket { above: amount(&told.above)?, rate: decimal(&told.percent, 2)? });
    let brackets = told.brackets.into_iter().map(bracket).collect::<Result<_, String>>()?;
    Table::new(told.valid_from, told.valid_to, brackets).map_err(|error| error.to_string())
}

/// An amount in euro, as ten-thousandths.
fn amount(text: &str) -> Result<u32, String> {
    decimal(text, 4)
}

/// A decimal number, as a whole number of its last decimals.
fn decimal(text: &str, decimals: usize) -> Result<u32, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let written = !whole.is_empty() && (text.len() == whole.len() || !part.is_empty());
    let number = format!("{whole}{part:0<decimals$}");
    let right = written && digits(whole) && digits(part) && part.len() <= decimals;
    let number = number.parse().ok().filter(|_| right);
    number.ok_or_else(|| {
        format!("a number with at most {decimals} decimals, and not too large, is written 15.6068 or 20")
    })
}

/// A whole number of decimals as it is written.
fn euro(number: u64, decimals: u32) -> String {
    let one = 10_u64.pow(decimals);
    let width = decimals as usize;
    format!("{}.{:0width$} EUR", number / one, number % one)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn m21_amounts_are_read_and_written_exactly() {
        for (text, number) in [("0", 0), ("15.6068", 156_068), ("60", 600_000), ("60.5", 605_000), ("0.0001", 1)] {
            assert_eq!(amount(text), Ok(number));
        }
        for text in ["", ".", "1.", ".5", "-1", "+1", "1,5", "1.23456", "1e3", "429496.7296", "1.2.3", " 1", "１"] {
            assert!(amount(text).is_err(), "{text}");
        }
        assert_eq!((euro(156_068, 4), euro(187_864_000, 8)), ("15.6068 EUR".into(), "1.87864000 EUR".into()));
    }

    #[test]
    fn m21_a_table_is_read_as_it_is_written_and_no_other() {
        let table = |json: &str| {
            let told: Told = serde_json::from_str(json).unwrap();
            table_of(told)
        };
        let right = r#"{"valid_from": "2022-01-01", "brackets": [{"above": "15.6068", "percent": "20.5"}]}"#;
        let first = "2022-01-01".parse().unwrap();
        let expected = Table::new(first, None, vec![Bracket { above: 156_068, rate: 2_050 }]);
        assert_eq!(table(right), Ok(expected.unwrap()));
        for (written, instead) in [("20.5", "100.01"), ("20.5", "1.234"), ("15.6068", "x")] {
            assert!(table(&right.replace(written, instead)).is_err());
        }
    }
}
