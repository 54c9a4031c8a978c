//! Who may call the concertation of physician and coordinator, and the register of coordinators.

use super::{Row, act, open, read};
use crate::caller::Role::{Coordinator, Manager, Physician};
use crate::purpose::Purpose::Coordination;

pub(super) const ROWS: &[Row] = &[
    // Concertation.
    act(
        "trajet.dossier.v1.ConcertationService/OpenThread",
        Coordination,
        &[Physician, Coordinator],
        "The two who have access to the dossier concert on it (D2, D26).",
    ),
    act(
        "trajet.dossier.v1.ConcertationService/PostMessage",
        Coordination,
        &[Physician, Coordinator],
        "As for opening a thread.",
    ),
    act(
        "trajet.dossier.v1.ConcertationService/MarkRead",
        Coordination,
        &[Physician, Coordinator],
        "As for opening a thread.",
    ),
    act(
        "trajet.dossier.v1.ConcertationService/InviteToThread",
        Coordination,
        &[Physician, Coordinator],
        "The coordinator contacts others in concertation with the physician, who has the same power (D27).",
    ),
    act(
        "trajet.dossier.v1.ConcertationService/CloseThread",
        Coordination,
        &[Physician, Coordinator],
        "As for opening a thread.",
    ),
    read(
        "trajet.dossier.v1.ConcertationService/ListThreads",
        Coordination,
        &[Physician, Coordinator],
        "As for one dossier: nobody else reads it (D2).",
    ),
    read(
        "trajet.dossier.v1.ConcertationService/GetThread",
        Coordination,
        &[Physician, Coordinator],
        "As for one dossier: nobody else reads it (D2).",
    ),
    // Coordinators.
    open(
        "trajet.dossier.v1.CoordinatorService/RegisterCoordinator",
        Coordination,
        &[Manager],
        "Who leads the coordinators keeps their registry; it names no insured person (K1).",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/RecordIntervisionMoment",
        Coordination,
        &[Manager],
        "Who leads the coordinators keeps the calendar (K2).",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/RecordAttendance",
        Coordination,
        &[Manager],
        "Nobody vouches for their own attendance (K2).",
    ),
    act(
        "trajet.dossier.v1.CoordinatorService/AssignDossier",
        Coordination,
        &[Manager, Coordinator],
        "Who leads the coordinators shares out the dossiers, by their numbers alone; coordinators hand over theirs (K3).",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/GetCoordinator",
        Coordination,
        &[Manager, Coordinator],
        "Who leads the coordinators, and each of them about themselves.",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/ListCoordinators",
        Coordination,
        &[Manager],
        "Who leads the coordinators; it names no insured person.",
    ),
    open(
        "trajet.dossier.v1.CoordinatorService/ListIntervisionMoments",
        Coordination,
        &[Manager, Coordinator],
        "Coordinators must know which moments count for them (K2).",
    ),
    read(
        "trajet.dossier.v1.CoordinatorService/ListDossiersToReassign",
        Coordination,
        &[Manager],
        "Who leads the coordinators shares out the dossiers; it names no insured person (K3).",
    ),
];
