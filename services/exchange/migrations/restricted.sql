-- Whether the file of a case is restricted: a report on its person is on no list of who is kept out.
ALTER TABLE incapacity ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;

-- Who sees a restricted file, by the subjects of their credentials, up to which day.
CREATE TABLE admitted (
    ledger   CTEXT NOT NULL,
    stream   UUID  NOT NULL,
    subject  CTEXT NOT NULL,
    last_day CTEXT NOT NULL,
    PRIMARY KEY (ledger, stream, subject)
);
