package distribution;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/** Hands over to the script that sets Jenkins up from within, at each start. */
final class Setup {
    private Setup() {}

    /**
     * Puts the script and what it needs to know into JENKINS_HOME. The script deletes the values when it has read them,
     * because there are passwords among them.
     *
     * @param home JENKINS_HOME
     * @param users who may log in
     * @param kubeconfig of the test cluster
     * @param examples the jobs
     * @param url of Jenkins
     * @param database the URL of the configuration database
     * @param prometheus the URL of Prometheus; nothing if there is none
     * @throws IOException if something can't be written
     */
    static void write(
            Path home,
            Users users,
            Path kubeconfig,
            Examples examples,
            String url,
            String database,
            Optional<String> prometheus)
            throws IOException {
        Properties values = new Properties();
        users.passwords().forEach((name, password) -> values.setProperty("user." + name, password));
        values.setProperty("url", url);
        values.setProperty("kubeconfig", kubeconfig.toString());
        values.setProperty("examples", examples.repositories().toString());
        values.setProperty("database", database);
        prometheus.ifPresent(address -> values.setProperty("prometheus", address));
        Path file = home.resolve("setup.properties");
        Files.deleteIfExists(file);
        if (Files.getFileStore(home).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (Writer writer = Files.newBufferedWriter(file)) {
            values.store(writer, null);
        }
        Path scripts = home.resolve("init.groovy.d");
        Files.createDirectories(scripts);
        Files.copy(
                home.resolve("../../distribution/setup.groovy").normalize(),
                scripts.resolve("setup.groovy"),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
