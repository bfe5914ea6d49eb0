package io.jenkins.plugins.spindelivery.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/**
 * Holds the plugin's POM against the rules of the Jenkins project's hosting checker, because it can't be resolved on
 * every network, and against the versions of the standalone build.
 */
public class PluginPomTest {
    private static final Path ROOT = Path.of(System.getProperty("spin.root")).normalize();

    /** Which API plugin, or Jenkins core, gives the plugin what the standalone build takes from Maven Central. */
    private static final Map<String, String> PROVIDED_BY = Map.ofEntries(
            Map.entry("kubernetes-client", "kubernetes-client-api"),
            Map.entry("jackson-databind", "jackson2-api"),
            Map.entry("snakeyaml", "snakeyaml-api"),
            Map.entry("json-path", "json-path-api"),
            Map.entry("spring-expression", "Jenkins core"),
            Map.entry("apache-client", "aws-java-sdk2-core"),
            Map.entry("sts", "aws-java-sdk2-core"),
            Map.entry("autoscaling", "aws-java-sdk2-autoscaling"),
            Map.entry("cloudwatch", "aws-java-sdk2-cloudwatch"),
            Map.entry("ec2", "aws-java-sdk2-ec2"),
            Map.entry("elasticloadbalancingv2", "aws-java-sdk2-elasticloadbalancingv2"),
            Map.entry("s3", "aws-java-sdk2-s3"),
            Map.entry("ssm", "aws-java-sdk2-ssm"));

    /**
     * What no API plugin carries, so that the hpi does, with the property of the standalone build that says in which
     * version.
     */
    private static final Map<String, String> BUNDLED = new TreeMap<>(Map.of(
            "java-diff-utils", "java-diff-utils.version",
            "hipparchus-core", "hipparchus.version",
            "hipparchus-stat", "hipparchus.version"));

    /** Libraries that the command line alone needs. */
    private static final Set<String> COMMAND_LINE_ONLY = Set.of("picocli", "jansi", "slf4j-nop");

    /** Compile dependencies that the checker refuses, because an API plugin carries them. */
    private static final List<String> BANNED = List.of(
            "jackson-core",
            "jackson-databind",
            "snakeyaml",
            "gson",
            "json",
            "json-path",
            "okhttp",
            "httpclient",
            "httpclient5",
            "commons-lang3",
            "commons-text",
            "commons-compress",
            "commons-math3",
            "commons-collections4",
            "caffeine",
            "joda-time",
            "asm",
            "byte-buddy",
            "jsch",
            "kubernetes-client");

    private final Pom plugin = Pom.read(ROOT.resolve("pom.xml"));
    private final Pom standalone = Pom.read(ROOT.resolve("standalone/pom.xml"));

    @Test
    public void parentAndBaseline() {
        assertEquals("org.jenkins-ci.plugins", plugin.text("/project/parent/groupId"));
        assertEquals("plugin", plugin.text("/project/parent/artifactId"));
        assertTrue(plugin.text("/project/parent/version").matches("5\\.\\d+"));
        assertEquals("hpi", plugin.text("/project/packaging"));
        assertEquals("2.479", plugin.property("jenkins.baseline"));
        assertEquals("${jenkins.baseline}.3", plugin.property("jenkins.version"));
    }

    @Test
    public void coordinatesAndNames() {
        assertEquals("io.jenkins.plugins", plugin.text("/project/groupId"));
        String artifactId = plugin.text("/project/artifactId");
        assertTrue(artifactId, artifactId.matches("[a-z0-9-]{1,36}"));
        assertFalse(artifactId.contains("jenkins"));
        assertFalse(plugin.text("/project/name").toLowerCase().contains("jenkins"));
        assertEquals("MIT License", plugin.text("/project/licenses/license/name"));
        assertEquals(0, plugin.count("/project/developers"));
    }

    @Test
    public void sourceControlIsComplete() {
        for (String field : List.of("connection", "developerConnection", "url")) {
            assertTrue(field, plugin.text("/project/scm/" + field).contains("https://"));
        }
        assertEquals("${scmTag}", plugin.text("/project/scm/tag"));
    }

    @Test
    public void continuousDelivery() throws IOException {
        assertTrue(plugin.text("/project/version").contains("${changelist}"));
        assertEquals("999999-SNAPSHOT", plugin.property("changelist"));
        assertTrue(read(".mvn/maven.config").contains("-Dchangelist.format=%d.v%s"));
        assertTrue(read(".mvn/extensions.xml").contains("<artifactId>git-changelist-maven-extension</artifactId>"));
        assertTrue(Files.exists(ROOT.resolve(".github/workflows/cd.yaml")));
        assertFalse(Files.exists(ROOT.resolve(".github/release-drafter.yml")));
    }

    @Test
    public void bomAndDependencies() {
        assertEquals(
                "bom-${jenkins.baseline}.x",
                plugin.text("/project/dependencyManagement/dependencies/dependency/artifactId"));
        for (String artifactId : plugin.dependencies("compile")) {
            assertFalse(artifactId + " comes from an API plugin", BANNED.contains(artifactId));
            if (!BUNDLED.containsKey(artifactId)) {
                assertEquals("the BOM manages " + artifactId, "", plugin.dependencyVersion(artifactId));
            }
        }
        assertEquals(0, plugin.count("/project/properties/java.level"));
        assertEquals(0, plugin.count("/project/properties/*[starts-with(name(), 'maven.compiler')]"));
    }

    @Test
    public void strictnessIsOn() {
        assertEquals("true", plugin.property("hpi.strictBundledArtifacts"));
        assertEquals("false", plugin.property("ban-commons-lang-2.skip"));
        assertEquals("false", plugin.property("spotless.check.skip"));
    }

    @Test
    public void repositoriesAreHttps() {
        for (String url : plugin.texts("//repository/url | //pluginRepository/url")) {
            assertTrue(url, url.startsWith("https://"));
        }
    }

    @Test
    public void files() throws IOException {
        assertTrue(read(".github/CODEOWNERS").lines().anyMatch("* @jenkinsci/spin-delivery-plugin-developers"::equals));
        assertTrue(Files.exists(ROOT.resolve(".github/workflows/jenkins-security-scan.yml")));
        assertTrue(Files.exists(ROOT.resolve(".github/dependabot.yml")));
        assertTrue(read(".gitignore").lines().toList().containsAll(List.of("target/", "work/")));
        assertTrue(read("LICENSE").startsWith("MIT License"));
        assertTrue(read("src/main/resources/index.jelly").startsWith("<?jelly escape-by-default='true'?>"));
    }

    @Test
    public void jenkinsfileBuildsWithTheSharedLibraryOnTwoJdks() throws IOException {
        String code = read("Jenkinsfile").replaceAll("(?m)^\\s*//.*$", "");
        assertTrue(code, code.strip().matches("(?s)buildPlugin\\(.*\\)"));
        Matcher jdk = Pattern.compile("\\bjdk: (\\d+)\\b").matcher(code);
        List<String> jdks = new ArrayList<>();
        while (jdk.find()) {
            jdks.add(jdk.group(1));
        }
        assertEquals(List.of("21", "25"), jdks);
    }

    /** Each library of the engine is provided in Jenkins, and nothing is said to be provided that nobody needs. */
    @Test
    public void theLibrariesOfBothBuildsAreTheSame() {
        Map<String, String> needed = new TreeMap<>();
        for (String artifactId : standalone.dependencies("compile", "runtime")) {
            if (!COMMAND_LINE_ONLY.contains(artifactId) && !BUNDLED.containsKey(artifactId)) {
                needed.put(artifactId, String.valueOf(PROVIDED_BY.get(artifactId)));
            }
        }
        assertEquals(new TreeMap<>(PROVIDED_BY), needed);
        for (String provider : needed.values()) {
            assertTrue(
                    provider,
                    provider.equals("Jenkins core")
                            || plugin.dependencies("compile").contains(provider));
        }
    }

    @Test
    public void whatIsBundledIsListedAndOfOneVersion() {
        assertEquals(String.join(",", BUNDLED.keySet()), plugin.property("hpi.bundledArtifacts"));
        BUNDLED.forEach((artifactId, version) -> {
            assertTrue(plugin.dependencies("compile").contains(artifactId));
            assertEquals(standalone.property(version), plugin.dependencyVersion(artifactId));
        });
    }

    /** What is known of the versions behind the baseline: core 2.479.3 carries this very spring-expression. */
    @Test
    public void theVersionsAreThoseBehindTheBaseline() {
        assertEquals("2.479", plugin.property("jenkins.baseline"));
        assertEquals("6.1.14", standalone.property("spring-expression.version"));
        assertEquals("7.3.1", standalone.property("fabric8.version"));
        assertEquals(
                "5054.v620b_5d2b_d5e6", plugin.text("/project/dependencyManagement/dependencies/dependency/version"));
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
