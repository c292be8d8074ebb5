import Reconciliation

/// One content of a table of the audit.
enum AuditCell: Hashable, Sendable {
  case text(String)
  case count(ShownCount)
  /// A share, a difference or a statistic, with its limits where it has any.
  case estimate(Double, low: Double?, high: Double?)
  /// There is no such figure, and why.
  case none(UndefinedReason)
  /// There is no such figure; the word is the reason code.
  case missing(String)
  /// A figure that is not shown because it rests on too few.
  case hidden

  /// Whether something is hidden here.
  var isHidden: Bool { self == .hidden || self == .count(.hidden) }

  static func count(_ number: Int, _ gate: Disclosure) -> AuditCell { .count(gate.count(number)) }
}

/// What a column of a table holds.
enum AuditColumnKind: Hashable, Sendable {
  case text
  case count
  /// A share or a difference of shares, printed in percent or percentage points.
  case percent
  /// The same with limits.
  case percentWithLimits
  /// A difference of shares with limits, in percentage points.
  case pointsWithLimits
  /// A statistic with so many decimals.
  case figure(Int)
  /// The same with limits.
  case figureWithLimits(Int)

  var hasLimits: Bool {
    switch self {
    case .percentWithLimits, .pointsWithLimits, .figureWithLimits: true
    case .text, .count, .percent, .figure: false
    }
  }

  /// Whether its contents are set right-aligned.
  var isNumeric: Bool { self != .text }
}

/// One column of a table.
struct AuditColumn: Hashable, Sendable {
  /// The name in files.
  let name: String
  /// The heading on the page; `nil` for a column that stands in the file alone.
  let heading: String?
  let kind: AuditColumnKind

  init(_ name: String, _ heading: String?, _ kind: AuditColumnKind = .text) {
    self.name = name
    self.heading = heading
    self.kind = kind
  }

  /// The headings in a file: limits have columns of their own.
  var fileNames: [String] {
    let name =
      switch kind {
      case .percent, .percentWithLimits: "\(self.name)_percent"
      case .pointsWithLimits: "\(self.name)_points"
      case .text, .count, .figure, .figureWithLimits: self.name
      }
    return kind.hasLimits ? [name, "\(name)_low", "\(name)_high"] : [name]
  }
}
