package distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The libraries that the hpi carries: from Maven Central, or wherever Maven takes it from here. */
final class Libraries {
    private Libraries() {}

    /**
     * Fetches the bundled libraries through the standalone build, which knows them in the same versions.
     *
     * @param root the project's folder
     * @param pom the plugin's POM, which names them
     * @param target where they are put
     * @return the jars
     * @throws IOException if Maven can't be run
     * @throws BuildFailed if the standalone build has them not, or in other versions than the plugin's POM
     */
    static List<Path> fetch(Path root, PluginPom pom, Path target) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (PluginPom.Dependency each : pom.dependencies()) {
            if (pom.bundled().contains(each.artifactId())) {
                jars.add(target.resolve(each.artifactId() + "-" + each.version() + ".jar"));
            }
        }
        if (jars.size() != pom.bundled().size()) {
            throw new BuildFailed("hpi.bundledArtifacts of pom.xml names a library that is no dependency in it.");
        }
        if (!jars.stream().allMatch(Files::exists)) {
            Trees.delete(target);
            copy(root, pom.bundled(), target);
        }
        for (Path jar : jars) {
            if (!Files.exists(jar)) {
                throw new BuildFailed("standalone/pom.xml does not have the library " + jar.getFileName()
                        + " of pom.xml in this version. Give both the same version.");
            }
        }
        return jars;
    }

    private static void copy(Path root, List<String> artifactIds, Path target) throws IOException {
        List<String> command = List.of(
                "mvn",
                "-B",
                "-q",
                "-f",
                root.resolve("standalone/pom.xml").toString(),
                "dependency:copy-dependencies",
                "-DincludeArtifactIds=" + String.join(",", artifactIds),
                "-DincludeScope=compile",
                "-DoutputDirectory=" + target);
        if (Processes.run(new ProcessBuilder(command)) != 0) {
            throw new BuildFailed("Maven could not fetch the libraries of the hpi: " + String.join(", ", artifactIds));
        }
    }
}
