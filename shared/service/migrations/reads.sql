-- Which entries of the record of reads show which case, and when. A function of the entries.
CREATE TABLE shown_case (
    ledger   CTEXT  NOT NULL,
    stream   UUID   NOT NULL,
    case_id  UUID   NOT NULL,
    shown_at BIGINT NOT NULL,
    PRIMARY KEY (ledger, stream, case_id)
);
CREATE INDEX shown_case_by_case ON shown_case (ledger, case_id, shown_at, stream);
