package demo;

import java.io.IOException;

/** One scene of the demo. */
interface Step {
    /**
     * What the step is about.
     *
     * @return a headline
     */
    String title();

    /**
     * Plays the step.
     *
     * @param stage where it plays
     * @throws IOException when a command can't be run
     * @throws ClaimFailed when something is not as it is claimed to be
     */
    void play(Stage stage) throws IOException;
}
