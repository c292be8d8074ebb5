/// One file of an export.
package struct ExportFile: Hashable, Sendable {
  /// A plain file name without a folder.
  package let name: String
  /// The whole content.
  package let bytes: [UInt8]

  /// Pairs a name with its content.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// The files of one export: a folder on the command line, one ZIP over HTTP.
package struct ExportFolder: Hashable, Sendable {
  /// The files, sorted by the bytes of their names.
  package let files: [ExportFile]

  /// Takes the files in any order.
  package init(files: [ExportFile]) {
    self.files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The file called `name`.
  package func file(_ name: String) -> ExportFile? {
    files.first { $0.name == name }
  }
}
