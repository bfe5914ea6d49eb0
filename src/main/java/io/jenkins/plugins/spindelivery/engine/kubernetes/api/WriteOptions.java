package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

/**
 * How an object is written.
 *
 * @param fieldManager who the server records as owner of the fields
 * @param force whether fields that another manager owns are taken over
 * @param dryRun whether the server only says what would happen
 */
public record WriteOptions(String fieldManager, boolean force, boolean dryRun) {
    /** The owner of every field that a deploy writes. */
    public static final String SPIN_DELIVERY = "spin-delivery";

    /** Writes as {@value #SPIN_DELIVERY} and fails on conflicts. */
    public static final WriteOptions DEFAULT = new WriteOptions(SPIN_DELIVERY, false, false);

    /**
     * The same, taking over other managers' fields or not.
     *
     * @param forced whether to
     * @return the options
     */
    public WriteOptions withForce(boolean forced) {
        return new WriteOptions(fieldManager, forced, dryRun);
    }

    /**
     * The same, as a question or for real.
     *
     * @param onlyAsk whether the server only says what would happen
     * @return the options
     */
    public WriteOptions withDryRun(boolean onlyAsk) {
        return new WriteOptions(fieldManager, force, onlyAsk);
    }
}
