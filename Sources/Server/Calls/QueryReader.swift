import Foundation
import SyncProtocol

/// Reads a query strictly: no name twice, none that the route does not know.
enum QueryReader {
  static func read(_ query: String?, allowed: Set<String>) throws(Refusal) -> [String: String] {
    var members: [String: String] = [:]
    for part in (query ?? "").split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = pair.first.map(String.init), allowed.contains(name) else {
        throw Refusal(
          .invalidRequest,
          allowed.isEmpty
            ? "This path takes no query."
            : "The query may only hold \(allowed.sorted().joined(separator: ", "))."
        )
      }
      guard members[name] == nil, pair.count == 2,
        let value = String(pair[1]).removingPercentEncoding
      else {
        throw Refusal(.invalidRequest, "The query's `\(name)` must be there once, with a value.")
      }
      members[name] = value
    }
    return members
  }
}
