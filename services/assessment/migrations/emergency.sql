-- The accesses to restricted files in an emergency, in the order of the days by which they should be reviewed. Who looked, and
-- why, is sealed in the events.
CREATE TABLE emergency_access (
    ledger    CTEXT  NOT NULL,
    stream    UUID   NOT NULL,
    number    BIGINT NOT NULL,
    access_id CTEXT  NOT NULL,
    review_by CTEXT  NOT NULL,
    reviewed  BIGINT NOT NULL,
    PRIMARY KEY (ledger, stream, number)
);
CREATE INDEX emergency_access_in_order ON emergency_access (ledger, review_by, access_id, reviewed, stream, number);
CREATE UNIQUE INDEX emergency_access_by_name ON emergency_access (ledger, access_id);
