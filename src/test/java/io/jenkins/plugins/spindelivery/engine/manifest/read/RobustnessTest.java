package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Whatever comes, there are manifests or there are problems with a line: never another exception. */
public class RobustnessTest {
    private static final int ROUNDS = 20_000;
    /** The same texts each time, so that a failure can be repeated. */
    private static final long SEED = 42;

    private static final List<String> PIECES = List.of(
            "\t",
            " ",
            "\n",
            "\n  ",
            "\r",
            "\r\n",
            "- ",
            "? ",
            ": ",
            ", ",
            "[",
            "]",
            "{",
            "}",
            "#",
            "&a ",
            "*a",
            "!",
            "!!int ",
            "!x ",
            "|",
            "|\n",
            ">-\n ",
            "'",
            "\"",
            "%",
            "%YAML 1.1\n",
            "@",
            "\\",
            "\\x4",
            "\\ud83d",
            "\\UFFFFFFFF",
            "<<: ",
            "~",
            "---",
            "--- ",
            "\n---\n",
            "...\n",
            "\uFEFF",
            "\u0085",
            "\u2028",
            "\u0000",
            "\uD83D\uDE00",
            "\uD83D",
            "0x",
            "1e",
            ".inf",
            "kind: List\n",
            "items:\n- ",
            "metadata: ",
            "a: ",
            "{\"a\": ");

    private final Random random = new Random(SEED);

    @Test
    public void randomPieces() {
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            read(Reading.utf8(text.toString()));
        }
    }

    @Test
    public void damagedManifests() throws Exception {
        List<String> manifests = new ArrayList<>();
        for (var file : ExampleManifestsTest.files()) {
            manifests.add(Files.readString(file));
        }
        manifests.add(
                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{\"metadata\": {\"name\": [1.5, null]}}]}");
        for (int i = 0; i < ROUNDS / 10; i++) {
            StringBuilder text = new StringBuilder(manifests.get(i % manifests.size()));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(5));
                text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
            }
            read(Reading.utf8(text.toString()));
        }
    }

    @Test
    public void randomBytes() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] content = new byte[random.nextInt(20)];
            random.nextBytes(content);
            read(content);
        }
    }

    private static void read(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        try {
            for (Manifest manifest : ManifestReader.read("f", content, ReadLimits.DEFAULT)) {
                assertTrue(text, manifest.source().line() > 0);
            }
            for (YamlDocument document : YamlReader.documents("f", content, ReadLimits.DEFAULT)) {
                assertTrue(text, document.line() > 0);
                assertTrue(text, document.lineOf(JsonPointer.compile("/0")) > 0);
            }
        } catch (ProblemException e) {
            assertTrue(text, e.problems().stream().allMatch(problem -> problem.where()
                    .matches("f(:[1-9]\\d*)?")));
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("reading fails on: " + text, e);
        }
    }
}
