import ArgumentParser
import Casework
import StarmapDevice
import WireFormat

/// Lists the goals and notes of a family that were deleted.
struct FamilyDeleted: StarmapCommand {
  static let words = "family deleted"
  static let configuration = CommandConfiguration(
    commandName: "deleted",
    abstract: "List the goals and notes of a family that were deleted; needs the server."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let answer = try await device.request(
      "GET",
      "/v1/families/\(family.family)/deleted",
      json: nil
    )
    let items = answer["items"]?.array ?? []
    var lines: [String] = []
    for item in items {
      let type = item["type"]?.string ?? ""
      lines.append("\(type)  \(item["fields"]?["text"]?.plainText ?? "–")")
      lines.append(
        "  To bring it back: starmap \(type) restore \(family.code) \(item["id"]?.string ?? "")"
      )
    }
    return Report(
      data: ["deleted": .array(items)],
      lines: items.isEmpty
        ? ["No goal or note of family \(family.code) is deleted on the server."] : lines
    )
  }
}
