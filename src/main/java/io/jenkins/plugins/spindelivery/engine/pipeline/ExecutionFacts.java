package io.jenkins.plugins.spindelivery.engine.pipeline;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a run of a pipeline is, beside its definition and its state: the root {@code execution} of expressions.
 *
 * @param id unlike any other run's
 * @param name the pipeline's
 * @param application the pipeline's; empty for none
 * @param number counts the runs
 * @param url where people see the run; empty when there is no such page
 * @param startMillis when it began, milliseconds since 1970
 * @param user who began it; empty when nobody is known
 * @param pipelineIds the id of another pipeline of the same application, by its name
 */
public record ExecutionFacts(
        String id,
        String name,
        String application,
        long number,
        String url,
        long startMillis,
        String user,
        Function<String, Optional<String>> pipelineIds) {
    private static final String ANONYMOUS = "anonymous";

    /**
     * A run of which no other pipelines are known.
     *
     * @param definition gives name and application
     * @param id unlike any other run's
     * @param number counts the runs
     * @param url where people see the run; empty when there is no such page
     * @param startMillis when it began, milliseconds since 1970
     * @param user who began it; empty when nobody is known
     * @return the facts
     */
    public static ExecutionFacts of(
            Definition definition, String id, long number, String url, long startMillis, String user) {
        return new ExecutionFacts(
                id,
                definition.name(),
                definition.application(),
                number,
                url,
                startMillis,
                user,
                name -> Optional.empty());
    }

    /**
     * The same run among other pipelines.
     *
     * @param ids the id of another pipeline of the same application, by its name
     * @return the facts
     */
    public ExecutionFacts withPipelineIds(Function<String, Optional<String>> ids) {
        return new ExecutionFacts(id, name, application, number, url, startMillis, user, ids);
    }

    /** Whoever began the run, as Spinnaker names nobody. */
    String userOrAnonymous() {
        return user.isEmpty() ? ANONYMOUS : user;
    }
}
