import ArgumentParser
import Casework
import StarmapDevice
import SyncProtocol
import WireFormat

/// The one queue of everything that waits for a person.
struct ReviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "See and decide what waits for a person.",
    subcommands: [ReviewList.self, ReviewShow.self, ReviewResolve.self]
  )
}

/// Lists what waits.
struct ReviewList: StarmapCommand {
  static let words = "review list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what waits for a person; works offline."
  )

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Also what was decided.")
  var all = false

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    var table = TextTable("Item", "Kind", "Family", "About", "Choices", "State")
    var items: [JSON] = []
    for review in try device.reviews(includingClosed: all) {
      table.add(
        String(review.record.id.description.prefix(18)),
        review.item.kind.rawValue,
        try device.codeOrTray(of: review.record.family),
        review.item.about,
        review.item.isOpen ? review.item.choices.map(\.rawValue).joined(separator: "|") : "–",
        review.item.isOpen
          ? (review.record.isPending ? "decided, not sent yet" : "open") : "closed"
      )
      items.append(review.record.shown)
    }
    return Report(
      data: ["reviews": .array(items)],
      lines: table.lines(empty: "Nothing waits for you.")
    )
  }
}

/// Shows one item.
struct ReviewShow: StarmapCommand {
  static let words = "review show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an item, what it is about and how it can be decided."
  )

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Ask the server for what was refused, where somebody else saved it.")
  var held = false

  @Argument(help: "The item's id, or its first characters.")
  var item: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let review = try device.review(named: item)
    let received: JSON? =
      held
      ? try await device.request("GET", "/v1/reviews/\(review.record.id)/held", json: nil) : nil
    var lines = [
      "\(review.item.kind.title).", "  id: \(review.record.id)",
      "  family: \(try device.codeOrTray(of: review.record.family))",
      "  about: \(review.item.subjectType.rawValue) \(review.item.subject)",
    ]
    for record in review.item.related { lines.append("  also: \(record)") }
    if let author = review.item.author {
      lines.append("  saved by: \(try device.workerName(author))")
    }
    for (name, value) in review.item.setAside.sorted(by: { $0.key < $1.key })
    where name != "candidates" {
      lines.append("  set aside: \(name) = \(value.plainText)")
    }
    if review.item.setAside[RecordSchema.deletion] == .some(.null) {
      lines.append("  it is deleted: take brings it back with these values, keep leaves it deleted")
    }
    let saved = review.item.problem == nil ? nil : try device.saved(for: review.item)?.content
    for (name, value) in (saved?.object ?? [:]).sorted(by: { $0.key < $1.key })
    where !value.isNull {
      lines.append("  you saved: \(name) = \(value.plainText)")
    }
    lines += (received?.heldWork ?? []).map { "  refused: \($0)" }
    for (index, candidate) in (review.item.setAside["candidates"]?.array ?? []).enumerated() {
      lines.append("  version \(index + 1): \(candidate.canonicalText)")
    }
    if let problem = review.item.problem { lines.append("  why: \(problem.detail)") }
    if let decision = review.item.decision {
      lines.append(
        "  decided: \(decision.choice.rawValue) by \(try device.workerName(decision.worker))"
      )
    } else {
      let choices = review.item.choices.map(\.rawValue).joined(separator: " | ")
      lines.append("  → starmap review resolve \(review.record.id) --choice \(choices)")
    }
    var data: [String: JSON] = ["review": review.record.shown]
    data["saved"] = saved
    data["held"] = received
    return Report(data: .object(data), lines: lines)
  }
}

/// Decides an item.
struct ReviewResolve: StarmapCommand {
  static let words = "review resolve"
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Decide an item; takes effect when the server has it."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The item's id, or its first characters.")
  var item: String

  @Option(help: "approve, refuse, keep, take or noted.")
  var choice: String

  @Option(help: "Why.")
  var note: String?

  @Option(help: "Which version of an imported record to release, counted from 1.")
  var candidate: Int?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let review = try device.review(named: item)
    let resolved = try device.resolve(
      review.record,
      choice: try Typed.code(choice, flag: "--choice", ReviewChoice.self),
      note: note,
      candidate: candidate
    )
    return Shown.saved("Decision", data: ["review": resolved.shown], device: device)
  }
}

extension SyncProtocol.Operation {
  /// What it would store, with a name for everything.
  fileprivate var content: JSON {
    kind == .readingAdd ? (try? Reading(json: data))?.shown ?? data : data
  }
}

extension JSON {
  /// What the server shows of something refused, a line a value.
  fileprivate var heldWork: [String] {
    guard let operation = self["operation"] else { return [self["text"]?.string ?? canonicalText] }
    let kind = operation["k"]?.string.flatMap { OperationKind(rawValue: $0) }
    let data = operation["d"] ?? .null
    let content = kind == .readingAdd ? (try? Reading(json: data))?.shown ?? data : data
    return ["\(kind?.rawValue ?? operation["k"]?.string ?? "")"]
      + (content.object ?? ["": content]).sorted { $0.key < $1.key }
      .filter { !$0.value.isNull }
      .map { "\($0.key) = \($0.value.plainText)" }
  }
}

extension ReviewItem {
  /// What a list says that the item is about: for an imported row its id there and why it waits.
  fileprivate var about: String {
    guard kind == .importHeld, let record = setAside["record"]?.string else {
      return subjectType.rawValue
    }
    return "\(record): \(setAside["reason"]?.string ?? "")"
  }
}
