/// A count by what it counts.
///
/// Two that count the same families have one name, whichever table they
/// stand in.
package struct LinkedCount: Hashable, Sendable {
  /// What it counts.
  package let name: String
  /// The true count.
  package let value: Int

  /// Names a count.
  package init(_ name: String, _ value: Int) {
    self.name = name
    self.value = value
  }
}

/// The counts of all tables of one release, and which of them add up to which.
///
/// Tables that are protected one by one may still tell of few families together: where one hides what
/// another prints, or where two break down the same total. So what is hidden is decided once for all.
package struct LinkedCounts: Sendable {
  /// A count and what it is the sum of.
  struct Sum: Hashable, Sendable {
    let whole: LinkedCount
    let parts: [LinkedCount]
  }

  /// The counts that are printed, in the order in which they came.
  private(set) var printed: [LinkedCount] = []
  private(set) var sums: [Sum] = []
  /// The cells of each table, which are hidden together where nothing less is enough.
  private(set) var blocks: [[LinkedCount]] = []
  private var known: Set<LinkedCount> = []
  private var knownSums: Set<Sum> = []

  /// Begins without any.
  package init() {}

  /// Takes counts that are printed.
  package mutating func print(_ counts: [LinkedCount]) {
    for count in counts where known.insert(count).inserted { printed.append(count) }
  }

  /// Takes the cells of a table.
  ///
  /// A table of which every cell is hidden, zeros among them, does not tell
  /// which are small.
  package mutating func print(block: [LinkedCount]) {
    print(block)
    blocks.append(block)
  }

  /// Takes a sum; counts of it that are not printed are only reasoned with.
  ///
  /// A sum that does not hold is left out: then the names are those of different families.
  ///
  /// - Parameters:
  ///   - whole: The sum.
  ///   - parts: What it is the sum of.
  package mutating func link(_ whole: LinkedCount, of parts: [LinkedCount]) {
    guard parts.reduce(0, { $0 + $1.value }) == whole.value, Set(parts).count == parts.count,
      !parts.contains(whole)
    else { return }
    let sum = Sum(whole: whole, parts: parts)
    if knownSums.insert(sum).inserted { sums.append(sum) }
  }

  /// Which counts are hidden beside those that are so small that they must be.
  ///
  /// Whatever more is hidden only widens what is possible, so one pass over the small ones is enough.
  ///
  /// - Parameter policy: What is hidden, and how many values must remain possible.
  /// - Returns: The counts.
  func withheld(under policy: DisclosurePolicy) -> Set<LinkedCount> {
    var withheld: Set<LinkedCount> = []
    var attack = LinkedAttack(self, policy: policy)
    for small in printed where policy.hides(small.value) {
      while attack.isExposed(small) {
        let near = attack.neighbours(of: small)
        let enough = near.prefix(Self.triesMax).first { count in
          !attack.withholding(count).isExposed(small)
        }
        if let enough {
          withheld.insert(enough)
          attack = attack.withholding(enough)
          continue
        }
        let tables = attack.tables(around: small)
        let whole = tables.first { !attack.withholding(table: $0).isExposed(small) }
        if let table = whole ?? tables.last {
          withheld.formUnion(blocks[table])
          attack = attack.withholding(table: table)
        } else if let next = near.first {
          withheld.insert(next)
          attack = attack.withholding(next)
        } else {
          break
        }
      }
    }
    return withheld
  }

  /// How many counts are tried before the nearest one is hidden without being enough.
  private static let triesMax = 6
}
