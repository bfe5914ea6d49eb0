package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a container of a Job's pod ended.
 *
 * @param pod the pod's name
 * @param container the container's name
 * @param exitCode of its program; 0 is success
 * @param reason such as {@code Completed}, {@code Error} or {@code OOMKilled}
 */
public record ContainerEnd(
        @JsonProperty("pod") String pod,
        @JsonProperty("container") String container,
        @JsonProperty("exitCode") int exitCode,
        @JsonProperty("reason") String reason) {}
