//! Who may call what every service answers: reports, what is held, who looked, the feeds, and the clock of simulations.

use super::{Row, open, read};
use crate::caller::Role::{Auditor, Inami, InsuredPerson, InternalSystem, Manager, Operator, Representative, Service};
use crate::purpose::Purpose::{Operation, OwnAccess, Reporting};

pub(super) const ROWS: &[Row] = &[
    // Reports.
    open(
        "trajet.report.v1.ReportService/ListActions",
        Reporting,
        &[InternalSystem, Auditor],
        "The insurer's own systems send the message to INAMI, which is sent it and fetches nothing (R1); who checks it, \
         computes it again.",
    ),
    open(
        "trajet.report.v1.ReportService/ListIndicators",
        Reporting,
        &[Manager, Inami, Auditor],
        "Figures name nobody, and are rounded; who checks them reads the cases anyway (R6).",
    ),
    open(
        "trajet.report.v1.ReportService/ListBarometer",
        Reporting,
        &[Manager, Inami, Auditor],
        "As for the indicators.",
    ),
    // What is held, and who looked.
    read(
        "trajet.access.v1.AccessService/ListAccesses",
        OwnAccess,
        &[InsuredPerson, Representative, Auditor],
        "Whom it is about sees who looked (R4), and who checks it.",
    ),
    read(
        "trajet.access.v1.AccessService/ExportMyData",
        OwnAccess,
        &[InsuredPerson, Representative],
        "Whom it is about, alone or represented, and nobody else (GDPR, article 15).",
    ),
    // Feed.
    open(
        "trajet.feed.v1.FeedService/Watch",
        Operation,
        &[Service],
        "Facts of all cases, between services of the platform only.",
    ),
    open("trajet.feed.v1.FeedService/List", Operation, &[Service], "As for Watch."),
    open("trajet.feed.v1.FeedService/GetLedger", Operation, &[Service], "As for Watch."),
    // Simulation.
    open(
        "trajet.simulation.v1.ClockService/GetClock",
        Operation,
        &[Operator],
        "For tests and demonstrations; it names nobody.",
    ),
    open("trajet.simulation.v1.ClockService/AdvanceClock", Operation, &[Operator], "As for reading the clock."),
    open("trajet.simulation.v1.ClockService/GetStanding", Operation, &[Operator], "As for reading the clock."),
];
