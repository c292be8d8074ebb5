import ArgumentParser
import Drawing
import Foundation

/// Flags that every command has.
struct GlobalOptions: ParsableArguments {
  @Flag(help: "Print one JSON envelope instead of sentences.")
  var json = false

  @Flag(help: "One fact per line, no drawing, for screen readers and scripts.")
  var plain = false

  @Flag(help: "Never ask; fail with the name of the missing flag.")
  var noInput = false

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "No colour; also: NO_COLOR.")
  var noColor = false

  /// How to draw on this terminal.
  func terminal(_ environment: [String: String]) -> TerminalOptions {
    let isTerminal = isatty(1) == 1
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
    let isUnicode = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    let forced = environment["CLICOLOR_FORCE"].map { $0 != "0" } ?? false
    let wantsColour =
      forced
      || (isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb" && !noColor)
    return TerminalOptions(
      width: environment["COLUMNS"].flatMap { Int($0) } ?? Self.terminalWidth() ?? 80,
      unicode: isUnicode && !ascii,
      colour: wantsColour && !noColor,
      plain: plain
    )
  }

  private static func terminalWidth() -> Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
