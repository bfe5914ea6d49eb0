package distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A Jenkins distribution folder: {@code jenkins.war}, {@code plugins/*.jpi} and {@code test-harness/*.jar}. */
final class JenkinsFolder {
    private final Path folder;
    private final Path unpacked;
    private final Attributes manifest;
    private final Map<String, PluginFile> plugins = new TreeMap<>();

    /**
     * Looks into a folder.
     *
     * @param folder the distribution folder
     * @param unpacked where the jars inside of its archives are put
     * @throws IOException if something can't be read
     * @throws BuildFailed if it lacks one of its three parts
     */
    JenkinsFolder(Path folder, Path unpacked) throws IOException {
        this.folder = folder;
        this.unpacked = unpacked;
        if (!Files.isRegularFile(war()) || !Files.isDirectory(folder.resolve("plugins"))) {
            throw new BuildFailed(
                    folder + " is no Jenkins distribution folder: it has to hold jenkins.war, plugins/*.jpi"
                            + " and test-harness/*.jar. See docs/air-gapped.md.");
        }
        try (JarFile jar = new JarFile(war().toFile())) {
            manifest = jar.getManifest().getMainAttributes();
        }
        for (Path file : files(folder.resolve("plugins"), ".jpi", ".hpi")) {
            PluginFile plugin = PluginFile.read(file);
            PluginFile other = plugins.put(plugin.name(), plugin);
            if (other != null) {
                throw new BuildFailed("The plugin " + plugin.name() + " is in the folder twice: " + other.file()
                        + " and " + file + ".");
            }
        }
    }

    /**
     * The web archive of Jenkins.
     *
     * @return a file
     */
    Path war() {
        return folder.resolve("jenkins.war");
    }

    /**
     * The version of Jenkins.
     *
     * @return such as {@code 2.479.3}
     */
    String version() {
        return manifest.getValue("Jenkins-Version");
    }

    /**
     * The packages of the JDK that Jenkins reflects on, as its launcher opens them.
     *
     * @return such as {@code java.base/java.lang}
     */
    List<String> opens() {
        String opens = manifest.getValue("Add-Opens");
        return opens == null ? List.of() : List.of(opens.split(" "));
    }

    /**
     * A plugin by its short name.
     *
     * @param name the short name
     * @return the plugin; {@code null} if the folder has none of this name
     */
    PluginFile plugin(String name) {
        return plugins.get(name);
    }

    /**
     * All plugins of the folder.
     *
     * @return by short name
     */
    Collection<PluginFile> plugins() {
        return plugins.values();
    }

    /**
     * Some plugins with all that they do not start without.
     *
     * @param names short names
     * @return the plugins, those before which others are needed first come first
     * @throws BuildFailed if one of them is not in the folder
     */
    List<PluginFile> withWhatTheyNeed(Collection<String> names) {
        Map<String, PluginFile> found = new LinkedHashMap<>();
        names.forEach(name -> collect(name, "pom.xml", found));
        return List.copyOf(found.values());
    }

    private void collect(String name, String neededBy, Map<String, PluginFile> found) {
        if (found.containsKey(name)) {
            return;
        }
        PluginFile plugin = plugins.get(name);
        if (plugin == null) {
            throw new BuildFailed("The plugin " + name + ", which " + neededBy + " depends on, is not in "
                    + folder.resolve("plugins") + ". Put its .jpi there.");
        }
        // In at once, though it belongs behind what it needs: plugins may need each other.
        found.put(name, plugin);
        plugin.needs().forEach(each -> collect(each, name + " " + plugin.version(), found));
    }

    /**
     * The libraries of Jenkins itself.
     *
     * @return jars
     * @throws IOException if they can't be unpacked
     */
    List<Path> coreJars() throws IOException {
        return jarsOf(war(), unpacked.resolve("jenkins-" + version()));
    }

    /**
     * The libraries of some plugins.
     *
     * @param some plugins of this folder
     * @return jars
     * @throws IOException if they can't be unpacked
     */
    List<Path> jars(Collection<PluginFile> some) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (PluginFile plugin : some) {
            jars.addAll(jarsOf(plugin.file(), unpacked.resolve(plugin.name() + "-" + plugin.version())));
        }
        return jars;
    }

    /**
     * The test harness and its libraries.
     *
     * @return jars
     * @throws IOException if the folder can't be read
     * @throws BuildFailed if there are none
     */
    List<Path> harnessJars() throws IOException {
        Path harness = folder.resolve("test-harness");
        List<Path> jars = Files.isDirectory(harness) ? files(harness, ".jar") : List.of();
        if (jars.isEmpty()) {
            throw new BuildFailed("There are no jars in " + harness + ", so the plugin's tests can't be compiled.");
        }
        return jars;
    }

    /**
     * The API between Jenkins and its web server: Jenkins' libraries are without it, because a server brings it.
     *
     * @return the harness' jar of it
     * @throws IOException if the folder can't be read
     */
    List<Path> servletApi() throws IOException {
        return harnessJars().stream()
                .filter(jar -> jar.getFileName().toString().contains("jakarta")
                        && jar.getFileName().toString().contains("servlet-api"))
                .toList();
    }

    /**
     * Unpacks the jars of an archive once for each state of it; those too that bouncycastle-api puts beside the others,
     * to add them to its class path itself.
     */
    private static List<Path> jarsOf(Path archive, Path target) throws IOException {
        Path stamp = target.resolve(".of");
        String state = archive + " " + Files.size(archive) + " " + Files.getLastModifiedTime(archive);
        if (!Files.exists(stamp) || !Files.readString(stamp).equals(state)) {
            Trees.delete(target);
            Files.createDirectories(target);
            try (JarFile jar = new JarFile(archive.toFile())) {
                for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                    if (entry.getName().matches("WEB-INF/(optional-)?lib/[^/]+\\.jar")) {
                        try (InputStream content = jar.getInputStream(entry)) {
                            Files.copy(
                                    content,
                                    target.resolve(Path.of(entry.getName()).getFileName()));
                        }
                    }
                }
            }
            Files.writeString(stamp, state);
        }
        return files(target, ".jar");
    }

    private static List<Path> files(Path folder, String... endings) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            Stream.of(endings).anyMatch(file.getFileName().toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }
}
