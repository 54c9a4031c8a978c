-- The cases that were annulled as a whole, and the day: the reports that they took over wait again.
CREATE TABLE annulled_case (
    ledger      CTEXT NOT NULL,
    stream      UUID  NOT NULL,
    annulled_on CTEXT NOT NULL,
    PRIMARY KEY (ledger, stream)
);
CREATE INDEX annulled_case_by_day ON annulled_case (ledger, annulled_on, stream);
