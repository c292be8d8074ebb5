/// What stays possible of a hidden count for someone who joins all tables of a release.
///
/// A value is possible when whole numbers can be found for all counts that agree with everything: with
/// the rounding of what is printed, with the bounds of what is hidden, and with every sum. From the true
/// counts, which are one solution, others are sought step by step: one count moves by one, and others
/// are moved by one until all sums hold again. What is found is a proof that a value is possible. What
/// is not found within the effort counts as impossible, so that in doubt more is hidden.
struct LinkedAttack {
  private let policy: DisclosurePolicy
  private let counts: [LinkedCount]
  private let indices: [LinkedCount: Int]
  private var bounds: [ClosedRange<Int>]
  private let printedCount: Int
  private let tables: [[Int]]
  /// The tables in which each count stands.
  private var tablesShown: [Set<Int>]
  /// The places of a sum: what it is the sum of moves it up, the sum itself moves it down.
  private let sums: [[(count: Int, sign: Int)]]
  private let memberships: [[Int]]

  /// Sees a release as an attacker does, of which nothing is hidden but what must be.
  init(_ linked: LinkedCounts, policy: DisclosurePolicy) {
    var counts = linked.printed
    var indices = Dictionary(counts.enumerated().map { ($1, $0) }) { first, _ in first }
    for count in linked.sums.flatMap({ $0.parts + [$0.whole] }) where indices[count] == nil {
      indices[count] = counts.count
      counts.append(count)
    }
    let printedCount = linked.printed.count
    var memberships = Array(repeating: [Int](), count: counts.count)
    sums = linked.sums.enumerated().map { place, sum in
      let members = sum.parts.map { (indices[$0] ?? 0, 1) } + [(indices[sum.whole] ?? 0, -1)]
      for (count, _) in members { memberships[count].append(place) }
      return members.map { (count: $0.0, sign: $0.1) }
    }
    bounds = counts.enumerated().map { place, count in
      place < printedCount ? Self.bounds(count, policy) : Self.open
    }
    self.printedCount = printedCount
    tables = linked.blocks.map { $0.compactMap { indices[$0] } }
    var standing = Array(repeating: Set<Int>(), count: counts.count)
    for (place, cells) in tables.enumerated() {
      for cell in cells { standing[cell].insert(place) }
    }
    tablesShown = standing
    self.policy = policy
    self.counts = counts
    self.indices = indices
    self.memberships = memberships
  }

  /// All that is known of a count of which nothing is told.
  private static let open = 0...(4 * CountTable.countMax)

  private static func bounds(_ count: LinkedCount, _ policy: DisclosurePolicy) -> ClosedRange<Int> {
    guard policy.hides(count.value) else { return policy.possible(ofShown: count.value) }
    return min(policy.attackerLow, count.value)...(policy.attackerHigh ?? open.upperBound)
  }

  /// The same release without a count.
  func withholding(_ count: LinkedCount) -> Self {
    var other = self
    if let index = indices[count] { other.bounds[index] = Self.open }
    return other
  }

  /// The same release without any cell of a table; a small count stays known to be small while it
  /// stands in another.
  func withholding(table: Int) -> Self {
    var other = self
    for cell in tables[table] {
      other.tablesShown[cell].remove(table)
      if other.tablesShown[cell].isEmpty || !policy.hides(counts[cell].value) {
        other.bounds[cell] = Self.open
      }
    }
    return other
  }

  /// The tables that could be withheld to protect a count, those with the fewest cells first.
  func tables(around count: LinkedCount) -> [Int] {
    guard let start = indices[count] else { return [] }
    let near = connected(to: start)
    return tables.indices.filter { place in
      tables[place].contains { near.contains($0) && tablesShown[$0].contains(place) }
    }.sorted { (tables[$0].count, $0) < (tables[$1].count, $1) }
  }

  private func connected(to start: Int) -> Set<Int> {
    var reached: Set<Int> = [start]
    var edge = reached
    while !edge.isEmpty {
      edge = Set(edge.flatMap { memberships[$0] }.flatMap { sums[$0].map(\.count) })
        .subtracting(reached)
      reached.formUnion(edge)
    }
    return reached
  }

  /// The counts that could be withheld to protect another, those in the nearest sums first and of these
  /// the smallest; zeros, which tell most, come last.
  func neighbours(of count: LinkedCount) -> [LinkedCount] {
    guard let start = indices[count] else { return [] }
    var found: [LinkedCount] = []
    var reached: Set<Int> = [start]
    var edge = [start]
    while !edge.isEmpty {
      let next = Set(edge.flatMap { memberships[$0] }.flatMap { sums[$0].map(\.count) })
      edge = next.subtracting(reached).sorted()
      reached.formUnion(edge)
      found += edge.filter { isShown($0) }.map { counts[$0] }.sorted {
        ($0.value == 0 ? 1 : 0, $0.value, $0.name) < ($1.value == 0 ? 1 : 0, $1.value, $1.name)
      }
    }
    return found
  }

  private func isShown(_ index: Int) -> Bool {
    index < printedCount && !policy.hides(counts[index].value) && bounds[index] != Self.open
  }

  /// Whether too few values of a count are found to be possible.
  func isExposed(_ count: LinkedCount) -> Bool {
    guard let index = indices[count] else { return false }
    return reach(of: index, by: 1) + reach(of: index, by: -1) < policy.widthMin
  }

  /// How far a count can go from the truth, in steps, as far as it matters.
  private func reach(of count: Int, by step: Int) -> Int {
    var values = counts.map(\.value)
    for moved in 0..<policy.widthMin {
      guard let next = moving(count, by: step, from: values) else { return moved }
      values = next
    }
    return policy.widthMin
  }

  /// A solution in which a count is one more or one less.
  private func moving(_ count: Int, by step: Int, from values: [Int]) -> [Int]? {
    guard bounds[count].contains(values[count] + step) else { return nil }
    for depth in [4, 10] {
      var search = Repair(values: values, moved: [count])
      search.move(count, by: step, sums, memberships)
      if repair(&search, depth: depth) { return search.values }
    }
    return nil
  }

  /// What has moved, and which sums no longer hold.
  private struct Repair {
    var values: [Int]
    var moved: Set<Int>
    var faults: [Int: Int] = [:]
    var effort = 400

    mutating func move(
      _ count: Int,
      by step: Int,
      _ sums: [[(count: Int, sign: Int)]],
      _ memberships: [[Int]]
    ) {
      values[count] += step
      for sum in memberships[count] {
        let sign = sums[sum].first { $0.count == count }?.sign ?? 0
        let fault = faults[sum, default: 0] + sign * step
        faults[sum] = fault == 0 ? nil : fault
      }
    }
  }

  private func repair(_ search: inout Repair, depth: Int) -> Bool {
    guard let (sum, fault) = search.faults.min(by: { $0.key < $1.key }) else { return true }
    search.effort -= 1
    guard depth > 0, search.effort > 0 else { return false }
    let open = members(of: sum, against: fault, search)
    for member in open {
      search.moved.insert(member.count)
      search.move(member.count, by: member.step, sums, memberships)
      if repair(&search, depth: depth - 1) { return true }
      search.move(member.count, by: -member.step, sums, memberships)
      search.moved.remove(member.count)
    }
    return false
  }

  /// The members of a sum that may still move so as to mend it, those in the fewest sums first.
  private func members(
    of sum: Int,
    against fault: Int,
    _ search: Repair
  ) -> [(count: Int, step: Int)] {
    var open: [(count: Int, step: Int)] = []
    for (count, sign) in sums[sum] where !search.moved.contains(count) {
      let step = fault > 0 ? -sign : sign
      if bounds[count].contains(search.values[count] + step) { open.append((count, step)) }
    }
    return open.sorted { one, other in
      let (first, second) = (memberships[one.count].count, memberships[other.count].count)
      return first == second ? one.count < other.count : first < second
    }
  }
}
