import Casework
import Foundation
import StarmapDevice
import SyncProtocol

/// Values that a person types, read or refused by name.
enum Typed {
  /// A unit's id, when one is given.
  static func unit(_ text: String?) throws -> UnitID? {
    guard let text else { return nil }
    guard let unit = UnitID(text) else {
      throw Failure.usage(
        "--unit must be the id of a unit.",
        next: "starmap team unit list"
      )
    }
    return unit
  }

  /// Refuses an authority's code that no authority of the partnership's tree has, as far as the device
  /// knows the tree.
  static func checkAuthority(_ code: String?, on device: Device) throws {
    let known = try device.units().filter { $0.kind == .authority }
      .compactMap { Authority(title: $0.title)?.rawValue }
    guard let code, !known.isEmpty, !known.contains(code) else { return }
    throw Failure(
      .usage,
      code: ProblemCode.invalidField.rawValue,
      "--authority must be one of \(known.sorted().joined(separator: ", "))."
    )
  }

  /// A day: `2026-11-24`, `today` or `yesterday`; today when nothing is given.
  static func day(_ text: String?, flag: String, context: CommandContext) throws -> CalendarDay {
    let now = context.surroundings.now()
    switch text?.lowercased() {
    case nil, "today": return CalendarDay(milliseconds: now)
    case "yesterday": return CalendarDay(milliseconds: now - 86_400_000)
    default:
      guard let day = CalendarDay(text ?? "") else {
        throw Failure.usage("\(flag) must be a day such as 2026-11-24, today or yesterday.")
      }
      return day
    }
  }

  /// A day as written into a field.
  static func dayText(
    _ text: String?,
    flag: String,
    context: CommandContext
  ) throws -> String {
    try day(text, flag: flag, context: context).description
  }

  /// One of a list of codes.
  static func code<Code: RawRepresentable & CaseIterable>(
    _ text: String,
    flag: String,
    _ type: Code.Type = Code.self
  ) throws -> Code where Code.RawValue == String {
    guard let code = Code(rawValue: text) else {
      let known = Code.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure.usage("\(flag) must be one of \(known).")
    }
    return code
  }
}
