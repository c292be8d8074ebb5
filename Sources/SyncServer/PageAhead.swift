import Casework
package import Storage
package import SyncProtocol

#if Mutations
import Mutations
#endif

/// The page that a device is about to ask for, made while it still takes the one before.
///
/// It is the page that would have been served had the device asked at once. What may have changed since is
/// what matters: whether the device may still see it, so it is good only while nobody's rights changed. A newer
/// version of a row comes with the next delta, as it does when a page is long on its way.
package struct PageAhead: Sendable {
  /// The cursor that asks for it.
  package let cursor: String
  /// The page as it is sent.
  package let body: [UInt8]
  /// The cursor of the page after it; `nil` for the last.
  package let next: String?
  private let principal: Principal
  private let rights: Int64

  fileprivate init(
    cursor: String,
    body: [UInt8],
    next: String?,
    principal: Principal,
    rights: Int64
  ) {
    self.cursor = cursor
    self.body = body
    self.next = next
    self.principal = principal
    self.rights = rights
  }

  fileprivate func isGood(
    for principal: Principal,
    at cursor: String?,
    rights: Int64
  ) -> Bool {
    self.cursor == cursor && self.principal == principal && self.rights == rights
  }
}

extension ServerCore {
  /// Makes the page that follows one with more to come.
  ///
  /// - Parameters:
  ///   - cursor: The cursor that the page before ended with.
  ///   - principal: Who will ask.
  ///   - reader: One snapshot.
  ///   - pageChangesMax: The soft limit of a page; tests make it tiny.
  /// - Returns: The page.
  /// - Throws: ``Refusal`` as a pull does; `StorageError`.
  package func pageAhead(
    cursor: String,
    for principal: Principal,
    from reader: any LedgerReader,
    pageChangesMax: Int = Limits.pageChangesMax
  ) throws -> PageAhead {
    let page = try pull(
      cursor: cursor,
      for: principal,
      from: reader,
      pageChangesMax: pageChangesMax
    )
    return PageAhead(
      cursor: cursor,
      body: page.body,
      next: page.end.isMore ? page.end.cursor : nil,
      principal: principal,
      rights: try reader.rightsCount()
    )
  }

  /// Whether a page that was made ahead may still be served, to whom and where it was made for.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - cursor: The cursor that the device names.
  ///   - known: The newest place that it names, if any.
  ///   - principal: Who asks.
  ///   - reader: One snapshot, of now.
  /// - Returns: Whether it may be served; otherwise the page is made anew.
  /// - Throws: ``Refusal`` with `log-forked`; `StorageError`.
  package func mayServe(
    _ page: PageAhead,
    cursor: String?,
    known: String?,
    to principal: Principal,
    from reader: any LedgerReader
  ) throws -> Bool {
    if let known { try requireShared(known, clock: try reader.clock(), reader: reader) }
    #if Mutations
    if Mutation.pageAheadUnchecked.isPlanted { return page.cursor == cursor }
    #endif
    return page.isGood(for: principal, at: cursor, rights: try reader.rightsCount())
  }
}
