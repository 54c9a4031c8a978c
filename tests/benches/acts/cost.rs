//! What a measure costs the machine, and how the machine is.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use acceptance::database::Database;

/// The length of the kernel's unit of CPU time, as `getconf CLK_TCK` has it on Linux.
const TICK: Duration = Duration::from_millis(10);

/// The CPU times of a process, in ticks: its own, and that of the children that it has waited for.
fn ticks(process: u32) -> Option<(u32, u32, u32)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in parentheses and may hold anything.
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<u32>().ok();
    Some((field(4)?, field(14)? + field(15)?, field(16)? + field(17)?))
}

/// The CPU time that processes have taken.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cpu {
    pub(crate) trajet: Duration,
    pub(crate) postgres: Duration,
    /// This process.
    pub(crate) callers: Duration,
}

impl Cpu {
    /// What a program, the family of a first PostgreSQL process, and this process have taken so far.
    pub(crate) fn taken(program: Option<u32>, postmaster: Option<u32>) -> Self {
        let own = |process| ticks(process).map(|(_, own, _)| own * TICK).unwrap_or_default();
        Self {
            trajet: program.map(own).unwrap_or_default(),
            postgres: postmaster.map(family).unwrap_or_default(),
            callers: own(std::process::id()),
        }
    }

    /// What was taken since an earlier moment.
    pub(crate) fn since(self, earlier: Self) -> Self {
        Self {
            trajet: self.trajet.saturating_sub(earlier.trajet),
            postgres: self.postgres.saturating_sub(earlier.postgres),
            callers: self.callers.saturating_sub(earlier.callers),
        }
    }
}

/// What a process and its children have taken, those that have ended included.
fn family(parent: u32) -> Duration {
    let processes =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let children = processes.filter_map(ticks).filter(|(of, ..)| *of == parent).map(|(_, own, _)| own).sum::<u32>();
    let (_, own, ended) = ticks(parent).unwrap_or_default();
    (children + own + ended) * TICK
}

/// The first process of a database's cluster, which has started all others.
pub(crate) async fn postmaster(database: &Database) -> Option<u32> {
    let Database::Postgres(_) = database else { return None };
    let backend = database.count("SELECT pg_backend_pid()::bigint").await;
    ticks(u32::try_from(backend).unwrap()).map(|(parent, ..)| parent)
}

/// The middle one of 200 writes of 4 KiB to the disk.
pub(crate) fn fdatasync(directory: &Path) -> Duration {
    let path = directory.join("fdatasync");
    let mut file = File::create(&path).unwrap();
    let mut times: Vec<Duration> = (0..200)
        .map(|_| {
            let started = Instant::now();
            file.write_all(&[7; 4096]).unwrap();
            file.sync_data().unwrap();
            started.elapsed()
        })
        .collect();
    fs::remove_file(path).unwrap();
    times.sort_unstable();
    times[times.len() / 2]
}

/// The load of the machine over the last minute.
pub(crate) fn load_average() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}
