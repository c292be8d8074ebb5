import Casework
import Testing

struct RecordSchemaTests {
  @Test func `no record type has two schemas and no schema two fields of one name`() {
    let types = RecordSchema.all.map(\.type)

    #expect(Set(types).count == types.count)
    for schema in RecordSchema.all {
      #expect(Set(schema.fields.map(\.name)).count == schema.fields.count)
    }
  }

  @Test func `free text always has a limit and is always identifying`() {
    for schema in RecordSchema.all {
      for field in schema.fields {
        guard case .text(let limit) = field.kind, field.policy != .server else { continue }

        #expect(limit > 0)
        #expect(field.sensitivity == .identifying, "\(schema.type.rawValue).\(field.name)")
      }
    }
  }

  @Test func `a birth is stored to the month at most`() {
    let births = RecordSchema.all.flatMap(\.fields).filter { $0.name == "born" }

    #expect(births.map(\.kind) == [.birthMonth])
  }

  @Test func `the fields that closing sets are fields of an episode and never required`() {
    let schema = RecordSchema.schema(of: .episode)
    let closing = schema?.fields.filter { RecordSchema.episodeClosingFields.contains($0.name) }

    #expect(Set(closing?.map(\.name) ?? []) == RecordSchema.episodeClosingFields)
    #expect(closing?.allSatisfy { !$0.isRequired } == true)
  }

  @Test func `records that are never edited have no schema`() {
    let without = RecordType.allCases.filter { RecordSchema.schema(of: $0) == nil }

    #expect(
      without == [
        .assignment, .consent, .reading, .correction, .review, .unit, .worker, .instrument,
        .framework, .crosswalk, .policy, .study, .importRun, .changeRule, .compatibility,
        .linkTable, .disclosure, .decision, .mapping, .release,
      ]
    )
  }

  @Test func `scores and notes are classes of their own`() {
    let classes = RecordType.allCases.map { "\($0.rawValue) \($0.recordClass.title)" }

    #expect(
      classes == [
        "family core", "member core", "episode core", "goal core", "note notes",
        "assignment core", "consent core", "reading scores", "correction scores", "review core",
        "unit core", "worker core", "instrument core", "framework core", "crosswalk core",
        "policy core", "study core", "importRun core", "changeRule core", "compatibility core",
        "linkTable core", "disclosure core", "decision core", "mapping core", "release core",
      ]
    )
  }

  @Test func `a mask of one class includes that class alone`() {
    for recordClass in RecordClass.allCases {
      let mask = ClassMask(rawValue: recordClass.rawValue)

      #expect(RecordClass.allCases.filter(mask.includes) == [recordClass])
    }
    #expect(RecordClass.allCases.allSatisfy(ClassMask.all.includes))
  }

  @Test func `only the person's own view does not count in reports`() {
    #expect(Respondent.allCases.filter(\.countsInReports) == [.agreed, .worker])
  }

  @Test func `two readings clash only when they would be counted beside each other`() {
    let reading = Reading(
      instrument: "demo-compass",
      edition: "1",
      subject: .family,
      date: CalendarDay(milliseconds: 0),
      respondent: .agreed,
      scores: []
    )
    var person = reading
    person.respondent = .family
    var worker = reading
    worker.respondent = .worker
    var later = reading
    later.date = CalendarDay(milliseconds: 86_400_000)
    var member = reading
    member.member = RecordID(high: 1, low: 1)
    var looking = reading
    looking.timing = .retrospective
    var other = reading
    other.instrument = "demo-steps"

    let clashes = [reading, person, worker, later, member, looking, other].map {
      reading.isSameDayPair(with: $0)
    }
    #expect(clashes == [true, false, true, false, false, false, false])
  }

  @Test func `every kind of review item can be closed`() {
    #expect(ReviewKind.allCases.allSatisfy { !$0.choices.isEmpty })
  }
}
