/// The steps of a command that takes a while, one line each on standard error.
struct ProgressSteps {
  /// How many steps there are.
  let total: Int
  /// Whether anything is said.
  let isShown: Bool

  /// Says that a step has been reached, and what it counts.
  func tell(_ step: Int, _ what: String) {
    guard isShown else { return }
    Output.tell("[\(step)/\(total)] \(what)")
  }
}
