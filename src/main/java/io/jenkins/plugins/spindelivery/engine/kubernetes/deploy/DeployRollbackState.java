package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Ending;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How far the rollback of a whole deploy has come.
 *
 * @param version of this layout
 * @param request what was asked for
 * @param startedAt in milliseconds since 1970
 * @param since when the stage began, in milliseconds since 1970
 * @param stage what the next move is about
 * @param point the blob of the {@link RollbackPoint}
 * @param deploy the deploy, which puts back what it changed
 * @param restored what was made again that the deploy had deleted
 * @param tries how many moves have failed in a row for passing reasons
 * @param denials how many of those moves were denied what had been allowed before
 * @param ending how it will end; {@code null} while it may still succeed
 * @param errors why it will not succeed
 */
public record DeployRollbackState(
        @JsonProperty("version") int version,
        @JsonProperty("request") DeployRollbackRequest request,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("since") long since,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("point") String point,
        @JsonProperty("deploy") DeployState deploy,
        @JsonProperty("restored") List<ObjectOutcome> restored,
        @JsonProperty("tries") int tries,
        @JsonProperty("denials") int denials,
        @JsonProperty("ending") Ending ending,
        @JsonProperty("errors") List<Problem> errors) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        /** Whether everything is still as the deploy left it; nothing is written. */
        CHECK,
        /** Making again what history and prune have deleted. */
        RESTORE,
        /** The deploy's own rollback, and the waiting after it. */
        ROLL_BACK,
        END
    }

    public DeployRollbackState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(point, "point");
        Objects.requireNonNull(deploy, "deploy");
        restored = List.copyOf(restored);
        errors = List.copyOf(errors);
    }

    static DeployRollbackState begin(DeployRollbackRequest request, String point, DeployState deploy, long now) {
        return new DeployRollbackState(
                VERSION, request, now, now, Stage.CHECK, point, deploy, List.of(), 0, 0, null, List.of());
    }

    DeployRollbackState to(Stage next, long now) {
        return new DeployRollbackState(
                version, request, startedAt, now, next, point, deploy, restored, 0, 0, ending, errors);
    }

    DeployRollbackState with(DeployState next) {
        return new DeployRollbackState(
                version, request, startedAt, since, stage, point, next, restored, tries, denials, ending, errors);
    }

    DeployRollbackState restoring(List<ObjectOutcome> made) {
        return new DeployRollbackState(
                version, request, startedAt, since, stage, point, deploy, made, tries, denials, ending, errors);
    }

    DeployRollbackState triedInVain(boolean denied) {
        int more = denied ? denials + 1 : denials;
        return new DeployRollbackState(
                version, request, startedAt, since, stage, point, deploy, restored, tries + 1, more, ending, errors);
    }

    DeployRollbackState ending(Ending how, List<Problem> why) {
        List<Problem> all = new ArrayList<>(errors);
        all.addAll(why);
        return new DeployRollbackState(
                version, request, startedAt, since, stage, point, deploy, restored, tries, denials, how, all);
    }
}
