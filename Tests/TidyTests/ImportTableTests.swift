import Testing

/// The direction of imports, for every file under `Sources`.
struct ImportTableTests {
  @Test func `every import is in the table`() throws {
    let found = try Repository.sources().flatMap {
      ImportTable.forbidden(in: $0, by: ImportTable.rows)
    }

    #expect(found == [])
  }

  @Test func `the table points down, so it has no cycle`() {
    #expect(ImportTable.upward(in: ImportTable.rows) == [])
  }

  @Test func `every folder under Sources has a row, and every row a folder`() throws {
    let modules = ImportTable.rows.map(\.module).sorted()

    #expect(try Repository.names(in: "Sources").sorted() == modules)
  }

  @Test func `an import that the table does not have is caught`() {
    let rows = [ImportTable.Row(module: "Casework", own: [], foreign: ["Crypto"])]
    let file = RepositoryFile(
      path: "Sources/Casework/Clock.swift",
      text:
        "import Crypto\n// import Dispatch\n@preconcurrency package import struct Foundation.Date\n"
    )

    #expect(
      ImportTable.forbidden(in: file, by: rows)
        == ["Sources/Casework/Clock.swift:3 imports Foundation"]
    )
  }

  @Test func `a file of a module without a row may import nothing`() {
    let file = RepositoryFile(path: "Sources/New/New.swift", text: "import Casework\n")

    #expect(
      ImportTable.forbidden(in: file, by: ImportTable.rows)
        == ["Sources/New/New.swift:1 imports Casework"]
    )
  }

  @Test func `a table with a cycle is caught`() {
    let rows = [
      ImportTable.Row(module: "A", own: ["B"], foreign: []),
      ImportTable.Row(module: "B", own: ["A"], foreign: []),
      ImportTable.Row(module: "C", own: ["C"], foreign: []),
    ]

    #expect(ImportTable.upward(in: rows) == ["A may not import B", "C may not import C"])
  }
}
