package import Casework
import DeviceStore
import SyncProtocol
import WireFormat

/// An event of a consent that was saved, and what the person should look at all the same.
package struct SavedConsent: Hashable, Sendable {
  /// The event's record.
  package let record: RecordView
  /// Empty most of the time.
  package let warnings: [ConsentWarning]
}

/// What a person should look at after saving an event of a consent.
package enum ConsentWarning: Hashable, Sendable, CustomStringConvertible {
  /// The date is later than today.
  case futureDate(CalendarDay)
  /// A consent was given, and a withdrawal of the same or a later day stands.
  case withdrawalStands(CalendarDay)
  /// A consent was withdrawn, and one that was given on a later day stands.
  case consentStands(CalendarDay)

  /// What to look at.
  package var description: String {
    switch self {
    case .futureDate(let date):
      "The date \(date) lies in the future; check it and the clock of the device."
    case .withdrawalStands(let date):
      "The withdrawal of \(date) stands; a consent that is given anew counts from the day after."
    case .consentStands(let date):
      "The consent given on \(date) is later than this withdrawal and stands; check the date."
    }
  }
}

extension Device {
  /// Saves that a consent was given or withdrawn, with or without a signal.
  ///
  /// Nothing is edited or taken back: whoever recorded something wrong records another event.
  ///
  /// - Parameters:
  ///   - consent: The event.
  ///   - family: The family.
  /// - Returns: What was saved.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  package func addConsent(_ consent: Consent, family: FamilyID) throws -> SavedConsent {
    // The server's own reading of the content, so that what it would refuse is refused here.
    _ = try Consent(consent.event, content: consent.content)
    let id = surroundings.newID(RecordTag.self)
    var today = consent.date
    let record = try captureOne(.consent, id, family: family) { capture in
      try capture.need(family)
      if let member = consent.member { try capture.need(member, type: .member, family: family) }
      today = CalendarDay(milliseconds: capture.moment.wall)
      try capture.add(
        consent.event == .given ? .consentGive : .consentWithdraw,
        record: id,
        family: family,
        data: consent.content
      )
    }
    var warnings: [ConsentWarning] = []
    if consent.date > today { warnings.append(.futureDate(consent.date)) }
    let state = try consentStates(of: family).first {
      $0.consent.purpose == consent.purpose && $0.consent.member == consent.member
    }
    if let decisive = state?.consent, decisive.event != consent.event {
      warnings.append(
        consent.event == .given
          ? .withdrawalStands(decisive.date) : .consentStands(decisive.date)
      )
    }
    return SavedConsent(record: record, warnings: warnings)
  }

  /// Every consent that was given or withdrawn for a family, oldest id first.
  package func consents(of family: FamilyID) throws -> [RecordView] {
    try records(of: .consent, family: family)
  }

  /// How the consents of a family stand, by everything that this device knows, also what is still to be sent.
  ///
  /// An event in words that this version does not know counts from the upgrade on.
  package func consentStates(of family: FamilyID) throws -> [ConsentState] {
    Casework.consentStates(
      of: try consents(of: family).compactMap { view in
        (try? Consent(json: view.json)).map { (record: view.id, consent: $0) }
      }
    )
  }
}
