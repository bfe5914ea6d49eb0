package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.FILE;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.assertProblem;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.problems;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.utf8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** Each limit holds exactly where it says, and long before the memory or the stack is used up. */
public class ReadLimitsTest {
    private static final ReadLimits SMALL = new ReadLimits(1000, 3, 10, 2);
    /** For what must be refused without much work, also on a busy machine. */
    private static final int SOON_MILLIS = 20_000;

    private static Problem only(String text) {
        List<Problem> problems = problems(utf8(text), SMALL);
        assertEquals(problems.toString(), 1, problems.size());
        return problems.get(0);
    }

    private static void assertReadable(String text) {
        assertFalse(YamlReader.documents(FILE, utf8(text), SMALL).isEmpty());
    }

    private static void assertRefused(String code, String where, String text) {
        Problem problem = only(text);
        assertEquals(code, problem.code());
        assertEquals(where, problem.where());
    }

    @Test
    public void bytes() {
        assertReadable("x".repeat(1000));
        assertRefused("manifest.read-too-large", "app.yaml:1", "x".repeat(1001));
        assertEquals(
                "The text has 1001 bytes; at most 1000 are read. Split it into several files.",
                only("x".repeat(1001)).message(Locale.ENGLISH));
    }

    @Test
    public void depth() {
        assertReadable("[[[1]]]");
        assertReadable("a:\n  b:\n    c: 1\n");
        assertRefused("manifest.read-too-deep", "app.yaml:1", "[[[[1]]]]");
        assertRefused("manifest.read-too-deep", "app.yaml:1", "[[[[x]]]]");
        assertRefused("manifest.read-too-deep", "app.yaml:4", "a:\n  b:\n    c:\n      d: 1\n");
    }

    @Test
    public void depthOfWhatAnAliasBrings() {
        assertReadable("x: &x [1]\ny: [*x]\n");
        assertRefused("manifest.read-too-deep", "app.yaml:2", "x: &x [[1]]\ny: [*x]\n");
        assertRefused("manifest.read-too-deep", "app.yaml:2", "x: &x {k: [1]}\ny: [{<<: *x}]\n");
    }

    @Test
    public void deepTextIsNoDanger() {
        assertProblem("manifest.read-too-deep", 1, "[".repeat(1_000_000));
        assertProblem("manifest.read-too-deep", 1, "{\"a\":".repeat(1_000_000));
        assertProblem("manifest.read-too-deep", 1, "{a: ".repeat(100_000));
        assertProblem("manifest.read-too-deep", 1, "- ".repeat(100_000) + "x");
        assertProblem("manifest.read-too-deep", 101, "[\n".repeat(100_000));
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            nested.append(" ".repeat(i)).append("a:\n");
        }
        assertProblem("manifest.read-too-deep", 101, nested.toString());
    }

    @Test
    public void theDeepestThatCanBeAllowedIsRead() {
        ReadLimits deepest = new ReadLimits(1 << 20, ReadLimits.DEEPEST, 100_000, 1);
        String text = "a: &a " + "[".repeat(999) + "]".repeat(999) + "\nb: *a\n";
        YamlDocument document = YamlReader.documents(FILE, utf8(text), deepest).get(0);
        assertEquals(document.root().get("a"), document.root().get("b").deepCopy());
    }

    @Test
    public void aliases() {
        assertReadable("x: &x [1, 2, 3, 4]\ny: [*x, *x]\n");
        assertRefused("manifest.read-too-many-aliases", "app.yaml:3", "x: &x [1, 2, 3, 4]\ny: [*x, *x]\nz: *x\n");
        assertRefused("manifest.read-too-many-aliases", "app.yaml:2", "x: &x a\ny: [" + "*x,".repeat(11) + "]\n");
        assertRefused("manifest.read-too-many-aliases", "app.yaml:2", "x: &x " + "a".repeat(500) + "\ny: [*x, *x]\n");
    }

    @Test
    public void aliasesOfAllDocumentsCountTogether() {
        String document = "x: &x [1, 2, 3, 4]\ny: *x\n";
        assertReadable(document + "---\n" + document);
        ReadLimits threeDocuments = new ReadLimits(1000, 3, 10, 3);
        List<Problem> problems = problems(utf8(document + "---\n" + document + "---\n" + document), threeDocuments);
        assertEquals("manifest.read-too-many-aliases", problems.get(0).code());
        assertEquals("app.yaml:8", problems.get(0).where());
    }

    @Test(timeout = SOON_MILLIS)
    public void bombsAreRefusedSoon() {
        StringBuilder laughs = new StringBuilder("a0: &a0 lol\n");
        StringBuilder merges = new StringBuilder("a0: &a0 {k: v}\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a%1$d: &a%1$d [%2$s]\n".formatted(i, ("*a" + (i - 1) + ",").repeat(9)));
            merges.append("a%1$d: &a%1$d {x%1$d: *a%2$d, y%1$d: *a%2$d, <<: *a%2$d}\n".formatted(i, i - 1));
        }
        assertEquals(
                "manifest.read-too-many-aliases",
                Reading.problems(laughs.toString()).get(0).code());
        assertEquals(
                "manifest.read-too-many-aliases",
                Reading.problems(merges.toString()).get(0).code());
        String longText = "x: &x " + "a".repeat(1 << 20) + "\ny: [" + "*x,".repeat(100_000) + "]\n";
        assertEquals(
                "manifest.read-too-many-aliases",
                Reading.problems(longText).get(0).code());
    }

    @Test
    public void documents() {
        assertReadable("a\n---\n# nothing\n---\n---\nb\n");
        assertRefused("manifest.read-too-many-documents", "app.yaml:5", "a\n---\nb\n---\nc\n---\nd\n");
    }

    @Test(timeout = SOON_MILLIS)
    public void longTextsOfFewWordsAreReadSoon() {
        for (String unit : List.of(
                "\n", "---\n", "# c\n", "- \n", "? ", ": ", "a: ", "\t", "\"", "[],", "'a' ", "{}", "!a ", "&a ", "*a ",
                "|\n", "a\tb ", "-\t", "0", "9", "1e1", "\u0085", "\\")) {
            String text = unit.repeat((1 << 17) / unit.length());
            for (String start : List.of("", "a: ", "[", "\"", "{\"a\": ", "{\n")) {
                readOrRefuse(start + text);
            }
        }
    }

    private static void readOrRefuse(String text) {
        try {
            YamlReader.documents(FILE, utf8(text), ReadLimits.DEFAULT);
        } catch (ProblemException e) {
            assertTrue(e.problems().size() <= Problems.MOST + 1);
        }
    }

    @Test
    public void limitsThatCanNotBe() {
        assertThrows(IllegalArgumentException.class, () -> new ReadLimits(-1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ReadLimits(1, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ReadLimits(1, 1001, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ReadLimits(1, 1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ReadLimits(1, 1, 1, -1));
    }
}
