package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.List;

/** What a listener or a rule does with a request. */
sealed interface ActionSpec {

    /**
     * A share of the requests.
     *
     * @param targetGroup name or ARN
     * @param weight from 0 to 999
     */
    record Share(String targetGroup, int weight) {}

    /**
     * Sends it on.
     *
     * @param shares at least one target group
     * @param stickySeconds how long a client stays with a target group; 0 for not at all
     */
    record Forward(List<Share> shares, int stickySeconds) implements ActionSpec {}

    /**
     * Answers with another address; {@code null} keeps that part of the request's.
     *
     * @param status {@code HTTP_301} or {@code HTTP_302}
     */
    record Redirect(String protocol, String port, String host, String path, String query, String status)
            implements ActionSpec {}

    /**
     * Answers by itself.
     *
     * @param status such as {@code 503}
     * @param contentType such as {@code text/plain}
     * @param body may be empty
     */
    record FixedResponse(String status, String contentType, String body) implements ActionSpec {}
}
