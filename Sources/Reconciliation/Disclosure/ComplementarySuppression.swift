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
    let tries = min(3000, 2_000_000 / (table.places.count * max(1, plain.hidden.count)))
    if let smallest = smallestSet(of: counts, tries: tries, isSafe) { return release(smallest) }
    var further: Set<TablePlace> = []
    let order = counts + open.filter(\.isTotal) + open.filter { !$0.isTotal && table[$0] == 0 }
    while !isSafe(further), further.count < order.count {
      let released = release(further)
      let exposed = released.exposed(table, hasTotals: hasTotals)
      guard let place = exposed.first else { break }
      let cycle = ProtectingCycle(table, hidden: released.hidden).cheapest(through: place)
      let added = Set(cycle).subtracting(released.hidden)
      if added.isEmpty {
        guard let next = order.first(where: { !further.contains($0) }) else { break }
        further.insert(next)
      } else {
        further.formUnion(added)
      }
    }
    for place in order.reversed() where further.contains(place) {
      let fewer = further.subtracting([place])
      if isSafe(fewer) { further = fewer }
    }
    return release(further)
  }

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
