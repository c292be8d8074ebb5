import WireFormat

/// What a command has to tell: the same facts for people and for scripts.
struct Report {
  /// For `--json`, under `data`.
  var data: JSON = [:]
  /// For people, on standard output.
  var lines: [String] = []
  /// For people on standard error, and under `messages`.
  var messages: [String] = []
  /// How the program ends.
  var exit: Exit = .done
}
