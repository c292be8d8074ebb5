/// What `pack check` says about a file, before anything is installed.
package struct PackReport: Equatable, Sendable {
  /// The pack, when nothing is wrong with it.
  package let pack: InstrumentPack?
  /// What keeps it from being installed, one sentence each.
  package let problems: [String]
  /// What its maker should know, one sentence each.
  package let notes: [String]

  /// Reads a file and reports.
  ///
  /// - Parameter bytes: The file as it was handed in.
  /// - Returns: The pack, or what is wrong with the file.
  package static func check(bytes: [UInt8]) -> PackReport {
    do {
      let pack = try InstrumentPack(bytes: bytes)
      return PackReport(pack: pack, problems: [], notes: notes(on: pack))
    } catch {
      return PackReport(pack: nil, problems: error.faults.map(\.description), notes: [])
    }
  }

  private static func notes(on pack: InstrumentPack) -> [String] {
    var notes: [String] = []
    if pack.licence.isRequired {
      notes.append(
        "\(pack.key) stays disabled until an administrator records its licence reference."
      )
    }
    if let notice = pack.assumptionNotice {
      notes.append("Every export that uses \(pack.key) prints: \(notice)")
    }
    for scale in pack.scales {
      if !pack.areas.contains(where: { $0.scale == scale.id }) {
        notes.append("The scale \(scale.id) is used by no area.")
      }
      if scale.stages.isEmpty, !scale.points.contains(where: { $0.label != nil }) {
        notes.append(
          "The scale \(scale.id) has no labels; people see its codes and the area names alone."
        )
      }
    }
    if pack.changeRule.basis == .assumed {
      notes.append("The change rule is assumed; reports say so beside every figure.")
    }
    return notes
  }
}
