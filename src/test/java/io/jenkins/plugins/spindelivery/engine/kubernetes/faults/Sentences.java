package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

/** What people get to read, as {@link FaultBench#told(String)} gives it. */
final class Sentences {
    /** After an end before anything was written. */
    static String patienceLostEarly() {
        return "The cluster was asked N times in vain, so the deploy ends. Nothing was applied. Deploy again when the cause is gone.";
    }

    /** After an end when something was written, or may have been. */
    static String patienceLost() {
        return "The cluster was asked N times in vain, so the deploy ends. What is written stays, and states"
                + " are those last seen. Deploy again when the cause is gone: what is there already is found and left"
                + " as it is.";
    }

    /** A connection that broke. */
    static String cut(String where, String how) {
        return where + ": The connection to SERVER broke before the answer was complete (" + how
                + "). Nobody knows whether the server acted on the request.";
    }

    /** An answer that took too long. */
    static String late(String where, int seconds) {
        return where + ": No complete answer from SERVER within " + seconds
                + " s. Nobody knows whether the server acted on the request.";
    }

    /** A server that is not there. */
    static String refused(String where) {
        return where + ": Nothing answers at SERVER: the connection was refused. Is the API server running, and is this"
                + " its address and port?";
    }

    /** What a rollback left. */
    static String notRolledBack(String where) {
        return where + ": It was not put back and stays as this deploy left it, because the rollback could not go on."
                + " Mend what stands in the way, and deploy what it was before.";
    }

    /** What nobody could look up. */
    static String unknown(String where) {
        return where + ": Nobody knows whether it was written: no answer came, and the cluster could not be asked"
                + " afterwards. Deploy again when the cluster answers: what is there already is found and left as it is.";
    }

    private Sentences() {}
}
