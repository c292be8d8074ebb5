import Casework
package import DeviceStore
package import SyncProtocol
import WireFormat

/// One enrolled device: what it shows, what a person saves on it, and how it syncs.
///
/// Calls block until they are done; a save that returned is on the disk. Refusals are thrown as
/// `Refusal`, with the same codes as the server's; failures of the store as `DeviceStoreError`.
/// Nothing here waits for a network.
package final class Device: Sendable {
  /// What the device remembers.
  package let store: DeviceStore
  /// Time, randomness and failpoints.
  package let surroundings: Surroundings

  /// Makes a device over a store.
  package init(store: DeviceStore, surroundings: Surroundings) {
    self.store = store
    self.surroundings = surroundings
  }

  /// Opens the device of a profile, and makes its store when there is none.
  ///
  /// - Parameters:
  ///   - directory: The profile's folder.
  ///   - surroundings: Time, randomness and failpoints.
  /// - Returns: The device, enrolled or not.
  /// - Throws: `DeviceStoreError`.
  package static func open(directory: String, surroundings: Surroundings) throws -> Device {
    Device(store: try DeviceStore.open(directory: directory), surroundings: surroundings)
  }

  /// Whose device this is; `nil` until it is enrolled.
  package func identity() throws -> Identity? {
    try store.read { try Identity(from: $0) }
  }

  /// Reads with the identity at hand.
  func reading<Value>(_ body: (StoreReader, Identity) throws -> Value) throws -> Value {
    try store.read { reader in
      guard let identity = try Identity(from: reader) else { throw Refusal.notEnrolled }
      return try body(reader, identity)
    }
  }
}

extension Refusal {
  /// The refusal of everything that needs an enrolled device.
  static let notEnrolled = Refusal(
    .unauthenticated,
    "This profile is not enrolled with a server; enrol it with a one-time code."
  )
}
