import Instruments

/// A file that has been matched with its source: its rows, and where each thing stands.
struct IntakeTable {
  let source: ImportSource
  let path: String
  /// What its rows are known by: the file as the mapping names it, or its own name beside others of one
  /// source.
  var name: String
  /// The place of each mapped column, by the thing's name.
  let places: [String: Int]
  /// The score columns, in the order of the file.
  let areas: [AreaColumn]
  /// The places of free text.
  let freeText: [Int]
  /// The places of the columns that mean something, by what they mean: rows of two files compare so.
  let order: [Int]
  let columnCount: Int
  let headerEnding: CSVRow.Ending
  let rows: [CSVRow]

  /// A column that holds the scores of one area of one instrument.
  struct AreaColumn: Hashable {
    let place: Int
    let instrument: String
    let area: String
  }

  /// The names of a header among which a mistyped one is looked for, and the characters of each.
  private static let nearestNamesMax = 1000
  private static let nameLengthMax = 200

  /// The most rows of a file.
  static let rowsMax = 5_000_000
  /// The most columns of a file.
  static let columnsMax = 5_000
  /// The most cells of a file.
  static let cellsMax = 20_000_000

  init(
    _ file: IntakeFile,
    _ source: ImportSource,
    areaIDs: [String: [String]]
  ) throws(IntakeProblem) {
    var reader = CSVReader(file.bytes)
    let header = try Self.header(of: file)
    let names = header.names
    let missing = Self.missing(source, names, areaIDs: areaIDs)
    guard missing.isEmpty else {
      // A header may have hundreds of thousands of names; a mistyped one is looked for among few.
      let near = names.prefix(Self.nearestNamesMax).map { String($0.prefix(Self.nameLengthMax)) }
      throw .missingColumns(
        file.path,
        missing.map { MissingColumn(name: $0, nearest: nearestNames(to: $0, among: near)) }
      )
    }
    guard names.count <= Self.columnsMax else { throw .tooManyColumns(file.path) }
    let counts = names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let twice = counts.filter { $0.value > 1 && !$0.key.isEmpty }.keys.sorted()
    guard twice.isEmpty else { throw .columnTwice(file.path, twice) }
    let index = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    self.source = source
    path = file.path
    name = source.file
    places = source.columns.compactMapValues { index[$0] }
    areas = areaIDs.flatMap { instrument, areas in
      areas.compactMap { area in
        index[source.scoreColumn(instrument, area)].map {
          AreaColumn(place: $0, instrument: instrument, area: area)
        }
      }
    }.sorted { $0.place < $1.place }
    freeText = source.freeText.compactMap { index[$0] }
    order =
      places.sorted { $0.key < $1.key }.map(\.value)
      + areas.sorted { ($0.instrument, $0.area) < ($1.instrument, $1.area) }.map(\.place) + freeText
    columnCount = names.count
    headerEnding = header.ending
    // One cell too many tells that a row has another number of columns; more are not kept.
    reader.cellsMax = names.count + 1
    rows = try Self.rows(&reader, of: file)
  }

  /// The names of a file's header.
  static func header(
    of file: IntakeFile
  ) throws(IntakeProblem) -> (names: [String], ending: CSVRow.Ending) {
    try file.checkForm()
    var reader = CSVReader(file.bytes)
    guard let row = try Self.next(&reader, of: file), !row.isEmpty else {
      throw .empty(file.path)
    }
    guard let text = String(validating: row.raw, as: UTF8.self), !text.utf8.contains(0) else {
      throw .headerNotText(file.path)
    }
    return (row.cells.map { trimmed($0).text }, row.ending)
  }

  /// The columns that a source needs and a header lacks.
  static func missing(
    _ source: ImportSource,
    _ names: [String],
    areaIDs: [String: [String]]
  ) -> [String] {
    let given = Set(names)
    let areas = areaIDs.flatMap { instrument, areas in
      areas.map { source.scoreColumn(instrument, $0) }
    }
    return (source.columns.values.sorted() + source.freeText + areas.sorted())
      .filter { !given.contains($0) }
  }

  private static func rows(
    _ reader: inout CSVReader,
    of file: IntakeFile
  ) throws(IntakeProblem) -> [CSVRow] {
    _ = try next(&reader, of: file)
    var rows: [CSVRow] = []
    var cellCount = 0
    while let row = try next(&reader, of: file) {
      cellCount += row.cells.count
      guard rows.count < rowsMax, cellCount <= cellsMax else { throw .tooManyRows(file.path) }
      rows.append(row)
    }
    if rows.last?.isEmpty == true { rows.removeLast() }
    return rows
  }

  private static func next(
    _ reader: inout CSVReader,
    of file: IntakeFile
  ) throws(IntakeProblem) -> CSVRow? {
    do {
      return try reader.next()
    } catch {
      switch error {
      case .openQuote(let row): throw .openQuote(file.path, row: row)
      case .rowTooLong(let row): throw .rowTooLong(file.path, row: row)
      }
    }
  }
}

extension IntakeFile {
  /// Refuses what is no CSV file at all.
  fileprivate func checkForm() throws(IntakeProblem) {
    guard !bytes.isEmpty, bytes != [0xEF, 0xBB, 0xBF] else { throw .empty(path) }
    guard bytes.count <= Self.bytesMax else { throw .tooLarge(path) }
    if bytes.starts(with: [0x1F, 0x8B]) { throw .otherForm(path, "a gzip file", "unpack it") }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw .otherForm(path, "a ZIP or a workbook", "save the sheet as CSV in UTF-8")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .otherForm(path, "text in UTF-16", "save it as CSV in UTF-8")
    }
  }
}

/// A cell without the spaces around it, and whether there were any.
func trimmed(_ cell: ArraySlice<UInt8>) -> (text: String, wasPadded: Bool) {
  var first = cell.startIndex
  var last = cell.endIndex
  while first < last, isSpace(cell[first]) { first += 1 }
  while first < last, isSpace(cell[last - 1]) { last -= 1 }
  return (
    String(decoding: cell[first..<last], as: UTF8.self),
    first != cell.startIndex || last != cell.endIndex
  )
}

private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0D).contains(byte)
}
