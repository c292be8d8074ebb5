extension Migration {
  /// What episodes and packs said before they were changed, so that figures as of an earlier commit
  /// stay what they were.
  static let past = Migration(
    name: "0003 past",
    sql: """
      CREATE TABLE past_record (
        id BLOB NOT NULL CHECK (length(id) = 16),
        version INTEGER NOT NULL CHECK (version > 0),
        type TEXT NOT NULL REFERENCES record_type (name),
        family BLOB NOT NULL CHECK (length(family) = 16),
        class INTEGER NOT NULL CHECK (class IN (1, 2, 4)),
        author BLOB CHECK (length(author) = 16),
        made INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (id, version)
      ) STRICT, WITHOUT ROWID;

      CREATE TRIGGER record_keeps_its_past BEFORE UPDATE ON record
      WHEN OLD.type IN ('episode', 'instrument') AND NEW.version <> OLD.version
      BEGIN
        INSERT INTO past_record (id, version, type, family, class, author, made, body)
        VALUES (
          OLD.id, OLD.version, OLD.type, OLD.family, OLD.class, OLD.author, OLD.made, OLD.body
        );
      END;

      CREATE TRIGGER past_record_update BEFORE UPDATE ON past_record
      BEGIN SELECT RAISE(ABORT, 'the past is never changed'); END;
      """
  )
}
