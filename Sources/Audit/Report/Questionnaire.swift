import Instruments
import Reconciliation

/// What the audit has to ask one authority before its figures can be trusted.
struct Questionnaire {
  let authority: String
  let tool: String
  /// Why it is asked.
  let reason: String
  let questions: [String]
}

extension AuditContext {
  /// The questions to each authority about its main tool, those with an assumed definition first.
  var questionnaires: [Questionnaire] {
    let all = study.profile.authorities.compactMap { authority -> (Bool, Questionnaire)? in
      guard let main = study.profile.policy.progress.mainInstrument(of: authority) else {
        return nil
      }
      let name = title(ofInstrument: main)
      guard isAssumed(main) else {
        return (
          false,
          Questionnaire(
            authority: authority,
            tool: name,
            reason: "The definition was supplied. What follows decides which readings may be "
              + "compared with each other.",
            questions: [
              "Which tools of the family of \(name) do you hold, and in which editions?",
              "From which day was each edition used, and was any team later than others?",
              "Who scores: worker and family together, the worker alone, or the family alone?",
              "When is it scored, and who decides that a family is not scored?",
              "Is the agreed end point of a family recorded?",
              "How are workers trained, and how is that kept up?",
              "Does your licence permit storing stages and publishing tables of bands?",
            ]
          )
        )
      }
      return (
        true,
        Questionnaire(
          authority: authority,
          tool: name,
          reason:
            "Nobody has yet supplied the definition of \(name). Every figure about it in this "
            + "report rests on an assumed one and changes if the answers differ.",
          questions: [
            "What is \(name) for, and who owns it?",
            "Which areas does it have, in the words that workers see?",
            "How many points does each area have, and what do they mean?",
            "Is a higher point better or worse?",
            "Are half points used?",
            "Is there an answer such as “no issue” or “not applicable”, and when is it given?",
            "Who scores: the worker, the family, or both together?",
            "When is it scored: at opening, at each review, at closing?",
            "Is a sum or a mean of the areas used anywhere?",
            "Has it changed since it was introduced, and on which days?",
            "How are workers trained in it?",
          ]
        )
      )
    }
    return all.filter(\.0).map(\.1) + all.filter { !$0.0 }.map(\.1)
  }
}
