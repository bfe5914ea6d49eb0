package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

public class ExpectedArtifactTest {
    private static final String IMAGE = "{'type': 'docker/image', 'name': 'registry.example/web', 'version': 'v1.2',"
            + "'reference': 'registry.example/web:v1.2'}";

    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    @Test
    public void whatIsNotGivenAllowsAnything() throws Exception {
        assertTrue(matches("{}", IMAGE));
        assertTrue(matches("{'type': '', 'name': null}", IMAGE));
        assertTrue(matches("{'type': 'docker/image'}", IMAGE));
        assertTrue("other fields don't count", matches("{'artifactAccount': 'x', 'id': 'y', 'kind': 'z'}", IMAGE));
    }

    @Test
    public void everyFieldThatIsGivenCounts() throws Exception {
        assertTrue(matches(IMAGE, IMAGE));
        for (String field : List.of("type", "name", "version", "reference")) {
            ObjectNode other = json(IMAGE).put(field, "other");
            assertFalse(field, expected(IMAGE).matches(other));
        }
        assertFalse("a location that is missing", matches("{'location': 'devops'}", IMAGE));
        assertFalse("whatever it might be", matches("{'location': '.*'}", IMAGE));
        assertTrue("an empty one", matches("{'location': '.*'}", "{'location': ''}"));
    }

    @Test
    public void patternsMatchTheWholeText() throws Exception {
        assertTrue(matches("{'version': 'v\\\\d\\\\.\\\\d'}", IMAGE));
        assertTrue(matches("{'name': 'registry\\\\.example/(web|api)'}", IMAGE));
        assertFalse(matches("{'name': 'web'}", IMAGE));
        assertFalse(matches("{'version': 'v1'}", IMAGE));
        assertFalse(matches("{'version': '^(?!v1).*$'}", IMAGE));
        assertTrue(matches("{'version': '^(?!latest$).*$'}", IMAGE));
    }

    @Test
    public void whatLooksLikeAPatternMayBeMeantAsItIs() throws Exception {
        assertTrue(matches("{'reference': 'a+b(c'}", "{'reference': 'a+b(c'}"));
    }

    @Test
    public void embeddedAndStoredContentsAreOfOneType() throws Exception {
        assertTrue(matches("{'type': 'embedded/base64'}", "{'type': 'remote/base64'}"));
        assertTrue(matches("{'type': 'remote/base64'}", "{'type': 'embedded/base64'}"));
        assertFalse(matches("{'type': 'embedded/base64'}", "{'type': 'docker/image'}"));
        assertFalse("only as types", matches("{'name': 'embedded/base64'}", "{'name': 'remote/base64'}"));
    }

    @Test
    public void aPatternThatIsNoneIsRefusedWithoutShowingIt() throws Exception {
        assertEquals(
                "The version of the expected artifact image differs from that of an artifact and is no regular expression"
                        + " either. Correct it; a character with a special meaning needs a backslash before it.",
                refused("{'name': '.*', 'version': 'hunter2('}", "{'name': 'web', 'version': '1'}"));
    }

    @Test
    public void patternsThatBacktrackForEverEnd() throws Exception {
        String text = "{'name': '" + "a".repeat(200) + "!'}";
        String refused = refused("{'name': '.*.*.*.*.*c'}", text);
        assertTrue(refused, refused.contains("takes too long"));
        assertTrue(refused("{'name': '(x+x+)+\\\\1y'}", "{'name': '" + "x".repeat(100) + "'}")
                .contains("too long"));
    }

    @Test
    public void patternsThatRecurseTooDeepEnd() throws Exception {
        String refused = refused("{'name': '(a|b)*'}", "{'name': '" + "ab".repeat(200_000) + "'}");
        assertTrue(refused, refused.contains("takes too long"));
    }

    @Test
    public void patternsWithChoicesThatReadNothingAreRefused() throws Exception {
        for (String pattern : List.of("(|)".repeat(40), "((|){9}){9}", "(a?)?".repeat(30), "((a){1000}){1000}")) {
            assertTrue(
                    pattern,
                    refused("{'name': '" + pattern + "c'}", "{'name': 'c'}").contains("too many choices"));
        }
    }

    @Test
    public void ordinaryPatternsAreNotTakenForHostileOnes() throws Exception {
        assertTrue(matches("{'name': '([a-z]+-)*(dev|test|stage|prod|a|b|c|d|e|f)'}", "{'name': 'a-b-prod'}"));
        assertTrue(matches(
                "{'name': '(\\\\d{1,3}\\\\.){3}\\\\d{1,3}(-(rc|beta)\\\\.?\\\\d*)?'}", "{'name': '1.2.3.4-rc1'}"));
        assertTrue(matches("{'name': '[(\\\\])|]+(\\\\(|\\\\Q)((\\\\E)?'}", "{'name': '(|)(('}"));
        assertTrue(matches("{'name': 'sha256:[0-9a-f]{64}'}", "{'name': 'sha256:" + "0a".repeat(32) + "'}"));
        assertTrue(matches("{'name': '(?i:web|api)-(?<tag>v\\\\d+)'}", "{'name': 'API-v12'}"));
    }

    @Test
    public void aLongTextIsComparedAndNoPattern() throws Exception {
        String content = "Zm9v".repeat(500);
        assertTrue(matches("{'reference': '" + content + "'}", "{'reference': '" + content + "'}"));
        assertFalse(matches("{'reference': '" + content + "('}", "{'reference': '" + content + "'}"));
        assertTrue(matches("{'reference': '.*'}", "{'reference': '" + content.repeat(100) + "'}"));
    }

    @Test
    public void itIsCalledByWhatThereIs() throws Exception {
        assertEquals("image", expected(IMAGE).title());
        assertEquals(
                "web", item("{'id': 'x', 'matchArtifact': {'name': 'web'}}").title());
        assertEquals("x", item("{'id': 'x', 'displayName': ''}").title());
        assertEquals("?", item("{}").title());
    }

    @Test
    public void anEmptyDefaultIsNone() throws Exception {
        assertEquals(
                Optional.empty(),
                item("{'defaultArtifact': {'id': 'x', 'kind': 'custom'}}").defaultArtifact());
        assertEquals(
                Optional.of(json("{'reference': 'x'}")),
                item("{'defaultArtifact': {'reference': 'x'}}").defaultArtifact());
    }

    @Test
    public void boundArtifactsAreFoundByTheExpectedOnesId() throws Exception {
        ObjectNode artifact = json("{'name': 'web', 'metadata': {'more': [1]}}");
        ObjectNode bound = item("{'id': 'x', 'matchArtifact': {'artifactAccount': 'git'}, 'unknown': 7}")
                .bound(artifact);
        assertEquals(7, bound.get("unknown").intValue());
        assertEquals(
                Optional.of(artifact.deepCopy().put("artifactAccount", "git")),
                ExpectedArtifact.boundOf(List.of(json("{'id': 'y'}"), bound), "x"));
        artifact.put("artifactAccount", "own");
        assertEquals(
                Optional.of(artifact),
                ExpectedArtifact.boundOf(List.of(((ObjectNode) bound).set("boundArtifact", artifact)), "x"));
        assertEquals(Optional.empty(), ExpectedArtifact.boundOf(List.of(bound), "y"));
        assertEquals(Optional.empty(), ExpectedArtifact.boundOf(List.of(json("{'boundArtifact': {}}")), ""));
    }

    @Test
    public void onlyAListOfMapsIsOne() throws Exception {
        assertEquals(List.of(), ExpectedArtifact.listOf(json("{}").path("expectedArtifacts"), "Deploy"));
        for (String list : List.of("{'a': {}}", "['x']", "'x'", "[{}, null]")) {
            JsonNode node = new ObjectMapper().readTree(list.replace('\'', '"'));
            ProblemException refused =
                    assertThrows(list, ProblemException.class, () -> ExpectedArtifact.listOf(node, "Deploy"));
            assertEquals("Deploy: The expectedArtifacts have to be a list of maps.", refused.getMessage());
        }
    }

    private static boolean matches(String match, String artifact) throws Exception {
        return expected(match).matches(json(artifact));
    }

    private static String refused(String match, String artifact) {
        return assertThrows(ProblemException.class, () -> matches(match, artifact))
                .getMessage();
    }

    private static ExpectedArtifact expected(String match) throws Exception {
        return item("{'displayName': 'image', 'matchArtifact': " + match + "}");
    }

    private static ExpectedArtifact item(String text) throws Exception {
        return ExpectedArtifact.listOf(json("{'list': [" + text + "]}").get("list"), "")
                .get(0);
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
