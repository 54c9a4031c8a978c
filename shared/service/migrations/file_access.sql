-- Whether the file of a case is restricted, beside what the lists ask of it, so that no list counts what it does not show.
ALTER TABLE person ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE deadline ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;
DROP INDEX deadline_in_order;
CREATE INDEX deadline_in_order ON deadline
    (ledger, sort_on, niss_index, stream, step, actor, begins_on, due, escalated_on, missed_on, restricted)
    WHERE outcome = 'open';

-- Who sees a restricted file, by the subjects of their credentials, up to which day.
CREATE TABLE admitted (
    ledger   CTEXT NOT NULL,
    stream   UUID  NOT NULL,
    subject  CTEXT NOT NULL,
    last_day CTEXT NOT NULL,
    PRIMARY KEY (ledger, stream, subject)
);
