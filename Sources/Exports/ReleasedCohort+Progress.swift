import Casework
import Crypto
package import Reconciliation
import WireFormat

extension ReleasedCohort {
  /// The families of each row of released figures, under hashes since a list of them is kept.
  ///
  /// Rows of one name are compared whatever they were released in: an audit tells of the same authorities
  /// and districts as an export.
  ///
  /// - Parameters:
  ///   - progress: The figures.
  ///   - hasTeams: Whether figures of single teams are among them.
  package init(of progress: Progress, hasTeams: Bool = false) {
    var members: [String: Set<String>] = [:]
    for episode in progress.episodes.map(\.episode) {
      let digest = SHA256.hash(data: Array("release \(episode.family)".utf8))
      let family = String(Hex.encode(Array(digest)).prefix(16))
      for grouping in [ProgressGrouping.all, .district] {
        let group = grouping.group(of: episode) ?? ""
        members["\(grouping.rawValue)/\(episode.authority)/\(group)", default: []].insert(family)
      }
      guard hasTeams else { continue }
      members["team/\(episode.authority)/\(episode.unit)", default: []].insert(family)
    }
    self.init(rows: members)
  }
}
