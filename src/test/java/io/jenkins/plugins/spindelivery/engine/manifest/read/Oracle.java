package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks Go's {@code sigs.k8s.io/yaml} and kubectl's decoder, through the program in {@code testcluster/oracle}. */
final class Oracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A first build downloads modules. */
    private static final int BUILD_MINUTES = 10;

    private static final int ANSWER_MINUTES = 2;

    /** How to read a question. */
    enum Mode {
        /** The first document alone, by sigs.k8s.io/yaml. */
        DOCUMENT,
        /** All documents, as kubectl takes files apart; null documents are left out. */
        STREAM
    }

    /**
     * An answer.
     *
     * @param documents what was read; {@code null} after an error
     * @param error what Go said; {@code null} when it could be read
     */
    record Answer(List<JsonNode> documents, String error) {}

    private final Path program;

    private Oracle(Path program) {
        this.program = program;
    }

    /** The oracle, built from its sources; without Go the test is skipped, unless this machine must have it. */
    static Oracle build() throws Exception {
        boolean required = "true".equals(System.getenv("SPIN_REQUIRE_CLUSTER"));
        assumeTrue("Go is not installed: kubectl's decoder can't be asked", required || isGoInstalled());
        Path root = Path.of(System.getProperty("spin.root", "."));
        Path program = Files.createDirectories(root.resolve("standalone/target/oracle"))
                .resolve("oracle")
                .toAbsolutePath();
        Process build = new ProcessBuilder("go", "build", "-o", program.toString(), ".")
                .directory(root.resolve("testcluster/oracle").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue("go build does not end", build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES));
        assertEquals(output, 0, build.exitValue());
        return new Oracle(program);
    }

    private static boolean isGoInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, "go"))) {
                return true;
            }
        }
        return false;
    }

    /** The answers to many questions, in order. */
    List<Answer> ask(Mode mode, List<byte[]> questions) throws Exception {
        Path input = Files.createTempFile("oracle", ".jsonl");
        try {
            StringBuilder lines = new StringBuilder();
            for (byte[] question : questions) {
                Map<String, Object> line = Map.of("mode", mode.name().toLowerCase(), "content", question);
                lines.append(JSON.writeValueAsString(line)).append('\n');
            }
            Files.writeString(input, lines);
            return answers(input, questions.size());
        } finally {
            Files.delete(input);
        }
    }

    private List<Answer> answers(Path input, int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString())
                .redirectInput(input.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Answer> answers = new ArrayList<>();
        for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
            ObjectNode answer = (ObjectNode) JSON.readTree(line);
            answers.add(
                    answer.has("error")
                            ? new Answer(null, answer.get("error").asText())
                            : new Answer(List.copyOf(list(answer.get("json"))), null));
        }
        assertTrue("the oracle does not end", process.waitFor(ANSWER_MINUTES, TimeUnit.MINUTES));
        assertEquals("the oracle failed", 0, process.exitValue());
        assertEquals(count, answers.size());
        return answers;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
