package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code spin import} from its arguments to its output, its files and its exit code. */
public class SpinImportTest {
    private static final String WAIT =
            """
            {"name": "Wait", "application": "shop", "stages": [{"refId": "1", "type": "wait", "waitTime": 1}]}""";
    private static final String FLY =
            """
            {"name": "Fly", "application": "shop", "triggers": [{"type": "cron"}], "stages": [
              {"refId": "1", "type": "fly", "name": "Up"}]}""";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Locale before = Locale.getDefault();
    private final TestConsole console = new TestConsole();
    private Path input;
    private Path out;

    @Before
    public void folders() {
        Locale.setDefault(Locale.ENGLISH);
        input = folder.getRoot().toPath().resolve("in");
        out = folder.getRoot().toPath().resolve("out");
    }

    @After
    public void language() {
        Locale.setDefault(before);
    }

    private String file(String name, String content) throws IOException {
        Files.createDirectories(input);
        return Files.writeString(input.resolve(name), content).toString();
    }

    private int run(String... more) {
        return console.spin(Stream.concat(Stream.of("import", input.toString()), Arrays.stream(more))
                .toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(console.out());
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .map(each -> out.relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    public void whatIsToldToPeople() throws Exception {
        file("a.json", WAIT);
        file("b.json", FLY);

        assertEquals(1, run());
        assertEquals(
                "Wait [" + input + "/a.json]: translates\n"
                        + "  1 wait (wait): translates\n"
                        + "Fly [" + input + "/b.json]: can't run\n"
                        + "  1 Up (fly): can't run\n"
                        + "    Stages of the type \"fly\" can't be run here. Take the stage out, or replace it by one"
                        + " that can.\n"
                        + "  triggers[0]: The schedule is set up on the job, under \"Build periodically\". Jenkins has"
                        + " no field for seconds, and no L, W and #.\n"
                        + "Pipelines: 2, of which 1 translate, 0 change, 1 can't run.\n"
                        + "Stages: 2, of which 1 translate, 0 change, 1 can't run.\n",
                console.out());
    }

    /** The contract: these fields, in this order. */
    @Test
    public void whatIsToldToPrograms() throws Exception {
        file("b.json", FLY);

        assertEquals(1, run("-o", "json"));
        assertEquals(
                List.of("pipelines", "warnings", "errors", "figures", "types", "files"),
                Stream.iterate(json().fieldNames(), java.util.Iterator::hasNext, names -> names)
                        .map(java.util.Iterator::next)
                        .toList());
        JsonNode stage = json().at("/pipelines/0/stages/0");
        assertEquals(
                "{\"refId\":\"1\",\"name\":\"Up\",\"type\":\"fly\",\"verdict\":\"cannot\",\"steps\":[],\"findings\":["
                        + "{\"weight\":\"cannot\",\"code\":\"pipeline.unknown-type\",\"message\":"
                        + stage.at("/findings/0/message") + ",\"where\":\"Up (1)\"}]}",
                stage.toString());
        assertEquals(
                "{\"translates\":0,\"changes\":0,\"cannot\":1}",
                json().at("/types/fly").toString());
        assertEquals(1, json().at("/figures/triggers/changes").asInt());
    }

    @Test
    public void filesAreWrittenBelowTheFolderAndReplacedOnlyWhenForced() throws Exception {
        file("a.json", WAIT.replace("\"Wait\"", "\"../../Wait\""));

        assertEquals(0, run("--jenkinsfile", "--job-dsl", "--jcasc", "--out", out.toString()));
        assertEquals(List.of("jenkins.yaml", "jobs.groovy", "shop/-..-Wait/Jenkinsfile"), written());
        assertEquals(2, run("--job-dsl", "--out", out.toString()));
        assertTrue(console.err(), console.err().contains("jobs.groovy: This file is there already."));
        Files.writeString(out.resolve("jobs.groovy"), "mine");
        assertEquals(0, run("--job-dsl", "--out", out.toString(), "--force"));
        assertTrue(Files.readString(out.resolve("jobs.groovy")).contains("DeliveryDefinition"));
    }

    @Test
    public void aLinkDoesNotLeadOut() throws Exception {
        file("a.json", WAIT);
        Path elsewhere = Files.createDirectories(folder.getRoot().toPath().resolve("elsewhere"));
        Files.createDirectories(out);
        Files.createSymbolicLink(out.resolve("shop"), elsewhere);
        Files.createSymbolicLink(out.resolve("jobs.groovy"), elsewhere.resolve("jobs.groovy"));

        assertEquals(2, run("--job-dsl", "--out", out.toString(), "--force"));
        assertEquals(2, run("--jenkinsfile", "--out", out.toString(), "--force"));
        try (Stream<Path> files = Files.walk(elsewhere)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    public void whatCantBeReadIsToldAndTheRestReported() throws Exception {
        file("a.json", WAIT);
        file("b.json", "{\"stages\": [");
        file("values.yaml", "replicas: 1");

        assertEquals(2, run("-o", "json"));
        assertEquals(1, json().get("pipelines").size());
        assertEquals("pipeline.import-none", json().at("/warnings/0/code").asText());
        assertEquals(1, json().get("errors").size());
    }

    @Test
    public void wrongUse() throws Exception {
        file("values.yaml", "replicas: 1");
        assertEquals(2, run());
        assertEquals(2, run("--jenkinsfile"));
        assertTrue(console.err(), console.err().contains("--out"));
        assertEquals(2, run("--out", out.toString()));
        input = input.resolve("nothing-there");
        assertEquals(2, run());
        assertFalse(Files.exists(out));
    }
}
