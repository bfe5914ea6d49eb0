package io.jenkins.plugins.spindelivery.durable;

/**
 * How much a {@link Journal} takes. The contents of open entries are in memory as well, so that these limits hold for
 * both.
 *
 * @param entries how many entries may be open
 * @param bytes how many bytes the contents of open entries may have together
 * @param entryBytes how many bytes one content may have
 * @param remembered how many closed entries are remembered; beyond that the oldest are forgotten before their time
 * @param segmentBytes how large a file on disk grows before the next one is begun, in bytes
 */
public record JournalLimits(int entries, long bytes, int entryBytes, int remembered, long segmentBytes) {
    /** 10,000 entries or 64 MiB, of 2 MiB at most each; 100,000 are remembered. */
    public static final JournalLimits DEFAULT = new JournalLimits(10_000, 64L << 20, 2 << 20, 100_000, 8L << 20);

    public JournalLimits {
        if (entries < 1 || bytes < 1 || entryBytes < 1 || remembered < 0 || segmentBytes < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
