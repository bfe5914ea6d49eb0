package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

/** When enough instances of a server group are up, as Spinnaker counts it. */
public final class HealthyShare {
    private static final int HUNDRED = 100;
    private static final int SMALL = 10;
    private static final int MIDDLE = 20;
    private static final int OF_MIDDLE = 90;
    private static final int OF_LARGE = 95;

    private HealthyShare() {}

    /**
     * How many percent have to be up when nobody says.
     *
     * @param size how many instances there are to be
     * @return 100 for fewer than 10, 90 for fewer than 20, else 95
     */
    public static int percent(int size) {
        return size < SMALL ? HUNDRED : size < MIDDLE ? OF_MIDDLE : OF_LARGE;
    }

    /**
     * How many instances have to be up.
     *
     * @param percent how many percent, from 0 to 100
     * @param desired how many there are to be
     * @return the share, rounded to the nearest; at least 1, unless there is to be none
     */
    public static int needed(int percent, int desired) {
        return desired <= 0 ? 0 : (int) Math.max(1, Math.round(percent * (double) desired / HUNDRED));
    }
}
