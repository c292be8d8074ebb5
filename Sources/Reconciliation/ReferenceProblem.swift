/// Everything that is wrong with the bytes of a framework, a crosswalk or a policy.
package struct ReferenceProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in the order in which the fields are read; never empty.
  package let faults: [ReferenceFault]

  /// One sentence a line.
  package var description: String {
    faults.map(\.description).joined(separator: "\n")
  }
}

/// One thing that is wrong with a file of reference data.
package struct ReferenceFault: Hashable, Sendable, CustomStringConvertible {
  /// Where it is, as a JSON pointer (RFC 6901); empty for the whole file.
  package let pointer: String
  /// What is wrong and what to do, to be read after the pointer.
  package let message: String

  /// The whole sentence.
  package var description: String {
    pointer.isEmpty ? "The file \(message)" : "\(pointer) \(message)"
  }
}
