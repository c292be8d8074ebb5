// swift-tools-version: 6.2
// Starmap: progress readings of Early Help, offline first, across two instruments.
//
// The folders under Sources are the architecture; imports point down the list below, and
// `Tests/TidyTests` compares every import line with the table it keeps.

import PackageDescription

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let arguments: Target.Dependency =
  .product(name: "ArgumentParser", package: "swift-argument-parser")

/// Bugs for the check of the tests; in no build but one with the trait.
let mutations: Target.Dependency =
  .target(name: "Mutations", condition: .when(traits: ["Mutations"]))

let package = Package(
  name: "starmap",
  platforms: [.iOS(.v17), .macOS(.v14)],
  products: [
    .library(name: "StarmapDevice", targets: ["StarmapDevice"]),
    .executable(name: "starmap", targets: ["starmap"]),
    .executable(name: "starmap-server", targets: ["starmap-server"]),
    .executable(name: "starmap-bench", targets: ["starmap-bench"]),
    // Loaded before a program by tests that cut its power.
    .library(name: "PowerCut", type: .dynamic, targets: ["PowerCut"]),
    // Loaded before the server by measurements that count and slow its syncs.
    .library(name: "SlowSync", type: .dynamic, targets: ["SlowSync"]),
  ],
  traits: [
    .trait(
      name: "Mutations",
      description: "Planted bugs, for the check that the tests find them; never in a release."
    )
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(name: "Mutations"),

    // Nouns and rules: no I/O, no clock, no randomness.
    .target(name: "Casework"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "WireFormat", dependencies: ["CZlib"]),
    .target(name: "Instruments", dependencies: ["Casework", "WireFormat", crypto]),
    .target(
      name: "Reconciliation",
      dependencies: ["Casework", "Instruments", "WireFormat", crypto]
    ),
    .target(name: "Intake", dependencies: ["Casework", "Instruments", "WireFormat"]),
    .target(
      name: "Exports",
      dependencies: ["Casework", "Instruments", "Reconciliation", "WireFormat", crypto]
    ),
    .target(
      name: "Audit",
      dependencies: [
        "Casework", "Exports", "Instruments", "Intake", "Reconciliation", "WireFormat", crypto,
      ]
    ),
    .target(name: "Drawing"),

    // The wire, and the rules both ends follow.
    .target(
      name: "SyncProtocol",
      dependencies: [mutations, "Casework", "Instruments", "WireFormat", crypto]
    ),

    .target(name: "Machine", dependencies: ["SyncProtocol"]),

    // What remembers.
    .target(name: "Storage", dependencies: ["Casework", "SyncProtocol", "WireFormat"]),
    .target(
      name: "SQLiteStorage",
      dependencies: [
        mutations, "Casework", "Storage", "SyncProtocol", "WireFormat", grdb, sqlite,
      ]
    ),
    .target(
      name: "DeviceStore",
      dependencies: [mutations, "Casework", "SyncProtocol", "WireFormat", grdb]
    ),

    // What acts.
    .target(
      name: "StarmapDevice",
      dependencies: [
        mutations,
        "Casework", "DeviceStore", "Instruments", "SyncProtocol", "WireFormat", crypto,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOFoundationCompat", package: "swift-nio"),
      ]
    ),
    .target(
      name: "SyncServer",
      dependencies: [
        mutations,
        "Casework", "Instruments", "Intake", "Reconciliation", "Storage", "SyncProtocol",
        "WireFormat", crypto,
      ]
    ),
    .target(
      name: "Server",
      dependencies: [
        mutations,
        "Audit", "Casework", "Exports", "Instruments", "Reconciliation", "Storage",
        "SyncProtocol", "SyncServer", "WireFormat", hummingbird,
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]
    ),

    // What starts.
    .executableTarget(
      name: "starmap",
      dependencies: [
        "Audit", "Casework", "DeviceStore", "Drawing", "Exports", "Instruments", "Machine",
        "Reconciliation", "StarmapDevice", "SyncProtocol", "WireFormat", arguments,
      ]
    ),
    .executableTarget(
      name: "starmap-server",
      dependencies: [
        "Casework", "Instruments", "Intake", "Machine", "Reconciliation", "Server", "SQLiteStorage",
        "Storage", "SyncProtocol", "SyncServer", "WireFormat", arguments, crypto,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]
    ),
    .executableTarget(
      name: "starmap-bench",
      dependencies: [
        "Casework", "DeviceStore", "Instruments", "Machine", "SQLiteStorage", "StarmapDevice",
        "Storage", "SyncProtocol", "SyncServer", "TestKit", "WireFormat", arguments, sqlite,
      ]
    ),

    // Tests, and what only they import.
    .target(
      name: "TestKit",
      dependencies: [
        "Casework", "DeviceStore", "Instruments", "SQLiteStorage", "StarmapDevice", "Storage",
        "SyncProtocol", "SyncServer", "WireFormat",
      ]
    ),
    .testTarget(name: "CaseworkTests", dependencies: ["Casework"]),
    .testTarget(name: "WireFormatTests", dependencies: ["WireFormat"]),
    .testTarget(
      name: "InstrumentsTests",
      dependencies: ["Casework", "Instruments", "WireFormat"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(name: "DrawingTests", dependencies: ["Drawing"]),
    .testTarget(
      name: "ExportsTests",
      dependencies: [
        "Casework", "Exports", "Instruments", "Reconciliation", "TestKit", "WireFormat",
      ],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "ReconciliationTests",
      dependencies: ["Audit", "Casework", "Instruments", "Reconciliation", "WireFormat"],
      exclude: ["Cases"]
    ),
    .testTarget(
      name: "IntakeTests",
      dependencies: ["Casework", "Instruments", "Intake", "WireFormat"],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "AuditTests",
      dependencies: [
        "Audit", "Casework", "Exports", "Instruments", "Intake", "Reconciliation", "WireFormat",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "SyncProtocolTests",
      dependencies: ["Casework", "SyncProtocol", "WireFormat"]
    ),
    .testTarget(
      name: "LedgerContractTests",
      dependencies: [
        "Casework", "SQLiteStorage", "Storage", "SyncProtocol", "TestKit", "WireFormat", grdb,
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "DeviceTests",
      dependencies: [
        "Casework", "DeviceStore", "Instruments", "StarmapDevice", "SyncProtocol", "TestKit",
        "WireFormat", grdb,
      ]
    ),
    .testTarget(
      name: "SyncServerTests",
      dependencies: [
        "Casework", "Instruments", "Intake", "Reconciliation", "SQLiteStorage", "Storage",
        "SyncProtocol", "SyncServer", "TestKit", "WireFormat",
      ]
    ),
    .testTarget(name: "SimulationTests", dependencies: ["SyncProtocol", "TestKit"]),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "Audit", "Casework", "DeviceStore", "Exports", "Instruments", "Intake", "Machine",
        "Reconciliation", "Server", "SQLiteStorage", "StarmapDevice", "Storage", "SyncProtocol",
        "SyncServer", "TestKit", "WireFormat", "Yams", hummingbird,
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ]
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "starmap", "starmap-server", "SyncProtocol", "TestKit", "WireFormat", grdb,
      ]
    ),
    .target(name: "PowerCut", path: "Tests/PowerCut"),
    .target(name: "SlowSync", path: "Tests/SlowSync"),
    .testTarget(name: "TidyTests"),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      .enableUpcomingFeature("InferIsolatedConformances"),
      .treatAllWarnings(as: .error),
    ]
}
