-- The store of version 1 with a few invented rows, for tests of later upgrades.
-- It is never edited: it shows what the released program wrote.
PRAGMA application_id = 1400136050;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE activity (
  number INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 0),
  worker BLOB CHECK (length(worker) = 16),
  device BLOB CHECK (length(device) = 16),
  action TEXT NOT NULL CHECK (action <> ''),
  family BLOB CHECK (length(family) = 16),
  record BLOB CHECK (length(record) = 16)
) STRICT;
INSERT INTO "activity" VALUES(1,1700000000003,2,X'018BCFE5680170078000000000000001',X'018BCFE569F5700780000000000001F5','note.add',X'018BCFE56BE9700780000000000003E9',X'018BCFE5680C7007800000000000000C');
CREATE TABLE attempt (
  device BLOB NOT NULL CHECK (length(device) = 16),
  generation INTEGER NOT NULL CHECK (generation >= 0),
  n INTEGER NOT NULL CHECK (n > 0),
  count INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (device, generation, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE change (
  seq INTEGER NOT NULL,
  idx INTEGER NOT NULL CHECK (idx >= 0),
  effect TEXT NOT NULL CHECK (effect IN ('put', 'gone', 'moved_out')),
  record BLOB NOT NULL CHECK (length(record) = 16),
  type TEXT NOT NULL REFERENCES record_type (name),
  family BLOB NOT NULL CHECK (length(family) = 16),
  class INTEGER NOT NULL CHECK (class IN (1, 2, 4)),
  PRIMARY KEY (seq, idx)
) STRICT, WITHOUT ROWID;
INSERT INTO "change" VALUES(2,0,'put',X'018BCFE56BE9700780000000000003E9','family',X'018BCFE56BE9700780000000000003E9',1);
INSERT INTO "change" VALUES(2,1,'put',X'018BCFE5680B7007800000000000000B','reading',X'018BCFE56BE9700780000000000003E9',2);
INSERT INTO "change" VALUES(2,2,'put',X'018BCFE5680C7007800000000000000C','note',X'018BCFE56BE9700780000000000003E9',4);
INSERT INTO "change" VALUES(2,3,'put',X'018BCFE5680D7007800000000000000D','unit',X'00000000000000000000000000000000',1);
INSERT INTO "change" VALUES(2,4,'put',X'018BCFE5681670078000000000000016','review',X'018BCFE5680170078000000000000001',1);
INSERT INTO "change" VALUES(3,0,'put',X'018BCFE5680C7007800000000000000C','note',X'018BCFE56BE9700780000000000003E9',4);
CREATE TABLE commit_log (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  time INTEGER NOT NULL,
  device BLOB CHECK (length(device) = 16),
  digest INTEGER NOT NULL,
  chain INTEGER NOT NULL
) STRICT;
INSERT INTO "commit_log" VALUES(1,1700000000001,NULL,7748076420210162913,-6058997383199266157);
INSERT INTO "commit_log" VALUES(2,1700000000002,NULL,-3138060911502289170,-5105308911184528845);
INSERT INTO "commit_log" VALUES(3,1700000000003,NULL,5622533601426856843,-6035228213064668245);
CREATE TABLE device (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  worker BLOB NOT NULL CHECK (length(worker) = 16),
  title TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE CHECK (token_hash <> ''),
  status TEXT NOT NULL CHECK (status IN ('active', 'revoked')),
  generation INTEGER NOT NULL CHECK (generation >= 0),
  last_n INTEGER NOT NULL CHECK (last_n >= 0),
  last_online_n INTEGER NOT NULL CHECK (last_online_n >= 0),
  served_seq INTEGER NOT NULL CHECK (served_seq >= 0),
  enrolled INTEGER NOT NULL,
  last_sync INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO "device" VALUES(X'018BCFE569F5700780000000000001F5',X'018BCFE5680170078000000000000001','Invented phone','invented-token-hash','active',1,2,0,1,1700000000000,1700000000001);
CREATE TABLE enrolment (
  code_hash TEXT NOT NULL PRIMARY KEY CHECK (code_hash <> ''),
  worker BLOB NOT NULL CHECK (length(worker) = 16),
  expires INTEGER NOT NULL,
  used_by BLOB CHECK (length(used_by) = 16)
) STRICT, WITHOUT ROWID;
INSERT INTO "enrolment" VALUES('invented-code-hash',X'018BCFE5680170078000000000000001',1700000000002,X'018BCFE569F5700780000000000001F5');
CREATE TABLE family_code (
  code TEXT NOT NULL PRIMARY KEY CHECK (code <> ''),
  family BLOB NOT NULL CHECK (length(family) = 16)
) STRICT, WITHOUT ROWID;
INSERT INTO "family_code" VALUES('K7Q',X'018BCFE56BE9700780000000000003E9');
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('0001 first ledger');
CREATE TABLE membership (
  number INTEGER PRIMARY KEY,
  worker BLOB NOT NULL CHECK (length(worker) = 16),
  unit BLOB NOT NULL REFERENCES unit (id),
  role TEXT NOT NULL CHECK (role IN (
    'practitioner', 'supervisor', 'partnershipLead', 'partner', 'auditor', 'administrator'
  )),
  from_seq INTEGER NOT NULL CHECK (from_seq > 0),
  to_seq INTEGER CHECK (to_seq >= from_seq)
) STRICT;
INSERT INTO "membership" VALUES(1,X'018BCFE5680170078000000000000001',X'018BCFE5686670078000000000000066','practitioner',1,NULL);
INSERT INTO "membership" VALUES(2,X'018BCFE5680270078000000000000002',X'018BCFE5686570078000000000000065','supervisor',1,NULL);
INSERT INTO "membership" VALUES(3,X'018BCFE5680370078000000000000003',X'018BCFE5686770078000000000000067','practitioner',1,NULL);
INSERT INTO "membership" VALUES(4,X'018BCFE5680470078000000000000004',X'018BCFE5686470078000000000000064','partnershipLead',1,NULL);
INSERT INTO "membership" VALUES(5,X'018BCFE5680570078000000000000005',X'018BCFE5686470078000000000000064','supervisor',1,NULL);
CREATE TABLE op_result (
  device BLOB NOT NULL CHECK (length(device) = 16),
  generation INTEGER NOT NULL CHECK (generation >= 0),
  n INTEGER NOT NULL CHECK (n > 0),
  operation BLOB NOT NULL UNIQUE CHECK (length(operation) = 16),
  kind TEXT NOT NULL,
  record BLOB NOT NULL CHECK (length(record) = 16),
  answer BLOB NOT NULL,
  refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
  seq INTEGER NOT NULL CHECK (seq > 0),
  PRIMARY KEY (device, generation, n)
) STRICT, WITHOUT ROWID;
INSERT INTO "op_result" VALUES(X'018BCFE569F5700780000000000001F5',1,1,X'018BCFE5681570078000000000000015','note.add',X'018BCFE5680C7007800000000000000C',X'7B22737461747573223A226170706C696564227D',0,2);
INSERT INTO "op_result" VALUES(X'018BCFE569F5700780000000000001F5',1,2,X'018BCFE5681670078000000000000016','goal.add',X'018BCFE5680E7007800000000000000E',X'7B22737461747573223A226170706C696564227D',1,2);
CREATE TABLE ownership (
  number INTEGER PRIMARY KEY,
  family BLOB NOT NULL CHECK (length(family) = 16),
  holder_kind TEXT NOT NULL CHECK (holder_kind IN ('worker', 'unit', 'supervisors')),
  holder BLOB NOT NULL CHECK (length(holder) = 16),
  class_mask INTEGER NOT NULL CHECK (class_mask BETWEEN 0 AND 255),
  from_seq INTEGER NOT NULL CHECK (from_seq > 0),
  to_seq INTEGER CHECK (to_seq >= from_seq),
  unit BLOB REFERENCES unit (id) GENERATED ALWAYS AS (
    CASE WHEN holder_kind <> 'worker' THEN holder END
  ) VIRTUAL
) STRICT;
INSERT INTO "ownership" VALUES(2,X'018BCFE56BE9700780000000000003E9','worker',X'018BCFE5680170078000000000000001',3,2,3);
INSERT INTO "ownership" VALUES(3,X'018BCFE5680170078000000000000001','supervisors',X'018BCFE5686670078000000000000066',7,2,NULL);
INSERT INTO "ownership" VALUES(1,X'018BCFE56BE9700780000000000003E9','unit',X'018BCFE5686670078000000000000066',7,2,NULL);
CREATE TABLE principal_head (
  kind TEXT NOT NULL CHECK (kind IN ('worker', 'unit')),
  holder BLOB NOT NULL CHECK (length(holder) = 16),
  seq INTEGER NOT NULL CHECK (seq > 0),
  PRIMARY KEY (kind, holder)
) STRICT, WITHOUT ROWID;
INSERT INTO "principal_head" VALUES('unit',X'018BCFE5686470078000000000000064',3);
INSERT INTO "principal_head" VALUES('unit',X'018BCFE5686570078000000000000065',3);
INSERT INTO "principal_head" VALUES('unit',X'018BCFE5686670078000000000000066',3);
INSERT INTO "principal_head" VALUES('worker',X'018BCFE5680170078000000000000001',3);
INSERT INTO "principal_head" VALUES('worker',X'018BCFE5680270078000000000000002',1);
INSERT INTO "principal_head" VALUES('worker',X'018BCFE5680370078000000000000003',1);
INSERT INTO "principal_head" VALUES('worker',X'018BCFE5680470078000000000000004',1);
INSERT INTO "principal_head" VALUES('worker',X'018BCFE5680570078000000000000005',1);
CREATE TABLE quarantine (
  review BLOB NOT NULL PRIMARY KEY CHECK (length(review) = 16),
  device BLOB NOT NULL CHECK (length(device) = 16),
  line BLOB NOT NULL
) STRICT;
INSERT INTO "quarantine" VALUES(X'018BCFE5681670078000000000000016',X'018BCFE569F5700780000000000001F5',X'7B22696E76656E746564223A747275657D');
CREATE TABLE record (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  type TEXT NOT NULL REFERENCES record_type (name),
  family BLOB NOT NULL CHECK (length(family) = 16),
  class INTEGER NOT NULL CHECK (class IN (1, 2, 4)),
  version INTEGER NOT NULL CHECK (version > 0),
  author BLOB CHECK (length(author) = 16),
  made INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
INSERT INTO "record" VALUES(X'018BCFE56BE9700780000000000003E9','family',X'018BCFE56BE9700780000000000003E9',1,2,X'018BCFE56B8470078000000000000384',1700000000000,X'7B2274657874223A22496E76656E7465642066616D696C79227D');
INSERT INTO "record" VALUES(X'018BCFE5680B7007800000000000000B','reading',X'018BCFE56BE9700780000000000003E9',2,2,X'018BCFE56B8470078000000000000384',1700000000000,X'7B2274657874223A22496E76656E7465642072656164696E67227D');
INSERT INTO "record" VALUES(X'018BCFE5680C7007800000000000000C','note',X'018BCFE56BE9700780000000000003E9',4,3,X'018BCFE56B8470078000000000000384',1700000000000,X'7B2274657874223A22496E76656E746564206E6F74652C20656469746564227D');
INSERT INTO "record" VALUES(X'018BCFE5680D7007800000000000000D','unit',X'00000000000000000000000000000000',1,2,X'018BCFE56B8470078000000000000384',1700000000000,X'7B2274657874223A22496E76656E74656420756E6974227D');
INSERT INTO "record" VALUES(X'018BCFE5681670078000000000000016','review',X'018BCFE5680170078000000000000001',1,2,X'018BCFE56B8470078000000000000384',1700000000000,X'7B2274657874223A22496E76656E74656420726576696577227D');
CREATE TABLE record_type (
  name TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO "record_type" VALUES('assignment');
INSERT INTO "record_type" VALUES('correction');
INSERT INTO "record_type" VALUES('episode');
INSERT INTO "record_type" VALUES('family');
INSERT INTO "record_type" VALUES('goal');
INSERT INTO "record_type" VALUES('instrument');
INSERT INTO "record_type" VALUES('member');
INSERT INTO "record_type" VALUES('note');
INSERT INTO "record_type" VALUES('reading');
INSERT INTO "record_type" VALUES('review');
INSERT INTO "record_type" VALUES('unit');
INSERT INTO "record_type" VALUES('worker');
CREATE TABLE sync_clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch BLOB NOT NULL CHECK (length(epoch) = 16),
  head INTEGER NOT NULL CHECK (head >= 0),
  floor INTEGER NOT NULL CHECK (floor BETWEEN 0 AND head),
  backup_seq INTEGER NOT NULL CHECK (backup_seq BETWEEN 0 AND head),
  chain INTEGER NOT NULL
) STRICT;
INSERT INTO "sync_clock" VALUES(1,X'01020304050607081112131415161718',3,1,2,-6035228213064668245);
CREATE TABLE unit (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  kind TEXT NOT NULL CHECK (kind IN ('partnership', 'authority', 'district', 'team')),
  title TEXT NOT NULL,
  parent BLOB REFERENCES unit (id)
) STRICT, WITHOUT ROWID;
INSERT INTO "unit" VALUES(X'018BCFE5686470078000000000000064','partnership','Invented partnership',NULL);
INSERT INTO "unit" VALUES(X'018BCFE5686570078000000000000065','district','Invented district',X'018BCFE5686470078000000000000064');
INSERT INTO "unit" VALUES(X'018BCFE5686670078000000000000066','team','Invented team',X'018BCFE5686570078000000000000065');
INSERT INTO "unit" VALUES(X'018BCFE5686770078000000000000067','team','Another team',X'018BCFE5686470078000000000000064');
CREATE INDEX change_family ON change (family, seq);
CREATE INDEX change_record ON change (record, seq);
CREATE INDEX record_family ON record (family, type, id, class);
CREATE INDEX op_result_refused ON op_result (record, kind) WHERE refused = 1;
CREATE INDEX unit_parent ON unit (parent);
CREATE INDEX membership_worker ON membership (worker, unit);
CREATE UNIQUE INDEX membership_open ON membership (worker, unit, role) WHERE to_seq IS NULL;
CREATE INDEX ownership_holder
  ON ownership (holder, holder_kind, to_seq, from_seq, family, class_mask);
CREATE UNIQUE INDEX ownership_open
  ON ownership (family, holder_kind, holder, class_mask) WHERE to_seq IS NULL;
CREATE INDEX device_worker ON device (worker);
CREATE TRIGGER commit_log_update BEFORE UPDATE ON commit_log
BEGIN SELECT RAISE(ABORT, 'a commit is never changed'); END;
CREATE TRIGGER commit_log_delete BEFORE DELETE ON commit_log
BEGIN SELECT RAISE(ABORT, 'a commit is never taken away'); END;
CREATE TRIGGER change_update BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'a change is never changed'); END;
CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'a change is never taken away'); END;
CREATE TRIGGER op_result_update BEFORE UPDATE ON op_result
BEGIN SELECT RAISE(ABORT, 'an answer is never changed'); END;
CREATE TRIGGER op_result_delete BEFORE DELETE ON op_result
BEGIN SELECT RAISE(ABORT, 'an answer is never taken away'); END;
CREATE TRIGGER activity_update BEFORE UPDATE ON activity
BEGIN SELECT RAISE(ABORT, 'the activity log is only added to'); END;
CREATE TRIGGER activity_delete BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'the activity log is only added to'); END;
CREATE TRIGGER quarantine_update BEFORE UPDATE ON quarantine
BEGIN SELECT RAISE(ABORT, 'a quarantined operation is never changed'); END;
CREATE TRIGGER unit_update BEFORE UPDATE ON unit
BEGIN SELECT RAISE(ABORT, 'a unit keeps its place'); END;
CREATE TRIGGER unit_delete BEFORE DELETE ON unit
BEGIN SELECT RAISE(ABORT, 'a unit keeps its place'); END;
CREATE TRIGGER membership_delete BEFORE DELETE ON membership
BEGIN SELECT RAISE(ABORT, 'a membership is ended, not taken away'); END;
CREATE TRIGGER ownership_delete BEFORE DELETE ON ownership
BEGIN SELECT RAISE(ABORT, 'a holding is ended, not taken away'); END;
CREATE TRIGGER sync_clock_delete BEFORE DELETE ON sync_clock
BEGIN SELECT RAISE(ABORT, 'there is always a clock'); END;
CREATE TRIGGER sync_clock_step BEFORE UPDATE ON sync_clock
WHEN NEW.head <> OLD.head AND NOT EXISTS (
  SELECT 1 FROM commit_log
  WHERE seq = NEW.head AND chain = NEW.chain AND seq = OLD.head + 1
)
BEGIN SELECT RAISE(ABORT, 'the head moves one commit at a time'); END;
CREATE TRIGGER sync_clock_chain BEFORE UPDATE ON sync_clock
WHEN NEW.head = OLD.head AND NEW.chain <> OLD.chain
BEGIN SELECT RAISE(ABORT, 'the chain moves with the head'); END;
CREATE TRIGGER sync_clock_floor BEFORE UPDATE ON sync_clock
WHEN NEW.floor < OLD.floor
BEGIN SELECT RAISE(ABORT, 'the floor never sinks'); END;
CREATE TRIGGER commit_log_insert BEFORE INSERT ON commit_log
WHEN NEW.seq <> (SELECT head + 1 FROM sync_clock)
BEGIN SELECT RAISE(ABORT, 'commits are numbered without gaps'); END;
CREATE TRIGGER change_insert BEFORE INSERT ON change
WHEN NEW.seq <> (SELECT head + 1 FROM sync_clock)
BEGIN SELECT RAISE(ABORT, 'a change belongs to the commit in progress'); END;
CREATE TRIGGER record_insert BEFORE INSERT ON record
WHEN NEW.version <> (SELECT head + 1 FROM sync_clock) OR NOT EXISTS (
  SELECT 1 FROM change
  WHERE record = NEW.id AND seq = NEW.version AND effect = 'put' AND type = NEW.type
    AND family = NEW.family AND class = NEW.class
)
BEGIN SELECT RAISE(ABORT, 'no record without a change'); END;
CREATE TRIGGER record_update BEFORE UPDATE ON record
WHEN NEW.version <> (SELECT head + 1 FROM sync_clock) OR NOT EXISTS (
  SELECT 1 FROM change
  WHERE record = NEW.id AND seq = NEW.version AND effect = 'put' AND type = NEW.type
    AND family = NEW.family AND class = NEW.class
)
BEGIN SELECT RAISE(ABORT, 'no record without a change'); END;
CREATE TRIGGER record_delete BEFORE DELETE ON record
WHEN NOT EXISTS (
  SELECT 1 FROM change
  WHERE record = OLD.id AND seq = (SELECT head + 1 FROM sync_clock) AND effect = 'gone'
)
BEGIN SELECT RAISE(ABORT, 'no record goes without a change'); END;
CREATE TRIGGER record_identity BEFORE UPDATE ON record
WHEN NEW.id <> OLD.id OR NEW.type <> OLD.type
BEGIN SELECT RAISE(ABORT, 'a record keeps its id and type'); END;
CREATE TRIGGER record_reading BEFORE UPDATE ON record
WHEN OLD.type = 'reading'
  AND (NEW.body <> OLD.body OR NEW.author IS NOT OLD.author OR NEW.made <> OLD.made)
BEGIN SELECT RAISE(ABORT, 'a reading is never changed'); END;
CREATE TRIGGER membership_insert BEFORE INSERT ON membership
WHEN NEW.from_seq <> (SELECT head + 1 FROM sync_clock) OR NEW.to_seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a membership begins with the commit in progress'); END;
CREATE TRIGGER membership_update BEFORE UPDATE ON membership
WHEN OLD.to_seq IS NOT NULL OR NEW.to_seq IS NOT (SELECT head + 1 FROM sync_clock)
  OR NEW.worker <> OLD.worker OR NEW.unit <> OLD.unit OR NEW.role <> OLD.role
  OR NEW.from_seq <> OLD.from_seq
BEGIN SELECT RAISE(ABORT, 'a membership ends once, with the commit in progress'); END;
CREATE TRIGGER ownership_insert BEFORE INSERT ON ownership
WHEN NEW.from_seq <> (SELECT head + 1 FROM sync_clock) OR NEW.to_seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a holding begins with the commit in progress'); END;
CREATE TRIGGER ownership_update BEFORE UPDATE ON ownership
WHEN OLD.to_seq IS NOT NULL OR NEW.to_seq IS NOT (SELECT head + 1 FROM sync_clock)
  OR NEW.family <> OLD.family OR NEW.holder_kind <> OLD.holder_kind
  OR NEW.holder <> OLD.holder OR NEW.class_mask <> OLD.class_mask
  OR NEW.from_seq <> OLD.from_seq
BEGIN SELECT RAISE(ABORT, 'a holding ends once, with the commit in progress'); END;
CREATE TRIGGER device_update BEFORE UPDATE ON device
WHEN NEW.id <> OLD.id OR NEW.worker <> OLD.worker
BEGIN SELECT RAISE(ABORT, 'a device keeps its owner'); END;
CREATE TRIGGER enrolment_update BEFORE UPDATE ON enrolment
WHEN NEW.worker <> OLD.worker
  OR (OLD.used_by IS NOT NULL AND NEW.used_by IS NOT OLD.used_by)
BEGIN SELECT RAISE(ABORT, 'a code lets one device in'); END;
COMMIT;
