/// Finds out which source of a mapping each file is.
struct FileMatching {
  private let mapping: ImportMapping
  /// The areas of each instrument, by source and instrument.
  private let areaIDs: [String: [String: [String]]]

  init(_ mapping: ImportMapping, areaIDs: [String: [String: [String]]]) {
    self.mapping = mapping
    self.areaIDs = areaIDs
  }

  /// What each file is.
  struct Matched {
    /// The files of each source, by the source's place in the mapping.
    var tables: [Int: [IntakeTable]] = [:]
    /// Files found in a folder that are none of the mapping's.
    var skipped: [String] = []
  }

  /// Reads every file as what it is.
  func match(_ files: [IntakeFile]) throws(IntakeProblem) -> Matched {
    var matched = Matched()
    for file in files {
      let place: Int
      do throws(IntakeProblem) {
        place = try source(of: file)
      } catch {
        guard file.isFound else { throw error }
        matched.skipped.append(file.path)
        continue
      }
      let source = mapping.sources[place]
      matched.tables[place, default: []].append(
        try IntakeTable(file, source, areaIDs: areaIDs[source.file] ?? [:])
      )
    }
    guard !matched.tables.isEmpty else {
      throw .unknownFile(
        matched.skipped.joined(separator: ", "),
        known: mapping.sources.map(\.file)
      )
    }
    return matched
  }

  private func source(of file: IntakeFile) throws(IntakeProblem) -> Int {
    if let exact = mapping.sources.firstIndex(where: { $0.file == file.path }) { return exact }
    let path = parts(of: file.path)
    let shared = mapping.sources.map { source in
      commonSuffix(path, parts(of: source.file))
    }
    // The whole of what the mapping names, or at least the file's own name, if only one source has it.
    let best = shared.max() ?? 0
    let candidates = shared.indices.filter { shared[$0] == best }
    if best > 0, candidates.count == 1 { return candidates[0] }
    let names = try IntakeTable.header(of: file).names
    let among = best > 0 ? candidates : Array(mapping.sources.indices)
    let fitting = among.filter { place in
      let source = mapping.sources[place]
      return IntakeTable.missing(source, names, areaIDs: areaIDs[source.file] ?? [:]).isEmpty
    }
    guard fitting.count == 1 else {
      throw .unknownFile(file.path, known: mapping.sources.map(\.file))
    }
    return fitting[0]
  }

  private func parts(of path: String) -> [Substring] {
    path.split(whereSeparator: { $0 == "/" || $0 == "\\" })
  }

  private func commonSuffix(_ left: [Substring], _ right: [Substring]) -> Int {
    zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
  }
}
