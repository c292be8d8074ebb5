extension Migration {
  /// Consents: events that are only added to.
  static let consents = Migration(
    name: "0010 consents",
    sql: """
      INSERT INTO record_type (name) VALUES ('consent');

      CREATE TRIGGER record_consent BEFORE UPDATE ON record
      WHEN OLD.type = 'consent'
        AND (NEW.body <> OLD.body OR NEW.author IS NOT OLD.author OR NEW.made <> OLD.made)
      BEGIN SELECT RAISE(ABORT, 'a consent is never changed'); END;
      """
  )
}
