package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.Oracle.Answer;
import io.jenkins.plugins.spindelivery.engine.manifest.read.Oracle.Mode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.OracleCases.Difference;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.Test;

/** Asks kubectl's own decoder, in Go, and compares. Without Go these tests are skipped. */
public class OracleTest {
    private static Oracle oracle;

    @BeforeClass
    public static void build() throws Exception {
        oracle = Oracle.build();
    }

    /** What we read; {@code null} when it is refused. */
    private static List<JsonNode> ours(byte[] content) {
        try {
            return Reading.documents(content).stream()
                    .filter(document -> !document.isNull())
                    .toList();
        } catch (ProblemException e) {
            return null;
        }
    }

    private static boolean same(List<JsonNode> ours, Answer theirs) {
        if (ours == null || theirs.documents() == null) {
            return ours == null && theirs.documents() == null;
        }
        List<JsonNode> documents =
                theirs.documents().stream().filter(d -> !d.isNull()).toList();
        if (ours.size() != documents.size()) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!Trees.same(ours.get(i), documents.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static void assertSame(Mode mode, List<String> cases) throws Exception {
        List<byte[]> contents = cases.stream().map(Reading::utf8).toList();
        List<Answer> answers = oracle.ask(mode, contents);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            List<JsonNode> ours = ours(contents.get(i));
            if (!same(ours, answers.get(i))) {
                wrong.add("\n" + cases.get(i) + "\n  ours: " + ours + "\n  kubectl: " + answers.get(i));
            }
        }
        assertEquals(wrong.toString(), 0, wrong.size());
    }

    @Test
    public void singleDocumentsMeanTheSame() throws Exception {
        assertTrue(OracleCases.DOCUMENTS.size() >= 60);
        assertSame(Mode.DOCUMENT, OracleCases.DOCUMENTS);
    }

    @Test
    public void whatPeopleWriteIntoManifestsMeansTheSame() throws Exception {
        assertTrue(OracleManifestCases.DOCUMENTS.size() >= 60);
        assertSame(Mode.DOCUMENT, OracleManifestCases.DOCUMENTS);
    }

    @Test
    public void eachWordMeansTheSame() throws Exception {
        List<String> cases = new ArrayList<>();
        for (String word : OracleCases.WORDS) {
            cases.add("a: " + word + "\n");
            cases.add("a: '" + word + "'\n");
            cases.add("? " + word + "\n: a\n");
            for (String tag : List.of("str", "int", "float", "bool", "null", "timestamp")) {
                cases.add("a: !!" + tag + " " + word + "\n");
            }
        }
        assertSame(Mode.DOCUMENT, cases);
    }

    @Test
    public void streamsAreTakenApartInTheSameWay() throws Exception {
        assertSame(Mode.STREAM, OracleCases.STREAMS);
    }

    @Test
    public void brokenTextIsRefusedByBoth() throws Exception {
        List<Answer> answers = oracle.ask(
                Mode.DOCUMENT, OracleCases.BROKEN.stream().map(Reading::utf8).toList());
        for (int i = 0; i < answers.size(); i++) {
            assertNotNull(OracleCases.BROKEN.get(i), answers.get(i).error());
            assertNull(OracleCases.BROKEN.get(i), ours(Reading.utf8(OracleCases.BROKEN.get(i))));
        }
    }

    /** Each row of {@link JacksonTraps} means to kubectl what its test says that it means to us. */
    @Test
    public void whatJacksonGetsWrongMeansTheSame() throws Exception {
        for (JacksonTraps.Trap trap : JacksonTraps.ALL) {
            Answer theirs = oracle.ask(trap.mode(), List.of(Reading.utf8(trap.content())))
                    .get(0);
            if (trap.kubectl() == null) {
                assertNotNull(trap.name(), theirs.error());
            } else {
                assertEquals(
                        trap.name(), trap.kubectl().stream().map(Reading::json).toList(), theirs.documents());
            }
        }
    }

    @Test
    public void realManifestsMeanTheSame() throws Exception {
        List<Path> files = ExampleManifestsTest.files();
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Files.readAllBytes(file));
        }
        List<Answer> answers = oracle.ask(Mode.STREAM, contents);
        for (int i = 0; i < contents.size(); i++) {
            assertTrue(files.get(i).toString(), same(ours(contents.get(i)), answers.get(i)));
        }
    }

    /** A difference that is none any more must leave the list, and the documentation. */
    @Test
    public void differencesAreThoseWeChose() throws Exception {
        for (Difference difference : OracleCases.DIFFERENCES) {
            byte[] content = Reading.utf8(difference.content());
            Answer theirs = oracle.ask(difference.mode(), List.of(content)).get(0);
            List<JsonNode> ours = ours(content);
            String message = difference.reason() + "\n" + difference.content();
            if (difference.ours() == null) {
                assertNull(message, ours);
            } else {
                List<JsonNode> expected =
                        difference.ours().stream().map(Reading::json).toList();
                assertEquals(message, expected, ours);
            }
            if (difference.theirs() == null) {
                assertNotNull(message, theirs.error());
            } else {
                assertEquals(message, List.of(Reading.json(difference.theirs())), theirs.documents());
            }
        }
    }
}
