package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.hamcrest.CoreMatchers.startsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.Test;

/** Requests as they are written in files, and as the step makes them of its fields. */
public class BakeRequestsTest {
    private static BakeRequests.Read read(String json) {
        return BakeRequests.read(
                BakeRequests.json(json.getBytes(StandardCharsets.UTF_8), ""),
                "",
                "cloud",
                List.of("eu-central-1"),
                "shop #7",
                60);
    }

    @Test
    public void whatIsEmptyIsNotSaid() {
        BakeRequests.Read read = read(
                "{\"rootVolumeGib\": \"\", \"now\": \" \", \"instanceType\": \"\", \"region\": \"\", \"how\": \"\"}");
        assertEquals(0, read.request().builder().rootVolumeGib());
        assertEquals(OptionalLong.empty(), read.now());
        assertEquals(BuilderOptions.USUAL_TYPE, read.request().builder().instanceType());
        assertEquals(List.of("eu-central-1"), read.request().regions());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    public void aFieldIsNamedAsItIsWritten() {
        for (String name : List.of("rootVolumeGib", "root_volume_gib")) {
            ProblemException wrong = assertThrows(ProblemException.class, () -> read("{\"" + name + "\": \"much\"}"));
            assertThat(
                    wrong.problems().get(0).message(Locale.ENGLISH),
                    startsWith("The field " + name + " of the bake request is wrong: it holds \"much\""));
        }
    }
}
