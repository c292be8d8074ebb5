import TestKit
import Testing

/// Two hundred seeded worlds, and mistakes that must not go unnoticed in them.
@Suite struct SimulationTests {
  @Test(arguments: 0..<200)
  func `no promise is broken under lost answers, crashes and wrong clocks`(seed: Int) throws {
    let trace = try Simulation(seed: UInt64(seed)).run()

    #expect(trace.saved > 0)
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
