package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** The tables of this package's resources: each kind and each rule, one object and one exact answer. */
@RunWith(Parameterized.class)
public class StatusRulesTest {
    private static final List<String> TABLES = List.of("workloads", "pods", "jobs", "others", "custom");

    @Parameter
    public String name;

    @Parameter(1)
    public JsonNode entry;

    @Parameters(name = "{0}")
    public static List<Object[]> entries() throws IOException {
        List<Object[]> entries = new ArrayList<>();
        for (String table : TABLES) {
            for (JsonNode entry : Trees.table(table + ".yaml")) {
                entries.add(new Object[] {table + ": " + entry.path("case").asText(), entry});
            }
        }
        return entries;
    }

    @Test
    public void tellsTheStatus() {
        JsonNode object = entry.path("object");
        JsonNode before = object.deepCopy();
        JsonNode expect = entry.path("expect");

        ObjectStatus status = StatusRules.of(object);

        assertEquals(expect.path("message").asText(), status.message(Locale.ENGLISH));
        assertEquals(expect.path("state").asText(), status.state().word());
        assertEquals(expect.path("available").asBoolean(), status.available());
        assertEquals(expect.path("ready").asText("0/0"), status.ready() + "/" + status.desired());
        assertEquals("the object must not change", before, object);
    }
}
