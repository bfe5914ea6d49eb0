package io.jenkins.plugins.spindelivery.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * Which program this is.
 *
 * @param number the version, such as {@code 1.0}
 * @param commit the commit it was built from; {@code null} when it was built without Git
 * @param java the running Java's version
 */
public record Version(String number, String commit, String java) {
    private static final String FILE = "version.properties";

    /**
     * This program's version, as the build has written it.
     *
     * @return the version
     */
    public static Version current() {
        Properties built = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(FILE)) {
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own " + FILE + " can't be read", e);
        }
        String commit = built.getProperty("commit", "").strip();
        return new Version(
                built.getProperty("version"), commit.isEmpty() ? null : commit, System.getProperty("java.version"));
    }

    /**
     * For people.
     *
     * @return one line
     */
    public String text() {
        return "spin " + number + " (" + (commit == null ? "" : "commit " + commit + ", ") + "Java " + java + ")";
    }

    /** For {@code spin --version}. */
    public static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {current().text()};
        }
    }
}
