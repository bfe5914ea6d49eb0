package io.jenkins.plugins.spindelivery.engine.aws.operation;

/**
 * The state of an {@link AwsOperation}: a record with a {@code version} and a {@link Course}, and what the operation
 * itself has to remember.
 *
 * @param <S> the state's own class
 */
public interface AwsState<S extends AwsState<S>> {

    /**
     * What all operations have in common.
     *
     * @return its course
     */
    Course course();

    /**
     * The same state with another course.
     *
     * @param course replaces the course
     * @return the state
     */
    S with(Course course);
}
