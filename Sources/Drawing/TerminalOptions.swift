/// What the terminal can show, decided by the program that owns it.
package struct TerminalOptions: Hashable, Sendable {
  /// Columns of the terminal; zero and less mean that it is unknown.
  package var width: Int
  /// Whether the terminal takes UTF-8; otherwise every byte printed is ASCII.
  package var unicode: Bool
  /// Whether to colour; nothing is ever told by colour alone.
  package var colour: Bool
  /// One sentence a line without any drawing, for screen readers and `grep`; never wrapped.
  package var plain: Bool

  /// Makes options, by default those of a plain 80-column UTF-8 terminal.
  package init(
    width: Int = 80,
    unicode: Bool = true,
    colour: Bool = false,
    plain: Bool = false
  ) {
    self.width = width
    self.unicode = unicode
    self.colour = colour
    self.plain = plain
  }

  /// The columns to use: the width, 80 when it is unknown, at most 100 so that lines stay readable.
  var columns: Int { width <= 0 ? 80 : min(width, 100) }

  /// Whether the table takes its short headings.
  var isNarrow: Bool { columns < 56 }
}
