package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** The fast reader takes what manifests consist of, leaves the rest, and never means something of its own. */
public class FastReaderTest {
    /** The same texts each time, so that a failure can be repeated. More rounds: {@code -Dfast.rounds=N}. */
    private static final long SEED = Long.getLong("fast.seed", 42);

    private static final int ROUNDS = Integer.getInteger("fast.rounds", 20_000);

    private static final List<String> TAKEN = List.of(
            "a: b\n",
            "a: b",
            "\n# comment\na: b # comment\n  # comment\n\nc: d\n",
            "a: 1\nb: 0644\nc: yes\nd: ~\ne:\nf: 1.5\ng: -1\nh: 1e3\n'1': yes\n2: no\nyes: on\n",
            "a: 'b: c'\nb: \"c #\"\n'c d': 1\n\"e\": 2\nf g: h i\n",
            "a: 'it''s'\nb: ''\nc: ''''\nd: \"\\\"e\\\" \\\\ \\n\"\n\"f\\\"\": g\n'h''i': [\"\\n\", '''']\n",
            "a: http://b:80/c#d -e\n",
            "- a\n-\n- - b\n  - c\n-   d: e\n    f: g\n",
            "a:\n- b\n- c:\n  - d\n  e:\n    f\ng:\n  - h\n",
            "a: |\n  b\n\n    c \n  # d\ne: |-\n   f: g\n\n\nh: |\n i",
            "a: |-\n  b\n   \n  \n \n",
            "- |\n  a\n# comment\n- b\n",
            "a: {}\nb: []\nc: [1, \"b\", 'c', d e, [f], {g: h, i: -1}, ] # comment\nd: e\n",
            "a: ü\nb: \uD83D\uDE00\n",
            "a: <<\n\"<<\": b\n");

    private static final List<String> LEFT = List.of(
            "a",
            "",
            "# comment\n",
            "a: b\na: c\n",
            "a: [b: c]\n",
            "a: [b:c]\n",
            "a: [b:]\n",
            "a: {b}\n",
            "a: {b: 1, b: 2}\n",
            "a: [b,\n  c]\n",
            "a: [b #c]\n",
            "a: &x b\n",
            "a: !!str b\n",
            "<<: {a: b}\n",
            "? a\n: b\n",
            "~: a\n",
            "a: .inf\n",
            "a: b\n  c\n",
            "a: 'b\n  c'\n",
            "a: \"\\x41\"\n",
            "a: \"\\\n  b\"\n",
            "a: \"\\\"\n",
            "a: '''\n",
            "a: \"\"\"\n",
            "a: \"b\"#c\n",
            "a: >\n  b\n",
            "a: |+\n  b\n",
            "a: |2\n  b\n",
            "a: |\n\n  b\n",
            "a: |\n",
            "a: |\nb: c\n",
            "a:\tb\n",
            "a: b\r\n",
            "a: b\u0085",
            "a: b: c\n",
            "a: b\n c: d\n",
            "a:\n  b: c\n d: e\n",
            "- a\nb: c\n",
            "a: 1\n- b\n",
            "--- a: b\n",
            "---a: b\n",
            "%YAML 1.1\n---\na: b\n",
            "{\"a\": 1}\n{\"b\": 2}\n",
            "k".repeat(1100) + ": v\n",
            "k" + " ".repeat(1100) + ": v\n",
            "\"" + "\\n".repeat(550) + "\": v\n");

    private static final List<String> PIECES = List.of(
            " ", "  ", "\n", "\n ", "\n  ", "\n    ", "\n- ", "- ", "-", ": ", ":", ",", ", ", "[", "]", "{", "}", "{}",
            "#", " #", "&a ", "*a", "!!str ", "|\n", "|-\n  ", "|", ">-\n  ", "'", "''", "\"", "\\", "\\\"", "\\n",
            "\"\"", "? ", "?", "%", "@", "`", "<<: ", "~", "a", "b", "a: ", "b: c", "yes", "0x1F", "1e3", "1_0", ".5",
            ".inf", "null", "ü", "\u00A0", "\u2028", "\uFEFF", "\t", "\r", "\n---\n", "---", "...", "\n...\n",
            "\"a\": ", "'a': ", "- a: ", "[a]", "{a: b}", "\n\n");

    @Test
    public void takesWhatManifestsConsistOf() throws Exception {
        for (String text : TAKEN) {
            assertTrue(text, BothReaders.isTaken(text));
        }
        for (Path file : ExampleManifestsTest.files()) {
            assertTrue(file.toString(), BothReaders.isTaken(Files.readString(file)));
        }
    }

    @Test
    public void leavesWhatIsRareOrWrong() {
        for (String text : LEFT) {
            assertFalse(text, BothReaders.isTaken(text));
        }
    }

    @Test
    public void limitsDepthAsTheOtherReader() {
        ReadLimits limits = new ReadLimits(1 << 20, 3, 1000, 1000);
        assertEquals(1, BothReaders.compare(Reading.utf8("a:\n- b: c\n"), limits));
        assertEquals(1, BothReaders.compare(Reading.utf8("- [{}]\n"), limits));
        assertEquals(0, BothReaders.compare(Reading.utf8("a:\n- b: {}\n"), new ReadLimits(1 << 20, 2, 1000, 1000)));
        assertEquals(0, BothReaders.compare(Reading.utf8("a:\n- b:\n  - c\n"), limits));
    }

    @Test
    public void agreesOnTheOraclesTexts() {
        OracleCases.texts().map(Reading::utf8).forEach(BothReaders::compare);
    }

    @Test
    public void agreesOnRandomPieces() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = 1 + random.nextInt(12); pieces > 0; pieces--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            BothReaders.compare(Reading.utf8(text.toString()));
        }
    }

    @Test
    public void agreesOnDamagedManifests() throws Exception {
        List<String> manifests = new ArrayList<>(TAKEN);
        for (Path file : ExampleManifestsTest.files()) {
            manifests.add(Files.readString(file, StandardCharsets.UTF_8));
        }
        Random random = new Random(SEED);
        int taken = 0;
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder(manifests.get(i % manifests.size()));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(text.length() + 1);
                int end = Math.min(text.length(), at + random.nextInt(4));
                text.replace(at, end, random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size())));
            }
            taken += BothReaders.compare(Reading.utf8(text.toString()));
        }
        assertTrue(taken + " of " + ROUNDS, taken > ROUNDS / 10);
    }
}
