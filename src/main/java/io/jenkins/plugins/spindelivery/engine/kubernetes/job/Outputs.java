package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the lines of a container's log give to those who wait for its Job, in Spinnaker's form: {@code
 * SPINNAKER_PROPERTY_KEY=value} and {@code SPINNAKER_CONFIG_JSON={…}} anywhere in a line. A key becomes lower case; a value
 * begins after the first equals sign (Spinnaker loses values with a second one) and loses the blanks around it; without
 * a value the line does not count. A later line wins over an earlier one.
 *
 * @param values by key
 * @param wrong why a line can't be read; {@code null} while all could
 */
record Outputs(@JsonProperty("values") Map<String, Object> values, @JsonProperty("wrong") Problem wrong) {
    static final Outputs NONE = new Outputs(Map.of(), null);

    /** What a step returns is kept with its build, so it has to stay small. */
    private static final int MOST_CHARACTERS = 100_000;

    private static final Pattern PROPERTY = Pattern.compile("SPINNAKER_PROPERTY_([^\\s=]+)=(.*)");
    private static final String JSON_MARK = "SPINNAKER_CONFIG_JSON=";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    Outputs {
        values = new LinkedHashMap<>(values);
    }

    /** With what one more line gives. */
    Outputs and(String line) {
        int json = line.indexOf(JSON_MARK);
        if (json >= 0) {
            return json(line.substring(json + JSON_MARK.length()));
        }
        Matcher property = PROPERTY.matcher(line);
        if (!property.find() || property.group(2).isBlank()) {
            return this;
        }
        return with(Map.of(
                property.group(1).toLowerCase(Locale.ROOT), property.group(2).strip()));
    }

    private Outputs json(String text) {
        try {
            Map<String, Object> more = JSON.readValue(text, new TypeReference<>() {});
            if (more != null) {
                return with(more);
            }
        } catch (JsonProcessingException e) {
            // Told below; Jackson's words quote the line, which may hold what nobody should read.
        }
        return wrong != null ? this : new Outputs(values, Problem.of("kubernetes.job-outputs-malformed", ""));
    }

    private Outputs with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(more);
        if (all.toString().length() > MOST_CHARACTERS) {
            return wrong != null
                    ? this
                    : new Outputs(values, Problem.of("kubernetes.job-outputs-large", "", MOST_CHARACTERS));
        }
        return new Outputs(all, wrong);
    }

    /** Without the values, which nobody asked to see. */
    @Override
    public String toString() {
        return "Outputs" + values.keySet();
    }
}
