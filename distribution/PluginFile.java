package distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * A plugin that lies in the folder.
 *
 * @param file its {@code .jpi} or {@code .hpi}
 * @param name its short name
 * @param version its version
 * @param needs the short names of the plugins that it does not start without
 */
record PluginFile(Path file, String name, String version, List<String> needs) {
    /**
     * Reads a plugin's manifest.
     *
     * @param file the {@code .jpi} or {@code .hpi}
     * @return what its manifest says
     * @throws IOException if it can't be read
     * @throws BuildFailed if it is no plugin
     */
    static PluginFile read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes manifest = jar.getManifest() == null
                    ? new Attributes()
                    : jar.getManifest().getMainAttributes();
            String name = manifest.getValue("Short-Name");
            String version = manifest.getValue("Plugin-Version");
            if (name == null || version == null) {
                throw new BuildFailed(
                        file + " is no Jenkins plugin: its manifest has no Short-Name or Plugin-Version.");
            }
            return new PluginFile(file, name, version, needs(manifest.getValue("Plugin-Dependencies")));
        }
    }

    /** Reads {@code name:version;resolution:=optional,…}. */
    private static List<String> needs(String dependencies) {
        List<String> needs = new ArrayList<>();
        if (dependencies != null) {
            for (String each : dependencies.split(",")) {
                if (!each.contains("resolution:=optional")) {
                    needs.add(each.substring(0, each.indexOf(':')));
                }
            }
        }
        return needs;
    }
}
