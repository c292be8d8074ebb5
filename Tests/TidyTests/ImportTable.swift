/// Who may import whom.
///
/// The folders under `Sources` are the architecture, and imports point down: a module may import
/// only modules that stand above it in this list. The build does not hold that line, because Swift
/// lets a module import what its dependencies happen to bring along; these tests do.
enum ImportTable {
  struct Row {
    let module: String
    /// Modules of this package.
    let own: Set<String>
    /// Modules of other packages and of the system.
    let foreign: Set<String>
  }

  /// What reaches the system: files, clocks, signals, threads.
  private static let system: Set<String> = [
    "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl",
  ]

  static let rows: [Row] = [
    // Bugs for the check of the tests; imported only with the trait `Mutations`, which no build has.
    Row(module: "Mutations", own: [], foreign: ["Foundation"]),
    // Nouns and rules: values in, values out. Without Foundation they have no file and no clock.
    Row(module: "Casework", own: [], foreign: []),
    Row(module: "CZlib", own: [], foreign: []),
    Row(module: "WireFormat", own: ["CZlib"], foreign: []),
    Row(module: "Instruments", own: ["Casework", "WireFormat"], foreign: ["Crypto"]),
    Row(
      module: "Reconciliation",
      own: ["Casework", "Instruments", "WireFormat"],
      foreign: ["Crypto"]
    ),
    Row(module: "Intake", own: ["Casework", "Instruments", "WireFormat"], foreign: []),
    Row(
      module: "Exports",
      own: ["Casework", "Instruments", "Reconciliation", "WireFormat"],
      foreign: ["Crypto"]
    ),
    Row(
      module: "Audit",
      own: ["Casework", "Exports", "Instruments", "Intake", "Reconciliation", "WireFormat"],
      foreign: ["Crypto", "Synchronization"]
    ),
    Row(module: "Drawing", own: [], foreign: []),
    // The wire, and the rules both ends follow. The two ends meet here and nowhere else.
    Row(
      module: "SyncProtocol",
      own: ["Casework", "Instruments", "WireFormat"],
      foreign: ["Crypto"]
    ),
    // The machine that a program runs on: its clocks, its randomness, its crashes in tests.
    Row(module: "Machine", own: ["SyncProtocol"], foreign: system),
    // What remembers.
    Row(module: "Storage", own: ["Casework", "SyncProtocol", "WireFormat"], foreign: []),
    Row(
      module: "SQLiteStorage",
      own: ["Casework", "Storage", "SyncProtocol", "WireFormat"],
      foreign: system.union(["GRDB", "GRDBSQLite", "Synchronization"])
    ),
    Row(
      module: "DeviceStore",
      own: ["Casework", "SyncProtocol", "WireFormat"],
      foreign: system.union(["GRDB"])
    ),
    // What acts. The server's core names the storage contract, never an engine.
    Row(
      module: "StarmapDevice",
      own: ["Casework", "DeviceStore", "Instruments", "SyncProtocol", "WireFormat"],
      foreign: system.union([
        "AsyncHTTPClient", "Crypto", "NIOCore", "NIOFoundationCompat", "NIOHTTP1",
      ])
    ),
    Row(
      module: "SyncServer",
      own: [
        "Casework", "Instruments", "Intake", "Reconciliation", "Storage", "SyncProtocol",
        "WireFormat",
      ],
      foreign: ["Crypto"]
    ),
    Row(
      module: "Server",
      own: [
        "Audit", "Casework", "Exports", "Instruments", "Reconciliation", "Storage",
        "SyncProtocol", "SyncServer", "WireFormat",
      ],
      foreign: system.union([
        "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging", "NIOCore",
        "NIOHTTPTypes", "NIOSSL", "ServiceLifecycle",
      ])
    ),
    // What only tests and the bench import.
    Row(
      module: "TestKit",
      own: [
        "Casework", "DeviceStore", "Instruments", "SQLiteStorage", "StarmapDevice", "Storage",
        "SyncProtocol", "SyncServer", "WireFormat",
      ],
      foreign: system.union(["Synchronization"])
    ),
    // What starts. Only here is an engine chosen.
    Row(
      module: "starmap",
      own: [
        "Audit", "Casework", "DeviceStore", "Drawing", "Exports", "Instruments", "Machine",
        "Reconciliation", "StarmapDevice", "SyncProtocol", "WireFormat",
      ],
      foreign: system.union(["ArgumentParser"])
    ),
    Row(
      module: "starmap-server",
      own: [
        "Casework", "Instruments", "Intake", "Machine", "Reconciliation", "SQLiteStorage", "Server",
        "Storage", "SyncProtocol", "SyncServer", "WireFormat",
      ],
      foreign: system.union([
        "ArgumentParser", "AsyncHTTPClient", "Crypto", "Logging", "NIOCore", "NIOHTTP1",
      ])
    ),
    Row(
      module: "starmap-bench",
      own: [
        "Casework", "DeviceStore", "Instruments", "Machine", "SQLiteStorage", "StarmapDevice",
        "Storage", "SyncProtocol", "SyncServer", "TestKit", "WireFormat",
      ],
      foreign: system.union(["ArgumentParser", "GRDBSQLite"])
    ),
  ]

  /// Rows that import a module below them, or one that has no row.
  static func upward(in rows: [Row]) -> [String] {
    var above: Set<String> = []
    return rows.flatMap { row in
      defer { above.insert(row.module) }
      return row.own.subtracting(above).sorted().map { "\(row.module) may not import \($0)" }
    }
  }

  /// Imports of a file that its module's row does not have.
  static func forbidden(in file: RepositoryFile, by rows: [Row]) -> [String] {
    let row = rows.first { $0.module == file.module }
    let allowed = (row?.own ?? []).union(row?.foreign ?? [])
    return ImportLine.all(in: file.text)
      .filter { !allowed.contains($0.module) && !$0.plantsBugs }
      .map { "\(file.path):\($0.line) imports \($0.module)" }
  }
}
