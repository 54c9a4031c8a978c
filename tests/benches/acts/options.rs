//! What can be asked of the benchmark.

use std::time::Duration;

/// `--seconds`, `--warm-up`, `--callers 1,8,64`, and `--alone` for assessment without the questionnaire service.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) seconds: Duration,
    pub(crate) warm_up: Duration,
    pub(crate) callers: Vec<usize>,
    pub(crate) alone: bool,
}

impl Options {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Self {
        let mut options = Self {
            seconds: Duration::from_secs(8),
            warm_up: Duration::from_secs(2),
            callers: vec![1, 8, 64],
            alone: false,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
            match word.as_str() {
                "--seconds" => options.seconds = Duration::from_secs(value().parse().unwrap()),
                "--warm-up" => options.warm_up = Duration::from_secs(value().parse().unwrap()),
                "--callers" => options.callers = value().split(',').map(|count| count.parse().unwrap()).collect(),
                "--alone" => options.alone = true,
                // Cargo says this to every benchmark.
                "--bench" => {}
                other => panic!("{other} is not known: --seconds N, --warm-up N, --callers N,N, --alone"),
            }
        }
        options
    }
}
