-- How far a command that is for every stream has come. A later target takes the place of an earlier one, which is not gone back to.
CREATE TABLE pass (
    ledger CTEXT  NOT NULL,
    target CTEXT  NOT NULL,
    number BIGINT NOT NULL,
    stream UUID   NOT NULL,
    ended  BIGINT NOT NULL,
    PRIMARY KEY (ledger, target)
);
