import Casework
import SyncProtocol
import Testing
import WireFormat

struct RecordStateTests {
  private static func version(_ version: Int64, origin: OperationOrigin? = nil) -> FieldVersion {
    FieldVersion(
      version: version,
      stamp: Stamp(milliseconds: 1_780_000_000_000, counter: 3),
      author: origin == nil ? nil : Samples.id(4),
      origin: origin
    )
  }

  private static let origin = OperationOrigin(device: Samples.id(7), generation: 3, number: 412)

  @Test func `the body holds the fields, and for each who set it`() {
    var state = RecordState()
    state.apply(["name": "Ashdown"], as: Self.version(90, origin: Self.origin))
    state.apply(["code": "K7Q"], as: Self.version(90))

    #expect(
      String(decoding: state.body, as: UTF8.self)
        == #"{"f":{"code":"K7Q","name":"Ashdown"},"v":{"code":[90,"019e704488000003",null],"#
        + #""name":[90,"019e704488000003","01980000-0000-7000-8000-000000000004","#
        + #""01980000-0000-7000-8000-000000000007",3,412]}}"#
    )
    #expect(RecordState(body: state.body) == state)
  }

  @Test func `a cleared field is gone from the fields and keeps its version`() {
    var state = RecordState()
    state.apply(["contact": "Letters"], as: Self.version(90))
    state.apply(["contact": nil], as: Self.version(91))

    #expect(state.fields == [:])
    #expect(state.versions == ["contact": Self.version(91)])
    #expect(RecordState(body: state.body) == state)
  }

  @Test func `a body cut at any byte is no body`() {
    var state = RecordState()
    state.apply(["name": "Ashdown"], as: Self.version(90, origin: Self.origin))
    let body = state.body

    for count in 0..<body.count {
      #expect(RecordState(body: Array(body[..<count])) == nil)
    }
  }

  @Test(arguments: [
    "{}", "[]", #"{"f":{}}"#, #"{"f":[],"v":{}}"#, #"{"f":{},"v":{"a":[1,"019e704488000003"]}}"#,
    #"{"f":{},"v":{"a":["1","019e704488000003",null]}}"#, #"{"f":{},"v":{"a":[1,"x",null]}}"#,
  ])
  func `anything else is no body`(_ text: String) {
    #expect(RecordState(body: Array(text.utf8)) == nil)
  }

  @Test func `keys and positions of a later version are left alone`() {
    let body =
      #"{"f":{"a":1},"v":{"a":[90,"019e704488000003",null,null,null,null,"more"]},"w":{}}"#

    #expect(
      RecordState(body: Array(body.utf8))
        == RecordState(fields: ["a": 1], versions: ["a": Self.version(90)])
    )
  }
}
