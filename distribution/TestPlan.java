package distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which of the tests' dependencies the folder has, and which tests have to be left out because of those it lacks. */
final class TestPlan {
    /**
     * What a folder may lack, with the package by which a test says that it needs it: they are no part of a usual
     * Jenkins. Anything else that the POM names is needed.
     */
    private static final Map<String, String> PACKAGES = Map.of(
            "aws-credentials", "com.cloudbees.jenkins.plugins.awscredentials",
            "configuration-as-code", "io.jenkins.plugins.casc",
            "test-harness", "io.jenkins.plugins.casc.misc");

    private final List<String> plugins = new ArrayList<>();
    private final Map<String, String> missing = new TreeMap<>();

    /**
     * Compares the POM with the folder.
     *
     * @param pom names the dependencies
     * @param folder has most of them
     * @param harness the names of the jars of the test harness
     * @throws BuildFailed if something is missing that cannot be left out
     */
    TestPlan(PluginPom pom, JenkinsFolder folder, List<String> harness) {
        for (PluginPom.Dependency each : pom.dependencies()) {
            String name = each.artifactId();
            if (pom.bundled().contains(name) || harness.stream().anyMatch(jar -> jar.startsWith(name + "-"))) {
                continue;
            }
            if (!each.test() || folder.plugin(name) != null) {
                plugins.add(name);
            } else if (PACKAGES.containsKey(name)) {
                missing.put(name, PACKAGES.get(name));
            } else {
                throw new BuildFailed(
                        "The plugin " + name + ", which pom.xml names for tests, is not in the folder, and"
                                + " the tests can't do without. Put its .jpi there.");
            }
        }
    }

    /**
     * The plugins of a test Jenkins.
     *
     * @return short names
     */
    List<String> plugins() {
        return plugins;
    }

    /**
     * What the folder lacks and tests can do without.
     *
     * @return artifact ids
     */
    List<String> missing() {
        return List.copyOf(missing.keySet());
    }

    /**
     * Whether a test can't be compiled because of what the folder lacks.
     *
     * @param source the text of the Java file
     * @return whether it is left out
     */
    boolean leavesOut(String source) {
        return source.lines()
                .filter(line -> line.startsWith("import "))
                .map(line -> line.replaceFirst("^import (static )?", ""))
                .anyMatch(name -> missing.values().stream().anyMatch(prefix -> name.startsWith(prefix + ".")));
    }
}
