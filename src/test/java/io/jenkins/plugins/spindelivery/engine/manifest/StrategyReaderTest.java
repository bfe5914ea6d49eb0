package io.jenkins.plugins.spindelivery.engine.manifest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy.Method;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

public class StrategyReaderTest {
    private static final String FORCE = "strategy.spinnaker.io/server-side-apply: force-conflicts";

    @Test
    public void withoutAnnotationsNothingIsAskedFor() {
        StrategyReader.Reading reading = StrategyReader.read(
                Trees.manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {}}"), Method.APPLY);
        assertEquals(DeployStrategy.DEFAULT, reading.strategy());
        assertEquals(List.of(), reading.warnings());
    }

    @Test
    public void eachMethodHasItsAnnotation() {
        assertEquals(
                Method.RECREATE, clean("strategy.spinnaker.io/recreate: 'true'").method());
        assertEquals(
                Method.REPLACE, clean("strategy.spinnaker.io/replace: 'true'").method());
        assertEquals(
                new DeployStrategy(Method.SERVER_SIDE_APPLY, false, null, null, false),
                clean("strategy.spinnaker.io/server-side-apply: 'true'"));
        assertEquals(new DeployStrategy(Method.SERVER_SIDE_APPLY, true, null, null, false), clean(FORCE));
        assertEquals(
                Method.APPLY,
                clean("strategy.spinnaker.io/server-side-apply: 'false'").method());
        assertEquals(
                Method.APPLY, clean("strategy.spinnaker.io/recreate: 'false'").method());
    }

    @Test
    public void recreateBeatsReplaceBeatsServerSideApply() {
        StrategyReader.Reading all =
                read("strategy.spinnaker.io/replace: 'true'", FORCE, "strategy.spinnaker.io/recreate: 'true'");
        assertEquals(new DeployStrategy(Method.RECREATE, false, null, null, false), all.strategy());
        assertEquals(List.of("manifest.strategies-contradict"), codes(all));
        assertEquals(
                "ConfigMap web: strategy.spinnaker.io/recreate is used; strategy.spinnaker.io/replace,"
                        + " strategy.spinnaker.io/server-side-apply is ignored, because only one of them can hold."
                        + " Remove the annotations that are not meant.",
                all.warnings().get(0).message(Locale.ENGLISH));

        StrategyReader.Reading two = read("strategy.spinnaker.io/replace: 'true'", FORCE);
        assertEquals(new DeployStrategy(Method.REPLACE, false, null, null, false), two.strategy());
    }

    @Test
    public void valuesInOldSpinnakersQuotesAreRead() {
        assertEquals(
                Method.RECREATE,
                clean("strategy.spinnaker.io/recreate: '\"true\"'").method());
        assertEquals(
                Integer.valueOf(3),
                clean("strategy.spinnaker.io/max-version-history: '\"3\"'").maxVersionHistory());
        assertTrue(clean("strategy.spinnaker.io/use-source-capacity: 'True'").useSourceCapacity());
    }

    @Test
    public void versionedIsTrueOrNotAtAll() {
        assertEquals(
                Boolean.TRUE, clean("strategy.spinnaker.io/versioned: 'true'").versioned());
        assertEquals(
                Boolean.FALSE, clean("strategy.spinnaker.io/versioned: 'false'").versioned());
        StrategyReader.Reading odd = read("strategy.spinnaker.io/versioned: 'yes'");
        assertEquals(Boolean.FALSE, odd.strategy().versioned());
        assertEquals(List.of("manifest.versioned-malformed"), codes(odd));
        String told = odd.warnings().get(0).message(Locale.ENGLISH);
        assertTrue(told, told.contains("it counts as false"));
    }

    @Test
    public void aMalformedValueCountsAsMissingAndIsToldWithItsPlace() {
        Source source = new Source(
                "web.yaml",
                1,
                pointer -> pointer.toString().equals("/metadata/annotations/strategy.spinnaker.io~1recreate") ? 7 : 0);
        Manifest manifest = new Manifest(Trees.tree(yaml("strategy.spinnaker.io/recreate: maybe")), source);
        StrategyReader.Reading reading = StrategyReader.read(manifest, Method.APPLY);
        assertEquals(DeployStrategy.DEFAULT, reading.strategy());
        Problem warning = reading.warnings().get(0);
        assertEquals("web.yaml:7", warning.where());
        assertEquals(
                "ConfigMap web: the value of annotation strategy.spinnaker.io/recreate is \"maybe\", which is not one of"
                        + " true, false. The annotation is ignored.",
                warning.message(Locale.ENGLISH));
        assertEquals(
                List.of("manifest.annotation-malformed"),
                codes(read("strategy.spinnaker.io/use-source-capacity: '\"unclosed'")));
        assertEquals(
                List.of("manifest.annotation-malformed"),
                codes(read("strategy.spinnaker.io/server-side-apply: force")));
    }

    @Test
    public void historyIsAWholeNumberOfAtLeastOne() {
        assertEquals(
                Integer.valueOf(1),
                clean("strategy.spinnaker.io/max-version-history: '1'").maxVersionHistory());
        for (String bad : List.of("0", "-2", "two", "1.5", "", "99999999999")) {
            StrategyReader.Reading reading = read("strategy.spinnaker.io/max-version-history: '" + bad + "'");
            assertEquals(bad, null, reading.strategy().maxVersionHistory());
            assertEquals(bad, List.of("manifest.history-malformed"), codes(reading));
        }
        assertEquals(
                "ConfigMap web: strategy.spinnaker.io/max-version-history is \"0\", but it must be a whole number of at"
                        + " least 1. All versions are kept.",
                read("strategy.spinnaker.io/max-version-history: '0'")
                        .warnings()
                        .get(0)
                        .message(Locale.ENGLISH));
    }

    @Test
    public void aMisspeltKeyIsToldWithTheRealOnes() {
        StrategyReader.Reading reading = read("strategy.spinnaker.io/max-version-histroy: '2'");
        assertEquals(DeployStrategy.DEFAULT, reading.strategy());
        assertEquals(List.of("manifest.strategy-unknown"), codes(reading));
        assertTrue(reading.warnings()
                .get(0)
                .message(Locale.ENGLISH)
                .contains("strategy.spinnaker.io/max-version-history"));
    }

    @Test
    public void theUsualMethodIsForManifestsThatSayNothingAboutIt() {
        String silent = yaml("strategy.spinnaker.io/versioned: 'false'");
        assertEquals(Method.RECREATE, usually(Method.RECREATE, silent).method());
        assertEquals(
                Method.REPLACE,
                usually(Method.RECREATE, yaml("strategy.spinnaker.io/replace: 'true'"))
                        .method());
        assertEquals(
                Method.APPLY,
                usually(Method.RECREATE, yaml("strategy.spinnaker.io/recreate: 'false'"))
                        .method());
    }

    private static DeployStrategy usually(Method method, String manifest) {
        return StrategyReader.read(Trees.manifest(manifest), method).strategy();
    }

    private static DeployStrategy clean(String... annotations) {
        StrategyReader.Reading reading = read(annotations);
        assertEquals(List.of(), reading.warnings());
        return reading.strategy();
    }

    private static StrategyReader.Reading read(String... annotations) {
        return StrategyReader.read(Trees.manifest(yaml(annotations)), Method.APPLY);
    }

    private static String yaml(String... annotations) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: web, annotations: {" + String.join(", ", annotations)
                + "}}}";
    }

    private static List<String> codes(StrategyReader.Reading reading) {
        return reading.warnings().stream().map(Problem::code).toList();
    }
}
