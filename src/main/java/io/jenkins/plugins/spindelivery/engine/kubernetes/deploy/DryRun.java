package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApplyResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** Asks the server what writing an object would come to, admission and validation included. */
final class DryRun {
    /** How often someone may change an object between our reading it and our question. */
    private static final int RACES = 5;

    private final Cluster cluster;

    /**
     * The server's answer.
     *
     * @param object the object as it would be; the manifest itself when the server can't tell
     * @param warnings what the server warned of, and what could not be checked
     */
    record Answer(ObjectNode object, List<Problem> warnings) {
        @Override
        public String toString() {
            return "Answer" + warnings;
        }
    }

    DryRun(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Asks about one object.
     *
     * @param planned the object
     * @param live what is there now
     * @return the answer
     * @throws ApiException when the server would refuse it
     */
    Answer ask(PlannedObject planned, Optional<ObjectNode> live) {
        WriteOptions options = WriteOptions.DEFAULT.withForce(planned.force()).withDryRun(true);
        try {
            ApplyResult result = ask(planned, live, options);
            return new Answer(result.object(), warnings(planned, result.warnings()));
        } catch (ApiException e) {
            if (e.problems().get(0).code().equals("kubernetes.api-webhook-no-dry-run")) {
                return new Answer(planned.manifest(), e.problems());
            }
            throw e;
        }
    }

    private ApplyResult ask(PlannedObject planned, Optional<ObjectNode> live, WriteOptions options) {
        return switch (planned.way()) {
            case APPLY -> apply(planned, live, options);
            case REPLACE -> live.isEmpty() ? create(planned, options) : replace(planned, live.get(), options, RACES);
            case CREATE, RECREATE -> create(planned, options);
            case NOTHING -> new ApplyResult(planned.manifest(), false, List.of());
        };
    }

    /**
     * A conflict only with what is taken over is none: those fields become ours before the real apply, but a dry run
     * can't build on another dry run.
     */
    private ApplyResult apply(PlannedObject planned, Optional<ObjectNode> live, WriteOptions options) {
        try {
            return cluster.apply(planned.manifest(), options);
        } catch (ApiException e) {
            boolean settled = live.flatMap(object -> ManagedFields.takeOver(object, WriteOptions.SPIN_DELIVERY))
                    .filter(takeOver -> takeOver.settles(e.details()))
                    .isPresent();
            if (e.status() == 409 && settled) {
                return cluster.apply(planned.manifest(), options.withForce(true));
            }
            throw e;
        }
    }

    /** A taken name comes last of all checks, so for an object that is going to be deleted first it means success. */
    private ApplyResult create(PlannedObject planned, WriteOptions options) {
        try {
            return cluster.create(planned.manifest(), options);
        } catch (ApiException e) {
            if (e.reason().equals("AlreadyExists")) {
                return new ApplyResult(planned.manifest(), false, List.of());
            }
            throw e;
        }
    }

    /** Controllers write status all the time, so the object may be another version than a moment ago. */
    private ApplyResult replace(PlannedObject planned, ObjectNode live, WriteOptions options, int races) {
        try {
            return cluster.replace(ObjectWriter.atVersionOf(live, planned.manifest()), options);
        } catch (ApiException e) {
            Optional<ObjectNode> now = e.reason().equals("Conflict") ? cluster.get(planned.ref()) : Optional.empty();
            if (races == 0 || now.isEmpty()) {
                throw e;
            }
            return replace(planned, now.get(), options, races - 1);
        }
    }

    /**
     * Whether the server refuses a Pod only because its ServiceAccount is not there: that of a new namespace is made a
     * moment after the namespace.
     */
    static boolean missesServiceAccount(ProblemException refusal) {
        return refusal.problems().get(0).code().equals("kubernetes.api-service-account-missing");
    }

    private static List<Problem> warnings(PlannedObject planned, List<String> texts) {
        return texts.stream()
                .map(text -> Problem.of(
                        "kubernetes.deploy-server-warning", planned.ref().toString(), text))
                .toList();
    }
}
