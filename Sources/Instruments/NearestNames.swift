/// The names that a mistyped one may have been meant as, best first, at most three.
///
/// A name is near when it is at most a third of its length, and at least two, edits away
/// (Levenshtein 1966), or when one of the two contains the other.
package func nearestNames(to typed: String, among names: [String]) -> [String] {
  let wanted = Array(typed.lowercased().utf8.prefix(PackLimits.idCharactersMax))
  guard !wanted.isEmpty else { return [] }
  let ranked = names.compactMap { name -> (distance: Int, name: String)? in
    let candidate = Array(name.lowercased().utf8)
    let distance = editDistance(wanted, candidate)
    if distance <= max(2, candidate.count / 3) { return (distance, name) }
    guard wanted.count > 2, candidate.holds(wanted) || wanted.holds(candidate) else { return nil }
    return (distance, name)
  }
  return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
}

private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var row = Array(0...right.count)
  for (leftIndex, leftByte) in left.enumerated() {
    var next = [leftIndex + 1]
    next.reserveCapacity(row.count)
    var before = leftIndex + 1
    for (rightByte, (diagonal, above)) in zip(right, zip(row, row.dropFirst())) {
      before = min(before + 1, above + 1, diagonal + (leftByte == rightByte ? 0 : 1))
      next.append(before)
    }
    row = next
  }
  return row.last ?? 0
}

extension [UInt8] {
  /// Whether `part` occurs in these bytes.
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    guard !part.isEmpty, part.count <= count else { return false }
    return indices.contains { self[$0...].starts(with: part) }
  }
}
