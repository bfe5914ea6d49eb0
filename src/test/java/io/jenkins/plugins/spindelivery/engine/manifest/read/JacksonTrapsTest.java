package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.JacksonTraps.Trap;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.Test;

/** What Jackson's YAML reader gets wrong is right here; {@link OracleTest} asks kubectl's decoder for the same rows. */
public class JacksonTrapsTest {
    private static final int LARGE = 4 << 20;

    @Test
    public void eachRowMeansWhatItSays() {
        for (Trap trap : JacksonTraps.ALL) {
            if (trap.ours() == null) {
                assertThrows(trap.name(), ProblemException.class, () -> Reading.documents(trap.content()));
            } else {
                List<JsonNode> expected =
                        trap.ours().stream().map(Reading::json).toList();
                List<JsonNode> documents = Reading.documents(trap.content());
                assertEquals(trap.name(), expected.size(), documents.size());
                for (int i = 0; i < documents.size(); i++) {
                    assertTrue(trap.name() + documents, Trees.same(expected.get(i), documents.get(i)));
                }
            }
        }
    }

    /** Ten seconds and an error for Jackson, 0.16 s for kubectl. */
    @Test
    public void aScalarOfFourMebibytesIsReadAtOnce() {
        String scalar = "x".repeat(LARGE);
        for (String text : List.of("a: " + scalar + "\n", "a: \"" + scalar + "\"\n", "a: |\n  " + scalar + "\n")) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            String value = Reading.document(text).path("a").textValue();
            long taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            assertEquals(scalar, value.strip());
            assertTrue(taken / 1_000_000 + " ms", taken < 1_000_000_000L);
        }
    }
}
