import Casework
import Foundation
import SyncProtocol
import WireFormat

/// Sends one request.
final class SingleClient: LoadClient {
  private var request: [UInt8]?
  private(set) var status = 0
  private(set) var body: [UInt8] = []

  init(_ request: [UInt8]) {
    self.request = request
  }

  func next() -> [UInt8]? {
    defer { request = nil }
    return request
  }

  func take(_ answer: LoadConnection.Answer) {
    status = answer.status
    body = Array(answer.body)
  }
}

/// Sends pushes that were written before the clock started; the answers are read after it stopped.
final class PushClient: LoadClient {
  private var requests: ArraySlice<[UInt8]>
  private var answers: [[UInt8]] = []

  init(_ requests: [[UInt8]]) {
    self.requests = requests[...]
  }

  func next() -> [UInt8]? { requests.popFirst() }

  func take(_ answer: LoadConnection.Answer) throws {
    guard answer.status == 200 else {
      throw BenchFailure(
        message: "a push was answered \(answer.status): "
          + String(decoding: answer.body.prefix(300), as: UTF8.self)
      )
    }
    answers.append(Array(answer.body))
  }

  /// The newest seq that an answer told.
  var head: Int64 { answers.compactMap { PushResponse(body: $0)?.head }.max() ?? 0 }

  /// The place that the last answer named.
  var point: String? { answers.last.flatMap { PushResponse(body: $0)?.point } }

  /// Sees that every operation was applied.
  func check(acknowledged count: Int) throws {
    let results = answers.flatMap { PushResponse(body: $0)?.results ?? [] }
    guard results.count == count, results.allSatisfy({ $0.status == .applied }) else {
      throw BenchFailure(message: "not every operation was applied")
    }
  }
}

/// Pulls page after page until there is none.
final class PullClient: LoadClient {
  private let device: LoadDevice
  private var cursor: String?
  private var isDone = false
  private var pages: [[UInt8]] = []

  init(_ device: LoadDevice, from cursor: String? = nil) {
    self.device = device
    self.cursor = cursor
  }

  func next() -> [UInt8]? { isDone ? nil : device.pull(cursor: cursor) }

  func take(_ answer: LoadConnection.Answer) throws {
    let start = answer.body.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
    let last = answer.body[(start ?? answer.body.startIndex)...].dropLast()
    guard answer.status == 200, let end = (try? JSON(strict: last))?.array,
      end.count == 7, let place = end[1].string, let isMore = end[3].bool
    else { throw BenchFailure(message: "a pull was answered \(answer.status)") }
    cursor = place
    isDone = !isMore
    pages.append(Array(answer.body))
  }

  /// Where it stands, after the last page.
  func place() throws -> String {
    guard let cursor else { throw BenchFailure(message: "nothing was pulled") }
    return cursor
  }

  /// How many pages came.
  var pageCount: Int { pages.count }

  /// The readings that came, each counted once, from what the pages really hold.
  func distinctReadings() throws -> Int {
    var ids: Set<String> = []
    for page in pages {
      guard let page = PullPage(body: page) else { throw BenchFailure(message: "a page is none") }
      for case .put(let record) in page.lines where record.type == .reading {
        ids.insert(record.record.description)
      }
    }
    return ids.count
  }
}

/// Asks for the same delta again and again.
final class DeltaClient: LoadClient {
  private let request: [UInt8]
  private var left: Int
  private(set) var statuses: Set<Int> = []
  /// The body of the last answer that had one.
  private(set) var body: [UInt8] = []

  init(_ request: [UInt8], times: Int) {
    self.request = request
    left = times
  }

  func next() -> [UInt8]? {
    left -= 1
    return left >= 0 ? request : nil
  }

  func take(_ answer: LoadConnection.Answer) {
    statuses.insert(answer.status)
    if left == 0 { body = Array(answer.body) }
  }
}
