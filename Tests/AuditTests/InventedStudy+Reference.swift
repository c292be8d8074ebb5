import WireFormat

extension InventedStudy {
  static let instruments: JSON = [
    "scales": [
      "rungs": [
        "polarity": "lowerIsBetter", "points": ["0", "1", "2", "3", "4", "5", "6"],
        "unit": ["0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6], "threshold": 2,
        "thresholdUnit": "level", "basis": "assumed",
        "bands": [
          "0": [5, 5], "1": [5, 5], "2": [4, 4], "3": [3, 3], "4": [2, 2], "5": [1, 2],
          "6": [1, 1],
        ],
      ],
      "halves": [
        "polarity": "higherIsBetter", "points": ["1", "1.5", "2", "2.5", "3"],
        "unit": ["1": 1, "1.5": 1, "2": 2, "2.5": 2, "3": 3], "threshold": 1,
        "thresholdUnit": "level", "basis": "assumed",
        "bands": ["1": [1, 1], "1.5": [2, 2], "2": [3, 3], "2.5": [4, 4], "3": [5, 5]],
      ],
    ],
    "instruments": [
      [
        "id": "ladder", "title": "Ladder", "subject": "parent", "perspective": "parent",
        "scale": "rungs", "editions": ["1", "2", "3"], "compatible": [["1", "2"]],
        "compatibleBasis": "publisherAsserted", "definitionStatus": "supplied",
        "areas": ["home", "calm"],
      ],
      [
        "id": "tally", "title": "Tally (definition assumed)", "subject": "family",
        "perspective": "family", "scale": "halves", "editions": ["0"],
        "definitionStatus": "assumed", "noIssuePolicy": "exclude", "areas": ["roof", "mood"],
      ],
    ],
  ]

  static let drafts: JSON = [
    "frameworks": [
      [
        "id": "shared", "version": "1", "title": "Shared", "state": "proposed",
        "layers": [
          ["id": "main", "title": "Main", "outcomes": [["X1", "Home"], ["X2", "Peace"]]],
          ["id": "top", "mappable": false, "title": "Top", "outcomes": [["Z1", "All"]]],
        ],
      ]
    ],
    "crosswalks": [
      crosswalk("ladder", "1", ["home": "X1", "calm": "X2"]),
      crosswalk("tally", "0", ["roof": "X1", "mood": "X2"]),
    ],
  ]

  /// A crosswalk with one primary edge for each area.
  static func crosswalk(
    _ instrument: String,
    _ edition: String,
    _ edges: KeyValuePairs<String, String>
  ) -> JSON {
    [
      "id": .string("\(instrument)-to-shared"), "version": "1", "state": "proposed",
      "source": ["id": .string(instrument), "version": .string(edition)],
      "target": ["id": "shared", "version": "1"],
      "edges": .array(
        edges.map { area, outcome in
          [
            "area": .string(area), "outcome": .string(outcome), "layer": "main",
            "relationship": "equivalent", "role": "primary", "weight": 1, "rationale": "invented",
            "author": "nobody",
          ]
        }
      ),
      "noMap": [],
    ]
  }

  static let profile: JSON = [
    "policy": [
      "asOf": "2024-09-30", "extractDate": "2024-10-31",
      "closurePeriod": ["2024-01-01", "2024-08-31"], "baselineBeforeDays": 14,
      "baselineWindowDays": 42, "minGapDays": 28, "afterEndDays": 28, "minCoverage": .number(0.5),
      "noIssuePolicy": "exclude", "retrospective": "exclude", "reopenDays": ["1m": 31],
      "noiseFloorMinN": 1, "toolEffectMinN": 1, "dualMaxDays": 14, "framework": "shared",
      "headlineLayer": "main", "comparisonOutcome": "X1",
      "mainInstrument": ["Northvale": "ladder", "Southmere": "tally"], "bootstrapSeed": 7,
      "bootstrapReplicates": 20,
      "linkPairs": [["id": "A", "areas": ["home", "roof"], "relationship": "equivalent"]],
    ],
    "sources": .array(sources),
  ]

  private static let sources: [JSON] = [
    staff("Northvale", "north/staff.csv"), staff("Southmere", "south/staff.csv"),
    support("Northvale", "north/support.csv"), support("Southmere", "south/support.csv"),
    [
      "kind": "star-wide", "authority": "Northvale", "file": "north/ladders.csv",
      "dates": "dd/mm/yyyy",
      "columns": [
        "id": "No", "engagement": "Case", "family": "Family", "subject": "Who",
        "instrument": "Tool", "edition": "Edition", "date": "Day", "entered": "Typed",
        "respondent": "By", "timing": "How", "worker": "Worker", "replaces": "Instead",
      ],
      "areaPrefix": ["ladder": "L"], "nonScores": ["": "notScored"],
      "codes": [
        "instrument": ["Ladder": "ladder"],
        "respondent": ["Both": "agreed", "Worker": "worker", "Parent": "family"],
        "timing": ["Then": false, "Later": true],
      ],
    ],
    [
      "kind": "area-long", "authority": "Southmere", "file": "south/tallies.csv",
      "dates": "yyyy-mm-dd", "timestamps": "yyyy-mm-ddThh:mm[:ss](Z|±hh:mm)",
      "instrument": "tally", "edition": "0",
      "columns": [
        "id": "No", "case": "Case", "date": "Day", "recorded": "Saved", "stage": "Stage",
        "area": "Area", "score": "Mark", "worker": "Worker", "respondent": "Shared",
        "timing": "Late",
      ],
      "nonScores": ["": "notScored", "None": "noIssue"],
      "codes": [
        "area": ["Roof": "roof", "Mood": "mood"], "respondent": ["yes": "agreed", "no": "worker"],
        "timing": ["": false, "late": true], "stage": ["any": "any"],
      ],
    ],
    [
      "kind": "dual", "file": "both.csv", "dates": "yyyy-mm-dd", "pair": ["ladder", "tally"],
      "authorities": ["Northvale", "Southmere"],
      "columns": [
        "id": "No", "part": "Turn", "date": "L day", "date2": "T day", "rater": "L rater",
        "rater2": "T rater", "authority": "Council", "ageBand": "Ages", "tier": "Level",
      ],
      "areaPrefix": ["ladder": "L", "tally": "T"],
      "nonScores": ["": "notScored", "None": "noIssue"],
    ],
    [
      "kind": "double", "file": "twice.csv", "dates": "yyyy-mm-dd",
      "columns": [
        "id": "Pair", "part": "Turn", "tool": "Tool", "date": "Day", "rater": "Rater",
      ],
      "areaPrefix": ["ladder": "L", "tally": "T"],
      "nonScores": ["": "notScored", "None": "noIssue"],
      "codes": ["tool": ["Ladder": "ladder", "Tally": "tally"]],
    ],
    [
      "kind": "population", "file": "people.csv", "dates": "yyyy-mm-dd",
      "columns": ["authority": "Council", "band": "Ages", "n": "People", "date": "On"],
    ],
  ]

  private static func staff(_ authority: String, _ file: String) -> JSON {
    [
      "kind": "workers", "authority": .string(authority), "file": .string(file),
      "columns": ["id": "Ref", "name": "Name", "team": "Team"],
    ]
  }

  private static func support(_ authority: String, _ file: String) -> JSON {
    [
      "kind": "episodes", "authority": .string(authority), "file": .string(file),
      "dates": "dd/mm/yyyy", "yobSeparator": ";",
      "columns": [
        "id": "Case", "family": "Family", "opened": "From", "closed": "To", "tier": "Level",
        "worker": "Worker", "agency": "Lead", "district": "Patch", "reason": "Why",
        "stepUp": "Stepped", "yobs": "Born", "contact": "Met",
      ],
      "codes": [
        "tier": ["Two": "more", "Three": "targeted"],
        "agency": ["School": "school", "Council": "council"],
        "district": ["Dale": "Dale", "Hill": "Hill"], "reason": ["Done": "met"],
        "stepUp": ["No": "none", "Section 17": "s17"], "contact": ["Home": "faceToFace"],
      ],
    ]
  }
}
