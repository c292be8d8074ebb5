/// A version number whose parts say how much a change can matter: Semantic Versioning 2.0.0
/// (https://semver.org) without build metadata.
package struct SemanticVersion: Hashable, Comparable, Sendable {
  /// It changes with anything that can change a result.
  package let major: Int
  /// It changes when something is added that leaves earlier results alone.
  package let minor: Int
  /// It changes with wording.
  package let patch: Int
  /// The words after the hyphen, such as `draft` and `2`; empty for a release.
  package let preRelease: [String]

  /// Reads `1.2.3` or `1.2.3-draft.4`; `nil` when it is anything else.
  package init?(_ text: String) {
    let halves = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = (halves.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
      .map { Self.number($0) }
    guard numbers.count == 3, let major = numbers[0], let minor = numbers[1],
      let patch = numbers[2]
    else { return nil }
    var words: [String] = []
    if halves.count == 2 {
      words = halves[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard words.allSatisfy(Self.isWord) else { return nil }
    }
    self.major = major
    self.minor = minor
    self.patch = patch
    preRelease = words
  }

  /// Precedence as in part 11 of the specification.
  package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    let (mine, theirs) = (left.core, right.core)
    if mine != theirs { return mine < theirs }
    guard !left.preRelease.isEmpty, !right.preRelease.isEmpty else {
      return !left.preRelease.isEmpty && right.preRelease.isEmpty
    }
    for (mine, theirs) in zip(left.preRelease, right.preRelease) where mine != theirs {
      switch (number(mine[...]), number(theirs[...])) {
      case (let mine?, let theirs?): return mine < theirs
      case (_?, nil): return true
      case (nil, _?): return false
      case (nil, nil): return mine.utf8.lexicographicallyPrecedes(theirs.utf8)
      }
    }
    return left.preRelease.count < right.preRelease.count
  }

  /// Whether this version may follow another after a change of some size.
  ///
  /// A pre-release promises nothing, so that anything may follow it up to its own release.
  ///
  /// - Parameters:
  ///   - earlier: The version before.
  ///   - step: How much the change can matter.
  /// - Returns: Whether the number is large enough.
  package func mayFollow(_ earlier: SemanticVersion, after step: VersionStep) -> Bool {
    guard earlier < self else { return false }
    if !earlier.preRelease.isEmpty, core == earlier.core { return true }
    switch step {
    case .patch: return true
    case .minor: return (major, minor) > (earlier.major, earlier.minor)
    case .major: return major > earlier.major
    }
  }

  /// The lowest release that may follow after a change of some size; `nil` when numbers run out.
  package func next(after step: VersionStep) -> String? {
    guard Swift.max(major, minor, patch) < Self.numberMax else { return nil }
    switch step {
    case .patch: return "\(major).\(minor).\(patch + 1)"
    case .minor: return "\(major).\(minor + 1).0"
    case .major: return "\(major + 1).0.0"
    }
  }

  private var core: (Int, Int, Int) { (major, minor, patch) }

  /// The largest part, so that one more never overflows.
  private static let numberMax = 999_999_999

  private static func number(_ text: Substring) -> Int? {
    guard (1...9).contains(text.utf8.count), text == "0" || !text.hasPrefix("0"),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text)
  }

  private static func isWord(_ word: String) -> Bool {
    let isNumber = word.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard !word.isEmpty, !(isNumber && word.count > 1 && word.hasPrefix("0")) else { return false }
    return word.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || byte == UInt8(ascii: "-")
    }
  }
}

/// How much a change can matter, from the least to the most.
package enum VersionStep: Int, CaseIterable, Comparable, Sendable {
  /// Wording alone; no result can change.
  case patch
  /// Something added, which leaves earlier results alone.
  case minor
  /// Results can change.
  case major

  /// The least first.
  package static func < (left: VersionStep, right: VersionStep) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The word for it.
  package var title: String {
    switch self {
    case .patch: "patch"
    case .minor: "minor"
    case .major: "major"
    }
  }
}
