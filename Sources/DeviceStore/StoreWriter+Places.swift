import Casework
import SyncProtocol

/// A place in the server's history that the device has heard of.
struct Place: Hashable {
  let seq: Int64
  /// As the server named it.
  let text: String

  /// The places to remember: the newest and the oldest of every doubling of the distance from the
  /// newest, so that a long past costs a few of them.
  static func thinned(_ places: [Place]) -> [Place] {
    let sorted = Set(places).sorted { ($0.seq, $0.text) > ($1.seq, $1.text) }
    guard let newest = sorted.first else { return [] }
    var kept: [Place] = []
    var width = -1
    for (index, place) in sorted.enumerated() {
      let next = index + 1 < sorted.count ? sorted[index + 1] : nil
      let isFirst = bits(newest.seq - place.seq) != width
      let isLast = next.map { bits(newest.seq - $0.seq) != bits(newest.seq - place.seq) } ?? true
      width = bits(newest.seq - place.seq)
      if isFirst || isLast { kept.append(place) }
    }
    return Array(kept.prefix(AncestorRequest.pointsMax))
  }

  private static func bits(_ distance: Int64) -> Int {
    Int64.bitWidth - distance.leadingZeroBitCount
  }
}

extension StoreReader {
  /// The places that the device has stood at, newest first.
  package func places() throws -> [String] {
    try storedPlaces().map(\.text)
  }

  /// The newest place that the device has heard of, for the server to check; `nil` before the first.
  package func knownPlace() throws -> String? {
    try text(.known)
  }

  func storedPlaces() throws -> [Place] {
    (try text(.places) ?? "").split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ")
      guard parts.count == 2, let seq = Int64(parts[0]) else { return nil }
      return Place(seq: seq, text: String(parts[1]))
    }
  }
}

extension StoreWriter {
  /// Remembers a place that the server named: what was served or answered up to there is its past.
  ///
  /// - Parameters:
  ///   - text: The place; an empty one, of a server that names none, is left out.
  ///   - seq: The seq of the place.
  /// - Throws: `DeviceStoreError`.
  package func remember(place text: String, seq: Int64) throws {
    guard !text.isEmpty, !text.contains(where: \.isWhitespace) else { return }
    let places = Place.thinned(try reader.storedPlaces() + [Place(seq: seq, text: text)])
    try set(.places, to: places.map { "\($0.seq) \($0.text)" }.joined(separator: "\n"))
    if seq >= (try reader.number(.knownSeq)) {
      try set(.known, to: text)
      try set(.knownSeq, to: seq)
    }
  }

  /// Forgets every place beyond a seq, since they belong to a history that the server has lost.
  func forgetPlaces(after seq: Int64) throws {
    let left = try reader.storedPlaces().filter { $0.seq <= seq }
    try set(.places, to: left.map { "\($0.seq) \($0.text)" }.joined(separator: "\n"))
    try set(.known, to: nil)
    try set(.knownSeq, to: nil)
  }
}
