import Casework

extension ReadingRefusal: CustomStringConvertible {
  /// What happened, to what, and what to do next.
  package var description: String {
    switch self {
    case .unknownInstrument(let id, let known):
      "No instrument \(quoted(id)) is installed; \(offer(known, or: "ask for its pack"))."
    case .unknownEdition(let key, let known):
      "\(name(key)) is not installed; \(offer(known.map { "edition \($0)" }, or: "ask for it"))."
    case .instrumentDisabled(let key, let publisher):
      "\(name(key)) is disabled until an administrator records the licence reference from "
        + "\(shown(publisher)); ask an administrator."
    case .wrongSubject(let key, let given, let needed):
      "\(name(key)) is about a \(words(needed)), not a \(words(given)); "
        + "choose the right subject or another instrument."
    case .memberRequired(let key, let subject):
      "\(name(key)) is about one \(words(subject)); say which member of the family it is."
    case .memberNotAllowed(let key):
      "\(name(key)) is about the whole family; leave the member out."
    case .respondentNotAllowed(let key, let given, let allowed):
      "\(name(key)) cannot be marked \(given.title); "
        + "mark it \(either(allowed.map(\.title)))."
    case .dateInFuture(let date, let latest):
      "The date \(date) lies in the future; use \(latest) or an earlier day."
    case .dateBeforeEdition(let date, let key, let validFrom):
      "\(name(key)) exists since \(validFrom), after the date \(date); "
        + "use an earlier edition or correct the date."
    case .unknownArea(let area, let key, let nearest):
      "\(name(key)) has no area \(quoted(area)); \(offer(nearest, or: "see its list of areas"))."
    case .duplicateArea(let area, let key):
      "The area \(area) of \(name(key)) has two scores; give it one."
    case .missingAreas(let areas, let key):
      "\(name(key)) also needs an answer for \(areas.joined(separator: ", ")); "
        + "score each of them or say why there is no score."
    case .pointNotOnScale(let code, let area, let key, let scale):
      "\(answer(code)) is not on the scale of \(area) in \(name(key)); use one of \(scale)."
    case .nonScoreNotAllowed(let nonScore, let area, let key, let allowed):
      "\(area) in \(name(key)) cannot be answered \(nonScore.rawValue); give a point"
        + "\(allowed.map { " or \($0.rawValue)" }.joined())."
    case .noteForUnknownArea(let area, let key, let nearest):
      "\(name(key)) has no area \(quoted(area)), yet a note is about it; "
        + "\(offer(nearest, or: "see its list of areas"))."
    case .textTooLong(.note(let area), let bytes):
      "The note on \(area) is \(bytes) bytes long; "
        + "shorten it to \(ReadingText.note(area: area).bytesMax)."
    case .textTooLong(.ownWords, let bytes):
      "The person's own words are \(bytes) bytes long; "
        + "shorten them to \(ReadingText.ownWords.bytesMax)."
    }
  }
}

/// A typed id, shown only when it has the form of one: anything else may be a free text.
private func quoted(_ typed: String) -> String {
  isIdentifier(typed.lowercased()) ? "\"\(typed)\"" : "of that name"
}

/// A typed answer, shown only when it is a short number for the same reason.
private func answer(_ typed: String) -> String {
  let isNumber = typed.utf8.allSatisfy { byte in
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || ".,+-/".utf8.contains(byte)
  }
  return isNumber && (1...12).contains(typed.utf8.count) ? "\"\(typed)\"" : "That answer"
}

private func name(_ key: InstrumentKey) -> String {
  isIdentifier(key.id) && isIdentifier(key.edition) ? key.description : "That edition"
}

private func words(_ subject: Subject) -> String {
  switch subject {
  case .family: "family"
  case .parent: "parent"
  case .child: "child"
  case .youngPerson: "young person"
  }
}

private func offer(_ names: [String], or otherwise: String) -> String {
  names.isEmpty ? otherwise : "use \(either(names))"
}

private func either(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.joined() }
  return names.dropLast().joined(separator: ", ") + " or " + last
}
