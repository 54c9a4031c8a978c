-- The coordinators of the registry, by the subjects of their credentials. Who they are is sealed in their events.
CREATE TABLE coordinator (
    ledger  CTEXT NOT NULL,
    stream  UUID  NOT NULL,
    subject CTEXT NOT NULL,
    PRIMARY KEY (ledger, stream)
);
CREATE INDEX coordinator_by_subject ON coordinator (ledger, subject, stream);

-- Who has each dossier that goes on, and since when: by it are found the dossiers of who cannot be given any more.
CREATE TABLE assignment (
    ledger      CTEXT NOT NULL,
    stream      UUID  NOT NULL,
    coordinator CTEXT NOT NULL,
    assigned_on CTEXT NOT NULL,
    PRIMARY KEY (ledger, stream)
);
CREATE INDEX assignment_by_coordinator ON assignment (ledger, coordinator, stream, assigned_on);
