package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import java.util.Locale;
import java.util.Objects;

/**
 * What is asked for, besides the Job's manifest.
 *
 * @param deploy where the Job goes to, and what is made of its manifest
 * @param outputs the container whose log lines are read for outputs (Spinnaker's {@code propertyFile}); empty for none
 * @param cleanup when the Job and its pods are deleted
 * @param timeoutSeconds how long it may run, in seconds
 */
public record RunJobRequest(
        @JsonProperty("deploy") DeployRequest deploy,
        @JsonProperty("outputs") String outputs,
        @JsonProperty("cleanup") Cleanup cleanup,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {

    /** As long as Spinnaker waits for a Job, in seconds. */
    public static final long DEFAULT_TIMEOUT_SECONDS = 120 * 60;

    /** When the Job and its pods are deleted. */
    public enum Cleanup {
        /** When it was stopped or given up before its end, or ran too long, so that nothing runs on that nobody waits for. */
        STOPPED,
        /** However it ended. */
        ALWAYS,
        /** Never; what is stopped runs on. */
        NEVER;

        /**
         * The word of requests.
         *
         * @return in small letters
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RunJobRequest {
        Objects.requireNonNull(deploy, "deploy");
        outputs = outputs == null ? "" : outputs.trim();
        cleanup = cleanup == null ? Cleanup.STOPPED : cleanup;
        if (timeoutSeconds <= 0) {
            throw new IllegalArgumentException("a Job needs a timeout above zero");
        }
    }
}
