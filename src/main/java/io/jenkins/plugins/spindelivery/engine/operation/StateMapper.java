package io.jenkins.plugins.spindelivery.engine.operation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The one way in which operations' states become JSON and back. */
public final class StateMapper {
    private StateMapper() {}

    /**
     * A mapper for states: fields only, unknown ones ignored, so that a newer version's extra fields do not make a state
     * unreadable. No class names are ever read from the file.
     *
     * @return a new mapper
     */
    public static ObjectMapper create() {
        return new ObjectMapper()
                .setVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
                .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .setVisibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, true);
    }
}
