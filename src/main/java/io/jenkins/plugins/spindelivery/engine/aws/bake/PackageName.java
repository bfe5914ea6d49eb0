package io.jenkins.plugins.spindelivery.engine.aws.bake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A package as a bake request names it: by its name alone, or by its full identifier, which is its file's name without the
 * extension.
 *
 * @param name never empty
 * @param version empty when only the name is given
 * @param release what follows the version's first dash; empty without one
 * @param arch empty when it is not given
 */
public record PackageName(String name, String version, String release, String arch) {
    /** {@code name_version-release_arch}. */
    private static final Pattern DEB = Pattern.compile("([^_]+)_([^_-]+)(?:-([^_]+))?(?:_([^_]+))?");

    /** {@code name-version-release.arch}; an architecture is a word, so that {@code java-1.8.0-openjdk} is a name. */
    private static final Pattern RPM = Pattern.compile("(.+)-([^-]+)-([^-]+)\\.([A-Za-z][A-Za-z0-9_]*)");

    /**
     * Reads a package's name or identifier, as Rosco's {@code PackageNameConverter} does.
     *
     * @param text without blanks
     * @param type says which form an identifier has
     * @return the package; a text that is no identifier is a name
     */
    public static PackageName parse(String text, PackageType type) {
        Matcher parts = (type == PackageType.DEB ? DEB : RPM).matcher(text);
        return parts.matches()
                ? new PackageName(parts.group(1), parts.group(2), orEmpty(parts.group(3)), orEmpty(parts.group(4)))
                : new PackageName(text, "", "", "");
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }

    /** Whether who installs this has installed the other, too. */
    boolean brings(PackageName other) {
        boolean same = version.equals(other.version) && release.equals(other.release);
        return name.equals(other.name) && (same || other.version.isEmpty());
    }

    /**
     * What the installer gets.
     *
     * @param type says which installer it is
     * @return {@code name=version-release} or {@code name-version-release}; the name alone when there is no version
     */
    public String installer(PackageType type) {
        if (version.isEmpty()) {
            return name;
        }
        String versioned = name + type.separator() + version;
        return release.isEmpty() ? versioned : versioned + "-" + release;
    }
}
