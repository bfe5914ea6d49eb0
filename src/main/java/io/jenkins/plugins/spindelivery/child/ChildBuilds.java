package io.jenkins.plugins.spindelivery.child;

import java.util.Map;

/** What {@link StartJob} needs of Jenkins. */
public interface ChildBuilds {

    /** What has become of a start. */
    sealed interface Seen {}

    /** Neither an item in the queue nor a build. */
    record Nothing() implements Seen {}

    /**
     * In the queue.
     *
     * @param item its id
     */
    record Waiting(long item) implements Seen {}

    /** Somebody took it out of the queue. */
    record TakenOut() implements Seen {}

    /**
     * Under way.
     *
     * @param number of the build
     * @param url of the build; without the host when Jenkins does not know its own
     */
    record Running(int number, String url) implements Seen {}

    /**
     * Ended.
     *
     * @param number of the build
     * @param url of the build
     * @param result Jenkins' word, such as {@code SUCCESS}
     * @param buildInfo what the step returns of it
     */
    record Ended(int number, String url, String result, Map<String, Object> buildInfo) implements Seen {}

    /** The job, or the build, was deleted. */
    record Gone() implements Seen {}

    /**
     * Looks.
     *
     * @param state whose build it is
     * @return what is there now
     */
    Seen look(StartJobState state);

    /**
     * Puts the job into the queue, and the queue on disk.
     *
     * @param state what to start
     * @return the id of the queue's item
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when Jenkins does not take it
     */
    long start(StartJobState state);

    /**
     * Takes it out of the queue, or asks the build to stop.
     *
     * @param state whose build it is
     */
    void stop(StartJobState state);

    /**
     * Reads an archived file of properties.
     *
     * @param state whose build it is, and the file's name
     * @param number of the build
     * @return the properties
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when there is none, or it can't be read
     */
    Map<String, Object> properties(StartJobState state, int number);

    /**
     * Has somebody told when the build has ended.
     *
     * @param state whose build it is
     * @param wake to be run
     */
    default void tellOfEnd(StartJobState state, Runnable wake) {}

    /**
     * Nobody has to be told any more.
     *
     * @param state whose build it is
     */
    default void forget(StartJobState state) {}
}
