import Foundation
import TestKit
import Testing

/// Two hundred seeded worlds, and mistakes that must not go unnoticed in them.
@Suite struct SimulationTests {
  @Test(arguments: 0..<200)
  func `no promise is broken under lost answers, crashes and wrong clocks`(seed: Int) throws {
    let trace = try Simulation(seed: UInt64(seed)).run()

    #expect(trace.saved > 0)
  }

  @Test(arguments: 200..<202)
  func `on files that are opened again nothing changes`(seed: Int) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("simulation-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }

    let onFiles = try Simulation(seed: UInt64(seed), folder: folder).run()

    #expect(try onFiles == Simulation(seed: UInt64(seed)).run())
  }

  @Test func `equal seeds play equally`() throws {
    let first = try Simulation(seed: 7).run()
    let second = try Simulation(seed: 7).run()

    #expect(first == second)
  }

  @Test(arguments: PlantedBug.allCases)
  func `a planted mistake is noticed`(bug: PlantedBug) throws {
    let noticed = (0..<20).first { seed in
      do {
        _ = try Simulation(seed: UInt64(seed), bug: bug).run()
        return false
      } catch is SimulationFailure {
        return true
      } catch {
        return false
      }
    }

    #expect(noticed != nil)
  }
}
