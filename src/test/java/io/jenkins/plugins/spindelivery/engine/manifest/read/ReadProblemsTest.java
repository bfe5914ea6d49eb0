package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.assertProblem;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.problems;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.utf8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** What is wrong, and in which line. */
public class ReadProblemsTest {

    private static void assertMessage(String message, Problem problem) {
        assertEquals(message, problem.message(Locale.ENGLISH));
    }

    @Test
    public void duplicateKeysNameBothLines() {
        String yaml = "# c\nmetadata:\n  labels:\n    app: a\n    b: c\n    app: d\n";
        assertMessage(
                "The key app stands twice in this map; the first one is in line 4. Remove one of them.",
                assertProblem("manifest.read-duplicate-key", 6, yaml));
        assertProblem("manifest.read-duplicate-key", 3, "{\n\"a\": 1,\n\"a\": {}\n}");
        assertProblem("manifest.read-duplicate-key", 2, "on: 1\n'true': 2\n");
        assertProblem("manifest.read-duplicate-key", 2, "a:\na:\n");
    }

    @Test
    public void eachDuplicateIsTold() {
        List<Problem> problems = problems("a: 1\na: 2\nb: 1\n---\nc:\n  d: 1\n  d: 2\n  d: 3\n");
        assertEquals(
                List.of("app.yaml:2", "app.yaml:7", "app.yaml:8"),
                problems.stream().map(Problem::where).toList());
        assertEquals(List.of("d", "7"), problems.get(2).arguments());
    }

    @Test
    public void aMergedKeyGivenAgainIsNoDuplicate() {
        assertProblem("manifest.read-duplicate-key", 4, "<<: {a: 1}\na: 2\nb: 1\na: 3\n");
        assertProblem("manifest.read-duplicate-key", 3, "a: 2\n<<: {a: 1}\na: 3\n");
    }

    @Test
    public void aMistakeInOneDocumentDoesNotHideThoseOfOthers() {
        List<Problem> problems = problems("a: *x\n---\nb: 1\n---\nc: [1\n---\nd: @e\n");
        assertEquals(
                List.of("manifest.read-alias-unknown", "manifest.read-bracket", "manifest.read-character"),
                problems.stream().map(Problem::code).toList());
        assertEquals(
                List.of("app.yaml:1", "app.yaml:6", "app.yaml:7"),
                problems.stream().map(Problem::where).toList());
    }

    @Test
    public void manyProblemsAreCounted() {
        List<Problem> problems = problems("a: *x\n---\n".repeat(60));
        assertEquals(Problems.MOST + 1, problems.size());
        assertEquals("manifest.read-more-problems", problems.get(Problems.MOST).code());
        assertEquals("app.yaml", problems.get(Problems.MOST).where());
        assertMessage("There are 10 more problems in this text.", problems.get(Problems.MOST));
    }

    @Test
    public void aliases() {
        assertMessage(
                "There is no anchor (&name) for this alias (*name) before it in the same document."
                        + " Put the value in quotes if it begins with an asterisk.",
                assertProblem("manifest.read-alias-unknown", 2, "a: 1\nb: *x\n"));
        assertEquals("app.yaml:3", problems("a: &x 1\n---\nb: *x\n").get(0).where());
        assertProblem("manifest.read-alias-itself", 2, "a: &x\n  - *x\n");
        assertProblem("manifest.read-anchor", 1, "a: *.example.com\n");
        assertProblem("manifest.read-anchor", 2, "a:\n  &b=c\n");
        assertProblem("manifest.read-merge", 2, "a: 1\n<<: text\n");
    }

    @Test
    public void keys() {
        assertProblem("manifest.read-key-null", 2, "a: 1\n~: b\n");
        assertProblem("manifest.read-key-collection", 1, "a: {{ .Values.x }}\n");
        assertMessage(
                "A map or a list can't be a key. If this is a placeholder of a template such as {{name}},"
                        + " fill it in first or put it in quotes.",
                assertProblem("manifest.read-key-collection", 1, "? [a]\n: b\n"));
        assertProblem("manifest.read-key-collection", 2, "a: &x {}\n*x : b\n");
    }

    @Test
    public void values() {
        assertEquals(
                List.of("a.b[1].c"),
                assertProblem("manifest.read-not-finite", 4, "a:\n  b:\n  - 1\n  - c: .inf\n")
                        .arguments());
        assertProblem("manifest.read-not-finite", 1, ".nan");
        assertMessage(
                "The value is not what its tag !!int says. Remove the tag, or mend the value."
                        + " Binary data goes into base64 text without a tag.",
                assertProblem("manifest.read-tag", 2, "a: 1\nb: !!int x\n"));
        assertProblem("manifest.read-tag", 1, "a: !!binary /w==\n");
        assertProblem("manifest.read-surrogate", 2, "a: 1\nb: \"\\ud83d\"\n");
        assertProblem("manifest.read-surrogate", 2, "{\n\"b\": \"\\ud83d\"}\n");
        assertProblem("manifest.read-surrogate", 1, "{\"\\udc00\": 1}\n");
    }

    @Test
    public void indentation() {
        assertMessage(
                "The indentation of this line does not fit the map or list that starts in line 1.",
                assertProblem("manifest.read-indentation", 4, "a:\n    b: 1\n    c: 2\n  d: 3\n"));
        assertProblem("manifest.read-tab", 2, "a:\n\tb: c\n");
        assertProblem("manifest.read-tab", 1, "-\tb: c\n");
        assertProblem("manifest.read-colon", 2, "a: b\n c: d\n");
        assertProblem("manifest.read-colon", 1, "a: b: c\n");
        assertProblem("manifest.read-colon-blank", 2, "a: [b,\n  c:]\n");
        assertProblem("manifest.read-colon-blank", 1, "{a:[b]}\n");
        assertProblem("manifest.read-dash", 1, "a: - b\n");
        assertProblem("manifest.read-no-colon", 2, "a: 1\nb\nc: 2\n");
    }

    @Test
    public void quotesAndBrackets() {
        assertProblem("manifest.read-quote", 2, "a: 1\nb: \"c\nd: e\n");
        assertProblem("manifest.read-quote", 1, "a: 'b\n");
        assertMessage(
                "A comma or a closing bracket is missing before this place; the bracket is opened in line 2.",
                assertProblem("manifest.read-bracket", 4, "a: 1\nb: [c,\n  d\ne: f\n"));
        assertProblem("manifest.read-escape", 2, "a: 1\nb: \"C:\\Windows\\q\"\n");
        assertProblem("manifest.read-character", 1, "a: @b\n");
        assertProblem("manifest.read-character", 1, "a: %b\n");
    }

    @Test
    public void json() {
        assertProblem("manifest.read-json", 3, "{\"a\": 1}\n{\"b\": 2}\n{\"c\": 3,, }\n");
        assertProblem("manifest.read-json-end", 3, "{\"a\": 1}\n{\"b\":\n {\"c\": 3}\n".stripTrailing());
    }

    @Test
    public void markers() {
        assertProblem("manifest.read-separator", 2, "a: |\n-----BEGIN CERTIFICATE-----\n");
        assertProblem("manifest.read-byte-order-mark", 2, "a: 1\n\uFEFFb: 2\n");
    }

    @Test
    public void bytesThatAreNoText() {
        byte[] broken = {'a', ':', '\n', ' ', ' ', (byte) 0xC3, '\n'};
        Problem problem = problems(broken, ReadLimits.DEFAULT).get(0);
        assertEquals("manifest.read-encoding", problem.code());
        assertEquals("app.yaml:2", problem.where());
        byte[] half = {(byte) 0xFF, (byte) 0xFE, 'a', 0, 'b'};
        assertEquals(
                "manifest.read-encoding",
                problems(half, ReadLimits.DEFAULT).get(0).code());
        byte[] withoutMark = "a: b".getBytes(StandardCharsets.UTF_16LE);
        Problem nul = problems(withoutMark, ReadLimits.DEFAULT).get(0);
        assertEquals("manifest.read-control-character", nul.code());
        assertEquals(List.of("U+0000"), nul.arguments());
        assertProblem("manifest.read-control-character", 3, "a: 1\n---\nb: \u0007\n");
    }

    @Test
    public void noMessageQuotesAValue() {
        String secret = "hunter2";
        for (String text : List.of(
                "a: " + secret + "\na: " + secret + "\n",
                "a: !!int " + secret + "\n",
                "a: \"\\x" + secret + "\"\n",
                "a: \"\\" + secret + "\"\n",
                "a: \"" + secret + "\n",
                "{\"a\": " + secret + "}{",
                "{\"a\": 1}{\"b\": " + secret + "}",
                "a: [" + secret + "\n",
                "a: " + secret + ": b\n",
                secret + "\nb: c\n",
                "<<: " + secret + "\n")) {
            for (Problem problem : Reading.problems(utf8(text), ReadLimits.DEFAULT)) {
                assertFalse(text + problem, problem.toString().contains(secret));
                assertTrue(problem.where().startsWith("app.yaml:"));
            }
        }
    }
}
