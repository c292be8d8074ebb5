import Casework

/// Short codes for families, the server's or, until there is one, the device's own.
///
/// A local code comes from the id alone, so it means the same family for ever. It grows where two
/// families would share one.
struct FamilyCodes {
  private static let alphabet: [Character] = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
  private static let lengthMin = 3

  private let served: [FamilyID: String]
  private let families: [FamilyID]

  /// Knows every family on the device, with the server's code where there is one.
  init(_ families: [(FamilyID, String?)]) {
    self.families = families.map(\.0)
    served = Dictionary(families.compactMap { pair in pair.1.map { (pair.0, $0) } }) { first, _ in
      first
    }
  }

  /// The code to show.
  func code(of family: FamilyID) -> String {
    served[family] ?? "~" + local(family)
  }

  /// The family that a person typed: its code in either case, its local code, or its whole id.
  ///
  /// `nil` when there is none or when it could be several.
  func family(named typed: String) -> FamilyID? {
    if let id = FamilyID(typed.lowercased()) { return families.contains(id) ? id : nil }
    let text = typed.uppercased()
    guard text.hasPrefix("~") else {
      return only(families.filter { served[$0]?.uppercased() == text })
    }
    let code = text.dropFirst()
    guard code.count >= Self.lengthMin else { return nil }
    return only(families.filter { Self.full($0).hasPrefix(code) })
  }

  private func only(_ found: [FamilyID]) -> FamilyID? {
    found.count == 1 ? found.first : nil
  }

  private func local(_ family: FamilyID) -> String {
    let full = Self.full(family)
    let others = families.filter { $0 != family }.map(Self.full)
    var length = Self.lengthMin
    while length < full.count, others.contains(where: { $0.hasPrefix(full.prefix(length)) }) {
      length += 1
    }
    return String(full.prefix(length))
  }

  /// Twelve characters out of the random bits of the id.
  private static func full(_ family: FamilyID) -> String {
    String((0..<12).map { alphabet[Int(family.low >> UInt64(5 * $0) & 31)] })
  }
}
