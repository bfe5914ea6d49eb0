package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the fields of a query. */
final class QueryFields {
    private QueryFields() {}

    /** A text; empty where there is none. */
    static String text(MetricQuery query, String field) {
        JsonNode value = query.query().path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        } else if (!value.isTextual()) {
            throw MetricException.wrong("canary.query-no-text", query.metric(), field);
        }
        return value.textValue();
    }

    /** The type of source that a query is for; empty when it does not say. Older configurations call it otherwise. */
    static String type(MetricQuery query) {
        String type = text(query, "type");
        return type.isEmpty() ? text(query, "serviceType") : type;
    }
}
