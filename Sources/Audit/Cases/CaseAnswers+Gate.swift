import Reconciliation
import WireFormat

/// When a link may be used.
extension CaseAnswers {
  static func linkGate(_ input: CaseInput) throws(CaseProblem) -> JSON {
    func optional(_ name: String) throws(CaseProblem) -> Double? {
      input.has(name) ? try input.number(name) : nil
    }
    let state = ReferenceState(rawValue: try input.text("crosswalkState"))
    let gate = LinkGate(
      LinkEvidence(
        isSingleGroup: ["single_group", "singleGroup"].contains(try input.text("design")),
        relationship: EdgeRelationship(rawValue: try input.text("relationship")),
        effectiveSize: try optional("nEff"),
        spearman: try optional("spearman"),
        largestStandardError: try optional("maxBootstrapSE"),
        smallestGroup: input.has("smallestSubgroup") ? try input.count("smallestSubgroup") : nil,
        largestDifference: try optional("maxRmsd"),
        sameRaterShare: try optional("sameRaterShare"),
        crossValidatedKappa: try optional("crossValidatedQWK"),
        isSignedOff: state?.isSignedOff ?? false
      )
    )
    return [
      "status": .string(gate.status.rawValue),
      "reasons": .array(gate.reasons.map { .string($0.rawValue) }),
    ]
  }
}
