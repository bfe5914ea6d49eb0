package io.jenkins.plugins.spindelivery.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the figures were measured on.
 *
 * @param cores processors that the JVM sees
 * @param memoryGiB memory
 * @param processor its model; empty where the system does not tell
 * @param system the operating system
 * @param java the JVM
 */
record Machine(
        @JsonProperty("cores") int cores,
        @JsonProperty("memoryGiB") long memoryGiB,
        @JsonProperty("processor") String processor,
        @JsonProperty("system") String system,
        @JsonProperty("java") String java) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** This machine. */
    static Machine here() throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
                processorModel(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    }

    private static String processorModel() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "";
        }
        return Files.readString(PROCESSORS)
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** In one line, for people. */
    String text() {
        return cores + " cores, " + memoryGiB + " GiB" + (processor.isEmpty() ? "" : ", " + processor) + "; " + system
                + ", Java " + java;
    }
}
