import Reconciliation
package import WireFormat

/// Every case of a folder, and the answers to them.
///
/// One that cannot be read or reckoned is answered with a reason and sinks no other.
package struct CaseLibrary: Sendable {
  /// One case.
  private struct Case {
    let id: String
    let statistic: String
    let input: JSON
  }

  private var cases: [Case] = []
  private var inputs: [String: JSON] = [:]
  /// What could not be read, one sentence each.
  package private(set) var problems: [String] = []

  /// A library without cases.
  package init() {}

  /// The largest file that is read.
  package static let limits = JSONLimits(bytesMax: 64 * 1024 * 1024)

  /// Reads the cases of a file; what is no case is a problem, and the others count.
  ///
  /// - Parameters:
  ///   - name: The file's name, for problems.
  ///   - bytes: A JSON object whose `cases` each have an `id`, a `statistic` and an `input`.
  package mutating func add(file name: String, _ bytes: [UInt8]) {
    let file: JSON
    do {
      file = try JSON(strict: bytes, limits: Self.limits)
    } catch {
      problems.append("\(name): \(error.description)")
      return
    }
    guard let list = file["cases"]?.array else {
      problems.append("\(name) has no list named cases; put the cases into one.")
      return
    }
    for (index, element) in list.enumerated() {
      guard let id = element["id"]?.string else {
        problems.append("\(name): case \(index + 1) has no id; give it one.")
        continue
      }
      guard inputs[id] == nil else {
        problems.append("\(name): case \(id) is there already; only the first is answered.")
        continue
      }
      let input = element["input"] ?? [:]
      inputs[id] = input
      cases.append(
        Case(id: id, statistic: element["statistic"]?.string ?? "", input: input)
      )
    }
  }

  /// How many cases there are.
  package var count: Int { cases.count }

  /// The answers, by the id of the case.
  package func answers() -> (json: JSON, unanswered: [String]) {
    var answers: [String: JSON] = [:]
    var unanswered: [String] = []
    for test in cases {
      do {
        answers[test.id] = try CaseAnswers.answer(test.statistic, test.input, in: self)
      } catch {
        unanswered.append("\(test.id): \(error.code)" + (error.field.map { " (\($0))" } ?? ""))
        answers[test.id] = [
          "value": .null, "reason": .string(error.code),
          "field": error.field.map { .string($0) } ?? .null,
        ]
      }
    }
    return (.object(answers), unanswered)
  }

  /// An input together with the one that it refers to; its own members win.
  func resolving(_ input: CaseInput, through name: String) throws(CaseProblem) -> CaseInput {
    guard input.has(name) else { return input }
    let id = try input.text(name)
    guard let other = inputs[id]?.object else { throw .referenceNotFound(name) }
    return try CaseInput(.object(other.merging(input.members) { $1 }))
  }
}
