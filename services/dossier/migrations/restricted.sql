-- Whether the file of a dossier that goes on is restricted.
ALTER TABLE assignment ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;
