package io.jenkins.plugins.spindelivery.engine.operation;

/**
 * Keeps large values beside an operation's state, each written once and named by its hash, so that what is written per
 * move stays small. They are sealed at rest as the state is.
 */
public interface BlobStore {

    /**
     * Stores a value; storing it again changes nothing.
     *
     * @param content the value
     * @return its name, the hash of its content
     */
    String put(byte[] content);

    /**
     * Fetches a value.
     *
     * @param name as {@link #put} returned it
     * @return the content
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it is missing or damaged
     */
    byte[] get(String name);
}
