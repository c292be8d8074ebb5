import Casework

/// An instant as `2026-11-21T09:58:02.000Z`, held within the years of `CalendarDay`.
func timestamp(milliseconds: Int64) -> String {
  let held = min(max(milliseconds, -2_208_988_800_000), 7_258_118_399_999)
  let remainder = held % 86_400_000
  let ofDay = remainder < 0 ? remainder + 86_400_000 : remainder
  func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
  let time = [ofDay / 3_600_000, ofDay / 60_000 % 60, ofDay / 1000 % 60]
    .map { digits($0, 2) }
    .joined(separator: ":")
  return "\(CalendarDay(milliseconds: held))T\(time).\(digits(ofDay % 1000, 3))Z"
}
