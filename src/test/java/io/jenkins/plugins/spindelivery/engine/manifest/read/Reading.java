package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the reader's tests do again and again. */
final class Reading {
    static final String FILE = "app.yaml";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Reading() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All documents of a text. */
    static List<JsonNode> documents(String text) {
        return documents(utf8(text));
    }

    static List<JsonNode> documents(byte[] content) {
        return YamlReader.documents(FILE, content, ReadLimits.DEFAULT).stream()
                .map(YamlDocument::root)
                .toList();
    }

    /** The only document of a text. */
    static JsonNode document(String text) {
        List<JsonNode> documents = documents(text);
        assertEquals("documents in " + text, 1, documents.size());
        return documents.get(0);
    }

    static List<Manifest> manifests(String text) {
        return ManifestReader.read(FILE, utf8(text), ReadLimits.DEFAULT);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the test's own JSON is wrong: " + text, e);
        }
    }

    /** The problems that reading documents ends with. */
    static List<Problem> problems(String text) {
        return problems(utf8(text), ReadLimits.DEFAULT);
    }

    static List<Problem> problems(byte[] content, ReadLimits limits) {
        return problems(() -> YamlReader.documents(FILE, content, limits));
    }

    /** The problems that reading manifests ends with. */
    static List<Problem> manifestProblems(String text) {
        return problems(() -> manifests(text));
    }

    private static List<Problem> problems(Runnable reading) {
        ProblemException e = assertThrows(ProblemException.class, reading::run);
        assertEquals(Category.INPUT, e.category());
        return e.problems();
    }

    /** That reading ends with one problem, at a line. */
    static Problem assertProblem(String code, int line, String text) {
        List<Problem> problems = problems(text);
        assertEquals(problems.toString(), 1, problems.size());
        assertEquals(code, problems.get(0).code());
        assertEquals(FILE + ":" + line, problems.get(0).where());
        return problems.get(0);
    }
}
