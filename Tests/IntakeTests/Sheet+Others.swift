extension Sheet {
  static let assessors = Self(
    path: "cambridgeshire/workers.csv",
    columns: ["worker_id", "name", "team"],
    usual: ["worker_id": "A1", "name": "Anton Invented", "team": "Fen team"]
  )

  static let cases = Self(
    path: "cambridgeshire/cases.csv",
    columns: [
      "case_no", "household", "start_date", "end_date", "level", "lead_prof", "lead_org", "area",
      "end_reason", "escalation", "children_birth_years", "contact", "remarks",
    ],
    usual: [
      "case_no": "C1", "household": "H1", "start_date": "2023-02-03", "end_date": "2023-07-31",
      "level": "Tier 2", "lead_prof": "A1", "lead_org": "School", "area": "Fenland",
      "end_reason": "Outcomes achieved", "escalation": "Not stepped up",
      "children_birth_years": "2015|2018", "contact": "Mixed",
    ]
  )

  static let scores = Self(
    path: "cambridgeshire/map-scores.csv",
    columns: [
      "assessment_id", "case_no", "assessed_on", "recorded_at", "stage", "domain", "score",
      "assessor", "with_family", "retro",
    ],
    usual: [
      "assessment_id": "M1", "case_no": "C1", "assessed_on": "2023-03-10",
      "recorded_at": "2023-03-10T12:00:00Z", "stage": "initial", "domain": "Housing", "score": "3",
      "assessor": "A1", "with_family": "Y",
    ]
  )

  static let dual = Self(
    path: "dual-scored.csv",
    columns: [
      "Study No", "Occasion", "Star date", "MAP date", "Star rater", "MAP rater", "Authority",
      "Age band", "Tier",
    ] + areas("FSP", parentAreas) + areas("MAP", mapAreas),
    usual: [
      "Study No": "D1", "Occasion": "1", "Star date": "2023-03-10", "MAP date": "2023-03-12",
      "Star rater": "R1", "MAP rater": "R2", "Authority": "Peterborough", "Age band": "0-4",
      "Tier": "Additional",
    ].merging((areas("FSP", parentAreas) + areas("MAP", mapAreas)).map { ($0, "4") }) { $1 }
  )

  static let double = Self(
    path: "double-rated.csv",
    columns: ["Pair No", "Rating", "Tool", "Date", "Rater"]
      + areas("FSP", parentAreas) + areas("MAP", mapAreas),
    usual: [
      "Pair No": "B1", "Rating": "1", "Tool": "MAP", "Date": "2023-03-10", "Rater": "R1",
    ].merging(areas("MAP", mapAreas).map { ($0, "2") }) { $1 }
  )

  static let population = Self(
    path: "population.csv",
    columns: ["Authority", "Age band", "Population", "As at"],
    usual: [
      "Authority": "Peterborough", "Age band": "0-19", "Population": "50000",
      "As at": "2023-06-30",
    ]
  )

  static let mapAreas = [
    "good-education", "early-years", "health", "substance-use", "family-relationships",
    "safe-from-abuse", "crime", "domestic-abuse", "housing", "finance",
  ]
}
