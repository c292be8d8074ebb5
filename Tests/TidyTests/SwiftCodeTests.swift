import Testing

/// The blanking that the other rules rest on.
struct SwiftCodeTests {
  @Test(arguments: [
    ("a // b\nc", "a     \nc"), ("a /* b /* c */ d\n */ e", "a               \n    e"),
    (#""a" b"#, #"" " b"#), (##"#"a"b"# c"##, ##"#"   "# c"##), (#""\"a" b"#, #""   " b"#),
    (#""a\(b("c"))d" e"#, #""   b(" ")  " e"#), ("\"\"\"\na\"b\n\"\"\" c", "\"\"\"\n   \n\"\"\" c"),
    (#"a / b"#, #"a / b"#), ("\"open\nnext", "\"    \nnext"), ("\"\" a", "\"\" a"),
  ])
  func `only code is left, at its place`(_ text: String, _ code: String) {
    #expect(SwiftCode.of(text) == code)
  }
}
