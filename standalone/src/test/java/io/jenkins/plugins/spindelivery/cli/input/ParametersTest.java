package io.jenkins.plugins.spindelivery.cli.input;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ParametersTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.getRoot().toPath().resolve(name), content);
    }

    @Test
    public void pairsAreText() {
        Map<String, JsonNode> values = Parameters.of(
                        List.of(), List.of("replicas=3", "flag=true", "empty=", "url=a=b&c=d"))
                .values();
        assertTrue(values.get("replicas").isTextual());
        assertEquals("3", values.get("replicas").textValue());
        assertEquals("", values.get("empty").textValue());
        assertEquals("a=b&c=d", values.get("url").textValue());
        assertTrue(values.get("flag").isTextual());
    }

    @Test
    public void filesKeepTheirTypes() throws Exception {
        Path yaml = file("p.yaml", "replicas: 3\nflag: true\ntag: '1.10'\nzones: [a, b]\n");
        Map<String, JsonNode> values = Parameters.of(List.of(yaml), List.of()).values();
        assertTrue(values.get("replicas").isInt());
        assertTrue(values.get("flag").isBoolean());
        assertEquals("1.10", values.get("tag").textValue());
        assertEquals(2, values.get("zones").size());
    }

    @Test
    public void aNameThatYamlTakesForTrueOrFalseIsNotLost() throws Exception {
        Path bare = file("bare.yaml", "replicas: 3\nn: 5\n");
        ProblemException refused = assertThrows(ProblemException.class, () -> Parameters.of(List.of(bare), List.of()));
        assertEquals("cli.param-name-truth", refused.problems().get(0).code());
        assertEquals(bare.toString(), refused.problems().get(0).where());
        Path quoted = file("quoted.yaml", "'n': 5\n");
        assertEquals(
                5, Parameters.of(List.of(quoted), List.of()).values().get("n").intValue());
    }

    @Test
    public void anEmptyFileNameIsRefused() {
        ProblemException refused =
                assertThrows(ProblemException.class, () -> Parameters.of(List.of(Path.of("")), List.of()));
        assertEquals("cli.source-blank", refused.problems().get(0).code());
    }

    @Test
    public void laterWinsAndPairsWinOverFiles() throws Exception {
        Path first = file("1.json", "{\"a\": 1, \"b\": 1, \"c\": 1}");
        Path second = file("2.yaml", "b: 2\nc: 2\n");
        Map<String, JsonNode> values =
                Parameters.of(List.of(first, second), List.of("c=3", "c=4")).values();
        assertEquals(1, values.get("a").intValue());
        assertEquals(2, values.get("b").intValue());
        assertEquals("4", values.get("c").textValue());
    }

    @Test
    public void anEmptyFileHoldsNoParameters() throws Exception {
        assertEquals(
                Map.of(),
                Parameters.of(List.of(file("empty.yaml", "# none yet\n")), List.of())
                        .values());
    }

    @Test
    public void tellsEverythingThatIsWrongAndNoValue() throws Exception {
        Path list = file("list.yaml", "[1, 2]");
        Path two = file("two.yaml", "a: 1\n---\nb: 2\n");
        ProblemException refused = assertThrows(
                ProblemException.class,
                () -> Parameters.of(List.of(list, two, Path.of("/none.yaml")), List.of("hunter2", "=hunter2")));
        assertEquals(
                List.of(
                        "cli.param-file-not-map",
                        "cli.one-document",
                        "cli.source-missing",
                        "cli.param-form",
                        "cli.param-form"),
                refused.problems().stream().map(p -> p.code()).toList());
        assertEquals(two + ":3", refused.problems().get(1).where());
        assertFalse(refused.getMessage().contains("hunter2"));
    }

    @Test
    public void itsTextHoldsNamesAlone() {
        assertEquals(
                "Parameters[password]",
                Parameters.of(List.of(), List.of("password=hunter2")).toString());
    }
}
