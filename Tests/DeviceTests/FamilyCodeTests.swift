import Casework
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// A typed code means one family or none; nothing is guessed.
struct FamilyCodeTests {
  /// An id whose twelve code characters are the given places in the alphabet.
  private func family(_ places: [UInt64], _ tail: UInt64 = 0) -> FamilyID {
    var low: UInt64 = 0x8000_0000_0000_0000
    for (index, place) in places.enumerated() { low |= place << UInt64(5 * index) }
    return FamilyID(high: 0x0198_0000_0000_7000 + tail, low: low)
  }

  @Test func `a code is found in either case, and the whole id too`() throws {
    let test = try TestDevice()
    try test.receiveFamily()

    #expect(try test.device.family(named: "K7Q").family == Invented.family)
    #expect(try test.device.family(named: "k7q").family == Invented.family)
    #expect(
      try test.device.family(named: Invented.family.description).family == Invented.family
    )
  }

  @Test(arguments: ["K7", "K7QA", "K", "", "~", "~K7", "7Q", "Invented", "0198", "*"])
  func `anything else is refused with the codes there are and no name`(typed: String) throws {
    let test = try TestDevice()
    try test.receiveFamily()

    let refusal = try #require(throws: Refusal.self) { try test.device.family(named: typed) }

    #expect(refusal.code == .notFound)
    #expect(refusal.detail.contains("K7Q"))
    #expect(!refusal.detail.contains("Invented"))
  }

  @Test func `a local code still means its family once the server has given one`() throws {
    let test = try TestDevice()
    let made = try test.device.addFamily(Invented.familyFields)
    #expect(made.code.hasPrefix("~"))
    #expect(made.code.count == 4)

    try test.pull([.put(.family(made.family, version: 20, code: "K7Q"))], seq: 20)

    #expect(try test.device.families().map(\.code) == ["K7Q"])
    #expect(try test.device.family(named: made.code).family == made.family)
    #expect(throws: Refusal.self) {
      try test.device.family(named: String(made.code.dropFirst()))
    }
  }

  @Test func `local codes of two families grow until they differ, and the short one is refused`()
    throws
  {
    let test = try TestDevice()
    let first = family([0, 1, 2, 3])
    let second = family([0, 1, 2, 4], 1)
    try test.pull(
      [first, second].flatMap {
        [PullLine.put(.family($0, version: 2, code: nil)), .ready($0)]
      },
      seq: 10
    )

    #expect(try test.device.families().map(\.code) == ["~2345", "~2346"])
    #expect(throws: Refusal.self) { try test.device.family(named: "~234") }
    #expect(try test.device.family(named: "~2345").family == first)
    #expect(try test.device.family(named: "~2346").family == second)
  }

  @Test func `two families with one code are told apart by their ids only`() throws {
    let test = try TestDevice()
    try test.pull(
      [Invented.family, Invented.otherFamily].flatMap {
        [PullLine.put(.family($0, version: 2, code: "K7Q")), .ready($0)]
      },
      seq: 10
    )

    #expect(throws: Refusal.self) { try test.device.family(named: "K7Q") }
    #expect(
      try test.device.family(named: Invented.otherFamily.description).family
        == Invented.otherFamily
    )
  }

  @Test func `a record is found by the first characters of its id when they fit only it`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let ids = [
      RecordID(high: 0x0198_0000_0001_7000, low: 1), RecordID(high: 0x0198_0000_0002_7000, low: 2),
    ]
    try test.pull(
      ids.map {
        .put(
          .mutable(
            .goal,
            $0,
            family: Invented.family,
            version: 11,
            ["text": "Goal", "status": "open"]
          )
        )
      },
      seq: 11
    )

    #expect(try test.device.record(of: .goal, named: "01980000-0001").id == ids[0])
    #expect(throws: Refusal.self) { try test.device.record(of: .goal, named: "01980000") }
    #expect(throws: Refusal.self) { try test.device.record(of: .goal, named: "") }
    #expect(throws: Refusal.self) { try test.device.record(of: .note, named: "01980000-0001") }
  }
}
