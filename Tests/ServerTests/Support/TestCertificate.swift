import Foundation
import Server

/// A certificate for `localhost` that guards nothing, and its key; both made for these tests.
enum TestCertificate {
  static let certificate = pem(
    "CERTIFICATE",
    """
    MIIB1jCCAXugAwIBAgIURBYEMNWhsmQtc3VYq9oOnJqoN0YwCgYIKoZIzj0EAwIw
    MTESMBAGA1UEAwwJbG9jYWxob3N0MRswGQYDVQQKDBJJbnZlbnRlZCBmb3IgdGVz
    dHMwIBcNMjYxMTI0MTI1OTUxWhgPMjEyNjEwMzExMjU5NTFaMDExEjAQBgNVBAMM
    CWxvY2FsaG9zdDEbMBkGA1UECgwSSW52ZW50ZWQgZm9yIHRlc3RzMFkwEwYHKoZI
    zj0CAQYIKoZIzj0DAQcDQgAEEBl8kimwYPv8oYvHe8dekyOC2KbkhnQAJj+j5U6K
    BnW5CmLkitW8SeeZ+vop8KpSYg1ZnSCmE2d4xqzxPWph5KNvMG0wHQYDVR0OBBYE
    FCascVHOkzdVlRARoCHYrn8swAECMB8GA1UdIwQYMBaAFCascVHOkzdVlRARoCHY
    rn8swAECMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/
    AAABMAoGCCqGSM49BAMCA0kAMEYCIQCsXAdvmHo1wYAL4YMewCpUfxLkF8Z6ExxI
    LmhClbSL7gIhAJHqeiAoNEVeAVfJ09/VryDqQWK1zRu9eLLSaycmKQop
    """
  )
  private static let key = pem(
    "PRIVATE KEY",
    """
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/TtEO/AKtH2a//RL
    CUovyvLseuy12z+X9XEi2rwReSmhRANCAAQQGXySKbBg+/yhi8d7x16TI4LYpuSG
    dAAmP6PlTooGdbkKYuSK1bxJ55n6+inwqlJiDVmdIKYTZ3jGrPE9amHk
    """
  )

  /// Runs a test with both in files.
  static func withFiles<Value>(
    _ body: (ServerSettings.TLSFiles) async throws -> Value
  ) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("certificate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = [("certificate.pem", certificate), ("key.pem", key)]
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return try await body(
      ServerSettings.TLSFiles(
        certificate: folder.appendingPathComponent("certificate.pem").path,
        key: folder.appendingPathComponent("key.pem").path
      )
    )
  }

  private static func pem(_ title: String, _ base64: String) -> String {
    "-----BEGIN \(title)-----\n\(base64)\n-----END \(title)-----\n"
  }
}
