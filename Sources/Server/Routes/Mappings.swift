import Casework
import HTTPTypes
import Instruments
import Reconciliation
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// The rounds in which mappers of both authorities judge areas and outcomes by themselves.
  static let mappings: [Route] = [
    .get("/v1/mappings") { call, principal in
      let items = try await call.gate.read { _, reader in
        try reader.checkReading(principal)
        return try ServerCore.mappings(from: reader).map(\.json)
      }
      return .json(["items": .array(items), "next": .null])
    },
    .post("/v1/mappings") { call, principal in
      let file = call.json
      let rounds = try await call.gate.commit { core, writer in
        try core.handIn(file, by: principal, into: writer)
      }
      return .json(rounds.json, status: .created)
    },
  ]
}

extension MapperRounds {
  /// The rounds as REST shows them; what was voted stays closed until a round is complete, so that
  /// every mapper works alone.
  fileprivate var json: JSON {
    [
      "source": ["instrument": .string(task.source.id), "version": .string(task.source.edition)],
      "target": ["framework": .string(task.target.id), "version": .string(task.target.version)],
      "pairs": .int(Int64(pairs.count)),
      "next": next.json,
      "rounds": .array(
        (1...Self.roundsMax).filter { !sheets(ofRound: $0).isEmpty }.map { json(ofRound: $0) }
      ),
      "open": .array(openPairs.map(\.json)),
      "adjudicated_by": adjudication.map { .string($0.signer.name) } ?? .null,
      "settled": .array(
        settled.map { entry in
          [
            "area": .string(entry.pair.area), "outcome": .string(entry.pair.outcome),
            "relationship": .string(entry.code.rawValue),
            "justification": .string(entry.basis.rawValue),
          ]
        }
      ),
    ]
  }

  private func json(ofRound round: Int) -> JSON {
    let sheets = sheets(ofRound: round)
    var members: [String: JSON] = [
      "round": .int(Int64(round)), "complete": .bool(isComplete(round: round)),
      "mappers": .array(
        sheets.map { sheet in
          [
            "by": .string(sheet.signer.name), "voice": .string(sheet.voice.rawValue),
            "authority": sheet.signer.authorityTitle.map { .string($0) } ?? .null,
          ]
        }
      ),
    ]
    guard isComplete(round: round) else { return .object(members) }
    do throws(UndefinedReason) {
      let agreement = try agreement(round: round)
      members["percent_agreement"] = .string(agreement.observed.threeDecimals)
      members["ac1"] = .string(agreement.coefficient.threeDecimals)
      members["ac1_low"] = agreement.low.map { .string($0.threeDecimals) } ?? .null
      members["ac1_high"] = agreement.high.map { .string($0.threeDecimals) } ?? .null
    } catch {
      members["undefined"] = .string(error.rawValue)
    }
    members["votes"] = .array(
      pairs.map { pair in
        var entry = pair.json.object ?? [:]
        entry["relationships"] = .array(
          sheets.map { $0.votes[pair].map { .string($0.rawValue) } ?? .null }
        )
        return .object(entry)
      }
    )
    return .object(members)
  }
}

extension MappedPair {
  fileprivate var json: JSON { ["area": .string(area), "outcome": .string(outcome)] }
}

extension MapperRounds.Next {
  fileprivate var json: JSON {
    switch self {
    case .vote(let round): ["do": "vote", "round": .int(Int64(round))]
    case .adjudicate: ["do": "adjudicate"]
    case .done: ["do": "nothing"]
    }
  }
}

extension Double {
  /// Three decimals, halves away from zero, as text; canonical JSON holds whole numbers alone.
  fileprivate var threeDecimals: String {
    guard isFinite, abs(self) < 1_000_000 else { return "undefined" }
    let thousandths = Int((abs(self) * 1000).rounded())
    let digits = String(thousandths % 1000)
    let sign = self < 0 && thousandths > 0 ? "-" : ""
    return sign + "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count)
      + digits
  }
}
