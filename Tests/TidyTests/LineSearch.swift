/// The numbers of the lines that hold a match, counted from 1.
func lines(of text: String, matching pattern: some RegexComponent) -> [Int] {
  text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    .filter { $0.element.contains(pattern) }
    .map { $0.offset + 1 }
}
