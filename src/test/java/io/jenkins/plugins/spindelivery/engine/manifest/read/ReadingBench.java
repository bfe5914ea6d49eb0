package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Times the reading of a file, for {@code ./dev bench}; its counterpart in Go is {@code oracle time FILE}.
 *
 * <p>It prints {@code documents N first N.N median N.N}, in milliseconds: the first reading of the process, which begins
 * before the file is opened, and the median of warm readings. How long a cold process takes as a whole, and with it the
 * start of Java, is for the caller to measure; for that a second argument of {@code 0} leaves out the warm readings.
 */
public final class ReadingBench {
    /** Enough for the JIT compilers to be done. */
    private static final int WARM_UP = 20;

    private static final int MEASURED = 11;

    private ReadingBench() {}

    /**
     * The benchmark's entry.
     *
     * @param arguments the file, and how many warm readings are measured (11 without it)
     * @throws IOException when the file can't be read
     */
    public static void main(String[] arguments) throws IOException {
        int measured = arguments.length > 1 ? Integer.parseInt(arguments[1]) : MEASURED;
        long start = System.nanoTime();
        byte[] content = Files.readAllBytes(Path.of(arguments[0]));
        int documents = read(arguments[0], content);
        double first = millisSince(start);
        System.out.printf(
                "documents %d first %.1f median %.1f%n",
                documents, first, measured == 0 ? first : warm(arguments[0], content, measured));
    }

    private static double warm(String name, byte[] content, int measured) {
        double[] millis = new double[measured];
        for (int i = -WARM_UP; i < measured; i++) {
            long start = System.nanoTime();
            read(name, content);
            if (i >= 0) {
                millis[i] = millisSince(start);
            }
        }
        Arrays.sort(millis);
        return millis[measured / 2];
    }

    private static int read(String name, byte[] content) {
        return ManifestReader.read(name, content, ReadLimits.DEFAULT).size();
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
