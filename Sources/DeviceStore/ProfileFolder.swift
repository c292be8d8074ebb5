import Foundation

/// The folder of a profile and the rights on it.
enum ProfileFolder {
  /// Makes the folder and an empty file in it where they are missing, readable by the owner alone.
  ///
  /// A folder that holds other things keeps its rights: it may be somebody's home.
  ///
  /// - Parameters:
  ///   - directory: The folder.
  ///   - file: The file's name.
  /// - Returns: The file's path.
  /// - Throws: ``DeviceStoreError/failed(_:)``.
  static func prepare(_ directory: String, file: String) throws -> String {
    let manager = FileManager.default
    let path = URL(fileURLWithPath: directory).appendingPathComponent(file).path
    do {
      var isFolder: ObjCBool = false
      if manager.fileExists(atPath: directory, isDirectory: &isFolder) {
        guard isFolder.boolValue else {
          throw DeviceStoreError.failed("the profile's path is a file")
        }
        let names = try manager.contentsOfDirectory(atPath: directory)
        if names.isEmpty || names.contains(file) { try restrict(directory, to: 0o700) }
      } else {
        try manager.createDirectory(
          atPath: directory,
          withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700]
        )
        try restrict(directory, to: 0o700)
      }
      if !manager.fileExists(atPath: path) {
        guard
          manager.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw DeviceStoreError.failed("the store's file cannot be made") }
      }
      // SQLite gives its journal files the rights of the file itself.
      try restrict(path, to: 0o600)
      return path
    } catch let error as DeviceStoreError {
      throw error
    } catch {
      throw DeviceStoreError.failed("the profile's folder cannot be used")
    }
  }

  private static func restrict(_ path: String, to rights: Int) throws {
    let manager = FileManager.default
    let present = try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    guard present != rights else { return }
    try manager.setAttributes([.posixPermissions: rights], ofItemAtPath: path)
  }
}
