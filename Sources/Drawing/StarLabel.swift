/// The label at the end of a spoke: the area's short name and its numbers, as in `Home 3→6`.
struct StarLabel {
  private let name: String
  private let value: String

  init(_ area: StarArea) {
    name = area.label.printable(unicode: true)
    value = Self.value(first: area.marks.count > 1 ? area.first : nil, latest: area.latest)
      .printable(unicode: true)
  }

  /// The columns of the whole label.
  var columns: Int { name.columns + 1 + value.columns }

  /// The label in at most `columns`; the name gives way before the numbers do.
  func fitted(_ columns: Int) -> String {
    let room = columns - 1 - value.columns
    guard room >= 3 else { return value.fitted(columns, unicode: true) }
    return name.fitted(room, unicode: true) + " " + value
  }

  private static func value(first: StarMark?, latest: StarMark?) -> String {
    switch (first, latest) {
    case (nil, nil): "not scored"
    case (nil, let latest?): latest.text
    case (.score(let code)?, nil): "\(code)→–"
    case (.word?, nil): "not scored"
    case (.score(let before)?, .score(let now)?) where before != now: "\(before)→\(now)"
    case (_, let latest?): latest.text
    }
  }
}
