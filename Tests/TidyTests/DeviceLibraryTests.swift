import Testing

/// What an iPad app embeds is built on Linux alone, so its files are read instead of compiled there.
enum DeviceLibrary {
  static let modules: Set<String> = [
    "StarmapDevice", "DeviceStore", "SyncProtocol", "Instruments", "Casework", "WireFormat",
  ]

  /// What exists on every system that the library is for.
  private static let everywhere = modules.union([
    "AsyncHTTPClient", "CZlib", "Crypto", "Dispatch", "Foundation", "GRDB", "NIOCore",
    "NIOFoundationCompat", "NIOHTTP1",
  ])

  /// What exists on some, and is imported only where it does.
  private static let somewhere: Set<String> = ["Darwin", "Glibc", "Musl"]

  /// Imports that an app on iOS could not compile.
  static func foreignImports(in file: RepositoryFile) -> [String] {
    ImportLine.all(in: file.text).filter { line in
      if everywhere.contains(line.module) || line.plantsBugs { return false }
      return !somewhere.contains(line.module)
        || !line.conditions.contains("canImport(\(line.module))")
    }.map { "\(file.path):\($0.line) imports \($0.module)" }
  }

  /// Lines of a file that say `public`.
  static func publicLines(in file: RepositoryFile) -> [String] {
    lines(of: SwiftCode.of(file.text), matching: /(?:^|[^.`\w])public\b/).map {
      "\(file.path):\($0)"
    }
  }
}

struct DeviceLibraryTests {
  @Test func `the device library imports only what exists on every system`() throws {
    let files = try Repository.sources().filter { DeviceLibrary.modules.contains($0.module) }

    #expect(Set(files.map(\.module)) == DeviceLibrary.modules)
    #expect(files.flatMap(DeviceLibrary.foreignImports) == [])
  }

  @Test func `only the device library's own module is public`() throws {
    let files = try Repository.sources().filter { $0.module != "StarmapDevice" }

    #expect(files.flatMap(DeviceLibrary.publicLines) == [])
  }

  @Test func `an import that exists only on Linux is caught`() {
    let file = RepositoryFile(
      path: "Sources/DeviceStore/Sync.swift",
      text: """
        import Foundation
        import FoundationNetworking
        #if canImport(Glibc)
        import Glibc
        #elseif canImport(Darwin)
        import Darwin
        #else
        import Musl
        #endif
        import Glibc
        """
    )

    #expect(
      DeviceLibrary.foreignImports(in: file) == [
        "Sources/DeviceStore/Sync.swift:2 imports FoundationNetworking",
        "Sources/DeviceStore/Sync.swift:8 imports Musl",
        "Sources/DeviceStore/Sync.swift:10 imports Glibc",
      ]
    )
  }

  @Test func `a public declaration is caught, the word in a sentence or a string is not`() {
    let file = RepositoryFile(
      path: "Sources/Casework/Reading.swift",
      text: """
        // The public sees nothing of this.
        let note = "public" + "\\(level(.public))"
        public struct Reading {}
        public import Foundation
        """
    )

    #expect(
      DeviceLibrary.publicLines(in: file)
        == ["Sources/Casework/Reading.swift:3", "Sources/Casework/Reading.swift:4"]
    )
  }
}
