public import Foundation
import Instruments
import SyncProtocol

/// One enrolled device, for an app to show, save and sync.
///
/// Everything but ``enrol(server:code:title:)`` and ``sync()`` works without a network. A save that
/// returned is on the disk. Only one sync runs at a time; a second call waits for the first and
/// tells the same.
public actor StarmapClient {
  private let device: Device
  private var running: Task<Result<StarmapSync, StarmapError>, Never>?

  /// Opens the device in a folder, and makes it when there is none.
  ///
  /// - Parameter directory: A folder of its own, which the app should exclude from backups: a copy
  ///   of it is another device with the same identity.
  /// - Throws: ``StarmapError/storage(message:)``.
  public init(directory: URL) throws(StarmapError) {
    device = try StarmapError.translating {
      try Device.open(directory: directory.path, surroundings: .system())
    }
  }

  /// Makes a client over a device that is open already.
  package init(device: Device) {
    self.device = device
  }

  /// Lets this device in with a one-time code; after a lost answer it can be called again.
  ///
  /// - Parameters:
  ///   - server: The server's address.
  ///   - code: The code, with or without its hyphens.
  ///   - title: What the owner calls the device.
  /// - Throws: ``StarmapError``.
  public func enrol(server: URL, code: String, title: String) async throws(StarmapError) {
    let address = server.absoluteString
    let device = device
    try await StarmapError.translatingAsync {
      let body = try device.prepareEnrolment(server: address, code: code, title: title)
      let transport = try HTTPTransport(server: address)
      let answer = await transport.answer(
        to: SyncRequest(enrolling: body)
      )
      try await transport.shutdown()
      _ = try device.completeEnrolment(try answer.get().enrolment)
    }
  }

  /// How the device stands.
  ///
  /// - Returns: What is unsent, what waits, how much is here.
  /// - Throws: ``StarmapError/storage(message:)``.
  public func status() throws(StarmapError) -> StarmapStatus {
    try StarmapError.translating { StarmapStatus(try device.status()) }
  }

  /// The families on this device, by code.
  ///
  /// - Returns: The families that are completely here.
  /// - Throws: ``StarmapError``.
  public func families() throws(StarmapError) -> [StarmapFamily] {
    try StarmapError.translating { try device.families().map { StarmapFamily($0) } }
  }

  /// The readings of a family after their corrections, oldest first.
  ///
  /// - Parameter family: The family's id.
  /// - Returns: The readings, withdrawn ones marked.
  /// - Throws: ``StarmapError``.
  public func readings(
    of family: StarmapFamily.ID
  ) throws(StarmapError) -> [StarmapReading] {
    try StarmapError.translating {
      let family = try device.family(named: family).family
      return try device.readings(of: family)
        .map { StarmapReading($0, try device.effectiveReading($0)) }
        .sorted { ($0.date, $0.id) < ($1.date, $1.id) }
    }
  }

  /// Saves a reading; it is on the disk when this returns, and is sent by the next sync.
  ///
  /// - Parameters:
  ///   - reading: The reading.
  ///   - family: The family's id.
  /// - Returns: The reading as saved, and what to look at all the same.
  /// - Throws: ``StarmapError/refused(code:message:)`` when something is wrong with it, and then
  ///   nothing was saved.
  public func addReading(
    _ reading: StarmapNewReading,
    for family: StarmapFamily.ID
  ) throws(StarmapError) -> StarmapSavedReading {
    try StarmapError.translating {
      let family = try device.family(named: family).family
      let saved = try device.addReading(try reading.reading(for: device), family: family)
      return StarmapSavedReading(
        reading: StarmapReading(saved.record, try device.effectiveReading(saved.record)),
        warnings: saved.warnings.map(\.description)
      )
    }
  }

  /// Sends what waits and receives what is new.
  ///
  /// - Returns: How it ended; a server that cannot be reached is no error.
  /// - Throws: ``StarmapError`` when the device itself fails.
  public func sync() async throws(StarmapError) -> StarmapSync {
    if let running { return try await running.value.get() }
    let device = device
    let task = Task { await Self.sync(device) }
    running = task
    let result = await task.value
    running = nil
    return try result.get()
  }

  private static func sync(_ device: Device) async -> Result<StarmapSync, StarmapError> {
    do {
      guard let identity = try device.identity() else { throw Refusal.notEnrolled }
      let transport = try HTTPTransport(server: identity.server)
      do {
        let outcome = try await device.sync(over: transport)
        try await transport.shutdown()
        return .success(StarmapSync(outcome))
      } catch {
        try await transport.shutdown()
        throw error
      }
    } catch {
      return .failure(StarmapError(error))
    }
  }
}
