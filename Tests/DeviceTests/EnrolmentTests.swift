import Casework
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

struct EnrolmentTests {
  private let worker: JSON = [
    "id": .string(Invented.worker.description), "name": "Invented Worker", "places": [],
  ]

  @Test func `after a lost answer the same device and token are sent again`() throws {
    try withProfile { directory in
      let machine = TestMachine()
      let first = try Device.open(directory: directory, surroundings: machine.surroundings)
        .prepareEnrolment(server: "https://progress.example.org/", code: "ABCD", title: "Tablet")

      let device = try Device.open(directory: directory, surroundings: machine.surroundings)
      let second = try device.prepareEnrolment(
        server: "https://progress.example.org",
        code: "ABCD",
        title: "Tablet"
      )

      #expect(first == second)
      #expect(Base64URL.decode(second["token"]?.string ?? "")?.count == 32)
      #expect(try device.identity() == nil)
      let identity = try device.completeEnrolment(["worker": worker, "epoch": "e1"])
      #expect(identity.device.description == second["device"]?.string)
      #expect(identity.token == second["token"]?.string)
      #expect(identity.server == "https://progress.example.org")
      #expect(identity.workerName == "Invented Worker")
      #expect(try device.identity() == identity)
    }
  }

  @Test func `a token meant for one server is never shown to another`() throws {
    let machine = TestMachine()
    try withProfile { directory in
      let device = try Device.open(directory: directory, surroundings: machine.surroundings)
      let first = try device.prepareEnrolment(server: "https://a.example.org", code: "C", title: "")
      let second = try device.prepareEnrolment(
        server: "https://b.example.org",
        code: "C",
        title: ""
      )

      #expect(first["token"] != second["token"])
      #expect(first["device"] != second["device"])
    }
  }

  @Test func `an enrolled profile is not enrolled again`() throws {
    let test = try TestDevice()
    let before = try test.device.identity()

    #expect(throws: Refusal.self) {
      try test.device.prepareEnrolment(server: "https://a.example.org", code: "C", title: "T")
    }

    #expect(try test.device.identity() == before)
  }

  @Test func `an answer that names no worker enrols nobody`() throws {
    let machine = TestMachine()
    try withProfile { directory in
      let device = try Device.open(directory: directory, surroundings: machine.surroundings)
      _ = try device.prepareEnrolment(server: "https://a.example.org", code: "C", title: "T")

      #expect(throws: Refusal.self) { try device.completeEnrolment(["epoch": "e1"]) }
      #expect(try device.identity() == nil)
    }
  }

  @Test(
    arguments: [
      "progress.example.org", "ftp://progress.example.org", "https://", "",
      "https://name:secret@progress.example.org", "https://progress.example.org/?a=b",
    ]
  )
  func `an address that is none is refused`(address: String) throws {
    #expect(throws: TransportError.invalidServer) { try HTTPTransport(server: address) }
  }

  @Test func `a token goes over a plain line on this machine only`() async throws {
    #expect(throws: TransportError.insecureServer(host: "progress.example.org")) {
      try HTTPTransport(server: "http://progress.example.org")
    }
    for address in ["http://localhost:8080", "http://127.0.0.1:1", "https://progress.example.org"] {
      try await HTTPTransport(server: address).shutdown()
    }
  }

  @Test func `a server that is not there is an outcome and no error`() async throws {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
    // Port 1 of this machine: nothing listens there.
    let transport = try HTTPTransport(server: "http://127.0.0.1:1")

    let outcome = try await test.device.sync(over: transport)
    try await transport.shutdown()

    #expect(!outcome.isReachable)
    #expect(outcome.unsent == 1)
    #expect(
      outcome.problem
        == .unreachable(TransportError.unreachable(host: "127.0.0.1").description)
    )
  }
}
