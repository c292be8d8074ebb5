import SyncProtocol
import Testing

/// Every number here was computed with Python's `hashlib` and `struct`.
struct CommitChainTests {
  @Test func `a digest is the first eight bytes of SHA-256`() {
    #expect(CommitChain.digest([]) == 0xE3B0_C442_98FC_1C14)
    #expect(CommitChain.digest(Array("abc".utf8)) == 0xBA78_16BF_8F01_CFEA)
  }

  @Test func `three commits chain as they do in Python`() {
    let commits = [(Int64(1), #"{"a":1}"#), (2, #"{"b":2}{"c":3}"#), (3, "")]
    var chain: UInt64 = 0

    let links = commits.map { seq, lines in
      chain = CommitChain.next(
        after: chain,
        seq: seq,
        digest: CommitChain.digest(Array(lines.utf8))
      )
      return chain
    }

    #expect(
      links == [0x428A_2FF4_B596_6278, 0x0E1A_AA53_68C8_2BF9, 0xB50C_AF95_BF25_1DA1]
    )
  }

  @Test func `the largest numbers chain too`() {
    #expect(
      CommitChain.next(after: .max, seq: .max, digest: 0x0123_4567_89AB_CDEF)
        == 0xF2BF_4937_B362_6A06
    )
  }

  @Test func `another order, number or content is another history`() {
    let links: Set = [
      CommitChain.next(after: 1, seq: 2, digest: 3), CommitChain.next(after: 2, seq: 1, digest: 3),
      CommitChain.next(after: 1, seq: 3, digest: 2), CommitChain.next(after: 1, seq: 2, digest: 4),
    ]

    #expect(links.count == 4)
  }
}
