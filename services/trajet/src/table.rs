//! Rows with aligned columns, for people.

use std::io::{self, Write};

/// Writes rows so that their columns begin one below the other.
pub(crate) fn write<const N: usize>(out: &mut impl Write, rows: &[[String; N]]) -> io::Result<()> {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default());
    for row in rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

/// A text in lines of at most this width, broken between words. A longer word has a line of its own.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn columns_begin_one_below_the_other() {
        let mut out = Vec::new();
        let rows = [["due", "who"], ["2022-11-10", "Liège"], ["-", "Gand"]].map(|row| row.map(str::to_owned));
        write(&mut out, &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "due         who\n2022-11-10  Liège\n-           Gand\n");
    }

    #[test]
    fn a_text_is_broken_between_words() {
        assert_eq!(wrapped("à deux ou à trois", 9), ["à deux ou", "à trois"]);
        assert_eq!(wrapped("one incomprehensible word", 5), ["one", "incomprehensible", "word"]);
        assert!(wrapped("", 5).is_empty());
    }
}
