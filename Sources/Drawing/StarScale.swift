/// The points of an instrument's scale, as far as a drawing needs them.
package struct StarScale: Hashable, Sendable {
  /// The words of the legend, such as `1–10`.
  package let text: String
  /// The codes in the instrument's own ascending order.
  package let codes: [String]
  /// Whether a lower point is the better one; such a scale is drawn turned round, with a note.
  package let lowerIsBetter: Bool

  /// Makes a scale from its codes; the legend text is the first and last code unless given.
  package init(codes: [String], text: String? = nil, lowerIsBetter: Bool = false) {
    self.codes = codes
    self.lowerIsBetter = lowerIsBetter
    let range = codes.first.flatMap { first in
      codes.last.map { last in first == last ? first : "\(first)–\(last)" }
    }
    self.text = text ?? range ?? ""
  }

  /// The place of `code` from the worst point to the best, counted from 0; `nil` off the scale.
  package func step(of code: String) -> Int? {
    codes.firstIndex(of: code).map { lowerIsBetter ? codes.count - 1 - $0 : $0 }
  }

  /// The distance of `code` from the centre, above 0 and at most 1; the best point is at 1.
  package func position(of code: String) -> Double? {
    step(of: code).map { Double($0 + 1) / Double(codes.count) }
  }

  /// The codes from the worst point to the best.
  package var codesOutward: [String] {
    lowerIsBetter ? codes.reversed() : codes
  }

  /// The line that tells the reader of a turned scale; `nil` when nothing was turned.
  package var note: String? {
    lowerIsBetter ? "On this scale lower is better; drawn outward = better." : nil
  }
}
