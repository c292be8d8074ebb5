/// How an area moved from the first reading to the latest.
package struct StarChange: Hashable, Sendable {
  /// Which way an area moved; outward is better.
  package enum Direction: Hashable, Sendable {
    case better, same, worse
  }

  /// Steps of the scale towards the better end; negative when it became worse.
  package let steps: Int
  /// The change in words, such as `up 3`, `same` or `worse by 2`.
  package let words: String

  /// Compares two codes of `scale`; `nil` when one is not on it.
  ///
  /// Whole-number codes tell their difference, others the number of steps. On a scale where lower
  /// is better the words are *better* and *worse*, because *up* could be read either way.
  init?(from first: String, to latest: String, on scale: StarScale) {
    guard let start = scale.step(of: first), let end = scale.step(of: latest) else { return nil }
    steps = end - start
    guard steps != 0 else {
      words = "same"
      return
    }
    let distance = Self.distance(from: first, to: latest, steps: steps)
    words =
      switch (scale.lowerIsBetter, steps > 0) {
      case (false, true): "up \(distance)"
      case (false, false): "down \(distance)"
      case (true, true): "better by \(distance)"
      case (true, false): "worse by \(distance)"
      }
  }

  /// Which way it moved.
  package var direction: Direction {
    steps == 0 ? .same : steps > 0 ? .better : .worse
  }

  /// The sign that stands before the words.
  func sign(unicode: Bool) -> String {
    switch direction {
    case .better: unicode ? "▲" : "^"
    case .worse: unicode ? "▼" : "v"
    case .same: unicode ? "–" : "-"
    }
  }

  private static func distance(from first: String, to latest: String, steps: Int) -> String {
    if let start = Int32(first), let end = Int32(latest), start != end {
      return "\((Int(end) - Int(start)).magnitude)"
    }
    return steps.magnitude == 1 ? "1 step" : "\(steps.magnitude) steps"
  }
}
