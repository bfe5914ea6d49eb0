package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a deploy has recorded of how things were before it, so that {@link DeployRollback} can put them back when the deploy
 * itself is long over. It holds manifests, and with them Secrets: it has to be kept as a state is.
 *
 * @param version of this layout
 * @param deploy the deploy's state at its end
 * @param plan what it did, and how each object is put back
 * @param removed what history and prune have deleted, as it was declared; in the order of a deploy
 * @param lost what they have deleted that nobody has declared, so that it can't be put back
 */
public record RollbackPoint(
        @JsonProperty("version") int version,
        @JsonProperty("deploy") DeployState deploy,
        @JsonProperty("plan") Plan plan,
        @JsonProperty("removed") List<ObjectNode> removed,
        @JsonProperty("lost") List<ObjectRef> lost) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** A larger point is not worth its place beside a build; most have some kilobytes. */
    public static final int MOST_BYTES = 16 << 20;

    private static final ObjectMapper JSON = StateMapper.create();

    public RollbackPoint {
        Objects.requireNonNull(deploy, "deploy");
        Objects.requireNonNull(plan, "plan");
        removed = List.copyOf(removed);
        lost = List.copyOf(lost);
    }

    /** The point of a deploy that has ended; empty when it changed nothing, or has been rolled back already. */
    static Optional<RollbackPoint> of(DeployState state, Plan plan) {
        boolean anything = !state.deleted().isEmpty()
                || state.progress().stream().anyMatch(each -> each.changed() && !each.restored());
        if (!anything || state.progress().stream().anyMatch(ObjectProgress::restored)) {
            return Optional.empty();
        }
        Set<ObjectRef> gone = new HashSet<>();
        state.deleted().forEach(outcome -> gone.add(outcome.ref()));
        List<ObjectNode> removed = new ArrayList<>();
        List<ObjectRef> lost = new ArrayList<>();
        Stream.concat(plan.prune().stream(), state.surplus().stream())
                .filter(doomed -> gone.contains(doomed.ref()))
                .forEach(doomed -> {
                    if (doomed.content() == null) {
                        lost.add(doomed.ref());
                    } else {
                        removed.add(doomed.content());
                    }
                });
        return Optional.of(new RollbackPoint(VERSION, state.forRollback(), plan, removed, lost));
    }

    /**
     * The deploy's id, as results give it.
     *
     * @return unlike any other deploy's
     */
    public String id() {
        return deploy.id();
    }

    /**
     * Where the deploy went.
     *
     * @return the id of the account
     */
    public String account() {
        return deploy.request().account();
    }

    /**
     * The point as it is kept.
     *
     * @return JSON
     */
    public byte[] write() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new UncheckedIOException("plain data can be written as JSON", e);
        }
    }

    /**
     * Reads a point.
     *
     * @param content as {@link #write} gave it
     * @param where its file, for messages
     * @return the point
     * @throws ProblemException when it is none, or a newer version has written it
     */
    public static RollbackPoint read(byte[] content, String where) {
        RollbackPoint point;
        try {
            point = JSON.readValue(content, RollbackPoint.class);
        } catch (IOException e) {
            // Jackson's words quote the file, and it may hold Secrets.
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.rollback-malformed", where));
        }
        if (point == null || point.version() > VERSION || point.version() < 1) {
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.rollback-malformed", where));
        }
        return point;
    }

    /** Without the manifests, which may be Secrets. */
    @Override
    public String toString() {
        return "RollbackPoint[" + id() + "]";
    }
}
