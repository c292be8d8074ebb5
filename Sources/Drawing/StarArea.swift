/// One area's answer in a reading.
package enum StarMark: Hashable, Sendable {
  /// A point of the scale, by its code.
  case score(String)
  /// An answer that is no score, such as `no issue` or `not applicable`: shown, never drawn.
  case word(String)

  /// The code or the word.
  package var text: String {
    switch self {
    case .score(let code): code
    case .word(let word): word
    }
  }

  /// The same answer, with a code that `scale` does not know turned into a word.
  func placed(on scale: StarScale) -> StarMark {
    if case .score(let code) = self, scale.step(of: code) == nil { .word(code) } else { self }
  }
}

/// One area of the instrument and what each reading said about it.
package struct StarArea: Hashable, Sendable {
  /// The name in the instrument's own words.
  package let title: String
  /// A short name for the edge of the star.
  package let label: String
  /// One answer per reading of the scene, oldest first; `nil` where the area was not scored.
  package let marks: [StarMark?]

  /// Makes an area; `label` defaults to the title.
  package init(title: String, label: String? = nil, marks: [StarMark?]) {
    self.title = title
    self.label = label ?? title
    self.marks = marks
  }

  /// The answer of the first reading.
  package var first: StarMark? { marks.first ?? nil }

  /// The answer of the latest reading.
  package var latest: StarMark? { marks.last ?? nil }
}
