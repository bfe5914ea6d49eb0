package io.jenkins.plugins.spindelivery.child;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A {@link StartJob} on its way.
 *
 * @param version the layout of this state, {@value #VERSION}
 * @param id by which the build is known again; unlike that of any other work
 * @param parent the build that starts the job, as {@link hudson.model.Run#getExternalizableId} names it
 * @param job the job's full name
 * @param parameters texts by name; may be secret, as the whole state is
 * @param waits whether to wait for the end
 * @param unstableIsSuccess whether an unstable build is as good as one that succeeded
 * @param propertyFile the archived file to read; empty for none
 * @param since when the work began, in milliseconds since 1970; no build of before is its own
 * @param queueId of the item in Jenkins' queue; 0 before it was put there
 * @param misses how often neither the item nor a build was found after that
 * @param number of the build; 0 before it has begun
 * @param cancelled whether the work was stopped
 * @param stopping whether the build was asked to stop
 */
public record StartJobState(
        @JsonProperty("version") int version,
        @JsonProperty("id") String id,
        @JsonProperty("parent") String parent,
        @JsonProperty("job") String job,
        @JsonProperty("parameters") Map<String, String> parameters,
        @JsonProperty("waits") boolean waits,
        @JsonProperty("unstableIsSuccess") boolean unstableIsSuccess,
        @JsonProperty("propertyFile") String propertyFile,
        @JsonProperty("since") long since,
        @JsonProperty("queueId") long queueId,
        @JsonProperty("misses") int misses,
        @JsonProperty("number") int number,
        @JsonProperty("cancelled") boolean cancelled,
        @JsonProperty("stopping") boolean stopping) {

    /** The layout that this version writes. */
    public static final int VERSION = 1;

    public StartJobState {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(job, "job");
        parameters = parameters == null ? Map.of() : new LinkedHashMap<>(parameters);
        propertyFile = propertyFile == null ? "" : propertyFile;
    }

    StartJobState inQueue(long item) {
        return with(item, 0, number, cancelled, stopping);
    }

    StartJobState missed() {
        return with(queueId, misses + 1, number, cancelled, stopping);
    }

    StartJobState begun(int build) {
        return with(queueId, 0, build, cancelled, stopping);
    }

    StartJobState asCancelled() {
        return with(queueId, misses, number, true, stopping);
    }

    StartJobState asStopping() {
        return with(queueId, misses, number, cancelled, true);
    }

    private StartJobState with(long item, int missed, int build, boolean cancel, boolean stop) {
        return new StartJobState(
                version,
                id,
                parent,
                job,
                parameters,
                waits,
                unstableIsSuccess,
                propertyFile,
                since,
                item,
                missed,
                build,
                cancel,
                stop);
    }

    /** Without the parameters, which may be secret. */
    @Override
    public String toString() {
        return "StartJobState[" + id + " " + job + " #" + number + "]";
    }
}
