-- The person of a case, sealed but for the keyed hash of the identification number, by which cases are found and
-- the rows of one person's cases come together. From `invalid_from` on, the team prepares nothing; empty where the
-- service does not know it.
CREATE TABLE person (
    ledger       CTEXT NOT NULL,
    stream       UUID  NOT NULL,
    niss_index   BYTEA NOT NULL,
    niss         BYTEA NOT NULL,
    surname      BYTEA NOT NULL,
    first_names  BYTEA NOT NULL,
    language     CTEXT NOT NULL,
    invalid_from CTEXT,
    PRIMARY KEY (ledger, stream)
);
CREATE INDEX person_by_niss ON person (ledger, niss_index, stream);

-- The words of the name of the person of a case, each as a keyed hash.
CREATE TABLE person_word (
    ledger CTEXT NOT NULL,
    stream UUID  NOT NULL,
    word   BYTEA NOT NULL,
    PRIMARY KEY (ledger, stream, word)
);
CREATE INDEX person_word_by_word ON person_word (ledger, word, stream);

-- The deadline of each step of every case that counts, and what became of it. None is ever removed while the case's key
-- exists. The list is in the order of `sort_on`, the last day or target; `begins_on` is the day from which it is to be
-- done, and `escalated_on` that from which managers see it.
CREATE TABLE deadline (
    ledger         CTEXT NOT NULL,
    stream         UUID  NOT NULL,
    step           CTEXT NOT NULL,
    niss_index     BYTEA NOT NULL,
    sort_on        CTEXT NOT NULL,
    rule           CTEXT NOT NULL,
    parameter      CTEXT NOT NULL,
    actor          CTEXT NOT NULL,
    begins_on      CTEXT NOT NULL,
    opens          CTEXT,
    due            CTEXT,
    warn_on        CTEXT,
    target         CTEXT,
    escalated_on   CTEXT,
    missed_on      CTEXT,
    outcome        CTEXT NOT NULL,
    closed_on      CTEXT,
    waived_because CTEXT,
    PRIMARY KEY (ledger, stream, step)
);
-- A page of the work list follows the first, which holds all that a query may ask of a deadline, and asks the second
-- whether a person stood on the list before.
CREATE INDEX deadline_in_order ON deadline
    (ledger, sort_on, niss_index, stream, step, actor, begins_on, due, escalated_on, missed_on) WHERE outcome = 'open';
CREATE INDEX deadline_of_person ON deadline (ledger, niss_index, sort_on, stream, step) WHERE outcome = 'open';
