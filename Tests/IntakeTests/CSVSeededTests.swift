import Casework
import Intake
import Testing

/// What holds for any bytes at all; a seed that fails is named in the failure.
struct CSVSeededTests {
  /// Bytes that mean something to a reader, and some that mean nothing to it.
  private static let alphabet: [UInt8] =
    Array("\"\"\"\"\",,,,\n\n\n\r\r=+@ a0é".utf8) + [0x00, 0xFF, 0xC3, 0xEF, 0xBB, 0xBF]

  private func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in Self.alphabet.randomElement(using: &random) ?? 0 }
  }

  @Test(arguments: 1...300)
  func `cells that are written are read back, whatever they hold`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let rows = (0..<Int.random(in: 1...8, using: &random)).map { _ in
      (0..<Int.random(in: 1...6, using: &random)).map { _ in
        bytes(Int.random(in: 0...12, using: &random), &random)
      }
    }
    let endings = rows.map { _ in Bool.random(using: &random) }
    var text: [UInt8] = []
    for (row, isCRLF) in zip(rows, endings) {
      for (place, cell) in row.enumerated() {
        if place > 0 { text.append(0x2C) }
        text += written(cell, mayBeBare: Bool.random(using: &random))
      }
      text += isCRLF ? [0x0D, 0x0A] : [0x0A]
    }
    // A byte order mark at the very start is no part of the first cell.
    let isMarked = text.starts(with: [0xEF, 0xBB, 0xBF])

    var reader = CSVReader(isMarked ? [0xEF, 0xBB, 0xBF] + text : text)
    var read: [CSVRow] = []
    while let row = try reader.next() { read.append(row) }

    #expect(read.map { $0.cells.map(Array.init) } == rows)
    #expect(read.map(\.ending) == endings.map { $0 ? .crlf : .lf })
    #expect(read.map(\.number) == Array(1...rows.count))
  }

  /// A cell as RFC 4180 writes it; bare only where that reads as the same.
  private func written(_ cell: [UInt8], mayBeBare: Bool) -> [UInt8] {
    let special: Set<UInt8> = [0x22, 0x2C, 0x0A, 0x0D]
    if mayBeBare, !cell.contains(where: special.contains) { return cell }
    return [0x22] + cell.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }

  @Test(arguments: 1...600)
  func `any bytes fall into rows that are all of them, or have an open quote`(
    _ seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    let text = bytes(Int.random(in: 0...400, using: &random), &random)
    let marked = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0

    var reader = CSVReader(text)
    var read: [CSVRow] = []
    var problem: CSVProblem?
    do {
      // Every row takes at least a byte, so a reader that stands still shows itself here.
      while let row = try reader.next(), read.count <= text.count { read.append(row) }
    } catch {
      problem = error
    }

    #expect(read.map(\.number) == Array(1..<(read.count + 1)))
    #expect(read.allSatisfy { !$0.raw.isEmpty && !$0.cells.isEmpty })
    let joined = read.flatMap { Array($0.raw) }
    if problem == nil {
      #expect(joined == Array(text.dropFirst(marked)))
    } else {
      #expect(problem == .openQuote(row: read.count + 1))
      #expect(text.dropFirst(marked).starts(with: joined))
    }
  }

  @Test(arguments: 1...60)
  func `rows of any bytes below a good header are each given a disposition`(
    _ seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    let sheets = [Sheet.engagements, .stars, .scores, .dual, .double, .population, .workers]
    for sheet in sheets {
      var row = Array(sheet.text([[:]]).utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let header = sheet.text([]).utf8.count
        let place = Int.random(in: header..<row.count, using: &random)
        row[place] = Self.alphabet.randomElement(using: &random) ?? 0
      }
      let file = IntakeFile(path: sheet.path, bytes: row)

      guard let numbers = rowNumbers(file.bytes) else {
        #expect(throws: IntakeProblem.self) { try World.intake([file]) }
        continue
      }
      let rows = try World.intake([file]).files.filter { $0.path == sheet.path }.flatMap(\.rows)
      #expect(rows.map(\.row) == numbers)
      #expect(rows.allSatisfy { $0.disposition == .accepted || $0.reason != nil })
    }
  }

  /// The numbers of the rows below the header, but for a last empty one; `nil` at an open quote.
  private func rowNumbers(_ bytes: [UInt8]) -> [Int]? {
    var reader = CSVReader(bytes)
    var rows: [CSVRow] = []
    do {
      while let row = try reader.next() { rows.append(row) }
    } catch {
      return nil
    }
    if rows.last?.isEmpty == true { rows.removeLast() }
    return rows.dropFirst().map(\.number)
  }
}
