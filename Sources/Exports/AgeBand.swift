package import Casework

/// The bands of ages that leave the system instead of dates of birth.
///
/// They are written `5 to 8` rather than `5-8`, which spreadsheets turn into the fifth of August.
package enum AgeBand: String, CaseIterable, Sendable {
  case under5 = "0 to 4"
  case from5 = "5 to 8"
  case from9 = "9 to 12"
  case from13 = "13 to 15"
  case from16 = "16 to 18"
  case from19 = "19 to 25"

  /// The band of completed years `age`; `nil` before birth and from 26 on.
  package init?(age: Int) {
    switch age {
    case 0...4: self = .under5
    case 5...8: self = .from5
    case 9...12: self = .from9
    case 13...15: self = .from13
    case 16...18: self = .from16
    case 19...25: self = .from19
    default: return nil
    }
  }

  /// The band on `date` of somebody born in `born`; `nil` where it cannot be told.
  ///
  /// A year of age counts from the first day of the birth month. Where only the year is known, the
  /// band is told only if it is the same before and after the birthday.
  package init?(born: BirthMonth, on date: CalendarDay) {
    let age = date.year - born.year
    guard let month = born.month else {
      guard let before = Self(age: age - 1), before == Self(age: age) else { return nil }
      self = before
      return
    }
    self.init(age: date.month < month ? age - 1 : age)
  }
}
