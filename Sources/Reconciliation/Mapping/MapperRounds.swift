package import Casework

/// The rounds in which two mappers of each authority map a task, and what is to be done next.
///
/// As in the linking rules of the ICF (Cieza and others, "Refinements of the ICF Linking Rules", 2019)
/// and in rounds as Clarke and others (2023): all judge every pair by themselves, agreement is reckoned,
/// and a second round is held unless Gwet's AC1 reaches 0.80. Then a third person settles the rest.
package struct MapperRounds: Hashable, Sendable {
  /// How many rounds there are at most.
  package static let roundsMax = 2
  /// How many mappers of each authority take part.
  package static let mappersPerAuthority = 2
  /// The AC1 at which no further round is needed.
  package static let agreementNeeded = 0.80

  /// What is to be done next.
  package enum Next: Hashable, Sendable {
    /// Mappers hand in their sheets of a round; some authority has too few.
    case vote(round: Int)
    /// A third person settles what the last round left open.
    case adjudicate
    /// Everything is settled.
    case done
  }

  /// What is mapped.
  package let task: MappingTask
  /// Every pair that is judged.
  package let pairs: [MappedPair]
  /// The authorities whose mappers take part.
  package let authorities: Set<UnitID>
  /// The sheets, in the order in which they were handed in.
  package let sheets: [MapperSheet]

  /// Makes the rounds from the sheets of one task.
  package init(
    task: MappingTask,
    pairs: [MappedPair],
    authorities: Set<UnitID>,
    sheets: [MapperSheet]
  ) {
    self.task = task
    self.pairs = pairs
    self.authorities = authorities
    self.sheets = sheets.filter { $0.task == task }
  }

  /// The sheets of the mappers and publishers in a round.
  package func sheets(ofRound round: Int) -> [MapperSheet] {
    sheets.filter { $0.round == round && $0.voice != .adjudicator }
  }

  /// Whether enough mappers of every authority have handed in their sheets.
  package func isComplete(round: Int) -> Bool {
    authorities.count >= 2
      && authorities.allSatisfy { authority in
        sheets(ofRound: round).count { $0.voice == .mapper && $0.signer.authority == authority }
          >= Self.mappersPerAuthority
      }
  }

  /// How far the mappers of a round agree over all pairs.
  ///
  /// - Parameter round: The round.
  /// - Returns: AC1 (nominal, five codes) with the mean share of pairs of mappers that agree as
  ///   `observed`.
  /// - Throws: ``UndefinedReason`` when fewer than two have voted.
  package func agreement(round: Int) throws(UndefinedReason) -> GwetAgreement {
    let codes = EdgeRelationship.allCases
    let sheets = sheets(ofRound: round)
    return try GwetAgreement(
      pairs.map { pair in
        sheets.compactMap { sheet in sheet.votes[pair].flatMap { codes.firstIndex(of: $0) } }
      },
      points: codes.count,
      weights: .unweighted
    )
  }

  /// The last round that is complete; `nil` before the first is.
  package var lastRound: Int? {
    (1...Self.roundsMax).last { isComplete(round: $0) }
  }

  /// The adjudicator's sheet, once there is one.
  package var adjudication: MapperSheet? { sheets.last { $0.voice == .adjudicator } }

  /// What is to be done next.
  package var next: Next {
    guard let last = lastRound else { return .vote(round: 1) }
    let reached = (try? agreement(round: last).coefficient) ?? 0
    if last < Self.roundsMax, reached < Self.agreementNeeded { return .vote(round: last + 1) }
    if openPairs.isEmpty || adjudication != nil { return .done }
    return .adjudicate
  }

  /// The pairs of the last complete round on which not all agree.
  package var openPairs: [MappedPair] {
    guard let last = lastRound else { return [] }
    let sheets = sheets(ofRound: last)
    return pairs.filter { pair in Set(sheets.map { $0.votes[pair] }).count > 1 }
  }

  /// What is settled: the code of each pair, and whether all agreed or somebody adjudicated; empty
  /// until everything is.
  package var settled: [(pair: MappedPair, code: EdgeRelationship, basis: EdgeJustification)] {
    guard next == .done, let last = lastRound, let any = sheets(ofRound: last).first else {
      return []
    }
    let open = Set(openPairs)
    return pairs.compactMap { pair in
      if open.contains(pair) {
        return adjudication?.votes[pair].map { (pair, $0, .adjudicated) }
      }
      return any.votes[pair].map { (pair, $0, .twoMappersAgreed) }
    }
  }

  /// Judges a sheet that is handed in.
  ///
  /// - Throws: ``MapperRefusal`` when it may not be taken.
  package func check(_ sheet: MapperSheet) throws(MapperRefusal) {
    let known = Set(pairs)
    if let stranger = sheet.votes.keys.sorted(by: { ($0.area, $0.outcome) < ($1.area, $1.outcome) })
      .first(where: { !known.contains($0) })
    {
      throw .unknownPair(stranger)
    }
    let last = lastRound ?? 1
    switch sheet.voice {
    case .adjudicator:
      guard next == .adjudicate, sheet.round == last else { throw .notNow(next) }
      guard !sheets.contains(where: { $0.signer.worker == sheet.signer.worker }) else {
        throw .adjudicatorMapped
      }
      try need(openPairs, in: sheet)
    case .mapper, .publisher:
      guard next == .vote(round: sheet.round) else { throw .notNow(next) }
      let own = sheets(ofRound: sheet.round)
      guard sheet.voice == .publisher || sheet.signer.authority.map(authorities.contains) == true
      else { throw .noAuthority }
      guard
        !own.contains(where: {
          $0.voice == sheet.voice && $0.signer.worker == sheet.signer.worker
        })
      else { throw .handedInAlready(sheet.round) }
      try need(pairs, in: sheet)
    }
  }

  private func need(
    _ pairs: [MappedPair],
    in sheet: MapperSheet
  ) throws(MapperRefusal) {
    let missing = pairs.filter { sheet.votes[$0] == nil }
    if let first = missing.first { throw .missingVotes(first, missing.count) }
  }
}

/// Why a mapper's sheet is not taken.
package enum MapperRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sheet votes on a pair that the task does not have.
  case unknownPair(MappedPair)
  /// So many pairs have no vote, this one first.
  case missingVotes(MappedPair, Int)
  /// Something else is to be done.
  case notNow(MapperRounds.Next)
  /// The mapper has handed in a sheet of the round.
  case handedInAlready(Int)
  /// The adjudicator is one of the mappers.
  case adjudicatorMapped
  /// The mapper has no place in an authority.
  case noAuthority

  /// The public code, one of those in `API/problems.md`.
  package var code: String {
    switch self {
    case .unknownPair: "invalid-field"
    case .missingVotes: "missing-field"
    case .notNow: "wrong-state"
    case .handedInAlready: "already-exists"
    case .adjudicatorMapped: "second-person-needed"
    case .noAuthority: "forbidden"
    }
  }

  /// One sentence or two: what is wrong, and what to do.
  package var description: String {
    switch self {
    case .unknownPair(let pair):
      "There is no pair of \(pair.area) and \(pair.outcome) in this mapping; correct the sheet."
    case .missingVotes(let pair, let count):
      "The sheet leaves out \(count) pairs, first \(pair.area) and \(pair.outcome); vote on every "
        + "pair, with not-related-to where there is nothing."
    case .notNow(.vote(let round)): "Round \(round) is open; hand in sheets of that round."
    case .notNow(.adjudicate):
      "The rounds are over; a third person settles the open pairs with an adjudicator's sheet."
    case .notNow(.done): "Everything in this mapping is settled; draw up a crosswalk from it."
    case .handedInAlready(let round):
      "Your sheet of round \(round) is there already; a sheet never changes."
    case .adjudicatorMapped:
      "The adjudicator is somebody who has not mapped; another person does it."
    case .noAuthority:
      "Mappers vote for an authority; ask an administrator for a place as partnership lead in yours."
    }
  }
}
