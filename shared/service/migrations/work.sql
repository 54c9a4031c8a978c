-- The person of a case, sealed but for the keyed hash of the identification number, by which cases are found and
-- the rows of one person's cases come together.
CREATE TABLE person (
    ledger      CTEXT NOT NULL,
    stream      UUID  NOT NULL,
    niss_index  BYTEA NOT NULL,
    niss        BYTEA NOT NULL,
    surname     BYTEA NOT NULL,
    first_names BYTEA NOT NULL,
    language    CTEXT NOT NULL,
    PRIMARY KEY (ledger, stream)
);
CREATE INDEX person_by_niss ON person (ledger, niss_index);

-- Every deadline of every case and what became of it. None is ever removed while the case's key exists.
CREATE TABLE deadline (
    ledger         CTEXT NOT NULL,
    stream         UUID  NOT NULL,
    step           CTEXT NOT NULL,
    rule           CTEXT NOT NULL,
    parameter      CTEXT NOT NULL,
    actor          CTEXT NOT NULL,
    begins_on      CTEXT NOT NULL,
    opens          CTEXT,
    due            CTEXT,
    warn_on        CTEXT,
    target         CTEXT,
    missed_on      CTEXT,
    outcome        CTEXT NOT NULL,
    closed_on      CTEXT,
    waived_because CTEXT,
    PRIMARY KEY (ledger, stream, step)
);
CREATE INDEX deadline_open ON deadline (ledger, outcome, actor, begins_on);
