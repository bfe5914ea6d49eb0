package io.jenkins.plugins.spindelivery.engine.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** Bodies of answers as maps and lists. */
final class WebhookBody {
    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private WebhookBody() {}

    /**
     * A body as data.
     *
     * @param body as it came
     * @return texts, numbers, booleans, lists and maps; empty when it is no JSON, or nests too deep
     */
    static Optional<Object> document(String body) {
        try {
            return body.isBlank() ? Optional.empty() : Optional.ofNullable(MAPPER.readValue(body, Object.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
