CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE ledger = NEW.ledger AND position = NEW.position)
  OR EXISTS (SELECT 1 FROM event WHERE ledger = NEW.ledger AND stream = NEW.stream AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only'); END;
CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only'); END;
CREATE TRIGGER foreign_checkpoint_no_update BEFORE UPDATE ON foreign_checkpoint BEGIN SELECT RAISE(ABORT, 'foreign_checkpoint is append-only'); END;
CREATE TRIGGER foreign_checkpoint_no_delete BEFORE DELETE ON foreign_checkpoint BEGIN SELECT RAISE(ABORT, 'foreign_checkpoint is append-only'); END;
-- What was signed once stays, whatever is inserted in its place.
CREATE TRIGGER checkpoint_no_replace BEFORE INSERT ON checkpoint
WHEN EXISTS (SELECT 1 FROM checkpoint WHERE ledger = NEW.ledger AND position = NEW.position)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER foreign_checkpoint_no_replace BEFORE INSERT ON foreign_checkpoint
WHEN EXISTS (SELECT 1 FROM foreign_checkpoint WHERE ledger = NEW.ledger AND source = NEW.source AND position = NEW.position)
BEGIN SELECT RAISE(IGNORE); END;
