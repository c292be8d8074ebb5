/// The widths of the table's columns, chosen so that a row fits the terminal.
///
/// What gives way first is the space for long notes, then the middle reading's numbers, then the
/// strips; the first and latest numbers and the words of a change always stay.
struct StripTableLayout {
  /// The longest code printed whole.
  static let codeColumnsMax = 8
  private static let areaColumnsMin = 6

  private(set) var indent = 0
  private(set) var area = 0
  let names: [String]
  let numbers: [Int]
  /// The readings whose numbers are shown.
  private(set) var shown: [Int]
  private(set) var change: Int
  private(set) var strip: Int
  let gap: String
  private var usesTitles = true
  private let scene: StarScene
  private let options: TerminalOptions

  init(_ scene: StarScene, _ options: TerminalOptions, stripColumns: Int) {
    self.scene = scene
    self.options = options
    gap = options.isNarrow ? " " : "  "
    let names = scene.readingNames(narrow: options.isNarrow)
    self.names = names
    numbers = scene.readings.indices.map { index in
      let codes = scene.areas.map { area in
        guard case .score(let code)? = area.marks[index] else { return 1 }
        return min(Self.codeColumnsMax, code.printable(unicode: options.unicode).columns)
      }
      return max(names[index].columns, codes.max() ?? 1)
    }
    shown = Array(scene.readings.indices)
    strip = stripColumns
    let notes = scene.areas.map { scene.note(of: $0, unicode: options.unicode).text.columns }
    let changes = scene.areas.compactMap { scene.change(of: $0)?.words.columns }.map { $0 + 2 }
    let changeMin = max(scene.readings.count > 1 ? 6 : 0, changes.max() ?? 0)
    change = max(changeMin, min(24, notes.max() ?? 0))

    let titles = scene.areas.map { $0.title.printable(unicode: options.unicode).columns }
    let labels = scene.areas.map { $0.label.printable(unicode: options.unicode).columns }
    let wish = max(4, labels.max() ?? 0)
    if options.columns - used < wish { change = changeMin }
    if options.columns - used < Self.areaColumnsMin, shown.count > 2 { shown.remove(at: 1) }
    if options.columns - used < Self.areaColumnsMin { strip = 0 }
    let room = max(1, options.columns - used)
    usesTitles = (titles.max() ?? 0) <= room
    area = max(min(4, room), min(room, (usesTitles ? titles : labels).max() ?? 0))
    indent = options.columns < 72 ? 0 : max(0, (options.columns - area - used) / 2)
  }

  /// The columns of everything except the area's name and the indent.
  private var used: Int {
    let numbersColumns = shown.reduce(0) { $0 + 1 + numbers[$1] }
    return numbersColumns + gap.columns + change + (strip > 0 ? gap.columns + strip : 0)
  }

  /// The area's title, or its label when the titles do not all fit.
  func name(of area: StarArea) -> String {
    (usesTitles ? area.title : area.label).printable(unicode: options.unicode)
      .fitted(self.area, unicode: options.unicode)
  }

  /// The words in the column of changes.
  func note(of area: StarArea) -> (text: String, ink: Ink) {
    scene.note(of: area, unicode: options.unicode)
  }
}
