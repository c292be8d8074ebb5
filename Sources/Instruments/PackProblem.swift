/// Everything that is wrong with the bytes of a pack.
package struct PackProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in the order in which the fields are read; never empty.
  package let faults: [PackFault]

  /// One sentence a line.
  package var description: String {
    faults.map(\.description).joined(separator: "\n")
  }
}

/// One thing that is wrong with a pack.
package struct PackFault: Hashable, Sendable, CustomStringConvertible {
  /// Where it is, as a JSON pointer (RFC 6901); empty for the whole pack.
  package let pointer: String
  /// What is wrong and what to do, to be read after the pointer.
  package let message: String

  /// The whole sentence.
  package var description: String {
    pointer.isEmpty ? "The pack \(message)" : "\(pointer) \(message)"
  }
}
