/// Hides as few further counts as it takes to keep the hidden ones from being reckoned out.
///
/// Cox, "Network Models for Complementary Cell Suppression" (1995): what protects a hidden count is a
/// cycle of hidden counts through it. Small tables are searched for the smallest set; in larger ones
/// cheapest cycles are hidden one after the other, and what proves unnecessary is shown again.
package enum ComplementarySuppression {
  /// Protects a table.
  ///
  /// Counts other than zero are hidden first, then totals, then zeros.
  ///
  /// - Parameters:
  ///   - table: The true counts.
  ///   - policy: What is hidden, and how wide a range must remain.
  ///   - hasTotals: Whether totals are released; without them nothing can be reckoned out.
  /// - Returns: The table to release. Nothing in it is exposed, except where even hiding everything
  ///   leaves too narrow a range.
  package static func protect(
    _ table: CountTable,
    policy: DisclosurePolicy,
    hasTotals: Bool = true
  ) -> ReleasedTable {
    func release(_ further: Set<TablePlace>) -> ReleasedTable {
      ReleasedTable(table, policy: policy, further: further)
    }
    func isSafe(_ further: Set<TablePlace>) -> Bool {
      release(further).isSafe(table, hasTotals: hasTotals)
    }
    if isSafe([]) { return release([]) }
    let plain = release([])
    let open = table.places.filter { !plain.hidden.contains($0) }
    let counts = open.filter { !$0.isTotal && table[$0] > 0 }
    // An attack takes steps in proportion to the places, once for each that is hidden.
    let effort = table.places.count * max(1, plain.hidden.count)
    let tries = min(20_000, 4_000_000 / effort)
    if let smallest = smallestSet(of: counts, tries: tries, isSafe) { return release(smallest) }
    let totals = open.filter(\.isTotal)
    let zeros = open.filter { !$0.isTotal && table[$0] == 0 }
    let order = counts + totals + zeros
    var further: Set<TablePlace> = []
    // Whatever more is hidden only widens the ranges, so one pass over the places is enough.
    for place in table.places where policy.hides(table[place]) && (hasTotals || !place.isTotal) {
      while release(further).isExposed(place, table, hasTotals: hasTotals) {
        let hidden = plain.hidden.union(further)
        let search = ProtectingCycle(table, hidden: hidden)
        let cycle = [policy.widthMin, 1].lazy
          .map { Set(search.cheapest(through: place, moving: $0)).subtracting(hidden) }
          .first { !$0.isEmpty }
        if let cycle {
          further.formUnion(cycle)
        } else if let next = order.first(where: { !further.contains($0) }) {
          further.insert(next)
        } else {
          break
        }
      }
    }
    // Of a table so large, a few counts more are hidden rather than every one tried again.
    guard effort <= effortMax else { return release(further) }
    for place in order.reversed() where further.contains(place) {
      let fewer = further.subtracting([place])
      if isSafe(fewer) { further = fewer }
    }
    return release(further)
  }

  /// Up to how many places times hidden ones what proves unnecessary is looked for.
  private static let effortMax = 40_000

  /// The first of the smallest safe sets, in the order of the places; `nil` when so many tries find
  /// none.
  private static func smallestSet(
    of places: [TablePlace],
    tries triesMax: Int,
    _ isSafe: (Set<TablePlace>) -> Bool
  ) -> Set<TablePlace>? {
    var tries = 0
    for size in 1...max(1, places.count) where size <= places.count {
      var chosen = Array(0..<size)
      while true {
        tries += 1
        if tries > triesMax { return nil }
        let set = Set(chosen.map { places[$0] })
        if isSafe(set) { return set }
        guard
          let last = chosen.indices.last(where: { chosen[$0] < places.count - size + $0 })
        else { break }
        chosen[last] += 1
        for index in (last + 1)..<max(last + 1, size) { chosen[index] = chosen[index - 1] + 1 }
      }
    }
    return nil
  }
}
