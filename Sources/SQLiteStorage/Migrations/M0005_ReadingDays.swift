extension Migration {
  /// The day of every reading, so that a new one meets only those of its family's day.
  ///
  /// The index takes the place of that of a family's records, in which only type and id followed: a second
  /// one would have every new reading write another page.
  static let readingDays = Migration(
    name: "0005 reading days",
    sql: """
      ALTER TABLE record ADD COLUMN day TEXT;

      DROP TRIGGER record_update;

      UPDATE record SET day = json_extract(CAST(body AS TEXT), '$[6]')
      WHERE type = 'reading' AND json_valid(CAST(body AS TEXT));

      CREATE TRIGGER record_update BEFORE UPDATE ON record
      WHEN NEW.version <> (SELECT head + 1 FROM sync_clock) OR NOT EXISTS (
        SELECT 1 FROM change
        WHERE record = NEW.id AND seq = NEW.version AND effect = 'put' AND type = NEW.type
          AND family = NEW.family AND class = NEW.class
      )
      BEGIN SELECT RAISE(ABORT, 'no record without a change'); END;

      DROP INDEX record_family;
      CREATE INDEX record_family ON record (family, type, day, id, class);
      """
  )
}
