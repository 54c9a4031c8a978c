//! What a measure costs the machine, and how the machine is.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

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

/// The CPU time that a process has taken.
pub(crate) fn cpu_of(process: u32) -> Duration {
    ticks(process).map(|(_, own, _)| own * TICK).unwrap_or_default()
}

/// The CPU time that a process and its children have taken, those that have ended included.
pub(crate) fn cpu_of_family(parent: u32) -> Duration {
    let processes =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let children = processes.filter_map(ticks).filter(|(of, ..)| *of == parent).map(|(_, own, _)| own).sum::<u32>();
    let (_, own, ended) = ticks(parent).unwrap_or_default();
    (children + own + ended) * TICK
}

/// The process that started another one.
pub(crate) fn parent_of(process: u32) -> Option<u32> {
    ticks(process).map(|(parent, ..)| parent)
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
