import Drawing
import Testing

/// The whole drawing as text; look at it before accepting a new one.
@Suite struct TerminalGoldenTests {
  @Test func `40 columns show the table alone`() {
    #expect(
      Scenes.family.terminalText(TerminalOptions(width: 40)) == """
        K7Q · girl, 9 · Invented family scale (…

        ● now, 14 Nov 2026 (reading 3)
        ○ was, 2 May 2026 (reading 1)
        ◉ no change   scale 1–10

        Area     Was Now Change   1       10
        Learning   3   7 ▲ up 4   ··○───●···
        Home       3   6 ▲ up 3   ··○──●····
        Feelings   2   5 ▲ up 3   ·○──●·····
        Health     5   6 ▲ up 1   ····○●····
        Safety     6   7 ▲ up 1   ·····○●···
        Friends    4   4 – same   ···◉······
        Family     6   4 ▼ down 2 ···●─○····
        Money      2   – no issue ·○········
        """
    )
  }

  @Test func `40 columns without Unicode show the table in ASCII`() {
    #expect(
      Scenes.family.terminalText(TerminalOptions(width: 40, unicode: false)) == """
        K7Q - girl, 9 - Invented family scale (~

        * now, 14 Nov 2026 (reading 3)
        o was, 2 May 2026 (reading 1)
        @ no change   scale 1-10

        Area     Was Now Change   1       10
        Learning   3   7 ^ up 4   ..o---*...
        Home       3   6 ^ up 3   ..o--*....
        Feelings   2   5 ^ up 3   .o--*.....
        Health     5   6 ^ up 1   ....o*....
        Safety     6   7 ^ up 1   .....o*...
        Friends    4   4 - same   ...@......
        Family     6   4 v down 2 ...*-o....
        Money      2   - no issue .o........
        """
    )
  }

  @Test func `72 columns show the star and the table`() {
    #expect(
      Scenes.family.terminalText(TerminalOptions(width: 72)) == """
        K7Q · girl, 9 · Invented family scale (edition 2023-05)

                                        Home 3→6
                                     ⢀ ⠠  ⠂ ⠂ ⠂ ⠠ ⢀
                                  ⡀⠐        ⠂       ⠐ ⡀
                                ⠄           ⠂           ⠄
              Money no issue  ⠐ ⠂           ●           ⠂⠐  Health 5→6
                             ⠂    ⠂         ⠈⠑⠢⠤⣀     ⠂    ⠂
                            ⠁       ⠂       ⠂    ⠉⠑●⠂       ⠁
                           ⠁          ⠂     ○⠠ ⠂⠐⢀○ ⡇        ⠁
                          ⠈             ⠂ ⠐ ⠂   ⠂⠄  ⢱        ⠈
                          ⠂         ⡀⠠ ⠂⠐○⠂ ⠂ ⠂ ⠐   ⠸⡀        ⠂
               Family 6→4 ⠂ ⠂ ⠂ ⠂○⠈ ⢠●⠂ ⠂ ⠂ ⠂ ⠂○⠁ ⠂ ⡠●⠂ ⠂ ⠂ ⠂ ⠂ Feelings 2→5
                          ⠂       ⢁ ⡸     ⠂ ⠂ ⠂ ⢁ ⢀⠔⠁         ⠂
                          ⠠        ⠄⡇   ⠂   ⠂  ⢀⠂◉⠊          ⠠
                           ⠄       ⢰⠁ ⡀⠠ ⠄⠐ ○ ⠁⢀⠔⠁⠂          ⠄
                            ⠄      ●○       ⠂ ⢠⠊    ⠂       ⠄
                             ⠂    ⠂ ⠉⠑⠢⢄⣀   ⠂⡰⠁       ⠂    ⠂
                  Safety 6→7  ⠐ ⠂        ⠉⠒⠢●           ⠂⠐  Friends 4
                                ⠁ ⡀         ⠂         ⡀ ⠁
                                   ⠐ ⢀      ⠂     ⢀ ⠐
                                       ⠈  ⠂ ⠂ ⠂ ⠈
                                      Learning 3→7

                      ● latest, 14 Nov 2026 (reading 3)
                      ○ first, 2 May 2026 (reading 1)   ◉ no change   scale 1–10

                      Area     First Latest  Change    1       10
                      Learning     3      7  ▲ up 4    ··○───●···
                      Home         3      6  ▲ up 3    ··○──●····
                      Feelings     2      5  ▲ up 3    ·○──●·····
                      Health       5      6  ▲ up 1    ····○●····
                      Safety       6      7  ▲ up 1    ·····○●···
                      Friends      4      4  – same    ···◉······
                      Family       6      4  ▼ down 2  ···●─○····
                      Money        2      –  no issue  ·○········
        """
    )
  }

  @Test func `72 columns without Unicode show the table in ASCII`() {
    #expect(
      Scenes.family.terminalText(TerminalOptions(width: 72, unicode: false)) == """
        K7Q - girl, 9 - Invented family scale (edition 2023-05)

                      * latest, 14 Nov 2026 (reading 3)
                      o first, 2 May 2026 (reading 1)   @ no change   scale 1-10

                      Area     First Latest  Change    1       10
                      Learning     3      7  ^ up 4    ..o---*...
                      Home         3      6  ^ up 3    ..o--*....
                      Feelings     2      5  ^ up 3    .o--*.....
                      Health       5      6  ^ up 1    ....o*....
                      Safety       6      7  ^ up 1    .....o*...
                      Friends      4      4  - same    ...@......
                      Family       6      4  v down 2  ...*-o....
                      Money        2      -  no issue  .o........
        """
    )
  }

  @Test func `100 columns show a larger star`() {
    #expect(
      Scenes.family.terminalText(TerminalOptions(width: 100)) == """
        K7Q · girl, 9 · Invented family scale (edition 2023-05)

                                                      Home 3→6
                                                    ⡀ ⠄ ⠂ ⠂ ⠂ ⠄ ⡀
                                              ⡀ ⠂ ⠁       ⠂       ⠁ ⠂ ⡀
                                            ⠄             ⠂             ⠄
                         Money no issue  ⡀⠈               ⠂              ⠈ ⡀ Health 5→6
                                       ⠠  ⠂               ⠂               ⠂ ⠠
                                      ⠐     ⠂             ●⠒⠤⣀          ⠂    ⠐
                                     ⠂        ⠂           ⠂   ⠉⠑⠢⢄⣀   ⠂        ⠂
                                    ⠂           ⠂         ⠂        ⠉●           ⠂
                                   ⠐              ⠂       ○⠠ ⠄⠐ ⠂⠈○ ⢸           ⠐
                                   ⠂                ⠂   ⡀⠂⠂     ⠂⠄   ⡇           ⠂
                                  ⠐                 ⢀ ○   ⠂   ⠂ ⠐    ⢱           ⠐
                                  ⠂           ⢀ ⠄⠐ ⠁    ⠂ ⠂ ⠂  ⡀⠁    ⠸⡀           ⠂
                       Family 6→4 ⠂ ⠂ ⠂ ⠂ ⠂○⡀⠁⠂ ● ⠂ ⠂ ⠂ ⠂ ⠂ ⠂ ⠂○⠂ ⠂ ⠂⢠● ⠂ ⠂ ⠂ ⠂ ⠂ ⠂ Feelings 2→5
                                  ⠂         ⠠   ⡇       ⠂ ⠂ ⠂  ⢁    ⡔⠁            ⠂
                                  ⠐          ⠐ ⢸      ⠂   ⠂   ⠂ ⠄ ⢠⠊             ⠐
                                   ⠂          ⢁⡜    ⠂     ○⡀⢀ ⡀⢀⠐◉⠁              ⠂
                                   ⠐          ⢀⠇  ⠂ ⡀⠠ ⠂⠈ ⠂    ⢀⠎ ⠂             ⠐
                                    ⠂         ⢸ ○⠂⠈       ⠂   ⡠⠃    ⠂           ⠂
                                     ⠂        ●⠤⢄⡀        ⠂ ⢀⠜        ⠂        ⠂
                                      ⠐     ⠂    ⠈⠉⠒⠤⢄⡀   ⠂⢠⠊           ⠂    ⠐
                            Safety 6→7 ⠈ ⡀⠂           ⠈⠑⠒⠤●⠁              ⠂⡀⠈  Friends 4
                                          ⠠               ⠂              ⠠
                                            ⠁ ⡀           ⠂           ⡀ ⠁
                                                ⠂ ⠄ ⡀     ⠂     ⡀ ⠄ ⠂
                                                      ⠁ ⠂ ⠂ ⠂ ⠁
                                                    Learning 3→7

                                    ● latest, 14 Nov 2026 (reading 3)   ○ first, 2 May 2026 (reading 1)
                                    ◉ no change   scale 1–10

                                    Area     First Latest  Change    1       10
                                    Learning     3      7  ▲ up 4    ··○───●···
                                    Home         3      6  ▲ up 3    ··○──●····
                                    Feelings     2      5  ▲ up 3    ·○──●·····
                                    Health       5      6  ▲ up 1    ····○●····
                                    Safety       6      7  ▲ up 1    ·····○●···
                                    Friends      4      4  – same    ···◉······
                                    Family       6      4  ▼ down 2  ···●─○····
                                    Money        2      –  no issue  ·○········
        """
    )
  }

  @Test func `100 columns without Unicode show the table in ASCII`() {
    #expect(
      Scenes.family.terminalText(TerminalOptions(width: 100, unicode: false)) == """
        K7Q - girl, 9 - Invented family scale (edition 2023-05)

                                    * latest, 14 Nov 2026 (reading 3)   o first, 2 May 2026 (reading 1)
                                    @ no change   scale 1-10

                                    Area     First Latest  Change    1       10
                                    Learning     3      7  ^ up 4    ..o---*...
                                    Home         3      6  ^ up 3    ..o--*....
                                    Feelings     2      5  ^ up 3    .o--*.....
                                    Health       5      6  ^ up 1    ....o*....
                                    Safety       6      7  ^ up 1    .....o*...
                                    Friends      4      4  - same    ...@......
                                    Family       6      4  v down 2  ...*-o....
                                    Money        2      -  no issue  .o........
        """
    )
  }
}
