package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What surrounds a stage while its calls are made: a run knows what came of the stages before, an importer and a form only
 * know the definition.
 */
public interface Mapping {

    /**
     * The pipeline's application.
     *
     * @return its name; empty where the definition names none
     */
    String application();

    /**
     * The expected artifact of the pipeline or of a stage before this one.
     *
     * @param id of an entry in some {@code expectedArtifacts}
     * @return the artifact that was bound to it, or before a run what is to be matched; nothing for an id that is nowhere
     */
    Optional<ObjectNode> artifact(String id);

    /**
     * The Jenkins job of another pipeline.
     *
     * @param application the other pipeline's application
     * @param pipeline the other pipeline's id, or its name
     * @return the job's full name; nothing where no job is known
     */
    Optional<String> job(String application, String pipeline);

    /**
     * The images that stages before this one found or baked, as Spinnaker's {@code deploymentDetails}.
     *
     * @return the nearest stage's first; empty before a run
     */
    List<ObjectNode> deploymentDetails();

    /**
     * Whether there is a run: expressions are evaluated, artifacts are bound.
     *
     * @return false for importers and forms, where any field may still hold an expression
     */
    boolean running();

    /**
     * When the stage began, for what is to last from then on. It stays the same when the stage's calls are made again after
     * a restart.
     *
     * @return in milliseconds since 1970; nothing before a run
     */
    default OptionalLong began() {
        return OptionalLong.empty();
    }

    /**
     * Notes what a person should know.
     *
     * @param finding about this stage
     */
    void found(Finding finding);
}
