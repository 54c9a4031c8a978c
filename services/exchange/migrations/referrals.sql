-- The referrals of each case: whether one waits to be sent, and how many entries of its partner's inbox it has: one when it was
-- sent, and a second one when it is over. It names organisations only.
CREATE TABLE referral (
    ledger   CTEXT  NOT NULL,
    stream   UUID   NOT NULL,
    referral UUID   NOT NULL,
    told_at  BIGINT NOT NULL,
    partner  CTEXT  NOT NULL,
    queued   BIGINT NOT NULL,
    entries  BIGINT NOT NULL,
    PRIMARY KEY (ledger, stream, referral)
);
CREATE INDEX referral_queued ON referral (ledger, stream) WHERE queued = 1;
CREATE INDEX referral_by_id ON referral (ledger, referral);

-- The inboxes of partners, each with numbers of its own without a gap. What an entry shows is read from the case.
CREATE TABLE inbox (
    ledger     CTEXT  NOT NULL,
    stream     UUID   NOT NULL,
    number     BIGINT NOT NULL,
    partner    CTEXT  NOT NULL,
    case_id    UUID   NOT NULL,
    referral   UUID   NOT NULL,
    is_over    BIGINT NOT NULL,
    entered_on CTEXT  NOT NULL,
    PRIMARY KEY (ledger, stream, number)
);
CREATE INDEX inbox_by_partner ON inbox (ledger, partner, number);
CREATE INDEX inbox_by_referral ON inbox (ledger, referral, is_over);
