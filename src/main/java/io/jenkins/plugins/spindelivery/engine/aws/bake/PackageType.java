package io.jenkins.plugins.spindelivery.engine.aws.bake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of packages, and how each is named for its installer. */
public enum PackageType {
    /** Debian, Ubuntu: {@code apt-get}. */
    DEB("="),
    /** Amazon Linux, Red Hat and its kin: {@code dnf} or {@code yum}. */
    RPM("-");

    /** How the names of operating systems begin whose packages are RPM. */
    private static final List<String> RPM_SYSTEMS =
            List.of("amazon", "amzn", "al2", "centos", "rhel", "redhat", "fedora", "rocky", "alma", "oracle", "sles");

    private final String separator;

    PackageType(String separator) {
        this.separator = separator;
    }

    /** What stands between a package's name and its version when it is installed. */
    String separator() {
        return separator;
    }

    /**
     * Reads a type.
     *
     * @param word such as {@code deb} or {@code RPM}
     * @return the type; empty for any other word
     */
    public static Optional<PackageType> parse(String word) {
        for (PackageType type : values()) {
            if (type.name().equalsIgnoreCase(word.strip())) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /**
     * What an operating system installs.
     *
     * @param baseOs such as {@code ubuntu} or {@code amazon-linux-2023}; may be empty
     * @return RPM for the systems that are known for it, DEB for all others
     */
    public static PackageType of(String baseOs) {
        String name = baseOs.toLowerCase(Locale.ROOT);
        return RPM_SYSTEMS.stream().anyMatch(name::startsWith) ? RPM : DEB;
    }
}
