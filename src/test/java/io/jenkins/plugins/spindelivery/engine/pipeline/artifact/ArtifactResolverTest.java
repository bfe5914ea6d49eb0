package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactResolver.Resolution;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;

public class ArtifactResolverTest {
    private static final Supplier<List<ObjectNode>> NONE = List::of;
    private static final String WEB =
            "{'id': 'w', 'displayName': 'web image', 'matchArtifact':" + " {'type': 'docker/image', 'name': 'web'}%s}";
    private static final String DEFAULT =
            ", 'useDefaultArtifact': true, 'defaultArtifact': {'name': 'web', 'version': '0'}";
    private static final String PRIOR = ", 'usePriorArtifact': true";

    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    @Test
    public void whatIsAtHandComesFirst() throws Exception {
        Resolution found = new ArtifactResolver(web("2"), () -> web("1"), true).resolve(expected(PRIOR + DEFAULT));
        assertEquals(web("2"), found.artifacts());
        assertEquals(
                List.of(json(WEB.formatted(PRIOR + DEFAULT)).set("boundArtifact", web("2").get(0))),
                found.resolvedExpectedArtifacts());
    }

    @Test
    public void thenWhatAnEarlierRunHadWhereThatIsAllowed() throws Exception {
        assertEquals(
                web("1"),
                new ArtifactResolver(List.of(), () -> web("1"), true)
                        .resolve(expected(PRIOR + DEFAULT))
                        .artifacts());
        assertEquals(
                "the default",
                "0",
                new ArtifactResolver(List.of(), () -> web("1"), true)
                        .resolve(expected(DEFAULT))
                        .artifacts()
                        .get(0)
                        .get("version")
                        .textValue());
    }

    @Test
    public void theDefaultNeedNotMatch() throws Exception {
        String other =
                ", 'useDefaultArtifact': true, 'defaultArtifact': {'type': 's3/object', 'reference': 's3://b/k'}";
        assertEquals(
                List.of(json("{'type': 's3/object', 'reference': 's3://b/k'}")),
                new ArtifactResolver(List.of(), NONE, true)
                        .resolve(expected(other))
                        .artifacts());
    }

    @Test
    public void aDefaultThatIsNotUsedDoesNotCount() throws Exception {
        String unused = ", 'useDefaultArtifact': false, 'defaultArtifact': {'name': 'web'}";
        assertEquals(
                "No artifact matches the expected artifact web image (type docker/image, name web), of 0 that came."
                        + " Start the run with one that does, correct what is to be matched, or give a default.",
                refused(new ArtifactResolver(List.of(), NONE, true), expected(unused))
                        .get(0));
        String empty = ", 'useDefaultArtifact': true, 'defaultArtifact': {'kind': 'custom'}";
        assertEquals(
                "No artifact matches the expected artifact web image (type docker/image, name web), of 1 that came,"
                        + " and its default says nothing. Fill the default in.",
                refused(new ArtifactResolver(List.of(json("{'name': 'x'}")), NONE, true), expected(empty))
                        .get(0));
    }

    @Test
    public void earlierRunsAreAskedOnceAndOnlyWhenNeeded() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Supplier<List<ObjectNode>> earlier = () -> {
            asked.incrementAndGet();
            return web("1");
        };
        List<ExpectedArtifact> twice = new ArrayList<>(expected(PRIOR));
        twice.addAll(expected(PRIOR));
        new ArtifactResolver(web("2"), earlier, true).resolve(twice);
        assertEquals(0, asked.get());
        Resolution found = new ArtifactResolver(List.of(), earlier, true).resolve(twice);
        assertEquals(1, asked.get());
        assertEquals("each artifact once", web("1"), found.artifacts());
        assertEquals(2, found.resolvedExpectedArtifacts().size());
    }

    @Test
    public void severalThatMatchAreAnErrorAtTheStartAndTheFirstCountsInStages() throws Exception {
        List<ObjectNode> two = new ArrayList<>(web("2"));
        two.addAll(web("1"));
        assertEquals(
                web("2"),
                new ArtifactResolver(two, NONE, false).resolve(expected("")).artifacts());
        assertEquals(
                List.of("More than one artifact matches the expected artifact web image (type docker/image, name web)."
                        + " Make what is to be matched more precise."),
                refused(new ArtifactResolver(two, NONE, true), expected(DEFAULT)));
        assertEquals(
                "also among those of an earlier run",
                1,
                refused(new ArtifactResolver(List.of(), () -> two, true), expected(PRIOR))
                        .size());
        List<ObjectNode> equal = List.of(web("2").get(0), web("2").get(0));
        assertEquals(
                web("2"),
                new ArtifactResolver(equal, NONE, true).resolve(expected("")).artifacts());
    }

    @Test
    public void allThatIsMissingIsTold() throws Exception {
        List<ExpectedArtifact> expected = new ArrayList<>(expected(""));
        expected.addAll(ExpectedArtifact.listOf(
                json("{'l': [{'id': 'slow', 'matchArtifact': {'name': '.*.*.*.*.*b'}}, {'id': 'other',"
                                + "'matchArtifact': {'name': 'o+'}}]}")
                        .get("l"),
                ""));
        List<ObjectNode> artifacts = List.of(json("{'name': '" + "a".repeat(200) + "!'}"));
        List<String> refused = refused(new ArtifactResolver(artifacts, NONE, true), expected);
        assertEquals(3, refused.size());
        assertEquals(
                "The regular expression for the name of the expected artifact .*.*.*.*.*b takes too long on the artifacts that"
                        + " came. Write it without repetitions within repetitions.",
                refused.get(1));
        assertEquals(
                "No artifact matches the expected artifact o+", refused.get(2).substring(0, 44));
    }

    @Test
    public void aRunResolvesWhatItsTriggerAsksForAndWhatFallsBack() throws Exception {
        ObjectNode pipeline = json("{'expectedArtifacts': ["
                + "{'id': 'asked', 'matchArtifact': {'name': 'web'}},"
                + "{'id': 'other', 'matchArtifact': {'name': 'missing'}},"
                + "{'id': 'default', 'matchArtifact': {'name': 'chart'}, 'useDefaultArtifact': true,"
                + "'defaultArtifact': {'name': 'chart', 'version': '1'}},"
                + "{'id': 'prior', 'matchArtifact': {'name': 'config'}, 'usePriorArtifact': true}]}");
        ObjectNode trigger =
                json("{'expectedArtifactIds': ['asked'], 'artifacts': [{'name': 'web'}, {'name': 'more'}]}");
        ObjectNode before = trigger.deepCopy();
        List<ObjectNode> earlier = List.of(json("{'name': 'config'}"));
        Resolution found =
                ArtifactResolver.atStart(pipeline, trigger, List.of(json("{'name': 'parent'}")), () -> earlier);
        assertEquals(
                List.of("parent", "web", "more", "chart", "config"),
                found.artifacts().stream()
                        .map(artifact -> artifact.get("name").textValue())
                        .toList());
        assertEquals(
                List.of("asked", "default", "prior"),
                found.resolvedExpectedArtifacts().stream()
                        .map(one -> one.get("id").textValue())
                        .toList());
        assertEquals(before, trigger);
    }

    @Test
    public void aRunWithoutArtifactsNeedsNothing() throws Exception {
        Resolution found = ArtifactResolver.atStart(json("{}"), json("{}"), List.of(), () -> {
            throw new AssertionError("asked");
        });
        assertEquals(List.of(), found.artifacts());
        assertEquals(List.of(), found.resolvedExpectedArtifacts());
    }

    private static List<String> refused(ArtifactResolver resolver, List<ExpectedArtifact> expected) {
        return assertThrows(ProblemException.class, () -> resolver.resolve(expected)).problems().stream()
                .map(Problem::message)
                .toList();
    }

    private static List<ExpectedArtifact> expected(String more) throws Exception {
        JsonNode list = json("{'l': [" + WEB.formatted(more) + "]}").get("l");
        return ExpectedArtifact.listOf(list, "");
    }

    private static List<ObjectNode> web(String version) {
        return List.of(new ObjectMapper()
                .createObjectNode()
                .put("type", "docker/image")
                .put("name", "web")
                .put("version", version));
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
