import Casework
import Intake
import Storage
import SyncProtocol

extension ImportWriter {
  /// Whether an episode is of a family that was erased, so that nothing of it may come back.
  func isErased(_ episode: ImportedEpisode) throws -> Bool {
    let isOfErased = try writer.isErased(ImportedID.family(episode.authority, episode.family))
    if isOfErased { erasedEpisodes.insert(ImportedID.episode(episode.authority, episode.id)) }
    return isOfErased
  }

  /// Whether a reading is of such a family, by its own word, by its episode, or as it was once stored.
  ///
  /// Episodes must have been asked about before.
  func isErased(_ reading: ImportedReading) throws -> Bool {
    if let family = reading.family,
      try writer.isErased(ImportedID.family(reading.authority, family))
    {
      return true
    }
    if let episode = reading.episode.map({ ImportedID.episode(reading.authority, $0) }),
      try erasedEpisodes.contains(episode) || writer.isErased(episode)
    {
      return true
    }
    return try writer.isErased(ImportedID.reading(reading))
  }

  /// Whether something held is about such a family in any of its versions.
  func isErased(_ act: HeldAct) throws -> Bool {
    if try writer.isErased(act.subject.id) { return true }
    return try act.candidates.contains { candidate in
      switch candidate {
      case .episode(let episode): try isErased(episode)
      case .reading(let reading): try isErased(reading)
      case .areaScore(let score): try isErased(score.reading)
      }
    }
  }
}
