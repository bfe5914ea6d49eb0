package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What the moves of one deploy share: its cluster, and what lies beside its state. */
final class Work {
    private static final ObjectMapper JSON = StateMapper.create();

    private final DeployState state;
    private final OperationContext context;
    private final PlanMemory memory;

    Work(DeployState state, OperationContext context, PlanMemory memory) {
        this.state = state;
        this.context = context;
        this.memory = memory;
    }

    Cluster cluster() {
        return context.clusters().cluster(state.request().account());
    }

    List<Manifest> manifests() {
        return read(context.blobs(), state.manifests(), new TypeReference<>() {});
    }

    boolean hasPlan() {
        return state.plan() != null;
    }

    Plan plan() {
        return memory.recall(state.plan(), () -> read(context.blobs(), state.plan(), new TypeReference<>() {}));
    }

    /** Keeps a new plan beside the state, and returns its name there. */
    String keep(Plan plan) {
        String name = store(context.blobs(), plan);
        memory.remember(name, plan);
        return name;
    }

    static String store(BlobStore blobs, Object value) {
        try {
            return blobs.put(JSON.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException("plain data can be written as JSON", e);
        }
    }

    private static <T> T read(BlobStore blobs, String name, TypeReference<T> type) {
        try {
            return JSON.readValue(blobs.get(name), type);
        } catch (IOException e) {
            // The blob's hash is right, so some version of ours wrote this. Jackson's words may quote a Secret.
            throw new ProblemException(Category.INPUT, Problem.of("operation.blob-layout", "", name));
        }
    }
}
