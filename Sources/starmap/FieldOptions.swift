import ArgumentParser
import WireFormat

/// The flags of a record's fields, shared by its `add` and `edit` commands.
protocol FieldOptions: ParsableArguments {
  /// The given fields, by their names in JSON.
  var values: [String: JSON] { get }
}

/// The fields of a family.
struct FamilyFields: FieldOptions {
  @Option(help: "The family's name.")
  var name: String?

  @Option(help: "The authority's code, such as peterborough or cambridgeshire.")
  var authority: String?

  @Option(help: "Where the family lives.")
  var address: String?

  @Option(help: "How to reach the family.")
  var contact: String?

  @Option(help: "true if the family must not be contacted.")
  var doNotContact: Bool?

  var values: [String: JSON] {
    fields([
      "name": text(name), "authority": text(authority), "address": text(address),
      "contact": text(contact), "doNotContact": doNotContact.map { .bool($0) },
    ])
  }
}

/// The fields of a member.
struct MemberFields: FieldOptions {
  @Option(help: "The member's name.")
  var name: String?

  @Option(help: "parent, child, youngPerson or otherAdult.")
  var role: String?

  @Option(help: "Year or month of birth, 2016 or 2016-04; never a full date.")
  var born: String?

  @Option(help: "true if there is a risk that workers must know of.")
  var riskFlag: Bool?

  var values: [String: JSON] {
    fields([
      "name": text(name), "role": text(role), "born": text(born),
      "riskFlag": riskFlag.map { .bool($0) },
    ])
  }
}

/// The fields of an episode that are not set by closing or reopening it.
struct EpisodeFields: FieldOptions {
  @Option(help: "The day it opened; today if left out.")
  var openedOn: String?

  @Option(help: "community, more or targeted.")
  var tier: String?

  @Option(
    help: ArgumentHelp(
      "school, health, police, socialCare, housing, voluntarySector, selfReferral or other."
    )
  )
  var referralSource: String?

  @Option(help: "The day of the referral.")
  var referredOn: String?

  @Option(help: "The day of the assessment.")
  var assessedOn: String?

  @Option(help: "The id of the lead worker.")
  var leadWorker: String?

  @Option(help: "The code of the agency that leads, such as school.")
  var leadAgency: String?

  @Option(help: "The district that the episode is counted in.")
  var district: String?

  @Option(help: "faceToFace, virtual or mixed.")
  var contactMode: String?

  var values: [String: JSON] {
    fields([
      "openedOn": text(openedOn), "tier": text(tier), "referralSource": text(referralSource),
      "referredOn": text(referredOn), "assessedOn": text(assessedOn),
      "leadWorker": text(leadWorker), "leadAgency": text(leadAgency),
      "district": text(district), "contactMode": text(contactMode),
    ])
  }
}

/// The fields of a goal.
struct GoalFields: FieldOptions {
  @Option(help: "What should be different.")
  var text: String?

  @Option(help: "open, inProgress, met or dropped.")
  var status: String?

  @Option(help: "By when.")
  var targetDate: String?

  @Option(help: "The id of the episode it belongs to.")
  var episode: String?

  var values: [String: JSON] {
    fields([
      "text": text.map { .string($0) }, "status": status.map { .string($0) },
      "targetDate": targetDate.map { .string($0) }, "episode": episode.map { .string($0) },
    ])
  }
}

/// The fields of a note.
struct NoteFields: FieldOptions {
  @Option(help: "The note.")
  var text: String?

  @Option(help: "The day it is about; today if left out.")
  var date: String?

  @Option(help: "The id of the episode it belongs to.")
  var episode: String?

  var values: [String: JSON] {
    fields([
      "text": text.map { .string($0) }, "date": date.map { .string($0) },
      "episode": episode.map { .string($0) },
    ])
  }
}

private func text(_ value: String?) -> JSON? {
  value.map { .string($0) }
}

private func fields(_ values: [String: JSON?]) -> [String: JSON] {
  values.compactMapValues { $0 }
}
