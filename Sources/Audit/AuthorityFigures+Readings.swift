import Casework
import Instruments
import Intake
import Reconciliation
import WireFormat

extension AuthorityFigures {
  /// How many closures have no, one or more assessments with the main instrument.
  func readingsPerClosure(_ readings: [[CaseReading]]) -> JSON {
    guard let main = study.profile.policy.progress.mainInstrument(of: title) else { return .null }
    let counts = readings.map { list in list.count { $0.key.id == main } }
    let share = { (counts: [Int], fits: (Int) -> Bool) in
      Proportion(x: counts.count(where: fits), n: counts.count).json
    }
    return [
      "instrument": .string(main), "0": share(counts) { $0 == 0 }, "1": share(counts) { $0 == 1 },
      "2+": share(counts) { $0 > 1 },
    ]
  }

  /// Days from the opening to the first standard reading that reports count, with any instrument.
  func daysToFirstReading(_ readings: [[CaseReading]]) -> JSON {
    let days = zip(closed, readings).compactMap { episode, readings -> Int? in
      let first = readings.filter { $0.respondent.countsInReports && $0.timing == .standard }
        .map(\.date.daysSince1970).min()
      return first.map { $0 - episode.imported.opened.daysSince1970 }
    }
    let sorted = days.sorted().map(Double.init)
    let quartile = { (share: Double) in JSON.figure(percentile(sorted, share)) }
    return [
      "n": .count(days.count), "median": quartile(0.5), "q1": quartile(0.25), "q3": quartile(0.75),
      "before_opening": .count(days.count { $0 < 0 }),
    ]
  }

  /// Who marked the readings of the cohort, by instrument.
  func respondentMix(_ readings: [[CaseReading]]) -> JSON {
    .object(
      Dictionary(grouping: readings.joined(), by: \.key.id).mapValues { readings in
        .object(
          Dictionary(
            Respondent.allCases.map { respondent in
              (respondent.rawValue, .count(readings.count { $0.respondent == respondent }))
            }
          ) { first, _ in first }
        )
      }
    )
  }

  /// How many readings of the cohort were given later for an earlier day, by instrument.
  func retrospective(_ readings: [[CaseReading]]) -> JSON {
    .object(
      Dictionary(grouping: readings.joined(), by: \.key.id).mapValues { readings in
        Proportion(x: readings.count { $0.timing == .retrospective }, n: readings.count).json
      }
    )
  }

  /// The crude rule, kept only to show what it does: any area up by any amount, between the earliest
  /// and the latest reading of one subject with one instrument, over all closures.
  func crudeAnyArea(_ readings: [[CaseReading]]) -> Proportion {
    Proportion(x: readings.count(where: isAnyAreaUp), n: readings.count)
  }

  private func isAnyAreaUp(_ readings: [CaseReading]) -> Bool {
    Dictionary(grouping: readings) { [$0.key.id, $0.subject] }.values.contains { readings in
      guard let (first, last) = readings.extremes,
        let pack = study.reference.catalogue.pack(last.key)
      else { return false }
      return pack.areas.contains { area in
        guard let before = first.scores[area.id], let after = last.scores[area.id] else {
          return false
        }
        return pack.direction(from: before, to: after, area: area.id) == .up
      }
    }
  }

  /// How many families came back within some days of a closing, of closings whose whole window lies
  /// within what is known.
  func reopened(among episodes: [StudyEpisode]) -> JSON {
    let asOf = study.profile.policy.asOf.daysSince1970
    let openings = Dictionary(grouping: accepted, by: \.imported.family)
      .mapValues { $0.map(\.imported.opened.daysSince1970).sorted() }
    return .object(
      study.profile.policy.reopenDays.mapValues { days in
        let followed = episodes.map(\.imported).filter { episode in
          episode.closed.map { $0.daysSince1970 + days <= asOf } ?? false
        }
        let back = followed.count { episode in
          guard let closed = episode.closed?.daysSince1970 else { return false }
          let next = (openings[episode.family] ?? []).first(after: closed)
          return next.map { $0 <= closed + days } ?? false
        }
        return Proportion(x: back, n: followed.count).json
      }
    )
  }
}

extension [Int] {
  /// The first of sorted numbers that is greater than a number.
  fileprivate func first(after number: Int) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle] > number { high = middle } else { low = middle + 1 }
    }
    return low < count ? self[low] : nil
  }
}
