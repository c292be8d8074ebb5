import WireFormat

/// Bodies that the server takes; everything in them is invented.
enum Bodies {
  static let member: JSON = ["name": "Wren Ashdown", "role": "child", "born": "2017-04"]
  static let episode: JSON = [
    "openedOn": "2026-09-01", "tier": "more", "referralSource": "school",
  ]
  static let goal: JSON = ["text": "Mornings that start without a row"]
  static let note: JSON = ["text": "Met at home.", "date": "2026-09-02"]

  static let consent: JSON = ["purpose": "sharing", "date": "2025-09-02", "how": "written"]

  static func reading(home: String = "3", date: String = "2026-09-02") -> JSON {
    [
      "instrument": "demo-compass", "edition": "1", "subject": "family",
      "date": .string(date), "respondent": "agreed",
      "scores": [
        "home": .string(home), "learning": "5", "money": "5", "health": "5", "feelings": "5",
        "friends": "5", "safety": "5", "family-life": "declined",
      ],
    ]
  }

  static func assignment(_ worker: String) -> JSON {
    ["worker": .string(worker), "role": "support", "startedOn": "2026-09-03"]
  }

  static func handover(to worker: String) -> JSON {
    ["to": .string(worker), "on": "2026-09-04", "reason": "An invented move."]
  }
}
