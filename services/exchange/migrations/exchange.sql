-- The recognised incapacity of each case, by the keyed hash of the person's identification number: by it a report finds
-- the case during which it happened. Without a last day the incapacity lasts.
CREATE TABLE incapacity (
    ledger     CTEXT NOT NULL,
    stream     UUID  NOT NULL,
    niss_index BYTEA NOT NULL,
    starts_on  CTEXT NOT NULL,
    last_day   CTEXT,
    PRIMARY KEY (ledger, stream)
);
CREATE INDEX incapacity_by_niss ON incapacity (ledger, niss_index, starts_on, stream);

-- The registry of partners: a row an entry. It names organisations only.
CREATE TABLE partner (
    ledger      CTEXT  NOT NULL,
    stream      UUID   NOT NULL,
    valid_from  CTEXT  NOT NULL,
    number      CTEXT  NOT NULL,
    kind        CTEXT  NOT NULL,
    name        CTEXT  NOT NULL,
    valid_to    CTEXT,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (ledger, stream, valid_from)
);
CREATE INDEX partner_by_number ON partner (ledger, number, valid_from);

-- What partners sent, sealed but for who sent it, the days, and the keyed hash of the identification number, by which
-- it finds its case. A report that was kept long enough has no row any more.
CREATE TABLE report (
    ledger      CTEXT  NOT NULL,
    stream      UUID   NOT NULL,
    niss_index  BYTEA  NOT NULL,
    partner     CTEXT  NOT NULL,
    fact_on     CTEXT  NOT NULL,
    received_at BIGINT NOT NULL,
    matched     BIGINT NOT NULL,
    niss        BYTEA  NOT NULL,
    told        BYTEA  NOT NULL,
    PRIMARY KEY (ledger, stream)
);
CREATE INDEX report_by_partner ON report (ledger, partner, received_at);
CREATE INDEX report_by_person ON report (ledger, niss_index, partner, stream);
CREATE INDEX report_unmatched ON report (ledger, received_at) WHERE matched = 0;

-- The reports that a case took over: such a report stays with its case, whatever is told later of the incapacity.
CREATE TABLE taken_report (
    ledger CTEXT NOT NULL,
    stream UUID  NOT NULL,
    report UUID  NOT NULL,
    PRIMARY KEY (ledger, stream, report)
);
CREATE UNIQUE INDEX taken_report_by_report ON taken_report (ledger, report);
