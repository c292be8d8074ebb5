package import WireFormat

/// The question of a device whose history is not the server's: up to where both agree.
///
/// The device shows places that it has stood at; the newest one that lies in the server's history is
/// where the two parted.
package struct AncestorRequest: Hashable, Sendable {
  /// The most places in one question.
  package static let pointsMax = 64

  /// Places as the server once named them, in any order.
  package let points: [String]

  /// Makes a question.
  package init(points: [String]) {
    self.points = points
  }

  /// The body.
  package var json: JSON { ["points": .array(points.map { .string($0) })] }

  /// Reads ``json``.
  ///
  /// - Throws: `invalid-request` when it is anything else.
  package init(json: JSON) throws(Refusal) {
    guard let array = json["points"]?.array, array.count <= Self.pointsMax else {
      throw Refusal(
        .invalidRequest,
        "The request needs `points`, an array of at most \(Self.pointsMax) texts."
      )
    }
    var points: [String] = []
    for element in array {
      guard let text = element.string else {
        throw Refusal(.invalidRequest, "Every one of `points` must be a text.")
      }
      points.append(text)
    }
    self.points = points
  }
}

/// The answer: the newest commit that the device and the server share.
package struct AncestorAnswer: Hashable, Sendable {
  /// Its seq; 0 when they share none of the places shown.
  package let seq: Int64
  /// The server's newest seq.
  package let head: Int64
  /// The server's epoch, as hexadecimal text.
  package let epoch: String

  /// Makes an answer from its parts.
  package init(seq: Int64, head: Int64, epoch: String) {
    self.seq = seq
    self.head = head
    self.epoch = epoch
  }

  /// The body.
  package var json: JSON {
    ["seq": .int(seq), "head": .int(head), "epoch": .string(epoch)]
  }

  /// Reads ``json``; `nil` when it is anything else.
  package init?(json: JSON) {
    guard let seq = json["seq"]?.int, seq >= 0, let head = json["head"]?.int,
      let epoch = json["epoch"]?.string
    else { return nil }
    self.init(seq: seq, head: head, epoch: epoch)
  }
}
