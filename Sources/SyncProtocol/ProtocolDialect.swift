/// How an older version of the protocol differs in what is sent: the handlers know the newest alone.
///
/// A version that is still spoken, or whose pushes are still taken, has one here where its bytes differ;
/// none does yet. Work that was saved long ago is so understood for as long as it may come.
package struct ProtocolDialect: Sendable {
  /// The body of a push in that version, as the newest version says it; what it cannot read it leaves
  /// as it is, to be held with its bytes.
  package let readsPush: @Sendable ([UInt8]) -> [UInt8]
  /// The answer to a push, as that version says it.
  package let writesAnswer: @Sendable ([UInt8]) -> [UInt8]
  /// A page of a pull, as that version says it.
  package let writesPage: @Sendable ([UInt8]) -> [UInt8]

  /// Makes a dialect from its parts.
  package init(
    readsPush: @escaping @Sendable ([UInt8]) -> [UInt8],
    writesAnswer: @escaping @Sendable ([UInt8]) -> [UInt8],
    writesPage: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.readsPush = readsPush
    self.writesAnswer = writesAnswer
    self.writesPage = writesPage
  }
}
