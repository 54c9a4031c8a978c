-- Which cases a coordinator delegated to whom, by the opaque subject of the credential, while there is something to help
-- with. The delegate sees no others.
CREATE TABLE help (
    ledger   CTEXT NOT NULL,
    stream   UUID  NOT NULL,
    delegate CTEXT NOT NULL,
    PRIMARY KEY (ledger, stream)
);
CREATE INDEX help_by_delegate ON help (ledger, delegate);
