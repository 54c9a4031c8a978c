-- The ledger and its mechanics. One text for SQLite and PostgreSQL: UUID and BYTEA are only names to SQLite, and
-- CTEXT is a domain on PostgreSQL (text that compares by its bytes, whatever the cluster's locale) and text on SQLite.

-- One row per (service, insurer). Locking it puts all writers of a ledger in one order. By keys, a code over all of them, an
-- installation knows the ledgers that it made.
CREATE TABLE ledger_head (
    ledger        CTEXT  NOT NULL PRIMARY KEY,
    epoch         UUID   NOT NULL,
    position      BIGINT NOT NULL,
    hash          BYTEA  NOT NULL,
    frontier      BYTEA  NOT NULL,
    recorded_at   BIGINT NOT NULL,
    writer_schema BIGINT NOT NULL,
    keys          BYTEA  NOT NULL
);

-- What happened, for ever. Positions are dense and in the order of commits.
CREATE TABLE event (
    ledger       CTEXT  NOT NULL,
    position     BIGINT NOT NULL,
    stream       UUID   NOT NULL,
    version      BIGINT NOT NULL,
    kind         CTEXT  NOT NULL,
    schema       BIGINT NOT NULL,
    recorded_at  BIGINT NOT NULL,
    effective_on CTEXT  NOT NULL,
    actor        CTEXT  NOT NULL,
    basis        CTEXT  NOT NULL,
    request_id   UUID   NOT NULL,
    trace        CTEXT  NOT NULL,
    header       BYTEA  NOT NULL,
    sealed       BYTEA  NOT NULL,
    leaf         BYTEA  NOT NULL,
    hash         BYTEA  NOT NULL,
    PRIMARY KEY (ledger, position),
    UNIQUE (ledger, stream, version)
);

-- Answers already given, so that a repeated request is answered again and not done again.
CREATE TABLE request (
    ledger      CTEXT  NOT NULL,
    caller      CTEXT  NOT NULL,
    request_id  UUID   NOT NULL,
    method      CTEXT  NOT NULL,
    command_mac BYTEA  NOT NULL,
    outcome     BYTEA  NOT NULL,
    PRIMARY KEY (ledger, caller, request_id)
);

-- How far another ledger's feed has been taken over, committed with what it caused.
CREATE TABLE feed_cursor (
    ledger   CTEXT  NOT NULL,
    source   CTEXT  NOT NULL,
    position BIGINT NOT NULL,
    cursor   CTEXT  NOT NULL,
    PRIMARY KEY (ledger, source)
);

-- What must be looked at on a day. A function of the streams' states.
CREATE TABLE timer (
    ledger  CTEXT NOT NULL,
    stream  UUID  NOT NULL,
    kind    CTEXT NOT NULL,
    fire_on CTEXT NOT NULL,
    PRIMARY KEY (ledger, stream, kind)
);
CREATE INDEX timer_due ON timer (ledger, fire_on, stream);

-- What one stream may hold at a time, such as the open case of a person. A function of the streams' states.
CREATE TABLE claim (
    ledger CTEXT NOT NULL,
    claim  BYTEA NOT NULL,
    stream UUID  NOT NULL,
    PRIMARY KEY (ledger, claim)
);

-- Facts of other services that could not act yet. A function of the streams' states.
CREATE TABLE parked_fact (
    ledger    CTEXT  NOT NULL,
    stream    UUID   NOT NULL,
    source    CTEXT  NOT NULL,
    position  BIGINT NOT NULL,
    fact      CTEXT  NOT NULL,
    because   CTEXT  NOT NULL,
    parked_on CTEXT  NOT NULL,
    PRIMARY KEY (ledger, stream, source, position)
);

-- The key that seals what a stream says of a person, wrapped by the master key.
CREATE TABLE data_key (
    ledger  CTEXT NOT NULL,
    stream  UUID  NOT NULL,
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (ledger, stream)
);

-- Signed statements of where this ledger stood.
CREATE TABLE checkpoint (
    ledger      CTEXT  NOT NULL,
    position    BIGINT NOT NULL,
    epoch       UUID   NOT NULL,
    hash        BYTEA  NOT NULL,
    merkle_root BYTEA  NOT NULL,
    signed_at   BIGINT NOT NULL,
    key_id      BYTEA  NOT NULL,
    signature   BYTEA  NOT NULL,
    PRIMARY KEY (ledger, position)
);

-- The statements of other ledgers that this one listens to: their operator cannot rewrite them alone.
CREATE TABLE foreign_checkpoint (
    ledger      CTEXT  NOT NULL,
    source      CTEXT  NOT NULL,
    position    BIGINT NOT NULL,
    epoch       UUID   NOT NULL,
    hash        BYTEA  NOT NULL,
    merkle_root BYTEA  NOT NULL,
    signed_at   BIGINT NOT NULL,
    key_id      BYTEA  NOT NULL,
    signature   BYTEA  NOT NULL,
    PRIMARY KEY (ledger, source, position)
);

-- The key a source signed with when it was first heard. Another one is refused, not accepted.
CREATE TABLE foreign_signer (
    ledger     CTEXT NOT NULL,
    source     CTEXT NOT NULL,
    key_id     BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    PRIMARY KEY (ledger, source)
);

-- A statement of a source that contradicts one of foreign_checkpoint, with its signature: the proof. While it lies here
-- nothing more is taken from the source.
CREATE TABLE foreign_contradiction (
    ledger      CTEXT  NOT NULL,
    source      CTEXT  NOT NULL,
    position    BIGINT NOT NULL,
    epoch       UUID   NOT NULL,
    hash        BYTEA  NOT NULL,
    merkle_root BYTEA  NOT NULL,
    signed_at   BIGINT NOT NULL,
    key_id      BYTEA  NOT NULL,
    signature   BYTEA  NOT NULL,
    PRIMARY KEY (ledger, source)
);

-- Facts of other ledgers that could not be taken over when the cursor passed them: each is read again from since_cursor
-- and taken once it can be. Why is a code.
CREATE TABLE stuck_fact (
    ledger       CTEXT  NOT NULL,
    source       CTEXT  NOT NULL,
    position     BIGINT NOT NULL,
    stream       UUID   NOT NULL,
    kind         CTEXT  NOT NULL,
    since_cursor CTEXT  NOT NULL,
    why          CTEXT  NOT NULL,
    stuck_on     CTEXT  NOT NULL,
    PRIMARY KEY (ledger, source, position)
);
