/// How large a pack and its parts may be.
package enum PackLimits {
  /// The bytes of the whole file, 256 KiB.
  package static let bytesMax = 262_144
  /// The areas of one instrument.
  package static let areasMax = 64
  /// The scales of one instrument, one for each area at most.
  package static let scalesMax = 64
  /// The points of one scale.
  package static let pointsMax = 100
  /// The editions that a pack may call compatible.
  package static let compatibleEditionsMax = 64
  /// The characters of an id.
  package static let idCharactersMax = 64
  /// The bytes of a title, a publisher or a reference.
  package static let titleBytesMax = 200
  /// The bytes of a label of a point or a stage.
  package static let labelBytesMax = 1000
  /// The bytes of a licence notice or a note.
  package static let noticeBytesMax = 2000
  /// The greatest order of a point.
  package static let orderMax = 1000
  /// The greatest age in years.
  package static let ageMax = 120
}
