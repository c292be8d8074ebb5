import SyncProtocol
import SyncServer

/// The pages that devices are about to ask for, a few at a time and for a few seconds.
///
/// A device that reads everything asks for one page after the other: while one is on its way, the next is
/// made.
actor PagesAhead {
  /// What a request for the page names.
  struct Key: Hashable {
    let cursor: String
    let token: String
  }

  /// Pages at once; each has a little over half a megabyte at most.
  private static let pagesMax = 8
  private static let keptFor = Duration.seconds(10)

  private var pages: [Key: Task<PageAhead?, Never>] = [:]

  /// Takes out a page that is there or on its way.
  ///
  /// - Parameter key: What is asked for.
  /// - Returns: The page; `nil` when none was begun, or it could not be made.
  func take(_ key: Key) async -> PageAhead? {
    await pages.removeValue(forKey: key)?.value
  }

  /// Begins to make a page, unless enough are.
  ///
  /// - Parameters:
  ///   - key: What will be asked for.
  ///   - make: Makes it.
  func begin(_ key: Key, _ make: @escaping @Sendable () async throws -> PageAhead) {
    guard pages.count < Self.pagesMax, pages[key] == nil else { return }
    let page = Task { try? await make() }
    pages[key] = page
    Task {
      try? await Task.sleep(for: Self.keptFor)
      if pages[key] == page { pages[key] = nil }
    }
  }
}
