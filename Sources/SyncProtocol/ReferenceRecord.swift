package import Casework
package import WireFormat

/// A unit of the partnership's tree, as devices see it.
package struct UnitRecord: Hashable, Sendable {
  /// Its id.
  package let id: UnitID
  /// Its level.
  package let kind: UnitKind
  /// Its name.
  package let title: String
  /// The unit above it; `nil` for the partnership.
  package let parent: UnitID?

  /// Makes a unit from its parts.
  package init(id: UnitID, kind: UnitKind, title: String, parent: UnitID?) {
    self.id = id
    self.kind = kind
    self.title = title
    self.parent = parent
  }

  /// The stored object.
  package var json: JSON {
    [
      "id": .string(id.description), "kind": .string(kind.rawValue), "title": .string(title),
      "parent": parent.map { .string($0.description) } ?? .null,
    ]
  }

  /// Reads ``json``; `nil` when it is no unit.
  package init?(json: JSON) {
    guard let id = json["id"]?.string.flatMap({ UnitID($0) }),
      let kind = json["kind"]?.string.flatMap({ UnitKind(rawValue: $0) }),
      let title = json["title"]?.string
    else { return nil }
    self.init(
      id: id,
      kind: kind,
      title: title,
      parent: json["parent"]?.string.flatMap { UnitID($0) }
    )
  }
}

/// A worker of the register, as colleagues' devices see it.
package struct WorkerRecord: Hashable, Sendable {
  /// The worker's id.
  package let id: WorkerID
  /// The name colleagues know.
  package let name: String
  /// Present roles by unit.
  package let places: [Place]

  /// A role in a unit.
  package struct Place: Hashable, Sendable {
    /// The unit.
    package let unit: UnitID
    /// The role there.
    package let role: Role

    /// Makes a place from its parts.
    package init(unit: UnitID, role: Role) {
      self.unit = unit
      self.role = role
    }
  }

  /// Makes a worker from its parts.
  package init(id: WorkerID, name: String, places: [Place]) {
    self.id = id
    self.name = name
    self.places = places
  }

  /// The stored object.
  package var json: JSON {
    [
      "id": .string(id.description), "name": .string(name),
      "places": .array(
        places.map {
          ["unit": .string($0.unit.description), "role": .string($0.role.rawValue)]
        }
      ),
    ]
  }

  /// Reads ``json``; `nil` when it is no worker.
  package init?(json: JSON) {
    guard let id = json["id"]?.string.flatMap({ WorkerID($0) }), let name = json["name"]?.string,
      let array = json["places"]?.array
    else { return nil }
    let places = array.compactMap { place -> Place? in
      guard let unit = place["unit"]?.string.flatMap({ UnitID($0) }),
        let role = place["role"]?.string.flatMap({ Role(rawValue: $0) })
      else { return nil }
      return Place(unit: unit, role: role)
    }
    self.init(id: id, name: name, places: places)
  }
}

/// An instrument pack as devices see it: the pack's own JSON, and whether it may be used.
package struct InstrumentRecord: Hashable, Sendable {
  /// The pack as it was installed.
  package let pack: JSON
  /// The licence reference that an administrator recorded; `nil` when there is none.
  package let licenceReference: String?

  /// Makes an instrument record from its parts.
  package init(pack: JSON, licenceReference: String?) {
    self.pack = pack
    self.licenceReference = licenceReference
  }

  /// The stored object.
  package var json: JSON {
    ["pack": pack, "licenceReference": licenceReference.map { .string($0) } ?? .null]
  }

  /// Reads ``json``; `nil` when it is no instrument record.
  package init?(json: JSON) {
    guard let pack = json["pack"], pack.object != nil else { return nil }
    self.init(pack: pack, licenceReference: json["licenceReference"]?.string)
  }
}
