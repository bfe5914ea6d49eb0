package io.jenkins.plugins.spindelivery.engine.manifest.read;

/** Ends the reading of a document that can't be understood any further; never leaves this package. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;
    private final int offset;
    private final boolean everything;

    private Unreadable(Fault fault, int offset, boolean everything) {
        super(fault.code(), null, false, false);
        this.fault = fault;
        this.offset = offset;
        this.everything = everything;
    }

    /** One document is wrong; those after it may still be read, to tell of all problems at once. */
    static Unreadable document(Fault fault) {
        return new Unreadable(fault, Integer.MAX_VALUE, false);
    }

    /**
     * One document is no YAML or no JSON.
     *
     * @param fault what is wrong
     * @param offset how many characters of the chunk were understood
     */
    static Unreadable syntax(Fault fault, int offset) {
        return new Unreadable(fault, offset, false);
    }

    /** A limit of the whole text is used up. */
    static Unreadable everything(Fault fault) {
        return new Unreadable(fault, Integer.MAX_VALUE, true);
    }

    Fault fault() {
        return fault;
    }

    /** How far the text was understood; as far as can be when it was understood and is wrong all the same. */
    int offset() {
        return offset;
    }

    boolean endsEverything() {
        return everything;
    }
}
