//! The one binary: serves the platform, plays the demo, and talks to it.

mod apps;
mod case_at;
mod cli;
mod client;
mod commands;
mod data;
mod days;
mod demo;
mod error;
mod explanation;
mod history;
mod peers;
mod platform;
mod presumption;
mod reconciler;
mod rules;
mod simulation;
mod table;

use std::io::{self, ErrorKind};
use std::process::ExitCode;

use clap::Parser as _;

use crate::error::Error;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::Cli::parse().run(&mut io::stdout()).await {
        Ok(code) => code,
        // Whoever read the output has read enough.
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trajet: {error}");
            ExitCode::FAILURE
        }
    }
}
