package distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** What the plugin tells Jenkins about itself, attribute by attribute as maven-hpi-plugin writes it. */
final class PluginManifest {
    private final Manifest manifest = new Manifest();

    /**
     * The manifest of this project.
     *
     * @param pom the plugin's POM
     * @param folder says which Jenkins and which plugins it was compiled against; Jenkins refuses a plugin that asks
     *     for newer ones than it has
     * @param commit the commit that is built; empty if unknown
     * @param classes the compiled classes
     * @throws IOException if the index of extensions can't be read
     */
    PluginManifest(PluginPom pom, JenkinsFolder folder, String commit, Path classes) throws IOException {
        String artifactId = pom.text("artifactId");
        String version = pom.text("version");
        put(Attributes.Name.MANIFEST_VERSION.toString(), "1.0");
        put("Created-By", "distribution build of " + artifactId);
        put("Build-Jdk-Spec", System.getProperty("java.specification.version"));
        put("Specification-Title", pom.text("name"));
        put("Specification-Version", "0.0");
        put("Implementation-Title", pom.text("name"));
        put("Implementation-Version", version);
        put("Group-Id", pom.text("groupId"));
        put("Artifact-Id", artifactId);
        put("Short-Name", artifactId);
        put("Long-Name", pom.text("name"));
        put("Url", pom.text("url"));
        put("Extension-Name", artifactId);
        put("Plugin-Version", version + " (private-" + described(commit) + "-" + System.getProperty("user.name") + ")");
        put("Hudson-Version", folder.version());
        put("Jenkins-Version", folder.version());
        put("Plugin-Dependencies", dependencies(pom, folder));
        put("Plugin-Developers", "");
        String dynamic = dynamicLoading(classes);
        if (dynamic != null) {
            put("Support-Dynamic-Loading", dynamic);
        }
        put("Plugin-License-Name", pom.text("licenses/license/name"));
        put("Plugin-License-Url", pom.text("licenses/license/url"));
        put("Plugin-ScmConnection", pom.text("scm/connection"));
        put("Plugin-ScmTag", pom.text("scm/tag"));
        put("Plugin-ScmUrl", pom.text("scm/url"));
        if (!commit.isEmpty()) {
            put("Implementation-Build", commit);
        }
    }

    /**
     * Makes it the manifest of a plugin that is used where it was compiled, as {@code mvn hpi:run} and tests do.
     *
     * @param libraries class folders and jars
     * @param webapp the folder of static files
     * @return this manifest
     */
    PluginManifest linkedTo(List<Path> libraries, Path webapp) {
        put("Libraries", libraries.stream().map(Path::toString).collect(Collectors.joining(",")));
        put("Resource-Path", webapp.toString());
        return this;
    }

    /**
     * The manifest in the form of the JDK.
     *
     * @return a manifest
     */
    Manifest manifest() {
        return manifest;
    }

    private void put(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
    }

    private static String described(String commit) {
        return commit.isEmpty() ? "unknown" : commit.substring(0, 8);
    }

    private static String dependencies(PluginPom pom, JenkinsFolder folder) {
        return pom.dependencies().stream()
                .filter(each -> !each.test() && !pom.bundled().contains(each.artifactId()))
                .map(each -> each.artifactId() + ":"
                        + folder.plugin(each.artifactId()).version() + (each.optional() ? ";resolution:=optional" : ""))
                .collect(Collectors.joining(","));
    }

    /**
     * What the extensions say together about being loaded without a restart of Jenkins: no if one does, yes if all do.
     *
     * @param classes the compiled classes, with SezPoz's index of extensions
     * @return "true" or "false"; {@code null} if they leave it open
     */
    private static String dynamicLoading(Path classes) throws IOException {
        Path index = classes.resolve("META-INF/annotations/hudson.Extension.txt");
        if (!Files.exists(index)) {
            return "true";
        }
        List<String> extensions = Files.readAllLines(index).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        if (extensions.stream().anyMatch(line -> line.matches(".*dynamicLoadable=[^,}]*\\bNO\\b.*"))) {
            return "false";
        }
        return extensions.stream().allMatch(line -> line.matches(".*dynamicLoadable=[^,}]*\\bYES\\b.*"))
                ? "true"
                : null;
    }
}
